/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Letting a paper out. Who gets it is starting.c, looking at a release is release_look.c,
 * at copies deliveries.c, the mail is paper_mail.c. */
#include "papers/releases.h"

#include "base/text.h"
#include "lang/lang.h"
#include "papers/late.h"
#include "papers/rules.h"
#include "papers/versions.h"

#include <string.h>

enum { REASON_MAX = 300 };

/* ---- letting it out ---- */

/* " the words ", folded, so that whole words can be looked for. */
static char *
words_between_spaces(const char *text)
{
  g_autofree char *key = text_sort_key(text);

  for (char *c = key; *c; c++)
    if (g_ascii_ispunct(*c))
      *c = ' ';

  g_auto(GStrv) words = g_strsplit(key, " ", -1);
  GString *spaced = g_string_new(" ");

  for (char **word = words; *word; word++)
    if (**word)
      g_string_append_printf(spaced, "%s ", *word);
  return g_string_free(spaced, FALSE);
}

static bool
names_a_format(const char *reason_words)
{
  static const char *const names[] = { " braille ",       " easy read ", " easyread ",
                                       " large print ",   " audio ",     " blind ",
                                       " deaf ",          " film ",      " bsl ",
                                       " sign language ", " recording ", " translation ",
                                       " photo story " };

  for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
    if (strstr(reason_words, names[i]))
      return true;
  return false;
}

static bool
has_a_name(Txn *txn, const char *reason_words)
{
  g_autoptr(Query) q = db_query(txn, "SELECT name FROM member WHERE community_id = ?1");

  while (query_next(q)) {
    g_autofree char *name = words_between_spaces(col_text(q, 0));

    if (name[1] && strstr(reason_words, name))
      return true;
  }
  return false;
}

bool
papers_names_a_member(Txn *txn, const char *published)
{
  g_autofree char *words = words_between_spaces(published);

  return has_a_name(txn, words);
}

/* The reason is published, so it must not tell who needs what (design, idea 8). */
static bool
check_reason(Txn *txn, const char *reason, Refusals *refusals)
{
  g_autofree char *words = words_between_spaces(reason);

  if (text_length(reason) > REASON_MAX)
    refuse(refusals, "reason", N_("Make the reason shorter: 300 letters at most"));
  else if (names_a_format(words) || has_a_name(txn, words))
    refuse(refusals, "reason",
           N_("Members can read this reason. Leave out names, and who needs what: say only why it "
              "cannot wait"));
  else
    return true;
  return false;
}

static void
refuse_unready(const Release *release, Refusals *refusals)
{
  int missing = release->formats_count - release->formats_ready + release->made_missing;
  g_autofree char *count = g_strdup_printf("%d", missing);

  if (missing == 1)
    refuse(refusals, "reason",
           N_("One format is not ready yet. Wait for it, or say why this cannot wait"));
  else
    refuse_with(refusals, "reason",
                N_("{count} formats are not ready yet. Wait for them, or say why this cannot wait"),
                "count", count);
}

/* Who stopped taking part while the formats were made: it is not for them any more. */
static void
drop_who_is_gone(Txn *txn, const Act *act, int64_t release_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "DELETE FROM delivery WHERE community_id = ?1 AND release_id = ?2"
                                 " AND member_id IN (SELECT id FROM member WHERE community_id = ?1"
                                 " AND state <> 'here')");

  bind_int(q, 2, release_id);
  query_run(q);
}

static void
mark_released(Txn *txn, const Act *act, const Release *release, const char *reason)
{
  g_autoptr(Query) out = db_change(txn, act,
                                   "UPDATE release SET released_at_us = ?3, override_reason = ?4"
                                   " WHERE community_id = ?1 AND id = ?2");

  bind_int(out, 2, release->id);
  bind_int(out, 3, act->at_us);
  bind_text(out, 4, reason);
  query_run(out);

  /* Of a slip nobody is told: nothing is left to be done. */
  g_autoptr(Query) copies = db_change(txn, act,
                                      "UPDATE delivery SET released_at_us = ?3,"
                                      " done_at_us = CASE WHEN ?4 = 1 THEN ?3 ELSE done_at_us END"
                                      " WHERE community_id = ?1 AND release_id = ?2");

  bind_int(copies, 2, release->id);
  bind_int(copies, 3, act->at_us);
  bind_int(copies, 4, release->is_slip);
  query_run(copies);

  g_autoptr(Query) paper = db_change(txn, act,
                                     "UPDATE paper SET sent_at_us = ?3 WHERE community_id = ?1"
                                     " AND id = ?2 AND sent_at_us IS NULL");

  bind_int(paper, 2, release->paper_id);
  bind_int(paper, 3, act->at_us);
  query_run(paper);
}

/* Whoever waits still for an older version gets this one instead. */
static void
overtake(Txn *txn, const Act *act, const Release *release)
{
  g_autoptr(Query) q = db_change(
      txn, act,
      "UPDATE delivery SET overtaken_at_us = ?5 WHERE community_id = ?1 AND paper_id = ?2"
      " AND version < ?3 AND released_at_us IS NOT NULL AND done_at_us IS NULL"
      " AND overtaken_at_us IS NULL AND EXISTS (SELECT 1 FROM delivery n"
      " WHERE n.community_id = ?1 AND n.release_id = ?4 AND n.member_id = delivery.member_id)");

  bind_int(q, 2, release->paper_id);
  bind_int(q, 3, release->version);
  bind_int(q, 4, release->id);
  bind_int(q, 5, act->at_us);
  query_run(q);
}

static void
ask_for_mails(Txn *txn, const Act *act, int64_t release_id)
{
  g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT id FROM delivery WHERE community_id = ?1 AND release_id = ?2"
                      " AND way = 'email' ORDER BY id");

    bind_int(q, 2, release_id);
    while (query_next(q)) {
      int64_t id = col_int(q, 0);

      g_array_append_val(ids, id);
    }
  }
  for (guint i = 0; i < ids->len; i++)
    outbox_add(txn, act, "paper-mail", g_array_index(ids, int64_t, i));
}

static void
tell(Txn *txn, const Act *act, const Release *release)
{
  overtake(txn, act, release);
  late_overtake(txn, act, release->paper_id, release->id);
  ask_for_mails(txn, act, release->id);
  if (release->posts > 0)
    releases_ask_for_post_pack(txn, act, release->id);
}

void
releases_release(Txn *txn, const Act *act, int64_t release_id, const char *reason,
                 Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024 * 1024);
  const Release *release = releases_find(txn, arena, release_id);
  g_autofree char *given = text_tidy(reason ? reason : "");
  bool is_early =
      release && (release->formats_ready < release->formats_count || release->made_missing > 0);

  if (!release)
    return;
  if (release->is_released) {
    refuse(refusals, "", N_("This was sent already. Nothing is sent twice"));
    return;
  }
  if (is_early && !*given) {
    refuse_unready(release, refusals);
    return;
  }
  if (is_early && !check_reason(txn, given, refusals))
    return;

  if (release->version > papers_version(txn, release->paper_id))
    papers_put_in_force(txn, act, release->paper_id, release->is_slip);
  else
    papers_note_version(txn, act, release->paper_id, release->version, false, "");
  drop_who_is_gone(txn, act, release_id);
  mark_released(txn, act, release, is_early ? given : "");
  if (is_early && !release->is_slip)
    late_note(txn, act, release_id);
  if (!release->is_slip)
    tell(txn, act, release);
  else
    log_add(txn, act,
            &(LogEntry){ .kind = "paper-slip", .thing_id = release_id, .reason = release->why });
  log_add(txn, act,
          &(LogEntry){ .kind = is_early ? "paper-released-early" : "paper-released",
                       .thing_id = release_id,
                       .reason = is_early ? given : NULL });
}
