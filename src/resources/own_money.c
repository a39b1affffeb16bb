/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One's own total and limit. */
#include "resources/own_money.h"

#include "lang/lang.h"
#include "meetings/when.h"
#include "people/seal.h"
#include "resources/money.h"
#include "resources/rules.h"

#include <string.h>

#define LIMIT_PLACE "own_limit.words"

const Choice period_choices[] = {
  { .value = "week", .label = N_("In a week, from Monday on") },
  { .value = "months", .label = N_("In twelve months") },
  { .value = "year", .label = N_("In a tax year, from 6 April on") },
  { .value = NULL },
};

int64_t
period_start_us(Period period, int64_t now_us, const char *time_zone)
{
  char text[DATE_TEXT_SIZE];
  GDate day;
  int64_t at_us = 0;

  when_local(now_us, time_zone, text);
  g_date_clear(&day, 1);
  g_date_set_parse(&day, text);
  if (!g_date_valid(&day))
    return now_us;
  if (period == PERIOD_WEEK) {
    g_date_subtract_days(&day, g_date_get_weekday(&day) - G_DATE_MONDAY);
  } else if (period == PERIOD_TWELVE_MONTHS) {
    g_date_subtract_months(&day, 12);
  } else {
    const bool is_before = g_date_get_month(&day) < G_DATE_APRIL ||
                           (g_date_get_month(&day) == G_DATE_APRIL && g_date_get_day(&day) < 6);

    g_date_set_dmy(&day, 6, G_DATE_APRIL, (GDateYear)(g_date_get_year(&day) - is_before));
  }
  g_snprintf(text, sizeof(text), "%04d-%02d-%02d", g_date_get_year(&day), g_date_get_month(&day),
             g_date_get_day(&day));
  return when_at_us(text, 12 * 60, time_zone, &at_us) == WHEN_REAL
             ? when_day_start_us(at_us, time_zone)
             : now_us;
}

OwnLimit
own_limit_find(Txn *txn, int64_t member_id)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  g_autoptr(Query) q = db_query(txn, "SELECT k.sealed, o.words FROM own_limit o JOIN person_key k"
                                     " ON k.community_id = ?1 AND k.member_id = o.member_id"
                                     " WHERE o.community_id = ?1 AND o.member_id = ?2");
  OwnLimit limit = { 0 };

  bind_int(q, 2, member_id);
  if (!query_next(q))
    return limit;

  const char *words = open_sealed(txn, arena, q, 0, 1, member_id, LIMIT_PLACE, member_id);
  const char *space = strchr(words, ' ');
  const int period =
      space ? choice_place(period_choices, arena_text_len(arena, words, (size_t)(space - words)))
            : -1;

  if (period >= 0 &&
      g_ascii_string_to_signed(space + 1, 10, 0, MONEY_MOST_PENCE, &limit.pence, NULL)) {
    limit.is_set = true;
    limit.period = (Period)period;
  }
  return limit;
}

static void
drop_limit(Txn *txn, const Act *act)
{
  g_autoptr(Query) q =
      db_change(txn, act, "DELETE FROM own_limit WHERE community_id = ?1 AND member_id = ?2");

  bind_int(q, 2, act->member_id);
  query_run(q);
}

/* On no record: that there is a limit is nobody else's business. */
void
own_limit_set(Txn *txn, const Act *act, const OwnLimit *limit, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  size_t len = 0;

  if (!limit) {
    drop_limit(txn, act);
    return;
  }
  if (limit->pence < 0 || limit->pence > MONEY_MOST_PENCE)
    refuse(refusals, "pence", N_("Enter an amount, such as £100"));
  if (refusals_count(refusals) > 0)
    return;

  const char *words = arena_format(arena, "%s %" G_GINT64_FORMAT,
                                   period_choices[limit->period].value, (gint64)limit->pence);
  const void *sealed =
      seal_text(txn, arena, act->member_id, LIMIT_PLACE, act->member_id, words, &len);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO own_limit (community_id, member_id, words) VALUES (?1, ?2, ?3)"
                " ON CONFLICT (community_id, member_id) DO UPDATE SET words = excluded.words");

  bind_int(q, 2, act->member_id);
  bind_blob(q, 3, sealed, len);
  query_run(q);
}

int64_t
own_total(Txn *txn, int64_t member_id, int64_t from_us)
{
  int64_t sum = 0;
  g_autoptr(Query) q = db_query(txn, "SELECT pence FROM fee_paid WHERE community_id = ?1"
                                     " AND member_id = ?2 AND choice = 'take'"
                                     " AND paid_at_us >= ?3");

  bind_int(q, 2, member_id);
  bind_int(q, 3, from_us);
  while (query_next(q))
    if (!money_add(&sum, col_int(q, 0)))
      sum = MONEY_MOST_PENCE;
  return sum;
}

/* As much as is told: what comes after that is not. */
static void
add_up(int64_t *sum_pence, int64_t pence)
{
  if (!money_add(sum_pence, pence))
    *sum_pence = MONEY_MOST_PENCE;
}

int64_t
own_coming(Txn *txn, int64_t member_id, int64_t without_meeting_id)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  int64_t sum = 0;

  for (const ToThank *one = thanks_coming(txn, arena, member_id); one->meeting_id; one++)
    if (one->meeting_id != without_meeting_id)
      add_up(&sum, one->pence);
  return sum;
}

OwnWarning
own_warning(Txn *txn, int64_t member_id, int64_t meeting_id, int64_t more_pence, int64_t now_us,
            const char *time_zone)
{
  const OwnLimit limit = own_limit_find(txn, member_id);
  OwnWarning warning = { .limit_pence = limit.pence, .period = limit.period };

  if (!limit.is_set || more_pence == 0)
    return warning;
  warning.would_be_pence =
      own_total(txn, member_id, period_start_us(limit.period, now_us, time_zone));
  add_up(&warning.would_be_pence, own_coming(txn, member_id, meeting_id));
  add_up(&warning.would_be_pence, more_pence);
  warning.is_over = warning.would_be_pence > limit.pence;
  return warning;
}

const OwnThanks *
own_thanks_list(Txn *txn, Arena *arena, int64_t member_id)
{
  OwnThanks *list = arena_new_of(arena, OwnThanks, OWN_THANKS_MAX + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT d.meeting_id, m.title, d.pence, d.paid_at_us, d.choice"
                    " FROM fee_paid d JOIN meeting m ON m.community_id = ?1"
                    " AND m.id = d.meeting_id WHERE d.community_id = ?1 AND d.member_id = ?2"
                    " ORDER BY d.id DESC LIMIT ?3");

  bind_int(q, 2, member_id);
  bind_int(q, 3, OWN_THANKS_MAX);
  while (count < OWN_THANKS_MAX && query_next(q))
    list[count++] = (OwnThanks){ .meeting_id = col_int(q, 0),
                                 .title = arena_text(arena, col_text(q, 1)),
                                 .pence = col_int(q, 2),
                                 .paid_at_us = col_int(q, 3),
                                 .is_given = strcmp(col_text(q, 4), "give") == 0 };
  return list;
}
