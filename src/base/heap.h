/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How memory is asked of the system. For a program that runs long and has many threads. */
#pragma once

/* Once, before the first thread. Each page of memory that is touched for the first time is a trip
 * into the system, and in a thread's own heap glibc makes two of them for each 4 KB; in a virtual
 * machine a trip takes 15 µs (measured). So heaps grow in large steps, and what every start needs
 * is asked for at once. Where the system cannot do that, all goes on as it did. */
void heap_prepare(void);
