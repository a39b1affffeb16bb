/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who is signed in on which browser, and the tokens that prove a form came from our own page. A
 * token is 256 random bits, as hex in a cookie; the database holds its hash only. */
#pragma once

#include "base/arena.h"
#include "base/way.h"
#include "db/db.h"

enum { TOKEN_BYTES = 32, TOKEN_HEX_SIZE = 2 * TOKEN_BYTES + 1 };

typedef struct {
  unsigned char bytes[TOKEN_BYTES];
  bool is_there;
} Token;

Token token_new(void);
Token token_from_hex(const char *hex); /* NULL or broken: not there */
void token_to_hex(const Token *token, char ret_hex[static TOKEN_HEX_SIZE]);
/* A keyed hash of `text`, in hex: what only somebody with the token can have made (BLAKE2b-256). */
void token_sign(const Token *token, const char *text, char ret_hex[static TOKEN_HEX_SIZE]);
bool token_has_signed(const Token *token, const char *text, const char *hex); /* constant time */

typedef struct Session {
  int64_t id;        /* 0: none, or from before sessions had one */
  int64_t member_id; /* 0: nobody */
  int64_t touched_at_us;
  int64_t key_id;     /* the link, passkey or card that began it; 0: none, or from before */
  int64_t helper_id;  /* who vouched (WAY_ASSISTED), 0: nobody */
  int64_t ends_at_us; /* ends by itself then; 0: as all sessions do */
  int64_t acting_id;  /* the trust by which it acts for somebody; 0: for oneself */
  SignInWay way;
} Session;

/* What a new session is like. */
typedef struct {
  int64_t member_id;
  SignInWay way;
  int64_t key_id;    /* the link, passkey or card; 0: none */
  int64_t helper_id; /* WAY_ASSISTED */
  int64_t lasts_us;  /* 0: as all sessions. Else the cookie goes with the browser too */
} SessionStart;

/* A session ends `days` after it was made, and 30 days after it was last used. */
Session session_load(Txn *txn, const Token *token, int days, int64_t now_us);
/* Returns its id. */
int64_t session_begin(Txn *txn, const Act *act, const SessionStart *start, const Token *token);
/* The session of this id goes on under another token. False: it is over. */
bool session_go_on(Txn *txn, const Act *act, int64_t session_id, int64_t member_id,
                   const Token *token, bool *ret_is_for_now);
/* From now on it acts for somebody, or (0) for oneself. */
void session_act_for(Txn *txn, const Act *act, const Token *token, int64_t acting_id);
void session_end(Txn *txn, const Act *act, const Token *token);
bool session_wants_touch(const Session *session, int64_t now_us); /* once a day */
void session_touch(Txn *txn, const Act *act, const Token *token);
/* Drops some sessions that are over and some form replies that are old. */
void sessions_clean(Txn *txn, const Act *act, int days);
