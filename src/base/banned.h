/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Functions that nobody here may call: unbounded, locale-dependent or with hidden static state.
 * Forced into every file by meson.build (-include), after the system headers that declare them. */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Headers of a library whose own words would be banned; set for the one file that needs it. */
#ifdef BEFORE_BANNED
#include BEFORE_BANNED
#endif

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf strtok atoi atol atoll gets
#pragma GCC poison localtime gmtime ctime asctime rand srand setlocale system popen tmpnam
