/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The start page: first what waits for me, then the rest. */
#include "home/home_pages.h"

#include "base/ids.h"
#include "base/zones.h"
#include "groups/groups_pages.h"
#include "home/waiting_pages.h"
#include "meetings/actions_pages.h"
#include "meetings/meetings_pages.h"
#include "papers/papers.h"
#include "papers/papers_pages.h"
#include "people/people_pages.h"
#include "people/supporter_pages.h"
#include "ui/components.h"

enum { PAPERS_SHOWN = 5 };

static const char *
greeting(Request *r)
{
  g_autoptr(GTimeZone) zone = zone_named(request_time_zone(r));
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(request_now_us(r) / G_USEC_PER_SEC);
  g_autoptr(GDateTime) here = g_date_time_to_timezone(utc, zone);
  int hour = g_date_time_get_hour(here);
  const char *id = hour < 12   ? N_("Good morning, {name}")
                   : hour < 18 ? N_("Good afternoon, {name}")
                               : N_("Good evening, {name}");
  g_autofree char *words =
      lang_fill(lang_text(request_lang(r), id), "name", request_viewer(r)->name, NULL);

  return arena_text(request_arena(r), words);
}

static void
put_papers(Page *page, const Paper *papers)
{
  ui_heading(page, 2, tr(page, N_("Your papers")));
  if (!papers->id)
    ui_paragraph(page, .text = tr(page, N_("Nothing was sent to you yet.")));
  for (const Paper *paper = papers; paper->id; paper++)
    put_paper_card(page, paper);
}

/* What an organiser can do next, so that an empty place does not look broken. `people` 0: not
 * counted, since statements were short. */
static void
put_organiser_cards(Page *page, int64_t people)
{
  ui_heading(page, 2, tr(page, N_("For organisers")));
  ui_card_open(page, .title = tr(page, N_("Papers")), .title_level = 3, .is_warm = true,
               .picture = "write");
  ui_paragraph(page,
               .text = tr(page, N_("Write a paper once. Everybody gets it as they need it.")));
  ui_button(page, .text = tr(page, N_("Write a paper")), .href = "/papers/new");
  ui_card_close(page);
  ui_card_open(page, .title = tr(page, N_("People")), .title_level = 3, .picture = "people");
  if (people)
    ui_paragraph(page, .text = tr_count(page, "{count} person is here.", "{count} people are here.",
                                        people));
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Add people")), .href = "/people/new", .is_large = true);
  ui_paragraph_close(page);
  ui_card_close(page);
}

static void
put_mine(Page *page)
{
  ui_heading(page, 2, tr(page, N_("For you")));
  ui_card_open(page, .title = tr(page, N_("How I like things")), .title_level = 3,
               .picture = "colours");
  ui_paragraph(page, .text = tr(page, N_("Colours, and how papers reach you.")));
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Look or change")), .href = "/how-i-like-things",
          .spoken = tr(page, N_("how I like things")), .is_large = true);
  ui_paragraph_close(page);
  ui_card_close(page);
  ui_card_open(page, .title = tr(page, N_("Somebody you trust")), .title_level = 3,
               .picture = "together");
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("My supporters")), .href = "/me/supporters", .is_large = true);
  ui_paragraph_close(page);
  ui_card_close(page);
}

static void
show_member_home(Request *r)
{
  Txn *txn = request_txn(r);
  const Viewer *viewer = request_viewer(r);
  const Paper *papers = papers_list(txn, request_arena(r), viewer->member_id, 0, PAPERS_SHOWN);
  const bool is_organiser = may_organise(r);
  const WaitingList *waiting = waiting_find(r, 0, WAITING_ASKED_ON_START, 0);
  const bool may_count = is_organiser && waiting->asked < WAITING_ASKED_ON_START;
  const int64_t people = may_count ? people_count(txn) : 0;
  Page *page = page_open(r, &(PageHead){ .title = greeting(r),
                                         .picture = "hello",
                                         .lead = waiting_in_words(r, waiting),
                                         .section = "/",
                                         .is_hello = true,
                                         .is_wide = true });

  ui_columns_open(page);
  put_first_waiting(page, waiting);
  put_my_meetings(page);
  put_my_actions(page);
  put_papers(page, papers);
  ui_columns_next(page);
  put_my_groups(page);
  if (is_organiser)
    put_organiser_cards(page, people);
  else if (may_organise_otherwise(r))
    put_organise_card(page);
  put_mine(page);
  ui_columns_close(page);
  page_close(page);
}

static void
show_welcome(Request *r)
{
  const char *place = request_community_name(r);
  const bool is_set_up = *place != '\0';
  Page *page = page_open(
      r, &(PageHead){ .title = is_set_up ? place : lang_text(request_lang(r), N_("A new table")),
                      .picture = "door",
                      .lead = lang_text(request_lang(r),
                                        N_("The table that we all sit round as equals.")) });

  if (is_set_up) {
    ui_paragraph(page,
                 .text = tr(page, N_("Papers, in the format you need. Things we plan, decide and"
                                     " do together.")));
    ui_button(page, .text = tr(page, N_("Come in")), .href = "/sign-in");
  } else {
    ui_paragraph(page, .text = tr(page, N_("This place is not set up yet. Open the link that the"
                                           " program printed when it started.")));
  }
  page_close(page);
}

/* Suspended: what is still theirs, and nothing of the others'. */
static void
show_paused_home(Request *r)
{
  Page *page = page_open(
      r, &(PageHead){ .title = greeting(r),
                      .picture = "door",
                      .lead = lang_text(request_lang(r),
                                        N_("The organisers have paused your taking part.")) });

  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Why, until when, and how to say that it is wrong")),
          .href = "/safety/mine", .is_large = true);
  ui_paragraph_close(page);
  ui_paragraph(page, .text = tr(page, N_("Your own things are still here. You can look at them and"
                                         " change them.")));
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("You, as you wish")), .href = "/me", .is_large = true);
  ui_paragraph_close(page);
  ui_paragraph(page, .text = tr(page, N_("You can always say that you are worried.")));
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("I am worried")), .href = "/worried", .is_large = true);
  ui_paragraph_close(page);
  page_close(page);
}

static void
show_home(Request *r)
{
  if (request_viewer(r)->acting.id)
    draw_acting_home(r);
  else if (is_signed_in(r))
    show_member_home(r);
  else if (is_known(r))
    show_paused_home(r);
  else
    show_welcome(r);
}

const Route home_routes[] = {
  { "GET", "/", anyone, show_home,
    .supporter = { SUPPORT_SEE, AREA_ANY, N_("Opened the start page for you") } },
  ROUTES_END,
};
