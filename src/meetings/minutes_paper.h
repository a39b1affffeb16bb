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

/* What waits for the viewer, ?2, where they organise, ?4 (WaitingRow of ui/waiting.h): a paper of
 * minutes that is not sent, 0, or its newer version, 1; of groups that they are in, or in which no
 * organiser is. */
#define MINUTES_PAPERS_WAIT                                                              \
  "SELECT CASE WHEN p.sent_at_us IS NULL THEN 0 ELSE 1 END, p.id, 0, 0, p.title, '', ''" \
  " FROM minutes_paper i JOIN paper p ON p.community_id = ?1 AND p.id = i.paper_id"      \
  " JOIN meeting t ON t.community_id = ?1 AND t.id = i.meeting_id"                       \
  " WHERE i.community_id = ?1 AND ?4 = 1 AND (p.sent_at_us IS NULL OR EXISTS (SELECT 1"  \
  "  FROM paper_draft d WHERE d.community_id = ?1 AND d.paper_id = p.id))"               \
  " AND (EXISTS (SELECT 1 FROM group_member g WHERE g.community_id = ?1"                 \
  "  AND g.group_id = t.group_id AND g.member_id = ?2 AND g.state = 'in')"               \
  " OR NOT EXISTS (SELECT 1 FROM group_member g JOIN member m ON m.community_id = ?1"    \
  "  AND m.id = g.member_id AND m.is_organiser = 1 AND m.state = 'here'"                 \
  "  WHERE g.community_id = ?1 AND g.group_id = t.group_id AND g.state = 'in'))"         \
  " ORDER BY i.made_at_us, p.id LIMIT 1"
