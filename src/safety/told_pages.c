/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the person concerned reads: what, why, until when, and how to say that it is wrong. By their
 * letter's address, so that somebody who was removed has it too, or signed in. */
#include "safety/measures_pages.h"

#include "people/people_pages.h"
#include "people/state.h"
#include "safety/safety_pages.h"
#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

static const Question appeal_questions[] = {
  { .name = "words",
    .kind = ASK_LONG,
    .label = N_("What do you want to say?"),
    .hint = N_("Somebody who did not decide on it reads this and answers you."),
    .missing = N_("Write what you want to say"),
    .picture = "talk",
    .max_length = MEASURE_WORDS_MAX,
    .is_needed = true },
  QUESTIONS_END,
};

static bool
has_hearer(const Measure *measure, const SafetyReaders *readers)
{
  bool has = false;

  for (int i = 0; i < SAFETY_PEOPLE; i++)
    has = has || measure_may_be_heard_by(measure, readers, readers->people[i].id);
  for (const KnownMember *one = readers->organisers; one->id; one++)
    has = has || measure_may_be_heard_by(measure, readers, one->id);
  return has;
}

static void
put_appeal(Page *page, const Measure *measure)
{
  Request *r = page_request(page);
  const SafetyReaders *readers = safety_find_readers(request_txn(r), request_arena(r));

  if (measure->heard_at_us) {
    ui_heading(page, 2,
               tr_fill(page, N_("The answer to what you said, {date}"), "date",
                       safety_date(page, measure->heard_at_us), NULL));
    ui_person_lines(page, measure->answer);
    return;
  }
  ui_heading(page, 2, tr(page, N_("Is this wrong?")));
  if (measure->appealed_at_us) {
    ui_paragraph(page, .text = tr(page, N_("You have said so. Somebody who did not decide on it"
                                           " looks at it. The answer will stand here.")));
    return;
  }
  if (!has_hearer(measure, readers))
    ui_paragraph(page, .text = tr(page, N_("Just now everybody who could hear you took part in"
                                           " deciding. What you write is kept for the next one. You"
                                           " can also ask whoever runs this place.")));
  form_draw(page, .questions = appeal_questions, .button = tr(page, N_("Send this")));
}

static const char *
until_in_words(Page *page, const Measure *measure)
{
  if (measure->state != MEASURE_RUNNING)
    return tr_fill(page, N_("It ended on {date}"), "date", safety_date(page, measure->ends_at_us),
                   NULL);
  if (!measure->ends_at_us)
    return tr(page, N_("It has no end"));
  return safety_date(page, measure->ends_at_us);
}

static void
draw_told(Request *r, const Measure *measure)
{
  const bool is_one = measure->kind == MEASURE_PAUSE;
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("About your taking part")) });
  const SummaryRow rows[] = {
    { .key.text = tr(page, N_("What")), .value.text = measure_in_words(page, measure) },
    { .key.text = tr(page, N_("From")), .value.text = safety_date(page, measure->starts_at_us) },
    { .key.text = tr(page, N_("Until")), .value.text = until_in_words(page, measure) },
    { .key.text = tr(page, N_("Decided by")),
      .value.text = is_one ? tr(page, N_("One organiser, in an emergency"))
                           : tr(page, N_("Two organisers")) },
    { .key.text = tr(page, N_("Why")), .value.text = measure_grounds_in_words(page, measure) },
  };

  ui_summary_list(page, .rows = rows, .count = G_N_ELEMENTS(rows));
  ui_heading(page, 2, tr(page, N_("The reason")));
  ui_person_lines(page, measure->words);
  if (measure->is_organiser_s)
    ui_inset_text(page, .text = tr(page, N_("You were an organiser. That ended when this began. It"
                                            " does not come back by itself when this is over: ask"
                                            " an organiser then.")));
  put_appeal(page, measure);
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("You can always talk to somebody")), .href = "/worried",
          .is_large = true);
  ui_paragraph_close(page);
  page_close(page);
}

/* By the letter, or of whoever is signed in. NULL: none, and that is answered. */
static const Measure *
measure_of(Request *r)
{
  const char *token = request_text_in_path(r, "token");
  const Measure *measure =
      *token ? measures_find_by_token(request_txn(r), request_arena(r), token)
             : measures_find_for(request_txn(r), request_arena(r), request_viewer(r)->member_id);
  const bool is_theirs =
      measure && people_find_state(request_txn(r), measure->member_id) != MEMBER_FORMER;

  if (!is_theirs && !txn_trouble(request_txn(r)))
    reply_not_found(r);
  return is_theirs ? measure : NULL;
}

static void
show_told(Request *r)
{
  const Measure *measure = measure_of(r);

  if (measure)
    draw_told(r, measure);
}

static void
appeal(Request *r)
{
  const Measure *measure = measure_of(r);

  if (!measure)
    return;
  if (questions_check(appeal_questions, request_answers(r), r, request_refusals(r)))
    measures_appeal(request_txn(r), request_act(r), measure->id,
                    answers_text(request_answers(r), "words"), request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_told(r, measure);
  else
    reply_redirect(r, "/told/sent");
}

static void
show_sent(Request *r)
{
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("What you said is kept")),
                      .lead = lang_text(request_lang(r),
                                        N_("Somebody who did not decide on it looks at it. The"
                                           " answer will stand where you wrote it.")) });

  page_close(page);
}

const Route told_routes[] = {
  { "GET", "/told/sent", anyone, show_sent },
  { "GET", "/told/:token", anyone, show_told },
  { "POST", "/told/:token", anyone, appeal, .per_minute = 10 },
  { "GET", "/safety/mine", is_known, show_told },
  { "POST", "/safety/mine", is_known, appeal, .per_minute = 10 },
  ROUTES_END,
};
