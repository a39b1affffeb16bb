/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The header gate, fed heads cut the lax way that a library may: lines at line feeds, names at the
 * first colon, texts at a NUL. Whatever passes must be the one unambiguous spelling. */
#include "fuzz.h"

#include "web/gate.h"

#include <string.h>

typedef struct {
  char *method, *target, *version;
  GateField fields[GATE_FIELDS_MAX + 1];
  size_t count;
} Cut;

static void
cut_field(Cut *cut, char *line)
{
  char *mark = strchr(line, ':');

  if (!mark || cut->count > GATE_FIELDS_MAX)
    return;

  *mark = '\0';

  const char *value = mark + 1 + strspn(mark + 1, " ");
  GateField *field = &cut->fields[cut->count++];

  *field = (GateField){ line, value, (size_t)(mark - line), strlen(value), 0 };
  if (field->value_len > 0)
    field->line_bytes = (size_t)(value - line) + field->value_len + 2;
}

/* Cuts the text up in place. */
static bool
cut_head(char *text, size_t size, Cut *cut)
{
  char *at = text, *end = text + size, *line_end;

  for (int number = 0; at < end && (line_end = memchr(at, '\n', (size_t)(end - at))); number++) {
    *line_end = '\0';
    if (line_end > at && line_end[-1] == '\r')
      line_end[-1] = '\0';
    if (number == 0) {
      char *first = strchr(at, ' '), *second = first ? strrchr(first + 1, ' ') : NULL;

      if (!second)
        return false;
      *first = *second = '\0';
      cut->method = at;
      cut->target = first + 1;
      cut->version = second + 1;
    } else {
      cut_field(cut, at);
    }
    at = line_end + 1;
  }
  return cut->method != NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autofree char *text = g_malloc(size + 1);
  Cut cut = { 0 };
  GateBody body = { 0 };

  memcpy(text, data, size);
  text[size] = '\0';
  if (!cut_head(text, size, &cut))
    return 0;

  GateHead head = { cut.method, cut.target, cut.version, size, cut.fields, cut.count };

  if (gate_refusal(&head, &body))
    return 0;
  fuzz_assert(cut.target[0] == '/' && cut.count >= 1 && cut.count <= GATE_FIELDS_MAX);
  fuzz_assert(!(body.is_chunked && body.body_bytes > 0));
  for (size_t i = 0; i < cut.count; i++)
    fuzz_assert(!strpbrk(cut.fields[i].value, "\r\n") && !strpbrk(cut.fields[i].name, "\r\n \t"));
  return 0;
}
