/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Invitations, and what is told of meetings that change. */
#include "meetings/invitations.h"

#include "base/ids.h"
#include "lang/lang.h"
#include "meetings/calendar_mail.h"
#include "meetings/replies.h"
#include "meetings/rules.h"

#include <string.h>

static const char *const news_names[] = { "called", "moved", "off" };

/* ---- telling ---- */

static GArray *
find_mailed(Txn *txn, const Act *act, int64_t group_id)
{
  GArray *ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
  g_autoptr(Query) q =
      db_query(txn, "SELECT m.id FROM group_member i JOIN member m ON m.community_id = ?1"
                    " AND m.id = i.member_id AND m.state = 'here' AND m.reach = 'email'"
                    " WHERE i.community_id = ?1 AND i.group_id = ?2 AND i.state = 'in'"
                    " AND i.member_id <> ?3 ORDER BY m.id");

  bind_int(q, 2, group_id);
  bind_int(q, 3, act->member_id);
  while (query_next(q)) {
    const int64_t id = col_int(q, 0);

    g_array_append_val(ids, id);
  }
  return ids;
}

void
invitations_tell(Txn *txn, const Act *act, int64_t group_id, int64_t meeting_id,
                 const NewsWish *wish)
{
  const int64_t id = act_new_id(act);
  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO meeting_news (community_id, id, meeting_id, what,"
                                 " time_zone, made_at_us, origin)"
                                 " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");

  bind_int(q, 2, id);
  bind_int(q, 3, meeting_id);
  bind_text(q, 4, news_names[wish->what]);
  bind_text(q, 5, wish->time_zone);
  bind_int(q, 6, act->at_us);
  bind_text(q, 7, wish->origin);
  query_run(q);

  g_autoptr(GArray) mailed = find_mailed(txn, act, group_id);

  for (guint i = 0; i < mailed->len; i++)
    digest_add(
        txn, act, g_array_index(mailed, int64_t, i),
        &(DigestItem){
            .kind = "meeting", .thing_id = id, .group_id = meeting_id, .origin = wish->origin });
}

/* ---- who is told otherwise ---- */

static int64_t
newest_news(Txn *txn, int64_t meeting_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT id FROM meeting_news WHERE community_id = ?1"
                                     " AND meeting_id = ?2 ORDER BY id DESC LIMIT 1");

  bind_int(q, 2, meeting_id);
  return query_next(q) ? col_int(q, 0) : 0;
}

const ToTell *
invitations_to_tell(Txn *txn, Arena *arena, const Meeting *meeting)
{
  ToTell *list = arena_new_of(arena, ToTell, TO_TELL_MOST + 1);
  int count = 0;
  g_autoptr(Query) q = db_query(
      txn, "SELECT m.id, m.name, m.reach FROM meeting_news n"
           " JOIN group_member i ON i.community_id = ?1 AND i.group_id = ?2 AND i.state = 'in'"
           " JOIN member m ON m.community_id = ?1 AND m.id = i.member_id AND m.state = 'here'"
           " AND m.reach <> 'email'"
           " WHERE n.community_id = ?1 AND n.meeting_id = ?3 AND n.id = (SELECT max(x.id)"
           "  FROM meeting_news x WHERE x.community_id = ?1 AND x.meeting_id = ?3)"
           " AND NOT EXISTS (SELECT 1 FROM meeting_told t WHERE t.community_id = ?1"
           "  AND t.news_id = n.id AND t.member_id = m.id)"
           " AND NOT EXISTS (SELECT 1 FROM meeting_reply r WHERE r.community_id = ?1"
           "  AND r.meeting_id = ?3 AND r.member_id = m.id AND r.at_us >= n.made_at_us)"
           " ORDER BY m.reach, m.sort_key, m.id LIMIT ?4");

  bind_int(q, 2, meeting->group_id);
  bind_int(q, 3, meeting->id);
  bind_int(q, 4, TO_TELL_MOST);
  while (count < TO_TELL_MOST && query_next(q)) {
    list[count] = (ToTell){ .member_id = col_int(q, 0), .name = arena_text(arena, col_text(q, 1)) };
    count += reach_from_name(col_text(q, 2), &list[count].reach);
  }
  list[count].member_id = 0;
  return list;
}

void
invitations_mark_told(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id)
{
  const int64_t news_id = newest_news(txn, meeting->id);

  if (!news_id || !groups_may(txn, meeting->group_id, member_id, GROUP_TO_READ))
    return;

  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO meeting_told (community_id, id, news_id, member_id,"
                                 " told_by, told_at_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
                                 " ON CONFLICT (community_id, news_id, member_id) DO NOTHING");

  bind_int(q, 2, act_new_id(act));
  bind_int(q, 3, news_id);
  bind_int(q, 4, member_id);
  bind_int(q, 5, act->member_id);
  bind_int(q, 6, act->at_us);
  query_run(q);
  meeting_note_for(txn, act, "meeting-told", meeting->id, member_id);
}

/* ---- the mail ---- */

char *
meeting_when_in_words(const Lang *lang, int64_t at_us, const char *zone)
{
  g_autofree char *day = lang_date(lang, at_us, zone);
  g_autofree char *hour = lang_time(lang, at_us, zone);

  return g_strdup_printf("%s, %s", day, hour);
}

static const char *
news_in_words(const Lang *lang, const char *what, bool has_series)
{
  if (strcmp(what, "off") == 0)
    return lang_text(lang, N_("This meeting was called off:"));
  if (strcmp(what, "moved") == 0)
    return lang_text(lang, N_("This meeting was moved. It is now:"));
  return lang_text(lang, has_series ? N_("You are invited. The first of several meetings:")
                                    : N_("You are invited to a meeting:"));
}

bool
invitation_write(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id, int64_t news_id,
                 DigestWords *ret_words)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT m.id, m.group_id, m.title, m.starts_at_us, m.series_id, n.what, n.time_zone,"
           " COALESCE(p.name, ''), (SELECT h.why FROM meeting_change h WHERE h.community_id = ?1"
           "  AND h.meeting_id = m.id AND h.change IN ('moved', 'off') ORDER BY h.id DESC LIMIT 1)"
           " FROM meeting_news n JOIN meeting m ON m.community_id = ?1 AND m.id = n.meeting_id"
           " JOIN group_member i ON i.community_id = ?1 AND i.group_id = m.group_id"
           " AND i.member_id = ?3 AND i.state = 'in'"
           " LEFT JOIN meeting_place p ON p.community_id = ?1 AND p.id = m.place_id"
           " WHERE n.community_id = ?1 AND n.id = ?2 AND NOT EXISTS (SELECT 1 FROM meeting_news x"
           "  WHERE x.community_id = ?1 AND x.meeting_id = m.id AND x.id > n.id)");
  char group_id[ID_TEXT_SIZE], id[ID_TEXT_SIZE];

  bind_int(q, 2, news_id);
  bind_int(q, 3, member_id);
  if (!query_next(q))
    return false;

  const char *what = col_text(q, 5);
  const char *why = strcmp(what, "called") == 0 ? "" : col_text(q, 8);
  g_autofree char *when = col_is_null(q, 3)
                              ? g_strdup(lang_text(lang, N_("The date is still to be found")))
                              : meeting_when_in_words(lang, col_int(q, 3), col_text(q, 6));

  ret_words->group_title = arena_text(arena, col_text(q, 2));
  ret_words->path =
      arena_format(arena, "/groups/%s/meetings/%s", id_to_text(col_int(q, 1), group_id),
                   id_to_text(col_int(q, 0), id));
  ret_words->words =
      arena_format(arena, "%s\n%s%s%s%s%s", news_in_words(lang, what, col_int(q, 4) != 0), when,
                   *col_text(q, 7) ? "\n" : "", col_text(q, 7), *why ? "\n" : "", why);
  return true;
}

const char *
invitation_how_to_answer(void)
{
  return N_("You can answer this mail. Start with one of these words:\n\n"
            "YES - I will come.\n"
            "NO - not this time. Nobody asks why.\n"
            "NEED - and what would let you come.\n\n"
            "Anything else is read out as your thoughts, without your name.");
}

/* ---- answers to it ---- */

void
invitation_find_about(Txn *txn, Arena *arena, const Return *mail, MailAnswer *answer,
                      const char **ret_title)
{
  int64_t meeting_id = 0;

  *ret_title = "";
  if (digest_find_group(txn, mail->mail_id, 1, &meeting_id) != 1)
    meeting_id = mail->thing_id; /* the address that calendar programs answer to */

  g_autoptr(Query) q = db_query(txn, "SELECT title, group_id FROM meeting WHERE community_id = ?1"
                                     " AND id = ?2");

  bind_int(q, 2, meeting_id);
  if (!query_next(q))
    return;
  answer->about_id = meeting_id;
  answer->thing_id = col_int(q, 1);
  *ret_title = arena_text(arena, col_text(q, 0));
}

/* From another address, or with files, an organiser looks at it first. */
void
invitation_take(Txn *txn, const Act *act, MailAnswer *answer)
{
  static const ReplyAnswer answers[ANSWER_COUNT] = { [ANSWER_YES] = REPLY_YES,
                                                     [ANSWER_NO] = REPLY_NO,
                                                     [ANSWER_NEED] = REPLY_IF,
                                                     [ANSWER_COMMENT] = REPLY_THOUGHTS };
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Refusals *refusals = refusals_new(arena);
  const Meeting *meeting =
      answer->about_id ? meetings_find(txn, arena, answer->thing_id, answer->about_id) : NULL;

  answer->is_settled = false;
  if (!meeting || *answer->sender || answer->files || answer->is_cut)
    return;
  if (answer->calendar) {
    calendar_take_answer(txn, act, meeting, answer, refusals);
    return;
  }
  replies_give(txn, act, meeting, answer->member_id,
               &(ReplyWish){ .answer = answers[answer->answer],
                             .words = answer->answer == ANSWER_YES || answer->answer == ANSWER_NO
                                          ? ""
                                          : answer->words,
                             .way = "mail" },
               refusals);
  answer->is_settled = refusals_count(refusals) == 0;
}
