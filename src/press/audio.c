/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A paper as an MP3 with chapters: what is said for each part of CommonMark, and where pauses are.
 * Marks are never read out: a link is said as its words, a bare address by its host, a list item
 * with its number, a table row by row with the heading before each cell.
 *
 * The tag stands before the sound but holds times that are known only after it: since its length
 * depends on titles alone, room is kept and filled in at the end. */
#include "lang/lang.h"
#include "press/id3.h"
#include "press/notes.h"
#include "press/press.h"
#include "press/speech.h"
#include "press/words.h"

enum {
  PAUSE_BEFORE_HEADING_MS = 1200,
  PAUSE_AFTER_HEADING_MS = 700,
  PAUSE_BLOCK_MS = 600,
  PAUSE_ITEM_MS = 350,
  /* Bytes of an MPEG-2 layer 3 frame (576 samples) without padding. */
  FRAME_LEN = 72 * SPEECH_KBITS * 1000 / SPEECH_RATE,
};

G_STATIC_ASSERT((int)FRAME_LEN >= (int)MP3_INFO_MIN);

static const char too_long[] =
    N_("The paper is too long to be read aloud in one piece. Send it as two or more papers.");

typedef struct {
  const char *lang;
  Speech *speech;
  GString *line;     /* what is to be said next */
  GArray *chapters;  /* of Id3Chapter; their titles are known from the start */
  guint chapter;     /* how many have begun */
  int chapter_level; /* deepest heading that is a chapter */
  NotesDue *notes;
} Audio;

static void add_inlines(Audio *audio, cmark_node *parent);
static void say_block(Audio *audio, cmark_node *node);
static void say_notes_due(Audio *audio);

static bool
ends_in_a_stop(const GString *line)
{
  const char *last = g_utf8_find_prev_char(line->str, line->str + line->len);

  return !last || !(g_unichar_isalnum(g_utf8_get_char(last)) || strchr(")]\"'”’", *last));
}

/* Says the line at hand as a sentence of its own. */
static void
say_line(Audio *audio, int pause_ms)
{
  g_strchomp(audio->line->str);
  audio->line->len = strlen(audio->line->str);
  if (audio->line->len == 0)
    return;
  if (!ends_in_a_stop(audio->line))
    g_string_append_c(audio->line, '.');
  speech_say(audio->speech, audio->line->str);
  speech_pause(audio->speech, pause_ms);
  g_string_truncate(audio->line, 0);
}

/* White space as one space; runs of rules and dots ("____", ".....") as one; invisible signs gone.
 */
static void
add_text(Audio *audio, const char *text)
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
    g_string_append_unichar(audio->line, c == '_' || c == '|' ? ' ' : c);
    last = c;
  }
}

static void
add_named(Audio *audio, PressWord word, const char *text)
{
  g_string_append_printf(audio->line, " %s: ", press_word(audio->lang, word));
  add_text(audio, text);
  g_string_append(audio->line, ends_in_a_stop(audio->line) ? " " : ". ");
}

/* "https://www.example.org/a/b?c" is said as "link: example.org". */
static bool
add_address(Audio *audio, const char *words)
{
  static const char *const schemes[] = { "http://", "https://", "ftp://" };
  const char *host = words;
  bool is_address = g_str_has_prefix(words, "www.");

  for (size_t i = 0; i < G_N_ELEMENTS(schemes); i++) {
    if (!g_str_has_prefix(words, schemes[i]))
      continue;
    host = words + strlen(schemes[i]);
    is_address = true;
  }
  if (!is_address)
    return false;
  if (g_str_has_prefix(host, "www."))
    host += 4;

  g_autofree char *name = g_strndup(host, strcspn(host, "/?#"));

  g_string_append_printf(audio->line, " %s: %s ", press_word(audio->lang, WORD_LINK), name);
  return true;
}

/* Said wherever it stands; what it says follows the sentence where it stands first. */
static void
add_mention(Audio *audio, cmark_node *mention)
{
  g_string_append_printf(audio->line, ", %s %d, ", press_word(audio->lang, WORD_NOTE),
                         commonmark_note_number(mention));
  notes_due_meet(audio->notes, mention);
}

static void
add_inline(Audio *audio, cmark_node *node)
{
  g_autofree char *words = NULL;

  switch ((int)cmark_node_get_type(node)) {
  case CMARK_NODE_TEXT:
  case CMARK_NODE_CODE:
    add_text(audio, cmark_node_get_literal(node));
    return;
  case CMARK_NODE_SOFTBREAK:
    g_string_append_c(audio->line, ' ');
    return;
  case CMARK_NODE_LINEBREAK:
    g_string_append(audio->line, ends_in_a_stop(audio->line) ? " " : ", ");
    return;
  case CMARK_NODE_IMAGE:
    words = commonmark_words(node);
    if (*words != '\0')
      add_named(audio, WORD_PICTURE, words);
    return;
  case CMARK_NODE_FOOTNOTE_REFERENCE:
    add_mention(audio, node);
    return;
  case CMARK_NODE_LINK:
    words = commonmark_words(node);
    if (add_address(audio, words))
      return;
    break;
  default:
    break;
  }
  if (commonmark_is_struck(node)) {
    words = commonmark_words(node);
    add_named(audio, WORD_CROSSED_OUT, words);
    return;
  }
  add_inlines(audio, node);
}

static void
add_inlines(Audio *audio, cmark_node *parent)
{
  for (cmark_node *node = cmark_node_first_child(parent); node; node = cmark_node_next(node))
    add_inline(audio, node);
}

static void
say_item(Audio *audio, cmark_node *item)
{
  cmark_node *first = cmark_node_first_child(item);

  if (first && cmark_node_get_type(first) == CMARK_NODE_PARAGRAPH) {
    add_inlines(audio, first);
    first = cmark_node_next(first);
  }
  say_line(audio, PAUSE_ITEM_MS);
  say_notes_due(audio);
  for (; first; first = cmark_node_next(first)) {
    if (cmark_node_get_type(first) == CMARK_NODE_PARAGRAPH) {
      add_inlines(audio, first);
      say_line(audio, PAUSE_ITEM_MS);
      say_notes_due(audio);
    } else {
      say_block(audio, first);
    }
  }
}

static void
say_notes_due(Audio *audio)
{
  for (cmark_node *note; (note = notes_due_next(audio->notes));) {
    g_string_append_printf(audio->line, "%s %d: ", press_word(audio->lang, WORD_NOTE),
                           commonmark_note_number(note));
    say_item(audio, note);
  }
}

static uint32_t
samples_to_ms(uint64_t samples)
{
  return (uint32_t)(samples * 1000 / SPEECH_RATE);
}

static void
start_chapter(Audio *audio)
{
  const uint32_t now_ms = samples_to_ms(speech_samples(audio->speech));

  if (audio->chapter == audio->chapters->len)
    return;
  if (audio->chapter > 0)
    g_array_index(audio->chapters, Id3Chapter, audio->chapter - 1).end_ms = now_ms;
  g_array_index(audio->chapters, Id3Chapter, audio->chapter++).start_ms = now_ms;
}

static bool
is_chapter(cmark_node *node, int deepest)
{
  return cmark_node_get_type(node) == CMARK_NODE_HEADING &&
         cmark_node_get_heading_level(node) <= deepest;
}

static void
say_heading(Audio *audio, cmark_node *heading)
{
  if (speech_samples(audio->speech) > 0)
    speech_pause(audio->speech, PAUSE_BEFORE_HEADING_MS);
  if (is_chapter(heading, audio->chapter_level))
    start_chapter(audio);
  add_inlines(audio, heading);
  say_line(audio, PAUSE_AFTER_HEADING_MS);
  say_notes_due(audio);
}

static void
say_list(Audio *audio, cmark_node *list)
{
  const bool is_numbered = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST;
  int number = cmark_node_get_list_start(list);

  for (cmark_node *item = cmark_node_first_child(list); item; item = cmark_node_next(item)) {
    if (is_numbered)
      g_string_append_printf(audio->line, "%d, ", number++);
    say_item(audio, item);
  }
  speech_pause(audio->speech, PAUSE_BLOCK_MS - PAUSE_ITEM_MS);
}

static void
say_row(Audio *audio, cmark_node *row, cmark_node *headings)
{
  cmark_node *heading = headings ? cmark_node_first_child(headings) : NULL;

  for (cmark_node *cell = cmark_node_first_child(row); cell; cell = cmark_node_next(cell)) {
    g_autofree char *name = heading ? commonmark_words(heading) : g_strdup("");

    if (*name != '\0') {
      add_text(audio, name);
      g_string_append(audio->line, ": ");
    }
    if (cmark_node_first_child(cell))
      add_inlines(audio, cell);
    else
      g_string_append(audio->line, press_word(audio->lang, WORD_EMPTY));
    g_string_append(audio->line, ends_in_a_stop(audio->line) ? " " : ". ");
    heading = heading ? cmark_node_next(heading) : NULL;
  }
  say_line(audio, PAUSE_ITEM_MS);
}

static void
say_table(Audio *audio, cmark_node *table)
{
  cmark_node *row = cmark_node_first_child(table), *headings = NULL;

  g_string_append(audio->line, press_word(audio->lang, WORD_TABLE));
  say_line(audio, PAUSE_BLOCK_MS);
  if (commonmark_is_heading_row(row) && cmark_node_next(row)) {
    headings = row;
    row = cmark_node_next(row);
  }
  for (; row; row = cmark_node_next(row))
    say_row(audio, row, headings);
  say_notes_due(audio);
  speech_pause(audio->speech, PAUSE_BLOCK_MS - PAUSE_ITEM_MS);
}

static void
say_blocks(Audio *audio, cmark_node *parent)
{
  for (cmark_node *node = cmark_node_first_child(parent); node && !commonmark_is_note(node);
       node = cmark_node_next(node))
    say_block(audio, node);
}

static void
say_block(Audio *audio, cmark_node *node)
{
  switch ((int)cmark_node_get_type(node)) {
  case CMARK_NODE_PARAGRAPH:
    add_inlines(audio, node);
    say_line(audio, PAUSE_BLOCK_MS);
    say_notes_due(audio);
    return;
  case CMARK_NODE_HEADING:
    say_heading(audio, node);
    return;
  case CMARK_NODE_LIST:
    say_list(audio, node);
    return;
  case CMARK_NODE_CODE_BLOCK:
    add_text(audio, cmark_node_get_literal(node));
    say_line(audio, PAUSE_BLOCK_MS);
    return;
  case CMARK_NODE_THEMATIC_BREAK:
    speech_pause(audio->speech, PAUSE_BEFORE_HEADING_MS);
    return;
  default:
    break;
  }
  if (commonmark_is_table(node))
    say_table(audio, node);
  else
    say_blocks(audio, node);
}

static void
add_chapter(Audio *audio, char *title)
{
  const Id3Chapter chapter = { .title = title };

  g_array_append_val(audio->chapters, chapter);
}

static unsigned
count_headings(cmark_node *document, int deepest, Audio *add_to)
{
  cmark_iter *iter = cmark_iter_new(document);
  cmark_event_type event;
  unsigned count = 0;

  while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
    cmark_node *node = cmark_iter_get_node(iter);

    if (event != CMARK_EVENT_ENTER || !is_chapter(node, deepest))
      continue;
    count++;
    if (add_to && add_to->chapters->len < ID3_CHAPTERS_MAX)
      add_chapter(add_to, commonmark_words(node));
  }
  cmark_iter_free(iter);
  return count;
}

/* A chapter for the title and each heading; in a very long paper only for the higher ones. What
 * stands before the first heading is a chapter too. */
static void
plan_chapters(Audio *audio, const PressJob *job)
{
  const bool has_title = *job->options.title != '\0';

  for (audio->chapter_level = 6; audio->chapter_level > 1; audio->chapter_level--)
    if (count_headings(job->paper, audio->chapter_level, NULL) < ID3_CHAPTERS_MAX)
      break;
  add_chapter(audio,
              g_strdup(has_title ? job->options.title : press_word(audio->lang, WORD_BEGINNING)));
  count_headings(job->paper, audio->chapter_level, audio);
}

static const char *
three_letters(const char *lang)
{
  static const struct {
    const char *two, *three;
  } rows[] = { { "en", "eng" }, { "cy", "wel" }, { "ga", "gle" }, { "gd", "gla" },
               { "fr", "fre" }, { "de", "ger" }, { "es", "spa" }, { "pl", "pol" } };

  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
    if (g_ascii_strncasecmp(lang, rows[i].two, 2) == 0 && !g_ascii_isalpha(lang[2]))
      return rows[i].three;
  return "und";
}

/* Frames differ by one byte of padding, said in their header. */
static uint32_t
count_frames(const uint8_t *sound, size_t len)
{
  enum { HEADER = 4, PADDED = 2 };
  uint32_t frames = 0;

  for (size_t at = 0; at + HEADER <= len; at += FRAME_LEN + (sound[at + 2] & PADDED ? 1 : 0))
    frames++;
  return frames;
}

/* Writes the tag and the Info frame over the `room` bytes kept at the front of `out`. */
static void
write_front(const Id3Tag *tag, size_t room, Buffer *out)
{
  g_auto(Buffer) front = BUFFER_INIT(room);
  uint8_t header[4];
  const size_t sound_len = out->len - room;

  memcpy(header, out->data + room, sizeof(header));
  header[2] &= (uint8_t)~2; /* no padding byte */
  id3_write(tag, room - FRAME_LEN, &front);
  mp3_info_write(header, FRAME_LEN, count_frames((const uint8_t *)out->data + room, sound_len),
                 (uint32_t)(sound_len + FRAME_LEN), &front);
  g_assert(!front.is_full && front.len == room);
  memcpy(out->data, front.data, room);
}

static void
keep_room(const Id3Tag *tag, Buffer *out)
{
  id3_write(tag, 0, out);
  for (int i = 0; i < FRAME_LEN; i++)
    buffer_put_byte(out, '\0');
}

static PressResult
speak(Audio *audio, const PressJob *job, Buffer *out)
{
  plan_chapters(audio, job);

  Id3Tag tag = { .title = job->options.title,
                 .lang = three_letters(audio->lang),
                 .length_ms = UINT32_MAX,
                 .chapters = (const Id3Chapter *)audio->chapters->data,
                 .chapter_count = audio->chapters->len };

  keep_room(&tag, out);

  const size_t room = out->len;

  start_chapter(audio);
  add_text(audio, job->options.title);
  say_line(audio, PAUSE_AFTER_HEADING_MS);
  say_blocks(audio, job->paper);

  const bool is_whole = speech_finish(audio->speech);

  if (out->is_full)
    return press_refuse(too_long);
  if (!is_whole)
    return press_fail("The speech could not be packed.");
  if (out->len < room + FRAME_LEN)
    return press_fail("The voice said nothing.");
  tag.length_ms = samples_to_ms(speech_samples(audio->speech));
  g_array_index(audio->chapters, Id3Chapter, audio->chapters->len - 1).end_ms = tag.length_ms;
  write_front(&tag, room, out);
  return PRESS_MADE;
}

/* What is wrong with the paper as a whole, known before a word is said; NULL: nothing. No voice
 * says more characters a second than the limit here, so that what is refused could never fit. */
static const char *
find_problem(const PressJob *job)
{
  enum { CHARACTERS_A_SECOND = 25 }; /* measured: 17 */
  g_autofree char *body = commonmark_words(job->paper);
  g_autofree char *words = g_strjoin(" ", job->options.title, body, NULL);

  if (g_utf8_strlen(words, -1) / CHARACTERS_A_SECOND >
      (glong)PRESS_OUTPUT_MAX / (SPEECH_KBITS * 1000 / 8))
    return too_long;
  for (const char *at = words; *at; at = g_utf8_next_char(at)) {
    const gunichar c = g_utf8_get_char(at);

    if (g_unichar_isalnum(c) || g_unichar_type(c) == G_UNICODE_OTHER_SYMBOL)
      return NULL;
  }
  return N_("The paper has no words that can be read aloud.");
}

PressResult
press_audio(const PressJob *job, Buffer *out)
{
  Audio audio = { .lang = job->options.lang };

  const char *problem = find_problem(job);

  if (problem)
    return press_refuse(problem);

  const SpeechResult opened = speech_open(audio.lang, out, &audio.speech);

  if (opened == SPEECH_NO_VOICE)
    return press_refuse(N_("There is no computer voice for the language of this paper."));
  if (opened == SPEECH_BROKEN)
    return press_fail("espeak-ng did not start.");
  audio.line = g_string_new(NULL);
  audio.chapters = g_array_new(FALSE, FALSE, sizeof(Id3Chapter));
  audio.notes = notes_due_new(job->paper);

  const PressResult result = speak(&audio, job, out);

  for (guint i = 0; i < audio.chapters->len; i++)
    g_free(g_array_index(audio.chapters, Id3Chapter, i).title);
  g_array_unref(audio.chapters);
  g_string_free(audio.line, TRUE);
  notes_due_free(audio.notes);
  speech_close(audio.speech);
  return result;
}
