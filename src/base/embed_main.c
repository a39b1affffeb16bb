/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Runs while building: embed OUT.c LIST NAME=FILE … writes `const Embedded LIST[]`. */
#include <glib.h>
#include <string.h>

static void
write_bytes(GString *out, int index, const char *bytes, gsize len)
{
  g_string_append_printf(out, "static const unsigned char bytes_%d[] = {", index);
  for (gsize i = 0; i < len; i++)
    g_string_append_printf(out, "%s%u,", i % 20 ? "" : "\n", (unsigned char)bytes[i]);
  g_string_append(out, "\n0 };\n");
}

int
main(int argc, char **argv)
{
  g_autoptr(GString) out =
      g_string_new("/* Made by embed_main.c */\n#include \"base/embedded.h\"\n");
  g_autoptr(GString) rows = g_string_new(NULL);
  g_autoptr(GError) err = NULL;

  if (argc < 3)
    g_error("embed OUT.c LIST NAME=FILE …");
  for (int i = 3; i < argc; i++) {
    g_autofree char *bytes = NULL;
    char *path = strchr(argv[i], '=');
    gsize len;

    if (!path)
      g_error("embed: %s is not NAME=FILE", argv[i]);
    *path++ = '\0';
    if (!g_file_get_contents(path, &bytes, &len, &err))
      g_error("embed: %s", err->message);
    write_bytes(out, i, bytes, len);
    g_string_append_printf(rows, "  { \"%s\", bytes_%d, sizeof(bytes_%d) - 1 },\n", argv[i], i, i);
  }
  g_string_append_printf(out,
                         "extern const Embedded %s[];\nconst Embedded %s[] = {\n%s  { 0 },\n};\n",
                         argv[2], argv[2], rows->str);
  if (!g_file_set_contents(argv[1], out->str, (gssize)out->len, &err))
    g_error("embed: %s", err->message);
  return 0;
}
