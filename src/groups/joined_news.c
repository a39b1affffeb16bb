/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The mail to whoever was written down. What it says is looked up when it goes: who has left or
 * taken it back by then gets none. */
#include "groups/joined_news.h"

#include "base/ids.h"
#include "lang/lang.h"
#include "notices/mail_wishes.h"

#include <string.h>

enum { GROUP_LETTERS = 60 };

void
joined_news_tell(Txn *txn, const Act *act, int64_t group_id, int64_t member_id, const char *origin)
{
  int64_t id = 0;
  {
    g_autoptr(Query) q = db_query(txn, "SELECT id FROM group_member WHERE community_id = ?1"
                                       " AND group_id = ?2 AND member_id = ?3 AND way <> ''");

    bind_int(q, 2, group_id);
    bind_int(q, 3, member_id);
    if (!query_next(q))
      return;
    id = col_int(q, 0);
  }
  if (mail_way_to(txn, member_id, MAIL_KIND_DECIDED) != MAIL_COMES)
    return;
  digest_add(
      txn, act, member_id,
      &(DigestItem){ .kind = "joined", .thing_id = id, .group_id = group_id, .origin = origin });
}

static bool
write_joined(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id, int64_t place_id,
             DigestWords *ret_words)
{
  char group_id[ID_TEXT_SIZE];
  g_autoptr(Query) q =
      db_query(txn, "SELECT i.group_id, i.state, g.name FROM group_member i"
                    " JOIN working_group g ON g.community_id = ?1 AND g.id = i.group_id"
                    " WHERE i.community_id = ?1 AND i.id = ?2 AND i.member_id = ?3"
                    " AND i.way <> '' AND i.state IN ('in', 'asked')");

  bind_int(q, 2, place_id);
  bind_int(q, 3, member_id);
  if (!query_next(q))
    return false;

  const bool is_in = strcmp(col_text(q, 1), "in") == 0;

  ret_words->group_title = arena_shorten(arena, col_text(q, 2), GROUP_LETTERS);
  ret_words->words = lang_text(
      lang, is_in
                ? N_("Somebody wrote down for you that you join this group. On its page you see"
                     " who it was and what was offered to you. You can change it or leave.")
                : N_("Somebody wrote down for you that you ask to join this group. On its page you"
                     " can take it back."));
  ret_words->path =
      arena_format(arena, "/groups/%s%s", id_to_text(col_int(q, 0), group_id), is_in ? "/me" : "");
  return true;
}

const DigestKind joined_digest_kinds[] = {
  { "joined", MAIL_KIND_DECIDED, write_joined, NULL, NULL, NULL, NULL },
  { NULL, MAIL_KIND_NONE, NULL, NULL, NULL, NULL, NULL },
};
