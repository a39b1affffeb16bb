/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The two mails to somebody who complained and gave an address: that it is here, and the answer.
 * What they wrote stands in neither. */
#include "base/ids.h"
#include "lang/lang.h"
#include "notices/letter.h"
#include "upkeep/complaints.h"

/* What both need; false: it was erased, or has no address. */
static bool
begin_letter(Txn *txn, Arena *arena, const OutboxTask *task, Letter *ret_letter,
             const Complaint **ret_complaint)
{
  const Complaint *complaint = complaints_find(txn, arena, task->thing_id);
  char id[ID_TEXT_SIZE];

  if (!complaint || complaint->is_erased || !complaint->contact)
    return false;
  *ret_complaint = complaint;
  ret_letter->kind = MAIL_KIND_COMPLAINT;
  ret_letter->to_address = complaint_address(arena, complaint->contact);
  ret_letter->origin = complaint->origin;
  ret_letter->title = arena_text(arena, id_to_text(complaint->id, id));
  return ret_letter->to_address != NULL;
}

static bool
write_known(Txn *txn, Arena *arena, const OutboxTask *task, Letter *ret_letter)
{
  const Complaint *complaint = NULL;

  if (!begin_letter(txn, arena, task, ret_letter, &complaint) || !complaint->known_at_us)
    return false;
  ret_letter->subject = N_("We have your complaint, number {title}");
  ret_letter->text = N_("Hello,\n\nwe have what you wrote to us about how data is used. Its number"
                        " is {title}. We look at it, and tell you here what came of it. On your"
                        " receipt you can read how far it is.\n");
  return true;
}

static bool
write_told(Txn *txn, Arena *arena, const OutboxTask *task, Letter *ret_letter)
{
  const Complaint *complaint = NULL;

  if (!begin_letter(txn, arena, task, ret_letter, &complaint) || !complaint->outcome)
    return false;
  ret_letter->words = complaint->outcome;
  ret_letter->subject = N_("The answer to your complaint, number {title}");
  ret_letter->text = N_("Hello,\n\nthis is our answer to what you wrote to us about how data is"
                        " used:\n\n{words}\n\nNot happy with it? You can go to the Information"
                        " Commissioner: ico.org.uk, telephone 0303 123 1113.\n");
  return true;
}

OutboxResult
send_complaint_known(Db *db, const OutboxTask *task, void *data)
{
  (void)data;
  return letter_send(db, task, write_known);
}

OutboxResult
send_complaint_told(Db *db, const OutboxTask *task, void *data)
{
  (void)data;
  return letter_send(db, task, write_told);
}
