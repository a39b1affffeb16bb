/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What goes into the press: a text, and pictures for it by name. The press may open no data
 * folder, so the server passes pictures along. A text without pictures is passed as it is; with
 * pictures it goes as a bundle, told apart by its first byte (NUL, which no text may have):
 *
 *   8 bytes   NUL "press1\n"
 *   parts     each: kind (1 byte: 'T' text, 'P' picture, 'E' end), length of name (1 byte),
 *             length of bytes (4 bytes, big end first), the name, the bytes
 *
 * The text comes first and once, without a name; the end part is empty and nothing follows it. */
#pragma once

#include "base/buffer.h"

enum {
  PRESS_INPUT_MAX = 32 * 1024 * 1024, /* a whole bundle */
  PRESS_PICTURE_MAX = 4 * 1024 * 1024,
  PRESS_PICTURES_MAX = 500,
  PRESS_PICTURE_NAME_MAX = 64,
};

typedef struct {
  const char *name; /* 1 to 64 of a-z 0-9 . _ - ; as written in the text's picture line */
  const void *bytes;
  size_t len; /* SVG or PNG; not looked into here */
} PressPicture;

typedef struct {
  char *text; /* UTF-8, checked, NUL-terminated; may be empty */
  size_t text_len;
  GArray *pictures; /* of PressPicture, names unique; each name and its bytes live in `bytes` */
  GBytes *bytes;
  GPtrArray *names;
} PressInput;

bool press_picture_name_ok(const char *name);
/* Puts a bundle into `out`. False when a name or size is not allowed, or `out` got full. */
bool press_input_write(const char *text, size_t len, const PressPicture *pictures, size_t count,
                       Buffer *out);
/* Plain text or bundle. NULL and *ret_problem (a plain sentence, a literal) when it is neither, too
 * long, or the text is not clean UTF-8. A byte order mark at the start is dropped, CR LF and CR
 * become LF. Keeps a reference to `bytes`. */
PressInput *press_input_read(GBytes *bytes, const char **ret_problem);
/* NULL when there is none of that name. */
const PressPicture *press_input_find(const PressInput *input, const char *name);
void press_input_free(PressInput *input);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PressInput, press_input_free)
