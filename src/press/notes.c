/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which footnotes were met and not yet read. */
#include "press/notes.h"

#include <cmark-gfm.h>

struct NotesDue {
  GPtrArray *notes; /* all of the paper, in the order of their numbers; NULL once it was due */
  GQueue due;
};

NotesDue *
notes_due_new(cmark_node *document)
{
  NotesDue *due = g_new0(NotesDue, 1);

  due->notes = g_ptr_array_new();
  g_queue_init(&due->due);
  for (cmark_node *note = commonmark_first_note(document); note; note = cmark_node_next(note))
    g_ptr_array_add(due->notes, note);
  return due;
}

void
notes_due_free(NotesDue *due)
{
  if (!due)
    return;
  g_ptr_array_unref(due->notes);
  g_queue_clear(&due->due);
  g_free(due);
}

void
notes_due_meet(NotesDue *due, cmark_node *node)
{
  const guint number = commonmark_is_mention(node) ? (guint)commonmark_note_number(node) : 0;

  if (number == 0 || number > due->notes->len || !due->notes->pdata[number - 1])
    return;
  g_queue_push_tail(&due->due, due->notes->pdata[number - 1]);
  due->notes->pdata[number - 1] = NULL;
}

cmark_node *
notes_due_next(NotesDue *due)
{
  return g_queue_pop_head(&due->due);
}
