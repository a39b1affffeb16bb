/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The communities as the request path knows them: by host name, from memory. */
#pragma once

#include "web/web.h"

typedef struct Known Known;

Known *known_new(void);
void known_free(Known *known);
/* Reads them all again. False: trouble; what was known stays. Any thread; waits for a reader. */
bool known_reload(Known *known, Db *db);
/* Something changed in this process since the last reload, or it is long ago (another process may
 * have changed something). */
bool known_is_changed(Known *known);
bool known_is_old(Known *known, int64_t us);

/* How many communities there are, whatever names they have. */
int known_count(Known *known);

/* `host` as sent, with or without port. NULL: none. Drop it with known_release. */
const Community *known_find(Known *known, const char *host);
void known_release(const Community *community);

/* Lower case, without port and without the last dot; g_free. */
char *host_name(const char *host);
/* Numbers instead of a name ("127.0.0.1", "[::1]"). */
bool host_is_address(const char *host);
