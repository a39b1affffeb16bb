/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One page with every component, for eyes and for the contrast check in each theme. */
#pragma once

#include "web/routes.h"

/* For GET. "?refused=1" shows its form as it comes back after refusals. Its words are not for
 * translation: mount it where only organisers or tests come. */
void draw_specimen_page(Request *r);
