/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Bringing a community here from an archive, by whoever has the link to set this place up: choose
 * the file, see what is in it, say yes, come in. Each page works without scripts: how far it is, is
 * seen by loading it again. */
#include "home/home_pages.h"

#include "archive/archive.h"
#include "base/ids.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"
#include "upkeep/arrivals.h"
#include "upkeep/upkeep_pages.h"

#include <string.h>

enum { STEPS = 4, LISTED = 3 };

static const Question bring_questions[] = {
  { .name = "archive",
    .kind = ASK_FILE,
    .picture = "suitcase",
    .label = N_("The archive"),
    .hint = N_("A file whose name ends in .archive. It can have 64 MB. A larger one comes in by"
               " command: commontable import."),
    .missing = N_("Choose the archive"),
    .is_needed = true },
  { .name = "passphrase",
    .kind = ASK_TEXT,
    .picture = "key",
    .label = N_("The passphrase of the archive"),
    .hint = N_("Whoever made the archive chose it."),
    .missing = N_("Enter the passphrase of the archive"),
    .autocomplete = "off",
    .is_needed = true },
  QUESTIONS_END,
};

static const Question *const passphrase_questions = &bring_questions[1];

static const char *const not_along[LISTED + 1] = {
  N_("Worries, and whom people keep away from."),
  N_("Ways to come in. Everybody gets a new link or card."),
  N_("How mails leave, and the backups."),
  NULL,
};

/* ---- pieces ---- */

static const char *
path_to(Request *r, const char *rest)
{
  return arena_format(request_arena(r), "/set-up/%s/archive%s", request_text_in_path(r, "token"),
                      rest);
}

static Page *
open_page(Request *r, const char *lead, const char *picture)
{
  return page_open(r, &(PageHead){ .title = lang_text(request_lang(r),
                                                      N_("Bring a community here from an archive")),
                                   .lead = lang_text(request_lang(r), lead),
                                   .picture = picture,
                                   .back = arena_format(request_arena(r), "/set-up/%s",
                                                        request_text_in_path(r, "token")) });
}

static void
put_line(Page *page, const char *picture, const char *words)
{
  if (lang_is_easy_read(page_lang(page)))
    ui_picture_row(page, .text = words, .picture = picture);
  else
    ui_paragraph(page, .text = words);
}

static void
put_load_again(Page *page)
{
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Load this page again")),
          .href = path_to(page_request(page), ""), .is_large = true);
  ui_paragraph_close(page);
}

static void
put_another(Page *page)
{
  form_button(page, .action = path_to(page_request(page), "/drop"), .is_secondary = true,
              .button = tr(page, N_("Choose another file")));
}

/* How far it is: `now` is the step that is being done, from 0. */
static void
put_steps(Page *page, int now)
{
  static const struct {
    const char *picture, *words;
  } steps[STEPS] = {
    { "file", N_("The file is here") },
    { "search", N_("We look whether it is whole") },
    { "yes", N_("You see what is in it and say yes") },
    { "home", N_("The community is taken in") },
  };
  const Tag now_tag = { .text = tr(page, N_("Now")), .classes = "govuk-tag--yellow" };
  const Tag later_tag = { .text = tr(page, N_("Not yet")), .classes = "govuk-tag--blue" };
  Task tasks[STEPS];

  for (int i = 0; i < STEPS; i++) {
    tasks[i] = (Task){ .picture = steps[i].picture, .title.text = tr(page, steps[i].words) };
    if (i < now)
      tasks[i].status.text = tr(page, N_("Done"));
    else
      tasks[i].tag = i == now ? &now_tag : &later_tag;
  }
  ui_task_list(page, .items = tasks, .count = STEPS);
}

/* ---- choosing the file ---- */

static void
draw_bring(Request *r)
{
  Page *page = open_page(r, N_("All that your community had elsewhere can come here."), "suitcase");

  request_let_large(r, path_to(r, ""));
  form_draw(page, .action = path_to(r, ""), .questions = bring_questions,
            .button = tr(page, N_("Look what is in it")));
  ui_paragraph(page, .is_quiet = true,
               .text = tr(page, N_("Nothing is taken in before you have seen what is in it and have"
                                   " said yes. Until then the file lies here for a day at most.")));
  page_close(page);
}

/* ---- on its way ---- */

static void
put_start_again(Page *page, const Arrival *arrival)
{
  if (arrival_may_start_again(arrival, request_now_us(page_request(page))))
    form_button(page, .action = path_to(page_request(page), "/again"),
                .button = tr(page, N_("Start again")));
}

static void
draw_under_way(Request *r, const Arrival *arrival)
{
  const bool is_taking = arrival->state == ARRIVAL_TAKING;
  Page *page = open_page(r,
                         is_taking ? N_("It is being taken in. This can take some minutes.")
                                   : N_("We look at the archive."),
                         "clock");

  put_steps(page, is_taking ? 3 : 1);
  put_load_again(page);
  put_start_again(page, arrival);
  if (arrival_may_go(arrival, request_now_us(r)))
    put_another(page);
  page_close(page);
}

/* ---- what is in it ---- */

static void
put_what_is_in_it(Page *page, const Arrival *arrival)
{
  const SummaryRow rows[] = {
    { .key.text = tr(page, N_("Community")), .value.text = arrival->name },
    { .key.text = tr(page, N_("People")),
      .value.text = tr_count(page, "{count} person", "{count} people", arrival->people) },
    { .key.text = tr(page, N_("Papers")),
      .value.text = tr_count(page, "{count} paper", "{count} papers", arrival->papers) },
    { .key.text = tr(page, N_("Files")),
      .value.text = tr_count(page, "{count} file", "{count} files", arrival->files) },
    { .key.text = tr(page, N_("Record of acts")),
      .value.text = tr_count(page, "{count} act", "{count} acts", arrival->entries) },
    { .key.text = tr(page, N_("Size")), .value.text = upkeep_bytes(page, arrival->bytes) },
  };

  ui_heading(page, 2, tr(page, N_("What is in it")));
  ui_summary_list(page, .rows = rows, .count = G_N_ELEMENTS(rows));
}

static void
put_what_stays_behind(Page *page, const Arrival *arrival)
{
  static const char *const pictures[LISTED] = { "listen", "door", "email" };
  const bool is_easy = lang_is_easy_read(page_lang(page));

  ui_heading(page, 2, tr(page, N_("What does not come along")));
  if (!is_easy)
    ui_list_open(page, LIST_BULLETS);
  for (int i = 0; i < LISTED; i++) {
    if (is_easy)
      ui_picture_row(page, .text = tr(page, not_along[i]), .picture = pictures[i]);
    else
      ui_list_item(page, tr(page, not_along[i]));
  }
  if (!is_easy)
    ui_list_close(page);
  if (arrival->suspended > 0)
    put_line(page, "stop",
             tr_count(page,
                      "{count} person is paused or suspended. Why, and until when, does not come"
                      " along.",
                      "{count} people are paused or suspended. Why, and until when, does not come"
                      " along.",
                      arrival->suspended));
}

static const Choice *
organiser_choices(Arena *arena, void *data)
{
  const Arrival *arrival = arrivals_find(request_txn(data), arena);
  const ArrivalOrganiser *organisers = arrival ? arrival->organisers : NULL;
  Choice *choices = arena_new_of(arena, Choice, ARCHIVE_ORGANISERS_MAX + 1);
  char id[ID_TEXT_SIZE];

  for (int i = 0; organisers && organisers[i].id && i < ARCHIVE_ORGANISERS_MAX; i++)
    choices[i] = (Choice){ .value = arena_text(arena, id_to_text(organisers[i].id, id)),
                           .label = organisers[i].name };
  return choices;
}

static const Question who_questions[] = {
  { .name = "who",
    .kind = ASK_ONE_OF,
    .picture = "person",
    .label = N_("Who are you?"),
    .hint = N_("These people organise there."),
    .missing = N_("Choose who you are"),
    .choices_from = organiser_choices,
    .is_needed = true },
  QUESTIONS_END,
};

static bool
has_several(const Arrival *arrival)
{
  return arrival->organisers[0].id && arrival->organisers[1].id;
}

static void
put_yes(Page *page, const Arrival *arrival)
{
  Request *r = page_request(page);
  const char *words = N_("Then you come in as {name}: once, with this browser.");

  if (has_several(arrival)) {
    put_line(page, "person",
             tr(page, N_("Then you come in as who you are: once, with this"
                         " browser.")));
    form_draw(page, .action = path_to(r, "/yes"), .questions = who_questions, .data = r,
              .button = tr(page, N_("Yes, bring it here")));
    return;
  }
  put_line(page, "person",
           arrival->organisers[0].id
               ? tr_fill(page, words, "name", arrival->organisers[0].name, NULL)
               : tr(page, N_("Then you come in as its first organiser: once, with this browser.")));
  form_button(page, .action = path_to(r, "/yes"), .button = tr(page, N_("Yes, bring it here")));
}

static void
draw_checked(Request *r, const Arrival *arrival)
{
  Page *page = open_page(r, N_("The archive is whole. Please look at what is in it."), "search");

  put_what_is_in_it(page, arrival);
  put_what_stays_behind(page, arrival);
  ui_heading(page, 2, tr(page, N_("Shall it come here?")));
  put_line(page, "home",
           tr(page, N_("The old place stays as it is. Stop it when all is well"
                       " here.")));
  put_yes(page, arrival);
  put_another(page);
  page_close(page);
}

/* ---- what was wrong ---- */

static const char *const problem_words[ARRIVAL_PROBLEMS] = {
  [ARRIVAL_NOT_ONE] = N_("This file is not an archive of Commontable. Choose the file whose name"
                         " ends in .archive."),
  [ARRIVAL_NEWER] = N_("A newer version made this archive. Whoever looks after the machine here"
                       " brings Commontable up to date. Then try again."),
  [ARRIVAL_PASSPHRASE] = N_("The archive does not open with this passphrase. The file is still"
                            " here: type the passphrase again."),
  [ARRIVAL_DAMAGED] = N_("The archive is damaged: a part is missing or was changed. Download it"
                         " again where it was made."),
  [ARRIVAL_TOO_LARGE] = N_("Something in the archive is larger than it may be, so we do not take"
                           " it. Make the archive again where it came from."),
  [ARRIVAL_HERE_ALREADY] = N_("This community lives on this machine already. It stays as it is."),
  [ARRIVAL_DOES_NOT_FIT] = N_("The archive does not fit here. Bring the old place up to date, and"
                              " make the archive again there."),
  [ARRIVAL_NO_ORGANISER] = N_("Nobody in this archive is an organiser, so nobody could let the"
                              " others in. Make somebody an organiser in the old place first."),
  [ARRIVAL_IN_USE] = N_("Somebody set this place up meanwhile. It stays as it is."),
  [ARRIVAL_TROUBLE] = N_("This machine could not do it. Perhaps its disk is full. The file is still"
                         " here: try again."),
};

static void
draw_refused(Request *r, const Arrival *arrival)
{
  const char *words = problem_words[arrival->problem];
  Page *page = open_page(r, N_("Nothing was taken in, and nothing here was changed."), "suitcase");

  put_line(page, "stop", tr(page, words ? words : problem_words[ARRIVAL_TROUBLE]));
  if (arrival->problem == ARRIVAL_PASSPHRASE) {
    form_draw(page, .action = path_to(r, "/passphrase"), .questions = passphrase_questions,
              .button = tr(page, N_("Try this passphrase")));
    ui_paragraph(page, .text = tr(page, N_("If the passphrase is right, the file is damaged."
                                           " Download it again where it was made.")));
  }
  put_start_again(page, arrival);
  put_another(page);
  page_close(page);
}

static void
draw_of_another(Request *r, const Arrival *arrival)
{
  Page *page =
      open_page(r, N_("Somebody brought an archive here with another browser."), "suitcase");

  put_line(page, "person",
           tr(page, N_("Only they see what is in it, and only they come in by"
                       " it.")));
  if (arrival_may_go(arrival, request_now_us(r)))
    put_another(page);
  else
    put_load_again(page);
  page_close(page);
}

/* ---- handlers ---- */

static bool
is_own(Request *r, const Arrival *arrival)
{
  char own[BROWSER_HASH_SIZE];

  request_sign(r, LINK_FOR_BROWSER, own);
  return strcmp(own, arrival->browser) == 0;
}

static void
show_arrival(Request *r)
{
  if (!set_up_link(r))
    return;

  const Arrival *arrival = arrivals_find(request_txn(r), request_arena(r));

  if (!arrival)
    draw_bring(r);
  else if (!is_own(r, arrival))
    draw_of_another(r, arrival);
  else if (arrival->state == ARRIVAL_CHECKED)
    draw_checked(r, arrival);
  else if (arrival->state == ARRIVAL_REFUSED)
    draw_refused(r, arrival);
  else
    draw_under_way(r, arrival);
}

static void
bring(Request *r)
{
  const SignInLink *link = set_up_link(r);
  Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);
  char own[BROWSER_HASH_SIZE];

  if (!link)
    return;
  request_sign(r, LINK_FOR_BROWSER, own);
  if (questions_check(bring_questions, answers, r, refusals))
    arrivals_bring(request_txn(r), request_act(r),
                   &(ArrivalWay){ .token = link->token,
                                  .browser = own,
                                  .host = request_host(r),
                                  .expires_at_us = link->expires_at_us },
                   answers_file(answers, "archive"), answers_text(answers, "passphrase"), refusals);
  if (refusals_count(refusals) == 0) {
    reply_redirect(r, path_to(r, ""));
    return;
  }
  answers_set(answers, "passphrase", ""); /* never back onto a page */
  draw_bring(r);
}

/* What this browser brought. NULL: something else was answered. */
static const Arrival *
own_arrival(Request *r)
{
  if (!set_up_link(r))
    return NULL;

  const Arrival *arrival = arrivals_find(request_txn(r), request_arena(r));

  if (arrival && is_own(r, arrival))
    return arrival;
  reply_redirect(r, path_to(r, ""));
  return NULL;
}

static void
try_passphrase(Request *r)
{
  const Arrival *arrival = own_arrival(r);
  Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);

  if (!arrival)
    return;
  if (questions_check(passphrase_questions, answers, r, refusals))
    arrivals_try_passphrase(request_txn(r), request_act(r), arrival,
                            answers_text(answers, "passphrase"), refusals);
  if (refusals_count(refusals) == 0) {
    reply_redirect(r, path_to(r, ""));
    return;
  }
  answers_set(answers, "passphrase", "");
  draw_refused(r, arrival);
}

/* Pressed twice, or too late: the page says how it is. */
static void
agree(Request *r)
{
  const Arrival *arrival = own_arrival(r);
  Refusals *refusals = request_refusals(r);
  int64_t organiser_id = 0;

  if (!arrival)
    return;
  if (!has_several(arrival) || questions_check(who_questions, request_answers(r), r, refusals)) {
    id_from_text(answers_text(request_answers(r), "who"), &organiser_id);
    arrivals_agree(request_txn(r), request_act(r), arrival, organiser_id, refusals);
  }
  if (refusals_count(refusals) > 0 && arrival->state == ARRIVAL_CHECKED)
    draw_checked(r, arrival);
  else
    reply_redirect(r, path_to(r, ""));
}

static void
start_again(Request *r)
{
  const Arrival *arrival = own_arrival(r);

  if (!arrival)
    return;
  arrivals_start_again(request_txn(r), request_act(r), arrival);
  reply_redirect(r, path_to(r, ""));
}

/* By whichever browser: who has the link could set the place up as well. */
static void
drop(Request *r)
{
  if (!set_up_link(r))
    return;

  const Arrival *arrival = arrivals_find(request_txn(r), request_arena(r));

  if (arrival && arrival_may_go(arrival, request_now_us(r)))
    arrivals_drop(request_txn(r), request_act(r));
  reply_redirect(r, path_to(r, ""));
}

enum { BODY_MAX = ARRIVAL_BYTES_MAX + 256 * 1024 };

const Route arrival_routes[] = {
  { "GET", "/set-up/:token/archive", anyone, show_arrival, .supporter = { SUPPORT_AS_SELF } },
  { "POST", "/set-up/:token/archive", anyone, bring, .body_max = BODY_MAX, .per_minute = 10,
    .is_large_when_shown = true, .supporter = { SUPPORT_AS_SELF },
    .too_large =
        N_("The browser takes archives of 64 MB. If yours is smaller, open the page anew and"
           " try again. For a larger one, whoever looks after the machine types:"
           " commontable import") },
  { "GET", "/set-up/:token/archive/passphrase", anyone, show_arrival,
    .supporter = { SUPPORT_AS_SELF } },
  { "POST", "/set-up/:token/archive/passphrase", anyone, try_passphrase, .per_minute = 10,
    .supporter = { SUPPORT_AS_SELF } },
  { "GET", "/set-up/:token/archive/yes", anyone, show_arrival, .supporter = { SUPPORT_AS_SELF } },
  { "POST", "/set-up/:token/archive/yes", anyone, agree, .per_minute = 10,
    .supporter = { SUPPORT_AS_SELF } },
  { "POST", "/set-up/:token/archive/again", anyone, start_again, .per_minute = 10,
    .supporter = { SUPPORT_AS_SELF } },
  { "POST", "/set-up/:token/archive/drop", anyone, drop, .per_minute = 10,
    .supporter = { SUPPORT_AS_SELF } },
  ROUTES_END,
};
