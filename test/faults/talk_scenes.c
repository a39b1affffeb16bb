/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the forms of papers that were sent speak of: words about one, a change of one. */
#include "papers/comments.h"
#include "papers/releases.h"
#include "real_site.h"

static void
must_not_refuse(const Refusals *refusals)
{
  if (refusals_count(refusals) > 0)
    g_error("refused: %s", refusals_nth(refusals, 0)->message);
}

static bool
add_comment(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);
  const CommentWish wish = { .paper_id = scene->paper_id,
                             .words = "We meet too late",
                             .member_id = scene->own_id };

  comments_add(txn, act, &wish, refusals, &scene->door_id);
  must_not_refuse(refusals);
  return !txn_trouble(txn);
}

static bool
hide(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  comments_hide(txn, act, scene->door_id, "It insults people", refusals);
  must_not_refuse(refusals);
  return !txn_trouble(txn);
}

/* Of somebody who is rung; {fields} says which answer it is. */
static bool
answer(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);
  const CommentWish wish = { .paper_id = scene->paper_id,
                             .words = "We meet too late",
                             .member_id = scene->member_id,
                             .way = COMMENT_BY_PHONE };

  comments_add(txn, act, &wish, refusals, &scene->door_id);
  comments_answer(txn, act, scene->door_id, "We will look at it", "", refusals);
  must_not_refuse(refusals);
  g_free(scene->fields);
  scene->fields = g_strdup_printf("answered=%" G_GINT64_FORMAT, act->at_us);
  return !txn_trouble(txn);
}

static bool
change(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  papers_change(txn, act,
                &(Paper){ .id = scene->paper_id, .title = "Changed", .source = "Other words" },
                refusals);
  must_not_refuse(refusals);
  return !txn_trouble(txn);
}

void
make_comment(Scene *scene)
{
  make_call(scene); /* of a paper that was sent */
  must_keep(scene, scene->site->community_id, add_comment, scene);
}

void
make_hidden_comment(Scene *scene)
{
  make_comment(scene);
  must_keep(scene, scene->site->community_id, hide, scene);
}

void
make_answered_comment(Scene *scene)
{
  make_call(scene);
  must_keep(scene, scene->site->community_id, answer, scene);
}

void
make_change(Scene *scene)
{
  make_call(scene);
  must_keep(scene, scene->site->community_id, change, scene);
}
