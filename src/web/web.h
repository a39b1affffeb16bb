/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The running site: takes exchanges from the server, finds community, session and route, runs
 * handlers on readers or the writer, answers. */
#pragma once

#include "db/db.h"
#include "web/routes.h"
#include "web/server.h"
#include "web/streams.h"

/* What somebody did for another: act->member_id for act->on_behalf_of. */
typedef struct {
  int64_t acting_id, thing_id;      /* thing: the first id of the address, 0: none */
  char detail[SUPPORT_DETAIL_SIZE]; /* what the address names in words: "large-print", or "" */
  SupportArea area;
  const char *words; /* of the route row */
  bool is_done;      /* false: only looked at */
} ActedNote;

typedef struct {
  Db *db;
  const Route *const *routes; /* tables, ended by NULL */
  ViewerLoader load_viewer;
  /* Plain pages that only ui can draw, registered so that web need not know ui. */
  void (*draw_not_found)(Request *r);
  void (*draw_sign_in)(Request *r); /* 401: for somebody not signed in */
  /* Somebody signed in who may not: a page that says what to do instead, if there is anything to
   * do (403). False: nothing is drawn, and they get "page not found". */
  bool (*draw_denied)(Request *r);
  /* Supporters. NULL: nobody acts for anybody. */
  ActingLoader load_acting;
  /* Notes for the person what was looked at or done (`is_done`); in the act's own transaction. */
  void (*note_acting)(Txn *txn, const Act *act, const ActedNote *note);
  void (*draw_acting_denied)(Request *r); /* 403: not opened to this supporter, or over */
  /* 400, 405, 413, 421 (no community of that name), 429, 500, 503. May be called without a
   * transaction: it asks the database nothing. */
  void (*draw_trouble)(Request *r, int status);
  const char *address;
  int port;
  int metrics_port;                   /* loopback; 0: none */
  bool is_https;                      /* behind a TLS proxy: __Host- cookies, HSTS */
  const char *const *trusted_proxies; /* addresses whose X-Forwarded-For counts; NULL: loopback */
  int readers;                        /* threads for GETs; 0: 4 */
  int loop_us;                        /* addresses answered in this long, on average, are answered
                                         on the event loop (SQLite only); 0: 500 */
  int sign_in_days;                   /* a session's absolute life; 0: 90 */
  StreamLimits streams;
} WebOptions;

Web *web_start(const WebOptions *options, GError **err);
int web_port(const Web *web);
void web_stop(Web *web, int seconds);

/* Communities (global table): made by set-up and commands. */
typedef struct {
  int64_t id;
  char *host, *name, *time_zone;
  bool is_set_up;
} Community;
void community_free(Community *community);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Community, community_free)
/* NULL: none. Not for the request path (that has its own memory of them). */
Community *community_find(Txn *txn, const char *host);
Community *community_first(Txn *txn);
int64_t community_count(Txn *txn); /* in this database */
/* IANA name of where the transaction's community is. */
enum { COMMUNITY_ZONE_SIZE = 64 };
bool community_find_zone(Txn *txn, char ret_zone[static COMMUNITY_ZONE_SIZE]);
/* Its name; NULL while it is not set up. */
const char *community_find_name(Txn *txn, Arena *arena);
void community_add(Txn *txn, const Act *act, const char *host, const char *name,
                   const char *time_zone);
/* The host name is the transaction's community's from here on. Whoever had it gives way when nobody
 * has set it up: it has no name any more, *ret_replaced_id says who it was (0: nobody), and the
 * caller drops it afterwards. False: a community in use lives there, or trouble; undo what was
 * done.
 */
bool community_take_host(Txn *txn, const Act *act, const char *host, int64_t *ret_replaced_id);
/* Outside of requests: what was changed is committed, so read the list again. */
void communities_note_change(void);
/* Trouble when its host name has gone to another one (community_take_host). */
void community_set_up(Txn *txn, const Act *act, const char *name, const char *time_zone);
/* IANA name. What has a time by the old clock is the caller's to change (upkeep/time_zone.h). */
void community_set_zone(Txn *txn, const Act *act, const char *time_zone);

/* Bundled files: their address with the content hash ("/static/app.3f2a….css"). Aborts on an
 * unknown name: they are literals. */
const char *asset_url(const char *name);
/* A bundled file's bytes, which live as long as the program. False: none of that name. */
bool asset_find(const char *name, const void **ret_bytes, size_t *ret_len);
