/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One question a page: which one comes, that nothing answered gets lost on the way, and that only
 * the last page sends. A small browser stands in for the person's: it sends back what a page
 * carries, and what was typed into it. */
#include "ui/components.h"
#include "ui/form.h"
#include "ui/page_fake.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { WALKS = 300, STEPS_A_WALK = 12 };

static const Choice ways[] = {
  { .value = "email", .label = "By pigeon" },
  { .value = "post", .label = "By boat" },
  { .value = NULL },
};

static const Question questions[] = {
  { .name = "name", .kind = ASK_TEXT, .label = "Name?", .picture = "person", .is_needed = true },
  { .name = "way", .kind = ASK_ONE_OF, .label = "Which way?", .picture = "talk", .choices = ways },
  { .name = "address", .kind = ASK_LONG, .label = "Address?", .shown_if = "way=post" },
  { .name = "when", .kind = ASK_DATE, .label = "When?" },
  { .name = "days", .kind = ASK_ANY_OF, .label = "Which days?", .choices = ways },
  QUESTIONS_END,
};

static const Question with_file[] = {
  { .name = "title", .kind = ASK_TEXT, .label = "Title?" },
  { .name = "file", .kind = ASK_FILE, .label = "File?" },
  QUESTIONS_END,
};

#define assert_has(html, piece)                             \
  do {                                                      \
    if (!strstr((html), (piece)))                           \
      fail_msg("not on the page: %s\n%s", (piece), (html)); \
  } while (0)

#define assert_lacks(html, piece)                       \
  do {                                                  \
    if (strstr((html), (piece)))                        \
      fail_msg("on the page: %s\n%s", (piece), (html)); \
  } while (0)

/* ---- the browser ---- */

typedef struct {
  const char *path;
  const Question *asked;
  GString *fields; /* name, value, name, value …, each ended by a NUL: what the next POST sends */
  char *page;
  int status;
} Browser;

static void
send_field(Browser *browser, const char *name, const char *value)
{
  g_string_append_len(browser->fields, name, (gssize)strlen(name) + 1);
  g_string_append_len(browser->fields, value, (gssize)strlen(value) + 1);
}

static void
draw_page(Request *r, const Question *asked)
{
  Page *page = page_open(r, &(PageHead){ .title = "A form", .back = "/" });

  ui_paragraph(page, .text = "What stands above");
  form_open(page, "/form");
  form_hidden(page, "thing", "17");
  form_questions(page, asked, NULL);
  form_close(page, "Send it");
  ui_paragraph(page, .text = "What stands below");
  form_draw(page, .action = "/form", .questions = with_file, .button = "Other form");
  page_close(page);
}

static char *
unescaped(char *text)
{
  static const char *const signs[][2] = {
    { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" }, { "&#39;", "\'" }, { "&amp;", "&" }
  };
  GString *plain = g_string_new(text);

  g_free(text);
  for (size_t i = 0; i < G_N_ELEMENTS(signs); i++)
    g_string_replace(plain, signs[i][0], signs[i][1], 0);
  return g_string_free(plain, FALSE);
}

/* The hidden fields of the page's first form. */
static void
take_hidden(Browser *browser)
{
  g_autoptr(GRegex) regex =
      g_regex_new("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  const char *start = strstr(browser->page, "<form"), *end = strstr(browser->page, "</form>");

  g_string_truncate(browser->fields, 0);
  g_regex_match_full(regex, start, end - start, 0, 0, &match, NULL);
  for (; g_match_info_matches(match); g_match_info_next(match, NULL)) {
    g_autofree char *name = unescaped(g_match_info_fetch(match, 1));
    g_autofree char *value = unescaped(g_match_info_fetch(match, 2));

    if (strcmp(name, "_csrf") != 0 && strcmp(name, "_form") != 0)
      send_field(browser, name, value);
  }
}

/* Presses a button; NULL: the one that sends for good. With a refusal for `refused`, if not NULL.
 */
static void
press(Browser *browser, const char *step, const char *refused)
{
  g_autoptr(Request) r = fake_request_new(&(FakeRequest){
      .path = browser->path, .language = "en-GB-x-easyread", .is_post = true, .step = step });
  const char *end = browser->fields->str + browser->fields->len;

  for (const char *at = browser->fields->str; at < end;) {
    const char *value = at + strlen(at) + 1;

    assert_true(answers_add(request_answers(r), at, value, strlen(value)));
    at = value + strlen(value) + 1;
  }
  if (refused)
    refuse(request_refusals(r), refused, "No, not so");
  draw_page(r, browser->asked);
  g_free(browser->page);
  browser->page = g_strdup(fake_reply_html(r));
  browser->status = fake_reply_status(r);
  if (strstr(browser->page, "<form"))
    take_hidden(browser);
}

static Browser
browser_open(const char *language)
{
  g_autoptr(Request) r = fake_request_new(&(FakeRequest){ .path = "/form", .language = language });
  Browser browser = { .path = "/form", .asked = questions, .fields = g_string_new(NULL) };

  draw_page(r, questions);
  browser.page = g_strdup(fake_reply_html(r));
  browser.status = fake_reply_status(r);
  take_hidden(&browser);
  return browser;
}

static void
browser_close(Browser *browser)
{
  g_free(browser->page);
  g_string_free(browser->fields, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Browser, browser_close)

static void
answer(Browser *browser, const char *name, const char *value)
{
  if (name)
    send_field(browser, name, value);
  press(browser, "next", NULL);
}

/* Up to the page where all answers are checked. */
static void
answer_all(Browser *browser)
{
  answer(browser, "name", "Ann & Bo");
  answer(browser, "way", "post");
  answer(browser, "address", "1 Mill\nLane");
  send_field(browser, "when-day", "7");
  send_field(browser, "when-month", "1");
  send_field(browser, "when-year", "2027");
  press(browser, "next", NULL);
  send_field(browser, "days", "email");
  answer(browser, "days", "post");
}

/* ---- tests ---- */

static void
english_asks_all_at_once(void **state)
{
  g_auto(Browser) browser = browser_open("en-GB");

  (void)state;
  assert_has(browser.page, "name=\"name\"");
  assert_has(browser.page, "name=\"when-year\"");
  assert_has(browser.page, "name=\"thing\" value=\"17\"");
  assert_lacks(browser.page, "name=\"_step\"");
}

static void
easy_read_asks_the_first_question_among_what_the_page_says(void **state)
{
  g_auto(Browser) browser = browser_open("en-GB-x-easyread");

  (void)state;
  assert_int_equal(browser.status, 200);
  assert_has(browser.page, "What stands above");
  assert_has(browser.page, "What stands below");
  assert_has(browser.page, "Question 1 of 4");
  assert_has(browser.page, "id=\"name\"");
  assert_has(browser.page, "pictures/person.svg");
  assert_has(browser.page, "value=\"next\" name=\"_step\"");
  assert_has(browser.page, "value=\"ask\" name=\"_step\"");
  assert_lacks(browser.page, "value=\"back\"");
  assert_lacks(browser.page, "Which way?");
  assert_lacks(browser.page, "Send it");
}

static void
a_bad_answer_is_asked_again(void **state)
{
  g_auto(Browser) browser = browser_open("en-GB-x-easyread");

  (void)state;
  answer(&browser, NULL, NULL);
  assert_int_equal(browser.status, 422);
  assert_has(browser.page, "govuk-error-summary");
  assert_has(browser.page, "href=\"#name\"");
  assert_has(browser.page, "id=\"name\"");
  assert_lacks(browser.page, "What stands above"); /* one question, nothing else */
  assert_lacks(browser.page, "What stands below");
  answer(&browser, "name", "Ann");
  assert_int_equal(browser.status, 200);
  assert_has(browser.page, "Which way?");
}

static void
a_choice_brings_its_question_up_or_puts_it_away(void **state)
{
  g_auto(Browser) browser = browser_open("en-GB-x-easyread");

  (void)state;
  answer(&browser, "name", "Ann");
  answer(&browser, "way", "email");
  assert_has(browser.page, "Question 3 of 4");
  assert_has(browser.page, "id=\"when\"");
  press(&browser, "back", NULL);
  assert_has(browser.page, "Which way?");
  assert_has(browser.page, "value=\"email\" checked");
  assert_lacks(browser.page, "id=\"address\""); /* not below the choice either */
  answer(&browser, "way", "post");
  assert_has(browser.page, "Question 3 of 5");
  assert_has(browser.page, "id=\"address\"");
}

static void
all_answers_are_checked_before_they_are_sent(void **state)
{
  g_auto(Browser) browser = browser_open("en-GB-x-easyread");

  (void)state;
  answer_all(&browser);
  assert_int_equal(browser.status, 200);
  assert_has(browser.page, "Ann &amp; Bo");
  assert_has(browser.page, "1 Mill<br>Lane");
  assert_has(browser.page, "7 January 2027");
  assert_has(browser.page, "By pigeon<br>By boat");
  assert_has(browser.page, "value=\"to:way\" name=\"_step\"");
  assert_has(browser.page, "<button type=\"submit\" class=\"govuk-button\""
                           " data-module=\"govuk-button\">Send it</button>");
  assert_lacks(browser.page, "enctype");
}

static void
what_is_changed_leads_back_to_the_check(void **state)
{
  g_auto(Browser) browser = browser_open("en-GB-x-easyread");

  (void)state;
  answer_all(&browser);
  press(&browser, "to:name", NULL);
  assert_has(browser.page, "value=\"Ann &amp; Bo\"");
  answer(&browser, "name", "Cy");
  assert_has(browser.page, "Send it");
  assert_has(browser.page, "Cy");
  press(&browser, "to:way", NULL);
  answer(&browser, "way", "email");
  assert_has(browser.page, "Send it");
  assert_lacks(browser.page, "Address?"); /* no longer asked, so not shown */
}

static void
a_question_that_a_change_brings_up_is_asked(void **state)
{
  g_auto(Browser) browser = browser_open("en-GB-x-easyread");

  (void)state;
  answer(&browser, "name", "Ann");
  answer(&browser, "way", "email");
  answer(&browser, NULL, NULL);
  answer(&browser, NULL, NULL);
  assert_has(browser.page, "Send it");
  press(&browser, "to:way", NULL);
  answer(&browser, "way", "post");
  assert_has(browser.page, "id=\"address\"");
  answer(&browser, "address", "1 Mill Lane");
  assert_has(browser.page, "Send it");
}

static void
what_a_rule_refuses_is_asked_again_where_it_belongs(void **state)
{
  g_auto(Browser) browser = browser_open("en-GB-x-easyread");

  (void)state;
  answer_all(&browser);
  press(&browser, NULL, "address");
  assert_int_equal(browser.status, 422);
  assert_has(browser.page, "No, not so");
  assert_has(browser.page, "id=\"address\"");
  answer(&browser, "address", "2 Mill Lane");
  assert_has(browser.page, "Send it");
  press(&browser, NULL, "");
  assert_int_equal(browser.status, 422);
  assert_has(browser.page, "No, not so");
  assert_has(browser.page, "2 Mill Lane");
  assert_has(browser.page, "Send it");
}

static void
asking_someone_first_keeps_everything(void **state)
{
  g_auto(Browser) browser = browser_open("en-GB-x-easyread");

  (void)state;
  answer(&browser, "name", "Ann");
  send_field(&browser, "way", "post"); /* chosen, not sent yet */
  press(&browser, "ask", NULL);
  assert_int_equal(browser.status, 200);
  assert_has(browser.page, "Which way?");
  assert_has(browser.page, "Ann");
  assert_lacks(browser.page, "Send it");
  press(&browser, "to:way", NULL);
  assert_has(browser.page, "value=\"post\" checked");
}

static void
files_are_asked_for_where_the_form_is_sent(void **state)
{
  g_auto(Browser) browser = browser_open("en-GB-x-easyread");

  (void)state;
  browser.asked = with_file;
  g_string_truncate(browser.fields, 0);
  send_field(&browser, "_at", "title");
  answer(&browser, "title", "Bus times");
  assert_has(browser.page, "enctype=\"multipart/form-data\"");
  assert_has(browser.page, "type=\"file\"");
  assert_has(browser.page, "Bus times");
  press(&browser, NULL, "file");
  assert_has(browser.page, "href=\"#file\"");
  assert_has(browser.page, "type=\"file\"");
  assert_has(browser.page, "Bus times");
}

static void
another_form_of_the_page_is_left_alone(void **state)
{
  g_auto(Browser) browser = browser_open("en-GB-x-easyread");

  (void)state;
  answer(&browser, "name", "Ann");
  assert_lacks(browser.page, "Title?");
  browser.path = "/elsewhere";
  answer(&browser, "way", "post"); /* no form here sends there */
  assert_has(browser.page, "What stands above");
  assert_has(browser.page, "Question 1 of 5");
}

static void
odd_steps_begin_at_the_first_question(void **state)
{
  static const char *const odd[] = { "to:", "to:nothing", "to:file", "leap", "back", "_" };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(odd); i++) {
    g_auto(Browser) browser = browser_open("en-GB-x-easyread");

    press(&browser, odd[i], NULL);
    assert_int_equal(browser.status, 200);
    assert_has(browser.page, "id=\"name\"");
  }
}

static bool
carries(const Browser *browser, const char *name, const char *value)
{
  const char *end = browser->fields->str + browser->fields->len;

  for (const char *at = browser->fields->str; at < end;) {
    const char *one = at + strlen(at) + 1;

    if (strcmp(at, name) == 0 && strcmp(one, value) == 0)
      return true;
    at = one + strlen(one) + 1;
  }
  return false;
}

/* However somebody goes to and fro, from the check page on: what is on a page or carried by it is
 * always everything. */
static void
no_way_through_the_form_loses_an_answer(void **state)
{
  static const char *const steps[] = { "next",   "back",       "ask",     "to:name",
                                       "to:way", "to:address", "to:when", "to:days" };
  static const char *const kept[][2] = { { "thing", "17" },     { "name", "Cy" },
                                         { "way", "post" },     { "address", "1 Mill Lane" },
                                         { "when-day", "7" },   { "when-month", "1" },
                                         { "when-year", "27" }, { "days", "post" } };
  g_autoptr(GRand) random = g_rand_new_with_seed(20261126);

  (void)state;
  for (int walk = 0; walk < WALKS; walk++) {
    g_auto(Browser) browser = browser_open("en-GB-x-easyread");

    g_string_truncate(browser.fields, 0);
    for (size_t i = 0; i < G_N_ELEMENTS(kept); i++)
      send_field(&browser, kept[i][0], kept[i][1]);
    for (int i = 0; i < STEPS_A_WALK; i++) {
      press(&browser, steps[g_rand_int_range(random, 0, G_N_ELEMENTS(steps))], NULL);
      for (size_t k = 0; k < G_N_ELEMENTS(kept); k++) {
        const bool is_carried = carries(&browser, kept[k][0], kept[k][1]);
        g_autofree char *box = g_strdup_printf("name=\"%s\"", kept[k][0]);

        if (!is_carried) /* then it is asked on this very page, and filled in */
          assert_has(browser.page, box);
        if (!is_carried)
          assert_has(browser.page, kept[k][1]);
        if (!is_carried)
          send_field(&browser, kept[k][0], kept[k][1]);
      }
    }
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(english_asks_all_at_once),
    cmocka_unit_test(easy_read_asks_the_first_question_among_what_the_page_says),
    cmocka_unit_test(a_bad_answer_is_asked_again),
    cmocka_unit_test(a_choice_brings_its_question_up_or_puts_it_away),
    cmocka_unit_test(all_answers_are_checked_before_they_are_sent),
    cmocka_unit_test(what_is_changed_leads_back_to_the_check),
    cmocka_unit_test(a_question_that_a_change_brings_up_is_asked),
    cmocka_unit_test(what_a_rule_refuses_is_asked_again_where_it_belongs),
    cmocka_unit_test(asking_someone_first_keeps_everything),
    cmocka_unit_test(files_are_asked_for_where_the_form_is_sent),
    cmocka_unit_test(another_form_of_the_page_is_left_alone),
    cmocka_unit_test(odd_steps_begin_at_the_first_question),
    cmocka_unit_test(no_way_through_the_form_loses_an_answer),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
