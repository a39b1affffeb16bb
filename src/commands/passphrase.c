/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Passphrases from a terminal or a file. */
#include "commands/passphrase.h"

#include "archive/sealed_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { TYPED_MAX = 1024 };

void
passphrase_free(char *passphrase)
{
  if (!passphrase)
    return;
  sodium_memzero(passphrase, strlen(passphrase));
  g_free(passphrase);
}

static char *
cut_line(const char *bytes, size_t len)
{
  const char *end = memchr(bytes, '\n', len);
  size_t used = end ? (size_t)(end - bytes) : len;

  if (used > 0 && bytes[used - 1] == '\r')
    used--;
  return g_strndup(bytes, used);
}

/* The first line. */
static char *
read_from_file(const char *file, GError **err)
{
  char bytes[TYPED_MAX];
  int fd = open(file, O_RDONLY | O_CLOEXEC);
  ssize_t len = fd >= 0 ? read(fd, bytes, sizeof(bytes)) : -1;
  char *line = NULL;

  if (len < 0)
    g_set_error(err, G_FILE_ERROR, g_file_error_from_errno(errno),
                "The passphrase cannot be read from %s: %s", file, g_strerror(errno));
  else
    line = cut_line(bytes, (size_t)len);
  if (fd >= 0)
    close(fd);
  sodium_memzero(bytes, sizeof(bytes));
  return line;
}

static void
say(int terminal, const char *words)
{
  ssize_t written = write(terminal, words, strlen(words));

  (void)written;
}

/* One line, unseen. */
static char *
ask_once(int terminal, const char *question)
{
  char bytes[TYPED_MAX];
  struct termios before, unseen;
  const bool is_terminal = tcgetattr(terminal, &before) == 0;
  size_t len = 0;

  unseen = before;
  unseen.c_lflag &= ~(tcflag_t)ECHO;
  say(terminal, question);
  if (is_terminal)
    tcsetattr(terminal, TCSAFLUSH, &unseen);
  while (len < sizeof(bytes) && read(terminal, bytes + len, 1) == 1 && bytes[len] != '\n')
    len++;
  if (is_terminal)
    tcsetattr(terminal, TCSAFLUSH, &before);
  say(terminal, "\n");

  char *line = cut_line(bytes, len);

  sodium_memzero(bytes, sizeof(bytes));
  return line;
}

static char *
ask_twice(int terminal, GError **err)
{
  char *first = ask_once(terminal, "A passphrase for the archive (four words are good; you do not"
                                   " see them while you type): ");
  char *again = ask_once(terminal, "The same again: ");
  const bool is_same = strcmp(first, again) == 0;

  passphrase_free(again);
  if (is_same)
    return first;
  passphrase_free(first);
  g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_INVAL, "The two passphrases are not the same");
  return NULL;
}

static char *
ask(bool is_new, GError **err)
{
  int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);

  if (terminal < 0) {
    g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_NOENT,
                "There is no terminal to ask for the passphrase: put it into a file that only you"
                " can read, and say --passphrase-file FILE");
    return NULL;
  }

  char *typed =
      is_new ? ask_twice(terminal, err) : ask_once(terminal, "The archive's passphrase: ");

  close(terminal);
  return typed;
}

char *
passphrase_get(const char *file, bool is_new, GError **err)
{
  char *passphrase = file ? read_from_file(file, err) : ask(is_new, err);
  const char *fault = passphrase && is_new ? passphrase_fault(passphrase) : NULL;

  if (!fault)
    return passphrase;
  g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s", fault);
  passphrase_free(passphrase);
  return NULL;
}
