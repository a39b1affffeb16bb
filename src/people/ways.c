/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Where somebody is signed in, and what happened at the door. */
#include "people/ways.h"

#include "base/clock.h"
#include "lang/lang.h"
#include "people/kinds.h"

#include <string.h>

#define NOTES_US (90 * US_PER_DAY)

const SignIn *
sign_ins_list(Txn *txn, Arena *arena, int64_t member_id, int64_t now_us)
{
  SignIn *list = arena_new_of(arena, SignIn, SIGN_INS_SHOWN + 1);
  g_autoptr(Query) q =
      db_query(txn, "SELECT id, way, label, made_at_us, touched_at_us, ends_at_us FROM session"
                    " WHERE community_id = ?1 AND member_id = ?2 AND id <> 0"
                    " AND (ends_at_us IS NULL OR ends_at_us > ?3) AND touched_at_us > ?4"
                    " ORDER BY id DESC LIMIT ?5");
  int count = 0;

  bind_int(q, 2, member_id);
  bind_int(q, 3, now_us);
  bind_int(q, 4, now_us - 30 * US_PER_DAY);
  bind_int(q, 5, SIGN_INS_SHOWN);
  while (count < SIGN_INS_SHOWN && query_next(q))
    list[count++] = (SignIn){ .id = col_int(q, 0),
                              .way = way_from_name(col_text(q, 1)),
                              .label = arena_text(arena, col_text(q, 2)),
                              .made_at_us = col_int(q, 3),
                              .touched_at_us = col_int(q, 4),
                              .ends_at_us = col_is_null(q, 5) ? 0 : col_int(q, 5) };
  return list;
}

bool
sign_in_end(Txn *txn, const Act *act, int64_t member_id, int64_t sign_in_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "DELETE FROM session WHERE community_id = ?1 AND member_id = ?2"
                                 " AND id = ?3 AND id <> 0");

  bind_int(q, 2, member_id);
  bind_int(q, 3, sign_in_id);
  return query_run(q) && query_changes(q) > 0;
}

int
sign_ins_end_others(Txn *txn, const Act *act, int64_t member_id, int64_t but_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "DELETE FROM session WHERE community_id = ?1 AND member_id = ?2"
                                 " AND (id <> ?3 OR ?3 = 0)");

  bind_int(q, 2, member_id);
  bind_int(q, 3, but_id);
  query_run(q);
  people_log(txn, act, "sign-ins-ended", member_id);
  return (int)query_changes(q);
}

void
sign_ins_end_of_way(Txn *txn, const Act *act, int64_t member_id, SignInWay way)
{
  g_autoptr(Query) q = db_change(
      txn, act, "DELETE FROM session WHERE community_id = ?1 AND member_id = ?2 AND way = ?3");

  bind_int(q, 2, member_id);
  bind_text(q, 3, way_name(way));
  query_run(q);
}

void
sign_ins_end_of_key(Txn *txn, const Act *act, int64_t member_id, int64_t key_id)
{
  g_autoptr(Query) q = db_change(
      txn, act, "DELETE FROM session WHERE community_id = ?1 AND member_id = ?2 AND key_id = ?3");

  bind_int(q, 2, member_id);
  bind_int(q, 3, key_id);
  query_run(q);
}

void
sign_in_name(Txn *txn, const Act *act, int64_t member_id, int64_t sign_in_id, const char *label)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE session SET label = ?4 WHERE community_id = ?1"
                                 " AND member_id = ?2 AND id = ?3 AND id <> 0");

  bind_int(q, 2, member_id);
  bind_int(q, 3, sign_in_id);
  bind_text(q, 4, label);
  query_run(q);
}

void
ways_close(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) passkeys =
      db_change(txn, act, "DELETE FROM passkey WHERE community_id = ?1 AND member_id = ?2");
  g_autoptr(Query) asked = db_change(
      txn, act, "DELETE FROM passkey_challenge WHERE community_id = ?1 AND member_id = ?2");
  g_autoptr(Query) cards =
      db_change(txn, act, "DELETE FROM key_card WHERE community_id = ?1 AND member_id = ?2");
  g_autoptr(Query) helpers = db_change(txn, act,
                                       "DELETE FROM door_helper WHERE community_id = ?1"
                                       " AND (member_id = ?2 OR helper_id = ?2)");
  /* Also where they are in: nothing opens again should they come back. */
  g_autoptr(Query) sessions =
      db_change(txn, act, "DELETE FROM session WHERE community_id = ?1 AND member_id = ?2");
  Query *const all[] = { passkeys, asked, cards, helpers, sessions };

  for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
    bind_int(all[i], 2, member_id);
    query_run(all[i]);
  }
}

/* ---- what happened at the door ---- */

static const struct {
  const char *kind, *words;
} note_kinds[] = {
  { "card-made", N_("A key card was made for you") },
  { "card-used", N_("Your card was used") },
  { "card-ended", N_("Your card was ended") },
  { "passkey-added", N_("A passkey was added") },
  { "passkey-removed", N_("A passkey was removed") },
  { "passkey-vouched", N_("An organiser said yes to your passkey") },
  { "passkey-count-odd", N_("One of your passkeys may have been copied") },
  { "helped-in", N_("Somebody helped you come in") },
  { "door-helper-added", N_("You chose somebody who may help you come in") },
  { "door-helper-removed", N_("Somebody may no longer help you come in") },
  { "sign-ins-ended", N_("You were signed out everywhere else") },
  { "link-made", N_("A link to come in was made for you") },
  { "link-spent", N_("You came in by a link") },
  { "passkey-used", N_("You came in by passkey") },
};

const char *
door_note_words(const char *kind)
{
  for (size_t i = 0; i < G_N_ELEMENTS(note_kinds); i++)
    if (strcmp(note_kinds[i].kind, kind) == 0)
      return note_kinds[i].words;
  return NULL;
}

const DoorNote *
door_notes(Txn *txn, Arena *arena, int64_t member_id, int64_t now_us, int limit)
{
  DoorNote *list = arena_new_of(arena, DoorNote, limit + 1);
  g_autoptr(Query) q = db_query(
      txn, "SELECT l.kind, l.at_us, m.name FROM log_entry l"
           " LEFT JOIN member m ON m.community_id = ?1 AND m.id = l.actor_id AND m.id <> ?2"
           " WHERE l.community_id = ?1 AND l.concerns_id = ?2 AND l.at_us > ?3"
           " AND l.kind IN ('card-made', 'card-used', 'card-ended', 'passkey-added',"
           " 'passkey-removed', 'passkey-vouched', 'passkey-count-odd', 'helped-in',"
           " 'door-helper-added', 'door-helper-removed', 'sign-ins-ended', 'link-made',"
           " 'link-spent', 'passkey-used') ORDER BY l.id DESC LIMIT ?4");
  int count = 0;

  bind_int(q, 2, member_id);
  bind_int(q, 3, now_us - NOTES_US);
  bind_int(q, 4, limit);
  while (count < limit && query_next(q))
    list[count++] = (DoorNote){ .words = door_note_words(col_text(q, 0)),
                                .at_us = col_int(q, 1),
                                .actor_name = arena_text(arena, col_text(q, 2)) };
  return list;
}

bool
ways_has_own(Txn *txn, int64_t member_id)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT 1 FROM member m WHERE m.community_id = ?1 AND m.id = ?2"
           " AND ((m.reach = 'email' AND m.address_doubt_us = 0) OR EXISTS (SELECT 1 FROM passkey p"
           " WHERE p.community_id = ?1 AND p.member_id = ?2 AND p.is_own = 1))");

  bind_int(q, 2, member_id);
  return query_next(q);
}

bool
ways_can_organise(Txn *txn, int64_t member_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT 1 FROM passkey WHERE community_id = ?1"
                                     " AND member_id = ?2 AND is_vouched = 1 LIMIT 1");

  bind_int(q, 2, member_id);
  return query_next(q);
}
