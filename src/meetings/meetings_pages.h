/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pages of meetings. What the files of them share. They stand below a group's address:
 * "/groups/:group/meetings/:meeting". */
#pragma once

#include "groups/groups_pages.h"
#include "groups/sides.h"
#include "meetings/invitations.h"
#include "meetings/meetings.h"
#include "web/live.h"

extern const Route meetings_routes[];        /* the list, one meeting */
extern const Route meeting_arrange_routes[]; /* calling one, changing, moving, calling off */
extern const Route meeting_reply_routes[];   /* who comes */
extern const Route meeting_tell_routes[];    /* telling people otherwise than by mail */
extern const Route meeting_text_routes[];    /* … by text messages */
extern const Route meeting_venue_routes[];   /* where */
extern const Route calendar_routes[];        /* for people's own calendar programs */
extern const Route reminder_routes[];        /* when one is reminded, and by whom */

/* Access right: whoever may call meetings of the group in the address. */
bool may_arrange_meetings(Request *r);

/* The meeting of ":meeting" in the group of ":group"; NULL: "not found" was answered. */
const Meeting *meeting_in_path(Request *r, const Group **ret_group, GroupNeed need);
/* POST by a list of people to ring: marks whoever the field `name` names, then leads back to
 * `back` below the meeting. */
typedef void (*MarkPerson)(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id);
void meeting_mark_person(Request *r, const char *name, MarkPerson mark, const char *back);
/* On which pages hear that something about it was kept. */
LiveTopic meeting_topic(const Meeting *meeting);
/* "/groups/…/meetings/…" and what follows; arena. */
const char *meeting_path(Request *r, const Meeting *meeting, const char *rest);
/* A page about one meeting, with "Back" to it; its title leads. Title: message id. */
Page *open_meeting_page(Request *r, const Meeting *meeting, const char *title, const char *picture);

/* Once something is kept: to all in the group, in the same transaction; nothing when it was
 * refused. */
void tell_group(Request *r, int64_t group_id, int64_t meeting_id, MeetingNews what);
/* What is said when a meeting was changed: that it is kept, and whether all are told. */
extern const char change_is_kept[], change_is_told[];

/* "2 pm to 3.30 pm", "from 2 pm", or with a day when it ends on another; "" without a start. */
const char *meeting_hours(Page *page, const Meeting *meeting);
/* "Thursday 26 November 2026, 2 pm to 3.30 pm", or that the date is to be found; arena. */
const char *meeting_when(Page *page, const Meeting *meeting);
/* "London", of "Europe/London": how a time zone is called beside a time. */
const char *zone_city(Request *r);
/* The day as a block beside a card. Lives in the arena; NULL in Easy Read, or without a date. */
const Day *meeting_day_block(Page *page, int64_t at_us);
/* Its facts as short pieces in a row: what is there, then what is not. */
void put_venue_facts(Page *page, const Venue *venue);
void show_meetings(Request *r); /* all of a group */
/* The viewer's coming meetings with how far is what they need, for the start page; nothing when
 * there are none. Two statements. */
void put_my_meetings(Page *page);
/* A group's next meeting, and the way to all, for its home. One statement. */
void put_next_meeting(Page *page, const Group *group);

/* What a subject above shows beside "Will you come?": before they say yes. Registered once by
 * src/subjects.c. */
void meetings_set_reply_part(void (*put)(Page *page, const Meeting *meeting));
/* "Will you come?" with the viewer's own answer; nothing where nothing is to be answered. */
void put_will_you_come(Page *page, const Group *group, const Meeting *meeting);
/* How many come, of which sides, and whether one side would be missing. */
void put_who_comes(Page *page, const Group *group, const Meeting *meeting, bool may_arrange);
/* The sides of those counted, as a list; nothing where it would show somebody. */
void put_meeting_sides(Page *page, const SideCounts *sides);
/* Of meeting_missing, in a sentence. */
const char *meeting_missing_in_words(Page *page, int missing);
/* Who is to be reminded by telephone or letter; nothing when nobody is. One statement. */
void put_to_remind(Page *page, const Meeting *meeting, const ToTell *list);
/* An invitation that was not answered yet. */
Waiting meeting_card(Request *r, const WaitingRow *row);

/* A start and an end from answers "day", "start", "end"; refuses what cannot be read. */
bool meeting_times_from_answers(Request *r, int64_t *ret_starts_at_us, int64_t *ret_ends_at_us);
/* All those called at once, of answers "when", "day", "start", "end", "repeat" and "times". */
bool meeting_all_times_from_answers(Request *r, MeetingTimes *ret_times);
/* And back, for a form that is filled in. */
void fill_meeting_times(Request *r, int64_t starts_at_us, int64_t ends_at_us);
/* "day", "start" and "end" as rows of a table of questions; the condition is shown_if, or NULL. */
#define MEETING_TIME_QUESTIONS(condition)                                                     \
  { .name = "day",                                                                            \
    .kind = ASK_DATE,                                                                         \
    .label = N_("Which day?"),                                                                \
    .missing = N_("Enter the day"),                                                           \
    .picture = "calendar",                                                                    \
    .shown_if = (condition),                                                                  \
    .is_needed = true },                                                                      \
      { .name = "start",                                                                      \
        .kind = ASK_TEXT,                                                                     \
        .label = N_("When does it start?"),                                                   \
        .hint = N_("For example: 2 pm, or 2.30 pm."),                                         \
        .missing = N_("Enter when it starts"),                                                \
        .picture = "clock",                                                                   \
        .max_length = 20,                                                                     \
        .shown_if = (condition),                                                              \
        .is_needed = true },                                                                  \
  {                                                                                           \
    .name = "end", .kind = ASK_TEXT, .label = N_("When does it end?"),                        \
    .hint = N_("Leave it empty when the end is open."), .picture = "clock", .max_length = 20, \
    .shown_if = (condition)                                                                   \
  }
