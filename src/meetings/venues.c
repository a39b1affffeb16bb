/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Places where groups meet. */
#include "meetings/venues.h"

#include "base/text.h"
#include "lang/lang.h"
#include "log/log.h"
#include "meetings/rules.h"

#include <string.h>

const VenueFact venue_facts[] = {
  { "step-free", N_("Step-free"), N_("There are steps"), "accessible" },
  { "lift", N_("Lift"), N_("No lift"), "lift" },
  { "toilet", N_("Accessible toilet"), N_("No accessible toilet"), "toilet" },
  { "changing", N_("Changing place with a hoist"), N_("No changing place with a hoist"), "toilet" },
  { "loop", N_("Hearing loop"), N_("No hearing loop"), "hearing-aid" },
  { "quiet", N_("Quiet room"), N_("No quiet room"), "headphones" },
  { "parking", N_("Blue badge parking"), N_("No blue badge parking"), "parking" },
  { "bus", N_("Bus stop near the door"), N_("No bus stop near the door"), "bus" },
  { NULL, NULL, NULL, NULL },
};

const Choice venue_has_choices[] = {
  { .value = "step-free", .label = N_("Step-free, from the street to the room") },
  { .value = "lift", .label = N_("Lift") },
  { .value = "toilet", .label = N_("Accessible toilet") },
  { .value = "changing", .label = N_("Changing place with a hoist") },
  { .value = "loop", .label = N_("Hearing loop") },
  { .value = "quiet", .label = N_("Quiet room") },
  { .value = "parking", .label = N_("Blue badge parking") },
  { .value = "bus", .label = N_("Bus stop near the door") },
  { .value = NULL },
};

const Choice venue_has_not_choices[] = {
  { .value = "step-free", .label = N_("There are steps") },
  { .value = "lift", .label = N_("No lift") },
  { .value = "toilet", .label = N_("No accessible toilet") },
  { .value = "changing", .label = N_("No changing place with a hoist") },
  { .value = "loop", .label = N_("No hearing loop") },
  { .value = "quiet", .label = N_("No quiet room") },
  { .value = "parking", .label = N_("No blue badge parking") },
  { .value = "bus", .label = N_("No bus stop near the door") },
  { .value = NULL },
};

/* ---- finding ---- */

/* Whether the code is one of those with commas between. */
static bool
list_has(const char *list, const char *code)
{
  const size_t len = strlen(code);

  for (const char *at = list; (at = strstr(at, code)); at += len)
    if ((at == list || at[-1] == ',') && (at[len] == ',' || !at[len]))
      return true;
  return false;
}

FactState
venue_fact(const Venue *venue, const char *code)
{
  if (list_has(venue->has, code))
    return FACT_YES;
  return list_has(venue->has_not, code) ? FACT_NO : FACT_NOT_KNOWN;
}

#define VENUE_COLUMNS                                                               \
  "SELECT id, group_id, name, address, words, has, has_not, changed_at_us, seen_by" \
  " FROM meeting_place WHERE community_id = ?1 AND (group_id = ?2 OR seen_by = 'all')"

static Venue
read_venue(Query *q, Arena *arena)
{
  return (Venue){ .id = col_int(q, 0),
                  .group_id = col_int(q, 1),
                  .name = arena_text(arena, col_text(q, 2)),
                  .address = arena_text(arena, col_text(q, 3)),
                  .words = arena_text(arena, col_text(q, 4)),
                  .has = arena_text(arena, col_text(q, 5)),
                  .has_not = arena_text(arena, col_text(q, 6)),
                  .changed_at_us = col_int(q, 7),
                  .is_for_all = strcmp(col_text(q, 8), "all") == 0 };
}

const Venue *
venues_find(Txn *txn, Arena *arena, int64_t group_id, int64_t venue_id)
{
  g_autoptr(Query) q = db_query(txn, VENUE_COLUMNS " AND id = ?3");

  bind_int(q, 2, group_id);
  bind_int(q, 3, venue_id);
  if (!query_next(q))
    return NULL;

  Venue *found = arena_new_of(arena, Venue, 1);

  *found = read_venue(q, arena);
  return found;
}

const Venue *
venues_list(Txn *txn, Arena *arena, int64_t group_id)
{
  Venue *list = arena_new_of(arena, Venue, VENUES_MAX + 1);
  int count = 0;
  g_autoptr(Query) q = db_query(txn, VENUE_COLUMNS " ORDER BY sort_key, id LIMIT ?3");

  bind_int(q, 2, group_id);
  bind_int(q, 3, VENUES_MAX);
  while (count < VENUES_MAX && query_next(q))
    list[count++] = read_venue(q, arena);
  return list;
}

/* ---- writing ---- */

static void
check_venue(const Venue *venue, Refusals *refusals)
{
  if (!*venue->name)
    refuse(refusals, "name", N_("Give the place a name"));
  else if (text_length(venue->name) > VENUE_NAME_MAX)
    refuse(refusals, "name", N_("Make the name shorter: 120 letters at most"));
  if (text_length(venue->address) > VENUE_WORDS_MAX)
    refuse(refusals, "address", N_("Make it shorter: 1,000 letters at most"));
  if (text_length(venue->words) > VENUE_WORDS_MAX)
    refuse(refusals, "way", N_("Make it shorter: 1,000 letters at most"));
  for (const VenueFact *fact = venue_facts; fact->code; fact++)
    if (list_has(venue->has, fact->code) && list_has(venue->has_not, fact->code)) {
      refuse(refusals, "has_not", N_("One thing is ticked as there and as not there"));
      break;
    }
}

static void
bind_venue(Query *q, const Act *act, const Venue *venue, const char *sort_key)
{
  bind_text(q, 3, venue->is_for_all ? "all" : "group");
  bind_text(q, 4, venue->name);
  bind_text(q, 5, sort_key);
  bind_text(q, 6, venue->address);
  bind_text(q, 7, venue->words);
  bind_text(q, 8, venue->has);
  bind_text(q, 9, venue->has_not);
  bind_int(q, 10, act->member_id);
  bind_int(q, 11, act->at_us);
}

void
venues_add(Txn *txn, const Act *act, const Venue *venue, Refusals *refusals, int64_t *ret_id)
{
  check_venue(venue, refusals);
  if (refusals_count(refusals) > 0)
    return;

  g_autofree char *sort_key = text_sort_key(venue->name);
  const int64_t id = act_new_id(act);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO meeting_place (community_id, id, seen_by, name,"
                " sort_key, address, words, has, has_not, made_by, changed_by,"
                " changed_at_us, group_id)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?11, ?12)");

  bind_int(q, 2, id);
  bind_venue(q, act, venue, sort_key);
  bind_int(q, 12, venue->group_id);
  query_run(q);
  meeting_note(txn, act, "meeting-place-added", id);
  *ret_id = id;
}

void
venues_change(Txn *txn, const Act *act, const Venue *venue, Refusals *refusals)
{
  check_venue(venue, refusals);
  if (refusals_count(refusals) > 0)
    return;

  g_autofree char *sort_key = text_sort_key(venue->name);
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE meeting_place SET seen_by = ?3, name = ?4, sort_key = ?5,"
                                 " address = ?6, words = ?7, has = ?8, has_not = ?9,"
                                 " changed_by = ?10, changed_at_us = ?11"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, venue->id);
  bind_venue(q, act, venue, sort_key);
  query_run(q);
  meeting_note(txn, act, "meeting-place-changed", venue->id);
}
