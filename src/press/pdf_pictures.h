/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pictures for the page: SVG, PNG and JPEG. They come from people, so nothing in them is trusted:
 * a picture that is broken, too large or of another kind is simply not there. */
#pragma once

#include "press/pdf_sheets.h"

typedef struct Picture Picture;

enum { PICTURE_PIXELS_MAX = 64 * 1000 * 1000, PICTURE_SIDE_PIXELS = 640 };

/* What it is, of its first bytes. */
bool picture_is_pixels(const void *bytes, size_t len);

/* NULL when it cannot be shown. `bytes` must stay while the picture lives. What is larger than
 * `side` dots is made smaller. */
Picture *picture_open(const void *bytes, size_t len, int side);
void picture_free(Picture *picture);
/* In dots, as it was opened. */
double picture_width(const Picture *picture);
double picture_height(const Picture *picture);
/* Its height when it is as large as it can be in `side` by `side`; *ret_width alike. */
double picture_fit(const Picture *picture, double side, double *ret_width);
/* Top left corner and size in points. */
void picture_draw(const Picture *picture, Sheets *sheets, double x, double y, double width,
                  double height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Picture, picture_free)
