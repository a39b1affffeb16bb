/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pictures of Easy Read pages and papers, by name: assets/pictures.list is the list. */
#pragma once

#include <stddef.h>

typedef struct {
  const char *name;  /* "calendar" */
  const char *asset; /* "pictures/calendar.svg" */
  const char *alt;   /* message id: what it shows, for where no words stand beside it */
} Picture;

extern const Picture
    pictures[]; /* in the list's order, which is for people who choose; NULL name */

const Picture *picture_find(const char *name); /* NULL: none of that name, or no name */
const char *picture_url(const char *name);     /* NULL likewise */
