/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pictures of a paper that come to stand alone: whatever the source, the tree stays one, and says
 * the same. */
#include "fuzz.h"

#include "press/pdf_figures.h"
#include "press/press.h"

#include <string.h>

static const unsigned char dot[] = { /* a PNG of one grey dot */
                                     0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00,
                                     0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x01,
                                     0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x3a,
                                     0x7e, 0x9b, 0x55, 0x00, 0x00, 0x00, 0x0a, 0x49, 0x44, 0x41,
                                     0x54, 0x78, 0x9c, 0x63, 0x60, 0x00, 0x00, 0x00, 0x02, 0x00,
                                     0x01, 0x48, 0xaf, 0xa4, 0x71, 0x00, 0x00, 0x00, 0x00, 0x49,
                                     0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82
};

static int
count_pictures(cmark_node *document)
{
  cmark_iter *iter = cmark_iter_new(document);
  int count = 0;

  for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;)
    count += event == CMARK_EVENT_ENTER &&
             cmark_node_get_type(cmark_iter_get_node(iter)) == CMARK_NODE_IMAGE;
  cmark_iter_free(iter);
  return count;
}

static char *
words_without_spaces(cmark_node *document)
{
  g_autofree char *words = commonmark_words(document);
  g_auto(GStrv) parts = g_strsplit(words, " ", -1);

  return g_strjoinv("", parts);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  /* What the sources of the corpus call their pictures. */
  const PressPicture pictures[] = { { "a", dot, sizeof(dot) }, { "x.png", dot, sizeof(dot) } };
  g_auto(Buffer) bundle = BUFFER_INIT(PRESS_INPUT_MAX);
  const char *problem = NULL;

  if (!press_input_write((const char *)data, size, pictures, G_N_ELEMENTS(pictures), &bundle))
    return 0;

  g_autoptr(GBytes) bytes = g_bytes_new(bundle.data, bundle.len);
  g_autoptr(PressInput) input = press_input_read(bytes, &problem);
  g_autofree char *title = NULL;
  g_autoptr(cmark_node) paper =
      input ? press_read_paper(input->text, input->text_len, NULL, &title, &problem) : NULL;

  if (!paper)
    return 0;

  g_autoptr(Figures) figures = figures_new(input);
  g_autofree char *before = words_without_spaces(paper);
  const int count = count_pictures(paper);

  figures_stand_alone(figures, paper);

  g_autofree char *after = words_without_spaces(paper);

  fuzz_assert(strcmp(before, after) == 0);
  fuzz_assert(count_pictures(paper) == count);
  return 0;
}
