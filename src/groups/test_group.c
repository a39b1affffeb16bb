/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A group's whole life, in one go. */
#include "groups/test_group.h"

#include "base/clock.h"
#include "groups/duties.h"
#include "groups/lines.h"
#include "groups/mandates.h"
#include "groups/places.h"
#include "groups/texts.h"

int64_t
test_group_start(Txn *txn, const Act *act, const char *name, bool is_open, bool is_for_all,
                 Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  const GroupWish wish = {
    .name = name, .stage = "plan", .is_open = is_open, .is_for_all = is_for_all
  };
  const Purpose purpose = { .different = "That we are asked first",
                            .purpose = "",
                            .saving = "unsaid",
                            .saving_words = "",
                            .why = "" };
  int64_t id = 0;

  groups_add(txn, act, &wish, refusals, &id);
  if (!id)
    return 0;
  purposes_set(txn, act, id, &purpose, refusals);
  offers_set(txn, act, id, "expenses,training", "Bus fares on the day", refusals);
  places_add_first(txn, act, id,
                   &(JoinWish){ .role = "front-line-worker",
                                .words = "",
                                .offer_id = offers_newest(txn, arena, id)->id });
  return id;
}

static void
write_texts(Txn *txn, const Act *act, const TestGroup *group, Refusals *refusals)
{
  purposes_set(txn, act, group->group_id,
               &(Purpose){ .different = "That we are asked first, and told back",
                           .purpose = "The new day centre",
                           .saving = "target",
                           .saving_words = "Five per cent, says the council",
                           .why = "Now we know it" },
               refusals);
  offers_set(txn, act, group->group_id, "nothing", "", refusals);
  ground_rules_set(txn, act, group->group_id, "One speaks at a time", refusals);
  reviews_add(txn, act, group->group_id,
              &(GroupReview){ .better = "We meet", .hard = "The stairs", .celebrate = "Tea" },
              refusals);
}

static void
write_lists(Txn *txn, const Act *act, TestGroup *group, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);

  mandates_add(txn, act,
               &(Mandate){ .group_id = group->group_id,
                           .words = "The colours of the rooms",
                           .given_by = "The council",
                           .budget_pence = 250000,
                           .until_us = act->at_us + 200 * US_PER_DAY },
               refusals);
  lines_add(txn, act,
            &(Line){ .group_id = group->group_id,
                     .list = LIST_STUCK,
                     .words = "The key",
                     .owner = "The caretaker",
                     .side = "",
                     .done_words = "",
                     .due_us = act->at_us + US_PER_DAY },
            refusals);
  lines_add_first(txn, act, group->group_id);
  group->mandate_id = mandates_of(txn, arena, group->group_id)->id;
  group->line_id = lines_list(txn, arena, group->group_id, LIST_STUCK)->id;
  group->first_id = lines_list(txn, arena, group->group_id, LIST_FIRST)->id;
}

static void
take_duty(Txn *txn, const Act *act, TestGroup *group, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);

  duties_take(txn, act, group->group_id,
              &(DutyWish){ .duty = "facilitator",
                           .until_us = act->at_us + 90 * US_PER_DAY,
                           .interests = group->interests },
              refusals);

  const Duty *duty = duties_now(txn, arena, group->group_id);

  group->duty_id = duty->id;
  duties_ask_next(txn, act, duty, group->other_name, refusals);
}

void
test_group_fill(Txn *txn, const Act *act, TestGroup *group, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  g_autofree char *name = g_strdup_printf("Day centre %" G_GINT64_FORMAT, (gint64)act_new_id(act));
  g_autofree char *asked = g_strdup_printf("Garden %" G_GINT64_FORMAT, (gint64)act_new_id(act));
  Act other = *act, member = *act;

  other.member_id = group->other_id;
  member.member_id = group->member_id;
  group->group_id = test_group_start(txn, &other, name, false, true, refusals);
  group->asked_id = test_group_start(txn, &other, asked, false, true, refusals);

  JoinWish wish = { .role = group->role,
                    .words = group->words,
                    .offer_id = offers_newest(txn, arena, group->group_id)->id };

  places_join(txn, &member, group->group_id, &wish, refusals);
  places_answer(txn, &other, group->group_id, group->member_id, true);
  wish.offer_id = offers_newest(txn, arena, group->asked_id)->id;
  places_join(txn, &member, group->asked_id, &wish, refusals);
  write_texts(txn, &member, group, refusals);
  write_lists(txn, &member, group, refusals);
  take_duty(txn, &member, group, refusals);
}
