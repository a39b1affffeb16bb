/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The urlencoded parser, and the choice between the two kinds of form. */
#include "web/forms.h"

#include "web/multipart.h"
#include "web/percent.h"

#include <glib.h>
#include <string.h>

/* One "name=value", decoded in the scratch memory, which has room for it twice. */
static bool
take_pair(const char *pair, size_t len, char *scratch, const FormSink *sink)
{
  const char *mark = memchr(pair, '=', len);
  size_t name_len = mark ? (size_t)(mark - pair) : len;
  size_t value_len = mark ? len - name_len - 1 : 0;
  char *name = scratch;

  if (!percent_decode(pair, name_len, true, name, &name_len))
    return false;

  char *value = scratch + name_len + 1;

  if (!percent_decode_bytes(mark ? mark + 1 : "", value_len, true, value, &value_len))
    return false;
  if (name_len == 0 || name_len > FORM_NAME_MAX)
    return false;
  return sink->field(name, value, value_len, sink->data);
}

static bool
parse_urlencoded(const char *body, size_t len, const FormSink *sink)
{
  g_autofree char *scratch = g_malloc(len + 2);
  int fields = 0;

  while (len > 0) {
    const char *mark = memchr(body, '&', len);
    size_t pair_len = mark ? (size_t)(mark - body) : len;

    if (++fields > sink->fields_max || !take_pair(body, pair_len, scratch, sink))
      return false;
    body += pair_len + (mark ? 1 : 0);
    len -= pair_len + (mark ? 1 : 0);
  }
  return true;
}

bool
form_parse(const char *content_type, const char *body, size_t len, const FormSink *sink)
{
  if (!content_type)
    return len == 0;

  size_t type_len = strcspn(content_type, "; \t");

  if (type_len == 33 &&
      g_ascii_strncasecmp(content_type, "application/x-www-form-urlencoded", type_len) == 0)
    return parse_urlencoded(body, len, sink);
  if (type_len == 19 && g_ascii_strncasecmp(content_type, "multipart/form-data", type_len) == 0)
    return multipart_parse(content_type + type_len, body, len, sink);
  return false;
}
