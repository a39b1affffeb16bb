/* SPDX-License-Identifier: AGPL-3.0-or-later
 * After "I am worried": the receipt with its number, who can read what was written, the answer, and
 * saying more. Whoever has the number is whoever wrote: nobody is asked who they are. */
#include "safety/safety_pages.h"

#include "base/clock.h"
#include "ui/components.h"
#include "ui/form.h"

/* ---- the receipt ---- */

/* The code hangs on this browser's own token and on the form that was sent: it is stored nowhere,
 * and the same form sent again has the same one. */
void
worry_code_of(Request *r, const char *form_id, char ret_code[static WORRY_CODE_SIZE])
{
  char hex[BROWSER_HASH_SIZE];

  request_sign(r, arena_format(request_arena(r), "worry code of %s", form_id), hex);
  worry_code_from(hex, ret_code);
}

static const char *
name_of(const SafetyReaders *readers, int64_t member_id)
{
  for (int i = 0; i < SAFETY_PEOPLE; i++)
    if (readers->people[i].id == member_id)
      return readers->people[i].name;
  return NULL;
}

/* Plainly who has it; when nobody here may, who else can help. */
void
worried_put_where_it_is(Page *page, const Worry *worry)
{
  Request *r = page_request(page);
  const SafetyReaders *readers = safety_find_readers(request_txn(r), request_arena(r));
  int64_t ids[SAFETY_PEOPLE + 1];
  int count = worry_readers(worry, readers, ids, SAFETY_PEOPLE + 1);
  const char *first = count > 0 ? name_of(readers, ids[0]) : NULL;

  if (count == 0) {
    ui_paragraph(page, .is_strong = true,
                 .text = tr(page, N_("Nobody here reads it now, because it is about those who"
                                     " would. It is kept. Please call one of these numbers.")));
    worried_put_emergency(page);
    worried_put_numbers(page);
    return;
  }
  if (first && count == 2)
    ui_paragraph(page, .text = tr_fill(page, N_("{name} and {other} can read it."), "name", first,
                                       "other", name_of(readers, ids[1]), NULL));
  else if (first)
    ui_paragraph(page, .text = tr_fill(page, N_("{name} can read it."), "name", first, NULL));
  else
    ui_paragraph(page, .text = tr(page, N_("An organiser can read it.")));
  ui_paragraph(page, .text = tr_fill(page, N_("There will be an answer by {date}."), "date",
                                     safety_date(page, worry->due_us), NULL));
}

static void
show_receipt(Request *r)
{
  const char *form_id = request_text_in_path(r, "form");
  char code[WORRY_CODE_SIZE];

  worry_code_of(r, form_id, code);

  const Worry *worry = worries_find_by_code(request_txn(r), request_arena(r), code);
  const bool is_shown =
      worry && request_now_us(r) - worry->made_at_us < WORRY_CODE_SHOWN_HOURS * US_PER_HOUR;
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Your worry is kept")),
                                .lead = lang_text(request_lang(r), N_("Thank you for saying it.")),
                                .back = "/worried",
                                .status = is_shown ? 0 : 404 });

  if (is_shown) {
    ui_heading(page, 2, tr(page, N_("Your number")));
    ui_big_number(page, code, "");
    ui_paragraph(page, .text = tr(page, N_("Write it down, or take a picture. With it you can read"
                                           " the answer, and say more. It is shown for an hour.")));
    worried_put_where_it_is(page, worry);
  } else {
    ui_paragraph(page, .text = tr(page, N_("To keep you safe the number is not shown here any"
                                           " more. If you wrote it down, you can use it.")));
  }
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Look for the answer")), .href = "/worried/answer",
          .is_large = true);
  ui_paragraph_close(page);
  page_close(page);
}

/* ---- the answer ---- */

static const Question code_questions[] = {
  { .name = "code",
    .kind = ASK_TEXT,
    .label = N_("Your number"),
    .hint = N_("Sixteen digits, like 4821 0937 5526 1184"),
    .missing = N_("Enter your number"),
    .picture = "key",
    .is_needed = true },
  QUESTIONS_END,
};

static const Question more_questions[] = {
  { .name = "code",
    .kind = ASK_TEXT,
    .label = N_("Your number"),
    .missing = N_("Enter your number"),
    .picture = "key",
    .is_needed = true },
  { .name = "words",
    .kind = ASK_LONG,
    .label = N_("What else do you want to say?"),
    .missing = N_("Write a few words"),
    .picture = "write",
    .max_length = WORRY_WORDS_MAX,
    .is_needed = true },
  QUESTIONS_END,
};

static void
draw_look(Request *r)
{
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Look for the answer")),
                                .back = "/worried" });

  form_draw(page, .action = "/worried/answer", .questions = code_questions,
            .button = tr(page, N_("Look")));
  page_close(page);
}

static void
draw_more(Request *r)
{
  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Say more")),
                                         .back = "/worried/answer" });

  form_draw(page, .action = "/worried/more", .questions = more_questions,
            .button = tr(page, N_("Send this")));
  page_close(page);
}

/* Notes are for the readers alone. The person's own words are not shown either: whoever finds the
 * number learns as little as can be. */
void
worried_put_answer(Page *page, const WorryEntry *entry)
{
  static const char *const heads[WORRY_KIND_COUNT] = {
    [WORRY_ANSWER] = N_("Answer, {date}"),
    [WORRY_HANDED_OVER] = N_("Handed over to somebody outside, {date}"),
    [WORRY_MORE] = N_("You said more, {date}"),
  };

  if (!heads[entry->kind])
    return;
  ui_heading(page, 2,
             tr_fill(page, heads[entry->kind], "date", safety_date(page, entry->made_at_us), NULL));
  if (entry->kind != WORRY_MORE)
    ui_person_lines(page, entry->words);
}

static void
draw_answer(Request *r, const Worry *worry)
{
  const WorryEntry *entries = worries_entries(request_txn(r), request_arena(r), worry->id);
  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("What came of it")),
                                         .back = "/worried" });

  ui_paragraph(page, .text = tr_fill(page, N_("You wrote on {date}."), "date",
                                     safety_date(page, worry->made_at_us), NULL));
  if (!worry->answered_at_us)
    worried_put_where_it_is(page, worry);
  if (!worry->answered_at_us && worry->due_us < request_now_us(r))
    ui_paragraph(page, .is_strong = true,
                 .text = tr(page, N_("The answer is late. We have reminded those who read it. You"
                                     " can also call a number.")));
  for (const WorryEntry *entry = entries; entry->words; entry++)
    worried_put_answer(page, entry);
  ui_heading(page, 2, tr(page, N_("Say more")));
  form_draw(page, .action = "/worried/more", .questions = more_questions,
            .button = tr(page, N_("Send this")));
  page_close(page);
}

/* Somebody acts for another, and it may be about them: a number that lies about on paper must not
 * open to a supporter what is said of them. */
static bool
is_about_supporter(Request *r, const Worry *worry)
{
  const Viewer *viewer = request_viewer(r);

  if (!request_acting_name(r) || viewer->member_id == 0)
    return false;
  return worry_is_kept_from(worry, viewer->member_id, viewer->name,
                            (viewer->rights & RIGHT_IS_ORGANISER) != 0);
}

/* NULL: refused. Sets the code as it was given out. */
static const Worry *
find_by_answer(Request *r)
{
  const char *typed = answers_text(request_answers(r), "code");
  char code[WORRY_CODE_SIZE];
  const Worry *worry = worry_code_tidy(typed, code)
                           ? worries_find_by_code(request_txn(r), request_arena(r), code)
                           : NULL;

  if (!worry || is_about_supporter(r, worry)) {
    refuse(request_refusals(r), "code",
           N_("We do not know this number. Please look at each digit again."));
    return NULL;
  }
  answers_set(request_answers(r), "code", code);
  return worry;
}

static void
look_for_answer(Request *r)
{
  const Worry *worry = NULL;

  if (questions_check(code_questions, request_answers(r), r, request_refusals(r)))
    worry = find_by_answer(r);
  if (worry)
    draw_answer(r, worry);
  else
    draw_look(r);
}

static void
say_more(Request *r)
{
  const Worry *worry = NULL;
  const Act unnamed = worried_unnamed_act(r);

  if (questions_check(more_questions, request_answers(r), r, request_refusals(r)))
    worry = find_by_answer(r);
  if (worry)
    worries_add(request_txn(r), &unnamed, worry->id, WORRY_MORE,
                answers_text(request_answers(r), "words"), request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_more(r);
  else
    reply_redirect_saying(r, "/worried/answer", N_("What you said is added"), NULL);
}

const Route receipt_routes[] = {
  { "GET", "/worried/receipt/:form", anyone, show_receipt, .supporter = { SUPPORT_AS_SELF } },
  { "GET", "/worried/answer", anyone, draw_look, .supporter = { SUPPORT_AS_SELF } },
  { "POST", "/worried/answer", anyone, look_for_answer, .per_minute = 10,
    .supporter = { SUPPORT_AS_SELF } },
  { "GET", "/worried/more", anyone, draw_more, .supporter = { SUPPORT_AS_SELF } },
  { "POST", "/worried/more", anyone, say_more, .per_minute = 10, .supporter = { SUPPORT_AS_SELF } },
  ROUTES_END,
};
