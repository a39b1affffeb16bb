/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which of the person's ideas a supporter looked at or helped with: for the person's list of what
 * was done for them. */
#include "decisions/ideas_pages.h"

#include "people/supporter_pages.h"

enum { OWN_IDEAS_MOST = 200 };

void
name_idea_acts(Page *page, TrustAct *acts)
{
  Request *r = page_request(page);
  const IdeaViewer viewer = idea_viewer(r);
  bool is_any = false;

  for (const TrustAct *act = acts; act->words; act++)
    is_any |= act->area == AREA_IDEAS && act->thing_id;
  if (!is_any)
    return;

  const IdeaFilter own = { .show = "all", .author_id = viewer.member_id };
  const Idea *ideas =
      ideas_list(request_txn(r), request_arena(r), &viewer, &own, 0, OWN_IDEAS_MOST);

  for (TrustAct *act = acts; act->words; act++)
    for (const Idea *idea = ideas; act->area == AREA_IDEAS && idea->id; idea++)
      if (idea->id == act->thing_id)
        act->thing = idea_begin(page, idea);
}
