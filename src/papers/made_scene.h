/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The scene that made_test.c plays: a paper, somebody who needs a film in sign language, and what
 * is done with it, one write job each. Included there only. */
#pragma once

#include "papers/late.h"
#include "papers/test_world.h"

#include "base/clock.h"
#include "base/random.h"
#include "notices/mail.h"
#include "people/needs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const OutboxHandler handlers[] = { { .kind = "paper-mail", .run = send_paper_mail },
                                          { .kind = "late-mail", .run = send_late_mail },
                                          { .kind = "paper-format", .run = make_paper_format },
                                          { .kind = "post-pack", .run = make_post_pack },
                                          { .kind = NULL } };

typedef struct {
  World *world;
  char *mails;
  MailConfig config;
  int64_t deaf, paper_id, release_id, made_id, late_id;
  MadeFormat made; /* to be asked for */
  MadeThing thing;
  NeedsOfKind needs;
  Reach reach;
  const char *reason, *why;
  int refused;
  char *question;
} Scene;

static bool
end(Scene *scene, const Refusals *refusals)
{
  scene->refused = refusals_count(refusals);
  g_clear_pointer(&scene->question, g_free);
  if (scene->refused)
    scene->question = g_strdup(refusals_nth(refusals, 0)->question);
  return scene->refused == 0;
}

#define CHANGE(name, ...)                                \
  static bool name(Txn *txn, const Act *act, void *data) \
  {                                                      \
    Scene *scene = data;                                 \
    g_autoptr(Arena) arena = arena_new(256 * 1024);      \
    Refusals *refusals = refusals_new(arena);            \
    __VA_ARGS__;                                         \
    return end(scene, refusals);                         \
  }

CHANGE(ask, made_ask(txn, act, &scene->made, refusals, &scene->made_id))
CHANGE(bring, made_bring(txn, act, scene->made_id, &scene->thing, refusals))
CHANGE(give_up, made_give_up(txn, act, scene->made_id, scene->why, refusals))
CHANGE(take_out, made_remove(txn, act, scene->made_id))
CHANGE(start, releases_start(txn, act, scene->paper_id, NULL, 0, "https://river.example", refusals,
                             &scene->release_id))
CHANGE(let_out, releases_release(txn, act, scene->release_id, scene->reason, refusals))
CHANGE(say_needs, needs_change(txn, act, scene->deaf, NEED_FORMAT, &scene->needs))
CHANGE(mark_told, late_mark_told(txn, act, scene->late_id, true))
CHANGE(mark_done, releases_mark_done(txn, act, scene->late_id, true))
CHANGE(mark_read, releases_mark_read(txn, act, scene->late_id, true))

static bool
does(Scene *scene, TestChange change)
{
  const WriteOutcome outcome =
      test_db_write(scene->world->test, world_act(scene->world), change, scene);

  assert_int_equal(outcome, scene->refused ? WRITE_UNDONE : WRITE_KEPT);
  return outcome == WRITE_KEPT;
}

static void
run(Scene *scene)
{
  scene->config = (MailConfig){ .folder = scene->mails, .from = "table@river.example" };
  mail_set_config(&scene->config);
  outbox_run_due(test_db(scene->world->test), handlers, RIVERSIDE);
}

static int
count_mails_with(const Scene *scene, const char *words)
{
  g_autoptr(GDir) folder = g_dir_open(scene->mails, 0, NULL);
  int count = 0;

  for (const char *name; folder && (name = g_dir_read_name(folder));) {
    g_autofree char *path = g_build_filename(scene->mails, name, NULL);
    g_autofree char *text = NULL;

    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    count += strstr(text, words) != NULL;
  }
  return count;
}

static MadeFormat
film(int64_t paper_id)
{
  return (MadeFormat){ .paper_id = paper_id,
                       .kind = MADE_SIGN_FILM,
                       .what = "",
                       .language = "",
                       .instead_of = "",
                       .owner_name = "The interpreters",
                       .due_us = clock_now_us() + 10 * US_PER_DAY };
}

/* Gwen is deaf; she says what helps, shared or not. */
static Scene
set_scene(World *world, Reach reach, const char *contact, bool is_must, bool is_shared)
{
  Scene scene = { .world = world,
                  .mails = g_build_filename(world->folder, "mails", NULL),
                  .deaf = world_add_member(world, "Gwen", reach, contact, ""),
                  .paper_id = world_add_paper(world, "The weir", "It leaks.\n"),
                  .needs = { .needs = { { "sign-film", is_must } },
                             .count = 1,
                             .words = "",
                             .is_shared = is_shared },
                  .thing = { .url = "https://films.example/weir", .words = "", .credit = "Bo" } };

  scene.made = film(scene.paper_id);
  assert_true(does(&scene, say_needs));
  return scene;
}

static void
end_scene(Scene *scene)
{
  g_free(scene->mails);
  g_free(scene->question);
  clock_set_for_test(0);
}

#define MP4    \
  "\0\0\0\x18" \
  "ftypisom"   \
  "\0\0\0\0"
#define WITH_FILE(scene, content)                                                             \
  const AnswerFile file = { .file_name = "f", .bytes = content, .len = sizeof(content) - 1 }; \
  (scene)->thing = (MadeThing)                                                                \
  {                                                                                           \
    &file, "", "", "Bo"                                                                       \
  }
