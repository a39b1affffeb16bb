/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Larger pieces of pages: cards, dates, figures, columns, Easy Read rows, pictures. */
#include "ui/calls.h"
#include "ui/content.h"
#include "ui/controls.h"
#include "ui/draw.h"
#include "ui/pictures.h"
#include "ui/wayfinding.h"
#include "web/web.h"

void
ui_day(Page *page, const Day *day)
{
  html(page, "<div class=\"ct-day\"><span class=\"govuk-visually-hidden\">");
  text(page, day->spoken);
  html(page, "</span><span aria-hidden=\"true\"><span class=\"ct-day__month\">");
  text(page, day->month);
  html(page, "</span><span class=\"ct-day__number\">");
  text(page, day->day);
  html(page, "</span><span class=\"ct-day__weekday\">");
  text(page, day->weekday);
  html(page, "</span></span></div>\n");
}

static void
card_title(Page *page, const Card *card)
{
  const int level = card->title_level ? card->title_level : page->heading + 1;

  if (!card->title)
    return;
  html(page, "<h");
  number(page, level);
  html(page, " class=\"govuk-heading-s\">");
  if (card->title_href) {
    html(page, "<a class=\"govuk-link\"");
    attribute(page, "href", card->title_href);
    html(page, ">");
  }
  text(page, card->title);
  if (card->spoken) {
    html(page, "<span class=\"govuk-visually-hidden\"> ");
    text(page, card->spoken);
    html(page, "</span>");
  }
  if (card->title_href)
    html(page, "</a>");
  html(page, "</h");
  number(page, level);
  html(page, ">\n");
}

void
ui_draw_card_open(Page *page, const Card *card)
{
  const bool has_side = card->day || (card->picture && lang_is_easy_read(page->lang));

  html(page, "<div class=\"ct-card");
  if (card->is_warm)
    html(page, " ct-card--warm");
  html(page, "\"");
  attribute(page, "id", card->id);
  html(page, ">\n");
  if (has_side)
    html(page, "<div class=\"ct-row\">\n");
  if (card->day)
    ui_day(page, card->day);
  else if (has_side)
    ui_picture(page, card->picture, "");
  page->cards_with_day = (page->cards_with_day << 1) | (has_side ? 1 : 0);
  html(page, "<div class=\"ct-card__body\">\n");
  card_title(page, card);
}

void
ui_card_close(Page *page)
{
  html(page, "</div>\n");
  if (page->cards_with_day & 1)
    html(page, "</div>\n");
  page->cards_with_day >>= 1;
  html(page, "</div>\n");
}

void
ui_big_number(Page *page, const char *figure, const char *words)
{
  html(page, "<p class=\"ct-figure\"><strong>");
  text(page, figure);
  html(page, "</strong> <span>");
  text(page, words);
  html(page, "</span></p>\n");
}

void
ui_draw_finder(Page *page, const Finder *finder)
{
  const char *length = arena_format(request_arena(page_request(page)), "%d", finder->max_length);
  const Attribute limits[] = { { "maxlength", length }, { NULL } };

  html(page, "<form class=\"ct-finder\" method=\"get\" role=\"search\"");
  attribute(page, "action", finder->action);
  html(page, ">\n");
  ui_input(page, .name = finder->name, .type = "search", .value = finder->value,
           .label.text = finder->label, .attributes = limits);
  ui_button(page, .text = finder->button, .is_secondary = true);
  html(page, "</form>\n");
}

void
ui_columns_open(Page *page)
{
  html(page, "<div class=\"ct-columns\">\n<div>\n");
}

void
ui_columns_next(Page *page)
{
  html(page, "</div>\n<div>\n");
}

void
ui_columns_close(Page *page)
{
  html(page, "</div>\n</div>\n");
}

void
ui_button_group_open(Page *page)
{
  html(page, "<div class=\"govuk-button-group\">\n");
}

void
ui_button_group_close(Page *page)
{
  html(page, "</div>\n");
}

static void
draw_sized(Page *page, const char *url, const char *alt, bool is_large)
{
  if (is_large)
    html(page, "<img class=\"ct-picture ct-picture--large\" width=\"220\" height=\"220\"");
  else
    html(page, "<img class=\"ct-picture\" width=\"110\" height=\"110\"");
  attribute(page, "src", url);
  attribute(page, "alt", alt ? alt : "");
  html(page, ">\n");
}

void
ui_actions_open(Page *page)
{
  html(page, "<div class=\"ct-actions\">\n");
}

void
ui_actions_close(Page *page)
{
  html(page, "</div>\n");
}

static void
picture_draw(Page *page, const char *name, const char *alt, bool is_large)
{
  const char *url = picture_url(name);

  if (!url)
    return;
  page->has_pictures = true; /* their makers are named at the foot */
  draw_sized(page, url, alt, is_large);
}

void
ui_picture(Page *page, const char *name, const char *alt)
{
  picture_draw(page, name, alt, false);
}

void
ui_large_picture(Page *page, const char *name, const char *alt)
{
  picture_draw(page, name, alt, true);
}

void
ui_picture_choices_open(Page *page)
{
  html(page, "<ul class=\"ct-picture-choices\">\n");
}

void
ui_picture_choice(Page *page, const char *name, const char *picture, const char *href,
                  const char *words)
{
  html(page, "<li><button type=\"submit\" class=\"ct-picture-choice\"");
  attribute(page, "name", name);
  attribute(page, "value", picture);
  html(page, ">");
  if (href)
    draw_sized(page, href, "", false);
  else
    ui_picture(page, picture, "");
  html(page, "<span>");
  text(page, words);
  html(page, "</span></button></li>\n");
}

void
ui_picture_choices_close(Page *page)
{
  html(page, "</ul>\n");
}

static void
sentences(Page *page, const char *lines, bool to_call)
{
  bool is_first = true;

  for (const char *at = lines ? lines : ""; *at;) {
    const size_t len = strcspn(at, "\n");

    if (len > 0 && !is_first)
      html(page, "<br>");
    is_first = is_first && len == 0;
    if (to_call)
      put_words_to_call(page, at, len);
    else
      buffer_put_escaped(page_out(page), at, len);
    at += len + (at[len] == '\n');
  }
}

void
ui_draw_picture_row(Page *page, const PictureRow *row)
{
  html(page, "<div class=\"ct-picture-row\">\n<div class=\"ct-picture-row__picture\">");
  if (row->href)
    draw_sized(page, row->href, row->alt, false);
  else
    ui_picture(page, row->picture, row->alt);
  html(page, "</div>\n<div class=\"ct-picture-row__words\">");
  if (row->slot.draw) {
    slot_draw(page, &row->slot);
  } else {
    html(page, "<p dir=\"auto\">");
    sentences(page, row->slot.text, row->to_call);
    html(page, "</p>");
  }
  html(page, "</div>\n</div>\n");
}

void
ui_changed_open(Page *page)
{
  html(page, "<p class=\"govuk-body\" dir=\"auto\">");
}

void
ui_changed_words(Page *page, ChangedWords kind, const char *words)
{
  if (kind == WORDS_NEW) {
    html(page, "<ins><span class=\"govuk-visually-hidden\">");
    text(page, tr(page, N_("new words:")));
    html(page, " </span>");
  } else if (kind == WORDS_OUT) {
    html(page, "<del><span class=\"govuk-visually-hidden\">");
    text(page, tr(page, N_("taken out:")));
    html(page, " </span>");
  }
  for (const char *at = words; *at;) {
    const size_t len = strcspn(at, "\n");

    buffer_put_escaped(page_out(page), at, len);
    at += len;
    if (*at == '\n') {
      html(page, "<br>");
      at++;
    }
  }
  if (kind == WORDS_NEW)
    html(page, "<span class=\"govuk-visually-hidden\">;</span></ins>");
  else if (kind == WORDS_OUT)
    html(page, "<span class=\"govuk-visually-hidden\">;</span></del>");
}

void
ui_changed_close(Page *page)
{
  html(page, "</p>\n");
}

void
ui_without_script_open(Page *page)
{
  html(page, "<noscript>\n");
}

void
ui_without_script_close(Page *page)
{
  html(page, "</noscript>\n");
}

void
ui_script(Page *page, const char *asset)
{
  html(page, "<script type=\"module\"");
  attribute(page, "src", asset_url(asset));
  html(page, "></script>\n");
}

void
ui_audio(Page *page, const char *url, const char *label)
{
  html(page, "<audio class=\"ct-audio\" controls preload=\"none\"");
  attribute(page, "src", url);
  attribute(page, "aria-label", label);
  html(page, "></audio>\n");
}

void
ui_video(Page *page, const char *url, const char *label)
{
  html(page, "<video class=\"ct-video\" controls preload=\"metadata\"");
  attribute(page, "src", url);
  attribute(page, "aria-label", label);
  html(page, "></video>\n");
}

void
ui_photo(Page *page, const char *url, const char *alt)
{
  html(page, "<img class=\"ct-video\"");
  attribute(page, "src", url);
  attribute(page, "alt", alt);
  html(page, ">\n");
}

void
ui_page_links(Page *page, const char *before_href, const char *next_href)
{
  if (!before_href && !next_href)
    return;
  ui_pagination(page, .spoken_label = tr(page, "More of this list"),
                .previous = { .text = tr(page, "Page before"), .href = before_href },
                .next = { .text = tr(page, "Next page"), .href = next_href });
}

void
ui_fields(Page *page, const unsigned char *fields, int width, const char *alt)
{
  enum { QUIET = 4 }; /* fields of light all round, as readers of QR codes need */

  html(page, "<svg class=\"ct-fields\" role=\"img\" focusable=\"false\"");
  attribute(page, "aria-label", alt);
  html(page, " viewBox=\"0 0 ");
  number(page, width + 2 * QUIET);
  html(page, " ");
  number(page, width + 2 * QUIET);
  html(page, "\"><path fill=\"#fff\" d=\"M0 0h");
  number(page, width + 2 * QUIET);
  html(page, "v");
  number(page, width + 2 * QUIET);
  html(page, "H0z\"/><path fill=\"#000\" d=\"");
  for (int row = 0; row < width; row++) {
    for (int column = 0; column < width; column++) {
      if (!fields[row * width + column])
        continue;
      html(page, "M");
      number(page, column + QUIET);
      html(page, " ");
      number(page, row + QUIET);
      html(page, "h1v1h-1z");
    }
  }
  html(page, "\"/></svg>\n");
}
