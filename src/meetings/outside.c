/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Asking for somebody from outside who leads a meeting, and the answer. */
#include "meetings/outside.h"

#include "base/text.h"
#include "lang/lang.h"
#include "meetings/rules.h"
#include "people/seal.h"

#include <string.h>

#define WORDS_PLACE "meeting_outside.words"

static const char *const state_names[] = { "waiting", "yes", "no", "back" };

static OutsideState
state_from_name(const char *name)
{
  for (size_t i = 0; i < G_N_ELEMENTS(state_names); i++)
    if (strcmp(state_names[i], name) == 0)
      return (OutsideState)i;
  return OUTSIDE_BACK;
}

/* ---- reading ---- */

#define OUTSIDE_COLUMNS                                                                \
  "SELECT o.id, o.meeting_id, m.group_id, m.title, g.name, m.starts_at_us, o.to_id,"   \
  " o.asked_by, o.is_private, a.name, t.name, o.who, o.interests, o.because, o.state," \
  " o.answer_by_us, o.asked_at_us, o.answered_at_us, m.state, k.sealed, o.words"       \
  " FROM meeting_outside o"                                                            \
  " JOIN meeting m ON m.community_id = ?1 AND m.id = o.meeting_id"                     \
  " JOIN working_group g ON g.community_id = ?1 AND g.id = m.group_id"                 \
  " LEFT JOIN member a ON a.community_id = ?1 AND a.id = o.asked_by"                   \
  " LEFT JOIN member t ON t.community_id = ?1 AND t.id = o.to_id AND t.state = 'here'" \
  " LEFT JOIN person_key k ON k.community_id = ?1 AND k.member_id = o.asked_by"        \
  " WHERE o.community_id = ?1 AND o.state <> 'back'"

static const char *
opened_words(Txn *txn, Query *q, Arena *arena)
{
  size_t key_len = 0, len = 0;
  const void *sealed = col_blob(q, 20, &len);
  const void *key = col_is_null(q, 19) ? NULL : col_blob(q, 19, &key_len);
  const char *text = len && key ? seal_open_with(txn, arena, key, key_len, col_int(q, 7),
                                                 WORDS_PLACE, col_int(q, 0), sealed, len)
                                : "";

  if (!text)
    txn_fail(txn, TROUBLE_DATABASE, "outside: a seal does not open; is this the right root key?");
  return text ? text : "";
}

static OutsideAsk
read_ask(Txn *txn, Query *q, Arena *arena, int64_t viewer_id, int64_t now_us)
{
  const int64_t asked_by = col_int(q, 7), to_id = col_int(q, 6);
  const int64_t starts_at_us = col_is_null(q, 5) ? 0 : col_int(q, 5);
  const bool is_mine = asked_by == viewer_id, is_private = col_int(q, 8) != 0;
  const bool is_gone = col_is_null(q, 10);

  return (OutsideAsk){
    .id = col_int(q, 0),
    .meeting_id = col_int(q, 1),
    .group_id = col_int(q, 2),
    .meeting_title = arena_text(arena, col_text(q, 3)),
    .group_name = arena_text(arena, col_text(q, 4)),
    .starts_at_us = starts_at_us,
    .to_id = is_gone ? 0 : to_id,
    .to_name = is_gone ? "" : arena_text(arena, col_text(q, 10)),
    .asked_by_name = is_private && !is_mine ? NULL
                     : col_is_null(q, 9)    ? ""
                                            : arena_text(arena, col_text(q, 9)),
    .words = is_mine || to_id == viewer_id ? opened_words(txn, q, arena) : "",
    .who = arena_text(arena, col_text(q, 11)),
    .interests = arena_text(arena, col_text(q, 12)),
    .because = arena_text(arena, col_text(q, 13)),
    .state = state_from_name(col_text(q, 14)),
    .is_mine = is_mine,
    .is_to_me = to_id == viewer_id,
    .is_private = is_private,
    .is_open = strcmp(col_text(q, 18), "off") != 0 && (!starts_at_us || starts_at_us > now_us),
    .answer_by_us = col_int(q, 15),
    .asked_at_us = col_int(q, 16),
    .answered_at_us = col_is_null(q, 17) ? 0 : col_int(q, 17),
  };
}

const OutsideAsk *
outside_list(Txn *txn, Arena *arena, int64_t meeting_id, int64_t viewer_id, int64_t now_us)
{
  OutsideAsk *list = arena_new_of(arena, OutsideAsk, OUTSIDE_MOST + 1);
  g_autoptr(Query) q =
      db_query(txn, OUTSIDE_COLUMNS " AND o.meeting_id = ?2 ORDER BY o.id DESC LIMIT ?3");

  bind_int(q, 2, meeting_id);
  bind_int(q, 3, OUTSIDE_MOST);
  for (int i = 0; i < OUTSIDE_MOST && query_next(q); i++)
    list[i] = read_ask(txn, q, arena, viewer_id, now_us);
  return list;
}

const OutsideAsk *
outside_find(Txn *txn, Arena *arena, int64_t ask_id, int64_t viewer_id, int64_t now_us)
{
  OutsideAsk *ask = arena_new_of(arena, OutsideAsk, 1);
  g_autoptr(Query) q = db_query(txn, OUTSIDE_COLUMNS " AND o.id = ?2");

  bind_int(q, 2, ask_id);
  if (!query_next(q))
    return NULL;
  *ask = read_ask(txn, q, arena, viewer_id, now_us);
  return ask;
}

static const OutsideAsk *
first_in(const OutsideAsk *list, OutsideState state)
{
  for (; list->id; list++)
    if (list->state == state)
      return list;
  return NULL;
}

const OutsideAsk *
outside_leads(const OutsideAsk *list)
{
  return first_in(list, OUTSIDE_YES);
}

const OutsideAsk *
outside_waits(const OutsideAsk *list)
{
  return first_in(list, OUTSIDE_WAITING);
}

/* ---- asking ---- */

static bool
has_room(Txn *txn, int64_t meeting_id, bool *ret_is_going)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT count(*), COALESCE(CAST(sum(CASE WHEN state IN ('waiting', 'yes')"
                    " THEN 1 ELSE 0 END) AS BIGINT), 0) FROM meeting_outside"
                    " WHERE community_id = ?1 AND meeting_id = ?2");

  bind_int(q, 2, meeting_id);
  if (!query_next(q))
    return false;
  *ret_is_going = col_int(q, 1) > 0;
  return col_int(q, 0) < OUTSIDE_MOST;
}

static void
check_wish(Txn *txn, const Act *act, const Meeting *meeting, const OutsideWish *wish,
           Refusals *refusals)
{
  bool is_going = false;
  const bool is_room = has_room(txn, meeting->id, &is_going);

  if (!hard_may_be_asked(txn, meeting->group_id, act->member_id, wish->to_id))
    refuse(refusals, "to", N_("Choose whom you ask"));
  if (text_length(wish->words) > HARD_ASK_WORDS_MAX)
    refuse(refusals, "words", N_("Make it shorter: 2,000 letters at most"));
  if (meeting->state == MEETING_OFF)
    refuse(refusals, "", N_("This meeting was called off"));
  else if (meeting->state == MEETING_HELD ||
           (meeting->starts_at_us && meeting->starts_at_us <= act->at_us))
    refuse(refusals, "", N_("This meeting has begun, or is over"));
  else if (is_going)
    refuse(refusals, "", N_("Somebody asked for it already. The agenda says how it stands."));
  else if (!is_room)
    refuse(refusals, "", N_("It was asked often for this meeting. Please talk to an organiser."));
}

void
outside_ask(Txn *txn, const Act *act, const Meeting *meeting, const OutsideWish *wish,
            Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const int64_t id = act_new_id(act), answer_by_us = act->at_us + HARD_ANSWER_US;
  size_t len = 0;

  check_wish(txn, act, meeting, wish, refusals);
  if (refusals_count(refusals) > 0 || act->on_behalf_of)
    return;

  const void *sealed =
      *wish->words ? seal_text(txn, arena, act->member_id, WORDS_PLACE, id, wish->words, &len)
                   : NULL;
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO meeting_outside (community_id, id, meeting_id, asked_by, is_private,"
                " words, to_id, state, who, interests, because, answered_by, answer_by_us,"
                " asked_at_us) VALUES (?1, ?2, ?3, ?4, CAST(?5 AS INTEGER), ?6, ?7, 'waiting', '',"
                " '', '', 0, ?8, ?9)");

  bind_int(q, 2, id);
  bind_int(q, 3, meeting->id);
  bind_int(q, 4, act->member_id);
  bind_int(q, 5, wish->is_private);
  bind_blob(q, 6, sealed, len);
  bind_int(q, 7, wish->to_id);
  bind_int(q, 8, meeting->starts_at_us ? MIN(answer_by_us, meeting->starts_at_us) : answer_by_us);
  bind_int(q, 9, act->at_us);
  query_run(q);
  meeting_note(txn, act, "outside-asked", id);
}

void
outside_take_back(Txn *txn, const Act *act, const OutsideAsk *ask)
{
  if (!ask->is_mine || act->on_behalf_of || ask->state != OUTSIDE_WAITING)
    return;

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE meeting_outside SET state = 'back', words = ?3"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, ask->id);
  bind_blob(q, 3, NULL, 0);
  query_run(q);
  meeting_note(txn, act, "outside-back", ask->id);
}

/* ---- answering ---- */

bool
outside_may_answer(Txn *txn, const OutsideAsk *ask, int64_t member_id, int64_t now_us)
{
  if (!ask->is_open || (ask->state != OUTSIDE_WAITING && ask->state != OUTSIDE_YES))
    return false;
  if (ask->to_id && ask->to_id == member_id)
    return true;
  return (!ask->to_id || now_us > ask->answer_by_us) &&
         meetings_may_arrange(txn, ask->group_id, member_id);
}

static void
check_answer(const OutsideAnswer *answer, Refusals *refusals)
{
  if (answer->is_possible && !*answer->who)
    refuse(refusals, "who", N_("Write who leads the meeting"));
  if (text_length(answer->who) > OUTSIDE_WHO_MAX)
    refuse(refusals, "who", N_("Make it shorter: 120 letters at most"));
  if (text_length(answer->interests) > MEETING_WORDS_MAX)
    refuse(refusals, "interests", N_("Make it shorter: 2,000 letters at most"));
  if (!answer->is_possible && !*answer->because)
    refuse(refusals, "because", N_("Say why it is not possible"));
  if (text_length(answer->because) > MEETING_WORDS_MAX)
    refuse(refusals, "because", N_("Make it shorter: 2,000 letters at most"));
}

/* After a yes that falls through, who was to lead stays to be read. */
void
outside_answer(Txn *txn, const Act *act, const OutsideAsk *ask, const OutsideAnswer *answer,
               Refusals *refusals)
{
  check_answer(answer, refusals);
  if (refusals_count(refusals) > 0 || act->on_behalf_of ||
      !outside_may_answer(txn, ask, act->member_id, act->at_us))
    return;

  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE meeting_outside SET state = ?3, who = ?4, interests = ?5, because = ?6,"
                " answered_by = ?7, answered_at_us = ?8 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, ask->id);
  bind_text(q, 3, state_names[answer->is_possible ? OUTSIDE_YES : OUTSIDE_NO]);
  bind_text(q, 4, answer->is_possible ? answer->who : ask->who);
  bind_text(q, 5, answer->is_possible ? answer->interests : ask->interests);
  bind_text(q, 6, answer->is_possible ? "" : answer->because);
  bind_int(q, 7, act->member_id);
  bind_int(q, 8, act->at_us);
  query_run(q);
  meeting_note(txn, act, "outside-answered", ask->id);
}
