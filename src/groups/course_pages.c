/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How a group begins and ends: its first meeting together, and closing well. */
#include "groups/lines.h"

#include "base/ids.h"
#include "groups/course_pages.h"
#include "groups/groups_pages.h"

#include <string.h>

/* ---- the first meeting ---- */

/* The lines of the checklist. The ready ones are in the reader's language; what people wrote has no
 * other. */
static const Choice *
lines_to_tick(Arena *arena, void *data)
{
  Request *r = data;
  const Line *lines = lines_list(request_txn(r), arena, request_id_in_path(r, "group"), LIST_FIRST);
  Choice *choices = arena_new_of(arena, Choice, 2 * LINES_MAX + 1);

  for (int i = 0; lines[i].id; i++) {
    char id[ID_TEXT_SIZE];

    choices[i] = (Choice){ .value = arena_text(arena, id_to_text(lines[i].id, id)),
                           .label = lang_text(request_lang(r), lines[i].words),
                           .hint = *lines[i].owner ? lines[i].owner : NULL };
  }
  return choices;
}

static const Question tick_questions[] = {
  { .name = "done",
    .kind = ASK_ANY_OF,
    .label = N_("What is done?"),
    .hint = N_("Tick it. You can take a tick away again."),
    .picture = "tick",
    .choices_from = lines_to_tick },
  QUESTIONS_END,
};

static const Question remove_questions[] = {
  { .name = "line",
    .kind = ASK_SELECT,
    .label = N_("What does not belong to it?"),
    .missing = N_("Choose what does not belong to it"),
    .picture = "cross",
    .choices_from = lines_to_tick,
    .is_needed = true },
  QUESTIONS_END,
};

static const Question first_questions[] = {
  { .name = "words",
    .kind = ASK_TEXT,
    .label = N_("What else belongs to it?"),
    .missing = N_("Write a line first"),
    .picture = "write",
    .max_length = LINE_WORDS_MAX,
    .is_needed = true },
  { .name = "owner",
    .kind = ASK_TEXT,
    .label = N_("Who does it?"),
    .hint = N_("You can leave it empty."),
    .picture = "person",
    .max_length = 120 },
  QUESTIONS_END,
};

static void
put_checklist(Page *page, const Group *group, const Line *lines)
{
  Request *r = page_request(page);

  if (!lines->id) {
    form_button(page, .action = group_path(r, group, "/first-meeting/start"),
                .button = tr(page, N_("Begin with a ready list")));
    return;
  }
  form_draw(page, .action = group_path(r, group, "/first-meeting/done"),
            .questions = tick_questions, .data = r, .button = tr(page, N_("Keep the ticks")));
}

static void
put_lines_of_the_past(Page *page, const Line *lines)
{
  ui_list_open(page, LIST_RULED);
  for (; lines->id; lines++) {
    ui_picture_item_open(page, lines->done_at_us ? "tick" : "hello");
    ui_person(page, tr(page, lines->words));
    ui_picture_item_close(page);
  }
  ui_list_close(page);
}

static void
put_changes(Page *page, const Group *group, const Line *lines)
{
  Request *r = page_request(page);

  ui_heading(page, 2, tr(page, N_("Put something on the list")));
  form_draw(page, .action = group_path(r, group, "/first-meeting"), .questions = first_questions,
            .button = tr(page, N_("Put it on the list")));
  if (!lines->id)
    return;
  ui_heading(page, 2, tr(page, N_("Take something off the list")));
  form_draw(page, .action = group_path(r, group, "/first-meeting/remove"),
            .questions = remove_questions, .data = r, .button = tr(page, N_("Take off the list")));
}

static void
draw_first(Request *r, const Group *group)
{
  const Line *lines = lines_list(request_txn(r), request_arena(r), group->id, LIST_FIRST);

  if (!request_is_post(r))
    for (const Line *line = lines; line->id; line++) {
      char id[ID_TEXT_SIZE];

      id_to_text(line->id, id);
      if (line->done_at_us)
        answers_add(request_answers(r), "done", id, ID_TEXT_LEN);
    }

  Page *page = open_group_page(r, group, N_("First meeting together"),
                               N_("All sides start together. This is a list to go by: change it as"
                                  " you like."));

  put_group_link(page, "heart", tr(page, N_("Our ground rules")), group_path(r, group, "/rules"));
  if (group->is_closed && lines->id)
    put_lines_of_the_past(page, lines);
  if (!group->is_closed) {
    put_checklist(page, group, lines);
    put_changes(page, group, lines);
  }
  page_close(page);
}

void
show_first(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_READ);

  if (group)
    draw_first(r, group);
}

/* Kept, or the page again with what was refused. */
static void
answer_first(Request *r, const Group *group)
{
  if (refusals_count(request_refusals(r)) > 0)
    draw_first(r, group);
  else
    reply_redirect_saying(r, group_path(r, group, "/first-meeting"), N_("It is kept"), NULL);
}

void
add_first(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);
  const Answers *answers = request_answers(r);

  if (!group)
    return;
  if (questions_check(first_questions, request_answers(r), r, request_refusals(r)))
    lines_add(request_txn(r), request_act(r),
              &(Line){ .group_id = group->id,
                       .list = LIST_FIRST,
                       .side = "",
                       .words = answers_text(answers, "words"),
                       .owner = answers_text(answers, "owner"),
                       .done_words = "" },
              request_refusals(r));
  answer_first(r, group);
}

void
start_first(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);

  if (!group)
    return;
  lines_add_first(request_txn(r), request_act(r), group->id);
  reply_redirect(r, group_path(r, group, "/first-meeting"));
}

static bool
is_ticked(int64_t line_id, const void *data)
{
  char id[ID_TEXT_SIZE];

  return answers_have(data, "done", id_to_text(line_id, id));
}

void
tick_first(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);

  if (!group)
    return;
  if (questions_check(tick_questions, request_answers(r), r, request_refusals(r)))
    lines_tick_first(request_txn(r), request_act(r), group->id, is_ticked, request_answers(r));
  answer_first(r, group);
}

void
remove_first(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);
  const Line *line = NULL;
  int64_t id = 0;

  if (!group)
    return;
  if (questions_check(remove_questions, request_answers(r), r, request_refusals(r)) &&
      id_from_text(answers_text(request_answers(r), "line"), &id))
    line = lines_find(request_txn(r), request_arena(r), group->id, id);
  if (line)
    lines_remove(request_txn(r), request_act(r), line);
  answer_first(r, group);
}

/* ---- closing ---- */

static const Question close_questions[] = {
  { .name = "last_word",
    .kind = ASK_LONG,
    .label = N_("A last word: what do you want to say to one another?"),
    .missing = N_("Write a last word: what do you want to say?"),
    .picture = "heart",
    .max_length = GROUP_WORDS_MAX,
    .is_needed = true },
  { .name = "carried_on",
    .kind = ASK_LONG,
    .label = N_("What becomes of what you began?"),
    .hint = N_("Who carries it on, and whom people can ask."),
    .picture = "hand",
    .max_length = GROUP_WORDS_MAX },
  QUESTIONS_END,
};

static void
draw_close(Request *r, const Group *group)
{
  Page *page = open_group_page(r, group, N_("Close the group well"),
                               N_("Nothing is thrown away: its members can read it all, and open it"
                                  " again."));

  form_draw(page, .action = group_path(r, group, "/close"), .questions = close_questions,
            .button = tr(page, N_("Close the group")));
  page_close(page);
}

void
show_close(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);

  if (group)
    draw_close(r, group);
}

void
close_group(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);

  if (!group)
    return;
  if (questions_check(close_questions, request_answers(r), r, request_refusals(r)))
    groups_close(request_txn(r), request_act(r), group->id,
                 answers_text(request_answers(r), "last_word"),
                 answers_text(request_answers(r), "carried_on"), request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_close(r, group);
  else
    reply_redirect_saying(r, group_path(r, group, ""), N_("The group is closed. Thank you"), NULL);
}

void
open_group(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_READ);

  if (!group)
    return;
  groups_open_again(request_txn(r), request_act(r), group->id);
  reply_redirect_saying(r, group_path(r, group, ""), N_("The group is open again"), NULL);
}
