/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Ann and her mails. */
#include "papers/answers_scene.h"

#include "papers/paper_answers.h"
#include "papers/paper_news.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>
#include <glib/gstdio.h>

static const OutboxHandler handlers[] = { { .kind = "paper-mail", .run = send_paper_mail },
                                          { .kind = "digest", .run = send_digest },
                                          { .kind = "paper-format", .run = make_paper_format },
                                          { .kind = "answer-mail", .run = send_answer_mail },
                                          { .kind = NULL } };

static const AnswerTaker takers[] = {
  { MAIL_KIND_PAPER, paper_answer_find_about, paper_answer_take },
  { MAIL_KIND_NONE, NULL, NULL },
};

void
scene_change(Scene *scene, TestChange run)
{
  assert_int_equal(test_db_write(scene->world->test, world_act(scene->world), run, scene),
                   WRITE_KEPT);
}

bool
scene_set_returns(Txn *txn, const Act *act, void *data)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  returns_change_setting(txn, act, &((Scene *)data)->returns, refusals);
  assert_int_equal(refusals_count(refusals), 0);
  return true;
}

static bool
start(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);

  releases_start(txn, act, scene->paper_id, NULL, 0, "https://river.example", refusals_new(arena),
                 &scene->release_id);
  return scene->release_id != 0;
}

static bool
let_out(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  releases_release(txn, act, scene->release_id, NULL, refusals);
  return refusals_count(refusals) == 0;
}

bool
scene_want_daily(Txn *txn, const Act *act, void *data)
{
  mail_wish_change(txn, act, ((Scene *)data)->ann, MAIL_KIND_PAPER,
                   &(MailWish){ .pace = PACE_DAILY });
  return !txn_trouble(txn);
}

void
scene_run(Scene *scene)
{
  scene->config = (MailConfig){ .folder = scene->mails, .from = "table@river.example" };
  mail_set_config(&scene->config);
  outbox_run_due(test_db(scene->world->test), handlers, RIVERSIDE);
}

/* All mails as one text, then removed; g_free. */
char *
scene_take_mails(const Scene *scene)
{
  g_autoptr(GDir) folder = g_dir_open(scene->mails, 0, NULL);
  GString *all = g_string_new(NULL);

  for (const char *name; folder && (name = g_dir_read_name(folder));) {
    g_autofree char *path = g_build_filename(scene->mails, name, NULL);
    g_autofree char *text = NULL;

    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_string_append(all, text);
    g_unlink(path);
  }
  g_string_replace(all, "=\n", "", 0);
  return g_string_free(all, FALSE);
}

void
scene_prepare_paper(Scene *scene, const char *title)
{
  scene->paper_id = world_add_paper(scene->world, title, "We mend the roof.\n");
  scene_change(scene, start);
  scene_run(scene);
  scene_change(scene, let_out);
}

void
scene_send_paper(Scene *scene, const char *title)
{
  scene_prepare_paper(scene, title);
  scene_run(scene);
}

/* The token in the mails, from the Message-ID. */
void
scene_find_token(Scene *scene, const char *mails)
{
  const char *at = strstr(mails, "Message-Id: <");

  if (!at)
    at = strstr(mails, "Message-ID: <");
  assert_non_null(at);
  g_strlcpy(scene->token, at + strlen("Message-Id: <"), sizeof(scene->token));
}

Scene
scene_set(World *world)
{
  Scene scene = { .world = world,
                  .mails = g_build_filename(world->folder, "mails", NULL),
                  .returns = { true, "table@river.example", true } };

  mail_in_set_takers(takers);
  scene.ann = world_add_member(world, "Ann", REACH_EMAIL, "ann@river.example", "");
  scene_change(&scene, scene_set_returns);
  return scene;
}

/* Ann has a paper by mail, and its token is known. */
Scene
scene_set_sent(World *world)
{
  Scene scene = scene_set(world);

  scene_send_paper(&scene, "The roof");

  g_autofree char *mails = scene_take_mails(&scene);

  scene_find_token(&scene, mails);
  return scene;
}

bool
scene_take(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;

  scene->result = mail_in_take(txn, act, scene->incoming, scene->text, strlen(scene->text));
  return scene->result == MAIL_IN_TAKEN;
}

MailInResult
scene_come_in(Scene *scene, const char *text)
{
  g_autoptr(Incoming) incoming = incoming_read(text, strlen(text), NULL, NULL);

  assert_non_null(incoming);
  scene->incoming = incoming;
  scene->text = text;
  test_db_write(scene->world->test, world_act(scene->world), scene_take, scene);
  return scene->result;
}

/* A mail from this address that names our mail. */
MailInResult
scene_answer(Scene *scene, const char *from, const char *id, const char *words)
{
  g_autofree char *text = g_strdup_printf(
      "From: <%s>\nTo: table+%s@river.example\nMessage-ID: <%s@x>\nSubject: Re\n\n%s\n", from,
      scene->token, id, words);

  return scene_come_in(scene, text);
}

int64_t
scene_count_came(Scene *scene, CameIn what)
{
  int64_t counts[CAME_COUNT];
  Txn *txn = db_begin_read(test_db(scene->world->test), RIVERSIDE);

  mail_in_count(txn, 0, counts);
  db_end_read(txn);
  return counts[what];
}
