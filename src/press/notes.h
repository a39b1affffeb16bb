/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Footnotes for fingers and ears: nobody can glance down and back, so a footnote is read where it
 * is first mentioned, right after that paragraph, item or table. */
#pragma once

#include "commonmark/commonmark.h"

typedef struct NotesDue NotesDue;

NotesDue *notes_due_new(cmark_node *document);
void notes_due_free(NotesDue *due);
/* Any node: a mention of a footnote makes that footnote due, unless it was before. */
void notes_due_meet(NotesDue *due, cmark_node *node);
/* The next footnote to be read now, each once; NULL: none. */
cmark_node *notes_due_next(NotesDue *due);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(NotesDue, notes_due_free)
