/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How shared is this? (R10, R102; indicators 1, 2, 4, 8, 9, 11, 13, 16, 17, 24, 27): figures of a
 * group, or of one meeting, counted from the records of the last twelve months. There is no score
 * and no list of the best. What nobody noted counts as not done and is shown beside. Where a number
 * would tell somebody's side, it is not told (doc/decisions/0051). */
#pragma once

#include "counting/statistics.h"
#include "decisions/ideas.h"
#include "decisions/record.h"
#include "meetings/actions.h"
#include "meetings/feedback.h"
#include "meetings/tally.h"

enum {
  SHARED_DAYS = 365,
  SMALL_GROUP = 10, /* people: up to here plain cases, no shares of a hundred */
  SHARE_LEAST = 20, /* cases: with fewer plain cases too (research/evidence.md, disclosure) */
};

typedef enum {
  FIGURE_TOGETHER,
  FIGURE_ASKED,
  FIGURE_SAID,
  FIGURE_PAPERS,
  FIGURE_CONNECT,
  FIGURE_LED,
  FIGURE_IDEAS,
  FIGURE_ACTIONS,
  FIGURE_TOLD,
  FIGURE_LEVELS,
  FIGURE_NEEDS,
  FIGURE_REWARD,
  FIGURE_COUNT
} FigureKind;

/* Figures are looked at in parts, so that each page asks the database little. */
typedef enum { PART_MEETINGS, PART_PROMISES, PART_NEEDS, PART_REWARD, PART_COUNT } FigurePart;
FigurePart figure_part(FigureKind kind);

const char *figure_code(FigureKind kind);      /* in addresses, and stored */
FigureKind figure_from_code(const char *code); /* FIGURE_COUNT: no such figure */

typedef enum {
  TELL_NOTHING, /* there is nothing to count yet */
  TELL_FREE,    /* it does not count here: a group led by peers */
  TELL_TOO_FEW, /* fewer than a share can be told of */
  TELL_CASES,
  TELL_SHARE
} FigureTell;

typedef struct {
  FigureKind kind;
  FigureTell tell;
  int64_t yes, all; /* yes of all; FIGURE_SAID: of people who use services, where by sides */
  int64_t carers;   /* asked, led: by family carers: beside, never instead */
  int64_t unknown;  /* nobody noted it: counted as not; said: asked, and not told of; asked, led:
                       also by people who show no role */
  int64_t left_out; /* together: preparation, and meetings that peers led; levels: decisions
                       without a promise */
  int64_t other_yes, other_all; /* said: of people at their work; all 0: not told by sides */
  Interval interval;            /* TELL_SHARE: of yes/all; said by sides: of the difference */
  bool is_rounded;              /* down to steps of five: needs and money are always protected */
  int64_t not_asked;            /* needs: people who came and were asked nothing; rounded */
  int64_t least;                /* TELL_TOO_FEW: from how many on it is told */
} Figure;

typedef struct {
  Figure figures[FIGURE_COUNT];
  const MeetingsTally *tally; /* NULL: not of this part */
  IdeasKept ideas;
  GroupFeedback said;               /* of one meeting: `all` only */
  ActionCounts actions;             /* of the part of promises, as is the next */
  int64_t promised_of[LEVEL_COUNT]; /* decisions, by the rung that was promised first */
} Shared;

typedef struct {
  FigurePart part;              /* of one meeting: PART_MEETINGS */
  int64_t group_id, meeting_id; /* meeting 0: of the group */
  int64_t people;               /* in the group */
  bool is_peer_led;
  int64_t now_us, viewer_id;
} SharedWish;

/* Only the figures of the part are filled in, all else stays TELL_NOTHING. Six statements;
 * promises seven, needs eight. */
const Shared *shared_find(Txn *txn, Arena *arena, const SharedWish *wish);
