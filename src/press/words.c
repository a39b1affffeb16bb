/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One row a language. */
#include "press/words.h"

#include <glib.h>
#include <string.h>

static const struct {
  const char *lang;
  const char *words[WORD_COUNT];
} rows[] = {
  { "en",
    { [WORD_LINKS] = "Links",
      [WORD_LINK] = "link",
      [WORD_PICTURE] = "Picture",
      [WORD_TABLE] = "Table, given row by row",
      [WORD_EMPTY] = "empty",
      [WORD_CROSSED_OUT] = "crossed out",
      [WORD_BEGINNING] = "Beginning",
      [WORD_PAGES] = "Pages",
      [WORD_NOTE] = "note",
      [WORD_NOTES] = "Notes",
      [WORD_QUOTE] = "Quotation:",
      [WORD_QUOTE_END] = "End of quotation." } },
  { "cy",
    { [WORD_LINKS] = "Dolenni",
      [WORD_LINK] = "dolen",
      [WORD_PICTURE] = "Llun",
      [WORD_TABLE] = "Tabl, fesul rhes",
      [WORD_EMPTY] = "gwag",
      [WORD_CROSSED_OUT] = "wedi'i groesi allan",
      [WORD_BEGINNING] = "Dechrau",
      [WORD_PAGES] = "Tudalennau",
      [WORD_NOTE] = "nodyn",
      [WORD_NOTES] = "Nodiadau",
      [WORD_QUOTE] = "Dyfyniad:",
      [WORD_QUOTE_END] = "Diwedd y dyfyniad." } },
};

const char *
press_word(const char *lang, PressWord word)
{
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    const size_t len = strlen(rows[i].lang);

    if (strncmp(lang, rows[i].lang, len) == 0 && (lang[len] == '\0' || lang[len] == '-'))
      return rows[i].words[word];
  }
  return rows[0].words[word];
}
