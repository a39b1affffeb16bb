/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who looks at the page, as far as web and ui need to know. `people` fills it. */
#pragma once

#include "base/arena.h"
#include "base/looks.h"
#include "base/support.h"
#include "base/way.h"
#include "db/db.h"
#include "lang/lang.h"

#include <stdint.h>

/* What a viewer may do beyond being a member: bits the owning subject defines and tests. */
typedef enum {
  RIGHT_ORGANISE = 1 << 0,      /* is an organiser, and came in by a way that is strong enough */
  RIGHT_IS_ORGANISER = 1 << 1,  /* is one, however they came in */
  RIGHT_CAME_STRONGLY = 1 << 3, /* by a way that nobody else can use */
  RIGHT_CAME_OWN_WAY = 1 << 4,  /* by a way that nobody else can have made, no organiser either */
  RIGHT_TAKE_PART = 1 << 2,     /* web's is_signed_in asks for it: somebody suspended has it not */
} Right;

typedef struct {
  int64_t member_id; /* 0: nobody is signed in */
  const char *name;
  unsigned rights;               /* of Right */
  SignInWay way;                 /* how they came in */
  int64_t helper_id;             /* member who vouched (WAY_ASSISTED), 0: nobody */
  Acting acting;                 /* somebody else acts for this member */
  const char *language;          /* tag the member chose, or NULL */
  const char *looks[LOOK_COUNT]; /* likewise: words of base/looks.h */
} Viewer;

/* Texts live in the arena. False: no such member (any more): the session ends. */
typedef struct Session Session;
typedef bool (*ViewerLoader)(Txn *txn, const Session *session, Arena *arena, Viewer *ret_viewer);
/* The trust of this id, if it still is and this supporter's own. *ret_viewer: the person, with the
 * supporter's language and theme, and what is open. False: it is over. */
typedef bool (*ActingLoader)(Txn *txn, int64_t supporter_id, int64_t acting_id, Arena *arena,
                             Viewer *ret_viewer);
