/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Routes of ui itself: choosing the language of this browser. */
#pragma once

#include "web/routes.h"

extern const Route ui_routes[];
