/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the forms of the door speak of: passkeys, cards, links asked for, helpers, sessions. */
#include "base/ids.h"
#include "notices/mail_wishes.h"
#include "people/cards.h"
#include "people/passkeys.h"
#include "people/ways.h"
#include "real_site.h"
#include "soft_passkey.h"
#include "web/sessions.h"

#define HOST   "riverside.localhost"
#define ORIGIN "http://" HOST

typedef struct {
  Scene *scene;
  Arena *arena;
  bool (*work)(Scene *scene, Txn *txn, const Act *act, Arena *arena);
} Job;

static bool
run(Txn *txn, const Act *act, void *data)
{
  Job *job = data;

  return job->work(job->scene, txn, act, job->arena) && !txn_trouble(txn);
}

static void
does(Scene *scene, bool (*work)(Scene *scene, Txn *txn, const Act *act, Arena *arena))
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const Act act = test_db_act(scene->site->db, scene->site->community_id, scene->own_id);

  if (test_db_write(scene->site->db, &act, run, &(Job){ scene, arena, work }) != WRITE_KEPT)
    g_error("the things of a test could not be stored");
}

static int64_t
add_passkey(Txn *txn, const Act *act, Arena *arena, int64_t member_id, const SoftPasskey *passkey)
{
  const WebauthnKey key = soft_passkey_key(passkey);

  return passkey_add(txn, act, member_id, &key, "A phone", (PasskeyTrust){ .is_own = false },
                     refusals_new(arena));
}

static bool
ask_for_link(Scene *scene, Txn *txn, const Act *act, Arena *arena)
{
  (void)arena;
  scene->door_id = link_ask(txn, act, "nobody@riverside.example", "", "/");
  return true;
}

void
make_ask(Scene *scene)
{
  make_link(scene);
  does(scene, ask_for_link);
}

static bool
ask_who_comes(Scene *scene, Txn *txn, const Act *act, Arena *arena)
{
  const SoftPasskey passkey = soft_passkey_new();

  add_passkey(txn, act, arena, scene->member_id, &passkey);
  passkey_ask(txn, act, 0, scene->token);
  g_free(scene->fields);
  scene->fields = soft_passkey_sign(&passkey, ORIGIN, HOST, scene->token);
  return true;
}

void
make_passkey_question(Scene *scene)
{
  make_link(scene);
  does(scene, ask_who_comes);
}

static bool
ask_for_new_passkey(Scene *scene, Txn *txn, const Act *act, Arena *arena)
{
  const SoftPasskey passkey = soft_passkey_new();

  (void)arena;
  passkey_ask(txn, act, scene->own_id, scene->token);
  g_free(scene->fields);
  scene->fields = soft_passkey_make(&passkey, ORIGIN, HOST, scene->token);
  return true;
}

void
make_new_passkey_question(Scene *scene)
{
  does(scene, ask_for_new_passkey);
}

static bool
add_own_passkey(Scene *scene, Txn *txn, const Act *act, Arena *arena)
{
  const SoftPasskey passkey = soft_passkey_new();

  scene->door_id = add_passkey(txn, act, arena, scene->own_id, &passkey);
  return scene->door_id != 0;
}

void
make_own_passkey(Scene *scene)
{
  does(scene, add_own_passkey);
}

static bool
add_their_passkey(Scene *scene, Txn *txn, const Act *act, Arena *arena)
{
  const SoftPasskey passkey = soft_passkey_new();

  scene->door_id = add_passkey(txn, act, arena, scene->member_id, &passkey);
  return scene->door_id != 0;
}

void
make_their_passkey(Scene *scene)
{
  make_member(scene);
  does(scene, add_their_passkey);
}

static bool
add_card(Scene *scene, Txn *txn, const Act *act, Arena *arena)
{
  const KeyCard *card = card_find(txn, arena, card_make(txn, act, scene->member_id));
  CardWords words;

  if (!card || !card_words(txn, card, &words))
    return false;
  g_strlcpy(scene->token, words.token, sizeof(scene->token));
  g_free(scene->fields);
  scene->fields = g_strdup_printf("code=%s", words.code);
  return true;
}

void
make_card(Scene *scene)
{
  make_member(scene);
  does(scene, add_card);
}

void
make_card_in_hand(Scene *scene)
{
  make_link(scene);
  does(scene, add_card);
}

static bool
add_helper(Scene *scene, Txn *txn, const Act *act, Arena *arena)
{
  Refusals *refusals = refusals_new(arena);
  g_autofree char *name = g_strdup_printf("Person %d", scene->site->made);

  door_helper_add(txn, act, scene->own_id, name, refusals);
  return refusals_count(refusals) == 0;
}

void
make_helper(Scene *scene)
{
  make_member(scene);
  does(scene, add_helper);
}

static bool
add_session(Scene *scene, Txn *txn, const Act *act, Arena *arena)
{
  const Token token = token_new();

  (void)arena;
  scene->door_id = session_begin(
      txn, act, &(SessionStart){ .member_id = scene->own_id, .way = WAY_LINK }, &token);
  return true;
}

void
make_session(Scene *scene)
{
  does(scene, add_session);
}

static bool
make_stop(Scene *scene, Txn *txn, const Act *act, Arena *arena)
{
  (void)arena;
  mail_stop_make(txn, act, scene->member_id, MAIL_KIND_PAPER);
  return mail_stop_find_token(txn, scene->member_id, MAIL_KIND_PAPER, scene->token);
}

void
make_stop_token(Scene *scene)
{
  make_member(scene);
  does(scene, make_stop);
}
