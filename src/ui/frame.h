/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What files of ui/ that draw whole pages share: the frame with or without its menu. */
#pragma once

#include "ui/draw.h"

enum { PAGE_BYTES_MAX = 16 * 1024 * 1024 };

/* As page_open. `is_plain`: no menu and nothing that would ask the database, which may be what is
 * in trouble. */
Page *frame_open(Request *r, const PageHead *head, bool is_plain);
