/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The kinds of data about people: the record of article 30, and what the privacy page tells. A
 * table whose migration marks columns as special must stand here: sealed_test.c reads them all. */
#include "lang/lang.h"
#include "upkeep/privacy.h"

#define TO_TAKE_PART N_("So that you can take part")
#define INTERESTS    N_("Legitimate interests: people want to work together here (article 6(1)(f))")
#define CONSENT      N_("You give it freely and can take it back (articles 6(1)(a) and 9(2)(a))")
#define DUTY         N_("The law asks us to (article 6(1)(c))")
#define SAFEGUARDING \
  N_("To keep people safe (article 9(2)(g), Data Protection Act 2018 Schedule 1 paragraph 18)")
#define ORGANISERS N_("Organisers, when they need it. Each look is on the record")
#define WHILE_HERE N_("While you are here")
#define AS_CHOSEN  N_("As long as the list below says")

const DataKind data_kinds[] = {
  { .tables = "member",
    .what = N_("Your name and how to reach you"),
    .why = N_("So that you can come in and get what you asked for"),
    .basis = INTERESTS,
    .who = ORGANISERS,
    .how_long = WHILE_HERE,
    .is_special = true },
  { .tables = "delivery",
    .what = N_("The formats you need, and what was sent to you"),
    .why = N_("So that papers reach you as you need them"),
    .basis = CONSENT,
    .who = ORGANISERS,
    .how_long = WHILE_HERE,
    .is_special = true },
  { .tables = "own_words shown ask",
    .what = N_("What helps you take part, what you like to do, your roles"),
    .why = TO_TAKE_PART,
    .basis = CONSENT,
    .who = N_("Only you, and those whom you show it to. Each look is on the record"),
    .how_long = N_("Until you change it or take it out"),
    .is_special = true },
  { .tables = "correction",
    .what = N_("What you said is wrong in what we keep"),
    .why = N_("So that it is put right"),
    .basis = DUTY,
    .who = ORGANISERS,
    .how_long = WHILE_HERE,
    .is_special = true },
  { .tables = "supporter",
    .what = N_("Who supports you, and how far they may go"),
    .why = N_("So that somebody you trust can help you"),
    .basis = CONSENT,
    .who = N_("You and your supporter"),
    .how_long = N_("Until you end it. That it was so stays for you to read"),
    .is_special = true },
  { .tables = "worry worry_entry",
    .what = N_("What people were worried about"),
    .why = N_("So that people are kept safe"),
    .basis = SAFEGUARDING,
    .who = N_("The people named for worries. Never the person it is about"),
    .how_long = N_("As long as this place is here, so that it cannot be lost"),
    .is_special = true },
  { .tables = "session sign_in_link passkey key_card door_helper",
    .what = N_("That you are signed in, your links, cards and passkeys, and who helps you in"),
    .why = N_("So that nobody else comes in as you"),
    .basis = INTERESTS,
    .who = N_("Nobody"),
    .how_long = AS_CHOSEN },
  { .tables = "log_entry",
    .what = N_("The record of acts: numbers, no names and no words of yours"),
    .why = N_("So that nobody can use power in secret"),
    .basis = INTERESTS,
    .who = N_("Members see counts. You see what concerns you"),
    .how_long = N_("Always. It holds no name") },
  { .tables = "upkeep_complaint",
    .what = N_("Complaints about data"),
    .why = N_("So that they are answered in time"),
    .basis = DUTY,
    .who = ORGANISERS,
    .how_long = AS_CHOSEN,
    .is_special = true },
  { .tables = "upkeep_mail_test mail_setting",
    .what = N_("The mail server, and addresses that tests of mail went to"),
    .why = N_("So that mails arrive"),
    .basis = INTERESTS,
    .who = N_("Organisers"),
    .how_long = AS_CHOSEN,
    .is_special = true },
  { .what = NULL },
};
