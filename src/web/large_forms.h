/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Addresses whose form was shown to somebody who may send it: only to those is a large body taken.
 * The size of a body is decided before anything is read from the database; without this, anybody
 * could have the program hold as much as an archive by making up a link. In memory, for a day. */
#pragma once

#include <stdbool.h>

/* The newest 64; any thread. Only a hash is kept: a path may hold the secret of a link. */
void large_forms_note(const char *host, const char *path);
bool large_forms_is_noted(const char *host, const char *path);
