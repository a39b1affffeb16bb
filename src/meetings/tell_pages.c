/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Telling people of a meeting otherwise than by mail: whom to ring, to write to or to meet, and
 * what to say. */
#include "lang/lang.h"
#include "meetings/invitations.h"
#include "meetings/need_news.h"
#include "meetings/news_since.h"
#include "meetings/reminders.h"
#include "meetings/ring_pages.h"

static const char i_told_them[] = N_("I told them");

/* Of what is new for one person, each in a sentence to say. */
static void
put_news(Page *page, const Meeting *meeting, int place, const void *data)
{
  const NewsSince *since = (const NewsSince *)data + place;
  const struct {
    bool is_so;
    const char *words; /* message id */
  } rows[] = {
    { since->is_first, N_("They have heard nothing of this meeting yet.") },
    { since->is_off, N_("It was called off.") },
    { since->has_other_time && !since->was_at_us, N_("It has a date now.") },
    { since->has_other_place, N_("The place is new.") },
    { since->has_other_online, N_("The way in online is new.") },
    { since->has_other_dial_in, N_("The way in by telephone is new.") },
    { since->has_other_title, N_("It has another name.") },
    { since->is_unknown, N_("Something about it is new. It is now as it stands above.") },
  };
  bool has_words = since->was_at_us != 0;

  (void)meeting;
  ui_line_break(page);
  if (has_words) {
    const Meeting was = { .starts_at_us = since->was_at_us, .ends_at_us = since->was_ends_us };

    ui_words(page, tr_fill(page, N_("The day or the time is new. It was before: {when}"), "when",
                           meeting_when(page, &was), NULL));
    ui_line_break(page);
  }
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
    if (rows[i].is_so) {
      ui_words(page, tr(page, rows[i].words));
      ui_line_break(page);
      has_words = true;
    }
  if (!has_words) {
    ui_words(page, tr(page, N_("It is again as they know it.")));
    ui_line_break(page);
  }
}

/* How it is now, and why; who changed it is nobody's question on the telephone. What is new of it
 * stands with each person. */
static void
put_what_to_say(Page *page, const Meeting *meeting)
{
  Request *r = page_request(page);
  MeetingNews what = NEWS_CALLED;

  invitations_newest(request_txn(r), meeting->id, &what);
  ui_card_open(page, .title = tr(page, N_("What to say")), .title_level = 2, .picture = "phone");
  ui_paragraph(page, .text = tr(page, meeting_news_words(what, false)));
  ui_paragraph(page, .text = meeting_when(page, meeting), .is_strong = true);
  if (*meeting->venue.name)
    ui_person_lines(page, arena_format(request_arena(r), "%s\n%s", meeting->venue.name,
                                       meeting->venue.address));
  if (what != NEWS_OFF) {
    ui_person_lines_to_call(page, meeting->online);
    ui_person_lines_to_call(page, meeting->dial_in);
  }
  if (what == NEWS_MOVED || what == NEWS_OFF)
    ui_person_lines(page, meeting->why);
  ui_card_close(page);
}

/* That they asked for something, and not what: that stands where reading it is on the record. */
static void
put_to_answer(Page *page, const Meeting *meeting, const ToTell *one)
{
  if (to_tell_count_others(one) == 0)
    return;
  ui_heading(page, 2, tr(page, N_("Who asked for help to come")));
  ui_paragraph(page, .text = tr(page, N_("There is an answer for them. Look at it first. Then say:"
                                         " you asked for something, so that you can come. This is"
                                         " the answer.")));
  put_group_link(page, "help", tr(page, N_("Look at the answers")),
                 meeting_path(page_request(page), meeting, "/help"));
  put_ring_list(page, meeting, one, &(RingList){ "/tell", "answered", i_told_them, NULL, NULL });
}

static void
put_all_to_tell(Page *page, const Meeting *meeting, const ToTell *list)
{
  Request *r = page_request(page);
  const NewsSince *since = to_tell_count_others(list) > 0
                               ? news_since(request_txn(r), request_arena(r), meeting, list)
                               : NULL;

  if (!since)
    return;
  put_what_to_say(page, meeting);
  put_ring_list(page, meeting, list,
                &(RingList){ "/tell", "member", i_told_them, put_news, since });
}

static void
show_tell(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (!meeting)
    return;

  Txn *txn = request_txn(r);
  const ToTell *list = invitations_to_tell(txn, request_arena(r), meeting);
  const ToTell *answered = need_news_to_tell(txn, request_arena(r), meeting, request_now_us(r));
  const ToTell *coming = reminders_to_tell(txn, request_arena(r), meeting, request_now_us(r));
  Page *page = open_meeting_page(r, meeting, N_("Whom to tell by telephone or letter"), "phone");

  if (!list->member_id)
    ui_paragraph(page, .text = meeting_when(page, meeting), .is_strong = true);
  if (!list->member_id && !answered->member_id && !coming->member_id)
    ui_paragraph(page, .text = tr(page, N_("Nobody is left to be told.")));
  put_texts_link(page, meeting,
                 to_tell_count_texted(list) + to_tell_count_texted(answered) +
                     to_tell_count_texted(coming));
  put_all_to_tell(page, meeting, list);
  put_to_answer(page, meeting, answered);
  put_to_remind(page, meeting, coming);
  if (meeting->state == MEETING_TO_FIND)
    put_group_link(page, "calendar", tr(page, N_("Whom to ask when they can")),
                   meeting_path(r, meeting, "/dates/ask"));
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
