/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the record of acts holds about a member. Ids only, so that erasing somebody leaves the chain
 * whole and says nothing of them. */
#include "people/my_data.h"

#include "lang/lang.h"
#include "log/log.h"
#include "people/actors.h"

enum { ENTRIES_MAX = 20000 };

static const DataLabel labels[] = {
  { "happened", N_("The newest first") },
  { "what", N_("What") },
  { "at", N_("When") },
  { "by", N_("By") },
  { "by=you", N_("You") },
  { "by=program", N_("The program") },
  { "by=operator", N_("Who looks after the machine") },
  { "by=nobody", N_("Nobody who was signed in") },
  { "by=former member", FORMER_MEMBER },
  { NULL },
};

static const char *
name_of(const Actors *actors, const LogAbout *entry, int64_t member_id)
{
  const char *name = actor_name(actors, entry->actor_id);

  if (entry->is_by_program)
    return "program";
  if (entry->is_by_operator)
    return "operator";
  if (!entry->actor_id)
    return "nobody";
  if (entry->actor_id == member_id)
    return "you";
  return name ? name : "former member";
}

static void
collect(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024 * 1024);
  const Actors *actors = actors_of(txn, arena, member_id);
  const LogAbout *entry = log_about(txn, arena, member_id, NULL, 0, ENTRIES_MAX);

  for (; entry->id; entry++) {
    json_t *row = data_add_row(facts, "happened");

    data_set_text(row, "what", entry->words ? entry->words : entry->kind);
    data_set_time(row, "at", entry->at_us);
    data_set_text(row, "by", name_of(actors, entry, member_id));
  }
}

static void
erase(Txn *txn, const Act *act, int64_t member_id)
{
  (void)txn;
  (void)act;
  (void)member_id;
}

static const char *const columns[] = { "log_entry.actor_id", "log_entry.on_behalf_of_id",
                                       "log_entry.concerns_id", NULL };

const PersonalData log_personal_data = {
  .name = "record",
  .title = N_("What happened"),
  .stays = N_("That things happened and when stays on the record, without your name"),
  .labels = labels,
  .columns = columns,
  .collect = collect,
  .erase = erase,
};
