/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Further controls: a list to pick one from (select), a date in three boxes, and a text box that
 * says how long its text may be. Forms draw them for ASK_SELECT, ASK_DATE and `says_length`. */
#pragma once

#include "ui/controls.h"

typedef struct {
  const char *text;
  const char *value; /* NULL: its text */
  const Attribute *attributes;
  Said selected; /* unsaid: by the list's value */
  bool is_disabled;
} SelectItem;

typedef struct {
  const char *name, *id, *value, *described_by, *classes;
  const SelectItem *items;
  int count;
  Label label;
  Hint hint;
  ErrorMessage error;
  FormGroup group;
  const Attribute *attributes;
  bool is_disabled;
} Select;

typedef enum { DATE_OTHER, DATE_DAY, DATE_MONTH, DATE_YEAR } DatePart;

typedef struct {
  DatePart part;
  const char *name;  /* "day", "month", "year" unless given */
  const char *id;    /* else the date's id, "-", name */
  const char *label; /* "Day", "Month", "Year" unless given */
  const char *value, *inputmode, *autocomplete, *pattern, *classes;
  const Attribute *attributes;
  Said error; /* unsaid: all boxes when the date has an error and no box says that it has one */
} DateBox;

typedef struct {
  const char *id, *classes;
  const char *name_prefix; /* names become "prefix-day" … */
  const DateBox *items;    /* NULL: day, month, year */
  int count;
  const Fieldset *fieldset; /* its legend is the question; NULL: none */
  Hint hint;
  ErrorMessage error;
  FormGroup group;
  const Attribute *attributes;
} DateInput;

/* The words under it stay as they are without a script; the server says when it is too long. */
typedef struct {
  Textarea box;
  int max_characters, max_words; /* one of them */
  int threshold;                 /* a script would count from this percentage on */
  const char *count_type;        /* "characters" or "words": what the limit counts */
  const char *description;       /* "You can enter up to {count} characters" unless given */
  const char *message_classes;
} CharacterCount;

void ui_draw_select(Page *page, const Select *select);
void ui_draw_date_input(Page *page, const DateInput *date);
void ui_draw_character_count(Page *page, const CharacterCount *count);

#define ui_select(page, ...)     ui_draw_select((page), &(Select){ __VA_ARGS__ })
#define ui_date_input(page, ...) ui_draw_date_input((page), &(DateInput){ __VA_ARGS__ })
#define ui_character_count(page, ...) \
  ui_draw_character_count((page), &(CharacterCount){ __VA_ARGS__ })
