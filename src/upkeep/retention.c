/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How long things are kept: the kinds, the times chosen. Carrying it out is retention_work.c. */
#include "upkeep/retention.h"

#include "base/clock.h"
#include "lang/lang.h"
#include "log/log.h"
#include "upkeep/archives.h"
#include "upkeep/backups.h"
#include "upkeep/retention_rows.h"

#include <string.h>

enum { YEAR = 365 };

const KeepKind keep_kinds[] = {
  { .kind = "links",
    .name = N_("Links to come in that were used or are over"),
    .why = N_("They do nothing any more. A short time helps to find mistakes."),
    .usual_days = 30,
    .least_days = 1,
    .most_days = YEAR,
    .count = keep_count_links,
    .remove = keep_remove_links },
  { .kind = "mails",
    .name = N_("Mails that lie in the folder"),
    .why = N_("They hold names and links. They lie there while there is no mail server."),
    .usual_days = 30,
    .least_days = 1,
    .most_days = 90,
    .count = keep_count_mails },
  { .kind = "backups",
    .name = N_("Backups"),
    .why = N_("What was erased is in old backups too. So none is kept longer than 90 days."),
    .usual_days = BACKUP_DAYS,
    .least_days = 7,
    .most_days = BACKUP_DAYS,
    .count = keep_count_backups },
  { .kind = "archives",
    .name = N_("Archives to take along that nobody fetched"),
    .why = N_("They hold everything. Once fetched, they go within a day."),
    .usual_days = ARCHIVE_DAYS,
    .least_days = 1,
    .most_days = ARCHIVE_DAYS_MOST,
    .count = keep_count_archives },
  { .kind = "work",
    .name = N_("Notes of work that failed, and tests of mail"),
    .why = N_("They help to find out what went wrong."),
    .usual_days = 90,
    .least_days = 7,
    .most_days = YEAR,
    .count = keep_count_work,
    .remove = keep_remove_work },
  { .kind = "complaints",
    .name = N_("Complaints about data that were answered"),
    .why = N_("You must be able to show that you answered. A claim can come for six years."),
    .usual_days = 2 * YEAR,
    .least_days = YEAR,
    .most_days = 6 * YEAR,
    .count = keep_count_complaints,
    .remove = keep_remove_complaints },
  { .kind = "left",
    .name = N_("People who left, or have died"),
    .why = N_("They may come back, and things may have to be settled. Then all about them is"
              " erased, as if they had asked for it. Who was removed stays until you erase them."),
    .usual_days = 2 * YEAR,
    .least_days = 30,
    .most_days = 6 * YEAR,
    .count = keep_count_left,
    .remove = keep_remove_left },
  { .kind = "deliveries",
    .name = N_("Who got which paper, and in which format"),
    .why = N_("People read papers again through it: after this time a paper is not in their list"
              " any more. A claim can come for six years."),
    .usual_days = 6 * YEAR,
    .least_days = YEAR,
    .most_days = 6 * YEAR,
    .count = keep_count_deliveries,
    .remove = keep_remove_deliveries },
  { .kind = "corrections",
    .name = N_("What people said was wrong, and the answers"),
    .why = N_("You must be able to show that you put it right. What was not answered stays."),
    .usual_days = 2 * YEAR,
    .least_days = 90,
    .most_days = 6 * YEAR,
    .count = keep_count_corrections,
    .remove = keep_remove_corrections },
  { .kind = "measures",
    .name = N_("Pauses and suspensions that are over"),
    .why = N_("They show whether the same happens again. What was long ago should not be held"
              " against anybody. What is in force, and an appeal that waits, stays."),
    .usual_days = 2 * YEAR,
    .least_days = 90,
    .most_days = 6 * YEAR,
    .count = keep_count_measures,
    .remove = keep_remove_measures },
  { .kind = "unplaced",
    .name = N_("Mails that came in and that nobody can place"),
    .why = N_("They may be from anybody. With them goes the note that a mail came in."),
    .usual_days = 30,
    .least_days = 7,
    .most_days = 90,
    .count = keep_count_unplaced,
    .remove = keep_remove_unplaced },
  { .kind = "returns",
    .name = N_("Which mails were sent, so that they can be answered"),
    .why = N_("After this time an answer to an old mail is one that nobody can place."),
    .usual_days = YEAR,
    .least_days = 30,
    .most_days = 2 * YEAR,
    .count = keep_count_returns,
    .remove = keep_remove_returns },
  { .kind = "answers",
    .name = N_("Answers by mail and slip that were seen to"),
    .why = N_("People read here what they answered. Comments stay with their paper."),
    .usual_days = 2 * YEAR,
    .least_days = 30,
    .most_days = 6 * YEAR,
    .count = keep_count_answers,
    .remove = keep_remove_answers },
  { .kind = NULL },
};

const KeepKind *
keep_find(const char *kind)
{
  for (const KeepKind *row = keep_kinds; row->kind; row++)
    if (strcmp(row->kind, kind) == 0)
      return row;
  return NULL;
}

/* A time stored by another version of the program may lie outside what is allowed now. */
static int
allowed_days(const KeepKind *kind, int64_t days)
{
  return (int)CLAMP(days, kind->least_days, kind->most_days);
}

void
keep_days(Txn *txn, int ret_days[static KEEP_KINDS_MOST])
{
  g_autoptr(Query) q = db_query(txn, "SELECT kind, days FROM upkeep_keep WHERE community_id = ?1");

  for (int i = 0; keep_kinds[i].kind && i < KEEP_KINDS_MOST; i++)
    ret_days[i] = keep_kinds[i].usual_days;
  while (query_next(q)) {
    const KeepKind *kind = keep_find(col_text(q, 0));

    if (kind)
      ret_days[kind - keep_kinds] = allowed_days(kind, col_int(q, 1));
  }
}

int
keep_days_of(Txn *txn, const KeepKind *kind)
{
  int days[KEEP_KINDS_MOST];

  keep_days(txn, days);
  return days[kind - keep_kinds];
}

void
keep_change(Txn *txn, const Act *act, const KeepKind *kind, int64_t days, Refusals *refusals)
{
  if (days < kind->least_days || days > kind->most_days) {
    refuse(refusals, "days", N_("Choose one of these times"));
    return;
  }

  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO upkeep_keep (community_id, kind, days) VALUES (?1, ?2, ?3)"
                " ON CONFLICT (community_id, kind) DO UPDATE SET days = excluded.days");

  bind_text(q, 2, kind->kind);
  bind_int(q, 3, days);
  query_run(q);
  log_add(txn, act, &(LogEntry){ .kind = "keep-changed", .thing_id = days });
}

const Removal *
keep_removals(Txn *txn, Arena *arena, int limit)
{
  Removal *removals = arena_new_of(arena, Removal, limit + 1);
  int count = 0;
  g_autoptr(Query) q = db_query(txn, "SELECT kind, removed, at_us FROM upkeep_removal"
                                     " WHERE community_id = ?1 ORDER BY id DESC LIMIT ?2");

  bind_int(q, 2, limit);
  while (count < limit && query_next(q)) {
    const KeepKind *kind = keep_find(col_text(q, 0));

    if (kind)
      removals[count++] =
          (Removal){ .kind = kind, .removed = col_int(q, 1), .at_us = col_int(q, 2) };
  }
  return removals;
}
