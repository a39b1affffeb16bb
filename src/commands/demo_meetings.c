/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The meetings of the demo's groups, from assets/demo/meetings.ini: called, answered, moved, held,
 * written down, each in its week, by what the pages call. Mails of the past are dropped later. */
#include "commands/demo_event.h"

#include "base/clock.h"
#include "meetings/invitations.h"
#include "meetings/minutes.h"
#include "meetings/replies.h"
#include "meetings/when.h"

#include <string.h>

enum { CAME_MOST = 40, DAYS_A_WEEK = 7 };
/* After the ideas of a week were put; a line later each: the record of acts is in the order of
 * time. Meetings themselves are from Monday to Wednesday. */
#define SAID_AFTER_US (3 * US_PER_DAY + 10 * US_PER_HOUR)

static char *
text_of(const Demo *demo, const char *name, const char *key)
{
  char *text = g_key_file_get_string(demo->meetings, name, key, NULL);

  return text ? text : g_strdup("");
}

static int64_t
id_in(GHashTable *ids, const char *name)
{
  const int64_t *id = g_hash_table_lookup(ids, name);

  if (!id)
    g_error("demo: there is no %s yet", name);
  return *id;
}

static void
keep_id(Demo *demo, const char *name, int64_t id)
{
  g_hash_table_insert(demo->meeting_ids, g_strdup(name), g_memdup2(&id, sizeof(id)));
}

int64_t
event_id(const Event *event, const char *name)
{
  return id_in(event->demo->meeting_ids, name);
}

void
event_keep(Event *event, const char *name, int64_t id)
{
  keep_id(event->demo, name, id);
}

static const Meeting *
meeting_called(const Event *event, const char *name)
{
  const Meeting *meeting = meetings_find(event->demo->txn, event->arena, event->group_id,
                                         id_in(event->demo->meeting_ids, name));

  if (!meeting)
    g_error("demo: %s is no meeting of this group", name);
  return meeting;
}

const Meeting *
event_meeting(const Event *event)
{
  return meeting_called(event, event->name);
}

/* ---- times ---- */

bool
event_when(const Event *event, const char *text, int64_t *ret_starts_at_us, int64_t *ret_ends_at_us)
{
  static const char *const days[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
  int week = 0, hour = 0, minute = 0, end_hour = 0, end_minute = 0, day = 0;
  char word[4], date[DATE_TEXT_SIZE];
  const int count =
      sscanf(text, "%d %3s %d:%d-%d:%d", &week, word, &hour, &minute, &end_hour, &end_minute);

  if (count < 4)
    return false;
  while (day < DAYS_A_WEEK - 1 && strcmp(days[day], word) != 0)
    day++;
  when_local(event->demo->monday_us + (day - week * DAYS_A_WEEK) * US_PER_DAY + 12 * US_PER_HOUR,
             ZONE, date);
  when_at_us(date, hour * 60 + minute, ZONE, ret_starts_at_us);
  if (count == 6)
    when_at_us(date, end_hour * 60 + end_minute, ZONE, ret_ends_at_us);
  return true;
}

int64_t
event_day_end(const Event *event, const char *text)
{
  g_autofree char *noon = g_strconcat(text, " 12:00", NULL);
  int64_t at_us = 0, none_us = 0;
  char date[DATE_TEXT_SIZE];

  if (!event_when(event, noon, &at_us, &none_us))
    g_error("demo: %s is no day", text);
  when_local(at_us, ZONE, date);
  return groups_day_end_us(date, ZONE);
}

/* ---- calling ---- */

static void
add_place(Event *event)
{
  int64_t id = 0;
  const Venue venue = { .group_id = event->group_id,
                        .name = event->parts[0],
                        .address = event->parts[1],
                        .words = event->parts[2],
                        .has = event->parts[3],
                        .has_not = event->parts[4],
                        .is_for_all = true };

  venues_add(event->demo->txn, &event->act, &venue, event->demo->refusals, &id);
  if (id)
    keep_id(event->demo, event->parts[0], id);
}

static void
tell(Event *event, MeetingNews what)
{
  invitations_tell(event->demo->txn, &event->act, event->group_id,
                   id_in(event->demo->meeting_ids, event->name),
                   &(NewsWish){ what, event->demo->origin, ZONE });
}

static MeetingWish
wish_of(const Event *event)
{
  return (MeetingWish){ .title = event->parts[0],
                        .kind = meeting_kind_from_name(event->parts[1]),
                        .venue_id =
                            *event->parts[3] ? id_in(event->demo->meeting_ids, event->parts[3]) : 0,
                        .about = event->parts[4],
                        .breaks = event->parts[5],
                        .online = event->parts[6],
                        .dial_in = event->parts[7] };
}

static void
call(Event *event)
{
  const MeetingWish wish = wish_of(event);
  MeetingTimes times = { .count = 0 };
  int64_t id = 0;

  times.count = event_when(event, event->parts[2], &times.starts_at_us[0], &times.ends_at_us[0]);
  meetings_call(event->demo->txn, &event->act, event->group_id, &wish, &times,
                event->demo->refusals, &id);
  if (!id)
    return;
  keep_id(event->demo, event->name, id);
  tell(event, NEWS_CALLED);
}

static void
write_down(Event *event)
{
  const MeetingWish wish = wish_of(event);
  int64_t id = 0, starts_at_us = 0, ends_at_us = 0;

  event_when(event, event->parts[2], &starts_at_us, &ends_at_us);
  meetings_write_down(event->demo->txn, &event->act, event->group_id, &wish, starts_at_us,
                      ends_at_us, event->demo->refusals, &id);
  if (id)
    keep_id(event->demo, event->name, id);
}

static void
move(Event *event)
{
  const Meeting *meeting = event_meeting(event);
  int64_t starts_at_us = 0, ends_at_us = 0;

  event_when(event, event->parts[0], &starts_at_us, &ends_at_us);
  meetings_move(event->demo->txn, &event->act, meeting, starts_at_us, ends_at_us, event->parts[1],
                event->demo->refusals);
  tell(event, meeting->state == MEETING_TO_FIND ? NEWS_CALLED : NEWS_MOVED);
}

static void
call_off(Event *event)
{
  meetings_call_off(event->demo->txn, &event->act, event_meeting(event), event->parts[0],
                    event->demo->refusals);
  tell(event, NEWS_OFF);
}

/* ---- answers ---- */

/* "Joe Marsh=yes;*Elsie Lock=if=A lift": with a star whoever does this wrote it down, by telephone.
 */
static void
answer_all(Event *event)
{
  Demo *demo = event->demo;
  g_auto(GStrv) all = g_strsplit(event->parts[0], ";", -1);
  const Meeting *meeting = event_meeting(event);

  for (char **one = all; *one; one++) {
    g_auto(GStrv) said = g_strsplit(*one, "=", 3);
    const bool is_heard = **said == '*';
    const char *who = said[0] + is_heard;
    const Act own = demo_act_of(demo, who, event->act.at_us);

    replies_give(demo->txn, is_heard ? &event->act : &own, meeting, demo_person(demo, who),
                 &(ReplyWish){ .answer = reply_from_name(said[1]),
                               .words = said[2] ? said[2] : "",
                               .way = is_heard ? "telephone" : "page" },
                 demo->refusals);
  }
}

/* All who were not reached by mail and have not answered were rung. */
static void
ring_all(Event *event)
{
  const Meeting *meeting = event_meeting(event);
  const ToTell *list = invitations_to_tell(event->demo->txn, event->arena, meeting);

  for (; list->member_id; list++)
    invitations_mark_told(event->demo->txn, &event->act, meeting, list->member_id);
}

static void
go_ahead(Event *event)
{
  const Meeting *meeting = event_meeting(event);
  SideCounts sides = { { 0 } };

  replies_count(event->demo->txn, meeting, &sides);
  aheads_decide(event->demo->txn, &event->act, meeting, meeting_missing(meeting, false, &sides),
                event->parts[0], event->demo->refusals);
}

/* ---- the agenda ---- */

static void
add_item(Event *event)
{
  const bool is_for = *event->parts[3] != '\0';

  agenda_add(event->demo->txn, &event->act, event_meeting(event),
             &(AgendaWish){ .title = event->parts[0],
                            .why = event->parts[1],
                            .minutes = g_ascii_strtoll(event->parts[2], NULL, 10),
                            .asked_by = is_for ? demo_person(event->demo, event->parts[3])
                                               : event->act.member_id,
                            .way = is_for ? event->parts[4] : "page" },
             event->demo->refusals);
}

const AgendaItem *
event_item(const Event *event, const char *title)
{
  const Agenda *agenda = agenda_find(event->demo->txn, event->arena, event_meeting(event));

  for (int i = 0; i < agenda->count; i++)
    if (strcmp(agenda->items[i].title, title) == 0)
      return &agenda->items[i];
  g_error("demo: %s is on no agenda of %s", title, event->name);
}

static void
say_mine(Event *event)
{
  agenda_confirm(event->demo->txn, &event->act, event_item(event, event->parts[0]),
                 strcmp(event->parts[1], "no") != 0);
}

static void
set_connect(Event *event)
{
  agenda_set_connect(event->demo->txn, &event->act, event_meeting(event),
                     g_ascii_strtoll(event->parts[0], NULL, 10), event->parts[1],
                     event->demo->refusals);
}

static void
lead(Event *event)
{
  agenda_facilitate(event->demo->txn, &event->act, event_meeting(event), event->parts[0],
                    event->demo->refusals);
}

static void
add_paper(Event *event)
{
  agenda_add_paper(event->demo->txn, &event->act, event_meeting(event),
                   id_in(event->demo->paper_ids, event->parts[0]), event->demo->refusals);
}

static void
carry_over(Event *event)
{
  agenda_carry_over(event->demo->txn, &event->act, event_item(event, event->parts[0]),
                    meeting_called(event, event->parts[1]), event->demo->refusals);
}

/* ---- the meeting and its minutes ---- */

static void
hold(Event *event)
{
  meetings_hold(event->demo->txn, &event->act, event_meeting(event), event->demo->refusals);
}

/* "Ann;Bo", then how many others came, by side: "1 0 2 0 0", and who was missing and why. */
static void
write_came(Event *event)
{
  g_auto(GStrv) names = g_strsplit(event->parts[0], ";", CAME_MOST);
  int64_t came[CAME_MOST];
  int count = 0, use = 0, care = 0, near = 0, work = 0, rest = 0;

  for (; names[count]; count++)
    came[count] = demo_person(event->demo, names[count]);
  sscanf(event->parts[1], "%d %d %d %d %d", &use, &care, &near, &work, &rest);
  minutes_set_present(event->demo->txn, &event->act, event_meeting(event), came, count,
                      &(Minutes){ .others_use = use,
                                  .others_care = care,
                                  .others_near = near,
                                  .others_work = work,
                                  .others_else = rest,
                                  .absent = event->parts[2] },
                      event->demo->refusals);
}

static void
write_said(Event *event)
{
  minutes_write(event->demo->txn, &event->act, event_meeting(event),
                &(MinutesWish){ .item_id = event_item(event, event->parts[0])->id,
                                .said = event->parts[1],
                                .decided = event->parts[2],
                                .is_not_reached = !*event->parts[1] && !*event->parts[2] },
                event->demo->refusals);
}

static void
open_minutes(Event *event)
{
  minutes_open(event->demo->txn, &event->act, event_meeting(event), event->demo->refusals);
}

static void
correct(Event *event)
{
  minutes_correct(event->demo->txn, &event->act, event_meeting(event), event->parts[0],
                  event->demo->refusals);
}

/* The newest correction: "in", or beside, and why. */
static void
answer_correction(Event *event)
{
  const Meeting *meeting = event_meeting(event);
  const MinutesCorrection *one = minutes_corrections(event->demo->txn, event->arena, meeting->id);

  while (one->id && one[1].id)
    one++;
  minutes_answer(event->demo->txn, &event->act, one, meeting->id,
                 strcmp(event->parts[0], "in") == 0, event->parts[1], event->demo->refusals);
}

static void
agree(Event *event)
{
  minutes_agree(event->demo->txn, &event->act, event_meeting(event),
                meeting_called(event, event->parts[0]), event->demo->refusals);
}

static const EventVerb verbs[] = {
  { "place", add_place },
  { "call", call },
  { "written-down", write_down },
  { "move", move },
  { "off", call_off },
  { "answers", answer_all },
  { "rung", ring_all },
  { "ahead", go_ahead },
  { "item", add_item },
  { "mine", say_mine },
  { "connect", set_connect },
  { "lead", lead },
  { "paper", add_paper },
  { "again", carry_over },
  { "held", hold },
  { "came", write_came },
  { "said", write_said },
  { "open", open_minutes },
  { "correct", correct },
  { "corrected", answer_correction },
  { "agree", agree },
  { NULL, NULL },
};

/* ---- a week ---- */

static const EventVerb *
verb_called(const char *name)
{
  const EventVerb *const tables[] = { verbs, demo_after_verbs };

  for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
    for (const EventVerb *verb = tables[i]; verb->verb; verb++)
      if (strcmp(verb->verb, name) == 0)
        return verb;
  g_error("demo: nobody can %s", name);
}

/* "46|call|Bea Thorn|…" */
static void
let_happen(Demo *demo, const char *name, const char *line, int64_t at_us)
{
  g_autoptr(Arena) arena = arena_new(2 * 1024 * 1024);
  g_auto(GStrv) parts = g_strsplit(line, "|", -1);
  g_autofree char *group = text_of(demo, name, "group");
  const guint count = g_strv_length(parts);
  Event event = { .demo = demo, .arena = arena, .name = name, .who = parts[2] };

  for (guint i = 0; i < EVENT_PARTS_MAX; i++)
    event.parts[i] = i + 3 < count ? parts[i + 3] : "";
  event.group_id = id_in(demo->group_ids, group);
  event.act = demo_act_of(demo, event.who, at_us);
  verb_called(parts[1])->happen(&event);
}

void
demo_meetings_of_week(Demo *demo, int week)
{
  g_auto(GStrv) names = g_key_file_get_groups(demo->meetings, NULL);
  int64_t at_us = demo->monday_us - week * DAYS_A_WEEK * US_PER_DAY + SAID_AFTER_US;

  for (char **name = names; *name && refusals_count(demo->refusals) == 0; name++) {
    if (g_strv_contains((const char *const *)name + 1, *name))
      g_error("demo: there are two meetings [%s]", *name); /* their lines would be read as one */

    g_auto(GStrv) keys = g_key_file_get_keys(demo->meetings, *name, NULL, NULL);

    for (char **key = keys; *key && refusals_count(demo->refusals) == 0; key++) {
      g_autofree char *line = text_of(demo, *name, *key);

      if (!g_ascii_isdigit(**key) || g_ascii_strtoll(line, NULL, 10) != week)
        continue;
      at_us += US_PER_MINUTE;
      let_happen(demo, *name, line, at_us);
      if (refusals_count(demo->refusals) > 0)
        g_printerr("demo: refused: [%s] %s: %s\n", *name, line,
                   refusals_nth(demo->refusals, 0)->message);
    }
  }
}
