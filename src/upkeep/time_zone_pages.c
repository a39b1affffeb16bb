/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The page on which an organiser says by which clock the community lives. */
#include "upkeep/upkeep_pages.h"

#include "meetings/feedback_news.h"
#include "meetings/reminders.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"
#include "upkeep/time_zone.h"
#include "web/web.h"

#include <string.h>

enum { ZONES_MOST = 100 };

/* "London: 10:05": whoever looks at a clock on the wall finds the right one. */
static const char *
zone_label(Request *r, const char *name)
{
  g_autofree char *place = time_zone_place(name);
  g_autofree char *time = lang_time(request_lang(r), request_now_us(r), name);
  g_autofree char *words =
      lang_fill(lang_text(request_lang(r), N_("{place}: it is {time} there now")), "place", place,
                "time", time, NULL);

  return arena_text(request_arena(r), words);
}

/* The one that counts now stands among them, whoever set it. */
static const Choice *
zones_from(Arena *arena, void *data)
{
  Request *r = data;
  Choice *choices = arena_new_of(arena, Choice, ZONES_MOST + 2);
  const char *now = request_time_zone(r);
  int count = 0;

  if (!g_strv_contains(time_zone_names, now))
    choices[count++] = (Choice){ .value = now, .label = zone_label(r, now) };
  for (int i = 0; time_zone_names[i] && count < ZONES_MOST; i++)
    choices[count++] =
        (Choice){ .value = time_zone_names[i], .label = zone_label(r, time_zone_names[i]) };
  return choices;
}

static const Question zone_questions[] = {
  { .name = "zone",
    .kind = ASK_SELECT,
    .picture = "clock",
    .label = N_("Where has the clock the same time as where you are?"),
    .hint = N_("Look at a clock where you meet. Choose a place with the same time, also in"
               " summer."),
    .missing = N_("Choose a place from the list"),
    .choices_from = zones_from,
    .is_needed = true },
  QUESTIONS_END,
};

static void
draw_zone(Request *r)
{
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Which clock counts here")),
                                .picture = "clock",
                                .lead = zone_label(r, request_time_zone(r)),
                                .back = "/upkeep",
                                .section = "/upkeep" });

  if (!request_is_post(r))
    answers_set(request_answers(r), "zone", request_time_zone(r));
  ui_paragraph(page, .text = tr(page, N_("What has a day or an hour already keeps it. A meeting at"
                                         " ten stays a meeting at ten.")));
  ui_paragraph(page, .text = tr(page, N_("Calendars on people's phones get the right time when"
                                         " they look here again. A meeting that came to a calendar"
                                         " by mail is right again after the next mail about"
                                         " it.")));
  form_draw(page, .action = "/upkeep/clock", .questions = zone_questions, .data = r,
            .button = tr(page, N_("Keep this")));
  page_close(page);
}

static void
change_zone(Request *r)
{
  Txn *txn = request_txn(r);
  const Act *act = request_act(r);
  const char *zone = answers_text(request_answers(r), "zone");
  char was[COMMUNITY_ZONE_SIZE] = "";

  if (questions_check(zone_questions, request_answers(r), r, request_refusals(r)) &&
      community_find_zone(txn, was) && strcmp(was, zone) != 0) {
    time_zone_move(txn, act, was, zone, request_refusals(r));
    if (refusals_count(request_refusals(r)) == 0) {
      community_set_zone(txn, act, zone);
      reminders_after_archive(txn, act);
      feedback_news_after_archive(txn, act);
    }
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_zone(r);
  else
    reply_redirect_saying(r, "/upkeep", N_("The clock is kept"), NULL);
}

const Route time_zone_routes[] = {
  { "GET", "/upkeep/clock", may_organise, draw_zone },
  { "POST", "/upkeep/clock", may_organise, change_zone },
  ROUTES_END,
};
