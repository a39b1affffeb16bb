/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The table. Written from what the pages are for, not from the routes. */
#include "who_may.h"

#include <stddef.h>

#define BOTH(path, need, ...)           \
  { "GET", path, need, ##__VA_ARGS__ }, \
  {                                     \
    "POST", path, need, ##__VA_ARGS__   \
  }

const WhoMay who_may[] = {
  /* The door */
  { "GET", "/", MAY_ANYBODY },
  BOTH("/how-i-like-things", MAY_ANYBODY),
  BOTH("/how-i-like-things/words", MAY_ANYBODY),
  BOTH("/how-i-like-things/colours", MAY_ANYBODY),
  BOTH("/how-i-like-things/size", MAY_ANYBODY),
  BOTH("/how-i-like-things/spacing", MAY_ANYBODY),
  BOTH("/how-i-like-things/papers", MAY_KNOWN),
  BOTH("/in/:token", MAY_ANYBODY),
  BOTH("/set-up/:token", MAY_ANYBODY),
  BOTH("/sign-in", MAY_ANYBODY),
  { "GET", "/sign-in/sent", MAY_ANYBODY },
  { "POST", "/sign-out", MAY_KNOWN },
  { "GET", "/links/:link", MAY_ORGANISE },
  { "GET", "/powers", MAY_MEMBER },

  /* People */
  { "GET", "/people", MAY_ORGANISE },
  { "GET", "/people/:member", MAY_ORGANISE },
  BOTH("/people/:member/change", MAY_ORGANISE),
  { "POST", "/people/:member/link", MAY_ORGANISE },
  { "POST", "/people/:member/mail-link", MAY_ORGANISE, .may_be_missing = true },
  BOTH("/people/list", MAY_ORGANISE),
  BOTH("/people/list/add", MAY_ORGANISE),
  BOTH("/people/new", MAY_ORGANISE),

  { "GET", "/people/gone", MAY_ORGANISE },
  BOTH("/people/:member/gone", MAY_ORGANISE),
  BOTH("/people/:member/back", MAY_ORGANISE, .may_be_missing = true), /* who is here is not back */
  BOTH("/people/:member/corrections", MAY_ORGANISE),
  BOTH("/people/:member/erase", MAY_ORGANISE),
  { "GET", "/people/:member/file", MAY_ORGANISE },
  { "GET", "/people/:member/needs", MAY_ORGANISE },
  { "GET", "/people/:member/needs/to-meet", MAY_ORGANISE },
  { "GET", "/people/:member/needs/to-talk", MAY_ORGANISE },
  { "GET", "/people/:member/needs/to-write", MAY_ORGANISE },
  { "GET", "/members", MAY_MEMBER },

  /* One's own */
  { "GET", "/me", MAY_KNOWN },
  BOTH("/me/asking", MAY_KNOWN),
  { "GET", "/me/needs", MAY_KNOWN },
  BOTH("/me/needs/:kind", MAY_KNOWN, "/me/needs/adjustment"),
  BOTH("/me/needs/again", MAY_KNOWN),
  BOTH("/me/roles", MAY_KNOWN),
  BOTH("/me/roles/shown", MAY_KNOWN),
  { "GET", "/me/seen", MAY_KNOWN },
  BOTH("/me/strengths", MAY_KNOWN),
  /* … not for whoever holds the card, or helped */
  { "GET", "/me/erase", MAY_KNOWN | MAY_ALONE },
  BOTH("/me/erase/sure", MAY_KNOWN | MAY_ALONE),
  BOTH("/me/leave", MAY_KNOWN | MAY_ALONE),
  BOTH("/me/name", MAY_KNOWN | MAY_ALONE),
  { "GET", "/me/record", MAY_KNOWN | MAY_ALONE },
  { "GET", "/me/record/file", MAY_KNOWN | MAY_ALONE },
  BOTH("/me/record/wrong", MAY_KNOWN | MAY_ALONE),

  /* Supporters. Acting for somebody is walked in support_test.c */
  { "GET", "/me/supporters", MAY_KNOWN },
  BOTH("/me/supporters/new", MAY_KNOWN | MAY_ALONE),
  { "GET", "/me/supporters/:supporter", MAY_KNOWN, .may_be_missing = true },
  BOTH("/me/supporters/:supporter/change", MAY_KNOWN | MAY_ALONE, .may_be_missing = true),
  { "POST", "/me/supporters/:supporter/end", MAY_KNOWN, .may_be_missing = true },
  { "GET", "/supporting", MAY_MEMBER },
  { "GET", "/supporting/stop", MAY_MEMBER },
  { "POST", "/supporting/stop", MAY_KNOWN },
  { "POST", "/supporting/:supporter/yes", MAY_KNOWN | MAY_ALONE, .may_be_missing = true },
  { "POST", "/supporting/:supporter/no", MAY_KNOWN, .may_be_missing = true },
  { "POST", "/supporting/:supporter/end", MAY_KNOWN, .may_be_missing = true },
  { "POST", "/supporting/:supporter/start", MAY_KNOWN | MAY_ALONE, .may_be_missing = true },
  BOTH("/people/:member/supporter", MAY_ORGANISE),
  { "POST", "/people/:member/supporter/:supporter/told", MAY_ORGANISE, .may_be_missing = true },
  { "POST", "/people/:member/supporter/:supporter/end", MAY_ORGANISE, .may_be_missing = true },

  /* Papers */
  { "GET", "/papers", MAY_MEMBER },
  BOTH("/papers/new", MAY_ORGANISE),
  { "GET", "/papers/:paper", MAY_MEMBER | MAY_READ },
  BOTH("/papers/:paper/as/:format", MAY_MEMBER | MAY_READ, "/papers/:paper/as/text"),
  BOTH("/papers/:paper/change", MAY_ORGANISE),
  { "GET", "/papers/:paper/easy", MAY_MEMBER | MAY_READ },
  BOTH("/papers/:paper/easy/change", MAY_ORGANISE),
  BOTH("/papers/:paper/send", MAY_ORGANISE),
  { "GET", "/releases/:release", MAY_ORGANISE },
  BOTH("/releases/:release/release", MAY_ORGANISE),
  BOTH("/releases/:release/override", MAY_ORGANISE),
  { "GET", "/releases/:release/calls", MAY_ORGANISE },
  { "POST", "/releases/:release/calls/:delivery", MAY_ORGANISE },
  { "GET", "/releases/:release/post", MAY_ORGANISE },
  { "POST", "/releases/:release/post/:delivery", MAY_ORGANISE },
  BOTH("/releases/:release/post/letters", MAY_ORGANISE),

  /* Worries */
  { "GET", "/worried", MAY_ANYBODY },
  BOTH("/worried/tell", MAY_ANYBODY),
  BOTH("/worried/answer", MAY_ANYBODY),
  BOTH("/worried/more", MAY_ANYBODY),
  { "GET", "/worried/receipt/:form", MAY_ANYBODY },
  { "GET", "/safety", MAY_ORGANISE },
  BOTH("/safety/numbers", MAY_ORGANISE),
  BOTH("/safety/people", MAY_ORGANISE),
  BOTH("/safety/people/decide", MAY_ORGANISE),
  { "GET", "/safety/worries", MAY_MEMBER | MAY_ALONE | MAY_HEAR },
  { "GET", "/safety/worries/:worry", MAY_MEMBER | MAY_ALONE | MAY_HEAR },
  BOTH("/safety/worries/:worry/:what", MAY_MEMBER | MAY_ALONE | MAY_HEAR,
       "/safety/worries/:worry/answer"),
  BOTH("/safety/stop/:member", MAY_ORGANISE),
  { "GET", "/safety/measures", MAY_MEMBER | MAY_ALONE | MAY_HEAR },
  { "GET", "/safety/measures/:measure", MAY_MEMBER | MAY_ALONE | MAY_HEAR, NULL, true },
  BOTH("/safety/measures/:measure/decide", MAY_ORGANISE, NULL, true),
  BOTH("/safety/measures/:measure/lift", MAY_ORGANISE, NULL, true),
  BOTH("/safety/measures/:measure/hear", MAY_MEMBER | MAY_ALONE | MAY_HEAR, NULL, true),
  BOTH("/safety/mine", MAY_KNOWN, NULL, true),
  { "GET", "/told/sent", MAY_ANYBODY },
  BOTH("/told/:token", MAY_ANYBODY),

  /* Looking after this place */
  { "GET", "/privacy", MAY_ANYBODY },
  BOTH("/privacy/complaint", MAY_ANYBODY),
  { "GET", "/privacy/complaint/:receipt", MAY_ANYBODY },
  { "GET", "/upkeep", MAY_ORGANISE },
  BOTH("/upkeep/assessment", MAY_ORGANISE),
  BOTH("/upkeep/backups", MAY_ORGANISE),
  { "GET", "/upkeep/backups/:backup", MAY_ORGANISE, .may_be_missing = true },
  { "GET", "/upkeep/backups/:backup/file", MAY_ORGANISE, .may_be_missing = true },
  { "POST", "/upkeep/backups/:backup/try", MAY_ORGANISE, .may_be_missing = true },
  BOTH("/upkeep/backups/keep", MAY_ORGANISE),
  { "GET", "/upkeep/complaints", MAY_ORGANISE },
  BOTH("/upkeep/complaints/:complaint", MAY_ORGANISE, .may_be_missing = true),
  { "POST", "/upkeep/complaints/:complaint/known", MAY_ORGANISE, .may_be_missing = true },
  { "GET", "/upkeep/first-steps", MAY_ORGANISE },
  BOTH("/upkeep/keep", MAY_ORGANISE),
  BOTH("/upkeep/keep/:kind", MAY_ORGANISE, .may_be_missing = true),
  BOTH("/upkeep/mail", MAY_ORGANISE),
  BOTH("/upkeep/mail/test", MAY_ORGANISE),
  BOTH("/upkeep/privacy", MAY_ORGANISE),
  { "GET", "/upkeep/rights", MAY_ORGANISE },
  { "GET", "/upkeep/work", MAY_ORGANISE },
  { "POST", "/upkeep/work/again", MAY_ORGANISE },
  { "POST", "/upkeep/work/check", MAY_ORGANISE },

  { NULL },
};
