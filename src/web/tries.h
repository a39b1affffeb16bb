/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How often something is tried from one address: whoever guesses is put off, and nobody else. */
#pragma once

#include "web/request.h"

/* The client's address, through trusted proxies; of IPv6 its first half, since a client owns a
 * whole /64, in one way of writing. Arena memory. */
const char *request_network(Request *r);
/* As request_may_try, of what comes from there alone. */
bool request_may_try_from_there(Request *r, const char *what, int per_minute);
/* What was refused by it, where no form can say so: when to come again. */
void reply_too_often(Request *r);
