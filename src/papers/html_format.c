/* SPDX-License-Identifier: AGPL-3.0-or-later
 * cmark-gfm's own renderer, in safe mode, over the tidied tree. */
#include "papers/html_format.h"

#include "base/buffer.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <string.h>

/* Deep lists and many entities make HTML longer than its source. */
enum { HTML_BYTES_MAX = 16 * SOURCE_BYTES_MAX };

static char *
render(cmark_node *document)
{
  char *raw = cmark_render_html(document, CMARK_OPT_DEFAULT, NULL);
  char *html = g_strdup(raw);

  free(raw); /* cmark's allocator is malloc's, which need not be GLib's */
  return html;
}

char *
paper_to_html(const char *source, size_t len, const char *title, const FormatWords *words,
              size_t *ret_len, SourceFault *ret_fault)
{
  const SourceReading reading = { .title = title,
                                  .top_heading = 2,
                                  .picture = (words ? words : &format_words_english)->picture };
  g_autoptr(cmark_node) document = commonmark_parse(source, len, &reading, NULL, ret_fault);
  if (!document)
    return NULL;
  char *html = render(document);
  if (ret_len)
    *ret_len = strlen(html);
  return html;
}

char *
paper_to_html_page(const char *source, size_t len, const char *title, const char *lang,
                   const FormatWords *words, PictureAddress *address_of, const void *address_data,
                   size_t *ret_len, SourceFault *ret_fault)
{
  const FormatWords *own = words ? words : &format_words_english;
  const SourceReading reading = { .title = title,
                                  .top_heading = 2,
                                  .picture = own->picture,
                                  .address_of = address_of,
                                  .address_data = address_data };
  g_autofree char *own_title = NULL;
  g_autoptr(cmark_node) document = commonmark_parse(source, len, &reading, &own_title, ret_fault);
  if (!document)
    return NULL;
  g_autofree char *body = render(document);

  g_auto(Buffer) page = BUFFER_INIT(HTML_BYTES_MAX);
  const char *heading = own_title ? own_title : own->paper;
  buffer_put_text(&page, "<!DOCTYPE html>\n<html lang=\"");
  buffer_put_escaped(&page, lang, strlen(lang));
  buffer_put_text(&page, "\">\n<head>\n<meta charset=\"utf-8\">\n"
                         "<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
  buffer_put_escaped(&page, heading, strlen(heading));
  buffer_put_text(&page, "</title>\n");
  if (address_of && strstr(body, "<img ")) /* or one would be wider than a telephone */
    buffer_put_text(&page, "<style>img { max-width: 100%; height: auto; }</style>\n");
  buffer_put_text(&page, "</head>\n<body>\n<main>\n");
  buffer_put_text(&page, "<h1>");
  buffer_put_escaped(&page, heading, strlen(heading));
  buffer_put_text(&page, "</h1>\n");
  buffer_put_text(&page, body);
  buffer_put_text(&page, "</main>\n</body>\n</html>\n");
  buffer_put_byte(&page, '\0');
  if (page.is_full) {
    if (ret_fault)
      *ret_fault = SOURCE_TOO_LONG;
    return NULL;
  }
  size_t size;
  char *bytes = buffer_steal(&page, &size);
  if (ret_len)
    *ret_len = size - 1;
  return bytes;
}
