/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a group writes about itself: what it is for, what it offers, its ground rules, its yearly
 * reviews (R4, R13, R22, R81-R83). Each is kept as it was: changing one adds the next. */
#pragma once

#include "groups/groups.h"

enum { TEXTS_LIST_MAX = 50 };

/* ---- what we want to be different, and what it is for ---- */

typedef struct {
  int64_t id; /* 0: nothing yet, or the end of a list */
  const char *different, *purpose;
  const char *saving;       /* a value of saving_choices; "unsaid" until somebody said it */
  const char *saving_words; /* the target, where there is one */
  const char *why;          /* why it was changed */
  const char *made_by;      /* name; "" for somebody who is gone */
  int64_t made_at_us;
} Purpose;

extern const Choice saving_choices[]; /* "none", "target", "unsaid" */

const Purpose *purposes_list(Txn *txn, Arena *arena, int64_t group_id); /* newest first */
/* Refuses: nothing that is to be different, a savings target without words; a change without a why
 * (the first needs none). The same again changes nothing. */
void purposes_set(Txn *txn, const Act *act, int64_t group_id, const Purpose *purpose,
                  Refusals *refusals);

/* ---- what it offers ---- */

typedef struct {
  int64_t id;        /* 0: none was written, or the end of a list */
  const char *gives; /* values of offer_choices with commas between */
  const char *words;
  int64_t made_at_us;
} GroupOffer;

extern const Choice offer_choices[];
bool offer_gives(const GroupOffer *offer, const char *value);
const GroupOffer *offers_newest(Txn *txn, Arena *arena, int64_t group_id); /* never NULL */
const GroupOffer *offers_find(Txn *txn, Arena *arena, int64_t group_id, int64_t offer_id);
const GroupOffer *offers_list(Txn *txn, Arena *arena, int64_t group_id); /* newest first */
/* Refuses: nothing chosen, "nothing" together with something. */
void offers_set(Txn *txn, const Act *act, int64_t group_id, const char *gives, const char *words,
                Refusals *refusals);

/* ---- ground rules ---- */

typedef struct {
  int64_t id;
  const char *words;
  int64_t made_at_us;
} GroundRules;

const GroundRules *ground_rules_list(Txn *txn, Arena *arena, int64_t group_id); /* newest first */
void ground_rules_set(Txn *txn, const Act *act, int64_t group_id, const char *words,
                      Refusals *refusals);

/* ---- yearly review ---- */

typedef struct {
  int64_t id;
  const char *better, *hard, *celebrate;
  int64_t made_at_us;
  const char *left_words; /* in place of the three: of somebody who left, without their name */
} GroupReview;

const GroupReview *reviews_list(Txn *txn, Arena *arena, int64_t group_id); /* newest first */
/* A year has passed since the last one, or since the group began. Pure. */
bool review_is_due(int64_t last_us, int64_t now_us);
/* Refuses: three empty boxes. */
void reviews_add(Txn *txn, const Act *act, int64_t group_id, const GroupReview *review,
                 Refusals *refusals);
/* What somebody says as they leave; nothing when they say nothing. */
void reviews_add_left(Txn *txn, const Act *act, int64_t group_id, const char *words,
                      Refusals *refusals);
