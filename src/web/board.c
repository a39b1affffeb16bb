/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Topics by their name, each with a list of notes: both are short. */
#include "web/board.h"

#include "base/clock.h"

#include <pthread.h>
#include <string.h>

typedef struct {
  int64_t id, member_id;
  char *kind, *words;
} Note;

typedef struct {
  GArray *notes; /* of Note */
  int64_t changed_us;
} Topic;

struct Board {
  pthread_mutex_t lock;
  GHashTable *topics; /* name → Topic */
  int64_t last_id;
  int count;
};

static void
clear_note(gpointer data)
{
  Note *note = data;

  g_free(note->kind);
  g_free(note->words);
}

static void
free_topic(gpointer data)
{
  Topic *topic = data;

  g_array_unref(topic->notes);
  g_free(topic);
}

Board *
board_new(void)
{
  Board *board = g_new0(Board, 1);

  pthread_mutex_init(&board->lock, NULL);
  board->topics = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_topic);
  return board;
}

void
board_free(Board *board)
{
  if (!board)
    return;
  g_hash_table_unref(board->topics);
  pthread_mutex_destroy(&board->lock);
  g_free(board);
}

static bool
is_old(const Topic *topic, int64_t now_us)
{
  return now_us - topic->changed_us > BOARD_HOURS * US_PER_HOUR;
}

static void
drop_old(Board *board, int64_t now_us)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init(&iter, board->topics);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    const Topic *topic = value;

    if (!is_old(topic, now_us) && topic->notes->len > 0)
      continue;
    board->count -= (int)topic->notes->len;
    g_hash_table_iter_remove(&iter);
  }
}

/* But the one that is to grow. */
static void
drop_quietest(Board *board, const Topic *growing)
{
  GHashTableIter iter;
  gpointer name, value, quietest = NULL;
  const Topic *found = NULL;

  g_hash_table_iter_init(&iter, board->topics);
  while (g_hash_table_iter_next(&iter, &name, &value)) {
    const Topic *topic = value;

    if (topic == growing || (found && topic->changed_us >= found->changed_us))
      continue;
    found = topic;
    quietest = name;
  }
  if (!found)
    return;
  board->count -= (int)found->notes->len;
  g_hash_table_remove(board->topics, quietest);
}

static bool
fits(const Note *note, int64_t note_id, int64_t member_id, const char *kind)
{
  return (!note_id || note->id == note_id) && (!member_id || note->member_id == member_id) &&
         (!kind || strcmp(note->kind, kind) == 0);
}

static Topic *
topic_to_change(Board *board, const char *name, int64_t now_us)
{
  drop_old(board, now_us);

  Topic *topic = g_hash_table_lookup(board->topics, name);

  if (!topic) {
    topic = g_new0(Topic, 1);
    topic->notes = g_array_new(FALSE, FALSE, sizeof(Note));
    g_array_set_clear_func(topic->notes, clear_note);
    g_hash_table_insert(board->topics, g_strdup(name), topic);
  }
  topic->changed_us = now_us;
  return topic;
}

static char *
cut_words(const char *words)
{
  const char *end = words + strlen(words);

  if (end - words > LIVE_WORDS_MAX)
    end = g_utf8_find_prev_char(words, words + LIVE_WORDS_MAX + 1);
  return g_strndup(words, end ? (gsize)(end - words) : 0);
}

/* What was put by nobody in particular never takes the place of another. */
static Note *
same_note(Topic *topic, int64_t member_id, const char *kind)
{
  for (guint i = 0; member_id && i < topic->notes->len; i++) {
    Note *note = &g_array_index(topic->notes, Note, i);

    if (fits(note, 0, member_id, kind))
      return note;
  }
  return NULL;
}

bool
board_put(Board *board, const char *name, int64_t member_id, const char *kind, const char *words,
          int64_t now_us)
{
  pthread_mutex_lock(&board->lock);

  Topic *topic = topic_to_change(board, name, now_us);
  Note *same = same_note(topic, member_id, kind);
  const bool has_room = same || topic->notes->len < BOARD_NOTES_MAX;

  if (same) {
    g_free(same->words);
    same->words = cut_words(words);
  } else if (has_room) {
    const Note note = { ++board->last_id, member_id, g_strdup(kind), cut_words(words) };

    if (board->count >= BOARD_ALL_MAX)
      drop_quietest(board, topic);
    g_array_append_val(topic->notes, note);
    board->count++;
  }
  pthread_mutex_unlock(&board->lock);
  return has_room;
}

void
board_take(Board *board, const char *name, int64_t note_id, int64_t member_id, const char *kind,
           int64_t now_us)
{
  pthread_mutex_lock(&board->lock);

  Topic *topic = g_hash_table_lookup(board->topics, name);

  for (guint i = topic ? topic->notes->len : 0; i > 0; i--) {
    if (!fits(&g_array_index(topic->notes, Note, i - 1), note_id, member_id, kind))
      continue;
    g_array_remove_index(topic->notes, i - 1);
    board->count--;
  }
  if (topic)
    topic->changed_us = MAX(topic->changed_us, now_us);
  pthread_mutex_unlock(&board->lock);
}

const LiveNote *
board_notes(Board *board, Arena *arena, const char *name, int64_t now_us)
{
  pthread_mutex_lock(&board->lock);

  const Topic *topic = g_hash_table_lookup(board->topics, name);
  const guint count = topic && !is_old(topic, now_us) ? topic->notes->len : 0;
  LiveNote *notes = arena_new_of(arena, LiveNote, count + 1);

  for (guint i = 0; i < count; i++) {
    const Note *note = &g_array_index(topic->notes, Note, i);

    notes[i] = (LiveNote){ note->id, note->member_id, arena_text(arena, note->kind),
                           arena_text(arena, note->words) };
  }
  notes[count] = (LiveNote){ .id = 0 };
  pthread_mutex_unlock(&board->lock);
  return notes;
}

int
board_count(Board *board)
{
  pthread_mutex_lock(&board->lock);
  const int count = board->count;
  pthread_mutex_unlock(&board->lock);
  return count;
}
