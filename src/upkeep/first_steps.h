/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What of the first steps is done, as far as a look at the tables tells. */
#pragma once

#include "db/db.h"

#include <stdbool.h>

typedef struct {
  bool has_people; /* more than the first organiser */
  bool has_backup; /* one was made and opened */
  bool has_sheet;  /* the recovery sheet was shown, to be printed */
} FirstSteps;

FirstSteps first_steps_look(Txn *txn); /* one statement */
