/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The ideas of the demo community, from assets/demo/ideas.ini: put, answered, disputed. No mail is
 * made: it is a year that has passed. */
#include "commands/demo.h"

#include "base/clock.h"
#include "decisions/idea_answers.h"

#include <string.h>

enum { PARTS_MAX = 5 };
/* After the groups of a week have met: the record of acts is in the order of time. */
#define PUT_AFTER_US (2 * US_PER_DAY + 16 * US_PER_HOUR)

/* A line of one idea, in the week in which it happened. */
typedef struct {
  Demo *demo;
  Arena *arena;
  const char *idea; /* its number */
  int64_t at_us;
  const char *parts[PARTS_MAX]; /* after the week */
} Line;

static int64_t
idea_id(const Demo *demo, const char *number)
{
  const int64_t *id = g_hash_table_lookup(demo->idea_ids, number);

  if (!id)
    g_error("demo: there is no idea %s yet", number);
  return *id;
}

static int64_t
group_named(const Demo *demo, const char *name)
{
  const int64_t *id = g_hash_table_lookup(demo->group_ids, name);

  return id ? *id : 0;
}

static Act
act_of(const Line *line, const char *who)
{
  Act act = demo_act(line->demo, line->at_us);

  act.member_id = demo_person(line->demo, who);
  act.role = ACT_AS_MEMBER;
  return act;
}

static const Idea *
find(const Line *line, int64_t member_id)
{
  const IdeaViewer viewer = { .member_id = member_id,
                              .now_us = line->at_us,
                              .is_organiser = member_id == line->demo->organiser_id };
  const Idea *idea =
      ideas_find(line->demo->txn, line->arena, idea_id(line->demo, line->idea), &viewer);

  if (!idea)
    g_error("demo: idea %s is not seen", line->idea);
  return idea;
}

static void
put_idea(const Line *line)
{
  Demo *demo = line->demo;
  g_autofree char *noted = g_key_file_get_string(demo->ideas, line->idea, "noted", NULL);
  g_auto(GStrv) by = g_strsplit(noted ? noted : "", "|", 2);
  const Act act = act_of(line, noted ? by[0] : line->parts[0]);
  const IdeaWish wish = { .group_id = group_named(demo, line->parts[1]),
                          .words = line->parts[3],
                          .is_for_all = g_str_has_prefix(line->parts[2], "all"),
                          .is_nameless = g_str_has_suffix(line->parts[2], "nameless"),
                          .for_name = noted ? line->parts[0] : "",
                          .way = noted ? by[1] : "page" };
  int64_t id = 0;

  ideas_add(demo->txn, &act, &wish, demo->refusals, &id);
  g_hash_table_insert(demo->idea_ids, g_strdup(line->idea), g_memdup2(&id, sizeof(id)));
}

static void
place(const Line *line)
{
  const Act act = demo_act(line->demo, line->at_us);

  ideas_place(line->demo->txn, &act, find(line, act.member_id),
              group_named(line->demo, line->parts[0]), line->demo->refusals);
}

static void
answer(const Line *line)
{
  Demo *demo = line->demo;
  const Act act = act_of(line, line->parts[0]);
  g_autofree char *into = g_key_file_get_string(demo->ideas, line->idea, "into", NULL);
  IdeaAnswerWish wish = { .because = line->parts[2], .into_id = into ? idea_id(demo, into) : 0 };

  idea_outcome_from_name(line->parts[1], &wish.outcome);
  idea_take_on(demo->txn, &act, find(line, act.member_id));
  idea_answer(demo->txn, &act, find(line, act.member_id), &wish, "", demo->refusals);
}

/* The author's; where somebody wrote the idea down, they bring what the author says. */
static void
reply(const Line *line)
{
  Demo *demo = line->demo;
  g_autofree char *put = g_key_file_get_string(demo->ideas, line->idea, "idea", NULL);
  g_autofree char *noted = g_key_file_get_string(demo->ideas, line->idea, "noted", NULL);
  g_auto(GStrv) parts = g_strsplit(put, "|", 3);
  g_auto(GStrv) by = g_strsplit(noted ? noted : parts[1], "|", 2);
  Act act = act_of(line, by[0]);

  if (noted)
    act.on_behalf_of = demo_person(demo, parts[1]);
  idea_reply(demo->txn, &act, find(line, act.member_id), line->parts[0], line->parts[1],
             demo->refusals);
}

static void
appeal(const Line *line)
{
  g_autofree char *put = g_key_file_get_string(line->demo->ideas, line->idea, "idea", NULL);
  g_auto(GStrv) parts = g_strsplit(put, "|", 3);
  const Act act = act_of(line, parts[1]);

  idea_appeal(line->demo->txn, &act, find(line, act.member_id),
              group_named(line->demo, line->parts[0]), line->demo->refusals);
}

static const struct {
  const char *key;
  void (*happen)(const Line *line);
} lines[] = {
  { "idea", put_idea }, { "placed", place },  { "answer", answer }, { "reply", reply },
  { "appeal", appeal }, { "second", answer }, { "after", reply },
};

static void
let_happen(Demo *demo, const char *number, size_t what, const char *text, int64_t at_us)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  g_auto(GStrv) parts = g_strsplit(text, "|", -1);
  Line line = { .demo = demo, .arena = arena, .idea = number, .at_us = at_us };
  const guint count = g_strv_length(parts);

  for (guint i = 0; i < PARTS_MAX; i++)
    line.parts[i] = i + 1 < count ? parts[i + 1] : "";
  lines[what].happen(&line);
}

void
demo_ideas_of_week(Demo *demo, int week)
{
  g_auto(GStrv) numbers = g_key_file_get_groups(demo->ideas, NULL);
  const int64_t at_us = demo->monday_us - week * 7 * US_PER_DAY + PUT_AFTER_US;

  for (char **number = numbers; *number; number++)
    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
      g_autofree char *text = g_key_file_get_string(demo->ideas, *number, lines[i].key, NULL);

      if (text && g_ascii_strtoll(text, NULL, 10) == week)
        let_happen(demo, *number, i, text, at_us);
    }
}
