/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A community's own photographs and drawings (R11): added, cleaned by the press (place, camera and
 * all else that is not seen goes), shown, taken away when somebody in them says no. Finding them
 * by name or words is in pictures.h. */
#pragma once

#include "papers/papers.h"
#include "papers/picture_file.h"
#include "papers/pictures.h"
#include "press/input.h"

enum {
  PICTURE_SHOWS_MAX = 150, /* characters */
  PICTURE_WORDS_MAX = 200,
  PICTURE_CREDIT_MAX = 100,
  PICTURE_CONSENT_MAX = 300,
};

typedef enum { PICTURE_WAITING, PICTURE_READY, PICTURE_FAILED, PICTURE_TAKEN_AWAY } PictureState;

typedef struct {
  int64_t id;
  const char *name, *shows, *words, *credit;
  bool has_people;     /* somebody can be recognised */
  const char *consent; /* who said yes */
  PictureState state;
  const char *problem; /* message id, or NULL */
  int64_t made_at_us, taken_at_us;
  const char *taken_why;
  int64_t unasked_paper_id; /* whose Word file it came in, while nobody has said who is in it
                             * (word_pictures.h): only organisers see it; 0: said */
} OwnPicture;

/* Keeps the file and asks for it to be cleaned: until then nobody sees it. Name and state are set
 * here: the name is made of the words in `shows`. Refuses at "shows", "words", "credit", "consent"
 * (needed where there are people) and "file": too large, or of a kind that we cannot read (HEIC,
 * SVG and others each in their own words). */
void own_pictures_add(Txn *txn, const Act *act, const OwnPicture *picture, const AnswerFile *file,
                      Refusals *refusals, const char **ret_name, Arena *arena);
/* What it shows, words and credit; refuses likewise. The name stays. */
void own_pictures_change(Txn *txn, const Act *act, const OwnPicture *picture, Refusals *refusals);
/* Its bytes are gone for good; rows that name it show none. Refuses at "why": nothing said. */
void own_pictures_take_away(Txn *txn, const Act *act, int64_t id, const char *why,
                            Refusals *refusals);

/* NULL: none of that name. */
const OwnPicture *own_pictures_named(Txn *txn, Arena *arena, const char *name);
/* Newest first from before `before_id` (0: the newest); `is_organiser` false: only those that are
 * ready for everybody. Ends with id 0. One statement. */
const OwnPicture *own_pictures_list(Txn *txn, Arena *arena, bool is_organiser, int64_t before_id,
                                    int limit);
/* What is kept of a picture that is ready, and its media type (arena); NULL: none, or not yet for
 * others than organisers. */
GBytes *own_pictures_file(Txn *txn, Arena *arena, const char *name, bool is_organiser,
                          const char **ret_media_type);

/* Outbox task "picture-cleaning"; the thing is the picture. */
OutboxResult clean_own_picture(Db *db, const OutboxTask *task, void *data);
/* The words of all pictures, and what waits to be cleaned, after an archive was taken in. */
void own_pictures_after_archive(Txn *txn, const Act *act);
/* For erasing somebody: their name goes, the picture stays. */
void own_pictures_erase(Txn *txn, const Act *act, int64_t member_id);
