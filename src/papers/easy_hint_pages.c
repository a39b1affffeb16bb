/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What could be easier in an Easy Read row, said beside it. Help for whoever writes: it stops
 * nothing. */
#include "papers/easy_pages.h"
#include "papers/reading_pages.h"
#include "ui/components.h"

enum { HINTS_SHOWN = 4 }; /* more would hide the row */

static bool
is_for_rows(const ReadingPart *hint)
{
  return !hint->may_be_name; /* a name at the start of a sentence is no hard word */
}

void
put_easy_hints(Page *page, const EasyDraft *draft, const EasyRow *row)
{
  Arena *arena = request_arena(page_request(page));
  int shown = 0;

  for (int i = 0; draft->hard && i < row->sentence_count; i++)
    for (const ReadingPart *hint = reading_hints(arena, row->sentences[i], draft->hard);
         hint->kind != READING_END && shown < HINTS_SHOWN; hint++) {
      const char *words = is_for_rows(hint) ? hint_in_words(page, hint) : NULL;

      if (!words)
        continue;
      ui_paragraph(page, .text = words);
      shown++;
    }
}
