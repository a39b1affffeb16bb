/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A QR code on a page. */
#pragma once

#include "ui/page.h"

/* `alt`: what it is, in words. Too long a text (over 1,000 bytes) draws nothing: the words beside
 * it say it. */
void put_qr(Page *page, const char *text, const char *alt);
