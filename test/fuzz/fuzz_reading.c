/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How easy a text is to read: any bytes are counted, and every part lies in the text. */
#include "fuzz.h"

#include "counting/readability.h"

#include <string.h>

typedef struct {
  const char *text, *end;
  int64_t sentences, words_of_sentences;
} Seen;

static void
take(const ReadingPart *part, void *data)
{
  Seen *seen = data;

  fuzz_assert(part->at >= seen->text && part->len > 0 && part->at + part->len <= seen->end);
  fuzz_assert(part->words > 0);
  if (part->kind == READING_SENTENCE) {
    seen->sentences++;
    seen->words_of_sentences += part->words;
  } else {
    fuzz_assert(part->key && strlen(part->key) > 0);
  }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autoptr(ReadingList) list = reading_list_new();
  const char *text = (const char *)data;
  Seen seen = { text, text + size, 0, 0 };
  ReadingCounts counts = { 0 };

  if (size > 8) { /* the start of the text is on the list: it must be found wherever it is a word */
    g_autofree char *word = g_strndup(text, 8);

    reading_list_add(list, word, "meaning");
  }
  reading_parts(text, size, list, &counts, take, &seen);
  fuzz_assert(counts.sentences == seen.sentences && counts.words == seen.words_of_sentences);
  fuzz_assert(counts.syllables >= counts.words && counts.unfamiliar <= counts.words);
  fuzz_assert(counts.long_words <= counts.words && counts.long_sentences <= counts.sentences);
  return 0;
}
