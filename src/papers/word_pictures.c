/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pictures of Word files: kept, named in the paper, said. */
#include "papers/word_pictures.h"

#include "base/text.h"
#include "papers/picture_rows.h"
#include "papers/rules.h"
#include "papers/versions.h"

#include <string.h>

enum {
  SOURCE_MORE_MAX = 80, /* bytes by which a name may be longer than what stood there */
  WORDS_BACK_MAX = 2000 /* bytes of a picture's words that are looked through */
};

static const char mark[] = "](media/"; /* pandoc names a picture so */

/* ---- where a source names a picture ---- */

/* "![words](address)": where its words start; NULL: this is a link. pandoc and we write brackets in
 * words with a backslash. */
static const char *
words_start(const char *source, const char *end)
{
  for (const char *at = end; at > source && end - at < WORDS_BACK_MAX; at--) {
    if (*at != '[' || (at > source && at[-1] == '\\'))
      continue;
    return at[-1] == '!' && (at - 1 == source || at[-2] != '\\') ? at + 1 : NULL;
  }
  return NULL;
}

/* As it is read: without the signs before signs, on one line. */
static char *
plain_words(const char *start, const char *end)
{
  g_autoptr(GString) words = g_string_new(NULL);

  for (const char *at = start; at < end; at++) {
    if (*at == '\\' && at + 1 < end && g_ascii_ispunct(at[1]))
      at++;
    g_string_append_c(words, *at == '\n' ? ' ' : *at);
  }
  return text_tidy(words->str);
}

static void
append_written(GString *out, const char *words)
{
  for (const char *at = words; *at; at++) {
    if (strchr("\\`*_[]<>&!~|", *at))
      g_string_append_c(out, '\\');
    g_string_append_c(out, *at);
  }
}

/* What the file says that the picture at `address` shows; "" for nothing that will do. */
static char *
words_of(const char *source, const char *address)
{
  g_autofree char *end_mark = g_strdup_printf("](%s)", address);
  const char *end = strstr(source, end_mark), *start = end ? words_start(source, end) : NULL;
  g_autofree char *words = start ? plain_words(start, end) : g_strdup("");

  if (strstr(words, "](") || !text_is_clean(words, strlen(words)))
    return g_strdup("");
  return g_utf8_substring(words, 0, MIN(g_utf8_strlen(words, -1), PICTURE_SHOWS_MAX));
}

static char *
replace_all(const char *text, const char *from, const char *to)
{
  g_autoptr(GString) whole = g_string_new(NULL);

  for (const char *at = strstr(text, from); at; at = strstr(text, from)) {
    g_string_append_len(whole, text, at - text);
    g_string_append(whole, to);
    text = at + strlen(from);
  }
  g_string_append(whole, text);
  return g_string_free(g_steal_pointer(&whole), FALSE);
}

int
word_pictures_left(const char *source)
{
  int count = 0;

  for (const char *at = strstr(source, mark); at; at = strstr(at + 1, mark))
    count++;
  return count;
}

char *
word_pictures_write_words(const char *source, const char *name, const char *before,
                          const char *said)
{
  g_autofree char *end_mark = g_strdup_printf("](%s)", name);
  GString *out = g_string_new(NULL);
  const char *from = source;

  for (const char *end = strstr(source, end_mark); end; end = strstr(end + 1, end_mark)) {
    const char *start = words_start(source, end);
    g_autofree char *words = start ? plain_words(start, end) : NULL;

    if (!words || start < from || (*words && strcmp(words, before) != 0))
      continue;
    g_string_append_len(out, from, start - from);
    append_written(out, said);
    from = end;
  }
  g_string_append(out, from);
  return g_string_free(out, FALSE);
}

/* ---- keeping ---- */

static char *
keep_one(Txn *txn, const Act *act, Arena *arena, int64_t paper_id, char *source,
         const WordPicture *picture)
{
  gsize len = 0;
  const char *bytes = g_bytes_get_data(picture->bytes, &len);
  const AnswerFile file = { .file_name = "", .bytes = bytes, .len = len };
  g_autofree char *shows = words_of(source, picture->address);
  g_autofree char *from = g_strdup_printf("](%s)", picture->address);

  if (!strstr(source, from) || picture_file_fault(&file))
    return source;

  const OwnPicture own = {
    .shows = shows, .words = "", .credit = "", .consent = "", .unasked_paper_id = paper_id
  };
  const char *name = picture_insert(txn, act, &own, bytes, len, arena);
  g_autofree char *to = g_strdup_printf("](%s)", name);
  char *named = replace_all(source, from, to);

  g_free(source);
  return named;
}

char *
word_pictures_keep(Txn *txn, const Act *act, int64_t paper_id, const char *source,
                   const GPtrArray *pictures)
{
  char *named = g_strdup(source);
  const size_t more = (size_t)word_pictures_left(source) * SOURCE_MORE_MAX;

  if (strlen(source) + more > PAPER_SOURCE_MAX) /* its names would make it too long */
    return named;
  for (guint i = 0; i < pictures->len && !txn_trouble(txn); i++) {
    g_autoptr(Arena) arena = arena_new(64 * 1024);

    named = keep_one(txn, act, arena, paper_id, named, pictures->pdata[i]);
  }
  return named;
}

/* ---- saying ---- */

const OwnPicture *
word_pictures_waiting(Txn *txn, Arena *arena, int64_t paper_id)
{
  OwnPicture *list = arena_new_of(arena, OwnPicture, WORD_PICTURES_MAX + 1);
  g_autoptr(Query) q =
      db_query(txn, "SELECT id, name, shows, state FROM picture WHERE community_id = ?1"
                    " AND unasked_paper_id = ?2 AND state <> 'taken-away' ORDER BY id LIMIT ?3");
  int count = 0;

  bind_int(q, 2, paper_id);
  bind_int(q, 3, WORD_PICTURES_MAX);
  while (count < WORD_PICTURES_MAX && query_next(q))
    list[count++] = (OwnPicture){ .id = col_int(q, 0),
                                  .name = arena_text(arena, col_text(q, 1)),
                                  .shows = arena_text(arena, col_text(q, 2)),
                                  .state = picture_state_from(col_text(q, 3)),
                                  .unasked_paper_id = paper_id };
  list[count] = (OwnPicture){ 0 };
  return list;
}

/* False: it was said or taken away meanwhile, or trouble. */
static bool
store_said(Txn *txn, const Act *act, const OwnPicture *picture)
{
  g_autoptr(Query) q = db_change(
      txn, act,
      "UPDATE picture SET shows = ?3, words = ?4, credit = ?5, people = ?6, consent = ?7,"
      " unasked_paper_id = 0 WHERE community_id = ?1 AND id = ?2 AND unasked_paper_id <> 0"
      " AND state IN ('waiting', 'ready')");

  bind_int(q, 2, picture->id);
  bind_text(q, 3, picture->shows);
  bind_text(q, 4, picture->words);
  bind_text(q, 5, picture->credit);
  bind_text(q, 6, picture->has_people ? "yes" : "none");
  bind_text(q, 7, picture->has_people ? picture->consent : "");
  return query_run(q) && query_changes(q) > 0;
}

/* Its paper says what it shows, and is made anew: it shows a picture more. */
static void
tell_paper(Txn *txn, const Act *act, const OwnPicture *picture, const char *before,
           Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(32 * PAPER_SOURCE_MAX);
  const Paper *paper = papers_find_next(txn, arena, picture->unasked_paper_id);

  if (!paper)
    return;

  g_autofree char *source =
      word_pictures_write_words(paper->source, picture->name, before, picture->shows);
  Paper changed = *paper;

  changed.source = source;
  if (strcmp(source, paper->source) == 0 || strlen(source) > PAPER_SOURCE_MAX)
    formats_ask_again(txn, act, paper, false);
  else
    papers_change(txn, act, &changed, refusals);
}

void
word_pictures_say(Txn *txn, const Act *act, const OwnPicture *picture, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const int before = refusals_count(refusals);
  const OwnPicture *old = own_pictures_named(txn, arena, picture->name);

  picture_check(picture, refusals);
  if (refusals_count(refusals) > before || !old || !old->unasked_paper_id)
    return;

  OwnPicture whole = *picture;

  whole.id = old->id;
  whole.unasked_paper_id = old->unasked_paper_id;
  if (!store_said(txn, act, &whole))
    return;
  picture_keep_words(txn, act, whole.id, whole.shows, whole.words);
  papers_log(txn, act, "picture-changed", whole.id);
  tell_paper(txn, act, &whole, old->shows, refusals);
}
