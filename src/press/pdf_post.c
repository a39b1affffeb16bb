/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The post pack: for each person an address sheet and their papers, as one PDF to print. Sheets are
 * drawn here, papers come ready made. Each letter begins on the front of a sheet of paper, also
 * when both sides are printed, so that no address is on the back of somebody else's letter. */
#include "lang/lang.h"
#include "press/letters.h"
#include "press/pdf_fill.h"
#include "press/pdf_fix.h"
#include "press/pdf_layout.h"
#include "press/pdf_merge.h"
#include "press/press.h"
#include "press/words.h"

/* Where the window of a DL envelope is when A4 is folded in three (BS 4264: 20 mm from its left and
 * 18 mm from its bottom edge, 90 by 35 mm), and clear of it by 5 mm. In points. */
static const double WINDOW_LEFT = 70.9, WINDOW_TOP = 141.7, WINDOW_WIDTH = 226.8;
static const double ADDRESS_POINTS = 12, ADDRESS_LEADING = 14.2, BELOW_FOLD = 311.8;

static void
draw_address(Flow *flow, const Letter *letter)
{
  Sheets *sheets = flow->sheets;
  const FlowStyle style = {
    .points = ADDRESS_POINTS, .leading = ADDRESS_LEADING, .colour = PDF_INK, .is_whole = true
  };
  const double left = flow->left, right = sheets->right;

  flow->left = WINDOW_LEFT;
  sheets->right = WINDOW_LEFT + WINDOW_WIDTH;
  sheets->y = WINDOW_TOP;
  for (guint i = 0; i < letter->to->len; i++)
    fill_text(flow, g_ptr_array_index(letter->to, i), &style);
  flow->left = left;
  sheets->right = right;
}

static void
draw_address_sheet(Flow *flow, const Letter *letter, const char *title, int pages)
{
  const FlowStyle style = flow_body(flow);
  g_autoptr(Words) words = words_new();

  flow->gap = 0;
  flow->tag = tag_new(flow->sheets->tags, flow->sheets->tags->root, TAG_DIV);
  draw_address(flow, letter);
  flow->sheets->y = MAX(flow->sheets->y + flow->leading, BELOW_FOLD);
  words_add(words, title);
  if (words->text->len > 0)
    flow_heading(flow, words, 1, 0);
  if (pages > 0) {
    g_autofree char *count = g_strdup_printf("%s: %d", press_word(flow->lang, WORD_PAGES), pages);

    fill_text(flow, count, &style);
  }
  for (guint i = 0; i < letter->notes->len; i++) {
    flow_gap(flow, flow->leading * 0.4);
    fill_text(flow, g_ptr_array_index(letter->notes, i), &style);
  }
  sheets_break(flow->sheets);
}

/* ---- the slip ---- */

enum { ROOM_LINES = 3 };

/* A page to tear off and send back, in the size that its person reads. A slip longer than a page
 * would break the count of pages: the caller looks at where it ends. */
static void
draw_slip(Flow *flow, const Letter *letter, const char *title)
{
  FlowStyle style = flow_body(flow);
  g_autoptr(Words) head = words_new();

  if (letter->slip_points > 0) {
    style.leading *= letter->slip_points / style.points;
    style.points = letter->slip_points;
  }

  FlowStyle code = style;

  code.is_bold = code.is_code = true;
  flow->gap = 0;
  flow->tag = tag_new(flow->sheets->tags, flow->sheets->tags->root, TAG_DIV);
  words_add(head, letter->slip_head ? letter->slip_head : "");
  if (head->text->len > 0)
    flow_heading(flow, head, 1, 0);
  fill_text(flow, g_ptr_array_index(letter->to, 0), &style);
  if (*title)
    fill_text(flow, title, &style);
  fill_text(flow, letter->slip, &code);
  if (letter->slip_how)
    fill_text(flow, letter->slip_how, &style);
  for (guint i = 0; i < letter->slip_boxes->len; i++)
    fill_tick(flow, g_ptr_array_index(letter->slip_boxes, i), &style);
  for (guint i = 0; i < letter->slip_spaces->len; i++) {
    fill_tick(flow, g_ptr_array_index(letter->slip_spaces, i), &style);
    fill_room(flow, ROOM_LINES, &style);
  }
  sheets_break(flow->sheets);
}

static int
letter_pages(PdfMerge *merge, const Letter *letter)
{
  int pages = 0;

  for (guint i = 0; i < letter->pdfs->len; i++)
    pages += pdf_merge_pages(merge, g_ptr_array_index(letter->pdfs, i));
  return pages;
}

/* Where a letter's own sheets are among all that are drawn: its slip's first, and what comes after
 * it. The sheet before the slip is the address's. */
typedef struct {
  int slip, end;
} Start;

/* All address sheets, one a letter, with the slips, as a tagged PDF of their own. */
static PressResult
make_address_sheets(const PressJob *job, const GPtrArray *letters, PdfMerge *merge, Start *starts,
                    Buffer *out)
{
  g_autoptr(Sheets) sheets = sheets_new(job->options.points, job->options.lang);
  Flow flow;

  sheets->is_numbered = false;
  flow_start(&flow, sheets, job->options.lang);
  for (guint i = 0; i < letters->len; i++) {
    const Letter *letter = g_ptr_array_index(letters, i);

    const char *title = letter->title ? letter->title : job->options.title;

    flow.has_title = false;
    draw_address_sheet(&flow, letter, title, letter_pages(merge, letter));
    starts[i].slip = sheets->page;
    if (letter->slip)
      draw_slip(&flow, letter, title);
    starts[i].end = sheets->page;
  }

  const bool is_drawn = sheets_finish(sheets) && sheets->page == starts[letters->len - 1].end;

  flow_clear(&flow);
  if (!is_drawn)
    return press_fail("The address sheets could not be drawn.");
  return pdf_fix(sheets, job->options.title, job->options.lang, out);
}

/* False: it is not there, or cannot be read. */
static bool
read_part(const PressJob *job, const char *name, PdfMerge *merge)
{
  const PressPicture *given = press_input_find(job->input, name);

  return pdf_merge_pages(merge, name) > 0 ||
         (given && pdf_merge_read(merge, name, given->bytes, given->len));
}

/* NULL when every paper that a letter names is there and can be read. */
static char *
read_papers(const PressJob *job, const GPtrArray *letters, PdfMerge *merge)
{
  for (guint i = 0; i < letters->len; i++) {
    const Letter *letter = g_ptr_array_index(letters, i);
    bool is_read = !letter->leaf || read_part(job, letter->leaf, merge);

    for (guint part = 0; is_read && part < letter->pdfs->len; part++)
      is_read = read_part(job, g_ptr_array_index(letter->pdfs, part), merge);
    if (!is_read)
      return g_strdup_printf("%s\tletter\t%u",
                             N_("The paper for letter {letter} could not be read."), i + 1);
  }
  return NULL;
}

static bool
add_pages(PdfMerge *merge, const char *name, int first, int end, int *pages)
{
  for (int page = first; page < end; page++, ++*pages)
    if (!pdf_merge_add_page(merge, name, page))
      return false;
  return true;
}

/* What comes next is on the front of a sheet of paper. */
static bool
turn_over(PdfMerge *merge, int *pages)
{
  if (*pages % 2 == 0)
    return true;
  ++*pages;
  return pdf_merge_add_blank(merge);
}

static bool
merge_letter(const Letter *letter, const Start *start, PdfMerge *merge)
{
  int pages = 0;

  if (!add_pages(merge, "", start->slip - 1, start->slip, &pages))
    return false;
  for (guint part = 0; part < letter->pdfs->len; part++) {
    const char *name = g_ptr_array_index(letter->pdfs, part);

    if (!add_pages(merge, name, 0, pdf_merge_pages(merge, name), &pages))
      return false;
  }
  /* It has no name: it must not be on the back of one. */
  if (letter->leaf &&
      (!turn_over(merge, &pages) ||
       !add_pages(merge, letter->leaf, 0, pdf_merge_pages(merge, letter->leaf), &pages) ||
       !turn_over(merge, &pages)))
    return false;
  /* Torn off, it must not take the paper's last page with it. */
  if (start->slip < start->end && pages > 1 && !turn_over(merge, &pages))
    return false;
  return add_pages(merge, "", start->slip, start->end, &pages) && turn_over(merge, &pages);
}

static bool
merge_letters(const GPtrArray *letters, const Start *starts, PdfMerge *merge)
{
  for (guint i = 0; i < letters->len; i++)
    if (!merge_letter(g_ptr_array_index(letters, i), &starts[i], merge))
      return false;
  return true;
}

static const char *
pack_title(const PressJob *job, const GPtrArray *letters)
{
  const Letter *first = g_ptr_array_index(letters, 0);

  return *job->options.title == '\0' && first->title ? first->title : job->options.title;
}

static PressResult
make_pack(const PressJob *job, const GPtrArray *letters, PdfMerge *merge, Buffer *out)
{
  g_auto(Buffer) addresses = BUFFER_INIT(PRESS_OUTPUT_MAX);
  g_autofree char *problem = read_papers(job, letters, merge);

  g_assert(letters->len > 0); /* letters_parse gives at least one */

  g_autofree Start *starts = g_new0(Start, letters->len);

  if (problem)
    return press_refuse(problem);

  const PressResult drawn = make_address_sheets(job, letters, merge, starts, &addresses);

  if (drawn != PRESS_MADE)
    return drawn;
  if (!pdf_merge_read(merge, "", addresses.data, addresses.len) ||
      !merge_letters(letters, starts, merge))
    return press_fail("The papers could not be put together.");
  return pdf_merge_finish(merge, pack_title(job, letters), job->options.lang, out)
             ? PRESS_MADE
             : press_fail("The post pack could not be written.");
}

PressResult
press_post_pack(const PressJob *job, Buffer *out)
{
  g_autofree char *problem = NULL;
  g_autoptr(GPtrArray) letters = letters_parse(job->input->text, &problem);

  if (!letters)
    return press_refuse(problem);

  g_autoptr(PdfMerge) merge = pdf_merge_new();

  return make_pack(job, letters, merge, out);
}
