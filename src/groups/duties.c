/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Duties and handing over. */
#include "groups/duties.h"

#include "base/clock.h"
#include "base/text.h"
#include "groups/rules.h"
#include "lang/lang.h"
#include "people/find.h"

#include <string.h>

const Choice duty_choices[] = {
  { .value = "facilitator", .label = N_("Facilitator: helps everybody to take part") },
  { .value = "co-chair", .label = N_("Co-chair: leads together with another") },
  { .value = "note-taker", .label = N_("Note-taker") },
  { .value = "treasurer", .label = N_("Treasurer: looks after money") },
  { .value = NULL },
};

static const char *const short_names[] = { N_("Facilitator"), N_("Co-chair"), N_("Note-taker"),
                                           N_("Treasurer") };

const char *
duty_in_words(const char *duty, const Lang *lang)
{
  for (size_t i = 0; i < G_N_ELEMENTS(short_names); i++)
    if (strcmp(duty_choices[i].value, duty) == 0)
      return lang_text(lang, short_names[i]);
  return duty;
}

bool
duty_is_over(const Duty *duty, int64_t now_us)
{
  return duty->ended_at_us == 0 && now_us > duty->until_us;
}

/* ---- finding ---- */

#define DUTY_COLUMNS                                                                      \
  "SELECT d.id, d.group_id, d.duty, d.member_id, d.next_id, m.name, n.name, d.interests," \
  " d.from_us, d.until_us, d.ended_at_us, COALESCE(m.state, '') FROM group_duty d"        \
  " LEFT JOIN member m ON m.community_id = ?1 AND m.id = d.member_id"                     \
  " LEFT JOIN member n ON n.community_id = ?1 AND n.id = d.next_id"                       \
  " WHERE d.community_id = ?1 AND d.group_id = ?2"

static const Duty *
read_duties(Query *q, Arena *arena)
{
  Duty *list = arena_new_of(arena, Duty, DUTIES_MAX + 1);
  int count = 0;

  while (count < DUTIES_MAX && query_next(q))
    list[count++] = (Duty){ .id = col_int(q, 0),
                            .group_id = col_int(q, 1),
                            .duty = arena_text(arena, col_text(q, 2)),
                            .member_id = col_int(q, 3),
                            .next_id = col_int(q, 4),
                            .name = arena_text(arena, col_text(q, 5)),
                            .next_name = arena_text(arena, col_text(q, 6)),
                            .interests = arena_text(arena, col_text(q, 7)),
                            .from_us = col_int(q, 8),
                            .until_us = col_int(q, 9),
                            .ended_at_us = col_is_null(q, 10) ? 0 : col_int(q, 10),
                            .is_holder_gone = strcmp(col_text(q, 11), "here") != 0 };
  return list;
}

const Duty *
duties_now(Txn *txn, Arena *arena, int64_t group_id)
{
  g_autoptr(Query) q =
      db_query(txn, DUTY_COLUMNS " AND d.ended_at_us IS NULL ORDER BY d.duty, d.id LIMIT ?3");

  bind_int(q, 2, group_id);
  bind_int(q, 3, DUTIES_MAX);
  return read_duties(q, arena);
}

const Duty *
duties_before(Txn *txn, Arena *arena, int64_t group_id)
{
  g_autoptr(Query) q =
      db_query(txn, DUTY_COLUMNS " AND d.ended_at_us IS NOT NULL"
                                 " ORDER BY d.ended_at_us DESC NULLS LAST, d.id DESC"
                                 " LIMIT ?3");

  bind_int(q, 2, group_id);
  bind_int(q, 3, DUTIES_MAX);
  return read_duties(q, arena);
}

const Duty *
duties_find(Txn *txn, Arena *arena, int64_t group_id, int64_t duty_id)
{
  g_autoptr(Query) q = db_query(txn, DUTY_COLUMNS " AND d.id = ?3 AND d.ended_at_us IS NULL");

  bind_int(q, 2, group_id);
  bind_int(q, 3, duty_id);

  const Duty *found = read_duties(q, arena);

  return found->id ? found : NULL;
}

/* ---- changing ---- */

static void
check_term(const Act *act, int64_t until_us, const char *interests, Refusals *refusals)
{
  if (until_us <= act->at_us)
    refuse(refusals, "until", N_("Choose a day that is not over yet"));
  else if (until_us > act->at_us + TERM_MOST_DAYS * US_PER_DAY)
    refuse(refusals, "until", N_("Choose a day within three years. Then it can go on."));
  group_words_fit("interests", interests, refusals);
}

static void
insert_duty(Txn *txn, const Act *act, int64_t group_id, const DutyWish *wish)
{
  const int64_t id = act_new_id(act);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO group_duty (community_id, id, group_id, duty, member_id, next_id,"
                " interests, from_us, until_us, made_by)"
                " VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, ?7, ?8, ?5)");

  bind_int(q, 2, id);
  bind_int(q, 3, group_id);
  bind_text(q, 4, wish->duty);
  bind_int(q, 5, act->member_id);
  bind_text(q, 6, wish->interests);
  bind_int(q, 7, act->at_us);
  bind_int(q, 8, wish->until_us);
  query_run(q);
  group_note_for(txn, act, "group-duty-given", group_id, act->member_id);
}

void
duties_take(Txn *txn, const Act *act, int64_t group_id, const DutyWish *wish, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(2 * 1024 * 1024);
  int count = 0;

  if (!*wish->duty)
    refuse(refusals, "own_duty", N_("Say what the duty is"));
  else if (text_length(wish->duty) > DUTY_MAX)
    refuse(refusals, "own_duty", N_("Make it shorter: 60 letters at most"));
  for (const Duty *duty = duties_now(txn, arena, group_id); duty->id; duty++, count++)
    if (duty->member_id == act->member_id && strcmp(duty->duty, wish->duty) == 0)
      refuse(refusals, "duty", N_("You hold this duty already"));
  if (count >= DUTIES_MAX)
    refuse(refusals, "", N_("There are too many duties. End one first."));
  check_term(act, wish->until_us, wish->interests, refusals);
  if (refusals_count(refusals) == 0)
    insert_duty(txn, act, group_id, wish);
}

void
duties_change(Txn *txn, const Act *act, const Duty *duty, int64_t until_us, const char *interests,
              Refusals *refusals)
{
  if (duty->member_id != act->member_id)
    refuse(refusals, "", N_("Only who holds the duty can change it"));
  check_term(act, until_us, interests, refusals);
  if (refusals_count(refusals) > 0)
    return;

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE group_duty SET until_us = ?3, interests = ?4"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, duty->id);
  bind_int(q, 3, until_us);
  bind_text(q, 4, interests);
  query_run(q);
  group_note(txn, act, "group-duty-changed", duty->group_id);
}

static void
set_next(Txn *txn, const Act *act, const Duty *duty, int64_t next_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE group_duty SET next_id = ?3 WHERE community_id = ?1"
                                 " AND id = ?2 AND ended_at_us IS NULL");

  bind_int(q, 2, duty->id);
  bind_int(q, 3, next_id);
  query_run(q);
  group_note(txn, act, "group-duty-changed", duty->group_id);
}

/* The one of this name who is in the group and is somebody else; 0 and a refusal. */
static int64_t
find_in_group(Txn *txn, const Duty *duty, const char *name, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  int64_t id = 0;
  int count = 0;

  for (const KnownMember *one = people_find_by_name(txn, arena, name); one->id; one++)
    if (one->is_here && one->id != duty->member_id &&
        group_standing(txn, duty->group_id, one->id) == GROUP_IN) {
      id = one->id;
      count++;
    }
  if (count == 1)
    return id;
  refuse(refusals, "name",
         count == 0 ? N_("Nobody else in the group has this name. Look at how it is written.")
                    : N_("Several people in the group have this name. Ask them to take it on."));
  return 0;
}

void
duties_ask_next(Txn *txn, const Act *act, const Duty *duty, const char *name, Refusals *refusals)
{
  const int64_t next_id = find_in_group(txn, duty, name, refusals);

  if (duty->member_id != act->member_id)
    refuse(refusals, "", N_("Only who holds the duty can change it"));
  if (refusals_count(refusals) == 0)
    set_next(txn, act, duty, next_id);
}

static void
end_duty(Txn *txn, const Act *act, const Duty *duty)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE group_duty SET ended_at_us = ?3 WHERE community_id = ?1"
                                 " AND id = ?2 AND ended_at_us IS NULL");

  bind_int(q, 2, duty->id);
  bind_int(q, 3, act->at_us);
  query_run(q);
  group_note_for(txn, act, "group-duty-ended", duty->group_id, duty->member_id);
}

void
duties_take_over(Txn *txn, const Act *act, const Duty *duty, int64_t until_us,
                 const char *interests, Refusals *refusals)
{
  if (duty->next_id != act->member_id)
    refuse(refusals, "", N_("This duty is not handed over to you"));
  check_term(act, until_us, interests, refusals);
  if (refusals_count(refusals) > 0)
    return;
  end_duty(txn, act, duty);
  insert_duty(txn, act, duty->group_id,
              &(DutyWish){ .duty = duty->duty, .until_us = until_us, .interests = interests });
}

void
duties_decline(Txn *txn, const Act *act, const Duty *duty)
{
  if (duty->next_id == act->member_id)
    set_next(txn, act, duty, 0);
}

void
duties_end(Txn *txn, const Act *act, const Duty *duty)
{
  if (duty->member_id == act->member_id || duty->is_holder_gone)
    end_duty(txn, act, duty);
}
