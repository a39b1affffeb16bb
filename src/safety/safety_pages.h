/* SPDX-License-Identifier: AGPL-3.0-or-later
 * "I am worried". */
#pragma once

#include "web/routes.h"

extern const Route safety_routes[];
