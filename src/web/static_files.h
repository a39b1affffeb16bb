/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Bundled files over HTTP. Found by their address, which changes with their content, so that
 * browsers may keep them for ever. */
#pragma once

#include "web/server.h"

typedef struct StaticFiles StaticFiles;

StaticFiles *static_files_new(void);
void static_files_free(StaticFiles *files);
/* Answers when the path is that of a bundled file, or /favicon.ico or /robots.txt and there is one;
 * ret_status says how. Needs no thread and no database. */
bool static_files_answer(const StaticFiles *files, Exchange *x, int *ret_status);
