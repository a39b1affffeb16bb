/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The words for whoever has no catalogue at hand. */
#include "papers/format_words.h"

const FormatWords format_words_english = {
  .picture = "Picture",
  .links = "Links",
  .notes = "Notes",
  .note = "note",
  .removed = "taken out",
  .hard_words = "Hard words",
  .paper = "Paper",
};
