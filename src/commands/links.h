/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One-time links made at the machine: for the organiser, or to set the community up. */
#pragma once

#include "commands/place.h"

/* A path such as /in/…: signs the member in, or (nobody there yet) opens the set-up page. Member 0:
 * the first organiser. g_free. NULL and err: no such member, or trouble. */
char *make_link_path(Place *place, int64_t community_id, int64_t member_id, GError **err);
