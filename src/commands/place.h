/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Where a community's things are on this machine: data folder, database, root key. What the
 * commands share. */
#pragma once

#include "base/act.h"
#include "db/db.h"

#include <stdbool.h>

/* --data, --database, --key; ends with a NULL name. */
extern const GOptionEntry place_options[];

typedef struct {
  char *folder; /* made when it is not there, mode 0700 */
  char *url;
  Db *db;
} Place;

/* Opens what the options name: folder, key (made at the first time), database, migrations. */
Place *place_open(GError **err);
/* The same without waiting for the writer's connection, which a first page does not need. */
Place *place_open_to_serve(GError **err);
/* The same for commands that look at what is there already: a mistyped folder is not made. */
Place *place_open_existing(GError **err);
/* For commands that need no data folder, only what is inside the program. */
void place_without_folder(void);
void place_close(Place *place);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Place, place_close)

void place_tell(const char *folder); /* subjects, of this machine; part of place_open */
const char *place_folder(void);      /* as --data says */
char *place_database_url(void);      /* g_free */
char *place_key_file(void);          /* g_free */
char *place_erasures_file(void);     /* g_free */
char *place_path(const Place *place, const char *name); /* inside the folder; g_free */

/* The operator's act, now. `ids` is the caller's tape. */
Act place_act(int64_t community_id, IdTape *ids);
/* The community that commands work on: --community HOST where given, else the first. 0: none. */
int64_t place_community(Place *place, GError **err);
const char *place_host(void); /* as --community says; NULL: not given */
/* Makes the first community when there is none, for host names `localhost`; its id. */
int64_t place_first_community(Place *place, const char *name, GError **err);
/* All communities here: an array of int64_t. NULL and err on trouble. */
GArray *place_communities(Db *db, GError **err);
/* Loads the root key and looks whether it opens this place's data. Part of place_open. */
bool place_load_keys(Place *place, GError **err);
typedef struct RepeatedErasures RepeatedErasures;
/* On standard output, if there is anything to say. */
void place_say_erasures(const RepeatedErasures *repeated);
/* People erased once stay erased, also when a backup from before has come back; and the list in the
 * file names all. Says on standard output what it erased again. */
bool place_keep_erasures(Place *place, GError **err);
