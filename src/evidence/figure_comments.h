/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What people who use services say of a figure (indicators, common rules): it stands beside it and
 * nobody can take it away. Whoever is in the group as one who uses services writes, without their
 * name; what was said before stays below. */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "db/db.h"
#include "evidence/figures.h"
#include "questions/refusals.h"

enum { FIGURE_COMMENT_MAX = 600, FIGURE_COMMENTS_SHOWN = 20 };

typedef struct {
  FigureKind figure; /* FIGURE_COUNT ends a list */
  const char *words;
  int64_t day_us;
} FigureComment;

/* Of this figure; FIGURE_COUNT: of all. The newest days first. One statement. */
const FigureComment *figure_comments(Txn *txn, Arena *arena, int64_t group_id, FigureKind figure);
/* Whether this member is in the group as somebody who uses services. One statement. */
bool figure_may_comment(Txn *txn, Arena *arena, int64_t group_id, int64_t member_id);
/* Refuses: no words, too many. No line of the record says who wrote. `day_us`: when today began. */
void figure_comment_add(Txn *txn, const Act *act, int64_t group_id, FigureKind figure,
                        const char *words, int64_t day_us, Refusals *refusals);
