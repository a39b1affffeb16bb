/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Scenes of an Easy Read: two rows with what a form about the first remembers, somebody who checked
 * them, somebody who finds them hard. */
#include "form_rows.h"
#include "papers/easy_checks.h"
#include "press/easy_read.h"

#include <string.h>

static const char two_rows[] = "![A calendar](calendar)\nfrom: 1\nWe meet on Thursday.\n\n"
                               "![]()\nThe hall is warm.\n";

static const Paper *
find_paper(Txn *txn, Arena *arena, const Scene *scene)
{
  const Paper *paper = papers_find(txn, arena, scene->paper_id);

  g_assert(paper);
  return paper;
}

static bool
write_rows(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Refusals *refusals = refusals_new(arena);
  Paper paper = *find_paper(txn, arena, scene);
  char print[EASY_PRINT_LEN + 1];
  g_autofree char *problem = NULL;

  paper.easy_source = two_rows;
  papers_change(txn, act, &paper, refusals);
  g_assert(refusals_count(refusals) == 0);

  const Paper *kept = find_paper(txn, arena, scene);
  g_autoptr(EasyRead) easy = easy_read_parse(kept->easy_source, &problem);

  easy_row_print(easy->rows->pdata[0], print);
  g_free(scene->fields);
  scene->fields = g_strdup_printf("_mark=%s", print);
  easy_print(kept->easy_source, scene->code);
  easy_print("", scene->letter);
  return !txn_trouble(txn);
}

void
make_easy(Scene *scene)
{
  make_paper(scene);
  must_keep(scene, scene->site->community_id, write_rows, scene);
}

static bool
add_check(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Refusals *refusals = refusals_new(arena);
  const Paper *paper = find_paper(txn, arena, scene);
  Act own = *act;

  own.member_id = scene->own_id;
  easy_checks_say(txn, &own, paper, "", act->at_us);
  easy_checks_add(txn, act, paper, "a group of four", act->at_us, refusals);
  g_assert(refusals_count(refusals) == 0);
  scene->door_id = easy_checks_list(txn, arena, paper)->id;
  return !txn_trouble(txn);
}

void
make_easy_check(Scene *scene)
{
  make_easy(scene);
  must_keep(scene, scene->site->community_id, add_check, scene);
}

static bool
add_hard(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(256 * 1024);

  easy_hard_say(txn, act, scene->paper_id, "Warm?", false);
  scene->door_id = easy_hard_list(txn, arena, scene->paper_id, 1)->id;
  return !txn_trouble(txn);
}

void
make_easy_hard(Scene *scene)
{
  make_easy(scene);
  must_keep(scene, scene->site->community_id, add_hard, scene);
}

/* ---- forms ---- */

const FormRow easy_form_rows[] = {
  { "/papers/:paper/easy/text", "/papers/{paper}/easy/text", make_easy,
    "_mark={code}&rows=![A+calendar](calendar)%0D%0AThe+meeting+is+on+Thursday." },
  { "/papers/:paper/easy/title", "/papers/{paper}/easy/title", make_easy,
    "_mark={letter}&title=Our+hall" },
  { "/papers/:paper/easy/rows/new", "/papers/{paper}/easy/rows/new", make_easy,
    "_after=1&_says=0&_kind=row&{fields}&sentence_1=We+meet.&sentence_2=&sentence_3=&alt=" },
  { "/papers/:paper/easy/rows/:row", "/papers/{paper}/easy/rows/1", make_easy,
    "{fields}&sentence_1=We+meet.&sentence_2=&sentence_3=&alt=" },
  { "/papers/:paper/easy/rows/:row/:what", "/papers/{paper}/easy/rows/1/down", make_easy,
    "{fields}" },
  { "/papers/:paper/easy/rows/:row/picture", "/papers/{paper}/easy/rows/1/picture", make_easy,
    "{fields}&picture=bus" },
  { "/papers/:paper/easy/clear", "/papers/{paper}/easy/clear", make_easy_check, "name=yes" },
  { "/papers/:paper/easy/clear/remove", "/papers/{paper}/easy/clear/remove", make_easy_check, "" },
  { "/papers/:paper/easy/hard", "/papers/{paper}/easy/hard", make_easy, "part=All&name=yes" },
  { "/papers/:paper/easy/hard/:hard/done", "/papers/{paper}/easy/hard/{door}/done", make_easy_hard,
    "" },
  { "/papers/:paper/easy/checks", "/papers/{paper}/easy/checks", make_easy,
    "who=A+group&on-day=3&on-month=6&on-year=2020&consent=yes" },
  { "/papers/:paper/easy/checks/:check/remove", "/papers/{paper}/easy/checks/{door}/remove",
    make_easy_check, "" },
  { NULL },
};
