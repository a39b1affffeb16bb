/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What looking after this must know of the machine: told once by the program, before threads start.
 */
#pragma once

#include "base/act.h"
#include "db/migrations.h"
#include "log/log.h"

#include <stdbool.h>

typedef struct {
  const char *folder;         /* of all that is kept: its disk is looked at */
  const char *backup_folder;  /* made when needed, mode 0700 */
  const char *archive_folder; /* likewise */
  const char *mail_folder;    /* mails while there is no mail server */
  const char *version;
  int64_t built_us; /* the day it was built */
  const MigrationFile *migrations;
  /* A backup holds the whole database. So pages make them, and hand them out, only where one
   * community lives in it. */
  int64_t (*count_communities)(Txn *txn);
  /* For a community that comes here (upkeep/arrive.h): of web/web.h. */
  bool (*take_host)(Txn *txn, const Act *act, const char *host, int64_t *ret_replaced_id);
  void (*note_communities)(void);
} UpkeepPlace;

extern const LogKind upkeep_log_kinds[];

void upkeep_set_place(const UpkeepPlace *place); /* kept, not copied */
const UpkeepPlace *upkeep_place(void);
bool upkeep_is_alone(Txn *txn); /* one community only in this database */
