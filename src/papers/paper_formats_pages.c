/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The formats of a paper on its page: one's own first, made by the program or by people, then the
 * others (R11). */
#include "papers/papers_pages.h"

#include "lang/languages.h"
#include "papers/late.h"
#include "papers/made_pages.h"
#include "people/needs.h"
#include "people/people_pages.h"
#include "ui/components.h"

#include <string.h>

const char *
format_path(Request *r, const Paper *paper, const FormatWant *want)
{
  const char *base = arena_format(request_arena(r), "%s/as/%s", paper_path(r, paper->id),
                                  format_name(want->format));

  if (want->points > 0)
    return arena_format(request_arena(r), "%s?points=%d", base, want->points);
  if (want->grade > 0)
    return arena_format(request_arena(r), "%s?grade=%d", base, want->grade);
  if (want->speed != SPEED_NORMAL)
    return arena_format(request_arena(r), "%s?speed=%s", base, speed_name(want->speed));
  return base;
}

/* ---- whose they are ---- */

/* Their own needs, shared or not: nobody else sees their page. Who acts for them sees what they
 * were let see. */
static NeedsOfKind
own_needs(Request *r)
{
  const Support details = { SUPPORT_SEE, AREA_DETAILS, NULL };

  if (!acting_may(&request_viewer(r)->acting, &details))
    return (NeedsOfKind){ .words = "" };
  return needs_read(request_txn(r), request_arena(r), request_viewer(r)->member_id, false)
      ->kinds[NEED_FORMAT];
}

/* Who reads this site in Easy Read is offered a paper's Easy Read before its long words, whether
 * they have ever said which format they need or not. */
static void
want_easy_read(Request *r, const Paper *paper, FormatWants *wants)
{
  if (!lang_is_easy_read(request_lang(r)) || !*paper->easy_source || wants->count == FORMAT_COUNT)
    return;
  for (int i = 0; i < wants->count; i++)
    if (wants->wants[i].format == FORMAT_EASY_READ)
      return;
  memmove(&wants->wants[1], &wants->wants[0], (size_t)wants->count * sizeof(wants->wants[0]));
  wants->wants[0] = (FormatWant){ .format = FORMAT_EASY_READ };
  wants->count++;
}

PaperFormats
paper_formats_of(Request *r, const Paper *paper)
{
  const int64_t me = request_viewer(r)->member_id;
  const NeedsOfKind needs = own_needs(r);
  PaperFormats formats = { .paper = paper,
                           .wants = releases_wants_of(request_txn(r), paper->id, me),
                           .made = made_of_paper(request_txn(r), request_arena(r), paper->id),
                           .late =
                               late_of_member(request_txn(r), request_arena(r), paper->id, me) };

  want_easy_read(r, paper, &formats.wants);
  formats.needs_made[MADE_SIGN_FILM] = needs_have(&needs, "sign-film", NULL);
  formats.needs_made[MADE_TRANSLATION] = needs_have(&needs, NEED_OTHER_LANGUAGE, NULL);
  formats.language = needs_language(&needs);
  return formats;
}

static bool
wants_format(const PaperFormats *formats, PaperFormat format)
{
  for (int i = 0; i < formats->wants.count; i++)
    if (formats->wants.wants[i].format == format)
      return true;
  return false;
}

/* Of its kind, or in place of what they want. */
static bool
is_made_for_me(const PaperFormats *formats, const MadeFormat *made)
{
  PaperFormat format;

  return (formats->needs_made[made->kind] && language_serves(made->language, formats->language)) ||
         (format_from_name(made->instead_of, &format) && wants_format(formats, format));
}

/* ---- mine ---- */

static const char *
late_in_words(Page *page, const LateCopy *late)
{
  return late->is_made ? made_kind_in_words(page, late->kind, language_name(late->language))
                       : want_in_words(page, &late->want);
}

/* As it is: sent to the others then, theirs then. */
static void
put_late(Page *page, const PaperFormats *formats)
{
  for (const LateCopy *late = formats->late; late->id; late++) {
    const char *format = late_in_words(page, late);

    if (late->came_at_us)
      ui_paragraph(page,
                   .text = tr_fill(page, N_("Your format came on {date}: {format}."), "date",
                                   date_in_words(page, late->came_at_us), "format", format, NULL));
    else
      ui_inset_text(page, .text = tr_fill(page,
                                          N_("Not here yet: {format}. You are told when it"
                                             " comes."),
                                          "format", format, NULL));
  }
}

static void
put_want(Page *page, const Paper *paper, const FormatWant *want)
{
  Request *r = page_request(page);

  if (want->format == FORMAT_EASY_READ)
    ui_button(page, .text = tr(page, N_("Read it in Easy Read")),
              .href = arena_format(request_arena(r), "%s/easy", paper_path(r, paper->id)));
  if (want->format == FORMAT_AUDIO)
    ui_button(page, .text = tr(page, N_("Listen to it")),
              .href = listen_path(r, paper->id, want->speed));
  ui_button(page,
            .text =
                tr_fill(page, N_("Get it as {format}"), "format", want_in_words(page, want), NULL),
            .href = format_path(r, paper, want),
            .is_secondary = want->format == FORMAT_EASY_READ || want->format == FORMAT_AUDIO);
}

static void
put_my_made(Page *page, const PaperFormats *formats)
{
  for (const MadeFormat *made = formats->made; made->id; made++)
    if (made->state == MADE_HERE && is_made_for_me(formats, made))
      ui_button(page, .text = made_in_words(page, made),
                .href = made_path(page_request(page), made->id));
}

static bool
is_shown_as_mine(const PaperFormats *formats, const FormatWant *want)
{
  return want->format != FORMAT_HTML && !made_instead(formats->made, want->format);
}

/* One big button each. */
void
put_my_formats(Page *page, const PaperFormats *formats)
{
  bool has_button = false;

  put_late(page, formats);
  for (const MadeFormat *made = formats->made; made->id; made++)
    has_button |= made->state == MADE_HERE && is_made_for_me(formats, made);
  for (int i = 0; i < formats->wants.count; i++)
    has_button |= is_shown_as_mine(formats, &formats->wants.wants[i]);
  if (!has_button)
    return;
  ui_button_group_open(page);
  put_my_made(page, formats);
  for (int i = 0; i < formats->wants.count; i++)
    if (is_shown_as_mine(formats, &formats->wants.wants[i]))
      put_want(page, formats->paper, &formats->wants.wants[i]);
  ui_button_group_close(page);
}

/* ---- the others ---- */

static void
put_other_made(Page *page, const PaperFormats *formats)
{
  for (const MadeFormat *made = formats->made; made->id; made++) {
    if (made->state != MADE_HERE || is_made_for_me(formats, made))
      continue;
    ui_picture_item_open(page, made_picture(made->kind));
    ui_link(page, .text = made_in_words(page, made), .is_large = true,
            .href = made_path(page_request(page), made->id));
    ui_picture_item_close(page);
  }
}

static void
put_easy_link(Page *page, int64_t paper_id)
{
  Request *r = page_request(page);

  ui_picture_item_open(page, format_picture(FORMAT_EASY_READ));
  ui_link(page, .text = tr(page, N_("Read it in Easy Read")), .is_large = true,
          .href = arena_format(request_arena(r), "%s/easy", paper_path(r, paper_id)));
  ui_picture_item_close(page);
}

void
put_other_formats(Page *page, const PaperFormats *formats)
{
  Request *r = page_request(page);
  const Paper *paper = formats->paper;

  ui_heading(page, 2, tr(page, N_("Other formats")));
  ui_list_open(page, LIST_RULED);
  put_other_made(page, formats);
  for (int f = 0; f < FORMAT_COUNT; f++) {
    const FormatWant want = { .format = (PaperFormat)f };

    if (want.format == FORMAT_HTML || wants_format(formats, want.format) ||
        (want.format == FORMAT_EASY_READ && !*paper->easy_source) ||
        made_instead(formats->made, want.format))
      continue;
    if (want.format == FORMAT_AUDIO)
      put_listen_link(page, paper->id);
    if (want.format == FORMAT_EASY_READ)
      put_easy_link(page, paper->id);
    ui_picture_item_open(page, format_picture(want.format));
    /* The whole sentence: "Easy Read" alone is the link at the top that changes the language. */
    ui_link(page,
            .text =
                tr_fill(page, N_("Get it as {format}"), "format", want_in_words(page, &want), NULL),
            .href = format_path(r, paper, &want), .is_large = true);
    ui_picture_item_close(page);
  }
  ui_list_close(page);
}
