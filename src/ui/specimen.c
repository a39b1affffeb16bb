/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One page with every component. Nothing here but examples. */
#include "ui/specimen.h"

#include "ui/components.h"
#include "ui/form.h"

static const Choice formats[] = {
  { .value = "large-print", .label = "Large print", .hint = "18 point or larger" },
  { .value = "sound", .label = "Sound" },
  { .value = "post", .label = "On paper, by post" },
  { .value = NULL },
};

static const Choice answers[] = {
  { .value = "yes", .label = "Yes, I will come" },
  { .value = "if", .label = "Yes, if I get help" },
  { .value = "no", .label = "Not this time" },
  { .value = NULL },
};

static const Choice towns[] = {
  { .value = "hill", .label = "Hillfoot" },
  { .value = "mill", .label = "Mill Lane" },
  { .value = "quay", .label = "Old Quay" },
  { .value = NULL },
};

static const Question questions[] = {
  { .name = "name",
    .kind = ASK_TEXT,
    .label = "What is your name?",
    .picture = "person",
    .hint = "As you like to be called",
    .autocomplete = "name" },
  { .name = "email",
    .kind = ASK_EMAIL,
    .label = "Your e-mail address",
    .picture = "email",
    .autocomplete = "email" },
  { .name = "phone",
    .kind = ASK_PHONE,
    .label = "Your telephone number",
    .picture = "phone",
    .autocomplete = "tel" },
  { .name = "people",
    .kind = ASK_NUMBER,
    .picture = "people",
    .label = "How many people come with you?" },
  { .name = "answer",
    .kind = ASK_ONE_OF,
    .label = "Will you come?",
    .picture = "hand",
    .choices = answers },
  { .name = "help",
    .kind = ASK_LONG,
    .picture = "help",
    .label = "What help do you need?",
    .rows = 3,
    .shown_if = "answer=if" },
  { .name = "formats",
    .kind = ASK_ANY_OF,
    .label = "How shall papers reach you?",
    .hint = "Choose all that help",
    .picture = "file",
    .choices = formats },
  { .name = "street",
    .kind = ASK_LONG,
    .picture = "letter",
    .label = "Where shall we post them?",
    .rows = 3,
    .shown_if = "formats=post",
    .autocomplete = "street-address" },
  { .name = "when",
    .kind = ASK_DATE,
    .label = "When is it?",
    .hint = "For example, 27 3 2027",
    .picture = "calendar" },
  { .name = "town",
    .kind = ASK_SELECT,
    .label = "Which part of town?",
    .picture = "place",
    .choices = towns },
  { .name = "wish",
    .kind = ASK_LONG,
    .label = "What do you wish for?",
    .picture = "idea",
    .rows = 3,
    .max_length = 200,
    .says_length = true },
  { .name = "paper",
    .kind = ASK_FILE,
    .picture = "file",
    .label = "Upload a paper",
    .hint = "Word or plain text" },
  { .name = "agree", .kind = ASK_YES, .picture = "yes", .label = "Show my name to this group" },
  QUESTIONS_END,
};

static void
draw_cards(Page *page)
{
  static const Day day = { "Nov", "26", "Thu", "Thursday 26 November 2026" };

  ui_heading(page, 2, "Waiting for you");
  ui_card_open(page, .title = "Are these minutes right?", .is_warm = true);
  ui_paragraph(page, .text = "Short breaks group, 9 November. Three people have said yes.");
  ui_button_link(page, .text = "Read and answer", .href = "/specimen");
  ui_card_close(page);
  ui_card_open(page, .title = "Sam asks for a lift on Thursday", .is_warm = true);
  ui_paragraph(page, .text = "You can say no, and nobody sees a reason.");
  ui_button_group_open(page);
  ui_button(page, .text = "Yes, I can");
  ui_button(page, .text = "Not this time", .is_secondary = true);
  ui_link(page, .text = "Ask someone first", .href = "/specimen");
  ui_button_group_close(page);
  ui_card_close(page);
  ui_heading(page, 2, "Next meeting");
  ui_card_open(page, .title = "New day centre: who chooses what?", .title_href = "/specimen",
               .day = &day);
  ui_paragraph_open(page);
  ui_words(page, "2 pm to 3.30 pm, Mill Lane Library. Your papers are ready in ");
  ui_strong(page, "large print");
  ui_words(page, ".");
  ui_paragraph_close(page);
  ui_list_open(page, LIST_FACTS);
  ui_list_item(page, "Step-free");
  ui_list_item(page, "Hearing loop");
  ui_list_item(page, "Quiet room");
  ui_list_close(page);
  ui_link(page, .text = "Open your papers", .href = "/specimen", .is_large = true);
  ui_card_close(page);
}

static void
draw_side(Page *page)
{
  ui_heading(page, 2, "Your hours");
  ui_card_open(page);
  ui_big_number(page, "6½ hours", "of help you can ask for");
  ui_paragraph(page, .text = "You can ask when you need it, also with none left.");
  ui_link(page, .text = "See what you gave and got", .href = "/specimen", .is_large = true);
  ui_card_close(page);
  ui_heading(page, 2, "Papers");
  ui_list_open(page, LIST_RULED);
  ui_list_item_open(page);
  ui_link(page, .text = "Bus times", .href = "/specimen");
  ui_words(page, " ");
  ui_tag(page, .text = "New");
  ui_list_item_close(page);
  ui_list_item_open(page);
  ui_person(page, "Zoë Ní Bhriain");
  ui_list_item_close(page);
  ui_list_close(page);
}

static void
draw_messages(Page *page)
{
  ui_heading(page, 2, "Messages");
  ui_notification_banner(page, .text = "Papers go out on Friday.", .title_id = "news");
  ui_inset_text(page, .text = "Three people are still waiting for their format.");
  ui_warning_text(page, .text = "What you delete here cannot come back.");
  ui_details(page, .summary = { "What is a consent round?" },
             .text = "Everybody is asked whether they can live with it.");
  ui_panel(page, .title = { "It is sent" }, .title_level = 2,
           .text = "Everybody gets it at the same time.");
  ui_list_open(page, LIST_BULLETS);
  ui_list_item(page, "Large print");
  ui_list_item(page, "Braille");
  ui_list_close(page);
  ui_list_open(page, LIST_NUMBERS);
  ui_list_item(page, "Write it");
  ui_list_item(page, "Send it");
  ui_list_close(page);
  ui_paragraph(page, .text = "Made by a computer voice.", .is_quiet = true);
  ui_paragraph_open(page);
  ui_address(page, "https://riverside.example.org/sign-in/4kq7m2p8w3x9z5v1c6b2n8");
  ui_paragraph_close(page);
  ui_person_lines(page, "This is what\na person wrote.\n\nدو سطر");
}

static void
draw_lists(Page *page)
{
  static const Action change = { .text = "Change", .href = "/specimen", .spoken = "name" };
  static const SummaryRow rows[] = {
    { .key = { "Name" }, .value = { "Rowan" }, .actions = &change, .action_count = 1 },
    { .key = { "Reached by" }, .value = { "Post" } },
  };
  static const Cell head[] = { { .text = "Format" }, { .text = "People", .format = "numeric" } };
  static const Cell first[] = { { .text = "Large print" }, { .text = "12", .format = "numeric" } };
  static const Table table = {
    .caption = "Who needs what", .head = head, .head_count = 2, .is_first_cell_header = true
  };

  ui_heading(page, 2, "Lists");
  ui_summary_list(page, .rows = rows, .count = 2);
  ui_summary_list(page, .rows = rows, .count = 2, .has_card = true,
                  .card_title = { "How papers reach you" }, .card_title_level = 3);
  ui_table_open(page, &table);
  ui_table_row(page, &table, first, 2);
  ui_table_close(page);
  ui_page_links(page, "/specimen?page=1", "/specimen?page=3");
  ui_picture_row(page, .picture = "calendar",
                 .text = "The meeting is on Thursday.\nIt starts at 2 o'clock.");
  ui_picture_row(page, .picture = "bus", .text = "You can come on bus 12.");
}

static void
draw_month(Page *page, void *data)
{
  ui_heading(page, 3, data);
  ui_paragraph(page, .text = "Two meetings.");
}

static void
draw_parts(Page *page)
{
  static const Tab tabs[] = {
    { .label = "This month",
      .id = "this-month",
      .panel = { .draw = draw_month, .data = (void *)"This month" } },
    { .label = "Next month",
      .id = "next-month",
      .panel = { .draw = draw_month, .data = (void *)"Next month" } },
  };
  static const AccordionSection sections[] = {
    { .heading = { "Who can see this?" }, .content = { "You, and nobody else." } },
    { .heading = { "Who pays?" },
      .summary = { "Travel and care cover" },
      .content = { "The group pays on the same day." } },
  };
  static const Tag not_yet = { .text = "Not yet", .classes = "govuk-tag--grey" };
  static const Task tasks[] = {
    { .title = { "Write the paper" }, .href = "/specimen", .status = { "Done" } },
    { .title = { "Choose who gets it" },
      .hint = { "All members, or a group" },
      .href = "/specimen",
      .tag = &not_yet },
    { .title = { "Send it" }, .status = { "Cannot start yet" }, .is_cannot_start = true },
  };

  ui_heading(page, 2, "Parts of a long page");
  ui_tabs(page, .items = tabs, .count = G_N_ELEMENTS(tabs));
  ui_accordion(page, .id = "answers", .items = sections, .count = G_N_ELEMENTS(sections),
               .heading_level = 3);
  ui_task_list(page, .items = tasks, .count = G_N_ELEMENTS(tasks));
}

static void
draw_ways(Page *page)
{
  static const Breadcrumb crumbs[] = {
    { .text = "Home", .href = "/specimen" },
    { .text = "Papers", .href = "/papers" },
    { .text = "Bus times" },
  };
  static const PaginationItem pages[] = {
    { .number = "1", .href = "/specimen" },
    { .number = "2", .href = "/specimen", .is_current = true },
    { .is_gap = true },
    { .number = "9", .href = "/specimen" },
  };

  ui_heading(page, 2, "Where am I?");
  ui_breadcrumbs(page, .items = crumbs, .count = G_N_ELEMENTS(crumbs));
  ui_phase_banner(page, .tag = { .text = "Trial" }, .text = "Tell us what is hard to use.");
  ui_pagination(page, .items = pages, .count = G_N_ELEMENTS(pages),
                .previous = { .href = "/specimen?page=1" }, .next = { .href = "/specimen?page=3" });
}

void
draw_specimen_page(Request *r)
{
  const bool is_refused = *request_query(r, "refused") != '\0';

  if (is_refused) {
    refuse(request_refusals(r), "name", "Enter your name");
    refuse(request_refusals(r), "answer", "Choose whether you will come");
    refuse(request_refusals(r), "formats", "Choose at least one");
    refuse(request_refusals(r), "help", "Tell us what help you need");
    refuse(request_refusals(r), "paper", "Choose a file");
    refuse(request_refusals(r), "when", "There is no such day");
    refuse(request_refusals(r), "town", "Choose a part of town");
    refuse(request_refusals(r), "wish", "Shorten what you wish for");
    answers_set(request_answers(r), "answer", "if");
  }

  Page *page = page_open(r, &(PageHead){ .title = "Good morning, Rowan",
                                         .lead = "Two things wait for you.",
                                         .status = 200,
                                         .back = is_refused ? "/" : NULL,
                                         .section = "/specimen",
                                         .is_hello = !is_refused,
                                         .is_wide = !is_refused });

  if (!is_refused) {
    ui_columns_open(page);
    draw_cards(page);
    ui_columns_next(page);
    draw_side(page);
    ui_columns_close(page);
    draw_messages(page);
    draw_lists(page);
    draw_parts(page);
    draw_ways(page);
    ui_heading(page, 2, "A form");
  }
  form_draw(page, .action = "/specimen", .questions = questions, .button = "Send my answer");
  form_button(page, .action = "/specimen", .button = "Delete", .spoken = "this paper",
              .is_warning = true);
  page_close(page);
}
