/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The question after a meeting for those whom no mail reaches: whom to ring or to give a slip, with
 * the words to say. Each once. */
#include "base/ids.h"
#include "lang/lang.h"
#include "meetings/feedback_pages.h"

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

static void
put_person(Page *page, const Meeting *meeting, const ToTell *one)
{
  Request *r = page_request(page);
  char id[ID_TEXT_SIZE];

  ui_picture_item_open(page, one->reach == REACH_POST ? "letter" : "phone");
  ui_person(page, one->name);
  form_button(page, .action = meeting_path(r, meeting, "/afterwards/ask"),
              .button = tr(page, N_("I asked them")), .spoken = one->name, .name = "member",
              .value = arena_text(request_arena(r), id_to_text(one->member_id, id)),
              .is_secondary = true);
  ui_picture_item_close(page);
}

static void
show_whom(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (!meeting)
    return;

  const ToTell *list =
      feedback_to_ask(request_txn(r), request_arena(r), meeting, request_now_us(r));
  Page *page = open_meeting_page(r, meeting, N_("Whom to ask how it was"), "phone");

  if (!list->member_id) {
    ui_paragraph(page, .text = tr(page, N_("Nobody is left to be asked.")));
  } else {
    put_words_to_say(page);
    ui_paragraph(page, .text = tr(page, N_("Ask each once. Write what they say on a slip without a"
                                           " name, also what comes on paper. Add the slips when you"
                                           " have several.")));
    ui_list_open(page, LIST_RULED);
    for (; list->member_id; list++)
      put_person(page, meeting, list);
    ui_list_close(page);
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

#define ASK_ROUTE "/groups/:group/meetings/:meeting/afterwards/ask"

const Route feedback_ring_routes[] = {
  { "GET", ASK_ROUTE, may_arrange_meetings, show_whom },
  { "POST", ASK_ROUTE, may_arrange_meetings, mark },
  ROUTES_END,
};
