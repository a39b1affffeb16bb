/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Ideas and what happened to them: of the whole place, of a group, one's own; and putting one, for
 * oneself or for somebody else. */
#include "decisions/ideas_pages.h"

#include "base/ids.h"
#include "groups/groups_pages.h"
#include "lang/lang.h"
#include "people/people_pages.h"

#include <string.h>

enum { IDEAS_A_PAGE = 20, EASY_IDEAS_A_PAGE = 6, BEGIN_LETTERS = 90, BECAUSE_LETTERS = 240 };
enum { GROUPS_TO_ASK = 100 };

/* ---- shared ---- */

IdeaViewer
idea_viewer(Request *r)
{
  return (IdeaViewer){ .member_id = request_viewer(r)->member_id,
                       .now_us = request_now_us(r),
                       .is_organiser = may_organise(r) };
}

const char *
idea_path(Request *r, int64_t idea_id, const char *rest)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "/ideas/%s%s", id_to_text(idea_id, id), rest);
}

static const char *
shorten(Arena *arena, const char *text, long letters)
{
  if (g_utf8_strlen(text, -1) <= letters)
    return text;
  return arena_format(arena, "%.*s…", (int)(g_utf8_offset_to_pointer(text, letters) - text), text);
}

const char *
idea_begin(Page *page, const Idea *idea)
{
  Arena *arena = request_arena(page_request(page));
  const char *line = arena_text_len(arena, idea->words, strcspn(idea->words, "\n"));

  if (idea->is_gone)
    return tr(page, N_("This idea was taken back"));
  return line[0] && strlen(line) < strlen(idea->words)
             ? shorten(arena, arena_format(arena, "%s …", line), BEGIN_LETTERS)
             : shorten(arena, line, BEGIN_LETTERS);
}

const char *
idea_day(Page *page, int64_t at_us)
{
  Request *r = page_request(page);

  return lang_date_in(request_arena(r), page_lang(page), at_us, request_time_zone(r));
}

const char *
idea_outcome_words(IdeaOutcome outcome)
{
  static const char *const words[IDEA_OUTCOMES] = {
    [IDEA_WAITS] = N_("Waiting for an answer"), [IDEA_ADOPTED] = N_("Taken up"),
    [IDEA_PARTLY] = N_("Taken up in part"),     [IDEA_NOT] = N_("Not taken up"),
    [IDEA_MERGED] = N_("Part of another idea"),
  };

  return words[outcome];
}

const char *
idea_outcome_picture(IdeaOutcome outcome)
{
  static const char *const pictures[IDEA_OUTCOMES] = {
    [IDEA_WAITS] = "clock", [IDEA_ADOPTED] = "tick",    [IDEA_PARTLY] = "yes",
    [IDEA_NOT] = "cross",   [IDEA_MERGED] = "together",
  };

  return pictures[outcome];
}

static void
put_from(Page *page, const Idea *idea)
{
  ui_list_item_open(page);
  if (!idea->name)
    ui_words(page, tr(page, N_("From somebody, without their name")));
  else if (!*idea->name)
    ui_words(page, tr(page, N_("From a former member")));
  else if (idea->is_own)
    ui_words(page, idea->is_nameless ? tr(page, N_("From you. Others do not see your name"))
                                     : tr(page, N_("From you")));
  else
    ui_words(page, tr_fill(page, N_("From {name}"), "name", idea->name, NULL));
  ui_list_item_close(page);
}

void
put_idea_facts(Page *page, const Idea *idea)
{
  ui_list_open(page, LIST_FACTS);
  put_from(page, idea);
  if (*idea->group_name)
    ui_list_item(page, tr_fill(page, N_("To {group}"), "group", idea->group_name, NULL));
  ui_list_item(page, idea_day(page, idea->said_at_us));
  if (!idea->is_for_all)
    ui_list_item(page, tr(page, N_("Only the group reads it")));
  ui_list_close(page);
}

const Choice *
groups_to_ask(Request *r, Arena *arena, int64_t but_id, const char *none)
{
  const int64_t me = request_viewer(r)->member_id;
  const Group *lists[] = { groups_mine(request_txn(r), arena, me),
                           groups_others(request_txn(r), arena, me, false, "", 0, GROUPS_TO_ASK) };
  Choice *choices = arena_new_of(arena, Choice, 2 * GROUPS_TO_ASK + 2);
  int count = 0;

  if (none)
    choices[count++] = (Choice){ .value = "none", .label = lang_text(request_lang(r), none) };
  for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
    for (const Group *group = lists[i]; group->id; group++) {
      char id[ID_TEXT_SIZE];

      if (!group->is_closed && group->id != but_id)
        choices[count++] =
            (Choice){ .value = arena_text(arena, id_to_text(group->id, id)), .label = group->name };
    }
  return choices;
}

/* ---- a list ---- */

typedef struct {
  const char *title, *lead; /* message ids */
  const char *path;         /* of the list */
  const char *back, *section;
  const char *put;  /* where one is put */
  const char *none; /* message id: there are none at all */
  IdeaFilter filter;
} IdeaList;

static void
put_state(Page *page, const Idea *idea)
{
  if (idea->is_late)
    ui_paragraph(page, .is_strong = true,
                 .text = tr_fill(page, N_("Waiting for an answer since {day}"), "day",
                                 idea_day(page, idea->first_due_us - IDEA_ANSWER_US), NULL));
  else if (idea->outcome == IDEA_WAITS)
    ui_paragraph(page, .text = tr_fill(page, N_("An answer is promised by {day}"), "day",
                                       idea_day(page, idea->due_us), NULL));
  else
    ui_paragraph(page, .text = tr(page, idea_outcome_words(idea->outcome)), .is_strong = true);
  if (idea->outcome == IDEA_WAITS && idea->round == 2)
    ui_paragraph(page, .text = tr(page, N_("A second group is asked.")));
  if (idea->outcome == IDEA_WAITS || !*idea->because)
    return;
  ui_paragraph_open(page);
  ui_words(page, tr(page, N_("Because:")));
  ui_words(page, " ");
  ui_person(page, shorten(request_arena(page_request(page)), idea->because, BECAUSE_LETTERS));
  ui_paragraph_close(page);
}

static void
put_idea_card(Page *page, const Idea *idea)
{
  ui_card_open(page, .title = idea_begin(page, idea),
               .title_href = idea_path(page_request(page), idea->id, ""),
               .picture = idea_outcome_picture(idea->outcome));
  put_idea_facts(page, idea);
  put_state(page, idea);
  ui_card_close(page);
}

static const struct {
  const char *show, *words;
} shows[] = {
  { "all", N_("All") },
  { "waiting", N_("Waiting for an answer") },
  { "late", N_("Waiting too long") },
  { "adopted", N_("Taken up") },
  { "partly", N_("Taken up in part") },
  { "not", N_("Not taken up") },
  { "merged", N_("Part of another idea") },
};

static int64_t
count_of(const IdeasSum *sum, const char *show)
{
  IdeaOutcome outcome = IDEA_WAITS;

  if (strcmp(show, "all") == 0)
    return sum->all;
  if (strcmp(show, "late") == 0)
    return sum->late;
  idea_outcome_from_name(strcmp(show, "waiting") == 0 ? "" : show, &outcome);
  return sum->of[outcome];
}

static const char *
show_in_query(Request *r)
{
  for (size_t i = 0; i < G_N_ELEMENTS(shows); i++)
    if (strcmp(shows[i].show, request_query(r, "show")) == 0)
      return shows[i].show;
  return "all";
}

/* How many of each, each a way to them: plain cases, no shares of a hundred. */
static void
put_shows(Page *page, const IdeaList *list, const IdeasSum *sum)
{
  Request *r = page_request(page);

  ui_list_open(page, LIST_FACTS);
  for (size_t i = 0; i < G_N_ELEMENTS(shows); i++) {
    const int64_t count = count_of(sum, shows[i].show);
    const char *words =
        arena_format(request_arena(r), "%s: %d", tr(page, shows[i].words), (int)count);

    if (count == 0)
      continue;
    ui_list_item_open(page);
    if (strcmp(shows[i].show, list->filter.show) == 0)
      ui_strong(page, words);
    else
      ui_link(page, .text = words,
              .href = arena_format(request_arena(r), "%s?show=%s", list->path, shows[i].show),
              .is_large = true);
    ui_list_item_close(page);
  }
  ui_list_close(page);
}

static void
put_ideas(Page *page, const IdeaList *list)
{
  Request *r = page_request(page);
  const IdeaViewer viewer = idea_viewer(r);
  const int most = lang_is_easy_read(page_lang(page)) ? EASY_IDEAS_A_PAGE : IDEAS_A_PAGE;
  int64_t before_id = 0;
  int shown = 0;

  id_from_text(request_query(r, "before"), &before_id);

  const Idea *ideas =
      ideas_list(request_txn(r), request_arena(r), &viewer, &list->filter, before_id, most + 1);

  if (!ideas->id)
    ui_paragraph(page, .text = tr(page, list->none));
  for (; shown < most && ideas[shown].id; shown++)
    put_idea_card(page, &ideas[shown]);
  if (ideas[shown].id) {
    char id[ID_TEXT_SIZE];

    ui_page_links(page, NULL,
                  arena_format(request_arena(r), "%s?show=%s&before=%s", list->path,
                               list->filter.show, id_to_text(ideas[shown - 1].id, id)));
  }
}

static void
draw_list(Request *r, IdeaList *list)
{
  const IdeaViewer viewer = idea_viewer(r);

  list->filter.show = show_in_query(r);

  const IdeasSum sum = ideas_sum(request_txn(r), &viewer, &list->filter);
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), list->title),
                                .lead = list->lead ? lang_text(request_lang(r), list->lead) : NULL,
                                .picture = "idea",
                                .back = list->back,
                                .section = list->section });

  if (list->put)
    ui_button_link(page, .text = tr(page, N_("Share an idea")), .href = list->put);
  if (sum.all > 0)
    put_shows(page, list, &sum);
  put_ideas(page, list);
  if (!list->back) {
    put_group_link(page, "person", tr(page, N_("What happened to my ideas")), "/me/ideas");
    put_group_link(page, "phone", tr(page, N_("Write down an idea for somebody else")),
                   "/ideas/for-somebody");
    if (viewer.is_organiser)
      put_group_link(page, "megaphone", tr(page, N_("Who is still to be told")), "/ideas/to-tell");
  }
  page_close(page);
}

static void
show_ideas(Request *r)
{
  IdeaList list = { .title = N_("What happened to our ideas"),
                    .lead = N_("Anybody may share an idea. Each one gets an answer, and a reason."),
                    .path = "/ideas",
                    .section = "/ideas",
                    .put = "/ideas/new",
                    .none = N_("There are none.") };

  draw_list(r, &list);
}

static void
show_group_ideas(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_SEE);

  if (!group)
    return;

  IdeaList list = { .title = N_("What happened to our ideas"),
                    .lead = N_("Each idea gets an answer within 28 days, and a reason."),
                    .path = group_path(r, group, "/ideas"),
                    .back = group_path(r, group, ""),
                    .section = "/groups",
                    .put = group->is_closed ? NULL : group_path(r, group, "/ideas/new"),
                    .none = N_("There are none."),
                    .filter = { .group_id = group->id } };

  draw_list(r, &list);
}

static void
show_my_ideas(Request *r)
{
  IdeaList list = { .title = N_("What happened to my ideas"),
                    .path = "/me/ideas",
                    .back = "/me",
                    .section = "/me",
                    .put = "/ideas/new",
                    .none = N_("You have not shared an idea yet."),
                    .filter = { .author_id = request_viewer(r)->member_id } };

  draw_list(r, &list);
}

/* ---- putting one ---- */

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
#define SEEN_QUESTION(choices)                                                             \
  {                                                                                        \
    .name = "seen", .kind = ASK_ONE_OF, .label = N_("Who can read it?"),                   \
    .missing = N_("Choose who can read it"), .picture = "look", .choices_from = (choices), \
    .is_needed = true                                                                      \
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

static void
draw_new(Request *r, const Group *group)
{
  Page *page =
      group ? open_group_page(r, group, N_("Share an idea"), NULL)
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

const Route ideas_routes[] = {
  { "GET", "/ideas", is_signed_in, show_ideas },
  { "GET", "/me/ideas", is_signed_in, show_my_ideas },
  { "GET", "/ideas/new", is_signed_in, show_new },
  { "POST", "/ideas/new", is_signed_in, put_new, .per_minute = 20 },
  { "GET", "/ideas/for-somebody", is_signed_in, show_new_for },
  { "POST", "/ideas/for-somebody", is_signed_in, put_new_for, .per_minute = 20 },
  { "GET", "/groups/:group/ideas", may_see_group, show_group_ideas },
  { "GET", "/groups/:group/ideas/new", may_see_group, show_new_in_group },
  { "POST", "/groups/:group/ideas/new", may_see_group, put_new_in_group, .per_minute = 20 },
  ROUTES_END,
};
