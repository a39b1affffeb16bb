/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Starting a group, and changing what it was started with: name, kind, stage, who may join. */
#include "groups/groups_pages.h"

#include "base/ids.h"
#include "groups/places.h"
#include "lang/lang.h"

#include <string.h>

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
  OFFER_QUESTIONS,
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

const Route group_start_routes[] = {
  { "GET", "/groups/new", is_signed_in, show_new },
  { "POST", "/groups/new", is_signed_in, start, .per_minute = 10 },
  { "GET", "/groups/:group/settings", may_change_group, show_settings },
  { "POST", "/groups/:group/settings", may_change_group, change_settings },
  ROUTES_END,
};
