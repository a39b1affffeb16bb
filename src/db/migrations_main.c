/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Runs while building: migrations OUT.c LIST NAME=FILE … writes `const MigrationStep *const
 * LIST[]`, the steps of each file in the order given (db/migrations.h). Ends where a file is not as
 * it must be. */
#include "db/migration_text.h"

#include <inttypes.h>
#include <string.h>

static void
write_steps(GString *out, const char *subject, const char *path)
{
  g_autofree char *sql = NULL;
  g_autoptr(GError) err = NULL;

  if (!g_file_get_contents(path, &sql, NULL, &err))
    g_error("migrations: %s", err->message);
  const MigrationFile files[] = { { .subject = subject, .sql = sql }, { 0 } };
  g_autoptr(GPtrArray) steps = migrations_read(files, &err);
  if (!steps)
    g_error("migrations: %s", err->message);

  g_string_append_printf(out, "static const MigrationStep %s_steps[] = {\n", subject);
  for (guint i = 0; i < steps->len; i++) {
    const Migration *m = g_ptr_array_index(steps, i);

    g_string_append_printf(out, "  { %" PRId64 ", \"%s\" },\n", m->number, m->checksum);
  }
  g_string_append(out, "  { 0 },\n};\n");
}

int
main(int argc, char **argv)
{
  g_autoptr(GString) out =
      g_string_new("/* Made by migrations_main.c */\n#include \"db/migrations.h\"\n\n");
  g_autoptr(GString) rows = g_string_new(NULL);
  g_autoptr(GError) err = NULL;

  if (argc < 3)
    g_error("migrations OUT.c LIST NAME=FILE …");
  for (int i = 3; i < argc; i++) {
    char *path = strchr(argv[i], '=');

    if (!path)
      g_error("migrations: %s is not NAME=FILE", argv[i]);
    *path++ = '\0';
    write_steps(out, argv[i], path);
    g_string_append_printf(rows, "  %s_steps,\n", argv[i]);
  }
  g_string_append_printf(out,
                         "\nextern const MigrationStep *const %s[];\n"
                         "const MigrationStep *const %s[] = {\n%s};\n",
                         argv[2], argv[2], rows->str);
  if (!g_file_set_contents(argv[1], out->str, (gssize)out->len, &err))
    g_error("migrations: %s", err->message);
  return 0;
}
