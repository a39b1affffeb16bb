/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Runs while building: familiar OUT.c DALE-CHALL.js OWN.list writes the table of familiar words. */
#include "counting/familiar.h"

#include <glib.h>
#include <string.h>

static void
add_word(GPtrArray *words, const char *word, size_t len)
{
  if (len > FAMILIAR_LEN_MAX)
    g_error("familiar: a word longer than FAMILIAR_LEN_MAX");
  for (guint i = 1; i < words->len; i++)
    if (strlen(words->pdata[i]) == len && memcmp(words->pdata[i], word, len) == 0)
      return;
  g_ptr_array_add(words, g_strndup(word, len));
}

/* The package is a list in JavaScript, one word a line, in single or double quotation marks. */
static void
read_package(GPtrArray *words, const char *text)
{
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

  for (char **line = lines; *line; line++) {
    const char *word = g_strchug(*line);
    const char *end = *word == '\'' || *word == '"' ? strchr(word + 1, *word) : NULL;

    if (end)
      add_word(words, word + 1, (size_t)(end - word - 1));
  }
}

static void
read_own(GPtrArray *words, const char *text)
{
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

  for (char **line = lines; *line; line++) {
    g_auto(GStrv) row = g_strsplit(**line == '#' ? "" : *line, " ", -1);

    for (char **word = row; *word; word++)
      if (**word)
        add_word(words, *word, strlen(*word));
  }
}

static char *
read_file(const char *path)
{
  g_autoptr(GError) err = NULL;
  char *text = NULL;

  if (!g_file_get_contents(path, &text, NULL, &err))
    g_error("familiar: %s", err->message);
  return text;
}

static void
write_slots(GString *out, const GPtrArray *words)
{
  guint slots[FAMILIAR_SLOTS] = { 0 };

  for (guint i = 1; i < words->len; i++) {
    guint slot = familiar_hash(words->pdata[i], strlen(words->pdata[i]));

    while (slots[slot])
      slot = (slot + 1) % FAMILIAR_SLOTS;
    slots[slot] = i;
  }
  g_string_append(out, "const uint16_t familiar_slots[FAMILIAR_SLOTS] = {");
  for (int i = 0; i < FAMILIAR_SLOTS; i++)
    g_string_append_printf(out, "%s%u,", i % 20 ? "" : "\n", slots[i]);
  g_string_append(out, "\n};\n");
}

int
main(int argc, char **argv)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GString) out =
      g_string_new("/* Made by familiar_main.c */\n#include \"counting/familiar.h\"\n\n"
                   "#include <stddef.h>\n\nconst char *const familiar_words[] = {\n  NULL,\n");
  g_autoptr(GError) err = NULL;

  if (argc != 4)
    g_error("familiar OUT.c DALE-CHALL.js OWN.list");
  g_autofree char *package = read_file(argv[2]), *own = read_file(argv[3]);
  g_ptr_array_add(words, NULL); /* 0 is the empty slot */
  read_package(words, package);
  if (words->len < 2900 || words->len > FAMILIAR_SLOTS / 2)
    g_error("familiar: %u words in %s", words->len, argv[2]);
  read_own(words, own);
  for (guint i = 1; i < words->len; i++)
    g_string_append_printf(out, "  \"%s\",\n", (const char *)words->pdata[i]);
  g_string_append(out, "};\n\n");
  write_slots(out, words);
  if (!g_file_set_contents(argv[1], out->str, (gssize)out->len, &err))
    g_error("familiar: %s", err->message);
  return 0;
}
