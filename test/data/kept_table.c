/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A random history of a group, for a test: what people needed, what was promised, thanked for and
 * said it would be done. Of things of one kind some are in time, some late, some never come. */
#include "data/kept_table.h"

#include "base/clock.h"
#include "decisions/idea_answers.h"
#include "decisions/levels.h"
#include "decisions/told.h"
#include "groups/places.h"
#include "groups/test_group.h"
#include "groups/texts.h"
#include "meetings/actions.h"
#include "meetings/came.h"
#include "meetings/needs.h"
#include "people/people.h"
#include "resources/test_claim.h"
#include "resources/thanks.h"

#include <string.h>

enum {
  MEETINGS = 16,
  THINGS = 30, /* ideas, actions, decisions: so many each */
  DAYS_MOST = 420,
  LIVED_DAYS = 500,
  OFFERED_DAYS = 120, /* since then the group offers money in writing */
  LATE_DAYS = 45,     /* the latest that something is done after its time */
  CALLED_DAYS = 20,
};

static bool
by_chance(int in)
{
  return g_random_int_range(0, in) == 0;
}

static Act
as(const SharedTable *table, const Act *act, int who, int64_t at_us)
{
  Act own = *act;

  own.member_id = table->people[who];
  own.at_us = MIN(at_us, table->now_us);
  return own;
}

static int64_t
any_moment(const SharedTable *table, int least_days)
{
  return table->now_us - g_random_int_range(least_days, DAYS_MOST) * US_PER_DAY +
         g_random_int_range(0, 12) * US_PER_HOUR;
}

static int64_t
some_days_after(int64_t at_us)
{
  return at_us + g_random_int_range(0, LATE_DAYS) * US_PER_DAY + US_PER_HOUR;
}

static CostViewer
treasurer(const SharedTable *table)
{
  return (CostViewer){ table->people[0], true };
}

/* Some join by themselves, for some the first one or the second writes it down. */
static void
join(SharedTable *table, Txn *txn, const Act *act, int who, const char *name, int64_t at_us)
{
  static const char *const roles[] = { "uses-services", "front-line-worker", "manager", "neighbour",
                                       "" };
  const char *role = roles[g_random_int_range(0, G_N_ELEMENTS(roles))];
  const JoinWish wish = { .role = role,
                          .is_shown = *role && by_chance(2),
                          .words = "",
                          .offer_id = offers_newest(txn, table->arena, table->group_id)->id };

  if (who == 1 || by_chance(2)) {
    const Act own = as(table, act, who, at_us);

    places_join(txn, &own, table->group_id, &wish, table->refusals);
  } else {
    const Act writer = as(table, act, g_random_int_range(0, 2), at_us);

    places_join_for(txn, &writer, table->group_id,
                    &(HeardWish){ .name = name, .way = "telephone", .wish = wish },
                    table->refusals);
  }
  if (by_chance(3)) { /* says it themself, or what is right */
    const Act own = as(table, act, who, at_us + g_random_int_range(1, 200) * US_PER_DAY);

    places_set_role(txn, &own, table->group_id, by_chance(2) ? role : roles[0], false,
                    table->refusals);
  }
}

static void
gather(SharedTable *table, Txn *txn, const Act *act)
{
  const int64_t begun_us = table->now_us - LIVED_DAYS * US_PER_DAY;
  Act first, later;

  for (int i = 0; i < TABLE_PEOPLE; i++) {
    g_autofree char *name = g_strdup_printf("Keeper %d", i);

    people_add(txn, act, &(Member){ .name = name, .reach = REACH_IN_PERSON, .contact = "" },
               table->refusals, &table->people[i]);
  }
  first = as(table, act, 0, begun_us);
  later = as(table, act, 0, table->now_us - OFFERED_DAYS * US_PER_DAY);
  table->group_id = test_group_start(txn, &first, "Kept twice", true, true, table->refusals);
  for (int i = 1; i < TABLE_PEOPLE; i++) {
    g_autofree char *name = g_strdup_printf("Keeper %d", i);

    join(table, txn, act, i, name, begun_us + US_PER_DAY);
  }
  offers_set(txn, &later, table->group_id, "expenses,payment", "", table->refusals);
}

/* ---- meetings ---- */

static const Meeting *
meeting_now(SharedTable *table, Txn *txn, int64_t id)
{
  return meetings_find(txn, table->arena, table->group_id, id);
}

static const Meeting *
meet(SharedTable *table, Txn *txn, const Act *act, MeetingKind kind)
{
  const MeetingWish wish = {
    .title = "At the table", .about = "", .breaks = "", .online = "", .dial_in = "", .kind = kind
  };
  const int64_t starts_at_us = any_moment(table, 1);
  const int64_t ends_at_us = by_chance(3) ? 0 : starts_at_us + 2 * US_PER_HOUR;
  const Act caller = as(table, act, 0, starts_at_us - CALLED_DAYS * US_PER_DAY);
  const Act writer = as(table, act, 1, table->now_us);
  int64_t id = 0;

  if (by_chance(3))
    meetings_write_down(txn, &writer, table->group_id, &wish, starts_at_us, ends_at_us,
                        table->refusals, &id);
  else
    meetings_call(txn, &caller, table->group_id, &wish,
                  &(MeetingTimes){ 1, { starts_at_us }, { ends_at_us } }, table->refusals, &id);
  return meeting_now(table, txn, id);
}

static void
need(SharedTable *table, Txn *txn, const Act *act, const Meeting *meeting)
{
  for (int who = 0; who < TABLE_PEOPLE; who++) {
    const Act own = as(table, act, who, meeting->starts_at_us - US_PER_DAY);

    if (by_chance(2))
      continue;
    meeting_needs_say(txn, &own, meeting, own.member_id,
                      &(HelpWish){ .kinds = (unsigned)g_random_int_range(1, 16), .words = "" });
    if (by_chance(5)) /* not needed after all, or not all of it */
      meeting_needs_say(txn, &own, meeting, own.member_id, &(HelpWish){ .kinds = 1, .words = "" });
  }
}

static void
say_what_they_had(SharedTable *table, Txn *txn, const Act *act, const Meeting *meeting)
{
  if (!meeting_took_place(txn, meeting))
    return;
  for (int who = 0; who < TABLE_PEOPLE; who++) {
    const Act own = as(table, act, who, meeting->starts_at_us + US_PER_DAY);
    HelpHad had[HELP_KINDS_MOST];

    for (int i = 0; i < HELP_KINDS_MOST; i++)
      had[i] = by_chance(2) ? HAD_YES : (HelpHad)g_random_int_range(0, HAD_COUNT);
    if (!by_chance(3))
      meeting_needs_had(txn, &own, meeting, had, table->refusals);
  }
}

static bool
come(SharedTable *table, Txn *txn, const Act *act, const Meeting *meeting,
     bool came[static TABLE_PEOPLE])
{
  const Act by = as(table, act, g_random_int_range(0, 2), meeting->starts_at_us + US_PER_HOUR);
  int64_t members[TABLE_PEOPLE];
  int count = 0;

  for (int i = 0; i < TABLE_PEOPLE; i++) {
    came[i] = !by_chance(3);
    if (came[i])
      members[count++] = table->people[i];
  }
  if (by_chance(6)) { /* by number only */
    memset(came, 0, sizeof(bool) * TABLE_PEOPLE);
    count = 0;
  }
  if (by_chance(6)) { /* nobody noted it */
    memset(came, 0, sizeof(bool) * TABLE_PEOPLE);
    return false;
  }
  minutes_set_present(txn, &by, meeting, members, count,
                      &(Minutes){ .others_use = g_random_int_range(0, 3), .absent = "" },
                      table->refusals);
  return true;
}

/* Fares, and a thank-you where one is offered. */
static void
thank(SharedTable *table, Txn *txn, const Act *act, const Meeting *meeting, int who)
{
  const CostViewer viewer = treasurer(table);
  const Act own = as(table, act, who, meeting->starts_at_us + US_PER_DAY);
  const Act pays = as(table, act, 0, some_days_after(own.at_us));

  if (by_chance(2)) {
    const int64_t id = test_claim_fare(txn, &own, meeting, own.member_id,
                                       300 + g_random_int_range(0, 200), "Bus", table->refusals);

    if (who > 0 && !by_chance(4)) {
      claims_agree(txn, &pays, &viewer, claims_find(txn, table->arena, id, &viewer), 300, "So far",
                   table->refusals);
      if (!by_chance(4))
        claims_pay(txn, &pays, &viewer, claims_find(txn, table->arena, id, &viewer), "cash",
                   table->refusals);
    }
  }
  if (fees_find(txn, table->arena, meeting).pence <= 0 || by_chance(3))
    return;

  const bool declines = by_chance(3);

  thanks_choose(txn, &own, meeting, declines ? THANKS_DECLINE : THANKS_TAKE, "", false,
                table->refusals);
  if (who > 0 && !declines && !by_chance(3))
    thanks_pay(txn, &pays, &viewer, meeting->id, own.member_id, "cash", table->refusals);
}

static void
meet_once(SharedTable *table, Txn *txn, const Act *act)
{
  const Meeting *meeting = meet(table, txn, act, (MeetingKind)g_random_int_range(0, 3));
  const CostViewer viewer = treasurer(table);
  const Act by = as(table, act, 0, meeting->starts_at_us + 3 * US_PER_HOUR);
  bool came[TABLE_PEOPLE];

  need(table, txn, act, meeting);
  if (by_chance(2))
    fees_set(txn, &by, &viewer, meeting, false, 1500, "Two hours", table->refusals);
  come(table, txn, act, meeting, came);
  for (int who = 0; who < TABLE_PEOPLE; who++)
    if (came[who])
      thank(table, txn, act, meeting, who);
  if (meeting->state == MEETING_CALLED && by_chance(3))
    meetings_call_off(txn, &by, meeting, "The heating broke", table->refusals);
  say_what_they_had(table, txn, act, meeting_now(table, txn, meeting->id));
}

/* ---- what was promised ---- */

static void
have_idea(SharedTable *table, Txn *txn, const Act *act)
{
  const int who = g_random_int_range(0, TABLE_PEOPLE);
  const Act own = as(table, act, who, any_moment(table, 1));
  const Act other = as(table, act, who == 0, some_days_after(own.at_us));
  const IdeaViewer viewer = { other.member_id, other.at_us, false };
  int64_t id = 0;

  ideas_add(txn, &own,
            &(IdeaWish){ .group_id = table->group_id,
                         .words = "A bench",
                         .is_for_all = true,
                         .for_name = "",
                         .way = "page" },
            table->refusals, &id);
  if (by_chance(5))
    ideas_take_back(txn, &own, ideas_find(txn, table->arena, id, &viewer));
  else if (!by_chance(3)) {
    idea_take_on(txn, &other, ideas_find(txn, table->arena, id, &viewer));
    idea_answer(txn, &other, ideas_find(txn, table->arena, id, &viewer),
                &(IdeaAnswerWish){ .outcome = IDEA_ADOPTED, .because = "It is good" }, "",
                table->refusals);
  }
}

static void
do_something(SharedTable *table, Txn *txn, const Act *act, int64_t meeting_id)
{
  const Act own = as(table, act, g_random_int_range(0, TABLE_PEOPLE), any_moment(table, 1));
  const Act then = as(table, act, 0, some_days_after(own.at_us));
  int64_t id = 0;

  actions_add(txn, &own, table->group_id,
              &(ActionWish){ .words = "Ask for a bus",
                             .due_us = own.at_us + g_random_int_range(1, 40) * US_PER_DAY,
                             .owner_id = own.member_id,
                             .yes_by = "",
                             .outside = "",
                             .meeting_id = by_chance(4) ? 0 : meeting_id },
              table->refusals, &id);
  if (!by_chance(4))
    actions_tell(txn, &then, actions_find(txn, table->arena, table->group_id, id),
                 &(ActionTold){ .state = by_chance(4) ? ACTION_DROPPED : ACTION_DONE,
                                .why = "So it went",
                                .way = "page" },
                 table->refusals);
}

/* A question, with something promised or with other words; NULL: nothing was announced. */
static const Decision *
announced(SharedTable *table, Txn *txn, const Act *own)
{
  const Level level = (Level)g_random_int_range(LEVEL_NONE, LEVEL_COUNT);
  const PromiseWish later = { LEVEL_COERCION, "", "There is no time" };
  int64_t id = 0;

  if (by_chance(6))
    return NULL;
  decisions_announce(txn, own, table->group_id, "A bench?",
                     &(PromiseWish){ level, level == LEVEL_NONE ? "We tell you" : "", "" },
                     table->refusals, &id);
  if (by_chance(4))
    decisions_promise(txn, own, decisions_find(txn, table->arena, table->group_id, id), &later,
                      table->refusals);
  return decisions_find(txn, table->arena, table->group_id, id);
}

/* Some or all of them say how far they took part, soon enough. */
static void
say_how_far(SharedTable *table, Txn *txn, const Act *own, int64_t decision_id)
{
  const Decision *decision = decisions_find(txn, table->arena, table->group_id, decision_id);

  for (int who = 0; who < TABLE_PEOPLE; who++) {
    Act theirs = *own;

    theirs.member_id = table->people[who];
    if (!by_chance(4) && levels_may_say(txn, decision, theirs.member_id, theirs.at_us))
      levels_say(txn, &theirs, decision, (Level)g_random_int_range(LEVEL_COERCION, LEVEL_COUNT),
                 table->refusals);
  }
}

static void
decide(SharedTable *table, Txn *txn, const Act *act)
{
  const Act own = as(table, act, g_random_int_range(0, TABLE_PEOPLE), any_moment(table, 1));
  const int64_t told_us = own.at_us + g_random_int_range(0, 12) * US_PER_DAY;
  const bool is_late = by_chance(3);
  int64_t id = 0;

  decisions_write(txn, &own, table->group_id, announced(table, txn, &own),
                  &(DecisionWish){ .what = "A bench",
                                   .why = "To rest",
                                   .do_good = "",
                                   .do_bad = "",
                                   .not_good = "",
                                   .not_bad = "",
                                   .body = "",
                                   .decided_by = BY_GROUP,
                                   .decided_us = own.at_us },
                  "", table->refusals, &id);
  for (int who = 0; who < TABLE_PEOPLE; who++) {
    const Act teller = as(table, act, 0, told_us + (is_late ? LATE_DAYS * US_PER_DAY : 0));

    if (!by_chance(20))
      decision_mark_told(txn, &teller, id, table->people[who]);
  }
  if (!by_chance(4))
    say_how_far(table, txn, &own, id);
}

bool
kept_table_live(Txn *txn, const Act *act, void *data)
{
  SharedTable *table = data;

  table->now_us = act->at_us;
  gather(table, txn, act);
  for (int i = 0; i < MEETINGS; i++)
    meet_once(table, txn, act);

  const Meeting *shared = meet(table, txn, act, MEETING_SHARED);

  for (int i = 0; i < THINGS; i++) {
    have_idea(table, txn, act);
    do_something(table, txn, act, shared->id);
    decide(table, txn, act);
  }
  if (refusals_count(table->refusals) > 0)
    g_error("refused: %s", refusals_nth(table->refusals, 0)->message);
  return !txn_trouble(txn);
}
