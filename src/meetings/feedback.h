/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One question after a meeting (R88, indicator 13): did you have what you needed, were you heard,
 * was it worth it? Each for themself, without their name, once, on their own device or on paper;
 * all of it may stay empty. What is told comes in batches: five people at least, also by sides,
 * also by subtraction, between two looks, and between a meeting and its group
 * (doc/decisions/0050). */
#pragma once

#include "meetings/invitations.h"
#include "meetings/meetings.h"

typedef enum { FEEDBACK_NEEDED, FEEDBACK_HEARD, FEEDBACK_WORTH, FEEDBACK_QUESTIONS } FeedbackAsked;
typedef enum { FACE_YES, FACE_PARTLY, FACE_NO, FACE_COUNT } Face;
typedef enum {
  FEEDBACK_USES,
  FEEDBACK_CARER,
  FEEDBACK_NEIGHBOUR,
  FEEDBACK_WORK,
  FEEDBACK_UNSAID,
  FEEDBACK_SIDES
} FeedbackSide;

enum {
  FEEDBACK_DAYS = 28, /* after the meeting's start: how long answers are taken */
  FEEDBACK_LEAST = 5, /* people in whatever is told */
};

extern const LogKind feedback_log_kinds[];
extern const Choice feedback_side_choices[]; /* in the order of FeedbackSide */
extern const Choice face_choices[];          /* in the order of Face */
/* Message ids, by FeedbackAsked. */
extern const char *const feedback_question_words[FEEDBACK_QUESTIONS];

typedef struct {
  int64_t people, on_paper; /* on_paper: of these, on slips that somebody wrote down */
  int64_t faces[FEEDBACK_QUESTIONS][FACE_COUNT];
} FeedbackCounts;

/* What may be told of a meeting; people 0: too few to tell. One statement. */
FeedbackCounts feedback_of_meeting(Txn *txn, int64_t meeting_id);

typedef struct {
  FeedbackCounts all, sides[FEEDBACK_SIDES], rest; /* people 0: not told. Sides and rest together
                                                      may be fewer than all, never by one to four */
} GroupFeedback;

/* Of the group's meetings that began from this moment on. One statement. */
GroupFeedback feedback_of_group(Txn *txn, int64_t group_id, int64_t since_us);

/* How many times somebody could say how it was: of one meeting that is over, or (0) of the group's
 * that began since: whoever came, by name or by number, and who was invited to it. It says nothing
 * of who has answered: what is not told of them has not been answered, or waits for its batch. One
 * statement. */
int64_t feedback_count_asked(Txn *txn, int64_t group_id, int64_t meeting_id, int64_t since_us,
                             int64_t now_us);

typedef struct {
  int64_t meeting_id, group_id; /* 0 ends a list */
  const char *title;
  int64_t starts_at_us;
} FeedbackAsk;

/* What the member may answer of a meeting: they came or were invited, also if they left the group
 * since; it is over, not for longer than FEEDBACK_DAYS. Where it was called off and people came all
 * the same, they are asked, and who was invited is not. NULL: it is not theirs, or not any more. */
const FeedbackAsk *feedback_ask_find(Txn *txn, Arena *arena, int64_t meeting_id, int64_t member_id,
                                     int64_t now_us);

typedef struct {
  FeedbackSide side;
  int faces[FEEDBACK_QUESTIONS]; /* a Face, or -1: left empty */
} FeedbackAnswer;

/* By the act's member, who is asked no more about this meeting. No line of the record says so. */
void feedback_give(Txn *txn, const Act *act, const FeedbackAsk *ask, const FeedbackAnswer *answer);
/* Likewise, without an answer. */
void feedback_put_away(Txn *txn, const Act *act, const FeedbackAsk *ask);
/* Who came, is reached by no e-mail and was not asked yet: to be rung, or given a slip. None before
 * the meeting is over, nor later than FEEDBACK_DAYS. One statement. */
const ToTell *feedback_to_ask(Txn *txn, Arena *arena, const Meeting *meeting, int64_t now_us);
/* Somebody of these was asked, and is asked no more about this meeting: what they said is added as
 * a slip. No line of the record says so. Nothing for others. */
void feedback_mark_asked(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id);
/* Slips of one side, from the bag, by number. Refuses: no slips, more faces than slips, more slips
 * than people who came, a meeting that is not over or is over for too long. It is a use of power.
 */
void feedback_add_slips(Txn *txn, const Act *act, const Meeting *meeting, FeedbackSide side,
                        const FeedbackCounts *slips, Refusals *refusals);

/* What waits for the viewer, ?2, at ?3 (WaitingRow of ui/waiting.h): the newest meeting only: one
 * thing is asked at a time. */
#define FEEDBACK_WAITS                                                         \
  "SELECT 0, m.id, m.group_id, m.starts_at_us, m.title, '', ''" FEEDBACK_ASKED \
  " ORDER BY m.starts_at_us DESC NULLS LAST, m.id DESC LIMIT 1"
#define FEEDBACK_US_TEXT "2419200000000" /* FEEDBACK_DAYS in microseconds */
/* Of one that was called off only who came all the same (meetings/took_place.h). */
#define FEEDBACK_ASKED                                                                            \
  " FROM meeting m WHERE m.community_id = ?1 AND m.starts_at_us > ?3 - " FEEDBACK_US_TEXT         \
  " AND m.starts_at_us <= ?3"                                                                     \
  " AND COALESCE(m.ends_at_us, m.starts_at_us + 10800000000) <= ?3"                               \
  " AND NOT EXISTS (SELECT 1 FROM feedback_chance c WHERE c.community_id = ?1"                    \
  "  AND c.meeting_id = m.id AND c.member_id = ?2)"                                               \
  " AND (EXISTS (SELECT 1 FROM meeting_presence p WHERE p.community_id = ?1"                      \
  "  AND p.meeting_id = m.id AND p.member_id = ?2)"                                               \
  "  OR (m.is_written_after = 0 AND m.state <> 'off' AND EXISTS (SELECT 1"                        \
  "   FROM group_member g WHERE g.community_id = ?1 AND g.group_id = m.group_id AND g.member_id " \
  "= ?2"                                                                                          \
  "   AND ((g.state = 'in' AND g.since_us <= m.starts_at_us)"                                     \
  "    OR (g.state = 'left' AND g.since_us >= m.called_at_us)))))"
