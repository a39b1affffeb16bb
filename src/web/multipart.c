/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Parts are found by their delimiter line; nothing is decoded but the names in Content-Disposition.
 * No text is allowed before the first delimiter, and after the last only a line end. */
#include "web/multipart.h"

#include "base/text.h"

#include <glib.h>
#include <string.h>

enum { BOUNDARY_MAX = 70, PART_FIELDS_MAX = 16 };

/* What is left to read. */
typedef struct {
  const char *at;
  size_t left;
} Rest;

typedef struct {
  char *name, *file_name, *media_type; /* NULL: not given */
} PartHead;

static void
part_head_clear(PartHead *head)
{
  g_free(head->name);
  g_free(head->file_name);
  g_free(head->media_type);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PartHead, part_head_clear)

static void
skip(Rest *rest, size_t bytes)
{
  rest->at += bytes;
  rest->left -= bytes;
}

static bool
starts_with(const Rest *rest, const char *text, size_t len)
{
  return rest->left >= len && memcmp(rest->at, text, len) == 0;
}

/* Besides letters and digits: what boundaries and tokens are made of. */
static const char token_bytes[] = "'+_,-./:=?()!#$%&*^`|~";

/* A token or a quoted text at `*at`; NULL: neither. Browsers write %22 for a quote inside and
 * leave a backslash as it is; others write \" for it. */
static char *
read_value(const char **at, const char *end)
{
  GString *value = g_string_new(NULL);
  const char *from = *at;

  if (from == end || *from != '"') {
    while (from < end &&
           (g_ascii_isalnum(*from) || memchr(token_bytes, *from, sizeof(token_bytes) - 1)))
      g_string_append_c(value, *from++);
    *at = from;
    return g_string_free(value, value->len == 0);
  }
  for (from++; from < end && *from != '"'; from++) {
    if (*from == '\\' && end - from > 1 && from[1] == '"')
      from++;
    if (end - from > 2 && memcmp(from, "%22", 3) == 0) {
      g_string_append_c(value, '"');
      from += 2;
      continue;
    }
    g_string_append_c(value, *from);
  }
  *at = from < end ? from + 1 : from;
  return g_string_free(value, from == end);
}

static void
skip_blanks(const char **at, const char *end)
{
  while (*at < end && (**at == ' ' || **at == '\t'))
    (*at)++;
}

/* Reads "; name=value; name2=value2"; each() owns the value. False: broken. */
static bool
read_parameters(const char *at, const char *end,
                bool (*each)(const char *name, size_t len, char *value, void *data), void *data)
{
  for (;;) {
    skip_blanks(&at, end);
    if (at == end)
      return true;
    if (*at++ != ';')
      return false;
    skip_blanks(&at, end);

    const char *name = at;

    while (at < end && (g_ascii_isalnum(*at) || *at == '-' || *at == '*' || *at == '_'))
      at++;

    size_t len = (size_t)(at - name);

    if (len == 0 || at == end || *at++ != '=')
      return false;

    char *value = read_value(&at, end);

    if (!value || !each(name, len, value, data))
      return false;
  }
}

static bool
is_word(const char *text, size_t len, const char *word)
{
  return len == strlen(word) && g_ascii_strncasecmp(text, word, len) == 0;
}

/* Keeps the value where a place for it is empty; a second one of the same name is broken. */
static bool
keep_once(char **place, char *value)
{
  if (*place) {
    g_free(value);
    return false;
  }
  *place = value;
  return true;
}

static bool
take_disposition(const char *name, size_t len, char *value, void *data)
{
  PartHead *head = data;

  if (is_word(name, len, "name"))
    return keep_once(&head->name, value);
  if (is_word(name, len, "filename"))
    return keep_once(&head->file_name, value);
  g_free(value);
  return true;
}

static bool
take_boundary(const char *name, size_t len, char *value, void *data)
{
  if (is_word(name, len, "boundary"))
    return keep_once(data, value);
  g_free(value);
  return true;
}

/* One line of a part's head, without its end. */
static bool
read_part_field(const char *line, size_t len, PartHead *head)
{
  const char *mark = memchr(line, ':', len), *end = line + len;

  if (!mark || memchr(line, '\0', len))
    return false;

  const char *value = mark + 1;

  skip_blanks(&value, end);
  if (is_word(line, (size_t)(mark - line), "Content-Type"))
    return keep_once(&head->media_type, g_strndup(value, (size_t)(end - value)));
  if (!is_word(line, (size_t)(mark - line), "Content-Disposition"))
    return true; /* others say nothing that we need */
  if (end - value < 9 || g_ascii_strncasecmp(value, "form-data", 9) != 0)
    return false;
  return read_parameters(value + 9, end, take_disposition, head);
}

static bool
is_clean_text(const char *text)
{
  return text_is_clean(text, strlen(text));
}

/* Names of fields are ours, those of files are people's: only these may have to be mended. */
static bool
is_head_good(PartHead *head)
{
  bool is_broken;

  if (!head->name || !*head->name || strlen(head->name) > FORM_NAME_MAX ||
      !is_clean_text(head->name) || (head->media_type && !is_clean_text(head->media_type)))
    return false;
  if (head->file_name && !is_clean_text(head->file_name)) {
    g_autofree char *sent = g_steal_pointer(&head->file_name);

    head->file_name = text_mend(sent, strlen(sent), &is_broken);
  }
  return true;
}

static bool
read_part_head(Rest *rest, PartHead *head)
{
  const char *start = rest->at;

  for (int fields = 0; fields <= PART_FIELDS_MAX; fields++) {
    const char *end = memmem(rest->at, MIN(rest->left, (size_t)FORM_PART_HEAD_MAX), "\r\n", 2);

    if (!end || end - start > FORM_PART_HEAD_MAX)
      return false;

    size_t len = (size_t)(end - rest->at);
    const char *line = rest->at;

    skip(rest, len + 2);
    if (len == 0)
      return is_head_good(head);
    if (!read_part_field(line, len, head))
      return false;
  }
  return false;
}

/* Old browsers send the whole path. */
static const char *
base_name(const char *path)
{
  for (const char *at = path; *at; at++) {
    if (*at == '/' || *at == '\\')
      path = at + 1;
  }
  return path;
}

static bool
give_part(const PartHead *head, const char *bytes, size_t len, const FormSink *sink)
{
  if (!head->file_name) {
    g_autofree char *value = g_malloc(len + 1);

    memcpy(value, bytes, len);
    value[len] = '\0';

    return sink->field(head->name, value, len, sink->data);
  }
  if (*head->file_name == '\0' && len == 0)
    return true; /* no file was chosen */
  if (strlen(head->file_name) > FORM_FILE_NAME_MAX)
    return false;
  return sink->file(head->name, base_name(head->file_name),
                    head->media_type ? head->media_type : "application/octet-stream", bytes, len,
                    sink->data);
}

/* One part, from behind its delimiter's text up to behind the next one's. */
static bool
take_part(Rest *rest, const char *delimiter, size_t delimiter_len, const FormSink *sink)
{
  g_auto(PartHead) head = { 0 };

  if (!starts_with(rest, "\r\n", 2))
    return false;
  skip(rest, 2);
  if (!read_part_head(rest, &head))
    return false;

  const char *end = memmem(rest->at, rest->left, delimiter, delimiter_len);

  if (!end)
    return false;

  const char *bytes = rest->at;
  size_t len = (size_t)(end - bytes);

  skip(rest, len + delimiter_len);
  return give_part(&head, bytes, len, sink);
}

bool
multipart_parse(const char *parameters, const char *body, size_t len, const FormSink *sink)
{
  g_autofree char *boundary = NULL;

  if (!read_parameters(parameters, parameters + strlen(parameters), take_boundary, &boundary))
    return false;
  if (!boundary || strlen(boundary) > BOUNDARY_MAX)
    return false;

  g_autofree char *delimiter = g_strconcat("\r\n--", boundary, NULL);
  size_t delimiter_len = strlen(delimiter);
  Rest rest = { body, len };

  /* The first delimiter stands at the start, without a line end before it. */
  if (!starts_with(&rest, delimiter + 2, delimiter_len - 2))
    return false;
  skip(&rest, delimiter_len - 2);
  for (int parts = 0; parts <= sink->fields_max; parts++) {
    if (starts_with(&rest, "--", 2)) {
      skip(&rest, 2);
      return rest.left == 0 || (rest.left == 2 && starts_with(&rest, "\r\n", 2));
    }
    if (parts == sink->fields_max || !take_part(&rest, delimiter, delimiter_len, sink))
      return false;
  }
  return false;
}
