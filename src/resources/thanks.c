/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Thank-yous: what is offered, what each wants with it, paying. */
#include "resources/thanks.h"

#include "base/clock.h"
#include "base/text.h"
#include "groups/places.h"
#include "groups/texts.h"
#include "lang/lang.h"
#include "people/seal.h"
#include "resources/money.h"
#include "resources/rules.h"

#include <string.h>

const Choice thanks_choices[] = {
  { .value = "take", .label = N_("I take it") },
  { .value = "decline",
    .label = N_("No, thank you"),
    .hint = N_("That is as good an answer. Nobody will ask why.") },
  { .value = "give", .label = N_("Give it to somebody else") },
  { .value = NULL },
};

static const char *const names[] = { "", "take", "decline", "give", "later" };

ThanksChoice
thanks_from_name(const char *name)
{
  for (int i = THANKS_TAKE; i <= THANKS_LATER; i++)
    if (strcmp(names[i], name) == 0)
      return (ThanksChoice)i;
  return THANKS_NONE;
}

/* ---- what is offered ---- */

Fee
fees_find(Txn *txn, Arena *arena, const Meeting *meeting)
{
  Fee fee = { .words = "" };
  g_autoptr(Query) q =
      db_query(txn, "SELECT id, pence, words, made_at_us, meeting_id FROM fee_offer"
                    " WHERE community_id = ?1 AND group_id = ?2 AND (meeting_id = ?3"
                    " OR (meeting_id = 0 AND made_at_us <= ?4))"
                    " ORDER BY meeting_id DESC, id DESC LIMIT 1");

  bind_int(q, 2, meeting->group_id);
  bind_int(q, 3, meeting->id);
  bind_int(q, 4, meeting->starts_at_us);
  if (!query_next(q))
    return fee;
  return (Fee){ .id = col_int(q, 0),
                .pence = col_int(q, 1),
                .words = arena_text(arena, col_text(q, 2)),
                .made_at_us = col_int(q, 3),
                .is_for_group = col_int(q, 4) == 0 };
}

void
fees_set(Txn *txn, const Act *act, const CostViewer *viewer, const Meeting *meeting,
         bool is_for_group, int64_t pence, const char *words, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);

  if (viewer->member_id != act->member_id || !claims_may_see_to(txn, meeting->group_id, viewer))
    refuse(refusals, "", N_("Whoever looks after the money offers this"));
  else if (pence > 0 && !offer_gives(offers_newest(txn, arena, meeting->group_id), "payment"))
    refuse(refusals, "", N_("Write into the group's offer first that people are paid"));
  if (pence < 0 || pence > MONEY_MOST_PENCE)
    refuse(refusals, "pence", N_("Enter an amount, such as £25"));
  if (text_length(words) > FEE_WORDS_MAX)
    refuse(refusals, "words", N_("Make it shorter: 300 letters at most"));
  if (refusals_count(refusals) > 0)
    return;

  const int64_t id = act_new_id(act);
  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO fee_offer (community_id, id, group_id, meeting_id,"
                                 " pence, words, made_by, made_at_us)"
                                 " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");

  bind_int(q, 2, id);
  bind_int(q, 3, meeting->group_id);
  bind_int(q, 4, is_for_group ? 0 : meeting->id);
  bind_int(q, 5, pence);
  bind_text(q, 6, words);
  bind_int(q, 7, act->member_id);
  bind_int(q, 8, act->at_us);
  query_run(q);
  resources_note(txn, act, "fee-offered", id, 0);
}

/* ---- what somebody wants with it ---- */

Thanks
thanks_find(Txn *txn, Arena *arena, const Meeting *meeting, int64_t member_id)
{
  Thanks thanks = { .give_to = "", .entered_by_name = "", .way = "", .paid_how = "" };
  g_autoptr(Query) q =
      db_query(txn, "SELECT k.sealed, c.give_to, c.id, c.choice, c.meeting_id, c.entered_by,"
                    " COALESCE(e.name, ''), c.way FROM fee_choice c"
                    " JOIN person_key k ON k.community_id = ?1 AND k.member_id = c.member_id"
                    " LEFT JOIN member e ON e.community_id = ?1 AND e.id = c.entered_by WHERE "
                    "c.community_id = ?1 AND c.group_id = ?2"
                    " AND c.meeting_id IN (0, ?3) AND c.member_id = ?4"
                    " ORDER BY c.meeting_id DESC LIMIT 1");
  g_autoptr(Query) paid =
      db_query(txn, "SELECT pence, paid_at_us, how FROM fee_paid WHERE community_id = ?1"
                    " AND meeting_id = ?2 AND member_id = ?3");

  bind_int(q, 2, meeting->group_id);
  bind_int(q, 3, meeting->id);
  bind_int(q, 4, member_id);
  if (query_next(q)) {
    thanks.choice = thanks_from_name(col_text(q, 3));
    thanks.is_always = col_int(q, 4) == 0;
    thanks.give_to = open_sealed(txn, arena, q, 0, 1, member_id, GIVE_PLACE, col_int(q, 2));
    thanks.entered_by = col_int(q, 5);
    thanks.entered_by_name = arena_text(arena, col_text(q, 6));
    thanks.way = arena_text(arena, col_text(q, 7));
  }
  bind_int(paid, 2, meeting->id);
  bind_int(paid, 3, member_id);
  if (query_next(paid)) {
    thanks.paid_pence = col_int(paid, 0);
    thanks.paid_at_us = col_int(paid, 1);
    thanks.paid_how = arena_text(arena, col_text(paid, 2));
  }
  return thanks;
}

static int64_t
row_of(Txn *txn, const Act *act, int64_t group_id, int64_t meeting_id, int64_t member_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT id FROM fee_choice WHERE community_id = ?1"
                                     " AND group_id = ?2 AND meeting_id = ?3 AND member_id = ?4");

  bind_int(q, 2, group_id);
  bind_int(q, 3, meeting_id);
  bind_int(q, 4, member_id);
  return query_next(q) ? col_int(q, 0) : act_new_id(act);
}

static void
put_choice(Txn *txn, const Act *act, const Meeting *meeting, const ThanksNote *note)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const int64_t meeting_id = note->is_always ? 0 : meeting->id;
  const int64_t id = row_of(txn, act, meeting->group_id, meeting_id, note->member_id);
  const char *give_to = note->choice == THANKS_GIVE ? note->give_to : "";
  size_t len = 0;
  const void *sealed =
      *give_to ? seal_text(txn, arena, note->member_id, GIVE_PLACE, id, give_to, &len) : NULL;
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO fee_choice (community_id, id, group_id, meeting_id, member_id, choice,"
                " give_to, at_us, entered_by, way)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
                " ON CONFLICT (community_id, group_id, meeting_id, member_id) DO UPDATE"
                " SET choice = excluded.choice, give_to = excluded.give_to,"
                " at_us = excluded.at_us, entered_by = excluded.entered_by, way = excluded.way");

  bind_int(q, 2, id);
  bind_int(q, 3, meeting->group_id);
  bind_int(q, 4, meeting_id);
  bind_int(q, 5, note->member_id);
  bind_text(q, 6, names[note->choice]);
  bind_blob(q, 7, sealed, len);
  bind_int(q, 8, act->at_us);
  bind_int(q, 9, note->member_id == act->member_id ? 0 : act->member_id);
  bind_text(q, 10, note->way);
  query_run(q);
}

/* What was said for one meeting stands behind what is wanted always from now on. */
static void
drop_choice(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "DELETE FROM fee_choice WHERE community_id = ?1 AND group_id = ?2"
                                 " AND meeting_id = ?3 AND member_id = ?4");

  bind_int(q, 2, meeting->group_id);
  bind_int(q, 3, meeting->id);
  bind_int(q, 4, member_id);
  query_run(q);
}

static void
keep_choice(Txn *txn, const Act *act, const Meeting *meeting, const ThanksNote *note,
            Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const Thanks before = thanks_find(txn, arena, meeting, note->member_id);
  const bool is_own = note->member_id == act->member_id;

  if (!groups_may(txn, meeting->group_id, note->member_id, GROUP_TO_READ))
    refuse(refusals, "", N_("Only who is in the group can answer"));
  else if (fees_find(txn, arena, meeting).pence == 0)
    refuse(refusals, "", N_("No thank-you in money is offered for this meeting"));
  else if (before.paid_at_us && !note->is_always)
    refuse(refusals, "", N_("It is paid already for this meeting"));
  if (note->choice == THANKS_NONE)
    refuse(refusals, "choice", N_("Choose one of the answers"));
  if (note->choice == THANKS_GIVE && !*note->give_to)
    refuse(refusals, "give_to", N_("Say to whom it is given"));
  if (text_length(note->give_to) > GIVE_TO_MAX)
    refuse(refusals, "give_to", N_("Make it shorter: 200 letters at most"));
  if (refusals_count(refusals) > 0)
    return;
  if (note->choice == THANKS_LATER && before.choice != THANKS_NONE)
    return;
  put_choice(txn, act, meeting, note);
  if (note->is_always && !before.paid_at_us)
    drop_choice(txn, act, meeting, note->member_id);
  resources_note(txn, act, is_own ? "thanks-chosen" : "thanks-noted", meeting->id, note->member_id);
}

void
thanks_choose(Txn *txn, const Act *act, const Meeting *meeting, ThanksChoice choice,
              const char *give_to, bool is_always, Refusals *refusals)
{
  const ThanksNote own = { .member_id = act->member_id,
                           .choice = choice,
                           .give_to = give_to,
                           .is_always = is_always || choice == THANKS_LATER,
                           .way = "page" };

  keep_choice(txn, act, meeting, &own, refusals);
}

bool
thanks_may_note(Txn *txn, int64_t group_id, const CostViewer *viewer)
{
  return claims_may_see_to(txn, group_id, viewer) ||
         meetings_may_arrange(txn, group_id, viewer->member_id);
}

void
thanks_note(Txn *txn, const Act *act, const CostViewer *viewer, const Meeting *meeting,
            const ThanksNote *note, Refusals *refusals)
{
  if (viewer->member_id != act->member_id || !thanks_may_note(txn, meeting->group_id, viewer))
    refuse(refusals, "", N_("Whoever looks after the money or the meeting writes this down"));
  else if (note->member_id == act->member_id)
    refuse(refusals, "name", N_("This is for somebody else. For yourself, go back and choose"));
  if (choice_place(said_way_choices, note->way) < 0)
    refuse(refusals, "way", N_("Choose how they said it"));
  if (note->choice == THANKS_LATER)
    refuse(refusals, "choice", N_("Choose one of the answers"));
  if (refusals_count(refusals) == 0)
    keep_choice(txn, act, meeting, note, refusals);
}

/* ---- paying ---- */

/* Who came, what they want, and that it is not paid yet. */
#define TO_THANK                                                                                \
  "SELECT m.id, x.member_id, m.group_id, p.name, m.title, COALESCE(g.name, ''),"                \
  " COALESCE(m.ends_at_us, m.starts_at_us), " FEE_PENCE ", COALESCE(o.choice, a.choice, ''),"   \
  " k.sealed, CASE WHEN o.id IS NULL THEN a.give_to ELSE o.give_to END, COALESCE(o.id, a.id),"  \
  " COALESCE(o.entered_by, a.entered_by, 0)"                                                    \
  " FROM meeting_presence x JOIN meeting m ON m.community_id = ?1 AND m.id = x.meeting_id"      \
  " AND m.state <> 'off' JOIN member p ON p.community_id = ?1 AND p.id = x.member_id"           \
  " JOIN person_key k ON k.community_id = ?1 AND k.member_id = x.member_id"                     \
  " LEFT JOIN working_group g ON g.community_id = ?1 AND g.id = m.group_id"                     \
  " LEFT JOIN fee_choice o ON o.community_id = ?1 AND o.group_id = m.group_id"                  \
  " AND o.meeting_id = m.id AND o.member_id = x.member_id"                                      \
  " LEFT JOIN fee_choice a ON a.community_id = ?1 AND a.group_id = m.group_id"                  \
  " AND a.meeting_id = 0 AND a.member_id = x.member_id"                                         \
  " WHERE x.community_id = ?1 AND COALESCE(o.choice, a.choice) IN ('take', 'give')"             \
  " AND NOT EXISTS (SELECT 1 FROM fee_paid d WHERE d.community_id = ?1 AND d.meeting_id = m.id" \
  " AND d.member_id = x.member_id)"

static ToThank
read_to_thank(Txn *txn, Arena *arena, Query *q)
{
  const int64_t member_id = col_int(q, 1);

  return (ToThank){ .meeting_id = col_int(q, 0),
                    .member_id = member_id,
                    .group_id = col_int(q, 2),
                    .name = arena_text(arena, col_text(q, 3)),
                    .meeting_title = arena_text(arena, col_text(q, 4)),
                    .group_name = arena_text(arena, col_text(q, 5)),
                    .meeting_end_us = col_int(q, 6),
                    .pence = col_int(q, 7),
                    .choice = thanks_from_name(col_text(q, 8)),
                    .entered_by = col_int(q, 12),
                    .give_to =
                        open_sealed(txn, arena, q, 9, 10, member_id, GIVE_PLACE, col_int(q, 11)) };
}

const ToThank *
thanks_waiting(Txn *txn, Arena *arena, const CostViewer *viewer)
{
  const CostSeers *seers = cost_seers_find(txn, arena);
  ToThank *list = arena_new_of(arena, ToThank, THANKS_OPEN_MAX + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, TO_THANK " ORDER BY m.starts_at_us NULLS FIRST, m.id, p.sort_key,"
                             " p.id");

  while (count < THANKS_OPEN_MAX && query_next(q))
    if (col_int(q, 7) > 0 &&
        cost_seers_may(seers, col_int(q, 2), col_int(q, 1), col_int(q, 12), viewer))
      list[count++] = read_to_thank(txn, arena, q);
  return list;
}

const ToThank *
thanks_coming(Txn *txn, Arena *arena, int64_t member_id)
{
  ToThank *list = arena_new_of(arena, ToThank, THANKS_OPEN_MAX + 1);
  int count = 0;
  g_autoptr(Query) q = db_query(txn, TO_THANK " AND x.member_id = ?2"
                                              " ORDER BY m.starts_at_us NULLS FIRST, m.id");

  bind_int(q, 2, member_id);
  while (count < THANKS_OPEN_MAX && query_next(q))
    if (col_int(q, 7) > 0 && thanks_from_name(col_text(q, 8)) == THANKS_TAKE)
      list[count++] = read_to_thank(txn, arena, q);
  return list;
}

static const ToThank *
find_to_thank(Txn *txn, Arena *arena, int64_t meeting_id, int64_t member_id)
{
  g_autoptr(Query) q = db_query(txn, TO_THANK " AND x.meeting_id = ?2 AND x.member_id = ?3");
  ToThank *found = arena_new_of(arena, ToThank, 1);

  bind_int(q, 2, meeting_id);
  bind_int(q, 3, member_id);
  if (query_next(q))
    *found = read_to_thank(txn, arena, q);
  return found;
}

void
thanks_pay(Txn *txn, const Act *act, const CostViewer *viewer, int64_t meeting_id,
           int64_t member_id, const char *how, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(2 * 1024 * 1024);
  const ToThank *thanked = find_to_thank(txn, arena, meeting_id, member_id);

  if (thanked->member_id == 0 || thanked->pence == 0)
    refuse(refusals, "", N_("Nothing is to be paid"));
  else if (viewer->member_id != act->member_id ||
           !cost_seers_may(cost_seers_find(txn, arena), thanked->group_id, member_id,
                           thanked->entered_by, viewer))
    refuse(refusals, "", N_("Somebody else has to pay this"));
  if (choice_place(paid_how_choices, how) < 0)
    refuse(refusals, "how", N_("Choose how it was paid"));
  if (refusals_count(refusals) > 0)
    return;

  const int64_t id = act_new_id(act);
  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO fee_paid (community_id, id, group_id, meeting_id,"
                                 " member_id, choice, pence, how, paid_by, paid_at_us)"
                                 " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");

  bind_int(q, 2, id);
  bind_int(q, 3, thanked->group_id);
  bind_int(q, 4, meeting_id);
  bind_int(q, 5, member_id);
  bind_text(q, 6, names[thanked->choice]);
  bind_int(q, 7, thanked->pence);
  bind_text(q, 8, how);
  bind_int(q, 9, act->member_id);
  bind_int(q, 10, act->at_us);
  query_run(q);
  resources_note(txn, act, "thanks-paid", id, member_id);
}

/* ---- asked once ---- */

ThanksAsked
thanks_asked(Txn *txn, int64_t member_id, int64_t now_us)
{
  ThanksAsked asked = { 0 };
  {
    g_autoptr(Query) q = db_query(
        txn, "SELECT m.group_id, m.id FROM group_member i JOIN meeting m ON m.community_id = ?1"
             " AND m.group_id = i.group_id AND m.state <> 'off' AND m.starts_at_us > ?3"
             " AND m.starts_at_us < ?4 WHERE i.community_id = ?1 AND i.member_id = ?2"
             " AND i.state = 'in' AND " FEE_PENCE " > 0 AND NOT EXISTS (SELECT 1"
             " FROM fee_choice c WHERE c.community_id = ?1 AND c.group_id = i.group_id"
             " AND c.member_id = ?2) ORDER BY m.starts_at_us NULLS LAST, m.id LIMIT 1");

    bind_int(q, 2, member_id);
    bind_int(q, 3, now_us - 14 * US_PER_DAY);
    bind_int(q, 4, now_us + 56 * US_PER_DAY);
    if (!query_next(q))
      return asked;
    asked = (ThanksAsked){ col_int(q, 0), col_int(q, 1) };
  }

  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const Place *place = places_find(txn, arena, asked.group_id, member_id);

  if (place && side_of_role(place->role) == SIDE_WORK)
    return (ThanksAsked){ 0 };
  return asked;
}
