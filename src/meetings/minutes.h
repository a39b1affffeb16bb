/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Minutes of a meeting (R66, R70): what was said and decided about each item of its agenda, who
 * came, and corrections by those who were there. Nothing that was written is lost, and from the day
 * on which they are agreed nothing in them changes. */
#pragma once

#include "meetings/agenda.h"

enum {
  MINUTES_WORDS_MAX = 4000, /* of one item */
  MINUTES_TEXTS_MAX = 200,  /* that stand at once, of a meeting */
  MINUTES_CORRECTIONS_MAX = 100,
  OTHERS_MOST = 1000, /* of one side, who are not in the group */
};

extern const LogKind minutes_log_kinds[];

/* NONE: nothing was written. OPEN: for corrections. */
typedef enum { MINUTES_NONE, MINUTES_DRAFT, MINUTES_OPEN, MINUTES_AGREED } MinutesState;

typedef struct {
  int64_t id; /* 0 ends a list */
  int64_t item_id;
  const char *said, *decided;
} MinutesText;

typedef struct {
  MinutesState state;
  int64_t opened_at_us, agreed_at_us; /* 0: not yet */
  int64_t others_use, others_care, others_near, others_work, others_else;
  const char *absent;    /* whether a side was missing, and why */
  const char *ahead_why; /* said before: why it goes ahead without one side; "": it was not said */
  const MinutesText *texts; /* that stand, in the order in which they were written */
} Minutes;

/* Two statements. */
const Minutes *minutes_find(Txn *txn, Arena *arena, int64_t meeting_id);

typedef struct {
  int64_t member_id; /* 0 ends a list */
  const char *name;
} Present;

/* Who of the group came, by name. */
const Present *minutes_present(Txn *txn, Arena *arena, int64_t meeting_id);

typedef struct {
  int64_t item_id;
  const int64_t *seen; /* texts of the item that the writer had read; they end */
  int seen_count;
  bool is_not_reached;
  const char *said, *decided; /* both "": when it was not reached */
  bool is_named;              /* whoever is named in it asked for that */
} MinutesWish;

/* A text that the writer had not read stays beside the new one. Refuses: agreed minutes, a meeting
 * that has not begun, another meeting's item, nothing written, texts too long, somebody's name that
 * nobody asked for. */
void minutes_write(Txn *txn, const Act *act, const Meeting *meeting, const MinutesWish *wish,
                   Refusals *refusals);
/* Who came: of the group (others among the ids are passed over), and how many others. Refuses as
 * writing does, and numbers over OTHERS_MOST. */
void minutes_set_present(Txn *txn, const Act *act, const Meeting *meeting, const int64_t *members,
                         int count, const Minutes *others, Refusals *refusals);
/* From now on those who were there may correct. Refuses: nothing was written, nobody came. */
void minutes_open(Txn *txn, const Act *act, const Meeting *meeting, Refusals *refusals);

typedef enum { CORRECTION_WAITING, CORRECTION_TAKEN_IN, CORRECTION_BESIDE } MinutesCorrectionState;

typedef struct {
  int64_t id; /* 0 ends a list */
  const char *words, *why;
  int64_t made_by, made_at_us;
  bool is_after; /* the minutes were agreed already */
  MinutesCorrectionState state;
} MinutesCorrection;

/* In the order in which they came. */
const MinutesCorrection *minutes_corrections(Txn *txn, Arena *arena, int64_t meeting_id);
/* By somebody who was there. Once the minutes are agreed it stands beside them at once. Refuses: a
 * draft, somebody who was not there, no words. */
void minutes_correct(Txn *txn, const Act *act, const Meeting *meeting, const char *words,
                     Refusals *refusals);
/* Refuses: a correction kept beside without why. Nothing when it was answered already. */
void minutes_answer(Txn *txn, const Act *act, const MinutesCorrection *correction,
                    int64_t meeting_id, bool is_taken_in, const char *why, Refusals *refusals);
/* At this later meeting of the group. Refuses: a draft, corrections that wait, a meeting that is
 * not later or has not begun. */
void minutes_agree(Txn *txn, const Act *act, const Meeting *meeting, const Meeting *later,
                   Refusals *refusals);
