/* SPDX-License-Identifier: AGPL-3.0-or-later
 * When it gets hard: asking one person in private, their answer, and what the group learned. */
#include "meetings/hard_pages.h"

#include "base/ids.h"
#include "lang/lang.h"
#include "meetings/outside_pages.h"

#include <string.h>

enum { LEARNED_SEEN_MOST = LEARNED_MOST, MEETINGS_TO_LEAD = 8 };

/* ---- shared ---- */

static const char *
ask_path(Request *r, int64_t ask_id, const char *rest)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "/hard/%s%s", id_to_text(ask_id, id), rest);
}

static const char *
kind_in_words(Page *page, const char *kind)
{
  for (const Choice *one = hard_kinds; one->value; one++)
    if (strcmp(one->value, kind) == 0)
      return tr(page, one->label);
  return kind;
}

static const char *
to_in_words(Page *page, const HardAsk *ask)
{
  return *ask->to_name ? ask->to_name : tr(page, N_("a former member"));
}

static const char *
state_in_words(Page *page, const HardAsk *ask)
{
  if (ask->state == HARD_BACK)
    return tr(page, N_("Taken back"));
  if (ask->state == HARD_WAITING)
    return tr_fill(page, N_("You get an answer by {day}."), "day",
                   group_day(page, ask->answer_by_us), NULL);
  return tr_fill(page, N_("Answered on {day}"), "day", group_day(page, ask->answered_at_us), NULL);
}

/* ---- the page of a group ---- */

static void
put_mine(Page *page, const Group *group)
{
  Request *r = page_request(page);
  const HardAsk *asks =
      hard_mine(request_txn(r), request_arena(r), group->id, request_viewer(r)->member_id);

  if (!asks->id)
    return;
  ui_heading(page, 2, tr(page, N_("What you asked for")));
  ui_list_open(page, LIST_RULED);
  for (; asks->id; asks++) {
    ui_picture_item_open(page, "lock");
    ui_link(page, .text = kind_in_words(page, asks->kind),
            .spoken = group_day(page, asks->asked_at_us), .href = ask_path(r, asks->id, ""));
    ui_line_break(page);
    ui_words(page, tr_fill(page, N_("You asked {name}."), "name", to_in_words(page, asks), NULL));
    ui_line_break(page);
    ui_words(page, state_in_words(page, asks));
    ui_picture_item_close(page);
  }
  ui_list_close(page);
}

static void
put_learned(Page *page, const Group *group)
{
  Request *r = page_request(page);
  const Learned *texts = learned_list(request_txn(r), request_arena(r), group->id);

  ui_heading(page, 2, tr(page, N_("What we learned")));
  if (!texts->id)
    ui_paragraph(page, .text = tr(page, N_("Nothing is written yet.")));
  for (int i = 0; texts[i].id; i++) {
    if (i == 1)
      ui_paragraph(page, .is_strong = true,
                   .text = tr(page, N_("Two wrote at the same time. Both texts are kept:")));
    ui_person_lines(page, texts[i].words);
  }
  if (!group->is_closed)
    put_group_link(page, "write", tr(page, N_("Write what we learned")),
                   group_path(r, group, "/hard/learned"));
}

static void
show_hard(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_READ);

  if (!group)
    return;

  Page *page = open_group_page(r, group, N_("When it gets hard"),
                               N_("Being stuck or hurt is no fault. You can ask for help."));

  if (!group->is_closed) {
    ui_paragraph(page, .text = tr(page, N_("You choose one person. Nobody else hears of it.")));
    ui_button_link(page, .text = tr(page, N_("Ask for a pause, a talk or somebody from outside")),
                   .href = group_path(r, group, "/hard/ask"));
  }
  put_mine(page, group);
  put_learned(page, group);
  page_close(page);
}

/* ---- asking ---- */

/* "Garden, Thursday 26 November 2026", or the title alone; arena. */
static const char *
meeting_choice(Request *r, Arena *arena, const Meeting *meeting)
{
  if (!meeting->starts_at_us)
    return meeting->title;
  return arena_format(
      arena, "%s, %s", meeting->title,
      lang_date_in(arena, request_lang(r), meeting->starts_at_us, request_time_zone(r)));
}

/* Meetings to come, for somebody from outside; and none of them. */
static const Choice *
meetings_to_lead(Arena *arena, void *data)
{
  Request *r = data;
  const Meeting *coming = meetings_coming(request_txn(r), arena, request_id_in_path(r, "group"),
                                          request_now_us(r), MEETINGS_TO_LEAD);
  Choice *choices = arena_new_of(arena, Choice, MEETINGS_TO_LEAD + 2);
  int count = 0;

  for (; coming->id; coming++) {
    char id[ID_TEXT_SIZE];

    if (coming->state == MEETING_OFF ||
        (coming->starts_at_us && coming->starts_at_us <= request_now_us(r)))
      continue;
    choices[count++] = (Choice){ .value = arena_text(arena, id_to_text(coming->id, id)),
                                 .label = meeting_choice(r, arena, coming) };
  }
  choices[count] =
      (Choice){ .value = "none",
                .label = lang_text(request_lang(r), N_("No meeting that is planned")) };
  return choices;
}

static const Question ask_questions[] = {
  { .name = "kind",
    .kind = ASK_ONE_OF,
    .label = N_("What would help?"),
    .missing = N_("Choose what would help"),
    .picture = "heart",
    .choices = hard_kinds,
    .is_needed = true },
  { .name = "to",
    .kind = ASK_ONE_OF,
    .label = N_("Whom do you ask?"),
    .hint = N_("Is it about one of them? Then choose another, or an organiser."),
    .missing = N_("Choose whom you ask"),
    .picture = "person",
    .choices_from = people_to_ask,
    .is_needed = true },
  { .name = "meeting",
    .kind = ASK_ONE_OF,
    .label = N_("Which meeting should somebody from outside lead?"),
    .hint = N_("The group reads that somebody asked, and the answer. Nobody is told who, not even"
               " the person you ask."),
    .missing = N_("Choose a meeting"),
    .picture = "calendar",
    .choices_from = meetings_to_lead,
    .shown_if = "kind=facilitator",
    .is_needed = true },
  { .name = "words",
    .kind = ASK_LONG,
    .label = N_("What do you want to say about it?"),
    .hint = N_("You can leave it empty. Only the person you choose reads it."),
    .picture = "lock",
    .rows = 5,
    .max_length = HARD_ASK_WORDS_MAX },
  QUESTIONS_END,
};

static void
draw_ask(Request *r, const Group *group)
{
  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Ask in private")),
                                         .lead = group->name,
                                         .picture = "lock",
                                         .back = group_path(r, group, "/hard"),
                                         .section = "/groups" });

  form_draw(page, .action = group_path(r, group, "/hard/ask"), .questions = ask_questions,
            .data = r, .button = tr(page, N_("Ask this person")));
  page_close(page);
}

static void
show_ask(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);

  if (group)
    draw_ask(r, group);
}

/* The meeting that somebody from outside should lead; NULL: none is meant. */
static const Meeting *
meeting_to_lead(Request *r, const Group *group)
{
  const Answers *answers = request_answers(r);
  int64_t meeting_id = 0;

  if (strcmp(answers_text(answers, "kind"), "facilitator") != 0 ||
      !id_from_text(answers_text(answers, "meeting"), &meeting_id))
    return NULL;
  return meetings_find(request_txn(r), request_arena(r), group->id, meeting_id);
}

static void
ask(Request *r)
{
  const Answers *answers = request_answers(r);
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);
  const Meeting *meeting = NULL;
  int64_t to_id = 0;

  if (!group)
    return;
  if (questions_check(ask_questions, request_answers(r), r, request_refusals(r))) {
    meeting = meeting_to_lead(r, group);
    if (!id_from_text(answers_text(answers, "to"), &to_id))
      to_id = 0;
  }
  if (meeting)
    outside_ask(request_txn(r), request_act(r), meeting,
                &(OutsideWish){ to_id, answers_text(answers, "words"), .is_private = true },
                request_refusals(r));
  else if (refusals_count(request_refusals(r)) == 0)
    hard_ask(request_txn(r), request_act(r), group->id,
             &(HardWish){ .kind = answers_text(answers, "kind"),
                          .words = answers_text(answers, "words"),
                          .to_id = to_id },
             request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_ask(r, group);
  else if (meeting)
    reply_redirect_saying(r, meeting_path(r, meeting, "/agenda"),
                          N_("It is asked. The answer stands on the agenda"), NULL);
  else
    reply_redirect_saying(r, group_path(r, group, "/hard"),
                          N_("They are asked. Nobody else hears of it"), NULL);
}

/* ---- one ask: between two people ---- */

static const Question answer_questions[] = {
  { .name = "answer",
    .kind = ASK_LONG,
    .label = N_("What do you answer?"),
    .hint = N_("Only they read it. Say what you will do, and when."),
    .missing = N_("Write an answer"),
    .picture = "write",
    .rows = 5,
    .max_length = HARD_ASK_WORDS_MAX,
    .is_needed = true },
  QUESTIONS_END,
};

/* The ask of ":ask", for the two people only; NULL: "not found" was answered. */
static const HardAsk *
ask_in_path(Request *r)
{
  const HardAsk *found = hard_find(request_txn(r), request_arena(r), request_id_in_path(r, "ask"),
                                   request_viewer(r)->member_id);

  if (!found && !txn_trouble(request_txn(r)))
    reply_not_found(r);
  return found;
}

static void
put_for_asker(Page *page, const HardAsk *one)
{
  Request *r = page_request(page);

  ui_paragraph(
      page, .text = tr_fill(page, N_("You asked {name}."), "name", to_in_words(page, one), NULL));
  ui_paragraph(page, .text = state_in_words(page, one), .is_strong = true);
  if (one->state == HARD_WAITING && one->answer_by_us < request_now_us(r))
    ui_paragraph(page, .text = tr(page, N_("This day is over. You can take it back, and ask"
                                           " somebody else.")));
  if (one->state == HARD_WAITING)
    form_button(page, .action = ask_path(r, one->id, "/back"),
                .button = tr(page, N_("Take this back")), .is_secondary = true);
  if (one->state == HARD_ANSWERED)
    form_button(page, .action = ask_path(r, one->id, "/read"),
                .button = tr(page, N_("I have read it")));
}

static void
put_for_asked(Page *page, const HardAsk *one)
{
  Request *r = page_request(page);

  if (one->state != HARD_WAITING)
    return;
  ui_paragraph(page, .text = tr_fill(page, N_("They were promised an answer by {day}."), "day",
                                     group_day(page, one->answer_by_us), NULL));
  form_draw(page, .action = ask_path(r, one->id, ""), .questions = answer_questions,
            .button = tr(page, N_("Send the answer")));
}

static void
draw_one(Request *r, const HardAsk *one)
{
  const bool is_mine = one->member_id == request_viewer(r)->member_id;
  const Group group = { .id = one->group_id };
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Asked in private")),
                                .lead = one->group_name,
                                .picture = "lock",
                                .back = is_mine ? group_path(r, &group, "/hard") : "/",
                                .section = "/groups" });

  if (!is_mine)
    ui_paragraph(page, .text = tr_fill(page, N_("{name} asks you. Nobody else hears of it."),
                                       "name", one->name, NULL));
  ui_paragraph(page, .text = kind_in_words(page, one->kind), .is_strong = true);
  if (*one->words)
    ui_person_lines(page, one->words);
  if (*one->answer) {
    ui_heading(page, 2, tr(page, N_("The answer")));
    ui_person_lines(page, one->answer);
  }
  if (is_mine)
    put_for_asker(page, one);
  else
    put_for_asked(page, one);
  page_close(page);
}

static void
show_one(Request *r)
{
  const HardAsk *one = ask_in_path(r);

  if (one)
    draw_one(r, one);
}

static void
answer(Request *r)
{
  const HardAsk *one = ask_in_path(r);

  if (!one)
    return;
  if (questions_check(answer_questions, request_answers(r), r, request_refusals(r)))
    hard_answer(request_txn(r), request_act(r), one, answers_text(request_answers(r), "answer"),
                request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_one(r, one);
  else
    reply_redirect_saying(r, ask_path(r, one->id, ""), N_("Thank you. They see your answer"), NULL);
}

static void
take_back(Request *r)
{
  const HardAsk *one = ask_in_path(r);

  if (!one)
    return;
  hard_take_back(request_txn(r), request_act(r), one);
  reply_redirect_saying(r, ask_path(r, one->id, ""), N_("It is taken back"), NULL);
}

static void
mark_read(Request *r)
{
  const HardAsk *one = ask_in_path(r);

  if (!one)
    return;
  hard_mark_read(request_txn(r), request_act(r), one);
  reply_redirect_saying(r, ask_path(r, one->id, ""), N_("It is kept"), NULL);
}

Waiting
hard_card(Request *r, const WaitingRow *row)
{
  const Lang *lang = request_lang(r);

  if (row->kind)
    return (Waiting){ .title = lang_text(lang, N_("What you asked in private is answered")),
                      .button = lang_text(lang, N_("Read the private answer")),
                      .href = ask_path(r, row->id, ""),
                      .urgency = WAITS_FOR_ME };
  return (Waiting){ .title = lang_text(lang, N_("Somebody asks you in private")),
                    .words = lang_text(lang, N_("It is hard for them in a group.")),
                    .button = lang_text(lang, N_("Read it and help")),
                    .href = ask_path(r, row->id, ""),
                    .urgency = WAITS_FOR_ME };
}

/* ---- what we learned ---- */

static const Question learned_questions[] = {
  { .name = "words",
    .kind = ASK_LONG,
    .label = N_("What did we learn?"),
    .hint = N_("Write it together, without names. It says what helps, not who was at fault."),
    .missing = N_("Write what you learned"),
    .picture = "idea",
    .rows = 8,
    .max_length = LEARNED_WORDS_MAX,
    .is_needed = true },
  QUESTIONS_END,
};

static void
draw_learned(Request *r, const Group *group)
{
  const Learned *texts = learned_list(request_txn(r), request_arena(r), group->id);
  g_autoptr(GString) seen = g_string_new("");
  const char *words = "";

  for (int i = 0; texts[i].id; i++) {
    char id[ID_TEXT_SIZE];

    g_string_append_printf(seen, "%s%s", i ? "," : "", id_to_text(texts[i].id, id));
    words = arena_format(request_arena(r), "%s%s%s", words, *words ? "\n\n" : "", texts[i].words);
  }
  if (!request_is_post(r))
    answers_set(request_answers(r), "words", words);

  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Write what we learned")),
                                .lead = group->name,
                                .picture = "idea",
                                .back = group_path(r, group, "/hard"),
                                .section = "/groups" });

  form_open(page, group_path(r, group, "/hard/learned"));
  form_hidden(page, "_seen",
              request_is_post(r) ? answers_text(request_answers(r), "_seen") : seen->str);
  form_questions(page, learned_questions, r);
  form_close(page, tr(page, N_("Keep this")));
  page_close(page);
}

static void
show_learned(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);

  if (group)
    draw_learned(r, group);
}

static void
write_learned(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);
  int64_t seen[LEARNED_SEEN_MOST];
  int count = 0;

  if (!group)
    return;
  if (questions_check(learned_questions, request_answers(r), r, request_refusals(r))) {
    g_auto(GStrv) parts =
        g_strsplit(answers_text(request_answers(r), "_seen"), ",", LEARNED_SEEN_MOST);

    for (int i = 0; parts[i] && count < LEARNED_SEEN_MOST; i++)
      if (id_from_text(parts[i], &seen[count]))
        count++;
    learned_write(request_txn(r), request_act(r), group->id,
                  answers_text(request_answers(r), "words"), seen, count, request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_learned(r, group);
  else
    reply_redirect_saying(r, group_path(r, group, "/hard"), N_("It is kept"), NULL);
}

const Route hard_routes[] = {
  { "GET", "/groups/:group/hard", may_read_group, show_hard },
  { "GET", "/groups/:group/hard/ask", may_change_group, show_ask },
  { "POST", "/groups/:group/hard/ask", may_change_group, ask, .per_minute = 20 },
  { "GET", "/groups/:group/hard/learned", may_change_group, show_learned },
  { "POST", "/groups/:group/hard/learned", may_change_group, write_learned },
  { "GET", "/hard/:ask", is_signed_in, show_one },
  { "POST", "/hard/:ask", is_signed_in, answer },
  { "POST", "/hard/:ask/back", is_signed_in, take_back },
  { "POST", "/hard/:ask/read", is_signed_in, mark_read },
  ROUTES_END,
};
