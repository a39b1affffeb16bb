/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One gettext .mo file, checked once when it is opened, so that looking up needs no checks.
 * Knows no fallback and no language tag: lang.c does. Format: "The Format of GNU MO Files" in the
 * GNU gettext manual (revisions 0 and 1, either byte order, UTF-8 only; no system-dependent part).
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

enum { CATALOGUE_MAX_TEXTS = 100000 };

typedef struct Catalogue Catalogue;

/* The bytes are kept, not copied: they must outlive the catalogue. NULL and err: not a catalogue
 * (cut short, an offset outside, ids not in order, not UTF-8, a plural rule that does not parse).
 */
Catalogue *catalogue_open(const void *mo, size_t len, GError **err);
void catalogue_free(Catalogue *catalogue);

/* Texts without the header. */
size_t catalogue_count(const Catalogue *catalogue);
/* NULL: no text, or an empty one. `context` may be NULL. Allocates nothing. */
const char *catalogue_text(const Catalogue *catalogue, const char *context, const char *id);
/* The form that the plural rule picks for n; NULL: none. */
const char *catalogue_plural(const Catalogue *catalogue, const char *one, unsigned long n);
/* A line of the header, "X-Language-Name" say. g_free; NULL: not there. */
char *catalogue_header(const Catalogue *catalogue, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Catalogue, catalogue_free)
