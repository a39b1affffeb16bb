/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The print-and-post pack (R11, R66): an address sheet for each person by post, then their paper;
 * what cannot be printed from here (braille, sound) is a note on the sheet for whoever fills the
 * envelope. The press puts it together. */
#include "papers/releases.h"

#include "lang/lang.h"
#include "papers/rules.h"
#include "press/input.h"
#include "press/letters.h"
#include "press/run.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Formats that are not printed: what to put into the envelope instead. */
static const struct {
  PaperFormat format;
  int grade;
  const char *note;
} notes[] = {
  { FORMAT_BRAILLE, 1, N_("Put in: the paper in braille, grade 1") },
  { FORMAT_BRAILLE, 2, N_("Put in: the paper in braille, grade 2") },
  { FORMAT_AUDIO, 0, N_("Put in: the recording of the paper") },
};

typedef struct {
  const Paper *paper;
  GArray *parts;    /* PressPicture: the PDFs, each once */
  GPtrArray *owned; /* GBytes behind them */
} Pack;

static GBytes *
read_file(int file)
{
  struct stat about;

  if (fstat(file, &about) != 0 || about.st_size > PRESS_INPUT_MAX)
    return NULL;

  size_t size = (size_t)about.st_size, have = 0;
  g_autofree char *bytes = g_malloc(size + 1);

  while (have < size) {
    ssize_t count = read(file, bytes + have, size - have);

    if (count <= 0)
      return NULL;
    have += (size_t)count;
  }
  return g_bytes_new_take(g_steal_pointer(&bytes), size);
}

/* From the cache, or made once more when it is not there. */
static GBytes *
get_format(const Paper *paper, const FormatWant *want, GError **err)
{
  int file = formats_open(paper, want);
  GBytes *bytes = file >= 0 ? read_file(file) : NULL;

  if (file >= 0)
    close(file);
  if (bytes)
    return bytes;
  bytes = formats_make(paper, want, err);
  if (bytes)
    formats_keep(paper, want, bytes);
  return bytes;
}

static bool
has_part(const Pack *pack, const char *name)
{
  for (guint i = 0; i < pack->parts->len; i++)
    if (strcmp(g_array_index(pack->parts, PressPicture, i).name, name) == 0)
      return true;
  return false;
}

static bool
add_pdf(Pack *pack, Arena *arena, Letter *letter, FormatWant want, GError **err)
{
  const char *name = arena_format(arena, "%s-%d", format_name(want.format), want.points);

  g_ptr_array_add(letter->pdfs, g_strdup(name));
  if (has_part(pack, name))
    return true;

  GBytes *bytes = get_format(pack->paper, &want, err);

  if (!bytes)
    return false;

  PressPicture part = { .name = name };

  g_ptr_array_add(pack->owned, bytes);
  part.bytes = g_bytes_get_data(bytes, &part.len);
  g_array_append_val(pack->parts, part);
  return true;
}

static void
add_note(const Pack *pack, Letter *letter, FormatWant want)
{
  for (size_t i = 0; i < G_N_ELEMENTS(notes); i++)
    if (notes[i].format == want.format && notes[i].grade == want.grade)
      g_ptr_array_add(letter->notes,
                      g_strdup(lang_text(lang_find(pack->paper->language), notes[i].note)));
}

/* The web page and plain text of somebody reached by post go unprinted: releases_start() gave them
 * large print. A format that is not ready (after an override) is left out until it is. */
static bool
add_letter(Txn *txn, Pack *pack, Arena *arena, const Delivery *delivery, Buffer *text, GError **err)
{
  g_autoptr(Letter) letter = letter_new();

  letter_set_address(letter, delivery->name, delivery->contact);
  letter->title = g_strdup(pack->paper->title);
  for (int i = 0; i < delivery->wants.count; i++) {
    FormatWant want = format_want_whole(delivery->wants.wants[i]);
    bool is_printed = want.format == FORMAT_LARGE_PRINT || want.format == FORMAT_EASY_READ;

    if (formats_state(txn, pack->paper->id, &want, NULL) != FORMAT_READY)
      continue;
    if (is_printed && !add_pdf(pack, arena, letter, want, err))
      return false;
    add_note(pack, letter, want);
  }
  if (letter->pdfs->len + letter->notes->len > 0) /* an empty envelope helps nobody */
    letter_write(letter, text);
  return true;
}

static GBytes *
put_together(const Pack *pack, const Buffer *text, GError **err)
{
  g_auto(Buffer) bundle = BUFFER_INIT(PRESS_INPUT_MAX);
  const PressOptions options = { .format = FORMAT_POST_PACK,
                                 .title = pack->paper->title,
                                 .lang = pack->paper->language };

  if (text->is_full || !press_input_write(text->data, text->len,
                                          (const PressPicture *)(const void *)pack->parts->data,
                                          pack->parts->len, &bundle)) {
    g_set_error_literal(err, PRESS_ERROR, PRESS_ERROR_BAD_INPUT,
                        N_("There are too many letters for one file"));
    return NULL;
  }

  size_t len = 0;
  char *bytes = buffer_steal(&bundle, &len);
  g_autoptr(GBytes) input = g_bytes_new_take(bytes, len);
  GBytes *made = NULL;

  return press_run(&options, input, &made, err) ? made : NULL;
}

GBytes *
releases_post_pack(Txn *txn, Arena *arena, int64_t release_id, GError **err)
{
  const Release *release = releases_find(txn, arena, release_id);
  const Paper *paper = release ? papers_find(txn, arena, release->paper_id) : NULL;
  const Delivery *delivery = releases_deliveries(txn, arena, release_id, REACH_POST);

  if (!paper || !delivery->id || !release->is_released) {
    g_set_error_literal(err, PRESS_ERROR, PRESS_ERROR_BAD_INPUT,
                        N_("There is nothing to post yet"));
    return NULL;
  }

  g_autoptr(GArray) parts = g_array_new(FALSE, TRUE, sizeof(PressPicture));
  g_autoptr(GPtrArray) owned = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
  Pack pack = { .paper = paper, .parts = parts, .owned = owned };
  g_auto(Buffer) text = BUFFER_INIT(PRESS_SOURCE_MAX);

  for (; delivery->id; delivery++)
    if (!add_letter(txn, &pack, arena, delivery, &text, err))
      return NULL;
  return put_together(&pack, &text, err);
}
