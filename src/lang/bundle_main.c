/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Runs while building: writes the C file that holds the compiled catalogues.
 * bundle-lang OUT.c TAG.mo … (the tag is the file's name). */
#include <glib.h>

static void
write_bytes(GString *out, size_t index, const char *bytes, gsize len)
{
  g_string_append_printf(out, "static const unsigned char mo_%zu[] = {", index);
  for (gsize i = 0; i < len; i++)
    g_string_append_printf(out, "%s%u,", i % 20 ? "" : "\n", (unsigned char)bytes[i]);
  g_string_append(out, "\n};\n");
}

int
main(int argc, char **argv)
{
  g_autoptr(GString) out = g_string_new("/* Made by bundle_main.c from lang/ */\n"
                                        "#include \"lang/bundled.h\"\n\n");
  g_autoptr(GString) rows = g_string_new("\nconst BundledCatalogue lang_bundled[] = {\n");
  g_autoptr(GError) err = NULL;

  for (int i = 2; i < argc; i++) {
    g_autofree char *bytes = NULL, *tag = g_path_get_basename(argv[i]);
    gsize len;

    if (!g_file_get_contents(argv[i], &bytes, &len, &err))
      g_error("%s", err->message);
    *g_strrstr(tag, ".mo") = '\0';
    write_bytes(out, (size_t)i, bytes, len);
    g_string_append_printf(rows, "  { \"%s\", mo_%d, sizeof(mo_%d) },\n", tag, i, i);
  }
  g_string_append_printf(out, "%s  { 0 },\n};\n", rows->str);
  if (argc < 2 || !g_file_set_contents(argv[1], out->str, (gssize)out->len, &err))
    g_error("%s", err ? err->message : "bundle-lang OUT.c TAG.mo …");
  return 0;
}
