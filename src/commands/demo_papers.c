/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The papers of the demo community, from assets/demo/papers.ini, and who was sent them. */
#include "base/clock.h"
#include "commands/demo.h"
#include "papers/find.h"
#include "papers/papers.h"
#include "papers/past.h"
#include "papers/releases.h"

#include <string.h>

/* On a Tuesday at ten. */
#define SENT_AFTER_US (US_PER_DAY + 10 * US_PER_HOUR)

/* Midnight of the Monday of the week in which it was sent; of this week for drafts. */
static int64_t
week_of(const Demo *demo, const char *paper)
{
  return demo->monday_us -
         g_key_file_get_integer(demo->papers, paper, "week", NULL) * 7 * US_PER_DAY;
}

const char *
demo_paper_text(const Demo *demo, Arena *arena, const char *paper, const char *ending)
{
  const char *text = demo_text(arena_join(arena, paper, ending));
  const int64_t week_us = week_of(demo, paper);
  g_autofree char *dated = demo_with_dates(text ? text : "", week_us, week_us + SENT_AFTER_US);

  return arena_text(arena, dated);
}

static int64_t
add_paper(Demo *demo, const Act *act, const char *name)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  const int64_t mark = act_new_id(act);
  int64_t id = 0;

  papers_add(demo->txn, act,
             &(Paper){ .title = "",
                       .source = demo_paper_text(demo, arena, name, ""),
                       .easy_source = demo_paper_text(demo, arena, name, ".easy"),
                       .language = "en-GB" },
             demo->refusals, &id);
  if (!id)
    return 0;
  demo->papers_count++;
  g_hash_table_insert(demo->paper_ids, g_strdup(name), g_memdup2(&id, sizeof(id)));
  papers_keep_words_now(demo->txn, act, id);
  outbox_drop_since(demo->txn, act, "paper-words", mark);
  return id;
}

static GArray *
people_of(const Demo *demo, const char *paper, const char *key)
{
  g_auto(GStrv) names = g_key_file_get_string_list(demo->papers, paper, key, NULL, NULL);
  GArray *ids = g_array_new(FALSE, FALSE, sizeof(int64_t));

  for (char **name = names; name && *name; name++) {
    const int64_t id = demo_person(demo, *name);

    g_array_append_val(ids, id);
  }
  return ids;
}

static bool
is_among(const GArray *ids, int64_t id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index(ids, int64_t, i) == id)
      return true;
  return false;
}

/* Mailed at once; rung, visited and posted the day after, but for those of `undone`. */
static void
mark_done(Demo *demo, const Act *sent, int64_t release_id, const GArray *undone)
{
  for (int reach = 0; reach < REACH_COUNT; reach++) {
    g_autoptr(Arena) arena = arena_new(1024 * 1024);
    const Delivery *delivery = releases_deliveries(demo->txn, arena, release_id, (Reach)reach);
    Act act = *sent;

    if (reach == REACH_EMAIL) {
      act.member_id = 0;
      act.role = ACT_AS_PROGRAM;
    } else {
      act.at_us += US_PER_DAY;
    }
    for (; delivery && delivery->id; delivery++)
      if (!is_among(undone, delivery->member_id))
        releases_mark_done(demo->txn, &act, delivery->id, true);
  }
}

void
demo_send(Demo *demo, const Act *act, const char *paper, int64_t paper_id, const char *why)
{
  g_autofree char *reason = why ? NULL : g_key_file_get_string(demo->papers, paper, "reason", NULL);
  g_autoptr(GArray) to = people_of(demo, paper, "to");
  g_autoptr(GArray) undone = people_of(demo, paper, "undone");
  const PastSending sending = {
    .paper_id = paper_id,
    .member_ids = to->len > 0 ? (const int64_t *)(const void *)to->data : NULL,
    .count = (int)to->len,
    .origin = demo->origin,
    .reason = reason,
    .why = why,
    /* Older ones are made when somebody asks for them. */
    .makes_formats = g_key_file_get_integer(demo->papers, paper, "week", NULL) == 1,
  };
  const int64_t release_id = releases_note_past(demo->txn, act, &sending, demo->refusals);

  if (release_id)
    mark_done(demo, act, release_id, undone);
}

static void
send_in_week(Demo *demo, const char *name, int week)
{
  const Act act = demo_act(demo, week_of(demo, name) + SENT_AFTER_US);
  const int64_t paper_id = add_paper(demo, &act, name);

  if (!paper_id)
    return;
  demo_talk_before(demo, name, week, act.at_us);
  demo_send(demo, &act, name, paper_id, NULL);
}

static void
prepare(Demo *demo, const char *name)
{
  const Act act = demo_act(demo, clock_now_us());
  const int64_t paper_id = add_paper(demo, &act, name);
  int64_t release_id = 0;

  if (paper_id && g_key_file_has_key(demo->papers, name, "week", NULL))
    releases_start(demo->txn, &act, paper_id, NULL, 0, demo->origin, demo->refusals, &release_id);
}

void
demo_papers_of_week(Demo *demo, int week)
{
  g_auto(GStrv) names = g_key_file_get_groups(demo->papers, NULL);

  for (char **name = names; *name; name++) {
    if (g_key_file_get_integer(demo->papers, *name, "week", NULL) != week)
      continue;
    if (week > 0)
      send_in_week(demo, *name, week);
    else
      prepare(demo, *name);
  }
}
