/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The one thing that server and press share: what a job is. commontable-press reads a paper on
 * standard input and writes the format on standard output; one job a process; options below on
 * its command line. Exit codes are PressResult. It opens no file of the data folder, no socket,
 * starts no program. Pictures for Easy Read come with the input (see press_input). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Changes whenever the same source would give other bytes: part of the cache's key. */
#define PRESS_VERSION "4"

typedef enum {
  FORMAT_HTML,        /* page: made in the server (papers/) */
  FORMAT_TEXT,        /* plain text with numbered links: made in the server (papers/) */
  FORMAT_LARGE_PRINT, /* tagged PDF */
  FORMAT_EASY_READ,   /* tagged PDF of rows: picture and 1 to 3 short sentences */
  FORMAT_BRAILLE,     /* BRF, 40 cells by 25 lines, UEB */
  FORMAT_AUDIO,       /* MP3 with chapters */
  FORMAT_COUNT,
  FORMAT_POST_PACK,   /* not for members: all letters of a release as one PDF, see letters.h */
  FORMAT_MEETING_BAG, /* not of a paper: the sheets of a meeting as one PDF, see bag.h */
  FORMAT_PICTURE,     /* not of a paper: somebody's own picture, cleaned: PNG or JPEG */
} PaperFormat;

typedef enum { SPEED_NORMAL, SPEED_SLOW, SPEED_FAST, SPEED_COUNT } SpeechSpeed;

typedef struct {
  PaperFormat format;
  int points;        /* large print: 16, 18, 20, 24, 28; Easy Read: 16 or more; 0: 18 */
  int grade;         /* braille: 1 or 2; 0: 2 */
  SpeechSpeed speed; /* audio */
  const char *title; /* NULL: the first heading */
  const char *lang;  /* BCP 47; NULL: "en-GB" */
  bool has_numbers;  /* large print: the parts' numbers in the margin (commonmark/parts.h) */
  int numbered_rows; /* Easy Read: so many rows, from the first, have numbers in the margin */
} PressOptions;

typedef enum {
  PRESS_MADE = 0,
  PRESS_BAD_INPUT = 2, /* the source cannot be made into this (no rows, too long): say so */
  PRESS_FAILED = 3,    /* a library failed; worth one retry */
} PressResult;

enum {
  PRESS_SOURCE_MAX = 4 * 1024 * 1024, /* bytes in */
  PRESS_SECONDS_MAX = 120,            /* wall time a job */
};

/* Names on command lines, in addresses and file names: "html" "text" "large-print" … */
const char *format_name(PaperFormat format);
bool format_from_name(const char *name, PaperFormat *ret_format);
/* "slow", "normal", "fast". */
const char *speed_name(SpeechSpeed speed);
bool speed_from_name(const char *name, SpeechSpeed *ret_speed);
const char *format_extension(PaperFormat format);  /* "pdf" */
const char *format_media_type(PaperFormat format); /* "application/pdf" */
