/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What every maker starts from and ends with: the paper as it is read everywhere (commonmark/), and
 * what is told when it cannot be made. */
#include "press/press.h"

#include <stdarg.h>

PressResult
press_refuse(const char *told)
{
  fprintf(stderr, "%s\n", told);
  return PRESS_BAD_INPUT;
}

PressResult
press_fail(const char *format, ...)
{
  va_list arguments;

  va_start(arguments, format);

  g_autofree char *line = g_strdup_vprintf(format, arguments);

  va_end(arguments);
  fprintf(stderr, "%s\n", line);
  return PRESS_FAILED;
}

cmark_node *
press_read_paper(const char *text, size_t len, const char *title, char **ret_title,
                 const char **ret_problem)
{
  const SourceReading reading = { .title = title, .top_heading = 2 };
  g_autofree char *own_title = NULL;
  SourceFault fault = SOURCE_FINE;
  cmark_node *paper = commonmark_parse(text, len, &reading, &own_title, &fault);

  if (!paper) {
    *ret_problem = source_fault_message(fault);
    return NULL;
  }
  *ret_title = own_title ? g_steal_pointer(&own_title) : g_strdup("");
  return paper;
}
