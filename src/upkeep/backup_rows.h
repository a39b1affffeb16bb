/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What backups.c and backup_work.c share: the words in which a backup's row is stored. */
#pragma once

#include "upkeep/backups.h"

extern const char *const backup_states[], *const backup_trials[];

typedef struct {
  const char *word, *message; /* stored; message id */
} BackupProblem;

extern const BackupProblem backup_problems[];
