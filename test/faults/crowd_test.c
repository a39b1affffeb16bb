/* SPDX-License-Identifier: AGPL-3.0-or-later
 * 200 people in one meeting (issue 5; R64, R66): each page of it keeps its bounds, also in Easy
 * Read, and who came is written down in parts without a tick being lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "form_rows.h"
#include "groups/places.h"
#include "groups/test_group.h"
#include "groups/texts.h"
#include "meetings/came.h"
#include "meetings/door.h"
#include "meetings/invitations.h"
#include "meetings/needs.h"
#include "meetings/replies.h"
#include "meetings/test_meeting.h"

#include <string.h>
#include <zlib.h>

enum {
  CROWD = 200,
  STATEMENTS_MOST = 12,
  BYTES_MOST = 30 * 1024,
  WITH_NEEDS = 40,
  PARTS_MOST = 20
};

typedef struct {
  Scene scene;
  int64_t people[CROWD];
  /* Meetings: the door is one that has begun; one is still to come, one is over. */
  int64_t coming_id, over_id;
} Crowd;

/* ---- making it ---- */

static const char *const first_names[] = { "Ann", "Bea",  "Carl", "Dai",  "Eve",
                                           "Fay", "Glyn", "Hana", "Ivor", "Joy" };

static void
name_people(Txn *txn, const Act *act, const Crowd *crowd)
{
  for (int i = 0; i < CROWD; i++) {
    g_autofree char *name = g_strdup_printf("%s Number%03d", first_names[i % 10], i);
    g_autofree char *key = g_utf8_strdown(name, -1);
    g_autoptr(Query) q = db_change(txn, act,
                                   "UPDATE member SET name = ?3, sort_key = ?4, reach = ?5 WHERE "
                                   "community_id = ?1 AND id = ?2");

    bind_int(q, 2, crowd->people[i]);
    bind_text(q, 3, name);
    bind_text(q, 4, key);
    bind_text(q, 5, i % 2 && i > 0 ? "phone" : "email");
    query_run(q);
  }
}

static void
join(Txn *txn, const Act *act, const Crowd *crowd, Arena *arena, Refusals *refusals)
{
  const int64_t group_id = crowd->scene.thing_id;
  const int64_t offer_id = offers_newest(txn, arena, group_id)->id;

  for (int i = 1; i < CROWD; i++) {
    Act own = *act;

    own.member_id = crowd->people[i];
    places_join(txn, &own, group_id,
                &(JoinWish){ .role = i % 3 ? "neighbour" : "uses-services",
                             .words = "",
                             .offer_id = offer_id },
                refusals);
  }
}

static void
answer(Txn *txn, const Act *act, const Crowd *crowd, Arena *arena, Refusals *refusals)
{
  const Meeting *meeting = meetings_find(txn, arena, crowd->scene.thing_id, crowd->coming_id);

  for (int i = 0; i < CROWD; i++) {
    Act own = *act;
    const bool has_need = i < WITH_NEEDS;

    if (i % 4 == 3)
      continue;
    own.member_id = crowd->people[i];
    replies_give(txn, &own, meeting, own.member_id,
                 &(ReplyWish){ .answer = has_need ? REPLY_IF : REPLY_YES,
                               .words = has_need ? "A chair with arms, near the door" : "",
                               .way = "page",
                               .helps = has_need ? 1 + (i % 3) : 0 },
                 refusals);
  }
}

/* Everybody came to the one that is over, and has answered nothing; all are told of the other. */
static void
come_and_hear(Txn *txn, const Act *act, const Crowd *crowd, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  const int64_t group_id = crowd->scene.thing_id;

  minutes_set_present(txn, act, meetings_find(txn, arena, group_id, crowd->over_id), crowd->people,
                      CROWD, &(Minutes){ .absent = "" }, refusals);
  invitations_tell(txn, act, group_id, crowd->coming_id,
                   &(NewsWish){ NEWS_MOVED, "http://localhost", "Europe/London" });
}

static bool
let_it_be_over(Txn *txn, const Act *act, void *data)
{
  const Crowd *crowd = data;
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE meeting SET starts_at_us = ?3, ends_at_us = ?4"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, crowd->over_id);
  bind_int(q, 3, act->at_us - US_PER_DAY);
  bind_int(q, 4, act->at_us - US_PER_DAY + US_PER_HOUR);
  return query_run(q);
}

static bool
gather(Txn *txn, const Act *act, void *data)
{
  Crowd *crowd = data;
  Scene *scene = &crowd->scene;
  g_autoptr(Arena) arena = arena_new(8 * 1024 * 1024);
  Refusals *refusals = refusals_new(arena);
  Act own = *act;

  own.member_id = scene->own_id;
  scene->thing_id = test_group_start(txn, &own, "The whole town", true, true, refusals);
  join(txn, act, crowd, arena, refusals);
  name_people(txn, act, crowd);
  scene->door_id = test_meeting_call(txn, &own, scene->thing_id, act->at_us, refusals);
  crowd->coming_id =
      test_meeting_call(txn, &own, scene->thing_id, act->at_us + 20 * US_PER_DAY, refusals);
  crowd->over_id = test_meeting_call(txn, &own, scene->thing_id, act->at_us, refusals);
  answer(txn, act, crowd, arena, refusals);
  come_and_hear(txn, &own, crowd, refusals);
  if (refusals_count(refusals) > 0)
    g_error("refused: %s", refusals_nth(refusals, 0)->message);
  return !txn_trouble(txn);
}

static void
make_crowd(Crowd *crowd)
{
  Scene *scene = &crowd->scene;

  scene->site = real_site_start();
  scene->browser = browser_new(&scene->site->site, "riverside.localhost");
  come_in(scene);
  crowd->people[0] = scene->own_id;
  for (int i = 1; i < CROWD; i++) {
    make_member(scene);
    crowd->people[i] = scene->member_id;
  }
  must_keep(scene, scene->site->community_id, gather, crowd);
  must_keep(scene, scene->site->community_id, let_it_be_over, crowd);
}

static void
end_crowd(Crowd *crowd)
{
  g_free(crowd->scene.fields);
  browser_free(crowd->scene.browser);
  real_site_stop(crowd->scene.site);
}

/* ---- looking ---- */

/* As a proxy would send it. */
static size_t
compressed(const char *text)
{
  uLongf len = compressBound((uLong)strlen(text));
  g_autofree Bytef *bytes = g_malloc(len);

  assert_int_equal(compress(bytes, &len, (const Bytef *)text, (uLong)strlen(text)), Z_OK);
  return len;
}

/* g_free. */
static char *
look(Crowd *crowd, const char *path)
{
  Scene *scene = &crowd->scene;
  g_autofree char *there = fill_in(scene, path);
  const int64_t before = db_statements_for_test(test_db(scene->site->db));
  char *reply = browse(scene->browser, there);
  const int64_t statements = db_statements_for_test(test_db(scene->site->db)) - before;
  const size_t bytes = compressed(reply);

  print_message("%s: %d statements, %d bytes, %d compressed\n", path, (int)statements,
                (int)strlen(reply), (int)bytes);
  if (reply_status(reply) != 200)
    fail_msg("%s: %d", path, reply_status(reply));
  if (statements > STATEMENTS_MOST || bytes > BYTES_MOST)
    fail_msg("%s: %d statements, %d bytes", path, (int)statements, (int)bytes);
  return reply;
}

static void
see(Crowd *crowd, const char *path)
{
  g_free(look(crowd, path));
}

#define MEETING "/groups/{thing}/meetings/{door}"
#define COMING  "/groups/{thing}/meetings/{meeting}"

static const char *const pages[] = {
  "/groups/{thing}",
  "/groups/{thing}/people",
  "/groups/{thing}/meetings",
  "/groups/{thing}/actions/new",
  MEETING,
  MEETING "/day",
  MEETING "/day/bag",
  MEETING "/day/cards",
  MEETING "/day/door",
  MEETING "/day/room",
  MEETING "/minutes",
  MEETING "/agenda/new",
  MEETING "/actions/new",
  COMING,
  COMING "/help",
  COMING "/reply",
  COMING "/reply-for",
  COMING "/tell",
  COMING "/texts",
  COMING "/ahead",
  COMING "/agenda",
  COMING "/agenda/facilitator",
  COMING "/move",
  COMING "/call-off",
};

/* {meeting}: the one that is over. */
static const char *const pages_after[] = {
  COMING,
  COMING "/minutes",
  COMING "/afterwards/ask",
  COMING "/afterwards/paper",
};

static void
see_all(Crowd *crowd)
{
  crowd->scene.meeting_id = crowd->coming_id;
  for (size_t i = 0; i < G_N_ELEMENTS(pages); i++)
    see(crowd, pages[i]);
  crowd->scene.meeting_id = crowd->over_id;
  for (size_t i = 0; i < G_N_ELEMENTS(pages_after); i++)
    see(crowd, pages_after[i]);
}

static void
pages_keep_their_bounds(void **state)
{
  Crowd crowd = { .coming_id = 0 };

  (void)state;
  make_crowd(&crowd);
  see_all(&crowd);
  g_hash_table_insert(crowd.scene.browser->cookies, g_strdup("language"),
                      g_strdup("en-GB-x-easyread"));
  see_all(&crowd);
  end_crowd(&crowd);
}

/* ---- the door ---- */

static bool
find_door(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Door door;

  (void)act;
  if (!door_make(txn, meetings_find(txn, arena, scene->thing_id, scene->door_id), scene->own_id,
                 &door))
    return false;
  g_strlcpy(scene->token, door.token, sizeof(scene->token));
  return true;
}

static int
count_in(const char *text, const char *piece)
{
  int count = 0;

  for (const char *at = text; (at = strstr(at, piece)); at++)
    count++;
  return count;
}

/* Nobody reads the list in passing: names come by their first letters, of any word of a name. */
static void
the_door_of_a_crowd_shows_no_list(void **state)
{
  Crowd crowd = { .coming_id = 0 };
  Scene *scene = &crowd.scene;

  (void)state;
  make_crowd(&crowd);
  scene->meeting_id = scene->own_id; /* who opened it */
  must_keep(scene, scene->site->community_id, find_door, scene);
  g_hash_table_remove_all(scene->browser->cookies);

#define DOOR "/door/{thing}/{door}/{meeting}/{token}"
  g_autofree char *welcome = look(&crowd, DOOR);
  g_autofree char *letter = look(&crowd, DOOR "?start=d");
  g_autofree char *second = look(&crowd, DOOR "?start=number09");
  g_autofree char *nobody = look(&crowd, DOOR "?start=zz");

  assert_int_equal(count_in(welcome, "Number"), 0);
  assert_int_equal(count_in(welcome, "?start="), 10); /* one for each first letter */
  assert_int_equal(count_in(letter, "Dai Number"), CROWD / 10);
  assert_int_equal(count_in(letter, "Number"), CROWD / 10);
  assert_int_equal(count_in(second, "Number09"), 10);
  assert_int_equal(count_in(nobody, "Number"), 0);

  scene->member_id = crowd.people[93];
  g_autofree char *path = fill_in(scene, DOOR);
  g_autofree char *fields = fill_in(scene, "member={member}");
  g_autofree char *in = submit(scene->browser, path, fields);
  g_autofree char *after = look(&crowd, DOOR "?start=dai+number093");

  assert_int_equal(reply_status(in), 303);
  assert_non_null(strstr(after, "is here"));
  end_crowd(&crowd);
}

/* ---- who came ---- */

static int64_t
count_came(Crowd *crowd)
{
  Scene *scene = &crowd->scene;
  Txn *txn = db_begin_read(test_db(scene->site->db), scene->site->community_id);
  const int64_t count = came_count(txn, scene->door_id);

  db_end_read(txn);
  return count;
}

/* The value of the page's only hidden field of this name; "" where there is none. g_free. */
static char *
hidden(const char *page, const char *name)
{
  g_autofree char *pattern = g_strdup_printf("name=\"%s\" value=\"([^\"]*)\"", name);
  g_autoptr(GRegex) regex = g_regex_new(pattern, 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  return g_regex_match(regex, page, 0, &match) ? g_match_info_fetch(match, 1) : g_strdup("");
}

/* Every `every`th of those who stand on the page. */
static void
tick(GString *fields, const char *people, int every)
{
  g_auto(GStrv) ids = g_strsplit(people, ",", 0);

  for (int i = 0; *people && ids[i]; i++)
    if (i % every == 0)
      g_string_append_printf(fields, "&came=%s", ids[i]);
}

/* Sends the part as it stands, with ticks; where it leads. g_free. */
static char *
keep_part(Crowd *crowd, const char *path, const char *page, int every, const char *more)
{
  g_autofree char *part = hidden(page, "_part"), *people = hidden(page, "_people");
  g_autofree char *came = hidden(page, "_came"), *items = hidden(page, "_items");
  g_autofree char *there = fill_in(&crowd->scene, path);
  g_autoptr(GString) fields = g_string_new(NULL);

  g_string_printf(fields, "_part=%s&_people=%s&_came=%s&_items=%s%s", part, people, came, items,
                  more);
  tick(fields, people, every);
  g_autofree char *reply = submit(crowd->scene.browser, there, fields->str);

  if (reply_status(reply) != 303)
    fail_msg("%s", reply);
  return reply_header(reply, "Location");
}

/* From the first part to the last, as its buttons lead. Returns how many parts. */
static int
keep_all(Crowd *crowd, const char *path, int every)
{
  g_autofree char *at = g_strdup(path);
  int parts = 0;

  while (strstr(at, strrchr(path, '/'))) {
    g_autofree char *page = look(crowd, at);

    assert_true(++parts < PARTS_MOST);
    g_free(at);
    at = keep_part(crowd, path, page, every, "");
  }
  return parts;
}

static void
who_came_is_kept_in_parts(void **state)
{
  static const char *const paths[] = { MEETING "/minutes/came", MEETING "/day/enter" };
  Crowd crowd = { .coming_id = 0 };

  (void)state;
  make_crowd(&crowd);
  for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
    assert_true(keep_all(&crowd, paths[i], 1) > 4);
    assert_int_equal(count_came(&crowd), CROWD);
    keep_all(&crowd, paths[i], 2);
    assert_int_equal(count_came(&crowd), CROWD / 2);
  }
  end_crowd(&crowd);
}

/* What one part says changes nothing of another, also when its buttons lead elsewhere. */
static void
a_part_leaves_the_others_alone(void **state)
{
  Crowd crowd = { .coming_id = 0 };

  (void)state;
  make_crowd(&crowd);
  keep_all(&crowd, MEETING "/minutes/came", 1);

  g_autofree char *third = look(&crowd, MEETING "/minutes/came?part=3");
  g_autofree char *people = hidden(third, "_people");
  const int in_part = count_in(people, ",") + 1;

  assert_int_equal(count_in(third, " checked"), in_part);
  g_autofree char *to =
      keep_part(&crowd, MEETING "/minutes/came", third, CROWD, "&_go=1"); /* the first alone */

  assert_true(g_str_has_suffix(to, "part=1"));
  assert_int_equal(count_came(&crowd), CROWD - in_part + 1);

  /* Somebody on another page, and somebody of no group: passed over, or told. */
  g_autofree char *numbers = look(&crowd, MEETING "/minutes/came?part=6");
  g_autofree char *end =
      keep_part(&crowd, MEETING "/minutes/came", numbers, 1, "&others_use=7&missing=Rain");

  assert_true(g_str_has_suffix(end, "/minutes"));
  assert_int_equal(count_came(&crowd), CROWD - in_part + 1 + 7);
  end_crowd(&crowd);
}

/* Two write down the same part at once: the second is told, and all of both are ticked. */
static void
two_who_write_one_part_lose_nothing(void **state)
{
  Crowd crowd = { .coming_id = 0 };

  (void)state;
  make_crowd(&crowd);
  g_autofree char *page = look(&crowd, MEETING "/day/enter?part=2");
  g_autofree char *people = hidden(page, "_people"), *came = hidden(page, "_came");
  g_auto(GStrv) ids = g_strsplit(people, ",", 0);
  g_autofree char *path = fill_in(&crowd.scene, MEETING "/day/enter");
  g_autofree char *first =
      g_strdup_printf("_part=2&_people=%s&_came=%s&came=%s", people, came, ids[0]);
  g_autofree char *second =
      g_strdup_printf("_part=2&_people=%s&_came=%s&came=%s", people, came, ids[1]);
  g_autofree char *kept = submit(crowd.scene.browser, path, first);
  g_autofree char *told = submit(crowd.scene.browser, path, second);

  assert_int_equal(reply_status(kept), 303);
  assert_int_equal(reply_status(told), 422);
  assert_int_equal(count_in(told, " checked"), 2);
  assert_int_equal(count_came(&crowd), 1);
  end_crowd(&crowd);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(pages_keep_their_bounds),
    cmocka_unit_test(the_door_of_a_crowd_shows_no_list),
    cmocka_unit_test(who_came_is_kept_in_parts),
    cmocka_unit_test(a_part_leaves_the_others_alone),
    cmocka_unit_test(two_who_write_one_part_lose_nothing),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
