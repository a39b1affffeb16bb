/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The words of a paper on its page, and behind its parts what was and can be said about them. A
 * long paper is read without a link after every paragraph, which would be in the way of whoever
 * reads by keyboard or by ear: one link at its start brings them. */
#include "papers/comment_pages.h"

#include "commonmark/commonmark.h"
#include "papers/paper_pictures.h"
#include "papers/rules.h"
#include "ui/components.h"
#include "ui/paper_html.h"

#include <string.h>

enum {
  SHORT_PARTS = 12, /* a paper of so many parts shows the links at once */
  SPOKEN_LENGTH = 40
};

typedef struct {
  const Paper *paper;
  const GPtrArray *parts; /* NULL: nothing was said, and no links are wanted */
  int *counts;            /* comments by part, from 1; 0: about the whole paper */
  int earlier;            /* about parts that are not there any more */
  bool has_links;
} Talk;

static const char *
spoken_start(Arena *arena, const PaperPart *part)
{
  g_autofree char *start = commonmark_part_start(part, SPOKEN_LENGTH);

  return arena_text(arena, start);
}

static void
put_part(Page *page, int number, void *data)
{
  const Talk *said = data;
  Request *r = page_request(page);
  const PaperPart *part = number <= (int)said->parts->len ? said->parts->pdata[number - 1] : NULL;
  const int count = part ? said->counts[number] : 0;
  const bool has_link = part && said->has_links && part->level == 0;
  const char *path = part_path(r, said->paper->id, number);

  if (!count && !has_link)
    return;
  ui_part_links(page, .number = number,
                .name = tr_fill(page, N_("Part {number}"), "number",
                                arena_format(request_arena(r), "%d", number), NULL),
                .spoken = spoken_start(request_arena(r), part), .said_href = count ? path : NULL,
                .said_words = tr_count(page, "{count} comment", "{count} comments", count),
                .href = has_link ? path : NULL,
                .words = tr(page, N_("Say something about this part")));
}

int *
comments_by_part(Arena *arena, const GPtrArray *parts, const CommentCount *counts, int *ret_earlier)
{
  int *by_part = arena_new_of(arena, int, parts->len + 1);

  for (; counts->count; counts++) {
    const int now = counts->part ? commonmark_find_part(parts, counts->part, counts->print) : 0;

    if (counts->part && !now)
      *ret_earlier += counts->count;
    else
      by_part[now] += counts->count;
  }
  return by_part;
}

static void
put_say_link(Page *page, const Talk *said, int parts)
{
  Request *r = page_request(page);

  if (said->has_links || parts <= 1)
    return;
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Say something about a part of it")), .is_large = true,
          .href = arena_format(request_arena(r), "%s?say=1", paper_path(r, said->paper->id)));
  ui_paragraph_close(page);
}

void
put_said_links(Page *page, const Paper *paper, int total)
{
  Request *r = page_request(page);
  const char *say = part_path(r, paper->id, 0);

  if (!paper->is_sent || (total <= 0 && !request_may_go_to(r, say)))
    return;
  ui_button_group_open(page);
  if (request_may_go_to(r, say))
    ui_button_link(page, .text = tr(page, N_("Say something about this paper")),
                   .is_secondary = true, .href = say);
  if (total > 0)
    ui_button(page, .is_secondary = true,
              .text = tr_fill(page, N_("What people say about it: {count}"), "count",
                              arena_format(request_arena(r), "%d", total), NULL),
              .href = arena_format(request_arena(r), "%s/comments", paper_path(r, paper->id)));
  ui_button_group_close(page);
}

/* A sent paper: with what was said about it. */
static void
put_sent(Page *page, const Paper *paper, cmark_node *document)
{
  Request *r = page_request(page);
  const int count = commonmark_count_parts(document);
  const CommentCount *counts = comments_count(request_txn(r), request_arena(r), paper->id);
  Talk said = { .paper = paper,
                .has_links = count <= SHORT_PARTS || *request_query(r, "say") != '\0' };
  g_autoptr(GPtrArray) parts = said.has_links || counts->count ? parts_now(paper) : NULL;
  const PaperParts hook = { commonmark_is_part, put_part, &said };
  int total = 0;

  said.parts = parts;
  if (parts)
    said.counts = comments_by_part(request_arena(r), parts, counts, &said.earlier);
  for (; counts->count; counts++)
    total += counts->count;
  put_say_link(page, &said, count);
  ui_paper_with(page, document, paper->language, parts ? &hook : NULL);
  put_said_links(page, paper, total);
}

/* What was kept was checked when it was kept, so that a fault here is a fault of ours. */
void
put_paper_words(Page *page, const Paper *paper, bool has_talk)
{
  SourceFault fault = SOURCE_FINE;
  Request *r = page_request(page);
  const PaperPictures pictures =
      pictures_in_source(request_txn(r), request_arena(r), paper->source);
  const SourceReading reading = { .title = paper->title,
                                  .top_heading = 2,
                                  .picture = format_words_for(paper->language).picture,
                                  .address_of = paper_picture_address,
                                  .address_data = &pictures };
  g_autoptr(cmark_node) document =
      commonmark_parse(paper->source, strlen(paper->source), &reading, NULL, &fault);

  if (!document)
    ui_paragraph(page, .text = tr(page, N_("There are no words in this paper yet.")));
  else if (has_talk && paper->is_sent)
    put_sent(page, paper, document);
  else
    ui_paper(page, document, paper->language);
}
