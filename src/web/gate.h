/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The header gate: which requests are let in at all. Pure: bytes in, a verdict out. It refuses what
 * two programs in a row could read in two ways (RFC 9112, request smuggling), because the packaged
 * libmicrohttpd is lax there. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { GATE_FIELDS_MAX = 64, GATE_TARGET_MAX = 4000 };

typedef struct {
  const char *name, *value;
  size_t name_len, value_len;
  /* Bytes of this field's line as it was sent, its CR LF counted; 0: the value is empty, so that
   * it cannot be known whether a blank stood before it. */
  size_t line_bytes;
} GateField;

typedef struct {
  const char *method, *target, *version; /* as sent */
  size_t head_bytes;                     /* all that was sent up to and with the empty line */
  const GateField *fields;
  size_t count;
} GateHead;

typedef struct {
  bool is_chunked;
  uint64_t body_bytes; /* declared; 0 when chunked */
} GateBody;

/* NULL: may pass, and ret_body says what follows. Otherwise why not, for tests and the journal: a
 * literal without anything from the request. */
const char *gate_refusal(const GateHead *head, GateBody *ret_body);
