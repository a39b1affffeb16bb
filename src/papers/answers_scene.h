/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For the tests of answers and of mails that come back: Ann, who gets papers by mail, and mails
 * that come in. */
#pragma once

#include "notices/mail.h"
#include "notices/mail_in.h"
#include "papers/test_world.h"

typedef struct {
  World *world;
  char *mails;
  MailConfig config;
  int64_t ann, paper_id, release_id;
  char token[RETURN_TOKEN_SIZE];
  ReturnSetting returns;
  const Incoming *incoming;
  const char *text;
  MailInResult result;
} Scene;

/* Answers are taken at table+…@river.example; Ann is reached by mail. Free scene.mails. */
Scene scene_set(World *world);
/* … and has a paper by mail, whose token is scene.token. */
Scene scene_set_sent(World *world);
void scene_change(Scene *scene, TestChange run);
bool scene_set_returns(Txn *txn, const Act *act, void *data); /* TestChange */
bool scene_want_daily(Txn *txn, const Act *act, void *data);
bool scene_take(Txn *txn, const Act *act, void *data); /* of scene->incoming */
void scene_run(Scene *scene);                          /* the outbox */
/* Written, made and let out; its mails wait. Or they go. */
void scene_prepare_paper(Scene *scene, const char *title);
void scene_send_paper(Scene *scene, const char *title);
char *scene_take_mails(const Scene *scene); /* all as one text, then removed; g_free */
void scene_find_token(Scene *scene, const char *mails);
MailInResult scene_come_in(Scene *scene, const char *text);
/* A mail from this address that names our mail. */
MailInResult scene_answer(Scene *scene, const char *from, const char *id, const char *words);
int64_t scene_count_came(Scene *scene, CameIn what);
