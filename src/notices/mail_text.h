/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What somebody typed in a mail, apart from what mail programs put round it. Pure: no database, no
 * library of mail. Nothing that was typed is lost: what is taken off is handed over too. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* What an answer says by its first word. */
typedef enum { ANSWER_YES, ANSWER_NO, ANSWER_NEED, ANSWER_COMMENT, ANSWER_COUNT } AnswerKind;

const char *answer_kind_name(AnswerKind kind); /* stored, and in forms: "yes" "no" "need" … */
bool answer_kind_from_name(const char *name, AnswerKind *ret_kind);

/* The words of an HTML mail: tags, scripts, styles and comments taken out, nothing fetched, quoted
 * lines begin with ">". `html` is UTF-8. g_free. */
char *mail_text_from_html(const char *html, size_t len);
/* Parts what was typed from quoted lines, the line above them ("On Monday, Ann wrote:"), headers of
 * the mail answered, signatures and what telephones add. Every line with a letter in it is in one
 * of the two. Both g_free; *ret_said "" when nothing is left. */
void mail_text_split(const char *text, char **ret_said, char **ret_rest);
/* "Yes, thank you" is ANSWER_YES; "Yesterday …" a comment; "I need …" is ANSWER_NEED. */
AnswerKind mail_text_answer(const char *said);
/* An idea begins with this word and no other one: what follows it, as it stands in `text`. NULL:
 * none. "Idea: a bench" is one, "Ideas …" and "Re: Idea" are not. */
const char *mail_text_idea(const char *text);
/* Something for an agenda, likewise: "Agenda: the bus". */
const char *mail_text_agenda(const char *text);
