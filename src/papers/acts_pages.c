/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which paper, in which format, a supporter looked at: for the person's list of what was done for
 * them. */
#include "papers/papers_pages.h"

#include "people/people_pages.h"
#include "people/supporter_pages.h"
#include "ui/page.h"

static const char *
name_one(Page *page, const TrustAct *act, const char *title)
{
  Arena *arena = request_arena(page_request(page));
  FormatWant want = { .points = 0 };
  const char *words = title ? title : tr(page, N_("A paper that is not here any more"));

  if (!format_from_name(act->detail, &want.format))
    return words;
  return arena_format(arena, "%s (%s)", words, want_in_words(page, &want));
}

void
name_paper_acts(Page *page, TrustAct *acts)
{
  Request *r = page_request(page);
  int64_t ids[TRUST_ACTS_A_PAGE];
  const char *titles[TRUST_ACTS_A_PAGE];
  TrustAct *about[TRUST_ACTS_A_PAGE];
  int count = 0;

  for (TrustAct *act = acts; act->words && count < TRUST_ACTS_A_PAGE; act++)
    if (act->area == AREA_PAPERS && act->thing_id) {
      ids[count] = act->thing_id;
      about[count++] = act;
    }
  papers_find_titles(request_txn(r), request_arena(r), ids, count, titles);
  for (int i = 0; i < count; i++)
    about[i]->thing = name_one(page, about[i], titles[i]);
}
