/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Formats made by people: asking, changing, giving up, finding. What is brought is made_files.c. */
#include "papers/made.h"

#include "base/text.h"
#include "lang/lang.h"
#include "lang/languages.h"
#include "papers/made_rules.h"

#include <string.h>

static const struct {
  const char *name, *label;
} kinds[MADE_KIND_COUNT] = {
  [MADE_SIGN_FILM] = { "sign-film", N_("A film in sign language") },
  [MADE_RECORDING] = { "recording", N_("A recording read by a person") },
  [MADE_TRANSLATION] = { "translation", N_("A translation") },
  [MADE_PHOTO_STORY] = { "photo-story", N_("A photo story") },
  [MADE_OTHER] = { "other", N_("Something else") },
};

static const char *const state_names[] = {
  [MADE_ASKED] = "asked", [MADE_HERE] = "here", [MADE_NOT_TO_BE] = "not-made"
};

const char *
made_kind_name(MadeKind kind)
{
  return kinds[kind].name;
}

const char *
made_kind_label(MadeKind kind)
{
  return kinds[kind].label;
}

bool
made_kind_from_name(const char *name, MadeKind *ret_kind)
{
  for (int i = 0; i < MADE_KIND_COUNT; i++) {
    if (strcmp(kinds[i].name, name) == 0) {
      *ret_kind = (MadeKind)i;
      return true;
    }
  }
  return false;
}

bool
made_is_late(const MadeFormat *made, int64_t now_us)
{
  return made->state == MADE_ASKED && made->due_us > 0 && made->due_us <= now_us;
}

const MadeFormat *
made_instead(const MadeFormat *of_paper, PaperFormat format)
{
  for (; of_paper->id; of_paper++)
    if (of_paper->state == MADE_HERE && strcmp(of_paper->instead_of, format_name(format)) == 0)
      return of_paper;
  return NULL;
}

/* ---- finding ---- */

/* Of the paper's words and title; the Easy Read rows are another format. */
char *
made_hash_paper(const char *title, const char *source)
{
  g_autoptr(GChecksum) hash = g_checksum_new(G_CHECKSUM_SHA256);

  g_checksum_update(hash, (const guchar *)title, -1);
  g_checksum_update(hash, (const guchar *)"", 1);
  g_checksum_update(hash, (const guchar *)source, -1);
  return g_strdup(g_checksum_get_string(hash));
}

/* Columns in the order of SELECT_MADE. */
static MadeFormat
read_made(Query *q, Arena *arena)
{
  MadeFormat made = {
    .id = col_int(q, 0),
    .paper_id = col_int(q, 1),
    .what = arena_text(arena, col_text(q, 3)),
    .language = arena_text(arena, col_text(q, 4)),
    .instead_of = arena_text(arena, col_text(q, 5)),
    .owner_id = col_int(q, 6),
    .owner_name = arena_text(arena, col_is_null(q, 8) ? col_text(q, 7) : col_text(q, 8)),
    .due_us = col_int(q, 9),
    .why = arena_text(arena, col_text(q, 11)),
    .asked_at_us = col_int(q, 12),
    .here_at_us = col_int(q, 13),
    .credit = arena_text(arena, col_text(q, 14)),
    .url = arena_text(arena, col_text(q, 15)),
    .media_type = arena_text(arena, col_text(q, 16)),
    .bytes = col_int(q, 17),
    .brought_at_us = col_int(q, 18),
    .has_words = col_int(q, 19) != 0,
    .words = "",
  };
  const char *state = col_text(q, 10);

  made_kind_from_name(col_text(q, 2), &made.kind);
  for (size_t i = 0; i < G_N_ELEMENTS(state_names); i++)
    if (strcmp(state_names[i], state) == 0)
      made.state = (MadeState)i;
  return made;
}

/* Its columns are read by read_made(); a literal, since a statement is known by its address. */
#define SELECT_MADE                                                                         \
  "SELECT f.id, f.paper_id, f.kind, f.what, f.language, f.instead_of, f.owner_id,"          \
  " f.owner_name, m.name, f.due_us, f.state, f.why, f.asked_at_us, f.here_at_us, f.credit," \
  " f.url, f.media_type, f.bytes, f.brought_at_us, f.has_words, f.made_of"                  \
  " FROM made_format f LEFT JOIN member m ON m.community_id = ?1 AND m.id = f.owner_id"
enum { MADE_OF_COLUMN = 20 };

const MadeFormat *
made_find(Txn *txn, Arena *arena, int64_t made_id)
{
  MadeFormat *made = arena_new_of(arena, MadeFormat, 1);
  g_autofree char *made_of = NULL;
  {
    g_autoptr(Query) q = db_query(txn, SELECT_MADE " WHERE f.community_id = ?1 AND f.id = ?2");

    bind_int(q, 2, made_id);
    if (!query_next(q))
      return NULL;
    *made = read_made(q, arena);
    made_of = g_strdup(col_text(q, MADE_OF_COLUMN));
  }
  g_autoptr(Query) q = db_query(txn, "SELECT p.title, p.source, f.words FROM made_format f"
                                     " JOIN paper p ON p.community_id = ?1 AND p.id = f.paper_id"
                                     " WHERE f.community_id = ?1 AND f.id = ?2");

  bind_int(q, 2, made_id);
  if (!query_next(q))
    return NULL;

  g_autofree char *now = made_hash_paper(col_text(q, 0), col_text(q, 1));

  made->words = arena_text(arena, col_text(q, 2));
  made->is_of_before = *made_of && strcmp(made_of, now) != 0;
  return made;
}

const MadeFormat *
made_of_paper(Txn *txn, Arena *arena, int64_t paper_id)
{
  MadeFormat *list = arena_new_of(arena, MadeFormat, MADE_A_PAPER + 1);
  g_autoptr(Query) q = db_query(txn, SELECT_MADE " WHERE f.community_id = ?1 AND f.paper_id = ?2"
                                                 " ORDER BY f.id LIMIT ?3");
  int count = 0;

  bind_int(q, 2, paper_id);
  bind_int(q, 3, MADE_A_PAPER);
  while (query_next(q))
    list[count++] = read_made(q, arena);
  list[count] = (MadeFormat){ .id = 0 };
  return list;
}

bool
made_is_owner(Txn *txn, int64_t paper_id, int64_t member_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT 1 FROM made_format WHERE community_id = ?1"
                                     " AND owner_id = ?2 AND paper_id = ?3 LIMIT 1");

  bind_int(q, 2, member_id);
  bind_int(q, 3, paper_id);
  return member_id && query_next(q);
}

/* ---- asking ---- */

static bool
is_too_long(const char *text)
{
  return text_length(text) > MADE_WORDS_MAX;
}

static void
check_what(const MadeFormat *made, Refusals *refusals)
{
  PaperFormat format;

  if (made->kind == MADE_TRANSLATION && !*made->language && !*made->what)
    refuse(refusals, "tongue", N_("Write the name of the language"));
  if (*made->language && !*language_name(made->language))
    refuse(refusals, "language", N_("Choose the language"));
  if (made->kind == MADE_OTHER && !*made->what)
    refuse(refusals, "what", N_("Say what it is"));
  if (is_too_long(made->what))
    refuse(refusals, "what", N_("Say it shorter: 300 letters at most"));
  if (*made->instead_of && !format_from_name(made->instead_of, &format))
    refuse(refusals, "instead", N_("Choose what it stands in place of"));
}

static void
check_owner(Txn *txn, const Act *act, const MadeFormat *made, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);

  if (made->owner_id && people_find_state(txn, made->owner_id) != MEMBER_HERE)
    refuse(refusals, "member", N_("Somebody you chose is not here any more. Choose again"));
  if (is_too_long(made->owner_name))
    refuse(refusals, "outside", N_("Say it shorter: 300 letters at most"));
  if ((made->owner_id || *made->owner_name) && made->due_us <= act->at_us)
    refuse(refusals, "day", N_("Enter a day that is still to come"));
}

static int64_t
count_of_paper(Txn *txn, int64_t paper_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT count(*) FROM made_format WHERE community_id = ?1 AND paper_id = ?2");

  bind_int(q, 2, paper_id);
  return query_next(q) ? col_int(q, 0) : 0;
}

/* The owner's, if one is a member, so that it stands in what is recorded of them. */
void
made_log(Txn *txn, const Act *act, const char *kind, int64_t made_id, int64_t owner_id)
{
  log_add(txn, act,
          &(LogEntry){ .kind = kind,
                       .thing_id = made_id,
                       .concerns_id = owner_id == act->member_id ? 0 : owner_id });
}

static void
store_asked(Txn *txn, const Act *act, const MadeFormat *made, int64_t id)
{
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO made_format (community_id, id, paper_id, kind, what, language, instead_of,"
      " owner_id, owner_name, due_us, state, why, asked_by, asked_at_us, credit, url, media_type,"
      " bytes, brought_at_us, has_words, made_of, words) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
      "?9, ?10,"
      " 'asked', '', ?11, ?12, '', '', '', 0, 0, 0, '', '')");

  bind_int(q, 2, id);
  bind_int(q, 3, made->paper_id);
  bind_text(q, 4, made_kind_name(made->kind));
  bind_text(q, 5, made->what);
  bind_text(q, 6, made->language);
  bind_text(q, 7, made->instead_of);
  bind_int(q, 8, made->owner_id);
  bind_text(q, 9, made->owner_id ? "" : made->owner_name);
  bind_int(q, 10, made->due_us);
  bind_int(q, 11, act->member_id);
  bind_int(q, 12, act->at_us);
  query_run(q);
}

void
made_ask(Txn *txn, const Act *act, const MadeFormat *made, Refusals *refusals, int64_t *ret_id)
{
  const int before = refusals_count(refusals);

  check_what(made, refusals);
  check_owner(txn, act, made, refusals);
  if (count_of_paper(txn, made->paper_id) >= MADE_A_PAPER)
    refuse(refusals, "kind", N_("This paper has 20 such formats. Take one out first"));
  if (txn_trouble(txn) || refusals_count(refusals) > before)
    return;

  const int64_t id = act_new_id(act);

  store_asked(txn, act, made, id);
  made_log(txn, act, "made-asked", id, made->owner_id);
  *ret_id = id;
}

void
made_change(Txn *txn, const Act *act, const MadeFormat *made, Refusals *refusals)
{
  const int before = refusals_count(refusals);

  check_what(made, refusals);
  check_owner(txn, act, made, refusals);
  if (txn_trouble(txn) || refusals_count(refusals) > before)
    return;

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE made_format SET owner_id = ?3, owner_name = ?4,"
                                 " due_us = ?5, instead_of = ?6, state = ?7, why = ''"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, made->id);
  bind_int(q, 3, made->owner_id);
  bind_text(q, 4, made->owner_id ? "" : made->owner_name);
  bind_int(q, 5, made->due_us);
  bind_text(q, 6, made->instead_of);
  bind_text(q, 7, made->state == MADE_HERE ? "here" : "asked");
  query_run(q);
  made_log(txn, act, "made-asked", made->id, made->owner_id);
}

void
made_give_up(Txn *txn, const Act *act, int64_t made_id, const char *why, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(2 * PAPER_SOURCE_MAX);
  g_autofree char *given = text_tidy(why);
  const MadeFormat *made = made_find(txn, arena, made_id);

  if (!made || made->state != MADE_ASKED)
    return;
  if (!*given)
    refuse(refusals, "why", N_("Say why in a few words"));
  else if (is_too_long(given))
    refuse(refusals, "why", N_("Say it shorter: 300 letters at most"));
  if (!*given || is_too_long(given))
    return;

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE made_format SET state = 'not-made', why = ?3"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, made_id);
  bind_text(q, 3, given);
  query_run(q);
  made_log(txn, act, "made-given-up", made_id, made->owner_id);
}

void
made_remove(Txn *txn, const Act *act, int64_t made_id)
{
  g_autoptr(Arena) arena = arena_new(2 * PAPER_SOURCE_MAX);
  const MadeFormat *made = made_find(txn, arena, made_id);

  if (!made)
    return;
  made_drop_file(txn, act, made_id);

  g_autoptr(Query) q =
      db_change(txn, act, "DELETE FROM made_format WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, made_id);
  query_run(q);
  made_log(txn, act, "made-removed", made_id, made->owner_id);
}
