/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Every page and form, subject by subject. */
#include "subjects.h"

#include "decisions/ideas_pages.h"
#include "decisions/record_pages.h"
#include "evidence/account_pages.h"
#include "evidence/evidence_pages.h"
#include "groups/groups_pages.h"
#include "home/home_pages.h"
#include "meetings/actions_pages.h"
#include "meetings/agenda_pages.h"
#include "meetings/dates_pages.h"
#include "meetings/day_pages.h"
#include "meetings/feedback_pages.h"
#include "meetings/hard_pages.h"
#include "meetings/meetings_pages.h"
#include "meetings/minutes_pages.h"
#include "meetings/needs_pages.h"
#include "meetings/outside_pages.h"
#include "notices/notices_pages.h"
#include "papers/cases_pages.h"
#include "papers/easy_pages.h"
#include "papers/made_pages.h"
#include "papers/papers_pages.h"
#include "papers/word_picture_pages.h"
#include "people/door_pages.h"
#include "people/me_pages.h"
#include "people/need_words_pages.h"
#include "people/people_pages.h"
#include "people/supporter_pages.h"
#include "resources/resources_pages.h"
#include "safety/house_pages.h"
#include "safety/measures_pages.h"
#include "safety/safety_pages.h"
#include "upkeep/upkeep_pages.h"

#include <stddef.h>

const Route *const subject_routes[] = {
  home_routes,
  waiting_routes,
  set_up_routes,
  arrival_routes,
  powers_routes,
  time_zone_routes,
  people_routes,
  import_routes,
  sign_in_routes,
  link_routes,
  passkey_routes,
  key_card_routes,
  ways_in_routes,
  new_ways_routes,
  help_in_routes,
  person_ways_routes,
  looks_routes,
  worried_routes,
  receipt_routes,
  worried_for_routes,
  worries_routes,
  safety_routes,
  stop_routes,
  measures_routes,
  told_routes,
  house_rules_routes,
  meeting_routes,
  keep_away_routes,
  groups_routes,
  group_start_routes,
  group_join_routes,
  group_join_for_routes,
  group_answer_routes,
  group_texts_routes,
  group_duties_routes,
  group_mandates_routes,
  group_lists_routes,
  meetings_routes,
  meeting_arrange_routes,
  meeting_reply_routes,
  meeting_tell_routes,
  meeting_text_routes,
  meeting_venue_routes,
  calendar_routes,
  meeting_needs_routes,
  meeting_had_routes,
  meeting_dates_routes,
  meeting_date_ask_routes,
  reminder_routes,
  ideas_routes,
  idea_new_routes,
  idea_routes,
  idea_author_routes,
  idea_answer_routes,
  idea_heard_routes,
  record_routes_of_groups,
  record_write_routes,
  level_heard_routes,
  decision_write_routes,
  decision_routes,
  action_told_routes,
  hard_routes,
  outside_routes,
  action_write_routes,
  actions_routes,
  costs_routes,
  claim_send_routes,
  claim_routes,
  claim_answer_routes,
  cost_receipt_routes,
  rates_routes,
  thanks_routes,
  thanks_pay_routes,
  own_money_routes,
  agenda_routes,
  agenda_item_routes,
  agenda_order_routes,
  minutes_routes,
  minutes_came_routes,
  minutes_course_routes,
  minutes_paper_routes,
  feedback_routes,
  feedback_ring_routes,
  day_routes,
  evidence_routes,
  account_routes,
  day_enter_routes,
  day_room_routes,
  day_cards_routes,
  day_door_routes,
  day_guest_routes,
  find_routes,
  papers_routes,
  easy_routes,
  easy_edit_routes,
  easy_text_routes,
  easy_row_routes,
  easy_picture_routes,
  easy_check_routes,
  send_routes,
  release_routes,
  by_hand_routes,
  cases_routes,
  made_routes,
  made_one_routes,
  listen_routes,
  spoken_routes,
  hard_word_routes,
  picture_routes,
  word_picture_routes,
  reading_routes,
  comment_routes,
  own_comment_routes,
  comment_power_routes,
  comment_told_routes,
  version_routes,
  answers_routes,
  need_answer_routes,
  letters_routes,
  upkeep_routes,
  first_steps_routes,
  backup_routes,
  archive_routes,
  mail_routes,
  return_routes,
  work_routes,
  rights_routes,
  keep_routes,
  privacy_routes,
  assessment_routes,
  complaint_routes,
  me_routes,
  needs_routes,
  profile_routes,
  asking_routes,
  mails_routes,
  mail_each_routes,
  stop_mail_routes,
  seen_routes,
  record_routes,
  leave_routes,
  supporter_routes,
  supporter_private_routes,
  supporting_routes,
  supporter_consent_routes,
  key_routes,
  NULL,
};
