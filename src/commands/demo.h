/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the demo's files share: its year is told from the oldest week to this one, in the order of
 * time, because the record of acts is. */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "db/db.h"
#include "questions/refusals.h"

#include <glib.h>

enum { DEMO_WEEKS = 52, DEMO_HARD_WORDS_WEEK = 9 };

typedef struct {
  Txn *txn;
  Refusals *refusals;
  IdTape *tape;
  const char *origin;      /* what links start with */
  GKeyFile *people;        /* assets/demo/people.ini */
  GKeyFile *papers;        /* assets/demo/papers.ini */
  GKeyFile *hard_words;    /* assets/demo/hard-words.ini */
  GKeyFile *groups;        /* assets/demo/groups.ini */
  GKeyFile *talk;          /* assets/demo/talk.ini */
  GKeyFile *ideas;         /* assets/demo/ideas.ini */
  GKeyFile *meetings;      /* assets/demo/meetings.ini */
  GHashTable *group_ids;   /* group's name → int64_t * */
  GHashTable *idea_ids;    /* number there → int64_t * */
  GHashTable *meeting_ids; /* names of its parts, and of places → int64_t * */
  GHashTable *ids;         /* member's name → int64_t * */
  GHashTable *paper_ids;   /* likewise of papers, by the names of their texts */
  GHashTable *talk_ids; /* "paper/name" → what was said or asked for in that line of talk.ini */
  int64_t monday_us;    /* midnight, of this week */
  int64_t organiser_id; /* 0: not there yet */
  int64_t newest_id;    /* the paper that was sent last */
  int people_count, papers_count;
} Demo;

/* A text of assets/demo by its name there without ".md"; NULL: there is none. */
const char *demo_text(const char *name);
/* The organiser's act; the operator's while there is none. */
Act demo_act(const Demo *demo, int64_t at_us);
/* This member's act. */
Act demo_act_of(const Demo *demo, const char *who, int64_t at_us);
/* 0, and the program ends: nobody is called so. */
int64_t demo_person(const Demo *demo, const char *name);

/* Those who came that many weeks ago, with what they say of themselves. */
void demo_people_of_week(Demo *demo, int week);
/* Whom people trust, as soon as all are there. */
void demo_supporters(Demo *demo);
/* What groups did that many weeks ago. */
void demo_groups_of_week(Demo *demo, int week);
/* Ideas that were put, answered and disputed that many weeks ago. */
void demo_ideas_of_week(Demo *demo, int week);
/* Meetings that were called, held and written down that many weeks ago. */
void demo_meetings_of_week(Demo *demo, int week);
/* Papers that were sent that many weeks ago; week 0: those being prepared, then the drafts. */
void demo_papers_of_week(Demo *demo, int week);
/* The text of this paper with such an ending (".2", ".easy"; "": its own), with the dates of its
 * week; arena memory. "": there is none. */
const char *demo_paper_text(const Demo *demo, Arena *arena, const char *paper, const char *ending);
/* Sends the paper to whom its line in papers.ini says; `why` NULL, or the change that was written
 * to all who have it. All are reached at once, or on the next day, but those of "undone". */
void demo_send(Demo *demo, const Act *act, const char *paper, int64_t paper_id, const char *why);

/* What was said about papers and made of them that many weeks ago. */
void demo_talk_of_week(Demo *demo, int week);
/* What was done with this paper on the morning on which it was sent. */
void demo_talk_before(Demo *demo, const char *paper, int week, int64_t at_us);
/* A drawing as a GIF file: "garden" or "kitchen". */
GByteArray *demo_draw(const char *which);

/* The list of hard words, and what people asked about, that many weeks ago. */
void demo_hard_words(Demo *demo, int week);

/* Replaces {thu+2}, {month+4} and {date}; `week_us` is the Monday of the paper's week, `at_us` when
 * it was sent. */
char *demo_with_dates(const char *text, int64_t week_us, int64_t at_us);
