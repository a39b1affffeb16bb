/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The print-and-post pack (R11, R66): an address sheet for each person by post, then their paper;
 * what cannot be printed from here (braille, sound) is a note on the sheet for whoever fills the
 * envelope. The press puts it together. */
#include "papers/post_letters.h"

#include "db/writer.h"
#include "lang/lang.h"
#include "papers/paper_pictures.h"
#include "papers/post_leaves.h"
#include "papers/rules.h"
#include "papers/sealed_files.h"
#include "press/input.h"
#include "press/run.h"

#include <string.h>
#include <unistd.h>

enum { PACK_ARENA = 128 * 1024 * 1024 }; /* sources of the papers of a post round */

/* From the cache, or made once more when it is not there. */
static GBytes *
get_format(const Paper *paper, const FormatWant *want, GError **err)
{
  int file = formats_open(paper, want);
  GBytes *bytes = file >= 0 ? file_bytes(file, PRESS_INPUT_MAX) : NULL;

  if (file >= 0)
    close(file);
  if (bytes)
    return bytes;
  bytes = formats_make(paper, want, err);
  if (bytes)
    formats_keep(paper, want, bytes);
  return bytes;
}

/* ---- its place in the cache: sealed, since it is full of addresses ---- */

static const char place[] = "release.letters";

/* What was taken away must not go out in a pack that was made before. */
static void
add_pictures(Txn *txn, const Pack *pack, SealedFile *file)
{
  g_autoptr(Arena) arena = arena_new(PACK_ARENA);

  for (guint i = 0; i < pack->parts->len; i++) {
    const PackPart *part = &g_array_index(pack->parts, PackPart, i);
    g_autofree char *problem = NULL;
    g_autoptr(EasyRead) easy = part->want.format == FORMAT_EASY_READ
                                   ? easy_read_parse(part->paper->easy_source, &problem)
                                   : NULL;
    const OwnPictureFile *own = easy ? own_pictures_of_rows(txn, arena, easy)
                                     : own_pictures_of_source(txn, arena, part->paper->source);

    for (; own && own->name; own++)
      sealed_file_add(file, &own->id, sizeof(own->id));
  }
}

/* False: trouble. The name changes with the letters. */
static bool
find_file(Txn *txn, int64_t release_id, const Pack *pack, SealedFile *ret_file)
{
  if (!sealed_file_start(txn, place, release_id, ret_file))
    return false;
  sealed_file_add(ret_file, pack->paper->title, strlen(pack->paper->title) + 1);
  sealed_file_add(ret_file, pack->text.data, pack->text.len);
  add_pictures(txn, pack, ret_file);
  sealed_file_name(ret_file);
  return true;
}

GBytes *
releases_open_post_pack(Txn *txn, int64_t release_id)
{
  g_autoptr(Arena) room = arena_new(PACK_ARENA);
  g_auto(Pack) pack = { NULL };
  g_auto(SealedFile) file = { .name = NULL };

  if (!pack_gather(txn, room, release_id, &pack) || !find_file(txn, release_id, &pack, &file))
    return NULL;
  return sealed_file_open(&file);
}

/* State, problem and round of a sending's letters, or of all that waits (0). */
static Query *
query_row(Txn *txn, int64_t release_id)
{
  Query *q = release_id ? db_query(txn, "SELECT state, problem, round FROM post_pack"
                                        " WHERE community_id = ?1 AND release_id = ?2")
                        : db_query(txn, "SELECT state, problem, round FROM post_round"
                                        " WHERE community_id = ?1");

  if (release_id)
    bind_int(q, 2, release_id);
  return q;
}

PostPackState
releases_post_pack_state(Txn *txn, Arena *arena, int64_t release_id, const char **ret_problem)
{
  g_autoptr(Arena) room = arena_new(PACK_ARENA);
  g_auto(Pack) pack = { NULL };
  g_auto(SealedFile) file = { .name = NULL };

  *ret_problem = NULL;
  if (!pack_gather(txn, room, release_id, &pack) || !find_file(txn, release_id, &pack, &file))
    return POST_PACK_EMPTY;

  g_autoptr(Query) q = query_row(txn, release_id);

  if (sealed_file_is_there(&file))
    return POST_PACK_READY;
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
      release_id
          ? db_change(txn, act,
                      "INSERT INTO post_pack (community_id, release_id, state, problem, round)"
                      " VALUES (?1, ?2, 'waiting', '', 1)"
                      " ON CONFLICT (community_id, release_id) DO UPDATE"
                      " SET state = 'waiting', problem = '', round = post_pack.round + 1")
          : db_change(txn, act,
                      "INSERT INTO post_round (community_id, state, problem, round)"
                      " VALUES (?1, 'waiting', '', 1) ON CONFLICT (community_id) DO UPDATE"
                      " SET state = 'waiting', problem = '', round = post_round.round + 1");

  if (release_id)
    bind_int(q, 2, release_id);
  query_run(q);
  post_leaves_choose(txn, act, release_id);
  outbox_add(txn, act, "post-pack", release_id);
}

/* Takes name and bytes, which `owned` keeps. False: there are no bytes. */
static bool
add_file(char *name, GBytes *bytes, GArray *parts, GPtrArray *owned)
{
  PressPicture part = { .name = name };

  g_ptr_array_add(owned, g_bytes_new_take(name, strlen(name) + 1));
  if (!bytes)
    return false;
  g_ptr_array_add(owned, bytes);
  part.bytes = g_bytes_get_data(bytes, &part.len);
  g_array_append_val(parts, part);
  return true;
}

/* Each format once, from the cache or made now. */
static bool
get_parts(const Pack *pack, GArray *parts, GPtrArray *owned, GError **err)
{
  for (guint i = 0; i < pack->parts->len; i++) {
    const PackPart *wanted = &g_array_index(pack->parts, PackPart, i);
    GBytes *bytes = get_format(wanted->paper, &wanted->want, err);

    if (!add_file(pack_part_name(wanted), bytes, parts, owned))
      return false;
  }
  return true;
}

/* Likewise the sheets of other subjects. */
static bool
get_leaves(const Pack *pack, const Buffer *texts, GArray *parts, GPtrArray *owned, GError **err)
{
  for (guint i = 0; i < pack->leaves->len; i++) {
    const PackLeaf *leaf = &g_array_index(pack->leaves, PackLeaf, i);
    GBytes *bytes = post_leaves_kind()->make(&texts[i], leaf->lang, err);

    if (!add_file(pack_leaf_name(leaf), bytes, parts, owned))
      return false;
  }
  return true;
}

/* `texts`: of its leaves. */
static GBytes *
put_together(const Pack *pack, const Buffer *texts, GError **err)
{
  g_autoptr(GArray) parts = g_array_new(FALSE, TRUE, sizeof(PressPicture));
  g_autoptr(GPtrArray) owned = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
  g_auto(Buffer) bundle = BUFFER_INIT(PRESS_INPUT_MAX);
  const PressOptions options = { .format = FORMAT_POST_PACK,
                                 .title = pack->paper->title,
                                 .lang = pack->paper->language };

  if (!get_parts(pack, parts, owned, err) || !get_leaves(pack, texts, parts, owned, err))
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
  const Pack *pack;
  int64_t round;
  const char *state, *problem;
  bool is_kept;
} Made;

static bool
store_made(Txn *txn, void *data)
{
  const Made *made = data;
  const Act act = outbox_task_act(made->task, NULL);
  const int64_t release_id = made->task->thing_id;
  g_autoptr(Query) q =
      release_id ? db_change(txn, &act,
                             "UPDATE post_pack SET state = ?2, problem = ?3"
                             " WHERE community_id = ?1 AND round = ?4 AND release_id = ?5")
                 : db_change(txn, &act,
                             "UPDATE post_round SET state = ?2, problem = ?3"
                             " WHERE community_id = ?1 AND round = ?4");

  bind_text(q, 2, made->state);
  bind_text(q, 3, made->problem);
  bind_int(q, 4, made->round);
  if (release_id)
    bind_int(q, 5, release_id);
  query_run(q);
  for (guint i = 0; made->is_kept && i < made->pack->with_leaf->len; i++)
    post_leaf_made(txn, &act, g_array_index(made->pack->with_leaf, int64_t, i));
  return true;
}

static int64_t
round_of(Txn *txn, int64_t release_id)
{
  g_autoptr(Query) q = query_row(txn, release_id);

  return query_next(q) ? col_int(q, 2) : 0;
}

static bool
is_made(const PackPart *part)
{
  const int file = formats_open(part->paper, &part->want);

  if (file >= 0)
    close(file);
  return file >= 0;
}

/* What they need besides their words: hard words, own pictures. */
static void
complete_parts(Txn *txn, Arena *arena, const Pack *pack)
{
  for (guint i = 0; i < pack->parts->len; i++) {
    PackPart *part = &g_array_index(pack->parts, PackPart, i);

    part->paper = papers_complete_for(txn, arena, part->paper, &part->want);
    if (!is_made(part))
      part->paper = papers_with_pictures(txn, arena, part->paper);
  }
}

enum { LEAF_TEXT_MAX = 64 * 1024 };

/* False: one is gone. Freed by free_leaves. */
static bool
write_leaves(Txn *txn, Arena *arena, const Pack *pack, Buffer *texts)
{
  for (guint i = 0; i < pack->leaves->len; i++) {
    const PackLeaf *leaf = &g_array_index(pack->leaves, PackLeaf, i);

    texts[i] = (Buffer)BUFFER_INIT(LEAF_TEXT_MAX);
    if (!post_leaves_kind()->write(txn, arena, leaf->thing_id, leaf->lang, &texts[i]))
      return false;
  }
  return true;
}

static void
free_leaves(const Pack *pack, Buffer *texts)
{
  for (guint i = 0; texts && i < pack->leaves->len; i++)
    buffer_clear(&texts[i]);
  g_free(texts);
}

OutboxResult
make_post_pack(Db *db, const OutboxTask *task, void *data)
{
  enum { TRIES = 3 };
  g_autoptr(Arena) arena = arena_new(PACK_ARENA);
  g_auto(Pack) pack = { NULL };
  g_auto(SealedFile) file = { .name = NULL };
  g_autoptr(GError) err = NULL;
  Txn *txn = db_begin_read(db, task->community_id);
  bool is_there = pack_gather(txn, arena, task->thing_id, &pack) &&
                  find_file(txn, task->thing_id, &pack, &file);
  if (is_there)
    complete_parts(txn, arena, &pack);

  Buffer *texts = is_there ? g_new0(Buffer, pack.leaves->len + 1) : NULL;

  is_there = is_there && write_leaves(txn, arena, &pack, texts);
  Made made = {
    .task = task, .pack = &pack, .round = round_of(txn, task->thing_id), .state = "ready"
  };
  Trouble trouble = txn_trouble(txn);

  (void)data;
  db_end_read(txn);

  g_autoptr(GBytes) bytes = is_there && !trouble ? put_together(&pack, texts, &err) : NULL;

  free_leaves(&pack, texts);
  if (trouble)
    return OUTBOX_RETRY;
  bool is_kept = bytes && sealed_file_keep(&file, bytes);
  bool is_over = task->attempt >= TRIES || !is_there ||
                 (err && g_error_matches(err, PRESS_ERROR, PRESS_ERROR_BAD_INPUT));

  made.is_kept = is_kept;
  made.state = is_kept || !is_there ? "ready" : "not-ready";
  made.problem = is_kept || !is_there ? ""
                 : err                ? err->message
                                      : N_("There is no room to keep it on the server");
  if (db_write_and_wait(db, task->community_id, store_made, &made, &trouble) != WRITE_KEPT)
    return OUTBOX_RETRY;
  return is_kept ? OUTBOX_DONE : is_over ? OUTBOX_GIVE_UP : OUTBOX_RETRY;
}
