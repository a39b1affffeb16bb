/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The whole site on a scratch database, and the things in it that forms speak of. */
#include "real_site.h"

#include "base/clock.h"
#include "base/ids.h"
#include "base/journal.h"
#include "notices/mail_settings.h"
#include "outbox/outbox.h"
#include "papers/cache.h"
#include "papers/hard_words.h"
#include "papers/releases.h"
#include "papers/spoken_words.h"
#include "people/corrections.h"
#include "people/erasures.h"
#include "people/people_pages.h"
#include "people/rotation.h"
#include "people/seal.h"
#include "people/supporter_pages.h"
#include "subjects.h"
#include "ui/page.h"
#include "upkeep/complaints.h"
#include "upkeep/place.h"

#include <glib/gstdio.h>
#include <string.h>

static PapersPlace papers_place;

/* The site counts one, whatever scenes add: else it would make no backups. */
static int64_t
one_community(Txn *txn)
{
  (void)txn;
  return 1;
}
static const UpkeepPlace upkeep_here = { .version = "0", .count_communities = one_community };

static bool
add_community(Txn *txn, const Act *act, void *data)
{
  community_add(txn, act, data, "Riverside", "Europe/London");
  return !txn_trouble(txn);
}

void
must_keep(Scene *scene, int64_t community_id, TestChange change, void *data)
{
  const Act act = test_db_act(scene->site->db, community_id, 0);

  if (test_db_write(scene->site->db, &act, change, data) != WRITE_KEPT)
    g_error("the things of a test could not be stored");
}

RealSite *
real_site_start(void)
{
  static const uint8_t key[ROOT_KEY_BYTES] = { 7 };
  RealSite *site = g_new0(RealSite, 1);
  g_autoptr(GError) err = NULL;

  journal_to("/dev/null");
  subjects_register();
  seal_set_root_key(key);
  site->folder = g_dir_make_tmp("commontable-faults-XXXXXX", NULL);
  papers_place.cache_folder = g_build_filename(site->folder, "cache", NULL);
  papers_set_place(&papers_place);
  upkeep_set_place(&upkeep_here);
  mail_set_config(&(MailConfig){ .folder = site->folder });
  g_autofree char *erasures = g_build_filename(site->folder, "erasures", NULL);
  erasures_set_file(erasures);
  site->db = test_db_new(subjects_migrations(), NULL);
  site->community_id = ids_new();
  must_keep(&(Scene){ .site = site }, site->community_id, add_community,
            (void *)"riverside.localhost");
  /* Opened once, as at the start of the program: each form costs the same number of statements. */
  if (!community_keys_prepare(test_db(site->db), site->community_id, &err))
    g_error("%s", err->message);
  site->web = web_start(&(WebOptions){ .db = test_db(site->db),
                                       .routes = subject_routes,
                                       .load_viewer = people_load_viewer,
                                       .draw_not_found = draw_not_found_page,
                                       .draw_sign_in = draw_sign_in_page,
                                       .draw_denied = draw_denied_page,
                                       .load_acting = people_load_acting,
                                       .note_acting = people_note_acting,
                                       .draw_acting_denied = draw_acting_denied,
                                       .draw_trouble = draw_trouble_page,
                                       .address = "127.0.0.1" },
                        &err);
  if (!site->web)
    g_error("%s", err->message);
  site->site.port = web_port(site->web);
  return site;
}

static void
remove_folder(const char *path)
{
  g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);

  for (const char *name; folder && (name = g_dir_read_name(folder));) {
    g_autofree char *inside = g_build_filename(path, name, NULL);

    if (g_file_test(inside, G_FILE_TEST_IS_DIR))
      remove_folder(inside);
    else
      g_unlink(inside);
  }
  g_rmdir(path);
}

void
real_site_stop(RealSite *site)
{
  web_stop(site->web, 5);
  close_beside(site);
  test_db_free(site->db);
  papers_set_place(NULL);
  g_free((char *)papers_place.cache_folder);
  remove_folder(site->folder);
  g_free(site->folder);
  g_free(site);
}

/* ---- things ---- */

typedef struct {
  Scene *scene;
  Reach reach;
  bool is_organiser, is_sent, is_set_up;
} Wish;

static void
must_not_refuse(Refusals *refusals)
{
  if (refusals_count(refusals) > 0)
    g_error("refused: %s", refusals_nth(refusals, 0)->message);
}

static void
keep_token(Scene *scene, Txn *txn, const Act *act, Arena *arena, int64_t member_id)
{
  Act operators = *act; /* strong enough to organise with */

  operators.role = ACT_AS_OPERATOR;

  int64_t link_id = people_make_link(txn, &operators, member_id, "", 60000000);
  const SignInLink *link = people_find_link(txn, arena, link_id, act->at_us);

  g_strlcpy(scene->token, link->token, sizeof(scene->token));
}

static bool
add_member(Txn *txn, const Act *act, void *data)
{
  Wish *wish = data;
  Scene *scene = wish->scene;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);
  int number = ++scene->site->made;
  const Member member = { .name = arena_format(arena, "Person %d", number),
                          .reach = wish->reach,
                          .contact = wish->reach == REACH_EMAIL
                                         ? arena_format(arena, "p%d@riverside.example", number)
                                         : "01632 960 011",
                          .is_organiser = wish->is_organiser };

  people_add(txn, act, &member, refusals, &scene->member_id);
  must_not_refuse(refusals);
  keep_token(scene, txn, act, arena, scene->member_id);
  return !txn_trouble(txn);
}

static bool
add_paper(Txn *txn, const Act *act, void *data)
{
  Scene *scene = ((Wish *)data)->scene;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Refusals *refusals = refusals_new(arena);

  papers_add(
      txn, act,
      &(Paper){ .title = "The hall", .source = "Words.", .easy_source = "", .language = "en-GB" },
      refusals, &scene->paper_id);
  must_not_refuse(refusals);
  return !txn_trouble(txn);
}

static bool
start_release(Txn *txn, const Act *act, void *data)
{
  Scene *scene = ((Wish *)data)->scene;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Refusals *refusals = refusals_new(arena);

  releases_start(txn, act, scene->paper_id, &scene->member_id, 1, "", refusals, &scene->release_id);
  must_not_refuse(refusals);
  return !txn_trouble(txn);
}

static bool
release(Txn *txn, const Act *act, void *data)
{
  const Wish *wish = data;
  Scene *scene = wish->scene;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Refusals *refusals = refusals_new(arena);

  releases_release(txn, act, scene->release_id, NULL, refusals);
  must_not_refuse(refusals);
  scene->delivery_id = releases_deliveries(txn, arena, scene->release_id, wish->reach)->id;
  return !txn_trouble(txn);
}

static bool
add_set_up_link(Txn *txn, const Act *act, void *data)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);

  keep_token(data, txn, act, arena, 0);
  return !txn_trouble(txn);
}

static void
add_member_reached(Scene *scene, Reach reach)
{
  must_keep(scene, scene->site->community_id, add_member,
            &(Wish){ .scene = scene, .reach = reach });
}

void
make_nothing(Scene *scene)
{
  (void)scene;
}

void
make_member(Scene *scene)
{
  add_member_reached(scene, REACH_EMAIL);
}

static void
go_out(Scene *scene)
{
  g_hash_table_remove_all(scene->browser->cookies);
}

void
make_link(Scene *scene)
{
  make_member(scene);
  go_out(scene);
}

void
make_set_up_link(Scene *scene)
{
  g_autofree char *host = g_strdup_printf("new-%d.test", ++scene->site->made);
  int64_t community_id = ids_new();

  must_keep(scene, community_id, add_community, host);
  must_keep(scene, community_id, add_set_up_link, scene);
  scene->thing_id = community_id;
  go_out(scene);
  /* Asked whether it is ready, the site reads the list of communities again. */
  g_autofree char *ready = browse(scene->browser, "/readyz");
  scene->browser->host = g_intern_string(host);
}

int64_t
real_site_community(RealSite *site, const char *host)
{
  Browser *browser = browser_new(&site->site, host);
  int64_t community_id = ids_new();

  if (strcmp(host, "riverside.localhost") == 0)
    community_id = site->community_id;
  else
    must_keep(&(Scene){ .site = site }, community_id, add_community, (void *)host);

  /* Asked whether it is ready, the site reads the list of communities again. */
  g_autofree char *ready = browse(browser, "/readyz");
  browser_free(browser);
  return community_id;
}

void
make_paper(Scene *scene)
{
  make_member(scene);
  must_keep(scene, scene->site->community_id, add_paper, &(Wish){ .scene = scene });
}

static bool
add_spoken_word(Txn *txn, const Act *act, void *data)
{
  Scene *scene = ((Wish *)data)->scene;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Refusals *refusals = refusals_new(arena);
  const char *word = arena_format(arena, "Plas %" G_GINT64_FORMAT, ids_new());

  spoken_words_add(txn, act, word, "plass", refusals);
  must_not_refuse(refusals);
  for (const SpokenWord *at = spoken_words_list(txn, arena); at->id; at++)
    if (strcmp(at->word, word) == 0)
      scene->door_id = at->id;
  return !txn_trouble(txn);
}

void
make_spoken_word(Scene *scene)
{
  must_keep(scene, scene->site->community_id, add_spoken_word, &(Wish){ .scene = scene });
}

static bool
add_hard_word(Txn *txn, const Act *act, void *data)
{
  Scene *scene = ((Wish *)data)->scene;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Refusals *refusals = refusals_new(arena);
  const char *word = arena_format(arena, "Plan %" G_GINT64_FORMAT, ids_new());

  hard_words_add(txn, act, word, "What we do", refusals);
  must_not_refuse(refusals);
  for (const HardWord *at = hard_words_list(txn, arena, 0, HARD_WORDS_MAX); at->id; at++)
    if (strcmp(at->word, word) == 0)
      scene->door_id = at->id;
  return !txn_trouble(txn);
}

void
make_hard_word(Scene *scene)
{
  must_keep(scene, scene->site->community_id, add_hard_word, &(Wish){ .scene = scene });
}

static bool
ask_hard_word(Txn *txn, const Act *act, void *data)
{
  Scene *scene = ((Wish *)data)->scene;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Refusals *refusals = refusals_new(arena);
  const char *word = arena_format(arena, "Plan %" G_GINT64_FORMAT, ids_new());

  hard_words_ask(txn, act, word, true, refusals);
  must_not_refuse(refusals);
  for (const HardWordAsk *at = hard_words_asked(txn, arena); at->id; at++)
    if (strcmp(at->word, word) == 0)
      scene->door_id = at->id;
  return !txn_trouble(txn);
}

void
make_word_ask(Scene *scene)
{
  must_keep(scene, scene->site->community_id, ask_hard_word, &(Wish){ .scene = scene });
}

void
make_release(Scene *scene)
{
  make_paper(scene);
  must_keep(scene, scene->site->community_id, start_release, &(Wish){ .scene = scene });
}

static void
make_formats(Scene *scene)
{
  outbox_run_due(test_db(scene->site->db), subject_handlers, scene->site->community_id);
}

void
make_ready_release(Scene *scene)
{
  make_release(scene);
  make_formats(scene);
}

/* Formats made, then out to one person who is reached like this. */
static void
send_to_one(Scene *scene, Reach reach)
{
  add_member_reached(scene, reach);
  must_keep(scene, scene->site->community_id, add_paper, &(Wish){ .scene = scene });
  must_keep(scene, scene->site->community_id, start_release, &(Wish){ .scene = scene });
  make_formats(scene);
  must_keep(scene, scene->site->community_id, release, &(Wish){ .scene = scene, .reach = reach });
}

void
make_call(Scene *scene)
{
  send_to_one(scene, REACH_PHONE);
}

void
make_letters(Scene *scene)
{
  send_to_one(scene, REACH_POST);
  make_formats(scene);
  cache_sweep(clock_now_us() + 2 * US_PER_DAY, G_MAXUINT64);
}

/* ---- looking after this ---- */

static bool
end_upkeep(Txn *txn, const Act *act, void *data)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE upkeep_backup SET state = 'failed'"
                                 " WHERE community_id = ?1 AND state = 'waiting'");
  g_autoptr(Query) tasks = db_change(txn, act,
                                     "DELETE FROM outbox_task WHERE community_id = ?1"
                                     " AND kind IN ('backup', 'check', 'keep')");
  g_autoptr(Query) archives =
      db_change(txn, act, "DELETE FROM upkeep_archive WHERE community_id = ?1");

  (void)data;
  return query_run(q) && query_run(tasks) && query_run(archives);
}

void
make_room(Scene *scene)
{
  must_keep(scene, scene->site->community_id, end_upkeep, NULL);
}

static bool
add_backup(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO upkeep_backup (community_id, id, state, problem, trial, bytes, members, papers,"
      " entries, asked_by, asked_at_us, made_at_us, tried_at_us)"
      " VALUES (?1, ?2, 'made', '', 'good', 9, 9, 9, 9, 0, ?3, ?3, ?3)");

  scene->thing_id = act_new_id(act);
  bind_int(q, 2, scene->thing_id);
  bind_int(q, 3, act->at_us);
  return query_run(q);
}

void
make_backup_row(Scene *scene)
{
  must_keep(scene, scene->site->community_id, add_backup, scene);
}

static bool
set_mail(Txn *txn, const Act *act, void *data)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  (void)data;
  mail_settings_change(txn, act,
                       &(MailSettings){ .is_on = true,
                                        .server = "mail.example.org",
                                        .port = 587,
                                        .safety = MAIL_UPGRADED,
                                        .user = "table",
                                        .sender = "a@example.org",
                                        .password = "plum" },
                       refusals);
  must_not_refuse(refusals);
  return !txn_trouble(txn);
}

void
make_mail_settings(Scene *scene)
{
  must_keep(scene, scene->site->community_id, set_mail, NULL);
}

static bool
add_complaint(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);
  char receipt[COMPLAINT_RECEIPT_SIZE];

  scene->thing_id = complaints_add(txn, act, "My file lay open", "", refusals, receipt);
  must_not_refuse(refusals);
  return !txn_trouble(txn);
}

void
make_complaint(Scene *scene)
{
  must_keep(scene, scene->site->community_id, add_complaint, scene);
}

static bool
mark_left(Txn *txn, const Act *act, void *data)
{
  people_set_state(txn, act, ((Wish *)data)->scene->member_id, MEMBER_LEFT);
  return !txn_trouble(txn);
}

void
make_gone(Scene *scene)
{
  make_member(scene);
  must_keep(scene, scene->site->community_id, mark_left, &(Wish){ .scene = scene });
}

static bool
add_correction(Txn *txn, const Act *act, void *data)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  corrections_add(txn, act, ((Wish *)data)->scene->member_id, "Not Sam.", refusals);
  must_not_refuse(refusals);
  return !txn_trouble(txn);
}

void
make_correction(Scene *scene)
{
  make_member(scene);
  must_keep(scene, scene->site->community_id, add_correction, &(Wish){ .scene = scene });
}

int64_t
make_organiser(Scene *scene)
{
  must_keep(scene, scene->site->community_id, add_member,
            &(Wish){ .scene = scene, .reach = REACH_EMAIL, .is_organiser = true });
  return scene->member_id;
}

void
come_in(Scene *scene)
{
  scene->browser->host = "riverside.localhost";
  go_out(scene);
  must_keep(scene, scene->site->community_id, add_member,
            &(Wish){ .scene = scene, .reach = REACH_EMAIL, .is_organiser = true });

  scene->own_id = scene->member_id;

  g_autofree char *path = g_strdup_printf("/in/%s", scene->token);
  g_autofree char *address = g_strdup_printf("X-Forwarded-For: 10.9.%d.%d\r\n",
                                             scene->site->made / 250, scene->site->made % 250);
  g_autofree char *page = browse(scene->browser, path);
  g_autofree char *body = g_strdup_printf("%s=%s&%s=%s", FIELD_FORM_ID, scene->browser->form_id,
                                          FIELD_CSRF_TOKEN, scene->browser->csrf_token);
  g_autofree char *reply =
      submit_as(scene->browser, path, "application/x-www-form-urlencoded", body, address);

  if (reply_status(reply) != 303)
    g_error("coming in: %s", reply);
}
