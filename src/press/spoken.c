/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The walk over a paper that says it. How single words are said (numbers, dates, addresses): say.c;
 * the voice: speech.c. */
#include "press/spoken.h"

#include "press/notes.h"
#include "press/words.h"

enum {
  PAUSE_BEFORE_HEADING_MS = 1200,
  PAUSE_AFTER_HEADING_MS = 700,
  PAUSE_BLOCK_MS = 600,
  PAUSE_ITEM_MS = 350,
};

typedef struct {
  const char *lang;
  const SayList *list;
  GString *line; /* what is to be said next */
  GArray *parts;
  NotesDue *notes;
} Spoken;

static void add_inlines(Spoken *spoken, cmark_node *parent);
static void say_block(Spoken *spoken, cmark_node *node);
static void say_notes_due(Spoken *spoken);
static void say_quote(Spoken *spoken, cmark_node *quote);

static bool
ends_in_a_stop(const GString *line)
{
  const char *last = g_utf8_find_prev_char(line->str, line->str + line->len);

  return !last || !(g_unichar_isalnum(g_utf8_get_char(last)) || strchr(")]\"'”’", *last));
}

static void
add_pause(Spoken *spoken, int ms)
{
  const SpokenPart part = { .words = g_strdup(""), .after_ms = ms };

  g_array_append_val(spoken->parts, part);
}

/* Says the line at hand as a sentence of its own. NULL: there was nothing to say. */
static SpokenPart *
say_line(Spoken *spoken, int pause_ms)
{
  g_autofree char *plain = g_strstrip(g_strdup(spoken->line->str));

  g_string_assign(spoken->line, plain);
  if (spoken->line->len == 0)
    return NULL;
  if (!ends_in_a_stop(spoken->line))
    g_string_append_c(spoken->line, '.');

  const SpokenPart part = { .words = say_words(spoken->line->str, spoken->lang, spoken->list),
                            .after_ms = pause_ms };

  g_string_truncate(spoken->line, 0);
  g_array_append_val(spoken->parts, part);
  return &g_array_index(spoken->parts, SpokenPart, spoken->parts->len - 1);
}

/* White space as one space; runs of rules and dots ("____", ".....") as one; invisible signs gone.
 */
static void
add_text(Spoken *spoken, const char *text)
{
  gunichar last = 0;

  for (const char *at = text; *at; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);

    if ((g_unichar_iszerowidth(c) && !g_unichar_ismark(c)) || c == 0xad)
      continue;
    if (g_unichar_isspace(c))
      c = ' ';
    if (c == last && c < 0x80 && strchr(" _-=*.~#/\\|", (int)c))
      continue;
    if (c == '|' || (c == '_' && !g_ascii_isalnum(at[1]))) /* a line to write on */
      c = ' ';
    g_string_append_unichar(spoken->line, c);
    last = c;
  }
}

static void
add_named(Spoken *spoken, PressWord word, const char *text)
{
  g_string_append_printf(spoken->line, " %s: ", press_word(spoken->lang, word));
  add_text(spoken, text);
  g_string_append(spoken->line, ends_in_a_stop(spoken->line) ? " " : ". ");
}

/* Said wherever it stands; what it says follows the sentence where it stands first. */
static void
add_mention(Spoken *spoken, cmark_node *mention)
{
  const bool is_after = ends_in_a_stop(spoken->line);

  g_string_append_printf(spoken->line, is_after ? " %s %d. " : ", %s %d, ",
                         press_word(spoken->lang, WORD_NOTE), commonmark_note_number(mention));
  notes_due_meet(spoken->notes, mention);
}

static void
add_inline(Spoken *spoken, cmark_node *node)
{
  g_autofree char *words = NULL;

  switch ((int)cmark_node_get_type(node)) {
  case CMARK_NODE_TEXT:
  case CMARK_NODE_CODE:
    add_text(spoken, cmark_node_get_literal(node));
    return;
  case CMARK_NODE_SOFTBREAK:
    g_string_append_c(spoken->line, ' ');
    return;
  case CMARK_NODE_LINEBREAK:
    g_string_append(spoken->line, ends_in_a_stop(spoken->line) ? " " : ", ");
    return;
  case CMARK_NODE_IMAGE:
    words = commonmark_words(node);
    if (*words != '\0')
      add_named(spoken, WORD_PICTURE, words);
    return;
  case CMARK_NODE_FOOTNOTE_REFERENCE:
    add_mention(spoken, node);
    return;
  default:
    break;
  }
  if (commonmark_is_struck(node)) {
    words = commonmark_words(node);
    add_named(spoken, WORD_CROSSED_OUT, words);
    return;
  }
  add_inlines(spoken, node);
}

static void
add_inlines(Spoken *spoken, cmark_node *parent)
{
  for (cmark_node *node = cmark_node_first_child(parent); node; node = cmark_node_next(node))
    add_inline(spoken, node);
}

static void
say_item(Spoken *spoken, cmark_node *item)
{
  cmark_node *first = cmark_node_first_child(item);

  if (first && cmark_node_get_type(first) == CMARK_NODE_PARAGRAPH) {
    add_inlines(spoken, first);
    first = cmark_node_next(first);
  }
  say_line(spoken, PAUSE_ITEM_MS);
  say_notes_due(spoken);
  for (; first; first = cmark_node_next(first)) {
    if (cmark_node_get_type(first) == CMARK_NODE_PARAGRAPH) {
      add_inlines(spoken, first);
      say_line(spoken, PAUSE_ITEM_MS);
      say_notes_due(spoken);
    } else {
      say_block(spoken, first);
    }
  }
}

static void
say_notes_due(Spoken *spoken)
{
  for (cmark_node *note; (note = notes_due_next(spoken->notes));) {
    g_string_append_printf(spoken->line, "%s %d: ", press_word(spoken->lang, WORD_NOTE),
                           commonmark_note_number(note));
    say_item(spoken, note);
  }
}

static void
say_heading(Spoken *spoken, cmark_node *heading)
{
  add_inlines(spoken, heading);

  SpokenPart *part = say_line(spoken, PAUSE_AFTER_HEADING_MS);

  if (part) {
    part->chapter = commonmark_words(heading);
    part->level = cmark_node_get_heading_level(heading);
    part->before_ms = PAUSE_BEFORE_HEADING_MS;
  }
  say_notes_due(spoken);
}

static void
say_list(Spoken *spoken, cmark_node *list)
{
  const bool is_numbered = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST;
  int number = cmark_node_get_list_start(list);

  for (cmark_node *item = cmark_node_first_child(list); item; item = cmark_node_next(item)) {
    if (is_numbered)
      g_string_append_printf(spoken->line, "%d, ", number++);
    say_item(spoken, item);
  }
  add_pause(spoken, PAUSE_BLOCK_MS - PAUSE_ITEM_MS);
}

static void
say_row(Spoken *spoken, cmark_node *row, cmark_node *headings)
{
  cmark_node *heading = headings ? cmark_node_first_child(headings) : NULL;

  for (cmark_node *cell = cmark_node_first_child(row); cell; cell = cmark_node_next(cell)) {
    g_autofree char *name = commonmark_column_name(heading);

    if (*name != '\0') {
      add_text(spoken, name);
      g_string_append(spoken->line, ": ");
    }
    if (cmark_node_first_child(cell))
      add_inlines(spoken, cell);
    else
      g_string_append(spoken->line, press_word(spoken->lang, WORD_EMPTY));
    g_string_append(spoken->line, ends_in_a_stop(spoken->line) ? " " : ". ");
    heading = heading ? cmark_node_next(heading) : NULL;
  }
  say_line(spoken, PAUSE_ITEM_MS);
}

static void
say_table(Spoken *spoken, cmark_node *table)
{
  cmark_node *row = cmark_node_first_child(table), *headings = NULL;

  g_string_append(spoken->line, press_word(spoken->lang, WORD_TABLE));
  say_line(spoken, PAUSE_BLOCK_MS);
  if (commonmark_is_heading_row(row) && cmark_node_next(row)) {
    headings = row;
    row = cmark_node_next(row);
  }
  for (; row; row = cmark_node_next(row))
    say_row(spoken, row, headings);
  say_notes_due(spoken);
  add_pause(spoken, PAUSE_BLOCK_MS - PAUSE_ITEM_MS);
}

static void
say_blocks(Spoken *spoken, cmark_node *parent)
{
  for (cmark_node *node = cmark_node_first_child(parent); node && !commonmark_is_note(node);
       node = cmark_node_next(node))
    say_block(spoken, node);
}

static void
say_block(Spoken *spoken, cmark_node *node)
{
  switch ((int)cmark_node_get_type(node)) {
  case CMARK_NODE_PARAGRAPH:
    add_inlines(spoken, node);
    say_line(spoken, PAUSE_BLOCK_MS);
    say_notes_due(spoken);
    return;
  case CMARK_NODE_HEADING:
    say_heading(spoken, node);
    return;
  case CMARK_NODE_LIST:
    say_list(spoken, node);
    return;
  case CMARK_NODE_BLOCK_QUOTE:
    say_quote(spoken, node);
    return;
  case CMARK_NODE_CODE_BLOCK:
    add_text(spoken, cmark_node_get_literal(node));
    say_line(spoken, PAUSE_BLOCK_MS);
    return;
  case CMARK_NODE_THEMATIC_BREAK:
    add_pause(spoken, PAUSE_BEFORE_HEADING_MS);
    return;
  default:
    break;
  }
  if (commonmark_is_table(node))
    say_table(spoken, node);
  else
    say_blocks(spoken, node);
}

static void
say_quote(Spoken *spoken, cmark_node *quote)
{
  g_string_append(spoken->line, press_word(spoken->lang, WORD_QUOTE));
  say_line(spoken, PAUSE_ITEM_MS);
  say_blocks(spoken, quote);
  g_string_append(spoken->line, press_word(spoken->lang, WORD_QUOTE_END));
  say_line(spoken, PAUSE_BLOCK_MS);
}

static void
part_clear(gpointer data)
{
  SpokenPart *part = data;

  g_free(part->words);
  g_free(part->chapter);
}

static void
say_title(Spoken *spoken, const char *title)
{
  SpokenPart beginning = { .words = g_strdup(""),
                           .chapter = g_strdup(press_word(spoken->lang, WORD_BEGINNING)),
                           .level = 1 };

  if (*title != '\0')
    g_string_assign(spoken->line, title);

  SpokenPart *part = say_line(spoken, PAUSE_AFTER_HEADING_MS);

  if (!part) {
    g_array_append_val(spoken->parts, beginning);
    return;
  }
  part_clear(&beginning);
  part->chapter = g_strdup(title);
  part->level = 1;
}

GArray *
spoken_paper(const PressJob *job, const SayList *list)
{
  g_autoptr(NotesDue) notes = notes_due_new(job->paper);
  g_autoptr(GString) line = g_string_new(NULL);
  Spoken spoken = { .lang = job->options.lang,
                    .list = list,
                    .line = line,
                    .parts = g_array_new(FALSE, FALSE, sizeof(SpokenPart)),
                    .notes = notes };

  g_array_set_clear_func(spoken.parts, part_clear);
  say_title(&spoken, job->options.title);
  say_blocks(&spoken, job->paper);
  return spoken.parts;
}
