/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whoever asked to join a group hears the answer once and in their way, on both engines (R13): by
 * mail without a reason or a private word, or from somebody in the group; nobody is told of who
 * keeps apart (R44). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "groups/join_answers.h"
#include "groups/places.h"
#include "groups/test_world.h"
#include "groups/texts.h"
#include "notices/mail.h"
#include "notices/notices_data.h"
#include "people/kinds.h"
#include "safety/keep_away.h"
#include "safety/safety.h"

#include <glib/gstdio.h>
#include <string.h>

#define ORIGIN  "https://riverside.example"
#define PRIVATE "I was in hospital"

enum { SAM, AMINA, JOE, TOM }; /* Amina is reached by mail, the others are not */

static char *mails;
static MailConfig config;

static const OutboxHandler handlers[] = { { .kind = "digest", .run = send_digest },
                                          { .kind = NULL } };

/* ---- deeds ---- */

static void
ask(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  places_join(txn, act, world->group_id,
              &(JoinWish){ .role = "neighbour",
                           .words = PRIVATE,
                           .offer_id = offers_newest(txn, world->arena, world->group_id)->id },
              world->refusals);
}

typedef struct {
  int who;
  bool is_yes;
} Answer;

static void
answer(World *world, Txn *txn, const Act *act, const void *data)
{
  const Answer *wish = data;
  const int64_t id = world->people[wish->who];

  places_answer(txn, act, world->group_id, id, wish->is_yes);
  join_answers_tell(txn, act, world->group_id, id, ORIGIN);
}

static void
invite(World *world, Txn *txn, const Act *act, const void *who)
{
  const int64_t id =
      places_invite(txn, act, world->group_id, test_names[*(const int *)who], world->refusals);

  join_answers_tell(txn, act, world->group_id, id, ORIGIN);
}

static void
mark_told(World *world, Txn *txn, const Act *act, const void *who)
{
  join_answers_mark_told(txn, act, world->group_id, world->people[*(const int *)who]);
}

static void
keep_away(World *world, Txn *txn, const Act *act, const void *who)
{
  safety_block(txn, act, test_names[*(const int *)who], world->refusals);
}

static void
reach_by_mail(World *world, Txn *txn, const Act *act, const void *address)
{
  Member member = *people_find(txn, world->arena, act->member_id, true);

  member.reach = REACH_EMAIL;
  member.contact = address;
  people_change(txn, act, &member, world->refusals);
}

static void
want(World *world, Txn *txn, const Act *act, const void *pace)
{
  const MailWish wish = { .pace = *(const MailPace *)pace };

  (void)world;
  mail_wish_change(txn, act, act->member_id, MAIL_KIND_GROUP, &wish);
}

/* ---- what is so ---- */

/* All mails that go now, one after the other, and away with them; how many. */
static int
take_mails(World *world, char **ret_text)
{
  GString *all = g_string_new(NULL);
  int count = 0;

  while (outbox_run_due(test_db(world->test), handlers, RIVERSIDE) > 0)
    continue;
  g_autoptr(GDir) folder = g_dir_open(mails, 0, NULL);

  for (const char *name; folder && (name = g_dir_read_name(folder));) {
    g_autofree char *path = g_build_filename(mails, name, NULL);
    g_autofree char *text = NULL;

    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_string_append(all, text);
    g_remove(path);
    count++;
  }
  *ret_text = g_string_free(all, FALSE);
  return count;
}

static int
count_mails(World *world)
{
  g_autofree char *text = NULL;

  return take_mails(world, &text);
}

/* What the viewer is to tell this person: 1 a yes, 0 a no, -1 nothing. */
static int
is_to_tell(World *world, int viewer, int who)
{
  Txn *txn = test_look(world);
  int found = -1;

  for (const JoinAnswer *one =
           join_answers_to_tell(txn, world->arena, world->group_id, world->people[viewer]);
       one->member_id; one++)
    if (one->member_id == world->people[who])
      found = one->is_yes;
  test_end_look(txn);
  return found;
}

/* Whether the start page asks them to tell somebody. */
static bool
is_waiting_for(World *world, int viewer)
{
  Txn *txn = test_look(world);
  bool is_waiting = false;
  {
    g_autoptr(Query) q = db_query(txn, JOIN_ANSWERS_WAIT);

    bind_int(q, 2, world->people[viewer]);
    is_waiting = query_next(q) && col_int(q, 2) == world->group_id;
  }
  test_end_look(txn);
  return is_waiting;
}

static void
begin(World *world, const char *name)
{
  assert_true(test_as(world, SAM, test_start, &(StartWish){ name, false, true }));
}

/* ---- by mail ---- */

static void
a_mail_tells_it_once_without_a_reason(void **state)
{
  World *world = *state;
  const Answer yes = { AMINA, true }, no = { AMINA, false };
  g_autofree char *first = NULL, *second = NULL;

  begin(world, "By mail");
  assert_true(test_as(world, AMINA, ask, NULL));
  assert_int_equal(count_mails(world), 0); /* she has just done it */
  assert_true(test_as(world, SAM, answer, &no));
  assert_int_equal(take_mails(world, &first), 1);
  assert_non_null(strstr(first, "not this time"));
  assert_non_null(strstr(first, "By mail"));
  assert_non_null(strstr(first, "because you asked to join a group"));
  assert_non_null(strstr(first, "List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
  assert_null(strstr(first, PRIVATE));
  assert_null(strstr(first, test_names[SAM])); /* the group's answer, not one person's */
  assert_int_equal(count_mails(world), 0);

  /* Another time it is another answer. */
  assert_true(test_as(world, AMINA, ask, NULL));
  assert_true(test_as(world, SAM, answer, &yes));
  assert_true(test_as(world, SAM, answer, &yes)); /* pressed twice */
  assert_int_equal(take_mails(world, &second), 1);
  assert_non_null(strstr(second, "The answer is yes"));
  assert_null(strstr(second, PRIVATE));
  assert_int_equal(is_to_tell(world, SAM, AMINA), -1);
  assert_false(is_waiting_for(world, SAM));
}

/* By whoever invites them, not knowing that they ask; and nothing of what holds no more. */
static void
it_says_what_holds_when_it_goes(void **state)
{
  World *world = *state;
  const int amina = AMINA;
  g_autofree char *text = NULL;

  begin(world, "Invited");
  assert_true(test_as(world, AMINA, ask, NULL));
  assert_true(test_as(world, SAM, invite, &amina));
  assert_int_equal(take_mails(world, &text), 1);
  assert_non_null(strstr(text, "The answer is yes"));

  begin(world, "Overtaken");
  assert_true(test_as(world, AMINA, ask, NULL));
  assert_true(test_as(world, SAM, answer, &(Answer){ AMINA, true }));
  assert_true(test_as(world, AMINA, test_leave, NULL));
  assert_int_equal(count_mails(world), 0);
  assert_true(test_as(world, AMINA, ask, NULL));
  assert_true(test_as(world, SAM, answer, &(Answer){ AMINA, false }));
  assert_true(test_as(world, AMINA, ask, NULL));
  assert_int_equal(count_mails(world), 0);
  assert_int_equal(is_to_tell(world, SAM, AMINA), -1);
}

static void
who_wants_no_mail_is_not_rung(void **state)
{
  World *world = *state;
  const MailPace never = PACE_NEVER, at_once = PACE_AT_ONCE;

  begin(world, "No mails");
  assert_true(test_as(world, AMINA, want, &never));
  assert_true(test_as(world, AMINA, ask, NULL));
  assert_true(test_as(world, SAM, answer, &(Answer){ AMINA, true }));
  assert_int_equal(count_mails(world), 0);
  assert_int_equal(is_to_tell(world, SAM, AMINA), -1);
  assert_true(test_as(world, AMINA, test_mail_comes_back, NULL)); /* no mail said it */
  assert_int_equal(is_to_tell(world, SAM, AMINA), -1);
  assert_true(test_as(world, AMINA, test_address_is_right, NULL));
  assert_true(test_as(world, AMINA, want, &at_once));
}

static void
a_mail_that_comes_back_told_nothing(void **state)
{
  World *world = *state;
  const int amina = AMINA;

  begin(world, "Comes back");
  assert_true(test_as(world, AMINA, ask, NULL));
  assert_true(test_as(world, SAM, answer, &(Answer){ AMINA, true }));
  assert_int_equal(is_to_tell(world, SAM, AMINA), -1); /* a mail is on its way */
  assert_int_equal(count_mails(world), 1);
  assert_int_equal(is_to_tell(world, SAM, AMINA), -1);
  assert_true(test_as(world, AMINA, test_mail_comes_back, NULL));
  assert_int_equal(is_to_tell(world, SAM, AMINA), 1);
  assert_true(test_as(world, SAM, mark_told, &amina));
  assert_int_equal(is_to_tell(world, SAM, AMINA), -1);
  assert_true(test_as(world, AMINA, test_address_is_right, NULL));
  assert_int_equal(count_mails(world), 0);
}

/* ---- by somebody ---- */

static void
whom_no_mail_reaches_somebody_tells_once(void **state)
{
  World *world = *state;
  const int joe = JOE;

  begin(world, "By telephone");
  assert_true(test_as(world, TOM, ask, NULL));
  assert_true(test_as(world, SAM, answer, &(Answer){ TOM, true }));
  assert_true(test_as(world, SAM, mark_told, &(int){ TOM }));
  assert_true(test_as(world, JOE, ask, NULL));
  assert_int_equal(is_to_tell(world, SAM, JOE), -1);
  assert_true(test_as(world, TOM, answer, &(Answer){ JOE, false }));
  assert_int_equal(is_to_tell(world, SAM, JOE), 0); /* whoever of the group comes to it first */
  assert_true(is_waiting_for(world, TOM));
  assert_false(is_waiting_for(world, SAM)); /* one person is asked */
  assert_true(test_as(world, SAM, mark_told, &joe));
  assert_int_equal(is_to_tell(world, SAM, JOE), -1);
  assert_false(is_waiting_for(world, TOM));

  Txn *txn = test_look(world);
  const LogAbout *entry = log_about(txn, world->arena, world->people[JOE], NULL, 0, 1);

  assert_string_equal(entry->kind, "group-answer-told");
  assert_true(entry->actor_id == world->people[SAM]);
  test_end_look(txn);

  /* Asks again before anybody rang: there is another answer to give first. */
  assert_true(test_as(world, JOE, ask, NULL));
  assert_true(test_as(world, TOM, answer, &(Answer){ JOE, false }));
  assert_true(test_as(world, JOE, ask, NULL));
  assert_int_equal(is_to_tell(world, TOM, JOE), -1);
  assert_false(is_waiting_for(world, TOM));
  assert_true(test_as(world, TOM, answer, &(Answer){ JOE, true }));
  assert_int_equal(is_to_tell(world, TOM, JOE), 1);
}

static void
nobody_is_told_of_who_keeps_apart(void **state)
{
  World *world = *state;
  const int joe = JOE;

  begin(world, "Apart");
  assert_true(test_as(world, TOM, ask, NULL));
  assert_true(test_as(world, SAM, answer, &(Answer){ TOM, true }));
  assert_true(test_as(world, JOE, ask, NULL));
  assert_true(test_as(world, SAM, answer, &(Answer){ JOE, false }));
  assert_true(test_as(world, TOM, keep_away, &joe));
  assert_int_equal(is_to_tell(world, TOM, JOE), -1);
  assert_int_equal(is_to_tell(world, SAM, JOE), 0);
}

static int
open_world(void **state)
{
  static const LogKind *const kinds[] = { people_log_kinds, safety_log_kinds, groups_log_kinds,
                                          notices_log_kinds, NULL };
  static const char *const further[] = { NULL };

  if (test_world_open_with(state, further, kinds) != 0)
    return -1;
  mails = g_dir_make_tmp("answers-XXXXXX", NULL);
  assert_non_null(mails);
  config = (MailConfig){ .folder = mails, .from = "table@river.example" };
  mail_set_config(&config);
  digest_set_kinds(join_answer_digest_kinds, NULL);
  people_set_reach_changed(digests_reach_changed);
  assert_true(test_as(*state, AMINA, reach_by_mail, "amina@place.example"));
  return 0;
}

static int
close_world(void **state)
{
  people_set_reach_changed(NULL);
  g_rmdir(mails);
  g_free(mails);
  return test_world_close(state);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_mail_tells_it_once_without_a_reason),
    cmocka_unit_test(it_says_what_holds_when_it_goes),
    cmocka_unit_test(who_wants_no_mail_is_not_rung),
    cmocka_unit_test(a_mail_that_comes_back_told_nothing),
    cmocka_unit_test(whom_no_mail_reaches_somebody_tells_once),
    cmocka_unit_test(nobody_is_told_of_who_keeps_apart),
  };

  return cmocka_run_group_tests(tests, open_world, close_world);
}
