/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A group's four lists: what each side needs of the other (R4), what is stuck, what we stopped
 * doing, and our first meeting together (R48-R51). */
#pragma once

#include "groups/groups.h"

enum { LINE_WORDS_MAX = 500, LINES_MAX = 100 };

typedef enum { LIST_NEEDS, LIST_STUCK, LIST_STOPPED, LIST_FIRST, LIST_COUNT } GroupList;

const char *group_list_name(GroupList list); /* as stored and in addresses: "needs" */
bool group_list_from_name(const char *name, GroupList *ret_list);
/* Who needs something: "people", "workers" or "both". */
extern const Choice line_side_choices[];

typedef struct {
  int64_t id; /* 0 ends a list */
  int64_t group_id;
  GroupList list;
  const char *side, *words, *owner, *done_words;
  int64_t due_us, done_at_us, made_at_us; /* 0: not said, open */
} Line;

/* Open ones first, the oldest first; then those done, newest first; those of the first meeting as
 * they were written. Ends with id 0. */
const Line *lines_list(Txn *txn, Arena *arena, int64_t group_id, GroupList list);
const Line *lines_find(Txn *txn, Arena *arena, int64_t group_id, int64_t line_id); /* NULL: none */
/* Open lines of each list; of those stuck, how many are past their day; when the group last looked
 * back (0: not yet) and how many are in it (groups_count_people), which the same page needs. One
 * statement. */
typedef struct {
  int64_t open[LIST_COUNT], all[LIST_COUNT], late, reviewed_us, people;
} LinesSum;
LinesSum lines_sum(Txn *txn, int64_t group_id, int64_t now_us);

/* What we stopped is done at once, and says why in done_words. Refuses: no words, too long, what is
 * stuck without an owner, what we stopped without a why, a list with LINES_MAX open lines. */
void lines_add(Txn *txn, const Act *act, const Line *line, Refusals *refusals);
/* Solved, met, done. Refuses: what was stuck, without how it was solved. */
void lines_finish(Txn *txn, const Act *act, const Line *line, const char *done_words,
                  Refusals *refusals);
void lines_open_again(Txn *txn, const Act *act, const Line *line);
/* Lines of the first meeting: done is what is ticked, and nothing else. */
typedef bool (*LineTicked)(int64_t line_id, const void *data);
void lines_tick_first(Txn *txn, const Act *act, int64_t group_id, LineTicked is_ticked,
                      const void *data);
/* Only lines of the first meeting: the others are the group's memory. */
void lines_remove(Txn *txn, const Act *act, const Line *line);
/* A checklist to start with, when the group has none. */
void lines_add_first(Txn *txn, const Act *act, int64_t group_id);
