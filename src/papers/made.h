/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Formats of a paper that people make (R11, R66): a film in sign language, a recording, a
 * translation, a photo story, or what they call it. Asked for with whoever said that they make it,
 * and a day; then here (a file, an address, or words), or not to be made, and why. */
#pragma once

#include "papers/media.h"
#include "papers/papers.h"
#include "press/job.h"

enum {
  MADE_WORDS_MAX = 300,             /* characters: what it is, who, why */
  MADE_URL_MAX = 500,               /* bytes */
  MADE_FILE_MAX = 20 * 1024 * 1024, /* bytes */
  MADE_A_PAPER = 20,                /* most formats of one paper */
};

typedef enum {
  MADE_SIGN_FILM,
  MADE_RECORDING,
  MADE_TRANSLATION,
  MADE_PHOTO_STORY,
  MADE_OTHER,
  MADE_KIND_COUNT
} MadeKind;

const char *made_kind_name(MadeKind kind); /* "sign-film": stored, and in forms */
bool made_kind_from_name(const char *name, MadeKind *ret_kind);
const char *made_kind_label(MadeKind kind); /* message id: "A film in sign language" */

typedef enum { MADE_ASKED, MADE_HERE, MADE_NOT_TO_BE } MadeState;

typedef struct {
  int64_t id, paper_id;
  MadeKind kind;
  const char *what;       /* of MADE_OTHER, and of a translation into another language: own words */
  const char *language;   /* of a translation: BCP 47, "" for one that is not of the list */
  const char *instead_of; /* format_name() of the program's own; "": it stands beside them */
  int64_t owner_id;       /* member who said that they make it; 0: none */
  const char *owner_name; /* theirs, or somebody outside in words; "" for nobody */
  int64_t due_us;         /* the end of the day that was said; 0: none */
  MadeState state;
  const char *why; /* MADE_NOT_TO_BE: in words */
  int64_t asked_at_us, here_at_us;
  const char *credit;           /* who made it, as they like to be called; "" for not said */
  const char *url;              /* an address elsewhere; "" where it is a file or words */
  const char *words;            /* CommonMark; "" for none, and in lists (made_of_paper) */
  bool has_words;               /* also in lists */
  const char *media_type;       /* of the file; "" for none */
  int64_t bytes, brought_at_us; /* brought: what is here now; here_at_us: the first */
  bool is_of_before;            /* it was made from the paper before its last change */
} MadeFormat;

bool made_is_late(const MadeFormat *made, int64_t now_us);
/* Also for MADE_OTHER the words; arena or literal, not translated where a person wrote it. */
bool made_is_in_own_words(const MadeFormat *made);

/* Asks for one. Refuses: no owner, no day or one that is past, a language or words missing, too
 * many. `owner_id` and `owner_name`: one of them; both empty: it is here already (made_bring
 * follows). Gives the id. */
void made_ask(Txn *txn, const Act *act, const MadeFormat *made, Refusals *refusals,
              int64_t *ret_id);
/* Owner, day, what it stands in place of. The same refusals. */
void made_change(Txn *txn, const Act *act, const MadeFormat *made, Refusals *refusals);

/* What is brought: exactly one of file, url, words. */
typedef struct {
  const AnswerFile *file;
  const char *url, *words, *credit;
} MadeThing;

/* It is here, or another one takes its place. Whoever waited for it is told (late.h). Refuses: a
 * file that is too large, or not of the kind; an address that is not https; words that cannot be
 * read; nothing. */
void made_bring(Txn *txn, const Act *act, int64_t made_id, const MadeThing *thing,
                Refusals *refusals);
/* It cannot be made; refused without a word why. */
void made_give_up(Txn *txn, const Act *act, int64_t made_id, const char *why, Refusals *refusals);
/* What was brought goes, for good; who was asked to make it is asked no more. */
void made_remove(Txn *txn, const Act *act, int64_t made_id);

/* NULL: none of that id. */
const MadeFormat *made_find(Txn *txn, Arena *arena, int64_t made_id);
/* All of a paper in the order of kinds and time; ends with id 0. One statement. */
const MadeFormat *made_of_paper(Txn *txn, Arena *arena, int64_t paper_id);
/* Those asked of this member that are not here yet, with the title of their paper in `what`'s
 * place … see MadeAsked. One statement. */
/* True: this member said that they make a format of the paper, so they must be able to read it. */
bool made_is_owner(Txn *txn, int64_t paper_id, int64_t member_id);
/* The first that is here in place of this format of the program; NULL: none. */
const MadeFormat *made_instead(const MadeFormat *of_paper, PaperFormat format);

/* An open file, or -1: trouble, or none. From the cache, else from the database into it. */
int made_open_file(Txn *txn, const MadeFormat *made);

/* What waits for the viewer, ?2 (WaitingRow of ui/waiting.h): what they said that they make: its
 * day, the paper, own words, the name of its kind. */
#define MADE_WAITS                                                          \
  "SELECT 0, f.id, 0, f.due_us, p.title, f.what, f.kind FROM made_format f" \
  " JOIN paper p ON p.community_id = ?1 AND p.id = f.paper_id"              \
  " WHERE f.community_id = ?1 AND f.owner_id = ?2 AND f.state = 'asked'"    \
  " ORDER BY f.due_us, f.id LIMIT 20"
