/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Lets a client finish sending what will not be read. A browser shows the answer to a body that is
 * too large only if its connection is not reset while it still sends. */
#pragma once

typedef struct Linger Linger;

Linger *linger_start(void);
/* Reads and drops what comes until the client closes, at most 30 seconds or 256 MB; no more than 32
 * at once. Owns fd. */
void linger_take(Linger *linger, int fd);
void linger_stop(Linger *linger); /* closes them all */
