/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The headers that every reply carries. */
#pragma once

#include "web/server.h"

void headers_add_security(Exchange *x, bool is_https);
