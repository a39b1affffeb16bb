/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Putting an idea, for oneself or for somebody else. */
#include "decisions/ideas_pages.h"

#include "base/ids.h"
#include "groups/groups_pages.h"
#include "lang/lang.h"
#include "people/people_pages.h"

#include <string.h>

/* ---- what is asked ---- */

#define WORDS_QUESTION                                                                         \
  {                                                                                            \
    .name = "words", .kind = ASK_LONG, .label = N_("What is your idea?"),                      \
    .hint = N_("A sentence is enough. You need not know how it can be done."),                 \
    .missing = N_("Write what your idea is"), .picture = "idea", .max_length = IDEA_WORDS_MAX, \
    .is_needed = true                                                                          \
  }
#define GROUP_QUESTION                                                                 \
  {                                                                                    \
    .name = "group", .kind = ASK_SELECT, .label = N_("Which group should answer?"),    \
    .missing = N_("Choose a group, or say that you do not know"), .picture = "people", \
    .choices_from = groups_or_none, .is_needed = true                                  \
  }
#define SEEN_QUESTION(choices)                                                                  \
  {                                                                                             \
    .name = "seen", .kind = ASK_ONE_OF, .label = N_("Who can read it?"),                        \
    .hint = N_("What everybody here can read, the group may also tell people outside. It never" \
               " tells them a name."),                                                          \
    .missing = N_("Choose who can read it"), .picture = "look", .choices_from = (choices),      \
    .is_needed = true                                                                           \
  }

static const Choice *
groups_or_none(Arena *arena, void *data)
{
  return groups_to_ask(data, arena, 0, N_("I do not know. An organiser finds one."));
}

/* An idea to a group that is closed to others stays in it. */
static const Choice *
seen_choices(Arena *arena, Request *r, const char *const words[4])
{
  const int64_t group_id = request_id_in_path(r, "group");
  const Group *group =
      group_id ? groups_find(request_txn(r), arena, group_id, request_viewer(r)->member_id) : NULL;
  static const char *const values[] = { "all", "all-nameless", "group", "group-nameless" };
  Choice *choices = arena_new_of(arena, Choice, G_N_ELEMENTS(values) + 1);
  const size_t first = group && !group->is_for_all ? 2 : 0;

  for (size_t i = first; i < G_N_ELEMENTS(values); i++)
    choices[i - first] =
        (Choice){ .value = values[i], .label = lang_text(request_lang(r), words[i]) };
  return choices;
}

static const Choice *
my_seen_choices(Arena *arena, void *data)
{
  static const char *const words[] = { N_("Everybody here, with my name"),
                                       N_("Everybody here, without my name"),
                                       N_("Only the group that answers, with my name"),
                                       N_("Only the group that answers, without my name") };

  return seen_choices(arena, data, words);
}

static const Choice *
their_seen_choices(Arena *arena, void *data)
{
  static const char *const words[] = { N_("Everybody here, with their name"),
                                       N_("Everybody here, without their name"),
                                       N_("Only the group that answers, with their name"),
                                       N_("Only the group that answers, without their name") };

  return seen_choices(arena, data, words);
}

static const Question group_questions[] = {
  WORDS_QUESTION,
  SEEN_QUESTION(my_seen_choices),
  QUESTIONS_END,
};

static const Question new_questions[] = {
  WORDS_QUESTION,
  GROUP_QUESTION,
  SEEN_QUESTION(my_seen_choices),
  QUESTIONS_END,
};

static const Question for_questions[] = {
  { .name = "for_name",
    .kind = ASK_TEXT,
    .label = N_("Whose idea is it?"),
    .hint = N_("Their name, as they are called here. They are told, and can take it back."),
    .missing = N_("Write whose idea it is"),
    .picture = "person",
    .is_needed = true },
  { .name = "way",
    .kind = ASK_ONE_OF,
    .label = N_("How did they tell you?"),
    .missing = N_("Choose how they told you"),
    .picture = "phone",
    .choices = idea_way_choices,
    .is_needed = true },
  { .name = "words",
    .kind = ASK_LONG,
    .label = N_("What is their idea, in their words?"),
    .missing = N_("Write what their idea is"),
    .picture = "idea",
    .max_length = IDEA_WORDS_MAX,
    .is_needed = true },
  GROUP_QUESTION,
  SEEN_QUESTION(their_seen_choices),
  QUESTIONS_END,
};

/* ---- the pages ---- */

static void
draw_new(Request *r, const Group *group)
{
  Page *page =
      group && !idea_is_helped(r)
          ? open_group_page(r, group, N_("Share an idea"), NULL)
          : page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Share an idea")),
                                      .lead = lang_text(request_lang(r),
                                                        N_("It gets an answer within 28 days,"
                                                           " and a reason.")),
                                      .picture = "idea",
                                      .back = "/ideas",
                                      .section = "/ideas" });

  form_draw(page, .action = group ? group_path(r, group, "/ideas/new") : "/ideas/new",
            .questions = group ? group_questions : new_questions, .data = r,
            .button = tr(page, N_("Share this idea")));
  page_close(page);
}

static void
draw_for(Request *r)
{
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("An idea of somebody else")),
                      .lead = lang_text(request_lang(r), N_("You write it down for them. Their page"
                                                            " says so.")),
                      .picture = "phone",
                      .back = "/ideas",
                      .section = "/ideas" });

  form_draw(page, .action = "/ideas/for-somebody", .questions = for_questions, .data = r,
            .button = tr(page, N_("Share their idea")));
  page_close(page);
}

static IdeaWish
wish_from_answers(Request *r, int64_t group_id)
{
  const Answers *answers = request_answers(r);
  const char *seen = answers_text(answers, "seen"), *way = answers_text(answers, "way");
  IdeaWish wish = { .group_id = group_id,
                    .words = answers_text(answers, "words"),
                    .is_for_all = g_str_has_prefix(seen, "all"),
                    .is_nameless = g_str_has_suffix(seen, "nameless"),
                    .for_name = answers_text(answers, "for_name"),
                    .way = *way ? way : "page" };

  if (!group_id && !id_from_text(answers_text(answers, "group"), &wish.group_id))
    wish.group_id = 0;
  return wish;
}

/* The new idea's id; 0: refused. */
static int64_t
add_from_answers(Request *r, const Question *questions, int64_t group_id)
{
  int64_t id = 0;

  if (questions_check(questions, request_answers(r), r, request_refusals(r))) {
    const IdeaWish wish = wish_from_answers(r, group_id);

    ideas_add(request_txn(r), request_act(r), &wish, request_refusals(r), &id);
  }
  if (id)
    reply_redirect_saying(r, idea_path(r, id, ""), N_("Thank you. An answer comes within 28 days"),
                          NULL);
  return id;
}

static void
show_new(Request *r)
{
  draw_new(r, NULL);
}

static void
put_new(Request *r)
{
  if (!add_from_answers(r, new_questions, 0))
    draw_new(r, NULL);
}

static void
show_new_for(Request *r)
{
  draw_for(r);
}

static void
put_new_for(Request *r)
{
  if (!add_from_answers(r, for_questions, 0))
    draw_for(r);
}

static const Group *
group_to_put_to(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_SEE);

  if (!group || !group->is_closed)
    return group;
  reply_not_found(r);
  return NULL;
}

static void
show_new_in_group(Request *r)
{
  const Group *group = group_to_put_to(r);

  if (group)
    draw_new(r, group);
}

static void
put_new_in_group(Request *r)
{
  const Group *group = group_to_put_to(r);

  if (group && !add_from_answers(r, group_questions, group->id))
    draw_new(r, group);
}

#define MAY_READ_OF_SHARING                                  \
  {                                                          \
    SUPPORT_ACT, AREA_IDEAS, N_("Looked at sharing an idea") \
  }
#define MAY_SHARE                                              \
  {                                                            \
    SUPPORT_ACT, AREA_IDEAS, N_("Shared an idea in your name") \
  }

const Route idea_new_routes[] = {
  { "GET", "/ideas/new", is_signed_in, show_new, .supporter = MAY_READ_OF_SHARING },
  { "POST", "/ideas/new", is_signed_in, put_new, .per_minute = 20, .supporter = MAY_SHARE },
  { "GET", "/ideas/for-somebody", is_signed_in, show_new_for },
  { "POST", "/ideas/for-somebody", is_signed_in, put_new_for, .per_minute = 20 },
  { "GET", "/groups/:group/ideas/new", may_see_group, show_new_in_group,
    .supporter = MAY_READ_OF_SHARING },
  { "POST", "/groups/:group/ideas/new", may_see_group, put_new_in_group, .per_minute = 20,
    .supporter = MAY_SHARE },
  ROUTES_END,
};
