/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What was answered: names to values as they came (a form, a CSV line, a reply slip). */
#pragma once

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Answers Answers;

typedef struct {
  const char *file_name, *media_type;
  const char *bytes;
  size_t len;
} AnswerFile;

Answers *answers_new(Arena *arena, int max_fields); /* lives in the arena */
/* Copies both. False: more fields than allowed, or not clean UTF-8 (base/text.h): the request is
 * then answered 400 as a whole. */
bool answers_add(Answers *answers, const char *name, const char *value, size_t len);
/* Bytes are borrowed from the request's body, names copied. A file box left empty (no name, no
 * bytes) is no answer: true, and nothing is kept. */
bool answers_add_file(Answers *answers, const char *name, const AnswerFile *file);

Arena *answers_arena(const Answers *answers);
int answers_count_files(const Answers *answers, const char *name);
/* Never NULL: "" when not answered. The first value where there are several. */
const char *answers_text(const Answers *answers, const char *name);
int answers_count(const Answers *answers, const char *name);
const char *answers_nth(const Answers *answers, const char *name, int nth);
bool answers_have(const Answers *answers, const char *name, const char *value); /* ticked */
int64_t answers_int(const Answers *answers, const char *name); /* 0 when empty or not a number */
const AnswerFile *answers_file(const Answers *answers, const char *name); /* NULL: none */
void answers_set(Answers *answers, const char *name, const char *value);  /* replaces all */
void answers_drop(Answers *answers, const char *name);
/* Each (name, value), in order; the value of a file is "". */
void answers_each(const Answers *answers,
                  void (*each)(const char *name, const char *value, void *data), void *data);
