/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sides with their time. What a row holds is one sealed letter, so that its length tells nothing.
 * Who was in a group before sides were kept has no row: their role as it is counts, and the first
 * change writes down what was before it. */
#include "groups/side_history.h"

#include "base/clock.h"
#include "groups/rules.h"
#include "people/seal.h"

#include <string.h>

#define SIDE_PLACE "group_side.side"
#define ROLE_PLACE "group_member.role"

static const char letters[SIDE_COUNT][2] = {
  [SIDE_USES] = "u", [SIDE_CARER] = "c", [SIDE_NEIGHBOUR] = "n", [SIDE_PEER] = "p",
  [SIDE_WORK] = "w", [SIDE_OTHER] = "o", [SIDE_UNSAID] = "",
};

static Side
side_from_letter(const char *letter)
{
  for (int i = 0; i < SIDE_COUNT; i++)
    if (strcmp(letters[i], letter) == 0)
      return (Side)i;
  return SIDE_UNSAID;
}

/* ---- writing ---- */

typedef struct {
  bool is_there, is_in;
  Side side;
  int64_t heard_by, from_us;
} Kept;

static void
add_row(Txn *txn, const Act *act, int64_t group_id, int64_t member_id, const Kept *kept)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const int64_t id = act_new_id(act);
  size_t len = 0;
  const char *letter = letters[kept->side];
  const void *sealed =
      *letter ? seal_text(txn, arena, member_id, SIDE_PLACE, id, letter, &len) : NULL;
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO group_side (community_id, id, group_id, member_id, is_in, side,"
                " from_us, heard_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");

  bind_int(q, 2, id);
  bind_int(q, 3, group_id);
  bind_int(q, 4, member_id);
  bind_int(q, 5, kept->is_in);
  bind_blob(q, 6, sealed, len);
  bind_int(q, 7, kept->from_us);
  bind_int(q, 8, kept->heard_by);
  query_run(q);
}

static const char *
open_letter(Txn *txn, Arena *arena, Query *q, int64_t member_id, const char *place, int64_t row_id)
{
  size_t key_len = 0, len = 0;
  const void *key = col_blob(q, 0, &key_len);
  const void *sealed = col_blob(q, 1, &len);
  const char *text =
      len ? seal_open_with(txn, arena, key, key_len, member_id, place, row_id, sealed, len) : "";

  if (!text)
    txn_fail(txn, TROUBLE_DATABASE, "groups: a seal does not open; is this the right root key?");
  return text ? text : "";
}

static Kept
find_newest(Txn *txn, int64_t group_id, int64_t member_id)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  g_autoptr(Query) q =
      db_query(txn, "SELECT k.sealed, s.side, s.id, s.is_in, s.heard_by FROM group_side s"
                    " JOIN person_key k ON k.community_id = ?1 AND k.member_id = s.member_id"
                    " WHERE s.community_id = ?1 AND s.group_id = ?2 AND s.member_id = ?3"
                    " ORDER BY s.from_us DESC NULLS LAST, s.id DESC LIMIT 1");

  bind_int(q, 2, group_id);
  bind_int(q, 3, member_id);
  if (!query_next(q))
    return (Kept){ .is_there = false };
  return (Kept){
    .is_there = true,
    .is_in = col_int(q, 3) != 0,
    .heard_by = col_int(q, 4),
    .side = side_from_letter(open_letter(txn, arena, q, member_id, SIDE_PLACE, col_int(q, 2))),
  };
}

/* A row also when they begin to show it, or end that: from when on it is known, the newest row
 * says. And when they say themself what somebody had written down for them. */
void
group_side_note(Txn *txn, const Act *act, int64_t group_id, int64_t member_id,
                const SideChange *change)
{
  const Place *before = change->before;
  const Side side = change->is_in ? side_of_role(change->role) : SIDE_UNSAID;
  const bool was_shown = before && before->standing == GROUP_IN && *before->shown_role;
  Kept newest = find_newest(txn, group_id, member_id);

  if (!newest.is_there && before &&
      (before->standing == GROUP_IN || before->standing == GROUP_LEFT)) {
    newest = (Kept){ true, before->standing == GROUP_IN, side_of_role(before->role),
                     before->entered_by, before->since_us };
    add_row(txn, act, group_id, member_id, &newest);
  }
  if (!newest.is_there || newest.is_in != change->is_in || newest.side != side ||
      was_shown != change->is_shown || newest.heard_by != change->heard_by)
    add_row(txn, act, group_id, member_id,
            &(Kept){ true, change->is_in, side, change->heard_by, act->at_us });
}

/* ---- reading ---- */

typedef struct Row Row;
struct Row {
  Row *later; /* of the same person; NULL: the newest */
  int64_t from_us;
  int64_t heard_by; /* who wrote it down and is not borne out; 0: it counts */
  Side side;
  bool is_in;
};

typedef struct {
  int64_t member_id;
  Row *first, *last;  /* NULL: from before sides were kept */
  int64_t since_us;   /* as they are now */
  int64_t changed_us; /* what they are, or show, changed last */
  Side side;
  bool is_in, is_shown;
} Person;

struct SideHistory {
  Arena *arena;
  Person *people;
  int count;
  bool has_heard;
};

static int
order_of_people(const void *a, const void *b)
{
  const int64_t one = ((const Person *)a)->member_id, other = ((const Person *)b)->member_id;

  return (one > other) - (one < other);
}

static Person *
find_person(const SideHistory *history, int64_t member_id)
{
  const Person wanted = { .member_id = member_id };

  return history->count == 0 ? NULL
                             : bsearch(&wanted, history->people, (size_t)history->count,
                                       sizeof(Person), order_of_people);
}

/* Rows of a person come in their order in time. What was said less than a day before is put right:
 * the later row takes its place. But for showing it there is no putting right. Who says themself
 * what stands there bears it out from its start. */
static void
add_to_person(SideHistory *history, Person *person, const Row *next)
{
  Row *last = person->last;

  person->changed_us = next->from_us;
  history->has_heard = history->has_heard || next->heard_by;
  if (last && last->is_in == next->is_in && last->side == next->side) {
    last->heard_by = next->heard_by ? last->heard_by : 0;
    return;
  }
  if (last && last->is_in && next->is_in &&
      next->from_us - last->from_us < SIDE_PUT_RIGHT_HOURS * US_PER_HOUR) {
    last->side = next->side;
    last->heard_by = next->heard_by;
    return;
  }

  Row *row = arena_new_of(history->arena, Row, 1);

  *row = *next;
  if (last)
    last->later = row;
  else
    person->first = row;
  person->last = row;
}

/* The people first, by their ids, then what is kept of each. */
#define READ_SIDES                                                                              \
  "SELECT k.sealed, g.role, 0, g.member_id, g.id, g.since_us,"                                  \
  " CASE WHEN g.state = 'in' THEN 1 ELSE 0 END,"                                                \
  " CASE WHEN g.shown_role <> '' THEN 1 ELSE 0 END, 0 FROM group_member g"                      \
  " JOIN person_key k ON k.community_id = ?1 AND k.member_id = g.member_id"                     \
  " WHERE g.community_id = ?1 AND g.group_id = ?2 AND g.state IN ('in', 'left')"                \
  " UNION ALL SELECT k.sealed, s.side, 1, s.member_id, s.id, s.from_us, s.is_in, 0, s.heard_by" \
  " FROM group_side s JOIN person_key k ON k.community_id = ?1 AND k.member_id = s.member_id"   \
  " WHERE s.community_id = ?1 AND s.group_id = ?2 ORDER BY 3, 4, 6, 5"

static void
read_row(SideHistory *history, Txn *txn, Arena *opened, GArray *people, Query *q)
{
  const int64_t member_id = col_int(q, 3), row_id = col_int(q, 4), from_us = col_int(q, 5);
  const bool is_in = col_int(q, 6) != 0;
  const int64_t heard_by = col_int(q, 8);

  if (col_int(q, 2) == 0) {
    const Person person = {
      .member_id = member_id,
      .since_us = from_us,
      .changed_us = from_us,
      .side = side_of_role(open_letter(txn, opened, q, member_id, ROLE_PLACE, row_id)),
      .is_in = is_in,
      .is_shown = col_int(q, 7) != 0,
    };

    g_array_append_val(people, person);
    return;
  }
  history->people = (Person *)people->data;
  history->count = (int)people->len;

  Person *person = find_person(history, member_id);

  if (person)
    add_to_person(history, person,
                  &(Row){ .from_us = from_us,
                          .heard_by = heard_by,
                          .side = side_from_letter(
                              open_letter(txn, opened, q, member_id, SIDE_PLACE, row_id)),
                          .is_in = is_in });
}

SideHistory *
side_history_read(Txn *txn, Arena *arena, int64_t group_id)
{
  SideHistory *history = arena_new_of(arena, SideHistory, 1);
  g_autoptr(Arena) opened = arena_new(4 * 1024 * 1024);
  g_autoptr(GArray) people = g_array_new(FALSE, FALSE, sizeof(Person));
  g_autoptr(Query) q = db_query(txn, READ_SIDES);

  history->arena = arena;
  bind_int(q, 2, group_id);
  while (query_next(q))
    read_row(history, txn, opened, people, q);
  history->count = (int)people->len;
  history->people = arena_new_of(arena, Person, history->count + 1);
  if (history->count > 0)
    memcpy(history->people, people->data, people->len * sizeof(Person));
  return history;
}

static SideThen
then_of(const Person *person, int64_t at_us)
{
  const Row *found = person->first;
  SideThen then = { .side = person->side, .was_in = person->is_in && person->since_us <= at_us };

  if (found) {
    while (found->later && found->later->from_us <= at_us)
      found = found->later;
    then.side = found->is_in ? found->side : SIDE_UNSAID;
    then.was_in = found->is_in && found->from_us <= at_us;
  }
  then.said = then.side;
  if (found && found->heard_by)
    then.side = SIDE_UNSAID;
  then.is_shown = person->is_in && person->is_shown && person->side == then.side;
  then.was_shown = then.is_shown && person->changed_us <= at_us;
  return then;
}

bool
side_history_has_heard(const SideHistory *history)
{
  return history->has_heard;
}

void
side_history_bear_out(SideHistory *history, int64_t member_id, int64_t heard_by)
{
  Person *person = find_person(history, member_id);

  for (Row *row = person ? person->first : NULL; row; row = row->later)
    if (row->heard_by == heard_by)
      row->heard_by = 0;
}

SideThen
side_history_at(const SideHistory *history, int64_t member_id, int64_t at_us)
{
  const Person *person = find_person(history, member_id);

  return person ? then_of(person, at_us) : (SideThen){ .side = SIDE_UNSAID, .said = SIDE_UNSAID };
}

void
side_history_each_in(const SideHistory *history, int64_t at_us, SideSeen see, void *data)
{
  for (int i = 0; i < history->count; i++) {
    const SideThen then = then_of(&history->people[i], at_us);

    if (then.was_in)
      see(history->people[i].member_id, &then, data);
  }
}

const char *
group_side_code(Side side)
{
  return letters[side];
}

void
group_sides_of(Txn *txn, int64_t member_id, OwnSide each, void *data)
{
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  int64_t group_id = 0;
  bool was_in = false;
  Side last = SIDE_UNSAID;
  g_autoptr(Query) q =
      db_query(txn, "SELECT k.sealed, s.side, s.id, s.is_in, s.from_us, g.name, s.group_id"
                    " FROM group_side s"
                    " JOIN person_key k ON k.community_id = ?1 AND k.member_id = s.member_id"
                    " JOIN working_group g ON g.community_id = ?1 AND g.id = s.group_id"
                    " WHERE s.community_id = ?1 AND s.member_id = ?2"
                    " ORDER BY s.group_id, s.from_us, s.id");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    const Side side =
        side_from_letter(open_letter(txn, arena, q, member_id, SIDE_PLACE, col_int(q, 2)));
    const bool is_in = col_int(q, 3) != 0;

    if (col_int(q, 6) != group_id || side != last || is_in != was_in)
      each(col_text(q, 5), side, is_in, col_int(q, 4), data);
    group_id = col_int(q, 6);
    last = side;
    was_in = is_in;
  }
}
