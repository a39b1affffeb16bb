/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Invitations, and what is told of meetings that change. */
#include "meetings/invitations.h"

#include "base/ids.h"
#include "lang/lang.h"
#include "meetings/agenda.h"
#include "meetings/calendar_mail.h"
#include "meetings/date_mail.h"
#include "meetings/replies.h"
#include "meetings/rules.h"
#include "notices/bounces.h"
#include "notices/mail_text.h"

#include <string.h>

enum { UNTOLD_MOST = 60 };

static const char *const news_names[] = { "called", "moved", "moved", "off" };

/* ---- telling ---- */

/* All but the one who does it; they too, once a mail of this meeting went to them: else the
 * calendar of their telephone would keep what it was told then. */
static GArray *
find_mailed(Txn *txn, const Act *act, int64_t group_id, int64_t meeting_id)
{
  GArray *ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
  g_autoptr(Query) q =
      db_query(txn, "SELECT c.id FROM group_member i JOIN member c ON c.community_id = ?1"
                    " AND c.id = i.member_id AND c.state = 'here' AND" MAILS_REACH_C
                    " WHERE i.community_id = ?1 AND i.group_id = ?2 AND i.state = 'in'"
                    " AND (i.member_id <> ?3 OR EXISTS (SELECT 1 FROM meeting k"
                    "  JOIN meeting_news n ON n.community_id = ?1"
                    "  AND n.meeting_id IN (k.id, k.series_id) JOIN meeting_told t"
                    "  ON t.community_id = ?1 AND t.news_id = n.id AND t.member_id = ?3"
                    "  AND t.told_by = 0 WHERE k.community_id = ?1 AND k.id = ?4)) ORDER BY c.id");

  bind_int(q, 2, group_id);
  bind_int(q, 3, act->member_id);
  bind_int(q, 4, meeting_id);
  while (query_next(q)) {
    const int64_t id = col_int(q, 0);

    g_array_append_val(ids, id);
  }
  return ids;
}

static void
mail_news(Txn *txn, const Act *act, int64_t member_id, int64_t news_id, int64_t meeting_id,
          const char *origin)
{
  digest_add(
      txn, act, member_id,
      &(DigestItem){
          .kind = "meeting", .thing_id = news_id, .group_id = meeting_id, .origin = origin });
}

const char *
meeting_place_line(Arena *arena, const Venue *venue)
{
  return *venue->name && *venue->address
             ? arena_format(arena, "%s, %s", venue->name, venue->address)
             : venue->name;
}

/* With what was so then: so that somebody can say later what is new. */
static void
insert_news(Txn *txn, const Act *act, int64_t news_id, const Meeting *meeting, const NewsWish *wish)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO meeting_news (community_id, id, meeting_id, what, time_zone,"
                " made_at_us, origin, is_other, title, starts_at_us, ends_at_us, place, online,"
                " dial_in)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)");

  bind_int(q, 2, news_id);
  bind_int(q, 3, meeting->id);
  bind_text(q, 4, news_names[wish->what]);
  bind_text(q, 5, wish->time_zone);
  bind_int(q, 6, act->at_us);
  bind_text(q, 7, wish->origin);
  bind_int(q, 8, wish->what == NEWS_CHANGED);
  bind_text(q, 9, meeting->title);
  meeting_bind_time(q, 10, meeting->starts_at_us);
  meeting_bind_time(q, 11, meeting->ends_at_us);
  bind_text(q, 12, meeting_place_line(arena, &meeting->venue));
  bind_text(q, 13, meeting->online);
  bind_text(q, 14, meeting->dial_in);
  query_run(q);
}

void
invitations_tell(Txn *txn, const Act *act, int64_t group_id, int64_t meeting_id,
                 const NewsWish *wish)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const int64_t id = act_new_id(act);
  const Meeting *meeting = meetings_find(txn, arena, group_id, meeting_id);

  if (!meeting)
    return;
  insert_news(txn, act, id, meeting, wish);

  g_autoptr(GArray) mailed = find_mailed(txn, act, group_id, meeting_id);

  for (guint i = 0; i < mailed->len; i++)
    mail_news(txn, act, g_array_index(mailed, int64_t, i), id, meeting_id, wish->origin);
}

/* ---- who is told otherwise ---- */

static MeetingNews
read_what(Query *q, int what, int is_other)
{
  MeetingNews found = NEWS_CALLED;

  while (strcmp(news_names[found], col_text(q, what)) != 0)
    found++;
  return col_int(q, is_other) ? NEWS_CHANGED : found;
}

char *
invitations_origin(Txn *txn, int64_t meeting_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT n.origin FROM meeting m JOIN meeting_news n ON n.community_id = ?1"
                    " AND n.meeting_id IN (m.id, m.series_id) WHERE m.community_id = ?1"
                    " AND m.id = ?2 ORDER BY n.id DESC LIMIT 1");

  bind_int(q, 2, meeting_id);
  return g_strdup(query_next(q) ? col_text(q, 0) : "");
}

bool
invitations_newest(Txn *txn, int64_t meeting_id, MeetingNews *ret_what)
{
  g_autoptr(Query) q = db_query(txn, "SELECT what, is_other FROM meeting_news"
                                     " WHERE community_id = ?1 AND meeting_id = ?2"
                                     " ORDER BY id DESC LIMIT 1");

  bind_int(q, 2, meeting_id);
  if (!query_next(q))
    return false;
  *ret_what = read_what(q, 0, 1);
  return true;
}

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
  g_autoptr(Query) q = db_query(
      txn, "SELECT" TO_TELL_COLUMNS " FROM meeting_news n"
           " JOIN group_member i ON i.community_id = ?1 AND i.group_id = ?2 AND i.state = 'in'"
           " JOIN member c ON c.community_id = ?1 AND c.id = i.member_id"
           " AND c.state = 'here'" TO_TELL_KEY
           " LEFT JOIN meeting_told t ON t.community_id = ?1 AND t.news_id = n.id"
           " AND t.member_id = c.id"
           " WHERE n.community_id = ?1 AND n.meeting_id = ?3 AND n.id = (SELECT max(x.id)"
           "  FROM meeting_news x WHERE x.community_id = ?1 AND x.meeting_id = ?3)"
           " AND ((t.id IS NULL AND NOT" MAILS_REACH_C ") OR" TOLD_IN_VAIN ")"
           " AND NOT EXISTS (SELECT 1 FROM meeting_reply r WHERE r.community_id = ?1"
           "  AND r.meeting_id = ?3 AND r.member_id = c.id AND r.at_us >= n.made_at_us)"
           " ORDER BY c.reach, c.sort_key, c.id LIMIT ?4");

  bind_int(q, 2, meeting->group_id);
  bind_int(q, 3, meeting->id);
  bind_int(q, 4, TO_TELL_MOST);
  return to_tell_read(txn, q, arena);
}

/* By somebody (mail 0), also after a mail that came back; or by a mail. */
static void
add_told(Txn *txn, const Act *act, int64_t news_id, int64_t member_id, int64_t mail_id)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO meeting_told (community_id, id, news_id, member_id, told_by,"
                " told_at_us, mail_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
                " ON CONFLICT (community_id, news_id, member_id) DO UPDATE"
                " SET told_by = excluded.told_by, told_at_us = excluded.told_at_us, mail_id = 0"
                " WHERE meeting_told.mail_id <> 0 AND excluded.mail_id = 0");

  bind_int(q, 2, act_new_id(act));
  bind_int(q, 3, news_id);
  bind_int(q, 4, member_id);
  bind_int(q, 5, mail_id ? 0 : act->member_id);
  bind_int(q, 6, act->at_us);
  bind_int(q, 7, mail_id);
  query_run(q);
}

void
invitations_mark_told(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id)
{
  const int64_t news_id = newest_news(txn, meeting->id);

  if (!news_id || !groups_may(txn, meeting->group_id, member_id, GROUP_TO_READ))
    return;
  add_told(txn, act, news_id, member_id, 0);
  meeting_note_for(txn, act, "meeting-told", meeting->id, member_id);
}

void
invitation_mark_mailed(Txn *txn, const Act *act, const DigestSent *sent)
{
  add_told(txn, act, sent->thing_id, sent->member_id, sent->mail_id);
}

void
invitations_untell_mailed(Txn *txn, const Act *act, int64_t member_id, int64_t since_us)
{
  g_autoptr(Query) q = db_change(
      txn, act,
      "DELETE FROM meeting_told WHERE community_id = ?1 AND member_id = ?2 AND told_by = 0"
      " AND told_at_us >= ?3 AND news_id IN (SELECT n.id FROM meeting_news n JOIN meeting m"
      "  ON m.community_id = ?1 AND m.id = n.meeting_id AND (m.starts_at_us > ?4"
      "   OR (m.starts_at_us IS NULL AND m.state = 'to-find')) WHERE n.community_id = ?1)");

  bind_int(q, 2, member_id);
  bind_int(q, 3, since_us);
  bind_int(q, 4, act->at_us);
  query_run(q);
}

void
invitations_mail_untold(Txn *txn, const Act *act, int64_t member_id)
{
  struct {
    int64_t news_id, meeting_id;
    char *origin;
  } untold[UNTOLD_MOST];
  int count = 0;
  {
    g_autoptr(Query) q = db_query(
        txn, "SELECT n.id, m.id, n.origin FROM group_member i"
             " JOIN meeting m ON m.community_id = ?1 AND m.group_id = i.group_id"
             " AND (m.starts_at_us > ?3 OR (m.starts_at_us IS NULL AND m.state = 'to-find'))"
             " JOIN meeting_news n ON n.community_id = ?1 AND n.meeting_id = m.id"
             " AND n.made_at_us >= i.since_us AND n.origin <> ''"
             " AND n.id = (SELECT max(x.id) FROM meeting_news x WHERE x.community_id = ?1"
             "  AND x.meeting_id = m.id)"
             " WHERE i.community_id = ?1 AND i.member_id = ?2 AND i.state = 'in'"
             " AND NOT EXISTS (SELECT 1 FROM meeting_told t WHERE t.community_id = ?1"
             "  AND t.news_id = n.id AND t.member_id = ?2)"
             " AND NOT EXISTS (SELECT 1 FROM meeting_reply r WHERE r.community_id = ?1"
             "  AND r.meeting_id = m.id AND r.member_id = ?2 AND r.at_us >= n.made_at_us)"
             " ORDER BY n.id LIMIT ?4");

    bind_int(q, 2, member_id);
    bind_int(q, 3, act->at_us);
    bind_int(q, 4, UNTOLD_MOST);
    for (; count < UNTOLD_MOST && query_next(q); count++) {
      untold[count].news_id = col_int(q, 0);
      untold[count].meeting_id = col_int(q, 1);
      untold[count].origin = g_strdup(col_text(q, 2));
    }
  }
  for (int i = 0; i < count; i++) {
    mail_news(txn, act, member_id, untold[i].news_id, untold[i].meeting_id, untold[i].origin);
    g_free(untold[i].origin);
  }
}

/* ---- the mail ---- */

char *
meeting_when_in_words(const Lang *lang, int64_t at_us, const char *zone)
{
  g_autofree char *day = lang_date(lang, at_us, zone);
  g_autofree char *hour = lang_time(lang, at_us, zone);

  return g_strdup_printf("%s, %s", day, hour);
}

typedef struct {
  MeetingNews what;
  const char *time_zone;
} News;

/* To somebody in the group whom mail reaches and who was not told of it otherwise. */
static bool
find_news(Txn *txn, Arena *arena, int64_t member_id, int64_t news_id, News *ret_news)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT n.what, n.is_other, n.time_zone FROM meeting_news n"
           " JOIN meeting m ON m.community_id = ?1 AND m.id = n.meeting_id"
           " JOIN group_member i ON i.community_id = ?1 AND i.group_id = m.group_id"
           " AND i.member_id = ?3 AND i.state = 'in'"
           " JOIN member c ON c.community_id = ?1 AND c.id = i.member_id AND c.reach = 'email'"
           " WHERE n.community_id = ?1 AND n.id = ?2 AND NOT EXISTS (SELECT 1 FROM meeting_told t"
           "  WHERE t.community_id = ?1 AND t.news_id = n.id AND t.member_id = ?3)");

  bind_int(q, 2, news_id);
  bind_int(q, 3, member_id);
  if (!query_next(q))
    return false;
  ret_news->what = read_what(q, 0, 1);
  ret_news->time_zone = arena_text(arena, col_text(q, 2));
  return true;
}

const char *
meeting_news_words(MeetingNews what, bool has_others)
{
  switch (what) {
  case NEWS_MOVED:
    return N_("This meeting was moved. It is now:");
  case NEWS_CHANGED:
    return N_("Something about this meeting is new. It is now so:");
  case NEWS_OFF:
    return N_("This meeting was called off:");
  default:
    return has_others ? N_("You are invited. The first of several meetings:")
                      : N_("You are invited to a meeting:");
  }
}

static void
put_line(GString *words, const char *line)
{
  if (*line)
    g_string_append_printf(words, "\n%s", line);
}

static void
put_when(GString *words, const Lang *lang, const Meeting *meeting, const char *zone)
{
  g_autofree char *when =
      meeting->starts_at_us
          ? meeting_when_in_words(lang, meeting->starts_at_us, zone)
          : g_strdup(
                lang_text(lang, N_("The date is still to be found. Your link shows the times.")));

  put_line(words, when);
}

bool
invitation_write(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id, int64_t news_id,
                 DigestWords *ret_words)
{
  const Meeting *meeting = meetings_of_news(txn, arena, news_id);
  News news;
  char group_id[ID_TEXT_SIZE], id[ID_TEXT_SIZE];

  if (!meeting->id || !find_news(txn, arena, member_id, news_id, &news))
    return false;

  g_autoptr(GString) words =
      g_string_new(lang_text(lang, meeting_news_words(news.what, meeting[1].id != 0)));

  put_when(words, lang, meeting, news.time_zone);
  put_line(words, meeting->venue.name);
  if (news.what == NEWS_CHANGED) {
    put_line(words, meeting->venue.address);
    put_line(words, meeting->online);
    put_line(words, meeting->dial_in);
  } else if (news.what != NEWS_CALLED) {
    put_line(words, meeting->why);
  }
  if (meeting[1].id) {
    put_line(words, lang_text(lang, N_("Then:")));
    for (const Meeting *other = meeting + 1; other->id; other++)
      put_when(words, lang, other, news.time_zone);
    put_line(words, lang_text(lang, N_("If you answer this mail, your answer is about the first"
                                       " one.")));
  }
  ret_words->group_title = meeting->title;
  ret_words->path =
      arena_format(arena, "/groups/%s/meetings/%s", id_to_text(meeting->group_id, group_id),
                   id_to_text(meeting->id, id));
  ret_words->words = arena_text(arena, words->str);
  return true;
}

const char *
invitation_how_to_answer(void)
{
  return N_("You can answer this mail. Start with one of these words:\n\n"
            "YES - I will come.\n"
            "NO - not this time. Nobody asks why.\n"
            "NEED - and what would let you come.\n"
            "AGENDA - and what you want to talk about there.\n\n"
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

  const char *wish = answer->answer == ANSWER_COMMENT ? mail_text_agenda(answer->words) : NULL;

  if (wish && *wish) {
    /* An address proves little: it waits for its sender's word, as what others write for them. */
    agenda_add_words(txn, act, meeting, answer->member_id, wish, "mail", refusals);
    answer->is_settled = refusals_count(refusals) == 0;
    return;
  }
  if (meeting->state == MEETING_TO_FIND && date_mail_keep(txn, act, meeting, answer)) {
    answer->is_settled = true;
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
