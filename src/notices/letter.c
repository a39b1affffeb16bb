/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One person's mail. */
#include "notices/letter.h"

#include "base/ids.h"
#include "base/journal.h"
#include "db/writer.h"
#include "lang/lang.h"
#include "notices/bounces.h"
#include "notices/mail_settings.h"
#include "notices/mail_wishes.h"
#include "notices/returns.h"
#include "notices/sender_name.h"
#include "people/asking.h"
#include "people/people.h"

#include <string.h>

enum { LETTER_BYTES_MAX = 1024 * 1024 };

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

/* What is read before the mail goes. */
typedef struct {
  const OutboxTask *task;
  LetterWriter write_letter;
  Arena *arena;
  Letter letter;
  MailConfig config;
  const char *community; /* its name */
  const Member *member;  /* NULL: nobody to send it to */
  MemberLooks looks;
  const char *stop_url; /* NULL: none */
  bool needs_stop;      /* it must have one, and there is none yet */
  ReturnSetting returns;
  const char *token; /* NULL: no way back */
  bool needs_token;
  bool has_words; /* the writer had something to say */
} Reading;

/* Whether somebody reads an answer to it, and how to give one. */
static char *
write_how(const Lang *lang, const Reading *reading)
{
  const Letter *letter = &reading->letter;

  if (!reading->token || !mail_kind_row(letter->kind)->is_answered)
    return g_strconcat("\n", lang_text(lang, N_("Nobody reads answers to this mail.")), "\n", NULL);

  g_autofree char *how =
      g_strconcat("\n",
                  lang_text(lang, letter->how_to_answer
                                      ? letter->how_to_answer
                                      : N_("You can answer this mail. An organiser reads it.")),
                  "\n", NULL);

  if (reading->returns.has_plus)
    return g_steal_pointer(&how);

  /* Programs name the mail that they answer; should one not do so, this line still does. */
  g_autofree char *line =
      lang_fill(lang_text(lang, N_("Please leave this line in your answer: {url}")), "url",
                reading->token, NULL);

  return g_strconcat(how, line, "\n", NULL);
}

/* What stands below every mail: from which place it comes and why, and how to stop it. */
static char *
write_foot(const Lang *lang, const Reading *reading)
{
  const Letter *letter = &reading->letter;
  const char *stop_url = reading->stop_url;
  const char *why = lang_text(lang, letter->why ? letter->why : mail_kind_row(letter->kind)->why);

  if (!stop_url)
    return g_strdup_printf("\n--\n%s: %s\n%s\n", reading->community, letter->origin, why);

  g_autofree char *page = g_strconcat(letter->origin, "/me/mails", NULL);
  g_autofree char *stop = lang_fill(
      lang_text(lang, N_("You want no more of these mails? Open this page and press the button:\n\n"
                         "{url}\n\nHere you choose which mails you get:\n\n{page}\n")),
      "url", stop_url, "page", page, NULL);

  return g_strdup_printf("\n--\n%s: %s\n%s\n\n%s", reading->community, letter->origin, why, stop);
}

static void
letter_clear(Letter *letter)
{
  g_clear_pointer(&letter->attachment.bytes, g_bytes_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Letter, letter_clear)

static int64_t
mail_id_of(const Reading *reading)
{
  return reading->letter.mail_id ? reading->letter.mail_id : reading->task->id;
}

static const char *
find_reply_to(const Reading *reading)
{
  return reading->token && mail_kind_row(reading->letter.kind)->is_answered
             ? returns_address(&reading->returns, reading->arena, "", reading->token)
             : NULL;
}

static void
reading_clear(Reading *reading)
{
  letter_clear(&reading->letter);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Reading, reading_clear)

static MailStep
send_to(const Reading *reading)
{
  const Letter *letter = &reading->letter;
  const Member *member = reading->member;
  const char *language = reading->looks.language;
  const Lang *lang = lang_find(*language ? language : NULL);
  g_autofree char *subject = fill(lang, letter->subject, letter, member->name);
  g_autofree char *words = fill(lang, letter->text, letter, member->name);
  g_autofree char *foot = write_foot(lang, reading);
  g_autofree char *how = write_how(lang, reading);
  g_autofree char *text = g_strconcat(words, how, foot, NULL);
  g_autofree char *host = host_of(letter->origin);
  const Mail mail = {
    .id = mail_id_of(reading),
    .host = host,
    .from_name = reading->community,
    .to_name = member->name,
    .to_address = member->contact,
    .subject = subject,
    .text = text,
    .stop_url = reading->stop_url,
    .attachment = letter->attachment.bytes ? &letter->attachment : NULL,
    .calendars = letter->calendars,
    .token = reading->token,
    .reply_to = find_reply_to(reading),
    .envelope = reading->token && reading->returns.has_plus
                    ? returns_address(&reading->returns, reading->arena, "b", reading->token)
                    : NULL,
    .at_us = reading->task->at_us,
  };

  MailStep step = mail_send(&reading->config, &mail);

  /* The server's words may hold the address: the journal gets the kind of trouble only. */
  if (step != MAIL_ACCEPTED)
    journal("mail-not-sent", JOURNAL_NUMBER("task", reading->task->id),
            JOURNAL_NUMBER("step", step));
  return step;
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

/* The address that stops this kind, for a kind that may be stopped. */
static void
read_stop(Txn *txn, Reading *reading)
{
  const Letter *letter = &reading->letter;
  char token[LINK_TOKEN_SIZE];

  if (!mail_kind_row(letter->kind)->may_stop)
    return;
  if (mail_wish_read(txn, letter->member_id, letter->kind).pace == PACE_NEVER)
    reading->member = NULL;
  else if (mail_stop_find_token(txn, letter->member_id, letter->kind, token))
    reading->stop_url = arena_format(reading->arena, "%s/stop-mail/%s", letter->origin, token);
  else
    reading->needs_stop = true;
}

/* Where answers are taken, each mail has its token; and nothing goes to an address that mails came
 * back from, unless its person asked for this one just now. */
static void
read_way_back(Txn *txn, Reading *reading)
{
  const Letter *letter = &reading->letter;
  char token[RETURN_TOKEN_SIZE];

  reading->returns = returns_setting(txn, reading->arena);
  if (!letter->is_asked_for && bounces_stopped_at_us(txn, letter->member_id)) {
    reading->member = NULL;
    return;
  }
  if (!reading->returns.is_on || !letter->kind)
    return;
  if (returns_find_token(txn, mail_id_of(reading), token))
    reading->token = arena_text(reading->arena, token);
  else
    reading->needs_token = true;
}

static Trouble
read_letter(Db *db, Reading *reading)
{
  Txn *txn = db_begin_read(db, reading->task->community_id);
  Letter *letter = &reading->letter;

  letter_clear(letter);
  *letter = (Letter){ .member_id = 0 };
  reading->member = NULL;
  reading->looks = (MemberLooks){ .language = "" };
  reading->needs_stop = reading->needs_token = false;
  reading->token = NULL;
  reading->has_words = reading->write_letter(txn, reading->arena, reading->task, letter);
  if (reading->has_words)
    reading->member = find_receiver(txn, reading->arena, letter);
  if (reading->member &&
      (reading->member->reach != REACH_EMAIL || !may_get(reading->member, letter)))
    reading->member = NULL;
  if (reading->member && reading->member->id) {
    people_find_looks(txn, reading->arena, reading->member->id, 0, &reading->looks);
    read_stop(txn, reading);
    if (reading->member)
      read_way_back(txn, reading);
  }
  reading->config = mail_config_of(txn, reading->arena);
  reading->community = sender_name_of(txn, reading->arena);

  Trouble trouble = txn_trouble(txn);

  db_end_read(txn);
  return trouble;
}

static bool
make_tokens(Txn *txn, void *data)
{
  const Reading *reading = data;
  g_autoptr(IdTape) ids = id_tape_new();
  const Act act = outbox_task_act(reading->task, ids);

  if (reading->needs_stop)
    mail_stop_make(txn, &act, reading->letter.member_id, reading->letter.kind);
  if (reading->needs_token)
    returns_make(txn, &act,
                 &(Return){ .mail_id = mail_id_of(reading),
                            .member_id = reading->letter.member_id,
                            .thing_id = reading->task->thing_id,
                            .kind = reading->letter.kind,
                            .origin = reading->letter.origin });
  return true;
}

static bool
mark_refused(Txn *txn, void *data)
{
  const Reading *reading = data;
  g_autoptr(IdTape) ids = id_tape_new();
  const Act act = outbox_task_act(reading->task, ids);
  Return mail;

  if (returns_find(txn, reading->arena, reading->token, &mail))
    bounces_note(txn, &act, &mail, BOUNCE_ADDRESS, "5.1.1");
  return true;
}

static OutboxResult
note_refused(Db *db, Reading *reading, LetterFate *ret_fate)
{
  if (db_write_and_wait(db, reading->task->community_id, mark_refused, reading, NULL) != WRITE_KEPT)
    return OUTBOX_RETRY;
  *ret_fate = LETTER_SENT;
  return OUTBOX_DONE;
}

OutboxResult
letter_send(Db *db, const OutboxTask *task, LetterWriter write_letter)
{
  LetterFate fate;

  return letter_send_saying(db, task, write_letter, &fate);
}

OutboxResult
letter_send_saying(Db *db, const OutboxTask *task, LetterWriter write_letter, LetterFate *ret_fate)
{
  g_autoptr(Arena) arena = arena_new(LETTER_BYTES_MAX);
  g_auto(Reading) reading = { .task = task, .write_letter = write_letter, .arena = arena };

  *ret_fate = LETTER_NOT_SENT;
  if (read_letter(db, &reading))
    return OUTBOX_RETRY;
  if (reading.member && (reading.needs_stop || reading.needs_token) &&
      (db_write_and_wait(db, task->community_id, make_tokens, &reading, NULL) != WRITE_KEPT ||
       read_letter(db, &reading) || reading.needs_stop || reading.needs_token))
    return OUTBOX_RETRY;
  if (!reading.member) {
    *ret_fate = reading.has_words ? LETTER_NOBODY : LETTER_NOTHING_TO_SAY;
    return OUTBOX_DONE;
  }
  if (!reading.letter.kind) {
    journal("mail-of-no-kind", JOURNAL_NUMBER("task", task->id));
    return OUTBOX_GIVE_UP;
  }

  const MailStep step = send_to(&reading);

  /* Refused for good while it was handed over: the same as if it had come back. */
  if (step == MAIL_NO_ADDRESS && reading.token)
    return note_refused(db, &reading, ret_fate);
  if (step != MAIL_ACCEPTED)
    return OUTBOX_RETRY;
  *ret_fate = LETTER_SENT;
  return OUTBOX_DONE;
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
  g_auto(Letter) letter = { .member_id = 0 };
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
  const Act act = outbox_task_act(off->task, off->ids);

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
