/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The walk over a paper's source: plain text and HTML from any bytes. */
#include "fuzz.h"

#include "papers/html_format.h"
#include "papers/text_format.h"

#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  size_t text_len = 0, html_len = 0;
  SourceFault text_fault, html_fault;
  g_autofree char *text =
      paper_to_text((const char *)data, size, NULL, NULL, &text_len, &text_fault);
  g_autofree char *html =
      paper_to_html((const char *)data, size, "Title", NULL, &html_len, &html_fault);

  /* A paper is one in every format or in none, and what was made is text again. */
  fuzz_assert(!text == !html);
  fuzz_assert(!text || g_utf8_validate(text, (gssize)text_len, NULL));
  fuzz_assert(!html || (strlen(html) == html_len && !strstr(html, "<script")));
  return 0;
}
