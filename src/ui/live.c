/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the script looks for, and large signs. */
#include "ui/live.h"

#include "lang/lang.h"
#include "ui/components.h"
#include "ui/draw.h"

void
ui_live(Page *page, const char *from, int seconds)
{
  html(page, "<div data-live-from=\"");
  text(page, from);
  html(page, "\"");
  number_attribute(page, "data-live-seconds", seconds);
  html(page, ">\n<div class=\"govuk-inset-text\" role=\"status\" data-live-lost hidden>");
  text(page, tr(page, N_("This page does not hear what is new just now. It tries again by"
                         " itself.")));
  html(page, "</div>\n</div>\n");
  ui_script(page, "js/live.js");
}

void
ui_live_open(Page *page, const char *name, bool is_told)
{
  html(page, "<div");
  attribute(page, "data-live", name);
  if (is_told)
    html(page, " aria-live=\"polite\"");
  html(page, ">\n");
}

void
ui_live_close(Page *page)
{
  html(page, "</div>\n");
}

void
ui_sign(Page *page, const char *picture, const char *words)
{
  html(page, "<p class=\"ct-sign\">");
  ui_picture(page, picture, "");
  html(page, "<span>");
  text(page, words);
  html(page, "</span></p>\n");
}

static void
button_open(Page *page, const char *class_name, const char *name, const char *value)
{
  html(page, "<button type=\"submit\"");
  attribute(page, "class", class_name);
  attribute(page, "name", name);
  attribute(page, "value", value);
  html(page, ">");
}

void
ui_sign_button(Page *page, const char *name, const char *value, const char *picture,
               const char *words)
{
  button_open(page, "ct-sign ct-sign--button", name, value);
  ui_picture(page, picture, "");
  html(page, "<span>");
  text(page, words);
  html(page, "</span></button>\n");
}

void
ui_words_to_press_open(Page *page)
{
  html(page, "<div class=\"ct-words\">\n");
}

void
ui_word_to_press(Page *page, const char *name, const char *value, const char *words,
                 const char *below)
{
  button_open(page, "ct-words__word", name, value);
  html(page, "<bdi>");
  text(page, words);
  html(page, "</bdi>");
  if (below) {
    html(page, " <span>");
    text(page, below);
    html(page, "</span>");
  }
  html(page, "</button>\n");
}

void
ui_letters_to_press_open(Page *page)
{
  html(page, "<div class=\"ct-words ct-words--letters\">\n");
}

void
ui_letter_to_press(Page *page, const char *href, const char *letter)
{
  html(page, "<a class=\"ct-words__word\"");
  attribute(page, "href", href);
  html(page, ">");
  text(page, letter);
  html(page, "</a>\n");
}

void
ui_words_to_press_close(Page *page)
{
  html(page, "</div>\n");
}
