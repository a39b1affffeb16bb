/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How I like things: colours for everybody, and how papers reach me for members (R11). */
#include "people/people_pages.h"

#include "base/clock.h"
#include "people/wants_questions.h"
#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

static const Choice theme_choices[] = {
  { .value = "light", .label = N_("Dark words on white") },
  { .value = "dark", .label = N_("Light words on dark") },
  { .value = "yellow", .label = N_("Yellow words on black") },
  { .value = "cream", .label = N_("Dark words on cream") },
  { .value = NULL },
};

static const Question theme_questions[] = {
  { .name = "theme",
    .kind = ASK_ONE_OF,
    .picture = "colours",
    .label = N_("Colours"),
    .missing = N_("Choose the colours you like"),
    .choices = theme_choices,
    .is_needed = true },
  QUESTIONS_END,
};

static const Question wants_questions[] = { WANTS_QUESTIONS, QUESTIONS_END };

static void
draw_looks(Request *r)
{
  const Viewer *viewer = request_viewer(r);
  Answers *answers = request_answers(r);
  const Member *me = viewer->member_id
                         ? people_find(request_txn(r), request_arena(r), viewer->member_id, true)
                         : NULL;

  if (!request_is_post(r)) {
    answers_set(answers, "theme", request_theme(r));
    if (me)
      wants_to_answers(&me->wants, answers);
  }

  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("How I like things")) });

  form_draw(page, .action = "/how-i-like-things", .questions = theme_questions,
            .button = tr(page, N_("Use these colours")));
  if (me) {
    ui_heading(page, 2, tr(page, N_("How papers reach me")));
    form_draw(page, .action = "/how-i-like-things/papers", .questions = wants_questions,
              .button = tr(page, N_("Keep this")));
    ui_paragraph(page, .is_quiet = true,
                 .text = tr(page, N_("Kept sealed. Organisers who send papers can see it.")));
    ui_heading(page, 2, tr(page, N_("Finished on this device?")));
    form_button(page, .action = "/sign-out", .is_secondary = true,
                .button = tr(page, N_("Sign out")));
  } else {
    ui_paragraph(page, .text = tr(page, N_("When you have come in, you can also choose how papers"
                                           " reach you.")));
  }
  page_close(page);
}

static void
change_theme(Request *r)
{
  const Viewer *viewer = request_viewer(r);
  const char *theme = answers_text(request_answers(r), "theme");

  if (!questions_check(theme_questions, request_answers(r), r, request_refusals(r))) {
    draw_looks(r);
    return;
  }
  if (viewer->member_id)
    people_change_looks(request_txn(r), request_act(r), viewer->member_id,
                        viewer->language ? viewer->language : "", theme);
  request_set_cookie(r, "theme", theme, 365 * (US_PER_DAY / US_PER_S));
  reply_redirect_saying(r, "/how-i-like-things", N_("Your colours are kept"), NULL);
}

static void
change_wants(Request *r)
{
  FormatWants wants;

  if (!questions_check(wants_questions, request_answers(r), r, request_refusals(r))) {
    draw_looks(r);
    return;
  }
  wants_from_answers(request_answers(r), &wants);
  people_change_wants(request_txn(r), request_act(r), request_viewer(r)->member_id, &wants);
  reply_redirect_saying(r, "/how-i-like-things", N_("How papers reach you is kept"), NULL);
}

const Route looks_routes[] = {
  { "GET", "/how-i-like-things", anyone, draw_looks },
  { "POST", "/how-i-like-things", anyone, change_theme },
  /* A refused form stands at this address: loading it again, or in another language, finds one. */
  { "GET", "/how-i-like-things/papers", is_known, draw_looks },
  { "POST", "/how-i-like-things/papers", is_known, change_wants },
  ROUTES_END,
};
