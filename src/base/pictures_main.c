/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Runs while building: pictures OUT.c PICTURES.list OPENMOJI.csv writes the table of pictures, each
 * with OpenMoji's own name and tags as words to find it by. */
#include <glib.h>
#include <string.h>

enum { CSV_CODE = 1, CSV_NAME = 4, CSV_TAGS = 5, CSV_OWN_TAGS = 6 };

/* Fields of a line of CSV; inside quotation marks commas are words', "" is one mark. */
static GPtrArray *
split_csv(const char *line)
{
  GPtrArray *fields = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GString) field = g_string_new(NULL);
  gboolean is_quoted = FALSE;

  for (const char *c = line;; c++) {
    if (*c == '\0' || (*c == ',' && !is_quoted)) {
      g_ptr_array_add(fields, g_strdup(field->str));
      g_string_truncate(field, 0);
      if (*c == '\0')
        return fields;
    } else if (*c == '"' && !(is_quoted && c[1] == '"')) {
      is_quoted = !is_quoted;
    } else {
      c += *c == '"'; /* the first of two marks */
      g_string_append_c(field, *c);
    }
  }
}

/* Code point: "calendar spiral pad". */
static GHashTable *
read_tags(const char *csv)
{
  GHashTable *tags = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  g_auto(GStrv) lines = g_strsplit(csv, "\n", -1);

  for (char **line = lines; *line; line++) {
    g_autoptr(GPtrArray) fields = split_csv(*line);

    if (fields->len > CSV_OWN_TAGS)
      g_hash_table_insert(tags, g_strdup(fields->pdata[CSV_CODE]),
                          g_strjoin(" ", fields->pdata[CSV_NAME], fields->pdata[CSV_TAGS],
                                    fields->pdata[CSV_OWN_TAGS], NULL));
  }
  return tags;
}

/* Small letters and single spaces only: no sign that C would read. */
static char *
plain_words(const char *words)
{
  g_autofree char *small = g_ascii_strdown(words, -1);

  return g_strcanon(g_steal_pointer(&small), "abcdefghijklmnopqrstuvwxyz0123456789-", ' ');
}

static void
write_row(GString *out, const char *line, GHashTable *tags)
{
  g_auto(GStrv) parts = g_strsplit(line, "\"", 3);
  g_auto(GStrv) names = g_strsplit(parts[0], " ", 3);

  if (!parts[1] || !parts[2] || !names[1])
    g_error("pictures: not NAME CODE \"words\": %s", line);

  const char *own = g_hash_table_lookup(tags, names[1]);

  if (!own)
    g_error("pictures: OpenMoji has no %s (%s)", names[1], names[0]);
  g_autofree char *all = g_strjoin(" ", parts[2], own, NULL);
  g_autofree char *words = plain_words(all);

  g_string_append_printf(out, "  { \"%s\", \"pictures/%s.svg\", \"%s\", \"%s\" },\n", names[0],
                         names[0], parts[1], words);
}

int
main(int argc, char **argv)
{
  g_autoptr(GString) out = g_string_new("/* Made by pictures_main.c */\n"
                                        "#include \"base/pictures.h\"\n\n#include <stddef.h>\n\n"
                                        "const Picture pictures[] = {\n");
  g_autofree char *list = NULL, *csv = NULL;
  g_autoptr(GError) err = NULL;

  if (argc != 4 || !g_file_get_contents(argv[2], &list, NULL, &err) ||
      !g_file_get_contents(argv[3], &csv, NULL, &err))
    g_error("pictures OUT.c PICTURES.list OPENMOJI.csv: %s", err ? err->message : "");

  g_autoptr(GHashTable) tags = read_tags(csv);
  g_auto(GStrv) lines = g_strsplit(g_strchomp(list), "\n", -1);

  for (char **line = lines; *line; line++)
    if (**line && **line != '#')
      write_row(out, *line, tags);
  g_string_append(out, "  { NULL, NULL, NULL, NULL },\n};\n");
  if (!g_file_set_contents(argv[1], out->str, (gssize)out->len, &err))
    g_error("pictures: %s", err->message);
  return 0;
}
