/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The print-and-post pack (R11, R66): an address sheet for each person by post, then their paper;
 * what cannot be printed from here (braille, sound) is a note on the sheet for whoever fills the
 * envelope. The press puts it together. */
#include "papers/releases.h"

#include "base/text.h"
#include "db/writer.h"
#include "lang/lang.h"
#include "papers/cache.h"
#include "papers/rules.h"
#include "papers/versions.h"
#include "people/cipher.h"
#include "people/seal.h"
#include "press/input.h"
#include "press/letters.h"
#include "press/run.h"

#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NOTE_LETTERS = 250 }; /* a line of the press holds 300 */

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

/* What is to be put together, before anything of it is made. */
typedef struct {
  const Paper *paper;
  const char *why; /* what changed; "": it is no change */
  GArray *wants;   /* FormatWant: what is to be printed, each once */
  Buffer text;     /* the letters, as the press reads them */
} Pack;

static void
pack_clear(Pack *pack)
{
  g_clear_pointer(&pack->wants, g_array_unref);
  buffer_clear(&pack->text);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Pack, pack_clear)

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

/* ---- the letters ---- */

static char *
part_name(FormatWant want)
{
  return g_strdup_printf("%s-%d", format_name(want.format), want.points);
}

static void
add_part(Pack *pack, Letter *letter, FormatWant want)
{
  g_ptr_array_add(letter->pdfs, part_name(want));
  for (guint i = 0; i < pack->wants->len; i++)
    if (format_wants_are_same(&g_array_index(pack->wants, FormatWant, i), &want))
      return;
  g_array_append_val(pack->wants, want);
}

static void
add_note(const Pack *pack, Letter *letter, FormatWant want)
{
  for (size_t i = 0; i < G_N_ELEMENTS(notes); i++)
    if (notes[i].format == want.format && notes[i].grade == want.grade)
      g_ptr_array_add(letter->notes,
                      g_strdup(lang_text(lang_find(pack->paper->language), notes[i].note)));
}

/* On the sheet that comes before the paper. */
static void
add_why(const Pack *pack, Letter *letter)
{
  const Lang *lang = lang_find(pack->paper->language);
  g_auto(GStrv) lines = g_strsplit(pack->why, "\n", 0);

  if (!*pack->why)
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

/* The web page and plain text of somebody reached by post go unprinted: releases_start() gave them
 * large print. A format that is not ready (after an override) is left out until it is. */
static void
add_letter(Txn *txn, Pack *pack, const Delivery *delivery)
{
  g_autoptr(Letter) letter = letter_new();

  letter_set_address(letter, delivery->name, delivery->contact);
  letter->title = g_strdup(pack->paper->title);
  for (int i = 0; i < delivery->wants.count; i++) {
    FormatWant want = format_want_whole(delivery->wants.wants[i]);

    if (formats_state_of(txn, pack->paper->id, pack->paper->version, &want, NULL) != FORMAT_READY)
      continue;
    if (want.format == FORMAT_LARGE_PRINT || want.format == FORMAT_EASY_READ)
      add_part(pack, letter, want);
    add_note(pack, letter, want);
  }
  if (letter->pdfs->len + letter->notes->len == 0) /* an empty envelope helps nobody */
    return;
  add_why(pack, letter);
  letter_write(letter, &pack->text);
}

/* False: there is nothing to post (yet). */
static bool
gather(Txn *txn, Arena *arena, int64_t release_id, Pack *pack)
{
  const Release *release = releases_find(txn, arena, release_id);
  const Delivery *delivery = releases_deliveries(txn, arena, release_id, REACH_POST);

  pack->paper =
      release ? papers_find_version(txn, arena, release->paper_id, release->version) : NULL;
  pack->why = release ? release->why : "";
  pack->wants = g_array_new(FALSE, FALSE, sizeof(FormatWant));
  pack->text = (Buffer)BUFFER_INIT(PRESS_SOURCE_MAX);
  if (!pack->paper || !release->is_released)
    return false;
  for (; delivery->id; delivery++)
    add_letter(txn, pack, delivery);
  return pack->text.len > 0;
}

/* ---- its place in the cache: sealed, since it is full of addresses ---- */

static const char place[] = "release.letters";

/* False: trouble. The name changes with the letters: an old file is never taken for a new one. */
static bool
name_pack(Txn *txn, int64_t release_id, const Pack *pack, char **ret_name,
          uint8_t ret_key[static CIPHER_KEY_BYTES], int *ret_version)
{
  crypto_generichash_state hash;
  uint8_t bytes[16];

  *ret_version = seal_derive_version(txn);
  if (*ret_version == 0 || !seal_derive(txn, *ret_version, place, release_id, ret_key))
    return false;
  crypto_generichash_init(&hash, ret_key, CIPHER_KEY_BYTES, sizeof(bytes));
  crypto_generichash_update(&hash, (const uint8_t *)PRESS_VERSION, strlen(PRESS_VERSION));
  crypto_generichash_update(&hash, (const uint8_t *)pack->paper->title,
                            strlen(pack->paper->title) + 1);
  crypto_generichash_update(&hash, (const uint8_t *)pack->text.data, pack->text.len);
  crypto_generichash_final(&hash, bytes, sizeof(bytes));

  g_autofree char *hex = text_from_bytes(bytes, sizeof(bytes));

  *ret_name = g_strconcat(CACHE_SEALED, hex, NULL);
  return true;
}

static GBytes *
seal_pack(int64_t community_id, int64_t release_id, const uint8_t *key, int version, GBytes *pack)
{
  const CipherPlace at = { community_id, release_id, 0, place };
  gsize len = 0;
  const void *plain = g_bytes_get_data(pack, &len);
  uint8_t *sealed = g_malloc(len + CIPHER_EXTRA_BYTES);

  cipher_seal(key, version, &at, plain, len, sealed);
  return g_bytes_new_take(sealed, len + CIPHER_EXTRA_BYTES);
}

static GBytes *
open_pack(int64_t community_id, int64_t release_id, const uint8_t *key, GBytes *sealed)
{
  const CipherPlace at = { community_id, release_id, 0, place };
  gsize len = 0;
  const void *bytes = g_bytes_get_data(sealed, &len);

  if (len < CIPHER_EXTRA_BYTES)
    return NULL;

  g_autofree uint8_t *plain = g_malloc(len - CIPHER_EXTRA_BYTES + 1);

  if (!cipher_open(key, &at, bytes, len, plain))
    return NULL;
  return g_bytes_new_take(g_steal_pointer(&plain), len - CIPHER_EXTRA_BYTES);
}

GBytes *
releases_open_post_pack(Txn *txn, Arena *arena, int64_t release_id)
{
  g_auto(Pack) pack = { NULL };
  g_autofree char *name = NULL;
  uint8_t key[CIPHER_KEY_BYTES];
  int version = 0;

  if (!gather(txn, arena, release_id, &pack) ||
      !name_pack(txn, release_id, &pack, &name, key, &version))
    return NULL;

  int file = cache_open(name);
  g_autoptr(GBytes) sealed = file >= 0 ? read_file(file) : NULL;

  if (file >= 0)
    close(file);
  return sealed ? open_pack(txn_community(txn), release_id, key, sealed) : NULL;
}

PostPackState
releases_post_pack_state(Txn *txn, Arena *arena, int64_t release_id, const char **ret_problem)
{
  g_auto(Pack) pack = { NULL };
  g_autofree char *name = NULL;
  uint8_t key[CIPHER_KEY_BYTES];
  int version = 0;

  *ret_problem = NULL;
  if (!gather(txn, arena, release_id, &pack) ||
      !name_pack(txn, release_id, &pack, &name, key, &version))
    return POST_PACK_EMPTY;

  g_autofree char *path = cache_path(name);
  g_autoptr(Query) q = db_query(txn, "SELECT state, problem FROM post_pack"
                                     " WHERE community_id = ?1 AND release_id = ?2");

  if (path && g_file_test(path, G_FILE_TEST_IS_REGULAR))
    return POST_PACK_READY;
  bind_int(q, 2, release_id);
  if (!query_next(q) || strcmp(col_text(q, 0), "ready") == 0)
    return POST_PACK_NOT_MADE; /* made once, and gone since */
  if (strcmp(col_text(q, 0), "waiting") == 0)
    return POST_PACK_WAITING;
  *ret_problem = arena_text(arena, col_text(q, 1));
  return POST_PACK_NOT_MADE;
}

/* ---- making it ---- */

void
releases_ask_for_post_pack(Txn *txn, const Act *act, int64_t release_id)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO post_pack (community_id, release_id, state, problem, round)"
                " VALUES (?1, ?2, 'waiting', '', 1)"
                " ON CONFLICT (community_id, release_id) DO UPDATE"
                " SET state = 'waiting', problem = '', round = post_pack.round + 1");

  bind_int(q, 2, release_id);
  query_run(q);
  outbox_add(txn, act, "post-pack", release_id);
}

/* Each format once, from the cache or made now. */
static bool
get_parts(const Pack *pack, GArray *parts, GPtrArray *owned, GError **err)
{
  for (guint i = 0; i < pack->wants->len; i++) {
    const FormatWant *want = &g_array_index(pack->wants, FormatWant, i);
    GBytes *bytes = get_format(pack->paper, want, err);
    char *name = part_name(*want);
    PressPicture part = { .name = name };

    g_ptr_array_add(owned, g_bytes_new_take(name, strlen(name) + 1));
    if (!bytes)
      return false;
    g_ptr_array_add(owned, bytes);
    part.bytes = g_bytes_get_data(bytes, &part.len);
    g_array_append_val(parts, part);
  }
  return true;
}

static GBytes *
put_together(const Pack *pack, GError **err)
{
  g_autoptr(GArray) parts = g_array_new(FALSE, TRUE, sizeof(PressPicture));
  g_autoptr(GPtrArray) owned = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
  g_auto(Buffer) bundle = BUFFER_INIT(PRESS_INPUT_MAX);
  const PressOptions options = { .format = FORMAT_POST_PACK,
                                 .title = pack->paper->title,
                                 .lang = pack->paper->language };

  if (!get_parts(pack, parts, owned, err))
    return NULL;
  if (pack->text.is_full ||
      !press_input_write(pack->text.data, pack->text.len,
                         (const PressPicture *)(const void *)parts->data, parts->len, &bundle)) {
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

typedef struct {
  const OutboxTask *task;
  int64_t round;
  const char *state, *problem;
} Made;

static bool
store_made(Txn *txn, void *data)
{
  const Made *made = data;
  const Act act = { .community_id = made->task->community_id,
                    .role = ACT_AS_PROGRAM,
                    .at_us = made->task->at_us,
                    .request_id = made->task->id };
  g_autoptr(Query) q = db_change(txn, &act,
                                 "UPDATE post_pack SET state = ?3, problem = ?4"
                                 " WHERE community_id = ?1 AND release_id = ?2 AND round = ?5");

  bind_int(q, 2, made->task->thing_id);
  bind_text(q, 3, made->state);
  bind_text(q, 4, made->problem);
  bind_int(q, 5, made->round);
  query_run(q);
  return true;
}

static int64_t
round_of(Txn *txn, int64_t release_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT round FROM post_pack"
                                     " WHERE community_id = ?1 AND release_id = ?2");

  bind_int(q, 2, release_id);
  return query_next(q) ? col_int(q, 0) : 0;
}

OutboxResult
make_post_pack(Db *db, const OutboxTask *task, void *data)
{
  enum { TRIES = 3 };
  g_autoptr(Arena) arena = arena_new(64 * 1024 * 1024);
  g_auto(Pack) pack = { NULL };
  g_autofree char *name = NULL;
  g_autoptr(GError) err = NULL;
  uint8_t key[CIPHER_KEY_BYTES];
  int version = 0;
  Txn *txn = db_begin_read(db, task->community_id);
  bool is_there = gather(txn, arena, task->thing_id, &pack) &&
                  name_pack(txn, task->thing_id, &pack, &name, key, &version);
  Made made = { .task = task, .round = round_of(txn, task->thing_id), .state = "ready" };
  Trouble trouble = txn_trouble(txn);

  (void)data;
  db_end_read(txn);
  if (trouble)
    return OUTBOX_RETRY;

  g_autoptr(GBytes) bytes = is_there ? put_together(&pack, &err) : NULL;
  g_autoptr(GBytes) sealed =
      bytes ? seal_pack(task->community_id, task->thing_id, key, version, bytes) : NULL;
  bool is_kept = sealed && cache_keep(name, sealed);
  bool is_over = task->attempt >= TRIES || !is_there ||
                 (err && g_error_matches(err, PRESS_ERROR, PRESS_ERROR_BAD_INPUT));

  made.state = is_kept || !is_there ? "ready" : "not-ready";
  made.problem = is_kept || !is_there ? ""
                 : err                ? err->message
                                      : N_("There is no room to keep it on the server");
  if (db_write_and_wait(db, task->community_id, store_made, &made, &trouble) != WRITE_KEPT)
    return OUTBOX_RETRY;
  return is_kept ? OUTBOX_DONE : is_over ? OUTBOX_GIVE_UP : OUTBOX_RETRY;
}
