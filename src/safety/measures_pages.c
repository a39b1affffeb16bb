/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pauses, suspensions and removals, for the organisers who agree to them and for those who hear
 * appeals; proposing one is in stop_pages.c. Reading one is on the record of the person it
 * concerns. */
#include "safety/measures_pages.h"

#include "base/ids.h"
#include "people/people_pages.h"
#include "safety/safety_pages.h"
#include "ui/components.h"
#include "ui/form.h"

static const SafetyReaders *
readers_of(Request *r)
{
  return safety_find_readers(request_txn(r), request_arena(r));
}

bool
may_see_measures(Request *r)
{
  return may_organise(r) || may_read_worries(r);
}

/* Organisers see all but their own; who only hears appeals sees those. */
static bool
may_see(Request *r, const Measure *measure, const SafetyReaders *readers)
{
  const int64_t me = request_viewer(r)->member_id;

  if (measure->member_id == me)
    return false;
  return may_organise(r) ||
         (measure->appealed_at_us && measure_may_be_heard_by(measure, readers, me));
}

const char *
measure_path(Request *r, int64_t measure_id)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "/safety/measures/%s", id_to_text(measure_id, id));
}

/* ---- words ---- */

const char *
measure_in_words(Page *page, const Measure *measure)
{
  switch (measure->kind) {
  case MEASURE_PAUSE:
    return tr_count(page, "Paused for {count} day", "Paused for {count} days", measure->days);
  case MEASURE_SUSPEND:
    return tr_count(page, "Suspended for {count} day", "Suspended for {count} days", measure->days);
  default:
    return tr(page, N_("Removed"));
  }
}

static const char *
state_in_words(Page *page, const Measure *measure)
{
  static const char *const words[MEASURE_STATE_COUNT] = {
    [MEASURE_PROPOSED] = N_("Proposed. A second organiser must agree."),
    [MEASURE_DECLINED] = N_("Not agreed"),
    [MEASURE_RUNNING] = N_("In force"),
    [MEASURE_ENDED] = N_("Ended"),
    [MEASURE_LIFTED] = N_("Ended early"),
  };

  if (measure->state == MEASURE_RUNNING && measure->ends_at_us)
    return tr_fill(page, N_("In force until {date}"), "date",
                   safety_date(page, measure->ends_at_us), NULL);
  return tr(page, words[measure->state]);
}

/* ---- the list ---- */

static void
put_measure(Page *page, const Measure *measure)
{
  ui_picture_item_open(page, "stop");
  ui_link(page, .text = measure->member_name, .href = measure_path(page_request(page), measure->id),
          .is_large = true);
  ui_line_break(page);
  ui_words(page, measure_in_words(page, measure));
  ui_words(page, ". ");
  ui_words(page, state_in_words(page, measure));
  if (measure_waits_for_hearing(measure)) {
    ui_words(page, " ");
    ui_strong(page, tr(page, N_("An appeal waits to be heard.")));
  }
  ui_picture_item_close(page);
}

static void
show_measures(Request *r)
{
  const SafetyReaders *readers = readers_of(r);
  const Measure *measures = measures_list(request_txn(r), request_arena(r));
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Pauses, suspensions, appeals")),
                      .back = may_organise(r) ? "/safety" : "/" });
  int shown = 0;

  for (const Measure *one = measures; one->id; one++) {
    if (!may_see(r, one, readers))
      continue;
    if (shown++ == 0)
      ui_list_open(page, LIST_RULED);
    put_measure(page, one);
  }
  if (shown > 0)
    ui_list_close(page);
  else
    ui_paragraph(page, .text = tr(page, N_("There are none here.")));
  if (may_organise(r))
    ui_paragraph(page, .is_quiet = true,
                 .text = tr(page, N_("To begin one, open the person in People.")));
  page_close(page);
}

const Waiting *
measures_waiting(Request *r)
{
  const Lang *lang = request_lang(r);

  const SafetyReaders *readers = readers_of(r);
  const int64_t me = request_viewer(r)->member_id;

  if (!may_organise(r) && !may_read_worries_as(r, readers))
    return NULL;

  for (const Measure *one = measures_list(request_txn(r), request_arena(r)); one->id; one++) {
    const bool is_hearing =
        measure_waits_for_hearing(one) && measure_may_be_heard_by(one, readers, me);

    if (!is_hearing && !(may_organise(r) && measure_may_be_decided_by(one, readers, me)))
      continue;

    Waiting *waiting = arena_new_of(request_arena(r), Waiting, 2);

    waiting[0] = (Waiting){
      .title = is_hearing ? lang_text(lang, N_("An appeal waits to be heard"))
                          : lang_text(lang, N_("An organiser asks you to decide with them")),
      .button = is_hearing ? lang_text(lang, N_("Look at the appeal"))
                           : lang_text(lang, N_("Look at what they propose")),
      .href = measure_path(r, one->id),
      .urgency = WAITS_FOR_US,
    };
    return waiting;
  }
  return NULL;
}

/* ---- one ---- */

/* NULL: not for this viewer, and that is answered. */
static const Measure *
measure_in_path(Request *r)
{
  const Measure *measure =
      measures_find(request_txn(r), request_arena(r), request_id_in_path(r, "measure"));

  if (measure && may_see(r, measure, readers_of(r)))
    return measure;
  if (!txn_trouble(request_txn(r)))
    reply_not_found(r);
  return NULL;
}

/* Whoever decides on an organiser sees that the role ends too, and later that it has not come back.
 */
static void
put_role(Page *page, const Measure *measure)
{
  if (!measure->is_organiser_s)
    return;
  ui_inset_text(page, .text = measure->state == MEASURE_PROPOSED
                                  ? tr(page, N_("This person is an organiser. If you agree, that"
                                                " ends too, and it does not come back by itself."))
                                  : tr(page, N_("They were an organiser until then. That does not"
                                                " come back by itself: when they are back, an"
                                                " organiser can choose it again in People.")));
}

static void
put_decide(Page *page, const Measure *measure, const char *path)
{
  Request *r = page_request(page);
  const int64_t me = request_viewer(r)->member_id;
  const bool is_mine = measure->proposed_by == me;

  if (measure->state != MEASURE_PROPOSED)
    return;
  if (!is_mine && !measure_may_be_decided_by(measure, readers_of(r), me))
    return;
  form_open(page, arena_format(request_arena(r), "%s/decide", path));
  ui_button_group_open(page);
  if (!is_mine)
    ui_button(page, .text = tr(page, N_("I agree: do it")), .name = "decision", .value = "yes",
              .is_warning = true);
  ui_button(page, .text = is_mine ? tr(page, N_("Take it back")) : tr(page, N_("I do not agree")),
            .name = "decision", .value = "no", .is_secondary = true);
  ui_button_group_close(page);
  form_close(page, NULL);
}

static void
put_in_force(Page *page, const Measure *measure, const char *path)
{
  Request *r = page_request(page);
  const int64_t me = request_viewer(r)->member_id;

  if (*measure->token && may_organise(r)) {
    ui_heading(page, 2, tr(page, N_("The letter for the person")));
    ui_paragraph(page, .text = tr(page, N_("By e-mail it is sent by itself. To everybody else, give"
                                           " this address on paper or by phone. There they read"
                                           " why, and can say that it is wrong.")));
    ui_paragraph_open(page);
    ui_address(page,
               arena_format(request_arena(r), "%s/told/%s", request_origin(r), measure->token));
    ui_paragraph_close(page);
  }
  if (measure->state == MEASURE_RUNNING && may_organise(r) && measure_may_be_lifted_by(measure, me))
    form_button(page, .action = arena_format(request_arena(r), "%s/lift", path),
                .button = tr(page, N_("End it now")), .is_secondary = true);
}

static void
put_appeal(Page *page, const Measure *measure, const char *path)
{
  Request *r = page_request(page);

  if (!measure->appealed_at_us)
    return;
  ui_heading(page, 2,
             tr_fill(page, N_("Appeal, {date}"), "date", safety_date(page, measure->appealed_at_us),
                     NULL));
  ui_person_lines(page, measure->appeal);
  if (measure->heard_at_us) {
    ui_heading(
        page, 2,
        tr_fill(page, N_("Heard, {date}"), "date", safety_date(page, measure->heard_at_us), NULL));
    ui_person_lines(page, measure->answer);
  } else if (measure_may_be_heard_by(measure, readers_of(r), request_viewer(r)->member_id)) {
    ui_button(page, .text = tr(page, N_("Hear the appeal")),
              .href = arena_format(request_arena(r), "%s/hear", path));
  } else {
    ui_paragraph(page, .text = tr(page, N_("Somebody who did not decide on this hears it.")));
  }
}

static void
draw_measure(Request *r, const Measure *measure)
{
  const char *path = measure_path(r, measure->id);
  Page *page =
      page_open(r, &(PageHead){ .title = measure->member_name, .back = "/safety/measures" });
  const SummaryRow rows[] = {
    { .key.text = tr(page, N_("What")), .value.text = measure_in_words(page, measure) },
    { .key.text = tr(page, N_("How far")), .value.text = state_in_words(page, measure) },
    { .key.text = tr(page, N_("Proposed on")),
      .value.text = safety_date(page, measure->proposed_at_us) },
    { .key.text = tr(page, N_("Why")), .value.text = measure_grounds_in_words(page, measure) },
  };

  ui_summary_list(page, .rows = rows, .count = G_N_ELEMENTS(rows));
  ui_heading(page, 2, tr(page, N_("The reason")));
  ui_person_lines(page, measure->words);
  put_role(page, measure);
  put_decide(page, measure, path);
  put_in_force(page, measure, path);
  put_appeal(page, measure, path);
  page_close(page);
}

static void
show_measure(Request *r)
{
  const Measure *measure = measure_in_path(r);

  if (measure)
    draw_measure(r, measure);
}

static void
decide(Request *r)
{
  const Measure *measure = measure_in_path(r);
  const bool is_agreed = answers_have(request_answers(r), "decision", "yes");

  if (!measure)
    return;
  measures_decide(request_txn(r), request_act(r), measure->id, is_agreed, request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_measure(r, measure);
  else
    reply_redirect_saying(
        r, measure_path(r, measure->id),
        is_agreed ? N_("It is in force. The person is told") : N_("It will not be done"), NULL);
}

static void
lift(Request *r)
{
  const Measure *measure = measure_in_path(r);

  if (!measure)
    return;
  measures_lift(request_txn(r), request_act(r), measure->id, request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_measure(r, measure);
  else
    reply_redirect_saying(r, measure_path(r, measure->id), N_("It is ended"), NULL);
}

/* ---- hearing ---- */

static const Choice outcome_choices[] = {
  { .value = "kept", .label = N_("It stays as it is") },
  { .value = "lifted", .label = N_("It ends now") },
  { .value = NULL },
};

static const Question hear_questions[] = {
  { .name = "outcome",
    .kind = ASK_ONE_OF,
    .label = N_("What do you decide?"),
    .hint = N_("Listen to the person and to those who decided first."),
    .missing = N_("Choose what you decide"),
    .picture = "listen",
    .choices = outcome_choices,
    .is_needed = true },
  { .name = "words",
    .kind = ASK_LONG,
    .label = N_("Why?"),
    .hint = N_("The person reads this."),
    .missing = N_("Write the reason. The person reads it."),
    .picture = "write",
    .max_length = MEASURE_WORDS_MAX,
    .is_needed = true },
  QUESTIONS_END,
};

static void
draw_hear(Request *r, const Measure *measure)
{
  const char *path = measure_path(r, measure->id);
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Hear the appeal")), .back = path });

  form_draw(page, .action = arena_format(request_arena(r), "%s/hear", path),
            .questions = hear_questions, .button = tr(page, N_("This is my decision")));
  page_close(page);
}

static void
show_hear(Request *r)
{
  const Measure *measure = measure_in_path(r);

  if (measure)
    draw_hear(r, measure);
}

static void
hear(Request *r)
{
  const Measure *measure = measure_in_path(r);

  if (!measure)
    return;
  if (questions_check(hear_questions, request_answers(r), r, request_refusals(r)))
    measures_hear(request_txn(r), request_act(r), measure->id,
                  answers_have(request_answers(r), "outcome", "lifted"),
                  answers_text(request_answers(r), "words"), request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_hear(r, measure);
  else
    reply_redirect_saying(r, measure_path(r, measure->id), N_("The person is told"), NULL);
}

const Route measures_routes[] = {
  { "GET", "/safety/measures", may_see_measures, show_measures },
  { "GET", "/safety/measures/:measure", may_see_measures, show_measure,
    .read_is_logged_as = "measure-read" },
  { "GET", "/safety/measures/:measure/decide", may_organise, show_measure,
    .read_is_logged_as = "measure-read" },
  { "POST", "/safety/measures/:measure/decide", may_organise, decide },
  { "GET", "/safety/measures/:measure/lift", may_organise, show_measure,
    .read_is_logged_as = "measure-read" },
  { "POST", "/safety/measures/:measure/lift", may_organise, lift },
  { "GET", "/safety/measures/:measure/hear", may_see_measures, show_hear },
  { "POST", "/safety/measures/:measure/hear", may_see_measures, hear },
  ROUTES_END,
};
