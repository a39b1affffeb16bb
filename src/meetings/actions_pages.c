/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Looking at what a group said it would do. No name stands beside what is late: the group is late,
 * nobody in it. */
#include "meetings/actions_pages.h"

#include "base/ids.h"
#include "lang/lang.h"

#include <string.h>

enum { MINE_ON_START = 3 };

/* ---- shared ---- */

const char *
action_path(Request *r, const GroupAction *action, const char *rest)
{
  const Group group = { .id = action->group_id };
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "%s/%s%s", group_path(r, &group, "/actions"),
                      id_to_text(action->id, id), rest);
}

const GroupAction *
action_in_path(Request *r, GroupNeed need, const Group **ret_group)
{
  *ret_group = group_in_path(r, need);

  const GroupAction *action = *ret_group
                                  ? actions_find(request_txn(r), request_arena(r), (*ret_group)->id,
                                                 request_id_in_path(r, "action"))
                                  : NULL;

  if (*ret_group && !action && !txn_trouble(request_txn(r)))
    reply_not_found(r);
  return action;
}

/* ---- in words ---- */

const char *
action_state_in_words(Page *page, const GroupAction *action)
{
  switch (action->state) {
  case ACTION_DONE:
    return tr_fill(page, N_("Done on {day}"), "day", group_day(page, action->done_at_us), NULL);
  case ACTION_PARTLY:
    return tr(page, N_("Done in part"));
  case ACTION_NOT:
    return tr(page, N_("Not done"));
  case ACTION_DROPPED:
    return tr(page, N_("We let it go"));
  case ACTION_TWO:
    return tr(page, N_("Two wrote at the same time, and not the same. Both are kept."));
  case ACTION_OPEN:
    break;
  }
  return "";
}

static const char *
owner_in_words(Page *page, const GroupAction *action)
{
  switch (action->owner) {
  case ACTION_YES:
    return tr_fill(page, N_("{name} does it"), "name", action->owner_name, NULL);
  case ACTION_ASKED:
    return tr_fill(page, N_("{name} is asked"), "name", action->owner_name, NULL);
  case ACTION_OUTSIDE:
    return tr_fill(page, N_("Not in the group: {name}"), "name", action->outside, NULL);
  case ACTION_NOBODY:
    break;
  }
  return tr(page, N_("Nobody yet"));
}

static const char *
day_in_words(Page *page, const GroupAction *action)
{
  const char *first = group_day(page, action->first_due_us);

  if (action->due_us == action->first_due_us)
    return tr_fill(page, N_("By {day}"), "day", first, NULL);
  return tr_fill(page, N_("By {day}. First it was {first}."), "day",
                 group_day(page, action->due_us), "first", first, NULL);
}

static void
put_facts(Page *page, const GroupAction *action)
{
  const char *state = action_state_in_words(page, action);

  ui_line_break(page);
  ui_words(page, owner_in_words(page, action));
  ui_line_break(page);
  ui_words(page, day_in_words(page, action));
  if (*state) {
    ui_line_break(page);
    ui_strong(page, state);
  }
  if (*action->why && action->state != ACTION_TWO)
    ui_person_lines(page, action->why);
}

static void
put_actions(Page *page, const GroupAction *actions, int limit)
{
  Request *r = page_request(page);

  ui_list_open(page, LIST_RULED);
  for (int i = 0; i < limit && actions[i].id; i++) {
    ui_picture_item_open(page, action_is_going_on(&actions[i]) ? "hand" : "tick");
    ui_link(page, .text = actions[i].words, .href = action_path(r, &actions[i], ""));
    put_facts(page, &actions[i]);
    ui_picture_item_close(page);
  }
  ui_list_close(page);
}

/* ---- the list ---- */

static void
put_over(Page *page, const Group *group)
{
  Request *r = page_request(page);
  int64_t before_id = 0;
  char id[ID_TEXT_SIZE];

  if (!id_from_text(request_query(r, "before"), &before_id))
    before_id = 0;

  const GroupAction *over = actions_over(request_txn(r), request_arena(r), group->id, before_id);

  if (!over->id && !before_id)
    return;
  ui_heading(page, 2, tr(page, N_("What became of the others")));
  put_actions(page, over, ACTIONS_PAGE);
  for (int i = 0; i < ACTIONS_PAGE && over[i].id; i++)
    if (i == ACTIONS_PAGE - 1 && over[ACTIONS_PAGE].id)
      ui_page_links(page, NULL,
                    arena_format(request_arena(r), "%s?before=%s", group_path(r, group, "/actions"),
                                 id_to_text(over[i].id, id)));
}

static void
show_actions(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_READ);

  if (!group)
    return;

  const GroupAction *going_on = actions_going_on(request_txn(r), request_arena(r), group->id);
  int64_t late = 0;
  Page *page = open_group_page(r, group, N_("What we said we would do"),
                               N_("Who does it, by when, and how it went."));

  for (const GroupAction *one = going_on; one->id; one++)
    late += action_is_late(one, request_now_us(r));
  if (!group->is_closed)
    ui_button_link(page, .text = tr(page, N_("Write down what will be done")),
                   .href = group_path(r, group, "/actions/new"));
  if (late > 0)
    ui_paragraph(page, .is_strong = true,
                 .text = tr_count(page, "{count} thing is past its first day.",
                                  "{count} things are past their first day.", late));
  if (going_on->id)
    put_actions(page, going_on, ACTIONS_OPEN_MAX);
  else
    ui_paragraph(page, .text = tr(page, N_("Nothing waits to be done.")));
  put_over(page, group);
  page_close(page);
}

/* ---- one of them ---- */

static void
put_ask(Page *page, const GroupAction *action)
{
  Request *r = page_request(page);
  const bool is_mine = action->owner_id == request_viewer(r)->member_id;
  const bool is_told = action->owner == ACTION_YES && strcmp(action->owner_way, "page") != 0;

  if (!is_mine || !action_is_going_on(action) || (action->owner == ACTION_YES && !is_told))
    return;
  ui_card_open(page,
               .title = is_told ? tr(page, N_("Somebody wrote down that you do this"))
                                : tr(page, N_("Can you do this?")),
               .title_level = 2, .is_warm = true, .picture = "question");
  ui_paragraph(page, .text = tr(page, N_("You can say no. Nobody asks why.")));
  ui_button_group_open(page);
  form_button(page, .action = action_path(r, action, "/mine"), .name = "yes", .value = "yes",
              .button = tr(page, N_("Yes, I do it")));
  form_button(page, .action = action_path(r, action, "/mine"), .name = "yes", .value = "no",
              .button = tr(page, N_("No, I cannot")), .is_secondary = true);
  ui_button_group_close(page);
  ui_card_close(page);
}

static const char *
way_in_words(Page *page, const char *way)
{
  for (const Choice *one = agenda_ways; one->value; one++)
    if (strcmp(one->value, way) == 0)
      return tr(page, one->label);
  return NULL;
}

static void
put_word(Page *page, const ActionWord *word)
{
  const GroupAction as_action = { .state = word->state, .done_at_us = word->done_at_us };
  const char *way = way_in_words(page, word->way);

  ui_picture_item_open(page, word->is_day ? "calendar" : "talk");
  if (word->is_day)
    ui_strong(page, tr_fill(page, N_("Another day: {day}. Before it was {was}."), "day",
                            group_day(page, word->due_us), "was", group_day(page, word->was_due_us),
                            NULL));
  else
    ui_strong(page, word->state == ACTION_OPEN ? tr(page, N_("It goes on"))
                                               : action_state_in_words(page, &as_action));
  if (*word->words)
    ui_person_lines(page, word->words);
  ui_paragraph(page, .is_quiet = true,
               .text = way ? tr_fill(page, N_("{way}. Written down on {day}."), "way", way, "day",
                                     group_day(page, word->written_at_us), NULL)
                           : tr_fill(page, N_("Written on {day}."), "day",
                                     group_day(page, word->written_at_us), NULL));
  ui_picture_item_close(page);
}

static void
put_words(Page *page, const GroupAction *action)
{
  Request *r = page_request(page);
  const ActionWord *words = actions_words(request_txn(r), request_arena(r), action->id);

  if (!words->id)
    return;
  ui_heading(page, 2, tr(page, N_("What was said of it")));
  ui_list_open(page, LIST_RULED);
  for (; words->id; words++)
    put_word(page, words);
  ui_list_close(page);
}

static void
put_ways(Page *page, const GroupAction *action)
{
  Request *r = page_request(page);
  const bool is_mine = action->owner_id == request_viewer(r)->member_id;
  const LeadOn rows[] = {
    { "talk", N_("Say how it went"), N_("Done, done in part, not done, and why."),
      action_path(r, action, "/told") },
    { "calendar", N_("Give it another day"), N_("The first day stays here to be seen."),
      action_path(r, action, "/day") },
    { "people", N_("Say who does it"), NULL, action_path(r, action, "/owner") },
  };

  if (action_is_going_on(action) && action->owner == ACTION_NOBODY)
    form_button(page, .action = action_path(r, action, "/owner"), .name = "who", .value = "me",
                .button = tr(page, N_("I do it")));
  ui_lead_on(page, rows, action_is_going_on(action) ? (int)G_N_ELEMENTS(rows) : 1);
  if (is_mine && action->owner == ACTION_YES && strcmp(action->owner_way, "page") == 0 &&
      action_is_going_on(action))
    form_button(page, .action = action_path(r, action, "/mine"), .name = "yes", .value = "no",
                .button = tr(page, N_("I cannot do it after all")), .is_secondary = true);
}

static void
put_fact(Page *page, const char *picture, const char *words)
{
  ui_picture_item_open(page, picture);
  ui_words(page, words);
  ui_picture_item_close(page);
}

static void
put_how_it_stands(Page *page, const GroupAction *action)
{
  Request *r = page_request(page);
  const Meeting meeting = { .id = action->meeting_id, .group_id = action->group_id };
  const char *state = action_state_in_words(page, action);
  const char *way = action->owner == ACTION_YES ? way_in_words(page, action->owner_way) : NULL;

  ui_list_open(page, LIST_RULED);
  put_fact(page, "person", owner_in_words(page, action));
  if (way)
    put_fact(page, "phone",
             tr_fill(page, N_("Their yes: {way}. Somebody else wrote it down."), "way", way, NULL));
  put_fact(page, "calendar", day_in_words(page, action));
  if (*state)
    put_fact(page, action->state == ACTION_DONE ? "tick" : "talk", state);
  if (action->meeting_id) {
    ui_picture_item_open(page, "file");
    ui_link(page, .text = tr(page, N_("The minutes in which it stands")),
            .href = meeting_path(r, &meeting, "/minutes"));
    ui_picture_item_close(page);
  }
  ui_list_close(page);
}

void
show_action(Request *r)
{
  const Group *group = NULL;
  const GroupAction *action = action_in_path(r, GROUP_TO_READ, &group);

  if (!action)
    return;

  Page *page =
      page_open(r, &(PageHead){ .title = action->words,
                                .lead = lang_text(request_lang(r), N_("What we said we would do")),
                                .picture = "hand",
                                .back = group_path(r, group, "/actions"),
                                .section = "/groups" });

  if (!group->is_closed)
    put_ask(page, action);
  put_how_it_stands(page, action);
  put_words(page, action);
  if (!group->is_closed)
    put_ways(page, action);
  page_close(page);
}

/* ---- elsewhere ---- */

/* Whatever is told later stands here too; agreed minutes themselves get no more of them. */
void
put_minutes_actions(Page *page, const Meeting *meeting, bool may_write)
{
  Request *r = page_request(page);
  const GroupAction *actions = actions_of_meeting(request_txn(r), request_arena(r), meeting->id);

  if (!actions->id && !may_write)
    return;
  ui_heading(page, 2, tr(page, N_("What we said we would do")));
  if (actions->id)
    put_actions(page, actions, 2 * ACTIONS_OPEN_MAX);
  if (may_write)
    put_group_link(page, "hand", tr(page, N_("Write down what will be done")),
                   meeting_path(r, meeting, "/actions/new"));
}

void
put_my_actions(Page *page)
{
  Request *r = page_request(page);
  const GroupAction *mine =
      actions_mine(request_txn(r), request_arena(r), request_viewer(r)->member_id, MINE_ON_START);

  if (!mine->id)
    return;
  ui_heading(page, 2, tr(page, N_("What you said you would do")));
  for (; mine->id; mine++) {
    ui_card_open(page, .title = mine->words, .title_href = action_path(r, mine, ""),
                 .title_level = 3, .picture = "hand");
    ui_paragraph(page,
                 .text = tr_fill(page, N_("By {day}"), "day", group_day(page, mine->due_us), NULL));
    ui_card_close(page);
  }
}

Waiting
action_card(Request *r, const WaitingRow *row)
{
  const Lang *lang = request_lang(r);
  const GroupAction action = { .id = row->id, .group_id = row->group_id };

  return (Waiting){ .title = lang_text(lang, N_("Your group asks if you can do something")),
                    .words = row->title,
                    .button = lang_text(lang, N_("Say if you can do it")),
                    .href = action_path(r, &action, ""),
                    .urgency = row->at_us < request_now_us(r) ? WAITS_LATE : WAITS_FOR_ME };
}

const Route actions_routes[] = {
  { "GET", "/groups/:group/actions", may_read_group, show_actions },
  { "GET", "/groups/:group/actions/:action", may_read_group, show_action },
  ROUTES_END,
};
