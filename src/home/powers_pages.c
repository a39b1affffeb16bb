/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How decisions and powers were used: what, when and why; no names (idea 8). */
#include "home/home_pages.h"

#include "log/log.h"
#include "ui/components.h"

enum { POWERS_SHOWN = 200 };

static void
put_power(Page *page, const LogPower *power)
{
  Request *r = page_request(page);
  g_autofree char *date = lang_date(page_lang(page), power->at_us, request_time_zone(r));

  ui_list_item_open(page);
  ui_strong(page, tr(page, power->power));
  ui_line_break(page);
  ui_words(page, date);
  if (power->reason) {
    ui_line_break(page);
    ui_words(page, tr(page, N_("Reason given:")));
    ui_words(page, " ");
    ui_person(page, power->reason);
  }
  ui_list_item_close(page);
}

static void
show_powers(Request *r)
{
  const LogPower *powers = log_powers(request_txn(r), request_arena(r), POWERS_SHOWN);
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("How powers were used")),
                      .lead = lang_text(request_lang(r), N_("What was done here on behalf of all."
                                                            " No names stand here.")) });

  if (!powers->power)
    ui_paragraph(page, .text = tr(page, N_("Nothing yet.")));
  else
    ui_list_open(page, LIST_RULED);
  for (const LogPower *power = powers; power->power; power++)
    put_power(page, power);
  if (powers->power)
    ui_list_close(page);
  page_close(page);
}

const Route powers_routes[] = {
  { "GET", "/powers", is_signed_in, show_powers },
  ROUTES_END,
};
