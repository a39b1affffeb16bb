/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The start page: first what waits for me, then what comes, then the rest. */
#pragma once

#include "web/routes.h"

extern const Route home_routes[];
