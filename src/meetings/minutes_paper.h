/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Minutes as a paper (R66, R97): what stands in them goes out in everybody's format, as every paper
 * does. Minutes that have changed since make the next version of the same paper
 * (papers/versions.h); sending it is the papers' own. */
#pragma once

#include "lang/lang.h"
#include "meetings/minutes.h"
#include "papers/papers.h"

typedef struct {
  const Lang *lang; /* not Easy Read: its rows are written by people */
  const char *time_zone;
  const char *origin; /* "https://riverside.example.org": the paper says where the minutes are */
} MinutesPaperSetting;

/* The words of the paper as the minutes stand: each item with what was said and decided, what will
 * be done without names, who came by number, corrections beside. What people wrote cannot become a
 * heading or a link. Arena. Six statements. */
const char *minutes_paper_source(Txn *txn, Arena *arena, const Meeting *meeting,
                                 const MinutesPaperSetting *setting);
const char *minutes_paper_title(Arena *arena, const Meeting *meeting,
                                const MinutesPaperSetting *setting);
/* As the organisers have it: its next version when there is one. NULL: none was made. */
const Paper *minutes_paper_find(Txn *txn, Arena *arena, int64_t meeting_id);
/* The paper, made now or brought to what the minutes say now. Refuses: minutes still being written,
 * nothing that is new. */
void minutes_paper_make(Txn *txn, const Act *act, const Meeting *meeting,
                        const MinutesPaperSetting *setting, Refusals *refusals, int64_t *ret_id);

typedef struct {
  int64_t paper_id; /* 0: nothing waits */
  const char *title;
  bool is_change; /* people have an older version of it */
} MinutesToSend;
/* For organisers: a paper of minutes that is not sent, or its newer version; of groups that the
 * member is in, or in which no organiser is. */
MinutesToSend minutes_paper_waiting(Txn *txn, Arena *arena, int64_t member_id);

/* For the glance at what may wait for the viewer, ?2 (src/subjects.c): 0 when nothing does. */
#define MINUTES_PAPERS_MAY_WAIT                                                          \
  "SELECT count(*) FROM minutes_paper i JOIN paper p ON p.community_id = ?1"             \
  " AND p.id = i.paper_id WHERE i.community_id = ?1 AND (p.sent_at_us IS NULL OR EXISTS" \
  " (SELECT 1 FROM paper_draft d WHERE d.community_id = ?1 AND d.paper_id = p.id))"
