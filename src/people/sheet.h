/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The root key on paper: each version as fourteen groups of five letters, Crockford's
 * base32 (no i, l, o, u), the last letter of each group checking the four before it and where the
 * group stands, so that a mistyped or a
 * swapped group is named. The last group holds the version and checks the whole. */
#pragma once

#include "people/root_keys.h"

enum {
  SHEET_GROUP_LETTERS = 4,                       /* 20 bits each, and a check letter */
  SHEET_GROUPS = (ROOT_KEY_BYTES * 8 + 19) / 20, /* 13 of the key */
  SHEET_GROUPS_IN_ALL = SHEET_GROUPS + 1,        /* and one that holds version and checks it all */
  SHEET_TEXT_SIZE = SHEET_GROUPS_IN_ALL * (SHEET_GROUP_LETTERS + 2)
};

/* "abcd1-efgh2-…", one version. Wipe it. */
void sheet_from_key(const struct RootKey *key, char ret_text[static SHEET_TEXT_SIZE]);

typedef enum {
  SHEET_GOOD,
  SHEET_TOO_SHORT, /* *ret_group: how many groups there are */
  SHEET_TOO_LONG,
  SHEET_GROUP_WRONG, /* *ret_group, from 1: a letter of it is mistyped, or it stands elsewhere */
  SHEET_OTHER        /* each group is one, but they do not belong together */
} SheetState;
/* Upper or lower case, o for 0, i and l for 1; spaces, line ends and hyphens between groups as one
 * likes, or none at all. */
SheetState sheet_to_key(const char *text, struct RootKey *ret_key, int *ret_group);
