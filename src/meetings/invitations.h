/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Telling a whole group of a meeting, in each person's way: mails as they chose (what is about
 * oneself comes at once, notices/digest.h), the start page, and a list for the telephone, for
 * letters and for meeting in person. One message a person and change (issue 5). */
#pragma once

#include "meetings/meetings.h"
#include "notices/digest.h"
#include "notices/mail_in.h"
#include "notices/to_tell.h"

/* Changed: its name, place or a way in. */
typedef enum { NEWS_CALLED, NEWS_MOVED, NEWS_CHANGED, NEWS_OFF } MeetingNews;

typedef struct {
  MeetingNews what;
  const char *origin, *time_zone; /* "https://place.example", "Europe/London" */
} NewsWish;

/* To all in the group who are here, but the one who does it (and them, when a mail of it went to
 * them before). Of those called together the first speaks for all. Nothing for a meeting that is
 * written down afterwards. */
void invitations_tell(Txn *txn, const Act *act, int64_t group_id, int64_t meeting_id,
                      const NewsWish *wish);

/* Where the site was when all were told last: for links in mails; "": not known. g_free. */
char *invitations_origin(Txn *txn, int64_t meeting_id);
/* What was told of this meeting last. False: nothing. */
bool invitations_newest(Txn *txn, int64_t meeting_id, MeetingNews *ret_what);
/* How it begins: message id. `has_others`: it is of several meetings. */
const char *meeting_news_words(MeetingNews what, bool has_others);

/* Who is reached by no mail, or whose mail of it came back, has not been told of the newest change
 * otherwise and has not answered since. */
const ToTell *invitations_to_tell(Txn *txn, Arena *arena, const Meeting *meeting);
/* Somebody told them. Nothing when nobody needs to. */
void invitations_mark_told(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id);

/* Mails to them come back: what mails have said since then of meetings to come was not told. */
void invitations_untell_mailed(Txn *txn, const Act *act, int64_t member_id, int64_t since_us);
/* Mails reach this member from now on: so does what they were not told yet. */
void invitations_mail_untold(Txn *txn, const Act *act, int64_t member_id);

/* DigestKind "meeting", a row of meeting_news. */
bool invitation_write(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id, int64_t news_id,
                      DigestWords *ret_words);
void invitation_mark_mailed(Txn *txn, const Act *act, const DigestSent *sent);
/* AnswerTaker of MAIL_KIND_MEETING: "yes", "no", "need a lift", or thoughts. */
void invitation_find_about(Txn *txn, Arena *arena, const Return *mail, MailAnswer *answer,
                           const char **ret_title);
void invitation_take(Txn *txn, const Act *act, MailAnswer *answer);
/* Message id: how to answer such a mail. */
const char *invitation_how_to_answer(void);
