/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a group may decide, for its members and others here; the public register, for everybody. */
#include "groups/mandates.h"

#include "base/ids.h"
#include "groups/groups_pages.h"

enum { REGISTER_A_PAGE = 20 };

/* ---- in the group ---- */

static const Question mandate_questions[] = {
  { .name = "words",
    .kind = ASK_LONG,
    .label = N_("What may the group decide by itself?"),
    .hint = N_("For example: how the garden is laid out."),
    .missing = N_("Write what the group may decide"),
    .picture = "vote",
    .rows = 3,
    .max_length = GROUP_WORDS_MAX,
    .is_needed = true },
  { .name = "given_by",
    .kind = ASK_TEXT,
    .label = N_("Who gave this to the group?"),
    .hint = N_("A person or a body, and when."),
    .missing = N_("Write who gave this to the group"),
    .picture = "hand",
    .is_needed = true },
  { .name = "pounds",
    .kind = ASK_NUMBER,
    .label = N_("How much money, in whole pounds?"),
    .hint = N_("Leave it empty when it is not about money."),
    .picture = "money",
    .min = 1,
    .max = BUDGET_POUNDS_MOST },
  { .name = "until",
    .kind = ASK_DATE,
    .label = N_("Until which day?"),
    .hint = N_("Leave it empty when no end was set."),
    .picture = "calendar" },
  QUESTIONS_END,
};

/* "£25,000". Arena. */
static const char *
pounds_in_words(Arena *arena, int64_t pence)
{
  const int64_t pounds = pence / 100;

  if (pounds >= 1000000)
    return arena_format(arena, "£%d,%03d,%03d", (int)(pounds / 1000000),
                        (int)(pounds / 1000 % 1000), (int)(pounds % 1000));
  if (pounds >= 1000)
    return arena_format(arena, "£%d,%03d", (int)(pounds / 1000), (int)(pounds % 1000));
  return arena_format(arena, "£%d", (int)pounds);
}

static void
put_mandate_facts(Page *page, const Mandate *mandate)
{
  Request *r = page_request(page);

  ui_person_lines(page, mandate->words);
  if (mandate->budget_pence >= 0)
    ui_paragraph(page,
                 .text = tr_fill(page, N_("Money: {pounds}"), "pounds",
                                 pounds_in_words(request_arena(r), mandate->budget_pence), NULL));
  ui_paragraph(page, .text = mandate->until_us ? tr_fill(page, N_("Until {day}"), "day",
                                                         group_day(page, mandate->until_us), NULL)
                                               : tr(page, N_("No end was set")));
  if (mandate->until_us && mandate->until_us < request_now_us(r) && !mandate->ended_at_us)
    ui_paragraph(page, .text = tr(page, N_("This day is over. Agree anew, or end it.")),
                 .is_strong = true);
  ui_paragraph_open(page);
  ui_words(page, tr(page, N_("Given by:")));
  ui_words(page, " ");
  ui_person(page, mandate->given_by);
  ui_paragraph_close(page);
}

static const char *
mandate_path(Request *r, const Group *group, const Mandate *mandate, const char *rest)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "%s/%s%s", group_path(r, group, "/decides"),
                      id_to_text(mandate->id, id), rest);
}

/* Two yeses of the group make it public. */
static void
put_mandate_buttons(Page *page, const Group *group, const Mandate *mandate)
{
  Request *r = page_request(page);
  const bool is_asked = mandate->asked_by && !mandate->is_public;
  const bool is_mine = mandate->asked_by == request_viewer(r)->member_id;

  if (mandate->is_public)
    ui_paragraph(page, .text = tr(page, N_("It stands on the public register.")));
  else if (is_asked)
    ui_paragraph(page, .text = is_mine ? tr(page, N_("You want it on the public register. One more"
                                                     " yes of the group is needed."))
                                       : tr(page, N_("Somebody in the group wants it on the public"
                                                     " register. Do you too?")));
  ui_button_group_open(page);
  if (!mandate->is_public && !(is_asked && is_mine))
    form_button(page, .action = mandate_path(r, group, mandate, "/public"),
                .button = tr(page, N_("Yes, everybody may read it")));
  if (mandate->asked_by)
    form_button(page, .action = mandate_path(r, group, mandate, "/inside"),
                .button = tr(page, N_("No, keep it in the group")), .is_secondary = true);
  form_button(page, .action = mandate_path(r, group, mandate, "/end"),
              .button = tr(page, N_("It has ended")), .is_secondary = true);
  ui_button_group_close(page);
}

static void
draw_mandates(Request *r, const Group *group)
{
  const Mandate *list = mandates_of(request_txn(r), request_arena(r), group->id);
  const bool may = group->standing == GROUP_IN && !group->is_closed;
  Page *page = open_group_page(r, group, N_("What this group may decide"),
                               N_("Each change is told on the page of how powers were used."));

  if (!list->id)
    ui_paragraph(page, .text = tr(page, N_("Nothing is written yet.")));
  for (; list->id; list++) {
    const bool holds = list->ended_at_us == 0;

    ui_card_open(page,
                 .title = holds ? tr(page, N_("The group may decide"))
                                : tr(page, N_("It might decide this before")),
                 .title_level = 2, .picture = "vote");
    put_mandate_facts(page, list);
    if (holds && may)
      put_mandate_buttons(page, group, list);
    ui_card_close(page);
  }
  if (may) {
    ui_heading(page, 2, tr(page, N_("Write down something more")));
    form_draw(page, .action = group_path(r, group, "/decides"), .questions = mandate_questions,
              .button = tr(page, N_("Write it down")));
  }
  page_close(page);
}

static void
show_mandates(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_SEE);

  if (group)
    draw_mandates(r, group);
}

static void
add_mandate(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);
  const Answers *answers = request_answers(r);

  if (!group)
    return;
  if (questions_check(mandate_questions, request_answers(r), r, request_refusals(r))) {
    const bool has_budget = *answers_text(answers, "pounds") != '\0';

    mandates_add(request_txn(r), request_act(r),
                 &(Mandate){ .group_id = group->id,
                             .words = answers_text(answers, "words"),
                             .given_by = answers_text(answers, "given_by"),
                             .budget_pence = has_budget ? answers_int(answers, "pounds") * 100 : -1,
                             .until_us = groups_day_end_us(answers_text(answers, "until"),
                                                           request_time_zone(r)) },
                 request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_mandates(r, group);
  else
    reply_redirect_saying(r, group_path(r, group, "/decides"), N_("It is kept"), NULL);
}

static void
change_mandate(Request *r, void (*change)(Txn *txn, const Act *act, const Mandate *mandate))
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);
  const Mandate *mandate = group ? mandates_find(request_txn(r), request_arena(r), group->id,
                                                 request_id_in_path(r, "mandate"))
                                 : NULL;

  if (!group)
    return;
  if (mandate) {
    change(request_txn(r), request_act(r), mandate);
    reply_redirect_saying(r, group_path(r, group, "/decides"), N_("It is kept"), NULL);
  } else if (!txn_trouble(request_txn(r)))
    reply_not_found(r);
}

static void
make_public(Request *r)
{
  change_mandate(r, mandates_make_public);
}

static void
keep_inside(Request *r)
{
  change_mandate(r, mandates_keep_inside);
}

static void
end_mandate(Request *r)
{
  change_mandate(r, mandates_end);
}

/* ---- the register, for everybody ---- */

static void
show_register(Request *r)
{
  int64_t before_id = 0;
  int shown = 0;

  id_from_text(request_query(r, "before"), &before_id);

  const Mandate *list =
      mandates_register(request_txn(r), request_arena(r), before_id, REGISTER_A_PAGE + 1);
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("What groups may decide")),
                      .lead = lang_text(request_lang(r), N_("A public register. Each group chose to"
                                                            " stand here.")),
                      .picture = "vote",
                      .back = is_signed_in(r) ? "/groups" : "/",
                      .section = "/groups" });

  put_group_link(page, "vote", tr(page, N_("What groups decided")), "/register/decisions");
  put_group_link(page, "people", tr(page, N_("What groups tell everybody")), "/register/groups");
  if (!list->id)
    ui_paragraph(page, .text = tr(page, N_("Nothing is written yet.")));
  for (; shown < REGISTER_A_PAGE && list[shown].id; shown++) {
    ui_card_open(page, .title = list[shown].group_name, .title_level = 2, .picture = "vote");
    put_mandate_facts(page, &list[shown]);
    ui_card_close(page);
  }
  if (list[shown].id) {
    char id[ID_TEXT_SIZE];

    ui_page_links(
        page, NULL,
        arena_format(request_arena(r), "/register?before=%s", id_to_text(list[shown - 1].id, id)));
  }
  page_close(page);
}

const Route group_mandates_routes[] = {
  { "GET", "/groups/:group/decides", may_see_group, show_mandates },
  { "POST", "/groups/:group/decides", may_change_group, add_mandate },
  { "POST", "/groups/:group/decides/:mandate/public", may_change_group, make_public },
  { "POST", "/groups/:group/decides/:mandate/inside", may_change_group, keep_inside },
  { "POST", "/groups/:group/decides/:mandate/end", may_change_group, end_mandate },
  { "GET", "/register", anyone, show_register },
  ROUTES_END,
};
