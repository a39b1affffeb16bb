/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pages of people: routes, and the access rights they own. */
#pragma once

#include "people/people.h"
#include "web/routes.h"

extern const Route people_routes[];  /* members, for organisers */
extern const Route import_routes[];  /* many at once */
extern const Route sign_in_routes[]; /* coming in: set-up, links, the sign-in page */
extern const Route key_routes[];     /* the root key and its sheet */
extern const Route looks_routes[];   /* how I like things */

bool may_organise(Request *r);           /* an organiser, in by passkey or the operator's link */
bool may_organise_otherwise(Request *r); /* an organiser who came in by another way */
/* Signed in by a way that is the person's alone: not with a card, not with somebody's help. Asked
 * for what changes how somebody is reached or comes in, or what cannot be undone. */
bool may_change_me(Request *r);
bool draw_denied_page(Request *r); /* for WebOptions */
bool people_load_viewer(Txn *txn, const Session *session, Arena *arena, Viewer *ret_viewer);
/* Signed in, also while suspended: for one's own things. Whatever belongs to the community asks for
 * web's is_signed_in. */
bool is_known(Request *r);
void draw_sign_in_page(Request *r);               /* for WebOptions: somebody not signed in */
void draw_dead_link(Request *r, LinkState state); /* a link that is not LINK_GOOD */

/* Shared by these pages. "Large print 24, sound", in the viewer's words; arena. */
typedef struct Page Page;
const char *wants_in_words(Page *page, const FormatWants *wants);
/* The same and how they come: "large print; read aloud at the meeting". */
const char *wants_whole_in_words(Page *page, const FormatWants *wants);
const char *format_picture(PaperFormat format); /* of assets/pictures.list */
const char *want_in_words(Page *page, const FormatWant *want);
const char *want_words(Request *r, const FormatWant *want); /* where there is no page yet */
const char *reach_in_words(Page *page, Reach reach);
/* The same of somebody whom no mail reaches. */
const char *reach_to_tell_in_words(Page *page, Reach reach);
const char *way_in_words(Page *page, const Member *member); /* "By post: large print" */
void put_organise_card(Page *page);                         /* for may_organise_otherwise() */
