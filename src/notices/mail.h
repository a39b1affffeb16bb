/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Mails: composed by GMime, sent by libcurl, or laid into a folder where no mail server is set.
 * Sent at least once, with a fixed Message-ID, by the outbox's worker; never from a handler. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
  const char *folder;          /* for mails while there is no server; made when needed */
  const char *server;          /* "smtp://mail.example.org:587", or NULL: the folder */
  const char *user, *password; /* NULL: none */
  const char *from;            /* address mails come from */
} MailConfig;

/* Once, before threads start; texts are kept, not copied. */
void mail_set_config(const MailConfig *config);
bool mail_has_server(void);

typedef struct {
  int64_t id;       /* of what is announced: gives the Message-ID, the same each time */
  const char *host; /* the community's host name */
  const char *from_name, *to_name, *to_address;
  const char *subject, *text;
  int64_t at_us;
} Mail;

/* Waits for the server. False and err: not taken; try again later. */
bool mail_send(const Mail *mail, GError **err);
