/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The table. A mail box may be read by anybody: no reason says more than the mail itself. */
#include "notices/mail_kinds.h"

#include "lang/lang.h"

#include <string.h>

static const MailKindRow kinds[MAIL_KIND_COUNT] = {
  [MAIL_KIND_NONE] = { .name = "" },
  [MAIL_KIND_SIGN_IN] = { .name = "sign-in",
                          .title = N_("A link to come in that an organiser sends you"),
                          .why = N_("You get this mail because an organiser sent you a link."),
                          .is_answered = true },
  [MAIL_KIND_ASKED_LINK] = { .name = "asked-link",
                             .title = N_("A link to come in that you ask for"),
                             .why = N_("You get this mail because somebody asked for a link with"
                                       " your address."),
                             .is_answered = true },
  [MAIL_KIND_NEW_WAY] = { .name = "new-way",
                          .title = N_("That a new way in was made for you"),
                          .why = N_("You get this mail because it keeps what is yours safe."),
                          .is_answered = true },
  [MAIL_KIND_SUPPORTER] = { .name = "supporter",
                            .title = N_("That a supporter was noted for you"),
                            .why = N_("You get this mail because it is about who may act for"
                                      " you."),
                            .is_answered = true },
  [MAIL_KIND_WAITS] = { .name = "waits",
                        .title = N_("That something waits for you, if you are named for it"),
                        .why = N_("You get this mail because you are named here for what"
                                  " waits.") },
  [MAIL_KIND_DECIDED] = { .name = "decided",
                          .title = N_("What was decided about your own place here"),
                          .why = N_("You get this mail because it is about you.") },
  [MAIL_KIND_COMPLAINT] = { .name = "complaint",
                            .why = N_("You get this mail because you gave us this address for the"
                                      " answer.") },
  [MAIL_KIND_ANSWERED] = { .name = "answered",
                           .title = N_("What became of a mail that you sent here"),
                           .why = N_("You get this mail because a mail came from you, or in your"
                                     " name."),
                           .is_answered = true },
  [MAIL_KIND_PAPER] = { .name = "paper",
                        .title = N_("Papers that are sent to you"),
                        .why = N_("You get this mail because you are on the list for this paper,"
                                  " and said that e-mail reaches you."),
                        .may_stop = true,
                        .must_know = true,
                        .is_answered = true },
  [MAIL_KIND_REPLY] = { .name = "reply",
                        .title = N_("Answers to what you said"),
                        .why = N_("You get this mail because somebody answered what you said."),
                        .may_stop = true,
                        .must_know = true,
                        .is_answered = true },
  [MAIL_KIND_TALK] = { .name = "talk",
                       .title = N_("What others say about papers that you wrote or spoke about"),
                       .why = N_("You get this mail because you wrote this paper, or said something"
                                 " about it."),
                       .may_stop = true,
                       .is_answered = true,
                       .usual = PACE_DAILY },
  [MAIL_KIND_MEETING] = { .name = "meeting",
                          .title = N_("Invitations to meetings of your groups"),
                          .why = N_("You get this mail because you are in this group."),
                          .may_stop = true,
                          .must_know = true,
                          .is_answered = true },
  [MAIL_KIND_DATES] = { .name = "dates",
                        .title = N_("Which times suit you, when a group looks for a date"),
                        .why = N_("You get this mail because you are in a group that looks for a"
                                  " date."),
                        .may_stop = true,
                        .must_know = true,
                        .is_answered = true },
  [MAIL_KIND_REMINDER] = { .name = "reminder",
                           .title = N_("Reminders of meetings that you come to"),
                           .why = N_("You get this mail because you said that you come."),
                           .may_stop = true,
                           .must_know = true,
                           .is_answered = true },
  [MAIL_KIND_IDEA] = { .name = "idea",
                       .title = N_("Ideas: yours, and those that you are asked to answer"),
                       .why = N_("You get this mail because of an idea of yours, or because you"
                                 " are asked to answer one."),
                       .may_stop = true,
                       .must_know = true,
                       .is_answered = true },
  [MAIL_KIND_DECISION] = { .name = "decision",
                           .title = N_("What your groups decided"),
                           .why = N_("You get this mail because you are in this group."),
                           .may_stop = true,
                           .is_answered = true,
                           .usual = PACE_DAILY },
  [MAIL_KIND_COST] = { .name = "cost",
                       .title = N_("What became of your costs and thank-yous"),
                       .why = N_("You get this mail because it is about something of your own."),
                       .may_stop = true,
                       .must_know = true,
                       .is_answered = true },
  [MAIL_KIND_ACTION] = { .name = "action",
                         .title = N_("That you are asked to do something for a group"),
                         .why = N_("You get this mail because somebody asks you."),
                         .may_stop = true,
                         .must_know = true,
                         .is_answered = true },
  [MAIL_KIND_NEED] = { .name = "need",
                       .title = N_("What becomes of what you asked for, for a meeting"),
                       .why = N_("You get this mail because it is about something of your own."),
                       .may_stop = true,
                       .must_know = true,
                       .is_answered = true,
                       .usual = PACE_DAILY },
  [MAIL_KIND_GROUP] = { .name = "group",
                        .title = N_("The answer when you ask to join a group"),
                        .why = N_("You get this mail because you asked to join a group."),
                        .may_stop = true,
                        .must_know = true,
                        .is_answered = true },
  [MAIL_KIND_AFTERWARDS] = { .name = "afterwards",
                             .title = N_("One question after a meeting that you came to"),
                             .why = N_("You get this mail because you came to this meeting, or said"
                                       " that you would. It comes once."),
                             .may_stop = true,
                             .usual = PACE_DAILY },
  [MAIL_KIND_TOGETHER] = { .name = "together",
                           .title = N_("Mails that put several things together"),
                           .why = N_("You get this mail because something came for you."),
                           .may_stop = true,
                           .must_know = true,
                           .is_answered = true },
};

static const char *const pace_names[PACE_COUNT] = { "at-once", "day", "week", "never" };

const MailKindRow *
mail_kind_row(MailKind kind)
{
  return &kinds[kind];
}

MailKind
mail_kind_from_name(const char *name)
{
  for (MailKind kind = MAIL_KIND_NONE + 1; kind < MAIL_KIND_COUNT; kind++)
    if (strcmp(kinds[kind].name, name) == 0)
      return kind;
  return MAIL_KIND_NONE;
}

const char *
mail_pace_name(MailPace pace)
{
  return pace_names[pace];
}

bool
mail_pace_from_name(const char *name, MailPace *ret_pace)
{
  for (MailPace pace = 0; pace < PACE_COUNT; pace++)
    if (strcmp(pace_names[pace], name) == 0) {
      *ret_pace = pace;
      return true;
    }
  return false;
}
