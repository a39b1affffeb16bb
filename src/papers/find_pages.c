/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Looking for papers by their words. */
#include "papers/find.h"
#include "papers/papers_pages.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/page.h"

enum { SHOWN_MAX = 20 };

void
put_paper_finder(Page *page, const char *typed)
{
  ui_finder(page, .action = "/papers/find", .name = "words", .value = typed,
            .label = tr(page, N_("Find a paper")), .button = tr(page, N_("Find")),
            .max_length = FIND_TEXT_MAX);
}

static void
put_found(Page *page, const Paper *papers, int asked)
{
  int count = 0;

  if (asked == 0) {
    ui_paragraph(page, .text = tr(page, N_("Type one or more words of the paper.")));
    return;
  }
  while (papers[count].id)
    count++;
  if (count == 0)
    ui_paragraph(page, .text = tr(page, N_("No paper has all of these words. Try fewer words, or"
                                           " other ones.")));
  else if (count < SHOWN_MAX)
    ui_paragraph(page, .text = tr_count(page, "{count} paper has these words.",
                                        "{count} papers have these words.", count));
  else
    ui_paragraph(page, .text = tr(page, N_("These papers fit best.")));
  for (int i = 0; i < count; i++)
    put_paper_card(page, &papers[i]);
}

static void
show_found(Request *r)
{
  const char *typed = request_query(r, "words");
  int asked = 0;
  const Paper *papers = papers_with_words(request_txn(r), request_arena(r),
                                          may_organise(r) ? 0 : request_viewer(r)->member_id, typed,
                                          SHOWN_MAX, &asked);
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), *typed ? N_("Papers found")
                                                                           : N_("Find a paper")),
                                .back = "/papers",
                                .section = "/papers" });

  put_paper_finder(page, typed);
  if (*typed)
    put_found(page, papers, asked);
  page_close(page);
}

const Route find_routes[] = {
  { "GET", "/papers/find", is_signed_in, show_found,
    .supporter = { SUPPORT_SEE, AREA_PAPERS, N_("Looked for a paper") } },
  ROUTES_END,
};
