/* SPDX-License-Identifier: AGPL-3.0-or-later
 * librsvg and espeak-ng, opened only for the formats that use them: with PulseAudio, X11 and all
 * that they bring, the loader bound them for a letter in large print too (measured: a tenth of it).
 * Include this in place of their headers. The makers open theirs before the sandbox closes. */
#pragma once

#include "base/library.h"

#include <espeak-ng/speak_lib.h>
#include <librsvg/rsvg.h>

/* False: not on this machine. Again and again, from any thread. */
bool rsvg_open(void);
bool espeak_open(void);

/* clang-format off */
#define RSVG_FUNCTIONS(X) \
  X(rsvg_handle_get_intrinsic_dimensions) X(rsvg_handle_get_intrinsic_size_in_pixels) \
  X(rsvg_handle_new_from_data) X(rsvg_handle_render_document)
#define ESPEAK_FUNCTIONS(X) \
  X(espeak_Initialize) X(espeak_SetParameter) X(espeak_SetSynthCallback) \
  X(espeak_SetVoiceByName) X(espeak_Synth)

extern struct RsvgLibrary { RSVG_FUNCTIONS(LIBRARY_SLOT) } rsvg_library;
extern struct EspeakLibrary { ESPEAK_FUNCTIONS(LIBRARY_SLOT) } espeak_library;

#define rsvg_handle_get_intrinsic_dimensions rsvg_library.rsvg_handle_get_intrinsic_dimensions_
#define rsvg_handle_get_intrinsic_size_in_pixels \
  rsvg_library.rsvg_handle_get_intrinsic_size_in_pixels_
#define rsvg_handle_new_from_data            rsvg_library.rsvg_handle_new_from_data_
#define rsvg_handle_render_document          rsvg_library.rsvg_handle_render_document_
#define espeak_Initialize                    espeak_library.espeak_Initialize_
#define espeak_SetParameter                  espeak_library.espeak_SetParameter_
#define espeak_SetSynthCallback              espeak_library.espeak_SetSynthCallback_
#define espeak_SetVoiceByName                espeak_library.espeak_SetVoiceByName_
#define espeak_Synth                         espeak_library.espeak_Synth_
/* clang-format on */
