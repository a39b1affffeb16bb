/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Notes that are shown for a while and kept nowhere: in this process's memory, by topic, gone
 * BOARD_HOURS after the last change of their topic, or with the process. Bounded: a topic has room
 * for BOARD_NOTES_MAX, and where the whole would outgrow BOARD_ALL_MAX, the topic that was longest
 * left alone goes. Any thread. Private to web/: handlers see web/live.h. */
#pragma once

#include "base/arena.h"
#include "web/live.h"

enum { BOARD_HOURS = 12, BOARD_NOTES_MAX = 1000, BOARD_ALL_MAX = 20000 };

typedef struct Board Board;

Board *board_new(void);
void board_free(Board *board);
/* What this member put there of this kind is replaced, at its place; a new one comes last. False:
 * no room on the topic. */
bool board_put(Board *board, const char *topic, int64_t member_id, const char *kind,
               const char *words, int64_t now_us);
/* Each of these that is not 0 or NULL must fit. */
void board_take(Board *board, const char *topic, int64_t note_id, int64_t member_id,
                const char *kind, int64_t now_us);
/* In the order in which they came; ends with id 0; arena. */
const LiveNote *board_notes(Board *board, Arena *arena, const char *topic, int64_t now_us);
int board_count(Board *board); /* notes, of all topics */
