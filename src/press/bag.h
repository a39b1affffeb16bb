/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a meeting bag is made of: the sheets for a hall without internet, one line a piece. Shared
 * with the server, which writes it. Pictures come beside it in the bundle (press/input.h), by name.
 * Up to three texts stand in a line, a tab between:
 *
 *   sheet: Sign in ⇥ Print it once    a fresh sheet of paper; how many are wanted, or nothing
 *   contents:                         all sheets with their pages; on the first sheet only
 *   heading: The bus                  below the sheet's own
 *   text: You need not sign.
 *   strong: When: Thursday
 *   row: 2.20 pm ⇥ The bus ⇥ Asked by Ann     of a list with times
 *   picture: tea ⇥ a cup of tea ⇥ We have tea.   a picture and words beside it
 *   tick: A break now and then        a box to tick
 *   room: Your name ⇥ 3               lines to write on, 1 to BAG_ROOM_MOST, under these words
 *   faces: Yes ⇥ Partly ⇥ No          three faces to put a ring round
 *   card: stop ⇥ Stop ⇥ I want to …   a card to cut out: stop, slow or agree
 *   fold: Fold here                   a line across */
#pragma once

#include "base/buffer.h"

#include <glib.h>

enum { BAG_LINES_MAX = 2000, BAG_LINE_LEN_MAX = 2000, BAG_TEXTS = 3, BAG_ROOM_MOST = 60 };

typedef enum {
  BAG_SHEET,
  BAG_CONTENTS,
  BAG_HEADING,
  BAG_TEXT,
  BAG_STRONG,
  BAG_ROW,
  BAG_PICTURE,
  BAG_TICK,
  BAG_ROOM,
  BAG_FACES,
  BAG_CARD,
  BAG_FOLD,
  BAG_KIND_COUNT,
} BagKind;

typedef enum { CARD_STOP, CARD_SLOW, CARD_AGREE, CARD_COUNT } BagCard;

typedef struct {
  BagKind kind;
  char *texts[BAG_TEXTS]; /* "" where there is none */
  int lines;              /* of BAG_ROOM */
  BagCard card;           /* of BAG_CARD */
} BagLine;

/* Adds a line to `out`: ends of lines and tabs in the texts become spaces, what is too long is cut.
 * NULL: none. */
void bag_write(Buffer *out, BagKind kind, const char *first, const char *second, const char *third);
void bag_write_room(Buffer *out, const char *words, int lines);
/* BagLine *, the first one a sheet. NULL and *ret_problem (free it) when it is not in the form. */
GPtrArray *bag_parse(const char *text, char **ret_problem);
/* What a card is called in a line: "stop". */
const char *bag_card_name(BagCard card);
