/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whole pages and forms: what every page must carry, and that a refused form comes back filled in.
 */
#include "ui/calls.h"
#include "ui/components.h"
#include "ui/form.h"
#include "ui/page_fake.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const Choice ways[] = {
  { .value = "email", .label = N_("By e-mail") },
  { .value = "post", .label = N_("By post") },
  { .value = NULL },
};

static const Question questions[] = {
  { .name = "name", .kind = ASK_TEXT, .label = N_("Name"), .autocomplete = "name" },
  { .name = "way", .kind = ASK_ONE_OF, .label = N_("How shall we reach you?"), .choices = ways },
  { .name = "address", .kind = ASK_LONG, .label = N_("Address"), .shown_if = "way=post" },
  { .name = "agree", .kind = ASK_YES, .label = N_("I agree") },
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

static void
draw_form_page(Request *r)
{
  Page *page = page_open(r, &(PageHead){ .title = "Your <details>", .back = "/members" });

  form_draw(page, .action = "/members/new", .questions = questions, .button = "Save");
  page_close(page);
}

static void
every_page_has_its_frame(void **state)
{
  g_autoptr(Request) r = fake_request_new(&(FakeRequest){
      .path = "/members", .theme = "dark", .community_name = "River & Side", .banner = "Saved" });

  (void)state;
  draw_form_page(r);

  const char *page = fake_reply_html(r);

  assert_int_equal(fake_reply_status(r), 200);
  assert_has(page, "<html class=\"govuk-template\" lang=\"en-GB\" data-theme=\"dark\">");
  assert_has(page, "<title>Your &lt;details&gt; – River &amp; Side – Commontable</title>");
  assert_has(page, "<a href=\"#main\" class=\"govuk-skip-link\"");
  assert_has(page, "<main id=\"main\">");
  assert_has(page, "href=\"/how-i-like-things\"");
  assert_has(page, "href=\"/worried\""); /* R44: on every page */
  assert_has(page, "<h1 class=\"govuk-heading-xl\">Your &lt;details&gt;</h1>");
  assert_has(page, "govuk-notification-banner--success");
  assert_has(page, "<a href=\"/members\" class=\"govuk-back-link\">Back</a>");
  assert_has(strstr(page, "<footer"), "href=\"/how-i-like-things\"");
  assert_lacks(page, " style=");
  assert_lacks(page, "<script");
  assert_lacks(page, "govuk-error-summary");
}

static void
unknown_themes_leave_it_to_the_browser(void **state)
{
  g_autoptr(Request) r = fake_request_new(&(FakeRequest){ .theme = "\"><script>" });

  (void)state;
  draw_form_page(r);
  assert_lacks(fake_reply_html(r), "data-theme");
  assert_lacks(fake_reply_html(r), "<script");
}

static void
a_form_carries_its_token_and_id(void **state)
{
  g_autoptr(Request) r = fake_request_new(&(FakeRequest){ .path = "/" });

  (void)state;
  draw_form_page(r);
  assert_has(fake_reply_html(r), "method=\"post\" novalidate action=\"/members/new\"");
  assert_has(fake_reply_html(r), "name=\"_csrf\" value=\"token\"");
  assert_has(fake_reply_html(r), "name=\"_form\" value=\"0011");
  assert_has(fake_reply_html(r), "autocomplete=\"name\"");
}

static void
a_refused_form_comes_back_filled_in(void **state)
{
  g_autoptr(Request) r = fake_request_new(&(FakeRequest){ .path = "/members/new" });
  Answers *given = request_answers(r);

  (void)state;
  answers_set(given, "name", "Ann \"O'Hara\"");
  answers_set(given, "way", "post");
  answers_set(given, "address", "\n1 <Mill> Lane");
  answers_set(given, "agree", "yes");
  refuse_with(request_refusals(r), "name", N_("{name} is here already"), "name", "Ann <b>");
  refuse(request_refusals(r), "", N_("The day has passed"));
  draw_form_page(r);

  const char *page = fake_reply_html(r);

  assert_int_equal(fake_reply_status(r), 422);
  assert_has(page, "<title>Error: Your");
  assert_has(page, "<li><a href=\"#name\">Ann &lt;b&gt; is here already</a></li>");
  assert_has(page, "<li>The day has passed</li>");
  assert_has(page, "value=\"Ann &quot;O&#39;Hara&quot;\" aria-describedby=\"name-error\"");
  assert_has(page, "<p id=\"name-error\" class=\"govuk-error-message\">");
  assert_has(page, "value=\"post\" checked data-aria-controls=\"conditional-way-2\"");
  /* The first line feed is the tag's own; the person's stands after it. */
  assert_has(page, "rows=\"5\">\n\n1 &lt;Mill&gt; Lane</textarea>");
  assert_has(page, "id=\"agree\" name=\"agree\" type=\"checkbox\" value=\"yes\" checked");
}

static void
a_question_of_a_choice_stands_below_it_once(void **state)
{
  g_autoptr(Request) r = fake_request_new(&(FakeRequest){ .path = "/" });

  (void)state;
  draw_form_page(r);

  const char *page = fake_reply_html(r);
  const char *choice = strstr(page, "id=\"conditional-way-2\"");
  const char *asked = strstr(page, "name=\"address\"");

  assert_non_null(choice);
  assert_non_null(asked);
  assert_true(choice < asked && asked < strstr(page, "name=\"agree\""));
  assert_null(strstr(asked + 1, "name=\"address\""));
  assert_has(page, "<span class=\"ct-only-if\">If you chose “By post”: </span>Address");
}

static const MenuRow rows[] = {
  { .path = "/", .label = N_("Home") },
  { .path = "/papers", .label = N_("Papers") },
  { .path = NULL },
};

static void
the_menu_says_where_one_is(void **state)
{
  g_autoptr(Request) r = fake_request_new(&(FakeRequest){ .path = "/papers/12" });

  (void)state;
  ui_set_menu(rows);
  page_close(page_open(r, &(PageHead){ .title = "A paper", .section = "/papers" }));
  assert_has(fake_reply_html(r), "href=\"/papers\" aria-current=\"true\"");
  assert_lacks(fake_reply_html(r), "href=\"/\" aria-current");
}

static void
trouble_pages_say_what_to_do(void **state)
{
  static const int statuses[] = { 400, 403, 404, 405, 413, 429, 500, 503, 418 };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(statuses); i++) {
    g_autoptr(Request) r = fake_request_new(&(FakeRequest){ .path = "/x" });

    draw_trouble_page(r, statuses[i]);
    assert_int_equal(fake_reply_status(r), statuses[i] == 418 ? 500 : statuses[i]);
    assert_has(fake_reply_html(r), "<h1");
    assert_has(fake_reply_html(r), "Go to the first page");
    /* Who is told that something is missing of it would send it again for ever. */
    if (statuses[i] == 403)
      assert_has(fake_reply_html(r), "your browser hides where it came from");
  }
}

static void
peoples_lines_stay_lines_and_text_stays_text(void **state)
{
  g_autoptr(Request) r = fake_request_new(&(FakeRequest){ .path = "/" });
  Page *page = page_open(r, &(PageHead){ .title = "Words" });

  (void)state;
  ui_person_lines(page, "One\nTwo <script>\n\n \nThree");
  page_close(page);
  assert_has(fake_reply_html(r),
             "<p class=\"govuk-body\" dir=\"auto\">One<br>Two &lt;script&gt;</p>\n"
             "<p class=\"govuk-body\" dir=\"auto\">Three</p>");
}

static void
a_table_scrolls_in_its_own_box_and_cards_take_the_next_heading(void **state)
{
  g_autoptr(Request) r = fake_request_new(&(FakeRequest){ .path = "/" });
  Page *page = page_open(r, &(PageHead){ .title = "People" });
  const Table table = { .caption = "12 people" };

  (void)state;
  ui_card_open(page, .title = "First");
  ui_card_close(page);
  ui_heading(page, 2, "More");
  ui_card_open(page, .title = "Second");
  ui_card_close(page);
  ui_table_open(page, &table);
  ui_table_close(page);
  page_close(page);
  assert_has(fake_reply_html(r), "<h2 class=\"govuk-heading-s\">First</h2>");
  assert_has(fake_reply_html(r), "<h3 class=\"govuk-heading-s\">Second</h3>");
  assert_has(fake_reply_html(r), "tabindex=\"0\" aria-label=\"12 people\"><table");
  assert_has(fake_reply_html(r), "</table>\n</div>");
}

static void
languages_are_links_to_the_same_page(void **state)
{
  g_autoptr(Request) r = fake_request_new(&(FakeRequest){ .path = "/papers/12" });

  (void)state;
  page_close(page_open(r, &(PageHead){ .title = "A paper" }));
  assert_has(fake_reply_html(r), "href=\"/papers/12?language=en-GB-x-easyread\"");
}

static void
where_no_community_is_nothing_of_it_is_offered(void **state)
{
  g_autoptr(Request) r = fake_request_new(&(FakeRequest){ .path = "/x", .is_nowhere = true });

  (void)state;
  draw_trouble_page(r, 421);
  assert_has(fake_reply_html(r), "There is no community at this address");
  assert_has(fake_reply_html(r), "language=en-GB-x-easyread");
  assert_lacks(fake_reply_html(r), "Go to the first page");
  assert_lacks(fake_reply_html(r), "/worried");
}

static void
easy_read_pages_are_marked_and_show_pictures(void **state)
{
  g_autoptr(Request) r =
      fake_request_new(&(FakeRequest){ .path = "/", .language = "en-GB-x-easyread" });

  (void)state;
  draw_trouble_page(r, 503);
  assert_has(fake_reply_html(r), "lang=\"en-GB\" data-variant=\"easy-read\"");
  assert_has(fake_reply_html(r), "src=\"/static/pictures/clock.svg\" alt=\"\"");
  assert_has(fake_reply_html(r), "OpenMoji");
}

/* What a telephone may call, and what only looks like it. */
static void
phone_numbers_are_found_whole(void **state)
{
  static const struct {
    const char *words, *number;
    size_t len;
  } cases[] = {
    { "999.", "999", 3 },
    { "101", "101", 3 },
    { "250 people", "", 0 },
    { "12 Mill Lane", "", 0 },
    { "116 123 day", "116123", 7 },
    { "01632 960 001", "01632960001", 13 },
    { "+44 1632 960001", "+441632960001", 15 },
    { "0303-123-1113", "03031231113", 13 },
    { "18000", "18000", 5 },
    { "1234567890123456", "", 0 },
    { "99988x", "", 0 },
    { "01632\u00a0960001!", "01632960001", 13 },
    { "", "", 0 },
    { "+", "", 0 },
    { "1970", "", 0 },
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    char number[CALL_NUMBER_SIZE] = "";

    assert_int_equal(call_number_at(cases[i].words, strlen(cases[i].words), number), cases[i].len);
    assert_string_equal(number, cases[i].number);
  }
}

static void
draw_numbers_page(Request *r)
{
  Page *page = page_open(r, &(PageHead){ .title = "Numbers" });

  ui_paragraph(page, .text = "Call <Bo> on 01632 960 001, or 999. Not 1234567890123456.",
               .to_call = true);
  ui_picture_row(page, .picture = "phone", .text = "The council: +44 1632 960002", .to_call = true);
  ui_person_lines_to_call(page, "At home\n0303 123 1113");
  ui_paragraph(page, .text = "Room 01632 960 003");
  page_close(page);
}

static void
a_phone_number_is_one_link(void **state)
{
  g_autoptr(Request) r =
      fake_request_new(&(FakeRequest){ .path = "/numbers", .community_name = "River" });

  (void)state;
  draw_numbers_page(r);

  const char *page = fake_reply_html(r);

  assert_has(page, "Call &lt;Bo&gt; on <a class=\"govuk-link ct-call\" dir=\"ltr\""
                   " href=\"tel:01632960001\">01632 960 001</a>, or <a");
  assert_has(page, "href=\"tel:999\">999</a>. Not 1234567890123456.</p>");
  assert_has(page, "The council: <a class=\"govuk-link ct-call\" dir=\"ltr\""
                   " href=\"tel:+441632960002\">+44 1632 960002</a>");
  assert_has(page, "At home<br><a class=\"govuk-link ct-call\" dir=\"ltr\""
                   " href=\"tel:03031231113\">0303 123 1113</a></p>");
  assert_has(page, "<p class=\"govuk-body\">Room 01632 960 003</p>");
}

/* A table, a summary list and rows that lead on, in that language. */
static const char *
draw_lists(Request *r)
{
  Page *page = page_open(r, &(PageHead){ .title = "Lists" });
  const Cell head[] = { { .text = "What" }, { .text = "This month" } };
  const Cell cells[] = { { .text = "A <paper>", .picture = "file" }, { .text = "7" } };
  const Table table = { .caption = "How often", .head = head, .head_count = 2, .picture = "clock" };
  const SummaryRow row = { .picture = "lock", .key.text = "Backup", .value.text = "Fine" };

  ui_table_open(page, &table);
  ui_table_row(page, &table, cells, 2);
  ui_table_row(page, &table, cells + 1, 1);
  ui_table_close(page);
  ui_summary_list(page, .rows = &row, .count = 1);
  ui_lead_on(page, (const LeadOn[]){ { "key", "My ways in", NULL, "/ways-in" } }, 1);
  page_close(page);
  return fake_reply_html(r);
}

static void
in_easy_read_a_table_is_one_thing_a_row(void **state)
{
  g_autoptr(Request) plain = fake_request_new(&(FakeRequest){ .path = "/" });
  g_autoptr(Request) easy =
      fake_request_new(&(FakeRequest){ .path = "/", .language = "en-GB-x-easyread" });

  (void)state;
  const char *html = draw_lists(plain);

  assert_has(html, "<table class=\"govuk-table\">");
  assert_has(html, "<dt class=\"govuk-summary-list__key\">Backup</dt>");
  assert_lacks(html, "pictures/");
  html = draw_lists(easy);
  assert_lacks(html, "<table");
  assert_lacks(html, "govuk-summary-list");
  assert_has(html, "<h2 class=\"govuk-heading-m\">How often</h2>");
  assert_has(html, "src=\"/static/pictures/file.svg\"");
  assert_has(html, "src=\"/static/pictures/clock.svg\""); /* the table's, for want of its own */
  assert_has(html, "<div class=\"ct-easy-name\">A &lt;paper&gt;</div>");
  assert_has(html, "<dt>This month</dt><dd>7</dd>");
  assert_has(html, "src=\"/static/pictures/lock.svg\"");
  assert_has(html, "src=\"/static/pictures/key.svg\"");
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_page_has_its_frame),
    cmocka_unit_test(phone_numbers_are_found_whole),
    cmocka_unit_test(a_phone_number_is_one_link),
    cmocka_unit_test(unknown_themes_leave_it_to_the_browser),
    cmocka_unit_test(a_form_carries_its_token_and_id),
    cmocka_unit_test(a_refused_form_comes_back_filled_in),
    cmocka_unit_test(a_question_of_a_choice_stands_below_it_once),
    cmocka_unit_test(the_menu_says_where_one_is),
    cmocka_unit_test(trouble_pages_say_what_to_do),
    cmocka_unit_test(peoples_lines_stay_lines_and_text_stays_text),
    cmocka_unit_test(a_table_scrolls_in_its_own_box_and_cards_take_the_next_heading),
    cmocka_unit_test(languages_are_links_to_the_same_page),
    cmocka_unit_test(where_no_community_is_nothing_of_it_is_offered),
    cmocka_unit_test(easy_read_pages_are_marked_and_show_pictures),
    cmocka_unit_test(in_easy_read_a_table_is_one_thing_a_row),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
