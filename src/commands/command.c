/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What all commands share: saying why one failed. */
#include "commands/command.h"

#include <glib.h>
#include <stdarg.h>

int
command_fail(const char *format, ...)
{
  va_list args;

  va_start(args, format);
  g_autofree char *words = g_strdup_vprintf(format, args);
  va_end(args);
  g_printerr("commontable: %s\n", words);
  return 1;
}
