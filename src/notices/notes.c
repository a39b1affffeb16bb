/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Notes to whoever wrote to us. */
#include "notices/notes.h"

#include "base/clock.h"
#include "lang/lang.h"
#include "notices/letter.h"
#include "notices/mail_in.h"
#include "people/seal.h"

#include <string.h>

static const struct {
  const char *name; /* stored */
  const char *subject, *text, *path;
} notes[NOTE_COUNT] = {
  [NOTE_OTHER_ADDRESS] = { "other-address", N_("An answer came for you from another address"),
                           N_("Hello {name},\n\nan answer to a mail of yours came from another"
                              " address:\n\n{words}\n\n{title}\n\nWas it you? Then all is well."
                              " Was it not you? Please tell an organiser. You find the answer"
                              " here:\n\n{url}\n"),
                           "/me/answers" },
  [NOTE_FILES] = { "files", N_("We have your answer, but not the file"),
                   N_("Hello {name},\n\nthank you for your answer. We have your words. We do not"
                      " take files by mail. Please give the file to an organiser.\n\nYou find"
                      " your answer here:\n\n{url}\n"),
                   "/me/answers" },
  [NOTE_UNKNOWN] = { "unknown", N_("We do not know what your mail is about"),
                     N_("Hello {name},\n\na mail came from you. We do not know which paper it is"
                        " about. An organiser will look at it.\n\nTo answer about a paper, open"
                        " our mail about it and answer that mail. You find your papers"
                        " here:\n\n{url}\n"),
                     "/papers" },
  [NOTE_UNREAD] = { "unread", N_("Nobody reads answers to that mail"),
                    N_("Hello {name},\n\nyou answered a mail from us. Nobody reads answers to"
                       " that mail, so yours was not kept.\n\nAre you worried about something?"
                       " Say it here, and a person reads it:\n\n{url}\n"),
                    "/worried" },
};

static bool
wrote_lately(Txn *txn, int64_t member_id, int64_t now_us)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT 1 FROM mail_note WHERE community_id = ?1 AND member_id = ?2"
                    " AND made_at_us > ?3 LIMIT 1");

  bind_int(q, 2, member_id);
  bind_int(q, 3, now_us - US_PER_HOUR);
  return query_next(q);
}

void
notes_add(Txn *txn, const Act *act, int64_t member_id, const char *origin, NoteKind kind,
          const char *title, const char *address)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  size_t len = 0;

  if (wrote_lately(txn, member_id, act->at_us) || !seal_has_key(txn, member_id))
    return;

  const int64_t id = act_new_id(act);
  const void *sealed =
      *address ? seal_text(txn, arena, member_id, "mail_note.address", id, address, &len) : NULL;
  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO mail_note (community_id, id, member_id, origin, says,"
                                 " about, address, made_at_us)"
                                 " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");

  bind_int(q, 2, id);
  bind_int(q, 3, member_id);
  bind_text(q, 4, origin);
  bind_text(q, 5, notes[kind].name);
  bind_text(q, 6, title);
  bind_blob(q, 7, sealed, len);
  bind_int(q, 8, act->at_us);
  query_run(q);
  outbox_add(txn, act, "answer-mail", id);
}

/* ---- sending ---- */

static NoteKind
kind_of(const char *name)
{
  NoteKind kind = 0;

  while (kind < NOTE_COUNT - 1 && strcmp(notes[kind].name, name) != 0)
    kind++;
  return kind;
}

static bool
write_note(Txn *txn, Arena *arena, const OutboxTask *task, Letter *ret_letter)
{
  g_autoptr(Query) q = db_query(txn, "SELECT member_id, origin, says, about, address FROM mail_note"
                                     " WHERE community_id = ?1 AND id = ?2");
  size_t len = 0;

  bind_int(q, 2, task->thing_id);
  if (!query_next(q))
    return false;

  const NoteKind kind = kind_of(col_text(q, 2));
  const void *sealed = col_blob(q, 4, &len);

  *ret_letter = (Letter){ .kind = MAIL_KIND_ANSWERED,
                          .member_id = col_int(q, 0),
                          .mail_id = task->thing_id,
                          .origin = arena_text(arena, col_text(q, 1)),
                          .title = arena_text(arena, col_text(q, 3)),
                          .subject = notes[kind].subject,
                          .text = notes[kind].text };
  ret_letter->url = arena_format(arena, "%s%s", ret_letter->origin, notes[kind].path);
  if (len > 0)
    ret_letter->words = seal_open(txn, arena, ret_letter->member_id, "mail_note.address",
                                  task->thing_id, sealed, len);
  return true;
}

OutboxResult
send_answer_mail(Db *db, const OutboxTask *task, void *data)
{
  (void)data;
  return letter_send(db, task, write_note);
}
