/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What becomes of a mail that came in. */
#include "notices/mail_in.h"

#include "base/clock.h"
#include "notices/bounces.h"
#include "notices/notes.h"
#include "people/people.h"

#include <sodium.h>
#include <string.h>

enum { UNPLACED_MAX = 200, HASH_BYTES = 32, TAKE_ARENA = 256 * 1024 };

static const AnswerTaker *takers;

void
mail_in_set_takers(const AnswerTaker *new_takers)
{
  takers = new_takers;
}

static IdeaTaker take_idea;

void
mail_in_set_idea_taker(IdeaTaker taker)
{
  take_idea = taker;
}

static const AnswerTaker *
find_taker(MailKind kind)
{
  for (const AnswerTaker *taker = takers; taker && taker->kind; taker++)
    if (taker->kind == kind)
      return taker;
  return NULL;
}

static bool
find_mail(Txn *txn, Arena *arena, const Incoming *incoming, Return *ret_mail)
{
  for (guint i = 0; i < incoming->tokens->len; i++)
    if (returns_find(txn, arena, g_ptr_array_index(incoming->tokens, i), ret_mail))
      return true;
  return false;
}

bool
mail_in_is_ours(Txn *txn, const Incoming *incoming)
{
  g_autoptr(Arena) arena = arena_new(TAKE_ARENA);
  Return mail;

  return find_mail(txn, arena, incoming, &mail);
}

/* ---- once, and counted ---- */

static const char *const came_names[CAME_COUNT] = { "answer",    "unplaced", "unread",
                                                    "automatic", "bounce",   "late" };

/* False: the same mail was here before. */
static bool
note_first(Txn *txn, const Act *act, const Incoming *incoming, const char *whole, size_t len,
           CameIn what)
{
  uint8_t hash[HASH_BYTES];
  const char *id = incoming->message_id;
  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO mail_came_in (community_id, mail, what, at_us)"
                                 " VALUES (?1, ?2, ?3, ?4)"
                                 " ON CONFLICT (community_id, mail) DO NOTHING");

  crypto_generichash(hash, sizeof(hash), (const uint8_t *)(id ? id : whole), id ? strlen(id) : len,
                     NULL, 0);
  bind_blob(q, 2, hash, sizeof(hash));
  bind_text(q, 3, came_names[what]);
  bind_int(q, 4, act->at_us);
  return query_run(q) && query_changes(q) > 0;
}

void
mail_in_count(Txn *txn, int64_t since_us, int64_t ret_count[static CAME_COUNT])
{
  g_autoptr(Query) q = db_query(txn, "SELECT what, count(*) FROM mail_came_in"
                                     " WHERE community_id = ?1 AND at_us >= ?2 GROUP BY what");

  memset(ret_count, 0, CAME_COUNT * sizeof(*ret_count));
  bind_int(q, 2, since_us);
  while (query_next(q))
    for (CameIn what = 0; what < CAME_COUNT; what++)
      if (strcmp(came_names[what], col_text(q, 0)) == 0)
        ret_count[what] = col_int(q, 1);
}

/* ---- an answer ---- */

/* More than the one word that answers. */
static bool
says_more(const char *said)
{
  int words = 0;
  bool is_inside = false;

  for (const char *at = said; *at; at = g_utf8_next_char(at)) {
    const bool is_letter = g_unichar_isalnum(g_utf8_get_char(at));

    words += is_letter && !is_inside;
    is_inside = is_letter;
  }
  return words > 1;
}

static void
take_answer(Txn *txn, const Act *act, const Incoming *incoming, const Return *mail)
{
  g_autoptr(Arena) arena = arena_new(TAKE_ARENA);
  const AnswerTaker *taker = find_taker(mail->kind);
  const bool is_own = people_find_by_email(txn, incoming->sender) == mail->member_id;
  const char *title = "";
  MailAnswer answer = { .member_id = mail->member_id,
                        .kind = mail->kind,
                        .answer = mail_text_answer(incoming->said),
                        .is_cut = incoming->is_cut,
                        .files = incoming->files,
                        .words = incoming->said,
                        .rest = incoming->rest,
                        .calendar = incoming->calendar,
                        .origin = mail->origin,
                        .sender = is_own ? "" : incoming->sender };

  if (!is_own && !*answer.sender)
    answer.sender = "?"; /* no address at all is not their own either */
  answer.is_settled = answer.answer == ANSWER_YES && is_own && answer.files == 0 &&
                      !answer.is_cut && !says_more(answer.words);
  if (taker) {
    taker->find_about(txn, arena, mail, &answer, &title);
    taker->take(txn, act, &answer);
  }
  mail_answers_add(txn, act, &answer);
  if (!is_own)
    notes_add(txn, act, mail->member_id, mail->origin, NOTE_OTHER_ADDRESS, title, answer.sender);
  else if (answer.files > 0)
    notes_add(txn, act, mail->member_id, mail->origin, NOTE_FILES, title, "");
}

/* ---- no known mail ---- */

static bool
is_full(Txn *txn)
{
  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM mail_unplaced WHERE community_id = ?1");

  return query_next(q) && col_int(q, 0) >= UNPLACED_MAX;
}

/* Only a member is written to: to answer an address that anybody may have put there would send
 * mails to people who never wrote. */
static void
take_unplaced(Txn *txn, const Act *act, const Incoming *incoming)
{
  g_autoptr(Arena) arena = arena_new(TAKE_ARENA);
  const int64_t member_id = people_find_by_email(txn, incoming->sender);
  g_autofree char *words = *incoming->rest
                               ? g_strconcat(incoming->said, "\n\n", incoming->rest, NULL)
                               : g_strdup(incoming->said);
  Return newest;

  unplaced_add(
      txn, act,
      &(UnplacedMail){ .files = incoming->files, .words = words, .sender = incoming->sender });
  if (member_id && returns_find_newest(txn, arena, member_id, &newest))
    notes_add(txn, act, member_id, newest.origin, NOTE_UNKNOWN, "", "");
}

/* ---- an idea ---- */

/* Whole, and without files: else a person looks at it. g_free; NULL: none. */
static char *
idea_in(const Incoming *incoming)
{
  const char *title = mail_text_idea(incoming->subject), *words = mail_text_idea(incoming->said);

  if ((!title && !words) || incoming->is_cut || incoming->files > 0)
    return NULL;
  words = words ? words : incoming->said;
  return title && *title && *words ? g_strconcat(title, "\n", words, NULL)
                                   : g_strdup(title && *title ? title : words);
}

/* True: it is told as an idea of the member whose address it came from. */
static bool
is_taken_as_idea(Txn *txn, const Act *act, const Incoming *incoming, const Return *mail)
{
  const int64_t member_id = people_find_by_email(txn, incoming->sender);
  g_autofree char *words = idea_in(incoming);

  return take_idea && words && member_id && (!mail->mail_id || mail->member_id == member_id) &&
         take_idea(txn, act, member_id, words);
}

/* ---- all of it ---- */

static CameIn
what_came(const Incoming *incoming, bool is_found, const Return *mail)
{
  if (incoming->kind == INCOMING_BOUNCE && is_found)
    return incoming->bounce == BOUNCE_LATE ? CAME_LATE : CAME_BOUNCE;
  if (incoming->kind != INCOMING_REPLY)
    return CAME_AUTOMATIC;
  if (!is_found)
    return CAME_UNPLACED;
  return mail_kind_row(mail->kind)->is_answered ? CAME_ANSWER : CAME_UNREAD;
}

MailInResult
mail_in_take(Txn *txn, const Act *act, const Incoming *incoming, const char *whole, size_t len)
{
  g_autoptr(Arena) arena = arena_new(TAKE_ARENA);
  Return mail = { .mail_id = 0 };
  const bool is_found = find_mail(txn, arena, incoming, &mail);
  const CameIn what = what_came(incoming, is_found, &mail);

  if (what == CAME_UNPLACED && is_full(txn))
    return MAIL_IN_FULL;
  if (!note_first(txn, act, incoming, whole, len, what))
    return MAIL_IN_AGAIN;
  if (incoming->kind == INCOMING_REPLY && is_taken_as_idea(txn, act, incoming, &mail))
    return MAIL_IN_TAKEN;
  if (what == CAME_ANSWER)
    take_answer(txn, act, incoming, &mail);
  else if (what == CAME_UNPLACED)
    take_unplaced(txn, act, incoming);
  else if (what == CAME_UNREAD)
    notes_add(txn, act, mail.member_id, mail.origin, NOTE_UNREAD, "", "");
  else if (what == CAME_BOUNCE)
    bounces_note(txn, act, &mail, incoming->bounce, incoming->status);
  return MAIL_IN_TAKEN;
}
