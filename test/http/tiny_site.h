/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A site of a few routes on a real database, and a client that speaks in raw bytes: for black-box
 * tests of web/. Two communities: riverside.test and hillside.test; members are rows of a table
 * `person`, and what they send are rows of `note`. */
#pragma once

#include "db/test_db.h"
#include "web/web.h"

typedef struct {
  TestDb *db;
  Web *web;
  int port;
  int64_t riverside, hillside, ann, bo; /* Ann lives at riverside, Bo at hillside */
} Site;

/* `options` may be NULL; its db, routes and drawing are set here. */
Site *site_start(const WebOptions *options, const DbOptions *db_options);
void site_stop(Site *site);
int64_t site_notes(Site *site, int64_t community_id);
/* GET /slow waits until this is called once for each of them. */
void site_let_slow_ones_go(int count);
int site_slow_ones(void); /* waiting now */

/* --- A client --- */

/* Sends the bytes and reads until the connection closes or `replies` replies are in (0: until it
 * closes). g_free. */
char *talk(int port, const char *bytes, size_t len, int replies);
int dial(int port);                                      /* a connected socket */
char *hear(int fd, int replies);                         /* like talk, on an open one */
int reply_status(const char *reply);                     /* 0: none */
char *reply_header(const char *reply, const char *name); /* NULL: not there; g_free */
const char *reply_body(const char *reply);

/* A browser: keeps its cookies and its form. */
typedef struct {
  Site *site;
  const char *host;
  GHashTable *cookies;
  char *form_id, *csrf_token; /* of the page last seen */
} Browser;

Browser *browser_new(Site *site, const char *host);
void browser_free(Browser *browser);
char *browse(Browser *browser, const char *path);
int open_page(Browser *browser, const char *path); /* asked for; its reply is still to be read */
/* `fields`: "text=hello"; the hidden ones are added. */
char *submit(Browser *browser, const char *path, const char *fields);
char *submit_as(Browser *browser, const char *path, const char *type, const char *body,
                const char *more_headers);
void sign_in(Browser *browser, int64_t member_id);
