/* SPDX-License-Identifier: AGPL-3.0-or-later
 * "What helps you take part?" (R11, DAPB1605 Amd 30/2025: identify, record, flag, share, meet,
 * review). The standard's kinds in plain words, ticks and own words; each "I must have this" or
 * "this helps"; who may know, kind by kind; when to ask again. Sealed per person. */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "db/db.h"
#include "questions/questions.h"
#include "questions/refusals.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum {
  NEED_CONTACT,      /* specific contact method */
  NEED_FORMAT,       /* specific information format */
  NEED_TALK,         /* communication support */
  NEED_PROFESSIONAL, /* communication professional */
  NEED_ADJUSTMENT,   /* other reasonable adjustments */
  NEED_KIND_COUNT
} NeedKind;

enum {
  NEEDS_A_KIND = 12,
  NEED_WORDS_MAX = 2000,
  ASK_AGAIN_MONTHS = 12, /* unless they say otherwise */
  ASK_AGAIN_MONTHS_MAX = 60,
  ASK_AGAIN_OWN_DAY = -1, /* in place of months */
};

typedef struct {
  const char *code; /* of need_choices() */
  bool is_must;     /* else: it helps */
} Need;

typedef struct {
  Need needs[NEEDS_A_KIND];
  int count;
  const char *words; /* own words, "" for none */
  /* Of "another language": BCP 47 (lang/languages.h); NULL or "": not said, or not of that list. */
  const char *language;
  bool is_words_must;
  bool is_shared; /* organisers who must act on it may know; else nobody yet */
} NeedsOfKind;

typedef struct {
  NeedsOfKind kinds[NEED_KIND_COUNT];
  int ask_again_months;    /* 0: do not ask; ASK_AGAIN_OWN_DAY: on a day of their own */
  int64_t ask_again_at_us; /* 0: nothing to ask about */
  int64_t noted_at_us;     /* somebody else wrote here, and the person has not looked; 0: none */
} Needs;

#define NEED_OTHER_LANGUAGE "other-language"

const char *need_kind_name(NeedKind kind); /* "contact": stored, and in addresses */
bool need_kind_from_name(const char *name, NeedKind *ret_kind);
const char *need_kind_title(NeedKind kind); /* message id */
/* Message id of what can be ticked, by its code; NULL: not one. */
const char *need_label(const char *code);
/* What can be ticked: value, label; `shows` names the question of how much it matters. */
const Choice *need_choices(NeedKind kind);
bool needs_have_any(const NeedsOfKind *needs);

/* Texts live in the arena. `is_shared_only`: what organisers may know. */
const Needs *needs_read(Txn *txn, Arena *arena, int64_t member_id, bool is_shared_only);
/* One kind of a sealed sheet (own_words of the topic OWN_NEEDS) in a list that joins it and the
 * person's key: what organisers may know. Nothing where there is no sheet. */
NeedsOfKind needs_open_shared(Txn *txn, Arena *arena, const void *person_key, size_t key_len,
                              int64_t member_id, const void *sealed, size_t len, NeedKind kind);
/* True: it is among them. *ret_is_must may be NULL. */
bool needs_have(const NeedsOfKind *needs, const char *code, bool *ret_is_must);
/* By whoever acts: what somebody else wrote waits until the person looked, changed it, or said when
 * to ask again. */
void needs_change(Txn *txn, const Act *act, int64_t member_id, NeedKind kind,
                  const NeedsOfKind *needs);
/* The language in which papers help them; "": none, or not said which. */
const char *needs_language(const NeedsOfKind *needs);
/* Months from now; 0: do not ask. The default is 12. Also says "still right". */
void needs_ask_again_in(Txn *txn, const Act *act, int64_t member_id, int months);
/* On a day of their own, question "day": refused when it is past or more than five years away. */
void needs_ask_again_on(Txn *txn, const Act *act, int64_t member_id, int year, int month, int day,
                        Refusals *refusals);
/* For people_collect: as rows { kind, need, matters, who_may_know }. */
void needs_collect(Txn *txn, int64_t member_id, json_t *facts);
