/* SPDX-License-Identifier: AGPL-3.0-or-later
 * House rules: open to everybody, shown to who has just joined, set by organisers. */
#include "base/ids.h"
#include "people/people_pages.h"
#include "safety/house_pages.h"
#include "safety/house_rules.h"
#include "safety/safety_pages.h"
#include "ui/components.h"
#include "ui/form.h"

/* Until a community writes its own. */
static const struct {
  const char *picture, *words;
} plain_rules[] = {
  { "together", N_("We are all equals here. Everybody's time and words count the same.") },
  { "listen", N_("We listen, and we let others finish.") },
  { "talk", N_("We use plain words. You can always ask what something means.") },
  { "heart", N_("We are kind. We do not shout, threaten or make fun of anybody.") },
  { "lock", N_("What somebody tells us about their life stays here.") },
  { "hand", N_("We ask before we touch, take a picture or give help.") },
  { "no", N_("Anybody can say no, without giving a reason.") },
  { "worried", N_("When we are worried we say so. “I am worried” is on every page.") },
};

static const char *
plain_words(Request *r)
{
  GString *all = g_string_new(NULL);

  for (size_t i = 0; i < G_N_ELEMENTS(plain_rules); i++)
    g_string_append_printf(all, "%s%s", i ? "\n" : "",
                           lang_text(request_lang(r), plain_rules[i].words));

  const char *text = arena_text(request_arena(r), all->str);

  g_string_free(all, TRUE);
  return text;
}

static void
put_rules(Page *page, const HouseRules *rules)
{
  const bool is_easy = lang_is_easy_read(page_lang(page));

  if (rules->id) {
    ui_person_lines(page, is_easy && *rules->easy_words ? rules->easy_words : rules->words);
    return;
  }
  for (size_t i = 0; i < G_N_ELEMENTS(plain_rules); i++)
    ui_picture_row(page, .picture = plain_rules[i].picture, .text = tr(page, plain_rules[i].words));
}

static void
show_rules(Request *r)
{
  const HouseRules *rules = house_rules_newest(request_txn(r), request_arena(r));
  const bool asks =
      is_signed_in(r) && !house_rules_are_read(request_txn(r), request_viewer(r)->member_id);
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("House rules")),
                      .lead = lang_text(request_lang(r), N_("How we treat one another here.")) });

  put_rules(page, rules);
  if (rules->id)
    ui_paragraph(page, .is_quiet = true,
                 .text = tr_fill(page, N_("These count since {date}."), "date",
                                 safety_date(page, rules->made_at_us), NULL));
  if (asks) {
    form_button(page, .action = "/house-rules", .button = tr(page, N_("I have read this")));
    ui_paragraph(page, .text = tr(page, N_("You can also do that later.")));
  }
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Earlier house rules")), .href = "/house-rules/versions",
          .is_large = true);
  ui_paragraph_close(page);
  if (may_organise(r)) {
    ui_paragraph_open(page);
    ui_link(page, .text = tr(page, N_("Change the house rules")), .href = "/safety/house-rules",
            .is_large = true);
    ui_paragraph_close(page);
  }
  page_close(page);
}

static void
mark_read(Request *r)
{
  house_rules_mark_read(request_txn(r), request_act(r));
  reply_redirect_saying(r, "/", N_("Thank you for reading the house rules"), NULL);
}

Waiting
house_rules_card(Request *r, const WaitingRow *row)
{
  const Lang *lang = request_lang(r);

  (void)row;
  return (Waiting){ .title = lang_text(lang, N_("House rules")),
                    .words = lang_text(lang, N_("How we treat one another here. Read them"
                                                " when you like.")),
                    .button = lang_text(lang, N_("Read the house rules")),
                    .href = "/house-rules",
                    .urgency = WAITS_FOR_US };
}

static void
show_versions(Request *r)
{
  const HouseRules *list = house_rules_list(request_txn(r), request_arena(r));
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Earlier house rules")),
                                .back = "/house-rules" });
  char id[ID_TEXT_SIZE];

  if (!list->id)
    ui_paragraph(page, .text = tr(page, N_("They were never changed.")));
  else
    ui_list_open(page, LIST_RULED);
  for (const HouseRules *one = list; one->id; one++) {
    ui_list_item_open(page);
    ui_link(page, .is_large = true,
            .text = tr_fill(page, N_("House rules since {date}"), "date",
                            safety_date(page, one->made_at_us), NULL),
            .href = arena_format(request_arena(r), "/house-rules/versions/%s",
                                 id_to_text(one->id, id)));
    ui_list_item_close(page);
  }
  if (list->id)
    ui_list_close(page);
  page_close(page);
}

static void
show_version(Request *r)
{
  const HouseRules *rules =
      house_rules_find(request_txn(r), request_arena(r), request_id_in_path(r, "version"));

  if (!rules) {
    reply_not_found(r);
    return;
  }

  g_autofree char *date = lang_date(request_lang(r), rules->made_at_us, request_time_zone(r));
  g_autofree char *title =
      lang_fill(lang_text(request_lang(r), N_("House rules since {date}")), "date", date, NULL);
  Page *page = page_open(r, &(PageHead){ .title = title, .back = "/house-rules/versions" });

  put_rules(page, rules);
  page_close(page);
}

/* ---- setting them ---- */

static const Question rules_questions[] = {
  { .name = "words",
    .kind = ASK_LONG,
    .label = N_("The house rules"),
    .hint = N_("One rule a line. Short and plain words. Members can read that they were changed."),
    .missing = N_("Write the house rules"),
    .picture = "write",
    .rows = 12,
    .max_length = HOUSE_RULES_MAX,
    .is_needed = true },
  { .name = "easy_words",
    .kind = ASK_LONG,
    .label = N_("The same in Easy Read"),
    .hint = N_("You can leave this empty."),
    .picture = "books",
    .rows = 8,
    .max_length = HOUSE_RULES_MAX },
  QUESTIONS_END,
};

static void
draw_change(Request *r)
{
  const HouseRules *rules = house_rules_newest(request_txn(r), request_arena(r));
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Change the house rules")),
                                .back = "/house-rules" });

  if (!request_is_post(r)) {
    answers_set(request_answers(r), "words", rules->id ? rules->words : plain_words(r));
    answers_set(request_answers(r), "easy_words", rules->easy_words);
  }
  form_draw(page, .action = "/safety/house-rules", .questions = rules_questions,
            .button = tr(page, N_("Keep these house rules")));
  page_close(page);
}

static void
change_rules(Request *r)
{
  const Answers *answers = request_answers(r);

  if (questions_check(rules_questions, request_answers(r), r, request_refusals(r)))
    house_rules_set(request_txn(r), request_act(r), answers_text(answers, "words"),
                    answers_text(answers, "easy_words"), request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_change(r);
  else
    reply_redirect_saying(r, "/house-rules", N_("The house rules are kept"), NULL);
}

const Route house_rules_routes[] = {
  { "GET", "/house-rules", anyone, show_rules, .supporter = { SUPPORT_AS_SELF } },
  { "POST", "/house-rules", is_signed_in, mark_read },
  { "GET", "/house-rules/versions", anyone, show_versions, .supporter = { SUPPORT_AS_SELF } },
  { "GET", "/house-rules/versions/:version", anyone, show_version,
    .supporter = { SUPPORT_AS_SELF } },
  { "GET", "/safety/house-rules", may_organise, draw_change },
  { "POST", "/safety/house-rules", may_organise, change_rules },
  ROUTES_END,
};
