/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What people bring: a file in parts, an address elsewhere, or words. */
#include "base/text.h"
#include "commonmark/commonmark.h"
#include "lang/lang.h"
#include "papers/cache.h"
#include "papers/import.h"
#include "papers/late.h"
#include "papers/made_rules.h"

#include <string.h>

enum { PART_BYTES = 256 * 1024 };

/* What is stored of it. */
typedef struct {
  const char *url, *words, *media_type, *bytes;
  size_t len;
} Stored;

/* ---- checks ---- */

/* What kinds of file are each kind of format; all for what people name themselves. */
static const struct {
  unsigned families; /* bits of MediaFamily */
  const char *message;
} fits[MADE_KIND_COUNT] = {
  [MADE_SIGN_FILM] = { 1U << MEDIA_FILM,
                       N_("This is not a film that we can show. We take MP4 and WebM films") },
  [MADE_RECORDING] = { 1U << MEDIA_SOUND | 1U << MEDIA_FILM,
                       N_("This is not a recording that we can play. We take MP3, M4A, WAV and Ogg"
                          " files") },
  [MADE_TRANSLATION] = { 1U << MEDIA_PAGES | 1U << MEDIA_SOUND | 1U << MEDIA_FILM,
                         N_("We take text, Word and PDF files, recordings and films") },
  [MADE_PHOTO_STORY] = { 1U << MEDIA_PAGES | 1U << MEDIA_PICTURE | 1U << MEDIA_FILM,
                         N_("We take PDF and Word files, pictures and films") },
  [MADE_OTHER] = { ~0U, N_("We do not know this kind of file. We take films, recordings, pictures,"
                           " PDF, Word and text files") },
};

static const MediaKind *
check_file(const MadeFormat *made, const AnswerFile *file, Refusals *refusals)
{
  const MediaKind *kind = media_look(file->bytes, file->len);

  if (file->len > MADE_FILE_MAX)
    refuse(refusals, "file",
           N_("This file is too large: 20 MB at most. Put it elsewhere and give its address"));
  else if (!kind || !(fits[made->kind].families & 1U << kind->family))
    refuse(refusals, "file", fits[made->kind].message);
  else
    return kind;
  return NULL;
}

static bool
is_ascii(const char *text)
{
  while (*text > ' ' && *text < 0x7f)
    text++;
  return *text == '\0';
}

/* Of a page elsewhere: no name and password in it, which a link would tell everybody. */
static bool
is_address(const char *url)
{
  g_autoptr(GUri) uri = g_uri_parse(url, G_URI_FLAGS_NONE, NULL);

  return uri && strcmp(g_uri_get_scheme(uri), "https") == 0 && g_uri_get_host(uri) &&
         strchr(g_uri_get_host(uri), '.') && !g_uri_get_userinfo(uri) && is_ascii(url);
}

static void
check_words(const char *words, Refusals *refusals)
{
  const size_t len = strlen(words);
  const SourceFault fault = len > PAPER_SOURCE_MAX ? SOURCE_TOO_LONG : commonmark_check(words, len);

  if (fault != SOURCE_FINE)
    refuse(refusals, "words", source_fault_message(fault));
}

static bool
look_at(const MadeFormat *made, const MadeThing *thing, char **ret_text, Stored *ret_stored,
        Refusals *refusals)
{
  const int before = refusals_count(refusals);
  Stored stored = { .url = thing->url, .words = thing->words, .media_type = "" };

  if (thing->file) {
    const MediaKind *kind = check_file(made, thing->file, refusals);
    const bool is_text = kind && g_str_has_prefix(kind->type, "text/");

    stored.bytes = thing->file->bytes;
    stored.len = thing->file->len;
    if (is_text) { /* UTF-8 from here on, whatever it came as */
      *ret_text = upload_to_text(thing->file->bytes, thing->file->len, &stored.len);
      stored.bytes = *ret_text;
    }
    stored.media_type = kind ? kind->type : "";
    if (is_text && made->kind == MADE_TRANSLATION && stored.len <= PAPER_SOURCE_MAX)
      stored = (Stored){ .url = "", .words = *ret_text, .media_type = "" };
  }
  if (*stored.url && (strlen(stored.url) > MADE_URL_MAX || !is_address(stored.url)))
    refuse(refusals, "url",
           N_("Enter the whole address. It starts with https:// and has no spaces"));
  if (*stored.words)
    check_words(stored.words, refusals);
  if (text_length(thing->credit) > MADE_WORDS_MAX)
    refuse(refusals, "credit", N_("Say it shorter: 300 letters at most"));
  if (!thing->file && !*stored.url && !*stored.words)
    refuse(refusals, "how", N_("Choose a file, give an address, or write the words"));
  *ret_stored = stored;
  return refusals_count(refusals) == before;
}

/* ---- storing ---- */

void
made_drop_file(Txn *txn, const Act *act, int64_t made_id)
{
  g_autoptr(Query) q =
      db_change(txn, act, "DELETE FROM made_format_part WHERE community_id = ?1 AND made_id = ?2");

  bind_int(q, 2, made_id);
  query_run(q);
}

static void
keep_parts(Txn *txn, const Act *act, int64_t made_id, const Stored *stored)
{
  for (size_t at = 0; at < stored->len && !txn_trouble(txn); at += PART_BYTES) {
    g_autoptr(Query) part =
        db_change(txn, act,
                  "INSERT INTO made_format_part (community_id, made_id, number, bytes)"
                  " VALUES (?1, ?2, ?3, ?4)");

    bind_int(part, 2, made_id);
    bind_int(part, 3, (int64_t)(at / PART_BYTES));
    bind_blob(part, 4, stored->bytes + at, MIN(stored->len - at, PART_BYTES));
    query_run(part);
  }
}

static void
store(Txn *txn, const Act *act, const MadeFormat *made, const char *credit, const Stored *stored)
{
  g_autoptr(Arena) arena = arena_new(16 * PAPER_SOURCE_MAX);
  const Paper *paper = papers_find(txn, arena, made->paper_id);

  if (!paper)
    return;

  g_autofree char *made_of = made_hash_paper(paper->title, paper->source);
  g_autoptr(Query) q = db_change(
      txn, act,
      "UPDATE made_format SET state = 'here', why = '', here_at_us = coalesce(here_at_us, ?3),"
      " credit = ?4, url = ?5, media_type = ?6, bytes = ?7,"
      " brought_at_us = ?11, has_words = ?8, made_of = ?9, words = ?10"
      " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, made->id);
  bind_int(q, 3, act->at_us);
  bind_text(q, 4, credit);
  bind_text(q, 5, stored->url);
  bind_text(q, 6, stored->media_type);
  bind_int(q, 7, (int64_t)stored->len);
  bind_int(q, 8, *stored->words != '\0');
  bind_text(q, 9, made_of);
  bind_text(q, 10, stored->words);
  bind_int(q, 11, act->at_us);
  query_run(q);
  made_drop_file(txn, act, made->id);
  keep_parts(txn, act, made->id, stored);
}

void
made_bring(Txn *txn, const Act *act, int64_t made_id, const MadeThing *thing, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(2 * PAPER_SOURCE_MAX);
  const MadeFormat *made = made_find(txn, arena, made_id);
  g_autofree char *credit = text_tidy(thing->credit);
  g_autofree char *text = NULL;
  const MadeThing tidy = { thing->file, thing->url, thing->words, credit };
  Stored stored;

  if (!made || !look_at(made, &tidy, &text, &stored, refusals))
    return;
  store(txn, act, made, credit, &stored);
  made_log(txn, act, made->state == MADE_HERE ? "made-replaced" : "made-here", made_id,
           made->owner_id);
  if (made->state != MADE_HERE)
    late_made_came(txn, act, made);
}

/* ---- opening ---- */

static GBytes *
read_parts(Txn *txn, int64_t made_id)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  g_autoptr(Query) q = db_query(txn, "SELECT bytes FROM made_format_part WHERE community_id = ?1"
                                     " AND made_id = ?2 ORDER BY number");

  bind_int(q, 2, made_id);
  while (query_next(q)) {
    size_t len = 0;
    const void *part = col_blob(q, 0, &len);

    g_byte_array_append(bytes, part, (guint)len);
  }
  return txn_trouble(txn) || bytes->len == 0 ? NULL
                                             : g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
}

int
made_open_file(Txn *txn, const MadeFormat *made)
{
  g_autofree char *name =
      g_strdup_printf("made-%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT,
                      txn_community(txn), made->id, made->brought_at_us);
  int fd = *made->media_type ? cache_open(name) : -1;

  if (fd >= 0 || !*made->media_type)
    return fd;

  g_autoptr(GBytes) bytes = read_parts(txn, made->id);

  return bytes && cache_keep(name, bytes) ? cache_open(name) : -1;
}
