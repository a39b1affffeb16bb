/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Feeds a fuzz target the files of the folders given, so that what was found once stays mended. */
#include "fuzz.h"

#include <stdio.h>
#include <string.h>

static void
replay_file(const char *path)
{
  g_autofree char *bytes = NULL;
  g_autoptr(GError) err = NULL;
  gsize len;

  if (!g_file_get_contents(path, &bytes, &len, &err))
    g_error("%s", err->message);
  /* Just as long as it is, so that a reader past the end is seen. */
  g_autofree uint8_t *exact = g_memdup2(bytes, len);
  LLVMFuzzerTestOneInput(exact, len);
}

int
main(int argc, char **argv)
{
  int count = 0;

  LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
  for (int i = 1; i < argc; i++) {
    g_autoptr(GError) err = NULL;
    g_autoptr(GDir) folder = g_dir_open(argv[i], 0, &err);
    const char *name;

    if (!folder)
      g_error("%s", err->message);
    while ((name = g_dir_read_name(folder))) {
      g_autofree char *path = g_build_filename(argv[i], name, NULL);

      replay_file(path);
      count++;
    }
  }
  printf("%d inputs\n", count);
  return count > 0 ? 0 : 1;
}
