/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Own pictures: keeping, changing, showing, taking away. Cleaning is in picture_cleaning.c. */
#include "papers/own_pictures.h"

#include "base/pictures.h"
#include "base/text.h"
#include "lang/lang.h"
#include "papers/find.h"
#include "papers/picture_rows.h"
#include "papers/rules.h"

#include <string.h>

enum {
  NAME_LETTERS = 40,
  NAME_TRIES = 50,
  WEIGHT_SHOWS = 4,
  WEIGHT_WORDS = 1,
};

static const char *const states[] = { "waiting", "ready", "failed", "taken-away" };

/* ---- reading ---- */

PictureState
picture_state_from(const char *stored)
{
  for (size_t i = 0; i < G_N_ELEMENTS(states); i++)
    if (strcmp(stored, states[i]) == 0)
      return (PictureState)i;
  return PICTURE_FAILED;
}

#define COLUMNS                                                                               \
  "id, name, shows, words, credit, people, consent, state, problem, made_at_us, taken_at_us," \
  " taken_why, unasked_paper_id"

static OwnPicture
read_row(Query *q, Arena *arena)
{
  OwnPicture picture = {
    .id = col_int(q, 0),
    .name = arena_text(arena, col_text(q, 1)),
    .shows = arena_text(arena, col_text(q, 2)),
    .words = arena_text(arena, col_text(q, 3)),
    .credit = arena_text(arena, col_text(q, 4)),
    .has_people = strcmp(col_text(q, 5), "yes") == 0,
    .consent = arena_text(arena, col_text(q, 6)),
    .problem = *col_text(q, 8) ? arena_text(arena, col_text(q, 8)) : NULL,
    .made_at_us = col_int(q, 9),
    .taken_at_us = col_is_null(q, 10) ? 0 : col_int(q, 10),
    .taken_why = arena_text(arena, col_text(q, 11)),
    .unasked_paper_id = col_int(q, 12),
  };

  picture.state = picture_state_from(col_text(q, 7));
  return picture;
}

const OwnPicture *
own_pictures_named(Txn *txn, Arena *arena, const char *name)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT " COLUMNS " FROM picture WHERE community_id = ?1 AND name = ?2");

  bind_text(q, 2, name);
  if (!query_next(q))
    return NULL;

  OwnPicture *picture = arena_new_of(arena, OwnPicture, 1);

  *picture = read_row(q, arena);
  return picture;
}

const OwnPicture *
own_pictures_list(Txn *txn, Arena *arena, bool is_organiser, int64_t before_id, int limit)
{
  OwnPicture *list = arena_new_of(arena, OwnPicture, limit + 1);
  g_autoptr(Query) q =
      db_query(txn, "SELECT " COLUMNS " FROM picture WHERE community_id = ?1"
                    " AND (?2 = 0 OR id < ?2) AND (?3 = 1 OR (state ="
                    " 'ready' AND unasked_paper_id = 0)) ORDER BY id DESC LIMIT ?4");
  int count = 0;

  bind_int(q, 2, before_id);
  bind_int(q, 3, is_organiser);
  bind_int(q, 4, limit);
  while (count < limit && query_next(q))
    list[count++] = read_row(q, arena);
  list[count] = (OwnPicture){ 0 };
  return list;
}

GByteArray *
picture_parts_read(Txn *txn, int64_t picture_id)
{
  GByteArray *bytes = g_byte_array_new();
  g_autoptr(Query) q = db_query(txn, "SELECT bytes FROM picture_part WHERE community_id = ?1"
                                     " AND picture_id = ?2 ORDER BY number");

  bind_int(q, 2, picture_id);
  while (query_next(q)) {
    size_t len = 0;
    const void *part = col_blob(q, 0, &len);

    g_byte_array_append(bytes, part, (guint)len);
  }
  return bytes;
}

GBytes *
own_pictures_file(Txn *txn, Arena *arena, const char *name, bool is_organiser,
                  const char **ret_media_type)
{
  int64_t id = 0;
  {
    g_autoptr(Query) q = db_query(txn, "SELECT id, media_type FROM picture WHERE community_id = ?1"
                                       " AND name = ?2 AND state = 'ready'"
                                       " AND (?3 = 1 OR unasked_paper_id = 0)");

    bind_text(q, 2, name);
    bind_int(q, 3, is_organiser);
    if (!query_next(q))
      return NULL;
    id = col_int(q, 0);
    *ret_media_type = arena_text(arena, col_text(q, 1));
  }
  return g_byte_array_free_to_bytes(picture_parts_read(txn, id));
}

/* ---- checking ---- */

static void
check_line(const char *question, const char *text, int most, Refusals *refusals)
{
  if (text_length(text) > (size_t)most || !text_is_clean(text, strlen(text)) ||
      strpbrk(text, "\n\r\t"))
    refuse(refusals, question, N_("This is too long. Say it shorter"));
}

static void
check_words(const OwnPicture *picture, Refusals *refusals)
{
  if (!*picture->shows)
    refuse(refusals, "shows", N_("Say what the picture shows"));
  /* So that it can be written into a row's picture line. */
  else if (strstr(picture->shows, "]("))
    refuse(refusals, "shows", N_("Leave out the signs ]("));
  else
    check_line("shows", picture->shows, PICTURE_SHOWS_MAX, refusals);
  check_line("words", picture->words, PICTURE_WORDS_MAX, refusals);
  check_line("credit", picture->credit, PICTURE_CREDIT_MAX, refusals);
}

void
picture_check(const OwnPicture *picture, Refusals *refusals)
{
  check_words(picture, refusals);
  if (picture->has_people && !*picture->consent)
    refuse(refusals, "consent", N_("Say who said yes, and when"));
  check_line("consent", picture->consent, PICTURE_CONSENT_MAX, refusals);
}

/* ---- names ---- */

/* "Our garden, in May" becomes "our-garden-in-may". */
static char *
name_from(const char *shows)
{
  g_autofree char *key = text_sort_key(shows);
  GString *name = g_string_new(NULL);

  for (const char *c = key; *c && name->len < NAME_LETTERS; c++) {
    if (g_ascii_isalnum(*c))
      g_string_append_c(name, *c);
    else if ((unsigned char)*c < 0x80 && name->len && name->str[name->len - 1] != '-')
      g_string_append_c(name, '-');
  }
  while (name->len && name->str[name->len - 1] == '-')
    g_string_truncate(name, name->len - 1);
  if (!name->len)
    g_string_assign(name, "picture");
  return g_string_free(name, FALSE);
}

static bool
is_taken(Txn *txn, const char *name)
{
  if (picture_find(name))
    return true;

  g_autoptr(Query) q = db_query(txn, "SELECT 1 FROM picture WHERE community_id = ?1 AND name = ?2");

  bind_text(q, 2, name);
  return query_next(q);
}

static char *
free_name(Txn *txn, const char *shows, int64_t id)
{
  g_autofree char *base = name_from(shows);
  g_autofree char *name = g_strdup(base);

  for (int i = 2; i < NAME_TRIES && is_taken(txn, name) && !txn_trouble(txn); i++) {
    g_free(name);
    name = g_strdup_printf("%s-%d", base, i);
  }
  return is_taken(txn, name) ? g_strdup_printf("%s-%" G_GINT64_FORMAT, base, id)
                             : g_steal_pointer(&name);
}

/* ---- words to find it by ---- */

typedef struct {
  GHashTable *weights; /* word: weight */
  int weight;
} Gather;

static void
gather_word(const char *word, void *data)
{
  Gather *gather = data;
  const int now = GPOINTER_TO_INT(g_hash_table_lookup(gather->weights, word));

  if (gather->weight > now)
    g_hash_table_insert(gather->weights, g_strdup(word), GINT_TO_POINTER(gather->weight));
}

static void
forget_words(Txn *txn, const Act *act, int64_t id)
{
  g_autoptr(Query) q =
      db_change(txn, act, "DELETE FROM picture_word WHERE community_id = ?1 AND picture_id = ?2");

  bind_int(q, 2, id);
  query_run(q);
}

void
picture_keep_words(Txn *txn, const Act *act, int64_t id, const char *shows, const char *words)
{
  g_autoptr(GHashTable) weights = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  Gather gather = { weights, WEIGHT_WORDS };
  GHashTableIter iter;
  gpointer word, weight;

  find_each_word(words, gather_word, &gather);
  gather.weight = WEIGHT_SHOWS;
  find_each_word(shows, gather_word, &gather);
  forget_words(txn, act, id);
  g_hash_table_iter_init(&iter, weights);
  while (g_hash_table_iter_next(&iter, &word, &weight) && !txn_trouble(txn)) {
    g_autoptr(Query) q =
        db_change(txn, act,
                  "INSERT INTO picture_word (community_id, word, picture_id, weight)"
                  " VALUES (?1, ?2, ?3, ?4)");

    bind_text(q, 2, word);
    bind_int(q, 3, id);
    bind_int(q, 4, GPOINTER_TO_INT(weight));
    query_run(q);
  }
}

/* ---- adding, changing, taking away ---- */

void
picture_parts_drop(Txn *txn, const Act *act, int64_t id)
{
  g_autoptr(Query) q =
      db_change(txn, act, "DELETE FROM picture_part WHERE community_id = ?1 AND picture_id = ?2");

  bind_int(q, 2, id);
  query_run(q);
}

void
picture_parts_keep(Txn *txn, const Act *act, int64_t id, const char *bytes, size_t len)
{
  for (size_t at = 0; at < len && !txn_trouble(txn); at += PICTURE_PART_BYTES) {
    g_autoptr(Query) part =
        db_change(txn, act,
                  "INSERT INTO picture_part (community_id, picture_id, number, bytes)"
                  " VALUES (?1, ?2, ?3, ?4)");

    bind_int(part, 2, id);
    bind_int(part, 3, (int64_t)(at / PICTURE_PART_BYTES));
    bind_blob(part, 4, bytes + at, MIN(len - at, PICTURE_PART_BYTES));
    query_run(part);
  }
}

static void
insert_row(Txn *txn, const Act *act, const OwnPicture *picture, int64_t id, const char *name,
           size_t len)
{
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO picture (community_id, id, name, shows, words, credit, people, consent, state,"
      " problem, media_type, bytes, made_by, made_at_us, taken_why, unasked_paper_id)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'waiting', '', '', ?9, ?10, ?11, '', ?12)");

  bind_int(q, 2, id);
  bind_text(q, 3, name);
  bind_text(q, 4, picture->shows);
  bind_text(q, 5, picture->words);
  bind_text(q, 6, picture->credit);
  bind_text(q, 7, picture->has_people ? "yes" : "none");
  bind_text(q, 8, picture->has_people ? picture->consent : "");
  bind_int(q, 9, (int64_t)len);
  bind_int(q, 10, act->member_id);
  bind_int(q, 11, act->at_us);
  bind_int(q, 12, picture->unasked_paper_id);
  query_run(q);
}

const char *
picture_insert(Txn *txn, const Act *act, const OwnPicture *picture, const void *bytes, size_t len,
               Arena *arena)
{
  const int64_t id = act_new_id(act);
  g_autofree char *name = free_name(txn, picture->shows, id);

  insert_row(txn, act, picture, id, name, len);
  picture_parts_keep(txn, act, id, bytes, len);
  if (!picture->unasked_paper_id) /* else nobody finds it yet */
    picture_keep_words(txn, act, id, picture->shows, picture->words);
  outbox_add(txn, act, "picture-cleaning", id);
  papers_log(txn, act, "picture-added", id);
  return arena_text(arena, name);
}

void
own_pictures_add(Txn *txn, const Act *act, const OwnPicture *picture, const AnswerFile *file,
                 Refusals *refusals, const char **ret_name, Arena *arena)
{
  const char *fault = picture_file_fault(file);

  picture_check(picture, refusals);
  if (fault)
    refuse(refusals, "file", fault);
  if (refusals_count(refusals) > 0 || !file)
    return;

  OwnPicture whole = *picture;

  whole.unasked_paper_id = 0;
  *ret_name = picture_insert(txn, act, &whole, file->bytes, file->len, arena);
}

void
own_pictures_change(Txn *txn, const Act *act, const OwnPicture *picture, Refusals *refusals)
{
  check_words(picture, refusals);
  if (refusals_count(refusals) > 0)
    return;

  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE picture SET shows = ?3, words = ?4, credit = ?5 WHERE community_id = ?1"
                " AND id = ?2 AND state <> 'taken-away' AND unasked_paper_id = 0");

  bind_int(q, 2, picture->id);
  bind_text(q, 3, picture->shows);
  bind_text(q, 4, picture->words);
  bind_text(q, 5, picture->credit);
  if (!query_run(q) || query_changes(q) == 0)
    return;
  picture_keep_words(txn, act, picture->id, picture->shows, picture->words);
  papers_log(txn, act, "picture-changed", picture->id);
}

void
own_pictures_take_away(Txn *txn, const Act *act, int64_t id, const char *why, Refusals *refusals)
{
  g_autofree char *plain = text_tidy(why);

  if (!*plain)
    refuse(refusals, "why", N_("Say why, for the other organisers"));
  else
    check_line("why", plain, PICTURE_CONSENT_MAX, refusals);
  if (refusals_count(refusals) > 0)
    return;

  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE picture SET state = 'taken-away', taken_at_us = ?3, taken_why = ?4,"
                " bytes = 0, media_type = '', problem = '', unasked_paper_id = 0 WHERE "
                "community_id = ?1 AND id = ?2"
                " AND state <> 'taken-away'");

  bind_int(q, 2, id);
  bind_int(q, 3, act->at_us);
  bind_text(q, 4, plain);
  if (!query_run(q) || query_changes(q) == 0)
    return;
  picture_parts_drop(txn, act, id);
  forget_words(txn, act, id);
  papers_log(txn, act, "picture-taken-away", id);
}

/* ---- others ---- */

void
own_pictures_after_archive(Txn *txn, const Act *act)
{
  g_autoptr(GArray) waiting = g_array_new(FALSE, FALSE, sizeof(int64_t));
  g_autoptr(Arena) arena = arena_new(64 * 1024 * 1024);
  g_autoptr(GPtrArray) rows = g_ptr_array_new();
  g_autoptr(Query) q = db_query(txn, "SELECT " COLUMNS " FROM picture WHERE community_id = ?1"
                                     " AND state <> 'taken-away' ORDER BY id");

  while (query_next(q)) {
    OwnPicture *picture = arena_new_of(arena, OwnPicture, 1);

    *picture = read_row(q, arena);
    g_ptr_array_add(rows, picture);
    if (picture->state == PICTURE_WAITING)
      g_array_append_val(waiting, picture->id);
  }
  query_done(g_steal_pointer(&q));
  for (guint i = 0; i < rows->len && !txn_trouble(txn); i++) {
    const OwnPicture *picture = rows->pdata[i];

    if (!picture->unasked_paper_id)
      picture_keep_words(txn, act, picture->id, picture->shows, picture->words);
  }
  for (guint i = 0; i < waiting->len; i++)
    outbox_add(txn, act, "picture-cleaning", g_array_index(waiting, int64_t, i));
}

void
own_pictures_erase(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) q = db_change(
      txn, act, "UPDATE picture SET made_by = 0 WHERE community_id = ?1 AND made_by = ?2");

  bind_int(q, 2, member_id);
  query_run(q);
}
