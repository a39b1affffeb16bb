/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A paper as an MP3 with chapters. What is said: spoken.c; how it sounds: speech.c.
 *
 * The tag stands before the sound but holds times that are known only after it: since its length
 * depends on titles alone, room is kept and filled in at the end. */
#include "lang/lang.h"
#include "press/id3.h"
#include "press/press.h"
#include "press/speech.h"
#include "press/spoken.h"

enum {
  /* Bytes of an MPEG-2 layer 3 frame (576 samples) without padding. */
  FRAME_LEN = 72 * SPEECH_KBITS * 1000 / SPEECH_RATE,
};

G_STATIC_ASSERT((int)FRAME_LEN >= (int)MP3_INFO_MIN);

static const char too_long[] =
    N_("The paper is too long to be read aloud in one piece. Send it as two or more papers.");

/* How pauses change with the speed of the voice, in percent. */
static const int pause_percent[] = { [SPEED_NORMAL] = 100, [SPEED_SLOW] = 140, [SPEED_FAST] = 70 };

typedef struct {
  const PressJob *job;
  const GArray *parts; /* of SpokenPart */
  Speech *speech;
  GArray *chapters;  /* of Id3Chapter; their titles are known from the start */
  guint chapter;     /* how many have begun */
  int chapter_level; /* deepest heading that is a chapter */
} Audio;

static uint32_t
samples_to_ms(uint64_t samples)
{
  return (uint32_t)(samples * 1000 / SPEECH_RATE);
}

static bool
is_chapter(const SpokenPart *part, int deepest)
{
  return part->chapter && part->level <= deepest;
}

static guint
count_chapters(const GArray *parts, int deepest)
{
  guint count = 0;

  for (guint i = 0; i < parts->len; i++)
    count += is_chapter(&g_array_index(parts, SpokenPart, i), deepest);
  return count;
}

/* A chapter for the title and each heading; in a very long paper only for the higher ones. */
static void
plan_chapters(Audio *audio)
{
  for (audio->chapter_level = 6; audio->chapter_level > 2; audio->chapter_level--)
    if (count_chapters(audio->parts, audio->chapter_level) <= ID3_CHAPTERS_MAX)
      break;
  for (guint i = 0; i < audio->parts->len && audio->chapters->len < ID3_CHAPTERS_MAX; i++) {
    const SpokenPart *part = &g_array_index(audio->parts, SpokenPart, i);
    const Id3Chapter chapter = { .title = part->chapter };

    if (is_chapter(part, audio->chapter_level))
      g_array_append_val(audio->chapters, chapter);
  }
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

static void
say_all(Audio *audio)
{
  const int percent = pause_percent[audio->job->options.speed];

  for (guint i = 0; i < audio->parts->len; i++) {
    const SpokenPart *part = &g_array_index(audio->parts, SpokenPart, i);

    speech_pause(audio->speech, part->before_ms * percent / 100);
    if (is_chapter(part, audio->chapter_level))
      start_chapter(audio);
    if (*part->words != '\0')
      speech_say(audio->speech, part->words);
    speech_pause(audio->speech, part->after_ms * percent / 100);
  }
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
speak(Audio *audio, Buffer *out)
{
  const PressOptions *options = &audio->job->options;

  plan_chapters(audio);

  Id3Tag tag = { .title = options->title,
                 .lang = three_letters(options->lang),
                 .length_ms = UINT32_MAX,
                 .chapters = (const Id3Chapter *)audio->chapters->data,
                 .chapter_count = audio->chapters->len };

  keep_room(&tag, out);

  const size_t room = out->len;

  say_all(audio);

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
find_problem(const GArray *parts)
{
  enum { CHARACTERS_A_SECOND = 40 }; /* measured: 17, and 24 at the fastest */
  glong characters = 0;
  bool has_words = false;

  for (guint i = 0; i < parts->len; i++) {
    const char *words = g_array_index(parts, SpokenPart, i).words;

    characters += g_utf8_strlen(words, -1);
    for (const char *at = words; !has_words && *at; at = g_utf8_next_char(at)) {
      const gunichar c = g_utf8_get_char(at);

      has_words = g_unichar_isalnum(c) || g_unichar_type(c) == G_UNICODE_OTHER_SYMBOL;
    }
  }
  if (characters / CHARACTERS_A_SECOND > (glong)PRESS_OUTPUT_MAX / (SPEECH_KBITS * 1000 / 8))
    return too_long;
  return has_words ? NULL : N_("The paper has no words that can be read aloud.");
}

static PressResult
make_audio(const PressJob *job, const GArray *parts, Buffer *out)
{
  g_autoptr(GArray) chapters = g_array_new(FALSE, FALSE, sizeof(Id3Chapter));
  Audio audio = { .job = job, .parts = parts, .chapters = chapters };
  const char *problem = find_problem(parts);

  if (problem)
    return press_refuse(problem);

  const SpeechResult opened =
      speech_open(job->options.lang, job->options.speed, out, &audio.speech);

  if (opened == SPEECH_NO_VOICE)
    return press_refuse(N_("There is no computer voice for the language of this paper."));
  if (opened == SPEECH_BROKEN)
    return press_fail("espeak-ng did not start.");

  const PressResult result = speak(&audio, out);

  speech_close(audio.speech);
  return result;
}

PressResult
press_audio(const PressJob *job, Buffer *out)
{
  const PressPicture *said = job->input ? press_input_find(job->input, SAY_LIST_NAME) : NULL;
  g_autoptr(SayList) list = said ? say_list_read(said->bytes, said->len) : NULL;

  if (said && !list)
    return press_fail("The list of how words are said could not be read.");

  g_autoptr(GArray) parts = spoken_paper(job, list);

  return make_audio(job, parts, out);
}
