/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finding a date that all sides can do (R64; issue 5): up to eight times are offered for a meeting
 * whose date is to be found, everybody in the group says to each whether they can, and one is
 * chosen. Others see numbers only, and sides as groups/sides.h tells them. */
#pragma once

#include "groups/sides.h"
#include "meetings/meetings.h"

enum { DATES_MOST = 8 };

typedef enum { DATE_UNSAID, DATE_CAN, DATE_COULD, DATE_CANNOT, DATE_WORD_COUNT } DateWord;

extern const LogKind dates_log_kinds[];
extern const Choice date_word_choices[];        /* in the order of DateWord, without DATE_UNSAID */
DateWord date_word_from_name(const char *name); /* "": DATE_UNSAID */

typedef struct {
  int64_t id;                       /* 0 ends a list */
  int64_t number;                   /* from 1: of all that were ever offered for the meeting */
  int64_t starts_at_us, ends_at_us; /* an end of 0 is open */
  DateWord own;                     /* what the member said whom the list is for */
  int64_t counts[DATE_WORD_COUNT];  /* of those in the group now */
  SideCounts sides;                 /* of those who can, or could if needed */
} OfferedDate;

/* Offered and not withdrawn, the earliest first. Two statements. */
const OfferedDate *dates_list(Txn *txn, Arena *arena, const Meeting *meeting, int64_t member_id);
const OfferedDate *date_in(const OfferedDate *list, int64_t date_id); /* NULL: not among them */

/* Refuses: a meeting that has a date or is off, a time that is over or offered already, an end that
 * does not fit, more than DATES_MOST. */
void dates_offer(Txn *txn, const Act *act, const Meeting *meeting, int64_t starts_at_us,
                 int64_t ends_at_us, Refusals *refusals);
/* It is offered no more; what was said of it stays with it, unseen. */
void dates_withdraw(Txn *txn, const Act *act, const Meeting *meeting, int64_t date_id);
/* `words[i]` to the date i of the list; DATE_UNSAID: nothing changes for one who writes it down for
 * somebody else, and takes back one's own. Refuses: a meeting that has a date or is off, somebody
 * who is not in the group. */
void dates_say(Txn *txn, const Act *act, const Meeting *meeting, const OfferedDate *list,
               int64_t member_id, const DateWord words[static DATES_MOST], const char *way,
               Refusals *refusals);
/* The meeting is called for it, by meetings_move. Refuses as that does. */
void dates_choose(Txn *txn, const Act *act, const Meeting *meeting, const OfferedDate *date,
                  Refusals *refusals);

/* What waits for the viewer, ?2, at ?3 (WaitingRow of ui/waiting.h): meetings with times of which
 * they have not said anything. */
#define DATES_WAIT \
  "SELECT 0, m.id, m.group_id, 0, m.title, '', ''" DATES_ASKED " ORDER BY m.id LIMIT 20"
#define DATES_ASKED                                                                        \
  " FROM group_member i JOIN meeting m ON m.community_id = ?1 AND m.group_id = i.group_id" \
  " AND m.state = 'to-find' WHERE i.community_id = ?1 AND i.member_id = ?2"                \
  " AND i.state = 'in' AND EXISTS (SELECT 1 FROM meeting_date d WHERE d.community_id = ?1" \
  "  AND d.meeting_id = m.id AND d.is_withdrawn = 0 AND d.starts_at_us > ?3)"              \
  " AND NOT EXISTS (SELECT 1 FROM meeting_date d JOIN meeting_date_word w"                 \
  "  ON w.community_id = ?1 AND w.date_id = d.id AND w.member_id = ?2"                     \
  "  WHERE d.community_id = ?1 AND d.meeting_id = m.id AND d.is_withdrawn = 0)"
