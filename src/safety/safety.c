/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The kinds of acts that safety puts on the record, the first person to talk to, local numbers. */
#include "safety/safety.h"

#include "lang/lang.h"
#include "people/find.h"

#include <string.h>

const LogKind safety_log_kinds[] = {
  { .kind = "worry-contact-set", .power = N_("Who people talk to when they are worried was set") },
  { .kind = "worry-contact-set-alone",
    .power = N_("Who people talk to when they are worried was set by the only organiser") },
  { .kind = "worry-contact-proposed" },
  { .kind = "worry-contact-declined" },
  { .kind = "safety-numbers-set" },
  { .kind = "worry-raised" },
  { .kind = "worry-read" },
  { .kind = "worry-answered" },
  { .kind = "worry-noted" },
  { .kind = "worry-handed-over" },
  { .kind = "worry-added-to" },
  { .kind = "measure-proposed" },
  { .kind = "measure-declined" },
  { .kind = "measure-read" },
  { .kind = "measure-paused", .power = N_("An organiser paused a member for at most three days") },
  { .kind = "measure-suspended", .power = N_("Two organisers suspended a member") },
  { .kind = "measure-removed", .power = N_("Two organisers removed a member") },
  { .kind = "measure-ended" },
  { .kind = "measure-lifted", .power = N_("A pause or suspension was ended early") },
  { .kind = "measure-appealed" },
  { .kind = "measure-appeal-won",
    .power = N_("An appeal was heard, and the decision was changed") },
  { .kind = "measure-appeal-kept", .power = N_("An appeal was heard, and the decision stays") },
  { .kind = "house-rules-changed", .power = N_("The house rules were changed") },
  { .kind = NULL },
};

/* The member of this name, when there is exactly one. */
static int64_t
member_named(Txn *txn, const char *name)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  const KnownMember *found = people_find_by_name(txn, arena, name);

  return found[0].id && !found[1].id && found[0].is_here ? found[0].id : 0;
}

void
safety_set_contact(Txn *txn, const Act *act, const char *name, const char *phone)
{
  const int64_t member_id = member_named(txn, name);
  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO safety_contact (community_id, name, phone, member_id)"
                                 " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (community_id) DO UPDATE"
                                 " SET name = excluded.name, phone = excluded.phone,"
                                 " member_id = excluded.member_id");

  bind_text(q, 2, name);
  bind_text(q, 3, phone);
  bind_int(q, 4, member_id);
  query_run(q);
  log_add(txn, act, &(LogEntry){ .kind = "worry-contact-set" });
}

static const SafetyNumber kinds[SAFETY_NUMBERS] = {
  { "police", N_("The police, when it is not an emergency"), "", "101" },
  { "adults", N_("The council, when an adult may be in danger"), "", "" },
  { "children", N_("The council, when a child may be in danger"), "", "" },
  { "out-of-hours", N_("The council at night and at weekends"), "", "" },
  { "other", NULL, "", "" },
};

const SafetyNumber *
safety_find_numbers(Txn *txn, Arena *arena)
{
  SafetyNumber *numbers = arena_new_of(arena, SafetyNumber, SAFETY_NUMBERS);
  g_autoptr(Query) q =
      db_query(txn, "SELECT kind, name, number FROM safety_number WHERE community_id = ?1");

  memcpy(numbers, kinds, sizeof(kinds));
  while (query_next(q))
    for (int i = 0; i < SAFETY_NUMBERS; i++)
      if (strcmp(numbers[i].kind, col_text(q, 0)) == 0) {
        numbers[i].name = arena_text(arena, col_text(q, 1));
        numbers[i].number = arena_text(arena, col_text(q, 2));
      }
  return numbers;
}

void
safety_set_numbers(Txn *txn, const Act *act, const SafetyNumber *numbers, Refusals *refusals)
{
  if (*numbers[SAFETY_NUMBERS - 1].number && !*numbers[SAFETY_NUMBERS - 1].name) {
    refuse(refusals, "other_name", N_("Enter what the number is of"));
    return;
  }
  for (int i = 0; i < SAFETY_NUMBERS; i++) {
    g_autoptr(Query) q =
        db_change(txn, act,
                  "INSERT INTO safety_number (community_id, kind, name, number)"
                  " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (community_id, kind) DO UPDATE"
                  " SET name = excluded.name, number = excluded.number");

    bind_text(q, 2, numbers[i].kind);
    bind_text(q, 3, numbers[i].name);
    bind_text(q, 4, numbers[i].number);
    query_run(q);
  }
  log_add(txn, act, &(LogEntry){ .kind = "safety-numbers-set" });
}
