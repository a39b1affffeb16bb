/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the two halves of reading a mail share. */
#pragma once

#include "notices/gmime.h"
#include "notices/incoming.h"

typedef struct {
  GMimeMessage *message;
  GString *text;               /* UTF-8 */
  char *delivery;              /* of a bounce (RFC 3464); NULL: none */
  char *calendar;              /* an answer in iCalendar; NULL: none */
  const char *envelope_sender; /* NULL: not known */
  int count, files;
} Parts;

const char *parts_header(const Parts *parts, const char *name); /* "": none */
bool parts_is(GMimeObject *part, const char *type, const char *subtype);
char *parts_read(GMimeObject *part); /* its bytes, decoded, as clean text; g_free */

/* Person, program or bounce; and what kind of bounce. */
void incoming_read_kind(Incoming *incoming, const Parts *parts);
