/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writing the Easy Read of a paper through its pages (R11, R66), as a browser without scripts does
 * it: rows, two people at once, words of the paper that change, who checked it, what is hard. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "attack.h"
#include "base/ids.h"
#include "papers/easy_checks.h"
#include "papers/papers.h"
#include "press/easy_read.h"

#include <string.h>

static Scene
open_scene(RealSite *site)
{
  Scene scene = { .site = site, .browser = browser_new(&site->site, "riverside.localhost") };

  come_in(&scene);
  return scene;
}

static void
close_scene(Scene *scene)
{
  browser_free(scene->browser);
  g_free(scene->fields);
}

static char *
path_of(const Scene *scene, const char *rest)
{
  char id[ID_TEXT_SIZE];

  return g_strdup_printf("/papers/%s%s", id_to_text(scene->paper_id, id), rest);
}

static char *
see(const Scene *scene, const char *rest)
{
  g_autofree char *path = path_of(scene, rest);
  char *page = browse(scene->browser, path);

  assert_status(page, 200);
  return page;
}

/* Each from a form of its own, so that none is a repeat, and from an address of its own: how often
 * is not what is tried here. */
static char *
send_to(const Scene *scene, const char *rest, const char *fields, int status)
{
  static int sent;
  g_autofree char *path = path_of(scene, rest);
  g_autofree char *address = g_strdup_printf("10.3.%d.%d", sent / 250, sent % 250);
  g_autofree char *form = browse(scene->browser, "/papers/new");
  char *reply = send_from(scene->browser, path, fields, address);

  sent++;
  assert_status(reply, status);
  return reply;
}

/* The value of a hidden field or button of a page. */
static char *
hidden(const char *page, const char *name)
{
  g_autofree char *field = g_strdup_printf("name=\"%s\" value=\"", name);
  g_autofree char *button = g_strdup_printf("\" name=\"%s\"", name);
  const char *at = strstr(page, field), *end = at ? NULL : strstr(page, button);

  if (at)
    at += strlen(field);
  for (at = end ? end - 1 : at; end && *at != '"'; at--)
    ;
  if (!at)
    fail_msg("no field %s in:\n%s", name, page);
  at += end != NULL;
  return g_strndup(at, strcspn(at, "\""));
}

/* Opens a form and sends it as it is, with these fields. */
static void
fill_form(const Scene *scene, const char *open, const char *send, const char *fields)
{
  g_autofree char *page = see(scene, open);
  g_autofree char *mark = hidden(page, "_mark");
  g_autofree char *all = g_strdup_printf("_mark=%s&%s", mark, fields);
  g_autofree char *reply = send_to(scene, send, all, 303);
}

static char *
rows_of(const Scene *scene)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  Txn *txn = db_begin_read(test_db(scene->site->db), scene->site->community_id);
  const Paper *paper = papers_find(txn, arena, scene->paper_id);
  char *rows = g_strdup(paper->easy_source);

  db_end_read(txn);
  return rows;
}

static void
assert_rows(const Scene *scene, const char *expected)
{
  g_autofree char *rows = rows_of(scene);
  g_autofree char *problem = NULL;
  g_autoptr(EasyRead) easy = *rows ? easy_read_parse(rows, &problem) : NULL;
  g_autofree char *plain = easy ? easy_read_write(easy, false) : g_strdup("");

  assert_string_equal(plain, expected);
}

/* ---- one person ---- */

static void
an_easy_read_is_written_row_by_row(void **state)
{
  Scene scene = open_scene(*state);

  make_paper(&scene);

  g_autofree char *empty = see(&scene, "/easy/change");

  assert_has(empty, "One row for each paragraph");
  assert_has(empty, "Words.");
  fill_form(&scene, "/easy/rows/new?says=1", "/easy/rows/new",
            "_after=0&_says=1&_kind=row&sentence_1=We+meet.&sentence_2=&sentence_3=On+Monday."
            "&alt=&_then=picture");
  fill_form(&scene, "/easy/rows/1/picture", "/easy/rows/1/picture", "picture=calendar");
  fill_form(&scene, "/easy/rows/new?after=1&kind=heading", "/easy/rows/new",
            "_after=1&_says=0&_kind=heading&heading=Money");
  fill_form(&scene, "/easy/rows/new?after=2", "/easy/rows/new",
            "_after=2&_says=0&_kind=row&sentence_1=from:+3&sentence_2=&sentence_3="
            "&alt=a+](+b");
  fill_form(&scene, "/easy/title", "/easy/title", "title=Our+plan");
  assert_rows(&scene, "# Our plan\n\n![a calendar](calendar)\nWe meet.\nOn Monday.\n\n## Money\n\n"
                      "![a ] ( b]()\nfrom: -\nfrom: 3\n");

  fill_form(&scene, "/easy/rows/3/away", "/easy/rows/3/up", "");
  assert_rows(&scene, "# Our plan\n\n![a calendar](calendar)\nWe meet.\nOn Monday.\n\n"
                      "![a ] ( b]()\nfrom: -\nfrom: 3\n\n## Money\n");
  fill_form(&scene, "/easy/rows/2/away", "/easy/rows/2/away", "");
  assert_rows(&scene, "# Our plan\n\n![a calendar](calendar)\nWe meet.\nOn Monday.\n\n## Money\n");

  g_autofree char *last = see(&scene, "/easy/rows/1/away");
  g_autofree char *mark = hidden(last, "_mark");
  g_autofree char *fields = g_strdup_printf("_mark=%s", mark);
  g_autofree char *alone = send_to(&scene, "/easy/rows/1/away", fields, 422);

  assert_has(alone, "A heading needs a row");

  g_autofree char *editor = see(&scene, "/easy/change");
  g_autofree char *text = see(&scene, "/easy/text");

  assert_has(editor, "id=\"row-2\"");
  assert_has(text, "![a calendar](calendar)");
  close_scene(&scene);
}

/* Rows as text and rows one by one are the same store. */
static void
text_and_rows_are_one_store(void **state)
{
  Scene scene = open_scene(*state);

  make_easy(&scene);
  fill_form(&scene, "/easy/text", "/easy/text",
            "rows=![A+cat](hand)%0D%0Afrom:+1%0D%0AOne.%0D%0A%0D%0A%0D%0A![]()%0D%0ATwo.");

  g_autofree char *rows = rows_of(&scene);
  g_autofree char *row = see(&scene, "/easy/rows/1");

  assert_has(rows, "from: 1="); /* what was typed has its fingerprint now */
  assert_rows(&scene, "![A cat](hand)\nOne.\n\n![]()\nTwo.\n");
  assert_has(row, "value=\"One.\"");
  assert_has(row, "value=\"A cat\"");
  assert_has(row, "What the paper says");

  g_autofree char *refused = send_to(&scene, "/easy/text", "rows=no+picture+line", 422);

  assert_has(refused, "no picture line");
  assert_rows(&scene, "![A cat](hand)\nOne.\n\n![]()\nTwo.\n");
  close_scene(&scene);
}

/* ---- two people ---- */

#define ROW(words) "sentence_1=" words "&sentence_2=&sentence_3=&alt="

static void
a_clash_shows_both_and_overwrites_nothing(void **state)
{
  Scene scene = open_scene(*state);

  make_easy(&scene);

  g_autofree char *theirs = see(&scene, "/easy/rows/2");
  g_autofree char *mark = hidden(theirs, "_mark");
  g_autofree char *late = g_strdup_printf("_mark=%s&" ROW("Mine."), mark);

  fill_form(&scene, "/easy/rows/2", "/easy/rows/2", ROW("Theirs."));

  g_autofree char *clash = send_to(&scene, "/easy/rows/2", late, 422);

  assert_has(clash, "Theirs.");
  assert_has(clash, "value=\"Mine.\"");
  assert_has(clash, "Nothing is lost");
  assert_rows(&scene, "![A calendar](calendar)\nWe meet on Thursday.\n\n![]()\nTheirs.\n");

  /* A third person was faster still: the answer to the clash is for what stood on the page. */
  g_autofree char *now = hidden(clash, "_now");
  g_autofree char *replace = g_strdup_printf("_now=%s&_clash=replace&%s", now, late);
  g_autofree char *add = g_strdup_printf("_now=%s&_clash=after&%s", now, late);

  fill_form(&scene, "/easy/rows/2", "/easy/rows/2", ROW("Third."));

  g_autofree char *again = send_to(&scene, "/easy/rows/2", replace, 422);

  assert_has(again, "Third.");
  assert_rows(&scene, "![A calendar](calendar)\nWe meet on Thursday.\n\n![]()\nThird.\n");
  g_autofree char *added = send_to(&scene, "/easy/rows/2", add, 303);

  assert_rows(&scene, "![A calendar](calendar)\nWe meet on Thursday.\n\n![]()\nThird.\n\n"
                      "![]()\nMine.\n");

  g_autofree char *newest = hidden(again, "_now");
  g_autofree char *replace_now = g_strdup_printf("_now=%s&_clash=replace&%s", newest, late);
  g_autofree char *replaced = send_to(&scene, "/easy/rows/2", replace_now, 303);

  assert_rows(&scene, "![A calendar](calendar)\nWe meet on Thursday.\n\n![]()\nMine.\n\n"
                      "![]()\nMine.\n");
  close_scene(&scene);
}

/* Somebody puts rows before it meanwhile: it is still this row. */
static void
a_row_that_moved_is_found(void **state)
{
  Scene scene = open_scene(*state);

  make_easy(&scene);

  g_autofree char *page = see(&scene, "/easy/rows/1");
  g_autofree char *mark = hidden(page, "_mark");
  g_autofree char *late = g_strdup_printf("_mark=%s&" ROW("Found."), mark);
  g_autofree char *gone = g_strdup_printf("_mark=%s", mark);

  fill_form(&scene, "/easy/rows/new?after=0", "/easy/rows/new",
            "_after=0&_says=0&_kind=row&" ROW("New."));

  g_autofree char *kept = send_to(&scene, "/easy/rows/1", late, 303);

  assert_rows(&scene, "![]()\nNew.\n\n![](calendar)\nFound.\n\n![]()\nThe hall is warm.\n");

  /* What is gone is not taken away a second time in another row's place. */
  g_autofree char *nothing = send_to(&scene, "/easy/rows/1/away", gone, 303);

  assert_rows(&scene, "![]()\nNew.\n\n![](calendar)\nFound.\n\n![]()\nThe hall is warm.\n");

  g_autofree char *text = see(&scene, "/easy/text");
  g_autofree char *text_mark = hidden(text, "_mark");
  g_autofree char *all = g_strdup_printf("_mark=%s&rows=![]()%%0AOnly+mine.", text_mark);

  fill_form(&scene, "/easy/rows/1", "/easy/rows/1", ROW("Newer."));

  g_autofree char *clash = send_to(&scene, "/easy/text", all, 422);

  assert_has(clash, "Only mine.");
  assert_has(clash, "Newer.");
  close_scene(&scene);
}

/* ---- the paper changes ---- */

static void
a_changed_paragraph_marks_its_row(void **state)
{
  Scene scene = open_scene(*state);

  make_easy(&scene);

  g_autofree char *fine = see(&scene, "");

  assert_null(strstr(fine, "may be out of date"));

  g_autofree char *moved =
      send_to(&scene, "/change", "title=New&source=Before+it.%0A%0AWords.", 303);
  g_autofree char *rows = rows_of(&scene);
  g_autofree char *still = see(&scene, "");

  assert_has(rows, "from: 2=");
  assert_null(strstr(still, "may be out of date"));

  g_autofree char *changed =
      send_to(&scene, "/change", "title=New&source=Before+it.%0A%0AOther+words.", 303);
  g_autofree char *told = see(&scene, "");

  assert_has(told, "The changes are kept. A row of the Easy Read may be out of date");
  assert_has(told, "1 row of the Easy Read may be out of date");

  g_autofree char *editor = see(&scene, "/easy/change");

  assert_has(editor, "Out of date");
  assert_has(editor, "The paper says now: “Other words.”");
  fill_form(&scene, "/easy/rows/1", "/easy/rows/1/right", "");

  g_autofree char *after = see(&scene, "/easy/change");

  assert_null(strstr(after, "Out of date"));
  assert_rows(&scene, "![A calendar](calendar)\nWe meet on Thursday.\n\n"
                      "![]()\nThe hall is warm.\n");

  g_autofree char *cut = send_to(&scene, "/change", "title=New&source=Before+it.", 303);
  g_autofree char *gone = see(&scene, "/easy/change");

  assert_has(gone, "no longer in the");
  close_scene(&scene);
}

/* ---- what people say ---- */

static int64_t
count_named(const Scene *scene)
{
  Txn *txn = db_begin_read(test_db(scene->site->db), scene->site->community_id);
  g_autoptr(Query) q =
      db_query(txn, "SELECT count(*) FROM easy_hard WHERE community_id = ?1 AND member_id <> 0");
  const int64_t count = query_next(q) ? col_int(q, 0) : -1;

  query_done(g_steal_pointer(&q));
  db_end_read(txn);
  return count;
}

static void
who_checked_it_is_thanked_and_what_is_hard_is_told(void **state)
{
  Scene scene = open_scene(*state);

  make_easy(&scene);

  g_autofree char *no_yes =
      send_to(&scene, "/easy/checks", "who=Sam&on-day=3&on-month=6&on-year=2020", 422);

  assert_has(no_yes, "Ask them first");

  g_autofree char *later =
      send_to(&scene, "/easy/checks", "who=Sam&on-day=3&on-month=6&on-year=2190&consent=yes", 422);

  assert_has(later, "has not come yet");

  g_autofree char *kept = send_to(&scene, "/easy/checks",
                                  "who=a+group&on-day=3&on-month=6&on-year=2020&consent=yes", 303);
  g_autofree char *own = send_to(&scene, "/easy/clear", "name=yes", 303);
  g_autofree char *again = send_to(&scene, "/easy/clear", "name=no", 303);
  g_autofree char *paper = see(&scene, "");

  assert_has(paper, "Checked by a group on Wednesday 3 June 2020. Thank you, a group.");
  assert_has(paper, "Somebody checked this on ");
  assert_null(strstr(paper, "before the last change"));
  assert_null(strstr(paper, "Checked by Person")); /* said anew, without name */
  fill_form(&scene, "/easy/rows/1", "/easy/rows/1", ROW("We meet on Friday."));

  g_autofree char *changed = see(&scene, "/easy");

  assert_has(changed, "Checked by a group");
  assert_has(changed, "That was before the last change.");

  g_autofree char *back = send_to(&scene, "/easy/clear/remove", "", 303);
  g_autofree char *without = see(&scene, "/easy");

  assert_null(strstr(without, "Somebody checked this"));

  g_autofree char *hard = send_to(&scene, "/easy/hard", "part=What+is+a+hall%3F&name=no", 303);

  assert_int_equal(count_named(&scene), 0);

  g_autofree char *named = send_to(&scene, "/easy/hard", "part=&name=yes", 303);
  g_autofree char *editor = see(&scene, "/easy/change");

  assert_int_equal(count_named(&scene), 1);
  assert_has(editor, "What is a hall?");
  assert_has(editor, "Somebody found all of it hard.");
  close_scene(&scene);
}

static int
start(void **state)
{
  *state = real_site_start();
  return 0;
}

static int
stop(void **state)
{
  real_site_stop(*state);
  return 0;
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(an_easy_read_is_written_row_by_row),
    cmocka_unit_test(text_and_rows_are_one_store),
    cmocka_unit_test(a_clash_shows_both_and_overwrites_nothing),
    cmocka_unit_test(a_row_that_moved_is_found),
    cmocka_unit_test(a_changed_paragraph_marks_its_row),
    cmocka_unit_test(who_checked_it_is_thanked_and_what_is_hard_is_told),
  };

  return cmocka_run_group_tests(tests, start, stop);
}
