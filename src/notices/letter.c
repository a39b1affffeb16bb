/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One person's mail. */
#include "notices/letter.h"

#include "base/ids.h"
#include "base/journal.h"
#include "db/writer.h"
#include "lang/lang.h"
#include "notices/mail_settings.h"
#include "people/asking.h"
#include "people/people.h"

#include <string.h>

enum { LETTER_BYTES_MAX = 256 * 1024 };

/* "https://place.example:8443" → "place.example" */
static char *
host_of(const char *origin)
{
  const char *start = strstr(origin, "://");
  const char *host = start ? start + 3 : origin;

  return g_strndup(host, strcspn(host, ":/"));
}

static char *
fill(const Lang *lang, const char *id, const Letter *letter, const char *name)
{
  return lang_fill(lang_text(lang, id), "name", name, "url", letter->url ? letter->url : "",
                   "title", letter->title ? letter->title : "", "words",
                   letter->words ? letter->words : "", NULL);
}

static bool
send_to(const MailConfig *config, const Member *member, const char *language, const Letter *letter,
        const OutboxTask *task)
{
  const Lang *lang = lang_find(*language ? language : NULL);
  g_autofree char *subject = fill(lang, letter->subject, letter, member->name);
  g_autofree char *text = fill(lang, letter->text, letter, member->name);
  g_autofree char *host = host_of(letter->origin);
  const Mail mail = {
    .id = task->id,
    .host = host,
    .from_name = "Commontable",
    .to_name = member->name,
    .to_address = member->contact,
    .subject = subject,
    .text = text,
    .at_us = task->at_us,
  };

  MailStep step = mail_send(config, &mail);

  /* The server's words may hold the address: the journal gets the kind of trouble only. */
  if (step != MAIL_ACCEPTED)
    journal("mail-not-sent", JOURNAL_NUMBER("task", task->id), JOURNAL_NUMBER("step", step));
  return step == MAIL_ACCEPTED;
}

static bool
may_get(const Member *member, const Letter *letter)
{
  return member->state == MEMBER_HERE ||
         (member->state == MEMBER_SUSPENDED && (letter->is_asked_for || letter->is_owed)) ||
         (member->state == MEMBER_REMOVED && letter->is_owed);
}

/* Whom it goes to: the member as they are now, or the bare address. NULL: nobody. */
static const Member *
find_receiver(Txn *txn, Arena *arena, const Letter *letter)
{
  if (!letter->to_address)
    return people_find(txn, arena, letter->member_id, true);

  Member *somebody = arena_new_of(arena, Member, 1);

  *somebody = (Member){
    .name = "", .reach = REACH_EMAIL, .contact = letter->to_address, .state = MEMBER_HERE
  };
  return somebody;
}

OutboxResult
letter_send(Db *db, const OutboxTask *task, LetterWriter write_letter)
{
  g_autoptr(Arena) arena = arena_new(LETTER_BYTES_MAX);
  Txn *txn = db_begin_read(db, task->community_id);
  Letter letter = { .member_id = 0 };
  bool is_due = write_letter(txn, arena, task, &letter);
  const Member *member = is_due ? find_receiver(txn, arena, &letter) : NULL;
  MemberLooks looks = { .language = "" };

  if (member && member->id)
    people_find_looks(txn, arena, member->id, 0, &looks);

  const MailConfig config = mail_config_of(txn, arena);
  Trouble trouble = txn_trouble(txn);

  db_end_read(txn);
  if (trouble)
    return OUTBOX_RETRY;
  if (!member || member->reach != REACH_EMAIL || !may_get(member, &letter))
    return OUTBOX_DONE;
  return send_to(&config, member, looks.language, &letter, task) ? OUTBOX_DONE : OUTBOX_RETRY;
}

/* ---- not in somebody's quiet time ---- */

typedef struct {
  const OutboxTask *task;
  const char *kind;
  int64_t until_us;
  IdTape *ids;
} PutOff;

/* 0: not quiet now, or nothing to send. */
static int64_t
find_quiet(Db *db, const OutboxTask *task, LetterWriter write_letter)
{
  g_autoptr(Arena) arena = arena_new(LETTER_BYTES_MAX);
  Txn *txn = db_begin_read(db, task->community_id);
  Letter letter = { .member_id = 0 };
  int64_t until_us = 0;

  if (write_letter(txn, arena, task, &letter) && letter.member_id)
    until_us = people_quiet_until(txn, letter.member_id, task->at_us);
  db_end_read(txn); /* trouble shows again when it is sent */
  return until_us;
}

static bool
put_off(Txn *txn, void *data)
{
  const PutOff *off = data;
  const Act act = { .community_id = off->task->community_id,
                    .role = ACT_AS_PROGRAM,
                    .at_us = off->task->at_us,
                    .request_id = off->task->id,
                    .ids = off->ids };

  id_tape_rewind(off->ids);
  outbox_add_later(txn, &act, off->kind, off->task->thing_id, off->until_us);
  return true;
}

OutboxResult
letter_send_in_time(Db *db, const OutboxTask *task, const char *kind, LetterWriter write_letter,
                    bool *ret_is_put_off)
{
  g_autoptr(IdTape) ids = id_tape_new();
  PutOff off = {
    .task = task, .kind = kind, .until_us = find_quiet(db, task, write_letter), .ids = ids
  };
  Trouble trouble = TROUBLE_NONE;

  *ret_is_put_off = off.until_us > 0;
  if (off.until_us == 0)
    return letter_send(db, task, write_letter);
  return db_write_and_wait(db, task->community_id, put_off, &off, &trouble) == WRITE_KEPT
             ? OUTBOX_DONE
             : OUTBOX_RETRY;
}
