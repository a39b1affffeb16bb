/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Ideas by mail on both engines (R94, indicator 8): a member's own address makes one, once; nobody
 * else's does; and since anybody can write an address into a mail, no name stands there and nobody
 * but organisers reads it until its author has said that it is theirs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "decisions/idea_heard.h"
#include "groups/test_world.h"
#include "notices/mail_in.h"
#include "notices/mail_kinds.h"
#include "notices/notices_data.h"
#include "notices/returns.h"
#include "people/kinds.h"
#include "people/people.h"
#include "safety/safety.h"

#include <string.h>

#define ADDRESS "dot@river.example"

enum { SAM, AMINA };

static int64_t dot_id; /* who writes mails */

typedef struct {
  const char *from, *subject, *words;
  const char *to;    /* NULL: the address for answers */
  const char *extra; /* one header more, or NULL */
  bool has_file;
  int number; /* of the mail: its Message-ID */
} Mail;

typedef struct {
  char *text;
  MailInResult result;
} Coming;

static bool
take(Txn *txn, const Act *act, void *data)
{
  Coming *coming = data;
  g_autoptr(Incoming) incoming =
      incoming_read(coming->text, strlen(coming->text), NULL, "somebody@river.example");

  assert_non_null(incoming);
  coming->result = mail_in_take(txn, act, incoming, coming->text, strlen(coming->text));
  return coming->result == MAIL_IN_TAKEN;
}

static MailInResult
bring(World *world, const Mail *mail)
{
  Act act = test_db_act(world->test, RIVERSIDE, 0);
  g_autofree char *body =
      mail->has_file
          ? g_strdup_printf(
                "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
                "Content-Type: text/plain\r\n\r\n%s\r\n--x\r\n"
                "Content-Type: image/png; name=a.png\r\n"
                "Content-Disposition: attachment; filename=a.png\r\n\r\nAAAA\r\n--x--\r\n",
                mail->words)
          : g_strdup_printf("Content-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n", mail->words);
  g_autofree char *text = g_strdup_printf(
      "From: <%s>\r\nTo: <%s>\r\nMessage-ID: <%d@place.example>\r\nSubject: %s\r\n%s"
      "MIME-Version: 1.0\r\n%s",
      mail->from, mail->to ? mail->to : "table@river.example", mail->number, mail->subject,
      mail->extra ? mail->extra : "", body);
  Coming coming = { .text = text };

  act.role = ACT_AS_PROGRAM;
  test_db_write(world->test, &act, take, &coming);
  return coming.result;
}

static const Idea *
ideas_of(World *world, Txn *txn, int64_t viewer_id, bool is_organiser, int64_t author_id)
{
  const IdeaViewer viewer = { viewer_id, clock_now_us(), is_organiser };

  return ideas_list(txn, world->arena, &viewer,
                    &(IdeaFilter){ .show = "all", .author_id = author_id }, 0, 50);
}

static int
count_ideas(World *world)
{
  Txn *txn = test_look(world);
  int count = 0;

  for (const Idea *idea = ideas_of(world, txn, dot_id, false, dot_id); idea->id; idea++)
    count++;
  test_end_look(txn);
  return count;
}

static Idea
newest(World *world, int64_t viewer_id, bool is_organiser)
{
  Txn *txn = test_look(world);
  const Idea idea = *ideas_of(world, txn, viewer_id, is_organiser, 0);

  test_end_look(txn);
  return idea;
}

static int
count_unplaced(World *world)
{
  Txn *txn = test_look(world);
  int count = 0;

  for (const UnplacedMail *mail = unplaced_list(txn, world->arena, 300); mail->id; mail++)
    count++;
  test_end_look(txn);
  return count;
}

static void
the_word_idea_begins_one(void **state)
{
  static const struct {
    const char *text, *follows;
  } rows[] = {
    { "Idea: a bench", "a bench" },   { "  IDEA - a bench", "a bench" },
    { "idea\n\nA bench", "A bench" }, { "Idea", "" },
    { "Ideas for the bench", NULL },  { "Re: Idea: a bench", NULL },
    { "A good idea", NULL },          { "", NULL },
    { "idea's end", NULL },           { "idealist", NULL },
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    const char *found = mail_text_idea(rows[i].text);

    if ((found == NULL) != (rows[i].follows == NULL))
      fail_msg("%s", rows[i].text);
    if (found)
      assert_string_equal(found, rows[i].follows);
  }
}

static void
a_mail_from_a_member_is_an_idea_of_theirs_once(void **state)
{
  World *world = *state;
  const Mail mail = { ADDRESS, "Idea: a bench", "By the bus stop.", .number = 1 };
  Mail again = mail;

  assert_int_equal(bring(world, &mail), MAIL_IN_TAKEN);
  assert_int_equal(bring(world, &mail), MAIL_IN_AGAIN);
  again.number = 2; /* sent once more */
  assert_int_equal(bring(world, &again), MAIL_IN_TAKEN);
  assert_int_equal(count_ideas(world), 1);
  assert_string_equal(newest(world, dot_id, false).words, "a bench\nBy the bus stop.");
  assert_int_equal(
      bring(world, &(Mail){ ADDRESS, "Hello", "idea - a lamp at the door", .number = 3 }),
      MAIL_IN_TAKEN);
  assert_string_equal(newest(world, dot_id, false).words, "a lamp at the door");
  assert_int_equal(count_ideas(world), 2);
  assert_int_equal(count_unplaced(world), 0);
}

static void
confirm(World *world, Txn *txn, const Act *act, const void *data)
{
  const IdeaViewer viewer = { act->member_id, act->at_us, true };
  const Idea *idea = ideas_find(txn, world->arena, *(const int64_t *)data, &viewer);

  if (idea)
    idea_heard_confirm(txn, act, idea, true, false);
}

static bool
confirm_as_dot(Txn *txn, const Act *act, void *data)
{
  confirm(data, txn, act, &(int64_t){ newest(data, dot_id, false).id });
  return !txn_trouble(txn);
}

/* Whoever sent it: From proves nothing. */
static void
nobody_reads_a_name_before_its_author_said_yes(void **state)
{
  World *world = *state;
  const Mail mail = { ADDRESS, "Idea", "A swing", .number = 10 };

  assert_int_equal(bring(world, &mail), MAIL_IN_TAKEN);

  const Idea own = newest(world, dot_id, false);
  const Idea organisers = newest(world, world->people[SAM], true);
  Txn *txn = test_look(world);

  assert_true(!own.is_theirs && own.is_own && idea_is_heard(&own));
  assert_true(test_first_waiting(txn, IDEAS_WAIT, dot_id, clock_now_us(), false, IDEA_NOTED) != 0);
  test_end_look(txn);
  assert_int_equal(organisers.id, own.id);
  assert_null(organisers.name);
  assert_int_equal(organisers.author_id, 0);
  assert_int_not_equal(newest(world, world->people[AMINA], false).id, own.id);
  assert_true(test_as(world, SAM, confirm, &own.id)); /* not theirs to say */
  assert_false(newest(world, dot_id, false).is_theirs);

  const Act act = test_db_act(world->test, RIVERSIDE, dot_id);

  assert_int_equal(test_db_write(world->test, &act, confirm_as_dot, world), WRITE_KEPT);

  const Idea after = newest(world, world->people[AMINA], false);

  assert_int_equal(after.id, own.id);
  assert_true(after.is_theirs && !after.is_nameless);
  assert_string_equal(after.name, "Dot Mere");
}

static void
what_is_no_members_idea_goes_where_it_went(void **state)
{
  World *world = *state;
  const int before = count_ideas(world), unplaced = count_unplaced(world);
  g_autofree char *long_words = g_strnfill(IDEA_WORDS_MAX + 1, 'a');

  bring(world, &(Mail){ "eve@elsewhere.example", "Idea: mine", "Give me the keys", .number = 20 });
  assert_int_equal(count_unplaced(world), unplaced + 1);
  bring(world, &(Mail){ ADDRESS, "Idea", "See the picture", .number = 21, .has_file = true });
  assert_int_equal(count_unplaced(world), unplaced + 2); /* the picture would be lost unseen */
  bring(world, &(Mail){ ADDRESS, "Idea", long_words, .number = 22 });
  assert_int_equal(count_unplaced(world), unplaced + 3);
  bring(world, &(Mail){ ADDRESS, "Idea: away", "I am away", .number = 23,
                        .extra = "Auto-Submitted: auto-replied\r\n" });
  assert_int_equal(count_unplaced(world), unplaced + 3); /* a program */
  bring(world, &(Mail){ ADDRESS, "Ideas", "We had many", .number = 24 });
  assert_int_equal(count_unplaced(world), unplaced + 4);
  assert_int_equal(count_ideas(world), before);
}

/* The token in it is another member's: an answer from a strange address, as ever. */
static bool
make_return(Txn *txn, const Act *act, void *data)
{
  World *world = data;

  returns_make(txn, act,
               &(Return){ .mail_id = 77,
                          .member_id = world->people[AMINA],
                          .kind = MAIL_KIND_PAPER,
                          .origin = "https://river.example" });
  return !txn_trouble(txn);
}

static void
an_answer_to_anothers_mail_is_no_idea(void **state)
{
  World *world = *state;
  const int before = count_ideas(world);
  Act act = test_db_act(world->test, RIVERSIDE, 0);
  char token[RETURN_TOKEN_SIZE];
  Txn *txn;

  act.role = ACT_AS_PROGRAM;
  assert_int_equal(test_db_write(world->test, &act, make_return, world), WRITE_KEPT);
  txn = test_look(world);
  assert_true(returns_find_token(txn, 77, token));
  test_end_look(txn);

  g_autofree char *to = g_strdup_printf("table+%s@river.example", token);

  assert_int_equal(bring(world, &(Mail){ ADDRESS, "Idea", "Hers, not mine", to, .number = 30 }),
                   MAIL_IN_TAKEN);
  assert_int_equal(count_ideas(world), before);
  txn = test_look(world);
  assert_true(mail_answers_count_open(txn) > 0);
  test_end_look(txn);
}

/* ---- on a slip ---- */

static void
enter_slip(World *world, Txn *txn, const Act *act, const void *data)
{
  bool is_new = false;

  (void)world;
  assert_int_not_equal(idea_heard(txn, act, dot_id, " Soup on Fridays ", "paper", &is_new), 0);
  assert_int_equal(is_new, *(const bool *)data);
}

static void
a_slip_says_whose_it_is_and_who_typed_it(void **state)
{
  World *world = *state;

  assert_true(test_as(world, SAM, enter_slip, &(bool){ true }));
  assert_true(test_as(world, AMINA, enter_slip, &(bool){ false })); /* typed in twice */

  const Idea idea = newest(world, dot_id, false);

  assert_string_equal(idea.words, "Soup on Fridays");
  assert_true(idea.is_own && !idea.is_theirs && idea_is_heard(&idea));
  assert_string_equal(idea.noted_name, "Sam Brook");
}

/* ---- by a supporter ---- */

static int64_t helped_id;

/* Sam acts for Amina: only their group reads it, and Sam is in none. */
static void
share_for_amina(World *world, Txn *txn, const Act *act, const void *data)
{
  const IdeaWish *wish = data;
  Act acting = *act;

  acting.on_behalf_of = world->people[AMINA];
  ideas_add(txn, &acting, wish, world->refusals, &helped_id);
}

static const Idea *
helped_seen_by(World *world, Txn *txn, int64_t viewer_id)
{
  return ideas_find(txn, world->arena, helped_id,
                    &(IdeaViewer){ viewer_id, clock_now_us(), false });
}

static void
what_a_supporter_shares_is_its_authors_and_says_who_helped(void **state)
{
  World *world = *state;
  IdeaWish wish = { .words = "A ramp", .for_name = "", .way = "page" };

  assert_true(test_as(world, SAM, share_for_amina, &wish));

  Txn *txn = test_look(world);
  const Idea *own = helped_seen_by(world, txn, world->people[AMINA]);

  assert_non_null(own);
  assert_true(own->is_own && own->is_theirs);
  assert_string_equal(own->helped_name, test_names[SAM]);
  assert_null(own->noted_name);
  assert_null(helped_seen_by(world, txn, world->people[SAM])); /* it opens nothing to them */
  assert_int_equal(ideas_of(world, txn, world->people[SAM], false, world->people[SAM])->id, 0);
  test_end_look(txn);

  wish.is_for_all = true;
  assert_true(test_as(world, SAM, share_for_amina, &wish));
  txn = test_look(world);
  assert_string_equal(helped_seen_by(world, txn, dot_id)->helped_name, test_names[SAM]);
  test_end_look(txn);
  wish.is_nameless = true;
  assert_true(test_as(world, SAM, share_for_amina, &wish));
  txn = test_look(world);
  assert_null(helped_seen_by(world, txn, dot_id)->name);
  assert_null(helped_seen_by(world, txn, dot_id)->helped_name); /* would say whose it is */
  test_end_look(txn);
}

static void
add_dot(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  people_add(txn, act, &(Member){ .name = "Dot Mere", .reach = REACH_EMAIL, .contact = ADDRESS },
             world->refusals, &dot_id);
}

static int
open_world(void **state)
{
  static const LogKind *const kinds[] = { people_log_kinds,    safety_log_kinds,  groups_log_kinds,
                                          decisions_log_kinds, notices_log_kinds, NULL };

  test_world_above = "decisions";
  if (test_world_open(state) != 0)
    return -1;
  log_set_kinds(kinds);
  mail_in_set_idea_taker(idea_heard_by_mail);
  assert_true(test_as(*state, -1, add_dot, NULL));
  return 0;
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_word_idea_begins_one),
    cmocka_unit_test(a_mail_from_a_member_is_an_idea_of_theirs_once),
    cmocka_unit_test(nobody_reads_a_name_before_its_author_said_yes),
    cmocka_unit_test(what_is_no_members_idea_goes_where_it_went),
    cmocka_unit_test(an_answer_to_anothers_mail_is_no_idea),
    cmocka_unit_test(a_slip_says_whose_it_is_and_who_typed_it),
    cmocka_unit_test(what_a_supporter_shares_is_its_authors_and_says_who_helped),
  };

  return cmocka_run_group_tests(tests, open_world, test_world_close);
}
