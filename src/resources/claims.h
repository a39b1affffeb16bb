/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Claims for what taking part cost: fares, miles, care for somebody, other things (R22, R57, R92;
 * nobody is out of pocket). One person says yes who is neither the one whose claim it is nor the
 * one who wrote it down (by telephone, on paper, or as their supporter), so that no money goes by
 * one person's word alone. Amounts are for those two and whoever says yes; the group sees that
 * claims are paid, and how soon. */
#pragma once

#include "meetings/meetings.h"
#include "people/people.h"
#include "resources/rates.h"

enum {
  COST_WORDS_MAX = 200,
  CLAIM_WORDS_MAX = 1000, /* a question, an answer, why not all */
  CLAIMS_OPEN_MAX = 100,  /* shown at once of those that wait */
  CLAIMS_OWN_MAX = 50,
  CLAIMS_A_PAGE = 20,
  CLAIMS_A_MEETING = 10, /* of one person, and of one day: enough to forget something */
  OCCASION_WORDS_MAX = 100,
  OCCASION_DAYS_BACK = 730,
  OCCASION_DAYS_AHEAD = 366,
};

typedef enum { COST_FARE, COST_CAR, COST_BIKE, COST_CARE, COST_OTHER, COST_KINDS } CostKind;
extern const Choice cost_kind_choices[]; /* in the order of CostKind */
extern const Choice paid_how_choices[];  /* cash, bank, other */

/* One cost of a claim; of miles `pence` is worked out. */
typedef struct {
  bool is_there;
  int64_t pence;
  int64_t hundredths; /* miles, in hundredths */
  int64_t rate_pence; /* a mile, or what care may cost without asking first; -1: none was set */
  const char *words;  /* from where to where, what for; may be "" but for "other" */
} Cost;

typedef enum { CLAIM_SENT, CLAIM_ASKED, CLAIM_AGREED, CLAIM_PAID, CLAIM_BACK } ClaimState;

typedef struct {
  int64_t id; /* 0 ends a list */
  int64_t group_id, member_id;
  int64_t meeting_id; /* 0: something else that they did for the group */
  const char *name, *group_name;
  const char *title;     /* of the meeting, or what else it was in their own words */
  int64_t at_us, end_us; /* of the meeting, or of that day */
  int64_t pence, agreed_pence;
  const char *way;
  int64_t entered_by;
  const char *entered_by_name; /* "": they did it themselves, or somebody who is gone */
  ClaimState state;
  int64_t changes; /* sent along with a form: whoever saw less is told */
  int64_t sent_at_us, agreed_at_us, paid_at_us;
  int64_t agreed_by;
  const char *agreed_by_name, *paid_how;
  bool is_untold; /* something happened to it, no mail brings it, and nobody has told them yet */
  Reach reach;    /* how they are reached: for whoever tells them */
  Cost costs[COST_KINDS];        /* claims_find and claims_each_opened only, as the words are */
  const char *question, *answer; /* what is asked, or why not all; what they said to it */
  int64_t receipts;              /* … pictures of them */
} Claim;

/* Who looks: `is_organiser` as the page knows it. */
typedef struct {
  int64_t member_id;
  bool is_organiser;
} CostViewer;

/* Who says yes in which group, read once for a list. Never to their own (`member_id`) nor to what
 * they wrote down (`entered_by`); both 0: to any of the group. */
typedef struct CostSeers CostSeers;
const CostSeers *cost_seers_find(Txn *txn, Arena *arena); /* two statements */
bool cost_seers_may(const CostSeers *seers, int64_t group_id, int64_t member_id, int64_t entered_by,
                    const CostViewer *viewer);

/* ---- finding ---- */

/* NULL: no such claim, or the viewer neither made it, nor may say yes to it. Two statements. */
const Claim *claims_find(Txn *txn, Arena *arena, int64_t claim_id, const CostViewer *viewer);
/* Whether they may say yes to it and pay it: as the community settled (rates.h), never to their own
 * nor to what they wrote down. */
bool claims_may_agree(Txn *txn, const Claim *claim, const CostViewer *viewer);
/* Whether claims of this group are put to them at all. */
bool claims_may_see_to(Txn *txn, int64_t group_id, const CostViewer *viewer);
/* All of a member's own with everything opened, the oldest first: one statement. */
typedef void (*ClaimSeen)(const Claim *claim, void *data);
void claims_each_opened(Txn *txn, Arena *arena, int64_t member_id, ClaimSeen see, void *data);
/* The member's own, the newest first; of one meeting, or of all (0). */
const Claim *claims_of(Txn *txn, Arena *arena, int64_t member_id, int64_t meeting_id);
/* Likewise those of a group that are for no meeting; of this day, or of all (0). */
const Claim *claims_of_others(Txn *txn, Arena *arena, int64_t member_id, int64_t group_id,
                              int64_t day_us);
/* Likewise all, from before `before_id` (0: the newest). */
const Claim *claims_own(Txn *txn, Arena *arena, int64_t member_id, int64_t before_id);
/* To put a picture of a receipt to it: one's own, or one that the member wrote down for somebody
 * and that is still open. What they wrote as a supporter is there only while they act for its
 * person (`on_behalf_of`; 0: nobody). NULL: neither. */
const Claim *claims_find_to_add(Txn *txn, Arena *arena, int64_t claim_id, int64_t member_id,
                                int64_t on_behalf_of);
/* Meetings of the member's groups for which they may have had costs: of the last half year, and
 * those of the next two months, the newest first; called off ones too. Ends with id 0. */
enum { COST_MEETINGS_MOST = 20, COST_MEETINGS_DAYS_BACK = 182, COST_MEETINGS_DAYS_AHEAD = 62 };
typedef struct {
  int64_t id, group_id, at_us;
  const char *title, *group_name;
} CostMeeting;
const CostMeeting *claims_meetings(Txn *txn, Arena *arena, int64_t member_id, int64_t now_us);
/* What is put to the viewer, the oldest first: to say yes to, to pay, or to tell its person of. */
const Claim *claims_waiting(Txn *txn, Arena *arena, const CostViewer *viewer);
/* For a yes, or for the money. Pure. */
bool claim_waits(const Claim *claim);
/* Begun days since it could be paid: since the meeting, or since it was sent after that. Pure. */
int64_t claim_days_waiting(const Claim *claim, int64_t now_us);

/* For the group: how many claims of a meeting there are (without those of which nothing was
 * agreed), how many are paid, and the most days that it took from the meeting on. Nothing of
 * amounts. */
typedef struct {
  int64_t all, paid, most_days;
} ClaimsSum;
ClaimsSum claims_sum(Txn *txn, const Meeting *meeting);
/* Days from the meeting to the payment, begun ones count; 0: the same day or before. Pure. */
int64_t claim_days(int64_t meeting_end_us, int64_t paid_at_us);

/* ---- acts: each refuses a claim to which something has happened since (`changes`) ---- */

typedef struct {
  int64_t member_id; /* whose it is */
  const char *way;   /* "page", or of said_way_choices */
  Cost costs[COST_KINDS];
} ClaimWish;

/* Also before the meeting (a ticket costs when it is bought) and for one that was called off.
 * Refuses: a meeting without a date, nothing that cost something, miles without a rate, "other"
 * without words, a sum that is too large, a claim for this meeting that is still open, the same
 * costs as an earlier one, somebody who is not in the group. */
void claims_send(Txn *txn, const Act *act, const Meeting *meeting, const ClaimWish *wish,
                 Refusals *refusals, int64_t *ret_id);
/* For something else than a meeting: a visit, a training, preparing something. `day_us`: where its
 * day begins; its rates count. Refuses also: no words ("what"), a day too far away ("day"). */
typedef struct {
  int64_t group_id, day_us;
  const char *what; /* one line */
} Occasion;
void claims_send_other(Txn *txn, const Act *act, const Occasion *occasion, const ClaimWish *wish,
                       Refusals *refusals, int64_t *ret_id);
/* By whose it is, or by the supporter who wrote it for them (nobody else then becomes its writer),
 * until it is agreed: put right; a question that waits is answered by it. Miles
 * keep the rates that the claim was sent with. Refuses as sending does. */
void claims_change(Txn *txn, const Act *act, const Claim *claim, const ClaimWish *wish,
                   const char *answer, Refusals *refusals);
void claims_take_back(Txn *txn, const Act *act, const Claim *claim, Refusals *refusals);

/* By whoever may say yes (the page has asked claims_may_agree; it is asked again here). Less than
 * was asked for needs a why; more is refused. */
void claims_agree(Txn *txn, const Act *act, const CostViewer *viewer, const Claim *claim,
                  int64_t pence, const char *why, Refusals *refusals);
void claims_ask(Txn *txn, const Act *act, const CostViewer *viewer, const Claim *claim,
                const char *question, Refusals *refusals);
/* Paid out: how. Nothing about accounts is kept. */
void claims_pay(Txn *txn, const Act *act, const CostViewer *viewer, const Claim *claim,
                const char *how, Refusals *refusals);

/* ---- telling its person ---- */

/* Somebody else did something to it: they get it by mail, in their way; where no mail reaches them,
 * whoever sees to costs tells them (`is_untold`).
 * Mails are cost_news.h. */
void claims_mark_told(Txn *txn, const Act *act, const CostViewer *viewer, const Claim *claim,
                      Refusals *refusals);

/* What waits for the viewer, ?2 (WaitingRow of ui/waiting.h): their newest claim about which
 * somebody asks them, with the title of its meeting, if it is for one. And whether to ask for those
 * that they may see to. */
#define CLAIM_QUESTION_WAITS                                              \
  "SELECT 0, c.id, 0, 0, COALESCE(t.title, ''), '', '' FROM cost_claim c" \
  " LEFT JOIN meeting t ON t.community_id = ?1 AND t.id = c.meeting_id"   \
  " WHERE c.community_id = ?1 AND c.member_id = ?2 AND c.state = 'asked'" \
  " ORDER BY c.id DESC LIMIT 1"
#define CLAIMS_MAY_WAIT                                                                       \
  "SELECT count(*) FROM cost_claim c JOIN member me"                                          \
  " ON me.community_id = ?1 AND me.id = ?2 WHERE c.community_id = ?1 AND c.member_id <> ?2"   \
  " AND (c.state = 'sent' OR (c.state = 'agreed' AND c.agreed_pence > 0) OR c.told = 0)"      \
  " AND (me.is_organiser = 1 OR EXISTS (SELECT 1 FROM group_duty d WHERE d.community_id = ?1" \
  " AND d.member_id = ?2 AND d.duty = 'treasurer' AND d.ended_at_us IS NULL))"
