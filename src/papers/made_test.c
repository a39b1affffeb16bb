/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Formats made by people (R11, R66), copies that come late (indicator 9), lists for doing by hand:
 * who needs what by count, never by name; told once, by their way. On both engines. */
#include "papers/made_scene.h"

/* ---- asking and bringing ---- */

static void
what_is_asked_and_brought_is_checked(void **state)
{
  Scene scene = set_scene(*state, REACH_EMAIL, "gwen@river.example", true, true);
  static const struct {
    const char *url;
    bool is_taken;
  } addresses[] = { { "http://films.example/weir", false },
                    { "https://", false },
                    { "https://bo:secret@films.example", false },
                    { "javascript:alert(1)", false },
                    { "https://films", false },
                    { "https://films.example/a b", false },
                    { "https://films.example/weir?x=1#t", true } };

  scene.made.due_us = clock_now_us() - 1;
  assert_false(does(&scene, ask));
  assert_string_equal(scene.question, "day");
  scene.made = film(scene.paper_id);
  scene.made.kind = MADE_TRANSLATION;
  assert_false(does(&scene, ask));
  assert_string_equal(scene.question, "tongue");
  scene.made = film(scene.paper_id);
  assert_true(does(&scene, ask));
  for (size_t i = 0; i < G_N_ELEMENTS(addresses); i++) {
    scene.thing = (MadeThing){ NULL, addresses[i].url, "", "" };
    if (does(&scene, bring) != addresses[i].is_taken)
      fail_msg("%s", addresses[i].url);
  }
  WITH_FILE(&scene, "%PDF-1.7 no film");
  assert_false(does(&scene, bring));
  assert_string_equal(scene.question, "file");
  end_scene(&scene);
}

/* The same bytes come out, also a file of several parts, and after another took its place. */
static void
a_file_comes_out_as_it_came(void **state)
{
  enum { LEN = 700 * 1000 };
  Scene scene = set_scene(*state, REACH_EMAIL, "gwen@river.example", true, true);
  g_autofree uint8_t *bytes = g_malloc(LEN);

  assert_true(does(&scene, ask));
  for (int round = 0; round < 2; round++) {
    const AnswerFile file = { .file_name = "weir.mp4", .bytes = (char *)bytes, .len = LEN };
    g_autofree uint8_t *read_back = g_malloc(LEN + 1);

    random_bytes(bytes, LEN);
    memcpy(bytes, MP4, sizeof(MP4) - 1);
    scene.thing = (MadeThing){ &file, "", "", "Bo" };
    assert_true(does(&scene, bring));
    for (int from = 0; from < 2; from++) { /* the database, then the cache */
      g_auto(Look) at = world_look(scene.world);
      const MadeFormat *made = made_find(at.txn, at.arena, scene.made_id);
      const int fd = made_open_file(at.txn, made);

      assert_string_equal(made->media_type, "video/mp4");
      assert_int_equal(made->state, MADE_HERE);
      assert_int_equal(read(fd, read_back, LEN + 1), LEN);
      assert_memory_equal(read_back, bytes, LEN);
      close(fd);
    }
    clock_set_for_test(clock_now_us() + US_PER_S);
  }
  assert_true(does(&scene, take_out));
  assert_int_equal(world_count(scene.world, "made_format_part"), 0);
  end_scene(&scene);
}

static void
a_change_of_the_paper_is_seen(void **state)
{
  World *world = *state;
  Scene scene = set_scene(world, REACH_EMAIL, "gwen@river.example", true, true);

  assert_true(does(&scene, ask));
  assert_true(does(&scene, bring));
  for (int round = 0; round < 2; round++) {
    g_auto(Look) at = world_look(scene.world);

    assert_int_equal(made_find(at.txn, at.arena, scene.made_id)->is_of_before, round == 1);
    world_change_paper(
        world, &(Paper){ .id = scene.paper_id, .title = "The weir", .source = "It holds." }, true);
  }
  end_scene(&scene);
}

/* ---- in a release ---- */

static const ReleaseMade *
made_line(Look *at, const Scene *scene, const Release **ret_release)
{
  *ret_release = releases_find(at->txn, at->arena, scene->release_id);
  return (*ret_release)->made_count ? (*ret_release)->made : NULL;
}

/* What people did not share is counted nowhere; what only helps holds nothing up. */
static void
only_what_is_shared_counts(void **state)
{
  static const struct {
    bool is_must, is_shared;
    int people, missing;
  } rows[] = {
    { true, false, 0, 0 }, { false, false, 0, 0 }, { false, true, 1, 0 }, { true, true, 1, 1 }
  };
  Scene scene = set_scene(*state, REACH_EMAIL, "gwen@river.example", true, false);

  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    scene.needs.needs[0].is_must = rows[i].is_must;
    scene.needs.is_shared = rows[i].is_shared;
    assert_true(does(&scene, say_needs));
    assert_true(does(&scene, start));

    g_auto(Look) at = world_look(scene.world);
    const Release *release;
    const ReleaseMade *line = made_line(&at, &scene, &release);

    assert_int_equal(line ? line->people : 0, rows[i].people);
    assert_int_equal(release->made_missing, rows[i].missing);
    assert_int_equal(txn_statements(at.txn), 4);
  }
  end_scene(&scene);
}

static void
nothing_goes_while_a_film_is_missing_but_by_an_open_reason(void **state)
{
  Scene scene = set_scene(*state, REACH_EMAIL, "gwen@river.example", true, true);

  assert_true(does(&scene, ask));
  assert_true(does(&scene, start));
  assert_false(does(&scene, let_out));
  scene.reason = "The film is not there yet";
  assert_false(does(&scene, let_out)); /* which format is nobody's business */
  scene.reason = "It cannot wait";
  assert_true(does(&scene, let_out));

  g_auto(Look) at = world_look(scene.world);

  assert_int_equal(late_of_member(at.txn, at.arena, scene.paper_id, scene.deaf)->kind,
                   MADE_SIGN_FILM);
  assert_string_equal(log_powers(at.txn, at.arena, 5)->reason, "It cannot wait");
  end_scene(&scene);
}

static void
with_the_film_here_all_goes_without_a_reason(void **state)
{
  Scene scene = set_scene(*state, REACH_EMAIL, "gwen@river.example", true, true);

  assert_true(does(&scene, ask));
  assert_true(does(&scene, bring));
  assert_true(does(&scene, start));
  assert_true(does(&scene, let_out));
  assert_int_equal(world_count(scene.world, "late_copy"), 0);
  end_scene(&scene);
}

/* Easy Read that nobody wrote as rows, brought as a file: ready for who wants it. */
static void
what_stands_in_place_of_the_programs_own_is_ready(void **state)
{
  World *world = *state;
  Scene scene = set_scene(world, REACH_EMAIL, "gwen@river.example", false, false);

  world_add_member(world, "Flo", REACH_EMAIL, "flo@river.example", "easy read");
  scene.made.kind = MADE_PHOTO_STORY;
  scene.made.instead_of = "easy-read";
  assert_true(does(&scene, ask));
  assert_true(does(&scene, start));
  assert_false(does(&scene, let_out));
  WITH_FILE(&scene, "%PDF-1.7 pictures");
  assert_true(does(&scene, bring));
  assert_true(does(&scene, let_out));
  end_scene(&scene);
}

/* Two read Polish, one Urdu, one did not say which; who did not say is served by any. */
static void
a_translation_is_for_those_who_read_its_language(void **state)
{
  static const struct {
    const char *name, *language;
    bool is_must;
  } readers[] = {
    { "Ala", "pl", true }, { "Jan", "pl", false }, { "Sana", "ur", true }, { "Lu", "", true }
  };
  World *world = *state;
  Scene scene = set_scene(world, REACH_EMAIL, "gwen@river.example", false, true);
  int64_t ids[G_N_ELEMENTS(readers)];

  for (size_t i = 0; i < G_N_ELEMENTS(readers); i++) {
    g_autofree char *address = g_strdup_printf("%s@river.example", readers[i].name);

    ids[i] = scene.deaf = world_add_member(world, readers[i].name, REACH_EMAIL, address, "");
    scene.needs = (NeedsOfKind){ .needs = { { NEED_OTHER_LANGUAGE, readers[i].is_must } },
                                 .count = 1,
                                 .words = "",
                                 .language = readers[i].language,
                                 .is_shared = true };
    assert_true(does(&scene, say_needs));
  }
  scene.made.kind = MADE_TRANSLATION;
  scene.made.language = "pl";
  assert_true(does(&scene, ask));
  assert_true(does(&scene, start));
  {
    g_auto(Look) at = world_look(world);
    const Release *release = releases_find(at.txn, at.arena, scene.release_id);
    const ReleaseMade *film_line = &release->made[1], *urdu = &release->made[2];

    assert_int_equal(release->made_count, 3);
    assert_string_equal(release->made[0].made->language, "pl");
    assert_int_equal(release->made[0].people, 3);
    assert_int_equal(film_line->kind, MADE_SIGN_FILM); /* Gwen's, that only helps */
    assert_false(film_line->is_missing);
    assert_null(urdu->made);
    assert_string_equal(urdu->language, "ur");
    assert_int_equal(urdu->people, 1);
    assert_true(urdu->is_missing);
  }
  scene.reason = "It cannot wait";
  assert_true(does(&scene, let_out));
  run(&scene);
  scene.thing = (MadeThing){ NULL, "", "Jaz przecieka.", "Ola" };
  assert_true(does(&scene, bring)); /* the Polish one comes */
  run(&scene);
  assert_int_equal(count_mails_with(&scene, "Now in your format"), 3);
  for (size_t i = 0; i < G_N_ELEMENTS(readers); i++) {
    g_auto(Look) at = world_look(world);
    const LateCopy *late = late_of_member(at.txn, at.arena, scene.paper_id, ids[i]);

    assert_string_equal(late->language, readers[i].language);
    assert_int_equal(late->came_at_us > 0, strcmp(readers[i].language, "ur") != 0);
  }
  end_scene(&scene);
}

/* ---- late ---- */

static Scene
release_without_film(World *world, Reach reach, const char *contact)
{
  Scene scene = set_scene(world, reach, contact, true, true);

  scene.reason = "It cannot wait";
  assert_true(does(&scene, ask));
  assert_true(does(&scene, start));
  assert_true(does(&scene, let_out));
  run(&scene);
  return scene;
}

static void
who_waited_is_told_by_mail_once(void **state)
{
  Scene scene = release_without_film(*state, REACH_EMAIL, "gwen@river.example");

  assert_int_equal(count_mails_with(&scene, "Now in your format"), 0);
  for (int round = 0; round < 2; round++) { /* the second: another takes its place */
    assert_true(does(&scene, bring));
    run(&scene);
    assert_int_equal(count_mails_with(&scene, "Now in your format"), 1);
  }
  assert_int_equal(count_mails_with(&scene, "sign language"), 0); /* no mail's business */

  g_auto(Look) at = world_look(scene.world);
  const LateCopy *late = late_of_member(at.txn, at.arena, scene.paper_id, scene.deaf);

  assert_true(late->came_at_us > 0 && late->is_done);
  end_scene(&scene);
}

static void
who_is_reached_by_hand_stands_on_a_list(void **state)
{
  Scene scene = release_without_film(*state, REACH_PHONE, "01632 960001");
  int awaited = 0;

  {
    g_auto(Look) at = world_look(scene.world);

    assert_int_equal(late_count_to_tell(at.txn, scene.release_id, &awaited), 0);
    assert_int_equal(awaited, 1);
    assert_int_equal(late_to_tell(at.txn, at.arena, scene.release_id)->id, 0);
    scene.late_id = releases_by_hand(at.txn, at.arena, scene.release_id, LIST_RING)->id;
  }
  assert_true(does(&scene, mark_done)); /* rung already, and the film comes after that */
  assert_true(does(&scene, bring));
  {
    g_auto(Look) at = world_look(scene.world);
    const LateCopy *late = late_to_tell(at.txn, at.arena, scene.release_id);

    assert_string_equal(late->name, "Gwen");
    assert_string_equal(late->contact, "01632 960001");
    assert_int_equal(late_count_to_tell(at.txn, scene.release_id, &awaited), 1);
    scene.late_id = late->id;
  }
  assert_true(does(&scene, mark_told));

  g_auto(Look) at = world_look(scene.world);

  assert_int_equal(late_count_to_tell(at.txn, scene.release_id, &awaited), 0);
  assert_true(late_to_tell(at.txn, at.arena, scene.release_id)->is_done);
  end_scene(&scene);
}

/* Who was not rung yet hears of it then, and is not to be rung twice. */
static void
what_comes_before_the_paper_is_brought_goes_with_it(void **state)
{
  Scene scene = release_without_film(*state, REACH_PHONE, "01632 960001");
  int awaited = 0;

  assert_true(does(&scene, bring));

  g_auto(Look) at = world_look(scene.world);

  assert_int_equal(late_count_to_tell(at.txn, scene.release_id, &awaited), 0);
  assert_int_equal(awaited, 0);
  assert_true(late_of_member(at.txn, at.arena, scene.paper_id, scene.deaf)->came_at_us > 0);
  end_scene(&scene);
}

/* The program's own formats come late too. */
static void
a_format_that_is_made_after_the_sending_is_told_of(void **state)
{
  World *world = *state;
  Scene scene = set_scene(world, REACH_EMAIL, "gwen@river.example", false, false);

  world_add_member(world, "Ann", REACH_EMAIL, "ann@river.example", "audio");
  scene.reason = "It cannot wait";
  assert_true(does(&scene, start));
  assert_true(does(&scene, let_out));
  run(&scene);
  run(&scene); /* the mail that the made format asked for */
  assert_int_equal(count_mails_with(&scene, "Now in your format"), 1);
  end_scene(&scene);
}

static void
what_cannot_be_made_is_said_and_why(void **state)
{
  Scene scene = release_without_film(*state, REACH_EMAIL, "gwen@river.example");

  scene.why = " ";
  assert_false(does(&scene, give_up));
  scene.why = "The camera broke";
  assert_true(does(&scene, give_up));

  g_auto(Look) at = world_look(scene.world);
  const Release *release;
  const ReleaseMade *line = made_line(&at, &scene, &release);

  assert_int_equal(line->made->state, MADE_NOT_TO_BE);
  assert_string_equal(line->made->why, "The camera broke");
  end_scene(&scene);
}

/* Which format somebody waits for is sealed. */
static void
what_is_awaited_is_sealed(void **state)
{
  Scene scene = release_without_film(*state, REACH_EMAIL, "gwen@river.example");
  g_auto(Look) at = world_look(scene.world);
  g_autoptr(Query) q = db_query(at.txn, "SELECT format FROM late_copy WHERE community_id = ?1");
  size_t len = 0;

  assert_true(query_next(q));

  const void *bytes = col_blob(q, 0, &len);

  assert_null(memmem(bytes, len, "film", 4));
  end_scene(&scene);
}

/* ---- by hand ---- */

static void
each_is_on_the_list_of_their_way(void **state)
{
  World *world = *state;
  static const struct {
    const char *wants;
    Reach reach;
    const char *contact;
    unsigned lists; /* bits of HandList */
  } rows[] = {
    { "", REACH_PHONE, "01632 960001", 1U << LIST_RING },
    { "text message", REACH_PHONE, "01632 960002", 1U << LIST_TEXT },
    { "text message; read aloud", REACH_PHONE, "01632 960003", 1U << LIST_TEXT | 1U << LIST_READ },
    { "", REACH_IN_PERSON, "", 1U << LIST_VISIT },
    { "read aloud", REACH_IN_PERSON, "", 1U << LIST_READ },
    { "read aloud", REACH_POST, "3 Quay Street", 1U << LIST_POST | 1U << LIST_READ },
    { "read aloud; text message", REACH_EMAIL, "bo@river.example", 1U << LIST_READ },
  };
  Scene scene = set_scene(world, REACH_EMAIL, "gwen@river.example", false, false);
  int64_t ids[G_N_ELEMENTS(rows)];

  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
    ids[i] = world_add_member(world, "Bo", rows[i].reach, rows[i].contact, rows[i].wants);
  assert_true(does(&scene, start));
  run(&scene);
  assert_true(does(&scene, let_out));
  {
    g_auto(Look) at = world_look(scene.world);
    const Release *release = releases_find(at.txn, at.arena, scene.release_id);

    for (HandList list = LIST_RING; list <= LIST_READ; list++) {
      unsigned found = 0, meant = 0;

      for (const Delivery *delivery = releases_by_hand(at.txn, at.arena, scene.release_id, list);
           delivery->id; delivery++)
        for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
          found |= delivery->member_id == ids[i] ? 1U << i : 0;
      for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        meant |= rows[i].lists & 1U << list ? 1U << i : 0;
      assert_int_equal(found, meant);
    }
    assert_int_equal(release->waiting_calls, 2);
    assert_int_equal(release->waiting_texts, 2);
    assert_int_equal(release->waiting_readings, 4);
    assert_int_equal(release->waiting_posts, 1);
    for (const Delivery *delivery = releases_by_hand(at.txn, at.arena, scene.release_id, LIST_READ);
         delivery->id; delivery++)
      if (delivery->member_id == ids[4])
        scene.late_id = delivery->id;
  }
  assert_true(does(&scene, mark_read));

  g_auto(Look) at = world_look(scene.world);

  assert_int_equal(releases_find(at.txn, at.arena, scene.release_id)->waiting_readings, 3);
  end_scene(&scene);
}

/* ---- faults ---- */

static void
a_failure_at_any_statement_is_trouble(void **state)
{
  World *world = *state;
  Scene scene = set_scene(world, REACH_EMAIL, "gwen@river.example", true, true);

  world_fail_each_statement(world, ask, &scene, "made_format", &scene.refused);
  assert_true(does(&scene, start));
  scene.reason = "It cannot wait";
  world_fail_each_statement(world, let_out, &scene, "late_copy", &scene.refused);
  world_fail_each_statement(world, bring, &scene, "made_format", &scene.refused);
  world_fail_each_statement(world, take_out, &scene, "made_format", &scene.refused);
  end_scene(&scene);
}

int
main(void)
{
#define ON_BOTH(test) cmocka_unit_test_setup_teardown(test, world_set_up, world_tear_down)
  const struct CMUnitTest tests[] = {
    ON_BOTH(what_is_asked_and_brought_is_checked),
    ON_BOTH(a_file_comes_out_as_it_came),
    ON_BOTH(a_change_of_the_paper_is_seen),
    ON_BOTH(only_what_is_shared_counts),
    ON_BOTH(nothing_goes_while_a_film_is_missing_but_by_an_open_reason),
    ON_BOTH(with_the_film_here_all_goes_without_a_reason),
    ON_BOTH(what_stands_in_place_of_the_programs_own_is_ready),
    ON_BOTH(a_translation_is_for_those_who_read_its_language),
    ON_BOTH(who_waited_is_told_by_mail_once),
    ON_BOTH(who_is_reached_by_hand_stands_on_a_list),
    ON_BOTH(what_comes_before_the_paper_is_brought_goes_with_it),
    ON_BOTH(a_format_that_is_made_after_the_sending_is_told_of),
    ON_BOTH(what_cannot_be_made_is_said_and_why),
    ON_BOTH(what_is_awaited_is_sealed),
    ON_BOTH(each_is_on_the_list_of_their_way),
    ON_BOTH(a_failure_at_any_statement_is_trouble),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
