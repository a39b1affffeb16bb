/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The operator's journal: one JSON line an event on standard error. Never a name, an address, a
 * need, a token or what somebody typed: ids, counts, durations, route patterns only. Library code
 * does not write here; the edge (server, commands, workers) does, once. */
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct {
  const char *key;  /* a literal */
  const char *text; /* NULL: `number` counts */
  int64_t number;
} JournalField;

#define JOURNAL_TEXT(k, v)             \
  {                                    \
    .key = (k), .text = (v) ? (v) : "" \
  }
#define JOURNAL_NUMBER(k, v)           \
  {                                    \
    .key = (k), .number = (int64_t)(v) \
  }

void journal_write(const char *event, const JournalField *fields, size_t count);
/* journal("started", JOURNAL_NUMBER("port", 8080)); */
#define journal(event, ...)                                     \
  journal_write((event), (const JournalField[]){ __VA_ARGS__ }, \
                sizeof((const JournalField[]){ __VA_ARGS__ }) / sizeof(JournalField))
/* Where lines go; NULL is standard error. Tests read them from a file. */
void journal_to(const char *path);
