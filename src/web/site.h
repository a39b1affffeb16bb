/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the files of the running site share: the site itself and a request on its way. Private to
 * web/. */
#pragma once

#include "db/writer.h"
#include "web/board.h"
#include "web/known.h"
#include "web/metrics.h"
#include "web/pace.h"
#include "web/pool.h"
#include "web/rate_limits.h"
#include "web/request.h"
#include "web/route_table.h"
#include "web/sessions.h"
#include "web/static_files.h"
#include "web/streams.h"
#include "web/web.h"

/* Said with a form of ours that comes back with a fresh id: it was sent before with other words, or
 * it is from before signing in. */
#define FORM_STALE_MESSAGE \
  N_("This form was already sent once, or is an old copy. Check it, then send it again.")

/* Said with a form that came with signs no text can hold: it comes back without them. */
#define FORM_SIGNS_MESSAGE                                                                       \
  N_("Some signs in “{text}” cannot be kept, so we took them out. Look at it, then send it " \
     "again")
#define FORM_BROKEN_MESSAGE                                                           \
  N_("Some letters in “{text}” did not arrive. � stands in their place. Write " \
     "them again, then send it")
#define FORM_NOTHING_MESSAGE N_("This had only signs that cannot be kept. Please write it again")

enum { PREFERENCE_SECONDS = 365 * 24 * 3600 }; /* a browser remembers a choice */

struct Web {
  WebOptions options;
  char **proxies; /* owned copy, or NULL */
  Server *server, *metrics_server;
  RouteTable *routes;
  StaticFiles *files;
  Known *known;
  RateLimits *limits;
  Pool *pool;
  Pace *pace;
  Streams *streams;
  Board *board;
  atomic_uint_least64_t pages_on_loops;
  Metrics metrics;
  atomic_int requests; /* alive */
  atomic_uint kept;    /* POSTs, to tidy up now and then */
};

enum { PAGE_ARENA_MAX = 32 * 1024 * 1024 }; /* bytes for one page and what it is made from */

typedef enum { REPLY_NONE, REPLY_REDIRECT, REPLY_BODY, REPLY_FILE, REPLY_STREAM } ReplyKind;

typedef struct {
  ReplyKind kind;
  int status;
  const char *media_type, *download_name;
  int kept_s;           /* how long the browser may keep it; 0: as pages are */
  GBytes *body;         /* REPLY_BODY */
  bool is_unless_known; /* not sent to whoever has it already */
  int fd;               /* REPLY_FILE */
  const char *location; /* REPLY_REDIRECT */
  const char *topic;    /* REPLY_STREAM */
  const char *message, *message_name;
} Reply;

typedef struct LiveWish LiveWish; /* live.c: what happens once the answer is kept */

/* A Set-Cookie that waits for the reply. */
typedef struct Cookie Cookie;
struct Cookie {
  const char *name, *value;
  int64_t max_age_s;
  Cookie *next;
};

struct Request {
  Task task; /* first: the pool's handle */
  WriteJob job;
  WriteOutcome outcome; /* of the job, and its trouble */
  Trouble trouble;
  Web *web;
  Exchange *x;
  const Community *community; /* NULL: unknown host */
  const Route *route;         /* NULL: none fits */
  const Segments *pattern;
  Segments segments;
  char *path_memory;
  int route_number;
  unsigned pace_place;     /* of a GET */
  int fault;               /* HTTP status found before any handler; 0: none */
  bool has_been_looked_up; /* the list of communities was read again for it */
  bool is_post;
  int64_t now_us, id, started_us;
  /* Arena things below are forgotten when a POST is run again. */
  Arena *arena, *own_arena; /* own: of a POST */
  Txn *txn;
  IdTape *ids;
  Act act;
  int runs, statements;
  Token session_token, visitor_token, new_token; /* new: signed in by this request */
  Session session;
  Viewer viewer;
  Acting acting;           /* of the session, also where the viewer is the supporter themself */
  const char *acting_name; /* "": it is over; NULL: for nobody */
  const Lang *lang;
  const char *looks[LOOK_COUNT];
  char form_id[2 * FORM_ID_BYTES + 1], csrf[TOKEN_HEX_SIZE];
  bool is_visitor_new; /* its cookie must be set */
  Answers *answers;
  Refusals *refusals;
  /* What a POST brought. */
  unsigned char posted_form_id[FORM_ID_BYTES], body_hash[32];
  bool has_form_id, is_counted, has_changed_communities, is_unnamed;
  const char *step;   /* NULL: a form sent for good, or no form */
  bool is_step_drawn; /* and nothing else is on the page */
  const char *posted_csrf;
  int64_t signed_in, new_session_id; /* member whom this request signed in */
  bool is_for_now;                   /* … on a device that others use too */
  bool is_signed_out;
  Reply reply;
  Cookie *cookies;
  LiveWish *wishes;
  const char *banner;
  bool has_read_banner;
  bool is_changing;            /* the handler of a form is at work */
  const char *remembered_name; /* NULL: nothing is remembered */
  const void *remembered;
  int wait_s;  /* for Retry-After */
  int again_s; /* after that the browser loads the page again; 0: never */
  void (*after_reload)(Request *r);
};

/* request.c and arrive.c */
/* A form that signed in is sent again: its session goes on in the browser that asks now. */
void request_go_on(Request *r, int64_t member_id, int64_t session_id);
void request_set_banner(Request *r, const char *message, const char *name);
Request *request_new(Web *web, Exchange *x);
void request_free(gpointer request);
void request_look_up(Request *r); /* community and route, or a fault */
/* False: 400. Signs that no text can hold are refused by field: to be looked at once access is
 * sure. */
bool request_read_form(Request *r);
void request_forget(Request *r);       /* what a run has left, before the next */
void request_load_viewer(Request *r);  /* needs the transaction */
bool request_is_let(const Request *r); /* false: a supporter, and not opened to them */
Act request_make_act(const Request *r);
/* True: somebody acts for another, and it must be noted. */
bool request_acted(const Request *r, ActedNote *ret_note);
int64_t request_first_id(const Request *r); /* of the path, but for a :member; 0: none */
const char *request_address(Request *r);    /* of the client, through trusted proxies */
bool request_is_from_here(Request *r);      /* Origin and Sec-Fetch-Site say no other site */
bool request_has_signed(Request *r);        /* the form's token is ours */
bool request_find_step_route(Request *r);   /* of the GET that answers a step; false: none */

/* reply.c */
void reply_forget(Reply *reply);
void reply_draw_trouble(Request *r, int status);
void reply_draw_denied(Request *r); /* sign-in page or not found */
/* Sends and frees the request. */
void reply_send(Request *r);
void reply_send_text(Request *r, int status, const char *words);
/* The plain page, drawn here and now: without a transaction, from any thread. */
void reply_send_trouble(Request *r, int status);

/* live.c */
void live_carry_out(Request *r); /* its answer is kept */

/* read.c */
void read_start(Request *r);                             /* GET */
void trouble_start(Request *r, int status);              /* the plain page, drawn by a reader */
void reload_start(Request *r, void (*then)(Request *r)); /* communities first */

/* write.c */
void write_start(Request *r);

/* web.c */
void web_dispatch(Request *r);
