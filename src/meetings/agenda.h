/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The agenda of a meeting (R64, R66-R68; indicators 2 and 9): anybody in the group adds to it, time
 * to connect stands first and cannot be taken away, and nothing that was asked for gets lost. It
 * never closes: what comes late is shown as late. */
#pragma once

#include "meetings/meetings.h"

enum {
  AGENDA_TITLE_MAX = 120,
  AGENDA_ITEMS_MAX = 40,
  AGENDA_MINUTES_MAX = 240, /* of one item */
  CONNECT_LEAST = 10,       /* minutes of time to connect */
  CONNECT_USUAL = 20,
  CONNECT_MOST = 90,
  PAPER_DAYS_USUAL = 7, /* before a meeting */
  PAPER_DAYS_MOST = 30,
  MEETING_PAPERS_MAX = 20,
};

extern const LogKind agenda_log_kinds[];
extern const Choice agenda_ways[]; /* how a wish came that somebody else writes down */

/* Whether an item is what its asker wanted: their own word alone counts (indicator 2). */
typedef enum { WORD_OWN, WORD_WAITING, WORD_YES, WORD_NO } AskerWord;
typedef enum { ITEM_OPEN, ITEM_TALKED, ITEM_NOT_REACHED, ITEM_BACK } ItemState;

typedef struct {
  int64_t id; /* 0: time to connect, before anything was written on the agenda */
  int64_t meeting_id;
  bool is_connect;
  const char *title, *why;
  int64_t minutes; /* 0: not said */
  int64_t place;   /* in the order */
  int64_t asked_by, entered_by;
  const char *asked_by_name, *entered_by_name; /* "": somebody who is gone, or nobody */
  const char *way;
  AskerWord word;
  ItemState state;
  bool is_again; /* it was not reached at an earlier meeting */
  bool is_late;  /* came after the day by which items were to be there */
  int64_t made_at_us;
} AgendaItem;

typedef struct {
  int64_t paper_days;
  int64_t due_us; /* by when papers and items were to be there; 0: there is no date */
  int64_t facilitator_id;
  const char *facilitator_name, *interests; /* of whoever took on this meeting */
  int count;
  AgendaItem items[AGENDA_ITEMS_MAX + 1]; /* in their order, time to connect first; those that were
                                             taken back last */
} Agenda;

/* The day is counted from the earliest start that the meeting had: neither moving it nor a group's
 * new number of days makes anything late look in time. Pure; 0: no date, or written down
 * afterwards. */
int64_t agenda_due_us(const Meeting *meeting, int64_t paper_days);
/* One statement. */
const Agenda *agenda_find(Txn *txn, Arena *arena, const Meeting *meeting);
/* NULL: no such item; never time to connect. */
const AgendaItem *agenda_item(const Agenda *agenda, int64_t item_id);
/* Minutes of all that is to be talked about. Pure. */
int64_t agenda_minutes(const Agenda *agenda);

typedef struct {
  const char *title, *why;
  int64_t minutes;
  int64_t asked_by; /* somebody in the group; the acting member's own id: for oneself */
  const char *way;  /* a value of agenda_ways; "page" for oneself */
} AgendaWish;

/* Whose wish somebody else wrote down is asked whether it is theirs. Refuses: no title, texts too
 * long, somebody who is not in the group, a full agenda, a meeting that is off. */
void agenda_add(Txn *txn, const Act *act, const Meeting *meeting, const AgendaWish *wish,
                Refusals *refusals);
/* Words that came by mail or on paper: the first line is what it is about, the others say why. */
void agenda_add_words(Txn *txn, const Act *act, const Meeting *meeting, int64_t asked_by,
                      const char *words, const char *way, Refusals *refusals);
/* By the asker: "yes, this is what I wanted to talk about"; or not: then it is nobody's wish, and
 * stays. Nothing for others. */
void agenda_confirm(Txn *txn, const Act *act, const AgendaItem *item, bool is_theirs);
/* The member wrote it down and nobody has said that it is theirs: never what was only put on a
 * later agenda. Pure. */
bool agenda_is_writers(const AgendaItem *item, int64_t member_id);
/* By the asker, or by whoever wrote it down while the asker has not said yes. It stays to be seen.
 * Refuses: somebody else, an item that was talked about. */
void agenda_take_back(Txn *txn, const Act *act, const AgendaItem *item, Refusals *refusals);
/* One place up or down among what is open; never before time to connect. */
void agenda_move(Txn *txn, const Act *act, const Agenda *agenda, const AgendaItem *item,
                 bool is_earlier);
/* Refuses: fewer than CONNECT_LEAST minutes, more than CONNECT_MOST, fewer than now without why; a
 * meeting that is over, since the minutes that were planned before count. This and what follows
 * refuses agreed minutes too. */
void agenda_set_connect(Txn *txn, const Act *act, const Meeting *meeting, int64_t minutes,
                        const char *why, Refusals *refusals);
/* Whoever likes to lead this meeting through; their stake in own words (R68). Refuses: another one
 * has it. */
void agenda_facilitate(Txn *txn, const Act *act, const Meeting *meeting, const char *interests,
                       Refusals *refusals);
/* Not once the meeting is over: whoever led it did. */
void agenda_lay_down(Txn *txn, const Act *act, const Agenda *agenda, const Meeting *meeting);
/* An item that was not reached, once more at another meeting of the group, with whose it is and
 * their word. Refuses: it stands on a later agenda already, no coming meeting. */
void agenda_carry_over(Txn *txn, const Act *act, const AgendaItem *item, const Meeting *next,
                       Refusals *refusals);

/* From now on: 1 to PAPER_DAYS_MOST. */
void agenda_set_paper_days(Txn *txn, const Act *act, int64_t group_id, int64_t days,
                           Refusals *refusals);
int64_t agenda_paper_days(Txn *txn, int64_t group_id); /* as chosen last */
/* Those that count for a meeting (indicator 9): a number that was chosen before its papers were
 * due, both by the days until then and by the new ones. So fewer days make nothing look in time
 * whose time was over, also where the meeting is written down afterwards; and more days make
 * nothing late at once. With the first thing on its agenda they are fixed for good. One statement.
 */
int64_t agenda_paper_days_for(Txn *txn, const Meeting *meeting);

typedef struct {
  int64_t paper_id; /* 0 ends a list */
  const char *title;
  int64_t sent_at_us; /* first; 0: it is not out */
  bool is_theirs;     /* the viewer has it */
  /* People who are in the group: as it went out to each; late for all when it was put here only
   * after the meeting had begun: nobody was told to read it. */
  int64_t in_time, late, never;
} MeetingPaper;

/* One statement. */
const MeetingPaper *agenda_papers(Txn *txn, Arena *arena, const Meeting *meeting,
                                  const Agenda *agenda, int64_t viewer_id);
/* Refuses: a paper that the member does not have, too many. Nothing when it is there already. */
void agenda_add_paper(Txn *txn, const Act *act, const Meeting *meeting, int64_t paper_id,
                      Refusals *refusals);

/* What waits for the viewer, ?2 (WaitingRow of ui/waiting.h): the meeting with an item that
 * somebody wrote down for them, to which they have said neither yes nor no. */
#define AGENDA_WAITS                                                        \
  "SELECT 0, m.id, m.group_id, 0, m.title, '', '' FROM agenda_item i"       \
  " JOIN meeting m ON m.community_id = ?1 AND m.id = i.meeting_id"          \
  " JOIN group_member g ON g.community_id = ?1 AND g.group_id = m.group_id" \
  " AND g.member_id = ?2 AND g.state = 'in'"                                \
  " WHERE i.community_id = ?1 AND i.word = 'waiting' AND i.asked_by = ?2"   \
  " AND i.state = 'open' ORDER BY i.id LIMIT 1"
