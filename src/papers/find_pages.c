/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Looking for papers by their words. */
#include "papers/comment_pages.h"
#include "papers/find.h"
#include "papers/papers_pages.h"
#include "people/my_data.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/page.h"

enum { SHOWN_MAX = 20, COMMENTS_MAX = 10 };

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

/* What people said, below the papers; nothing when nobody said these words. */
static void
put_found_comments(Page *page, const FoundComment *found)
{
  Request *r = page_request(page);

  if (!found->id)
    return;
  ui_heading(page, 2, tr(page, N_("What people said")));
  for (; found->id; found++) {
    ui_card_open(page, .picture = "talk", .title = found->paper_title,
                 .title_href = comment_path(r, found->id, ""));
    ui_person_lines(page, found->words);
    ui_paragraph_open(page);
    ui_words(page, !found->name   ? tr(page, N_("Somebody, without their name"))
                   : *found->name ? found->name
                                  : tr(page, FORMER_MEMBER));
    ui_words(page, ", ");
    ui_words(page, date_in_words(page, found->said_at_us));
    ui_paragraph_close(page);
    ui_card_close(page);
  }
}

static void
show_found(Request *r)
{
  const char *typed = request_query(r, "words");
  int asked = 0;
  const Paper *papers = papers_with_words(request_txn(r), request_arena(r),
                                          may_organise(r) ? 0 : request_viewer(r)->member_id, typed,
                                          SHOWN_MAX, &asked);
  const FoundComment *comments =
      comments_with_words(request_txn(r), request_arena(r),
                          may_organise(r) ? 0 : request_viewer(r)->member_id, typed, COMMENTS_MAX);
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), *typed ? N_("Papers found")
                                                                           : N_("Find a paper")),
                                .back = "/papers",
                                .section = "/papers" });

  put_paper_finder(page, typed);
  if (*typed) {
    put_found(page, papers, asked);
    put_found_comments(page, comments);
  }
  page_close(page);
}

const Route find_routes[] = {
  { "GET", "/papers/find", is_signed_in, show_found,
    .supporter = { SUPPORT_SEE, AREA_PAPERS, N_("Looked for a paper") } },
  ROUTES_END,
};
