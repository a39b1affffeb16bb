/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who gets which letter: an address sheet, the paper, a slip to send back. */
#include "papers/post_letters.h"

#include "base/ids.h"
#include "base/text.h"
#include "lang/lang.h"
#include "papers/post_leaves.h"
#include "papers/rules.h"
#include "papers/versions.h"
#include "press/letters.h"

#include <string.h>

enum {
  NOTE_LETTERS = 250 /* a line of the press holds 300 */,
  RELEASES_MOST = 30,
  SLIP_POINTS = 16,
  CODE_GROUP = 4
};
#define EASY_READ "en-GB-x-easyread"

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

/* One sending, while its letters are gathered. */
typedef struct {
  Txn *txn;
  Pack *pack;
  const Paper *paper;
  const char *why;        /* what changed; "": it is no change */
  const MadeFormat *made; /* by people */
  GHashTable *leaves;     /* of post_leaves_of */
} Sending;

typedef struct {
  char *key; /* sorts by person */
  int64_t member_id;
  Letter *letter;
} PackLetter;

static void
pack_letter_free(PackLetter *letter)
{
  letter_free(letter->letter);
  g_free(letter->key);
  g_free(letter);
}

void
pack_clear(Pack *pack)
{
  g_clear_pointer(&pack->parts, g_array_unref);
  g_clear_pointer(&pack->letters, g_ptr_array_unref);
  g_clear_pointer(&pack->leaves, g_array_unref);
  g_clear_pointer(&pack->with_leaf, g_array_unref);
  buffer_clear(&pack->text);
}

char *
pack_part_name(const PackPart *part)
{
  char id[ID_TEXT_SIZE];

  return g_strdup_printf("%s-%d-%s", format_name(part->want.format), part->want.points,
                         id_to_text(part->paper->id, id));
}

char *
pack_leaf_name(const PackLeaf *leaf)
{
  char id[ID_TEXT_SIZE];
  g_autofree char *tag = g_ascii_strdown(lang_tag(leaf->lang), -1);

  return g_strdup_printf("leaf-%s-%s", id_to_text(leaf->thing_id, id), tag);
}

static void
add_part(Sending *sending, Letter *letter, FormatWant want)
{
  const PackPart part = { sending->paper, want };
  GArray *parts = sending->pack->parts;

  g_ptr_array_add(letter->pdfs, pack_part_name(&part));
  for (guint i = 0; i < parts->len; i++) {
    const PackPart *other = &g_array_index(parts, PackPart, i);

    if (other->paper->id == part.paper->id && format_wants_are_same(&other->want, &want))
      return;
  }
  g_array_append_val(parts, part);
}

static void
add_note(const Sending *sending, Letter *letter, FormatWant want)
{
  for (size_t i = 0; i < G_N_ELEMENTS(notes); i++)
    if (notes[i].format == want.format && notes[i].grade == want.grade)
      g_ptr_array_add(letter->notes,
                      g_strdup(lang_text(lang_find(sending->paper->language), notes[i].note)));
}

/* What a person made in place of the program's own is not printed from here. */
static void
add_made_note(const Sending *sending, Letter *letter, const MadeFormat *made)
{
  const Lang *lang = lang_find(sending->paper->language);
  const char *what =
      made->kind == MADE_OTHER ? made->what : lang_text(lang, made_kind_label(made->kind));
  g_autofree char *note =
      lang_fill(lang_text(lang, N_("Put in, made by a person: {format}")), "format", what, NULL);

  g_ptr_array_add(letter->notes,
                  g_utf8_substring(note, 0, MIN(g_utf8_strlen(note, -1), NOTE_LETTERS)));
}

/* On the sheet that comes before the paper. */
static void
add_why(const Sending *sending, Letter *letter)
{
  const Lang *lang = lang_find(sending->paper->language);
  g_auto(GStrv) lines = g_strsplit(sending->why, "\n", 0);

  if (!*sending->why)
    return;
  g_ptr_array_add(letter->notes,
                  g_strdup(lang_text(lang, N_("This paper was changed. What changed and why:"))));
  for (char **line = lines; *line; line++)
    for (const char *at = *line; *at;) {
      const glong length = MIN(g_utf8_strlen(at, -1), NOTE_LETTERS);

      if (letter->notes->len >= LETTER_PARTS_MAX)
        return;
      g_ptr_array_add(letter->notes, g_utf8_substring(at, 0, length));
      at = g_utf8_offset_to_pointer(at, length);
    }
}

/* ---- the slip ---- */

/* In groups of four, as people copy them. */
static char *
code_in_groups(int64_t delivery_id)
{
  char id[ID_TEXT_SIZE];
  GString *code = g_string_new(NULL);

  id_to_text(delivery_id, id);
  for (int i = 0; id[i]; i++)
    g_string_append_printf(code, "%s%c", i && i % CODE_GROUP == 0 ? " " : "", id[i]);
  return g_string_free(code, FALSE);
}

/* In the size and the words that its person reads. */
static void
add_slip(const Sending *sending, Letter *letter, const Delivery *delivery)
{
  static const char *const boxes[] = { N_("It is right for me"), N_("I cannot read it") };
  static const char need[] = N_("I need:");
  static const char say[] = N_("I want to say (about which part of the paper?):");
  static const char say_numbered[] =
      N_("I want to say (about which part? Its number stands beside the words):");
  static const char idea[] = N_("My idea:");
  static const char talk[] = N_("I want to talk about this at a meeting:");
  bool is_numbered = false;
  const char *language = sending->paper->language;

  letter->slip = code_in_groups(delivery->id);
  letter->slip_points = SLIP_POINTS;
  for (int i = 0; i < delivery->wants.count; i++) {
    const FormatWant want = format_want_whole(delivery->wants.wants[i]);

    if (want.format == FORMAT_EASY_READ)
      language = EASY_READ;
    is_numbered |= want.format == FORMAT_LARGE_PRINT || want.format == FORMAT_EASY_READ;
    if (want.format == FORMAT_LARGE_PRINT || want.format == FORMAT_EASY_READ)
      letter->slip_points =
          CLAMP(MAX(letter->slip_points, want.points), SLIP_POINTS_LEAST, SLIP_POINTS_MOST);
  }

  const Lang *lang = lang_find(language);

  letter->slip_head = g_strdup(lang_text(lang, N_("Your answer")));
  letter->slip_how = g_strdup(lang_text(lang, N_("You can tick a box, or write. Then send this page"
                                                 " back, or give it to an organiser.")));
  for (size_t i = 0; i < G_N_ELEMENTS(boxes); i++)
    g_ptr_array_add(letter->slip_boxes, g_strdup(lang_text(lang, boxes[i])));
  g_ptr_array_add(letter->slip_spaces, g_strdup(lang_text(lang, need)));
  g_ptr_array_add(letter->slip_spaces, g_strdup(lang_text(lang, is_numbered ? say_numbered : say)));
  g_ptr_array_add(letter->slip_spaces, g_strdup(lang_text(lang, idea)));
  g_ptr_array_add(letter->slip_spaces, g_strdup(lang_text(lang, talk)));
}

/* ---- sheets of other subjects ---- */

static bool
wants_easy_read(const FormatWants *wants)
{
  for (int i = 0; i < wants->count; i++)
    if (wants->wants[i].format == FORMAT_EASY_READ)
      return true;
  return false;
}

/* The same for everybody who reads the same language: nothing on it tells whose it is. */
static void
add_leaf(Sending *sending, Letter *letter, const Delivery *delivery)
{
  Pack *pack = sending->pack;
  const int64_t *thing_id = g_hash_table_lookup(sending->leaves, &delivery->id);
  const Lang *own = lang_find(sending->paper->language);

  if (!thing_id || !post_leaves_kind())
    return;

  const PackLeaf leaf = { *thing_id,
                          wants_easy_read(&delivery->wants) ? lang_find(EASY_READ) : own };

  letter->leaf = pack_leaf_name(&leaf);
  if (letter->notes->len < LETTER_PARTS_MAX)
    g_ptr_array_add(letter->notes,
                    g_strdup(lang_text(own, N_("Put in an envelope with only our address, for the"
                                               " sheet without a name."))));
  g_array_append_val(pack->with_leaf, delivery->id);
  for (guint i = 0; i < pack->leaves->len; i++) {
    const PackLeaf *other = &g_array_index(pack->leaves, PackLeaf, i);

    if (other->thing_id == leaf.thing_id && other->lang == leaf.lang)
      return;
  }
  g_array_append_val(pack->leaves, leaf);
}

/* ---- the letters ---- */

/* The web page and plain text of somebody reached by post go unprinted: releases_start() gave them
 * large print. A format that is not ready (after an override) is left out until it is. */
static void
add_letter(Sending *sending, const Delivery *delivery)
{
  g_autoptr(Letter) letter = letter_new();
  const Paper *paper = sending->paper;

  letter_set_address(letter, delivery->name, delivery->contact);
  letter->title = g_strdup(paper->title);
  for (int i = 0; i < delivery->wants.count; i++) {
    FormatWant want = format_want_whole(delivery->wants.wants[i]);

    const MadeFormat *made = made_instead(sending->made, want.format);

    if (made)
      add_made_note(sending, letter, made);
    if (made ||
        formats_state_of(sending->txn, paper->id, paper->version, &want, NULL) != FORMAT_READY)
      continue;
    if (want.format == FORMAT_LARGE_PRINT || want.format == FORMAT_EASY_READ)
      add_part(sending, letter, want);
    add_note(sending, letter, want);
  }
  if (letter->pdfs->len + letter->notes->len == 0) /* an empty envelope helps nobody */
    return;
  add_why(sending, letter);
  add_leaf(sending, letter, delivery);
  add_slip(sending, letter, delivery);

  PackLetter *kept = g_new0(PackLetter, 1);

  kept->letter = g_steal_pointer(&letter);
  kept->member_id = delivery->member_id;
  kept->key = text_sort_key(delivery->name);
  g_ptr_array_add(sending->pack->letters, kept);
}

static bool
gather_release(Txn *txn, Arena *arena, int64_t release_id, bool is_waiting_only, Pack *pack)
{
  const Release *release = releases_find(txn, arena, release_id);
  const Delivery *delivery = releases_deliveries(txn, arena, release_id, REACH_POST);
  g_autoptr(GHashTable) leaves = post_leaves_of(txn, release_id);
  Sending sending = {
    .txn = txn,
    .pack = pack,
    .paper = release ? papers_find_version(txn, arena, release->paper_id, release->version) : NULL,
    .why = release && !release->is_more ? release->why : "",
    .made = made_of_paper(txn, arena, release ? release->paper_id : 0),
    .leaves = leaves,
  };

  if (!sending.paper || !release->is_released)
    return false;
  if (!pack->paper)
    pack->paper = sending.paper;
  for (; delivery->id; delivery++)
    if ((!is_waiting_only || !delivery->is_done) && delivery->reach_now == REACH_POST)
      add_letter(&sending, delivery);
  return true;
}

static GArray *
find_waiting(Txn *txn)
{
  GArray *ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
  g_autoptr(Query) q =
      db_query(txn, "SELECT DISTINCT d.release_id FROM delivery d"
                    " JOIN member m ON m.community_id = ?1 AND m.id = d.member_id"
                    " AND m.state = 'here' WHERE d.community_id = ?1 AND d.way = 'post'"
                    " AND d.done_at_us IS NULL AND d.overtaken_at_us IS NULL"
                    " AND d.released_at_us IS NOT NULL ORDER BY d.release_id DESC LIMIT ?2");

  bind_int(q, 2, RELEASES_MOST);
  while (query_next(q)) {
    const int64_t id = col_int(q, 0);

    g_array_append_val(ids, id);
  }
  return ids;
}

static int
compare_letters(gconstpointer a, gconstpointer b)
{
  const PackLetter *one = *(const PackLetter *const *)a, *other = *(const PackLetter *const *)b;
  const int by_name = strcmp(one->key, other->key);

  return by_name ? by_name
                 : (one->member_id > other->member_id) - (one->member_id < other->member_id);
}

/* Whoever fills the envelopes sees which letters go together. */
static void
note_envelopes(const Pack *pack)
{
  const Lang *lang = lang_find(pack->paper->language);

  for (guint i = 0; i + 1 < pack->letters->len; i++) {
    const PackLetter *one = g_ptr_array_index(pack->letters, i);
    const PackLetter *next = g_ptr_array_index(pack->letters, i + 1);

    if (one->member_id == next->member_id && one->letter->notes->len < LETTER_PARTS_MAX)
      g_ptr_array_add(one->letter->notes,
                      g_strdup(lang_text(lang, N_("The next letter is for the same person: one"
                                                  " envelope is enough."))));
  }
}

bool
pack_gather(Txn *txn, Arena *arena, int64_t release_id, Pack *ret_pack)
{
  *ret_pack = (Pack){ .parts = g_array_new(FALSE, FALSE, sizeof(PackPart)),
                      .letters = g_ptr_array_new_with_free_func((GDestroyNotify)pack_letter_free),
                      .leaves = g_array_new(FALSE, FALSE, sizeof(PackLeaf)),
                      .with_leaf = g_array_new(FALSE, FALSE, sizeof(int64_t)),
                      .text = BUFFER_INIT(PRESS_SOURCE_MAX) };
  if (release_id) {
    gather_release(txn, arena, release_id, false, ret_pack);
  } else {
    g_autoptr(GArray) waiting = find_waiting(txn);

    for (guint i = 0; i < waiting->len; i++)
      gather_release(txn, arena, g_array_index(waiting, int64_t, i), true, ret_pack);
    g_ptr_array_sort(ret_pack->letters, compare_letters);
    if (ret_pack->paper)
      note_envelopes(ret_pack);
  }
  for (guint i = 0; i < ret_pack->letters->len; i++)
    letter_write(((PackLetter *)g_ptr_array_index(ret_pack->letters, i))->letter, &ret_pack->text);
  return ret_pack->text.len > 0;
}
