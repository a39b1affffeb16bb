/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Needs in words, for the person and for organisers. */
#pragma once

#include "people/needs.h"
#include "ui/page.h"

extern const Route seen_routes[]; /* who has seen what helps me; how an organiser sees it */

/* Each need with "I must have this" or "This helps"; "Nothing yet" for none. */
void put_needs_of_kind(Page *page, NeedKind kind, const NeedsOfKind *needs);
