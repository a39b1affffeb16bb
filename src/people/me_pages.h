/* SPDX-License-Identifier: AGPL-3.0-or-later
 * "You, as you wish": all that a person says of themselves and can do with what is recorded about
 * them, under /me. */
#pragma once

#include "people/my_data.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"
#include "ui/waiting.h"

extern const Route me_routes[];      /* the page that leads on; name and how to be reached */
extern const Route needs_routes[];   /* what helps me take part; what organisers see of it */
extern const Route profile_routes[]; /* strengths, roles, the list of members */
extern const Route asking_routes[];  /* how often I may be asked, quiet times */
extern const Route record_routes[];  /* what is recorded, who has seen it, corrections */
extern const Route leave_routes[];   /* leaving, being erased, no more letters */

/* An organiser wrote down what helps them (for src/subjects.c). The glance only knows of answers
 * that became a need; whether the person looked since is sealed. */
const Waiting *needs_noted_waiting(Request *r);
#define NEEDS_NOTED_MAY_WAIT                                                    \
  "SELECT count(*) FROM mail_answer WHERE community_id = ?1 AND member_id = ?2" \
  " AND kept_by <> ?2 AND kept_at_us IS NOT NULL"

/* The page's opening with "Back" to /me. `lead` NULL: none. Message ids. */
Page *open_me_page(Request *r, const char *title, const char *lead);
/* "Thursday 26 November 2026", in the place's time zone; arena. */
const char *day_in_words(Request *r, int64_t at_us);
int64_t my_id(Request *r);
/* "/people/0f…" and what follows it; arena. */
const char *path_of_member(Request *r, int64_t member_id, const char *rest);
/* Who is named in :member, opened for an organiser; NULL after reply_not_found. */
const Member *member_in_path(Request *r, bool is_opened);

/* With {name} filled in; arena. */
const char *tr_words(Request *r, const char *id, const char *name);
/* What an organiser can do beyond changing: needs, corrections, no more letters, erasing. */
void put_member_links(Page *page, const Member *member);
const char *member_state_words(MemberState state); /* message id: "Has left" */

/* Forms that a person sent: what web holds of them. */
extern const PersonalData web_personal_data;
