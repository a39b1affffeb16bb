/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What took place at a group's meetings, counted from their own records for "How shared is this?"
 * (src/evidence; indicators 1, 2, 9, 17). Sides are of roles in the group as they were when the
 * meeting began, counted and never shown beside a name. Where names stand beside what is counted
 * (who asked, who led), only sides that are shown beside these names count. */
#pragma once

#include "groups/sides.h"
#include "meetings/meetings.h"

enum {
  TALLY_MEETINGS_MOST = 400, /* of one look, the newest */
  TOGETHER_PERCENT = 30,     /* of who came at least use services, where all sides are together */
};

/* LED_UNSHOWN: by somebody who shows no role, or did not show it then. */
typedef enum { LED_NOBODY, LED_UNSHOWN, LED_USES, LED_CARER, LED_OTHER } MeetingLed;

typedef struct {
  int64_t id; /* 0 ends a list */
  const char *title;
  int64_t starts_at_us;
  MeetingKind kind; /* as it was when it began: a change after that is not seen */
  int64_t people, uses, carers, works; /* who came, by name or by number; people 0: not noted */
  int64_t minutes;                     /* from its start to its end; 0: its end was open */
  int64_t connect_minutes;             /* on its agenda; -1: nothing was written on one */
  int64_t talked;                      /* items talked about */
  /* Of these: asked for, by their own word, by people who show that side beside their name and did
   * when the meeting began; by people who show none, or by nobody's own word. */
  int64_t talked_uses, talked_carers, talked_unshown;
  int64_t not_reached;
  MeetingLed led;
  int64_t in_time, late, never; /* papers, once for each person to whom each was due */
  bool came;                    /* the viewer */
  bool hides_a_side;            /* somebody came who shows no role in the group */
} MeetingTally;

typedef struct {
  const MeetingTally *meetings; /* the newest first */
  int64_t viewer_asked;         /* items that the viewer asked for */
} MeetingsTally;

typedef struct {
  int64_t group_id, meeting_id; /* meeting 0: all */
  int64_t from_us, now_us;      /* began since, and is over */
  int64_t viewer_id;
} TallyWish;

/* Those called off do not count, unless somebody came all the same. Four statements. */
const MeetingsTally *meetings_tally(Txn *txn, Arena *arena, const TallyWish *wish);

/* Two people who use services at least, and TOGETHER_PERCENT of all, and a worker: one alone is no
 * table (indicator 1). Pure. */
bool tally_is_together(const MeetingTally *meeting);
/* So many people came that whether it was together says nothing of one; or all show their roles.
 * Pure. */
bool tally_may_tell_together(const MeetingTally *meeting);
