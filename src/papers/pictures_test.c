/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Looking for pictures by words (R11): what a group needs is there, and the order is the one
 * promised. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/pictures.h"
#include "papers/pictures.h"
#include "papers/test_world.h"

#include <string.h>

/* Words that papers of a group are about; each must lead somewhere. */
static const char *const needed[] = {
  "vote",
  "council",
  "carer",
  "support worker",
  "learning disability",
  "meeting",
  "agenda",
  "minutes",
  "money",
  "budget",
  "expenses",
  "travel",
  "bus",
  "taxi",
  "venue",
  "toilet",
  "lift",
  "wheelchair",
  "deaf",
  "blind",
  "interpreter",
  "BSL",
  "easy read",
  "large print",
  "letter",
  "telephone",
  "email",
  "internet",
  "form",
  "sign",
  "consent",
  "rights",
  "fair",
  "equal",
  "together",
  "coproduction",
  "partnership",
  "listen",
  "speak",
  "idea",
  "problem",
  "question",
  "decide",
  "agree",
  "disagree",
  "yes",
  "no",
  "help",
  "doctor",
  "hospital",
  "medicine",
  "mental health",
  "housing",
  "school",
  "job",
  "family",
  "friends",
  "food",
  "tea",
  "safe",
  "worried",
  "angry",
  "private",
  "data",
  "complaint",
  "outcome",
  "review",
  "report",
  "survey",
  "training",
  "thank you",
  "celebrate",
  "holiday",
  "photo",
  "video",
  "time",
  "date",
};

static Txn *reading;

static int
set_up(void **state)
{
  const int result = world_set_up(state);

  reading = db_begin_read(test_db(((World *)*state)->test), RIVERSIDE);
  return result;
}

static int
tear_down(void **state)
{
  db_end_read(reading);
  return world_tear_down(state);
}

static const FoundPicture *
look_for(Arena *arena, const char *typed, int limit)
{
  return pictures_search(reading, arena, typed, limit);
}

static void
what_a_group_needs_is_there(void **state)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024 * 1024);
  int missing = 0;

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(needed); i++)
    if (!look_for(arena, needed[i], 10)->name)
      print_error("nothing for \"%s\"\n", needed[i]), missing++;
  assert_int_equal(missing, 0);
}

/* Whoever types a picture's name gets that picture first; capitals, signs and plurals are one. */
static void
a_name_leads_to_its_picture(void **state)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024 * 1024);

  (void)state;
  for (const Picture *picture = pictures; picture->name; picture++) {
    g_autofree char *loud = g_ascii_strup(picture->name, -1);
    g_autofree char *typed = g_strdup_printf("  “%ss”, please! ", loud);
    const FoundPicture *first = look_for(arena, picture->name, 1);
    bool is_among = false;

    assert_non_null(first->name);
    assert_null(first[1].name);
    for (const FoundPicture *found = look_for(arena, typed, 10); found->name; found++)
      is_among |= strcmp(found->name, picture->name) == 0;
    if (strcmp(first->name, picture->name) != 0 && !strchr(picture->name, '-'))
      fail_msg("\"%s\" leads to \"%s\"", picture->name, first->name);
    if (!is_among && picture->name[strlen(picture->name) - 1] != 's')
      fail_msg("\"%s\" does not find \"%s\"", typed, picture->name);
    assert_string_equal(pictures_find(reading, arena, picture->name)->shows, picture->alt);
  }
  assert_null(pictures_find(reading, arena, "no-such-picture"));
  assert_null(look_for(arena, "", 10)->name);
  assert_null(look_for(arena, " ?!… ", 10)->name);
  assert_null(look_for(arena, "xyzzy", 10)->name);
}

/* A shorter list is the start of a longer one. */
static void
fewer_are_the_best_of_more(void **state)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024 * 1024);

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(needed); i++) {
    const FoundPicture *all = look_for(arena, needed[i], PICTURES_FIND_MAX);

    for (int limit = 1; limit < 9; limit += 2) {
      const FoundPicture *few = look_for(arena, needed[i], limit);
      int n = 0;

      for (; few[n].name; n++)
        assert_string_equal(few[n].name, all[n].name);
      assert_true(n == limit || !all[n].name);
    }
  }
}

int
main(void)
{
#define ON_BOTH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
  const struct CMUnitTest tests[] = {
    ON_BOTH(what_a_group_needs_is_there),
    ON_BOTH(a_name_leads_to_its_picture),
    ON_BOTH(fewer_are_the_best_of_more),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
