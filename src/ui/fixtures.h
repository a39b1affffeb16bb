/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Test only: turning the options of a GOV.UK Frontend fixture into ours. Every option read is taken
 * out of the JSON, so that what is left over is what we do not offer. */
#pragma once

#include "ui/components.h"
#include "ui/draw.h"

#include <jansson.h>

typedef void FixtureDrawer(Page *page, json_t *options);

typedef struct {
  const char *name; /* folder in the package */
  FixtureDrawer *draw;
  int least; /* visible fixtures known to be in the package */
} FixtureKind;

/* Ended by a NULL name. */
extern const FixtureKind control_fixtures[], other_fixtures[], further_fixtures[];

/* NULL when absent, null or false; numbers become text. Arena memory. */
const char *take_text(Page *page, json_t *from, const char *key);
/* As take_text, but "" is NULL too (where the templates ask whether it is there). */
const char *take_words(Page *page, json_t *from, const char *key);
bool take_bool(json_t *from, const char *key);
Said take_said(json_t *from, const char *key);
int take_int(json_t *from, const char *key);
/* Raw HTML wins over text, as in the templates. */
Slot take_slot(Page *page, json_t *from, const char *text_key, const char *html_key);
const Attribute *take_attributes(Page *page, json_t *from, const char *key);
/* An array's elements that are objects (the templates skip null and false). */
json_t **take_items(Page *page, json_t *from, const char *key, int *ret_count);
/* The same with NULL where the array holds null, false or "": for lists whose ids count those. */
json_t **take_all_items(Page *page, json_t *from, const char *key, int *ret_count);

/* What several controls have (fixtures_controls.c). */
Label take_label(Page *page, json_t *from);
Hint take_hint(Page *page, json_t *from);
ErrorMessage take_error(Page *page, json_t *from);
FormGroup take_group(Page *page, json_t *options, const char *before, const char *after);
Fieldset take_fieldset(Page *page, json_t *from);
