/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Short forms of English and what they are in full: contractions ("can't"), abbreviations ("e.g.").
 * Guidance for Easy Read asks for full words. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* `word` in small letters, ' as apostrophe. True: a contraction; *ret_say is its full words
 * ("cannot"), or NULL where two are possible ("he'd"). Possessives are none ("Seren's"). */
bool short_form_is_contraction(const char *word, size_t len, const char **ret_say);

/* `word` as above, without its last full stop. True: an abbreviation; *ret_say is its full words.
 */
bool short_form_is_abbreviation(const char *word, size_t len, const char **ret_say);

/* What a full stop after a word may mean: "Dr. Jones", "No. 5". */
typedef enum { STOP_MAY_END, STOP_ENDS_NOTHING, STOP_MAY_LEAD_TO_NUMBER } FullStop;
FullStop short_form_full_stop(const char *word, size_t len);

/* Better known than its full words, so that writing it out helps nobody: "NHS", "TV". `word` in
 * small letters. */
bool short_form_is_well_known(const char *word, size_t len);
