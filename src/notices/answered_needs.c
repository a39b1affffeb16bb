/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Needs out of answers. */
#include "notices/answered_needs.h"

#include "base/text.h"
#include "lang/lang.h"

enum { SHEET_ARENA = 1024 * 1024 };

bool
answer_may_be_need(const MailAnswer *answer)
{
  return answer->answer != ANSWER_YES && *answer->words && !answer->kept_at_us;
}

static void
mark_kept(Txn *txn, const Act *act, int64_t answer_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE mail_answer SET kept_at_us = ?3, kept_by = ?4"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, answer_id);
  bind_int(q, 3, act->at_us);
  bind_int(q, 4, act->member_id);
  query_run(q);
}

void
answer_keep_need(Txn *txn, const Act *act, const MailAnswer *answer, const AnsweredNeed *need,
                 Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(SHEET_ARENA);
  const Needs *sheet = needs_read(txn, arena, answer->member_id, false);
  NeedsOfKind of_kind = sheet->kinds[need->kind];
  const int before = refusals_count(refusals);
  const bool is_own = act->member_id == answer->member_id;
  g_autofree char *words = text_tidy(need->words);
  g_autofree char *all =
      *of_kind.words ? g_strconcat(of_kind.words, "\n", words, NULL) : g_strdup(words);

  if (!*words)
    refuse(refusals, "words", N_("Write what is needed"));
  else if (text_length(all) > NEED_WORDS_MAX)
    refuse(refusals, "words", N_("Make it shorter: with what is there already it is too long"));
  else if (!is_own && !need->is_shared && of_kind.is_shared && needs_have_any(&of_kind))
    refuse(refusals, "share",
           N_("Organisers may know what they wrote under this heading, so they would know this too."
              " Ask them if that is right, or choose another heading"));
  if (refusals_count(refusals) > before || txn_trouble(txn))
    return;

  if (is_own || !needs_have_any(&of_kind))
    of_kind.is_shared = need->is_shared;
  of_kind.is_words_must = need->is_must || (*of_kind.words && of_kind.is_words_must);
  of_kind.words = all;
  needs_change(txn, act, answer->member_id, need->kind, &of_kind);
  mark_kept(txn, act, answer->id);
}
