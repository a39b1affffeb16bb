/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How powers were used (idea 8): how often this month and this year, for everybody here to read; no
 * names. A number so small that it could point at a person is not told. Reasons that were
 * published stand below. */
#include "upkeep/upkeep_pages.h"

#include "base/zones.h"
#include "log/log.h"
#include "ui/components.h"
#include "upkeep/few.h"

#include <string.h>

enum { REASONS_SHOWN = 100 };

/* Easy Read: by how the name of a kind begins. */
static const struct {
  const char *begins, *picture;
} pictures[] = {
  { "acting-", "together" },    { "backup-", "lock" },    { "community-", "home" },
  { "group-mandate", "vote" },  { "group-", "people" },   { "house-rules-", "heart" },
  { "keep-", "clock" },         { "mail-", "email" },     { "measure-appeal", "listen" },
  { "measure-", "stop" },       { "member-", "cross" },   { "organiser-", "person" },
  { "paper-", "file" },         { "passkey-", "finger" }, { "privacy-", "look" },
  { "supporter-", "together" }, { "time-", "clock" },     { "worry-", "worried" },
};

static const char *
picture_of(const char *kind)
{
  for (size_t i = 0; i < G_N_ELEMENTS(pictures); i++)
    if (strncmp(kind, pictures[i].begins, strlen(pictures[i].begins)) == 0)
      return pictures[i].picture;
  return "key";
}

/* When this month and this year began here. */
static void
look_at_calendar(Request *r, int64_t *ret_month_us, int64_t *ret_year_us)
{
  g_autoptr(GTimeZone) zone = zone_named(request_time_zone(r));
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(request_now_us(r) / G_USEC_PER_SEC);
  g_autoptr(GDateTime) here = g_date_time_to_timezone(utc, zone);
  const int year = g_date_time_get_year(here);
  g_autoptr(GDateTime) month = g_date_time_new(zone, year, g_date_time_get_month(here), 1, 0, 0, 0);
  g_autoptr(GDateTime) first = g_date_time_new(zone, year, 1, 1, 0, 0, 0);

  *ret_month_us = g_date_time_to_unix(month) * G_USEC_PER_SEC;
  *ret_year_us = g_date_time_to_unix(first) * G_USEC_PER_SEC;
}

static const char *
number_words(Page *page, int64_t number, NumberTold told)
{
  if (told == NUMBER_FEW)
    return tr(page, N_("fewer than 5"));
  if (told == NUMBER_NOT_TOLD)
    return tr(page, N_("not told"));
  return arena_format(request_arena(page_request(page)), "%" G_GINT64_FORMAT, number);
}

static void
put_count(Page *page, const Table *table, const char *what, const LogPowerCount *count)
{
  NumberTold month = NUMBER_TOLD, year = NUMBER_TOLD;

  if (count->is_about_person)
    few_look(count->month, count->year, &month, &year);

  const Cell cells[] = {
    { .text = what, .picture = picture_of(count->kind ? count->kind : "acting-") },
    { .text = number_words(page, count->month, month), .format = "numeric" },
    { .text = number_words(page, count->year, year), .format = "numeric" },
  };

  ui_table_row(page, table, cells, G_N_ELEMENTS(cells));
}

static void
put_counts(Page *page)
{
  Request *r = page_request(page);
  int64_t month_us, year_us;
  LogPowerCount for_others;

  look_at_calendar(r, &month_us, &year_us);

  const LogPowerCount *count =
      log_count_powers(request_txn(r), request_arena(r), month_us, year_us, &for_others);
  const Cell head[] = {
    { .text = tr(page, N_("What was done")) },
    { .text = tr(page, N_("This month")), .format = "numeric" },
    { .text = tr(page, N_("This year")), .format = "numeric" },
  };
  const Table table = { .caption = tr(page, N_("How often")),
                        .head = head,
                        .head_count = G_N_ELEMENTS(head),
                        .is_first_cell_header = true };

  ui_table_open(page, &table);
  for (; count->power; count++)
    put_count(page, &table, tr(page, count->power), count);
  put_count(page, &table, tr(page, N_("Somebody acted for somebody else")), &for_others);
  ui_table_close(page);
  ui_paragraph(page, .is_quiet = true,
               .text = tr(page, N_("A small number could point at a person. Then we do not tell"
                                   " it.")));
}

static void
put_reason(Page *page, const LogPower *power)
{
  ui_picture_item_open(page, picture_of(power->kind));
  ui_strong(page, tr(page, power->power));
  ui_line_break(page);
  ui_words(page, upkeep_date(page, power->at_us));
  ui_line_break(page);
  ui_words(page, tr(page, N_("Reason given:")));
  ui_words(page, " ");
  ui_person(page, power->reason);
  ui_picture_item_close(page);
}

static void
show_powers(Request *r)
{
  const LogPower *power = log_powers(request_txn(r), request_arena(r), REASONS_SHOWN);
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("How powers were used")),
                      .picture = "people",
                      .lead = lang_text(request_lang(r), N_("What was done here on behalf of all."
                                                            " No names stand here.")) });

  put_counts(page);
  if (power->power) {
    ui_heading(page, 2, tr(page, N_("Reasons that were given")));
    ui_list_open(page, LIST_RULED);
    for (; power->power; power++)
      put_reason(page, power);
    ui_list_close(page);
  }
  page_close(page);
}

const Route powers_routes[] = {
  { "GET", "/powers", is_signed_in, show_powers, .supporter = { SUPPORT_AS_SELF } },
  ROUTES_END,
};
