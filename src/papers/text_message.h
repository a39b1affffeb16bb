/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The text message that tells of a paper or a meeting: words that fit into one message, and the
 * address that opens it on a phone. Touches no database. */
#pragma once

#include "lang/lang.h"

#include <stddef.h>

/* What one message holds: 160 signs of the GSM alphabet (3GPP TS 23.038), some counting twice; 70
 * UTF-16 units where a sign is not of it. */
enum { TEXT_MESSAGE_MOST = 160, TEXT_MESSAGE_WIDE_MOST = 70 };
/* How much of one message a text takes: "used of most". */
size_t text_message_length(const char *text, size_t *ret_most);

typedef struct {
  const char *words; /* message id with {place}, {title}, {url}, and {when} where there is one */
  const char *place, *title, *when, *origin;
} TextMessage;

/* Signs that take much room are made plain; the title is shortened so that it fits where it can.
 * g_free. */
char *text_message_write(const Lang *lang, const TextMessage *message);
/* "Riverside: a new paper for you, "The plan". …"; g_free. */
char *text_message_about(const Lang *lang, const char *place, const char *title,
                         const char *origin);
/* "sms:+441632960001?body=…" (RFC 5724); only what can be dialled is taken of the number. g_free.
 */
char *text_message_address(const char *number, const char *text);
