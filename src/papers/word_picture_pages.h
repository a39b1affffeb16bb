/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pictures of Word files, on the pages of papers. */
#pragma once

#include "papers/papers.h"
#include "web/routes.h"

typedef struct Page Page;

extern const Route word_picture_routes[];

/* For organisers: those that wait to be said, each with a link, and how many did not come along;
 * nothing where there are neither. */
void put_word_pictures(Page *page, const Paper *paper);
