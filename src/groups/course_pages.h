/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Handlers of how a group begins and ends, for the table of routes in lists_pages.c. */
#pragma once

#include "web/request.h"

/* The first meeting: its list, a line more, the ready list, ticks, a line less. */
void show_first(Request *r);
void add_first(Request *r);
void start_first(Request *r);
void tick_first(Request *r);
void remove_first(Request *r);
/* Closing well, and opening again. */
void show_close(Request *r);
void close_group(Request *r);
void open_group(Request *r);
