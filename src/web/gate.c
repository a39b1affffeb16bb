/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One table of field rules, and the sum that shows what the HTTP library hides: the parts that it
 * hands over must add up to the bytes that came. A folded line, a bare line feed or a NUL (where
 * the library's C strings end early) makes the sum wrong. */
#include "web/gate.h"

#include "base/block.h"

#include <glib.h>
#include <string.h>

typedef struct {
  int hosts, lengths, encodings;
  GateBody body;
} Seen;

/* Nearly all bytes of all field names are letters, asked about first. */
static bool
is_token(const char *text, size_t len)
{
  for (size_t i = 0; i < len; i++) {
    if (!g_ascii_isalnum(text[i]) && text[i] != '-' &&
        (text[i] == '\0' || !strchr("!#$%&'*+.^_`|~", text[i])))
      return false;
  }
  return len > 0;
}

static bool
has_control(const char *text, size_t len)
{
  for (size_t i = 0; i < len; i++) {
    while (len - i >= BLOCK && !block_has_controls(text + i))
      i += BLOCK;
    if (i == len)
      break;

    unsigned char byte = (unsigned char)text[i];

    if ((byte < 0x20 && byte != '\t') || byte == 0x7f)
      return true;
  }
  return false;
}

static const char *
check_host(const GateField *field, Seen *seen)
{
  if (seen->hosts++ > 0)
    return "two hosts";
  for (size_t i = 0; i < field->value_len; i++) {
    if (!g_ascii_isalnum(field->value[i]) && !strchr(".-:[]_", field->value[i]))
      return "host is not a name";
  }
  return field->value_len > 0 && field->value_len <= 255 ? NULL : "host is not a name";
}

static const char *
check_length(const GateField *field, Seen *seen)
{
  uint64_t bytes = 0;

  if (seen->lengths++ > 0)
    return "two lengths";
  if (field->value_len == 0 || field->value_len > 18)
    return "length is not a number";
  for (size_t i = 0; i < field->value_len; i++) {
    if (!g_ascii_isdigit(field->value[i]))
      return "length is not a number";
    bytes = bytes * 10 + (uint64_t)(field->value[i] - '0');
  }
  seen->body.body_bytes = bytes;
  return NULL;
}

static const char *
check_encoding(const GateField *field, Seen *seen)
{
  if (seen->encodings++ > 0)
    return "two transfer encodings";
  if (field->value_len != 7 || g_ascii_strncasecmp(field->value, "chunked", 7) != 0)
    return "unknown transfer encoding";
  seen->body.is_chunked = true;
  return NULL;
}

/* Fields with a meaning of their own at this floor; all others need only be clean. */
static const struct {
  const char *name;
  const char *(*check)(const GateField *field, Seen *seen);
} special_fields[] = {
  { "Host", check_host },
  { "Content-Length", check_length },
  { "Transfer-Encoding", check_encoding },
};

static const char *
check_field(const GateField *field, Seen *seen)
{
  if (!is_token(field->name, field->name_len))
    return "field name is not a token";
  if (has_control(field->value, field->value_len))
    return "control byte in a field";
  for (size_t i = 0; i < G_N_ELEMENTS(special_fields); i++) {
    const char *name = special_fields[i].name;

    if (strlen(name) == field->name_len &&
        g_ascii_strncasecmp(name, field->name, field->name_len) == 0)
      return special_fields[i].check(field, seen);
  }
  return NULL;
}

static const char *
check_request_line(const GateHead *head)
{
  static const char *const methods[] = {
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"
  };
  bool is_known = false;

  for (size_t i = 0; i < G_N_ELEMENTS(methods); i++)
    is_known |= strcmp(head->method, methods[i]) == 0;
  if (!is_known)
    return "unknown method";
  if (strcmp(head->version, "HTTP/1.1") != 0 && strcmp(head->version, "HTTP/1.0") != 0)
    return "unknown version";

  size_t len = strlen(head->target);

  if (head->target[0] != '/' || len > GATE_TARGET_MAX)
    return "target is not a path";
  for (size_t i = 0; i < len; i++) {
    if ((unsigned char)head->target[i] <= 0x20 || (unsigned char)head->target[i] >= 0x7f ||
        head->target[i] == '#')
      return "target is not a path";
  }
  return NULL;
}

/* See the top of this file. A field without value may or may not have a blank before its end. */
static bool
adds_up(const GateHead *head)
{
  size_t least = strlen(head->method) + strlen(head->target) + strlen(head->version) + 2 + 2 + 2;
  size_t slack = 0;

  for (size_t i = 0; i < head->count; i++) {
    const GateField *field = &head->fields[i];

    least += field->line_bytes > 0 ? field->line_bytes : field->name_len + 3;
    slack += field->line_bytes > 0 ? 0 : 1;
  }
  return head->head_bytes >= least && head->head_bytes <= least + slack;
}

const char *
gate_refusal(const GateHead *head, GateBody *ret_body)
{
  Seen seen = { 0 };
  const char *refusal = check_request_line(head);

  if (refusal)
    return refusal;
  if (head->count > GATE_FIELDS_MAX)
    return "too many fields";
  for (size_t i = 0; i < head->count; i++) {
    refusal = check_field(&head->fields[i], &seen);
    if (refusal)
      return refusal;
  }
  if (seen.hosts != 1)
    return "no host";
  if (seen.lengths > 0 && seen.encodings > 0)
    return "length and transfer encoding";
  if (seen.encodings > 0 && strcmp(head->version, "HTTP/1.1") != 0)
    return "transfer encoding before HTTP/1.1";
  if (!adds_up(head))
    return "hidden bytes, a folded line or a bare line feed";
  *ret_body = seen.body;
  return NULL;
}
