/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The mail server that an organiser named on a page. What the program was started with
 * (SMTP_SERVER …) goes before it. */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "db/db.h"
#include "notices/mail.h"
#include "questions/refusals.h"

typedef struct {
  bool is_on;
  const char *server; /* a name or address, without port */
  int64_t port;
  MailSafety safety;
  const char *user, *sender;
  const char *password; /* NULL: none, or not opened */
  bool has_password;
} MailSettings;

/* Stored and in forms: "wrapped" "upgraded" "none". */
const char *mail_safety_name(MailSafety safety);
bool mail_safety_from_name(const char *name, MailSafety *ret_safety);

/* False: nobody has said anything yet, *ret_settings is empty. `is_opened`: with the password. */
bool mail_settings_read(Txn *txn, Arena *arena, bool is_opened, MailSettings *ret_settings);
/* Refuses what cannot be. `password` NULL or "": the one that is kept stays, if the user is the
 * same and there is one. */
void mail_settings_change(Txn *txn, const Act *act, const MailSettings *settings,
                          Refusals *refusals);

/* False: it was said that there is no mail here. */
bool mail_may_leave(Txn *txn, Arena *arena);
/* What mails of this community go by; texts live in the arena. */
MailConfig mail_config_of(Txn *txn, Arena *arena);
/* True: set when the program was started, so that pages cannot change it. */
bool mail_is_set_by_program(void);
