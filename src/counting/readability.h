/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How easy an English text is to read (R97): sentences, words and syllables counted, the usual
 * formulas, and hints for whoever writes: long sentences, hard words, short forms. Help, never a
 * gate: numbers know nothing of sense, pictures or layout. No database, no web; linear time.
 *
 * How is counted:
 * - a word is a run of letters or digits, with the apostrophes, hyphens and (in numbers, addresses
 *   and "e.g.") full stops inside it; "face-to-face" is one word;
 * - a sentence ends at . ! ? or … before white space, if what follows does not start with a small
 *   letter and the full stop is not that of "Dr." or of an initial; and at an empty line; a
 *   single line break is a space; what has no word is no sentence;
 * - a number or an address is one familiar word of one syllable; capitals said letter by letter
 *   ("CCG") have a syllable a letter and are not familiar unless everybody knows them ("NHS");
 * - a word with a capital inside a sentence is a name, and familiar, unless most words there have
 *   one. Syllables are counted by spelling (syllables.h: 97 % of a paper.s words right).
 *
 * Formulas (w words, s sentences, y syllables, p words of three syllables or more, u unfamiliar
 * words in percent):
 * - Flesch reading ease 206.835 − 1.015·w/s − 84.6·y/w (R. Flesch 1948): 60–70 is plain English;
 * - Flesch-Kincaid grade 0.39·w/s + 11.8·y/w − 15.59 (Kincaid and others 1975): US school years;
 * - SMOG 3.1291 + 1.043·√(30·p/s) (G. H. McLaughlin 1969), meant for thirty sentences and more;
 * - Dale-Chall 0.1579·u + 0.0496·w/s, and 3.6365 more where u > 5 (J. Chall, E. Dale 1995).
 * Checked against the sources of npm's `words` family. */
#pragma once

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum {
  READING_SENTENCE_WORDS = 15, /* longer ones are hard (UK accessible formats guidance) */
  READING_LONG_WORD = 3,       /* syllables */
  READING_PHRASE_WORDS = 4,    /* of an entry of a list of hard words */
  READING_LONGEST = 10,        /* sentences that a summary shows */
  READING_HARD_WORDS = 40,     /* words that a summary shows */
};

typedef struct {
  int64_t sentences, words, syllables;
  int64_t long_words;     /* of READING_LONG_WORD syllables or more */
  int64_t unfamiliar;     /* words not known to most */
  int64_t long_sentences; /* of more than READING_SENTENCE_WORDS words */
} ReadingCounts;

/* 0 where nothing was counted. */
double reading_flesch_ease(const ReadingCounts *counts);
double reading_flesch_kincaid(const ReadingCounts *counts);
double reading_smog(const ReadingCounts *counts);
double reading_dale_chall(const ReadingCounts *counts);
double reading_unfamiliar_percent(const ReadingCounts *counts);

/* A community's own list of hard words and what they mean. Not to be changed while it is used. */
typedef struct ReadingList ReadingList;
ReadingList *reading_list_new(void);
/* `word`: one word, or up to READING_PHRASE_WORDS ("personal budget"), however written; their
 * plurals are found too. Words with nothing to find in them are passed over. */
void reading_list_add(ReadingList *list, const char *word, const char *meaning);
bool reading_list_is_empty(const ReadingList *list);
void reading_list_free(ReadingList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReadingList, reading_list_free)
/* As words are compared: small letters, no accents, spaces single; "" for no word. g_free. */
char *reading_key(const char *word);

/* ---- one pass ---- */

typedef enum {
  READING_END,          /* ends a list of hints */
  READING_SENTENCE,     /* `words` says how many */
  READING_HARD_WORD,    /* most people may not know it */
  READING_EXPLAINED,    /* on the list: `say` is what it means, `entry` the list's own word */
  READING_SHORT_FORM,   /* "can't": `say` is "cannot", or NULL where two are possible */
  READING_ABBREVIATION, /* "e.g.": `say` is "for example" */
  READING_CAPITALS,     /* "CCG" */
  READING_NAME,         /* "Seren" inside a sentence: no fault at all */
} ReadingPartKind;

typedef struct {
  ReadingPartKind kind;
  const char *at; /* in the text that was given; `len` bytes */
  size_t len;
  const char *key; /* of words: in small letters; valid during the call */
  int words;
  const char *say, *entry;
  bool may_be_name; /* a hard word with a capital that starts a sentence */
} ReadingPart;

typedef void ReadingTake(const ReadingPart *part, void *data);

/* Adds what `text` (UTF-8) has to `counts`; calls `take` (may be NULL) for each part in order, a
 * sentence before its words. `list` may be NULL. */
void reading_parts(const char *text, size_t len, const ReadingList *list, ReadingCounts *counts,
                   ReadingTake *take, void *data);

/* ---- hints for a few sentences ---- */

/* What could be easier, in order; ends with READING_END. Sentences are there only when they are
 * long, a word only once. Points into `text`, `list` and the arena. */
const ReadingPart *reading_hints(Arena *arena, const char *text, const ReadingList *list);

/* ---- a whole text ---- */

typedef struct {
  char *text;          /* of a sentence, or a word as it stands first; NULL ends an array */
  const char *meaning; /* of a word on the list; else NULL */
  int64_t number;      /* words of the sentence; how often the word is there */
} ReadingFind;

typedef struct ReadingSummary ReadingSummary;
ReadingSummary *reading_summary_new(const ReadingList *list); /* the list must outlive it */
void reading_summary_free(ReadingSummary *summary);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReadingSummary, reading_summary_free)
/* One paragraph or list item; or, `is_sentence` false, a heading or a table's cell, whose words are
 * looked at but which is no sentence and changes no count. */
void reading_summary_add(ReadingSummary *summary, const char *text, size_t len, bool is_sentence);
const ReadingCounts *reading_summary_counts(const ReadingSummary *summary);
/* The longest sentences of more than READING_SENTENCE_WORDS words, longest first; the hard words
 * (short forms of capitals among them) most often first, then by letters; the list's words that are
 * there, by letters, with `text` as the list has it. Each ends with text NULL; the arena's. */
const ReadingFind *reading_longest(ReadingSummary *summary, Arena *arena);
const ReadingFind *reading_hard_words(ReadingSummary *summary, Arena *arena, int64_t *ret_all);
const ReadingFind *reading_explained(ReadingSummary *summary, Arena *arena);
