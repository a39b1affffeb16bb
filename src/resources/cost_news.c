/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Mails about costs and thank-yous. What a mail says is looked up when it goes: a question that was
 * answered by then is in none. */
#include "resources/cost_news.h"

#include "base/ids.h"
#include "resources/rules.h"

#include <string.h>

enum { TITLE_LETTERS = 60 };

/* ---- telling ---- */

static void
add_item(Txn *txn, const Act *act, int64_t member_id, const char *kind, int64_t thing_id,
         const char *origin)
{
  if (*origin)
    digest_add(txn, act, member_id,
               &(DigestItem){
                   .kind = kind, .thing_id = thing_id, .group_id = thing_id, .origin = origin });
}

static void
set_told(Txn *txn, const Act *act, int64_t claim_id, bool is_told)
{
  g_autoptr(Query) q =
      db_change(txn, act, "UPDATE cost_claim SET told = ?3 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, claim_id);
  bind_int(q, 3, is_told);
  query_run(q);
}

typedef struct {
  const char *kind;   /* of the item */
  const char *states; /* the claim's, while there is something to say */
  const char *words;  /* message id */
} NewsRow;

static const NewsRow news_rows[] = {
  [NEWS_NOTED] = { "claim-noted", "sent",
                   N_("Somebody wrote down for you what something cost you. Look at whether it is"
                      " right. You can change it.") },
  [NEWS_ASKED] = { "claim-asked", "asked",
                   N_("There is a question about what something cost you. You can answer it on its"
                      " page.") },
  [NEWS_AGREED] = { "claim-agreed", "agreed paid",
                    N_("There is an answer to what you asked back.") },
  [NEWS_PAID] = { "claim-paid", "paid", N_("It is written down that you got your money back.") },
};

void
claim_news_tell(Txn *txn, const Act *act, int64_t claim_id, ClaimNews news, const char *origin)
{
  int64_t member_id = 0;
  bool is_in_hand = false;
  {
    g_autoptr(Query) q = db_query(txn, "SELECT member_id, paid_how FROM cost_claim"
                                       " WHERE community_id = ?1 AND id = ?2");

    bind_int(q, 2, claim_id);
    if (!query_next(q))
      return;
    member_id = col_int(q, 0);
    is_in_hand = strcmp(col_text(q, 1), "cash") == 0;
  }
  if (!member_id || member_id == act->member_id)
    return;

  const MailWay way = mail_way_to(txn, member_id, MAIL_KIND_COST);

  if (way == MAIL_COMES)
    add_item(txn, act, member_id, news_rows[news].kind, claim_id, origin);
  else if (way == MAIL_CANNOT && news != NEWS_NOTED)
    set_told(txn, act, claim_id, is_in_hand);
}

static int64_t
find_id(Query *q, int64_t meeting_id, int64_t member_id)
{
  bind_int(q, 2, meeting_id);
  bind_int(q, 3, member_id);
  return query_next(q) ? col_int(q, 0) : 0;
}

void
thanks_news_noted(Txn *txn, const Act *act, int64_t group_id, int64_t meeting_id, int64_t member_id,
                  const char *origin)
{
  g_autoptr(Query) q = db_query(txn, "SELECT id FROM fee_choice WHERE community_id = ?1"
                                     " AND meeting_id IN (0, ?2) AND member_id = ?3"
                                     " AND group_id = ?4 ORDER BY at_us DESC, id DESC LIMIT 1");

  bind_int(q, 4, group_id);

  const int64_t id = find_id(q, meeting_id, member_id);

  query_done(g_steal_pointer(&q));
  if (id && member_id != act->member_id &&
      mail_way_to(txn, member_id, MAIL_KIND_COST) == MAIL_COMES)
    add_item(txn, act, member_id, "thanks-noted", id, origin);
}

void
thanks_news_paid(Txn *txn, const Act *act, int64_t meeting_id, int64_t member_id,
                 const char *origin)
{
  g_autoptr(Query) q = db_query(txn, "SELECT id FROM fee_paid WHERE community_id = ?1"
                                     " AND meeting_id = ?2 AND member_id = ?3");
  const int64_t id = find_id(q, meeting_id, member_id);

  query_done(g_steal_pointer(&q));
  if (id && member_id != act->member_id &&
      mail_way_to(txn, member_id, MAIL_KIND_COST) == MAIL_COMES)
    add_item(txn, act, member_id, "thanks-paid", id, origin);
}

/* ---- the mails ---- */

/* There is something to say of this claim of theirs; `*ret_is_in_hand`: they got cash for it. */
static bool
has_news(Txn *txn, int64_t member_id, int64_t claim_id, ClaimNews news, bool *ret_is_in_hand)
{
  g_autoptr(Query) q = db_query(txn, "SELECT state, paid_how FROM cost_claim"
                                     " WHERE community_id = ?1 AND id = ?2 AND member_id = ?3");

  bind_int(q, 2, claim_id);
  bind_int(q, 3, member_id);
  if (!query_next(q))
    return false;
  *ret_is_in_hand = strcmp(col_text(q, 1), "cash") == 0;
  return strstr(news_rows[news].states, col_text(q, 0)) != NULL;
}

static const char *
path_of(Arena *arena, const char *before, int64_t id)
{
  char text[ID_TEXT_SIZE];

  return arena_format(arena, "%s%s", before, id_to_text(id, text));
}

static bool
write_claim(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id, int64_t claim_id,
            ClaimNews news, DigestWords *ret_words)
{
  bool is_in_hand;

  if (!has_news(txn, member_id, claim_id, news, &is_in_hand))
    return false;
  ret_words->group_title = lang_text(lang, N_("About your costs"));
  ret_words->words = lang_text(lang, news_rows[news].words);
  ret_words->path = path_of(arena, "/costs/", claim_id);
  return true;
}

#define WRITER(name, news)                                                                        \
  static bool name(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id, int64_t claim_id, \
                   DigestWords *ret_words)                                                        \
  {                                                                                               \
    return write_claim(txn, arena, lang, member_id, claim_id, news, ret_words);                   \
  }
WRITER(write_noted, NEWS_NOTED)
WRITER(write_asked, NEWS_ASKED)
WRITER(write_agreed, NEWS_AGREED)
WRITER(write_paid, NEWS_PAID)

#define LOSER(name, news)                                                         \
  static void name(Txn *txn, const Act *act, int64_t member_id, int64_t claim_id) \
  {                                                                               \
    bool is_in_hand = false;                                                      \
                                                                                  \
    if (has_news(txn, member_id, claim_id, news, &is_in_hand) && !is_in_hand)     \
      set_told(txn, act, claim_id, false);                                        \
  }
LOSER(lose_asked, NEWS_ASKED)
LOSER(lose_agreed, NEWS_AGREED)
LOSER(lose_paid, NEWS_PAID)

/* The page of the thank-you for a meeting of theirs. */
static bool
write_thanks(Query *q, Arena *arena, const Lang *lang, int64_t member_id, int64_t id,
             const char *words, DigestWords *ret_words)
{
  bind_int(q, 2, id);
  bind_int(q, 3, member_id);
  if (!query_next(q))
    return false;

  const char *group = path_of(arena, "/groups/", col_int(q, 0));
  const char *rest = path_of(arena, "/meetings/", col_int(q, 1));
  g_autofree char *filled = lang_fill(lang_text(lang, words), "meeting",
                                      arena_shorten(arena, col_text(q, 2), TITLE_LETTERS), NULL);

  ret_words->group_title = lang_text(lang, N_("About a thank-you for you"));
  ret_words->words = arena_text(arena, filled);
  ret_words->path = arena_format(arena, "%s%s/thanks", group, rest);
  return true;
}

/* Chosen for always: the page of any meeting of the group shows it; the newest one is named. */
static bool
write_thanks_noted(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id, int64_t choice_id,
                   DigestWords *ret_words)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT c.group_id, m.id, m.title FROM fee_choice c"
                    " JOIN meeting m ON m.community_id = ?1 AND m.group_id = c.group_id"
                    " AND (m.id = c.meeting_id OR c.meeting_id = 0)"
                    " WHERE c.community_id = ?1 AND c.id = ?2 AND c.member_id = ?3"
                    " AND c.entered_by <> 0 ORDER BY m.id DESC LIMIT 1");

  return write_thanks(q, arena, lang, member_id, choice_id,
                      N_("Somebody wrote down what you want with the thank-you for “{meeting}”."
                         " Look at whether it is right. You can change it."),
                      ret_words);
}

static bool
write_thanks_paid(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id, int64_t paid_id,
                  DigestWords *ret_words)
{
  g_autoptr(Query) q = db_query(txn, "SELECT d.group_id, m.id, m.title FROM fee_paid d"
                                     " JOIN meeting m ON m.community_id = ?1"
                                     " AND m.id = d.meeting_id WHERE d.community_id = ?1"
                                     " AND d.id = ?2 AND d.member_id = ?3");

  return write_thanks(q, arena, lang, member_id, paid_id,
                      N_("It is written down that the thank-you for “{meeting}” is paid."),
                      ret_words);
}

const DigestKind cost_digest_kinds[] = {
  { "claim-noted", MAIL_KIND_COST, write_noted, NULL, NULL, NULL, NULL },
  { "claim-asked", MAIL_KIND_COST, write_asked, .lose = lose_asked },
  { "claim-agreed", MAIL_KIND_COST, write_agreed, .lose = lose_agreed },
  { "claim-paid", MAIL_KIND_COST, write_paid, .lose = lose_paid },
  { "thanks-noted", MAIL_KIND_COST, write_thanks_noted, NULL, NULL, NULL, NULL },
  { "thanks-paid", MAIL_KIND_COST, write_thanks_paid, NULL, NULL, NULL, NULL },
  { NULL, MAIL_KIND_NONE, NULL, NULL, NULL, NULL, NULL },
};
