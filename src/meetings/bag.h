/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The meeting bag (R64-R70): all sheets for a hall without internet as one file to print, made on
 * request by commontable-press, in the language of whoever asked. No sheet puts a role beside a
 * name: names stand on one, sides are counted on another. */
#pragma once

#include "base/buffer.h"
#include "lang/lang.h"
#include "meetings/agenda.h"
#include "outbox/outbox.h"

/* Which sheets: all of the bag; or the one that asks how it was, alone, to put into letters: it has
 * no name, and nothing on it tells whose it is. */
typedef enum { SHEETS_ALL, SHEETS_TO_POST } MeetingSheets;

typedef enum {
  MEETING_BAG_NOT_MADE, /* ask for it */
  MEETING_BAG_CHANGED,  /* was made, but not of what stands on the agenda now, or over a day ago */
  MEETING_BAG_WAITING,  /* was asked for */
  MEETING_BAG_READY,
} MeetingBagState;

/* `ret_problem`: message id (or told) why it could not be made the last time; NULL: nothing. */
MeetingBagState meeting_bag_state(Txn *txn, Arena *arena, const Meeting *meeting,
                                  MeetingSheets sheets, const Lang *lang, const char **ret_problem);
/* Again too; nothing while it waits. */
void meeting_bag_ask(Txn *txn, const Act *act, const Meeting *meeting, MeetingSheets sheets,
                     const Lang *lang);
/* NULL: it is not there (any more). */
GBytes *meeting_bag_open(Txn *txn, const Meeting *meeting, MeetingSheets sheets, const Lang *lang);
/* Outbox task "meeting-bag"; the thing is the row. */
OutboxResult make_meeting_bag(Db *db, const OutboxTask *task, void *data);

/* Where the place is (IANA name); NULL: UTC. Once, before threads start. */
enum { BAG_ZONE_SIZE = 64 };
void meeting_bag_set_zone(bool (*find_zone)(Txn *txn, char ret_zone[static BAG_ZONE_SIZE]));

/* The sheets as the press reads them (press/bag.h). Pure. */
void meeting_bag_write(Buffer *out, const Meeting *meeting, const Agenda *agenda,
                       const MeetingPaper *papers, const Lang *lang, const char *zone);
/* … of SHEETS_TO_POST. */
void meeting_bag_write_to_post(Buffer *out, const Meeting *meeting, const Lang *lang,
                               const char *zone);
/* That sheet with the place's zone, and any sheets as a PDF: for letters that it goes into. */
void meeting_bag_write_sheet(Txn *txn, Buffer *out, const Meeting *meeting, const Lang *lang);
GBytes *meeting_bag_press(const Buffer *text, const char *title, const Lang *lang, GError **err);
