/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who answers for the data, and which kinds of data there are: what the privacy page says. */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "db/db.h"
#include "questions/refusals.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct {
  const char *controller, *contact, *host, *registration; /* "" where nothing was said */
  bool is_public_body;
  int64_t changed_at_us; /* 0: nobody has said anything yet */
  int64_t assessment_id; /* paper; 0: none */
} Privacy;

Privacy privacy_read(Txn *txn, Arena *arena);
/* Refuses: no controller, no contact. */
void privacy_change(Txn *txn, const Act *act, const Privacy *privacy, Refusals *refusals);

/* One kind of data about people (the record of article 30 UK GDPR). Message ids. */
typedef struct {
  const char *tables; /* where it lies: names of tables, parted by spaces */
  const char *what;   /* "Your name and how to reach you" */
  const char *why;
  const char *basis; /* article 6, and 9 where it is needed */
  const char *who;   /* who sees it */
  const char *how_long;
  bool is_special; /* sealed for each person */
} DataKind;

extern const DataKind data_kinds[]; /* ended by a NULL what */

/* The starter impact assessment, filled in from this place's own settings: CommonMark. It becomes a
 * draft paper that organisers edit; `template` is the text with {slots}. g_free. */
char *privacy_write_assessment(Txn *txn, Arena *arena, const char *template, const char *community,
                               const char *date);
void privacy_set_assessment(Txn *txn, const Act *act, int64_t paper_id);
