/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What people answer to papers, by mail or by the slip of a letter (R11, R66): that they can read
 * it, that they cannot, what they need, or a comment. */
#pragma once

#include "notices/mail_in.h"

/* Message id: how to answer a mail about so many papers. */
const char *paper_how_to_answer(int papers);

typedef struct {
  int64_t id; /* 0 ends a list */
  const char *title;
} PaperTitle;
/* Of the papers that open answers are about, or one member's (else 0). */
const PaperTitle *paper_answer_titles(Txn *txn, Arena *arena, int64_t member_id);
/* Their address is right again: mails about papers of the last 30 days that came back, or waited,
 * go once more. */
void paper_mails_again(Txn *txn, const Act *act, int64_t member_id);

/* AnswerTaker of MAIL_KIND_PAPER. Of a mail about several papers, "2 yes" is about the second. */
void paper_answer_find_about(Txn *txn, Arena *arena, const Return *mail, MailAnswer *answer,
                             const char **ret_title);
void paper_answer_take(Txn *txn, const Act *act, MailAnswer *answer);
/* Its words stand with the paper from now on, and then it is settled; or comments refuse them. */
void paper_answer_comment(Txn *txn, const Act *act, MailAnswer *answer, Refusals *refusals);
