/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Languages: our own reader of gettext .mo catalogues (mapped, thread-safe, 35 ns a lookup), plural
 * rules, and filling in of values. The message id is the en-GB text; a variant falls back:
 * en-GB-x-easyread → en-GB. A Lang lives as long as the program. */
#pragma once

#include "base/arena.h"

#include <glib.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct Lang Lang;

/* From the .mo bytes (kept, not copied). `tag` is BCP 47. NULL `name`: the catalogue's header line
 * X-Language-Name. `fallback` may be NULL. NULL and err: not a catalogue (every offset and length
 * is checked: also for files from outside). */
Lang *lang_from_mo(const char *tag, const char *name, const void *mo, size_t len,
                   const Lang *fallback, GError **err);
void lang_free(Lang *lang);

/* The catalogues bundled into the program. lang_find(NULL) is en-GB; unknown tags give NULL. */
const Lang *lang_find(const char *tag);
/* Those with texts, in the order pages offer them; ends with NULL. */
const Lang *const *lang_offered(void);
/* The best of the offered for an Accept-Language header (RFC 4647 lookup); never NULL. */
const Lang *lang_negotiate(const char *accept_language);

const char *lang_tag(const Lang *lang);      /* "en-GB-x-easyread" */
const char *lang_html_tag(const Lang *lang); /* "en-GB": what lang="" says, for voices */
const char *lang_name(const Lang *lang);     /* as its readers call it: "Easy Read" */
unsigned lang_number(const Lang *lang);      /* no two that ever were share it */
bool lang_is_easy_read(const Lang *lang);

/* Never NULL: falls back to the id. NULL lang is en-GB. */
const char *lang_text(const Lang *lang, const char *id);
const char *lang_text_in(const Lang *lang, const char *context, const char *id);
const char *lang_plural(const Lang *lang, const char *one, const char *many, unsigned long n);

/* Fills {name} slots: lang_fill("{count} papers for {who}", "count", "3", "who", "Ann", NULL).
 * A slot without value stays as it is. New string, g_free. Values are not escaped: pages escape. */
char *lang_fill(const char *text, ...) G_GNUC_NULL_TERMINATED;
/* What is told across a process or lies in a column, for a reader of any language: a message id,
 * then names and values, all with a tab between ("Row {row} has no words\trow\t3"). g_free. */
char *lang_told(const Lang *lang, const char *told);
/* For functions that pass values on; into the arena, or NULL: g_free. */
char *lang_fill_in(Arena *arena, const char *text, va_list values);

/* Marks an id for xgettext without looking it up (tables of data). */
#define N_(id) id

/* In the community's time zone: "Thursday 26 November 2026"; "2.30 pm", "2 pm", "midday". An
 * unknown zone is UTC; "" outside the years 1 to 9999. g_free. */
char *lang_date(const Lang *lang, gint64 at_us, const char *time_zone);
char *lang_date_in(Arena *arena, const Lang *lang, gint64 at_us, const char *time_zone);
char *lang_time(const Lang *lang, gint64 at_us, const char *time_zone);
/* "Ann, Bo and Cy". g_free. */
char *lang_list(const Lang *lang, const char *const *items, size_t count);
