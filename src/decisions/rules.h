/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the files of these rules share; for this folder only. */
#pragma once

#include "decisions/ideas.h"

/* Whose act it is: for whom somebody acts, else who acts. */
int64_t act_person(const Act *act);
/* The one who is here and is called so; 0 and a refusal at `question`: nobody, or several. */
int64_t person_named(Txn *txn, const char *question, const char *name, Refusals *refusals);
/* On the record; `concerns_id` 0: nobody in particular. */
void decisions_note(Txn *txn, const Act *act, const char *kind, int64_t thing_id,
                    int64_t concerns_id);
/* False and a refusal: nothing, or more than `most` characters. */
bool words_are_there(const char *question, const char *words, const char *missing,
                     Refusals *refusals);
bool words_fit(const char *question, const char *words, int most, Refusals *refusals);
/* False and a refusal at "group": the person may not see it, or it has closed. */
bool group_can_be_asked(Txn *txn, int64_t group_id, int64_t person_id, Refusals *refusals);
/* Nobody answers any more, or not yet: the next one is to be found. */
void idea_set_owner(Txn *txn, const Act *act, int64_t idea_id, int64_t owner_id, OwnerState state);

/* Ideas of this author that wait. */
int64_t ideas_count_waiting_of(Txn *txn, int64_t author_id);
/* Checked already. Theirs, when the author acts; else they are to say so. */
void idea_insert(Txn *txn, const Act *act, int64_t id, int64_t author_id, const IdeaWish *wish);

/* ---- idea_news.c: who hears of it by mail; no mail is made where `origin` is "" ---- */

/* To whose idea it is. True: e-mail reaches them, or they want none and look here themself. */
bool idea_news_answered(Txn *txn, const Act *act, const Idea *idea, int64_t author_id,
                        const char *origin);
void idea_news_joined(Txn *txn, const Act *act, int64_t idea_id, int64_t joined_id,
                      const char *origin);
void idea_news_asked(Txn *txn, const Act *act, int64_t idea_id, int64_t owner_id,
                     const char *origin);
