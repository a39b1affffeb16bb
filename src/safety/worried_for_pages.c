/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A supporter tells a worry for somebody who asked for this help (R9, R44), and reads the answers
 * to what they told. The person reads that it was done, never what. One's own worries are in
 * worried_pages.c: there a supporter is always themself. */
#include "safety/safety_pages.h"

#include "base/clock.h"
#include "base/ids.h"
#include "people/find.h"
#include "ui/components.h"
#include "ui/form.h"

bool
may_tell_for(Request *r)
{
  const Acting *acting = &request_viewer(r)->acting;

  return acting->id != 0 && !acting->is_over;
}

/* NULL: they are gone, and that is answered. */
static const WorryHelp *
find_help(Request *r)
{
  const Acting *acting = &request_viewer(r)->acting;
  WorryHelp *help = arena_new_of(request_arena(r), WorryHelp, 1);
  const KnownMember *helper =
      people_find_known(request_txn(r), request_arena(r), acting->supporter_id);

  if (!helper) {
    reply_not_found(r);
    return NULL;
  }
  *help = (WorryHelp){ .trust_id = acting->id,
                       .helper_id = helper->id,
                       .helper_name = helper->name,
                       .organises = helper->is_organiser };
  return help;
}

static const char *
name_of(Request *r)
{
  return request_viewer(r)->name;
}

static const char *
worry_path(Request *r, int64_t worry_id, const char *after)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "/worried/for/%s%s", id_to_text(worry_id, id), after);
}

/* ---- what was told ---- */

static void
put_told(Page *page, const Worry *worry)
{
  Request *r = page_request(page);

  ui_picture_item_open(page, "worried");
  ui_link(page, .is_large = true, .href = worry_path(r, worry->id, ""),
          .text = tr_fill(page, N_("Told on {date}"), "date", safety_date(page, worry->made_at_us),
                          NULL));
  ui_line_break(page);
  ui_words(page, worry->answered_at_us ? tr(page, N_("There is an answer"))
                                       : tr(page, N_("No answer yet")));
  ui_picture_item_close(page);
}

static void
show_told_for(Request *r)
{
  const WorryHelp *help = find_help(r);
  const Worry *worry = help ? worries_helped(request_txn(r), request_arena(r), help) : NULL;

  if (!worry)
    return;

  g_autofree char *title = lang_fill(lang_text(request_lang(r), N_("Worries you told for {name}")),
                                     "name", name_of(r), NULL);
  Page *page =
      page_open(r, &(PageHead){ .title = arena_text(request_arena(r), title), .back = "/" });

  worried_put_emergency(page);
  ui_paragraph(page, .text = tr_fill(page,
                                     N_("You see here only what you told. {name} reads in a list"
                                        " that you looked, not what is in it."),
                                     "name", name_of(r), NULL));
  if (!worry->id)
    ui_paragraph(page, .text = tr(page, N_("Nothing yet.")));
  else
    ui_list_open(page, LIST_RULED);
  for (const Worry *one = worry; one->id; one++)
    put_told(page, one);
  if (worry->id)
    ui_list_close(page);
  ui_button(page, .text = tr(page, N_("Tell a worry")), .href = "/worried/for/tell");
  page_close(page);
}

/* ---- telling ---- */

static const Choice about_choices[] = {
  { .value = "me", .label = N_("It is about the person I support") },
  { .value = "someone", .label = N_("It is about somebody else") },
  { .value = "place", .label = N_("It is about something that happens here") },
  { .value = "person", .label = N_("It is about a person here") },
  { .value = "other", .label = N_("It is about something else") },
  { .value = NULL },
};

static const Choice hear_choices[] = {
  { .value = "code",
    .label = N_("They look here, with a number"),
    .hint = N_("You get the number on the next page. Give it to them.") },
  { .value = "contact", .label = N_("Call them or write to them"), .shows = "contact" },
  { .value = "nothing", .label = N_("Do not contact them") },
  { .value = NULL },
};

static const Question tell_questions[] = {
  { .name = "about",
    .kind = ASK_ONE_OF,
    .label = N_("What is it about?"),
    .picture = "worried",
    .choices = about_choices },
  { .name = "words",
    .kind = ASK_LONG,
    .label = N_("What worries them?"),
    .hint = N_("Their own words, as well as you can. A few are enough."),
    .picture = "write",
    .max_length = WORRY_WORDS_MAX },
  WORRY_ABOUT_WHOM,
  { .name = "hear",
    .kind = ASK_ONE_OF,
    .label = N_("How do they want to hear back?"),
    .missing = N_("Choose how they want to hear back"),
    .picture = "listen",
    .choices = hear_choices,
    .is_needed = true },
  { .name = "contact",
    .kind = ASK_TEXT,
    .label = N_("Their phone number, e-mail or address"),
    .missing = N_("Enter how we reach them"),
    .picture = "phone",
    .shown_if = "hear=contact",
    .is_needed = true },
  QUESTIONS_END,
};

static void
draw_tell(Request *r)
{
  const SafetyReaders *readers = safety_find_readers(request_txn(r), request_arena(r));
  g_autofree char *title = lang_fill(lang_text(request_lang(r), N_("Tell a worry for {name}")),
                                     "name", name_of(r), NULL);
  Page *page = page_open(
      r, &(PageHead){ .title = arena_text(request_arena(r), title), .back = "/worried/for" });

  if (!request_is_post(r))
    answers_set(request_answers(r), "hear", "code");
  ui_paragraph(page, .is_strong = true, .to_call = true,
               .text = tr(page, N_("Is somebody in danger now? Call 999.")));
  ui_paragraph(page, .text = tr_fill(page,
                                     N_("It goes with the name of {name}, and says that you"
                                        " helped. You have a worry of your own? Stop acting"
                                        " first."),
                                     "name", name_of(r), NULL));
  worried_put_who_reads(page, readers);
  form_draw(page, .action = "/worried/for/tell", .questions = tell_questions, .data = r,
            .button = tr(page, N_("Send this")));
  page_close(page);
}

static void
tell(Request *r)
{
  const Answers *answers = request_answers(r);
  const WorryHelp *help = find_help(r);
  const Act unnamed = worried_unnamed_act(r);
  char code[WORRY_CODE_SIZE];

  if (!help)
    return;
  if (questions_check(tell_questions, request_answers(r), r, request_refusals(r))) {
    worry_code_of(r, request_posted_form(r), code);
    worries_raise_with(request_txn(r), &unnamed, help,
                       &(Worry){ .about = answers_text(answers, "about"),
                                 .words = answers_text(answers, "words"),
                                 .who = answers_text(answers, "who"),
                                 .kept_from = worried_kept_from(r),
                                 .name = name_of(r),
                                 .contact = answers_text(answers, "contact"),
                                 .hear = answers_text(answers, "hear"),
                                 .origin = request_origin(r) },
                       code, request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_tell(r);
  else
    reply_redirect(
        r, arena_format(request_arena(r), "/worried/for/receipt/%s", request_posted_form(r)));
}

/* ---- the receipt ---- */

static void
show_receipt_for(Request *r)
{
  char code[WORRY_CODE_SIZE];

  worry_code_of(r, request_text_in_path(r, "form"), code);

  const WorryHelp *help = find_help(r);
  const Worry *found = help ? worries_find_by_code(request_txn(r), request_arena(r), code) : NULL;
  const Worry *worry =
      found ? worries_find_helped(request_txn(r), request_arena(r), help, found->id) : NULL;

  if (!worry || request_now_us(r) - worry->made_at_us >= WORRY_CODE_SHOWN_HOURS * US_PER_HOUR) {
    if (help)
      reply_not_found(r);
    return;
  }

  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("The worry is kept")),
                                .lead = lang_text(request_lang(r), N_("Thank you for helping.")),
                                .back = "/worried/for" });

  ui_heading(page, 2, tr_fill(page, N_("The number for {name}"), "name", name_of(r), NULL));
  ui_big_number(page, code, "");
  ui_paragraph(page, .text = tr_fill(page,
                                     N_("Write it down and give it to {name}. With it they read"
                                        " the answer themself, and say more. It is shown for an"
                                        " hour."),
                                     "name", name_of(r), NULL));
  worried_put_where_it_is(page, worry);
  page_close(page);
}

/* ---- the answer ---- */

static const Question more_questions[] = {
  { .name = "words",
    .kind = ASK_LONG,
    .label = N_("What else do they want to say?"),
    .missing = N_("Write a few words"),
    .picture = "write",
    .max_length = WORRY_WORDS_MAX,
    .is_needed = true },
  QUESTIONS_END,
};

/* NULL: not of this trust, or about the supporter: not found was answered. */
static const Worry *
worry_in_path(Request *r)
{
  const WorryHelp *help = find_help(r);
  const Worry *worry = help ? worries_find_helped(request_txn(r), request_arena(r), help,
                                                  request_id_in_path(r, "worry"))
                            : NULL;

  if (help && !worry && !txn_trouble(request_txn(r)))
    reply_not_found(r);
  return worry;
}

static void
draw_answer(Request *r, const Worry *worry)
{
  const WorryEntry *entries = worries_entries(request_txn(r), request_arena(r), worry->id);
  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("What came of it")),
                                         .back = "/worried/for" });

  ui_paragraph(page, .text = tr_fill(page, N_("You told it on {date}."), "date",
                                     safety_date(page, worry->made_at_us), NULL));
  if (!worry->answered_at_us)
    worried_put_where_it_is(page, worry);
  for (const WorryEntry *entry = entries; entry->words; entry++)
    worried_put_answer(page, entry);
  ui_heading(page, 2, tr(page, N_("Say more")));
  form_draw(page, .action = worry_path(r, worry->id, "/more"), .questions = more_questions,
            .button = tr(page, N_("Send this")));
  page_close(page);
}

static void
show_answer_for(Request *r)
{
  const Worry *worry = worry_in_path(r);

  if (worry)
    draw_answer(r, worry);
}

static void
say_more_for(Request *r)
{
  const Act unnamed = worried_unnamed_act(r);
  const Worry *worry = worry_in_path(r);

  if (!worry)
    return;
  if (questions_check(more_questions, request_answers(r), r, request_refusals(r)))
    worries_add(request_txn(r), &unnamed, worry->id, WORRY_MORE,
                answers_text(request_answers(r), "words"), request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_answer(r, worry);
  else
    reply_redirect_saying(r, worry_path(r, worry->id, ""), N_("What you said is added"), NULL);
}

/* What is said here the person reads in their list, so it tells nothing of the worry. */
const Route worried_for_routes[] = {
  { "GET", "/worried/for", may_tell_for, show_told_for,
    .supporter = { SUPPORT_ACT, AREA_WORRIES, N_("Looked for worries told for you") } },
  { "GET", "/worried/for/tell", may_tell_for, draw_tell,
    .supporter = { SUPPORT_ACT, AREA_WORRIES, N_("Opened the page to tell a worry for you") } },
  { "POST", "/worried/for/tell", may_tell_for, tell, .per_minute = 20,
    .supporter = { SUPPORT_ACT, AREA_WORRIES, N_("Told a worry for you") } },
  { "GET", "/worried/for/receipt/:form", may_tell_for, show_receipt_for,
    .supporter = { SUPPORT_ACT, AREA_WORRIES, N_("Looked for worries told for you") } },
  { "GET", "/worried/for/:worry", may_tell_for, show_answer_for,
    .supporter = { SUPPORT_ACT, AREA_WORRIES, N_("Looked for the answer to a worry") } },
  { "GET", "/worried/for/:worry/more", may_tell_for, show_answer_for,
    .supporter = { SUPPORT_ACT, AREA_WORRIES, N_("Looked for the answer to a worry") } },
  { "POST", "/worried/for/:worry/more", may_tell_for, say_more_for,
    .supporter = { SUPPORT_ACT, AREA_WORRIES, N_("Said more about a worry for you") } },
  ROUTES_END,
};
