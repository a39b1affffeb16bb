/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who acts (idea 5). Every rules function that writes takes one; `db` refuses a write without it
 * and the log reads it. Times and ids are fixed per request: when a lost batch is run again, the
 * same request gets the same time and the same ids. */
#pragma once

#include <glib.h>
#include <stdint.h>

/* What the acting member acts as. The operator works at the machine; the program does its chores.
 */
typedef enum {
  ACT_AS_NOBODY,
  ACT_AS_MEMBER,
  ACT_AS_ORGANISER,
  ACT_AS_OPERATOR,
  ACT_AS_PROGRAM
} ActRole;

typedef struct IdTape IdTape; /* the ids a request has drawn so far */

typedef struct {
  int64_t community_id;
  int64_t member_id; /* 0: nobody signed in, or not a person */
  ActRole role;
  int64_t on_behalf_of; /* member id, 0: for oneself */
  int64_t at_us;
  int64_t request_id;
  IdTape *ids; /* not owned */
} Act;

IdTape *id_tape_new(void);
void id_tape_free(IdTape *tape);
void id_tape_rewind(IdTape *tape); /* before a request is run again */
/* The next id of this request: a new one the first time, the same one when run again. */
int64_t act_new_id(const Act *act);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(IdTape, id_tape_free)
