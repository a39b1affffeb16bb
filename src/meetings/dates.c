/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Times that are offered for a meeting, and who can do them. */
#include "meetings/dates.h"

#include "groups/places.h"
#include "lang/lang.h"
#include "meetings/date_mail.h"
#include "meetings/rules.h"

#include <string.h>

const LogKind dates_log_kinds[] = {
  { .kind = "meeting-date-offered" },
  { .kind = "meeting-date-withdrawn" },
  { .kind = "meeting-dates-said" },
  { .kind = "meeting-dates-asked" },
  { NULL },
};

const Choice date_word_choices[] = {
  { .value = "can", .label = N_("I can") },
  { .value = "could", .label = N_("I could, if needed") },
  { .value = "cannot", .label = N_("I cannot") },
  { .value = NULL },
};

DateWord
date_word_from_name(const char *name)
{
  return (DateWord)(choice_place(date_word_choices, name) + 1); /* after DATE_UNSAID */
}

/* ---- who can ---- */

/* What each person said to each time: keys are member ids, values a DateWord for each date. */
typedef struct {
  OfferedDate *dates;
  int count;
  GHashTable *said;
} Table;

static DateWord *
said_by(Table *table, int64_t member_id)
{
  DateWord *words = g_hash_table_lookup(table->said, &member_id);

  if (words)
    return words;
  words = g_new0(DateWord, DATES_MOST);
  g_hash_table_insert(table->said, g_memdup2(&member_id, sizeof(member_id)), words);
  return words;
}

/* A row for each word, and one for each time that nobody has said anything to. */
static void
read_dates(Txn *txn, const Meeting *meeting, Table *table)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT d.id, d.starts_at_us, d.ends_at_us, w.member_id, w.word,"
                    " (SELECT count(*) FROM meeting_date b WHERE b.community_id = ?1"
                    "  AND b.meeting_id = ?2 AND b.id <= d.id) FROM meeting_date d"
                    " LEFT JOIN meeting_date_word w ON w.community_id = ?1 AND w.date_id = d.id"
                    " WHERE d.community_id = ?1 AND d.meeting_id = ?2 AND d.is_withdrawn = 0"
                    " ORDER BY d.starts_at_us, d.id");

  bind_int(q, 2, meeting->id);
  while (query_next(q)) {
    const int64_t id = col_int(q, 0);

    if (table->count == 0 || table->dates[table->count - 1].id != id) {
      if (table->count == DATES_MOST)
        break;
      table->dates[table->count++] =
          (OfferedDate){ .id = id,
                         .number = col_int(q, 5),
                         .starts_at_us = col_int(q, 1),
                         .ends_at_us = col_is_null(q, 2) ? 0 : col_int(q, 2) };
    }
    if (!col_is_null(q, 3))
      said_by(table, col_int(q, 3))[table->count - 1] = date_word_from_name(col_text(q, 4));
  }
}

/* Of everybody who is in the group now, and of nobody else. */
static void
count_person(const PersonSide *person, void *data)
{
  Table *table = data;
  const DateWord *words = said_by(table, person->member_id);

  for (int i = 0; i < table->count; i++) {
    OfferedDate *date = &table->dates[i];

    date->counts[words[i]]++;
    if (words[i] != DATE_CAN && words[i] != DATE_COULD)
      continue;
    date->sides.all[person->side]++;
    date->sides.shown[person->side] += person->is_shown;
    date->sides.heard += person->is_heard;
  }
}

const OfferedDate *
dates_list(Txn *txn, Arena *arena, const Meeting *meeting, int64_t member_id)
{
  g_autoptr(GHashTable) said = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
  Table table = { .dates = arena_new_of(arena, OfferedDate, DATES_MOST + 1), .said = said };

  read_dates(txn, meeting, &table);
  if (table.count > 0)
    places_each_side(txn, meeting->group_id, count_person, &table);
  for (int i = 0; i < table.count; i++)
    table.dates[i].own = said_by(&table, member_id)[i];
  return table.dates;
}

const OfferedDate *
date_in(const OfferedDate *list, int64_t date_id)
{
  for (; list->id; list++)
    if (list->id == date_id)
      return list;
  return NULL;
}

/* ---- offering ---- */

static void
check_is_to_find(const Meeting *meeting, Refusals *refusals)
{
  if (meeting->state == MEETING_OFF)
    refuse(refusals, "", N_("This meeting was called off"));
  else if (meeting->state != MEETING_TO_FIND)
    refuse(refusals, "", N_("This meeting has a date now"));
}

void
dates_offer(Txn *txn, const Act *act, const Meeting *meeting, int64_t starts_at_us,
            int64_t ends_at_us, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const OfferedDate *list = dates_list(txn, arena, meeting, act->member_id);
  int count = 0;

  check_is_to_find(meeting, refusals);
  meeting_check_time(act, starts_at_us, ends_at_us, refusals);
  for (; list[count].id; count++)
    if (list[count].starts_at_us == starts_at_us)
      refuse(refusals, "day", N_("This time is offered already"));
  if (count >= DATES_MOST)
    refuse(refusals, "", N_("Eight times are offered. Take one back before you offer another."));
  if (refusals_count(refusals) > 0)
    return;

  const int64_t id = act_new_id(act);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO meeting_date (community_id, id, meeting_id, starts_at_us, ends_at_us,"
                " is_withdrawn, offered_by, offered_at_us) VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, ?7)");

  bind_int(q, 2, id);
  bind_int(q, 3, meeting->id);
  bind_int(q, 4, starts_at_us);
  meeting_bind_time(q, 5, ends_at_us);
  bind_int(q, 6, act->member_id);
  bind_int(q, 7, act->at_us);
  query_run(q);
  meeting_note(txn, act, "meeting-date-offered", meeting->id);
  date_mail_plan(txn, act, meeting->id);
}

void
dates_withdraw(Txn *txn, const Act *act, const Meeting *meeting, int64_t date_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE meeting_date SET is_withdrawn = 1 WHERE community_id = ?1"
                                 " AND meeting_id = ?2 AND id = ?3");

  bind_int(q, 2, meeting->id);
  bind_int(q, 3, date_id);
  query_run(q);
  meeting_note(txn, act, "meeting-date-withdrawn", meeting->id);
}

/* ---- saying ---- */

static void
take_back_word(Txn *txn, const Act *act, int64_t date_id, int64_t member_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "DELETE FROM meeting_date_word WHERE community_id = ?1"
                                 " AND date_id = ?2 AND member_id = ?3");

  bind_int(q, 2, date_id);
  bind_int(q, 3, member_id);
  query_run(q);
}

static void
put_word(Txn *txn, const Act *act, int64_t date_id, int64_t member_id, DateWord word,
         const char *way)
{
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO meeting_date_word (community_id, date_id, member_id, word, way, entered_by,"
      " at_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
      " ON CONFLICT (community_id, date_id, member_id) DO UPDATE SET word = excluded.word,"
      " way = excluded.way, entered_by = excluded.entered_by, at_us = excluded.at_us");

  bind_int(q, 2, date_id);
  bind_int(q, 3, member_id);
  bind_text(q, 4, date_word_choices[word - 1].value);
  bind_text(q, 5, way);
  bind_int(q, 6, member_id == act->member_id ? 0 : act->member_id);
  bind_int(q, 7, act->at_us);
  query_run(q);
}

void
dates_say(Txn *txn, const Act *act, const Meeting *meeting, const OfferedDate *list,
          int64_t member_id, const DateWord words[static DATES_MOST], const char *way,
          Refusals *refusals)
{
  check_is_to_find(meeting, refusals);
  if (!groups_may(txn, meeting->group_id, member_id, GROUP_TO_READ))
    refuse(refusals, "", N_("Only who is in the group can answer"));
  if (refusals_count(refusals) > 0)
    return;
  for (int i = 0; i < DATES_MOST && list[i].id; i++) {
    if (words[i] != DATE_UNSAID)
      put_word(txn, act, list[i].id, member_id, words[i], way);
    else if (member_id == act->member_id)
      take_back_word(txn, act, list[i].id, member_id);
  }
  meeting_note_for(txn, act, "meeting-dates-said", meeting->id, member_id);
}

void
dates_choose(Txn *txn, const Act *act, const Meeting *meeting, const OfferedDate *date,
             Refusals *refusals)
{
  check_is_to_find(meeting, refusals);
  if (refusals_count(refusals) == 0)
    meetings_move(txn, act, meeting, date->starts_at_us, date->ends_at_us, "", refusals);
}
