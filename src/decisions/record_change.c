/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writing the record of decisions: announcing, promising, deciding, changing. */
#include "decisions/record.h"

#include "base/text.h"
#include "decisions/rules.h"
#include "decisions/told.h"
#include "lang/lang.h"

/* A day that the clocks go back has 25 hours: the end of today is no further away. */
#define TODAY_MOST_US (25 * US_PER_HOUR)

static void
check_words(const char *question, const char *words, Refusals *refusals)
{
  words_fit(question, words, DECISION_WORDS_MAX, refusals);
}

/* ---- announcing and promising ---- */

static void
check_promise(const PromiseWish *promise, Refusals *refusals)
{
  if (promise->level == LEVEL_NONE && !*promise->words)
    refuse(refusals, "level", N_("Choose a rung of the ladder, or say it in your own words"));
  check_words("promised", promise->words, refusals);
}

static void
add_promise(Txn *txn, const Act *act, int64_t decision_id, const PromiseWish *promise)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO decision_promise (community_id, id, decision_id, level, words, why,"
                " made_by, made_at_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");

  bind_int(q, 2, act_new_id(act));
  bind_int(q, 3, decision_id);
  bind_text(q, 4, level_name(promise->level));
  bind_text(q, 5, promise->words);
  bind_text(q, 6, promise->why);
  bind_int(q, 7, act->member_id);
  bind_int(q, 8, act->at_us);
  query_run(q);
}

static int64_t
count_open(Txn *txn, int64_t group_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM decision WHERE community_id = ?1"
                                     " AND group_id = ?2 AND state = 'open'");

  bind_int(q, 2, group_id);
  return query_next(q) ? col_int(q, 0) : 0;
}

static void
insert_row(Txn *txn, const Act *act, int64_t id, int64_t group_id, const char *question)
{
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO decision (community_id, id, group_id, question, opened_by, opened_at_us, state,"
      " what, why, do_good, do_bad, not_good, not_bad, decided_by, body, meeting_id, item_id,"
      " idea_id, written_by, asked_by, agreed_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'open', '', '',"
      " '', '', '', '', '', '', 0, 0, 0, 0, 0, 0)");

  bind_int(q, 2, id);
  bind_int(q, 3, group_id);
  bind_text(q, 4, question);
  if (*question) {
    bind_int(q, 5, act->member_id);
    bind_int(q, 6, act->at_us);
  } else {
    bind_int(q, 5, 0);
    bind_null(q, 6);
  }
  query_run(q);
}

void
decisions_announce(Txn *txn, const Act *act, int64_t group_id, const char *question,
                   const PromiseWish *promise, Refusals *refusals, int64_t *ret_id)
{
  const int64_t id = act_new_id(act);

  words_are_there("question", question, N_("Write what is to be decided"), refusals);
  check_promise(promise, refusals);
  if (count_open(txn, group_id) >= DECISIONS_OPEN_MAX)
    refuse(refusals, "", N_("Many questions are open already. Decide one first."));
  if (refusals_count(refusals) > 0)
    return;
  insert_row(txn, act, id, group_id, question);
  add_promise(txn, act, id, promise);
  decisions_note(txn, act, "decision-announced", id, 0);
  *ret_id = id;
}

static int64_t
count_promises(Txn *txn, int64_t decision_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM decision_promise"
                                     " WHERE community_id = ?1 AND decision_id = ?2");

  bind_int(q, 2, decision_id);
  return query_next(q) ? col_int(q, 0) : 0;
}

void
decisions_promise(Txn *txn, const Act *act, const Decision *decision, const PromiseWish *promise,
                  Refusals *refusals)
{
  check_promise(promise, refusals);
  words_are_there("why", promise->why, N_("Write why something else is promised now"), refusals);
  if (!decision->is_open)
    refuse(refusals, "", N_("This is decided already"));
  else if (count_promises(txn, decision->id) >= PROMISES_MAX)
    refuse(refusals, "", N_("There are too many promises for one question"));
  if (refusals_count(refusals) > 0)
    return;
  add_promise(txn, act, decision->id, promise);
  decisions_note(txn, act, "decision-promised", decision->id, 0);
}

/* ---- deciding ---- */

static void
check_who(DecidedBy by, const char *body, Refusals *refusals)
{
  if (by == BY_NOBODY)
    refuse(refusals, "by", N_("Choose who decided"));
  if (by == BY_OUTSIDE && !*body)
    refuse(refusals, "body", N_("Write which body it was, not a person"));
  if (text_length(body) > DECISION_BODY_MAX)
    refuse(refusals, "body", N_("Make it shorter: 120 letters at most"));
}

static void
check_days(const Act *act, const char *question, int64_t day_us, int64_t again_us,
           Refusals *refusals)
{
  if (!day_us)
    refuse(refusals, question, N_("Say on which day it was"));
  else if (day_us > act->at_us + TODAY_MOST_US)
    refuse(refusals, question, N_("This day is still to come"));
  if (again_us && again_us <= act->at_us)
    refuse(refusals, "again", N_("Choose a day that is not over yet"));
}

int64_t
decisions_meeting_of_item(Txn *txn, int64_t group_id, int64_t item_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT m.id FROM agenda_item a JOIN meeting m ON m.community_id = ?1"
                    " AND m.id = a.meeting_id AND m.group_id = ?2"
                    " WHERE a.community_id = ?1 AND a.id = ?3");

  bind_int(q, 2, group_id);
  bind_int(q, 3, item_id);
  return query_next(q) ? col_int(q, 0) : 0;
}

/* An idea that this group took up. */
static bool
is_taken_up(Txn *txn, int64_t group_id, int64_t idea_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT 1 FROM idea WHERE community_id = ?1 AND id = ?2"
                                     " AND (group_id = ?3 OR asked_id = ?3)"
                                     " AND outcome IN ('adopted', 'partly')");

  bind_int(q, 2, idea_id);
  bind_int(q, 3, group_id);
  return query_next(q);
}

static void
check_decision(Txn *txn, const Act *act, int64_t group_id, const DecisionWish *wish,
               Refusals *refusals)
{
  words_are_there("what", wish->what, N_("Write what was decided"), refusals);
  words_are_there("why", wish->why, N_("Write why. Nobody can do without a reason."), refusals);
  check_words("do_good", wish->do_good, refusals);
  check_words("do_bad", wish->do_bad, refusals);
  check_words("not_good", wish->not_good, refusals);
  check_words("not_bad", wish->not_bad, refusals);
  check_who(wish->decided_by, wish->body, refusals);
  check_days(act, "day", wish->decided_us, wish->again_us, refusals);
  if (wish->item_id && !decisions_meeting_of_item(txn, group_id, wish->item_id))
    refuse(refusals, "", N_("This is not on an agenda of the group"));
  if (wish->idea_id && !is_taken_up(txn, group_id, wish->idea_id))
    refuse(refusals, "", N_("This idea was not taken up by the group"));
}

static void
bind_day(Query *q, int number, int64_t day_us)
{
  if (day_us)
    bind_int(q, number, day_us);
  else
    bind_null(q, number);
}

static void
set_decision(Txn *txn, const Act *act, int64_t id, int64_t meeting_id, const DecisionWish *wish)
{
  const bool is_outside = wish->decided_by == BY_OUTSIDE;
  g_autoptr(Query) q = db_change(
      txn, act,
      "UPDATE decision SET state = 'made', what = ?3, why = ?4, do_good = ?5, do_bad = ?6,"
      " not_good = ?7, not_bad = ?8, decided_by = ?9, body = ?10, meeting_id = ?11, item_id = ?12,"
      " idea_id = ?13, decided_us = ?14, written_by = ?15, written_at_us = ?16, again_us = ?17,"
      " next_us = ?17 WHERE community_id = ?1 AND id = ?2 AND state = 'open'");

  bind_int(q, 2, id);
  bind_text(q, 3, wish->what);
  bind_text(q, 4, wish->why);
  bind_text(q, 5, wish->do_good);
  bind_text(q, 6, wish->do_bad);
  bind_text(q, 7, wish->not_good);
  bind_text(q, 8, wish->not_bad);
  bind_text(q, 9, decided_by_name(wish->decided_by));
  bind_text(q, 10, is_outside ? wish->body : "");
  bind_int(q, 11, meeting_id);
  bind_int(q, 12, wish->item_id);
  bind_int(q, 13, wish->idea_id);
  bind_int(q, 14, wish->decided_us);
  bind_int(q, 15, act->member_id);
  bind_int(q, 16, act->at_us);
  bind_day(q, 17, wish->again_us);
  query_run(q);
}

void
decisions_write(Txn *txn, const Act *act, int64_t group_id, const Decision *announced,
                const DecisionWish *wish, const char *origin, Refusals *refusals, int64_t *ret_id)
{
  const int64_t id = announced ? announced->id : act_new_id(act);

  check_decision(txn, act, group_id, wish, refusals);
  if (announced && !announced->is_open)
    refuse(refusals, "", N_("This is decided already"));
  if (refusals_count(refusals) > 0)
    return;
  if (!announced)
    insert_row(txn, act, id, group_id, "");
  set_decision(txn, act, id,
               wish->item_id ? decisions_meeting_of_item(txn, group_id, wish->item_id) : 0, wish);
  decision_tell(txn, act, group_id, id, origin);
  decisions_note(txn, act, "decision-written", id, 0);
  *ret_id = id;
}

/* ---- what becomes of it ---- */

static void
check_change(const Act *act, const Decision *decision, const ChangeWish *wish, Refusals *refusals)
{
  words_are_there("why", wish->why, N_("Write why. Nobody can do without a reason."), refusals);
  check_who(wish->by, wish->body, refusals);
  check_days(act, "day", wish->changed_us, wish->again_us, refusals);
  if (wish->changed_us && wish->changed_us < decision->decided_us)
    refuse(refusals, "day", N_("It was not decided yet on this day"));
  if (decision->is_open)
    refuse(refusals, "", N_("This is not decided yet"));
}

static void
set_next(Txn *txn, const Act *act, int64_t decision_id, int64_t next_us)
{
  g_autoptr(Query) q =
      db_change(txn, act, "UPDATE decision SET next_us = ?3 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, decision_id);
  bind_day(q, 3, next_us);
  query_run(q);
}

static int64_t
count_changes(Txn *txn, int64_t decision_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM decision_change"
                                     " WHERE community_id = ?1 AND decision_id = ?2");

  bind_int(q, 2, decision_id);
  return query_next(q) ? col_int(q, 0) : 0;
}

void
decisions_change(Txn *txn, const Act *act, const Decision *decision, const ChangeWish *wish,
                 Refusals *refusals)
{
  check_change(act, decision, wish, refusals);
  if (count_changes(txn, decision->id) >= CHANGES_MAX)
    refuse(refusals, "", N_("There are too many changes of one decision. Write down a new one."));
  if (refusals_count(refusals) > 0)
    return;

  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO decision_change (community_id, id, decision_id, became, changed_by, body, why,"
      " changed_us, again_us, made_by, made_at_us)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");

  bind_int(q, 2, act_new_id(act));
  bind_int(q, 3, decision->id);
  bind_text(q, 4, became_name(wish->became));
  bind_text(q, 5, decided_by_name(wish->by));
  bind_text(q, 6, wish->by == BY_OUTSIDE ? wish->body : "");
  bind_text(q, 7, wish->why);
  bind_int(q, 8, wish->changed_us);
  bind_day(q, 9, wish->again_us);
  bind_int(q, 10, act->member_id);
  bind_int(q, 11, act->at_us);
  query_run(q);
  set_next(txn, act, decision->id, wish->again_us);
  decisions_note(txn, act, wish->became == IT_STANDS ? "decision-looked" : "decision-changed",
                 decision->id, 0);
}

/* ---- the public register ---- */

static void
set_yeses(Txn *txn, const Act *act, int64_t decision_id, int64_t asked_by, int64_t agreed_by)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE decision SET asked_by = ?3, agreed_by = ?4"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, decision_id);
  bind_int(q, 3, asked_by);
  bind_int(q, 4, agreed_by);
  query_run(q);
}

void
decisions_make_public(Txn *txn, const Act *act, const Decision *decision)
{
  if (decision->is_open || decision->is_public || decision->asked_by == act->member_id)
    return; /* nobody is the second yes to their own */

  const bool is_first = decision->asked_by == 0;

  set_yeses(txn, act, decision->id, is_first ? act->member_id : decision->asked_by,
            is_first ? 0 : act->member_id);
  decisions_note(txn, act, is_first ? "decision-asked" : "decision-public", decision->id, 0);
}

void
decisions_keep_inside(Txn *txn, const Act *act, const Decision *decision)
{
  if (!decision->asked_by)
    return;
  set_yeses(txn, act, decision->id, 0, 0);
  if (decision->is_public)
    decisions_note(txn, act, "decision-inside", decision->id, 0);
}
