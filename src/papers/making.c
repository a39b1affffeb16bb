/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Making one format, and where it lies in the cache. A file's name is the hash of all that its
 * bytes come from, so an old file is never taken for a new one. */
#include "papers/formats.h"

#include "lang/lang.h"
#include "papers/cache.h"
#include "papers/html_format.h"
#include "papers/import.h"
#include "papers/media.h"
#include "papers/paper_pictures.h"
#include "papers/rules.h"
#include "papers/text_format.h"
#include "press/easy_read.h"
#include "press/input.h"
#include "press/run.h"
#include "press/say_list.h"

#include <string.h>

/* Bytes of one page, different ones and all together; further ones stay words. */
enum { HTML_PICTURES_MAX = 8 * 1024 * 1024, HTML_SHOWN_MAX = 16 * 1024 * 1024 };

FormatWords
format_words_for(const char *language)
{
  const Lang *lang = lang_find(language);

  return (FormatWords){
    .picture = lang_text(lang, N_("Picture")),
    .links = lang_text(lang, N_("Links")),
    .notes = lang_text(lang, N_("Notes")),
    .note = lang_text(lang, N_("note")),
    .removed = lang_text(lang, N_("taken out")),
    .hard_words = lang_text(lang, N_("Hard words")),
    .paper = lang_text(lang, N_("Paper")),
  };
}

/* ---- making ---- */

typedef struct {
  GHashTable *addresses; /* name to the picture itself as an address */
  size_t shown;          /* bytes of addresses given out: one picture may come many times */
} Embedding;

/* A page that is kept needs no other file. */
static const char *
data_address(const char *name, const void *data)
{
  Embedding *embedding = (Embedding *)data; /* ours, though readings do not change theirs */
  const char *address = g_hash_table_lookup(embedding->addresses, name);

  embedding->shown += address ? strlen(address) : 0;
  return embedding->shown <= HTML_SHOWN_MAX ? address : NULL;
}

static GHashTable *
data_addresses(const Paper *paper)
{
  GHashTable *addresses = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
  size_t all = 0;

  for (const OwnPictureFile *own = paper->own_pictures; own && own->name; own++) {
    const MediaKind *kind = own->bytes ? media_look(own->bytes, own->len) : NULL;

    all += kind ? own->len : 0;
    if (!kind || kind->family != MEDIA_PICTURE || all > HTML_PICTURES_MAX)
      continue;

    g_autofree char *coded = g_base64_encode(own->bytes, own->len);

    g_hash_table_insert(addresses, (char *)own->name,
                        g_strconcat("data:", kind->type, ";base64,", coded, NULL));
  }
  return addresses;
}

static GBytes *
make_here(const Paper *paper, PaperFormat format, GError **err)
{
  g_autoptr(GHashTable) addresses = data_addresses(paper);
  Embedding embedding = { .addresses = addresses };
  FormatWords words = format_words_for(paper->language);
  size_t source_len = strlen(paper->source), len = 0;
  SourceFault fault = SOURCE_FINE;
  const char *title = *paper->title ? paper->title : NULL; /* NULL: the first heading */
  char *made = format == FORMAT_TEXT
                   ? paper_to_text(paper->source, source_len, title, &words, &len, &fault)
                   : paper_to_html_page(paper->source, source_len, title, paper->language, &words,
                                        data_address, &embedding, &len, &fault);

  if (made)
    return g_bytes_new_take(made, len);
  g_set_error_literal(err, PRESS_ERROR, PRESS_ERROR_BAD_INPUT, source_fault_message(fault));
  return NULL;
}

static bool
has_picture(const GArray *pictures, const char *name)
{
  for (guint i = 0; i < pictures->len; i++)
    if (strcmp(g_array_index(pictures, PressPicture, i).name, name) == 0)
      return true;
  return false;
}

bool
papers_find_picture(const char *name, const void **ret_bytes, size_t *ret_len)
{
  const PapersPlace *place = papers_place();

  return place && place->find_picture && place->find_picture(name, ret_bytes, ret_len);
}

static bool
find_bytes(const Paper *paper, const char *name, const void **ret_bytes, size_t *ret_len)
{
  for (const OwnPictureFile *own = paper->own_pictures; own && own->name; own++)
    if (strcmp(own->name, name) == 0) {
      *ret_bytes = own->bytes;
      *ret_len = own->len;
      return own->bytes && own->len > 0;
    }
  return papers_find_picture(name, ret_bytes, ret_len);
}

/* The pictures that the rows name and that are known here; the others stay words. */
static GArray *
pictures_of(const EasyRead *easy, const Paper *paper)
{
  GArray *pictures = g_array_new(FALSE, TRUE, sizeof(PressPicture));

  for (guint i = 0; i < easy->rows->len; i++) {
    const EasyRow *row = easy->rows->pdata[i];
    PressPicture picture = { .name = row->picture };

    if (row->picture && pictures->len < PRESS_PICTURES_MAX &&
        !has_picture(pictures, row->picture) &&
        find_bytes(paper, row->picture, &picture.bytes, &picture.len))
      g_array_append_val(pictures, picture);
  }
  return pictures;
}

enum { CHECK_ROWS_MAX = 12 }; /* easy_checks_rows() */

/* The rows as readers get them, and who checked them: links to the full paper are not theirs, and a
 * change of links alone makes no other file. NULL: there are none; *ret_problem says why. */
static EasyRead *
easy_rows(const Paper *paper, char **ret_text, char **ret_problem)
{
  g_autoptr(EasyRead) easy =
      *paper->easy_source ? easy_read_parse(paper->easy_source, ret_problem) : NULL;

  if (!easy)
    return NULL;

  g_autofree char *rows = easy_read_write(easy, false);
  g_autofree char *all = g_strconcat(rows, paper->easy_checks, NULL);
  g_autoptr(EasyRead) whole = NULL;

  if (paper->easy_checks && easy->rows->len + CHECK_ROWS_MAX <= EASY_ROWS_MAX)
    whole = easy_read_parse(all, ret_problem);
  if (!whole) {
    *ret_text = g_steal_pointer(&rows);
    return g_steal_pointer(&easy);
  }
  *ret_text = g_steal_pointer(&all);
  return g_steal_pointer(&whole);
}

static GBytes *
easy_input(const Paper *paper, GError **err)
{
  g_autofree char *problem = NULL, *text = NULL;
  g_autoptr(EasyRead) easy = easy_rows(paper, &text, &problem);

  if (!easy) {
    g_set_error_literal(err, PRESS_ERROR, PRESS_ERROR_BAD_INPUT,
                        problem ? problem : FORMAT_UNWRITTEN_MESSAGE);
    return NULL;
  }

  g_autoptr(GArray) pictures = pictures_of(easy, paper);
  g_auto(Buffer) bundle = BUFFER_INIT(PRESS_INPUT_MAX);

  if (!press_input_write(text, strlen(text), (const PressPicture *)(const void *)pictures->data,
                         pictures->len, &bundle)) {
    g_set_error_literal(err, PRESS_ERROR, PRESS_ERROR_BAD_INPUT,
                        N_("The pictures of the Easy Read are too large together"));
    return NULL;
  }

  size_t len = 0;
  char *bytes = buffer_steal(&bundle, &len);

  return g_bytes_new_take(bytes, len);
}

/* What comes beside the paper: how words are said, or its pictures. */
static GArray *
beside(const Paper *paper)
{
  GArray *files = g_array_new(FALSE, TRUE, sizeof(PressPicture));
  const PressPicture list = { SAY_LIST_NAME, paper->spoken_words,
                              paper->spoken_words ? strlen(paper->spoken_words) : 0 };

  if (paper->spoken_words)
    g_array_append_val(files, list);
  for (const OwnPictureFile *own = paper->own_pictures; own && own->name; own++) {
    const PressPicture picture = { own->name, own->bytes, own->len };

    if (own->bytes && own->len > 0 && own->len <= PRESS_PICTURE_MAX)
      g_array_append_val(files, picture);
  }
  return files;
}

static GBytes *
paper_input(const Paper *paper, GError **err)
{
  g_autoptr(GArray) files = beside(paper);
  g_auto(Buffer) bundle = BUFFER_INIT(PRESS_INPUT_MAX);
  size_t len = 0;

  if (files->len == 0)
    return g_bytes_new(paper->source, strlen(paper->source));
  if (!press_input_write(paper->source, strlen(paper->source),
                         (const PressPicture *)(const void *)files->data, files->len, &bundle)) {
    g_set_error_literal(err, PRESS_ERROR, PRESS_ERROR_BAD_INPUT,
                        source_fault_message(SOURCE_TOO_LONG));
    return NULL;
  }

  char *bytes = buffer_steal(&bundle, &len);

  return g_bytes_new_take(bytes, len);
}

GBytes *
formats_make(const Paper *paper, const FormatWant *want, GError **err)
{
  if (want->format == FORMAT_HTML || want->format == FORMAT_TEXT)
    return make_here(paper, want->format, err);

  const PressOptions options = {
    .format = want->format,
    .points = want->points,
    .grade = want->grade,
    .speed = want->speed,
    .title = paper->title,
    .lang = paper->language,
    .has_numbers = want->format == FORMAT_LARGE_PRINT && paper->id != 0,
    .numbered_rows = want->format == FORMAT_EASY_READ ? paper->easy_numbered : 0,
  };
  g_autoptr(GBytes) input =
      want->format == FORMAT_EASY_READ ? easy_input(paper, err) : paper_input(paper, err);
  GBytes *made = NULL;

  return input && press_run(&options, input, &made, err) ? made : NULL;
}

/* ---- the cache ---- */

static void
hash_text(GChecksum *hash, const char *text)
{
  g_autofree char *len = g_strdup_printf("%zu:", strlen(text));

  g_checksum_update(hash, (const guchar *)len, -1);
  g_checksum_update(hash, (const guchar *)text, -1);
}

static char *
cache_name(const Paper *paper, const FormatWant *want)
{
  FormatWant whole = format_want_whole(*want);
  g_autoptr(GChecksum) hash = g_checksum_new(G_CHECKSUM_SHA256);
  g_autofree char *sizes = g_strdup_printf("%d/%d/%d/%d", whole.points, whole.grade,
                                           (int)whole.speed, paper->easy_numbered);

  hash_text(hash, PRESS_VERSION);
  hash_text(hash, format_name(whole.format));
  hash_text(hash, sizes);
  hash_text(hash, paper->title);
  hash_text(hash, paper->language);
  if (paper->spoken_words && whole.format == FORMAT_AUDIO)
    hash_text(hash, paper->spoken_words);

  g_autofree char *rows = NULL, *problem = NULL;
  g_autoptr(EasyRead) easy =
      whole.format == FORMAT_EASY_READ ? easy_rows(paper, &rows, &problem) : NULL;

  for (const OwnPictureFile *own = paper->own_pictures; own && own->name; own++) {
    g_autofree char *id = g_strdup_printf("%s %" G_GINT64_FORMAT, own->name, own->id);

    hash_text(hash, id); /* another picture of that name makes another file */
  }
  if (whole.format == FORMAT_EASY_READ)
    hash_text(hash, easy ? rows : paper->easy_source);
  else
    hash_text(hash, paper->source);
  return g_strdup_printf("%s.%s", g_checksum_get_string(hash), format_extension(whole.format));
}

bool
formats_keep(const Paper *paper, const FormatWant *want, GBytes *bytes)
{
  g_autofree char *name = cache_name(paper, want);

  return cache_keep(name, bytes);
}

int
formats_open(const Paper *paper, const FormatWant *want)
{
  g_autofree char *name = cache_name(paper, want);
  int file = cache_open(name);

  if (file >= 0 || (want->format != FORMAT_HTML && want->format != FORMAT_TEXT))
    return file;
  if (want->format == FORMAT_HTML && paper->own_pictures && !paper->is_with_pictures)
    return -1;

  g_autoptr(GBytes) bytes = make_here(paper, want->format, NULL);

  return bytes && cache_keep(name, bytes) ? cache_open(name) : -1;
}
