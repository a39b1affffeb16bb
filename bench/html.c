/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Processor time that one paper takes as a web page, within the program.
 *   bench-html FILE.md ROUNDS      milliseconds each */
#include "papers/formats.h"
#include "papers/html_format.h"
#include "papers/rules.h"

#include <time.h>

int
main(int argc, char **argv)
{
  g_autofree char *source = NULL;
  gsize len = 0;
  const int rounds = argc == 3 ? (int)g_ascii_strtoll(argv[2], NULL, 10) : 0;

  if (rounds < 1 || !g_file_get_contents(argv[1], &source, &len, NULL))
    return 2;

  const clock_t began = clock();

  for (int i = 0; i < rounds; i++) {
    SourceFault fault = SOURCE_FINE;
    size_t made_len = 0;
    g_autofree char *made = paper_to_html_page(source, len, NULL, "en-GB", &format_words_english,
                                               NULL, NULL, &made_len, &fault);

    if (!made)
      g_error("%s cannot be read as a paper", argv[1]);
  }
  g_print("%.4f\n", (double)(clock() - began) * 1000 / CLOCKS_PER_SEC / rounds);
  return 0;
}
