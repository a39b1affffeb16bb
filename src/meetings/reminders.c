/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What people wish, and what is said when it is time. When that is, reminders_due.c finds. */
#include "meetings/reminders.h"

#include "base/clock.h"
#include "base/ids.h"
#include "lang/lang.h"
#include "meetings/rules.h"

#include <string.h>

enum { USUAL = 1, COMING_MOST = 200 };

const Choice reminder_choices[] = {
  { .value = "hours", .label = N_("Three hours before") },
  { .value = "day", .label = N_("A day before") },
  { .value = "days", .label = N_("Three days before") },
  { .value = "week", .label = N_("A week before") },
  { .value = "none", .label = N_("Never") },
  { .value = NULL },
};

static const int64_t ahead_us[] = { 3 * US_PER_HOUR, US_PER_DAY, 3 * US_PER_DAY, 7 * US_PER_DAY,
                                    0 };

/* Its place in the choices. */
static int
place_of(const char *ahead)
{
  const int place = choice_place(reminder_choices, ahead);

  return place < 0 ? USUAL : place;
}

/* ---- wishes ---- */

Query *
reminders_ask(Txn *txn, int64_t member_id)
{
  Query *q = db_query(txn, "SELECT ahead, changed_at_us FROM reminder_wish"
                           " WHERE community_id = ?1 AND member_id = ?2");

  bind_int(q, 2, member_id);
  query_send(q);
  return q;
}

ReminderWish
reminders_hear(Query *q)
{
  ReminderWish wish = { .ahead = reminder_choices[USUAL].value };

  if (query_next(q)) {
    wish.ahead = reminder_choices[place_of(col_text(q, 0))].value;
    wish.changed_at_us = col_int(q, 1);
  }
  return wish;
}

ReminderWish
reminders_wish(Txn *txn, int64_t member_id)
{
  g_autoptr(Query) q = reminders_ask(txn, member_id);

  return reminders_hear(q);
}

/* A wish counts from when it was made; whoever answers after it was due knows of the meeting. */
int64_t
reminder_due_us(const ReminderWish *wish, int64_t starts_at_us, int64_t answered_at_us)
{
  const int64_t ahead = ahead_us[place_of(wish->ahead)];
  const int64_t due_us = MAX(starts_at_us - ahead, wish->changed_at_us);

  return ahead == 0 || answered_at_us > due_us ? 0 : due_us;
}

/* Whatever they come to is looked at again when their new wish is due. */
static void
plan_all(Txn *txn, const Act *act, int64_t member_id, const ReminderWish *wish)
{
  struct {
    int64_t meeting_id, due_us;
  } coming[COMING_MOST];
  int count = 0;
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT m.id, m.starts_at_us, r.at_us FROM meeting_reply r"
                      " JOIN meeting m ON m.community_id = ?1 AND m.id = r.meeting_id"
                      " AND m.state = 'called' AND m.starts_at_us > ?3"
                      " WHERE r.community_id = ?1 AND r.member_id = ?2"
                      " AND r.answer IN ('yes', 'online', 'if') AND" REPLY_COUNTS
                      " ORDER BY m.starts_at_us NULLS LAST LIMIT ?4");

    bind_int(q, 2, member_id);
    bind_int(q, 3, act->at_us);
    bind_int(q, 4, COMING_MOST);
    while (count < COMING_MOST && query_next(q)) {
      coming[count].meeting_id = col_int(q, 0);
      coming[count++].due_us = reminder_due_us(wish, col_int(q, 1), col_int(q, 2));
    }
  }
  for (int i = 0; i < count; i++)
    if (coming[i].due_us)
      outbox_add_once(txn, act, "meeting-reminder", coming[i].meeting_id, coming[i].due_us);
}

void
reminders_choose(Txn *txn, const Act *act, int64_t member_id, const char *ahead)
{
  const ReminderWish wish = { reminder_choices[place_of(ahead)].value, act->at_us };
  const bool is_wanted = ahead_us[place_of(ahead)] != 0;

  if (is_wanted)
    mail_wish_change(txn, act, member_id, MAIL_KIND_REMINDER, &(MailWish){ .pace = PACE_AT_ONCE });
  if (g_strcmp0(reminders_wish(txn, member_id).ahead, wish.ahead) == 0)
    return;

  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO reminder_wish (community_id, member_id, ahead, changed_at_us)"
                " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (community_id, member_id) DO UPDATE"
                " SET ahead = excluded.ahead, changed_at_us = excluded.changed_at_us");

  bind_int(q, 2, member_id);
  bind_text(q, 3, wish.ahead);
  bind_int(q, 4, wish.changed_at_us);
  query_run(q);
  meeting_note_for(txn, act, "reminders-chosen", 0, member_id);
  if (is_wanted)
    plan_all(txn, act, member_id, &wish);
}

/* ---- the mail ---- */

/* Of reminder t: of a time that the meeting has, to somebody who still comes. */
#define STILL_COMES                                                                       \
  " JOIN meeting m ON m.community_id = ?1 AND m.id = t.meeting_id AND m.state = 'called'" \
  " AND m.starts_at_us = t.starts_at_us"                                                  \
  " JOIN group_member i ON i.community_id = ?1 AND i.group_id = m.group_id"               \
  " AND i.member_id = t.member_id AND i.state = 'in'"                                     \
  " JOIN meeting_reply r ON r.community_id = ?1 AND r.meeting_id = t.meeting_id"          \
  " AND r.member_id = t.member_id AND r.answer IN ('yes', 'online', 'if') AND" REPLY_COUNTS

bool
reminder_write(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id, int64_t reminder_id,
               DigestWords *ret_words)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT m.id, m.group_id, m.title, m.starts_at_us, COALESCE(p.name, ''),"
                    " COALESCE(p.address, ''), m.online, m.dial_in,"
                    " (SELECT n.time_zone FROM meeting_news n WHERE n.community_id = ?1"
                    "  AND n.meeting_id = m.id ORDER BY n.id DESC LIMIT 1)"
                    " FROM meeting_reminder t" STILL_COMES
                    " LEFT JOIN meeting_place p ON p.community_id = ?1 AND p.id = m.place_id"
                    " WHERE t.community_id = ?1 AND t.id = ?2 AND t.member_id = ?3"
                    " AND t.way = 'mail' AND t.told_at_us IS NULL");
  g_autoptr(GString) words = g_string_new(NULL);
  char group_id[ID_TEXT_SIZE], id[ID_TEXT_SIZE];

  bind_int(q, 2, reminder_id);
  bind_int(q, 3, member_id);
  if (!query_next(q))
    return false;

  g_autofree char *when = meeting_when_in_words(lang, col_int(q, 3), col_text(q, 8));

  g_string_append(words, when);
  for (int column = 4; column <= 7; column++)
    if (*col_text(q, column))
      g_string_append_printf(words, "\n%s", col_text(q, column));
  ret_words->group_title = arena_text(arena, col_text(q, 2));
  ret_words->words = arena_text(arena, words->str);
  ret_words->path =
      arena_format(arena, "/groups/%s/meetings/%s", id_to_text(col_int(q, 1), group_id),
                   id_to_text(col_int(q, 0), id));
  return true;
}

bool
reminder_is_over(Txn *txn, const Act *act, int64_t reminder_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT starts_at_us FROM meeting_reminder"
                                     " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, reminder_id);
  return !query_next(q) || col_int(q, 0) <= act->at_us;
}

void
reminder_mark_mailed(Txn *txn, const Act *act, const DigestSent *sent)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE meeting_reminder SET way = 'mail', told_at_us = ?4"
                                 " WHERE community_id = ?1 AND id = ?2 AND member_id = ?3"
                                 " AND told_at_us IS NULL");

  bind_int(q, 2, sent->thing_id);
  bind_int(q, 3, sent->member_id);
  bind_int(q, 4, act->at_us);
  query_run(q);
}

/* ---- another way ---- */

void
reminders_list_unsent(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE meeting_reminder SET way = 'list' WHERE community_id = ?1"
                                 " AND member_id = ?2 AND way = 'mail' AND told_at_us IS NULL"
                                 " AND starts_at_us > ?3");

  bind_int(q, 2, member_id);
  bind_int(q, 3, act->at_us);
  query_run(q);
}

void
reminders_list_mailed(Txn *txn, const Act *act, int64_t member_id, int64_t since_us)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE meeting_reminder SET way = 'list', told_at_us = NULL"
                                 " WHERE community_id = ?1 AND member_id = ?2 AND way = 'mail'"
                                 " AND told_by = 0 AND told_at_us >= ?3 AND starts_at_us > ?4");

  bind_int(q, 2, member_id);
  bind_int(q, 3, since_us);
  bind_int(q, 4, act->at_us);
  query_run(q);
}

typedef struct {
  int64_t id, meeting_id;
  char *origin;
} Untold;

static void
mail_one(Txn *txn, const Act *act, int64_t member_id, const Untold *untold)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE meeting_reminder SET way = 'mail'"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, untold->id);
  query_run(q);
  digest_add(txn, act, member_id,
             &(DigestItem){ .kind = "reminder",
                            .thing_id = untold->id,
                            .group_id = untold->meeting_id,
                            .origin = untold->origin });
}

void
reminders_mail_untold(Txn *txn, const Act *act, int64_t member_id)
{
  Untold untold[COMING_MOST];
  int count = 0;
  {
    /* Where no mail can lead to, nobody knows: it stays on the list. */
    g_autoptr(Query) q =
        db_query(txn, "SELECT t.id, t.meeting_id, n.origin FROM meeting_reminder t"
                      " JOIN meeting_news n ON n.community_id = ?1 AND n.id = (SELECT max(x.id)"
                      "  FROM meeting_news x WHERE x.community_id = ?1"
                      "  AND x.meeting_id = t.meeting_id) AND n.origin <> ''"
                      " WHERE t.community_id = ?1 AND t.member_id = ?2 AND t.way = 'list'"
                      " AND t.told_at_us IS NULL AND t.starts_at_us > ?3 ORDER BY t.id LIMIT ?4");

    bind_int(q, 2, member_id);
    bind_int(q, 3, act->at_us);
    bind_int(q, 4, COMING_MOST);
    for (; count < COMING_MOST && query_next(q); count++)
      untold[count] = (Untold){ col_int(q, 0), col_int(q, 1), g_strdup(col_text(q, 2)) };
  }
  for (int i = 0; i < count; i++) {
    mail_one(txn, act, member_id, &untold[i]);
    g_free(untold[i].origin);
  }
}

/* ---- the list ---- */

const ToTell *
reminders_to_tell(Txn *txn, Arena *arena, const Meeting *meeting, int64_t now_us)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT" TO_TELL_COLUMNS " FROM meeting_reminder t" STILL_COMES
                    " JOIN member c ON c.community_id = ?1 AND c.id = t.member_id"
                    " AND c.state = 'here'" TO_TELL_KEY
                    " WHERE t.community_id = ?1 AND t.meeting_id = ?2 AND t.way = 'list'"
                    " AND t.told_at_us IS NULL AND t.starts_at_us > ?4"
                    " ORDER BY c.reach, c.sort_key, c.id LIMIT ?3");

  bind_int(q, 2, meeting->id);
  bind_int(q, 3, TO_TELL_MOST);
  bind_int(q, 4, now_us);
  return to_tell_read(txn, q, arena);
}

void
reminders_mark_told(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE meeting_reminder SET told_by = ?5, told_at_us = ?6"
                                 " WHERE community_id = ?1 AND meeting_id = ?2 AND member_id = ?3"
                                 " AND starts_at_us = ?4 AND told_at_us IS NULL");

  bind_int(q, 2, meeting->id);
  bind_int(q, 3, member_id);
  bind_int(q, 4, meeting->starts_at_us);
  bind_int(q, 5, act->member_id);
  bind_int(q, 6, act->at_us);
  if (query_run(q) && query_changes(q) > 0)
    meeting_note_for(txn, act, "meeting-reminded", meeting->id, member_id);
}
