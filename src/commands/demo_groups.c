/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The groups of the demo community, from assets/demo/groups.ini: each does in its weeks what a real
 * group would do on its pages. */
#include "base/clock.h"
#include "commands/demo.h"
#include "groups/duties.h"
#include "groups/join_answers.h"
#include "groups/lines.h"
#include "groups/mandates.h"
#include "groups/places.h"
#include "groups/texts.h"

#include <string.h>

enum { PARTS_MAX = 9 };
/* After the papers of a week were sent: the record of acts is in the order of time. */
#define MET_AFTER_US (US_PER_DAY + 15 * US_PER_HOUR)

/* One line of what happened: who did it, to which group, with what. */
typedef struct {
  Demo *demo;
  Act act;
  Arena *arena;
  int64_t group_id;
  const char *parts[PARTS_MAX]; /* after who; "" where the line ends before */
} Event;

static char *
text_of(const Demo *demo, const char *name, const char *key)
{
  char *text = g_key_file_get_string(demo->groups, name, key, NULL);

  return text ? text : g_strdup("");
}

static int64_t
weeks_later(const Event *event, const char *weeks)
{
  return event->act.at_us + g_ascii_strtoll(weeks, NULL, 10) * 7 * US_PER_DAY;
}

/* "neighbour!": with the mark it stands beside the name. */
static JoinWish
join_wish(const Event *event, const char *role)
{
  const bool is_shown = g_str_has_suffix(role, "!");

  return (JoinWish){
    .role = arena_text_len(event->arena, role, strlen(role) - is_shown),
    .is_shown = is_shown,
    .words = "",
    .offer_id = offers_newest(event->demo->txn, event->arena, event->group_id)->id,
  };
}

/* ---- what can happen ---- */

/* Where the group says yes first, its starter does so the same day. */
static void
join(Event *event)
{
  Demo *demo = event->demo;
  const JoinWish wish = join_wish(event, event->parts[0]);
  const Group *group = groups_find(demo->txn, event->arena, event->group_id, event->act.member_id);

  places_join(demo->txn, &event->act, event->group_id, &wish, demo->refusals);
  if (!group || group->is_open || group->standing == GROUP_INVITED)
    return;

  const Act yes = demo_act_of(demo, event->parts[PARTS_MAX - 1], event->act.at_us);

  places_answer(demo->txn, &yes, event->group_id, event->act.member_id, true);
  join_answers_mark_told(demo->txn, &yes, event->group_id, event->act.member_id);
}

static void
ask(Event *event)
{
  JoinWish wish = join_wish(event, event->parts[0]);

  wish.words = event->parts[1];
  places_join(event->demo->txn, &event->act, event->group_id, &wish, event->demo->refusals);
}

static void
invite(Event *event)
{
  places_invite(event->demo->txn, &event->act, event->group_id, event->parts[0],
                event->demo->refusals);
}

static void
say_purpose(Event *event)
{
  purposes_set(event->demo->txn, &event->act, event->group_id,
               &(Purpose){ .different = event->parts[0],
                           .purpose = event->parts[1],
                           .saving = event->parts[2],
                           .saving_words = event->parts[3],
                           .why = event->parts[4] },
               event->demo->refusals);
}

static void
write_rules(Event *event)
{
  ground_rules_set(event->demo->txn, &event->act, event->group_id, event->parts[0],
                   event->demo->refusals);
}

/* The ready list of a first meeting, of which so many were done. */
static void
meet_first(Event *event)
{
  Txn *txn = event->demo->txn;
  int left = (int)g_ascii_strtoll(event->parts[0], NULL, 10);

  lines_add_first(txn, &event->act, event->group_id);
  for (const Line *line = lines_list(txn, event->arena, event->group_id, LIST_FIRST);
       line->id && left > 0; line++, left--)
    lines_finish(txn, &event->act, line, "", event->demo->refusals);
}

static void
take_duty(Event *event)
{
  duties_take(event->demo->txn, &event->act, event->group_id,
              &(DutyWish){ .duty = event->parts[0],
                           .until_us = weeks_later(event, event->parts[1]),
                           .interests = event->parts[2] },
              event->demo->refusals);
}

/* The duty that this person holds, or that they are asked to take over. */
static const Duty *
duty_of(const Event *event)
{
  const Duty *duty = duties_now(event->demo->txn, event->arena, event->group_id);

  for (; duty->id; duty++)
    if (duty->member_id == event->act.member_id || duty->next_id == event->act.member_id)
      return duty;
  g_error("demo: there is no such duty");
}

static void
ask_next(Event *event)
{
  duties_ask_next(event->demo->txn, &event->act, duty_of(event), event->parts[0],
                  event->demo->refusals);
}

static void
take_over(Event *event)
{
  duties_take_over(event->demo->txn, &event->act, duty_of(event),
                   weeks_later(event, event->parts[1]), event->parts[2], event->demo->refusals);
}

static void
may_decide(Event *event)
{
  mandates_add(event->demo->txn, &event->act,
               &(Mandate){ .group_id = event->group_id,
                           .words = event->parts[0],
                           .given_by = event->parts[1],
                           .budget_pence = 100 * g_ascii_strtoll(event->parts[2], NULL, 10),
                           .until_us = weeks_later(event, event->parts[3]) },
               event->demo->refusals);
}

static void
make_public(Event *event)
{
  mandates_make_public(event->demo->txn, &event->act,
                       mandates_of(event->demo->txn, event->arena, event->group_id));
}

static void
add_line(Event *event, const Line *line)
{
  lines_add(event->demo->txn, &event->act, line, event->demo->refusals);
}

static void
say_need(Event *event)
{
  add_line(event, &(Line){ .group_id = event->group_id,
                           .list = LIST_NEEDS,
                           .side = event->parts[0],
                           .words = event->parts[1],
                           .owner = "",
                           .done_words = "" });
}

static void
say_stuck(Event *event)
{
  add_line(event, &(Line){ .group_id = event->group_id,
                           .list = LIST_STUCK,
                           .side = "",
                           .words = event->parts[0],
                           .owner = event->parts[1],
                           .due_us = weeks_later(event, event->parts[2]),
                           .done_words = "" });
}

static void
say_stopped(Event *event)
{
  add_line(event, &(Line){ .group_id = event->group_id,
                           .list = LIST_STOPPED,
                           .side = "",
                           .words = event->parts[0],
                           .owner = "",
                           .done_words = event->parts[1] });
}

static void
say_solved(Event *event)
{
  const Line *line = lines_list(event->demo->txn, event->arena, event->group_id, LIST_STUCK);

  lines_finish(event->demo->txn, &event->act, line, event->parts[0], event->demo->refusals);
}

/* A need, by its words. */
static void
say_met(Event *event)
{
  const Line *line = lines_list(event->demo->txn, event->arena, event->group_id, LIST_NEEDS);

  for (; line->id; line++)
    if (strcmp(line->words, event->parts[0]) == 0)
      lines_finish(event->demo->txn, &event->act, line, "", event->demo->refusals);
}

static void
look_back(Event *event)
{
  reviews_add(event->demo->txn, &event->act, event->group_id,
              &(GroupReview){ .better = event->parts[0],
                              .hard = event->parts[1],
                              .celebrate = event->parts[2] },
              event->demo->refusals);
}

static void
close_well(Event *event)
{
  groups_close(event->demo->txn, &event->act, event->group_id, event->parts[0], event->parts[1],
               event->demo->refusals);
}

static const struct {
  const char *verb;
  void (*happen)(Event *event);
} verbs[] = {
  { "join", join },           { "ask", ask },
  { "invite", invite },       { "purpose", say_purpose },
  { "rules", write_rules },   { "first", meet_first },
  { "duty", take_duty },      { "next", ask_next },
  { "take-over", take_over }, { "decide", may_decide },
  { "public", make_public },  { "need", say_need },
  { "met", say_met },         { "stuck", say_stuck },
  { "solved", say_solved },   { "stopped", say_stopped },
  { "review", look_back },    { "close", close_well },
};

/* ---- a week ---- */

static int64_t
group_named(const Demo *demo, const char *name)
{
  const int64_t *id = g_hash_table_lookup(demo->group_ids, name);

  return id ? *id : 0;
}

static void
begin(Demo *demo, const char *name, int64_t at_us)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  g_autofree char *by = text_of(demo, name, "by"), *kind = text_of(demo, name, "kind");
  g_autofree char *seen = text_of(demo, name, "seen"), *joining = text_of(demo, name, "joining");
  g_autofree char *within = text_of(demo, name, "within"), *role = text_of(demo, name, "role");
  g_autofree char *stage = text_of(demo, name, "stage"), *gives = text_of(demo, name, "gives");
  g_autofree char *offer = text_of(demo, name, "offer");
  g_autofree char *different = text_of(demo, name, "different");
  Event event = { .demo = demo, .act = demo_act_of(demo, by, at_us), .arena = arena };
  const GroupWish wish = { .name = name,
                           .stage = stage,
                           .within_id = group_named(demo, within),
                           .is_peer_led = strcmp(kind, "peer-led") == 0,
                           .is_for_all = strcmp(seen, "all") == 0,
                           .is_open = strcmp(joining, "open") == 0 };

  groups_add(demo->txn, &event.act, &wish, demo->refusals, &event.group_id);
  if (!event.group_id)
    return; /* refused, or trouble: the whole demo is not kept */
  g_hash_table_insert(demo->group_ids, g_strdup(name),
                      g_memdup2(&event.group_id, sizeof(event.group_id)));
  purposes_set(
      demo->txn, &event.act, event.group_id,
      &(Purpose){
          .different = different, .purpose = "", .saving = "none", .saving_words = "", .why = "" },
      demo->refusals);
  offers_set(demo->txn, &event.act, event.group_id, gives, offer, demo->refusals);

  const JoinWish first = join_wish(&event, role);

  places_add_first(demo->txn, &event.act, event.group_id, &first);
}

/* "46|join|Asha Meadow|front-line-worker" */
static void
let_happen(Demo *demo, const char *name, const char *line, int64_t at_us)
{
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  g_auto(GStrv) parts = g_strsplit(line, "|", -1);
  g_autofree char *by = text_of(demo, name, "by");
  Event event = { .demo = demo, .arena = arena, .group_id = group_named(demo, name) };
  const guint count = g_strv_length(parts);

  for (guint i = 0; i < PARTS_MAX; i++) {
    g_auto(GStrv) lines = g_strsplit(i + 3 < count ? parts[i + 3] : "", "{nl}", -1);
    g_autofree char *text = g_strjoinv("\n", lines);

    event.parts[i] = arena_text(arena, text);
  }
  event.parts[PARTS_MAX - 1] = by;
  event.act = demo_act_of(demo, parts[2], at_us);
  for (size_t i = 0; i < G_N_ELEMENTS(verbs); i++)
    if (strcmp(verbs[i].verb, parts[1]) == 0) {
      verbs[i].happen(&event);
      return;
    }
  g_error("demo: nobody can %s", parts[1]);
}

static void
live_through(Demo *demo, const char *name, int week, int64_t at_us)
{
  g_auto(GStrv) keys = g_key_file_get_keys(demo->groups, name, NULL, NULL);

  if (g_key_file_get_integer(demo->groups, name, "week", NULL) == week)
    begin(demo, name, at_us);
  for (char **key = keys; *key; key++) {
    g_autofree char *line = text_of(demo, name, *key);

    if (g_ascii_isdigit(**key) && g_ascii_strtoll(line, NULL, 10) == week)
      let_happen(demo, name, line, at_us);
  }
}

void
demo_groups_of_week(Demo *demo, int week)
{
  g_auto(GStrv) names = g_key_file_get_groups(demo->groups, NULL);
  const int64_t at_us = demo->monday_us - week * 7 * US_PER_DAY + MET_AFTER_US;

  for (char **name = names; *name; name++)
    live_through(demo, *name, week, at_us);
}
