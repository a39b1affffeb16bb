/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the pages of comments share. */
#pragma once

#include "papers/comments.h"
#include "papers/papers_pages.h"
#include "questions/questions.h"

extern const Question comment_questions[]; /* "words", "nameless" */

CommentViewer comment_viewer(Request *r);
/* "/papers/…/parts/3", "/comments/…" and what comes after it. */
const char *part_path(Request *r, int64_t paper_id, int part);
const char *comment_path(Request *r, int64_t comment_id, const char *after);
/* The parts of the version that is read now; g_ptr_array_unref. */
GPtrArray *parts_now(const Paper *paper);
/* How many comments each part has, from 1; 0: about the whole paper. *ret_earlier grows by those
 * about parts that are not there any more. */
int *comments_by_part(Arena *arena, const GPtrArray *parts, const CommentCount *counts,
                      int *ret_earlier);
/* "0", the whole paper, and the numbers of its parts, each with how it begins. NULL: no paper. */
const Choice *part_choices(Request *r, Arena *arena, const Paper *paper);
/* The comment of ":comment" and its paper, when this viewer may read them; else answers "not found"
 * and gives NULL. */
const Comment *find_readable_comment(Request *r, const Paper **ret_paper);
/* `parts` NULL: it stands on the page of its part, so that it does not say what it is about. */
void put_comment(Page *page, const Comment *comment, const GPtrArray *parts);
/* The words that somebody said something about. */
void put_part_words(Page *page, const char *words);
