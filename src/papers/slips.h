/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The slips of letters (R11, R66): what somebody ticked and wrote, typed in by an organiser. It
 * counts as an answer by mail does. */
#pragma once

#include "lang/lang.h"
#include "notices/mail_answers.h"
#include "questions/questions.h"

/* A letter's slip, known by its code. */
typedef struct {
  int64_t delivery_id, paper_id, member_id;
  int version; /* of the paper, that the letter held */
  const char *name, *title;
} Slip;

/* The code as somebody types it, with any spaces. 0: it is none. */
int64_t slip_read_code(const char *typed);
/* False: no letter of this community has it. */
bool slip_find(Txn *txn, Arena *arena, int64_t delivery_id, Slip *ret_slip);

typedef struct {
  bool has_read;            /* a box is ticked: */
  bool can_read;            /* "It is right for me"; else "I cannot read it" */
  const char *need, *words; /* "": nothing */
  int64_t part;             /* that the words are about; 0: the whole paper */
  bool has_more;            /* something else stands on it, which its own subject keeps */
} SlipWords;

/* Keeps what was not entered before: the same slip twice says nothing new. Refuses: nothing at all
 * ("read"), words that a comment may not be ("words", "part"). *ret_new: how many things it was. */
void slip_enter(Txn *txn, const Act *act, const Slip *slip, const SlipWords *words,
                Refusals *refusals, int *ret_new);

/* An idea that stands on the slip goes to a subject above: as the person's, who is asked whether it
 * is what they said. Its id; 0: no more of theirs can wait. Once, before threads start. */
enum { SLIP_IDEA_MAX = 2000 };
typedef int64_t (*SlipIdeaTaker)(Txn *txn, const Act *act, int64_t member_id, const char *words,
                                 const char *way, bool *ret_is_new);
void slips_set_idea_taker(SlipIdeaTaker taker);
/* True: it was not here before. Nothing for "". Refuses: it cannot be kept ("idea"). */
bool slip_keep_idea(Txn *txn, const Act *act, const Slip *slip, const char *words,
                    Refusals *refusals);

/* What somebody wants to talk about goes on the agenda of a meeting, by a subject above: as theirs,
 * and they are asked whether it is what they said. */
enum { SLIP_TALK_MAX = 2000 };
typedef struct {
  const Lang *lang;
  const char *time_zone;
  int64_t member_id, paper_id, now_us;
  int64_t typist_id; /* who types the slip in */
} SlipMeetingsAsked;
typedef struct {
  /* Coming meetings of their groups, of those that the typist may see: values are ids as text.
   * Those of this paper first. */
  const Choice *(*meetings)(Txn *txn, Arena *arena, const SlipMeetingsAsked *asked);
  /* False: nothing new. Refuses: it cannot be kept there ("talk", "meeting"). */
  bool (*put)(Txn *txn, const Act *act, int64_t member_id, const char *meeting, const char *words,
              Refusals *refusals);
} SlipAgenda;
/* Once, before threads start. */
void slips_set_agenda(const SlipAgenda *agenda);
/* Ended by a NULL value; none where there is no such subject. */
const Choice *slip_meetings(Txn *txn, Arena *arena, const SlipMeetingsAsked *asked);
/* True: it was not there before. Nothing for "". Refuses: no meeting, or as the subject does. */
bool slip_keep_talk(Txn *txn, const Act *act, const Slip *slip, const char *meeting,
                    const char *words, Refusals *refusals);

/* Letters that wait to be posted. */
typedef struct {
  int64_t delivery_id, member_id; /* delivery 0 ends a list */
  const char *name, *title;
} WaitingLetter;
/* By person. */
const WaitingLetter *letters_waiting(Txn *txn, Arena *arena, int limit);
/* How many letters for how many papers wait. */
int64_t letters_count(Txn *txn, int64_t *ret_papers);
/* All that wait and are no newer than this one are posted. */
void letters_mark_posted(Txn *txn, const Act *act, int64_t newest_delivery_id);
