/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A community's own list of how words are said: names of people and places, short forms. The server
 * writes it into the press's input beside the paper (press/input.h), under SAY_LIST_NAME: one line
 * a word, the word, a tab, how it is said. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define SAY_LIST_NAME "said.txt"

enum {
  SAY_WORDS_MAX = 500,
  SAY_WORD_MAX = 60,  /* characters */
  SAY_SAID_MAX = 120, /* characters */
};

typedef struct SayList SayList;

/* NULL when it is not in the form. */
SayList *say_list_read(const void *bytes, size_t len);
void say_list_free(SayList *list);
/* Adds a line. False, and nothing added, when one of the two is empty or too long, or has control
 * characters in it. */
bool say_list_write(GString *lines, const char *word, const char *said);
/* The text with each whole word of the list (capitals or not) as it is said. New string; g_free. */
char *say_list_apply(const SayList *list, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(SayList, say_list_free)
