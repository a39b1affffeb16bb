/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Filling a community through the subjects' own rules. */
#include "data/archive_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "decisions/idea_answers.h"
#include "decisions/test_record.h"
#include "evidence/account.h"
#include "evidence/figure_comments.h"
#include "groups/test_group.h"
#include "meetings/test_action.h"
#include "meetings/test_agenda.h"
#include "meetings/test_feedback.h"
#include "meetings/test_hard.h"
#include "meetings/test_meeting.h"
#include "notices/mail_answers.h"
#include "notices/mail_wishes.h"
#include "papers/comments.h"
#include "papers/easy_checks.h"
#include "papers/easy_draft.h"
#include "papers/hard_words.h"
#include "papers/made.h"
#include "papers/own_pictures.h"
#include "papers/papers.h"
#include "papers/releases.h"
#include "papers/spoken_words.h"
#include "people/corrections.h"
#include "people/my_data.h"
#include "people/needs.h"
#include "people/profile.h"
#include "people/supporters.h"
#include "people/ways.h"
#include "resources/test_claim.h"
#include "safety/house_rules.h"
#include "safety/keep_away.h"
#include "safety/measures.h"
#include "safety/safety.h"
#include "safety/worries.h"
#include "upkeep/backups.h"
#include "upkeep/complaints.h"
#include "upkeep/privacy.h"
#include "upkeep/retention.h"
#include "web/web.h"

#include <string.h>

enum { FILE_LETTERS = 600 * 1024 };

typedef struct {
  ArchiveWorld *world;
  Arena *arena;
  Refusals *refusals;
  Txn *txn;
  Act act;
} Filling;

static void
must_not_refuse(const Filling *filling)
{
  if (refusals_count(filling->refusals) > 0)
    fail_msg("refused: %s", refusals_nth(filling->refusals, 0)->message);
}

static Filling
start(Txn *txn, const Act *act, void *world)
{
  Arena *arena = arena_new(16 * 1024 * 1024);

  return (Filling){
    .world = world, .arena = arena, .refusals = refusals_new(arena), .txn = txn, .act = *act
  };
}

static bool
end(Filling *filling)
{
  must_not_refuse(filling);
  arena_free(filling->arena);
  return !txn_trouble(filling->txn);
}

static int64_t
add(Filling *filling, const char *name, Reach reach, const char *contact, const char *wants,
    bool is_organiser)
{
  Member member = {
    .name = name, .reach = reach, .contact = contact, .is_organiser = is_organiser
  };
  int64_t id = 0;

  format_wants_from_text(wants, &member.wants);
  people_add(filling->txn, &filling->act, &member, filling->refusals, &id);
  must_not_refuse(filling);
  return id;
}

static bool
fill_people(Txn *txn, const Act *act, void *data)
{
  Filling filling = start(txn, act, data);
  ArchiveWorld *world = data;

  community_add(txn, act, WORLD_HOST, "Riverside \"East\" & \xe2\x98\x83", "Europe/London");
  community_set_up(txn, act, "Riverside \"East\" & \xe2\x98\x83", "Europe/London");
  world->organiser_id =
      add(&filling, "Rowan Field", REACH_EMAIL, "rowan@riverside.example", "", true);
  add(&filling, "Iris Quay", REACH_PHONE, "01632 960 099", "audio", true);
  world->member_id = add(&filling, "Zule\xc3\xafka Brook", REACH_EMAIL, WORLD_EMAIL,
                         "large print 24; audio", false);
  world->erased_id = add(&filling, WORLD_ERASED, REACH_POST, "4 Ferry Lane\nRiverside", "", false);
  world->left_id = add(&filling, "Lee Harbour", REACH_IN_PERSON, "", "easy read", false);
  world->suspended_id = add(&filling, "Tom Weir", REACH_PHONE, "01632 960 017", "", false);
  return end(&filling);
}

static bool
say_of_people(Txn *txn, const Act *act, void *data)
{
  Filling filling = start(txn, act, data);
  ArchiveWorld *world = data;
  const NeedsOfKind needs = { .needs = { { "step-free", true } }, .count = 1, .words = WORLD_NEED };
  const Roles roles = { .roles = { "neighbour", "Keeper of keys" }, .count = 2 };

  needs_change(txn, act, world->member_id, NEED_ADJUSTMENT, &needs);
  needs_change(txn, act, world->erased_id, NEED_ADJUSTMENT, &needs);
  strengths_change(txn, act, world->member_id, &(Strengths){ "Mending", "Walking\nTea" },
                   filling.refusals);
  roles_change(txn, act, world->member_id, &roles);
  roles_show(txn, act, world->member_id, PLACE_MEMBERS, &roles);
  corrections_add(txn, act, world->member_id, "My house has the number 47", filling.refusals);

  int64_t id = corrections_of(txn, filling.arena, world->member_id)->id;

  corrections_answer(txn, act, world->member_id, id, "It is right now", filling.refusals);
  corrections_add(txn, act, world->member_id, "And the street", filling.refusals);
  door_helper_add(txn, act, world->member_id, "Rowan Field", filling.refusals);
  return end(&filling);
}

static bool
support(Txn *txn, const Act *act, void *data)
{
  Filling filling = start(txn, act, data);
  ArchiveWorld *world = data;
  Trust wish = { .member_id = world->member_id,
                 .supporter_id = world->left_id,
                 .noted_by_id = world->organiser_id,
                 .origin = "https://riverside.example",
                 .consent = "She said so on the phone",
                 .levels = { [AREA_PAPERS] = SUPPORT_SEE } };
  Act by = *act;

  by.member_id = world->organiser_id;
  by.role = ACT_AS_ORGANISER;
  int64_t id = supporters_name(txn, &by, &wish, filling.refusals);

  must_not_refuse(&filling);
  by.member_id = world->left_id;
  supporters_answer(txn, &by, supporters_find(txn, filling.arena, id, false), true);
  supporters_note(txn, &by, id,
                  &(TrustAct){ .words = "Read a paper", .area = AREA_PAPERS, .thing_id = 7 });
  return end(&filling);
}

static bool
keep_safe(Txn *txn, const Act *act, void *data)
{
  Filling filling = start(txn, act, data);
  ArchiveWorld *world = data;
  SafetyNumber numbers[SAFETY_NUMBERS];
  char code[WORRY_CODE_SIZE] = "4821 0937 5526 1184";
  const Measure wish = { .member_id = world->suspended_id,
                         .kind = MEASURE_PAUSE,
                         .days = 2,
                         .grounds = "other",
                         .words = "Shouting",
                         .origin = "" };
  const Worry worry = { .about = "me",
                        .words = "Help",
                        .who = "",
                        .kept_from = "",
                        .name = "",
                        .contact = "",
                        .hear = "code",
                        .origin = "" };
  Act by = *act;
  int64_t id = 0;

  safety_set_contact(txn, act, "Iris Quay", "01632 960 099");
  memcpy(numbers, safety_find_numbers(txn, filling.arena), sizeof(numbers));
  numbers[1].number = "01632 960 098";
  safety_set_numbers(txn, act, numbers, filling.refusals);
  by.member_id = world->organiser_id;
  by.role = ACT_AS_ORGANISER;
  house_rules_set(txn, &by, "Be kind.\n\nListen.", "", filling.refusals);
  house_rules_mark_read(txn, &by);
  measures_propose(txn, &by, &wish, filling.refusals, &id);
  worries_raise(txn, act, &worry, code, filling.refusals);
  by.member_id = world->member_id;
  safety_block(txn, &by, "Lee Harbour", filling.refusals);
  return end(&filling);
}

/* Longer than two parts, with every byte of UTF-8 that JSON has to write in another way. */
static char *
long_text(void)
{
  GString *text = g_string_new("# A long paper\n\n");

  while (text->len < FILE_LETTERS)
    g_string_append(text, "\"Quoted\" \\ back, \xe2\x82\xac and \xf0\x9f\x8c\xb3, a/b.\n\n");
  return g_string_free(text, FALSE);
}

static void
write_easy_read(Txn *txn, const Act *act, int64_t paper_id, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Paper paper = *papers_find(txn, arena, paper_id);

  paper.easy_source = "![]()\nfrom: 1\nThe water is not well.\n";
  papers_change(txn, act, &paper, refusals);
  easy_checks_say(txn, act, &paper, "Ann", act->at_us);
  easy_checks_add(txn, act, &paper, "a group of four", act->at_us, refusals);
  easy_hard_say(txn, act, paper_id, "What is a weir?", true);
  easy_rows_note_late(txn, act, &paper);
}

/* What was said about a paper, with an answer; and a change of it that is not sent yet. */
static void
talk_and_change(Txn *txn, const Act *by, int64_t paper_id, Refusals *refusals)
{
  const CommentWish said = { .paper_id = paper_id, .part = 1, .words = "Since when?" };
  int64_t id = 0;

  comments_add(txn, by, &said, refusals, &id);
  comments_answer(txn, by, id, "Since May", "We rang the lock-keeper", refusals);
  papers_change(txn, by,
                &(Paper){ .id = paper_id, .title = "The weir", .source = "It leaks no more." },
                refusals);
}

/* A format that somebody made, with a file of its own. */
static void
bring_made(Txn *txn, const Act *by, const ArchiveWorld *world, Refusals *refusals)
{
  const AnswerFile file = { .file_name = "model.txt", .bytes = "How it feels", .len = 12 };
  const MadeFormat made = { .paper_id = world->paper_id,
                            .kind = MADE_OTHER,
                            .what = "A model of the weir",
                            .language = "",
                            .instead_of = "",
                            .owner_id = world->organiser_id,
                            .owner_name = "",
                            .due_us = by->at_us + 1 };
  int64_t id = 0;

  made_ask(txn, by, &made, refusals, &id);
  made_bring(txn, by, id, &(MadeThing){ &file, "", "", "Bo" }, refusals);
}

/* A sheet of another subject goes into somebody's letter of this sending. */
static void
put_leaf(Txn *txn, const Act *act, int64_t release_id)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO post_leaf (community_id, delivery_id, member_id, thing_id, is_made)"
                " SELECT d.community_id, d.id, d.member_id, 5, 1 FROM delivery d"
                " WHERE d.community_id = ?1 AND d.release_id = ?2 ORDER BY d.id LIMIT 1");

  bind_int(q, 2, release_id);
  query_run(q);
}

static bool
write_papers(Txn *txn, const Act *act, void *data)
{
  Filling filling = start(txn, act, data);
  ArchiveWorld *world = data;
  g_autofree char *text = long_text();
  const AnswerFile file = { .file_name = "../../etc/Long.txt", .bytes = text, .len = strlen(text) };
  Act by = *act;
  int64_t early = 0, prepared = 0;
  const char *picture = NULL;

  by.member_id = world->organiser_id;
  by.role = ACT_AS_ORGANISER;
  papers_add(txn, &by, &(Paper){ .title = "The weir", .source = "It leaks.", .easy_source = "" },
             filling.refusals, &world->paper_id);
  papers_add_upload(txn, &by, "", &file, filling.refusals, &world->file_id);
  mail_wish_change(txn, &by, by.member_id, MAIL_KIND_PAPER,
                   &(MailWish){ .pace = PACE_WEEKLY, .time_zone = "Europe/London" });
  mail_answers_add(txn, &by,
                   &(MailAnswer){ .member_id = by.member_id,
                                  .kind = MAIL_KIND_PAPER,
                                  .answer = ANSWER_NEED,
                                  .words = "A lift \xf0\x9f\x8c\xb3",
                                  .rest = "> quoted" });
  spoken_words_add(txn, &by, "Plas Coch", "plass koke", filling.refusals);
  hard_words_add(txn, &by, "Weir", "A wall in a river", filling.refusals);
  hard_words_ask(txn, &by, "Sluice", false, filling.refusals);
  bring_made(txn, &by, world, filling.refusals);
  own_pictures_add(txn, &by,
                   &(OwnPicture){ .shows = "A weir",
                                  .words = "",
                                  .credit = "",
                                  .has_people = true,
                                  .consent = "Bo, in May" },
                   &(AnswerFile){ .file_name = "a.gif", .bytes = "GIF89a", .len = 6 },
                   filling.refusals, &picture, filling.arena);
  must_not_refuse(&filling);
  write_easy_read(txn, &by, world->paper_id, filling.refusals);
  must_not_refuse(&filling);
  releases_start(txn, &by, world->paper_id, NULL, 0, "https://riverside.example", filling.refusals,
                 &early);
  releases_release(txn, &by, early, "It cannot wait", filling.refusals);
  put_leaf(txn, &by, early);
  talk_and_change(txn, &by, world->paper_id, filling.refusals);
  releases_start(txn, &by, world->file_id, NULL, 0, "https://riverside.example", filling.refusals,
                 &prepared);
  return end(&filling);
}

static bool
look_after(Txn *txn, const Act *act, void *data)
{
  Filling filling = start(txn, act, data);
  ArchiveWorld *world = data;
  const Privacy privacy = { .controller = "Riverside Together",
                            .contact = "4 Ferry Lane",
                            .host = "",
                            .registration = "ZA123456" };
  char receipt[COMPLAINT_RECEIPT_SIZE];

  backups_change_setting(txn, act, (BackupSetting){ .kept = 7, .is_daily = true },
                         filling.refusals);
  privacy_change(txn, act, &privacy, filling.refusals);
  keep_change(txn, act, keep_find("links"), 60, filling.refusals);
  world->complaint_id =
      complaints_add(txn, act, WORLD_COMPLAINT, "Bo, 01632 960 011", filling.refusals, receipt);
  complaints_add(txn, act, "Another", "", filling.refusals, receipt);
  complaints_tell(txn, act, world->complaint_id, "We lock the hall now", "https://river.example",
                  filling.refusals);

  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO upkeep_removal (community_id, id, kind, removed, at_us)"
                " VALUES (?1, 5, 'links', 3, ?2)");

  bind_int(q, 2, act->at_us);
  query_run(q);
  query_done(g_steal_pointer(&q));
  return end(&filling);
}

/* What a group tells everybody, by two yeses. */
static void
tell_everybody(const Filling *filling, int64_t group_id)
{
  Act by[] = { filling->act, filling->act };

  by[0].member_id = filling->world->member_id;
  by[1].member_id = filling->world->organiser_id;
  account_make(filling->txn, &by[0],
               groups_find(filling->txn, filling->arena, group_id, by[0].member_id),
               "Europe/London", filling->refusals);
  for (size_t i = 0; i < G_N_ELEMENTS(by); i++) {
    g_autoptr(Account) waiting = account_waiting(filling->txn, filling->arena, group_id);

    account_agree(filling->txn, &by[i], waiting);
  }
}

static bool
work_in_groups(Txn *txn, const Act *act, void *data)
{
  Filling filling = start(txn, act, data);
  ArchiveWorld *world = data;

  TestGroup group = { .member_id = world->member_id,
                      .other_id = world->organiser_id,
                      .other_name = "Rowan Field",
                      .role = "Keeper of \"keys\"",
                      .interests = "None",
                      .words = "Please" };

  test_group_fill(txn, act, &group, filling.refusals);
  test_meeting_fill(txn, act, group.group_id, world->member_id, filling.refusals);

  TestAgenda agenda = { .group_id = group.group_id,
                        .member_id = world->member_id,
                        .other_id = world->organiser_id,
                        .interests = "None",
                        .why = "It is \"late\"",
                        .paper_id = world->paper_id };

  test_agenda_fill(txn, act, &agenda, act->at_us + 9 * US_PER_DAY, filling.refusals);

  TestMinutes minutes = { .group_id = group.group_id,
                          .member_id = world->member_id,
                          .other_id = world->organiser_id,
                          .correction = "It was \"blue\"" };

  test_minutes_fill(txn, act, &minutes, filling.refusals);
  test_minutes_paper(txn, act, &minutes, filling.refusals);
  figure_comment_add(txn, act, group.group_id, FIGURE_LED, "We sat \"beside\"", act->at_us,
                     filling.refusals);
  tell_everybody(&filling, group.group_id);
  test_feedback_fill(txn, act, group.group_id, minutes.meeting_id, world->member_id);
  test_hard_fill(txn, act,
                 &(TestHard){ .group_id = group.group_id,
                              .member_id = world->member_id,
                              .other_id = world->organiser_id,
                              .words = "It \"hurts\"",
                              .is_answered = true },
                 filling.refusals);
  test_record_fill(txn, act,
                   &(TestRecord){ .group_id = group.group_id,
                                  .member_id = world->member_id,
                                  .other_id = world->organiser_id },
                   filling.refusals);
  test_action_fill(txn, act,
                   &(TestAction){ .group_id = group.group_id,
                                  .member_id = world->member_id,
                                  .other_id = world->organiser_id,
                                  .words = "Paint it",
                                  .why = "It \"rained\"" },
                   filling.refusals);
  test_claims_fill(txn, act,
                   &(TestClaims){ .group_id = group.group_id,
                                  .meeting_id = agenda.meeting_id,
                                  .member_id = world->member_id,
                                  .other_id = world->organiser_id,
                                  .words = "Bus \"12\"",
                                  .answer = "There and \"back\"" },
                   filling.refusals);
  test_thanks_fill(txn, act,
                   &(TestClaims){ .group_id = group.group_id,
                                  .meeting_id = minutes.meeting_id,
                                  .member_id = world->member_id,
                                  .other_id = world->organiser_id },
                   "The \"food\" bank", filling.refusals);
  return end(&filling);
}

/* One that a member put to nobody, and an organiser answers. */
static bool
talk_about_ideas(Txn *txn, const Act *act, void *data)
{
  Filling filling = start(txn, act, data);
  ArchiveWorld *world = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const IdeaViewer viewer = { world->organiser_id, act->at_us, true };
  Act by = *act, answering = *act;
  int64_t id = 0;

  by.member_id = world->member_id;
  answering.member_id = world->organiser_id;
  ideas_add(txn, &by,
            &(IdeaWish){ .words = "A bench by \"the\" bus stop",
                         .is_for_all = true,
                         .for_name = "",
                         .way = "page" },
            filling.refusals, &id);
  idea_take_on(txn, &answering, ideas_find(txn, arena, id, &viewer));
  idea_answer(txn, &answering, ideas_find(txn, arena, id, &viewer),
              &(IdeaAnswerWish){ .outcome = IDEA_PARTLY, .because = "One, not two" },
              "https://riverside.example", filling.refusals);
  idea_reply(txn, &by, ideas_find(txn, arena, id, &(IdeaViewer){ world->member_id, act->at_us }),
             "no", "Two people wait there", filling.refusals);
  idea_mark_read(txn, &by, id);
  return end(&filling);
}

/* A Word file that nobody has read yet. */
static bool
wait_for_word(Txn *txn, const Act *act, void *data)
{
  ArchiveWorld *world = data;
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO paper (community_id, id, title, title_key, language, reading, problem, made_by,"
      " made_at_us, changed_at_us, source, easy_source)"
      " VALUES (?1, ?2, 'Word', 'word', 'en-GB', 'waiting', '', 0, ?3, ?3, '', '')");

  world->waiting_id = act_new_id(act);
  bind_int(q, 2, world->waiting_id);
  bind_int(q, 3, act->at_us);
  return query_run(q);
}

static bool
part_with_some(Txn *txn, const Act *act, void *data)
{
  ArchiveWorld *world = data;

  people_erase(txn, act, world->erased_id);
  people_set_state(txn, act, world->left_id, MEMBER_LEFT);
  return !txn_trouble(txn);
}

void
archive_world_fill(Place *place, ArchiveWorld *ret_world)
{
  static const TestChange steps[] = { fill_people,   say_of_people,  support,          keep_safe,
                                      write_papers,  work_in_groups, talk_about_ideas, look_after,
                                      wait_for_word, part_with_some };

  for (size_t i = 0; i < G_N_ELEMENTS(steps); i++)
    place_write(place, steps[i], ret_world);
}
