/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Own pictures (R11): kept only when cleaned, found by name and words, shown in Easy Read, gone for
 * good when taken away. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "papers/formats.h"
#include "papers/own_pictures.h"
#include "papers/paper_pictures.h"
#include "papers/test_world.h"
#include "press/easy_read.h"

#include <string.h>
#include <unistd.h>

static const OutboxHandler handlers[] = { { .kind = "picture-cleaning", .run = clean_own_picture },
                                          { .kind = "paper-format", .run = make_paper_format },
                                          { .kind = NULL } };

/* A red dot with a comment in it that says who made it; and the same, cut short. */
static const guchar gif[] = { 'G', 'I', 'F',  '8', '9', 'a',  1,    0,    1,    0,    0x80,
                              0,   0,   0xff, 0,   0,   0xff, 0xff, 0xff, 0x21, 0xfe, 5,
                              'S', 'e', 'r',  'e', 'n', 0,    0x2c, 0,    0,    0,    0,
                              1,   0,   1,    0,   0,   2,    2,    0x44, 1,    0,    0x3b };

typedef struct {
  OwnPicture picture;
  const void *bytes;
  size_t len;
  const char *why; /* to take it away */
  bool is_change;
  Arena *arena;
  const char *name, *refused;
} Wish;

static bool
do_wish(Txn *txn, const Act *act, void *data)
{
  Wish *wish = data;
  Refusals *refusals = refusals_new(wish->arena);
  const AnswerFile file = { .file_name = "a", .bytes = wish->bytes, .len = wish->len };

  if (wish->why)
    own_pictures_take_away(txn, act, wish->picture.id, wish->why, refusals);
  else if (wish->is_change)
    own_pictures_change(txn, act, &wish->picture, refusals);
  else
    own_pictures_add(txn, act, &wish->picture, &file, refusals, &wish->name, wish->arena);
  wish->refused = refusals_count(refusals) > 0 ? refusals_nth(refusals, 0)->question : NULL;
  return true;
}

static const char *
wish_for(World *world, Wish *wish)
{
  assert_int_equal(test_db_write(world->test, world_act(world), do_wish, wish), WRITE_KEPT);
  return wish->refused;
}

#define PICTURE(what, more)                                   \
  {                                                           \
    .shows = what, .words = more, .credit = "", .consent = "" \
  }

/* Adds one, lets the press clean it; its name. */
static const char *
add(World *world, Arena *arena, const char *shows, const char *words, const void *bytes, size_t len)
{
  Wish wish = { PICTURE(shows, words), bytes, len, .arena = arena };

  assert_null(wish_for(world, &wish));
  assert_int_equal(outbox_run_due(test_db(world->test), handlers, RIVERSIDE), 1);
  return wish.name;
}

static const OwnPicture *
named(World *world, Arena *arena, const char *name)
{
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const OwnPicture *picture = own_pictures_named(txn, arena, name);

  db_end_read(txn);
  return picture;
}

static GBytes *
file_of(World *world, Arena *arena, const char *name, const char **ret_type)
{
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  GBytes *bytes = own_pictures_file(txn, arena, name, false, ret_type);

  db_end_read(txn);
  return bytes;
}

/* Names of what is found, a space after each. */
static char *
found(World *world, Arena *arena, const char *typed, int limit)
{
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  GString *names = g_string_new(NULL);

  for (const FoundPicture *one = pictures_search(txn, arena, typed, limit); one->name; one++)
    g_string_append_printf(names, "%s%s ", one->id ? "own:" : "", one->name);
  db_end_read(txn);
  return g_string_free(names, FALSE);
}

static void
a_picture_is_kept_when_it_is_clean(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  Wish wish = { PICTURE("Our garden, in May!", "plants"), gif, sizeof(gif), .arena = arena };
  const char *type = NULL;

  assert_null(wish_for(world, &wish));
  assert_string_equal(wish.name, "our-garden-in-may");
  assert_int_equal(named(world, arena, wish.name)->state, PICTURE_WAITING);
  assert_null(file_of(world, arena, wish.name, &type)); /* nobody sees it as it came */
  g_autofree char *before = found(world, arena, "plants", 9);
  assert_null(strstr(before, "own:"));

  assert_int_equal(outbox_run_due(test_db(world->test), handlers, RIVERSIDE), 1);
  assert_int_equal(named(world, arena, wish.name)->state, PICTURE_READY);
  g_autoptr(GBytes) clean = file_of(world, arena, wish.name, &type);
  assert_string_equal(type, "image/png");
  assert_memory_equal(g_bytes_get_data(clean, NULL), "\x89PNG", 4);
  assert_null(memmem(g_bytes_get_data(clean, NULL), g_bytes_get_size(clean), "Seren", 5));

  /* Names are told apart, also from the program's. */
  assert_string_equal(add(world, arena, "Our garden in May", "", gif, sizeof(gif)),
                      "our-garden-in-may-2");
  assert_string_equal(add(world, arena, "Bus", "", gif, sizeof(gif)), "bus-2");
  assert_string_equal(add(world, arena, "…", "", gif, sizeof(gif)), "picture");

  /* What cannot be cleaned is not kept, and is told. */
  const char *broken = add(world, arena, "Broken", "", gif, 8);
  assert_int_equal(named(world, arena, broken)->state, PICTURE_FAILED);
  assert_non_null(strstr(named(world, arena, broken)->problem, "broken"));
  assert_null(file_of(world, arena, broken, &type));
}

static void
what_is_no_picture_is_refused_in_words_of_its_own(void **state)
{
  static const struct {
    const char *bytes;
    size_t len;
  } files[] = { { "", 0 },
                { "hello", 5 },
                { "\0\0\0\x18"
                  "ftypheic",
                  12 },
                { "<?xml version=\"1.0\"?><svg/>", 27 },
                { "%PDF-1.7", 8 } };
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  g_autofree char *huge = g_malloc0(PICTURE_UPLOAD_MAX + 1);

  memcpy(huge, gif, sizeof(gif));
  for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
    Wish wish = { PICTURE("A", ""), files[i].bytes, files[i].len, .arena = arena };

    assert_string_equal(wish_for(world, &wish), "file");
  }
  assert_string_equal(
      wish_for(world, &(Wish){ PICTURE("A", ""), huge, PICTURE_UPLOAD_MAX + 1, .arena = arena }),
      "file");
  assert_string_equal(wish_for(world, &(Wish){ PICTURE("", ""), gif, sizeof(gif), .arena = arena }),
                      "shows");
  assert_string_equal(
      wish_for(world, &(Wish){ PICTURE("a](b", ""), gif, sizeof(gif), .arena = arena }), "shows");

  /* People in it have to have said yes. */
  Wish people = { PICTURE("Us", ""), gif, sizeof(gif), .arena = arena };
  people.picture.has_people = true;
  assert_string_equal(wish_for(world, &people), "consent");
  people.picture.consent = "Sam, on 3 May";
  assert_null(wish_for(world, &people));
  assert_string_equal(named(world, arena, people.name)->consent, "Sam, on 3 May");
}

static void
own_ones_are_found_first(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);

  add(world, arena, "The bus at the library", "transport", gif, sizeof(gif));
  add(world, arena, "Waiting", "buses, stop", gif, sizeof(gif));
  g_autofree char *buses = found(world, arena, "BUSES", 3);
  assert_string_equal(buses, "own:the-bus-at-the-library own:waiting bus ");
  g_autofree char *one = found(world, arena, "buses", 1);
  assert_string_equal(one, "own:the-bus-at-the-library ");
  g_autofree char *both = found(world, arena, "bus stop", 2); /* more words, more of it */
  assert_string_equal(both, "own:the-bus-at-the-library own:waiting ");

  Wish change = { PICTURE("A café", "tea"), .is_change = true, .arena = arena };
  change.picture.id = named(world, arena, "waiting")->id;
  assert_null(wish_for(world, &change));
  g_autofree char *cafe = found(world, arena, "cafe", 1), *gone = found(world, arena, "stop", 9);
  assert_string_equal(cafe, "own:waiting "); /* the name stays: rows have it */
  assert_null(strstr(gone, "own:"));
}

/* ---- in Easy Read ---- */

static bool
write_easy(Txn *txn, const Act *act, void *data)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);
  const Paper paper = { .title = "The year",
                        .source = "Words.\n\n![Our hall](our-hall)\n\n![Nothing](nothing)",
                        .easy_source = "![Our hall](our-hall)\nWe meet.\n\n![Tea](tea)\nTea.\n",
                        .language = "en-GB" };

  papers_add(txn, act, &paper, refusals, data);
  assert_int_equal(refusals_count(refusals), 0);
  return true;
}

typedef struct {
  int64_t paper_id;
  FormatWant want;
} Asking;

static bool
ask(Txn *txn, const Act *act, void *data)
{
  const Asking *asking = data;

  formats_ask(txn, act, asking->paper_id, &asking->want);
  return true;
}

/* Makes the format if need be; NULL: it is not there. */
static GMappedFile *
made_as(World *world, int64_t paper_id, PaperFormat format, bool is_asked)
{
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  Asking asking = { paper_id, { .format = format } };

  if (is_asked) {
    assert_int_equal(test_db_write(world->test, world_act(world), ask, &asking), WRITE_KEPT);
    outbox_run_due(test_db(world->test), handlers, RIVERSIDE);
  }

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const int fd = formats_open_complete(txn, papers_find(txn, arena, paper_id), &asking.want);
  GMappedFile *file = fd >= 0 ? g_mapped_file_new_from_fd(fd, FALSE, NULL) : NULL;

  db_end_read(txn);
  if (fd >= 0)
    close(fd);
  return file;
}

/* How large it is, -1: it is not there. */
static int64_t
size_as(World *world, int64_t paper_id, PaperFormat format, bool is_asked)
{
  g_autoptr(GMappedFile) file = made_as(world, paper_id, format, is_asked);

  return file ? (int64_t)g_mapped_file_get_length(file) : -1;
}

/* The page that is kept has the picture in it, and asks for no other file. */
static void
assert_page(World *world, int64_t paper_id, bool has_picture)
{
  g_autoptr(GMappedFile) file = made_as(world, paper_id, FORMAT_HTML, false);
  g_autofree char *page =
      g_strndup(g_mapped_file_get_contents(file), g_mapped_file_get_length(file));

  assert_int_equal(strstr(page, "<img src=\"data:image/png;base64,iVBOR") != NULL, has_picture);
  assert_int_equal(strstr(page, "Picture: Our hall") == NULL, has_picture);
  assert_null(strstr(page, "src=\"/"));
  assert_null(strstr(page, "our-hall"));
}

static void
rows_and_papers_show_own_pictures_until_they_go(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  int64_t paper_id = 0;

  assert_int_equal(test_db_write(world->test, world_act(world), write_easy, &paper_id), WRITE_KEPT);
  const int64_t without = size_as(world, paper_id, FORMAT_EASY_READ, true);
  const int64_t large_without = size_as(world, paper_id, FORMAT_LARGE_PRINT, true);
  assert_true(without > 0 && large_without > 0);
  assert_page(world, paper_id, false);
  assert_string_equal(add(world, arena, "Our hall", "", gif, sizeof(gif)), "our-hall");
  /* What was made before is another. */
  assert_int_equal(size_as(world, paper_id, FORMAT_EASY_READ, false), -1);
  assert_int_equal(size_as(world, paper_id, FORMAT_LARGE_PRINT, false), -1);
  const int64_t with = size_as(world, paper_id, FORMAT_EASY_READ, true);
  assert_true(with > 0 && with != without);
  const int64_t large_with = size_as(world, paper_id, FORMAT_LARGE_PRINT, true);
  assert_true(large_with > 0 && large_with != large_without);
  assert_page(world, paper_id, true);

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const Paper *paper = papers_find(txn, arena, paper_id);
  const PaperPictures pictures = pictures_in_source(txn, arena, paper->source);
  db_end_read(txn);
  assert_string_equal(paper_picture_address("our-hall", &pictures), "/pictures/our-hall/file");
  assert_null(paper_picture_address("nothing", &pictures));
  assert_null(pictures_missing(&pictures));

  /* Somebody says no. */
  Wish away = { .why = " ", .arena = arena };
  const char *type = NULL;
  away.picture.id = named(world, arena, "our-hall")->id;
  assert_string_equal(wish_for(world, &away), "why");
  away.why = "Sam says no";
  assert_null(wish_for(world, &away));
  assert_null(wish_for(world, &away)); /* twice is once */
  assert_int_equal(named(world, arena, "our-hall")->state, PICTURE_TAKEN_AWAY);
  assert_null(file_of(world, arena, "our-hall", &type));
  assert_int_equal(size_as(world, paper_id, FORMAT_EASY_READ, true), without);
  assert_int_equal(size_as(world, paper_id, FORMAT_LARGE_PRINT, true), large_without);
  assert_page(world, paper_id, false);

  txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const PaperPictures left = pictures_in_source(txn, arena, paper->source);
  db_end_read(txn);
  assert_null(paper_picture_address("our-hall", &left));
  assert_string_equal(pictures_missing(&left), "our-hall");
  g_autofree char *names = found(world, arena, "hall", 9);
  assert_null(strstr(names, "own:"));
}

int
main(void)
{
#define ON_BOTH(test) cmocka_unit_test_setup_teardown(test, world_set_up, world_tear_down)
  const struct CMUnitTest tests[] = {
    ON_BOTH(a_picture_is_kept_when_it_is_clean),
    ON_BOTH(what_is_no_picture_is_refused_in_words_of_its_own),
    ON_BOTH(own_ones_are_found_first),
    ON_BOTH(rows_and_papers_show_own_pictures_until_they_go),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
