/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The one table of the kinds of mail: why somebody gets one, and whether it may be stopped. What is
 * about signing in, safety, or what somebody asked for themself, may not. */
#pragma once

#include <stdbool.h>

typedef enum {
  MAIL_KIND_NONE, /* a letter that says nothing is not sent */
  MAIL_KIND_SIGN_IN,
  MAIL_KIND_ASKED_LINK,
  MAIL_KIND_NEW_WAY,
  MAIL_KIND_SUPPORTER,
  MAIL_KIND_WAITS,     /* for somebody named for safety */
  MAIL_KIND_DECIDED,   /* about one's own place here */
  MAIL_KIND_COMPLAINT, /* to whoever complained */
  MAIL_KIND_ANSWERED,  /* what became of a mail that came in */
  MAIL_KIND_PAPER,
  MAIL_KIND_REPLY,      /* an answer to one's own words */
  MAIL_KIND_TALK,       /* what others say about what one wrote or spoke about */
  MAIL_KIND_MEETING,    /* an invitation, and what changes about it */
  MAIL_KIND_DATES,      /* which of several times suits, for a meeting that has none yet */
  MAIL_KIND_REMINDER,   /* of a meeting that one comes to */
  MAIL_KIND_IDEA,       /* what happened to an idea of one's own, or one to answer */
  MAIL_KIND_DECISION,   /* what a group of theirs decided */
  MAIL_KIND_COST,       /* what became of one's own costs and thank-yous */
  MAIL_KIND_ACTION,     /* that one is asked to do something a group agreed on */
  MAIL_KIND_NEED,       /* that what one needs for a meeting has an answer */
  MAIL_KIND_GROUP,      /* the answer when one asked to join a group */
  MAIL_KIND_AFTERWARDS, /* how a meeting was, once */
  MAIL_KIND_TOGETHER,   /* several kinds in one mail: stopped, what is not at once is not mailed */
  MAIL_KIND_COUNT
} MailKind;

/* How often: stored and in forms under mail_pace_name. */
typedef enum { PACE_AT_ONCE, PACE_DAILY, PACE_WEEKLY, PACE_NEVER, PACE_COUNT } MailPace;

typedef struct {
  const char *name;  /* stored */
  const char *title; /* message id: what it is called on the page of mails; NULL: not named there */
  const char *why;   /* message id: the sentence in each of these mails */
  bool may_stop;
  bool must_know;   /* it comes, too, to who wants only what they must know (mail_levels.h) */
  bool is_answered; /* an organiser reads answers to it; else nobody does, and it says so */
  MailPace usual;
} MailKindRow;

const MailKindRow *mail_kind_row(MailKind kind);
MailKind mail_kind_from_name(const char *name); /* MAIL_KIND_NONE: no such kind */
const char *mail_pace_name(MailPace pace);
bool mail_pace_from_name(const char *name, MailPace *ret_pace);
