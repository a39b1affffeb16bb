/* SPDX-License-Identifier: AGPL-3.0-or-later
 * JSON lines for the operator. */
#include "base/journal.h"

#include "base/clock.h"

#include <fcntl.h>
#include <glib.h>
#include <unistd.h>

static int journal_fd = STDERR_FILENO; /* set before threads start */

void
journal_to(const char *path)
{
  if (journal_fd != STDERR_FILENO)
    close(journal_fd);
  journal_fd = path ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : STDERR_FILENO;
  if (journal_fd < 0)
    g_error("cannot write the journal to %s", path);
}

static void
put_text(GString *line, const char *text)
{
  g_string_append_c(line, '"');
  for (const char *at = text; *at; at++) {
    unsigned char byte = (unsigned char)*at;

    if (byte == '"' || byte == '\\')
      g_string_append_printf(line, "\\%c", byte);
    else if (byte < 0x20 || byte == 0x7f)
      g_string_append_printf(line, "\\u%04x", byte);
    else
      g_string_append_c(line, *at);
  }
  g_string_append_c(line, '"');
}

void
journal_write(const char *event, const JournalField *fields, size_t count)
{
  GString *line = g_string_sized_new(256);

  g_string_append_printf(line, "{\"at_us\":%" G_GINT64_FORMAT ",\"event\":", clock_now_us());
  put_text(line, event);
  for (size_t i = 0; i < count; i++) {
    g_string_append_c(line, ',');
    put_text(line, fields[i].key);
    g_string_append_c(line, ':');
    if (fields[i].text)
      put_text(line, fields[i].text);
    else
      g_string_append_printf(line, "%" G_GINT64_FORMAT, fields[i].number);
  }
  g_string_append(line, "}\n");

  /* One write a line, so that lines of several threads stay whole. A journal that cannot be
   * written has nowhere to say so; serving goes on. */
  ssize_t written = write(journal_fd, line->str, line->len);

  (void)written;
  g_string_free(line, TRUE);
}
