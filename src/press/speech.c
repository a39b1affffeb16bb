/* SPDX-License-Identifier: AGPL-3.0-or-later
 * espeak-ng calls back with blocks of samples, which go straight into LAME. */
#include "press/speech.h"

#include "press/libraries.h"

#include <lame/lame.h>

enum {
  BLOCK_MS = 500,
  BLOCK_SAMPLES = SPEECH_RATE * BLOCK_MS / 1000,
  BLOCKS = 8,
  PACKED_MAX = BLOCK_SAMPLES * 5 / 4 + 7200, /* LAME's own bound for a block */
  QUALITY = 7, /* of 0 (slow) to 9: a voice at this rate sounds the same, in half the time */
};

typedef struct {
  int count; /* 0: the end */
  short samples[BLOCK_SAMPLES];
} Block;

struct Speech {
  lame_t lame; /* the packer's own from here … */
  Buffer *out;
  GThread *packer;             /* … until it is joined */
  GAsyncQueue *empty, *spoken; /* of Block: round they go, so memory is bounded */
  Block blocks[BLOCKS];
  unsigned char packed[PACKED_MAX];
  uint64_t samples;
  gint is_over; /* atomic: a failure or a full buffer; more sound is of no use */
};

static bool
is_over(Speech *speech)
{
  return g_atomic_int_get(&speech->is_over) != 0;
}

static void
keep(Speech *speech, int len)
{
  if (len >= 0)
    buffer_put(speech->out, (const char *)speech->packed, (size_t)len);
  if (len < 0 || speech->out->is_full)
    g_atomic_int_set(&speech->is_over, 1);
}

/* Packing takes twice as long as speaking, so it has a thread of its own. */
static void *
pack_blocks(void *data)
{
  Speech *speech = data;

  for (;;) {
    Block *block = g_async_queue_pop(speech->spoken);

    if (block->count == 0)
      break;
    if (!is_over(speech))
      keep(speech, lame_encode_buffer(speech->lame, block->samples, block->samples, block->count,
                                      speech->packed, PACKED_MAX));
    g_async_queue_push(speech->empty, block);
  }
  if (!is_over(speech))
    keep(speech, lame_encode_flush(speech->lame, speech->packed, PACKED_MAX));
  return NULL;
}

static void
hand_over(Speech *speech, const short *samples, int count)
{
  for (int done = 0; done < count && !is_over(speech);) {
    Block *block = g_async_queue_pop(speech->empty);

    block->count = MIN(count - done, BLOCK_SAMPLES);
    memcpy(block->samples, samples + done, (size_t)block->count * sizeof(short));
    done += block->count;
    g_async_queue_push(speech->spoken, block);
  }
  speech->samples += (uint64_t)count;
}

/* Not 0 stops the speaking. */
static int
take_samples(short *samples, int count, espeak_EVENT *events)
{
  Speech *speech = events->user_data;

  if (!samples || count <= 0 || !speech)
    return 0;
  hand_over(speech, samples, count);
  return is_over(speech);
}

static bool
choose_voice(const char *lang)
{
  g_autofree char *name = g_ascii_strdown(lang, -1);

  if (strcmp(name, "en") == 0)
    return espeak_SetVoiceByName("en-gb") == EE_OK;
  for (;;) {
    if (espeak_SetVoiceByName(name) == EE_OK)
      return true;

    char *cut = strrchr(name, '-');

    if (!cut)
      return false;
    *cut = '\0';
  }
}

static lame_t
open_lame(void)
{
  lame_t lame = lame_init();

  if (!lame)
    return NULL;
  lame_set_in_samplerate(lame, SPEECH_RATE);
  lame_set_out_samplerate(lame, SPEECH_RATE);
  lame_set_num_channels(lame, 1);
  lame_set_mode(lame, MONO);
  lame_set_brate(lame, SPEECH_KBITS);
  lame_set_quality(lame, QUALITY);
  lame_set_disable_reservoir(lame, 1); /* each frame stands alone: jumps to chapters are clean */
  lame_set_bWriteVbrTag(lame, 0);      /* too big for frames of this size: see mp3_info_write */
  lame_set_write_id3tag_automatic(lame, 0);
  if (lame_init_params(lame) >= 0)
    return lame;
  lame_close(lame);
  return NULL;
}

/* Once a process and never ended: espeak_Terminate waits for a thread of its own that may have gone
 * already (seen: it waited for ever). */
static bool
start_espeak(void)
{
  static bool is_started;

  if (is_started)
    return true;
  g_setenv("PULSE_LOG_SYSLOG", "1",
           TRUE); /* it looks for loudspeakers and says that there are none */
  is_started = espeak_open() && espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, BLOCK_MS, NULL,
                                                  espeakINITIALIZE_DONT_EXIT) == SPEECH_RATE;
  return is_started;
}

/* Words a minute; 175 is espeak-ng's own. */
static const int words_a_minute[SPEED_COUNT] = {
  [SPEED_NORMAL] = 175, [SPEED_SLOW] = 125, [SPEED_FAST] = 240
};

SpeechResult
speech_open(const char *lang, SpeechSpeed speed, Buffer *out, Speech **ret_speech)
{
  g_autofree Speech *speech = g_new0(Speech, 1);

  if (!start_espeak())
    return SPEECH_BROKEN;
  speech->lame = open_lame();
  if (!speech->lame || !choose_voice(lang)) {
    lame_close(speech->lame);
    return speech->lame ? SPEECH_NO_VOICE : SPEECH_BROKEN;
  }
  espeak_SetParameter(espeakRATE, words_a_minute[speed], 0);
  espeak_SetSynthCallback(take_samples);
  speech->out = out;
  speech->empty = g_async_queue_new();
  speech->spoken = g_async_queue_new();
  for (int i = 0; i < BLOCKS; i++)
    g_async_queue_push(speech->empty, &speech->blocks[i]);
  speech->packer = g_thread_new("packer", pack_blocks, speech);
  *ret_speech = g_steal_pointer(&speech);
  return SPEECH_OK;
}

void
speech_say(Speech *speech, const char *text)
{
  if (is_over(speech))
    return;
  if (espeak_Synth(text, strlen(text) + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, NULL, speech) !=
      EE_OK)
    g_atomic_int_set(&speech->is_over, 1);
}

void
speech_pause(Speech *speech, int ms)
{
  static const short silence[BLOCK_SAMPLES];

  for (int left = ms * SPEECH_RATE / 1000; left > 0; left -= BLOCK_SAMPLES)
    hand_over(speech, silence, MIN(left, BLOCK_SAMPLES));
}

uint64_t
speech_samples(const Speech *speech)
{
  return speech->samples;
}

bool
speech_finish(Speech *speech)
{
  if (speech->packer) {
    Block *end = g_async_queue_pop(speech->empty);

    end->count = 0;
    g_async_queue_push(speech->spoken, end);
    g_thread_join(g_steal_pointer(&speech->packer));
  }
  return !is_over(speech);
}

void
speech_close(Speech *speech)
{
  if (!speech)
    return;
  speech_finish(speech);
  lame_close(speech->lame);
  g_async_queue_unref(speech->empty);
  g_async_queue_unref(speech->spoken);
  g_free(speech);
}
