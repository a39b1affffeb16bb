/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Every route of the site before every kind of viewer, on both engines: who may not gets the
 * sign-in page, "not found" or a refusal, and never a word that is not for them. What is expected
 * stands in who_may.c, apart from the routes. Also across communities: a cookie of one is nothing
 * in another, and ids of one are nobody's there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "base/ids.h"
#include "base/random.h"
#include "cost_scene.h"
#include "decisions/idea_answers.h"
#include "decisions/record.h"
#include "groups/test_group.h"
#include "meetings/test_meeting.h"
#include "papers/comments.h"
#include "papers/made.h"
#include "papers/releases.h"
#include "people/needs.h"
#include "people/passkeys.h"
#include "people/people.h"
#include "people/state.h"
#include "real_site.h"
#include "safety/worries.h"
#include "subjects.h"
#include "upkeep/upkeep_pages.h"
#include "web/sessions.h"
#include "who_may.h"

#include <string.h>

/* Words that stand in what is not for everybody. */
#define SECRET_ADDRESS "Hidden Lane"
#define SECRET_PAPER   "Hidden matters"
#define SECRET_WORRY   "Hidden worry"
#define SECRET_NEED    "Hidden need"
#define SHARED_NEED    "Hidden but for organisers"
#define SECRET_GROUP   "Hidden circle"
#define SECRET_IDEA    "Hidden idea"
#define SECRET_CHOICE  "Hidden decision"
#define SECRET_COST    "Hidden cost"
/* The same of the other place. */
#define OPEN_WORDS "Nothing hidden"

/* The members of a place. */
typedef enum { TARGET, OTHER, SUSPENDED, GONE, ORGANISER, ROLES } Role;

typedef struct {
  RealSite *site;
  int64_t community_id;
  const char *host;
  bool is_secret;
  int64_t members[ROLES], paper, release, delivery, comment, link, worry, group, made, meeting,
      idea, decision, claim;
} Place;

typedef struct {
  const char *called;
  Role role; /* ROLES: nobody */
  SignInWay way;
  unsigned may;           /* of May */
  bool is_from_elsewhere; /* a member of the other place: with that one's cookie */
  bool has_no_yes;        /* a passkey added from a weak way in */
  bool is_own;            /* a passkey or link that nobody else can have made */
  bool stays_there;       /* and at that one's address, with the ids of this one */
} Visitor;

#define ORGANISES (MAY_MEMBER | MAY_ALONE | MAY_ORGANISE | MAY_READ | MAY_HEAR | MAY_OWN)

static const Visitor viewers[] = {
  { "nobody", ROLES, WAY_NONE, 0 },
  { "a member", OTHER, WAY_LINK, MAY_MEMBER | MAY_ALONE },
  { "a member by passkey", OTHER, WAY_PASSKEY, MAY_MEMBER | MAY_ALONE },
  { "a member by card", OTHER, WAY_CARD, MAY_MEMBER },
  { "a member with a helper", OTHER, WAY_ASSISTED, MAY_MEMBER },
  { "the person", TARGET, WAY_LINK, MAY_MEMBER | MAY_ALONE | MAY_READ | MAY_BE },
  { "the person by card", TARGET, WAY_CARD, MAY_MEMBER | MAY_READ | MAY_BE },
  { "somebody suspended", SUSPENDED, WAY_LINK, MAY_KNOWN | MAY_ALONE },
  { "somebody suspended, by passkey", SUSPENDED, WAY_PASSKEY, MAY_KNOWN | MAY_ALONE },
  { "somebody who left", GONE, WAY_LINK, 0 },
  { "an organiser by a link they asked for", ORGANISER, WAY_LINK,
    MAY_MEMBER | MAY_ALONE | MAY_HEAR | MAY_OWN, .is_own = true },
  { "an organiser by a link that was made for them", ORGANISER, WAY_LINK, MAY_MEMBER | MAY_ALONE },
  { "an organiser by a passkey that nobody said yes to", ORGANISER, WAY_PASSKEY,
    MAY_MEMBER | MAY_ALONE, .has_no_yes = true },
  { "an organiser by their own passkey that nobody said yes to", ORGANISER, WAY_PASSKEY,
    MAY_MEMBER | MAY_ALONE | MAY_HEAR | MAY_OWN, .has_no_yes = true, .is_own = true },
  { "an organiser by a passkey from a link made for them, and a yes", ORGANISER, WAY_PASSKEY,
    ORGANISES & ~MAY_OWN },
  { "an organiser by card", ORGANISER, WAY_CARD, MAY_MEMBER | MAY_HEAR },
  { "an organiser with a helper", ORGANISER, WAY_ASSISTED, MAY_MEMBER | MAY_HEAR },
  { "an organiser by passkey", ORGANISER, WAY_PASSKEY, ORGANISES, .is_own = true },
  { "an organiser by the operator's link", ORGANISER, WAY_OPERATOR, ORGANISES },
  { "an organiser of elsewhere, with that cookie", ORGANISER, WAY_OPERATOR, 0,
    .is_from_elsewhere = true },
  { "an organiser of elsewhere, asking there", ORGANISER, WAY_OPERATOR, ORGANISES,
    .is_from_elsewhere = true, .stays_there = true },
};

/* ---- two places ---- */

static void
must_not_refuse(const Refusals *refusals)
{
  if (refusals_count(refusals) > 0)
    g_error("refused: %s", refusals_nth(refusals, 0)->message);
}

static int64_t
add_member(Txn *txn, const Act *act, Arena *arena, const Member *member)
{
  Refusals *refusals = refusals_new(arena);
  int64_t id = 0;

  people_add(txn, act, member, refusals, &id);
  must_not_refuse(refusals);
  return id;
}

static void
add_members(Place *place, Txn *txn, const Act *act, Arena *arena)
{
  static const char *const names[ROLES] = {
    [TARGET] = "Ash", [OTHER] = "Bo", [SUSPENDED] = "Cy", [GONE] = "Di", [ORGANISER] = "Eve"
  };

  for (int role = 0; role < ROLES; role++)
    place->members[role] =
        add_member(txn, act, arena,
                   &(Member){ .name = names[role],
                              .reach = role == TARGET ? REACH_POST : REACH_IN_PERSON,
                              .contact = role != TARGET     ? ""
                                         : place->is_secret ? "7 " SECRET_ADDRESS
                                                            : OPEN_WORDS,
                              .is_organiser = role == ORGANISER });
  people_set_state(txn, act, place->members[SUSPENDED], MEMBER_SUSPENDED);
  people_set_state(txn, act, place->members[GONE], MEMBER_LEFT);
  place->link = people_make_link(txn, act, place->members[TARGET], "", US_PER_DAY);
}

/* What helps the person: told to organisers, and kept to themselves. */
static void
add_needs(Place *place, Txn *txn, const Act *act)
{
  const NeedsOfKind shared = { .words = place->is_secret ? SHARED_NEED : OPEN_WORDS,
                               .is_shared = true },
                    kept = { .words = place->is_secret ? SECRET_NEED : OPEN_WORDS };

  needs_change(txn, act, place->members[TARGET], NEED_TALK, &shared);
  needs_change(txn, act, place->members[TARGET], NEED_ADJUSTMENT, &kept);
}

static void
add_worry(Place *place, Txn *txn, const Act *act, Arena *arena)
{
  Refusals *refusals = refusals_new(arena);
  const Worry worry = { .about = "me",
                        .words = place->is_secret ? SECRET_WORRY : OPEN_WORDS,
                        .who = "",
                        .kept_from = "",
                        .name = "",
                        .contact = "",
                        .hear = "code",
                        .origin = "" };
  char code[20];

  g_snprintf(code, sizeof(code), "4821 0937 5526 %04d", ++place->site->made);
  place->worry = worries_raise(txn, act, &worry, code, refusals);
  must_not_refuse(refusals);
}

/* Only its members know of it. */
static void
add_group(Place *place, Txn *txn, const Act *act, Arena *arena)
{
  Refusals *refusals = refusals_new(arena);
  Act by = *act;

  by.member_id = place->members[TARGET];
  place->group = test_group_start(txn, &by, place->is_secret ? SECRET_GROUP : OPEN_WORDS, false,
                                  false, refusals);
  place->meeting =
      test_meeting_call(txn, &by, place->group, act->at_us + 20 * US_PER_DAY, refusals);
  must_not_refuse(refusals);
}

/* The person's, to that group, which they have taken on themself. */
static void
add_idea(Place *place, Txn *txn, const Act *act, Arena *arena)
{
  Refusals *refusals = refusals_new(arena);
  const IdeaViewer viewer = { .member_id = place->members[TARGET], .now_us = act->at_us };
  Act by = *act;

  by.member_id = place->members[TARGET];
  ideas_add(txn, &by,
            &(IdeaWish){ .group_id = place->group,
                         .words = place->is_secret ? SECRET_IDEA : OPEN_WORDS,
                         .is_for_all = true,
                         .for_name = "",
                         .way = "page" },
            refusals, &place->idea);
  must_not_refuse(refusals);
  idea_take_on(txn, &by, ideas_find(txn, arena, place->idea, &viewer));
}

/* Of the person for that meeting; a treasurer of the group, who is in it too, says yes to such. */
static void
add_claim(Place *place, Txn *txn, const Act *act, Arena *arena)
{
  Refusals *refusals = refusals_new(arena);
  const Member keeper = { .name = "Till Keeper", .reach = REACH_IN_PERSON, .contact = "" };
  Act by = *act, keeping = *act;

  by.member_id = place->members[TARGET];
  keeping.member_id = add_member(txn, act, arena, &keeper);
  place->claim =
      add_claim_with_treasurer(txn, &by, &keeping, keeper.name, place->group, place->meeting,
                               place->is_secret ? SECRET_COST : OPEN_WORDS, refusals);
  must_not_refuse(refusals);
}

/* Of that group, written down by the person, who has not said how far people took part. */
static void
add_decision(Place *place, Txn *txn, const Act *act, Arena *arena)
{
  Refusals *refusals = refusals_new(arena);
  const char *words = place->is_secret ? SECRET_CHOICE : OPEN_WORDS;
  Act by = *act;

  by.member_id = place->members[TARGET];
  decisions_write(txn, &by, place->group, NULL,
                  &(DecisionWish){ .what = words,
                                   .why = words,
                                   .do_good = "",
                                   .do_bad = words,
                                   .not_good = "",
                                   .not_bad = words,
                                   .body = "",
                                   .decided_by = BY_GROUP,
                                   .decided_us = act->at_us },
                  "", refusals, &place->decision);
  must_not_refuse(refusals);
}

/* What helps read the paper, made by the person it is for, and here. */
static void
add_made(Place *place, Txn *txn, const Act *act, Refusals *refusals)
{
  const AnswerFile file = { .file_name = "model.txt", .bytes = "Feel", .len = 4 };
  const MadeFormat made = { .paper_id = place->paper,
                            .kind = MADE_OTHER,
                            .what = place->is_secret ? SECRET_PAPER : OPEN_WORDS,
                            .language = "",
                            .instead_of = "",
                            .owner_id = place->members[TARGET],
                            .owner_name = "",
                            .due_us = act->at_us + 1 };

  made_ask(txn, act, &made, refusals, &place->made);
  made_bring(txn, act, place->made, &(MadeThing){ &file, "", "", "" }, refusals);
}

/* What the person said about the paper; a change of it that was sent, and one that was not. */
static void
add_talk_and_changes(Place *place, Txn *txn, const Act *act, const char *words, Refusals *refusals)
{
  const CommentWish said = {
    .paper_id = place->paper, .part = 1, .words = words, .member_id = place->members[TARGET]
  };
  Paper paper = { .id = place->paper, .title = words, .source = "A change" };
  int64_t release = 0;

  comments_add(txn, act, &said, refusals, &place->comment);
  papers_change(txn, act, &paper, refusals);
  releases_start_change(txn, act, place->paper, words, false, "", refusals, &release);
  releases_release(txn, act, release, "It cannot wait", refusals);
  paper.source = "Another change";
  papers_change(txn, act, &paper, refusals);
  must_not_refuse(refusals);
}

static bool
fill_place(Txn *txn, const Act *act, void *data)
{
  Place *place = data;
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  Refusals *refusals = refusals_new(arena);
  const char *words = place->is_secret ? SECRET_PAPER : OPEN_WORDS;
  const Paper paper = { .title = words,
                        .source = words,
                        .easy_source = arena_format(arena, "![](calendar)\n%s", words),
                        .language = "en-GB" };

  add_members(place, txn, act, arena);
  papers_add(txn, act, &paper, refusals, &place->paper);
  add_made(place, txn, act, refusals);
  releases_start(txn, act, place->paper, &place->members[TARGET], 1, "", refusals, &place->release);
  releases_release(txn, act, place->release, "It cannot wait", refusals);
  must_not_refuse(refusals);
  place->delivery = releases_deliveries(txn, arena, place->release, REACH_POST)->id;
  add_talk_and_changes(place, txn, act, arena_join(arena, words, ", but more"), refusals);
  add_needs(place, txn, act);
  add_worry(place, txn, act, arena);
  add_group(place, txn, act, arena);
  add_idea(place, txn, act, arena);
  add_decision(place, txn, act, arena);
  add_claim(place, txn, act, arena);
  return !txn_trouble(txn);
}

static void
make_place(RealSite *site, Place *place, const char *host, bool is_secret)
{
  *place = (Place){ .site = site,
                    .host = host,
                    .is_secret = is_secret,
                    .community_id = real_site_community(site, host) };

  const Act act = test_db_act(site->db, place->community_id, 0);

  if (test_db_write(site->db, &act, fill_place, place) != WRITE_KEPT)
    g_error("the things of a test could not be stored");
}

typedef struct {
  SessionStart start;
  Token token;
  PasskeyTrust trust;
} Coming;

static int64_t
add_passkey(Txn *txn, const Act *act, int64_t member_id, PasskeyTrust trust)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  Refusals *refusals = refusals_new(arena);
  WebauthnKey key = { .id_len = 16, .public_key_len = 64, .algorithm = -7 };

  random_bytes(key.id, key.id_len);

  int64_t id = passkey_add(txn, act, member_id, &key, "A phone", trust, refusals);

  must_not_refuse(refusals);
  return id;
}

static bool
begin_session(Txn *txn, const Act *act, void *data)
{
  Coming *coming = data;

  if (coming->start.way == WAY_PASSKEY)
    coming->start.key_id = add_passkey(txn, act, coming->start.member_id, coming->trust);
  if (coming->start.way == WAY_LINK)
    coming->start.key_id = (coming->trust.is_own ? people_make_asked_link : people_make_link)(
        txn, act, coming->start.member_id, "", US_PER_DAY);
  session_begin(txn, act, &coming->start, &coming->token);
  return !txn_trouble(txn);
}

static Browser *
browser_of(Place *places, const Visitor *viewer)
{
  Place *home = &places[viewer->is_from_elsewhere];
  Browser *browser = browser_new(&home->site->site, places[viewer->stays_there].host);

  if (viewer->role == ROLES)
    return browser;

  Coming coming = { .start = { .member_id = home->members[viewer->role], .way = viewer->way },
                    .token = token_new(),
                    .trust = { .is_vouched = !viewer->has_no_yes, .is_own = viewer->is_own } };
  const Act act = test_db_act(home->site->db, home->community_id, 0);
  char hex[TOKEN_HEX_SIZE];

  if (test_db_write(home->site->db, &act, begin_session, &coming) != WRITE_KEPT)
    g_error("no session");
  token_to_hex(&coming.token, hex);
  g_hash_table_insert(browser->cookies, g_strdup("session"), g_strdup(hex));
  return browser;
}

/* ---- the walk ---- */

static const WhoMay *
find_row(const Route *route)
{
  for (const WhoMay *row = who_may; row->method; row++)
    if (strcmp(row->method, route->method) == 0 && strcmp(row->path, route->path) == 0)
      return row;
  return NULL;
}

static void
every_route_has_a_row(void **state)
{
  int missing = 0;

  (void)state;
  for (int t = 0; subject_routes[t]; t++)
    for (const Route *route = subject_routes[t]; route->method; route++)
      if (!find_row(route)) {
        print_message("%s %s\n", route->method, route->path);
        missing++;
      }
  if (missing > 0)
    fail_msg("%d routes: say in who_may.c who may", missing);
}

/* Limits that stand in the wrong fields of a row compile: a list of people was cut to 64 KB so. Who
 * is let in only after the form was shown is told what else to do; a GET takes no body. */
static void
limits_of_routes_make_sense(void **state)
{
  (void)state;
  for (int t = 0; subject_routes[t]; t++)
    for (const Route *route = subject_routes[t]; route->method; route++) {
      const bool is_post = strcmp(route->method, "POST") == 0;

      if (route->is_large_when_shown && (route->body_max == 0 || !route->too_large))
        fail_msg("%s is large when shown, but of no size, or without words", route->path);
      if (!is_post && (route->body_max > 0 || route->fields_max > 0))
        fail_msg("GET %s has limits of a form", route->path);
      if (route->body_max > 0 && route->body_max < 1024)
        fail_msg("%s takes %zu bytes", route->path, route->body_max);
    }
}

/* Organisers read what each kind of background work is, and who may do what with which pages. */
static void
all_work_and_all_pages_have_words(void **state)
{
  (void)state;
  for (const OutboxHandler *handler = subject_handlers; handler->kind; handler++)
    if (!work_kind_words(handler->kind))
      fail_msg("%s has no words in upkeep/work_pages.c", handler->kind);
  for (int t = 0; subject_routes[t]; t++)
    for (const Route *route = subject_routes[t]; route->method; route++)
      if (!rights_area_words(route->path))
        fail_msg("%s has no words in upkeep/rights_pages.c", route->path);
}

/* The address that is asked for; *ret_has_ids: with ids of things that are there. */
static char *
address_of(const WhoMay *row, const Place *place, bool *ret_has_ids)
{
  const struct {
    const char *name;
    int64_t id;
  } things[] = { { ":member", place->members[TARGET] },
                 { ":paper", place->paper },
                 { ":release", place->release },
                 { ":delivery", place->delivery },
                 { ":comment", place->comment },
                 { ":link", place->link },
                 { ":worry", place->worry },
                 { ":made", place->made },
                 { ":group", place->group },
                 { ":meeting", place->meeting },
                 { ":idea", place->idea },
                 { ":decision", place->decision },
                 { ":claim", place->claim } };
  GString *path = g_string_new(row->asks ? row->asks : row->path);
  char id[ID_TEXT_SIZE];

  *ret_has_ids = false;
  for (size_t i = 0; i < G_N_ELEMENTS(things); i++)
    *ret_has_ids |= g_string_replace(path, things[i].name, id_to_text(things[i].id, id), 0) > 0;
  g_string_replace(path, ":", "", 0); /* a token that is nobody's */
  return g_string_free(path, FALSE);
}

/* A form that is too old to be taken: whoever may gets it back, and nothing is ever done. */
static char *
send_old_form(Browser *browser, const char *path, int viewer)
{
  static int sent;
  g_autofree char *address =
      g_strdup_printf("X-Forwarded-For: 10.%d.%d.%d\r\n", viewer, sent / 250, sent % 250);
  g_autofree char *body =
      g_strdup_printf("%s=%032x&%s=none", FIELD_FORM_ID, ++sent, FIELD_CSRF_TOKEN);

  return submit_as(browser, path, "application/x-www-form-urlencoded", body, address);
}

static struct {
  const char *words;
  unsigned who; /* any of these may read it */
  int seen;     /* by them: a test that never sees it shows nothing */
} secrets[] = {
  { SECRET_ADDRESS, MAY_ORGANISE | MAY_BE, 0 },
  { SECRET_PAPER, MAY_READ, 0 },
  { SECRET_WORRY, MAY_OWN, 0 },
  { SECRET_NEED, MAY_BE, 0 },
  { SHARED_NEED, MAY_ORGANISE | MAY_BE, 0 },
  { SECRET_COST, MAY_BE, 0 },
  { SECRET_IDEA, MAY_ORGANISE | MAY_BE, 0 },
  { SECRET_CHOICE, MAY_ORGANISE | MAY_BE, 0 },
  { SECRET_GROUP, MAY_ORGANISE | MAY_BE, 0 }, /* an organiser hands somebody their record */
};

static void
see_words(const Visitor *viewer, const WhoMay *row, const char *reply)
{
  for (size_t i = 0; i < G_N_ELEMENTS(secrets); i++) {
    if (!strstr(reply, secrets[i].words))
      continue;
    if (viewer->stays_there || !(viewer->may & secrets[i].who))
      fail_msg("%s %s tells %s of \"%s\":\n%s", row->method, row->path, viewer->called,
               secrets[i].words, reply);
    secrets[i].seen++;
  }
}

static void
see_route(const Visitor *viewer, const WhoMay *row, const Place *place, Browser *browser)
{
  bool has_ids = false;
  g_autofree char *path = address_of(row, place, &has_ids);
  g_autofree char *reply = strcmp(row->method, "GET") == 0
                               ? browse(browser, path)
                               : send_old_form(browser, path, (int)(viewer - viewers));
  int status = reply_status(reply);
  bool is_let_in = status != 401 && status != 403 && status != 404;
  bool may = (viewer->may & row->need) == row->need && !(viewer->stays_there && has_ids);
  bool is_open = row->need == MAY_ANYBODY || row->may_be_missing;

  if (status >= 500 || status < 200 || status == 429)
    fail_msg("%s %s, %s: status %d", row->method, row->path, viewer->called, status);
  if (is_let_in && !may)
    fail_msg("%s %s lets in %s:\n%s", row->method, row->path, viewer->called, reply);
  if (!is_let_in && may && !is_open)
    fail_msg("%s %s keeps out %s: status %d", row->method, row->path, viewer->called, status);
  see_words(viewer, row, reply);
}

static void
everybody_gets_what_is_theirs_and_nothing_else(void **state)
{
  RealSite *site = *state;
  Place places[2];

  make_place(site, &places[0], "riverside.localhost", true);
  make_place(site, &places[1], "hillside.test", false);
  for (size_t v = 0; v < G_N_ELEMENTS(viewers); v++) {
    Browser *browser = browser_of(places, &viewers[v]);

    for (const WhoMay *row = who_may; row->method; row++)
      see_route(&viewers[v], row, &places[0], browser);
    browser_free(browser);
  }
  for (size_t i = 0; i < G_N_ELEMENTS(secrets); i++)
    if (secrets[i].seen == 0)
      fail_msg("nobody saw \"%s\"", secrets[i].words);
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
    cmocka_unit_test(every_route_has_a_row),
    cmocka_unit_test(limits_of_routes_make_sense),
    cmocka_unit_test(all_work_and_all_pages_have_words),
    cmocka_unit_test_setup_teardown(everybody_gets_what_is_theirs_and_nothing_else, start, stop),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
