/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Worries that a supporter tells in a person's name, since that person asked for it. What may be
 * about the supporter is neither theirs to tell nor to read: the same test keeps readers away. */
#include "base/ids.h"
#include "lang/lang.h"
#include "people/seal.h"
#include "safety/worry_rows.h"

static void
blind_trust(Txn *txn, int64_t trust_id, uint8_t ret_blind[static BLIND_BYTES])
{
  char id[ID_TEXT_SIZE];

  seal_blind(txn, "worry.trust", id_to_text(trust_id, id), ret_blind);
}

static bool
is_about_helper(const Worry *worry, const WorryHelp *help)
{
  return worry_is_kept_from(worry, help->helper_id, help->helper_name, help->organises);
}

static void
store_help(Txn *txn, const Act *act, const WorryHelp *help, int64_t worry_id)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  uint8_t blind[BLIND_BYTES];
  size_t len = 0;
  const void *sealed =
      seal_text(txn, arena, worry_id, "worry_help.helper", worry_id, help->helper_name, &len);
  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO worry_help (community_id, worry_id, trust_blind,"
                                 " helper) VALUES (?1, ?2, ?3, ?4)");

  blind_trust(txn, help->trust_id, blind);
  bind_int(q, 2, worry_id);
  bind_blob(q, 3, blind, sizeof(blind));
  bind_blob(q, 4, sealed, len);
  query_run(q);
}

int64_t
worries_raise_with(Txn *txn, const Act *act, const WorryHelp *help, const Worry *worry,
                   const char *code, Refusals *refusals)
{
  if (is_about_helper(worry, help)) {
    refuse(refusals, "who",
           N_("This may be about you, so you cannot tell it here. They can write it without you, or"
              " call one of the numbers"));
    return 0;
  }

  int64_t id = worries_raise(txn, act, worry, code, refusals);

  if (id)
    store_help(txn, act, help, id);
  return id;
}

const Worry *
worries_find_helped(Txn *txn, Arena *arena, const WorryHelp *help, int64_t worry_id)
{
  uint8_t blind[BLIND_BYTES];
  g_autoptr(Query) q = db_query(
      txn, "SELECT k.sealed, w.id, w.about, w.words, w.who, w.kept_from, w.name, w.contact, w.hear,"
           " w.origin, w.made_at_us, w.due_us, w.answered_at_us FROM worry_help h"
           " JOIN worry w ON w.community_id = ?1 AND w.id = h.worry_id"
           " JOIN person_key k ON k.community_id = ?1 AND k.member_id = w.id"
           " WHERE h.community_id = ?1 AND h.worry_id = ?2 AND h.trust_blind = ?3");

  blind_trust(txn, help->trust_id, blind);
  bind_int(q, 2, worry_id);
  bind_blob(q, 3, blind, sizeof(blind));
  if (!query_next(q))
    return NULL;

  Worry *worry = arena_new_of(arena, Worry, 1);

  *worry = worry_read_row(txn, q, arena);
  return txn_trouble(txn) || is_about_helper(worry, help) ? NULL : worry;
}

const Worry *
worries_helped(Txn *txn, Arena *arena, const WorryHelp *help)
{
  Worry *list = arena_new_of(arena, Worry, WORRIES_HELPED_MAX + 1);
  uint8_t blind[BLIND_BYTES];
  g_autoptr(Query) q = db_query(
      txn, "SELECT k.sealed, w.id, w.about, w.words, w.who, w.kept_from, w.name, w.contact, w.hear,"
           " w.origin, w.made_at_us, w.due_us, w.answered_at_us FROM worry_help h"
           " JOIN worry w ON w.community_id = ?1 AND w.id = h.worry_id"
           " JOIN person_key k ON k.community_id = ?1 AND k.member_id = w.id"
           " WHERE h.community_id = ?1 AND h.trust_blind = ?2 ORDER BY h.worry_id DESC LIMIT ?3");
  int count = 0;

  blind_trust(txn, help->trust_id, blind);
  bind_blob(q, 2, blind, sizeof(blind));
  bind_int(q, 3, WORRIES_HELPED_MAX);
  for (int i = 0; i < WORRIES_HELPED_MAX && query_next(q); i++) {
    Worry worry = worry_read_row(txn, q, arena);

    if (!is_about_helper(&worry, help))
      list[count++] = worry;
  }
  return list;
}

const char *
worries_helper(Txn *txn, Arena *arena, int64_t worry_id)
{
  size_t key_len = 0, len = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT k.sealed, h.helper FROM worry_help h"
                    " JOIN person_key k ON k.community_id = ?1 AND k.member_id = h.worry_id"
                    " WHERE h.community_id = ?1 AND h.worry_id = ?2");

  bind_int(q, 2, worry_id);
  if (!query_next(q))
    return NULL;

  const void *key = col_blob(q, 0, &key_len);
  const void *sealed = col_blob(q, 1, &len);
  const char *name = seal_open_with(txn, arena, key, key_len, worry_id, "worry_help.helper",
                                    worry_id, sealed, len);

  if (!name)
    txn_fail(txn, TROUBLE_DATABASE, "safety: a seal does not open; is this the right root key?");
  return name ? name : "";
}
