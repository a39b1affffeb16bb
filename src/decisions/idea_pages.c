/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One idea: what was said, what it was answered and why, what its author says to that. What its
 * author can do is idea_author_pages.c, who answers idea_answer_pages.c. */
#include "decisions/idea_heard.h"
#include "decisions/ideas_pages.h"

#include "base/ids.h"
#include "decisions/record_pages.h"
#include "groups/groups.h"
#include "groups/groups_pages.h"
#include "lang/lang.h"
#include "people/apart.h"
#include "people/people_pages.h"

#include <string.h>

const Idea *
idea_in_path(Request *r)
{
  const IdeaViewer viewer = idea_viewer(r);
  const Idea *idea =
      ideas_find(request_txn(r), request_arena(r), request_id_in_path(r, "idea"), &viewer);

  if (!idea && !txn_trouble(request_txn(r)))
    reply_not_found(r);
  return idea;
}

Page *
open_idea_page(Request *r, const Idea *idea, const char *title, const char *lead,
               const char *picture)
{
  const char *begin = g_utf8_strlen(idea->words, -1) > 120 ? NULL : idea->words;

  return page_open(r, &(PageHead){ .title = lang_text(request_lang(r), title),
                                   .lead = lead ? lang_text(request_lang(r), lead) : begin,
                                   .picture = picture,
                                   .back = idea_path(r, idea->id, ""),
                                   .section = "/ideas" });
}

/* ---- the page ---- */

static void
put_words(Page *page, const Idea *idea, const char *title)
{
  if (idea->is_gone || strcmp(title, idea->words) == 0)
    return;
  ui_card_open(page, .title = tr(page, N_("The whole idea")), .title_level = 2, .picture = "idea");
  ui_person_lines(page, idea->words);
  ui_card_close(page);
}

static void
put_noted(Page *page, const Idea *idea)
{
  const char *label = choice_label(idea_way_choices, idea->way);

  if (!idea->noted_name && strcmp(idea->way, "mail") == 0)
    ui_paragraph(page, .text = tr(page, N_("It came by mail.")));
  if (!idea->noted_name && !idea->is_theirs && !idea->is_own)
    ui_paragraph(page, .text = tr(page, N_("They have not said yet whether this is what they"
                                           " meant.")));
  if (!idea->noted_name)
    return;
  ui_paragraph(
      page, .text = tr_fill(page, N_("Written down for them by {name}."), "name",
                            *idea->noted_name ? idea->noted_name : tr(page, N_("a former member")),
                            NULL));
  if (label)
    ui_paragraph(page, .text = tr_fill(page, N_("It came: {way}."), "way", tr(page, label), NULL));
  if (!idea->is_theirs && !idea->is_own)
    ui_paragraph(page, .text = tr(page, N_("They have not said yet whether this is what they"
                                           " meant.")));
}

/* In the open: whoever may read the name reads who helped. */
static void
put_helped(Page *page, const Idea *idea)
{
  if (!idea->helped_name)
    return;
  ui_paragraph(page, .text = tr_fill(page,
                                     idea->is_own && !idea_is_helped(page_request(page))
                                         ? N_("{name} helped you to share it.")
                                         : N_("{name} helped them to share it."),
                                     "name",
                                     *idea->helped_name ? idea->helped_name
                                                        : tr(page, N_("a former member")),
                                     NULL));
}

static void
put_who_wrote(Page *page, const Idea *idea)
{
  if (!idea->noted_name)
    ui_paragraph(page, .text = tr(page, N_("It came by mail, from your address.")));
  else
    ui_paragraph(page, .text = tr_fill(page, N_("{name} wrote it down for you."), "name",
                                       *idea->noted_name ? idea->noted_name
                                                         : tr(page, N_("a former member")),
                                       NULL));
}

static void
put_confirm(Page *page, const Idea *idea)
{
  Request *r = page_request(page);

  if (!idea->is_own || idea->is_theirs || idea->is_gone)
    return;
  ui_card_open(page, .title = tr(page, N_("Is this what you said?")), .title_level = 2,
               .is_warm = true, .picture = "question");
  put_who_wrote(page, idea);
  ui_button_group_open(page);
  if (idea_is_heard(idea))
    ui_button_link(page, .text = tr(page, N_("Yes, I said this")),
                   .href = idea_path(r, idea->id, "/mine"));
  else
    form_button(page, .action = idea_path(r, idea->id, "/right"),
                .button = tr(page, N_("Yes, this is my idea")));
  ui_button_link(page, .text = tr(page, N_("No, take it away")), .is_secondary = true,
                 .href = idea_path(r, idea->id, "/take-back"));
  ui_button_group_close(page);
  ui_card_close(page);
}

static void
put_reply_said(Page *page, const Idea *idea, const IdeaAnswer *answer)
{
  const char *said = strcmp(answer->reply, "yes") == 0  ? N_("Does it answer them? Yes.")
                     : strcmp(answer->reply, "no") == 0 ? N_("Does it answer them? Not really.")
                     : strcmp(answer->reply, "left") == 0
                         ? N_("Does it answer them? They leave it.")
                         : N_("Does it answer them? Not answered.");

  if (idea->author_id == 0 && idea->name && !*answer->reply)
    return; /* there is nobody left to say so */
  ui_paragraph(page, .text = tr(page, said));
  if (*answer->reply_words)
    ui_person_lines(page, answer->reply_words);
}

static void
put_answer(Page *page, const Idea *idea, const IdeaAnswer *answer)
{
  Request *r = page_request(page);
  const int64_t alike = idea_answers_alike(request_txn(r), idea->id, answer->because);

  ui_card_open(page, .title = tr(page, idea_outcome_words(answer->outcome)), .title_level = 2,
               .picture = idea_outcome_picture(answer->outcome));
  if (answer->outcome == IDEA_MERGED && idea->into_id)
    ui_button_link(page, .text = tr(page, N_("Read that idea")), .is_secondary = true,
                   .href = idea_path(r, idea->into_id, ""));
  ui_paragraph(page, .text = tr(page, N_("Because:")), .is_strong = true);
  ui_person_lines(page, answer->because);
  ui_list_open(page, LIST_FACTS);
  if (*answer->group_name)
    ui_list_item(page, tr_fill(page, N_("Answer from {group}"), "group", answer->group_name, NULL));
  ui_list_item(page, idea_day(page, answer->made_at_us));
  if (answer->made_at_us > answer->due_us)
    ui_list_item(
        page, tr_fill(page, N_("Promised by {day}"), "day", idea_day(page, answer->due_us), NULL));
  ui_list_close(page);
  if (alike > 0)
    ui_paragraph(page,
                 .text = tr_count(page, "{count} other idea got the same words as an answer.",
                                  "{count} other ideas got the same words as an answer.", alike));
  put_reply_said(page, idea, answer);
  ui_card_close(page);
}

/* Whose name is shown to somebody who keeps away from them: neither is told, so the group stands
 * there. */
static bool
owner_is_told(Request *r, const Idea *idea)
{
  return *idea->owner_name && !(idea->is_own && people_are_apart(request_txn(r), idea->owner_id,
                                                                 request_viewer(r)->member_id));
}

static void
put_waiting(Page *page, const Idea *idea)
{
  Request *r = page_request(page);
  const char *who = idea->owner_state == OWNER_YES     ? N_("{name} writes the answer.")
                    : idea->owner_state == OWNER_ASKED ? N_("{name} was asked to write the answer.")
                                                       : NULL;

  ui_card_open(page,
               .title = idea->is_late
                            ? tr_fill(page, N_("Waiting for an answer since {day}"), "day",
                                      idea_day(page, idea->first_due_us - IDEA_ANSWER_US), NULL)
                            : tr(page, N_("Waiting for an answer")),
               .title_level = 2, .picture = "clock");
  if (*idea->asked_name)
    ui_paragraph(page,
                 .text = tr_fill(page,
                                 idea->is_late ? N_("{group} owes an answer. It was promised by"
                                                    " {day}.")
                                               : N_("{group} answers by {day}."),
                                 "group", idea->asked_name, "day",
                                 idea_day(page, idea->is_late ? idea->first_due_us : idea->due_us),
                                 NULL));
  else if (!idea->asked_id)
    ui_paragraph(page, .text = tr(page, N_("An organiser finds a group for it.")));
  if (who && owner_is_told(r, idea))
    ui_paragraph(page, .text = tr_fill(page, who, "name", idea->owner_name, NULL));
  else if (!who && idea->asked_id)
    ui_paragraph(page, .text = tr(page, N_("Nobody in particular has it yet.")));
  if (idea->round == 2)
    ui_paragraph(page, .text = tr(page, N_("This is the second time of asking. The next answer is"
                                           " the last one.")));
  ui_card_close(page);
}

static void
put_merged(Page *page, const Idea *idea, const Idea *merged)
{
  Request *r = page_request(page);

  if (!merged->id)
    return;
  ui_heading(page, 2, tr(page, N_("Ideas that are part of this one")));
  ui_list_open(page, LIST_RULED);
  for (; merged->id; merged++) {
    ui_picture_item_open(page, "idea");
    ui_link(page, .text = idea_begin(page, merged), .href = idea_path(r, merged->id, ""),
            .is_large = true);
    ui_picture_item_close(page);
  }
  ui_list_close(page);
  if (!idea_is_helped(r) && idea_has_news(request_txn(r), idea->id, request_viewer(r)->member_id))
    form_button(page, .action = idea_path(r, idea->id, "/read"),
                .button = tr(page, N_("I have read it")), .is_secondary = true);
}

/* Decisions that came of it, of groups that the viewer may know of; and writing one down. */
static void
put_decisions(Page *page, const Idea *idea)
{
  Request *r = page_request(page);
  const bool is_taken_up = idea->outcome == IDEA_ADOPTED || idea->outcome == IDEA_PARTLY;
  const Group group = { .id = idea->asked_id };
  char id[ID_TEXT_SIZE];

  if (!is_taken_up || !*idea->asked_name)
    return;
  for (const Decision *one = decisions_of_idea(request_txn(r), request_arena(r), idea->id); one->id;
       one++)
    if (one->group_id == idea->asked_id)
      put_group_link(
          page, "vote",
          tr_fill(page, N_("Decided: {words}"), "words", decision_begin(page, one), NULL),
          decision_path(r, one, ""));
  if (groups_may(request_txn(r), idea->asked_id, request_viewer(r)->member_id, GROUP_TO_CHANGE))
    put_group_link(page, "write", tr(page, N_("Write down what was decided about it")),
                   arena_format(request_arena(r), "%s?idea=%s",
                                group_path(r, &group, "/decisions/new"), id_to_text(idea->id, id)));
}

/* ---- what can be done ---- */

static void
put_owner_actions(Page *page, const Idea *idea)
{
  Request *r = page_request(page);
  const bool is_mine = idea->owner_id == request_viewer(r)->member_id &&
                       idea->outcome == IDEA_WAITS && !idea->is_gone;

  if (!is_mine || idea->owner_state == OWNER_NO || idea->owner_state == OWNER_NONE)
    return;
  ui_card_open(page,
               .title = idea->owner_state == OWNER_YES ? tr(page, N_("You write the answer"))
                                                       : tr(page, N_("Will you answer this idea?")),
               .title_level = 2, .is_warm = true, .picture = "write");
  ui_paragraph(page, .text = tr_fill(page, N_("By {day}. You can say no, and nobody asks why."),
                                     "day", idea_day(page, idea->due_us), NULL));
  ui_button_group_open(page);
  if (idea->owner_state == OWNER_YES)
    ui_button_link(page, .text = tr(page, N_("Answer it")),
                   .href = idea_path(r, idea->id, "/answer"));
  else
    form_button(page, .action = idea_path(r, idea->id, "/yes"),
                .button = tr(page, N_("Yes, I will")));
  form_button(page, .action = idea_path(r, idea->id, "/no"),
              .button = tr(page, N_("No, somebody else")), .is_secondary = true);
  ui_button_group_close(page);
  ui_card_close(page);
}

static void
put_steering(Page *page, const Idea *idea)
{
  Request *r = page_request(page);
  const bool is_mine = idea->owner_id == request_viewer(r)->member_id &&
                       (idea->owner_state == OWNER_YES || idea->owner_state == OWNER_ASKED);

  if (!idea->may_steer)
    return;
  ui_heading(page, 2, tr(page, N_("Who answers it?")));
  if (idea->may_place)
    put_group_link(page, "people", tr(page, N_("Give it to a group")),
                   idea_path(r, idea->id, "/place"));
  if (!idea->asked_id)
    return;
  put_group_link(page, "person", tr(page, N_("Ask somebody to answer it")),
                 idea_path(r, idea->id, "/ask"));
  if (!is_mine)
    form_button(page, .action = idea_path(r, idea->id, "/take"),
                .button = tr(page, N_("I will answer it")), .is_secondary = true);
}

static void
put_own_actions(Page *page, const Idea *idea, const IdeaAnswer *answers)
{
  Request *r = page_request(page);

  if (!idea->is_own || idea->is_gone)
    return;
  if (idea_may_appeal(idea, answers))
    put_group_link(page, "people", tr(page, N_("Ask another group, once")),
                   idea_path(r, idea->id, "/appeal"));
  if (idea->is_theirs)
    put_group_link(page, "go-back", tr(page, N_("Take your idea back")),
                   idea_path(r, idea->id, "/take-back"));
}

static void
put_ways(Page *page, const Idea *idea, const IdeaAnswer *answers, const IdeaAnswer *newest)
{
  Request *r = page_request(page);

  put_steering(page, idea);
  put_own_actions(page, idea, answers);
  if (idea_may_tell(r, idea, newest))
    put_group_link(page, "megaphone", tr(page, N_("Tell them what happened, and what they say")),
                   idea_path(r, idea->id, "/told"));
}

static void
show_idea(Request *r)
{
  const Idea *idea = idea_in_path(r);

  if (!idea)
    return;

  const IdeaViewer viewer = idea_viewer(r);
  const IdeaAnswer *answers =
      idea_answers_of(request_txn(r), request_arena(r), idea->id, viewer.member_id);
  const Idea *merged = ideas_merged_into(request_txn(r), request_arena(r), idea->id, &viewer);
  const char *title = g_utf8_strlen(idea->words, -1) > 120 || strchr(idea->words, '\n')
                          ? lang_text(request_lang(r), N_("An idea"))
                          : idea->words;
  const IdeaAnswer *newest = answers->id && answers[1].id ? &answers[1] : answers;

  if (idea->is_gone)
    title = lang_text(request_lang(r), N_("This idea was taken back"));

  Page *page = page_open(
      r, &(PageHead){ .title = title, .picture = "idea", .back = "/ideas", .section = "/ideas" });

  put_idea_facts(page, idea);
  put_noted(page, idea);
  put_helped(page, idea);
  put_words(page, idea, title);
  if (!idea_is_helped(r)) {
    put_confirm(page, idea);
    put_owner_actions(page, idea);
  }
  for (const IdeaAnswer *answer = answers; answer->id; answer++)
    put_answer(page, idea, answer);
  put_idea_reply_form(page, idea, newest);
  if (idea->outcome == IDEA_WAITS && !idea->is_gone)
    put_waiting(page, idea);
  put_merged(page, idea, merged);
  if (!idea_is_helped(r)) {
    put_decisions(page, idea);
    put_ways(page, idea, answers, newest);
  }
  page_close(page);
}

const Route idea_routes[] = {
  { "GET", "/ideas/:idea", is_signed_in, show_idea,
    .supporter = { SUPPORT_SEE, AREA_IDEAS, N_("Read an idea") } },
  ROUTES_END,
};
