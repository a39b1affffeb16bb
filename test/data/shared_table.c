/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A random history of a group, for a test: who came to its meetings, what they asked for and said.
 */
#include "data/shared_table.h"

#include "base/clock.h"
#include "groups/places.h"
#include "groups/test_group.h"
#include "groups/texts.h"
#include "meetings/feedback.h"
#include "meetings/minutes.h"
#include "people/people.h"

enum {
  MEETINGS = 24,
  ITEMS = 3,
  DAYS_MOST = 500,
  SAID_MOST = 30,
  LIVED_DAYS = 500, /* the group began so long ago */
  CHANGES_MOST = 7, /* of one person's role */
};

static bool
by_chance(int in)
{
  return g_random_int_range(0, in) == 0;
}

static Act
as(const Act *act, int64_t member_id)
{
  Act own = *act;

  own.member_id = member_id;
  return own;
}

/* They call themselves somebody else now and then, sometimes to put right what they have just said;
 * some leave and come back. */
static void
change_roles(SharedTable *table, Txn *txn, const Act *joined, const char *const *roles, int count)
{
  Act own = *joined;

  for (int i = g_random_int_range(0, CHANGES_MOST); i > 0; i--) {
    const char *role = roles[g_random_int_range(0, count)];

    own.at_us += by_chance(3) ? US_PER_HOUR : g_random_int_range(2, 100) * US_PER_DAY;
    if (by_chance(4)) {
      places_leave(txn, &own, table->group_id);
      own.at_us += US_PER_DAY;
      places_join(txn, &own, table->group_id,
                  &(JoinWish){ .role = role,
                               .is_shown = *role != '\0',
                               .words = "",
                               .offer_id = offers_newest(txn, table->arena, table->group_id)->id },
                  table->refusals);
    } else
      places_set_role(txn, &own, table->group_id, role, *role != '\0', table->refusals);
  }
}

/* Somebody else writes down for them what they are: the one who notes who comes, or another. */
static void
write_down(SharedTable *table, Txn *txn, const Act *then, int who, const char *role)
{
  const Act writer = as(then, table->people[g_random_int_range(0, 2)]);
  g_autofree char *name = g_strdup_printf("Person %d", who);

  places_join_for(
      txn, &writer, table->group_id,
      &(HeardWish){ .name = name,
                    .way = "telephone",
                    .wish = { .role = role,
                              .is_shown = *role && by_chance(2),
                              .words = "",
                              .offer_id = offers_newest(txn, table->arena, table->group_id)->id } },
      table->refusals);
}

static void
gather(SharedTable *table, Txn *txn, const Act *act)
{
  static const char *const roles[] = { "uses-services", "family-carer",      "neighbour",
                                       "manager",       "front-line-worker", "" };

  for (int i = 0; i < TABLE_PEOPLE; i++) {
    g_autofree char *name = g_strdup_printf("Person %d", i);

    people_add(txn, act, &(Member){ .name = name, .reach = REACH_IN_PERSON, .contact = "" },
               table->refusals, &table->people[i]);
  }

  Act first = as(act, table->people[0]);

  first.at_us -= LIVED_DAYS * US_PER_DAY;
  table->group_id = test_group_start(txn, &first, "Counted twice", true, true, table->refusals);
  for (int i = 0; i < TABLE_PEOPLE; i++) {
    Act own = as(act, table->people[i]);
    const char *role = i < 3 ? roles[0] : roles[g_random_int_range(0, G_N_ELEMENTS(roles))];

    own.at_us = first.at_us;
    if (i >= 3 && by_chance(2)) {
      write_down(table, txn, &own, i, by_chance(2) ? "uses-services" : "manager");
      if (by_chance(3))
        change_roles(table, txn, &own, roles, (int)G_N_ELEMENTS(roles));
      continue;
    }
    if (i > 0)
      places_join(txn, &own, table->group_id,
                  &(JoinWish){ .role = "",
                               .words = "",
                               .offer_id = offers_newest(txn, table->arena, table->group_id)->id },
                  table->refusals);
    places_set_role(txn, &own, table->group_id, role, *role != '\0', table->refusals);
    if (i >= 3)
      change_roles(table, txn, &own, roles, (int)G_N_ELEMENTS(roles));
  }
}

static void
talk(SharedTable *table, Txn *txn, const Act *act, const Meeting *meeting)
{
  for (int i = 0; i < ITEMS; i++) {
    const int who = g_random_int_range(0, TABLE_PEOPLE),
              writer = g_random_int_range(0, TABLE_PEOPLE);
    const Act by = as(act, table->people[writer]), asker = as(act, table->people[who]);

    agenda_add(txn, &by, meeting,
               &(AgendaWish){
                   .title = "The bus", .why = "", .asked_by = asker.member_id, .way = "telephone" },
               table->refusals);

    const AgendaItem *item = &agenda_find(txn, table->arena, meeting)->items[i + 1];

    if (by_chance(2))
      agenda_confirm(txn, &asker, item, !by_chance(3));
    if (!by_chance(3))
      minutes_write(
          txn, &by, meeting,
          &(MinutesWish){
              .item_id = item->id, .is_not_reached = by_chance(3), .said = "Much", .decided = "" },
          table->refusals);
  }
  if (by_chance(2)) {
    const Act leads = as(act, table->people[g_random_int_range(0, TABLE_PEOPLE)]);

    agenda_facilitate(txn, &leads, meeting, "", table->refusals);
  }
}

static void
meet_once(SharedTable *table, Txn *txn, const Act *act)
{
  const Act by = as(act, table->people[0]);
  const MeetingWish wish = { .title = "At the table",
                             .about = "",
                             .breaks = "",
                             .online = "",
                             .dial_in = "",
                             .kind = (MeetingKind)g_random_int_range(0, 3) };
  const int64_t starts_at_us = act->at_us - g_random_int_range(1, DAYS_MOST) * US_PER_DAY;
  const int64_t ends_at_us = by_chance(3) ? 0 : starts_at_us + 2 * US_PER_HOUR;
  int64_t id = 0, came[TABLE_PEOPLE];
  int count = 0;

  if (by_chance(2)) {
    const MeetingTimes times = { 1, { starts_at_us }, { ends_at_us } };
    Act before = by;

    before.at_us = starts_at_us - US_PER_DAY;
    meetings_call(txn, &before, table->group_id, &wish, &times, table->refusals, &id);
  } else {
    meetings_write_down(txn, &by, table->group_id, &wish, starts_at_us, ends_at_us, table->refusals,
                        &id);
  }

  const Meeting *meeting = meetings_find(txn, table->arena, table->group_id, id);

  for (int i = 0; i < TABLE_PEOPLE; i++)
    if (!by_chance(3))
      came[count++] = table->people[i];
  if (!by_chance(5))
    minutes_set_present(txn, &by, meeting, came, count,
                        &(Minutes){ .others_use = g_random_int_range(0, 3),
                                    .others_work = g_random_int_range(0, 3),
                                    .others_else = g_random_int_range(0, 2),
                                    .absent = "" },
                        table->refusals);
  if (!by_chance(4))
    talk(table, txn, act, meeting);
  for (int i = g_random_int_range(0, SAID_MOST); i > 0; i--)
    feedback_give(txn, &by, &(FeedbackAsk){ .meeting_id = id, .group_id = table->group_id },
                  &(FeedbackAnswer){ .side = FEEDBACK_CARER, /* so it is told of all only */
                                     .faces = { -1, g_random_int_range(0, FACE_COUNT), -1 } });
}

bool
shared_table_live(Txn *txn, const Act *act, void *data)
{
  SharedTable *table = data;

  table->now_us = act->at_us;
  gather(table, txn, act);
  for (int i = 0; i < MEETINGS; i++)
    meet_once(table, txn, act);
  if (refusals_count(table->refusals) > 0)
    g_error("refused: %s", refusals_nth(table->refusals, 0)->message);
  return !txn_trouble(txn);
}
