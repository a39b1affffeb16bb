/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One pass over a text: words, sentences, and what in them is hard. A sentence's words are kept
 * until it ends, since only then is it known whether capitals in it mean anything. */
#include "counting/familiar.h"
#include "counting/reading_letters.h"
#include "counting/reading_list.h"
#include "counting/short_forms.h"
#include "counting/syllables.h"

#include <string.h>

enum { CAPITALS_MAX = 6 }; /* letters: a longer word in capitals is shouted, not a short form */

typedef struct {
  const char *at;
  size_t len;
  size_t key, key_len; /* in Reader.keys */
  bool is_number;      /* or an address: nothing to be read letter by letter */
  bool has_capital;    /* at its start */
  bool is_capitals;    /* all of it */
} Word;

typedef struct {
  const char *end;
  const ReadingList *list;
  ReadingCounts *counts;
  ReadingTake *take;
  void *data;
  GArray *words; /* of the sentence so far */
  GString *keys; /* of the same, one space between */
} Reader;

/* Small, and without its accent. */
static void
add_folded(GString *keys, gunichar c)
{
  gunichar base = 0, mark = 0;

  if (c < 0x80) {
    g_string_append_c(keys, g_ascii_tolower((char)c));
    return;
  }
  if (g_unichar_ismark(c))
    return;
  c = g_unichar_tolower(c);
  if (g_unichar_decompose(c, &base, &mark) && base < 0x80)
    c = base;
  g_string_append_unichar(keys, c);
}

/* ---- a word ---- */

typedef struct {
  const char *at, *end;
  GString *keys;
  size_t key;
  int letters, capitals, run; /* `run`: characters since the last joint */
  bool is_address, is_number;
  gunichar first, last;
} Scan;

/* By length: a word may be a megabyte long, and is not gone over for each of its signs. */
static bool
starts_address(const Scan *scan)
{
  const char *key = scan->keys->str + scan->key;
  const size_t len = scan->keys->len - scan->key;

  return (len == 3 && memcmp(key, "www", 3) == 0) || (len >= 4 && memcmp(key, "http", 4) == 0);
}

/* A sign between two characters of one word: "don't", "well-known", "3.5", "e.g", "a@b.example". */
static bool
joins(Scan *scan, gunichar sign, gunichar next)
{
  const bool between_digits = is_digit(scan->last) && is_digit(next);

  if (!is_letter(next) && !is_digit(next))
    return false;
  if (is_apostrophe(sign) || is_hyphen(sign))
    return true;
  if (between_digits && is_among(sign, ".,:/", (const gunichar[]){ 0 }))
    return true;
  if (sign == '@' || (sign == '.' && starts_address(scan)))
    scan->is_address = true;
  if (scan->is_address)
    return is_among(sign, ".@/:_?=&#%~+", (const gunichar[]){ 0 });
  if (sign != '.' || !is_letter(scan->last) || !is_letter(next))
    return false;
  if (scan->run == 1) /* "e.g", "U.K" */
    return true;
  scan->is_address = g_unichar_islower(scan->last) && g_unichar_islower(next);
  return scan->is_address;
}

static void
take_char(Scan *scan, gunichar c)
{
  if (!scan->first)
    scan->first = c;
  scan->is_number |= scan->first == c && is_digit(c);
  scan->letters += is_letter(c) && !g_unichar_ismark(c);
  scan->capitals += g_unichar_isupper(c);
  scan->run++;
  scan->last = c;
  add_folded(scan->keys, c);
}

/* Takes what follows into the word; false: the word ends here. */
static bool
take_next(Scan *scan)
{
  size_t len = 0, next_len = 0;
  const gunichar c = char_at(scan->at, scan->end, &len);

  if (len > 0 && (is_letter(c) || is_digit(c))) {
    take_char(scan, c);
    scan->at += len;
    return true;
  }
  if (c == ':' && scan->end - scan->at > 3 && memcmp(scan->at, "://", 3) == 0 &&
      starts_address(scan)) {
    scan->is_address = true;
    g_string_append(scan->keys, "://");
    scan->at += 3;
    return true;
  }
  if (len == 0 || !joins(scan, c, char_at(scan->at + len, scan->end, &next_len)))
    return false;
  g_string_append_c(scan->keys, is_apostrophe(c) ? '\'' : is_hyphen(c) ? '-' : (char)c);
  scan->run = 0;
  scan->at += len;
  return true;
}

/* Reads the word that starts at `at`; returns what follows it. */
static const char *
read_word(Reader *reader, const char *at)
{
  if (reader->words->len > 0)
    g_string_append_c(reader->keys, ' ');

  Scan scan = { .at = at, .end = reader->end, .keys = reader->keys, .key = reader->keys->len };

  while (take_next(&scan)) {
  }

  const Word word = {
    .at = at,
    .len = (size_t)(scan.at - at),
    .key = scan.key,
    .key_len = reader->keys->len - scan.key,
    .is_number = scan.is_number || scan.is_address,
    .has_capital = g_unichar_isupper(scan.first),
    .is_capitals = scan.letters >= 2 &&
                   (scan.capitals == scan.letters ||
                    (scan.capitals >= 2 && scan.last == 's' && scan.capitals == scan.letters - 1)),
  };

  g_array_append_val(reader->words, word);
  return scan.at;
}

/* ---- a sentence ---- */

typedef struct {
  bool is_shouted;    /* most words are in capitals: they mean nothing */
  bool is_like_title; /* most words start with one: they make no names */
} Manner;

static Manner
manner_of(const GArray *words)
{
  guint capitals = 0, starts = 0;

  for (guint i = 0; i < words->len; i++) {
    const Word *word = &g_array_index(words, Word, i);

    capitals += word->is_capitals;
    starts += word->has_capital;
  }
  return (Manner){ words->len >= 3 && capitals * 2 > words->len,
                   words->len >= 3 && starts * 2 > words->len };
}

/* `length` words from the one at `i` on, as one part; the key is ended for the time of the call. */
static void
give(Reader *reader, ReadingPart part, guint i, guint length)
{
  const Word *first = &g_array_index(reader->words, Word, i);
  const Word *last = &g_array_index(reader->words, Word, i + length - 1);
  char *key_end = reader->keys->str + last->key + last->key_len;
  const char kept = *key_end;

  if (!reader->take)
    return;
  part.at = first->at;
  part.len = (size_t)(last->at + last->len - first->at);
  part.key = reader->keys->str + first->key;
  part.words = (int)length;
  *key_end = '\0';
  reader->take(&part, reader->data);
  *key_end = kept;
}

/* What the list explains at word `i`; returns how many words that is, 0 for nothing. */
static guint
give_explained(Reader *reader, guint i)
{
  const guint left = reader->words->len - i;
  const size_t from = g_array_index(reader->words, Word, i).key;

  for (guint n = MIN(left, (guint)reading_list_longest(reader->list)); n > 0; n--) {
    const Word *last = &g_array_index(reader->words, Word, i + n - 1);
    const ReadingEntry *entry =
        reading_list_find(reader->list, reader->keys, from, last->key + last->key_len);

    if (!entry)
      continue;
    give(reader, (ReadingPart){ READING_EXPLAINED, .say = entry->meaning, .entry = entry->word }, i,
         n);
    return n;
  }
  return 0;
}

typedef struct {
  ReadingPartKind kind; /* READING_END: nothing to say */
  int syllables;
  bool is_familiar;
  const char *say;
} Verdict;

static Verdict
judge(const Reader *reader, const Word *word, guint i, Manner manner)
{
  const char *key = reader->keys->str + word->key;
  Verdict verdict = { .syllables = 1, .is_familiar = true };

  if (word->is_number)
    return verdict;
  if (short_form_is_contraction(key, word->key_len, &verdict.say))
    verdict.kind = READING_SHORT_FORM;
  else if (short_form_is_abbreviation(key, word->key_len, &verdict.say))
    verdict.kind = READING_ABBREVIATION;
  verdict.syllables = syllables_count(key, word->key_len);
  verdict.is_familiar = familiar_is(key, word->key_len);
  if (verdict.kind != READING_END || verdict.is_familiar)
    return verdict;
  if (word->is_capitals && !manner.is_shouted && word->len <= CAPITALS_MAX) {
    verdict.syllables = (int)word->key_len;
    verdict.is_familiar = short_form_is_well_known(key, word->key_len);
    verdict.kind = verdict.is_familiar ? READING_END : READING_CAPITALS;
    return verdict;
  }
  verdict.is_familiar = word->key_len == 1 || (word->has_capital && i > 0 && !manner.is_like_title);
  verdict.kind = !verdict.is_familiar ? READING_HARD_WORD
                 : word->key_len > 1  ? READING_NAME
                                      : READING_END;
  return verdict;
}

static void
read_words(Reader *reader)
{
  const Manner manner = manner_of(reader->words);
  guint explained = 0; /* words from here on that the list has explained */

  for (guint i = 0; i < reader->words->len; i++) {
    const Word *word = &g_array_index(reader->words, Word, i);
    const Verdict verdict = judge(reader, word, i, manner);

    reader->counts->words++;
    reader->counts->syllables += verdict.syllables;
    reader->counts->long_words += verdict.syllables >= READING_LONG_WORD;
    reader->counts->unfamiliar += !verdict.is_familiar;
    if (explained == 0)
      explained = give_explained(reader, i);
    if (explained > 0)
      explained--;
    else if (verdict.kind != READING_END)
      give(reader,
           (ReadingPart){ verdict.kind, .say = verdict.say, .may_be_name = word->has_capital }, i,
           1);
  }
}

static void
end_sentence(Reader *reader, const char *end)
{
  const guint length = reader->words->len;

  if (length == 0)
    return;

  const char *start = g_array_index(reader->words, Word, 0).at;

  reader->counts->sentences++;
  reader->counts->long_sentences += length > READING_SENTENCE_WORDS;
  if (reader->take)
    reader->take(&(ReadingPart){ READING_SENTENCE, .at = start, .len = (size_t)(end - start),
                                 .words = (int)length },
                 reader->data);
  read_words(reader);
  g_array_set_size(reader->words, 0);
  g_string_truncate(reader->keys, 0);
}

/* ---- where sentences end ---- */

static const char *
skip(const char *at, const char *end, bool (*is_it)(gunichar c))
{
  size_t len = 0;
  gunichar c = char_at(at, end, &len);

  while (len > 0 && is_it(c)) {
    at += len;
    c = char_at(at, end, &len);
  }
  return at;
}

/* What the word right before a full stop says of it. */
static FullStop
full_stop_after(const Reader *reader, const char *at)
{
  if (reader->words->len == 0)
    return STOP_MAY_END;

  const Word *word = &g_array_index(reader->words, Word, reader->words->len - 1);
  const char *key = reader->keys->str + word->key;

  if (word->at + word->len != at)
    return STOP_MAY_END;
  if (word->key_len == 1 && word->has_capital && *key != 'i') /* an initial */
    return STOP_ENDS_NOTHING;
  return short_form_full_stop(key, word->key_len);
}

/* Reads the stops at `at` and what closes after them; ends the sentence if it ends there. */
static const char *
read_stops(Reader *reader, const char *at)
{
  const FullStop meaning = *at == '.' ? full_stop_after(reader, at) : STOP_MAY_END;
  const char *after = skip(skip(at, reader->end, is_stop), reader->end, is_closer);
  const char *next = skip(after, reader->end, is_space);
  size_t len = 0;
  gunichar c;

  if (next < reader->end && next == after)
    return after; /* "Yahoo!s": inside something */
  next = skip(next, reader->end, is_opener);
  c = char_at(next, reader->end, &len);
  if (len > 0 && (g_unichar_islower(c) || meaning == STOP_ENDS_NOTHING ||
                  (meaning == STOP_MAY_LEAD_TO_NUMBER && is_digit(c))))
    return after;
  end_sentence(reader, after);
  return after;
}

/* Reads one line break; an empty line ends the sentence. */
static const char *
read_line_break(Reader *reader, const char *at)
{
  const char *next = at + 1;

  while (next < reader->end && (*next == ' ' || *next == '\t' || *next == '\r'))
    next++;
  if (next < reader->end && *next == '\n')
    end_sentence(reader, at);
  return next;
}

static void
read_all(Reader *reader, const char *text)
{
  const char *at = text;

  while (at < reader->end) {
    size_t len = 0;
    const gunichar c = char_at(at, reader->end, &len);

    if (is_letter(c) || is_digit(c))
      at = read_word(reader, at);
    else if (is_stop(c))
      at = read_stops(reader, at);
    else if (c == '\n')
      at = read_line_break(reader, at);
    else
      at += len;
  }
}

void
reading_parts(const char *text, size_t len, const ReadingList *list, ReadingCounts *counts,
              ReadingTake *take, void *data)
{
  g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(Word));
  g_autoptr(GString) keys = g_string_new(NULL);
  Reader reader = { text + len, list, counts, take, data, words, keys };

  read_all(&reader, text);
  end_sentence(&reader, text + len);
}

char *
reading_key(const char *word)
{
  g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(Word));
  GString *keys = g_string_new(NULL);
  const char *end = word + strlen(word), *at = word;
  Reader reader = { .end = end, .words = words, .keys = keys };

  while (at < end) {
    size_t len = 0;
    const gunichar c = char_at(at, end, &len);

    at = is_letter(c) || is_digit(c) ? read_word(&reader, at) : at + len;
  }
  return g_string_free(keys, FALSE);
}
