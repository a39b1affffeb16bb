/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One mail that came in, read (RFC 5322, MIME, RFC 3464): what it is, which of our mails it is
 * about, what was typed in it. Reads no database, fetches nothing, runs nothing. */
#pragma once

#include "notices/mail_text.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

enum { INCOMING_BYTES_MAX = 1024 * 1024, INCOMING_TOKENS_MAX = 20, INCOMING_WORDS_MAX = 10000 };

typedef enum {
  INCOMING_REPLY,     /* from a person, as far as one can tell */
  INCOMING_AUTOMATIC, /* by a program: away from the office, a list, a receipt. Never answered */
  INCOMING_BOUNCE     /* a mail of ours came back, or is late */
} IncomingKind;

typedef enum {
  BOUNCE_NONE,
  BOUNCE_LATE,   /* still tried by the other server, or full for now */
  BOUNCE_MAIL,   /* this mail was refused; the address may be right */
  BOUNCE_ADDRESS /* there is no such address */
} BounceKind;

typedef struct {
  IncomingKind kind;
  BounceKind bounce;
  char *status;          /* "5.1.1" of a bounce; "": not said */
  char *message_id;      /* NULL: it has none */
  char *sender;          /* address in From; "": none */
  char *subject;         /* "": none */
  char *said, *rest;     /* mail_text.h; UTF-8, INCOMING_WORDS_MAX characters each at most */
  GPtrArray *tokens;     /* char *, as returns_read_token() gives them: the surest first */
  GPtrArray *recipients; /* char *, lower case: what it was sent to */
  char *calendar;        /* what a calendar program answers (iCalendar, METHOD:REPLY); NULL: none */
  int files;             /* attachments, left out */
  bool is_cut;           /* too long: the end is missing */
} Incoming;

/* `recipients`: what the mail server says it was for (ended by NULL; NULL: nothing). `sender`: its
 * envelope's, "" for none (a bounce), NULL where not known. NULL: GMime cannot be used, or this is
 * no mail at all. Longer than INCOMING_BYTES_MAX: only its beginning is read. */
Incoming *incoming_read(const char *bytes, size_t len, const char *const *recipients,
                        const char *sender);
void incoming_free(Incoming *incoming);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Incoming, incoming_free)
