/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writes the specimen page to standard output: specimen [theme] [language] [refused]. For looking
 * at it without a server, and for the checks of markup that need no browser. */
#include "ui/page.h"
#include "ui/page_fake.h"
#include "ui/specimen.h"

#include <stdio.h>

static const MenuRow rows[] = {
  { .path = "/specimen", .label = N_("Home") },
  { .path = "/meetings", .label = "Meetings" },
  { .path = "/papers", .label = N_("Papers") },
  { .path = "/hours", .label = "Hours" },
  { .path = "/groups", .label = "Groups" },
  { .path = "/decided", .label = "What we decided" },
  { .path = NULL },
};

static const MenuRow foot[] = {
  { .path = "/help", .label = "Help from a person" },
  { .path = "/power", .label = "How decisions and powers were used" },
  { .path = NULL },
};

int
main(int argc, char **argv)
{
  g_autoptr(Request) r = fake_request_new(&(FakeRequest){ .path = "/specimen",
                                                          .theme = argc > 1 ? argv[1] : NULL,
                                                          .language = argc > 2 ? argv[2] : NULL,
                                                          .refused = argc > 3,
                                                          .community_name = "Riverside" });

  ui_set_menu(rows);
  ui_set_footer(foot);
  draw_specimen_page(r);
  fputs(fake_reply_html(r), stdout);
  return fake_reply_status(r) == 200 ? 0 : 1;
}
