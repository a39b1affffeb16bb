/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A choice for all is written down for each kind, so that whoever sends a mail asks for its kind
 * alone, and the link in a mail stops its kind alone. */
#include "notices/mail_levels.h"

#include "log/log.h"

#include <string.h>

static const char *const names[MAILS_LEVELS] = { "all", "must", "none", "own" };

const char *
mail_level_name(MailLevel level)
{
  return names[level];
}

bool
mail_level_from_name(const char *name, MailLevel *ret_level)
{
  for (MailLevel level = 0; level < MAILS_LEVELS; level++)
    if (strcmp(names[level], name) == 0) {
      *ret_level = level;
      return true;
    }
  return false;
}

static MailPace
pace_at(MailLevel level, const MailKindRow *row)
{
  return level == MAILS_NONE || (level == MAILS_MUST && !row->must_know) ? PACE_NEVER : row->usual;
}

static bool
is_at(MailLevel level, const MailWish *wishes)
{
  for (MailKind kind = MAIL_KIND_NONE + 1; kind < MAIL_KIND_COUNT; kind++)
    if (mail_kind_row(kind)->may_stop && wishes[kind].pace != pace_at(level, mail_kind_row(kind)))
      return false;
  return true;
}

MailLevel
mail_level_of(const MailWish wishes[static MAIL_KIND_COUNT])
{
  MailLevel level = MAILS_ALL;

  while (level < MAILS_OWN && !is_at(level, wishes))
    level++;
  return level;
}

typedef struct {
  int64_t member_id;
  const char *kind, *pace, *own, *time_zone; /* own "": keep what is kept */
} Row;

static void
store(Txn *txn, const Act *act, const Row *row)
{
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO mail_wish (community_id, member_id, kind, pace, is_by_mail, changed_at_us,"
      " time_zone, own_pace) VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7)"
      " ON CONFLICT (community_id, member_id, kind) DO UPDATE SET pace = excluded.pace,"
      " is_by_mail = 0, changed_at_us = excluded.changed_at_us, time_zone = excluded.time_zone,"
      " own_pace = CASE WHEN excluded.own_pace = '' THEN mail_wish.own_pace"
      " ELSE excluded.own_pace END");

  bind_int(q, 2, row->member_id);
  bind_text(q, 3, row->kind);
  bind_text(q, 4, row->pace);
  bind_int(q, 5, act->at_us);
  bind_text(q, 6, row->time_zone);
  bind_text(q, 7, row->own);
  query_run(q);
}

/* False: nothing was chosen one by one before. */
static bool
bring_back_own(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE mail_wish SET pace = own_pace, is_by_mail = 0,"
                                 " changed_at_us = ?3, own_pace = ''"
                                 " WHERE community_id = ?1 AND member_id = ?2 AND own_pace <> ''");

  bind_int(q, 2, member_id);
  bind_int(q, 3, act->at_us);
  return query_run(q) && query_changes(q) > 0;
}

void
mail_level_choose(Txn *txn, const Act *act, int64_t member_id, MailLevel level,
                  const char *time_zone)
{
  MailWish wishes[MAIL_KIND_COUNT];

  mail_wish_read_all(txn, member_id, wishes);

  const MailLevel was = mail_level_of(wishes);

  if (level == was || (level == MAILS_OWN && !bring_back_own(txn, act, member_id)))
    return;
  for (MailKind kind = MAIL_KIND_NONE + 1; level != MAILS_OWN && kind < MAIL_KIND_COUNT; kind++) {
    const MailKindRow *row = mail_kind_row(kind);

    if (row->may_stop)
      store(txn, act,
            &(Row){ member_id, row->name, mail_pace_name(pace_at(level, row)),
                    was == MAILS_OWN ? mail_pace_name(wishes[kind].pace) : "", time_zone });
  }
  log_add(txn, act, &(LogEntry){ .kind = "mails-changed", .concerns_id = member_id });
}
