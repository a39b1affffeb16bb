/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Route tables: each subject exports one. Access is denied by default: a row without an access
 * right does not start. */
#pragma once

#include "web/request.h"

/* True: may. Asked after the session is known, inside the request's transaction. A member who may
 * not gets "page not found", or WebOptions.draw_denied says what to do instead; somebody not signed
 * in gets the sign-in page. */
typedef bool (*AccessRight)(Request *r);

/* Rights that web itself knows. Others belong to the subject that owns them. */
bool anyone(Request *r);
bool is_signed_in(Request *r); /* and takes part (RIGHT_TAKE_PART) */

typedef struct Route {
  const char *method; /* "GET" or "POST" (HEAD is answered from GET) */
  const char *path;   /* "/papers/:paper/send": segments, ':' names one */
  AccessRight access;
  void (*handler)(Request *r);
  size_t body_max;               /* POST: bytes; 0: 64 KiB */
  bool is_large_when_shown;      /* … only after the form was shown (request_let_large) */
  int fields_max;                /* POST: 0: 200 */
  int per_minute;                /* POST from one address, and from one account; 0: 120 */
  const char *read_is_logged_as; /* GET: kind of log entry that reading makes, or NULL. It concerns
                                    the :member of the path, or is about its first id */
  bool keeps_nothing; /* POST: it changes nothing in the database, and sent twice it does the same
                         as once: it runs in a snapshot that only reads, no reply is stored, the
                         journal has no line of it. For what is shown for a moment (web/live.h) */
  bool is_one_click;  /* POST: also as mail programs send it, RFC 8058: no form of ours,
                         the address says who may; answered without a redirect */
  const char *too_large; /* POST: what to do with a body that is, besides trying a smaller
                            one; message id, or NULL */
  Support supporter;     /* what a member's supporter may do here; none: nothing */
} Route;

AccessRight request_access(const Request *r); /* that its route asks for */

#define ROUTES_END \
  {                \
    .method = NULL \
  }
