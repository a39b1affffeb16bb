/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who answers an idea, the answer, and telling its author where no mail does; what waits of ideas
 * on the start page. */
#include "decisions/ideas_pages.h"

#include "base/ids.h"
#include "groups/groups.h"
#include "groups/groups_pages.h"
#include "lang/lang.h"
#include "people/people_pages.h"

#include <string.h>

enum { TO_TELL_MOST = 50, JOINABLE_MOST = 50 };

/* ---- who answers ---- */

static const Question ask_questions[] = {
  { .name = "name",
    .kind = ASK_TEXT,
    .label = N_("Who do you want to ask?"),
    .hint = N_("Their name, as they are called here. They can say no."),
    .missing = N_("Enter a name"),
    .picture = "person",
    .is_needed = true },
  { .name = "due",
    .kind = ASK_DATE,
    .label = N_("By which day?"),
    .hint = N_("Leave it empty to keep the day that was promised."),
    .picture = "calendar" },
  QUESTIONS_END,
};

static const Choice *
groups_to_place(Arena *arena, void *data)
{
  return groups_to_ask(data, arena, 0, NULL);
}

static const Question place_questions[] = {
  { .name = "group",
    .kind = ASK_SELECT,
    .label = N_("Which group should answer?"),
    .missing = N_("Choose a group"),
    .picture = "people",
    .choices_from = groups_to_place,
    .is_needed = true },
  QUESTIONS_END,
};

/* Somebody in a group can be found for it. */
static const Idea *
idea_to_steer(Request *r)
{
  const Idea *idea = idea_in_path(r);

  if (!idea || (idea->may_steer && idea->asked_id))
    return idea;
  reply_not_found(r);
  return NULL;
}

static const Idea *
idea_to_place(Request *r)
{
  const Idea *idea = idea_in_path(r);

  if (!idea || idea->may_place)
    return idea;
  reply_not_found(r);
  return NULL;
}

static void
draw_ask(Request *r, const Idea *idea)
{
  Page *page = open_idea_page(r, idea, N_("Ask somebody to answer it"), NULL, "person");

  form_draw(page, .action = idea_path(r, idea->id, "/ask"), .questions = ask_questions,
            .button = tr(page, N_("Ask this person")));
  page_close(page);
}

static void
show_ask(Request *r)
{
  const Idea *idea = idea_to_steer(r);

  if (idea)
    draw_ask(r, idea);
}

static void
ask(Request *r)
{
  const Answers *answers = request_answers(r);
  const Idea *idea = idea_to_steer(r);

  if (!idea)
    return;
  if (questions_check(ask_questions, request_answers(r), r, request_refusals(r)))
    idea_ask_owner(request_txn(r), request_act(r), idea, answers_text(answers, "name"),
                   groups_day_end_us(answers_text(answers, "due"), request_time_zone(r)),
                   request_origin(r), request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_ask(r, idea);
  else
    reply_redirect_saying(r, idea_path(r, idea->id, ""), N_("They are asked"), NULL);
}

static void
draw_place(Request *r, const Idea *idea)
{
  Page *page = open_idea_page(r, idea, N_("Give it to a group"), NULL, "people");

  form_draw(page, .action = idea_path(r, idea->id, "/place"), .questions = place_questions,
            .data = r, .button = tr(page, N_("Give it to this group")));
  page_close(page);
}

static void
show_place(Request *r)
{
  const Idea *idea = idea_to_place(r);

  if (idea)
    draw_place(r, idea);
}

static void
place(Request *r)
{
  const Idea *idea = idea_to_place(r);
  int64_t group_id = 0;

  if (!idea)
    return;
  if (questions_check(place_questions, request_answers(r), r, request_refusals(r))) {
    id_from_text(answers_text(request_answers(r), "group"), &group_id);
    ideas_place(request_txn(r), request_act(r), idea, group_id, request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_place(r, idea);
  else
    reply_redirect_saying(r, idea_path(r, idea->id, ""), N_("The group has it now"), NULL);
}

static void
take_on(Request *r)
{
  const Idea *idea = idea_to_steer(r);

  if (!idea)
    return;
  idea_take_on(request_txn(r), request_act(r), idea);
  reply_redirect_saying(r, idea_path(r, idea->id, ""), N_("You write the answer"), NULL);
}

/* That the viewer is asked to answer, in one of these states. */
static const Idea *
idea_of_mine(Request *r, bool must_be_yes)
{
  const Idea *idea = idea_in_path(r);
  const bool is_asked =
      idea && idea->owner_id == request_viewer(r)->member_id && idea->outcome == IDEA_WAITS &&
      !idea->is_gone &&
      (idea->owner_state == OWNER_YES || (idea->owner_state == OWNER_ASKED && !must_be_yes));

  if (!idea || is_asked)
    return idea;
  reply_not_found(r);
  return NULL;
}

static void
agree(Request *r)
{
  const Idea *idea = idea_of_mine(r, false);

  if (!idea)
    return;
  idea_agree(request_txn(r), request_act(r), idea);
  reply_redirect_saying(r, idea_path(r, idea->id, ""), N_("You write the answer"), NULL);
}

static void
decline(Request *r)
{
  const Idea *idea = idea_of_mine(r, false);

  if (!idea)
    return;
  idea_decline(request_txn(r), request_act(r), idea);
  reply_redirect_saying(r, "/ideas", N_("Thank you for saying so. Somebody else is found"), NULL);
}

/* ---- the answer ---- */

static const Choice outcome_choices[] = {
  { .value = "adopted", .label = N_("Taken up") },
  { .value = "partly", .label = N_("Taken up in part") },
  { .value = "not", .label = N_("Not taken up") },
  { .value = "merged",
    .label = N_("Part of another idea"),
    .hint = N_("Where somebody has said much the same."),
    .shows = "into" },
  { .value = NULL },
};

/* Those that the group has, and the viewer may see. */
static const Choice *
ideas_to_join(Arena *arena, void *data)
{
  Request *r = data;
  const IdeaViewer viewer = idea_viewer(r);
  const int64_t self = request_id_in_path(r, "idea");
  const Idea *own = ideas_find(request_txn(r), arena, self, &viewer);
  const Idea *list = ideas_list(request_txn(r), arena, &viewer,
                                &(IdeaFilter){ .show = "all", .group_id = own ? own->asked_id : 0 },
                                0, JOINABLE_MOST);
  Choice *choices = arena_new_of(arena, Choice, JOINABLE_MOST + 2);
  int count = 0;

  choices[count++] =
      (Choice){ .value = "none", .label = lang_text(request_lang(r), N_("Choose an idea")) };
  for (; list->id; list++) {
    char id[ID_TEXT_SIZE];
    const char *line = arena_text_len(arena, list->words, strcspn(list->words, "\n"));

    if (list->id != self && list->outcome != IDEA_MERGED && !list->is_gone)
      choices[count++] =
          (Choice){ .value = arena_text(arena, id_to_text(list->id, id)),
                    .label =
                        g_utf8_strlen(line, -1) > 70
                            ? arena_format(arena, "%.*s…",
                                           (int)(g_utf8_offset_to_pointer(line, 70) - line), line)
                            : line };
  }
  return choices;
}

static const Question answer_questions[] = {
  { .name = "outcome",
    .kind = ASK_ONE_OF,
    .label = N_("What happens to the idea?"),
    .missing = N_("Choose what happens to the idea"),
    .picture = "idea",
    .choices = outcome_choices,
    .is_needed = true },
  { .name = "into",
    .kind = ASK_SELECT,
    .label = N_("Of which idea is it part now?"),
    .missing = N_("Choose the idea that it becomes part of"),
    .picture = "together",
    .choices_from = ideas_to_join,
    .shown_if = "outcome=merged",
    .is_needed = true },
  { .name = "because",
    .kind = ASK_LONG,
    .label = N_("Because …"),
    .hint = N_("Write to this person, in plain words. What was tried? What is in the way?"),
    .missing = N_("Write why. Nobody can do without a reason."),
    .picture = "talk",
    .max_length = IDEA_BECAUSE_MAX,
    .is_needed = true },
  QUESTIONS_END,
};

static void
draw_answer(Request *r, const Idea *idea)
{
  Page *page = open_idea_page(r, idea, N_("Answer this idea"), NULL, "write");

  if (g_utf8_strlen(idea->words, -1) > 120)
    ui_inset_text(page, .text = idea->words);
  if (idea->round == 2)
    ui_paragraph(page, .text = tr(page, N_("Another group has answered, and it did not answer them."
                                           " Your answer is the last one.")));
  form_draw(page, .action = idea_path(r, idea->id, "/answer"), .questions = answer_questions,
            .data = r, .button = tr(page, N_("Give this answer")));
  page_close(page);
}

static void
show_answer(Request *r)
{
  const Idea *idea = idea_of_mine(r, true);

  if (idea)
    draw_answer(r, idea);
}

static void
answer(Request *r)
{
  const Answers *answers = request_answers(r);
  const Idea *idea = idea_of_mine(r, true);

  if (!idea)
    return;
  if (questions_check(answer_questions, request_answers(r), r, request_refusals(r))) {
    IdeaAnswerWish wish = { .because = answers_text(answers, "because") };

    idea_outcome_from_name(answers_text(answers, "outcome"), &wish.outcome);
    id_from_text(answers_text(answers, "into"), &wish.into_id);
    idea_answer(request_txn(r), request_act(r), idea, &wish, request_origin(r),
                request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_answer(r, idea);
  else
    reply_redirect_saying(r, idea_path(r, idea->id, ""), N_("The idea is answered"), NULL);
}

/* ---- telling somebody whom no mail reaches ---- */

bool
idea_may_tell(Request *r, const Idea *idea, const IdeaAnswer *newest)
{
  const int64_t me = request_viewer(r)->member_id;

  if (idea->outcome == IDEA_WAITS || idea->is_own || !idea->author_id || *newest->reply)
    return false;
  if (idea->noted_by == me)
    return true;
  if (idea->is_nameless || newest->told_at_us)
    return false;
  return (idea->is_for_all && may_organise(r)) ||
         groups_may(request_txn(r), idea->asked_id, me, GROUP_TO_READ);
}

static const Choice said_choices[] = {
  { .value = "yes", .label = N_("It answers them") },
  { .value = "no", .label = N_("Not really") },
  { .value = "left", .label = N_("They leave it") },
  { .value = "nothing", .label = N_("They were told, and said nothing to it") },
  { .value = NULL },
};

static const Question said_questions[] = {
  { .name = "reply",
    .kind = ASK_ONE_OF,
    .label = N_("What do they say to it?"),
    .missing = N_("Choose one of the answers"),
    .picture = "question",
    .choices = said_choices,
    .is_needed = true },
  { .name = "words",
    .kind = ASK_LONG,
    .label = N_("In their words"),
    .hint = N_("Whoever reads the idea can read this. You can leave it empty."),
    .picture = "talk",
    .rows = 3,
    .max_length = IDEA_WORDS_MAX },
  QUESTIONS_END,
};

static const Idea *
idea_to_tell(Request *r)
{
  const Idea *idea = idea_in_path(r);

  if (!idea)
    return NULL;

  const IdeaAnswer *answers =
      idea_answers_of(request_txn(r), request_arena(r), idea->id, request_viewer(r)->member_id);

  if (answers->id && idea_may_tell(r, idea, answers[1].id ? &answers[1] : answers))
    return idea;
  reply_not_found(r);
  return NULL;
}

static void
draw_told(Request *r, const Idea *idea)
{
  Page *page = open_idea_page(r, idea, N_("Tell them what happened"), NULL, "megaphone");

  ui_paragraph(page,
               .text = tr_fill(page, N_("The idea is from {name}."), "name", idea->name, NULL));
  ui_paragraph(page, .text = tr(page, idea_outcome_words(idea->outcome)), .is_strong = true);
  ui_person_lines(page, idea->because);
  form_draw(page, .action = idea_path(r, idea->id, "/told"), .questions = said_questions,
            .button = tr(page, N_("Keep this")));
  page_close(page);
}

static void
show_told(Request *r)
{
  const Idea *idea = idea_to_tell(r);

  if (idea)
    draw_told(r, idea);
}

static void
keep_told(Request *r)
{
  const Answers *answers = request_answers(r);
  const Idea *idea = idea_to_tell(r);

  if (!idea)
    return;
  if (questions_check(said_questions, request_answers(r), r, request_refusals(r))) {
    const char *reply = answers_text(answers, "reply");
    Act act = *request_act(r);

    act.on_behalf_of = idea->author_id;
    if (strcmp(reply, "nothing") == 0)
      idea_note_told(request_txn(r), &act, idea);
    else
      idea_reply(request_txn(r), &act, idea, reply, answers_text(answers, "words"),
                 request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_told(r, idea);
  else
    reply_redirect_saying(r, idea_path(r, idea->id, ""), N_("It is kept"), NULL);
}

static const char *
reach_words(const char *reach)
{
  return strcmp(reach, "phone") == 0   ? N_("By telephone")
         : strcmp(reach, "post") == 0  ? N_("By post")
         : strcmp(reach, "email") == 0 ? N_("Mails to them come back")
                                       : N_("In person");
}

/* One person may have several: how the idea begins tells which link is which. */
static const char *
whose_idea(Arena *arena, const IdeaToTell *row)
{
  enum { LETTERS_SPOKEN = 80 };
  const long letters = MIN(g_utf8_strlen(row->words, -1), LETTERS_SPOKEN);
  g_autofree char *begins = g_utf8_substring(row->words, 0, letters);

  return arena_format(arena, "%s: %s", row->name, begins);
}

static void
show_to_tell(Request *r)
{
  const IdeaToTell *list = ideas_to_tell(request_txn(r), request_arena(r), TO_TELL_MOST);
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Who is still to be told")),
                      .lead = lang_text(request_lang(r), N_("Their ideas are answered, and no mail"
                                                            " reaches them.")),
                      .picture = "megaphone",
                      .back = "/ideas",
                      .section = "/ideas" });

  if (!list->idea_id)
    ui_paragraph(page, .text = tr(page, N_("Everybody was told.")));
  for (; list->idea_id; list++) {
    ui_card_open(page, .title = list->name, .title_level = 2, .picture = "person");
    ui_paragraph(page, .text = tr(page, reach_words(list->reach)));
    ui_person_lines(page, list->words);
    ui_paragraph_open(page);
    ui_link(page, .text = tr(page, N_("Read the answer, and tell them")),
            .href = idea_path(r, list->idea_id, "/told"),
            .spoken = whose_idea(request_arena(r), list), .is_large = true);
    ui_paragraph_close(page);
    ui_card_close(page);
  }
  page_close(page);
}

/* ---- what waits ---- */

/* In the order of IdeaWaits. */
static const struct {
  Waiting words; /* message ids */
  const char *rest;
} cards[] = {
  { { N_("Your idea was answered"), N_("Does it answer you?"), N_("Read the answer"), NULL,
      WAITS_FOR_ME },
    "" },
  { { N_("An idea was written down for you"), N_("Is it what you said?"),
      N_("Read what was written"), NULL, WAITS_FOR_ME },
    "" },
  { { N_("An idea like yours is a part of it now"), N_("Both get the same answer."),
      N_("Read both ideas"), NULL, WAITS_FOR_ME },
    "" },
  { { N_("The idea that yours is part of was answered"), N_("It is the answer to yours too."),
      N_("Read what it was answered"), NULL, WAITS_FOR_ME },
    "" },
  { { N_("Will you answer an idea?"), N_("You may say yes or no."), N_("Read the idea"), NULL,
      WAITS_FOR_ME },
    "" },
  { { N_("An idea waits for your answer"), N_("You said that you write it."), N_("Answer the idea"),
      NULL, WAITS_FOR_ME },
    "/answer" },
  { { N_("An idea came to your group"), N_("Anybody in the group can say who answers it."),
      N_("Choose who answers"), NULL, WAITS_FOR_US },
    "" },
  { { N_("An idea needs a group"), N_("Nobody answers it yet."), N_("Find a group for it"), NULL,
      WAITS_FOR_US },
    "" },
  { { N_("Somebody is to be told what happened to their idea"), N_("No mail reaches them."),
      N_("Who is still to be told"), NULL, WAITS_FOR_US },
    NULL },
};

Waiting
idea_card(Request *r, const WaitingRow *row)
{
  const Lang *lang = request_lang(r);

  if (row->kind < 0 || row->kind >= (int64_t)G_N_ELEMENTS(cards))
    return (Waiting){ .title = NULL };

  const Waiting *words = &cards[row->kind].words;
  const char *rest = cards[row->kind].rest;

  return (Waiting){ .title = lang_text(lang, words->title),
                    .words = lang_text(lang, words->words),
                    .button = lang_text(lang, words->button),
                    .href = rest ? idea_path(r, row->id, rest) : "/ideas/to-tell",
                    .urgency = row->at_us && row->at_us < request_now_us(r) ? WAITS_LATE
                                                                            : words->urgency };
}

const Route idea_answer_routes[] = {
  { "GET", "/ideas/to-tell", may_organise, show_to_tell },
  { "GET", "/ideas/:idea/ask", is_signed_in, show_ask },
  { "POST", "/ideas/:idea/ask", is_signed_in, ask, .per_minute = 20 },
  { "GET", "/ideas/:idea/place", is_signed_in, show_place },
  { "POST", "/ideas/:idea/place", is_signed_in, place },
  { "POST", "/ideas/:idea/take", is_signed_in, take_on },
  { "POST", "/ideas/:idea/yes", is_signed_in, agree },
  { "POST", "/ideas/:idea/no", is_signed_in, decline },
  { "GET", "/ideas/:idea/answer", is_signed_in, show_answer },
  { "POST", "/ideas/:idea/answer", is_signed_in, answer },
  { "GET", "/ideas/:idea/told", is_signed_in, show_told },
  { "POST", "/ideas/:idea/told", is_signed_in, keep_told },
  ROUTES_END,
};
