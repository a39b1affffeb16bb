/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Rows of measures as their own files share them: reading, and the mails about them. */
#pragma once

#include "outbox/outbox.h"
#include "safety/measures.h"

/* Hex token of a measure's page, from the version of the community's key that counted then. */
bool measure_make_token(Txn *txn, int key_version, int64_t measure_id,
                        char ret_token[static MEASURE_TOKEN_SIZE]);
void measure_seal(Query *q, int slot, Txn *txn, Arena *arena, int64_t member_id, const char *place,
                  int64_t measure_id, const char *words);
/* kind: "told" "asked" "appealed" "heard". */
void measure_tell(Txn *txn, const Act *act, int64_t measure_id, int64_t member_id,
                  const char *kind);
void measure_log(Txn *txn, const Act *act, const char *kind, const Measure *measure);

/* Outbox tasks "measure-mail" (the notice's id) and "measure-end" (the measure's). */
OutboxResult send_measure_mail(Db *db, const OutboxTask *task, void *data);
OutboxResult end_measure(Db *db, const OutboxTask *task, void *data);
