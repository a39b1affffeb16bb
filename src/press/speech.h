/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Words to MP3 sound: espeak-ng speaks, LAME packs, in blocks, so that never more than a
 * few seconds of samples are in memory. Both keep global state: one at a time. Knows no CommonMark.
 */
#pragma once

#include "base/buffer.h"
#include "press/job.h"

#include <stdint.h>

enum {
  SPEECH_RATE = 22050, /* samples a second */
  SPEECH_KBITS = 40,   /* a second, constant */
};

typedef struct Speech Speech;

typedef enum { SPEECH_OK, SPEECH_NO_VOICE, SPEECH_BROKEN } SpeechResult;

/* `lang` is BCP 47: its voice, or that of its first parts ("en-GB-x-easyread": en-gb). Sound is
 * added to `out` (borrowed) as whole MP3 frames of one size, after what it holds already. */
SpeechResult speech_open(const char *lang, SpeechSpeed speed, Buffer *out, Speech **ret_speech);
void speech_say(Speech *speech, const char *text);
void speech_pause(Speech *speech, int ms);
uint64_t speech_samples(const Speech *speech); /* spoken so far */
/* Packs what is left; only afterwards `out` may be looked at. False when a library failed on the
 * way or `out` got full. */
bool speech_finish(Speech *speech);
void speech_close(Speech *speech);
