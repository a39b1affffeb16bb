/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The kinds of acts that people's rules and pages put on the record, in the words of whom they
 * concern. */
#include "people/kinds.h"

#include "lang/lang.h"

const LogKind people_log_kinds[] = {
  { .kind = "community-set-up", .power = N_("The community was set up") },
  { .kind = "member-added", .you = N_("You were added here") },
  { .kind = "member-changed", .you = N_("What is recorded about you was changed") },
  /* Somebody looked at what is sealed of theirs … */
  { .kind = "member-read", .you = N_("Looked at how to reach you") },
  /* … of all that a paper is brought to */
  { .kind = "contacts-read", .you = N_("Looked at the list of how to reach people") },
  { .kind = "wants-changed", .you = N_("How papers reach you was changed") },
  { .kind = "key-erased", .you = N_("Your things were made unreadable for good") },
  { .kind = "community-key-changed" },
  { .kind = "root-key-changed" },
  { .kind = "recovery-sheet-shown", .power = N_("The sheet with the root key was printed") },
  { .kind = "link-made", .you = N_("A link to come in was made for you") },
  { .kind = "link-spent", .you = N_("You came in by a link") },
  { .kind = "passkey-added", .you = N_("A passkey was added for you") },
  { .kind = "passkey-removed", .you = N_("A passkey of yours was taken away") },
  { .kind = "passkey-used", .you = N_("You came in with a passkey") },
  /* Its count went back: perhaps a copy. */
  { .kind = "passkey-count-odd", .you = N_("A passkey of yours may have been copied") },
  { .kind = "passkey-vouched", .power = N_("An organiser said yes to another one's passkey") },
  { .kind = "card-made", .you = N_("A key card was made for you") },
  { .kind = "card-used", .you = N_("Your key card was used") },
  { .kind = "card-ended", .you = N_("A key card of yours was ended") },
  { .kind = "helped-in", .you = N_("You were helped to come in") },
  { .kind = "door-helper-added", .you = N_("Somebody may help you come in") },
  { .kind = "door-helper-removed", .you = N_("Somebody may not help you come in any more") },
  { .kind = "sign-ins-ended", .you = N_("Where you were signed in was ended") },
  { .kind = "organiser-made",
    .power = N_("A member became an organiser"),
    .is_open = true,
    .you = N_("You became an organiser") },
  { .kind = "organiser-ended",
    .power = N_("A member stopped being an organiser"),
    .is_open = true,
    .you = N_("You stopped being an organiser") },
  /* What was decided, and why, is on record where it was decided. */
  { .kind = "member-back", .you = N_("You take part again") },
  { .kind = "member-suspended", .you = N_("Your taking part was paused") },
  { .kind = "member-removed", .you = N_("Your taking part was ended") },
  { .kind = "member-left", .you = N_("You left") },
  { .kind = "member-died", .you = N_("It was noted that you have died") },
  { .kind = "member-erased", .you = N_("What was recorded about you was erased") },
  { .kind = "member-erased-as-asked",
    .power = N_("What was recorded about a member was erased, as they asked") },
  { .kind = "needs-changed", .you = N_("What helps you take part was changed") },
  { .kind = "needs-read-to-meet",
    .you = N_("Looked at what helps you take part, to prepare a meeting") },
  { .kind = "needs-read-to-write",
    .you = N_("Looked at what helps you take part, to make papers or letters") },
  { .kind = "needs-read-to-talk",
    .you = N_("Looked at what helps you take part, to be in touch with you") },
  { .kind = "strengths-changed", .you = N_("Your strengths were changed") },
  { .kind = "roles-changed", .you = N_("The roles you act in were changed") },
  { .kind = "roles-shown", .you = N_("Your name or roles were switched on in a list") },
  { .kind = "roles-hidden", .you = N_("Your name and roles were switched off in a list") },
  { .kind = "asking-changed", .you = N_("How often you may be asked was changed") },
  { .kind = "correction-asked", .you = N_("You said that something is wrong") },
  { .kind = "correction-answered", .you = N_("What you said is wrong was answered") },
  { .kind = "data-taken", .you = N_("A copy of all that is recorded about you was taken") },
  { .kind = NULL },
};
