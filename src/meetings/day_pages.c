/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What there is for the day of a meeting, and the meeting bag. */
#include "meetings/day_pages.h"

#include "lang/lang.h"
#include "meetings/bag.h"

/* ---- what there is ---- */

typedef struct {
  const char *picture, *words, *hint, *rest; /* rest: of the meeting's address */
  bool is_for_arranging;                     /* whoever may arrange the meeting */
  bool is_for_the_day;                       /* while meeting_is_on */
} DayPart;

/* A new part of the day adds its row here. */
static const DayPart parts[] = {
  { "printer", N_("The meeting bag: all sheets to print"), N_("For a hall without internet."),
    "/day/bag", true },
  { "clock", N_("The screen in the room"), N_("What we talk about now, and how long."), "/day/room",
    false },
  { "colours", N_("Cards and turns"), N_("Stop, slow down, I agree, I would like to speak."),
    "/day/cards", false, true },
  { "door", N_("Sign in on a screen"), N_("A tablet at the door: people press their name."),
    "/day/door", true, true },
  { "write", N_("Write it all in"), N_("Who came, what was said and decided: on one page."),
    "/day/enter", true },
  { "happy", N_("Slips: how it was"), N_("By number, when the meeting is over."),
    "/afterwards/paper", true },
  { "receipt", N_("Travel and other costs"), N_("Your own, or written down for somebody."),
    "/costs", false },
};

Page *
open_day_page(Request *r, const Meeting *meeting, const char *title, const char *picture)
{
  return page_open(r, &(PageHead){ .title = lang_text(request_lang(r), title),
                                   .lead = meeting->title,
                                   .picture = picture,
                                   .back = meeting_path(r, meeting, "/day"),
                                   .section = "/groups" });
}

static void
show_day(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_READ);
  LeadOn rows[G_N_ELEMENTS(parts)];
  int count = 0;

  if (!meeting)
    return;

  const bool may_arrange =
      !group->is_closed && meeting->state != MEETING_OFF && may_arrange_meetings(r);
  const bool is_on = meeting_is_on(meeting, request_now_us(r));
  Page *page = open_meeting_page(r, meeting, N_("On the day"), "clock");

  for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
    if ((may_arrange || !parts[i].is_for_arranging) && (is_on || !parts[i].is_for_the_day))
      rows[count++] = (LeadOn){ parts[i].picture, parts[i].words, parts[i].hint,
                                meeting_path(r, meeting, parts[i].rest) };
  if (count == 0)
    ui_paragraph(page, .text = tr(page, N_("Whoever arranges the meeting finds here what they need"
                                           " for the day.")));
  ui_lead_on(page, rows, count);
  page_close(page);
}

/* ---- the meeting bag ---- */

/* NULL: "not found" was answered. */
static const Meeting *
meeting_with_bag(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (!meeting || meeting->state != MEETING_OFF)
    return meeting;
  reply_not_found(r);
  return NULL;
}

static void
put_what_is_in_it(Page *page)
{
  static const struct {
    const char *picture, *words;
  } sheets[] = {
    { "write", N_("A sheet to sign, and one to count by strokes: no role stands beside a name") },
    { "clock", N_("What we talk about, with times, and which papers belong to it") },
    { "colours", N_("Cards to hold up: stop, slow down, I agree") },
    { "help", N_("What helps me today: for each person to keep") },
    { "happy", N_("One question afterwards, without a name") },
    { "receipt", N_("What it cost to come") },
    { "file", N_("Minutes: room for each thing that is talked about") },
  };

  ui_heading(page, 2, tr(page, N_("What is in it")));
  ui_list_open(page, LIST_RULED);
  for (size_t i = 0; i < G_N_ELEMENTS(sheets); i++) {
    ui_picture_item_open(page, sheets[i].picture);
    ui_words(page, tr(page, sheets[i].words));
    ui_picture_item_close(page);
  }
  ui_list_close(page);
}

static void
put_bag(Page *page, const Meeting *meeting)
{
  Request *r = page_request(page);
  const char *problem = NULL;
  const MeetingBagState state = meeting_bag_state(request_txn(r), request_arena(r), meeting,
                                                  SHEETS_ALL, request_lang(r), &problem);

  if (problem)
    ui_warning_text(page, .text = tr_told(page, problem));
  if (state == MEETING_BAG_WAITING) {
    ui_inset_text(page, .text = tr(page, N_("The bag is being made. It takes less than a minute."
                                            " Load this page again then.")));
    ui_button_link(page, .text = tr(page, N_("Load this page again")),
                   .href = meeting_path(r, meeting, "/day/bag"), .is_secondary = true);
    return;
  }
  if (state == MEETING_BAG_READY) {
    ui_button_link(page, .text = tr(page, N_("Get the meeting bag to print")),
                   .href = meeting_path(r, meeting, "/day/bag/file"));
    ui_paragraph(page, .is_quiet = true,
                 .text = tr(page, N_("It is kept here for a day. Then it can be made again.")));
    return;
  }
  if (state == MEETING_BAG_CHANGED)
    ui_paragraph(page, .text = tr(page, N_("It was made before. Since then something was changed on"
                                           " the agenda, or a day has passed.")));
  form_button(page, .action = meeting_path(r, meeting, "/day/bag"),
              .button = tr(page, state == MEETING_BAG_CHANGED ? N_("Make the meeting bag again")
                                                              : N_("Make the meeting bag")));
}

static void
show_bag(Request *r)
{
  const Meeting *meeting = meeting_with_bag(r);

  if (!meeting)
    return;

  Page *page = open_day_page(r, meeting, N_("The meeting bag"), "printer");

  ui_paragraph(page, .text = tr(page, N_("All sheets for a hall without internet, as one file to"
                                         " print.")));
  ui_paragraph(page,
               .text = tr(page, N_("It comes in the language of this page, in large print. You"
                                   " can choose another language at the top.")));
  put_bag(page, meeting);
  put_what_is_in_it(page);
  page_close(page);
}

static void
ask_for_bag(Request *r)
{
  const Meeting *meeting = meeting_with_bag(r);

  if (!meeting)
    return;
  meeting_bag_ask(request_txn(r), request_act(r), meeting, SHEETS_ALL, request_lang(r));
  reply_redirect_saying(r, meeting_path(r, meeting, "/day/bag"),
                        N_("The meeting bag is being made"), NULL);
}

static void
fetch_bag(Request *r)
{
  const Meeting *meeting = meeting_with_bag(r);

  if (!meeting)
    return;

  g_autoptr(GBytes) bag = meeting_bag_open(request_txn(r), meeting, SHEETS_ALL, request_lang(r));

  if (bag)
    reply_bytes(r, "application/pdf", "meeting-bag.pdf", bag);
  else
    reply_redirect(r, meeting_path(r, meeting, "/day/bag"));
}

const Route day_routes[] = {
  { "GET", "/groups/:group/meetings/:meeting/day", may_read_group, show_day },
  { "GET", "/groups/:group/meetings/:meeting/day/bag", may_arrange_meetings, show_bag },
  { "POST", "/groups/:group/meetings/:meeting/day/bag", may_arrange_meetings, ask_for_bag,
    .per_minute = 20 },
  { "GET", "/groups/:group/meetings/:meeting/day/bag/file", may_arrange_meetings, fetch_bag },
  ROUTES_END,
};
