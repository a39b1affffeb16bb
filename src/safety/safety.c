/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The person to talk to. */
#include "safety/safety.h"

#include "lang/lang.h"

const LogKind safety_log_kinds[] = {
  { .kind = "worry-contact-set", .power = N_("Who people talk to when they are worried was set") },
  { .kind = NULL },
};

void
safety_set_contact(Txn *txn, const Act *act, const char *name, const char *phone)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO safety_contact (community_id, name, phone) VALUES (?1, ?2, ?3)"
                " ON CONFLICT (community_id) DO UPDATE"
                " SET name = excluded.name, phone = excluded.phone");

  bind_text(q, 2, name);
  bind_text(q, 3, phone);
  query_run(q);
  log_add(txn, act, &(LogEntry){ .kind = "worry-contact-set" });
}

const SafetyContact *
safety_find_contact(Txn *txn, Arena *arena)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT name, phone FROM safety_contact WHERE community_id = ?1");

  if (!query_next(q))
    return NULL;

  SafetyContact *contact = arena_new_of(arena, SafetyContact, 1);

  contact->name = arena_text(arena, col_text(q, 0));
  contact->phone = arena_text(arena, col_text(q, 1));
  return contact;
}
