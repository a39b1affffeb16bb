/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writing minutes, correcting them, agreeing on them. */
#include "meetings/minutes.h"

#include "base/text.h"
#include "groups/places.h"
#include "lang/lang.h"
#include "meetings/rules.h"

#include <string.h>

enum { SHORT_NAME = 3 }; /* letters: a first name of fewer may be any word */

/* ---- what all of it asks ---- */

void
minutes_check_open(Txn *txn, const Act *act, const Meeting *meeting, int64_t early_us,
                   Refusals *refusals)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT 1 FROM meeting_minutes WHERE community_id = ?1 AND meeting_id = ?2"
                    " AND state = 'agreed'");

  bind_int(q, 2, meeting->id);
  if (query_next(q))
    refuse(refusals, "", N_("These minutes are agreed: nothing in them changes any more"));
  else if (meeting->state == MEETING_OFF)
    refuse(refusals, "", N_("This meeting was called off"));
  else if (!meeting->starts_at_us || meeting->starts_at_us - early_us > act->at_us)
    refuse(refusals, "", N_("This meeting has not begun yet"));
}

static void
check_open(Txn *txn, const Act *act, const Meeting *meeting, Refusals *refusals)
{
  minutes_check_open(txn, act, meeting, 0, refusals);
}

void
minutes_begin(Txn *txn, const Act *act, int64_t meeting_id)
{
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO meeting_minutes (community_id, meeting_id, state, begun_by, agreed_in,"
      " agreed_by, others_use, others_care, others_near, others_work, others_else, missing)"
      " VALUES (?1, ?2, 'draft', ?3, 0, 0, 0, 0, 0, 0, 0, '')"
      " ON CONFLICT (community_id, meeting_id) DO NOTHING");

  bind_int(q, 2, meeting_id);
  bind_int(q, 3, act->member_id);
  query_run(q);
}

/* ---- what was said ---- */

static bool
is_word_in(const char *folded, const char *word)
{
  const size_t len = strlen(word);

  for (const char *at = strstr(folded, word); len && at; at = strstr(at + 1, word)) {
    const bool begins = at == folded || !g_ascii_isalnum(at[-1]);

    if (begins && !g_ascii_isalnum(at[len]))
      return true;
  }
  return false;
}

/* Views stand without names: somebody in the group, but the writer, whose whole name stands in the
 * words; NULL: nobody. */
const char *
meeting_named_in(Txn *txn, Arena *arena, int64_t group_id, int64_t writer_id, const char *words)
{
  g_autofree char *folded = text_sort_key(words);
  const Place *people = places_list(txn, arena, group_id, "", 0, GROUP_PEOPLE_MAX);

  for (; people->member_id; people++) {
    g_autofree char *name = text_sort_key(people->name);

    if (people->member_id != writer_id && text_length(name) > SHORT_NAME &&
        is_word_in(folded, name))
      return people->name;
  }
  return NULL;
}

static void
check_text(Txn *txn, const Act *act, const Meeting *meeting, const MinutesWish *wish,
           Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  const char *named =
      wish->is_named ? NULL
                     : meeting_named_in(txn, arena, meeting->group_id, act->member_id, wish->said);

  if (!agenda_item(agenda_find(txn, arena, meeting), wish->item_id))
    refuse(refusals, "", N_("This is no longer on the agenda"));
  if (!wish->is_not_reached && !*wish->said && !*wish->decided)
    refuse(refusals, "said", N_("Write what was said, or what was decided"));
  if (text_length(wish->said) > MINUTES_WORDS_MAX)
    refuse(refusals, "said", N_("Make it shorter: 4,000 letters at most"));
  if (text_length(wish->decided) > MINUTES_WORDS_MAX)
    refuse(refusals, "decided", N_("Make it shorter: 4,000 letters at most"));
  if (named)
    refuse_with(refusals, "said",
                N_("Here stands {name}. Views have no names, unless somebody asks for theirs."),
                "name", named);
}

static void
replace_texts(Txn *txn, const Act *act, const MinutesWish *wish, int64_t by_id)
{
  for (int i = 0; i < wish->seen_count; i++) {
    g_autoptr(Query) q =
        db_change(txn, act,
                  "UPDATE minutes_text SET replaced_by = ?4 WHERE community_id = ?1 AND id = ?2"
                  " AND item_id = ?3 AND replaced_by = 0");

    bind_int(q, 2, wish->seen[i]);
    bind_int(q, 3, wish->item_id);
    bind_int(q, 4, by_id);
    query_run(q);
  }
}

static void
set_outcome(Txn *txn, const Act *act, int64_t item_id, bool is_not_reached)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE agenda_item SET state = ?3 WHERE community_id = ?1"
                                 " AND id = ?2 AND kind = 'item'");

  bind_int(q, 2, item_id);
  bind_text(q, 3, is_not_reached ? "not-reached" : "talked");
  query_run(q);
}

void
minutes_write(Txn *txn, const Act *act, const Meeting *meeting, const MinutesWish *wish,
              Refusals *refusals)
{
  const int64_t id = act_new_id(act);

  check_open(txn, act, meeting, refusals);
  if (refusals_count(refusals) == 0)
    check_text(txn, act, meeting, wish, refusals);
  if (refusals_count(refusals) > 0)
    return;
  minutes_begin(txn, act, meeting->id);
  replace_texts(txn, act, wish, id);

  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO minutes_text (community_id, id, meeting_id, item_id,"
                                 " said, decided, replaced_by, written_by, written_at_us)"
                                 " VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?8)");

  bind_int(q, 2, id);
  bind_int(q, 3, meeting->id);
  bind_int(q, 4, wish->item_id);
  bind_text(q, 5, wish->said);
  bind_text(q, 6, wish->decided);
  bind_int(q, 7, act->member_id);
  bind_int(q, 8, act->at_us);
  query_run(q);
  set_outcome(txn, act, wish->item_id, wish->is_not_reached);
  meeting_note(txn, act, "minutes-written", meeting->id);
}

/* ---- open, corrected, agreed ---- */

static bool
any_came(Txn *txn, int64_t meeting_id)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT 1 FROM meeting_presence WHERE community_id = ?1 AND meeting_id = ?2 LIMIT 1");

  bind_int(q, 2, meeting_id);
  return query_next(q);
}

void
minutes_open(Txn *txn, const Act *act, const Meeting *meeting, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  const Minutes *minutes = minutes_find(txn, arena, meeting->id);

  check_open(txn, act, meeting, refusals);
  if (!minutes->texts->id)
    refuse(refusals, "", N_("Write what was said first"));
  if (!any_came(txn, meeting->id))
    refuse(refusals, "", N_("Say first who came: they may correct the minutes"));
  if (refusals_count(refusals) > 0 || minutes->state != MINUTES_DRAFT)
    return;

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE meeting_minutes SET state = 'open', opened_at_us = ?3"
                                 " WHERE community_id = ?1 AND meeting_id = ?2");

  bind_int(q, 2, meeting->id);
  bind_int(q, 3, act->at_us);
  query_run(q);
  meeting_note(txn, act, "minutes-opened", meeting->id);
}

static bool
was_there(Txn *txn, int64_t meeting_id, int64_t member_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT 1 FROM meeting_presence WHERE community_id = ?1 AND meeting_id = ?2"
                    " AND member_id = ?3");

  bind_int(q, 2, meeting_id);
  bind_int(q, 3, member_id);
  return query_next(q);
}

void
minutes_correct(Txn *txn, const Act *act, const Meeting *meeting, const char *words,
                Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(8 * 1024 * 1024);
  const MinutesState state = minutes_find(txn, arena, meeting->id)->state;
  const bool is_after = state == MINUTES_AGREED;
  int count = 0;

  for (const MinutesCorrection *one = minutes_corrections(txn, arena, meeting->id); one->id; one++)
    count++;
  if (state == MINUTES_NONE || state == MINUTES_DRAFT)
    refuse(refusals, "", N_("These minutes are still being written"));
  else if (!was_there(txn, meeting->id, act->member_id))
    refuse(refusals, "", N_("Whoever was there can correct the minutes"));
  else if (count >= MINUTES_CORRECTIONS_MAX)
    refuse(refusals, "", N_("There are too many corrections. Talk about it at the next meeting."));
  if (!*words)
    refuse(refusals, "words", N_("Write what should be put right"));
  if (text_length(words) > MEETING_WORDS_MAX)
    refuse(refusals, "words", N_("Make it shorter: 2,000 letters at most"));
  if (refusals_count(refusals) > 0)
    return;

  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO minutes_correction (community_id, id, meeting_id, words, made_by,"
                " made_at_us, is_after, state, why, answered_by)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, '', 0)");

  bind_int(q, 2, act_new_id(act));
  bind_int(q, 3, meeting->id);
  bind_text(q, 4, words);
  bind_int(q, 5, act->member_id);
  bind_int(q, 6, act->at_us);
  bind_int(q, 7, is_after);
  bind_text(q, 8, is_after ? "beside" : "waiting");
  query_run(q);
  meeting_note(txn, act, "minutes-corrected", meeting->id);
}

void
minutes_answer(Txn *txn, const Act *act, const MinutesCorrection *correction, int64_t meeting_id,
               bool is_taken_in, const char *why, Refusals *refusals)
{
  if (!is_taken_in && !*why)
    refuse(refusals, "why", N_("Say why it stands beside the minutes"));
  if (text_length(why) > MEETING_WORDS_MAX)
    refuse(refusals, "why", N_("Make it shorter: 2,000 letters at most"));
  if (refusals_count(refusals) > 0 || correction->state != CORRECTION_WAITING)
    return;

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE minutes_correction SET state = ?3, why = ?4,"
                                 " answered_by = ?5 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, correction->id);
  bind_text(q, 3, is_taken_in ? "taken-in" : "beside");
  bind_text(q, 4, is_taken_in ? "" : why);
  bind_int(q, 5, act->member_id);
  query_run(q);
  meeting_note(txn, act, "minutes-answered", meeting_id);
}

static bool
has_waiting(Txn *txn, int64_t meeting_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT 1 FROM minutes_correction WHERE community_id = ?1"
                                     " AND meeting_id = ?2 AND state = 'waiting' LIMIT 1");

  bind_int(q, 2, meeting_id);
  return query_next(q);
}

void
minutes_agree(Txn *txn, const Act *act, const Meeting *meeting, const Meeting *later,
              Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);

  check_open(txn, act, meeting, refusals);
  if (refusals_count(refusals) == 0 && minutes_find(txn, arena, meeting->id)->state != MINUTES_OPEN)
    refuse(refusals, "", N_("These minutes are still being written"));
  if (has_waiting(txn, meeting->id))
    refuse(refusals, "", N_("A correction waits for an answer"));
  if (!later || later->group_id != meeting->group_id || later->state == MEETING_OFF ||
      later->starts_at_us <= meeting->starts_at_us || later->starts_at_us > act->at_us)
    refuse(refusals, "later", N_("Choose the later meeting at which the minutes were agreed"));
  if (!later || refusals_count(refusals) > 0)
    return;

  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE meeting_minutes SET state = 'agreed', agreed_at_us = ?3, agreed_in = ?4,"
                " agreed_by = ?5 WHERE community_id = ?1 AND meeting_id = ?2 AND state = 'open'");

  bind_int(q, 2, meeting->id);
  bind_int(q, 3, later->starts_at_us);
  bind_int(q, 4, later->id);
  bind_int(q, 5, act->member_id);
  query_run(q);
  meeting_note(txn, act, "minutes-agreed", meeting->id);
}
