/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The work that an archive leaves behind: made formats and waiting tasks are not in it. */
#include "papers/after_archive.h"

#include "base/clock.h"
#include "outbox/outbox.h"
#include "papers/comments.h"
#include "papers/find.h"
#include "papers/own_pictures.h"
#include "papers/rules.h"
#include "people/seal.h"

/* The link in a mail lasts as long: who did not come by then is not written to again. */
#define MAIL_DAYS 30

typedef struct {
  int64_t paper_id;
  int version;
  FormatWant want;
} Asked;

static void
note(GArray *asked, int64_t paper_id, int version, FormatWant want)
{
  const Asked one = { paper_id, version, format_want_whole(want) };

  for (guint i = 0; i < asked->len; i++) {
    const Asked *other = &g_array_index(asked, Asked, i);

    if (other->paper_id == paper_id && other->version == version &&
        format_wants_are_same(&other->want, &one.want))
      return;
  }
  g_array_append_val(asked, one);
}

/* Of what is read now, and of changes that are prepared; in the order of papers, so that what was
 * noted of one stands together at the end. */
static void
read_wants(Txn *txn, GArray *asked)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  g_autoptr(Query) q =
      db_query(txn, "SELECT d.id, d.paper_id, d.member_id, d.formats, k.sealed, d.version"
                    " FROM delivery d"
                    " JOIN person_key k ON k.community_id = ?1 AND k.member_id = d.member_id"
                    " WHERE d.community_id = ?1 AND d.version >= (SELECT COALESCE(max(v.number), 1)"
                    " FROM paper_version v WHERE v.community_id = ?1 AND v.paper_id = d.paper_id)"
                    " ORDER BY d.paper_id, d.id");

  while (query_next(q)) {
    size_t len = 0, key_len = 0;
    const void *sealed = col_blob(q, 3, &len), *key = col_blob(q, 4, &key_len);
    const char *text = seal_open_with(txn, arena, key, key_len, col_int(q, 2), "delivery.formats",
                                      col_int(q, 0), sealed, len);
    FormatWants wants = { .count = 0 };

    if (text && format_wants_from_text(text, &wants))
      for (int i = 0; i < wants.count; i++)
        note(asked, col_int(q, 1), (int)col_int(q, 5), wants.wants[i]);
    arena_clear(arena);
  }
}

static void
ask_for_formats(Txn *txn, const Act *act)
{
  g_autoptr(GArray) asked = g_array_new(FALSE, TRUE, sizeof(Asked));

  read_wants(txn, asked);
  for (guint i = 0; i < asked->len && !txn_trouble(txn); i++) {
    const Asked *one = &g_array_index(asked, Asked, i);
    g_autoptr(Arena) arena = arena_new(32 * PAPER_SOURCE_MAX);
    const Paper *paper = papers_find_numbered(txn, arena, one->paper_id, one->version);

    if (paper)
      formats_ask_for(txn, act, paper, one->want);
  }
}

static void
add_tasks(Txn *txn, const Act *act, const char *kind, Query *ids)
{
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(int64_t));

  while (query_next(ids)) {
    const int64_t id = col_int(ids, 0);

    g_array_append_val(found, id);
  }
  query_done(ids);
  for (guint i = 0; i < found->len; i++)
    outbox_add(txn, act, kind, g_array_index(found, int64_t, i));
}

/* An archive from before there were versions. */
static void
note_first_versions(Txn *txn, const Act *act)
{
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO paper_version (community_id, paper_id, number, sent_at_us, sent_by, is_slip,"
      " why) SELECT p.community_id, p.id, 1, p.sent_at_us, p.made_by, 0, '' FROM paper p"
      " WHERE p.community_id = ?1 AND p.sent_at_us IS NOT NULL AND NOT EXISTS (SELECT 1"
      " FROM paper_version v WHERE v.community_id = ?1 AND v.paper_id = p.id)");

  query_run(q);
}

void
papers_after_archive(Txn *txn, const Act *act)
{
  Query *waiting = db_query(
      txn, "SELECT id FROM paper WHERE community_id = ?1 AND reading = 'waiting' ORDER BY id");

  add_tasks(txn, act, "paper-reading", waiting);
  note_first_versions(txn, act);
  ask_for_formats(txn, act);
  papers_ask_words(txn, act, 0);
  comments_keep_all_words(txn, act);
  own_pictures_after_archive(txn, act);

  Query *mails =
      db_query(txn, "SELECT id FROM delivery WHERE community_id = ?1 AND way = 'email'"
                    " AND done_at_us IS NULL AND overtaken_at_us IS NULL AND released_at_us > ?2"
                    " ORDER BY id");

  bind_int(mails, 2, act->at_us - MAIL_DAYS * US_PER_DAY);
  add_tasks(txn, act, "paper-mail", mails);
  Query *late = db_query(txn, "SELECT id FROM late_copy WHERE community_id = ?1 AND way = 'email'"
                              " AND done_at_us IS NULL AND came_at_us > ?2 ORDER BY id");

  bind_int(late, 2, act->at_us - MAIL_DAYS * US_PER_DAY);
  add_tasks(txn, act, "late-mail", late);
}
