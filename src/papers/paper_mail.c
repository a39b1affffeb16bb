/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The mail that tells a member of a paper: their own sign-in link to it, made once however often
 * the mail is tried. */
#include "papers/paper_answers.h"
#include "papers/paper_news.h"
#include "papers/releases.h"

#include "base/clock.h"
#include "base/ids.h"
#include "db/writer.h"
#include "lang/lang.h"
#include "notices/bounces.h"
#include "notices/letter.h"
#include "notices/mail_wishes.h"
#include "people/asking.h"

#include <unistd.h>

enum { FILE_NAME_LETTERS = 60 };
#define LINK_LASTS_US (30 * US_PER_DAY)

typedef struct {
  const OutboxTask *task;
  IdTape *ids;
  bool is_due; /* the member is here, and wants no quiet now */
} Mailing;

/* The release's address and the member, if the mail still waits and has no link yet. */
static bool
needs_link(Txn *txn, Arena *arena, int64_t delivery_id, int64_t *ret_member_id,
           const char **ret_origin)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT d.member_id, r.origin FROM delivery d"
           " JOIN release r ON r.community_id = ?1 AND r.id = d.release_id"
           " WHERE d.community_id = ?1 AND d.id = ?2 AND d.link_id = 0 AND d.done_at_us IS NULL"
           " AND d.overtaken_at_us IS NULL");

  bind_int(q, 2, delivery_id);
  if (!query_next(q))
    return false;
  *ret_member_id = col_int(q, 0);
  *ret_origin = arena_text(arena, col_text(q, 1));
  return true;
}

static int64_t
find_member(Txn *txn, int64_t delivery_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT member_id FROM delivery WHERE community_id = ?1 AND id = ?2"
                    " AND overtaken_at_us IS NULL");

  bind_int(q, 2, delivery_id);
  return query_next(q) ? col_int(q, 0) : 0;
}

/* Nothing goes to somebody who is gone; in somebody's quiet time the mail waits for its end. */
static bool
is_due(Txn *txn, const Act *act, const OutboxTask *task)
{
  int64_t member_id = find_member(txn, task->thing_id);

  if (!member_id || people_find_state(txn, member_id) != MEMBER_HERE)
    return false;

  if (!releases_still_by_mail(txn, act, task->thing_id) || bounces_stopped_at_us(txn, member_id))
    return false;

  const MailWish wish = mail_wish_read(txn, member_id, MAIL_KIND_PAPER);

  if (wish.pace == PACE_DAILY || wish.pace == PACE_WEEKLY)
    paper_news_sent(txn, act, task->thing_id, member_id);
  if (wish.pace != PACE_AT_ONCE)
    return false; /* who wants no mail finds it when they come in */

  int64_t until_us = people_quiet_until(txn, member_id, task->at_us);

  if (until_us)
    outbox_add_later(txn, act, "paper-mail", task->thing_id, until_us);
  return until_us == 0;
}

static bool
make_link(Txn *txn, void *data)
{
  Mailing *mailing = data;
  const Act act = outbox_task_act(mailing->task, mailing->ids);
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  int64_t member_id = 0;
  const char *origin = NULL;

  id_tape_rewind(mailing->ids);
  mailing->is_due = is_due(txn, &act, mailing->task);
  if (!mailing->is_due || !needs_link(txn, arena, mailing->task->thing_id, &member_id, &origin))
    return true;

  int64_t link_id = people_make_link(txn, &act, member_id, origin, LINK_LASTS_US);
  g_autoptr(Query) q =
      db_change(txn, &act, "UPDATE delivery SET link_id = ?3 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, mailing->task->thing_id);
  bind_int(q, 3, link_id);
  query_run(q);
  return true;
}

static bool
mark_mailed(Txn *txn, void *data)
{
  const Mailing *mailing = data;
  const Act act = outbox_task_act(mailing->task, mailing->ids);

  id_tape_rewind(mailing->ids);
  releases_mark_mailed(txn, &act, mailing->task->thing_id, mailing->task->id);
  return true;
}

/* ---- the file in the mail ---- */

static const char with_link[] = N_("Hello {name},\n\nthere is a paper for you: {title}\n\n"
                                   "This is your own link to it. It works once:\n\n{url}\n\n"
                                   "You find the paper there in the format you asked for.\n");
static const char with_file[] =
    N_("Hello {name},\n\nthere is a paper for you: {title}\n\nIt is in this mail, as a file.\n\n"
       "You can also read it here. This is your own link. It works once:\n\n{url}\n");
static const char with_large_file[] =
    N_("Hello {name},\n\nthere is a paper for you: {title}\n\n"
       "You asked for the file itself. It is too large for a mail.\n\n"
       "You find it here. This is your own link. It works once:\n\n{url}\n");

static const char changed_with_link[] =
    N_("Hello {name},\n\na paper that you have was changed: {title}\n\n"
       "What changed and why:\n\n{words}\n\n"
       "This is your own link to it. It works once:\n\n{url}\n\n"
       "It shows the changes, and you find the paper there in the format you asked for.\n");
static const char changed_with_file[] =
    N_("Hello {name},\n\na paper that you have was changed: {title}\n\n"
       "What changed and why:\n\n{words}\n\nThe whole paper is in this mail, as a file.\n\n"
       "The changes are shown here. This is your own link. It works once:\n\n{url}\n");

/* NULL: not made, or too large (*ret_is_large). */
static GBytes *
read_format(Txn *txn, Arena *arena, int64_t paper_id, const FormatWant *want, bool *ret_is_large)
{
  const Paper *paper = papers_find(txn, arena, paper_id);
  const int fd = paper ? formats_open_complete(txn, paper, want) : -1;
  g_autoptr(GMappedFile) file = fd >= 0 ? g_mapped_file_new_from_fd(fd, FALSE, NULL) : NULL;

  if (fd >= 0)
    close(fd);
  *ret_is_large = file && g_mapped_file_get_length(file) > MAIL_ATTACHMENT_MAX;
  return file && !*ret_is_large ? g_mapped_file_get_bytes(file) : NULL;
}

/* "The plan.pdf": the paper's name; in it no sign that a file's name cannot have. */
static const char *
file_name(Arena *arena, const char *title, PaperFormat format)
{
  g_autofree char *name =
      g_utf8_substring(title, 0, MIN(g_utf8_strlen(title, -1), FILE_NAME_LETTERS));

  g_strdelimit(name, "/\\:*?\"<>|\t\n", ' ');
  return arena_format(arena, "%s.%s", name, format_extension(format));
}

/* Theirs first goes along, where they want it so and it is small enough. */
static void
attach(Txn *txn, Arena *arena, int64_t paper_id, Letter *letter)
{
  g_autoptr(Arena) room = arena_new(16 * PAPER_SOURCE_MAX);
  const FormatWants wants = releases_wants_of(txn, paper_id, letter->member_id);
  bool is_large = false;

  if (!wants.is_attached || wants.count == 0)
    return;
  letter->attachment.bytes = read_format(txn, room, paper_id, &wants.wants[0], &is_large);
  letter->attachment.name = file_name(arena, letter->title, wants.wants[0].format);
  letter->attachment.media_type = format_media_type(wants.wants[0].format);
  if (letter->attachment.bytes)
    letter->text = letter->words ? changed_with_file : with_file;
  else if (is_large && !letter->words)
    letter->text = with_large_file;
}

/* Of a change, to who had the paper before it: that it is one, and what changed. */
static void
say_what_is_new(Letter *letter, const char *why)
{
  letter->words = *why ? why : NULL;
  letter->subject =
      *why ? N_("A paper you have was changed: {title}") : N_("A paper for you: {title}");
  letter->text = *why ? changed_with_link : with_link;
}

static bool
write_letter(Txn *txn, Arena *arena, const OutboxTask *task, Letter *ret_letter)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT d.member_id, d.link_id, p.title, p.id,"
                    " CASE WHEN EXISTS (SELECT 1 FROM delivery o WHERE o.community_id = ?1"
                    " AND o.paper_id = d.paper_id AND o.member_id = d.member_id"
                    " AND o.version < d.version) THEN COALESCE(v.why, '') ELSE '' END"
                    " FROM delivery d JOIN paper p ON p.community_id = ?1 AND p.id = d.paper_id"
                    " JOIN release r ON r.community_id = ?1 AND r.id = d.release_id"
                    " LEFT JOIN paper_version v ON v.community_id = ?1 AND v.paper_id = d.paper_id"
                    " AND v.number = d.version"
                    " WHERE d.community_id = ?1 AND d.id = ?2 AND d.done_at_us IS NULL"
                    " AND d.overtaken_at_us IS NULL");

  bind_int(q, 2, task->thing_id);
  if (!query_next(q))
    return false;

  const int64_t paper = col_int(q, 3);
  const SignInLink *link = people_find_link(txn, arena, col_int(q, 1), task->at_us);
  char paper_id[ID_TEXT_SIZE];

  if (!link)
    return false; /* used already: they have been here */
  ret_letter->kind = MAIL_KIND_PAPER;
  ret_letter->how_to_answer = paper_how_to_answer(1);
  ret_letter->member_id = col_int(q, 0);
  ret_letter->origin = link->origin;
  ret_letter->title = arena_text(arena, col_text(q, 2));
  ret_letter->url = arena_format(arena, "%s/in/%s?to=/papers/%s", link->origin, link->token,
                                 id_to_text(paper, paper_id));
  say_what_is_new(ret_letter, arena_text(arena, col_text(q, 4)));
  attach(txn, arena, paper, ret_letter);
  return true;
}

OutboxResult
send_paper_mail(Db *db, const OutboxTask *task, void *data)
{
  (void)data;
  g_autoptr(IdTape) ids = id_tape_new();
  Mailing mailing = { .task = task, .ids = ids };
  Trouble trouble = TROUBLE_NONE;

  if (db_write_and_wait(db, task->community_id, make_link, &mailing, &trouble) != WRITE_KEPT)
    return OUTBOX_RETRY;
  if (!mailing.is_due)
    return OUTBOX_DONE;

  LetterFate fate;
  OutboxResult result = letter_send_saying(db, task, write_letter, &fate);

  if (result != OUTBOX_DONE)
    return result;
  if (fate == LETTER_NOBODY) /* changed since it was looked at: look again */
    return OUTBOX_RETRY;
  id_tape_free(g_steal_pointer(&ids));
  ids = id_tape_new(); /* other ids than the link's */
  mailing.ids = ids;
  return db_write_and_wait(db, task->community_id, mark_mailed, &mailing, &trouble) == WRITE_KEPT
             ? OUTBOX_DONE
             : OUTBOX_RETRY;
}
