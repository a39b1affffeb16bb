/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What files of ui/ that draw whole pages share: the frame with or without its menu. */
#pragma once

#include "ui/draw.h"

enum { PAGE_BYTES_MAX = 16 * 1024 * 1024 };

/* As page_open. `is_plain`: no menu and nothing that would ask the database, which may be what is
 * in trouble. */
/* The page once more from its start, with what is refused by now: for one question of a form, which
 * is a page of its own. */
void frame_restart(Page *page);

Page *frame_open(Request *r, const PageHead *head, bool is_plain);
