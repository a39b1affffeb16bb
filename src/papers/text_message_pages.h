/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One text message that somebody sends by hand, as it stands on a page. */
#pragma once

#include "ui/components.h"

/* The words, and a link that opens them on a phone, ready to send; without a number whoever sends
 * it chooses the person there. A contact's first line is its number. */
void put_text_message(Page *page, const char *name, const char *contact, const char *words);
/* What to do with the links. */
void put_how_to_text(Page *page);
