/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Inside commontable-press: what a maker of one format gets and gives. One job a process, one
 * thread. By the time a maker runs, the process is locked in (sandbox.h): it may read only the
 * folders named in its row of `makers` in main.c, and write nothing but standard output.
 *
 * A maker puts the finished format into `out`, whole, in memory; main writes it only when the
 * result is PRESS_MADE, so that half a file never looks like a whole one. */
#pragma once

#include "base/buffer.h"
#include "commonmark/commonmark.h"
#include "press/easy_read.h"
#include "press/input.h"
#include "press/job.h"

#include <cmark-gfm.h>

enum {
  PRESS_OUTPUT_MAX = 64 * 1024 * 1024, /* bytes out: three and a half hours of speech */
};

typedef struct {
  PressOptions options;    /* nothing left open: points, grade, title and lang are set */
  cmark_node *paper;       /* without its title; NULL for Easy Read, post packs and bags */
  const EasyRead *rows;    /* NULL but for Easy Read */
  const PressInput *input; /* the text and the pictures (press_input_find); NULL for a picture */
  GBytes *file;            /* an uploaded picture as it came; else NULL */
} PressJob;

PressResult press_large_print(const PressJob *job, Buffer *out);
PressResult press_easy_read(const PressJob *job, Buffer *out);
PressResult press_braille(const PressJob *job, Buffer *out);
PressResult press_post_pack(const PressJob *job, Buffer *out);
PressResult press_meeting_bag(const PressJob *job, Buffer *out);
PressResult press_audio(const PressJob *job, Buffer *out);
PressResult press_picture(const PressJob *job, Buffer *out);
bool press_open_pictures(void); /* what reads them, before the sandbox closes */

/* One plain line on standard error, then the result to return: the source's fault (the server
 * tells it to the person in their language, so it is a message id, or one with values as
 * lang_told() reads them), or a library's (for the journal). */
PressResult press_refuse(const char *told);
PressResult press_fail(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* The paper that `text` is, read as everywhere (commonmark.h): without its title, headings from 2
 * down, pictures as nodes. *ret_title (g_free): `title`, or where that is NULL the first heading's
 * words, or "": whoever makes a format begins with it. NULL and *ret_problem (a message id) when it
 * is no paper. */
cmark_node *press_read_paper(const char *text, size_t len, const char *title, char **ret_title,
                             const char **ret_problem);
