/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pages of papers: writing, reading, sending. */
#pragma once

#include "papers/papers.h"
#include "papers/releases.h"
#include "ui/waiting.h"
#include "web/routes.h"

extern const Route papers_routes[];        /* the list, one paper, writing */
extern const Route find_routes[];          /* looking for papers */
extern const Route easy_routes[];          /* Easy Read rows */
extern const Route send_routes[];          /* who gets a paper */
extern const Route release_routes[];       /* how far its sending is */
extern const Route listen_routes[];        /* hearing a paper, chapter by chapter */
extern const Route need_answer_routes[];   /* needs out of answers */
extern const Route answers_routes[];       /* what people answered by mail and slip */
extern const Route letters_routes[];       /* letters of all papers, slips that come back */
extern const Route spoken_routes[];        /* how words are said */
extern const Route hard_word_routes[];     /* hard words and what they mean */
extern const Route picture_routes[];       /* own pictures */
extern const Route reading_routes[];       /* how easy a paper is to read */
extern const Route comment_routes[];       /* what people say about papers */
extern const Route own_comment_routes[];   /* changing what I said */
extern const Route comment_power_routes[]; /* what organisers do with that */
extern const Route comment_told_routes[];  /* telling what was answered */
extern const Route version_routes[];       /* changing what was sent */

extern const Route by_hand_routes[]; /* calls, visits, text messages, post, reading aloud */

typedef struct Page Page;
/* What came of a sending: answers, mails that came back. */
void put_what_came(Page *page, const Release *release);
/* One answer, as it is shown to whoever gave it. */
typedef struct MailAnswer MailAnswer;
void put_answer_of(Page *page, const MailAnswer *answer);
/* The way to put it with what helps its person, or that it stands there. */
void put_need_link(Page *page, const MailAnswer *answer, bool is_own);
/* Answers that wait for an organiser. */
Waiting answers_card(Request *r, const WaitingRow *row);
const Waiting *comment_answers_waiting(Request *r); /* WaitingAsk */

/* The formats of a paper as its reader has them. */
typedef struct {
  const Paper *paper;
  FormatWants wants;
  const MadeFormat *made;           /* by people, all of the paper */
  bool needs_made[MADE_KIND_COUNT]; /* what they said helps them, shared or not */
  const char *language;             /* in which a translation helps them; "" for any */
  const struct LateCopy *late;      /* theirs, that were not ready when the others had it */
} PaperFormats;

PaperFormats paper_formats_of(Request *r, const Paper *paper);
void put_my_formats(Page *page, const PaperFormats *formats);
void put_other_formats(Page *page, const PaperFormats *formats);
typedef struct TrustAct TrustAct;
void name_paper_acts(Page *page, TrustAct *acts); /* an ActNamer (people/supporter_pages.h) */
void put_paper_card(Page *page, const Paper *paper);
/* Its words; `has_talk`: with what people say about its parts, and the ways to say something. */
void put_paper_words(Page *page, const Paper *paper, bool has_talk);
/* The ways to say something about the whole of a sent paper, and to what people said about it; 0:
 * nothing, or it was not counted. */
void put_said_links(Page *page, const Paper *paper, int total);
/* The box in which people type what they look for; `typed` may be "". */
void put_paper_finder(Page *page, const char *typed);
/* "/papers/…" and "/releases/…"; arena memory. */
const char *paper_path(Request *r, int64_t paper_id);
const char *release_path(Request *r, int64_t release_id);
const char *format_path(Request *r, const Paper *paper, const FormatWant *want);
const char *listen_path(Request *r, int64_t paper_id, SpeechSpeed speed);
/* A list item that leads there. */
void put_listen_link(Page *page, int64_t paper_id);
/* The paper of ":paper" when this viewer may read it; else answers "not found" and gives NULL. */
const Paper *find_readable_paper(Request *r);
/* Likewise of ":release". */
const Release *find_release(Request *r);
/* For organisers: what they work on, of a sent paper the draft of its next version once there is
 * one (papers/versions.h). NULL: "not found" was answered. */
const Paper *find_paper_to_change(Request *r);
const char *date_in_words(Page *page, int64_t at_us);
