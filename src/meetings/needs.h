/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What would let people come to a meeting (R64, R65; indicator 11). Each need is a task: somebody
 * says yes to see to it, by a day that is its start less the usual time it takes. Names and needs
 * are for the person, whoever arranges the meeting, and whoever sees to it. Whether somebody had
 * what they needed, they alone say. (people/needs.h: what helps somebody in general.) */
#pragma once

#include "meetings/meetings.h"

enum {
  HELP_KINDS_MOST = 16,
  HELP_FEW = 5,            /* of fewer needs no number is told to others */
  MEETING_NEEDS_MAX = 600, /* of one meeting, to be looked at */
};

typedef struct {
  const char *code;
  const char *label; /* message id: "An interpreter" */
  const char *fact;  /* of venue_facts: a place may have it already; NULL: never */
  const char *picture;
  const char *known_as[5]; /* codes of people/needs.h that tick it beforehand */
  int lead_days;           /* it usually takes so long */
  bool is_for_room;        /* not needed where everybody is online or on the telephone */
} HelpKind;

extern const HelpKind help_kinds[]; /* ended by a NULL code; a bit each in their order */
extern const LogKind needs_log_kinds[];
extern const Choice help_had_choices[]; /* yes, partly, no */
int help_kind_index(const char *code);  /* -1: no such kind */

/* How far it is. */
typedef enum { HELP_OPEN, HELP_OWNED, HELP_READY, HELP_CANNOT } HelpState;
typedef enum { HAD_UNSAID, HAD_YES, HAD_PARTLY, HAD_NO, HAD_COUNT } HelpHad;
HelpHad help_had_from_name(const char *name); /* a value of help_had_choices; "": HAD_UNSAID */

/* What the facts of the place say. */
typedef enum {
  MATCH_NONE, /* nothing that a place has */
  MATCH_HAS,  /* "the place has this" */
  MATCH_HAS_NOT,
  MATCH_NOT_KNOWN, /* somebody should look */
  MATCH_NO_PLACE,  /* it is not chosen yet */
  MATCH_NO_ROOM,   /* all is online: not needed */
} HelpMatch;

bool
meeting_is_without_room(const Meeting *meeting); /* a way in online or by telephone, no place */
HelpMatch help_match(const HelpKind *kind, const Meeting *meeting); /* pure */
/* By when it is to be there; 0: the meeting has no date. Pure. */
int64_t help_needed_by_us(const HelpKind *kind, const Meeting *meeting);

typedef struct {
  int64_t id; /* 0 ends a list */
  int64_t member_id;
  const char *member_name, *words;
  const HelpKind *kind; /* never NULL */
  Meeting meeting;      /* id, group, title, state, start, ways in, facts of the place, caller */
  HelpState state;      /* for the time that the meeting has now */
  bool is_from_before;  /* it was ready for a time that the meeting has no more */
  bool is_withdrawn;
  bool is_resting; /* as far as they have said, they do not come at this time */
  int64_t owner_id, asked_id;
  const char *owner_name, *asked_name; /* "": nobody, or somebody who is gone */
  const char *why, *instead;           /* of HELP_CANNOT */
  const char *entered_by_name;         /* "": they said it themselves */
  HelpMatch match;
  int64_t needed_by_us;
  HelpHad had;
} MeetingNeed;

/* Whether somebody is still to do something for it: not ready, not there, not told to be missing.
 * Pure. */
bool meeting_need_waits(const MeetingNeed *need);
/* And its day was before today. Pure. */
bool meeting_need_is_late(const MeetingNeed *need, int64_t now_us);

/* All of a meeting, by person; opened. For whoever arranges it. One statement each. */
const MeetingNeed *meeting_needs_list(Txn *txn, Arena *arena, const Meeting *meeting);
/* The member's own. *ret_all: how many needs of all people are seen to at it now. */
const MeetingNeed *meeting_needs_own(Txn *txn, Arena *arena, const Meeting *meeting,
                                     int64_t member_id, int64_t *ret_all);
/* NULL: this meeting has no such need. */
const MeetingNeed *meeting_needs_find(Txn *txn, Arena *arena, const Meeting *meeting,
                                      int64_t need_id);
/* The member's own at all meetings that are not over, the next first. */
const MeetingNeed *meeting_needs_coming(Txn *txn, Arena *arena, int64_t member_id, int64_t now_us,
                                        int limit);

/* What they see to and is not ready, or are asked to see to. Afterwards nobody is asked here: the
 * one question after a meeting leads on to it (meetings/feedback.h). */
const MeetingNeed *meeting_needs_waiting(Txn *txn, Arena *arena, int64_t member_id, int64_t now_us,
                                         int limit);

typedef struct {
  unsigned kinds;    /* a bit each of help_kinds; none with words: something else */
  const char *words; /* own words, for all of them */
  bool is_further;   /* only added to what was said before */
} HelpWish;

/* What the member said with an answer; replies_give checks before. What they do not name any more
 * is withdrawn, unless somebody else writes it down (then it is only added to). */
void meeting_needs_say(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id,
                       const HelpWish *wish);
/* The kinds to be ticked beforehand, of what helps the member in general; only those that this
 * meeting can ask about. */
unsigned meeting_needs_known(Txn *txn, const Meeting *meeting, int64_t member_id);

/* Whoever arranges the meeting, or sees to the need. */
bool meeting_need_may_change(Txn *txn, const MeetingNeed *need, int64_t member_id);
/* The acting member sees to it. These refuse: a need that is withdrawn, a meeting that is over or
 * off, somebody who may not. */
void meeting_need_take(Txn *txn, const Act *act, const MeetingNeed *need, Refusals *refusals);
void meeting_need_lay_down(Txn *txn, const Act *act, const MeetingNeed *need, Refusals *refusals);
void meeting_need_ready(Txn *txn, const Act *act, const MeetingNeed *need, Refusals *refusals);
/* Refuses also: no reason, or nothing instead. */
void meeting_need_cannot(Txn *txn, const Act *act, const MeetingNeed *need, const char *why,
                         const char *instead, Refusals *refusals);
/* Somebody in the group is asked to see to it. Refuses also: somebody who is not in the group. */
void meeting_need_ask(Txn *txn, const Act *act, const MeetingNeed *need, int64_t member_id,
                      Refusals *refusals);
/* By the one who is asked; no reason is needed. Nothing for others. */
void meeting_need_answer(Txn *txn, const Act *act, const MeetingNeed *need, bool is_yes);
/* By the person alone, from the start of the meeting on: `had[i]` for the kind i, HAD_UNSAID: left
 * open. Refuses: before, and a meeting that was called off and to which nobody came. */
void meeting_needs_had(Txn *txn, const Act *act, const Meeting *meeting,
                       const HelpHad had[static HELP_KINDS_MOST], Refusals *refusals);

/* Indicator 11, of meetings of a group that began in [from, until) and took place, be it that they
 * were called off (took_place.h): whether their person came or not. No names. */
typedef struct {
  int64_t stated;                           /* met + partly + not_met + unanswered */
  int64_t met, partly, not_met, unanswered; /* by the person's own word alone */
  int64_t came;        /* people of the group who came, as the minutes say; once a meeting */
  int64_t never_asked; /* of these: reached by no invitation, and no answer of theirs is known */
  int64_t others_came; /* people from outside the group: they were not asked here */
} NeedsCounts;

/* In the lower bound whatever is unanswered counts as not met. Three statements, nothing written.
 */
NeedsCounts meeting_needs_count(Txn *txn, int64_t group_id, int64_t from_us, int64_t until_us);

/* For the statement that finds what waits for the viewer, ?2, at ?3: whether to ask them. */
#define MEETING_NEEDS_MAY_WAIT                                                \
  "SELECT count(*) FROM meeting_need n JOIN meeting t ON t.community_id = ?1" \
  " AND t.id = n.meeting_id WHERE n.community_id = ?1 AND" MEETING_NEEDS_WAIT
#define MEETING_NEEDS_WAIT                                                              \
  " n.is_withdrawn = 0 AND (n.owner_id = ?2 OR n.asked_id = ?2) AND t.state = 'called'" \
  " AND t.starts_at_us > ?3"
