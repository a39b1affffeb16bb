/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Ideas, and what happened to them (R9, R94; indicators 7, 8): anybody puts one to a group, or to
 * nobody yet; the group owes an answer with a reason within 28 days; its author says whether that
 * answers them, and may ask one other group, once. Nothing counts who is for an idea: an idea is no
 * ballot, and nothing ranks people. Answering is idea_answers.h. */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "base/clock.h"
#include "db/db.h"
#include "log/log.h"
#include "questions/questions.h"

#include <stdbool.h>
#include <stdint.h>

enum {
  IDEA_WORDS_MAX = 2000,   /* characters */
  IDEA_BECAUSE_MAX = 2000, /* likewise */
  IDEAS_WAITING_MAX = 50,  /* of one author at a time */
};
#define IDEA_ANSWER_US (28 * US_PER_DAY)

extern const LogKind decisions_log_kinds[];
extern const Choice idea_way_choices[]; /* how an idea of somebody else came */

typedef enum {
  IDEA_WAITS,
  IDEA_ADOPTED,
  IDEA_PARTLY,
  IDEA_NOT,
  IDEA_MERGED,
  IDEA_OUTCOMES
} IdeaOutcome;
/* "" "adopted" "partly" "not" "merged": stored, in forms. */
const char *idea_outcome_name(IdeaOutcome outcome);
bool idea_outcome_from_name(const char *name, IdeaOutcome *ret_outcome);

typedef enum { OWNER_NONE, OWNER_ASKED, OWNER_YES, OWNER_NO, OWNER_STATES } OwnerState;

typedef struct {
  int64_t id; /* 0 ends a list */
  int64_t group_id, asked_id;
  const char *group_name, *asked_name; /* "": none, or one that the viewer may not know of */
  int round;
  const char *words;       /* "" when taken back */
  const char *name;        /* whose; NULL: not told to this viewer; "": somebody erased */
  const char *noted_name;  /* who wrote it down; NULL: they did themself */
  const char *helped_name; /* a supporter who acted for its author; NULL: nobody, or not told; "":
                              somebody who is gone */
  const char *owner_name;  /* who is asked to answer; "": nobody */
  const char *way;
  int64_t author_id; /* 0 where the name is not told */
  int64_t noted_by, owner_id, into_id;
  OwnerState owner_state;
  IdeaOutcome outcome;
  int64_t said_at_us, due_us, first_due_us, answered_at_us; /* answered 0: it waits */
  bool is_for_all, is_nameless, is_theirs, is_gone;
  bool is_own;    /* the viewer's own */
  bool may_steer; /* the viewer is in the group that answers, while it goes on; or organises, where
                     no group has it, or nobody was found in one that all may see */
  bool may_place; /* the viewer may give it to a group: an organiser, where no group has it, it has
                     closed, or nobody was found in it */
  bool is_late;   /* waits for longer than was promised first */
  const char *because; /* of the newest answer; "" while none */
} Idea;

/* Who looks. What only a group may read, its members read, with author, writer and answerer. */
typedef struct {
  int64_t member_id, now_us;
  bool is_organiser;
} IdeaViewer;

/* NULL: none that this viewer may know of. */
const Idea *ideas_find(Txn *txn, Arena *arena, int64_t idea_id, const IdeaViewer *viewer);

typedef struct {
  const char *show;            /* "all" "waiting" "late", or the name of an outcome */
  int64_t group_id, author_id; /* 0: any */
} IdeaFilter;

/* Newest first from before `before_id` (0: the newest); ends with id 0. One statement. */
const Idea *ideas_list(Txn *txn, Arena *arena, const IdeaViewer *viewer, const IdeaFilter *filter,
                       int64_t before_id, int limit);
/* Those that became part of this one, oldest first; at most 50. */
const Idea *ideas_merged_into(Txn *txn, Arena *arena, int64_t idea_id, const IdeaViewer *viewer);

typedef struct {
  int64_t all, late, of[IDEA_OUTCOMES]; /* of[IDEA_WAITS] has the late ones too */
} IdeasSum;
/* Of those that the viewer may see; the filter's `show` does not count. One statement. */
IdeasSum ideas_sum(Txn *txn, const IdeaViewer *viewer, const IdeaFilter *filter);

/* How ideas that were put to a group fared (indicator 8), of those said since a moment. What is not
 * answered and not due yet is counted nowhere; what was taken back neither. One statement. */
typedef struct {
  int64_t due;     /* answered, or due by now */
  int64_t in_time; /* of these: answered with a reason within 28 days of being said */
  int64_t answered, answers_me, not_really, unsaid; /* what authors say to the first answer */
} IdeasKept;
IdeasKept ideas_kept(Txn *txn, int64_t group_id, int64_t since_us, int64_t now_us);

typedef struct {
  int64_t group_id; /* 0: organisers place it */
  const char *words;
  bool is_for_all, is_nameless;
  const char *for_name; /* of whom it is, as they are called here; "": of whoever acts, or for whom
                           they act */
  const char *way;      /* of idea_way_choices, "page" or "mail" */
} IdeaWish;

/* Refuses: no words or too many ("words"); a group that the author may not see or that has closed
 * ("group"); nobody, or several, of that name ("for_name"); too many that wait (""). */
void ideas_add(Txn *txn, const Act *act, const IdeaWish *wish, Refusals *refusals, int64_t *ret_id);
/* By its author, of what another wrote down: "yes, I said this". */
void ideas_confirm(Txn *txn, const Act *act, const Idea *idea);
/* By its author: the words are gone for good. What it was answered stays. */
void ideas_take_back(Txn *txn, const Act *act, const Idea *idea);
/* By an organiser, of one that no group has. Refuses a group that is not there or has closed, or
 * that the organiser may not see ("group"). */
void ideas_place(Txn *txn, const Act *act, const Idea *idea, int64_t group_id, Refusals *refusals);

/* What waits for the viewer, ?2, who organises or not, ?4 (WaitingRow of ui/waiting.h): the first
 * of each sort, by IdeaWaits. */
typedef enum {
  IDEA_ANSWERED, /* an own idea whose answer they have not replied to */
  IDEA_NOTED,    /* written down for them, not yet said yes to */
  IDEA_JOINED,   /* their own, of which another one is a part since they read it last */
  IDEA_WHOLE,    /* of which theirs is a part, and that was answered since */
  IDEA_TO_SAY,   /* they are asked to answer */
  IDEA_PROMISED, /* they said yes to answering */
  IDEA_FREE,     /* put to a group of theirs, and nobody answers yet */
  IDEA_TO_PLACE, /* for organisers: no group has it, or nobody was found */
  IDEA_TO_TELL,  /* for organisers: answered, and its author is not reached by e-mail */
} IdeaWaits;
#define IDEAS_WAIT                                                                             \
  "SELECT 0, min(i.id), 0, 0, '', '', '' FROM idea i"                                          \
  " JOIN idea_answer a ON a.community_id = ?1 AND a.idea_id = i.id"                            \
  "  AND a.round = i.round AND a.reply = '' WHERE i.community_id = ?1 AND i.author_id = ?2"    \
  "  AND i.gone_at_us IS NULL"                                                                 \
  " HAVING min(i.id) IS NOT NULL UNION ALL"                                                    \
  " SELECT 1, min(i.id), 0, 0, '', '', '' FROM idea i"                                         \
  " WHERE i.community_id = ?1 AND i.author_id = ?2 AND i.is_theirs = 0"                        \
  "  AND i.gone_at_us IS NULL"                                                                 \
  " HAVING min(i.id) IS NOT NULL UNION ALL"                                                    \
  " SELECT 2, min(i.id), 0, 0, '', '', '' FROM idea i"                                         \
  " JOIN idea p ON p.community_id = ?1 AND p.into_id = i.id AND p.author_id <> ?2"             \
  " WHERE i.community_id = ?1 AND i.author_id = ?2"                                            \
  "  AND i.gone_at_us IS NULL AND p.answered_at_us >" IDEA_READ_LAST                           \
  " HAVING min(i.id) IS NOT NULL UNION ALL"                                                    \
  " SELECT 3, min(i.id), 0, 0, '', '', '' FROM idea i"                                         \
  " JOIN idea p ON p.community_id = ?1 AND p.into_id = i.id AND p.author_id = ?2"              \
  " JOIN idea_answer a ON a.community_id = ?1 AND a.idea_id = i.id"                            \
  "  AND a.made_at_us > p.answered_at_us WHERE i.community_id = ?1 AND i.author_id <> ?2"      \
  "  AND i.gone_at_us IS NULL AND a.made_at_us >" IDEA_READ_LAST                               \
  " HAVING min(i.id) IS NOT NULL UNION ALL"                                                    \
  " SELECT 4, min(i.id), 0, 0, '', '', '' FROM idea i"                                         \
  " WHERE i.community_id = ?1 AND i.owner_id = ?2 AND i.owner_state = 'asked'" IDEA_LIVES      \
  " HAVING min(i.id) IS NOT NULL UNION ALL"                                                    \
  " SELECT 5, min(i.id), 0, min(i.due_us), '', '', '' FROM idea i"                             \
  " WHERE i.community_id = ?1 AND i.owner_id = ?2 AND i.owner_state = 'yes'" IDEA_LIVES        \
  " HAVING min(i.id) IS NOT NULL UNION ALL"                                                    \
  " SELECT 6, min(i.id), 0, 0, '', '', '' FROM idea i"                                         \
  " JOIN group_member m ON m.community_id = ?1 AND m.group_id = i.asked_id"                    \
  "  AND m.member_id = ?2 AND m.state = 'in'"                                                  \
  " JOIN working_group g ON g.community_id = ?1 AND g.id = i.asked_id"                         \
  "  AND g.state = 'going' WHERE i.community_id = ?1 AND i.author_id <> ?2"                    \
  "  AND i.owner_state IN ('none', 'no')" IDEA_LIVES " HAVING min(i.id) IS NOT NULL UNION ALL" \
  " SELECT 7, min(i.id), 0, 0, '', '', '' FROM idea i"                                         \
  " LEFT JOIN working_group g ON g.community_id = ?1 AND g.id = i.asked_id"                    \
  " WHERE i.community_id = ?1 AND ?4 = 1 AND (i.asked_id = 0"                                  \
  "  OR ((i.owner_state = 'no' OR g.state = 'closed')" IDEA_OPEN_TO_ALL "))" IDEA_LIVES        \
  " HAVING min(i.id) IS NOT NULL UNION ALL"                                                    \
  " SELECT 8, min(i.id), 0, 0, '', '', '' FROM idea i"                                         \
  " JOIN idea_answer a ON a.community_id = ?1 AND a.idea_id = i.id"                            \
  "  AND a.told_at_us IS NULL LEFT JOIN working_group g ON g.community_id = ?1"                \
  "  AND g.id = i.group_id WHERE i.community_id = ?1 AND ?4 = 1 AND i.is_nameless = 0"         \
  "  AND i.author_id NOT IN (0, ?2) AND i.gone_at_us IS NULL" IDEA_OPEN_TO_ALL                 \
  " HAVING min(i.id) IS NOT NULL"
#define IDEA_LIVES " AND i.outcome = '' AND i.gone_at_us IS NULL"
/* Since the viewer read idea i last. */
#define IDEA_READ_LAST                                                                             \
  " COALESCE((SELECT r.read_at_us FROM idea_read r WHERE r.community_id = ?1 AND r.idea_id = i.id" \
  " AND r.member_id = ?2), 0)"
#define IDEA_OPEN_TO_ALL " AND i.seen_by = 'all' AND COALESCE(g.seen_by, 'all') = 'all'"
