/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Invitations as calendar programs read them, and what these answer (RFC 5546, RFC 6047). Where the
 * mail server takes addresses with a plus, each person and meeting has an address of its own that
 * answers go to, the same for all that is ever said of this meeting: programs take a change only
 * from whom the invitation came from. Its token proves who answers, as in other mails (decision
 * 0024). Without a plus an answer could not be placed: then it is an event to look at, and the
 * words of the mail say how to answer. */
#pragma once

#include "lang/lang.h"
#include "meetings/meetings.h"
#include "notices/mail.h"
#include "notices/mail_answers.h"

/* Of DigestKind "meeting"; a row of meeting_news. */
void calendar_prepare_mail(Txn *txn, const Act *act, int64_t member_id, int64_t news_id,
                           const char *origin);
/* One calendar each of those called together. */
void calendar_write_mail(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id,
                         int64_t news_id, const char *origin, MailCalendars *calendars);

/* The answer of a program, from the member's own address. It counts when it is to the time that the
 * meeting has now, be its name or place another one since. One to an older time, or to one that was
 * called off, settles itself, since its person was told. What is no answer to this meeting, nor to
 * one called together with it, stays for an organiser. */
void calendar_take_answer(Txn *txn, const Act *act, const Meeting *meeting, MailAnswer *answer,
                          Refusals *refusals);
