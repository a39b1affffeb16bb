/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Passkeys of members: several each, named by the person, removable. A challenge is asked once and
 * kept as a hash for an hour. Reading what browsers send is in webauthn.h. */
#pragma once

#include "people/people.h"
#include "people/webauthn.h"

enum { PASSKEYS_A_MEMBER = 20, PASSKEY_LABEL_MAX = 60 };

typedef struct {
  int64_t id, member_id;
  const char *label;
  int64_t made_at_us, used_at_us; /* used: 0: never */
  bool is_vouched;                /* strong enough for an organiser's acts */
  WebauthnBytes credential;       /* its id */
  const WebauthnKey *key;         /* passkey_find_by_credential() only */
} Passkey;

/* A new challenge, base64url; member 0: for coming in. Drops some that are over. */
void passkey_ask(Txn *txn, const Act *act, int64_t member_id,
                 char ret_challenge[static LINK_TOKEN_SIZE]);
/* Is it one of ours, for this member, and young enough? */
bool passkey_is_asked(Txn *txn, const char *challenge, int64_t member_id, int64_t now_us);
/* The same, and it is used up. */
bool passkey_take_asked(Txn *txn, const Act *act, const char *challenge, int64_t member_id);

/* What the way in was like by which somebody was in who added it. */
typedef struct {
  bool is_vouched; /* strong: enough for an organiser's acts */
  bool is_own;     /* nobody else can have made it: enough to read worries */
} PasskeyTrust;
/* Refuses a passkey that is known and one more than PASSKEYS_A_MEMBER. Returns its id; 0 on
 * refusal. */
int64_t passkey_add(Txn *txn, const Act *act, int64_t member_id, const WebauthnKey *key,
                    const char *label, PasskeyTrust trust, Refusals *refusals);
const Passkey *passkeys_list(Txn *txn, Arena *arena, int64_t member_id); /* ends with id 0 */
/* NULL: no passkey of this member. */
const Passkey *passkey_find(Txn *txn, Arena *arena, int64_t member_id, int64_t passkey_id);
const Passkey *passkey_find_by_credential(Txn *txn, Arena *arena, const void *id, size_t len);
/* It signed: the count is kept, and that it was used. A count that went back is on the record. */
void passkey_note_use(Txn *txn, const Act *act, const Passkey *passkey, int64_t sign_count);
void passkey_rename(Txn *txn, const Act *act, const Passkey *passkey, const char *label);
/* Ends the sessions that it began, too. */
void passkey_remove(Txn *txn, const Act *act, const Passkey *passkey);
/* Another organiser says that it is this person's own. */
void passkey_vouch(Txn *txn, const Act *act, const Passkey *passkey);
