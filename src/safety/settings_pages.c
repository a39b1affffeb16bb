/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Keeping people safe, for organisers: who reads worries (two organisers set them), and the numbers
 * that "I am worried" shows. */
#include "safety/safety_pages.h"

#include "people/people_pages.h"
#include "people/ways.h"
#include "safety/safety.h"
#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

/* ---- who reads worries ---- */

static const Choice else_choices[] = {
  { .value = "organisers", .label = N_("Organisers whom it is not about") },
  { .value = "nobody", .label = N_("Nobody, until others are named") },
  { .value = NULL },
};

static const Question people_questions[] = {
  { .name = "name",
    .kind = ASK_TEXT,
    .label = N_("Who can people talk to when they are worried?"),
    .hint = N_("Write the name as it stands in People. Then they can read worries here. Somebody"
               " from outside can only be called."),
    .missing = N_("Enter the name of somebody people can talk to"),
    .picture = "talk",
    .is_needed = true },
  { .name = "phone",
    .kind = ASK_PHONE,
    .label = N_("Their phone number"),
    .missing = N_("Enter the phone number of that person"),
    .picture = "phone",
    .is_needed = true },
  { .name = "other_name",
    .kind = ASK_TEXT,
    .label = N_("Who is the second person?"),
    .hint = N_("They read it when it is about the first one, or when the first one is away."),
    .picture = "people" },
  { .name = "other_phone",
    .kind = ASK_PHONE,
    .label = N_("The second person's phone number"),
    .picture = "phone" },
  { .name = "answer_days",
    .kind = ASK_NUMBER,
    .label = N_("Within how many days do people hear back?"),
    .missing = N_("Enter a number of days from 1 to 28"),
    .picture = "calendar",
    .min = 1,
    .max = ANSWER_DAYS_MAX,
    .is_needed = true },
  { .name = "else_to",
    .kind = ASK_ONE_OF,
    .label = N_("Who reads a worry when neither of the two may?"),
    .missing = N_("Choose who reads it then"),
    .picture = "lock",
    .choices = else_choices,
    .is_needed = true },
  QUESTIONS_END,
};

static void
put_person(Page *page, const SafetyPerson *one, bool is_first)
{
  if (!*one->name) {
    ui_list_item(page, is_first ? tr(page, N_("Nobody is named yet."))
                                : tr(page, N_("Nobody is named as the second person yet.")));
    return;
  }

  const bool can_open = one->is_here && ways_has_own(request_txn(page_request(page)), one->id);

  ui_list_item_open(page);
  if (*one->phone)
    ui_words_to_call(page, tr_fill(page,
                                   can_open ? N_("{name}, {phone}: reads worries here.")
                                            : N_("{name}, {phone}: can be called."),
                                   "name", one->name, "phone", one->phone, NULL));
  else
    ui_words(page, can_open
                       ? tr_fill(page, N_("{name}: reads worries here."), "name", one->name, NULL)
                       : one->name);
  if (one->is_here && !can_open) {
    ui_line_break(page);
    ui_words(page, tr_fill(page,
                           N_("Worries go to {name}, who cannot open them yet. For that {name}"
                              " needs an e-mail address here, or a passkey of their own."),
                           "name", one->name, NULL));
  }
  ui_list_item_close(page);
}

static void
put_wish(Page *page, const SafetyProposal *proposal)
{
  const SafetyWish *wish = &proposal->wish;
  g_autofree char *days = g_strdup_printf("%d", wish->answer_days);
  const SummaryRow rows[] = {
    { .key.text = tr(page, N_("First person")),
      .value.text =
          tr_fill(page, "{name}, {phone}", "name", wish->name, "phone", wish->phone, NULL) },
    { .key.text = tr(page, N_("Second person")),
      .value.text = *wish->other_name ? tr_fill(page, "{name}, {phone}", "name", wish->other_name,
                                                "phone", wish->other_phone, NULL)
                                      : tr(page, N_("None")) },
    { .key.text = tr(page, N_("Days until people hear back")), .value.text = days },
    { .key.text = tr(page, N_("When neither may read it")),
      .value.text = tr(page, else_choices[wish->is_else_organisers ? 0 : 1].label) },
  };

  ui_summary_list(page, .rows = rows, .count = G_N_ELEMENTS(rows));
}

static void
put_proposal(Page *page)
{
  Request *r = page_request(page);
  const SafetyProposal *proposal = safety_find_proposal(request_txn(r), request_arena(r));

  if (!proposal)
    return;

  const bool is_mine = proposal->by_member_id == request_viewer(r)->member_id;

  ui_heading(page, 2, tr(page, N_("Proposed, not in force yet")));
  put_wish(page, proposal);
  if (is_mine)
    ui_paragraph(page, .text = tr(page, N_("You proposed this. Another organiser must agree.")));
  form_open(page, "/safety/people/decide");
  form_hidden(page, "made",
              arena_format(request_arena(r), "%" G_GINT64_FORMAT, (gint64)proposal->made_at_us));
  ui_button_group_open(page);
  if (!is_mine)
    ui_button(page, .text = tr(page, N_("I agree")), .name = "decision", .value = "yes");
  ui_button(page, .text = is_mine ? tr(page, N_("Take it back")) : tr(page, N_("I do not agree")),
            .name = "decision", .value = "no", .is_secondary = true);
  ui_button_group_close(page);
  form_close(page, NULL);
}

static void
show_safety(Request *r)
{
  const SafetyReaders *readers = safety_find_readers(request_txn(r), request_arena(r));
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Keeping people safe")) });

  ui_heading(page, 2, tr(page, N_("Who people talk to when they are worried")));
  ui_list_open(page, LIST_BULLETS);
  for (int i = 0; i < SAFETY_PEOPLE; i++)
    put_person(page, &readers->people[i], i == 0);
  ui_list_close(page);
  put_proposal(page);
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Change who reads worries")), .href = "/safety/people",
          .is_large = true);
  ui_paragraph_close(page);
  ui_heading(page, 2, tr(page, N_("Numbers to call")));
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Change the numbers")), .href = "/safety/numbers",
          .is_large = true);
  ui_paragraph_close(page);
  ui_heading(page, 2, tr(page, N_("When somebody cannot go on taking part")));
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Pauses, suspensions, appeals")), .href = "/safety/measures",
          .is_large = true);
  ui_paragraph_close(page);
  page_close(page);
}

static void
fill_people(Request *r)
{
  const SafetyReaders *readers = safety_find_readers(request_txn(r), request_arena(r));
  Answers *answers = request_answers(r);

  answers_set(answers, "name", readers->people[0].name);
  answers_set(answers, "phone", readers->people[0].phone);
  answers_set(answers, "other_name", readers->people[1].name);
  answers_set(answers, "other_phone", readers->people[1].phone);
  answers_set(answers, "answer_days", arena_format(request_arena(r), "%d", readers->answer_days));
  answers_set(answers, "else_to", readers->is_else_organisers ? "organisers" : "nobody");
}

static void
draw_people(Request *r)
{
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Who reads worries")),
                      .picture = "listen",
                      .lead = lang_text(request_lang(r),
                                        N_("You propose it, and another organiser agrees. Members"
                                           " can read that it was changed.")),
                      .back = "/safety" });

  if (!request_is_post(r))
    fill_people(r);
  form_draw(page, .action = "/safety/people", .questions = people_questions, .data = r,
            .button = tr(page, N_("Propose this")));
  page_close(page);
}

static void
propose_people(Request *r)
{
  const Answers *answers = request_answers(r);
  bool is_done = false;

  if (questions_check(people_questions, request_answers(r), r, request_refusals(r)))
    safety_propose_people(request_txn(r), request_act(r),
                          &(SafetyWish){
                              .name = answers_text(answers, "name"),
                              .phone = answers_text(answers, "phone"),
                              .other_name = answers_text(answers, "other_name"),
                              .other_phone = answers_text(answers, "other_phone"),
                              .answer_days = (int)answers_int(answers, "answer_days"),
                              .is_else_organisers = answers_have(answers, "else_to", "organisers"),
                          },
                          request_refusals(r), &is_done);
  if (refusals_count(request_refusals(r)) > 0)
    draw_people(r);
  else if (is_done)
    reply_redirect_saying(r, "/safety", N_("It is changed"), NULL);
  else
    reply_redirect_saying(r, "/safety", N_("It is proposed. Another organiser must agree"), NULL);
}

static void
decide_people(Request *r)
{
  const Answers *answers = request_answers(r);
  const bool is_agreed = answers_have(answers, "decision", "yes");

  safety_decide_people(request_txn(r), request_act(r), answers_int(answers, "made"), is_agreed,
                       request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    show_safety(r);
  else
    reply_redirect_saying(r, "/safety",
                          is_agreed ? N_("It is changed") : N_("The proposal is taken back"), NULL);
}

/* ---- numbers ---- */

static const Question number_questions[] = {
  { .name = "police",
    .kind = ASK_TEXT,
    .label = N_("The police, when it is not an emergency"),
    .picture = "phone",
    .max_length = SAFETY_NUMBER_MAX },
  { .name = "adults",
    .kind = ASK_TEXT,
    .label = N_("The council, when an adult may be in danger"),
    .picture = "phone",
    .max_length = SAFETY_NUMBER_MAX },
  { .name = "children",
    .kind = ASK_TEXT,
    .label = N_("The council, when a child may be in danger"),
    .picture = "phone",
    .max_length = SAFETY_NUMBER_MAX },
  { .name = "out-of-hours",
    .kind = ASK_TEXT,
    .label = N_("The council at night and at weekends"),
    .picture = "phone",
    .max_length = SAFETY_NUMBER_MAX },
  { .name = "other_name",
    .kind = ASK_TEXT,
    .label = N_("Another place that helps"),
    .hint = N_("Its name. You can leave this empty."),
    .picture = "building",
    .max_length = 80 },
  { .name = "other",
    .kind = ASK_TEXT,
    .label = N_("Its number"),
    .picture = "phone",
    .max_length = SAFETY_NUMBER_MAX },
  QUESTIONS_END,
};

static void
draw_numbers(Request *r)
{
  const SafetyNumber *numbers = safety_find_numbers(request_txn(r), request_arena(r));
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Numbers to call")),
                                .picture = "phone",
                                .lead = lang_text(request_lang(r), N_("Everybody sees them at “I am"
                                                                      " worried”.")),
                                .back = "/safety" });

  for (int i = 0; i < SAFETY_NUMBERS && !request_is_post(r); i++)
    answers_set(request_answers(r), numbers[i].kind, numbers[i].number);
  if (!request_is_post(r))
    answers_set(request_answers(r), "other_name", numbers[SAFETY_NUMBERS - 1].name);
  form_draw(page, .action = "/safety/numbers", .questions = number_questions,
            .button = tr(page, N_("Keep the numbers")));
  page_close(page);
}

static void
set_numbers(Request *r)
{
  const Answers *answers = request_answers(r);
  SafetyNumber numbers[SAFETY_NUMBERS];

  memcpy(numbers, safety_find_numbers(request_txn(r), request_arena(r)), sizeof(numbers));
  if (questions_check(number_questions, request_answers(r), r, request_refusals(r))) {
    for (int i = 0; i < SAFETY_NUMBERS; i++)
      numbers[i].number = answers_text(answers, numbers[i].kind);
    numbers[SAFETY_NUMBERS - 1].name = answers_text(answers, "other_name");
    safety_set_numbers(request_txn(r), request_act(r), numbers, request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_numbers(r);
  else
    reply_redirect_saying(r, "/safety", N_("The numbers are kept"), NULL);
}

const Route safety_routes[] = {
  { "GET", "/safety", may_organise, show_safety },
  { "GET", "/safety/people", may_organise, draw_people },
  { "POST", "/safety/people", may_organise, propose_people },
  { "GET", "/safety/people/decide", may_organise, show_safety },
  { "POST", "/safety/people/decide", may_organise, decide_people },
  { "GET", "/safety/numbers", may_organise, draw_numbers },
  { "POST", "/safety/numbers", may_organise, set_numbers },
  ROUTES_END,
};
