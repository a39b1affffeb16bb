/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pictures of one paper or of its Easy Read rows, looked up all at once. */
#pragma once

#include "papers/papers.h"
#include "papers/pictures.h"
#include "press/easy_read.h"

enum {
  PAPER_PICTURES_MAX = 60, /* different names looked up of a paper; further ones stay words */
  PAPER_PICTURES_BYTES_MAX = 24 * 1024 * 1024, /* of one paper, as they go to the press */
};

/* Lives in the arena. */
typedef struct {
  const char *const *names;
  const FoundPicture *found; /* one for each name, as pictures_find_all gives them */
  int count;
} PaperPictures;

/* Of "![…](name)" in a source. */
PaperPictures pictures_in_source(Txn *txn, Arena *arena, const char *source);
PaperPictures pictures_in_rows(Txn *txn, Arena *arena, const EasyRead *easy);
/* NULL: not among them, or there is no such picture. */
const FoundPicture *pictures_among(const PaperPictures *pictures, const char *name);
/* A PictureAddress (commonmark.h); data is a PaperPictures. Own pictures only. */
const char *paper_picture_address(const char *name, const void *data);
/* The first own picture named that is not there (any more); NULL: none. */
const char *pictures_missing(const PaperPictures *pictures);

/* An own picture that the press needs for a paper; bytes NULL until they are loaded. */
typedef struct OwnPictureFile {
  const char *name; /* NULL ends a list */
  int64_t id;
  const void *bytes;
  size_t len;
} OwnPictureFile;

/* Own pictures of the rows, or of a source ("![…](name)"), in their order and without their bytes;
 * NULL: none. */
const OwnPictureFile *own_pictures_of_rows(Txn *txn, Arena *arena, const EasyRead *easy);
const OwnPictureFile *own_pictures_of_source(Txn *txn, Arena *arena, const char *source);
/* The paper with the bytes of its own pictures, for whoever makes a format that shows them. Those
 * past PAPER_PICTURES_BYTES_MAX stay without, and are words. */
const Paper *papers_with_pictures(Txn *txn, Arena *arena, const Paper *paper);
