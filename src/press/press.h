/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Inside commontable-press: what a maker of one format gets and gives. One job a process, one
 * thread. By the time a maker runs, the process is locked in (sandbox.h): it may read only the
 * folders named in its row of `makers` in main.c, and write nothing but standard output.
 *
 * A maker puts the finished format into `out`, whole, in memory; main writes it only when the
 * result is PRESS_MADE, so that half a file never looks like a whole one. */
#pragma once

#include "base/buffer.h"
#include "press/easy_read.h"
#include "press/input.h"
#include "press/job.h"

#include <cmark-gfm.h>

enum {
  PRESS_OUTPUT_MAX = 64 * 1024 * 1024, /* bytes out: three and a half hours of speech */
  PRESS_DEPTH_MAX = 64,                /* nodes inside one another: makers may recurse */
  PRESS_NODES_MAX = 500 * 1000,        /* in a paper: bounds memory and time */
};

typedef struct {
  PressOptions options;    /* nothing left open: points, grade, title and lang are set */
  cmark_node *paper;       /* a document; NULL for Easy Read and post packs */
  const EasyRead *rows;    /* NULL but for Easy Read */
  const PressInput *input; /* the text and the pictures (press_input_find) */
} PressJob;

PressResult press_large_print(const PressJob *job, Buffer *out);
PressResult press_easy_read(const PressJob *job, Buffer *out);
PressResult press_braille(const PressJob *job, Buffer *out);
PressResult press_post_pack(const PressJob *job, Buffer *out);
PressResult press_audio(const PressJob *job, Buffer *out);

/* One plain line on standard error, then the result to return: the source's fault (the server
 * tells it to the person in their language, so it is a message id, or one with values as
 * lang_told() reads them), or a library's (for the journal). */
PressResult press_refuse(const char *told);
PressResult press_fail(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* ---- paper.c: reading CommonMark ---- */
/* Extensions table, autolink, strikethrough. Raw HTML is gone: a block of it became a paragraph of
 * its words, <br> a line break, other tags nothing. Text nodes are consolidated. NULL and
 * *ret_problem (a literal) when the paper is empty, nested too deep or has too many parts. */
cmark_node *paper_parse(const char *text, size_t len, const char **ret_problem);
/* All words below a node, line ends as spaces, pictures as their alt words. Free with g_free. */
char *paper_words(cmark_node *node);
/* The words of the first heading, or NULL. Free with g_free. */
char *paper_first_heading(cmark_node *document);
/* What the table extension's nodes are: cmark_node_get_type() gives numbers made at run time. */
bool paper_is_table(cmark_node *node);
bool paper_is_table_row(cmark_node *node);
bool paper_is_table_cell(cmark_node *node);
bool paper_is_table_header(cmark_node *row); /* the first row of its table */
bool paper_is_strikethrough(cmark_node *node);
