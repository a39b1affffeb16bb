/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The mail to whoever is asked to do something. What it says is looked up when it goes: who has
 * answered by then, or is no longer asked, gets none. */
#include "meetings/action_news.h"

#include "base/ids.h"
#include "lang/lang.h"
#include "meetings/actions.h"
#include "notices/mail_wishes.h"

enum { GROUP_LETTERS = 60 };

void
action_news_tell(Txn *txn, const Act *act, int64_t action_id, const char *origin)
{
  int64_t owner_id = 0, group_id = 0;
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT owner_id, group_id FROM group_action WHERE community_id = ?1"
                      " AND id = ?2 AND owner_state = 'asked'");

    bind_int(q, 2, action_id);
    if (!query_next(q))
      return;
    owner_id = col_int(q, 0);
    group_id = col_int(q, 1);
  }
  if (owner_id == act->member_id || !*origin ||
      mail_way_to(txn, owner_id, MAIL_KIND_ACTION) != MAIL_COMES)
    return;
  digest_add(txn, act, owner_id,
             &(DigestItem){
                 .kind = "action", .thing_id = action_id, .group_id = group_id, .origin = origin });
}

static bool
write_action(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id, int64_t action_id,
             DigestWords *ret_words)
{
  char group_id[ID_TEXT_SIZE], id[ID_TEXT_SIZE];
  g_autoptr(Query) q =
      db_query(txn, "SELECT a.group_id, g.name, a.words FROM group_action a"
                    " JOIN working_group g ON g.community_id = ?1 AND g.id = a.group_id"
                    " JOIN group_member i ON i.community_id = ?1 AND i.group_id = a.group_id"
                    " AND i.member_id = ?3 AND i.state = 'in'"
                    " WHERE a.community_id = ?1 AND a.id = ?2 AND a.owner_id = ?3"
                    " AND a.owner_state = 'asked' AND a.state NOT IN ('done', 'dropped')");

  bind_int(q, 2, action_id);
  bind_int(q, 3, member_id);
  if (!query_next(q))
    return false;

  g_autofree char *title =
      lang_fill(lang_text(lang, N_("{group} asks whether you would do this")), "group",
                arena_shorten(arena, col_text(q, 1), GROUP_LETTERS), NULL);

  ret_words->group_title = arena_text(arena, title);
  ret_words->path = arena_format(arena, "/groups/%s/actions/%s",
                                 id_to_text(col_int(q, 0), group_id), id_to_text(action_id, id));
  ret_words->words =
      arena_format(arena, "%s\n%s", arena_shorten(arena, col_text(q, 2), ACTION_WORDS_MAX),
                   lang_text(lang, N_("Say yes or no on its page. A no needs no reason.")));
  return true;
}

const DigestKind action_digest_kinds[] = {
  { "action", MAIL_KIND_ACTION, write_action, NULL, NULL, NULL, NULL },
  { NULL, MAIL_KIND_NONE, NULL, NULL, NULL, NULL, NULL },
};
