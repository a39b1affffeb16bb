/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Telling people of a meeting otherwise than by mail: whom to ring, to write to or to meet, and
 * what to say. */
#include "base/ids.h"
#include "lang/lang.h"
#include "meetings/invitations.h"
#include "meetings/meetings_pages.h"
#include "meetings/need_news.h"
#include "people/people_pages.h"

/* `name`: of the answer that says what they were told. */
static void
put_to_tell(Page *page, const Meeting *meeting, const ToTell *one, const char *name)
{
  Request *r = page_request(page);
  char id[ID_TEXT_SIZE];

  ui_picture_item_open(page, one->reach == REACH_POST ? "letter" : "phone");
  if (may_organise(r))
    ui_link(page, .text = one->name,
            .href = arena_format(request_arena(r), "/people/%s", id_to_text(one->member_id, id)));
  else
    ui_person(page, one->name);
  ui_line_break(page);
  ui_words(page, reach_to_tell_in_words(page, one->reach));
  form_button(page, .action = meeting_path(r, meeting, "/tell"),
              .button = tr(page, N_("I told them")), .spoken = one->name, .name = name,
              .value = arena_text(request_arena(r), id_to_text(one->member_id, id)),
              .is_secondary = true);
  ui_picture_item_close(page);
}

/* What is new, and why; who changed it is nobody's question on the telephone. */
static void
put_what_to_say(Page *page, const Meeting *meeting)
{
  Request *r = page_request(page);
  MeetingNews what = NEWS_CALLED;

  invitations_newest(request_txn(r), meeting->id, &what);
  ui_card_open(page, .title = tr(page, N_("What to say")), .title_level = 2, .picture = "phone");
  ui_paragraph(page, .text = tr(page, meeting_news_words(what, false)));
  ui_paragraph(page, .text = meeting_when(page, meeting), .is_strong = true);
  if (what == NEWS_MOVED && meeting->was_at_us)
    ui_paragraph(page, .text = tr_fill(page, N_("Before, it was on {day}."), "day",
                                       group_day(page, meeting->was_at_us), NULL));
  if (*meeting->venue.name)
    ui_person_lines(page, arena_format(request_arena(r), "%s\n%s", meeting->venue.name,
                                       meeting->venue.address));
  if (what == NEWS_CHANGED) {
    ui_person_lines_to_call(page, meeting->online);
    ui_person_lines_to_call(page, meeting->dial_in);
  } else if (what != NEWS_CALLED) {
    ui_person_lines(page, meeting->why);
  }
  ui_card_close(page);
}

/* That they asked for something, and not what: that stands where reading it is on the record. */
static void
put_to_answer(Page *page, const Meeting *meeting, const ToTell *one)
{
  if (!one->member_id)
    return;
  ui_heading(page, 2, tr(page, N_("Who asked for help to come")));
  ui_paragraph(page, .text = tr(page, N_("There is an answer for them. Look at it first. Then say:"
                                         " you asked for something, so that you can come. This is"
                                         " the answer.")));
  put_group_link(page, "help", tr(page, N_("Look at the answers")),
                 meeting_path(page_request(page), meeting, "/help"));
  ui_list_open(page, LIST_RULED);
  for (; one->member_id; one++)
    put_to_tell(page, meeting, one, "answered");
  ui_list_close(page);
}

static void
show_tell(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (!meeting)
    return;

  const ToTell *list = invitations_to_tell(request_txn(r), request_arena(r), meeting);
  const ToTell *answered =
      need_news_to_tell(request_txn(r), request_arena(r), meeting, request_now_us(r));
  Page *page = open_meeting_page(r, meeting, N_("Whom to tell by telephone or letter"), "phone");

  if (!list->member_id)
    ui_paragraph(page, .text = meeting_when(page, meeting), .is_strong = true);
  else
    put_what_to_say(page, meeting);
  if (!list->member_id && !answered->member_id)
    ui_paragraph(page, .text = tr(page, N_("Nobody is left to be told.")));
  if (list->member_id)
    ui_list_open(page, LIST_RULED);
  for (const ToTell *one = list; one->member_id; one++)
    put_to_tell(page, meeting, one, "member");
  if (list->member_id)
    ui_list_close(page);
  put_to_answer(page, meeting, answered);
  put_to_remind(page, meeting);
  put_group_link(page, "write", tr(page, N_("Write down an answer for somebody")),
                 meeting_path(r, meeting, "/reply-for"));
  page_close(page);
}

static void
tell(Request *r)
{
  if (*answers_text(request_answers(r), "answered"))
    meeting_mark_person(r, "answered", need_news_mark_told, "/tell");
  else
    meeting_mark_person(r, "member", invitations_mark_told, "/tell");
}

const Route meeting_tell_routes[] = {
  { "GET", "/groups/:group/meetings/:meeting/tell", may_arrange_meetings, show_tell },
  { "POST", "/groups/:group/meetings/:meeting/tell", may_arrange_meetings, tell },
  ROUTES_END,
};
