/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Mails: composed by GMime, sent by libcurl, or laid into a folder where no mail server is set.
 * Sent at least once, with a fixed Message-ID, by the outbox's worker; never from a handler. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* How the way to the server is made safe. */
typedef enum {
  MAIL_WRAPPED,   /* TLS from the start, usually port 465 */
  MAIL_UPGRADED,  /* STARTTLS, usually port 587; no mail without it */
  MAIL_PLAIN,     /* none: a server on this machine */
  MAIL_AS_OFFERED /* STARTTLS where the server has it; needed where there is a password */
} MailSafety;

typedef struct {
  const char *folder;          /* for mails while there is no server; made when needed */
  const char *server;          /* "smtp://mail.example.org:587", or NULL: the folder */
  const char *user, *password; /* NULL: none */
  const char *from;            /* address mails come from */
  const char *ca_file;         /* certificates to trust instead of the system's; NULL: those */
  MailSafety safety;
  bool is_insisting; /* tried also while the server rests (notices/smtp.h): somebody waits for it */
} MailConfig;

/* What the program was started with; a community's own is in mail_settings.h. Once, before threads
 * start; texts are kept, not copied. */
void mail_set_config(const MailConfig *config);
const MailConfig *mail_program_config(void);

/* Where a mail got stuck on its way, or that it did not. */
typedef enum {
  MAIL_ACCEPTED,
  MAIL_NO_NAME,       /* the server's name is not known */
  MAIL_NO_CONNECTION, /* nobody answers there */
  MAIL_NO_TLS,        /* no safe connection: not offered, or the certificate is not trusted */
  MAIL_NO_SIGN_IN,    /* user name or password refused */
  MAIL_NO_SENDER,
  MAIL_NO_RECIPIENT,
  MAIL_NO_ADDRESS, /* the server says for good that there is no such address (RFC 3463: 5.1.1 …) */
  MAIL_NO_TEXT,    /* the message itself was refused */
  MAIL_NO_SENSE,   /* it answers, but not as a mail server does, or not at all */
  MAIL_NO_PROGRAM, /* GMime, libcurl, or the folder, cannot be used here */
  MAIL_STEP_COUNT
} MailStep;

/* A file that goes along. */
typedef struct {
  const char *name, *media_type; /* "The plan.pdf", "application/pdf" */
  GBytes *bytes;                 /* NULL: none */
} MailAttachment;

/* Larger ones are refused by some servers and are hard to get over a telephone line: a link then.
 */
enum { MAIL_ATTACHMENT_MAX = 2 * 1024 * 1024 };

/* The same as the words, for calendar programs. Each is a calendar of its own: one that asks for an
 * answer holds one event (RFC 5546, 3.2.2). */
enum { MAIL_CALENDARS_MOST = 24 };
typedef struct {
  const char *text, *method; /* iCalendar; "REQUEST": as it says itself */
} MailCalendar;
typedef struct {
  MailCalendar list[MAIL_CALENDARS_MOST];
  int count;
} MailCalendars;

typedef struct {
  int64_t id;       /* of what is announced: gives the Message-ID, the same each time */
  const char *host; /* the community's host name */
  const char *from_name, *to_name, *to_address;
  const char *subject, *text;
  const char *stop_url; /* ends this kind of mail (RFC 2369, RFC 8058); NULL: it cannot be ended */
  const MailAttachment *attachment; /* NULL: none */
  const MailCalendars *calendars;   /* NULL: none */
  const char *token;    /* for its Message-ID (notices/returns.h); NULL: the id gives it */
  const char *reply_to; /* NULL: none */
  const char *envelope; /* MAIL FROM, where bounces go; NULL: the address in From */
  int64_t at_us;
} Mail;

/* Waits for the server. Not MAIL_ACCEPTED: not taken; try again later. */
MailStep mail_send(const MailConfig *config, const Mail *mail);
