/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Ideas and what happened to them: of the whole place, of a group, one's own. Putting one is
 * idea_new_pages.c. */
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

bool
idea_is_helped(Request *r)
{
  return request_viewer(r)->acting.id != 0;
}

const char *
idea_begin(Page *page, const Idea *idea)
{
  Arena *arena = request_arena(page_request(page));
  const char *line = arena_text_len(arena, idea->words, strcspn(idea->words, "\n"));

  if (idea->is_gone)
    return tr(page, N_("This idea was taken back"));
  return line[0] && strlen(line) < strlen(idea->words)
             ? arena_shorten(arena, arena_format(arena, "%s …", line), BEGIN_LETTERS)
             : arena_shorten(arena, line, BEGIN_LETTERS);
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
  else if (idea->is_own && !idea_is_helped(page_request(page)))
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
  ui_person(page, arena_shorten(request_arena(page_request(page)), idea->because, BECAUSE_LETTERS));
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

  if (list->put && request_may_go_to(r, list->put))
    ui_button_link(page, .text = tr(page, N_("Share an idea")), .href = list->put);
  if (sum.all > 0)
    put_shows(page, list, &sum);
  put_ideas(page, list);
  if (!list->back)
    put_group_link(page, "person", tr(page, N_("What happened to my ideas")), "/me/ideas");
  if (!list->back && !idea_is_helped(r)) {
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
                    .back = idea_is_helped(r) ? "/" : group_path(r, group, ""),
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
                    .back = idea_is_helped(r) ? "/" : "/me",
                    .section = "/me",
                    .put = "/ideas/new",
                    .none = N_("You have not shared an idea yet."),
                    .filter = { .author_id = request_viewer(r)->member_id } };

  draw_list(r, &list);
}

const Route ideas_routes[] = {
  { "GET", "/ideas", is_signed_in, show_ideas,
    .supporter = { SUPPORT_SEE, AREA_IDEAS, N_("Read ideas") } },
  { "GET", "/me/ideas", is_signed_in, show_my_ideas,
    .supporter = { SUPPORT_SEE, AREA_IDEAS, N_("Read what happened to your ideas") } },
  { "GET", "/groups/:group/ideas", may_see_group, show_group_ideas,
    .supporter = { SUPPORT_SEE, AREA_IDEAS, N_("Read ideas") } },
  ROUTES_END,
};
