/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How I like things: words, colours, size and spacing of letters for everybody, and for members how
 * papers reach them (R11). One page with everything; in Easy Read each has a page of its own. */
#include "people/people_pages.h"

#include "people/wants_questions.h"
#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

#define HERE "/how-i-like-things"

static const Choice theme_choices[] = {
  { .value = "auto", .label = N_("As this device is set") },
  { .value = "light", .label = N_("Dark words on white"), .example = "theme=light" },
  { .value = "dark", .label = N_("Light words on dark"), .example = "theme=dark" },
  { .value = "yellow", .label = N_("Yellow words on black"), .example = "theme=yellow" },
  { .value = "cream", .label = N_("Dark words on cream"), .example = "theme=cream" },
  { .value = NULL },
};

static const Choice size_choices[] = {
  { .value = "normal", .label = N_("As usual"), .example = "text-size=normal" },
  { .value = "large", .label = N_("Large"), .example = "text-size=large" },
  { .value = "larger", .label = N_("Larger"), .example = "text-size=larger" },
  { .value = "largest", .label = N_("Largest"), .example = "text-size=largest" },
  { .value = NULL },
};

static const Choice spacing_choices[] = {
  { .value = "normal", .label = N_("As usual"), .example = "spacing=normal" },
  { .value = "wide", .label = N_("Wide"), .example = "spacing=wide" },
  { .value = "wider", .label = N_("Wider"), .example = "spacing=wider" },
  { .value = NULL },
};

static const Choice *
language_choices(Arena *arena, void *data)
{
  const Lang *const *offered = lang_offered();
  Choice *choices;
  int count = 0;

  (void)data;
  while (offered[count])
    count++;
  choices = arena_new_of(arena, Choice, count + 1);
  for (int i = 0; i < count; i++)
    choices[i] = (Choice){ .value = lang_tag(offered[i]), .label = lang_name(offered[i]) };
  return choices;
}

static const Question language_questions[] = {
  { .name = "language",
    .kind = ASK_ONE_OF,
    .picture = "language",
    .label = N_("Which words?"),
    .hint = N_("Easy Read has short sentences and pictures, and asks one question a page."),
    .missing = N_("Choose the words you like"),
    .choices_from = language_choices,
    .is_needed = true },
  QUESTIONS_END,
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

static const Question size_questions[] = {
  { .name = "text-size",
    .kind = ASK_ONE_OF,
    .picture = "letters",
    .label = N_("How large are the letters?"),
    .missing = N_("Choose how large the letters are"),
    .choices = size_choices,
    .is_needed = true },
  QUESTIONS_END,
};

static const Question spacing_questions[] = {
  { .name = "spacing",
    .kind = ASK_ONE_OF,
    .picture = "ruler",
    .label = N_("How much space is between letters and lines?"),
    .missing = N_("Choose how much space there is"),
    .choices = spacing_choices,
    .is_needed = true },
  QUESTIONS_END,
};

static const Question wants_questions[] = { WANTS_QUESTIONS, QUESTIONS_END };

/* ---- the parts ---- */

typedef enum { FOR_LANGUAGE, FOR_LOOK, FOR_PAPERS } PartKind;

typedef struct {
  const char *path, *title, *button, *saved; /* words: message ids */
  const Question *questions;
  PartKind kind;
  PageLook look; /* FOR_LOOK */
} Part;

static const Part parts[] = {
  { HERE "/words", N_("The words I read"), N_("Use these words"), N_("Your words are kept"),
    language_questions, FOR_LANGUAGE, LOOK_COUNT },
  { HERE "/colours", N_("My colours"), N_("Use these colours"), N_("Your colours are kept"),
    theme_questions, FOR_LOOK, LOOK_THEME },
  { HERE "/size", N_("The size of my letters"), N_("Use this size"), N_("Your size is kept"),
    size_questions, FOR_LOOK, LOOK_TEXT_SIZE },
  { HERE "/spacing", N_("The space between my lines"), N_("Use this space"),
    N_("Your space is kept"), spacing_questions, FOR_LOOK, LOOK_SPACING },
  { HERE "/papers", N_("How papers reach me"), N_("Keep this"), N_("How papers reach you is kept"),
    wants_questions, FOR_PAPERS, LOOK_COUNT },
};

static bool
may_use(Request *r, const Part *part)
{
  return part->kind != FOR_PAPERS || is_known(r);
}

static const Member *
find_me(Request *r)
{
  const int64_t id = request_viewer(r)->member_id;

  return id ? people_find(request_txn(r), request_arena(r), id, true) : NULL;
}

/* What is chosen now, unless a form comes back. */
static void
fill_in(Request *r, const Member *me)
{
  Answers *answers = request_answers(r);

  if (request_is_post(r))
    return;
  answers_set(answers, "language", lang_tag(request_lang(r)));
  for (PageLook look = 0; look < LOOK_COUNT; look++)
    answers_set(answers, look_cookie(look), request_look(r, look));
  if (me)
    wants_to_answers(&me->wants, answers);
}

static void
put_form(Page *page, const Part *part)
{
  form_draw(page, .action = part->path, .questions = part->questions,
            .button = tr(page, part->button));
  if (part->kind == FOR_PAPERS)
    ui_paragraph(page, .is_quiet = true,
                 .text = tr(page, N_("Kept sealed. Organisers who send papers can see it.")));
}

static void
put_link(Page *page, void *data)
{
  const Part *part = data;

  ui_link(page, .text = tr(page, part->title), .href = part->path, .is_large = true);
}

static void
put_link_to_reach(Page *page, void *data)
{
  (void)data;
  ui_link(page, .text = tr(page, N_("How people reach me")), .href = "/me/name", .is_large = true);
}

static void
put_reach(Page *page)
{
  if (lang_is_easy_read(page_lang(page))) {
    ui_picture_row(page, .picture = "talk", .draw = put_link_to_reach);
    return;
  }
  ui_heading(page, 2, tr(page, N_("E-mail, telephone, post")));
  ui_paragraph(page, .draw = put_link_to_reach);
}

static void
put_sign_out(Page *page)
{
  ui_heading(page, 2, tr(page, N_("Finished on this device?")));
  form_button(page, .action = "/sign-out", .is_secondary = true,
              .button = tr(page, N_("Sign out")));
}

/* In Easy Read one idea a row, each with a page behind it. */
static void
put_parts(Page *page)
{
  Request *r = page_request(page);
  const bool is_easy = lang_is_easy_read(page_lang(page));

  for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
    const Part *part = &parts[i];

    if (!may_use(r, part))
      continue;
    if (is_easy) {
      ui_picture_row(page, .picture = part->questions->picture, .draw = put_link,
                     .data = (void *)part);
      continue;
    }
    ui_heading(page, 2, tr(page, part->title));
    put_form(page, part);
  }
}

static void
show_all(Request *r)
{
  const Member *me = find_me(r);
  Page *page;

  fill_in(r, me);
  page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("How I like things")),
                      .picture = "happy",
                      .lead = lang_text(request_lang(r),
                                        N_("Choose what is easy for you. You can change it at any"
                                           " time.")) });
  put_parts(page);
  if (me && may_change_me(r))
    put_reach(page);
  if (me)
    put_sign_out(page);
  else
    ui_paragraph(page, .text = tr(page, N_("When you have come in, you can also choose how papers"
                                           " reach you.")));
  page_close(page);
}

/* The part at this address; its routes are the only way here. */
static const Part *
part_here(Request *r)
{
  for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
    if (strcmp(parts[i].path, request_path(r)) == 0)
      return &parts[i];
  return NULL;
}

static void
show_part(Request *r)
{
  const Part *part = part_here(r);
  Page *page;

  if (!part) {
    reply_not_found(r);
    return;
  }
  fill_in(r, part->kind == FOR_PAPERS ? find_me(r) : NULL);
  page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), part->title), .back = HERE });
  put_form(page, part);
  page_close(page);
}

/* ---- keeping ---- */

static void
keep_looks(Request *r, const Part *part)
{
  const Viewer *viewer = request_viewer(r);
  const char *word = answers_text(request_answers(r), part->questions->name);
  MemberLooks looks = { .language = viewer->language ? viewer->language : "" };

  for (PageLook look = 0; look < LOOK_COUNT; look++)
    looks.looks[look] = viewer->looks[look] ? viewer->looks[look] : "";
  if (part->kind == FOR_LANGUAGE) {
    looks.language = word;
    request_set_language(r, word);
  } else {
    looks.looks[part->look] = word;
    request_set_look(r, part->look, word);
  }
  if (viewer->member_id)
    people_change_looks(request_txn(r), request_act(r), viewer->member_id, &looks);
}

static void
keep_papers(Request *r)
{
  FormatWants wants;

  wants_from_answers(request_answers(r), &wants);
  people_change_wants(request_txn(r), request_act(r), request_viewer(r)->member_id, &wants);
}

static void
change_part(Request *r)
{
  const Part *part = part_here(r);

  if (!part) {
    reply_not_found(r);
    return;
  }
  if (questions_check(part->questions, request_answers(r), r, request_refusals(r))) {
    if (part->kind == FOR_PAPERS)
      keep_papers(r);
    else
      keep_looks(r, part);
  }
  if (refusals_count(request_refusals(r)) > 0)
    show_part(r);
  else
    reply_redirect_saying(r, HERE, part->saved, NULL);
}

const Route looks_routes[] = {
  { "GET", HERE, anyone, show_all, .supporter = { SUPPORT_AS_SELF } },
  { "GET", HERE "/words", anyone, show_part, .supporter = { SUPPORT_AS_SELF } },
  { "POST", HERE "/words", anyone, change_part, .supporter = { SUPPORT_AS_SELF } },
  { "GET", HERE "/colours", anyone, show_part, .supporter = { SUPPORT_AS_SELF } },
  { "POST", HERE "/colours", anyone, change_part, .supporter = { SUPPORT_AS_SELF } },
  { "GET", HERE "/size", anyone, show_part, .supporter = { SUPPORT_AS_SELF } },
  { "POST", HERE "/size", anyone, change_part, .supporter = { SUPPORT_AS_SELF } },
  { "GET", HERE "/spacing", anyone, show_part, .supporter = { SUPPORT_AS_SELF } },
  { "POST", HERE "/spacing", anyone, change_part, .supporter = { SUPPORT_AS_SELF } },
  { "GET", HERE "/papers", is_known, show_part,
    .supporter = { SUPPORT_SEE, AREA_DETAILS, N_("Looked at how papers reach you") } },
  { "POST", HERE "/papers", is_known, change_part,
    .supporter = { SUPPORT_ACT, AREA_DETAILS, N_("Changed how papers reach you") } },
  ROUTES_END,
};
