/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Meetings of a group: calling one, moving it, calling it off, and what took place (R64-R69,
 * indicator 1). Places are venues.h, days and hours when.h. */
#pragma once

#include "groups/groups.h"
#include "meetings/venues.h"

enum {
  MEETING_TITLE_MAX = 120,
  MEETING_WORDS_MAX = 2000, /* of any longer text of a meeting */
  MEETINGS_TOGETHER = 12,   /* called at once, at most */
  MEETINGS_COMING_MAX = 60, /* of a group, that are not over */
  MEETING_MOST_HOURS = 24,  /* from its start to its end */
};

extern const LogKind meetings_log_kinds[];
extern const Choice meeting_kind_choices[]; /* shared, preparation, peer-led */

/* Shared business wants people who use services and workers at the table; preparation and meetings
 * led by peers are free of that. */
typedef enum { MEETING_SHARED, MEETING_PREPARATION, MEETING_PEER_LED } MeetingKind;
const char *meeting_kind_name(MeetingKind kind); /* as stored, and as a Choice's value */
MeetingKind meeting_kind_from_name(const char *name);

typedef enum {
  MEETING_TO_FIND, /* its date is not known yet */
  MEETING_CALLED,  /* also when its time has passed and nobody has said yet that it took place */
  MEETING_HELD,
  MEETING_OFF, /* called off */
} MeetingState;

/* Times: microseconds UTC, 0: none. */
typedef struct {
  int64_t id; /* 0 ends a list */
  int64_t group_id;
  int64_t series_id; /* the first of those called together; 0: called alone */
  const char *title, *about, *breaks;
  MeetingKind kind;
  MeetingState state;
  int64_t starts_at_us, ends_at_us; /* an end of 0 is open */
  int64_t first_at_us;              /* the start as it was called first */
  int64_t moves;                    /* how often it got another time */
  int64_t retold; /* how often its name, place or a way in changed after all were told of it */
  int64_t retold_before, retold_at_us; /* of these, before the newest move; the newest, 0: never */
  const char *online, *dial_in;        /* "": none */
  Venue venue;                         /* its id 0: no room */
  int64_t called_by, called_at_us;
  const char *called_by_name; /* "": somebody who is gone */
  const char *why;            /* of the newest move or calling off; "": there was none */
  int64_t was_at_us;          /* the start before that */
  int64_t changed_at_us;      /* when that was; 0: never */
  bool is_written_after;      /* written down when it was over: nobody was invited here */
  int64_t called_together;    /* of its series; meetings_find only */
  bool has_needs;             /* the member has needs at some meeting; meetings_mine only */
} Meeting;

/* Its time is over. An open end counts as three hours. Pure. */
bool meeting_is_over(const Meeting *meeting, int64_t now_us);

/* It is now, or today: from DAY_EARLY_HOURS before its start, when people come in, until
 * DAY_LATE_HOURS after it; never one that was called off. Pure. */
enum { DAY_EARLY_HOURS = 2, DAY_LATE_HOURS = 24 };
bool meeting_is_on(const Meeting *meeting, int64_t now_us);

/* Whether this member may call meetings of the group and arrange them: facilitator, co-chair or
 * note-taker; while nobody here holds one of these duties, everybody in it. Never in a closed
 * group. One small statement. Whatever is written after a meeting needs GROUP_TO_CHANGE only. */
bool meetings_may_arrange(Txn *txn, int64_t group_id, int64_t member_id);

/* NULL: this group has no such meeting. Whether the viewer may read it, groups_may says
 * (GROUP_TO_READ). */
const Meeting *meetings_find(Txn *txn, Arena *arena, int64_t group_id, int64_t meeting_id);
/* Not over before the day that began at `day_start_us` (when_day_start_us), and those whose date is
 * to be found, these first; ends with id 0. */
const Meeting *meetings_coming(Txn *txn, Arena *arena, int64_t group_id, int64_t day_start_us,
                               int limit);
/* Started before this moment and (start, id), newest first; ends with id 0. The first page: both 0.
 */
const Meeting *meetings_past(Txn *txn, Arena *arena, int64_t group_id, int64_t day_start_us,
                             int64_t before_us, int64_t before_id, int limit);
/* What this news is of, as it is now: one meeting; of those called together, or that changed
 * together with their place, all that are called and have no newer news of their own, the earliest
 * first. Ends with id 0: nothing is left to say. */
const Meeting *meetings_of_news(Txn *txn, Arena *arena, int64_t news_id);
/* The coming ones of all groups that the member is in, not called off, the next first; title,
 * group, times and state only. Ends with id 0. One statement. */
const Meeting *meetings_mine(Txn *txn, Arena *arena, int64_t member_id, int64_t day_start_us,
                             int limit);

/* Whole ones of all groups that the member is in, from this moment on, the oldest first: to which
 * people were invited and the member has not said no. Called off ones too. Ends with id 0. */
const Meeting *meetings_for_calendar(Txn *txn, Arena *arena, int64_t member_id, int64_t from_us,
                                     int limit);

typedef struct {
  const char *title, *about, *breaks, *online, *dial_in;
  MeetingKind kind;
  int64_t venue_id; /* 0: no room */
} MeetingWish;

/* The times of those called together, the earliest first. */
typedef struct {
  int count; /* 0: the date is to be found */
  int64_t starts_at_us[MEETINGS_TOGETHER];
  int64_t ends_at_us[MEETINGS_TOGETHER]; /* 0: open */
} MeetingTimes;

/* Called: each is a meeting of its own from then on. Refuses: no title, texts too long, a room that
 * is not the group's to choose, a start that is over, an end before the start or more than
 * MEETING_MOST_HOURS after it, too many coming ones. ret_id: the first. */
void meetings_call(Txn *txn, const Act *act, int64_t group_id, const MeetingWish *wish,
                   const MeetingTimes *times, Refusals *refusals, int64_t *ret_id);
/* One that took place and was not called here: anybody in the group may write it down, so that no
 * meeting goes unseen (indicator 1). Refuses the same, and a start that is to come. */
void meetings_write_down(Txn *txn, const Act *act, int64_t group_id, const MeetingWish *wish,
                         int64_t starts_at_us, int64_t ends_at_us, Refusals *refusals,
                         int64_t *ret_id);
/* What it is about, where, how; not when. A change of kind leaves a trace. Refuses as calling does,
 * and a meeting that was called off. True: its name, place or a way in changed while it was to
 * come, and the caller tells all (NEWS_CHANGED). */
bool meetings_change(Txn *txn, const Act *act, const Meeting *meeting, const MeetingWish *wish,
                     Refusals *refusals);
/* To another time; or to its first one, when the date was to be found (then nothing counts as
 * moved, and `why` may be empty). Refuses as calling does, no reason, a meeting called off or held,
 * or of which is written down what took place; the time that it has. */
void meetings_move(Txn *txn, const Act *act, const Meeting *meeting, int64_t starts_at_us,
                   int64_t ends_at_us, const char *why, Refusals *refusals);
/* Refuses: no reason, a meeting that took place. Nothing when it is off already. */
void meetings_call_off(Txn *txn, const Act *act, const Meeting *meeting, const char *why,
                       Refusals *refusals);
/* It took place. By anybody in the group, from its start on; refuses: before. */
void meetings_hold(Txn *txn, const Act *act, const Meeting *meeting, Refusals *refusals);
