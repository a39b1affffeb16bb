/* SPDX-License-Identifier: AGPL-3.0-or-later
 * "I am worried" (R44), for everybody, signed in or not: who to call first, then writing to the
 * people named here, with no name asked. The receipt and the answer are in receipt_pages.c. Looking
 * at these pages leaves no trace, and neither does who wrote. */
#include "safety/safety_pages.h"

#include "base/ids.h"
#include "safety/safety.h"
#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

const char *
safety_date(Page *page, int64_t at_us)
{
  g_autofree char *date = lang_date(page_lang(page), at_us, request_time_zone(page_request(page)));

  return arena_text(request_arena(page_request(page)), date);
}

/* ---- the first page: whom to call ---- */

void
worried_put_emergency(Page *page)
{
  ui_picture_row(page, .picture = "warning", .to_call = true,
                 .text = tr(page, N_("Is somebody in danger now? Call 999.")));
  ui_picture_row(page, .picture = "mobile",
                 .text = tr(page, N_("You cannot speak or hear on the phone? Text 999 after signing"
                                     " up at emergencySMS, or use Relay UK: 18000.")));
}

static void
put_people(Page *page, const SafetyReaders *readers)
{
  for (int i = 0; i < SAFETY_PEOPLE; i++) {
    const SafetyPerson *one = &readers->people[i];

    if (*one->name && *one->phone)
      ui_picture_row(page, .picture = "talk", .to_call = true,
                     .text =
                         tr_fill(page, N_("You can talk to {name} here. The number is {phone}."),
                                 "name", one->name, "phone", one->phone, NULL));
  }
}

void
worried_put_numbers(Page *page)
{
  Request *r = page_request(page);
  const SafetyNumber *numbers = safety_find_numbers(request_txn(r), request_arena(r));

  for (int i = 0; i < SAFETY_NUMBERS; i++)
    if (*numbers[i].number)
      ui_picture_row(
          page, .picture = "phone", .to_call = true,
          .text = arena_format(request_arena(r), "%s: %s",
                               numbers[i].label ? tr(page, numbers[i].label) : numbers[i].name,
                               numbers[i].number));
  ui_picture_row(page, .picture = "heart", .to_call = true,
                 .text =
                     tr(page, N_("You feel very low? Call Samaritans on 116 123. It is free, day"
                                 " and night.")));
}

static void
put_for_readers(Page *page, const SafetyReaders *readers)
{
  Request *r = page_request(page);

  if (!is_signed_in(r) || !safety_is_reader(readers, request_viewer(r)->member_id))
    return;
  if (!may_read_worries(r)) {
    ui_heading(page, 2, tr(page, N_("Worries sent to you")));
    ui_paragraph(page,
                 .text = tr(page, N_("To read them, come in by a link that you ask for by e-mail,"
                                     " or by a passkey that you added when you were in so. A link"
                                     " or card that an organiser made does not open them.")));
    ui_paragraph(page,
                 .text = tr(page, N_("Somebody else has changed your e-mail address here? Then two"
                                     " organisers name you again first. Whoever runs the computer"
                                     " can give you a link too.")));
    return;
  }
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Worries sent to you")), .href = "/safety/worries",
          .is_large = true);
  ui_paragraph_close(page);
}

/* On this page a supporter is themself: where they can be of help to whom they act for. */
static void
put_for_supporter(Page *page)
{
  Request *r = page_request(page);
  const char *name = request_acting_name(r);

  if (!name || !*name || !request_may_go_to(r, "/worried/for"))
    return;
  ui_paragraph_open(page);
  ui_link(page, .text = tr_fill(page, N_("Help {name} with a worry"), "name", name, NULL),
          .href = "/worried/for", .is_large = true);
  ui_paragraph_close(page);
}

static void
show_worried(Request *r)
{
  const SafetyReaders *readers = safety_find_readers(request_txn(r), request_arena(r));
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("I am worried")),
                      .lead = lang_text(request_lang(r), N_("You can always talk to somebody.")) });

  worried_put_emergency(page);
  put_people(page, readers);
  worried_put_numbers(page);
  ui_paragraph(page, .text = tr(page, N_("You can also ask somebody you trust to call for you.")));
  ui_heading(page, 2, tr(page, N_("Write it down here")));
  ui_paragraph(page, .text = tr(page, N_("You need no name for it. It is private.")));
  ui_button(page, .text = tr(page, N_("Write about my worry")), .href = "/worried/tell");
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("I wrote before: look for the answer")),
          .href = "/worried/answer", .is_large = true);
  ui_paragraph_close(page);
  put_for_supporter(page);
  put_for_readers(page, readers);
  page_close(page);
}

/* ---- writing ---- */

static const Choice about_choices[] = {
  { .value = "me", .label = N_("It is about me") },
  { .value = "someone", .label = N_("It is about somebody else") },
  { .value = "place", .label = N_("It is about something that happens here") },
  { .value = "person", .label = N_("It is about a person here") },
  { .value = "other", .label = N_("It is about something else") },
  { .value = NULL },
};

static const Choice hear_choices[] = {
  { .value = "code",
    .label = N_("I look here, with a number that only I have"),
    .hint = N_("You get the number on the next page.") },
  { .value = "contact", .label = N_("Call me or write to me"), .shows = "contact" },
  { .value = "nothing", .label = N_("Do not contact me") },
  { .value = NULL },
};

static void
add_choice(GArray *choices, Arena *arena, const char *value, const char *label)
{
  const Choice choice = { .value = arena_text(arena, value), .label = arena_text(arena, label) };

  g_array_append_val(choices, choice);
}

const Choice *
worried_reader_choices(Arena *arena, void *data)
{
  Request *r = data;
  const SafetyReaders *readers = safety_find_readers(request_txn(r), arena);
  g_autoptr(GArray) choices = g_array_new(TRUE, TRUE, sizeof(Choice));
  char id[ID_TEXT_SIZE];

  for (int i = 0; i < SAFETY_PEOPLE; i++)
    if (readers->people[i].is_here)
      add_choice(choices, arena, id_to_text(readers->people[i].id, id), readers->people[i].name);
  if (readers->is_else_organisers)
    add_choice(choices, arena, "organisers", lang_text(request_lang(r), N_("The organisers")));

  Choice *kept = arena_new_of(arena, Choice, (int)choices->len + 1);

  memcpy(kept, choices->data, (choices->len + 1) * sizeof(Choice));
  return kept;
}

static const Question tell_questions[] = {
  { .name = "about",
    .kind = ASK_ONE_OF,
    .label = N_("What is it about?"),
    .picture = "worried",
    .choices = about_choices },
  { .name = "words",
    .kind = ASK_LONG,
    .label = N_("What worries you?"),
    .hint = N_("In your own words. A few are enough."),
    .picture = "write",
    .max_length = WORRY_WORDS_MAX },
  WORRY_ABOUT_WHOM,
  { .name = "hear",
    .kind = ASK_ONE_OF,
    .label = N_("How do you want to hear back?"),
    .missing = N_("Choose how you want to hear back"),
    .picture = "listen",
    .choices = hear_choices,
    .is_needed = true },
  { .name = "contact",
    .kind = ASK_TEXT,
    .label = N_("Your phone number, e-mail or address"),
    .missing = N_("Enter how we reach you"),
    .picture = "phone",
    .shown_if = "hear=contact",
    .is_needed = true },
  { .name = "name",
    .kind = ASK_TEXT,
    .label = N_("Your name, if you want to say it"),
    .picture = "hello" },
  QUESTIONS_END,
};

const char *
worry_about_in_words(Page *page, const Worry *worry)
{
  const char *label = choice_label(about_choices, worry->about);

  return tr(page, label ? label : N_("Not said"));
}

void
worried_put_who_reads(Page *page, const SafetyReaders *readers)
{
  static const Worry about_nobody = { .who = "", .kept_from = "" };
  const SafetyPerson *first = &readers->people[0], *second = &readers->people[1];
  int64_t ids[2];

  if (first->is_here && second->is_here)
    ui_paragraph(page, .text = tr_fill(page, N_("{name} and {other} read it. Nobody else does."),
                                       "name", first->name, "other", second->name, NULL));
  else if (first->is_here || second->is_here)
    ui_paragraph(page, .text = tr_fill(page, N_("{name} reads it. Nobody else does."), "name",
                                       first->is_here ? first->name : second->name, NULL));
  else if (worry_readers(&about_nobody, readers, ids, 2) > 0)
    ui_paragraph(page, .text = tr(page, N_("The organisers read it. Nobody else does.")));
  else
    ui_paragraph(page, .text = tr(page, N_("Nobody is named to read it now. It is kept until"
                                           " somebody is. Please call a number as well.")));
  ui_details(page, .summary = { tr(page, N_("Who can see what I write?")) },
             .text = tr(page, N_("It is kept sealed. No list shows who wrote it. The person whom it"
                                 " is about does not get it. Whoever runs the computer could open"
                                 " the seal, but has no page to do so.")));
}

static void
draw_tell(Request *r)
{
  const SafetyReaders *readers = safety_find_readers(request_txn(r), request_arena(r));
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Write about my worry")),
                                .back = "/worried" });

  if (!request_is_post(r))
    answers_set(request_answers(r), "hear", "code");
  ui_paragraph(page, .is_strong = true, .to_call = true,
               .text = tr(page, N_("Is somebody in danger now? Call 999.")));
  worried_put_who_reads(page, readers);
  form_draw(page, .action = "/worried/tell", .questions = tell_questions, .data = r,
            .button = tr(page, N_("Send this")));
  page_close(page);
}

const char *
worried_kept_from(Request *r)
{
  const Answers *answers = request_answers(r);
  GString *all = g_string_new(NULL);

  for (int i = 0; i < answers_count(answers, "kept_from"); i++)
    g_string_append_printf(all, "%s%s", i ? " " : "", answers_nth(answers, "kept_from", i));

  const char *text = arena_text(request_arena(r), all->str);

  g_string_free(all, TRUE);
  return text;
}

Act
worried_unnamed_act(Request *r)
{
  Act unnamed = *request_act(r);

  request_leave_no_name(r);
  unnamed.member_id = 0;
  unnamed.on_behalf_of = 0;
  unnamed.role = ACT_AS_NOBODY;
  return unnamed;
}

static void
tell(Request *r)
{
  const Answers *answers = request_answers(r);
  const Act unnamed = worried_unnamed_act(r);
  char code[WORRY_CODE_SIZE];

  if (questions_check(tell_questions, request_answers(r), r, request_refusals(r))) {
    worry_code_of(r, request_posted_form(r), code);
    worries_raise(request_txn(r), &unnamed,
                  &(Worry){ .about = answers_text(answers, "about"),
                            .words = answers_text(answers, "words"),
                            .who = answers_text(answers, "who"),
                            .kept_from = worried_kept_from(r),
                            .name = answers_text(answers, "name"),
                            .contact = answers_text(answers, "contact"),
                            .hear = answers_text(answers, "hear"),
                            .origin = request_origin(r) },
                  code, request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_tell(r);
  else
    reply_redirect(r,
                   arena_format(request_arena(r), "/worried/receipt/%s", request_posted_form(r)));
}

const Route worried_routes[] = {
  { "GET", "/worried", anyone, show_worried, .supporter = { SUPPORT_AS_SELF } },
  { "GET", "/worried/tell", anyone, draw_tell, .supporter = { SUPPORT_AS_SELF } },
  { "POST", "/worried/tell", anyone, tell, .per_minute = 60, .supporter = { SUPPORT_AS_SELF } },
  ROUTES_END,
};
