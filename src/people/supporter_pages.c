/* SPDX-License-Identifier: AGPL-3.0-or-later
 * My supporters: naming one, what they may do, what they did, ending it. */
#include "people/supporter_pages.h"

#include "base/ids.h"
#include "people/find.h"
#include "people/needs.h"
#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

const Choice paper_limits[] = {
  { .value = "none", .label = N_("Nothing") },
  { .value = "see", .label = N_("Read them") },
  { .value = "act", .label = N_("Read them, and ask for another format") },
  { .value = NULL },
};

const Choice detail_limits[] = {
  { .value = "none", .label = N_("Nothing") },
  { .value = "see", .label = N_("Look at it") },
  { .value = "answer", .label = N_("Look at it, and say that it still fits") },
  { .value = "act", .label = N_("Look at it, and change it") },
  { .value = NULL },
};

const Choice idea_limits[] = {
  { .value = "none", .label = N_("Nothing") },
  { .value = "see", .label = N_("Read them, and what happened to them") },
  { .value = "act", .label = N_("Read them, and share ideas in the person's name") },
  { .value = NULL },
};

const Choice cost_limits[] = {
  { .value = "none", .label = N_("Nothing") },
  { .value = "see", .label = N_("Read what they asked for, and what became of it") },
  { .value = "act", .label = N_("Read it, and ask for money back in the person's name") },
  { .value = NULL },
};

static const Question limits_questions[] = { TRUST_LIMITS, QUESTIONS_END };

static const Question new_questions[] = {
  { .name = "name",
    .picture = "person",
    .kind = ASK_TEXT,
    .label = N_("Who do you trust to support you?"),
    .hint = N_("Write their name as it is used here. They are asked, and must say yes."),
    .missing = N_("Enter the name of the person you trust"),
    .max_length = MEMBER_NAME_MAX,
    .is_needed = true },
  TRUST_LIMITS,
  QUESTIONS_END,
};

/* ---- shared ---- */

static const struct {
  const char *value;
  SupportLevel level;
} level_values[] = { { "none", SUPPORT_NEVER },
                     { "see", SUPPORT_SEE },
                     { "answer", SUPPORT_ANSWER },
                     { "act", SUPPORT_ACT } };

static SupportLevel
level_from(const char *value)
{
  for (size_t i = 0; i < G_N_ELEMENTS(level_values); i++)
    if (strcmp(level_values[i].value, value) == 0)
      return level_values[i].level;
  return SUPPORT_NEVER;
}

static const char *
value_of(int level)
{
  for (size_t i = 0; i < G_N_ELEMENTS(level_values); i++)
    if ((int)level_values[i].level == level)
      return level_values[i].value;
  return "none";
}

void
limits_from_answers(const Answers *answers, uint8_t ret_levels[AREA_COUNT])
{
  memset(ret_levels, SUPPORT_NEVER, AREA_COUNT);
  ret_levels[AREA_PAPERS] = (uint8_t)level_from(answers_text(answers, "papers"));
  ret_levels[AREA_DETAILS] = (uint8_t)level_from(answers_text(answers, "details"));
  ret_levels[AREA_IDEAS] = (uint8_t)level_from(answers_text(answers, "ideas"));
  ret_levels[AREA_COSTS] = (uint8_t)level_from(answers_text(answers, "costs"));
}

void
limits_to_answers(const uint8_t levels[AREA_COUNT], Answers *answers)
{
  answers_set(answers, "papers", value_of(levels[AREA_PAPERS]));
  answers_set(answers, "details", value_of(levels[AREA_DETAILS]));
  answers_set(answers, "ideas", value_of(levels[AREA_IDEAS]));
  answers_set(answers, "costs", value_of(levels[AREA_COSTS]));
}

/* Who has the same name as another is found by an organiser, who sees more of both. */
int64_t
supporter_from_name(Request *r)
{
  const KnownMember *found = people_find_by_name(request_txn(r), request_arena(r),
                                                 answers_text(request_answers(r), "name"));
  int64_t id = 0;

  for (int here = 0; found->id; found++) {
    if (!found->is_here)
      continue;
    id = found->id;
    if (++here > 1) {
      refuse(request_refusals(r), "name",
             N_("Two people here have this name. Ask an organiser to note it for you"));
      return 0;
    }
  }
  if (!id)
    refuse(request_refusals(r), "name",
           N_("Nobody here has this name. Look how it is written, or ask an organiser"));
  return id;
}

const char *
trust_path(Request *r, const char *before, int64_t trust_id, const char *after)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "%s%s%s", before, id_to_text(trust_id, id), after);
}

static const char *
limit_in_words(Page *page, const Choice *choices, int level)
{
  for (const Choice *choice = choices; choice->value; choice++)
    if (strcmp(choice->value, value_of(level)) == 0)
      return tr(page, choice->label);
  return tr(page, choices[0].label);
}

void
put_limits(Page *page, const Trust *trust, bool with_private)
{
  const SummaryRow rows[] = {
    { .key.text = tr(page, N_("Papers")),
      .value.text = limit_in_words(page, paper_limits, trust->levels[AREA_PAPERS]) },
    { .key.text = tr(page, N_("Details")),
      .value.text = limit_in_words(page, detail_limits, trust->levels[AREA_DETAILS]) },
    { .key.text = tr(page, N_("Ideas")),
      .value.text = limit_in_words(page, idea_limits, trust->levels[AREA_IDEAS]) },
    { .key.text = tr(page, N_("Costs")),
      .value.text = limit_in_words(page, cost_limits, trust->levels[AREA_COSTS]) },
    { .key.text = tr(page, N_("Worries")),
      .value.text = trust->levels[AREA_WORRIES] >= SUPPORT_ACT
                        ? tr(page, N_("Tell them for the person, and read the answers"))
                        : tr(page, paper_limits[0].label) },
  };

  ui_summary_list(page, .rows = rows,
                  .count = with_private ? (int)G_N_ELEMENTS(rows) : (int)G_N_ELEMENTS(rows) - 1);
}

/* ---- the list ---- */

static const char *
state_in_words(Page *page, const Trust *trust)
{
  static const char *const words[TRUST_STATES] = {
    [TRUST_ASKED] = N_("Asked. No answer yet"),
    [TRUST_YES] = N_("Said yes"),
    [TRUST_NO] = N_("Said no"),
    [TRUST_ENDED] = N_("Ended"),
  };

  return tr(page, words[trust->state]);
}

static const char *
name_in_words(Page *page, const char *name)
{
  return *name ? name : tr(page, FORMER_MEMBER);
}

bool
trust_is_open(const Trust *trust)
{
  return trust->state == TRUST_ASKED || trust->state == TRUST_YES;
}

static void
put_supporter(Page *page, const Trust *trust)
{
  Request *r = page_request(page);
  const char *name = name_in_words(page, trust->supporter_name);

  ui_card_open(page, .title = name, .is_warm = trust_is_open(trust),
               .title_href = trust_path(r, "/me/supporters/", trust->id, ""));
  ui_paragraph(page, .text = state_in_words(page, trust));
  if (trust_is_open(trust))
    form_button(page, .action = trust_path(r, "/me/supporters/", trust->id, "/end"),
                .button = tr(page, N_("End this now")), .spoken = name, .is_warning = true);
  ui_card_close(page);
}

static void
show_supporters(Request *r)
{
  const Lang *lang = request_lang(r);
  const Trust *trust =
      supporters_of(request_txn(r), request_arena(r), request_viewer(r)->member_id);
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(lang, N_("My supporters")),
                      .lead = lang_text(lang, N_("Somebody you trust can do some things here for"
                                                 " you. You say what.")),
                      .back = "/" });

  ui_list_open(page, LIST_BULLETS);
  ui_list_item(page, tr(page, N_("They are asked first, and must say yes.")));
  ui_list_item(page, tr(page, N_("You can read all that they looked at and did.")));
  ui_list_item(page, tr(page, N_("You or they can end it at once.")));
  ui_list_item(page, tr(page, N_("They never see your worries, your votes or what you say in"
                                 " private, unless you ask for it.")));
  ui_list_close(page);
  for (; trust->id; trust++)
    put_supporter(page, trust);
  ui_button(page, .text = tr(page, N_("Name a supporter")), .href = "/me/supporters/new");
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("People I support")), .href = "/supporting", .is_large = true);
  ui_paragraph_close(page);
  page_close(page);
}

/* ---- naming ---- */

static void
draw_new(Request *r)
{
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Name a supporter")),
                                .back = "/me/supporters" });

  form_draw(page, .action = "/me/supporters/new", .questions = new_questions, .data = r,
            .button = tr(page, N_("Ask them")));
  page_close(page);
}

static void
name_supporter(Request *r)
{
  Refusals *refusals = request_refusals(r);
  Trust wish = { .member_id = request_viewer(r)->member_id };

  if (questions_check(new_questions, request_answers(r), r, refusals)) {
    limits_from_answers(request_answers(r), wish.levels);
    wish.supporter_id = supporter_from_name(r);
    if (wish.supporter_id)
      supporters_name(request_txn(r), request_act(r), &wish, refusals);
  }
  if (refusals_count(refusals) > 0)
    draw_new(r);
  else
    reply_redirect_saying(r, "/me/supporters", N_("{name} is asked"),
                          answers_text(request_answers(r), "name"));
}

/* ---- one supporter ---- */

const Trust *
find_own_supporter(Request *r)
{
  const Trust *trust =
      supporters_find(request_txn(r), request_arena(r), request_id_in_path(r, "supporter"), true);

  if (trust && trust->member_id == request_viewer(r)->member_id)
    return trust;
  reply_not_found(r);
  return NULL;
}

static const ActNamer no_namers[] = { NULL };
static const ActNamer *namers = no_namers; /* configuration: set before threads */

void
supporters_set_namers(const ActNamer *list)
{
  namers = list;
}

void
name_detail_acts(Page *page, TrustAct *acts)
{
  NeedKind kind;

  for (TrustAct *act = acts; act->words; act++)
    if (act->area == AREA_DETAILS && need_kind_from_name(act->detail, &kind))
      act->thing = tr(page, need_kind_title(kind));
}

static void
put_act(Page *page, const TrustAct *act)
{
  Request *r = page_request(page);
  g_autofree char *when = lang_date(page_lang(page), act->at_us, request_time_zone(r));

  ui_picture_item_open(page, "look");
  ui_strong(page, tr(page, act->words));
  ui_line_break(page);
  if (act->thing) {
    ui_words(page, act->thing);
    ui_line_break(page);
  }
  ui_words(page, when);
  ui_picture_item_close(page);
}

static void
put_acts(Page *page, const Trust *trust)
{
  Request *r = page_request(page);
  int64_t before_id = 0;
  int count = 0;

  id_from_text(request_query(r, "before"), &before_id);

  const TrustAct *acts = supporters_acts(request_txn(r), request_arena(r), trust->id, before_id);

  for (const ActNamer *name = namers; *name; name++)
    (*name)(page, (TrustAct *)acts);

  ui_heading(page, 2, tr(page, N_("What they looked at and did for you")));
  if (!acts->words) {
    ui_paragraph(page, .text = tr(page, N_("Nothing yet.")));
    return;
  }
  ui_list_open(page, LIST_RULED);
  for (; acts[count].words; count++)
    put_act(page, &acts[count]);
  ui_list_close(page);
  if (count == TRUST_ACTS_A_PAGE)
    ui_page_links(page, NULL,
                  trust_path(r, trust_path(r, "/me/supporters/", trust->id, "?before="),
                             acts[count - 1].id, ""));
}

static void
show_supporter(Request *r)
{
  const Trust *trust = find_own_supporter(r);

  if (!trust)
    return;

  Page *page = page_open(r, &(PageHead){ .title = *trust->supporter_name
                                                      ? trust->supporter_name
                                                      : lang_text(request_lang(r), FORMER_MEMBER),
                                         .lead = lang_text(request_lang(r), N_("Your supporter")),
                                         .back = "/me/supporters" });

  ui_paragraph(page, .text = state_in_words(page, trust));
  if (*trust->consent) {
    ui_heading(page, 2, tr(page, N_("An organiser noted that you said yes")));
    ui_person_lines(page, trust->consent);
  }
  put_limits(page, trust, true);
  if (trust_is_open(trust)) {
    put_private_links(page, trust);
    ui_button_group_open(page);
    ui_button(page, .text = tr(page, N_("Change what they may do")), .is_secondary = true,
              .href = trust_path(r, "/me/supporters/", trust->id, "/change"));
    form_button(page, .action = trust_path(r, "/me/supporters/", trust->id, "/end"),
                .button = tr(page, N_("End this now")), .is_warning = true);
    ui_button_group_close(page);
  }
  put_acts(page, trust);
  page_close(page);
}

static void
draw_change(Request *r, const Trust *trust)
{
  if (!request_is_post(r))
    limits_to_answers(trust->levels, request_answers(r));

  Page *page = page_open(r, &(PageHead){ .title = trust->supporter_name,
                                         .back = trust_path(r, "/me/supporters/", trust->id, "") });

  form_draw(page, .action = trust_path(r, "/me/supporters/", trust->id, "/change"),
            .questions = limits_questions, .data = r, .button = tr(page, N_("Keep the changes")));
  page_close(page);
}

static void
show_change(Request *r)
{
  const Trust *trust = find_own_supporter(r);

  if (trust)
    draw_change(r, trust);
}

static void
change_limits(Request *r)
{
  const Trust *trust = find_own_supporter(r);
  Refusals *refusals = request_refusals(r);
  uint8_t levels[AREA_COUNT];

  if (!trust)
    return;
  if (questions_check(limits_questions, request_answers(r), r, refusals)) {
    limits_from_answers(request_answers(r), levels);
    supporters_change(request_txn(r), request_act(r), trust, levels, refusals);
  }
  if (refusals_count(refusals) > 0)
    draw_change(r, trust);
  else
    reply_redirect_saying(r, trust_path(r, "/me/supporters/", trust->id, ""),
                          N_("The changes are kept"), NULL);
}

static void
end_supporter(Request *r)
{
  const Trust *trust = find_own_supporter(r);

  if (!trust)
    return;
  supporters_end(request_txn(r), request_act(r), trust);
  reply_redirect_saying(r, "/me/supporters", N_("It is ended. {name} can do nothing for you now"),
                        trust->supporter_name);
}

const Route supporter_routes[] = {
  { "GET", "/me/supporters", is_known, show_supporters },
  { "GET", "/me/supporters/new", may_change_me, draw_new },
  { "POST", "/me/supporters/new", may_change_me, name_supporter, .per_minute = 20 },
  { "GET", "/me/supporters/:supporter", is_known, show_supporter },
  { "GET", "/me/supporters/:supporter/change", may_change_me, show_change },
  { "POST", "/me/supporters/:supporter/change", may_change_me, change_limits },
  { "POST", "/me/supporters/:supporter/end", is_known, end_supporter },
  ROUTES_END,
};
