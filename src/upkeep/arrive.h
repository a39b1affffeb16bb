/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A community comes here from an archive: by command or, at a place that nobody has set up, by the
 * browser (upkeep/arrivals.h). One transaction takes in what is in it, gives it the host name,
 * erases again who was erased since, and starts its daily work: whoever looks before sees the place
 * as it was, whoever looks after sees all of it. (doc/decisions/0014) */
#pragma once

#include "archive/archive.h"
#include "outbox/outbox.h"
#include "people/erasures.h"
#include "people/people.h"

typedef struct {
  const char *host;        /* where it is to live; NULL: where it lived */
  const BroughtLink *link; /* by which its first organiser comes in; NULL: none */
} ArriveAt;

typedef struct {
  int64_t community_id;
  int64_t replaced_id; /* the community that nobody had set up and that gave way; 0: none */
  ArchiveFacts facts;
  RepeatedErasures erasures;
} Arrived;

#define ARRIVE_ERROR (arrive_error_quark())
GQuark arrive_error_quark(void);
typedef enum {
  ARRIVE_IN_USE,      /* somebody has set up a community at that host name */
  ARRIVE_NO_ORGANISER /* nobody in it could come in by the link */
} ArriveError;

/* False: nothing is taken in, nothing was changed; err is of ARCHIVE_ERROR, ARRIVE_ERROR or what
 * reading the list of erasures brings. `fd` can be read twice. Never on the writer's thread. */
bool community_arrive(Db *db, int fd, const char *passphrase, const ArriveAt *at,
                      Arrived *ret_arrived, GError **err);

/* Drops what is left of a community that gave way. Twice changes nothing more. */
bool arrive_drop_replaced(Db *db, int64_t replaced_id);
/* Outbox task "arrival-tidy" of the community that came: the same, also after a power cut; the
 * thing is the community that gave way. */
OutboxResult tidy_arrival(Db *db, const OutboxTask *task, void *data);
