/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The list of groups, starting one, and a group's home. */
#include "groups/groups_pages.h"

#include "base/ids.h"

#include "groups/places.h"

#include "lang/lang.h"

#include <string.h>

enum { GROUPS_A_PAGE = 20, MINE_ON_START = 5 };

/* ---- shared ---- */

#define REMEMBERED "group in path"

static bool
is_let(const Group *group, GroupNeed need)
{
  return group && (need == GROUP_TO_SEE || group->standing == GROUP_IN) &&
         (need != GROUP_TO_CHANGE || !group->is_closed);
}

/* A page shows what its access check found: one statement less. */
static const Group *
find_in_path(Request *r)
{
  const int64_t id = request_id_in_path(r, "group");
  const Group *group = request_remembered(r, REMEMBERED);

  if (group && group->id == id)
    return group;
  group = groups_find(request_txn(r), request_arena(r), id, request_viewer(r)->member_id);
  request_remember(r, REMEMBERED, group);
  return group;
}

static bool
may_do_with_group(Request *r, GroupNeed need)
{
  return is_signed_in(r) && is_let(find_in_path(r), need);
}

bool
may_see_group(Request *r)
{
  return may_do_with_group(r, GROUP_TO_SEE);
}

bool
may_read_group(Request *r)
{
  return may_do_with_group(r, GROUP_TO_READ);
}

bool
may_change_group(Request *r)
{
  return may_do_with_group(r, GROUP_TO_CHANGE);
}

const Group *
group_in_path(Request *r, GroupNeed need)
{
  const Group *group = find_in_path(r);

  if (is_let(group, need))
    return group;
  if (!txn_trouble(request_txn(r)))
    reply_not_found(r);
  return NULL;
}

const char *
group_path(Request *r, const Group *group, const char *rest)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "/groups/%s%s", id_to_text(group->id, id), rest);
}

Page *
open_group_page(Request *r, const Group *group, const char *title, const char *lead)
{
  return page_open(r, &(PageHead){ .title = lang_text(request_lang(r), title),
                                   .lead = lead ? lang_text(request_lang(r), lead) : group->name,
                                   .picture = "people",
                                   .back = group_path(r, group, ""),
                                   .section = "/groups" });
}

const char *
group_day(Page *page, int64_t at_us)
{
  Request *r = page_request(page);

  return lang_date_in(request_arena(r), page_lang(page), at_us, request_time_zone(r));
}

void
put_group_link(Page *page, const char *picture, const char *words, const char *href)
{
  if (lang_is_easy_read(page_lang(page))) {
    ui_lead_on(page, &(LeadOn){ picture, words, NULL, href }, 1);
    return;
  }
  ui_paragraph_open(page);
  ui_link(page, .text = words, .href = href, .is_large = true);
  ui_paragraph_close(page);
}

void
put_own_words(Page *page, const char *heading, const char *picture, const char *words)
{
  if (!*words)
    return;
  ui_card_open(page, .title = heading, .title_level = 2, .picture = picture);
  ui_person_lines(page, words);
  ui_card_close(page);
}

void
put_offer(Page *page, const GroupOffer *offer)
{
  if (!offer->id) {
    ui_paragraph(page, .text = tr(page, N_("The group has not written yet what people get.")));
    return;
  }
  ui_list_open(page, LIST_BULLETS);
  for (const Choice *choice = offer_choices; choice->value; choice++)
    if (offer_gives(offer, choice->value))
      ui_list_item(page, tr(page, choice->label));
  ui_list_close(page);
  if (*offer->words)
    ui_person_lines(page, offer->words);
  if (offer_gives(offer, "payment"))
    ui_paragraph(page,
                 .text = tr(page, N_("Payment can affect benefits. Get advice before you say yes:"
                                     " Citizens Advice gives it free of charge.")));
}

/* ---- the list ---- */

const char *
group_stage_in_words(Request *r, const char *stage)
{
  const char *label = choice_label(stage_choices, stage);

  return label ? lang_text(request_lang(r), label) : stage;
}

static const char *
standing_in_words(Page *page, const Group *group)
{
  if (group->is_closed)
    return tr(page, N_("Closed"));
  if (group->standing == GROUP_INVITED)
    return tr(page, N_("You are invited"));
  if (group->standing == GROUP_ASKED)
    return tr(page, N_("You asked to join"));
  return group_stage_in_words(page_request(page), group->stage);
}

static void
put_group_card(Page *page, const Group *group)
{
  ui_card_open(page, .title = group->name, .title_href = group_path(page_request(page), group, ""),
               .picture = group->is_peer_led ? "together" : "people",
               .is_warm = group->standing == GROUP_INVITED);
  if (*group->different) {
    ui_paragraph_open(page);
    ui_person(page, group->different);
    ui_paragraph_close(page);
  }
  ui_list_open(page, LIST_FACTS);
  ui_list_item(page, standing_in_words(page, group));
  if (group->is_peer_led)
    ui_list_item(page, tr(page, N_("Led by peers")));
  if (!group->is_for_all)
    ui_list_item(page, tr(page, N_("Only its members see it")));
  ui_list_close(page);
  ui_card_close(page);
}

static void
put_others(Page *page, bool is_closed, const char *more)
{
  Request *r = page_request(page);
  int64_t after_id = 0;
  const char *after = request_query(r, "after");
  const bool is_next = id_from_text(request_query(r, "id"), &after_id);
  const Group *others =
      groups_others(request_txn(r), request_arena(r), request_viewer(r)->member_id, is_closed,
                    is_next ? after : "", after_id, GROUPS_A_PAGE + 1);
  int shown = 0;

  for (; shown < GROUPS_A_PAGE && others[shown].id; shown++)
    put_group_card(page, &others[shown]);
  if (shown == 0)
    ui_paragraph(page, .text = tr(page, N_("There are none.")));
  if (shown == GROUPS_A_PAGE && others[shown].id) {
    const Group *last = &others[shown - 1];
    g_autofree char *key =
        g_uri_escape_string(groups_sort_key(request_arena(r), last->name), NULL, false);
    char id[ID_TEXT_SIZE];

    ui_page_links(
        page, NULL,
        arena_format(request_arena(r), "%s?after=%s&id=%s", more, key, id_to_text(last->id, id)));
  }
}

static void
show_groups(Request *r)
{
  const Group *mine = groups_mine(request_txn(r), request_arena(r), request_viewer(r)->member_id);
  const bool is_first_page = *request_query(r, "id") == '\0';
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Groups")),
                      .lead = lang_text(request_lang(r), N_("Groups plan and do things together."
                                                            " Everybody may start one.")),
                      .picture = "people",
                      .section = "/groups" });

  ui_button_link(page, .text = tr(page, N_("Start a group")), .href = "/groups/new");
  if (is_first_page && mine->id) {
    ui_heading(page, 2, tr(page, N_("Your groups")));
    for (; mine->id; mine++)
      put_group_card(page, mine);
  }
  ui_heading(page, 2, tr(page, N_("Other groups here")));
  put_others(page, false, "/groups");
  put_group_link(page, "vote", tr(page, N_("What groups may decide: the register")), "/register");
  put_group_link(page, "file", tr(page, N_("Groups that have closed")), "/groups/closed");
  page_close(page);
}

static void
show_closed(Request *r)
{
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Groups that have closed")),
                      .lead = lang_text(request_lang(r),
                                        N_("Nothing is thrown away. You can read what was.")),
                      .picture = "file",
                      .back = "/groups",
                      .section = "/groups" });

  put_others(page, true, "/groups/closed");
  page_close(page);
}

void
put_my_groups(Page *page)
{
  Request *r = page_request(page);
  const Group *mine = groups_mine(request_txn(r), request_arena(r), request_viewer(r)->member_id);
  int shown = 0;

  for (const Group *group = mine; group->id && shown < MINE_ON_START; group++) {
    if (group->standing != GROUP_IN || group->is_closed)
      continue;
    if (shown++ == 0) {
      ui_heading(page, 2, tr(page, N_("Your groups")));
      ui_list_open(page, LIST_RULED);
    }
    ui_picture_item_open(page, group->is_peer_led ? "together" : "people");
    ui_link(page, .text = group->name, .href = group_path(r, group, ""), .is_large = true);
    ui_picture_item_close(page);
  }
  if (shown > 0)
    ui_list_close(page);
}

/* ---- starting one ---- */

static const Choice seen_choices[] = {
  { .value = "all", .label = N_("Everybody here") },
  { .value = "group",
    .label = N_("Only its members"),
    .hint = N_("Others come in when you invite them.") },
  { .value = NULL },
};

static const Choice kind_choices[] = {
  { .value = "ordinary", .label = N_("People of all sides together") },
  { .value = "peer-led",
    .label = N_("Led by peers"),
    .hint = N_("People who share an experience, among themselves.") },
  { .value = NULL },
};

static const Choice joining_choices[] = {
  { .value = "open", .label = N_("Everybody who likes may join") },
  { .value = "asked", .label = N_("The group says yes first") },
  { .value = NULL },
};

/* Groups going on that the viewer is in, but for the one that is changed. */
static const Choice *
groups_to_be_in(Arena *arena, void *data)
{
  Request *r = data;
  const Group *mine = groups_mine(request_txn(r), arena, request_viewer(r)->member_id);
  const int64_t self = request_id_in_path(r, "group");
  GArray *choices = g_array_new(TRUE, TRUE, sizeof(Choice));

  for (; mine->id; mine++) {
    char id[ID_TEXT_SIZE];
    const Choice choice = { .value = arena_text(arena, id_to_text(mine->id, id)),
                            .label = mine->name };

    if (mine->standing == GROUP_IN && !mine->is_closed && mine->id != self)
      g_array_append_val(choices, choice);
  }
  if (choices->len > 0) {
    const Choice none = { .value = "none", .label = lang_text(request_lang(r), N_("No")) };

    g_array_prepend_val(choices, none);
  }

  Choice *kept = arena_new_of(arena, Choice, choices->len + 1);

  memcpy(kept, choices->data, choices->len * sizeof(Choice));
  g_array_free(choices, TRUE);
  return kept;
}

#define NAME_QUESTION                                                                          \
  {                                                                                            \
    .name = "name", .kind = ASK_TEXT, .label = N_("What is the group called?"),                \
    .missing = N_("Give the group a name"), .picture = "people", .max_length = GROUP_NAME_MAX, \
    .is_needed = true                                                                          \
  }
#define KIND_QUESTION                                                             \
  {                                                                               \
    .name = "kind", .kind = ASK_ONE_OF, .label = N_("What kind of group is it?"), \
    .missing = N_("Choose what kind of group it is"), .picture = "together",      \
    .choices = kind_choices, .is_needed = true                                    \
  }
#define SEEN_QUESTION                                                                          \
  {                                                                                            \
    .name = "seen", .kind = ASK_ONE_OF, .label = N_("Who can see the group?"),                 \
    .missing = N_("Choose who can see the group"), .picture = "look", .choices = seen_choices, \
    .is_needed = true                                                                          \
  }
#define JOINING_QUESTION                                                                    \
  {                                                                                         \
    .name = "joining", .kind = ASK_ONE_OF, .label = N_("How do people join?"),              \
    .missing = N_("Choose how people join"), .picture = "door", .choices = joining_choices, \
    .is_needed = true                                                                       \
  }
#define WITHIN_QUESTION                                                                  \
  {                                                                                      \
    .name = "within", .kind = ASK_SELECT, .label = N_("Is it a part of another group?"), \
    .picture = "people", .choices_from = groups_to_be_in                                 \
  }

static const Question start_questions[] = {
  NAME_QUESTION,
  { .name = "different",
    .kind = ASK_LONG,
    .label = N_("What do you want to be different?"),
    .hint = N_("In your own words. The group can change it later."),
    .missing = N_("Write what you want to be different"),
    .picture = "idea",
    .max_length = GROUP_WORDS_MAX,
    .is_needed = true },
  KIND_QUESTION,
  SEEN_QUESTION,
  JOINING_QUESTION,
  WITHIN_QUESTION,
  { .name = "gives",
    .kind = ASK_ANY_OF,
    .label = N_("What do people get who take part?"),
    .hint = N_("They read this before they join. If it is nothing, say so."),
    .missing = N_("Choose what people get, or “Nothing of these”"),
    .picture = "heart",
    .choices = offer_choices,
    .is_needed = true },
  { .name = "offer_words",
    .kind = ASK_LONG,
    .label = N_("How much, and how?"),
    .hint = N_("For example: bus fares on the day, from Rowan."),
    .picture = "write",
    .rows = 3,
    .max_length = GROUP_WORDS_MAX },
  QUESTIONS_END,
};

const char *
gives_from_answers(Request *r)
{
  const Answers *answers = request_answers(r);
  GString *gives = g_string_new(NULL);

  for (const Choice *choice = offer_choices; choice->value; choice++)
    if (answers_have(answers, "gives", choice->value))
      g_string_append_printf(gives, "%s%s", gives->len ? "," : "", choice->value);

  const char *kept = arena_text(request_arena(r), gives->str);

  g_string_free(gives, TRUE);
  return kept;
}

static GroupWish
wish_from_answers(Request *r, const char *stage)
{
  const Answers *answers = request_answers(r);
  GroupWish wish = { .name = answers_text(answers, "name"),
                     .stage = stage,
                     .is_peer_led = answers_have(answers, "kind", "peer-led"),
                     .is_for_all = answers_have(answers, "seen", "all"),
                     .is_open = answers_have(answers, "joining", "open") };

  if (!id_from_text(answers_text(answers, "within"), &wish.within_id))
    wish.within_id = 0;
  return wish;
}

static void
show_new(Request *r)
{
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Start a group")),
                      .lead = lang_text(request_lang(r), N_("Nobody has to allow it. You are its"
                                                            " first member.")),
                      .picture = "people",
                      .back = "/groups",
                      .section = "/groups" });

  form_draw(page, .action = "/groups/new", .questions = start_questions, .data = r,
            .button = tr(page, N_("Start this group")));
  page_close(page);
}

static void
start(Request *r)
{
  const Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);
  Txn *txn = request_txn(r);
  int64_t id = 0;

  if (questions_check(start_questions, request_answers(r), r, refusals)) {
    const GroupWish wish = wish_from_answers(r, "plan");

    groups_add(txn, request_act(r), &wish, refusals, &id);
  }
  if (id) {
    const Purpose purpose = { .different = answers_text(answers, "different"),
                              .purpose = "",
                              .saving = "unsaid",
                              .saving_words = "",
                              .why = "" };

    purposes_set(txn, request_act(r), id, &purpose, refusals);
    offers_set(txn, request_act(r), id, gives_from_answers(r), answers_text(answers, "offer_words"),
               refusals);
    places_add_first(txn, request_act(r), id,
                     &(JoinWish){ .role = "",
                                  .words = "",
                                  .offer_id = offers_newest(txn, request_arena(r), id)->id });
  }
  if (refusals_count(refusals) > 0) {
    show_new(r);
    return;
  }

  const Group group = { .id = id };

  reply_redirect_saying(r, group_path(r, &group, ""), N_("The group has begun"), NULL);
}

/* ---- settings ---- */

static const Question settings_questions[] = {
  NAME_QUESTION,
  { .name = "stage",
    .kind = ASK_SELECT,
    .label = N_("Where does the group stand?"),
    .missing = N_("Choose where the group stands"),
    .picture = "clock",
    .choices = stage_choices,
    .is_needed = true },
  KIND_QUESTION,
  SEEN_QUESTION,
  JOINING_QUESTION,
  WITHIN_QUESTION,
  QUESTIONS_END,
};

static void
fill_settings(Request *r, const Group *group)
{
  Answers *answers = request_answers(r);
  char id[ID_TEXT_SIZE];

  answers_set(answers, "name", group->name);
  answers_set(answers, "stage", group->stage);
  answers_set(answers, "kind", group->is_peer_led ? "peer-led" : "ordinary");
  answers_set(answers, "seen", group->is_for_all ? "all" : "group");
  answers_set(answers, "joining", group->is_open ? "open" : "asked");
  answers_set(answers, "within", group->within_id ? id_to_text(group->within_id, id) : "none");
}

static void
draw_settings(Request *r, const Group *group)
{
  if (!request_is_post(r))
    fill_settings(r, group);

  Page *page = open_group_page(r, group, N_("Name, stage and who may join"), NULL);

  form_draw(page, .action = group_path(r, group, "/settings"), .questions = settings_questions,
            .data = r, .button = tr(page, N_("Keep this")));
  page_close(page);
}

static void
show_settings(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);

  if (group)
    draw_settings(r, group);
}

static void
change_settings(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);

  if (!group)
    return;
  if (questions_check(settings_questions, request_answers(r), r, request_refusals(r))) {
    const GroupWish wish = wish_from_answers(r, answers_text(request_answers(r), "stage"));

    groups_change(request_txn(r), request_act(r), group->id, &wish, request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_settings(r, group);
  else
    reply_redirect_saying(r, group_path(r, group, ""), N_("It is kept"), NULL);
}

const Route groups_routes[] = {
  { "GET", "/groups", is_signed_in, show_groups },
  { "GET", "/groups/closed", is_signed_in, show_closed },
  { "GET", "/groups/new", is_signed_in, show_new },
  { "POST", "/groups/new", is_signed_in, start, .per_minute = 10 },
  { "GET", "/groups/:group", may_see_group, show_group_home },
  { "GET", "/groups/:group/settings", may_change_group, show_settings },
  { "POST", "/groups/:group/settings", may_change_group, change_settings },
  ROUTES_END,
};
