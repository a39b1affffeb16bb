/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Comparing versions: which part is which, and words inside a changed one. */
#include "papers/compare.h"

#include "papers/alike.h"

#include <string.h>

enum {
  PAIRS_MAX = 400,         /* of parts, of which the best are looked for */
  PAIRING_WORDS = 2000000, /* looked at for that, of one stretch */
  ALIKE_PERCENT = 40,      /* of their words: then a part was changed, not replaced */
};

/* ---- words ---- */

/* A number for each word, the same for the same. */

static guint32
number_of(GHashTable *numbers, const char *word, gsize len)
{
  g_autofree char *own = g_strndup(word, len);
  gpointer found = g_hash_table_lookup(numbers, own);

  if (!found) {
    found = GUINT_TO_POINTER(g_hash_table_size(numbers) + 1);
    g_hash_table_insert(numbers, g_steal_pointer(&own), found);
  }
  return GPOINTER_TO_UINT(found);
}

typedef struct {
  const char *at; /* in the text */
  guint32 len;    /* bytes */
  guint32 number;
  char gap; /* what stands before it: ' ', '\n' or nothing */
} Word;

/* Scripts that are written without spaces: each sign is looked at by itself. */
static bool
stands_alone(gunichar sign)
{
  switch (g_unichar_get_script(sign)) {
  case G_UNICODE_SCRIPT_HAN:
  case G_UNICODE_SCRIPT_HIRAGANA:
  case G_UNICODE_SCRIPT_KATAKANA:
  case G_UNICODE_SCRIPT_THAI:
  case G_UNICODE_SCRIPT_LAO:
  case G_UNICODE_SCRIPT_KHMER:
  case G_UNICODE_SCRIPT_MYANMAR:
    return true;
  default:
    return false;
  }
}

static const char *
end_of_word(const char *at)
{
  const bool is_alone = stands_alone(g_utf8_get_char(at));

  do
    at = g_utf8_next_char(at);
  while (!is_alone && *at && *at != ' ' && *at != '\n' && !stands_alone(g_utf8_get_char(at)));
  return at;
}

static GArray *
cut_words(const char *text, GHashTable *numbers)
{
  GArray *words = g_array_new(FALSE, FALSE, sizeof(Word));
  char gap = 0;

  for (const char *at = text; *at;) {
    if (*at == ' ' || *at == '\n') {
      gap = *at == '\n' || gap == '\n' ? '\n' : ' ';
      at++;
      continue;
    }

    const char *end = end_of_word(at);
    const Word word = { at, (guint32)(end - at), number_of(numbers, at, (gsize)(end - at)), gap };

    g_array_append_val(words, word);
    gap = 0;
    at = end;
  }
  return words;
}

static guint32 *
numbers_of(const GArray *words)
{
  guint32 *numbers = g_new(guint32, words->len + 1);

  for (guint i = 0; i < words->len; i++)
    numbers[i] = g_array_index(words, Word, i).number;
  return numbers;
}

static void
words_change_clear(gpointer change)
{
  g_free(((WordsChange *)change)->words);
}

/* What is being written: words of one kind after another. */
typedef struct {
  GArray *changes;
  GString *words;
  ChangeKind kind;
  char gap;
} Spans;

static void
end_span(Spans *spans)
{
  if (spans->words->len == 0)
    return;

  const WordsChange change = { spans->kind, spans->gap, g_strdup(spans->words->str) };

  g_array_append_val(spans->changes, change);
  g_string_truncate(spans->words, 0);
}

static void
put_word(Spans *spans, ChangeKind kind, const Word *word)
{
  if (kind != spans->kind)
    end_span(spans);
  spans->kind = kind;
  if (spans->words->len == 0)
    spans->gap = word->gap;
  else if (word->gap)
    g_string_append_c(spans->words, word->gap);
  g_string_append_len(spans->words, word->at, (gssize)word->len);
}

/* What was taken away comes before what stands in its place. */
static void
put_spans(Spans *spans, const GArray *before, const GArray *now, const int *in_now)
{
  guint next = 0;

  for (guint i = 0; i < before->len; i++) {
    if (in_now[i] < 0) {
      put_word(spans, CHANGE_TAKEN, &g_array_index(before, Word, i));
      continue;
    }
    for (; next < (guint)in_now[i]; next++)
      put_word(spans, CHANGE_ADDED, &g_array_index(now, Word, next));

    Word both = g_array_index(now, Word, next++);

    if (!both.gap) /* it begins one of the two */
      both.gap = g_array_index(before, Word, i).gap;
    put_word(spans, CHANGE_NONE, &both);
  }
  for (; next < now->len; next++)
    put_word(spans, CHANGE_ADDED, &g_array_index(now, Word, next));
  end_span(spans);
}

GArray *
papers_compare_words(const char *before, const char *now)
{
  g_autoptr(GHashTable) numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GArray) old_words = cut_words(before, numbers), new_words = cut_words(now, numbers);
  g_autofree guint32 *a = numbers_of(old_words), *b = numbers_of(new_words);
  g_autofree int *in_now = g_new(int, old_words->len + 1);
  g_autoptr(GString) words = g_string_new(NULL);
  Spans spans = { g_array_new(FALSE, FALSE, sizeof(WordsChange)), words, CHANGE_NONE, 0 };

  g_array_set_clear_func(spans.changes, words_change_clear);
  alike_match(a, old_words->len, b, new_words->len, in_now);
  put_spans(&spans, old_words, new_words, in_now);
  return spans.changes;
}

/* ---- parts ---- */

typedef struct {
  const GPtrArray *before, *now;
  GPtrArray *changes;
  GArray **old_words, **new_words; /* of each part, cut when first asked for */
  GHashTable *numbers;
} Comparing;

static const GArray *
words_of(Comparing *c, bool is_now, int at)
{
  GArray **words = is_now ? &c->new_words[at] : &c->old_words[at];
  const GPtrArray *parts = is_now ? c->now : c->before;

  if (!*words)
    *words = cut_words(((const PaperPart *)parts->pdata[at])->words, c->numbers);
  return *words;
}

/* Percent of the words that two parts share, whatever their order (Dice 1945); 0: too few. */
static int
share(Comparing *c, int before, int now)
{
  const GArray *a = words_of(c, false, before), *b = words_of(c, true, now);
  g_autoptr(GHashTable) counts = g_hash_table_new(NULL, NULL);
  guint64 common = 0;

  for (guint i = 0; i < a->len; i++) {
    gpointer key = GUINT_TO_POINTER(g_array_index(a, Word, i).number);

    g_hash_table_insert(counts, key,
                        GINT_TO_POINTER(GPOINTER_TO_INT(g_hash_table_lookup(counts, key)) + 1));
  }
  for (guint i = 0; i < b->len; i++) {
    gpointer key = GUINT_TO_POINTER(g_array_index(b, Word, i).number);
    const int left = GPOINTER_TO_INT(g_hash_table_lookup(counts, key));

    if (left > 0) {
      g_hash_table_insert(counts, key, GINT_TO_POINTER(left - 1));
      common++;
    }
  }

  const guint64 all = (guint64)a->len + b->len;
  const int percent = all ? (int)(200 * common / all) : 0;

  return percent >= ALIKE_PERCENT ? percent : 0;
}

static void
part_change_free(gpointer data)
{
  PartChange *change = data;

  if (change->words)
    g_array_unref(change->words);
  g_free(change);
}

/* Indices from 0; -1: in one of them only. */
static void
put_change(Comparing *c, ChangeKind kind, int before, int now)
{
  PartChange *change = g_new0(PartChange, 1);

  *change = (PartChange){ .kind = kind, .before = before + 1, .now = now + 1 };
  if (kind == CHANGE_WORDS)
    change->words = papers_compare_words(((const PaperPart *)c->before->pdata[before])->words,
                                         ((const PaperPart *)c->now->pdata[now])->words);
  g_ptr_array_add(c->changes, change);
}

typedef struct {
  int before, before_end, now, now_end;
} Gap;

static gsize
count_words(Comparing *c, const Gap *gap)
{
  gsize count = 0;

  for (int i = gap->before; i < gap->before_end; i++)
    count += words_of(c, false, i)->len;
  for (int i = gap->now; i < gap->now_end; i++)
    count += words_of(c, true, i)->len;
  return count;
}

/* The pairs, in order, that share most altogether: `best` is what the rest can reach. */
static void
pair_best(Comparing *c, const Gap *gap)
{
  const int rows = gap->before_end - gap->before, columns = gap->now_end - gap->now;
  const int wide = columns + 1;
  g_autofree int *best = g_new0(int, (gsize)(rows + 1) * (gsize)wide);
  g_autofree int *shared = g_new0(int, (gsize)rows *(gsize)columns + 1);
  int i = 0, j = 0;

  for (int row = rows - 1; row >= 0; row--)
    for (int column = columns - 1; column >= 0; column--) {
      const int both = share(c, gap->before + row, gap->now + column);
      const int skip = MAX(best[(row + 1) * wide + column], best[row * wide + column + 1]);

      shared[row * columns + column] = both;
      best[row * wide + column] =
          both ? MAX(skip, best[(row + 1) * wide + column + 1] + both) : skip;
    }
  while (i < rows || j < columns) {
    if (i < rows && j < columns && shared[i * columns + j] &&
        best[i * wide + j] == best[(i + 1) * wide + j + 1] + shared[i * columns + j]) {
      put_change(c, CHANGE_WORDS, gap->before + i, gap->now + j);
      i++;
      j++;
    } else if (j == columns || (i < rows && best[i * wide + j] == best[(i + 1) * wide + j])) {
      put_change(c, CHANGE_TAKEN, gap->before + i++, -1);
    } else {
      put_change(c, CHANGE_ADDED, -1, gap->now + j++);
    }
  }
}

/* Too many to try all: each with the one in its place. */
static void
pair_in_order(Comparing *c, const Gap *gap)
{
  int i = gap->before, j = gap->now;

  for (; i < gap->before_end && j < gap->now_end; i++, j++) {
    if (share(c, i, j)) {
      put_change(c, CHANGE_WORDS, i, j);
      continue;
    }
    put_change(c, CHANGE_TAKEN, i, -1);
    put_change(c, CHANGE_ADDED, -1, j);
  }
  for (; i < gap->before_end; i++)
    put_change(c, CHANGE_TAKEN, i, -1);
  for (; j < gap->now_end; j++)
    put_change(c, CHANGE_ADDED, -1, j);
}

static void
put_gap(Comparing *c, const Gap *gap)
{
  const gsize rows = (gsize)(gap->before_end - gap->before);
  const gsize columns = (gsize)(gap->now_end - gap->now);

  if (rows == 0 && columns == 0)
    return;
  if (rows * columns <= PAIRS_MAX && MAX(rows, columns) * count_words(c, gap) <= PAIRING_WORDS)
    pair_best(c, gap);
  else
    pair_in_order(c, gap);
}

static guint32 *
part_numbers(const GPtrArray *parts, GHashTable *numbers)
{
  guint32 *list = g_new(guint32, parts->len + 1);

  for (guint i = 0; i < parts->len; i++) {
    const char *words = ((const PaperPart *)parts->pdata[i])->words;

    list[i] = number_of(numbers, words, strlen(words));
  }
  return list;
}

static void
free_words(GArray **words, guint count)
{
  for (guint i = 0; i < count; i++)
    if (words[i])
      g_array_unref(words[i]);
  g_free(words);
}

GPtrArray *
papers_compare(const GPtrArray *before, const GPtrArray *now)
{
  g_autoptr(GHashTable) wholes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autofree guint32 *a = part_numbers(before, wholes), *b = part_numbers(now, wholes);
  g_autofree int *in_now = g_new(int, before->len + 1);
  Comparing c = { .before = before,
                  .now = now,
                  .changes = g_ptr_array_new_with_free_func(part_change_free),
                  .old_words = g_new0(GArray *, before->len + 1),
                  .new_words = g_new0(GArray *, now->len + 1),
                  .numbers = numbers };
  Gap gap = { 0 };

  alike_match(a, before->len, b, now->len, in_now);
  for (int i = 0; i < (int)before->len; i++) {
    if (in_now[i] < 0)
      continue;
    gap.before_end = i;
    gap.now_end = in_now[i];
    put_gap(&c, &gap);
    put_change(&c, CHANGE_NONE, i, in_now[i]);
    gap.before = i + 1;
    gap.now = in_now[i] + 1;
  }
  gap.before_end = (int)before->len;
  gap.now_end = (int)now->len;
  put_gap(&c, &gap);
  free_words(c.old_words, before->len);
  free_words(c.new_words, now->len);
  return c.changes;
}

/* ---- how much ---- */

static bool
has_digit(const char *words)
{
  for (; *words; words = g_utf8_next_char(words))
    if (g_unichar_isdigit(g_utf8_get_char(words)))
      return true;
  return false;
}

static int
count_gaps(const char *words)
{
  int count = *words ? 1 : 0;

  for (; *words; words++)
    count += *words == ' ' || *words == '\n';
  return count;
}

ChangeSize
papers_words_size(const GArray *words)
{
  ChangeSize size = { 0 };

  for (guint i = 0; i < words->len; i++) {
    const WordsChange *change = &g_array_index(words, WordsChange, i);

    if (change->kind == CHANGE_NONE)
      continue;
    size.words += count_gaps(change->words);
    size.has_number |= has_digit(change->words);
  }
  return size;
}

ChangeSize
papers_change_size(const GPtrArray *changes, const GPtrArray *before, const GPtrArray *now)
{
  ChangeSize size = { 0 };

  for (guint i = 0; i < changes->len; i++) {
    const PartChange *change = changes->pdata[i];

    if (change->kind == CHANGE_ADDED || change->kind == CHANGE_TAKEN) {
      const PaperPart *part = change->kind == CHANGE_ADDED ? now->pdata[change->now - 1]
                                                           : before->pdata[change->before - 1];

      size.parts++;
      size.has_number |= has_digit(part->words);
    }
    if (change->words) {
      const ChangeSize words = papers_words_size(change->words);

      size.words += words.words;
      size.has_number |= words.has_number;
    }
  }
  return size;
}
