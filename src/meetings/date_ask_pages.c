/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finding a date with those whom no mail asks: whom to ring, to write to or to meet, and the times
 * to read out. */
#include "base/ids.h"
#include "lang/lang.h"
#include "meetings/date_asks.h"
#include "meetings/dates.h"
#include "meetings/dates_pages.h"
#include "meetings/ring_pages.h"

#define ASK "/dates/ask"

/* Those to come, the earliest first. */
static void
put_times_to_say(Page *page, const Meeting *meeting, const OfferedDate *list)
{
  Request *r = page_request(page);

  ui_card_open(page, .title = tr(page, N_("What to say")), .title_level = 2, .picture = "phone");
  ui_paragraph(page, .text = tr(page, N_("We look for a date together. I read you the times. Say to"
                                         " each: I can; I could, if needed; or I cannot.")));
  ui_list_open(page, LIST_BULLETS);
  for (; list->id; list++) {
    Meeting at = *meeting;

    at.starts_at_us = list->starts_at_us;
    at.ends_at_us = list->ends_at_us;
    if (list->starts_at_us > request_now_us(r))
      ui_list_item(page, meeting_when(page, &at));
  }
  ui_list_close(page);
  ui_paragraph(page, .text = tr(page, N_("Others see how many can, and not who.")));
  ui_card_close(page);
}

static void
put_write_link(Page *page, const Meeting *meeting, int place, const void *data)
{
  const ToTell *one = (const ToTell *)data + place;
  Request *r = page_request(page);
  char id[ID_TEXT_SIZE];

  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Write down what they say")), .spoken = one->name,
          .href =
              arena_format(request_arena(r), "%s?member=%s", meeting_path(r, meeting, "/dates/for"),
                           id_to_text(one->member_id, id)));
  ui_paragraph_close(page);
}

static void
show_whom(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (!meeting)
    return;

  Txn *txn = request_txn(r);
  const ToTell *list = date_asks_list(txn, request_arena(r), meeting, request_now_us(r));
  Page *page = open_meeting_page(r, meeting, N_("Whom to ask when they can"), "phone");

  if (!list->member_id) {
    ui_paragraph(page, .text = tr(page, N_("Nobody is left to be asked.")));
  } else {
    put_texts_link(page, meeting, to_tell_count_texted(list));
    put_times_to_say(page, meeting,
                     dates_list(txn, request_arena(r), meeting, request_viewer(r)->member_id));
    ui_paragraph(page, .text = tr(page, N_("No mail asks these people, or it came back. Ask each"
                                           " once. Did they not say? Press “I asked them”.")));
    put_ring_list(page, meeting, list,
                  &(RingList){ ASK, "member", N_("I asked them"), put_write_link, list });
  }
  put_group_link(page, "calendar", tr(page, N_("Look at the times and how many can")),
                 meeting_path(r, meeting, "/dates"));
  page_close(page);
}

static void
mark(Request *r)
{
  meeting_mark_person(r, "member", date_asks_mark, ASK);
}

#define ASK_ROUTE "/groups/:group/meetings/:meeting" ASK

const Route meeting_date_ask_routes[] = {
  { "GET", ASK_ROUTE, may_arrange_meetings, show_whom },
  { "POST", ASK_ROUTE, may_arrange_meetings, mark },
  ROUTES_END,
};
