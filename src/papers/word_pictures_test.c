/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pictures of Word files (R11, R66): they come along, cleaned, and nobody but organisers sees them
 * before somebody has said what they show and who said yes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "papers/find.h"
#include "papers/paper_pictures.h"
#include "papers/test_world.h"
#include "papers/versions.h"
#include "papers/word_pictures.h"

#include <string.h>

static const OutboxHandler handlers[] = { { .kind = "paper-reading", .run = read_paper_file },
                                          { .kind = "picture-cleaning", .run = clean_own_picture },
                                          { .kind = "paper-words", .run = keep_paper_words },
                                          { .kind = NULL } };

/* A red dot; and the same with a word behind it, which is another file. */
static const char red[] = "GIF89a\1\0\1\0\x80\0\0\xff\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2\x44\1"
                          "\0;";

/* Files that pandoc puts into the .docx. */
static void
add_file(World *world, const char *name, const char *more)
{
  g_autofree char *path = g_build_filename(world->folder, name, NULL);
  g_autoptr(GByteArray) bytes = g_byte_array_new();

  g_byte_array_append(bytes, (const guint8 *)red, sizeof(red) - 1);
  g_byte_array_append(bytes, (const guint8 *)more, (guint)strlen(more));
  assert_true(g_file_set_contents(path, (const char *)bytes->data, bytes->len, NULL));
}

/* A paper of a Word file with these words; "{}" stands for the folder of the pictures. */
static int64_t
read_word(World *world, const char *source)
{
  g_auto(GStrv) pieces = g_strsplit(source, "{}", -1);
  g_autofree char *folder = g_strdup_printf("%s/", world->folder);
  g_autofree char *placed = g_strjoinv(folder, pieces);
  g_autofree char *word = NULL;
  size_t len = 0;

  world_make_word(world, placed, &word, &len);

  const int64_t id = world_upload(world, "", "File.docx", word, len);

  outbox_run_due(test_db(world->test), handlers, RIVERSIDE);
  outbox_run_due(test_db(world->test), handlers, RIVERSIDE);
  return id;
}

typedef struct {
  OwnPicture picture;
  Arena *arena;
  const char *refused;
  int count;
} Saying;

static bool
say(Txn *txn, const Act *act, void *data)
{
  Saying *saying = data;
  Refusals *refusals = refusals_new(saying->arena);

  word_pictures_say(txn, act, &saying->picture, refusals);
  saying->count = refusals_count(refusals);
  saying->refused = saying->count > 0 ? refusals_nth(refusals, 0)->question : NULL;
  return saying->count == 0;
}

static const char *
say_of(World *world, Arena *arena, const char *name, const char *shows, const char *consent)
{
  Saying saying = { { .name = name,
                      .shows = shows,
                      .words = "",
                      .credit = "",
                      .has_people = consent != NULL,
                      .consent = consent ? consent : "" },
                    .arena = arena };

  test_db_write(world->test, world_act(world), say, &saying);
  return saying.refused;
}

/* Whether readers of the paper see the picture, and whether others than organisers get its file. */
static bool
is_shown(World *world, int64_t paper_id, const char *name)
{
  g_auto(Look) at = world_look(world);
  const char *type = NULL;
  const Paper *paper = papers_find_next(at.txn, at.arena, paper_id);
  const PaperPictures pictures = pictures_in_source(at.txn, at.arena, paper->source);
  const bool is_in_paper = paper_picture_address(name, &pictures) != NULL;
  g_autoptr(GBytes) file = own_pictures_file(at.txn, at.arena, name, false, &type);
  bool is_listed = false;

  for (const OwnPicture *one = own_pictures_list(at.txn, at.arena, false, 0, 50); one->id; one++)
    is_listed |= strcmp(one->name, name) == 0;
  assert_int_equal(is_in_paper, file != NULL);
  assert_int_equal(is_in_paper, is_listed);
  return is_in_paper;
}

static void
assert_source(World *world, int64_t paper_id, const char *part, bool has_it)
{
  g_auto(Look) at = world_look(world);
  const char *source = papers_find_next(at.txn, at.arena, paper_id)->source;

  if ((strstr(source, part) != NULL) != has_it)
    fail_msg("%s \"%s\":\n%s", has_it ? "lacks" : "has", part, source);
}

/* Word keeps the title and who wrote it when in styles of their own; no word of it is lost (R66).
 */
static void
the_title_of_a_word_file_is_its_first_heading(void **state)
{
  World *world = *state;
  const int64_t id =
      read_word(world, "---\ntitle: The *roof* of the hall\nsubtitle: A second try\n"
                       "author: [Rosa, Ben]\ndate: 3 May\nabstract: |\n  What it costs.\n\n"
                       "  And when.\n---\n# What is planned\n\nSlates.\n\n## And then\n\nPaint.\n");
  g_auto(Look) at = world_look(world);
  const Paper *paper = papers_find_next(at.txn, at.arena, id);

  assert_string_equal(paper->title, "The roof of the hall");
  assert_string_equal(paper->source,
                      "# The *roof* of the hall\n\nA second try\n\nRosa\n\nBen\n\n3 May\n\n"
                      "What it costs.\n\nAnd when.\n\n## What is planned\n\nSlates.\n\n"
                      "### And then\n\nPaint.");
}

static void
they_come_along_and_wait_for_a_yes(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);

  add_file(world, "a.gif", "");
  add_file(world, "b.gif", "other");

  const int64_t id = read_word(world, "# Plan\n\nBefore.\n\n![Our garden]({}a.gif \"T\")\n\n"
                                      "In ![]({}b.gif) words.\n\n![Our garden]({}a.gif)\n\nAfter.");

  assert_source(world, id, "![Our garden](our-garden)", true);
  assert_source(world, id, "![](picture)", true);
  assert_source(world, id, "media/", false);
  assert_int_equal(world_count(world, "picture"), 2); /* one that stands twice is one */
  assert_int_equal(world_count(world, "picture_word"), 0);
  assert_false(is_shown(world, id, "our-garden"));
  {
    g_auto(Look) at = world_look(world);
    const OwnPicture *waiting = word_pictures_waiting(at.txn, at.arena, id);
    const char *type = NULL;
    g_autoptr(GBytes) seen = own_pictures_file(at.txn, at.arena, "our-garden", true, &type);

    assert_string_equal(waiting[0].name, "our-garden");
    assert_string_equal(waiting[1].name, "picture");
    assert_int_equal(waiting[2].id, 0);
    assert_int_equal(waiting[0].state, PICTURE_READY);
    assert_string_equal(type, "image/png"); /* cleaned: written anew */
    assert_memory_equal(g_bytes_get_data(seen, NULL), "\x89PNG", 4);
  }

  assert_string_equal(say_of(world, arena, "picture", "", NULL), "shows");
  assert_string_equal(say_of(world, arena, "picture", "Mo", ""), "consent");
  assert_false(is_shown(world, id, "picture"));
  assert_null(say_of(world, arena, "picture", "Mo & [Jo] at * the fair", "Both, in May"));
  assert_true(is_shown(world, id, "picture"));
  assert_source(world, id, "In ![Mo \\& \\[Jo\\] at \\* the fair](picture) words.", true);
  assert_false(is_shown(world, id, "our-garden"));
  assert_null(say_of(world, arena, "our-garden", "The garden", NULL));
  assert_true(is_shown(world, id, "our-garden"));
  assert_source(world, id, "![Our garden]", false);
  assert_source(world, id, "![The garden](our-garden)\n\nOur garden\n\nIn ![Mo", true);
  assert_source(world, id, "![The garden](our-garden)\n\nOur garden\n\nAfter.", true);

  /* Said once: a second form that was open changes nothing. */
  assert_null(say_of(world, arena, "our-garden", "Another", NULL));
  assert_source(world, id, "Another", false);
  g_auto(Look) at = world_look(world);
  assert_int_equal(word_pictures_waiting(at.txn, at.arena, id)[0].id, 0);
  assert_string_equal(own_pictures_named(at.txn, at.arena, "picture")->consent, "Both, in May");
  assert_string_equal(pictures_search(at.txn, at.arena, "fair", 3)[0].name, "picture");
}

static void
what_we_cannot_read_stays_and_is_counted(void **state)
{
  World *world = *state;
  g_autofree char *path = g_build_filename(world->folder, "c.tif", NULL);

  assert_true(g_file_set_contents(path, "II*\010", 4, NULL));
  add_file(world, "a.gif", "");

  const int64_t id = read_word(world, "A ![drawing]({}c.tif) and a ![photo]({}a.gif) here.");

  assert_source(world, id, "![photo](photo)", true);
  g_auto(Look) at = world_look(world);
  assert_int_equal(word_pictures_left(papers_find(at.txn, at.arena, id)->source), 1);
}

/* More than come along: the paper is read all the same, and says how many are left. */
static void
there_are_never_more_than_so_many(void **state)
{
  World *world = *state;
  g_autoptr(GString) source = g_string_new("Many.\n\n");

  for (int i = 0; i < WORD_PICTURES_MAX + 3; i++) {
    g_autofree char *name = g_strdup_printf("p%d.gif", i);

    add_file(world, name, name);
    g_string_append_printf(source, "![Number %d]({}%s)\n\n", i, name);
  }

  const int64_t id = read_word(world, source->str);
  g_auto(Look) at = world_look(world);

  assert_int_equal(world_count(world, "picture"), WORD_PICTURES_MAX);
  assert_int_equal(word_pictures_left(papers_find(at.txn, at.arena, id)->source), 3);
}

/* What pandoc's child writes is not believed. */
static void
output_is_taken_apart_or_refused(void **state)
{
  static const struct {
    const char *output;
    size_t len;
    int pictures; /* -1: refused */
    const char *source;
  } rows[] = {
    { "\nWords", 6, 0, "Words" },
    { "\n", 1, 0, "" },
    { "3 media/a.png\nabc\nWords\n", 24, 1, "Words\n" },
    { "3 media/a.png\na\nc1 media/b.gif\nx\n2 no", 37, 2, "2 no" },
    { "", 0, -1, NULL },
    { "Words", 5, -1, NULL },
    { "9 media/a.png\nabc\nWords", 23, -1, NULL }, /* more than there is */
    { "0 media/a.png\n\nWords", 20, -1, NULL },    /* nothing */
    { "-1 media/a.png\nabc\nWords", 24, -1, NULL },
    { "3 ../a.png\nabc\nWords", 20, -1, NULL },
    { "3 media/../a\nabc\nWords", 22, -1, NULL },
    { "3 media/\nabc\nWords", 18, -1, NULL },
    { "3\nabc\nWords", 11, -1, NULL },
    { "1 media/a\n", 10, -1, NULL },
    { "3 media/a.png\nabc", 17, -1, NULL }, /* no end of the pictures */
    { "99999999999999999999999 media/a\nabc\n", 36, -1, NULL },
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autoptr(GPtrArray) pictures =
        g_ptr_array_new_with_free_func((GDestroyNotify)word_picture_free);
    g_autofree char *source = NULL, *exact = g_memdup2(rows[i].output, rows[i].len);
    size_t len = 0;
    const bool is_read = word_take_apart(exact ? exact : "", rows[i].len, pictures, &source, &len);

    assert_int_equal(is_read, rows[i].pictures >= 0);
    if (!is_read)
      continue;
    assert_int_equal(pictures->len, rows[i].pictures);
    assert_string_equal(source, rows[i].source);
    assert_int_equal(len, strlen(rows[i].source));
  }
}

static void
words_are_put_where_none_were_and_nowhere_else(void **state)
{
  static const struct {
    const char *source, *then;
  } rows[] = {
    { "![](p)", "![N\\*](p)" },
    { "![old](p) ![mine](p) ![](q)", "![N\\*](p) ![mine](p) ![](q)" },
    { "a [old](p) b", "a [old](p) b" },       /* a link */
    { "a \\![old](p) b", "a \\![old](p) b" }, /* a sign and a link */
    { "![o\\]l\\[d](p)", "![o\\]l\\[d](p)" }, /* other words */
    { "](p) ](p)", "](p) ](p)" },
    { "[x](p)![](p)", "[x](p)![N\\*](p)" },
    { "", "" },
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *then = word_pictures_write_words(rows[i].source, "p", "old", "N*");

    assert_string_equal(then, rows[i].then);
  }
}

static void
a_failure_anywhere_keeps_nothing(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(64 * 1024 * 1024);

  add_file(world, "a.gif", "");
  read_word(world, "![Hall]({}a.gif) and ![]({}a.gif)");

  Saying saying = {
    { .name = "hall", .shows = "Our hall", .words = "", .credit = "", .consent = "" },
    .arena = arena
  };

  world_fail_each_statement(world, say, &saying, "picture_word", &saying.count);
}

int
main(void)
{
#define ON_BOTH(test) cmocka_unit_test_setup_teardown(test, world_set_up, world_tear_down)
  const struct CMUnitTest tests[] = {
    ON_BOTH(the_title_of_a_word_file_is_its_first_heading),
    ON_BOTH(they_come_along_and_wait_for_a_yes),
    ON_BOTH(what_we_cannot_read_stays_and_is_counted),
    ON_BOTH(there_are_never_more_than_so_many),
    cmocka_unit_test(output_is_taken_apart_or_refused),
    cmocka_unit_test(words_are_put_where_none_were_and_nowhere_else),
    ON_BOTH(a_failure_anywhere_keeps_nothing),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
