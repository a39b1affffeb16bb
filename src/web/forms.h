/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Parsers for what a browser posts: application/x-www-form-urlencoded and multipart/form-data. They
 * know no route and no question; each piece goes to a sink. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { FORM_NAME_MAX = 200, FORM_FILE_NAME_MAX = 1000, FORM_PART_HEAD_MAX = 4096 };

typedef struct {
  int fields_max; /* fields and files together */
  /* The name is clean UTF-8 (base/text.h); the value is as it came, with a NUL after it. Both are
   * gone after the call. False stops. */
  bool (*field)(const char *name, const char *value, size_t len, void *data);
  /* Names are clean and gone after the call; the bytes are a piece of the body. */
  bool (*file)(const char *name, const char *file_name, const char *media_type, const char *bytes,
               size_t len, void *data);
  void *data;
} FormSink;

/* False: not such a form, broken, too many fields, or the sink said so. `content_type` is the
 * header's value or NULL. An empty body without type is an empty form. */
bool form_parse(const char *content_type, const char *body, size_t len, const FormSink *sink);
