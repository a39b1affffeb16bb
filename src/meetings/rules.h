/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the files of meetings' rules share; for this folder only. */
#pragma once

#include "log/log.h"
#include "meetings/meetings.h"

/* On the record; the second of what concerns a member. */
void meeting_note(Txn *txn, const Act *act, const char *kind, int64_t thing_id);
void meeting_note_for(Txn *txn, const Act *act, const char *kind, int64_t thing_id,
                      int64_t member_id);

/* Refuses: a start that is over, an end that does not fit. */
void meeting_check_time(const Act *act, int64_t starts_at_us, int64_t ends_at_us,
                        Refusals *refusals);

/* Refuses: agreed minutes, a meeting that is off, or begins later than `early_us` from now. */
void minutes_check_open(Txn *txn, const Act *act, const Meeting *meeting, int64_t early_us,
                        Refusals *refusals);
/* Their row, where there is none. */
void minutes_begin(Txn *txn, const Act *act, int64_t meeting_id);
/* Nothing for who is not in the group, or is there already. */
void minutes_add_present(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id);

/* "Thursday 26 November 2026, 2 pm"; g_free. For mails. */
typedef struct Lang Lang;
char *meeting_when_in_words(const Lang *lang, int64_t at_us, const char *zone);

void meeting_bind_time(Query *q, int slot, int64_t at_us); /* 0: NULL */

/* Name and address on one line; "": no room. */
const char *meeting_place_line(Arena *arena, const Venue *venue);

/* Of meeting_reply r: not given to a time that the meeting has no more. */
#define REPLY_COUNTS                                                                               \
  " r.at_us >= COALESCE((SELECT max(h.made_at_us) FROM meeting_change h WHERE h.community_id = ?1" \
  " AND h.meeting_id = r.meeting_id AND h.change = 'moved'), 0)"
/* The newest reason for going ahead without one side, of meeting m: for the time that it has. */
#define AHEAD_COUNTS                                                                          \
  " (SELECT max(g.id) FROM meeting_ahead g WHERE g.community_id = ?1 AND g.meeting_id = m.id" \
  "  AND g.made_at_us >= COALESCE((SELECT max(h.made_at_us) FROM meeting_change h"            \
  "   WHERE h.community_id = ?1 AND h.meeting_id = m.id AND h.change = 'moved'), 0))"

/* Of meeting_told t: by a mail that came back it told nothing. */
#define TOLD_IN_VAIN                                                                       \
  " EXISTS (SELECT 1 FROM mail_return tv WHERE tv.community_id = ?1 AND tv.id = t.mail_id" \
  "  AND tv.came_back_at_us IS NOT NULL)"
/* Somebody in the group, but the writer, whose whole name stands in the words; NULL: nobody. */
const char *meeting_named_in(Txn *txn, Arena *arena, int64_t group_id, int64_t writer_id,
                             const char *words);
