/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The reading of a paper's source: whatever bytes come, the tree is fit for whoever recurses. */
#include "fuzz.h"

#include "commonmark/commonmark.h"

#include <cmark-gfm.h>
#include <string.h>

static void
check_node(cmark_node *node)
{
  const cmark_node_type type = cmark_node_get_type(node);

  fuzz_assert(type != CMARK_NODE_HTML_BLOCK && type != CMARK_NODE_HTML_INLINE);
  if (type == CMARK_NODE_HEADING)
    fuzz_assert(cmark_node_get_heading_level(node) >= 2 && commonmark_has_words(node));
  if (type == CMARK_NODE_LINK)
    fuzz_assert(commonmark_has_words(node) && strchr(cmark_node_get_url(node), ':'));
  if (type == CMARK_NODE_IMAGE)
    fuzz_assert(cmark_node_get_type(cmark_node_first_child(node)) == CMARK_NODE_TEXT);
  if (commonmark_is_note(node))
    fuzz_assert(!cmark_node_next(node) || commonmark_is_note(cmark_node_next(node)));
  if (commonmark_is_mention(node))
    fuzz_assert(commonmark_note_number(node) > 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  const SourceReading reading = { .top_heading = 2 };
  g_autofree char *title = NULL;
  SourceFault fault = SOURCE_FINE;
  g_autoptr(cmark_node) document =
      commonmark_parse((const char *)data, size, &reading, &title, &fault);

  fuzz_assert((document != NULL) == (fault == SOURCE_FINE));
  fuzz_assert(document || !title);
  fuzz_assert(!title || *title);
  if (!document)
    return 0;

  cmark_iter *iter = cmark_iter_new(document);

  for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;)
    if (event == CMARK_EVENT_ENTER)
      check_node(cmark_iter_get_node(iter));
  cmark_iter_free(iter);
  fuzz_assert(commonmark_has_words(document) || title);
  return 0;
}
