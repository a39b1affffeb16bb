/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Parts of a whole as a bar, each with a pattern as well as a colour, and the same in words below.
 * Widths are classes in steps of a twentieth, since nothing of a style stands in the page. */
#include "ui/components.h"
#include "ui/draw.h"

enum { STEPS = 20, LOOKS = 4 };

static int
step_of(const Share *part, int64_t all)
{
  const int step = (int)((part->number * STEPS + all / 2) / all);

  return step > 0 ? step : 1;
}

static void
part_draw(Page *page, const Share *part, int nth, int64_t all)
{
  html(page, "<span class=\"ct-share ct-share--");
  number(page, nth % LOOKS + 1);
  html(page, " ct-share--w");
  number(page, step_of(part, all));
  html(page, "\"></span>");
}

void
ui_shares(Page *page, const Share *parts, int count)
{
  int64_t all = 0;

  for (int i = 0; i < count; i++)
    all += parts[i].number;
  if (all <= 0)
    return;
  html(page, "<div class=\"ct-shares\">\n<div class=\"ct-shares__bar\" aria-hidden=\"true\">");
  for (int i = 0; i < count; i++)
    if (parts[i].number > 0)
      part_draw(page, &parts[i], i, all);
  html(page, "</div>\n<ul class=\"ct-shares__words\">\n");
  for (int i = 0; i < count; i++) {
    html(page, "<li><span class=\"ct-share ct-share--key ct-share--");
    number(page, i % LOOKS + 1);
    html(page, "\" aria-hidden=\"true\"></span> ");
    text(page, parts[i].words);
    html(page, ": ");
    number(page, (int)parts[i].number);
    html(page, "</li>\n");
  }
  html(page, "</ul>\n</div>\n");
}
