/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Answering ideas: somebody is asked and may say no; an answer has a reason; the author says
 * whether it answers them, and may appeal once to another group, which answers once more, and that
 * is the end (R40, R94; indicator 8). The duty is the group's: nobody's lateness is shown. */
#pragma once

#include "decisions/ideas.h"
#include "people/people.h"

typedef struct {
  int64_t id; /* 0 ends a list */
  int round;
  int64_t group_id;
  const char *group_name; /* "": the organisers, or a group that the viewer may not know of */
  IdeaOutcome outcome;
  const char *because;
  const char *reply, *reply_words; /* "" "yes" "no" "left" */
  int64_t made_at_us, due_us;      /* due: as it was first promised */
  int64_t told_at_us, replied_at_us;
} IdeaAnswer;

/* First, then the one after the appeal; ends with id 0. */
const IdeaAnswer *idea_answers_of(Txn *txn, Arena *arena, int64_t idea_id, int64_t viewer_id);
/* To how many other ideas of this place the same words were the answer (indicator 8). */
int64_t idea_answers_alike(Txn *txn, int64_t idea_id, const char *because);

/* ---- who answers: by somebody who may steer the idea ---- */

/* Asks somebody by name, by a day. `due_us` 0: as it is. Refuses: nobody or several of that name
 * ("name"), a day that is over ("due"). Who and the author keep away from one another: it looks as
 * if they had said no. */
void idea_ask_owner(Txn *txn, const Act *act, const Idea *idea, const char *name, int64_t due_us,
                    const char *origin, Refusals *refusals);
void idea_take_on(Txn *txn, const Act *act, const Idea *idea); /* "I will answer it" */
/* By whoever is asked. */
void idea_agree(Txn *txn, const Act *act, const Idea *idea);
void idea_decline(Txn *txn, const Act *act, const Idea *idea);

/* ---- the answer: by whoever said yes to it ---- */

typedef struct {
  IdeaOutcome outcome;
  const char *because;
  int64_t into_id; /* IDEA_MERGED: the other idea */
} IdeaAnswerWish;

/* Refuses: no outcome, no reason or too long a one, no other idea or one that is merged itself. Its
 * author is told in their way; so is the author of the other idea. */
void idea_answer(Txn *txn, const Act *act, const Idea *idea, const IdeaAnswerWish *wish,
                 const char *origin, Refusals *refusals);

/* ---- what the author says ---- */

/* By the author, or by who brings what they said (then act->on_behalf_of is the author). `reply`:
 * "yes" "no" "left". Refuses: none chosen, words that are too long. Again changes it, until an
 * appeal. */
void idea_reply(Txn *txn, const Act *act, const Idea *idea, const char *reply, const char *words,
                Refusals *refusals);
/* Told, and they said nothing to it. */
void idea_note_told(Txn *txn, const Act *act, const Idea *idea);
/* True: answered once, and the author said "not really". */
bool idea_may_appeal(const Idea *idea, const IdeaAnswer *answers);
/* Something is new for this member of an idea that others are part of: its author has not read that
 * one became part of it; or theirs is a part of it, and it was answered. */
bool idea_has_news(Txn *txn, int64_t idea_id, int64_t member_id);
void idea_mark_read(Txn *txn, const Act *act, int64_t idea_id); /* by whoever acts, for themself */
/* By the author. Group 0: the organisers choose. Refuses: the same group, one that the author may
 * not see, one that has closed ("group"). */
void idea_appeal(Txn *txn, const Act *act, const Idea *idea, int64_t group_id, Refusals *refusals);

/* Answered, and the author is reached by telephone, post or in person, or by mails that come back:
 * for organisers. What is
 * nameless is told by whoever wrote it down, and stands in no list. */
typedef struct {
  int64_t idea_id, made_at_us; /* idea 0 ends a list */
  const char *name, *reach, *words;
} IdeaToTell;
const IdeaToTell *ideas_to_tell(Txn *txn, Arena *arena, int limit);
