/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How shared is this? Each figure: one sentence, a picture, a table, what it counts, its cases, and
 * beside it what people who use services say of it. */
#include "evidence/evidence_pages.h"

#include "decisions/record_pages.h"
#include "groups/places.h"
#include "lang/lang.h"
#include "meetings/feedback_pages.h"
#include "meetings/when.h"

#include <string.h>

enum { CASES_SHOWN = 40 };

/* ---- shared ---- */

bool
may_say_of_figures(Request *r)
{
  return may_change_group(r) &&
         figure_may_comment(request_txn(r), request_arena(r), request_id_in_path(r, "group"),
                            request_viewer(r)->member_id);
}

const Shared *
find_shared(Request *r, const Group *group, FigurePart part, int64_t meeting_id)
{
  return shared_find(request_txn(r), request_arena(r),
                     &(SharedWish){ .part = part,
                                    .group_id = group->id,
                                    .meeting_id = meeting_id,
                                    .people = groups_count_people(request_txn(r), group->id),
                                    .is_peer_led = group->is_peer_led,
                                    .now_us = request_now_us(r),
                                    .viewer_id = request_viewer(r)->member_id });
}

static const char *
figure_path(Request *r, const Group *group, FigureKind kind, const char *rest)
{
  return group_path(r, group,
                    arena_format(request_arena(r), "/shared/%s%s", figure_code(kind), rest));
}

void
put_figure_comments(Page *page, const FigureComment *comments, FigureKind kind, int limit,
                    const char *title)
{
  int count = 0;

  for (; comments->figure != FIGURE_COUNT && count < limit; comments++) {
    if (comments->figure != kind)
      continue;
    if (count++ == 0)
      ui_paragraph(page, .text = title, .is_strong = true);
    ui_person_lines(page, comments->words);
    if (limit > 1)
      ui_paragraph(page, .text = group_day(page, comments->day_us), .is_quiet = true);
  }
}

static void
put_comments(Page *page, const FigureComment *comments, FigureKind kind, int limit)
{
  put_figure_comments(page, comments, kind, limit, tr(page, N_("People who use services say:")));
}

/* ---- a group's ---- */

static void
put_figure_card(Page *page, const Group *group, const Figure *figure, const FigureComment *comments)
{
  Request *r = page_request(page);

  ui_card_open(page, .title = figure_sentence(page, figure), .title_level = 2,
               .title_href = figure_path(r, group, figure->kind, ""),
               .picture = figure_picture(figure->kind));
  put_figure_picture(page, figure);
  put_figure_beside(page, figure);
  put_comments(page, comments, figure->kind, 1);
  ui_card_close(page);
}

/* How much this is for one person: told to that person alone. */
static void
put_own_load(Page *page, const Shared *shared)
{
  int64_t came = 0, minutes = 0;

  for (const MeetingTally *one = shared->tally->meetings; one->id; one++)
    if (one->came) {
      came++;
      minutes += one->minutes;
    }
  if (came == 0 && shared->tally->viewer_asked == 0)
    return; /* noughts would tell nobody anything kind */
  ui_heading(page, 2, tr(page, N_("How much this is for you")));
  ui_paragraph(page, .text = tr(page, N_("Only you see this.")), .is_quiet = true);
  ui_list_open(page, LIST_BULLETS);
  ui_list_item(
      page, tr_count(page, "You came to {count} meeting.", "You came to {count} meetings.", came));
  ui_list_item(page,
               tr_count(page, "They took {count} minute.", "They took {count} minutes.", minutes));
  ui_list_item(page, tr_count(page, "{count} thing that you asked for was talked about.",
                              "{count} things that you asked for were talked about.",
                              shared->tally->viewer_asked));
  ui_list_close(page);
}

static const struct {
  const char *title, *rest, *picture; /* title: message id */
} parts[PART_COUNT] = {
  [PART_MEETINGS] = { N_("How shared is this?"), "/shared", "look" },
  [PART_PROMISES] = { N_("How promises were kept"), "/shared-promises", "tick" },
  [PART_NEEDS] = { N_("Needs met"), "/shared/needs", "hand" },
  [PART_REWARD] = { N_("Thanks and payment in time"), "/shared/reward", "money" },
};

static void
put_other_parts(Page *page, const Group *group, FigurePart part)
{
  Request *r = page_request(page);

  for (int i = 0; i < PART_COUNT; i++)
    if (i != (int)part)
      put_group_link(page, parts[i].picture, tr(page, parts[i].title),
                     group_path(r, group, parts[i].rest));
  put_group_link(page, "people", tr(page, N_("Our page for everybody")),
                 group_path(r, group, "/account"));
}

static void
show_part(Request *r, FigurePart part)
{
  const Group *group = group_in_path(r, GROUP_TO_READ);

  if (!group)
    return;

  const Shared *shared = find_shared(r, group, part, 0);
  const FigureComment *comments =
      figure_comments(request_txn(r), request_arena(r), group->id, FIGURE_COUNT);
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), parts[part].title),
                      .lead = group->name,
                      .picture = parts[part].picture,
                      .back = group_path(r, group, part == PART_MEETINGS ? "" : "/shared"),
                      .section = "/groups" });

  ui_paragraph(page,
               .text = tr(page, N_("Counted from the group's own records of the last twelve"
                                   " months. It is a start for talk, not a mark. Nobody can switch"
                                   " it off.")));
  for (int i = 0; i < FIGURE_COUNT; i++)
    if (figure_part((FigureKind)i) == part)
      put_figure_card(page, group, &shared->figures[i], comments);
  put_other_parts(page, group, part);
  if (shared->tally)
    put_own_load(page, shared);
  page_close(page);
}

static void
show_shared(Request *r)
{
  show_part(r, PART_MEETINGS);
}

static void
show_promises(Request *r)
{
  show_part(r, PART_PROMISES);
}

/* ---- one figure ---- */

const char *
figure_case_words(Page *page, FigureKind kind, const MeetingTally *meeting)
{
  Arena *arena = request_arena(page_request(page));

  switch (kind) {
  case FIGURE_TOGETHER:
    if (meeting->kind != MEETING_SHARED)
      return tr(page, meeting_kind_choices[meeting->kind].label);
    if (meeting->people == 0)
      return tr(page, N_("Nobody noted who came"));
    if (!tally_may_tell_together(meeting))
      return tr(page, N_("Too few came to tell"));
    return tr(page, tally_is_together(meeting) ? N_("Together") : N_("One side was missing"));
  case FIGURE_ASKED:
    return arena_format(arena, "%s %s",
                        tr_count(page, "{count} thing was talked about.",
                                 "{count} things were talked about.", meeting->talked),
                        tr_count(page, "For {count} there was no time.",
                                 "For {count} there was no time.", meeting->not_reached));
  case FIGURE_PAPERS:
    return meeting->in_time + meeting->late + meeting->never == 0
               ? NULL
               : tr_fill(page, N_("{in_time} in time, {late} late, {never} not at all"), "in_time",
                         arena_format(arena, "%d", (int)meeting->in_time), "late",
                         arena_format(arena, "%d", (int)meeting->late), "never",
                         arena_format(arena, "%d", (int)meeting->never), NULL);
  case FIGURE_CONNECT:
    return meeting->connect_minutes < 0 || meeting->minutes <= 0
               ? tr(page, N_("No agenda, or no end"))
               : tr_fill(page, N_("{connect} of {all} minutes"), "connect",
                         arena_format(arena, "%d", (int)meeting->connect_minutes), "all",
                         arena_format(arena, "%d", (int)meeting->minutes), NULL);
  case FIGURE_LED:
    return meeting->led == LED_NOBODY ? tr(page, N_("Nobody took it on"))
                                      : tr(page, N_("Somebody took it on"));
  case FIGURE_SAID:
  case FIGURE_IDEAS:
  case FIGURE_ACTIONS:
  case FIGURE_TOLD:
  case FIGURE_LEVELS:
  case FIGURE_NEEDS:
  case FIGURE_REWARD:
  case FIGURE_COUNT:
    break;
  }
  return NULL;
}

/* What has pages of its own, or is protected. */
static void
put_where_cases_are(Page *page, const Group *group, FigureKind kind)
{
  Request *r = page_request(page);

  if (kind == FIGURE_IDEAS)
    put_group_link(page, "idea", tr(page, N_("The ideas of this group")),
                   group_path(r, group, "/ideas"));
  else if (kind == FIGURE_ACTIONS)
    put_group_link(page, "tick", tr(page, N_("What this group said it would do")),
                   group_path(r, group, "/actions"));
  else if (kind == FIGURE_TOLD || kind == FIGURE_LEVELS)
    put_group_link(page, "vote", tr(page, N_("The decisions of this group")),
                   group_path(r, group, "/decisions"));
  else if (kind == FIGURE_SAID)
    put_group_link(page, "calendar", tr(page, N_("The meetings of this group")),
                   group_path(r, group, "/meetings"));
  else
    ui_paragraph(page, .text = tr(page, N_("What single people need or get is shown to nobody.")));
}

static void
put_cases(Page *page, const Group *group, const Shared *shared, FigureKind kind)
{
  Request *r = page_request(page);
  int count = 0;

  ui_heading(page, 2, tr(page, N_("The cases")));
  if (!shared->tally || kind == FIGURE_SAID) {
    put_where_cases_are(page, group, kind);
    return;
  }
  ui_list_open(page, LIST_RULED);
  for (const MeetingTally *one = shared->tally->meetings; one->id && count < CASES_SHOWN; one++) {
    const Meeting meeting = { .id = one->id, .group_id = group->id };
    const char *said = figure_case_words(page, kind, one);

    if (!said)
      continue;
    count++;
    ui_picture_item_open(page, "calendar");
    ui_link(page,
            .text = arena_format(request_arena(r), "%s, %s", one->title,
                                 group_day(page, one->starts_at_us)),
            .href = meeting_path(r, &meeting, "/shared"));
    ui_line_break(page);
    ui_words(page, said);
    ui_picture_item_close(page);
  }
  ui_list_close(page);
  if (count == 0)
    ui_paragraph(page, .text = tr(page, N_("There are none.")));
}

/* All of what was said, by sides where that may be told. */
static void
put_said(Page *page, const GroupFeedback *said)
{
  put_feedback(page, tr(page, N_("Everybody")), &said->all);
  for (int i = 0; i < FEEDBACK_SIDES; i++)
    if (said->sides[i].people > 0)
      put_feedback(page, tr(page, feedback_side_choices[i].label), &said->sides[i]);
  if (said->rest.people > 0)
    put_feedback(page, tr(page, N_("All others together")), &said->rest);
}

/* Whose it was to do. */
static void
put_owners(Page *page, const ActionCounts *actions)
{
  const Cell head[] = { { .text = tr(page, N_("Who was to do it")) },
                        { .text = tr(page, N_("Done by its day")), .format = "numeric" },
                        { .text = tr(page, N_("All together")), .format = "numeric" } };
  const Table table = { .caption = tr(page, N_("By the side of whoever does it")),
                        .head = head,
                        .head_count = G_N_ELEMENTS(head),
                        .is_first_cell_header = true,
                        .picture = "people" };
  Arena *arena = request_arena(page_request(page));

  if (actions->all.due == 0)
    return;
  if (!actions->is_by_side) {
    ui_paragraph(page, .is_quiet = true,
                 .text = tr(page, N_("By sides it is told where everybody who does something shows"
                                     " their role to the group.")));
    return;
  }
  ui_table_open(page, &table);
  for (int side = 0; side < SIDE_COUNT; side++)
    if (actions->side[side].due > 0)
      ui_table_row(
          page, &table,
          (const Cell[]){ { .text = tr(page, side_words((Side)side)) },
                          { .text = arena_format(arena, "%d", (int)actions->side[side].in_time),
                            .format = "numeric" },
                          { .text = arena_format(arena, "%d", (int)actions->side[side].due),
                            .format = "numeric" } },
          3);
  ui_table_close(page);
}

/* How much was promised: who promises little keeps it easily, so that stands beside. */
static void
put_promised(Page *page, const int64_t promised_of[LEVEL_COUNT])
{
  const Cell head[] = { { .text = tr(page, N_("What was promised")) },
                        { .text = tr(page, N_("Decisions")), .format = "numeric" } };
  const Table table = { .caption = tr(page, N_("How far people were promised to take part")),
                        .head = head,
                        .head_count = G_N_ELEMENTS(head),
                        .is_first_cell_header = true,
                        .picture = "vote" };
  Arena *arena = request_arena(page_request(page));
  int64_t all = 0;

  for (int level = LEVEL_COERCION; level < LEVEL_COUNT; level++)
    all += promised_of[level];
  if (all == 0)
    return;
  ui_table_open(page, &table);
  for (int level = LEVEL_COUNT - 1; level >= LEVEL_COERCION; level--)
    if (promised_of[level] > 0)
      ui_table_row(page, &table,
                   (const Cell[]){ { .text = tr(page, level_words((Level)level)) },
                                   { .text = arena_format(arena, "%d", (int)promised_of[level]),
                                     .format = "numeric" } },
                   2);
  ui_table_close(page);
  put_ladder_credit(page);
}

static void
put_replies(Page *page, const IdeasKept *ideas)
{
  const int64_t said = ideas->answers_me + ideas->not_really;

  if (said < FEEDBACK_LEAST)
    return;
  ui_paragraph(page,
               .text = tr_fill(
                   page,
                   N_("Of {said} authors who said something to it, {yes} said: it"
                      " answers me."),
                   "said", arena_format(request_arena(page_request(page)), "%d", (int)said), "yes",
                   arena_format(request_arena(page_request(page)), "%d", (int)ideas->answers_me),
                   NULL));
}

static FigureKind
kind_in_path(Request *r)
{
  return figure_from_code(request_text_in_path(r, "figure"));
}

static void
show_figure(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_READ);
  const FigureKind kind = kind_in_path(r);

  if (!group)
    return;
  if (kind == FIGURE_COUNT) {
    reply_not_found(r);
    return;
  }

  const Shared *shared = find_shared(r, group, figure_part(kind), 0);
  const Figure *figure = &shared->figures[kind];
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), figure_name(kind)),
                      .lead = group->name,
                      .picture = figure_picture(kind),
                      .back = group_path(r, group,
                                         figure_part(kind) == PART_PROMISES ? "/shared-promises"
                                                                            : "/shared"),
                      .section = "/groups" });

  ui_heading(page, 2, figure_sentence(page, figure));
  put_figure_picture(page, figure);
  put_figure_beside(page, figure);
  put_figure_table(page, figure);
  if (kind == FIGURE_SAID)
    put_said(page, &shared->said);
  if (kind == FIGURE_IDEAS)
    put_replies(page, &shared->ideas);
  if (kind == FIGURE_ACTIONS)
    put_owners(page, &shared->actions);
  if (kind == FIGURE_LEVELS)
    put_promised(page, shared->promised_of);
  put_comments(page, figure_comments(request_txn(r), request_arena(r), group->id, kind), kind,
               FIGURE_COMMENTS_SHOWN);
  if (!group->is_closed && may_say_of_figures(r))
    put_group_link(page, "write", tr(page, N_("Say something to this figure")),
                   figure_path(r, group, kind, "/say"));
  ui_heading(page, 2, tr(page, N_("What this counts")));
  ui_paragraph(page, .text = tr(page, figure_definition(kind)));
  put_cases(page, group, shared, kind);
  page_close(page);
}

/* ---- saying something to a figure ---- */

static const Question comment_questions[] = {
  { .name = "words",
    .kind = ASK_LONG,
    .label = N_("What do you want to say to this figure?"),
    .hint = N_("The group reads it without your name. It cannot be taken away again."),
    .missing = N_("Write what you want to say"),
    .picture = "talk",
    .rows = 4,
    .max_length = FIGURE_COMMENT_MAX,
    .is_needed = true },
  QUESTIONS_END,
};

static void
draw_say(Request *r, const Group *group, FigureKind kind)
{
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Say something to this figure")),
                      .lead = lang_text(request_lang(r), figure_name(kind)),
                      .picture = figure_picture(kind),
                      .back = figure_path(r, group, kind, ""),
                      .section = "/groups" });

  ui_paragraph(page, .text = tr(page, N_("People who use services may write here. Your role in this"
                                         " group says that you do; it is shown to nobody.")));
  form_draw(page, .action = figure_path(r, group, kind, "/say"), .questions = comment_questions,
            .button = tr(page, N_("Put it beside the figure")));
  page_close(page);
}

static const Group *
group_to_say(Request *r, FigureKind *ret_kind)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);

  *ret_kind = kind_in_path(r);
  if (group && *ret_kind == FIGURE_COUNT) {
    reply_not_found(r);
    return NULL;
  }
  return group;
}

static void
show_say(Request *r)
{
  FigureKind kind = FIGURE_COUNT;
  const Group *group = group_to_say(r, &kind);

  if (group)
    draw_say(r, group, kind);
}

static void
say(Request *r)
{
  FigureKind kind = FIGURE_COUNT;
  const Group *group = group_to_say(r, &kind);

  if (!group)
    return;
  if (questions_check(comment_questions, request_answers(r), NULL, request_refusals(r)))
    figure_comment_add(
        request_txn(r), request_act(r), group->id, kind, answers_text(request_answers(r), "words"),
        when_day_start_us(request_now_us(r), request_time_zone(r)), request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0) {
    draw_say(r, group, kind);
    return;
  }
  request_leave_no_name(r);
  reply_redirect_saying(r, figure_path(r, group, kind, ""), N_("It stands beside the figure"),
                        NULL);
}

#define SHARED "/groups/:group/shared"

const Route evidence_routes[] = {
  { "GET", SHARED, may_read_group, show_shared },
  { "GET", SHARED "-promises", may_read_group, show_promises },
  { "GET", SHARED "/:figure", may_read_group, show_figure },
  { "GET", SHARED "/:figure/say", may_say_of_figures, show_say },
  { "POST", SHARED "/:figure/say", may_say_of_figures, say },
  { "GET", "/groups/:group/meetings/:meeting/shared", may_read_group, show_meeting_shared },
  ROUTES_END,
};
