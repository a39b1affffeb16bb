/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A text message on a page. */
#include "papers/text_message_pages.h"

#include "papers/text_message.h"

void
put_text_message(Page *page, const char *name, const char *contact, const char *words)
{
  g_autofree char *address = text_message_address(contact, words);

  ui_inset_text(page, .text = words);
  ui_paragraph_open(page);
  ui_link(page, .href = address, .is_large = true, .spoken = name,
          .text = tr(page, N_("Write this text message")));
  ui_paragraph_close(page);
}

void
put_how_to_text(Page *page)
{
  ui_paragraph(page, .text = tr(page, N_("On a phone the link opens the message, ready to send. On"
                                         " a computer, copy the words.")));
}
