/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For tests of costs and thank-yous that somebody else writes down or sees to: a group of four
 * whose meeting was two days ago, a fee for it, an organiser who says yes, and the mails that go.
 */
#pragma once

#include "groups/test_world.h"
#include "resources/cost_news.h"

enum { STARTER, WRITER, WHOSE, ORGANISER, OUTSIDER, FEE = 2500 };
#define ORIGIN "https://river.example"

extern int64_t told_meeting_id, told_claim_id; /* made last */

/* For cmocka. */
int told_open(void **state);
int told_close(void **state);

void told_begin(World *world); /* a new group; all but the outsider came */
void told_run_all(World *world);
char *told_take_mails(World *world); /* all that went, one after the other, and away; g_free */

CostViewer told_viewer(const World *world, int who);
int told_who(const World *world, const Act *act);
const Meeting *told_meeting(World *world, Txn *txn);
/* As the person sees it; NULL: it is somebody else's. */
const Claim *told_own_claim(World *world, Txn *txn, int who);

/* WorldActs. */
void told_reach_by(World *world, Txn *txn, const Act *act, const void *address); /* NULL: no mail */
void told_send_for(World *world, Txn *txn, const Act *act, const void *whose);   /* an int */
void told_answer(World *world, Txn *txn, const Act *act, const void *news);      /* a ClaimNews */
void told_put_right(World *world, Txn *txn, const Act *act, const void *data);
