/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pieces of pages that GOV.UK Frontend has no component for: headings, words, lists, cards, dates,
 * Easy Read rows. ui_x_open … ui_x_close hold others between them. People's own text goes through
 * ui_person (one line) or ui_person_lines, which let the text choose its direction. */
#pragma once

#include "ui/slot.h"

void ui_heading(Page *page, int level, const char *words); /* 2 to 4; 1 is page_open's */

/* Inline, inside a paragraph, list item or cell. */
void ui_words(Page *page, const char *words);
void ui_words_to_call(Page *page, const char *words); /* each phone number a link, on one line */
void ui_strong(Page *page, const char *words);
void ui_person(Page *page, const char *name); /* a name or line that a person wrote */
void ui_address(Page *page, const char *url); /* to read or copy; wraps anywhere */
void ui_code(Page *page, const char *code);   /* to copy by hand: large, on its own line */
void ui_line_break(Page *page);

typedef struct {
  SLOT_FIELDS;
  bool is_lead, is_quiet, is_strong;
  bool to_call; /* phone numbers in .text are links */
} Paragraph;

void ui_draw_paragraph(Page *page, const Paragraph *paragraph);
#define ui_paragraph(page, ...) ui_draw_paragraph((page), &(Paragraph){ __VA_ARGS__ })
void ui_paragraph_open(Page *page);
void ui_paragraph_close(Page *page);
/* What a person wrote in a box: empty lines part paragraphs, line ends stay. */
void ui_person_lines(Page *page, const char *lines);
void ui_person_lines_to_call(Page *page, const char *lines); /* phone numbers are links */

typedef struct {
  SLOT_FIELDS;
  const char *href;
  const char *spoken; /* read aloud after it, so that the link makes sense alone (WCAG 2.4.9) */
  const char *lang;   /* of its words, when not the page's */
  bool is_download;
  bool is_large; /* alone on its line: 44 px high */
} Link;

void ui_draw_link(Page *page, const Link *link);
#define ui_link(page, ...) ui_draw_link((page), &(Link){ __VA_ARGS__ })

typedef enum { LIST_PLAIN, LIST_BULLETS, LIST_NUMBERS, LIST_FACTS, LIST_RULED } ListLook;

/* LIST_FACTS: short facts in a row ("Step-free"). LIST_RULED: long rows with lines between. */
void ui_list_open(Page *page, ListLook look);
void ui_list_item(Page *page, const char *words);
void ui_list_item_open(Page *page);
void ui_list_item_close(Page *page);
void ui_list_close(Page *page);

/* A date as a block: tr'd short month and weekday. `spoken` is the date in full. */
typedef struct {
  const char *month, *day, *weekday, *spoken;
} Day;

void ui_day(Page *page, const Day *day);

typedef struct {
  const char *id;                 /* so that an address can lead to it; NULL: none */
  const char *title, *title_href; /* NULL: none */
  const char *spoken;             /* read aloud after the title, where titles may be alike */
  int title_level;                /* 0: one below the heading above */
  const Day *day;                 /* NULL: none */
  const char *picture;            /* at its side in Easy Read, or NULL; not with a day */
  bool is_warm; /* asks something of the person (linen, amber); else tells something */
} Card;

void ui_draw_card_open(Page *page, const Card *card);
#define ui_card_open(page, ...) ui_draw_card_open((page), &(Card){ __VA_ARGS__ })
void ui_card_close(Page *page);

/* "6½ hours" large, "of help you can ask for" beside it. */
void ui_big_number(Page *page, const char *figure, const char *words);

/* Parts of a whole: a bar with patterns, and each part in words with its number below. */
typedef struct {
  const char *words;
  int64_t number;
} Share;
void ui_shares(Page *page, const Share *parts, int count);

/* Side by side on wide screens, 2 : 1; one below the other on small ones. */
void ui_columns_open(Page *page);
void ui_columns_next(Page *page);
void ui_columns_close(Page *page);

void ui_button_group_open(Page *page);
void ui_button_group_close(Page *page);
/* What can be done with one thing of many: links and small buttons, several a line also on a phone.
 */
void ui_actions_open(Page *page);
void ui_actions_close(Page *page);

/* A picture of assets/pictures.list by name; "" alt when words beside it say the same. Unknown
 * names (from data) draw nothing. */
void ui_picture(Page *page, const char *name, const char *alt);
void ui_large_picture(Page *page, const char *name, const char *alt);
/* Pictures to choose one from, each a button of the form that is open: sent as `name`. */
void ui_picture_choices_open(Page *page);
/* `href`: where it is, when it is not one of the program's; else NULL. */
void ui_picture_choice(Page *page, const char *name, const char *picture, const char *href,
                       const char *words);
void ui_picture_choices_close(Page *page);
/* One row of an Easy Read page: a picture, and one to three short sentences. */
typedef struct {
  SLOT_FIELDS; /* .text: each line its own sentence */
  const char *picture;
  const char *href; /* where it is, when it is not one of the program's; then `picture` is unused */
  const char *alt;  /* "" unless given */
  bool to_call;     /* phone numbers in .text are links */
} PictureRow;

void ui_draw_picture_row(Page *page, const PictureRow *row);
#define ui_picture_row(page, ...) ui_draw_picture_row((page), &(PictureRow){ __VA_ARGS__ })

/* Words of one paragraph of which some are new and some were taken out; '\n' starts a new line. */
typedef enum { WORDS_SAME, WORDS_NEW, WORDS_OUT } ChangedWords;
void ui_changed_open(Page *page);
void ui_changed_words(Page *page, ChangedWords kind, const char *words);
void ui_changed_close(Page *page);

/* Only shown where scripts are off. */
void ui_without_script_open(Page *page);
void ui_without_script_close(Page *page);
/* A bundled module that this page needs; the page must say what to do without it. */
void ui_script(Page *page, const char *asset);

void ui_audio(Page *page, const char *url, const char *label);
void ui_video(Page *page, const char *url, const char *label);
void ui_photo(Page *page, const char *url, const char *alt); /* a picture that somebody brought */
/* A box to look for something, and its button; leads to `action` with what was typed as `name`. */
typedef struct {
  const char *action, *name, *value, *label, *button;
  int max_length; /* characters */
} Finder;

void ui_draw_finder(Page *page, const Finder *finder);
#define ui_finder(page, ...) ui_draw_finder((page), &(Finder){ __VA_ARGS__ })
/* "Next page" and "Page before" of a long list; NULL: there is none. */
void ui_page_links(Page *page, const char *before_href, const char *next_href);
/* A square of dark and light fields (a QR code), `width` fields a side, non-zero is dark. */
void ui_fields(Page *page, const unsigned char *fields, int width, const char *alt);
