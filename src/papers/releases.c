/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sending: who gets a paper in which formats, and letting it out. Looking at a release and its
 * deliveries is deliveries.c, the mail is paper_mail.c. */
#include "papers/releases.h"

#include "base/text.h"
#include "lang/lang.h"
#include "papers/rules.h"
#include "people/seal.h"

#include <string.h>

enum { REASON_MAX = 300, PEOPLE_AT_ONCE = 200 };

/* ---- starting ---- */

typedef struct {
  Txn *txn;
  const Act *act;
  int64_t release_id, paper_id;
  GHashTable *reached; /* ids of members who have the paper already */
  GArray *wants;       /* FormatWant, each once */
  int count;
} Starting;

/* As they want it; on paper there is large print at least, since 16 point is the smallest size that
 * most people can read (UKAAF). */
FormatWants
wants_by_way(const FormatWants *given, Reach reach)
{
  FormatWants wants = *given;
  bool is_by_hand = reach == REACH_POST || reach == REACH_IN_PERSON;
  bool can_be_printed = false;

  for (int i = 0; i < wants.count; i++)
    can_be_printed |= wants.wants[i].format != FORMAT_HTML && wants.wants[i].format != FORMAT_TEXT;
  if (is_by_hand && !can_be_printed && wants.count < FORMAT_COUNT)
    wants.wants[wants.count++] = (FormatWant){ .format = FORMAT_LARGE_PRINT, .points = 16 };
  if (wants.count == 0)
    wants.wants[wants.count++] = (FormatWant){ .format = FORMAT_HTML };
  return wants;
}

static void
note_want(GArray *wants, FormatWant want)
{
  FormatWant whole = format_want_whole(want);

  for (guint i = 0; i < wants->len; i++)
    if (format_wants_are_same(&g_array_index(wants, FormatWant, i), &whole))
      return;
  g_array_append_val(wants, whole);
}

static void
add_delivery(Starting *starting, Arena *arena, const Member *member)
{
  FormatWants wants = wants_by_way(&member->wants, member->reach);
  int64_t id = act_new_id(starting->act);
  size_t len = 0;
  const void *sealed = seal_text(starting->txn, arena, member->id, "delivery.formats", id,
                                 format_wants_to_text(&wants, arena), &len);
  g_autoptr(Query) q = db_change(
      starting->txn, starting->act,
      "INSERT INTO delivery (community_id, id, release_id, paper_id, member_id, way, formats,"
      " link_id, done_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, 0)");

  bind_int(q, 2, id);
  bind_int(q, 3, starting->release_id);
  bind_int(q, 4, starting->paper_id);
  bind_int(q, 5, member->id);
  bind_text(q, 6, reach_name(member->reach));
  bind_blob(q, 7, sealed, len);
  query_run(q);
  for (int i = 0; i < wants.count; i++)
    note_want(starting->wants, wants.wants[i]);
  starting->count++;
}

/* Once each, also when chosen twice or reached before; only those who take part. */
static void
take_member(Starting *starting, Arena *arena, const Member *member)
{
  if (member->state != MEMBER_HERE)
    return;

  int64_t *id = g_memdup2(&member->id, sizeof(member->id));

  if (g_hash_table_add(starting->reached, id))
    add_delivery(starting, arena, member);
}

static void
take_everybody(Starting *starting)
{
  g_autofree char *after_key = NULL;
  int64_t after_id = 0;

  for (bool is_more = true; is_more && !txn_trouble(starting->txn);) {
    g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
    const Member *member =
        people_list(starting->txn, arena, after_key, after_id, PEOPLE_AT_ONCE, true);

    is_more = false;
    for (int i = 0; member->id; i++, member++) {
      take_member(starting, arena, member);
      is_more = i == PEOPLE_AT_ONCE - 1;
      after_id = member->id;
      g_free(after_key);
      after_key = text_sort_key(member->name);
    }
  }
}

static void
take_chosen(Starting *starting, const int64_t *member_ids, int count, Refusals *refusals)
{
  for (int i = 0; i < count && !txn_trouble(starting->txn); i++) {
    g_autoptr(Arena) arena = arena_new(64 * 1024);
    const Member *member = people_find(starting->txn, arena, member_ids[i], true);

    if (member) {
      take_member(starting, arena, member);
    } else if (!txn_trouble(starting->txn)) {
      refuse(refusals, "members", N_("Somebody you chose is not here any more. Choose again"));
      return;
    }
  }
}

static void
note_reached(Starting *starting)
{
  g_autoptr(Query) q =
      db_query(starting->txn, "SELECT member_id FROM delivery WHERE community_id = ?1"
                              " AND paper_id = ?2");

  bind_int(q, 2, starting->paper_id);
  while (query_next(q)) {
    int64_t id = col_int(q, 0);

    g_hash_table_add(starting->reached, g_memdup2(&id, sizeof(id)));
  }
}

/* Choosing again takes the place of what was only prepared. */
static void
drop_prepared(Txn *txn, const Act *act, int64_t paper_id)
{
  g_autoptr(Query) deliveries =
      db_change(txn, act,
                "DELETE FROM delivery WHERE community_id = ?1 AND paper_id = ?2 AND release_id IN"
                " (SELECT id FROM release WHERE community_id = ?1 AND paper_id = ?2"
                " AND released_at_us IS NULL)");

  bind_int(deliveries, 2, paper_id);
  query_run(deliveries);

  g_autoptr(Query) releases =
      db_change(txn, act,
                "DELETE FROM release WHERE community_id = ?1 AND paper_id = ?2"
                " AND released_at_us IS NULL");

  bind_int(releases, 2, paper_id);
  query_run(releases);
}

static void
add_release(Starting *starting, const char *origin)
{
  g_autoptr(Query) q =
      db_change(starting->txn, starting->act,
                "INSERT INTO release (community_id, id, paper_id, made_by, made_at_us, origin,"
                " override_reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, '')");

  bind_int(q, 2, starting->release_id);
  bind_int(q, 3, starting->paper_id);
  bind_int(q, 4, starting->act->member_id);
  bind_int(q, 5, starting->act->at_us);
  bind_text(q, 6, origin);
  query_run(q);
}

static void
fill_release(Starting *starting, const Paper *paper, const int64_t *member_ids, int count,
             const char *origin, Refusals *refusals)
{
  int before = refusals_count(refusals);

  drop_prepared(starting->txn, starting->act, paper->id);
  note_reached(starting);
  add_release(starting, origin);
  if (member_ids)
    take_chosen(starting, member_ids, count, refusals);
  else
    take_everybody(starting);
  if (txn_trouble(starting->txn) || refusals_count(refusals) > before)
    return;
  if (starting->count == 0) {
    refuse(refusals, "members",
           N_("There is nobody to send it to: choose people who do not have it yet"));
    return;
  }
  for (guint i = 0; i < starting->wants->len; i++)
    formats_ask_for(starting->txn, starting->act, paper,
                    g_array_index(starting->wants, FormatWant, i));
  papers_log(starting->txn, starting->act, "release-started", starting->release_id);
}

void
releases_start(Txn *txn, const Act *act, int64_t paper_id, const int64_t *member_ids, int count,
               const char *origin, Refusals *refusals, int64_t *ret_id)
{
  g_autoptr(Arena) arena = arena_new(16 * PAPER_SOURCE_MAX);
  const Paper *paper = papers_find(txn, arena, paper_id);
  int before = refusals_count(refusals);

  if (!paper) /* trouble, or the page's address was made up */
    return;
  if (paper->reading != READING_DONE) {
    refuse(refusals, "", N_("This paper has no words yet, so there is nothing to send"));
    return;
  }

  g_autoptr(GHashTable) reached = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr(GArray) wants = g_array_new(FALSE, FALSE, sizeof(FormatWant));
  Starting starting = {
    .txn = txn,
    .act = act,
    .release_id = act_new_id(act),
    .paper_id = paper_id,
    .reached = reached,
    .wants = wants,
  };

  fill_release(&starting, paper, member_ids, count, origin, refusals);
  if (!txn_trouble(txn) && refusals_count(refusals) == before)
    *ret_id = starting.release_id;
}

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
  static const char *const names[] = { " braille ", " easy read ", " easyread ", " large print ",
                                       " audio ",   " blind ",     " deaf " };

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
  int missing = release->formats_count - release->formats_ready;
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

  g_autoptr(Query) copies = db_change(txn, act,
                                      "UPDATE delivery SET released_at_us = ?3"
                                      " WHERE community_id = ?1 AND release_id = ?2");

  bind_int(copies, 2, release->id);
  bind_int(copies, 3, act->at_us);
  query_run(copies);

  g_autoptr(Query) paper = db_change(txn, act,
                                     "UPDATE paper SET sent_at_us = ?3 WHERE community_id = ?1"
                                     " AND id = ?2 AND sent_at_us IS NULL");

  bind_int(paper, 2, release->paper_id);
  bind_int(paper, 3, act->at_us);
  query_run(paper);

  g_autoptr(Query) version =
      db_change(txn, act,
                "INSERT INTO paper_version (community_id, paper_id, number, sent_at_us, sent_by,"
                " is_slip, why) VALUES (?1, ?2, 1, ?3, ?4, 0, '')"
                " ON CONFLICT (community_id, paper_id, number) DO NOTHING");

  bind_int(version, 2, release->paper_id);
  bind_int(version, 3, act->at_us);
  bind_int(version, 4, act->member_id);
  query_run(version);
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

void
releases_release(Txn *txn, const Act *act, int64_t release_id, const char *reason,
                 Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024 * 1024);
  const Release *release = releases_find(txn, arena, release_id);
  g_autofree char *given = text_tidy(reason ? reason : "");
  bool is_early = release && release->formats_ready < release->formats_count;

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

  drop_who_is_gone(txn, act, release_id);
  mark_released(txn, act, release, is_early ? given : "");
  ask_for_mails(txn, act, release_id);
  if (release->posts > 0)
    releases_ask_for_post_pack(txn, act, release_id);
  log_add(txn, act,
          &(LogEntry){ .kind = is_early ? "paper-released-early" : "paper-released",
                       .thing_id = release_id,
                       .reason = is_early ? given : NULL });
}
