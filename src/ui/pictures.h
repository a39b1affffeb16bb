/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Where the browser finds the pictures that come with the program. */
#pragma once

#include "base/pictures.h"

const char *picture_url(const char *name); /* NULL: none of that name, or no name */
