/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A request as a handler sees it. A GET handler reads in one snapshot and answers; a POST handler
 * runs whole or not at all: it answers with reply_redirect (kept) or with a page after
 * refusals (undone, 422, the form filled in again). */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "db/db.h"
#include "lang/lang.h"
#include "questions/answers.h"
#include "questions/refusals.h"
#include "web/sessions.h"
#include "web/viewer.h"

typedef struct Request Request;
typedef struct Web Web; /* the running site: web/web.h */

/* A form's id: the time it was drawn in milliseconds (48 bits, the highest first), so that forms
 * sent at about one time stand side by side in the database, and 80 random bits. */
enum { FORM_ID_BYTES = 16, FORM_ID_TIME_BYTES = 6 };
void form_id_new(unsigned char ret_id[static FORM_ID_BYTES]);

/* Hidden fields of every form, drawn by ui/form.c and taken out by web. */
#define FIELD_CSRF_TOKEN "_csrf"
#define FIELD_FORM_ID    "_form"
/* Which button of a form with one question a page was pressed: such a POST is no sending. It is
 * answered by the GET handler of the same address, in a snapshot that nothing can write to, with
 * the answers so far; ui/steps.c draws the next question. */
#define FIELD_STEP "_step"
/* What this browser was asked to remember; the latest choice, so it comes before the member's. */
#define LANGUAGE_COOKIE "language" /* a tag of lang_offered() */

/* What the address says. */
const char *request_path(const Request *r);                     /* "/papers/0f…/send" */
int64_t request_id_in_path(const Request *r, const char *name); /* ":paper"; 0: not an id */
const char *request_text_in_path(const Request *r, const char *name);
const char *request_query(const Request *r, const char *name); /* decoded; "" when absent */

/* This page's address with the language asked for in its query: it is remembered in the browser,
 * and leads back to the same page (web.c). */
const char *request_address_in(const Request *r, const char *language_tag);

/* What everything hangs on. */
Arena *request_arena(Request *r);
Txn *request_txn(Request *r);
const Act *request_act(Request *r); /* POST only: NULL on a GET */
const Viewer *request_viewer(const Request *r);
const Session *request_session(const Request *r);
const Lang *request_lang(const Request *r);
const char *request_look(const Request *r, PageLook look); /* cookie's, else viewer's, else usual */
/* Kept in this browser, and from now on in force. */
void request_set_look(Request *r, PageLook look, const char *word);
void request_set_language(Request *r, const char *tag);
const char *request_too_large_words(const Request *r); /* of its route; NULL: none */
int64_t request_now_us(const Request *r);              /* fixed for the request */
bool request_is_post(const Request *r);                /* a step of a form too */
const char *request_step(const Request *r); /* the button of the step; "": this is none */
/* What the access check of a page found, for its handler: one thing, by a name of the subject's
 * own; arena memory. In a POST, which may change what it is about, it is given once, and nothing
 * that its handler finds is kept. */
void request_remember(Request *r, const char *name, const void *found);
const void *request_remembered(Request *r, const char *name); /* NULL: nothing of this name */
/* Only what the browser itself had sent is on the page: no reading to put on record. */
void request_step_is_drawn(Request *r);

/* The place: the community by Host name. */
int64_t request_community(const Request *r);
const char *request_community_name(const Request *r);
const char *request_time_zone(const Request *r);
/* The form on this page may be sent to `path` with a large body: whoever sees it may send it. */
void request_let_large(const Request *r, const char *path);
const char *request_host(const Request *r); /* "riverside.example.org" */
const char *
request_origin(const Request *r); /* "https://riverside.example.org" for links sent out */

/* More than one community lives in this program: what belongs to the machine is not theirs. */
bool request_shares_machine(const Request *r);

/* What was typed. On a GET the answers are empty; set defaults with answers_set. */
Answers *request_answers(Request *r);
Refusals *request_refusals(Request *r);
const char *request_form_id(Request *r);     /* hidden field of every form drawn on this page */
const char *request_csrf_token(Request *r);  /* likewise */
const char *request_posted_form(Request *r); /* POST: the id of the form that was sent, hex */
/* A keyed hash of `text`, hex, that this browser alone can have made again: by its token, which is
 * in its cookie only. For what is shown to whoever sent a form, and cannot be read from the data.
 */
enum { BROWSER_HASH_SIZE = 65 };
void request_sign(Request *r, const char *text, char ret_hex[static BROWSER_HASH_SIZE]);
/* POST: the stored reply does not say which member sent the form. */
void request_leave_no_name(Request *r);

/* Answering: the first one counts. */
void reply_redirect(Request *r, const char *path); /* 303; path of this site, "/papers" */
/* 303 with a banner shown once on the next page; message id and optional value for {name}. */
void reply_redirect_saying(Request *r, const char *path, const char *message, const char *name);
void reply_html(Request *r, int status, Buffer *html); /* takes the bytes; ui's frame calls it */
/* Of the page that follows: the browser loads it again after so long. Only where somebody asked for
 * that, who can end it too (WCAG 2.2.1). */
void reply_load_again(Request *r, int seconds);
/* Of the reply that follows: the browser may keep it that long, for this person alone. */
void reply_may_be_kept(Request *r, int seconds);
void reply_bytes(Request *r, const char *media_type, const char *download_name, GBytes *bytes);
/* Of reply_bytes before it: whoever has these bytes already is only told so (ETag, RFC 9110). For
 * what programs fetch again and again. */
void reply_unless_known(Request *r);
/* A made format from the cache; NULL name: shown in the browser. Owns fd. */
void reply_fd(Request *r, const char *media_type, const char *download_name, int fd);
void
reply_not_found(Request *r); /* the plain page; also where access is denied to members' things */
/* Trouble found by a handler outside the database (a file that is gone). */
void reply_trouble(Request *r);
void request_set_cookie(Request *r, const char *name, const char *value, int64_t max_age_s);
/* One more try at something that could be guessed; `what` and `key` say at what. False: more than
 * `per_minute` in this community, from wherever. The memory is this process's own. */
bool request_may_try(Request *r, const char *what, const char *key, int per_minute);
/* Signs in: a new session for this member (old one of this browser ended). POST only. */
void request_sign_in(Request *r, int64_t member_id, SignInWay way);
/* The same with all that can be said of a session. Returns its id. */
int64_t request_begin_session(Request *r, const SessionStart *start);
void request_sign_out(Request *r);
/* From the next request on this session acts for somebody (a trust's id), or for oneself again (0).
 * POST only. */
void request_act_for(Request *r, int64_t acting_id);
/* The person for whom this session acts, also on pages where the supporter is themself; "" when
 * that is over; NULL: it acts for nobody. */
const char *request_acting_name(const Request *r);
/* False: somebody acts, and the page at this address is not open to them. */
bool request_may_go_to(const Request *r, const char *path);
/* The banner set by reply_redirect_saying, already filled in; NULL: none. Shown once. */
const char *request_banner(Request *r);
