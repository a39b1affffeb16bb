/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What people say about a paper, or about one part of it (R11, R66, R97). Whoever the paper reached
 * may say something, by whichever way; organisers may answer, and hide what breaks the house rules,
 * with a reason that everybody can read. Nobody is asked for one, and nobody is chased. */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "commonmark/parts.h"
#include "db/db.h"
#include "questions/refusals.h"

#include <stdbool.h>
#include <stdint.h>

enum {
  COMMENT_WORDS_MAX = 5000,  /* characters */
  COMMENT_ANSWER_MAX = 2000, /* likewise, each of its two boxes */
  COMMENT_REASON_MAX = 300,
};

/* How the words came. */
typedef enum {
  COMMENT_BY_PAGE,
  COMMENT_BY_MAIL,
  COMMENT_BY_SLIP,
  COMMENT_BY_PHONE,
  COMMENT_WAY_COUNT
} CommentWay;

const char *comment_way_name(CommentWay way); /* "page" "mail" "slip" "phone": stored, in forms */
bool comment_way_from_name(const char *name, CommentWay *ret_way);

typedef struct {
  int64_t paper_id;
  int version; /* that they had before them; 0: the one that is read now */
  int part;    /* number in that version (commonmark/parts.h); 0: the whole paper */
  const char *words;
  int64_t member_id; /* whose words; 0: of whoever acts, or for whom they act */
  CommentWay way;
  bool is_nameless; /* nobody else is told whose words these are */
} CommentWish;

/* Adds it. The act says who did it: the person, whoever wrote it down for them, or the program (a
 * mail, a slip). Refuses: no words, too many ("words"); a part that the version does not have
 * ("part"); somebody whom the paper did not reach and who does not organise, a paper that was not
 * sent (""). */
void comments_add(Txn *txn, const Act *act, const CommentWish *wish, Refusals *refusals,
                  int64_t *ret_id);

typedef struct {
  const char *words, *did, *by_name; /* by_name "": of somebody who is erased */
  int64_t at_us;
} CommentAnswer;

typedef struct {
  int64_t id, paper_id;
  int64_t member_id;      /* 0: erased, or nameless to this viewer */
  const char *name;       /* whose words; NULL: nameless to this viewer; "": erased */
  const char *noted_name; /* who wrote them down; NULL: they did themself */
  const char *words;      /* "" when taken back, or hidden from this viewer */
  const char *about;      /* how the part begins; "": the whole paper */
  const char *print;
  int version, part;
  CommentWay way;
  bool is_own, is_nameless, is_gone, is_hidden;
  int64_t said_at_us, changed_at_us, hidden_at_us; /* 0: not */
  const char *hidden_why;
  const CommentAnswer *answer; /* NULL: none */
} Comment;

/* Who looks: what is hidden from others, its writer and organisers still read. */
typedef struct {
  int64_t member_id;
  bool is_organiser;
} CommentViewer;

/* Newest first from before `before_id` (0: the newest); ended by id 0. One statement. */
const Comment *comments_of_paper(Txn *txn, Arena *arena, int64_t paper_id,
                                 const CommentViewer *viewer, int64_t before_id, int limit);
/* The same of the parts with this fingerprint ("": the whole paper), oldest first, from after
 * `after_id`. */
const Comment *comments_of_part(Txn *txn, Arena *arena, int64_t paper_id, const char *print,
                                const CommentViewer *viewer, int64_t after_id, int limit);
/* NULL: none of that id. */
const Comment *comments_find(Txn *txn, Arena *arena, int64_t comment_id,
                             const CommentViewer *viewer);

typedef struct {
  int part, count; /* of the version it was said about; count 0 ends */
  const char *print;
} CommentCount;

/* How many there are of each part, without those taken back. One statement. */
const CommentCount *comments_count(Txn *txn, Arena *arena, int64_t paper_id);

/* ---- one's own: whoever's words these are, or who acts for them; else nothing happens ---- */

/* Refuses as comments_add does. */
void comments_change(Txn *txn, const Act *act, int64_t comment_id, const char *words,
                     bool is_nameless, Refusals *refusals);
/* The words are gone for good; where there is an answer, its place stays. */
void comments_take_back(Txn *txn, const Act *act, int64_t comment_id);

/* ---- by organisers ---- */

/* `did`: what was done because of it, "": nothing yet. Refuses at "answer", "did". */
void comments_answer(Txn *txn, const Act *act, int64_t comment_id, const char *words,
                     const char *did, Refusals *refusals);
/* A use of power: the reason is published, so it names nobody. Refuses at "reason". */
void comments_hide(Txn *txn, const Act *act, int64_t comment_id, const char *reason,
                   Refusals *refusals);
/* It can be read again: a use of power too. */
void comments_show(Txn *txn, const Act *act, int64_t comment_id);

/* All of a person's words, when they are erased. */
void comments_erase(Txn *txn, const Act *act, int64_t member_id);

/* ---- comment_words.c ---- */

/* The words by which a comment is found, in place of those it had; NULL or "": none. */
void comments_keep_words(Txn *txn, const Act *act, int64_t comment_id, int64_t paper_id,
                         const char *words);
/* Of all comments, after an archive was taken in. */
void comments_keep_all_words(Txn *txn, const Act *act);

/* ---- comment_find.c ---- */

typedef struct {
  int64_t id, paper_id, said_at_us;
  const char *paper_title, *words, *about;
  const char *name; /* NULL: nameless; "": erased */
} FoundComment;

/* Those with all the words, as papers_with_words finds papers, in the same order: on papers that
 * reached the member; 0: all, for organisers. Ended by id 0. Two statements. */
const FoundComment *comments_with_words(Txn *txn, Arena *arena, int64_t member_id,
                                        const char *typed, int limit);
