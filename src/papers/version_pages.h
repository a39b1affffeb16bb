/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the pages of versions share. */
#pragma once

#include "papers/papers_pages.h"
#include "papers/versions.h"

const char *version_path(Request *r, int64_t paper_id, int version);
/* What changed from one to the other, part by part, with its headings; a page at a time, from
 * ?at=. `address`: this page's own, for the links to the next. False: no word is another. */
bool put_changes(Page *page, const Paper *before, const Paper *now, const char *address);

/* On a paper's page. "Changed since you got it on …", what changed and why; that a slip was put
 * right; the way to the versions. */
void put_versions(Page *page, const Paper *paper);
/* For organisers: a change is being written, and what can be done with it. Gives what they work on:
 * the change, or the paper itself. */
const Paper *put_change_state(Page *page, const Paper *paper);
