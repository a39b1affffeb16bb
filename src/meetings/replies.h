/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who comes to a meeting (R64; issue 5): one answer a person and meeting, the newest; given on the
 * page, by mail, or written down by somebody who heard it. Nobody is asked for a reason. An answer
 * to a time that the meeting has no more does not count. Who is there is counted by sides, so that
 * nobody shows (groups/sides.h). */
#pragma once

#include "groups/sides.h"
#include "meetings/meetings.h"

typedef enum {
  REPLY_NONE,
  REPLY_YES,
  REPLY_ONLINE,
  REPLY_IF,       /* yes, with some help */
  REPLY_THOUGHTS, /* does not come, and says something beforehand */
  REPLY_NO,
  REPLY_COUNT
} ReplyAnswer;

extern const Choice reply_choices[];           /* in the order of ReplyAnswer, without REPLY_NONE */
ReplyAnswer reply_from_name(const char *name); /* REPLY_NONE: no such answer */

typedef struct {
  ReplyAnswer answer;
  const char *words; /* opened: thoughts, or what would let them come */
  const char *way;   /* "page", "mail", or of said_way_choices */
  int64_t at_us, entered_by;
  const char *entered_by_name; /* "": they did it themselves, or somebody who is gone */
} Reply;

/* The member's own. REPLY_NONE: none, or to a time that the meeting has no more. */
Reply replies_find(Txn *txn, Arena *arena, int64_t meeting_id, int64_t member_id);
/* Thoughts sent beforehand, without names, the oldest first; ends with NULL. For whoever reads the
 * meeting: who sent them said so for all. At most 100. */
const char *const *replies_thoughts(Txn *txn, Arena *arena, int64_t meeting_id);

typedef struct {
  int64_t member_id; /* 0 ends a list */
  const char *name, *words;
} Helped;

/* Who comes if they get help, and with what: for whoever arranges it, by name, since it has to be
 * brought to somebody. At most 100. */
const Helped *replies_helped(Txn *txn, Arena *arena, int64_t meeting_id);

typedef struct {
  ReplyAnswer answer;
  const char *words;
  const char *way;
  unsigned helps; /* of REPLY_IF: kinds of meetings/needs.h; none: the words are something else */
} ReplyWish;

/* Of the act's member, or of another one for whom they write it down. What would let them come
 * stands as needs from then on; written down by somebody else or by mail it is only added to what
 * they said before. Refuses: a meeting that is
 * over, off or without a date, somebody who is not in the group, words too long. */
void replies_give(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id,
                  const ReplyWish *wish, Refusals *refusals);
/* The one in the group who is called so; 0 and a refusal: nobody, or several. */
int64_t replies_find_person(Txn *txn, int64_t group_id, const char *name, Refusals *refusals);

typedef struct {
  int64_t answers[REPLY_COUNT]; /* REPLY_NONE: in the group, and has not answered */
  int64_t coming;               /* yes, online, and yes if */
} ReplyCounts;

/* And of those who come, in which role each is in the group. Two statements. */
ReplyCounts replies_count(Txn *txn, const Meeting *meeting, SideCounts *ret_sides);

/* Which side is missing at shared business: fewer than two people who use services (one alone is no
 * table, indicator 1; and who looks cannot tell none from one), no worker. Never for preparation,
 * nor for what peers lead. Pure. */
enum { MISSING_NONE = 0, MISSING_USES = 1, MISSING_WORK = 2, MISSING_BOTH = 3, USES_LEAST = 2 };
int meeting_missing(const Meeting *meeting, bool is_group_peer_led, const SideCounts *counts);

typedef struct {
  int missing; /* MISSING_NONE: nobody has decided so */
  const char *why;
  int64_t at_us;
} Ahead;

/* It goes ahead without one side: the newest reason for the time that the meeting has, for the
 * page; the minutes have it too (minutes.h). */
Ahead aheads_find(Txn *txn, Arena *arena, int64_t meeting_id);
/* What is missing is no more than what somebody gave a reason for. Pure. */
bool ahead_covers(const Ahead *ahead, int missing);
/* Refuses: no reason, nobody is missing. It is a use of power, with its reason. */
void aheads_decide(Txn *txn, const Act *act, const Meeting *meeting, int missing, const char *why,
                   Refusals *refusals);

enum { ASKED_DAYS = 56 };             /* how long before a meeting the start page asks */
#define ASKED_US_TEXT "4838400000000" /* ASKED_DAYS in microseconds */

/* What waits for the viewer, ?2, at ?3 (WaitingRow of ui/waiting.h): how often the meeting moved,
 * meeting, group, start, title; the next first. */
#define MEETINGS_WAIT                                                                \
  "SELECT m.moves, m.id, m.group_id, m.starts_at_us, m.title, '', ''" MEETINGS_ASKED \
  " ORDER BY m.starts_at_us NULLS LAST, m.id LIMIT 20"
#define MEETINGS_ASKED                                                                           \
  " FROM group_member i JOIN meeting m ON m.community_id = ?1 AND m.group_id = i.group_id"       \
  " AND m.state = 'called' AND m.starts_at_us > ?3 AND m.starts_at_us < ?3 + " ASKED_US_TEXT     \
  " WHERE i.community_id = ?1 AND i.member_id = ?2 AND i.state = 'in'"                           \
  " AND NOT EXISTS (SELECT 1 FROM meeting_reply r WHERE r.community_id = ?1"                     \
  "  AND r.meeting_id = m.id AND r.member_id = ?2 AND r.at_us >= COALESCE((SELECT"               \
  "   max(h.made_at_us) FROM meeting_change h WHERE h.community_id = ?1 AND h.meeting_id = m.id" \
  "   AND h.change = 'moved'), 0))"
