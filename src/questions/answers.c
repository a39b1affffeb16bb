/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What was answered, in the order it came. Checks only that the text is text; whether it fits a
 * question is questions.c. */
#include "questions/answers.h"

#include "base/text.h"

#include <errno.h>
#include <string.h>

typedef struct {
  const char *name;
  const char *value;      /* NULL: a file */
  const AnswerFile *file; /* NULL: a text */
} Field;

struct Answers {
  Arena *arena;
  Field *fields;
  int count, room, max;
};

enum { FIRST_ROOM = 16 };

Answers *
answers_new(Arena *arena, int max_fields)
{
  Answers *answers = arena_new_of(arena, Answers, 1);

  answers->arena = arena;
  answers->max = max_fields;
  return answers;
}

Arena *
answers_arena(const Answers *answers)
{
  return answers->arena;
}

static void
append(Answers *answers, Field field)
{
  if (answers->count == answers->room) {
    int room = answers->room ? answers->room * 2 : FIRST_ROOM;
    Field *fields = arena_new_of(answers->arena, Field, room);

    if (answers->count > 0)
      memcpy(fields, answers->fields, (size_t)answers->count * sizeof(Field));
    answers->fields = fields;
    answers->room = room;
  }
  answers->fields[answers->count++] = field;
}

bool
answers_add(Answers *answers, const char *name, const char *value, size_t len)
{
  if (answers->count >= answers->max || !text_is_clean(name, strlen(name)) ||
      !text_is_clean(len > 0 ? value : "", len))
    return false;
  append(answers, (Field){ .name = arena_text(answers->arena, name),
                           .value = arena_text_len(answers->arena, len > 0 ? value : "", len) });
  return true;
}

bool
answers_add_file(Answers *answers, const char *name, const AnswerFile *file)
{
  const char *file_name = file->file_name ? file->file_name : "";
  const char *media_type = file->media_type ? file->media_type : "";

  if (answers->count >= answers->max || !text_is_clean(name, strlen(name)) ||
      !text_is_clean(file_name, strlen(file_name)) ||
      !text_is_clean(media_type, strlen(media_type)))
    return false;
  if (!*file_name && file->len == 0)
    return true; /* what a browser sends for a file box left empty */

  AnswerFile *kept = arena_new_of(answers->arena, AnswerFile, 1);
  *kept = (AnswerFile){ .file_name = arena_text(answers->arena, file_name),
                        .media_type = arena_text(answers->arena, media_type),
                        .bytes = file->bytes,
                        .len = file->len };
  append(answers, (Field){ .name = arena_text(answers->arena, name), .file = kept });
  return true;
}

const char *
answers_text(const Answers *answers, const char *name)
{
  return answers_nth(answers, name, 0);
}

int
answers_count(const Answers *answers, const char *name)
{
  int count = 0;

  for (int i = 0; i < answers->count; i++)
    count += answers->fields[i].value && strcmp(answers->fields[i].name, name) == 0;
  return count;
}

const char *
answers_nth(const Answers *answers, const char *name, int nth)
{
  for (int i = 0; i < answers->count; i++) {
    const Field *field = &answers->fields[i];

    if (field->value && strcmp(field->name, name) == 0 && nth-- == 0)
      return field->value;
  }
  return "";
}

bool
answers_have(const Answers *answers, const char *name, const char *value)
{
  for (int i = 0; i < answers->count; i++) {
    const Field *field = &answers->fields[i];

    if (field->value && strcmp(field->name, name) == 0 && strcmp(field->value, value) == 0)
      return true;
  }
  return false;
}

int64_t
answers_int(const Answers *answers, const char *name)
{
  const char *text = answers_text(answers, name);
  char *end = NULL;

  errno = 0;
  gint64 number = g_ascii_strtoll(text, &end, 10);
  return errno == 0 && end != text && !*end ? number : 0;
}

const AnswerFile *
answers_file(const Answers *answers, const char *name)
{
  for (int i = 0; i < answers->count; i++)
    if (answers->fields[i].file && strcmp(answers->fields[i].name, name) == 0)
      return answers->fields[i].file;
  return NULL;
}

int
answers_count_files(const Answers *answers, const char *name)
{
  int count = 0;

  for (int i = 0; i < answers->count; i++)
    count += answers->fields[i].file && strcmp(answers->fields[i].name, name) == 0;
  return count;
}

/* The first keeps its place, so that answers_each keeps the order of the form. */
void
answers_set(Answers *answers, const char *name, const char *value)
{
  const char *kept_name = arena_text(answers->arena, name);
  const char *kept_value = arena_text(answers->arena, value);
  bool is_set = false;
  int to = 0;

  for (int i = 0; i < answers->count; i++) {
    if (strcmp(answers->fields[i].name, kept_name) != 0) {
      answers->fields[to++] = answers->fields[i];
    } else if (!is_set) {
      answers->fields[to++] = (Field){ .name = kept_name, .value = kept_value };
      is_set = true;
    }
  }
  answers->count = to;
  if (!is_set)
    append(answers, (Field){ .name = kept_name, .value = kept_value });
}

void
answers_drop(Answers *answers, const char *name)
{
  int to = 0;

  for (int i = 0; i < answers->count; i++)
    if (strcmp(answers->fields[i].name, name) != 0)
      answers->fields[to++] = answers->fields[i];
  answers->count = to;
}

void
answers_each(const Answers *answers, void (*each)(const char *name, const char *value, void *data),
             void *data)
{
  for (int i = 0; i < answers->count; i++)
    each(answers->fields[i].name, answers->fields[i].value ? answers->fields[i].value : "", data);
}
