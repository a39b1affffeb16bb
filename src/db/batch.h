/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Inside the db folder only: one batch of write jobs on one writing connection. */
#pragma once

#include "base/clock.h"
#include "db/engine.h"
#include "db/writer.h"

typedef struct Batch Batch;

Batch *batch_new(Db *db);
void batch_free(Batch *batch);
bool batch_connect(Batch *batch, GError **err);
/* From another thread: do not wait for a server that is away. */
void batch_hurry(Batch *batch);

bool batch_has_room(const Batch *batch);
/* Runs the job, whole or not at all. False: the batch is lost, end it now. */
bool batch_run(Batch *batch, WriteJob *job);
/* Commits; when the batch is lost, runs its jobs again one by one. */
void batch_finish(Batch *batch);
void batch_count(const Batch *batch, WriterCounts *counts);
/* Tells every job, does the chores, and empties the batch for the next round. */
void batch_answer(Batch *batch);
