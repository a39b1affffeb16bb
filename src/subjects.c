/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The one list of subjects. A new subject adds its lines here, its pages in subject_routes.c, and
 * nothing elsewhere. */
#include "subjects.h"

#include "archive/archive.h"
#include "base/embedded.h"
#include "decisions/decisions_data.h"
#include "decisions/idea_heard.h"
#include "decisions/idea_news.h"
#include "decisions/ideas.h"
#include "decisions/ideas_pages.h"
#include "decisions/record.h"
#include "decisions/record_data.h"
#include "decisions/record_pages.h"
#include "decisions/told.h"
#include "evidence/account_pages.h"
#include "evidence/evidence_data.h"
#include "groups/groups_data.h"
#include "groups/join_answers.h"
#include "groups/joined_news.h"
#include "groups/places.h"
#include "home/home_pages.h"
#include "lang/lang.h"
#include "meetings/action_news.h"
#include "meetings/actions.h"
#include "meetings/actions_data.h"
#include "meetings/actions_pages.h"
#include "meetings/agenda_data.h"
#include "meetings/bag.h"
#include "meetings/calendar_data.h"
#include "meetings/calendar_mail.h"
#include "meetings/date_mail.h"
#include "meetings/dates.h"
#include "meetings/dates_data.h"
#include "meetings/dates_pages.h"
#include "meetings/feedback_data.h"
#include "meetings/feedback_news.h"
#include "meetings/feedback_pages.h"
#include "meetings/hard.h"
#include "meetings/hard_data.h"
#include "meetings/hard_pages.h"
#include "meetings/invitations.h"
#include "meetings/meetings_data.h"
#include "meetings/minutes_data.h"
#include "meetings/minutes_pages.h"
#include "meetings/minutes_paper.h"
#include "meetings/need_news.h"
#include "meetings/needs.h"
#include "meetings/needs_data.h"
#include "meetings/needs_pages.h"
#include "meetings/outside.h"
#include "meetings/outside_pages.h"
#include "meetings/question_leaf.h"
#include "meetings/reached.h"
#include "meetings/reminders.h"
#include "meetings/replies.h"
#include "meetings/slip_agenda.h"
#include "notices/mail_answers.h"
#include "notices/mail_in.h"
#include "notices/mail_settings.h"
#include "notices/notices_data.h"
#include "notices/sender_name.h"
#include "notices/sign_in_mail.h"
#include "notices/supporter_mail.h"
#include "notices/way_mail.h"
#include "papers/after_archive.h"
#include "papers/cases.h"
#include "papers/cases_pages.h"
#include "papers/comment_told.h"
#include "papers/find.h"
#include "papers/late.h"
#include "papers/made.h"
#include "papers/made_pages.h"
#include "papers/own_pictures.h"
#include "papers/paper_answers.h"
#include "papers/paper_news.h"
#include "papers/papers_data.h"
#include "papers/papers_pages.h"
#include "papers/slips.h"
#include "people/apart.h"
#include "people/door_pages.h"
#include "people/erasures.h"
#include "people/kinds.h"
#include "people/me_pages.h"
#include "people/my_data.h"
#include "people/rotation.h"
#include "people/supporter_pages.h"
#include "people/supporters.h"
#include "people/ways.h"
#include "resources/cost_news.h"
#include "resources/receipts.h"
#include "resources/resources.h"
#include "resources/resources_data.h"
#include "resources/resources_pages.h"
#include "resources/thanks.h"
#include "safety/after_archive.h"
#include "safety/house_pages.h"
#include "safety/house_rules.h"
#include "safety/introductions.h"
#include "safety/keep_away.h"
#include "safety/measure_rows.h"
#include "safety/measures.h"
#include "safety/measures_pages.h"
#include "safety/safety.h"
#include "safety/safety_data.h"
#include "safety/safety_pages.h"
#include "safety/worries.h"
#include "safety/worry_mail.h"
#include "ui/page.h"
#include "upkeep/archives.h"
#include "upkeep/arrivals.h"
#include "upkeep/arrive.h"
#include "upkeep/backups.h"
#include "upkeep/complaints.h"
#include "upkeep/daily.h"
#include "upkeep/mail_trial.h"
#include "upkeep/place.h"
#include "upkeep/retention.h"
#include "upkeep/upkeep_data.h"
#include "upkeep/upkeep_pages.h"
#include "web/web.h"

#include <string.h>

enum { SUBJECTS_MAX = 40 };

static const LogKind *const kinds[] = { people_log_kinds,
                                        notices_log_kinds,
                                        safety_log_kinds,
                                        groups_log_kinds,
                                        meetings_log_kinds,
                                        agenda_log_kinds,
                                        minutes_log_kinds,
                                        actions_log_kinds,
                                        hard_log_kinds,
                                        needs_log_kinds,
                                        dates_log_kinds,
                                        feedback_log_kinds,
                                        papers_log_kinds,
                                        decisions_log_kinds,
                                        record_log_kinds,
                                        resources_log_kinds,
                                        evidence_log_kinds,
                                        upkeep_log_kinds,
                                        NULL };

/* What is recorded about a person; erased in this order: people's own, and the key, last. */
static const PersonalData *const personal_data[] = {
  &evidence_personal_data,  &record_personal_data,     &resources_personal_data,
  &decisions_personal_data, &feedback_personal_data,   &hard_personal_data,
  &actions_personal_data,   &needs_personal_data,      &dates_personal_data,
  &minutes_personal_data,   &agenda_personal_data,     &calendar_personal_data,
  &meetings_personal_data,  &groups_personal_data,     &papers_personal_data,
  &notices_personal_data,   &safety_personal_data,     &upkeep_personal_data,
  &ways_personal_data,      &supporters_personal_data, &web_personal_data,
  &log_personal_data,       &people_personal_data_row, NULL
};

static const MenuRow menu[] = {
  { "/", N_("Home"), is_signed_in },
  { "/groups", N_("Groups"), is_signed_in },
  { "/ideas", N_("Ideas"), is_signed_in },
  { "/papers", N_("Papers"), is_signed_in },
  { "/people", N_("People"), may_organise },
  { "/me", N_("You"), is_known },
  { "/upkeep", N_("Looking after this"), may_organise },
  { NULL },
};

static const MenuRow footer[] = {
  { "/ways-in", N_("My ways in"), is_known },
  { "/members", N_("The list of members"), is_signed_in },
  { "/powers", N_("How powers were used"), is_signed_in },
  { "/house-rules", N_("House rules"), anyone },
  { "/meeting-somebody", N_("Meeting somebody for the first time"), is_signed_in },
  { "/safety", N_("Keeping people safe"), may_organise },
  { "/privacy", N_("Who runs this, and your data"), anyone },
  { NULL },
};

/* Who is meant, above every page. */
static bool
find_notice(Request *r, FrameNotice *ret_notice)
{
  return people_acting_notice(r, ret_notice) || people_helped_notice(r, ret_notice);
}

/* What waits for a person, in the order and under the headings of /waiting. The statement below
 * finds it by the names given here: what comes with it as rows costs the start page nothing more,
 * and only where it says so is a source asked that must open seals, or know who keeps away from
 * whom. */
static const WaitingSource waiting[] = {
  { N_("Keeping people safe"), "worries", .ask = worries_waiting, .statements = 3 },
  { N_("Keeping people safe"), "measures", .ask = measures_waiting, .statements = 3,
    .unasked = N_("Something about keeping people safe waits for you") },
  { N_("Keeping people safe"), "house-rules", .card = house_rules_card },
  { N_("People"), "new-ways", .ask = new_ways_waiting, .statements = 1 },
  { N_("People"), "needs-noted", .ask = needs_noted_waiting, .statements = 2 },
  { N_("People"), "support", .ask = waiting_to_support, .statements = 2 },
  { N_("People"), "to-tell", .card = supporter_untold_card },
  { N_("People"), "introduced", .card = introduction_card },
  { N_("People"), "to-introduce", .ask = introductions_to_pass_on, .statements = 4 },
  { N_("Groups"), "groups", .ask = groups_waiting, .statements = 2 },
  { N_("Groups"), "join-answers", .card = join_answer_card },
  { N_("Meetings"), "meetings", .card = meeting_card },
  { N_("Meetings"), "dates", .card = dates_card },
  { N_("Meetings"), "agenda", .card = agenda_card },
  { N_("Meetings"), "needs", .ask = meeting_needs_waiting_for_me, .statements = 2 },
  { N_("Meetings"), "feedback", .card = feedback_card },
  { N_("Meetings"), "actions", .card = action_card },
  { N_("Meetings"), "minutes", .card = minutes_paper_card },
  { N_("Meetings"), "hard", .card = hard_card },
  { N_("Meetings"), "outside", .card = outside_card },
  { N_("Costs and thank-yous"), "claim-question", .card = claim_question_card },
  { N_("Costs and thank-yous"), "claims", .ask = claims_are_waiting, .statements = 3 },
  { N_("Costs and thank-yous"), "thanks", .ask = thanks_are_waiting, .statements = 2 },
  { N_("Ideas and decisions"), "ideas", .card = idea_card },
  { N_("Ideas and decisions"), "decisions", .card = decision_card },
  { N_("Papers"), "made", .card = made_card },
  { N_("Papers"), "cases", .ask = cases_waiting, .statements = 1 },
  { N_("Papers"), "comment-answers", .ask = comment_answers_waiting, .statements = 2 },
  { N_("Papers"), "answers", .card = answers_card },
  { N_("Looking after this"), "complaints", .card = complaints_card },
  { NULL },
};

static void
take_waiting_row(Request *r, Query *q, WaitingTake take, void *data)
{
  Arena *arena = request_arena(r);
  const char *name = col_text(q, 0);
  int source = 0;

  while (waiting[source].name && strcmp(waiting[source].name, name) != 0)
    source++;
  if (waiting[source].ask)
    take(data, source, NULL);
  else if (waiting[source].name)
    take(data, source,
         &(WaitingRow){ .kind = col_int(q, 1),
                        .id = col_int(q, 2),
                        .group_id = col_int(q, 3),
                        .at_us = col_int(q, 4),
                        .title = arena_text(arena, col_text(q, 5)),
                        .words = arena_text(arena, col_text(q, 6)),
                        .more = arena_text(arena, col_text(q, 7)) });
}

static void
glance_at_waiting(Request *r, WaitingTake take, void *data)
{
  g_autoptr(Query) q = db_query(
      request_txn(r),
      "SELECT 'worries', 0, 0, 0, 0, '', '', '' WHERE (" WORRIES_MAY_WAIT ") > 0"
      " UNION ALL SELECT 'measures', 0, 0, 0, 0, '', '', '' WHERE (" MEASURES_MAY_WAIT ") > 0"
      " UNION ALL SELECT 'house-rules', w.* FROM (" HOUSE_RULES_WAIT ") w"
      " UNION ALL SELECT 'new-ways', 0, 0, 0, 0, '', '', '' WHERE (" NEW_WAYS_MAY_WAIT ") > 0"
      " UNION ALL SELECT 'needs-noted', 0, 0, 0, 0, '', '', '' WHERE (" NEEDS_NOTED_MAY_WAIT ") > 0"
      " UNION ALL SELECT 'support', 0, 0, 0, 0, '', '', '' WHERE (" SUPPORT_MAY_WAIT ") > 0"
      " UNION ALL SELECT 'to-tell', w.* FROM (" SUPPORT_WANTS_TELLING ") w"
      " UNION ALL SELECT 'introduced', w.* FROM (" INTRODUCTIONS_WAIT ") w"
      " UNION ALL SELECT 'to-introduce', 0, 0, 0, 0, '', '', '' WHERE (" INTRODUCTIONS_MAY_WAIT
      ") > 0"
      " UNION ALL SELECT 'groups', 0, 0, 0, 0, '', '', '' WHERE (" PLACES_MAY_WAIT ") > 0"
      " UNION ALL SELECT 'join-answers', w.* FROM (" JOIN_ANSWERS_WAIT ") w"
      " UNION ALL SELECT 'meetings', w.* FROM (" MEETINGS_WAIT ") w"
      " UNION ALL SELECT 'dates', w.* FROM (" DATES_WAIT ") w"
      " UNION ALL SELECT 'agenda', w.* FROM (" AGENDA_WAITS ") w"
      " UNION ALL SELECT 'needs', 0, 0, 0, 0, '', '', '' WHERE (" MEETING_NEEDS_MAY_WAIT ") > 0"
      " UNION ALL SELECT 'feedback', w.* FROM (" FEEDBACK_WAITS ") w"
      " UNION ALL SELECT 'actions', w.* FROM (" ACTIONS_WAIT ") w"
      " UNION ALL SELECT 'minutes', w.* FROM (" MINUTES_PAPERS_WAIT ") w"
      " UNION ALL SELECT 'hard', w.* FROM (" HARD_WAITS ") w"
      " UNION ALL SELECT 'outside', w.* FROM (" OUTSIDE_WAITS ") w"
      " UNION ALL SELECT 'claim-question', w.* FROM (" CLAIM_QUESTION_WAITS ") w"
      " UNION ALL SELECT 'claims', 0, 0, 0, 0, '', '', '' WHERE (" CLAIMS_MAY_WAIT ") > 0"
      " UNION ALL SELECT 'thanks', 0, 0, 0, 0, '', '', '' WHERE (" THANKS_MAY_WAIT ") > 0"
      " UNION ALL SELECT 'ideas', w.* FROM (" IDEAS_WAIT ") w"
      " UNION ALL SELECT 'decisions', w.* FROM (" DECISIONS_WAIT ") w"
      " UNION ALL SELECT 'made', w.* FROM (" MADE_WAITS ") w"
      " UNION ALL SELECT 'cases', 0, 0, 0, 0, '', '', '' WHERE (" CASES_MAY_WAIT ") > 0"
      " UNION ALL SELECT 'comment-answers', 0, 0, 0, 0, '', '', '' WHERE"
      " (" COMMENT_ANSWERS_MAY_WAIT ") > 0"
      " UNION ALL SELECT 'answers', w.* FROM (" MAIL_ANSWERS_WAIT ") w"
      " UNION ALL SELECT 'complaints', w.* FROM (" COMPLAINTS_WAIT ") w");

  bind_int(q, 2, request_viewer(r)->member_id);
  bind_int(q, 3, request_now_us(r));
  bind_int(q, 4, may_organise(r));
  while (query_next(q))
    take_waiting_row(r, q, take, data);
}

/* Who takes answers to mails, by the kind of mail; others go to the organisers as they are. */
static const AnswerTaker answer_takers[] = {
  { MAIL_KIND_PAPER, paper_answer_find_about, paper_answer_take },
  { MAIL_KIND_REPLY, paper_answer_find_about, paper_answer_take },
  { MAIL_KIND_TALK, paper_answer_find_about, paper_answer_take },
  { MAIL_KIND_TOGETHER, paper_answer_find_about, paper_answer_take },
  { MAIL_KIND_MEETING, invitation_find_about, invitation_take },
  { MAIL_KIND_DATES, date_mail_find_about, date_mail_take },
  { MAIL_KIND_REMINDER, invitation_find_about, invitation_take },
  { MAIL_KIND_NONE, NULL, NULL },
};

static const DigestKind meeting_digest_kinds[] = {
  { "meeting", MAIL_KIND_MEETING, invitation_write, invitation_mark_mailed, NULL,
    calendar_prepare_mail, calendar_write_mail },
  { "reminder", MAIL_KIND_REMINDER, reminder_write, reminder_mark_mailed, reminder_is_over, NULL,
    NULL },
  { NULL, MAIL_KIND_NONE, NULL, NULL, NULL },
};
/* Of all subjects, one after the other; filled in once. */
static const DigestKind *
all_digest_kinds(void)
{
  static const DigestKind *const tables[] = {
    paper_digest_kinds,    meeting_digest_kinds, date_digest_kinds,       idea_digest_kinds,
    decision_digest_kinds, cost_digest_kinds,    action_digest_kinds,     need_digest_kinds,
    feedback_digest_kinds, joined_digest_kinds,  join_answer_digest_kinds
  };
  static DigestKind all[SUBJECTS_MAX];
  int count = 0;

  for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
    for (const DigestKind *kind = tables[i]; kind->kind && count < SUBJECTS_MAX - 1; kind++)
      all[count++] = *kind;
  return all;
}

static const char *
how_to_answer(MailKind kind, int groups)
{
  if (kind == MAIL_KIND_IDEA || kind == MAIL_KIND_DECISION || kind == MAIL_KIND_COST ||
      kind == MAIL_KIND_ACTION || kind == MAIL_KIND_NEED || kind == MAIL_KIND_AFTERWARDS ||
      kind == MAIL_KIND_GROUP)
    return NULL; /* the usual sentence */
  if (kind == MAIL_KIND_DATES)
    return date_mail_how_to_answer();
  return kind == MAIL_KIND_MEETING || kind == MAIL_KIND_REMINDER ? invitation_how_to_answer()
                                                                 : paper_how_to_answer(groups);
}

static void
tell_otherwise(Txn *txn, const Act *act, int64_t member_id, Reach was, Reach is)
{
  meetings_reach_changed(txn, act, member_id, was, is);
  digests_reach_changed(txn, act, member_id, was, is);
}

static const ActNamer namers[] = { name_paper_acts, name_detail_acts, name_idea_acts, NULL };

/* What is made anew when an archive was taken in; the record of acts is the first, without being
 * named. */
static const AfterArchive after_archive[] = { safety_after_archive,
                                              papers_after_archive,
                                              receipts_after_archive,
                                              reminders_after_archive,
                                              feedback_news_after_archive,
                                              daily_start,
                                              NULL };

void
subjects_register(void)
{
  supporters_set_namers(namers);
  archive_set_after(after_archive);
  mail_in_set_takers(answer_takers);
  mail_in_set_idea_taker(idea_heard_by_mail);
  slips_set_idea_taker(idea_heard);
  slips_set_agenda(&meeting_slip_agenda);
  post_leaves_set_kind(&question_leaf_kind);
  digest_set_kinds(all_digest_kinds(), how_to_answer);
  digest_set_zone(community_find_zone);
  meeting_bag_set_zone(community_find_zone);
  sender_name_set_namer(community_find_name);
  groups_set_home_part(put_next_meeting);
  meetings_set_reply_part(put_thanks_warning);
  home_set_waiting(waiting, glance_at_waiting);
  log_set_kinds(kinds);
  people_set_personal_data(personal_data);
  people_set_reach_changed(tell_otherwise);
  people_set_keep_apart(safety_find_blocked);
  door_set_mail_may_leave(mail_may_leave);
  ui_set_menu(menu);
  ui_set_footer(footer);
  rights_set_routes(subject_routes);
  ui_set_notice(find_notice);
}

const OutboxHandler subject_handlers[] = {
  { .kind = "sign-in-mail", .run = send_sign_in_mail },
  { .kind = "supporter-mail", .run = send_supporter_mail },
  { .kind = "way-mail", .run = send_way_mail },
  { .kind = "answer-mail", .run = send_answer_mail },
  { .kind = "link-ask", .run = send_asked_link },
  { .kind = "erasure", .run = write_erasure },
  { .kind = "reseal-people", .run = reseal_people },
  { .kind = "paper-mail", .run = send_paper_mail },
  { .kind = "late-mail", .run = send_late_mail },
  { .kind = "digest", .run = send_digest },
  { .kind = "meeting-reminder", .run = look_at_reminders },
  { .kind = "meeting-dates", .run = look_at_dates },
  { .kind = "meeting-afterwards", .run = look_at_afterwards },
  { .kind = "paper-format", .run = make_paper_format },
  { .kind = "paper-reading", .run = read_paper_file },
  { .kind = "paper-words", .run = keep_paper_words },
  { .kind = "picture-cleaning", .run = clean_own_picture },
  { .kind = "receipt-cleaning", .run = clean_receipt },
  { .kind = "worry-mail", .run = send_worry_mail },
  { .kind = "complaint-known-mail", .run = send_complaint_known },
  { .kind = "complaint-told-mail", .run = send_complaint_told },
  { .kind = "worry-due", .run = look_at_due_worry },
  { .kind = "post-pack", .run = make_post_pack },
  { .kind = "meeting-bag", .run = make_meeting_bag },
  { .kind = "archive", .run = make_archive },
  { .kind = "arrival", .run = work_on_arrival },
  { .kind = "arrival-end", .run = end_arrival },
  { .kind = "arrival-tidy", .run = tidy_arrival },
  { .kind = "backup", .run = make_backup },
  { .kind = "backup-trial", .run = try_backup },
  { .kind = "check", .run = check_database },
  { .kind = "daily", .run = do_daily_work },
  { .kind = "keep", .run = carry_out_keep },
  { .kind = "mail-test", .run = run_mail_trial },
  { .kind = "measure-mail", .run = send_measure_mail },
  { .kind = "measure-end", .run = end_measure },
  { .kind = NULL },
};

/* Made while building, in the order of meson.build. */
extern const Embedded subject_sql[];
extern const MigrationStep *const subject_steps[];

const MigrationFile *
subjects_migrations(void)
{
  static MigrationFile files[SUBJECTS_MAX + 1];

  for (int i = 0; subject_sql[i].name && i < SUBJECTS_MAX; i++)
    files[i] = (MigrationFile){ subject_sql[i].name, (const char *)subject_sql[i].bytes,
                                subject_steps[i] };
  return files;
}
