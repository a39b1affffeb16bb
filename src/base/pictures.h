/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pictures that come with the program, by name: assets/pictures.list is the list. */
#pragma once

typedef struct {
  const char *name;  /* "calendar" */
  const char *asset; /* "pictures/calendar.svg" */
  const char *alt;   /* what it shows, for where no words stand beside it */
  const char *words; /* more words to find it by, small letters, spaces between */
} Picture;

/* In the list's order, which is for people who choose; ends with name NULL. */
extern const Picture pictures[];

const Picture *picture_find(const char *name); /* NULL: none of that name, or no name */
