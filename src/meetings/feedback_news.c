/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Asking by mail how a meeting was. A task only says "look at this meeting": who is to be asked is
 * found from what is so then. */
#include "meetings/feedback_news.h"

#include "base/clock.h"
#include "base/ids.h"
#include "db/writer.h"
#include "lang/lang.h"
#include "meetings/feedback.h"
#include "meetings/rules.h"
#include "meetings/took_place.h"
#include "notices/bounces.h"

enum { ASKED_MOST = 500, OPEN_END_HOURS = 3 };

#define LOOK "meeting-afterwards"
#define KIND "afterwards"

static int64_t
end_of(int64_t starts_at_us, int64_t ends_at_us)
{
  return ends_at_us ? ends_at_us : starts_at_us + OPEN_END_HOURS * US_PER_HOUR;
}

void
feedback_news_plan(Txn *txn, const Act *act, int64_t meeting_id, int64_t starts_at_us,
                   int64_t ends_at_us)
{
  if (starts_at_us)
    outbox_add_once(txn, act, LOOK, meeting_id, MAX(end_of(starts_at_us, ends_at_us), act->at_us));
}

void
feedback_news_after_archive(Txn *txn, const Act *act)
{
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Meeting));
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT id, starts_at_us, COALESCE(ends_at_us, 0) FROM meeting"
                      " WHERE community_id = ?1 AND state = 'called' AND starts_at_us > ?2"
                      " ORDER BY id");

    bind_int(q, 2, act->at_us);
    while (query_next(q)) {
      const Meeting meeting = { .id = col_int(q, 0),
                                .starts_at_us = col_int(q, 1),
                                .ends_at_us = col_int(q, 2) };

      g_array_append_val(found, meeting);
    }
  }
  for (guint i = 0; i < found->len; i++) {
    const Meeting *meeting = &g_array_index(found, Meeting, i);

    feedback_news_plan(txn, act, meeting->id, meeting->starts_at_us, meeting->ends_at_us);
  }
}

/* ---- looking ---- */

/* False: it is off and nobody came, has no time any more, or was too long ago. */
static bool
find_end(Txn *txn, int64_t meeting_id, int64_t now_us, int64_t *ret_ended_at_us)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT m.starts_at_us, COALESCE(m.ends_at_us, 0) FROM meeting m"
                    " WHERE m.community_id = ?1 AND m.id = ?2 AND m.starts_at_us > ?3"
                    " AND" MEETING_TOOK_PLACE);

  bind_int(q, 2, meeting_id);
  bind_int(q, 3, now_us - FEEDBACK_DAYS * US_PER_DAY);
  if (!query_next(q))
    return false;
  *ret_ended_at_us = end_of(col_int(q, 0), col_int(q, 1));
  return true;
}

static GArray *
find_to_ask(Txn *txn, int64_t meeting_id)
{
  GArray *list = g_array_new(FALSE, FALSE, sizeof(int64_t));
  g_autoptr(Query) q = db_query(
      txn, "SELECT c.id FROM member c WHERE c.community_id = ?1 AND c.state = 'here'"
           " AND" MAILS_REACH_C " AND NOT EXISTS (SELECT 1 FROM feedback_chance x"
           "  WHERE x.community_id = ?1 AND x.meeting_id = ?2 AND x.member_id = c.id)"
           " AND c.id IN (SELECT p.member_id FROM meeting_presence p WHERE p.community_id = ?1"
           "  AND p.meeting_id = ?2 UNION SELECT r.member_id FROM meeting_reply r"
           "  WHERE r.community_id = ?1 AND r.meeting_id = ?2"
           "  AND r.answer IN ('yes', 'online', 'if') AND" REPLY_COUNTS
           "  AND NOT EXISTS (SELECT 1 FROM meeting m WHERE m.community_id = ?1 AND m.id = ?2"
           "   AND m.state = 'off')"
           "  AND NOT EXISTS (SELECT 1 FROM meeting_presence a WHERE a.community_id = ?1"
           "   AND a.meeting_id = ?2)) ORDER BY c.id LIMIT ?3");

  bind_int(q, 2, meeting_id);
  bind_int(q, 3, ASKED_MOST);
  while (query_next(q)) {
    const int64_t id = col_int(q, 0);

    g_array_append_val(list, id);
  }
  return list;
}

static void
ask_all(Txn *txn, const Act *act, int64_t meeting_id)
{
  g_autofree char *origin = invitations_origin(txn, meeting_id);
  g_autoptr(GArray) list = find_to_ask(txn, meeting_id);

  for (guint i = 0; *origin && i < list->len; i++) {
    const int64_t member_id = g_array_index(list, int64_t, i);

    if (!digest_has_had(txn, member_id, KIND, meeting_id))
      digest_add(
          txn, act, member_id,
          &(DigestItem){
              .kind = KIND, .thing_id = meeting_id, .group_id = meeting_id, .origin = origin });
  }
}

static bool
look(Txn *txn, const Act *act, const OutboxTask *task)
{
  const int64_t meeting_id = task->thing_id;
  int64_t ended_at_us = 0;

  if (!find_end(txn, meeting_id, act->at_us, &ended_at_us))
    return !txn_trouble(txn);
  if (ended_at_us > act->at_us)
    outbox_add_once(txn, act, LOOK, meeting_id, ended_at_us); /* it was moved */
  else
    ask_all(txn, act, meeting_id);
  return !txn_trouble(txn);
}

OutboxResult
look_at_afterwards(Db *db, const OutboxTask *task, void *data)
{
  (void)data;
  return outbox_task_change(db, task, look);
}

/* ---- the mail ---- */

/* Too late, or off: it was moved or called off since. */
static bool
is_over(Txn *txn, const Act *act, int64_t meeting_id)
{
  int64_t ended_at_us = 0;

  return !find_end(txn, meeting_id, act->at_us, &ended_at_us) || ended_at_us > act->at_us;
}

static bool
write_question(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id, int64_t meeting_id,
               DigestWords *ret_words)
{
  int64_t ended_at_us = 0;
  char id[ID_TEXT_SIZE];

  if (!find_end(txn, meeting_id, 0, &ended_at_us))
    return false;

  const FeedbackAsk *ask = feedback_ask_find(txn, arena, meeting_id, member_id, ended_at_us);

  if (!ask)
    return false; /* they have answered, or put it away */
  ret_words->group_title = ask->title;
  ret_words->path = arena_format(arena, "/afterwards/%s", id_to_text(meeting_id, id));
  ret_words->words = arena_format(
      arena, "%s %s %s\n%s", lang_text(lang, feedback_question_words[0]),
      lang_text(lang, feedback_question_words[1]), lang_text(lang, feedback_question_words[2]),
      lang_text(lang, N_("Answer on the page: there your answer has no name. You can"
                         " leave it out. If you answered on paper, you need do"
                         " nothing.")));
  return true;
}

const DigestKind feedback_digest_kinds[] = {
  { KIND, MAIL_KIND_AFTERWARDS, write_question, NULL, is_over, NULL, NULL },
  { NULL, MAIL_KIND_NONE, NULL, NULL, NULL, NULL, NULL },
};
