/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the pages of coming in share. */
#pragma once

#include "people/cards.h"
#include "people/people_pages.h"
#include "questions/questions.h"
#include "ui/frame_notice.h"
#include "ui/waiting.h"

extern const Route link_routes[];        /* one-time links */
extern const Route passkey_routes[];     /* coming in by passkey, adding and removing them */
extern const Route key_card_routes[];    /* coming in by card, printing and ending them */
extern const Route ways_in_routes[];     /* my ways in, where I am signed in */
extern const Route new_ways_routes[];    /* "was that right?" */
extern const Route person_ways_routes[]; /* for organisers, on a person's page */
extern const Route help_in_routes[];     /* somebody known lets a person in */

/* Where somebody was going when they were asked to come in: a plain path of this site, safe to go
 * on to; "/" when there is none. From the form (FIELD_GOES_TO), the address (?to=) or, where the
 * sign-in page stands in for another one, that page's own. */
#define FIELD_GOES_TO "_to"
const char *door_goes_to(Request *r);
const char *door_safe_path(const char *wish); /* "/" when it is not */
/* `path` with ?to= where that is not the start page. */
const char *door_path(Request *r, const char *path);
void put_goes_to(Page *page); /* the hidden field */

/* On a device that several people use the session goes with the browser, after 20 hours at most. */
#define SHARED_LASTS_US (20 * 60 * 60 * 1000000LL)
extern const Question shared_questions[]; /* for links and passkeys: ticked when it is shared */

/* Can passkeys work at this address? They need https, or this very machine. */
bool door_has_passkeys(Request *r);
void put_no_passkeys(Page *page); /* why not, and what to do instead */

/* Whether mail leaves here at all, asked before a link by mail is offered; unset: it does. */
void door_set_mail_may_leave(bool (*may_leave)(Txn *txn, Arena *arena));
void show_sign_in(Request *r); /* the page itself, also with a form refused */
/* The four ways, each with its picture. */
void put_ways_in_to_choose(Page *page);
/* Signs in and goes on. */
void door_come_in(Request *r, const SessionStart *start);
/* Stands on every page while somebody is in with help (ui/frame_notice.h). */
bool people_helped_notice(Request *r, FrameNotice *ret_notice);
/* New ways in since the person last said yes: on top of my ways in, and on the start page; there
 * for organisers also another one's passkey that waits for a yes. */
void put_new_ways(Page *page);
const Waiting *new_ways_waiting(Request *r);
/* For the organiser's page of a person. */
void put_person_ways(Page *page, const Member *member);
/* The card, to print. */
void draw_card_sheet(Request *r, const KeyCard *card, const char *back);
/* "26 November, 10:20", arena. */
const char *door_time(Request *r, int64_t at_us);
