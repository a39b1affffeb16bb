/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The uses of power, for members. */
#pragma once

#include "web/routes.h"

extern const Route log_routes[];
