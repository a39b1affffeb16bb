/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The question after a meeting for those whom no mail reaches: whom to ring or to give a slip, with
 * the words to say. Each once. */
#include "lang/lang.h"
#include "meetings/bag.h"
#include "meetings/feedback_pages.h"
#include "meetings/ring_pages.h"
#include "papers/post_leaves.h"

static void
put_words_to_say(Page *page)
{
  ui_card_open(page, .title = tr(page, N_("What to say")), .title_level = 2, .picture = "phone");
  ui_paragraph(page,
               .text = tr(page, N_("You came to the meeting. May I ask you three short things?"
                                   " You can leave out any of them.")));
  ui_list_open(page, LIST_BULLETS);
  for (int i = 0; i < FEEDBACK_QUESTIONS; i++)
    ui_list_item(page, tr(page, feedback_question_words[i]));
  ui_list_close(page);
  ui_paragraph(page, .text = tr(page, N_("For each: yes, partly, or no. Nobody is told what you"
                                         " said.")));
  ui_card_close(page);
}

/* ---- the sheet to post ---- */

#define SHEET "/afterwards/sheet"

typedef struct {
  const ToTell *list;
  GHashTable *in_letters; /* who gets the sheet with a letter that waits: member ids */
} ToAsk;

static bool
is_in_letter(const ToAsk *asked, int place)
{
  return asked->list[place].reach == REACH_POST &&
         g_hash_table_contains(asked->in_letters, &asked->list[place].member_id);
}

/* By post, and with no letter that the sheet goes into. */
static int
count_by_post(const ToAsk *asked)
{
  int count = 0;

  for (int i = 0; asked->list[i].member_id; i++)
    count += asked->list[i].reach == REACH_POST && !is_in_letter(asked, i);
  return count;
}

static void
put_letter_words(Page *page, const Meeting *meeting, int place, const void *data)
{
  (void)meeting;
  if (!is_in_letter(data, place))
    return;
  ui_line_break(page);
  ui_words(page, tr(page, N_("The sheet is in their letter that waits to be posted.")));
}

static void
put_sheet_state(Page *page, const Meeting *meeting)
{
  Request *r = page_request(page);
  const char *problem = NULL;
  const MeetingBagState state = meeting_bag_state(request_txn(r), request_arena(r), meeting,
                                                  SHEETS_TO_POST, request_lang(r), &problem);

  if (problem)
    ui_warning_text(page, .text = tr_told(page, problem));
  if (state == MEETING_BAG_WAITING)
    ui_button_link(page, .text = tr(page, N_("Load this page again")),
                   .href = meeting_path(r, meeting, "/afterwards/ask"), .is_secondary = true);
  else if (state == MEETING_BAG_READY)
    ui_button_link(page, .text = tr(page, N_("Get the sheet to print")),
                   .href = meeting_path(r, meeting, SHEET));
  else
    form_button(page, .action = meeting_path(r, meeting, SHEET),
                .button = tr(page, N_("Make the sheet to print")), .is_secondary = true);
}

/* For those who are reached by post: it goes with a letter, and comes back without a name. */
static void
put_sheet_to_post(Page *page, const Meeting *meeting, int count)
{
  if (count == 0)
    return;
  ui_card_open(page, .title = tr(page, N_("A sheet to put into letters")), .title_level = 2,
               .picture = "letter");
  ui_paragraph(page, .text = tr(page, N_("When letters with papers are made, the sheet goes into"
                                         " them by itself. Does no letter go soon?")));
  ui_paragraph(page, .text = tr_count(page, "{count} person gets letters. Print the sheet once.",
                                      "{count} people get letters. Print the sheet {count} times.",
                                      count));
  ui_paragraph(page,
               .text = tr(page, N_("Put it into the letter, with an envelope that has only your own"
                                   " address on it. It has no name and no number: write nothing on"
                                   " it. Put what comes back with other slips before anybody reads"
                                   " it.")));
  put_sheet_state(page, meeting);
  ui_card_close(page);
}

static void
ask_for_sheet(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (!meeting)
    return;
  meeting_bag_ask(request_txn(r), request_act(r), meeting, SHEETS_TO_POST, request_lang(r));
  reply_redirect_saying(r, meeting_path(r, meeting, "/afterwards/ask"),
                        N_("The sheet is being made"), NULL);
}

static void
fetch_sheet(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (!meeting)
    return;

  g_autoptr(GBytes) sheet =
      meeting_bag_open(request_txn(r), meeting, SHEETS_TO_POST, request_lang(r));

  if (sheet)
    reply_bytes(r, "application/pdf", "how-was-it.pdf", sheet);
  else
    reply_redirect(r, meeting_path(r, meeting, "/afterwards/ask"));
}

/* ---- whom to ask ---- */

static void
show_whom(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (!meeting)
    return;

  const ToTell *list =
      feedback_to_ask(request_txn(r), request_arena(r), meeting, request_now_us(r));
  g_autoptr(GHashTable) in_letters = post_leaves_waiting(request_txn(r), meeting->id);
  const ToAsk asked = { list, in_letters };
  Page *page = open_meeting_page(r, meeting, N_("Whom to ask how it was"), "phone");

  if (!list->member_id) {
    ui_paragraph(page, .text = tr(page, N_("Nobody is left to be asked.")));
  } else {
    put_texts_link(page, meeting, to_tell_count_texted(list));
    put_words_to_say(page);
    put_sheet_to_post(page, meeting, count_by_post(&asked));
    ui_paragraph(page, .text = tr(page, N_("Ask each once. Write what they say on a slip without a"
                                           " name, also what comes on paper. Add the slips when you"
                                           " have several.")));
    put_ring_list(
        page, meeting, list,
        &(RingList){ "/afterwards/ask", "member", N_("I asked them"), put_letter_words, &asked });
  }
  put_group_link(page, "write", tr(page, N_("Write down slips from the bag")),
                 meeting_path(r, meeting, "/afterwards/paper"));
  page_close(page);
}

static void
mark(Request *r)
{
  meeting_mark_person(r, "member", feedback_mark_asked, "/afterwards/ask");
}

#define SHEET_ROUTE "/groups/:group/meetings/:meeting" SHEET
#define ASK_ROUTE   "/groups/:group/meetings/:meeting/afterwards/ask"

const Route feedback_ring_routes[] = {
  { "GET", ASK_ROUTE, may_arrange_meetings, show_whom },
  { "POST", ASK_ROUTE, may_arrange_meetings, mark },
  { "GET", SHEET_ROUTE, may_arrange_meetings, fetch_sheet },
  { "POST", SHEET_ROUTE, may_arrange_meetings, ask_for_sheet, .per_minute = 20 },
  ROUTES_END,
};
