/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pages that change while one looks at them (web/live.h, assets/js/live.js), and signs to be read
 * from the other end of a room. Without JavaScript such a page is as it was when it was loaded: it
 * must say so, and offer to be loaded again. */
#pragma once

#include "ui/slot.h"

/* Once a page, after its parts: listens at this path, and looks again every so many seconds anyhow.
 */
void ui_live(Page *page, const char *from, int seconds);
/* A part that is replaced when it has changed; its name is its own on the page. Told: screen
 * readers say what is new in it. */
void ui_live_open(Page *page, const char *name, bool is_told);
void ui_live_close(Page *page);

/* A picture and a few words, as large as they go. */
void ui_sign(Page *page, const char *picture, const char *words);
/* The same as a button of the form that is open. */
void ui_sign_button(Page *page, const char *name, const char *value, const char *picture,
                    const char *words);
/* Many large buttons of the form that is open, each with a word of a person's: names. Below: in
 * smaller letters under it, or NULL. */
void ui_words_to_press_open(Page *page);
void ui_word_to_press(Page *page, const char *name, const char *value, const char *words,
                      const char *below);
/* … or short ones, which lead somewhere: letters. */
void ui_letters_to_press_open(Page *page);
void ui_letter_to_press(Page *page, const char *href, const char *letter);
void ui_words_to_press_close(Page *page);
