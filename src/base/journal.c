/* SPDX-License-Identifier: AGPL-3.0-or-later
 * JSON lines for the operator. */
#include "base/journal.h"

#include "base/buffer.h"
#include "base/clock.h"

#include <fcntl.h>
#include <glib.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 1024 * 1024 };

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
put_escape(Buffer *line, unsigned char byte)
{
  char escape[8];

  if (byte == '"' || byte == '\\')
    g_snprintf(escape, sizeof(escape), "\\%c", byte);
  else
    g_snprintf(escape, sizeof(escape), "\\u%04x", byte);
  buffer_put_text(line, escape);
}

static void
put_text(Buffer *line, const char *text)
{
  const char *plain = text, *at = text;

  buffer_put_byte(line, '"');
  for (; *at; at++) {
    unsigned char byte = (unsigned char)*at;

    if (G_LIKELY(byte != '"' && byte != '\\' && byte >= 0x20 && byte != 0x7f))
      continue;
    buffer_put(line, plain, (size_t)(at - plain));
    put_escape(line, byte);
    plain = at + 1;
  }
  buffer_put(line, plain, (size_t)(at - plain));
  buffer_put_byte(line, '"');
}

/* Without printf: every page writes one, and that made it a thirtieth of a page (measured). */
void
journal_write(const char *event, const JournalField *fields, size_t count)
{
  g_auto(Buffer) line = BUFFER_INIT(LINE_MAX_BYTES);

  buffer_put_text(&line, "{\"at_us\":");
  buffer_put_int(&line, clock_now_us());
  buffer_put_text(&line, ",\"event\":");
  put_text(&line, event);
  for (size_t i = 0; i < count; i++) {
    buffer_put_byte(&line, ',');
    put_text(&line, fields[i].key);
    buffer_put_byte(&line, ':');
    if (fields[i].text)
      put_text(&line, fields[i].text);
    else
      buffer_put_int(&line, fields[i].number);
  }
  buffer_put_text(&line, "}\n");

  /* One write a line, so that lines of several threads stay whole. A journal that cannot be
   * written has nowhere to say so; serving goes on. */
  ssize_t written = write(journal_fd, line.data, line.len);

  (void)written;
}
