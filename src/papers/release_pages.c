/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sending a paper: how far, all at once (R66, indicator 9). Formats are shown by count, never by
 * person. To whom is send_pages.c, what is done by hand by_hand_pages.c. */
#include "papers/papers_pages.h"

#include "base/ids.h"
#include "lang/languages.h"
#include "papers/cases_pages.h"
#include "papers/late.h"
#include "papers/made_pages.h"
#include "papers/reached.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

static const Question override_questions[] = {
  { .name = "reason",
    .kind = ASK_LONG,
    .picture = "write",
    .rows = 3,
    .max_length = 500,
    .label = N_("Why send it before every format is ready?"),
    .hint =
        N_("All members can read this reason. Write no names, and not which format is missing."),
    .missing = N_("Write the reason: all members can read it"),
    .is_needed = true },
  QUESTIONS_END,
};

const char *
release_path(Request *r, int64_t release_id)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "/releases/%s", id_to_text(release_id, id));
}

/* ---- how far ---- */

static void
put_format(Page *page, const Table *table, const ReleaseFormat *format)
{
  static const char *const states[] = {
    [FORMAT_WAITING] = N_("Being made"),
    [FORMAT_READY] = N_("Ready"),
    [FORMAT_NOT_READY] = N_("Not ready"),
  };
  Arena *arena = request_arena(page_request(page));
  const char *state = tr(page, states[format->state]);
  const Cell cells[] = {
    { .text = want_in_words(page, &format->want), .picture = format_picture(format->want.format) },
    { .text = arena_format(arena, "%d", format->people), .format = "numeric" },
    { .text = format->problem ? arena_format(arena, "%s. %s", state, tr_told(page, format->problem))
                              : state },
  };

  ui_table_row(page, table, cells, G_N_ELEMENTS(cells));
}

static void
put_made_row(Page *page, const Table *table, const ReleaseMade *made)
{
  Arena *arena = request_arena(page_request(page));
  const Cell cells[] = {
    { .text = made->made ? made_in_words(page, made->made)
                         : made_kind_in_words(page, made->kind, language_name(made->language)),
      .picture = made_picture(made->kind) },
    { .text = made->people ? arena_format(arena, "%d", made->people) : "", .format = "numeric" },
    { .text = made->made ? made_state_in_words(page, made->made)
                         : tr(page, N_("Nobody was asked to make it yet")) },
  };

  ui_table_row(page, table, cells, G_N_ELEMENTS(cells));
}

static void
put_formats(Page *page, const Release *release)
{
  const Cell head[] = {
    { .text = tr(page, N_("Format")) },
    { .text = tr(page, N_("People")), .format = "numeric" },
    { .text = tr(page, N_("How far")) },
  };
  const Table table = {
    .caption = tr_count(page, "{count} person gets this paper", "{count} people get this paper",
                        release->people),
    .head = head,
    .head_count = G_N_ELEMENTS(head),
    .is_first_cell_header = true,
  };

  ui_table_open(page, &table);
  for (int i = 0; i < release->formats_count; i++)
    put_format(page, &table, &release->formats[i]);
  for (int i = 0; i < release->made_count; i++)
    put_made_row(page, &table, &release->made[i]);
  ui_table_close(page);
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Formats made by people")), .is_large = true,
          .href = arena_format(request_arena(page_request(page)), "%s/made",
                               paper_path(page_request(page), release->paper_id)));
  ui_paragraph_close(page);
  if (release->no_mails)
    ui_paragraph(page, .text = tr_count(page,
                                        "{count} person wants no mails. They find the paper when"
                                        " they come in.",
                                        "{count} people want no mails. They find the paper when"
                                        " they come in.",
                                        release->no_mails));
}

static void
put_release_choice(Page *page, const Release *release)
{
  Request *r = page_request(page);
  const char *path = release_path(r, release->id);

  if (release->formats_ready == release->formats_count && release->made_missing == 0) {
    ui_paragraph(page, .is_strong = true, .text = tr(page, N_("Everything is ready.")));
    form_button(page, .action = arena_format(request_arena(r), "%s/release", path),
                .button = release->is_slip   ? tr(page, N_("Put it right now"))
                          : release->is_more ? tr(page, N_("Send it to them now"))
                                             : tr(page, N_("Send it to everybody now")));
    return;
  }
  ui_inset_text(page, .text = tr(page, N_("Nobody gets it before all can get it.")));
  ui_button(page, .text = tr(page, N_("Look again")), .href = path);
  ui_heading(page, 2, tr(page, N_("It cannot wait?")));
  form_draw(page, .action = arena_format(request_arena(r), "%s/override", path),
            .questions = override_questions, .button = tr(page, N_("Send what is ready now")));
}

/* A list for doing by hand; `words`: what is left of it, or that it is done. */
static void
put_hand_list(Page *page, const Release *release, const char *picture, const char *end,
              const char *words)
{
  Request *r = page_request(page);

  ui_picture_item_open(page, picture);
  ui_link(page, .is_large = true, .text = words,
          .href = arena_format(request_arena(r), "%s/%s", release_path(r, release->id), end));
  ui_picture_item_close(page);
}

static void
put_hand_lists(Page *page, const Release *release)
{
  int awaited = 0;
  const int late = late_count_to_tell(request_txn(page_request(page)), release->id, &awaited);

  ui_list_open(page, LIST_RULED);
  if (release->posts > 0)
    put_hand_list(page, release, "letter", "post",
                  tr_count(page, "Print and post: {count} person", "Print and post: {count} people",
                           release->posts));
  put_hand_list(page, release, "phone", "calls",
                release->waiting_calls > 0
                    ? tr_count(page, "Ring or visit: {count} person",
                               "Ring or visit: {count} people", release->waiting_calls)
                    : tr(page, N_("Ring or visit: all done")));
  if (release->texts > 0)
    put_hand_list(page, release, "talk", "texts",
                  release->waiting_texts > 0
                      ? tr_count(page, "Send a text message: {count} person",
                                 "Send a text message: {count} people", release->waiting_texts)
                      : tr(page, N_("Text messages: all done")));
  if (release->readings > 0)
    put_hand_list(page, release, "listen", "readings",
                  release->waiting_readings > 0
                      ? tr_count(page, "To be read aloud at a meeting: {count} person",
                                 "To be read aloud at a meeting: {count} people",
                                 release->waiting_readings)
                      : tr(page, N_("Read aloud at a meeting: all done")));
  if (late > 0)
    put_hand_list(page, release, "bell", "late",
                  tr_count(page, "A format came later. Tell {count} person",
                           "A format came later. Tell {count} people", late));
  ui_list_close(page);
}

static void
put_what_is_left(Page *page, const Release *release)
{
  ui_paragraph(page, .text = tr_fill(page, N_("Sent on {date}"), "date",
                                     date_in_words(page, release->released_at_us), NULL));
  if (release->override_reason) {
    ui_paragraph_open(page);
    ui_words(page, tr(page, N_("It was sent before every format was ready. Reason given:")));
    ui_words(page, " ");
    ui_person(page, release->override_reason);
    ui_paragraph_close(page);
  }
  put_hand_lists(page, release);
  ui_button(page, .text = tr(page, N_("Send it to more people")), .is_secondary = true,
            .href = arena_format(request_arena(page_request(page)), "%s/send",
                                 paper_path(page_request(page), release->paper_id)));
}

static const char *
sending_in_words(Page *page, const Sending *one)
{
  Arena *arena = request_arena(page_request(page));
  const char *number = arena_format(arena, "%d", one->number);
  const char *people = tr_count(page, "{count} person", "{count} people", one->people);

  if (!one->released_at_us)
    return tr_fill(page, N_("{number}: for {people}, being prepared"), "number", number, "people",
                   people, NULL);
  return tr_fill(page,
                 one->is_slip     ? N_("{number}: a slip put right on {date}")
                 : one->is_change ? N_("{number}: a change, to {people} on {date}")
                                  : N_("{number}: to {people} on {date}"),
                 "number", number, "people", people, "date",
                 date_in_words(page, one->released_at_us), NULL);
}

static void
put_other_sendings(Page *page, const Release *release)
{
  Request *r = page_request(page);
  const Sending *one = papers_sendings(request_txn(r), request_arena(r), release->paper_id);

  if (!one->id || !one[1].id)
    return;
  ui_heading(page, 2, tr(page, N_("All sendings of this paper")));
  ui_list_open(page, LIST_RULED);
  for (; one->id; one++) {
    ui_list_item_open(page);
    if (one->id == release->id)
      ui_words(page, tr_fill(page, N_("{sending} (this one)"), "sending",
                             sending_in_words(page, one), NULL));
    else
      ui_link(page, .is_large = true, .text = sending_in_words(page, one),
              .href = release_path(r, one->id));
    ui_list_item_close(page);
  }
  ui_list_close(page);
}

/* Of a change: what changed and why, in its writer's words; of a slip: that nobody is told. */
static void
put_what_it_sends(Page *page, const Release *release)
{
  if (release->is_more)
    ui_paragraph(page, .text = tr(page, N_("Others have this paper already. This sends it to more"
                                           " people.")));
  if (!*release->why || release->is_more)
    return;
  ui_paragraph(page, .is_strong = true,
               .text = release->is_slip ? tr(page, N_("This puts a slip right. Nobody is told."))
                                        : tr(page, N_("This sends a change to all who have the"
                                                      " paper.")));
  ui_person_lines(page, release->why);
}

static void
draw_release(Request *r, const Release *release)
{
  Page *page = page_open(r, &(PageHead){ .title = release->paper_title,
                                         .back = paper_path(r, release->paper_id),
                                         .section = "/papers" });

  put_what_it_sends(page, release);
  if (release->is_released) {
    put_what_is_left(page, release);
    put_what_came(page, release);
  }
  put_cases(page, release->paper_id);
  put_formats(page, release);
  if (!release->is_released)
    put_release_choice(page, release);
  put_other_sendings(page, release);
  page_close(page);
}

const Release *
find_release(Request *r)
{
  const Release *release =
      releases_find(request_txn(r), request_arena(r), request_id_in_path(r, "release"));

  if (!release)
    reply_not_found(r);
  return release;
}

static void
show_release(Request *r)
{
  const Release *release = find_release(r);

  if (release)
    draw_release(r, release);
}

static void
release_with(Request *r, const char *reason)
{
  const Release *release = find_release(r);

  if (!release)
    return;
  if (refusals_count(request_refusals(r)) == 0)
    releases_release(request_txn(r), request_act(r), release->id, reason, request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_release(r, release);
  else
    reply_redirect_saying(r, release_path(r, release->id), N_("The paper is on its way"), NULL);
}

static void
release_all(Request *r)
{
  release_with(r, NULL);
}

static void
release_over(Request *r)
{
  questions_check(override_questions, request_answers(r), r, request_refusals(r));
  release_with(r, answers_text(request_answers(r), "reason"));
}

const Route release_routes[] = {
  { "GET", "/releases/:release", may_organise, show_release },
  /* A refused form stands at this address: loading it again, or in another language, finds one. */
  { "GET", "/releases/:release/release", may_organise, show_release },
  { "GET", "/releases/:release/override", may_organise, show_release },
  { "POST", "/releases/:release/release", may_organise, release_all },
  { "POST", "/releases/:release/override", may_organise, release_over },
  ROUTES_END,
};
