/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The table at which others see to somebody's costs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "resources/test_told.h"

#include "base/clock.h"
#include "groups/places.h"
#include "groups/texts.h"
#include "meetings/minutes.h"
#include "notices/digest.h"
#include "notices/notices_data.h"
#include "notices/smtp.h"
#include "people/kinds.h"
#include "people/my_data.h"
#include "resources/own_money.h"
#include "resources/receipts.h"
#include "resources/resources.h"
#include "resources/resources_data.h"
#include "resources/test_claim.h"
#include "resources/thanks.h"
#include "safety/safety.h"

#include <glib/gstdio.h>
#include <string.h>

static const char *const further[] = { "papers/papers", "meetings/meetings", "meetings/agenda",
                                       "resources/resources", NULL };
int64_t told_meeting_id, told_claim_id;
static char *mails;
static MailConfig config;

static const OutboxHandler handlers[] = { { .kind = "digest", .run = send_digest },
                                          { .kind = "receipt-cleaning", .run = clean_receipt },
                                          { .kind = NULL } };

void
told_run_all(World *world)
{
  while (outbox_run_due(test_db(world->test), handlers, RIVERSIDE) > 0)
    continue;
}

/* All mails that lie there, one after the other, and away with them. */
char *
told_take_mails(World *world)
{
  GString *all = g_string_new(NULL);

  told_run_all(world);
  g_autoptr(GDir) folder = g_dir_open(mails, 0, NULL);

  for (const char *name; folder && (name = g_dir_read_name(folder));) {
    g_autofree char *path = g_build_filename(mails, name, NULL);
    g_autofree char *text = NULL;

    if (g_file_get_contents(path, &text, NULL, NULL))
      g_string_append(all, text);
    g_remove(path);
  }
  return g_string_free(all, FALSE);
}

CostViewer
told_viewer(const World *world, int who)
{
  return (CostViewer){ world->people[who], who == ORGANISER };
}

int
told_who(const World *world, const Act *act)
{
  int who = 0;

  while (world->people[who] != act->member_id)
    who++;
  return who;
}

const Meeting *
told_meeting(World *world, Txn *txn)
{
  return meetings_find(txn, world->arena, world->group_id, told_meeting_id);
}

/* ---- the table: all but the outsider are in the group, and came to its meeting ---- */

static void
meet(World *world, Txn *txn, const Act *act, const void *data)
{
  const MeetingWish wish = {
    .title = "Colours", .about = "", .breaks = "", .online = "", .dial_in = ""
  };

  (void)data;
  meetings_write_down(txn, act, world->group_id, &wish, act->at_us - 2 * US_PER_DAY, 0,
                      world->refusals, &told_meeting_id);
  minutes_set_present(txn, act, told_meeting(world, txn), world->people, OUTSIDER,
                      &(Minutes){ .absent = "" }, world->refusals);
  offers_set(txn, act, world->group_id, "expenses,payment", "", world->refusals);
}

static void
settle(World *world, Txn *txn, const Act *act, const void *data)
{
  const CostViewer viewer = told_viewer(world, ORGANISER);

  (void)data;
  cost_way_set(txn, act, &(CostWay){ AGREES_ORGANISER, "" }, world->refusals);
  fees_set(txn, act, &viewer, told_meeting(world, txn), false, FEE, "Two hours", world->refusals);
}

void
told_begin(World *world)
{
  static int made;
  g_autofree char *name = g_strdup_printf("Told %d", ++made);

  assert_true(test_as(world, STARTER, test_start, &(StartWish){ name, true, true }));
  for (int i = 1; i < OUTSIDER; i++)
    assert_true(test_as(world, i, test_join, "uses-services"));
  assert_true(test_as(world, STARTER, meet, NULL));
  assert_true(test_as(world, ORGANISER, settle, NULL));
}

void
told_reach_by(World *world, Txn *txn, const Act *act, const void *address)
{
  Member member = *people_find(txn, world->arena, act->member_id, true);

  member.reach = address ? REACH_EMAIL : REACH_IN_PERSON;
  member.contact = address ? address : "";
  people_change(txn, act, &member, world->refusals);
}

/* ---- deeds ---- */

void
told_send_for(World *world, Txn *txn, const Act *act, const void *whose)
{
  told_claim_id = test_claim_fare(txn, act, told_meeting(world, txn),
                                  world->people[*(const int *)whose], 480, "Bus", world->refusals);
  if (refusals_count(world->refusals) == 0)
    claim_news_tell(txn, act, told_claim_id, NEWS_NOTED, ORIGIN);
}

const Claim *
told_own_claim(World *world, Txn *txn, int who)
{
  const CostViewer viewer = told_viewer(world, who);

  return claims_find(txn, world->arena, told_claim_id, &viewer);
}

void
told_answer(World *world, Txn *txn, const Act *act, const void *news)
{
  const CostViewer viewer = told_viewer(world, told_who(world, act));
  const Claim *claim = told_own_claim(world, txn, WHOSE);
  const ClaimNews what = *(const ClaimNews *)news;

  if (what == NEWS_ASKED)
    claims_ask(txn, act, &viewer, claim, "Was it there and back?", world->refusals);
  else if (what == NEWS_AGREED)
    claims_agree(txn, act, &viewer, claim, claim->pence, "", world->refusals);
  else
    claims_pay(txn, act, &viewer, claim, "bank", world->refusals);
  if (refusals_count(world->refusals) == 0)
    claim_news_tell(txn, act, told_claim_id, what, ORIGIN);
}

void
told_put_right(World *world, Txn *txn, const Act *act, const void *data)
{
  const Claim *claim = told_own_claim(world, txn, WHOSE);
  ClaimWish wish = { .member_id = act->member_id, .way = "page" };

  (void)data;
  for (int i = 0; i < COST_KINDS; i++)
    wish.costs[i] = claim->costs[i];
  claims_change(txn, act, claim, &wish, "Yes", world->refusals);
}

int
told_open(void **state)
{
  static const LogKind *const kinds[] = { people_log_kinds,  notices_log_kinds,   safety_log_kinds,
                                          groups_log_kinds,  meetings_log_kinds,  agenda_log_kinds,
                                          minutes_log_kinds, resources_log_kinds, NULL };
  static const PersonalData *const personal[] = { &resources_personal_data,
                                                  &people_personal_data_row, NULL };

  if (test_world_open_with(state, further, kinds) != 0)
    return -1;
  people_set_personal_data(personal);
  mails = g_dir_make_tmp("costs-XXXXXX", NULL);
  assert_non_null(mails);
  config = (MailConfig){ .folder = mails, .from = "table@river.example" };
  mail_set_config(&config);
  digest_set_kinds(cost_digest_kinds, NULL);
  people_set_reach_changed(digests_reach_changed);
  return 0;
}

int
told_close(void **state)
{
  g_autofree char *left = told_take_mails(*state);

  people_set_reach_changed(NULL);
  g_rmdir(mails);
  g_free(mails);
  return test_world_close(state);
}
