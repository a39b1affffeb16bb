/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A group's lists: what each side needs, what is stuck, what we stopped doing. */
#include "groups/lines.h"

#include "base/ids.h"
#include "groups/course_pages.h"
#include "groups/groups_pages.h"

#include <string.h>

/* ---- what is asked ---- */

static const Question need_questions[] = {
  { .name = "side",
    .kind = ASK_ONE_OF,
    .label = N_("Who needs it?"),
    .missing = N_("Choose who needs it"),
    .picture = "people",
    .choices = line_side_choices,
    .is_needed = true },
  { .name = "words",
    .kind = ASK_LONG,
    .label = N_("What do they need of the other side?"),
    .missing = N_("Write a line first"),
    .picture = "talk",
    .rows = 3,
    .max_length = LINE_WORDS_MAX,
    .is_needed = true },
  QUESTIONS_END,
};

static const Question stuck_questions[] = {
  { .name = "words",
    .kind = ASK_LONG,
    .label = N_("What is stuck?"),
    .missing = N_("Write a line first"),
    .picture = "stop",
    .rows = 3,
    .max_length = LINE_WORDS_MAX,
    .is_needed = true },
  { .name = "owner",
    .kind = ASK_TEXT,
    .label = N_("Who looks after it?"),
    .hint = N_("A name, or who it is at the service."),
    .missing = N_("Write who looks after it"),
    .picture = "person",
    .max_length = 120,
    .is_needed = true },
  { .name = "due",
    .kind = ASK_DATE,
    .label = N_("By which day?"),
    .hint = N_("Leave it empty when nobody knows yet."),
    .picture = "calendar" },
  QUESTIONS_END,
};

static const Question stopped_questions[] = {
  { .name = "words",
    .kind = ASK_LONG,
    .label = N_("What did you stop doing?"),
    .missing = N_("Write a line first"),
    .picture = "stop",
    .rows = 3,
    .max_length = LINE_WORDS_MAX,
    .is_needed = true },
  { .name = "done_words",
    .kind = ASK_LONG,
    .label = N_("Why did you stop?"),
    .missing = N_("Write why you stopped"),
    .picture = "question",
    .rows = 3,
    .max_length = GROUP_WORDS_MAX,
    .is_needed = true },
  QUESTIONS_END,
};

static const Question done_questions[] = {
  { .name = "done_words",
    .kind = ASK_LONG,
    .label = N_("How was it solved?"),
    .missing = N_("Write how it was solved"),
    .picture = "tick",
    .rows = 3,
    .max_length = GROUP_WORDS_MAX,
    .is_needed = true },
  QUESTIONS_END,
};

static const struct {
  const char *title, *lead, *button, *picture;
  const Question *questions;
} lists[LIST_FIRST] = {
  [LIST_NEEDS] = { N_("What each side needs of the other"),
                   N_("Services need people as much as people need services."), N_("Write it down"),
                   "talk", need_questions },
  [LIST_STUCK] = { N_("What is stuck"), N_("Being stuck is no fault. Say it, and who helps."),
                   N_("Write it down"), "stop", stuck_questions },
  [LIST_STOPPED] = { N_("What we stopped doing"),
                     N_("Stopping makes room. It stays here, with why."), N_("Write it down"),
                     "tick", stopped_questions },
};

/* ---- a line ---- */

static const char *
line_path(Request *r, const Group *group, const Line *line, const char *rest)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "%s/%s%s", group_path(r, group, "/lines"),
                      id_to_text(line->id, id), rest);
}

static const char *
list_path(Request *r, const Group *group, GroupList list)
{
  return arena_format(request_arena(r), "%s/%s", group_path(r, group, "/lists"),
                      group_list_name(list));
}

static const char *
side_in_words(Page *page, const char *side)
{
  const char *label = choice_label(line_side_choices, side);

  return label ? tr(page, label) : side;
}

static void
put_line_facts(Page *page, const Line *line)
{
  Request *r = page_request(page);

  if (*line->side)
    ui_paragraph(page, .text = side_in_words(page, line->side), .is_strong = true);
  ui_person_lines(page, line->words);
  if (*line->owner)
    ui_paragraph(page,
                 .text = tr_fill(page, N_("Looked after by {name}"), "name", line->owner, NULL));
  if (line->due_us && !line->done_at_us)
    ui_paragraph(page,
                 .text = tr_fill(page, N_("By {day}"), "day", group_day(page, line->due_us), NULL));
  if (line->due_us && !line->done_at_us && line->due_us < request_now_us(r))
    ui_paragraph(page, .text = tr(page, N_("This day is over.")), .is_strong = true);
  if (line->done_at_us)
    ui_paragraph(page, .text = tr_fill(page,
                                       line->list == LIST_STOPPED ? N_("Stopped on {day}")
                                                                  : N_("Done on {day}"),
                                       "day", group_day(page, line->done_at_us), NULL));
  if (*line->done_words)
    ui_person_lines(page, line->done_words);
}

static void
put_line_buttons(Page *page, const Group *group, const Line *line)
{
  Request *r = page_request(page);

  if (line->list == LIST_STUCK && !line->done_at_us) {
    put_group_link(page, "tick", tr(page, N_("It is solved")), line_path(r, group, line, "/done"));
    return;
  }
  ui_button_group_open(page);
  if (!line->done_at_us)
    form_button(page, .action = line_path(r, group, line, "/done"), .button = tr(page, N_("Done")),
                .spoken = line->words, .is_secondary = true);
  else
    form_button(page, .action = line_path(r, group, line, "/open"),
                .button = tr(page, N_("Open again")), .spoken = line->words, .is_secondary = true);
  ui_button_group_close(page);
}

static void
put_lines(Page *page, const Group *group, const Line *lines, const char *picture)
{
  if (!lines->id) {
    ui_paragraph(page, .text = tr(page, N_("Nothing is written yet.")));
    return;
  }
  ui_list_open(page, LIST_RULED);
  for (; lines->id; lines++) {
    ui_picture_item_open(page, lines->done_at_us ? "tick" : picture);
    put_line_facts(page, lines);
    if (!group->is_closed && lines->list != LIST_STOPPED)
      put_line_buttons(page, group, lines);
    ui_picture_item_close(page);
  }
  ui_list_close(page);
}

/* ---- a list ---- */

static void
draw_list(Request *r, const Group *group, GroupList list)
{
  const Line *lines = lines_list(request_txn(r), request_arena(r), group->id, list);
  Page *page = open_group_page(r, group, lists[list].title, lists[list].lead);

  put_lines(page, group, lines, lists[list].picture);
  if (!group->is_closed)
    form_draw(page, .action = list_path(r, group, list), .questions = lists[list].questions,
              .button = tr(page, lists[list].button));
  page_close(page);
}

/* By ":list"; the first meeting has a page of its own. */
static bool
list_in_path(Request *r, GroupList *ret_list)
{
  if (group_list_from_name(request_text_in_path(r, "list"), ret_list) && *ret_list != LIST_FIRST)
    return true;
  reply_not_found(r);
  return false;
}

static void
show_list(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_READ);
  GroupList list;

  if (group && list_in_path(r, &list))
    draw_list(r, group, list);
}

static void
add_line(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);
  const Answers *answers = request_answers(r);
  GroupList list;

  if (!group || !list_in_path(r, &list))
    return;
  if (questions_check(lists[list].questions, request_answers(r), r, request_refusals(r)))
    lines_add(
        request_txn(r), request_act(r),
        &(Line){ .group_id = group->id,
                 .list = list,
                 .side = answers_text(answers, "side"),
                 .words = answers_text(answers, "words"),
                 .owner = answers_text(answers, "owner"),
                 .due_us = groups_day_end_us(answers_text(answers, "due"), request_time_zone(r)),
                 .done_words = answers_text(answers, "done_words") },
        request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_list(r, group, list);
  else
    reply_redirect_saying(r, list_path(r, group, list), N_("It is kept"), NULL);
}

/* NULL: not found was answered. */
static const Line *
line_in_path(Request *r, const Group *group)
{
  const Line *line =
      group ? lines_find(request_txn(r), request_arena(r), group->id, request_id_in_path(r, "line"))
            : NULL;

  if (line && line->list != LIST_FIRST)
    return line;
  if (group && !txn_trouble(request_txn(r)))
    reply_not_found(r);
  return NULL;
}

static void
draw_done(Request *r, const Group *group, const Line *line)
{
  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("It is solved")),
                                         .picture = "tick",
                                         .back = list_path(r, group, line->list),
                                         .section = "/groups" });

  ui_person_lines(page, line->words);
  form_draw(page, .action = line_path(r, group, line, "/done"), .questions = done_questions,
            .button = tr(page, N_("Keep this")));
  page_close(page);
}

static void
show_done(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);
  const Line *line = line_in_path(r, group);

  if (line)
    draw_done(r, group, line);
}

static void
finish_line(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);
  const Line *line = line_in_path(r, group);

  if (!line)
    return;
  if (line->list != LIST_STUCK ||
      questions_check(done_questions, request_answers(r), r, request_refusals(r)))
    lines_finish(request_txn(r), request_act(r), line,
                 line->list == LIST_STUCK ? answers_text(request_answers(r), "done_words") : "",
                 request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_done(r, group, line);
  else
    reply_redirect_saying(r, list_path(r, group, line->list), N_("It is kept"), NULL);
}

static void
open_line(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);
  const Line *line = line_in_path(r, group);

  if (!line)
    return;
  lines_open_again(request_txn(r), request_act(r), line);
  reply_redirect_saying(r, list_path(r, group, line->list), N_("It is kept"), NULL);
}

const Route group_lists_routes[] = {
  { "GET", "/groups/:group/lists/:list", may_read_group, show_list },
  { "POST", "/groups/:group/lists/:list", may_change_group, add_line },
  { "GET", "/groups/:group/lines/:line/done", may_change_group, show_done },
  { "POST", "/groups/:group/lines/:line/done", may_change_group, finish_line },
  { "POST", "/groups/:group/lines/:line/open", may_change_group, open_line },
  { "GET", "/groups/:group/first-meeting", may_read_group, show_first },
  { "POST", "/groups/:group/first-meeting", may_change_group, add_first },
  { "POST", "/groups/:group/first-meeting/start", may_change_group, start_first },
  { "GET", "/groups/:group/first-meeting/done", may_read_group, show_first },
  { "POST", "/groups/:group/first-meeting/done", may_change_group, tick_first },
  { "GET", "/groups/:group/first-meeting/remove", may_read_group, show_first },
  { "POST", "/groups/:group/first-meeting/remove", may_change_group, remove_first },
  { "GET", "/groups/:group/close", may_change_group, show_close },
  { "POST", "/groups/:group/close", may_change_group, close_group },
  { "POST", "/groups/:group/open", may_read_group, open_group },
  ROUTES_END,
};
