/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writing down what somebody will do, their own yes or no, another day, and how it went. */
#include "meetings/actions.h"

#include "base/clock.h"
#include "base/text.h"
#include "lang/lang.h"
#include "meetings/minutes.h"
#include "meetings/rules.h"

#include <string.h>

#define LONGEST_DAY_US (25 * US_PER_HOUR) /* the clocks go back */

/* ---- what all of it asks ---- */

static bool
is_in_group(Txn *txn, int64_t group_id, int64_t member_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT 1 FROM group_member g"
                    " JOIN member m ON m.community_id = ?1 AND m.id = g.member_id"
                    " AND m.state = 'here'"
                    " WHERE g.community_id = ?1 AND g.group_id = ?2 AND g.member_id = ?3"
                    " AND g.state = 'in'");

  bind_int(q, 2, group_id);
  bind_int(q, 3, member_id);
  return query_next(q);
}

static bool
is_way(const char *way)
{
  for (const Choice *one = agenda_ways; one->value; one++)
    if (strcmp(one->value, way) == 0)
      return true;
  return false;
}

static void
check_day(const Act *act, int64_t due_us, Refusals *refusals)
{
  if (!due_us)
    refuse(refusals, "due", N_("Enter the day by which it should be done"));
  else if (due_us < act->at_us)
    refuse(refusals, "due", N_("This day is over. Enter a day to come."));
  else if (due_us > act->at_us + (int64_t)ACTION_MOST_DAYS * US_PER_DAY)
    refuse(refusals, "due", N_("This is too far off: two years at most"));
}

static void
check_why(const char *why, bool is_needed, Refusals *refusals)
{
  if (is_needed && !*why)
    refuse(refusals, "why", N_("Say why, in a few words"));
  if (text_length(why) > ACTION_WHY_MAX)
    refuse(refusals, "why", N_("Make it shorter: 2,000 letters at most"));
}

static void
check_going_on(const GroupAction *action, Refusals *refusals)
{
  if (!action_is_going_on(action))
    refuse(refusals, "", N_("This is over already. Say first that it goes on."));
}

/* ---- who does it ---- */

static bool
is_own(const Act *act, int64_t owner_id)
{
  return owner_id == act->member_id && !act->on_behalf_of;
}

static void
check_owner(Txn *txn, const Act *act, int64_t group_id, const ActionWish *wish, Refusals *refusals)
{
  if (wish->owner_id && !is_in_group(txn, group_id, wish->owner_id))
    refuse(refusals, "owner", N_("Choose somebody from the list"));
  if (wish->owner_id && !is_own(act, wish->owner_id) && *wish->yes_by && !is_way(wish->yes_by))
    refuse(refusals, "yes_by", N_("Choose whether they said yes"));
  if (text_length(wish->outside) > ACTION_OUTSIDE_MAX)
    refuse(refusals, "outside", N_("Make it shorter: 120 letters at most"));
}

static const char *
owner_state(const Act *act, const ActionWish *wish)
{
  if (!wish->owner_id)
    return *wish->outside ? "outside" : "none";
  return is_own(act, wish->owner_id) || *wish->yes_by ? "yes" : "asked";
}

static const char *
owner_way(const Act *act, const ActionWish *wish)
{
  return !wish->owner_id || is_own(act, wish->owner_id) || !*wish->yes_by ? "page" : wish->yes_by;
}

/* What concerns somebody else stands in their own record too. */
static void
note_owner(Txn *txn, const Act *act, const ActionWish *wish, int64_t action_id)
{
  if (!wish->owner_id || is_own(act, wish->owner_id))
    return;
  meeting_note_for(txn, act, *wish->yes_by ? "action-yes-for-other" : "action-asked", action_id,
                   wish->owner_id);
}

static void
set_owner(Txn *txn, const Act *act, int64_t action_id, const ActionWish *wish)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE group_action SET owner_id = ?3, owner_state = ?4,"
                                 " owner_way = ?5, outside = ?6"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, action_id);
  bind_int(q, 3, wish->owner_id);
  bind_text(q, 4, owner_state(act, wish));
  bind_text(q, 5, owner_way(act, wish));
  bind_text(q, 6, wish->owner_id ? "" : wish->outside);
  query_run(q);
}

void
actions_answer(Txn *txn, const Act *act, const GroupAction *action, bool is_yes)
{
  const ActionWish nobody = { .yes_by = "", .outside = "" };
  const ActionWish me = { .owner_id = act->member_id, .yes_by = "", .outside = "" };

  if (!action->owner_id || !is_own(act, action->owner_id) ||
      (is_yes && action->owner == ACTION_YES && strcmp(action->owner_way, "page") == 0))
    return;
  set_owner(txn, act, action->id, is_yes ? &me : &nobody);
  meeting_note(txn, act, is_yes ? "action-yes" : "action-no", action->id);
}

void
actions_give(Txn *txn, const Act *act, const GroupAction *action, const ActionWish *wish,
             Refusals *refusals)
{
  check_going_on(action, refusals);
  check_owner(txn, act, action->group_id, wish, refusals);
  if (refusals_count(refusals) > 0)
    return;
  set_owner(txn, act, action->id, wish);
  meeting_note(txn, act, "action-given", action->id);
  note_owner(txn, act, wish, action->id);
}

/* ---- writing it down ---- */

/* Minutes that are agreed change no more; its item is of that meeting's agenda. */
static void
check_meeting(Txn *txn, int64_t group_id, const ActionWish *wish, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  const Meeting *meeting =
      wish->meeting_id ? meetings_find(txn, arena, group_id, wish->meeting_id) : NULL;

  if (!wish->meeting_id)
    return;
  if (!meeting || meeting->state == MEETING_OFF)
    refuse(refusals, "", N_("This meeting was called off"));
  else if (minutes_find(txn, arena, meeting->id)->state == MINUTES_AGREED)
    refuse(refusals, "", N_("These minutes are agreed: nothing in them changes any more"));
  else if (wish->item_id && !agenda_item(agenda_find(txn, arena, meeting), wish->item_id))
    refuse(refusals, "item", N_("This is no longer on the agenda"));
}

static void
check_room(Txn *txn, int64_t group_id, Refusals *refusals)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT count(*) FROM group_action WHERE community_id = ?1 AND group_id = ?2"
                    " AND state NOT IN ('done', 'dropped')");

  bind_int(q, 2, group_id);
  if (query_next(q) && col_int(q, 0) >= ACTIONS_OPEN_MAX)
    refuse(refusals, "", N_("There are 100 things to do already. Finish some, or let them go."));
}

void
actions_add(Txn *txn, const Act *act, int64_t group_id, const ActionWish *wish, Refusals *refusals,
            int64_t *ret_id)
{
  const int64_t id = act_new_id(act);

  if (!*wish->words)
    refuse(refusals, "words", N_("Write what will be done"));
  else if (text_length(wish->words) > ACTION_WORDS_MAX)
    refuse(refusals, "words", N_("Make it shorter: 500 letters at most"));
  check_day(act, wish->due_us, refusals);
  check_owner(txn, act, group_id, wish, refusals);
  check_meeting(txn, group_id, wish, refusals);
  check_room(txn, group_id, refusals);
  if (refusals_count(refusals) > 0)
    return;

  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO group_action (community_id, id, group_id, meeting_id, item_id, words,"
                " first_due_us, due_us, owner_id, owner_state, owner_way, outside, state, why,"
                " entered_by, made_at_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?9, ?10,"
                " ?11, 'open', '', ?12, ?13)");

  bind_int(q, 2, id);
  bind_int(q, 3, group_id);
  bind_int(q, 4, wish->meeting_id);
  bind_int(q, 5, wish->item_id);
  bind_text(q, 6, wish->words);
  bind_int(q, 7, wish->due_us);
  bind_int(q, 8, wish->owner_id);
  bind_text(q, 9, owner_state(act, wish));
  bind_text(q, 10, owner_way(act, wish));
  bind_text(q, 11, wish->owner_id ? "" : wish->outside);
  bind_int(q, 12, act->member_id);
  bind_int(q, 13, act->at_us);
  query_run(q);
  *ret_id = id;
  meeting_note(txn, act, "action-added", id);
  note_owner(txn, act, wish, id);
}

/* ---- what is said of it ---- */

static void
add_word(Txn *txn, const Act *act, int64_t id, int64_t action_id, const ActionWord *word)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO group_action_word (community_id, id, action_id, kind, state,"
                " done_at_us, due_us, was_due_us, words, way, replaced_by, written_by,"
                " written_at_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0, ?11, ?12)");

  bind_int(q, 2, id);
  bind_int(q, 3, action_id);
  bind_text(q, 4, word->is_day ? "day" : "state");
  bind_text(q, 5, word->is_day ? "" : action_state_name(word->state));
  if (word->done_at_us)
    bind_int(q, 6, word->done_at_us);
  else
    bind_null(q, 6);
  bind_int(q, 7, word->due_us);
  bind_int(q, 8, word->was_due_us);
  bind_text(q, 9, word->words);
  bind_text(q, 10, word->way);
  bind_int(q, 11, act->member_id);
  bind_int(q, 12, act->at_us);
  query_run(q);
}

/* Room for one more word. */
static void
check_words(Txn *txn, int64_t action_id, Refusals *refusals)
{
  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM group_action_word"
                                     " WHERE community_id = ?1 AND action_id = ?2");

  bind_int(q, 2, action_id);
  if (query_next(q) && col_int(q, 0) >= ACTION_TOLD_MAX)
    refuse(refusals, "", N_("Much was said about this already. Write a new one instead."));
}

void
actions_set_day(Txn *txn, const Act *act, const GroupAction *action, int64_t due_us,
                const char *why, Refusals *refusals)
{
  check_going_on(action, refusals);
  check_day(act, due_us, refusals);
  check_why(why, true, refusals);
  check_words(txn, action->id, refusals);
  if (refusals_count(refusals) > 0)
    return;
  add_word(txn, act, act_new_id(act), action->id,
           &(ActionWord){ .is_day = true,
                          .due_us = due_us,
                          .was_due_us = action->due_us,
                          .words = why,
                          .way = "page" });

  g_autoptr(Query) q = db_change(
      txn, act, "UPDATE group_action SET due_us = ?3 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, action->id);
  bind_int(q, 3, due_us);
  query_run(q);
  meeting_note(txn, act, "action-day", action->id);
}

static void
replace_seen(Txn *txn, const Act *act, int64_t action_id, const ActionTold *told, int64_t by_id)
{
  for (int i = 0; i < told->seen_count; i++) {
    g_autoptr(Query) q = db_change(txn, act,
                                   "UPDATE group_action_word SET replaced_by = ?4"
                                   " WHERE community_id = ?1 AND id = ?2 AND action_id = ?3"
                                   " AND kind = 'state' AND replaced_by = 0");

    bind_int(q, 2, told->seen[i]);
    bind_int(q, 3, action_id);
    bind_int(q, 4, by_id);
    query_run(q);
  }
}

/* How it stands now, of the words that stand: where they agree that it is done, the later day
 * counts; where they disagree, nothing is done yet. */
static ActionState
state_of_words(Txn *txn, int64_t action_id, int64_t *ret_done_at_us)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT min(state), max(state), max(done_at_us) FROM group_action_word"
           " WHERE community_id = ?1 AND action_id = ?2 AND kind = 'state' AND replaced_by = 0");
  ActionState least = ACTION_OPEN, most = ACTION_OPEN;

  *ret_done_at_us = 0;
  bind_int(q, 2, action_id);
  if (!query_next(q) || col_is_null(q, 0))
    return ACTION_OPEN;
  action_state_from_name(col_text(q, 0), &least);
  action_state_from_name(col_text(q, 1), &most);
  if (least != most)
    return ACTION_TWO;
  if (least == ACTION_DONE && !col_is_null(q, 2))
    *ret_done_at_us = col_int(q, 2);
  return least;
}

static void
set_state(Txn *txn, const Act *act, int64_t action_id, const char *why)
{
  int64_t done_at_us = 0;
  const ActionState state = state_of_words(txn, action_id, &done_at_us);
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE group_action SET state = ?3, done_at_us = ?4, why = ?5"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, action_id);
  bind_text(q, 3, action_state_name(state));
  if (done_at_us)
    bind_int(q, 4, done_at_us);
  else
    bind_null(q, 4);
  bind_text(q, 5, why);
  query_run(q);
}

static void
check_told(const Act *act, const GroupAction *action, const ActionTold *told, Refusals *refusals)
{
  const bool is_over = told->state == ACTION_DONE || told->state == ACTION_OPEN;

  check_why(told->why, !is_over, refusals);
  if (told->state == ACTION_TWO)
    refuse(refusals, "state", N_("Choose how it went"));
  if (strcmp(told->way, "page") != 0 && !is_way(told->way))
    refuse(refusals, "way", N_("Choose how you heard of it"));
  if (told->state != ACTION_DONE || !told->done_at_us)
    return;
  if (told->done_at_us > act->at_us + LONGEST_DAY_US)
    refuse(refusals, "done_on", N_("This day is still to come"));
  else if (told->done_at_us < action->made_at_us)
    refuse(refusals, "done_on", N_("This is before it was written down"));
}

void
actions_tell(Txn *txn, const Act *act, const GroupAction *action, const ActionTold *told,
             Refusals *refusals)
{
  const int64_t id = act_new_id(act);
  const int64_t day_us = told->done_at_us ? told->done_at_us : act->at_us;
  const bool is_for_other = action->owner_id && !is_own(act, action->owner_id);

  check_told(act, action, told, refusals);
  check_words(txn, action->id, refusals);
  if (refusals_count(refusals) > 0)
    return;
  replace_seen(txn, act, action->id, told, id);
  /* Today is not over yet: what is done now is done now. */
  add_word(txn, act, id, action->id,
           &(ActionWord){ .state = told->state,
                          .done_at_us = told->state == ACTION_DONE ? MIN(day_us, act->at_us) : 0,
                          .words = told->why,
                          .way = told->way });
  set_state(txn, act, action->id, told->why);
  if (is_for_other)
    meeting_note_for(txn, act, "action-told-for-other", action->id, action->owner_id);
  else
    meeting_note(txn, act, "action-told", action->id);
}
