/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For tests of makers: a job from a text, without process and sandbox. */
#pragma once

#include "press/press.h"

typedef struct {
  PressJob job;
  char *title;
} TestJob;

/* The options left open are those that main.c fills in. `text` has to be a paper (asserted). */
static inline TestJob
test_job(const char *text, PressOptions options)
{
  TestJob made = { .job = { .options = options } };
  const char *problem = NULL;

  made.job.paper = press_read_paper(text, strlen(text), options.title, &made.title, &problem);
  if (!made.job.paper)
    g_error("not a paper: %s", problem);
  made.job.options.title = made.title;
  if (!options.lang)
    made.job.options.lang = "en-GB";
  if (!options.grade)
    made.job.options.grade = 2;
  return made;
}

static inline void
test_job_clear(TestJob *made)
{
  commonmark_free(made->job.paper);
  g_free(made->title);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(TestJob, test_job_clear)
