/* SPDX-License-Identifier: AGPL-3.0-or-later
 * "I am worried": who to talk to now. Open to everybody, signed in or not; reading it leaves no
 * trace. */
#include "safety/safety_pages.h"

#include "safety/safety.h"
#include "ui/components.h"

static void
show_worried(Request *r)
{
  const SafetyContact *contact = safety_find_contact(request_txn(r), request_arena(r));
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("I am worried")),
                      .lead = lang_text(request_lang(r), N_("You can always talk to somebody.")) });

  ui_picture_row(page, .picture = "warning",
                 .text = tr(page, N_("Is somebody in danger now? Call 999.")));
  ui_picture_row(page, .picture = "phone",
                 .text = tr(page, N_("You cannot speak or hear on the phone? Text 999 after signing"
                                     " up at emergencySMS, or use Relay UK: 18000.")));
  if (contact)
    ui_picture_row(page, .picture = "talk",
                   .text = tr_fill(page, N_("You can talk to {name} here. The number is {phone}."),
                                   "name", contact->name, "phone", contact->phone, NULL));
  ui_picture_row(page, .picture = "heart",
                 .text =
                     tr(page, N_("You feel very low? Call Samaritans on 116 123. It is free, day"
                                 " and night.")));
  ui_paragraph(page, .text = tr(page, N_("You can also ask somebody you trust to call for you.")));
  page_close(page);
}

const Route safety_routes[] = {
  { "GET", "/worried", anyone, show_worried },
  ROUTES_END,
};
