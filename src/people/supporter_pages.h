/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pages of supporters: the person's own, the supporter's, and an organiser's note for somebody
 * who cannot use the site. */
#pragma once

#include "people/people_pages.h"
#include "people/supporters.h"
#include "questions/questions.h"
#include "ui/frame_notice.h"
#include "ui/waiting.h"
#include "web/web.h"

extern const Route supporter_routes[];         /* /me/supporters */
extern const Route supporter_private_routes[]; /* /me/supporters/:supporter/private */
extern const Route supporting_routes[];        /* /supporting */
extern const Route supporter_consent_routes[]; /* /people/:member/supporter */

/* For WebOptions and the frame. */
bool people_load_acting(Txn *txn, int64_t supporter_id, int64_t acting_id, Arena *arena,
                        Viewer *ret_viewer);
void people_note_acting(Txn *txn, const Act *act, const ActedNote *note);
void draw_acting_denied(Request *r);
bool people_acting_notice(Request *r, FrameNotice *ret_notice);
/* The start page while acting. */
void draw_acting_home(Request *r);

/* What waits: being asked to support somebody; for organisers, people to be told. */
const Waiting *waiting_to_support(Request *r);
Waiting supporter_untold_card(Request *r, const WaitingRow *row);

/* Shared by these pages: who, and what for. */
#define TRUST_LIMITS                                                                      \
  { .name = "papers",                                                                     \
    .picture = "file",                                                                    \
    .kind = ASK_ONE_OF,                                                                   \
    .label = N_("Papers: what may the supporter do?"),                                    \
    .missing = N_("Choose what the supporter may do with papers"),                        \
    .choices = paper_limits,                                                              \
    .is_needed = true },                                                                  \
      { .name = "details",                                                                \
        .picture = "letter",                                                              \
        .kind = ASK_ONE_OF,                                                               \
        .label = N_("Details: what may the supporter do?"),                               \
        .missing = N_("Choose what the supporter may do with details"),                   \
        .hint = N_("How papers arrive, and what helps the person take part."),            \
        .choices = detail_limits,                                                         \
        .is_needed = true },                                                              \
      { .name = "ideas",                                                                  \
        .picture = "idea",                                                                \
        .kind = ASK_ONE_OF,                                                               \
        .label = N_("Ideas: what may the supporter do?"),                                 \
        .missing = N_("Choose what the supporter may do with ideas"),                     \
        .choices = idea_limits,                                                           \
        .is_needed = true },                                                              \
  {                                                                                       \
    .name = "costs", .picture = "coin", .kind = ASK_ONE_OF,                               \
    .label = N_("Costs: what may the supporter do?"),                                     \
    .missing = N_("Choose what the supporter may do with costs"), .choices = cost_limits, \
    .is_needed = true                                                                     \
  }
extern const Choice paper_limits[], detail_limits[], idea_limits[], cost_limits[];
void limits_from_answers(const Answers *answers, uint8_t ret_levels[AREA_COUNT]);
void limits_to_answers(const uint8_t levels[AREA_COUNT], Answers *answers);
/* 0 and a refusal: nobody, or several of that name. */
int64_t supporter_from_name(Request *r);
/* "Papers: read them. How papers reach you: nothing." `with_private`: also what is private, for the
 * two whom it concerns. */
void put_limits(Page *page, const Trust *trust, bool with_private);
/* Links to the pages of what is private, for the person. */
void put_private_links(Page *page, const Trust *trust);
/* The viewer's own; NULL: not found was answered. */
const Trust *find_own_supporter(Request *r);
bool trust_is_open(const Trust *trust);
/* Puts `thing` into the acts it knows ("Roof repairs, large print"), in one or two statements; what
 * is gone is said to be gone. One for each subject that has routes for supporters: set once, before
 * threads start, ended by NULL. */
typedef void (*ActNamer)(Page *page, TrustAct *acts);
void supporters_set_namers(const ActNamer *list);
void name_detail_acts(Page *page, TrustAct *acts); /* what helps the person take part */
const char *trust_path(Request *r, const char *before, int64_t trust_id, const char *after);
