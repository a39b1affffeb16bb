/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Wishes, and the tokens that stop. */
#include "notices/mail_wishes.h"

#include "base/clock.h"
#include "base/zones.h"
#include "log/log.h"
#include "notices/bounces.h"
#include "people/tokens.h"

#include <string.h>

#define STOP_PLACE "mail-stop"

enum { MAIL_HOUR = 8 };

MailWish
mail_wish_read(Txn *txn, int64_t member_id, MailKind kind)
{
  const MailKindRow *row = mail_kind_row(kind);
  MailWish wish = { .pace = row->usual };

  if (!row->may_stop)
    return wish;

  g_autoptr(Query) q =
      db_query(txn, "SELECT pace, is_by_mail, changed_at_us, time_zone FROM mail_wish"
                    " WHERE community_id = ?1 AND member_id = ?2 AND kind = ?3");

  bind_int(q, 2, member_id);
  bind_text(q, 3, row->name);
  if (query_next(q) && mail_pace_from_name(col_text(q, 0), &wish.pace)) {
    wish.is_by_mail = col_int(q, 1) != 0;
    wish.changed_at_us = col_int(q, 2);
    g_strlcpy(wish.time_zone, col_text(q, 3), sizeof(wish.time_zone));
  }
  return wish;
}

bool
mail_is_wanted(Txn *txn, int64_t member_id, MailKind kind)
{
  const MailPace pace = mail_wish_read(txn, member_id, kind).pace;

  return pace == PACE_AT_ONCE ||
         (pace != PACE_NEVER &&
          mail_wish_read(txn, member_id, MAIL_KIND_TOGETHER).pace != PACE_NEVER);
}

static bool
is_reached_by_mail(Txn *txn, int64_t member_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM member WHERE community_id = ?1"
                                     " AND id = ?2 AND state = 'here' AND reach = 'email'");

  bind_int(q, 2, member_id);
  return query_next(q) && col_int(q, 0) > 0;
}

bool
mail_reaches(Txn *txn, int64_t member_id)
{
  return is_reached_by_mail(txn, member_id) && bounces_stopped_at_us(txn, member_id) == 0;
}

MailWay
mail_way_to(Txn *txn, int64_t member_id, MailKind kind)
{
  if (!mail_reaches(txn, member_id))
    return MAIL_CANNOT;
  return mail_is_wanted(txn, member_id, kind) ? MAIL_COMES : MAIL_NOT_WANTED;
}

void
mail_wish_read_all(Txn *txn, int64_t member_id, MailWish ret_wishes[static MAIL_KIND_COUNT])
{
  for (MailKind kind = 0; kind < MAIL_KIND_COUNT; kind++)
    ret_wishes[kind] = (MailWish){ .pace = mail_kind_row(kind)->usual };

  g_autoptr(Query) q =
      db_query(txn, "SELECT kind, pace, is_by_mail, changed_at_us, time_zone FROM mail_wish"
                    " WHERE community_id = ?1 AND member_id = ?2");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    const MailKind kind = mail_kind_from_name(col_text(q, 0));
    MailWish *wish = &ret_wishes[kind];

    if (!mail_kind_row(kind)->may_stop || !mail_pace_from_name(col_text(q, 1), &wish->pace))
      continue;
    wish->is_by_mail = col_int(q, 2) != 0;
    wish->changed_at_us = col_int(q, 3);
    g_strlcpy(wish->time_zone, col_text(q, 4), sizeof(wish->time_zone));
  }
}

void
mail_wish_change(Txn *txn, const Act *act, int64_t member_id, MailKind kind, const MailWish *wish)
{
  const MailKindRow *row = mail_kind_row(kind);

  if (!row->may_stop || mail_wish_read(txn, member_id, kind).pace == wish->pace)
    return;

  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO mail_wish (community_id, member_id, kind, pace, is_by_mail,"
                " changed_at_us, time_zone) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
                " ON CONFLICT (community_id, member_id, kind) DO UPDATE SET pace = excluded.pace,"
                " is_by_mail = excluded.is_by_mail, changed_at_us = excluded.changed_at_us,"
                " time_zone = excluded.time_zone");

  bind_int(q, 2, member_id);
  bind_text(q, 3, row->name);
  bind_text(q, 4, mail_pace_name(wish->pace));
  bind_int(q, 5, wish->is_by_mail);
  bind_int(q, 6, act->at_us);
  bind_text(q, 7, wish->time_zone);
  query_run(q);
  log_add(txn, act, &(LogEntry){ .kind = "mails-changed", .concerns_id = member_id });
}

int64_t
mail_wish_next_us(const MailWish *wish, int64_t at_us)
{
  g_autoptr(GTimeZone) zone = zone_named(wish->time_zone);
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at_us / US_PER_S);
  g_autoptr(GDateTime) there = utc ? g_date_time_to_timezone(utc, zone) : NULL;

  for (int day = 0; there && day <= 7; day++) {
    g_autoptr(GDateTime) date = g_date_time_add_days(there, day);
    g_autoptr(GDateTime) hour =
        g_date_time_new(zone, g_date_time_get_year(date), g_date_time_get_month(date),
                        g_date_time_get_day_of_month(date), MAIL_HOUR, 0, 0);
    const int64_t hour_us = hour ? g_date_time_to_unix(hour) * US_PER_S : 0;

    if (hour_us > at_us && (wish->pace != PACE_WEEKLY || g_date_time_get_day_of_week(hour) == 1))
      return hour_us;
  }
  return at_us + US_PER_DAY;
}

/* ---- the address that stops ---- */

bool
mail_stop_find_token(Txn *txn, int64_t member_id, MailKind kind,
                     char ret_token[static LINK_TOKEN_SIZE])
{
  uint8_t hash[TOKEN_HASH_BYTES];
  int64_t id = 0;

  *ret_token = '\0';
  {
    g_autoptr(Query) q = db_query(txn, "SELECT id, token_hash FROM mail_stop"
                                       " WHERE community_id = ?1 AND member_id = ?2 AND kind = ?3"
                                       " ORDER BY id DESC LIMIT 1");
    size_t len = 0;

    bind_int(q, 2, member_id);
    bind_text(q, 3, mail_kind_row(kind)->name);
    if (!query_next(q))
      return false;
    id = col_int(q, 0);

    const void *stored = col_blob(q, 1, &len);

    if (len != sizeof(hash))
      return false;
    memcpy(hash, stored, len);
  }
  return token_make_again(txn, STOP_PLACE, id, hash, ret_token);
}

void
mail_stop_make(Txn *txn, const Act *act, int64_t member_id, MailKind kind)
{
  char token[LINK_TOKEN_SIZE];
  uint8_t hash[TOKEN_HASH_BYTES];
  const int64_t id = act_new_id(act);

  token_make(txn, act, STOP_PLACE, id, token);
  token_hash(token, hash);

  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO mail_stop (community_id, id, member_id, kind,"
                                 " token_hash, made_at_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

  bind_int(q, 2, id);
  bind_int(q, 3, member_id);
  bind_text(q, 4, mail_kind_row(kind)->name);
  bind_blob(q, 5, hash, sizeof(hash));
  bind_int(q, 6, act->at_us);
  query_run(q);
}

int64_t
mail_stop_find(Txn *txn, const char *token, MailKind *ret_kind)
{
  uint8_t hash[TOKEN_HASH_BYTES];
  g_autoptr(Query) q = db_query(txn, "SELECT s.member_id, s.kind FROM mail_stop s JOIN member m"
                                     " ON m.community_id = ?1 AND m.id = s.member_id"
                                     " AND m.state IN ('here', 'suspended')"
                                     " WHERE s.community_id = ?1 AND s.token_hash = ?2");

  token_hash(token, hash);
  bind_blob(q, 2, hash, sizeof(hash));
  if (!query_next(q))
    return 0;
  *ret_kind = mail_kind_from_name(col_text(q, 1));
  return mail_kind_row(*ret_kind)->may_stop ? col_int(q, 0) : 0;
}
