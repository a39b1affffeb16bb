/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One decision: what, why, both sides of it, what was promised and what people say came of that,
 * what became of it, and since when all know of it. */
#include "base/ids.h"
#include "decisions/ideas_pages.h"
#include "decisions/levels.h"
#include "decisions/record_pages.h"
#include "decisions/told.h"
#include "lang/lang.h"
#include "meetings/meetings.h"

#include <string.h>

/* ---- what was decided ---- */

static void
put_reasons(Page *page, const Decision *decision, const char *title)
{
  if (decision->is_open)
    return;
  if (strcmp(title, decision->what) != 0) {
    ui_card_open(page, .title = tr(page, N_("What was decided")), .title_level = 2,
                 .picture = "vote");
    ui_person_lines(page, decision->what);
    ui_card_close(page);
  }
  ui_card_open(page, .title = tr(page, N_("Why")), .title_level = 2, .picture = "question");
  ui_person_lines(page, decision->why);
  ui_card_close(page);
}

static void
put_side(Page *page, const char *title, const char *picture, const char *good, const char *bad)
{
  if (!*good && !*bad)
    return;
  ui_card_open(page, .title = title, .title_level = 2, .picture = picture);
  if (*good) {
    ui_paragraph(page, .text = tr(page, N_("What is good about that:")), .is_strong = true);
    ui_person_lines(page, good);
  }
  if (*bad) {
    ui_paragraph(page, .text = tr(page, N_("What may go wrong:")), .is_strong = true);
    ui_person_lines(page, bad);
  }
  ui_card_close(page);
}

/* ---- how far people take part ---- */

static void
put_level(Page *page, const char *words, Level level, const char *own)
{
  ui_paragraph(page, .text = words, .is_strong = true);
  if (level != LEVEL_NONE)
    ui_paragraph(page, .text = tr(page, level_words(level)));
  if (*own)
    ui_person_lines(page, own);
}

static void
put_promises(Page *page, const Decision *decision)
{
  Request *r = page_request(page);
  const DecisionPromise *promises =
      decisions_promises(request_txn(r), request_arena(r), decision->id);

  if (!promises->id)
    ui_paragraph(page, .text = tr(page, N_("No promise was made beforehand.")));
  for (const DecisionPromise *one = promises; one->id; one++) {
    put_level(page,
              tr_fill(page, one == promises ? N_("Promised on {day}:") : N_("From {day}:"), "day",
                      group_day(page, one->made_at_us), NULL),
              one->level, one->words);
    if (one != promises) {
      ui_paragraph(page, .text = tr(page, N_("Because:")), .is_strong = true);
      ui_person_lines(page, one->why);
    }
  }
}

static void
put_what_people_say(Page *page, const Decision *decision)
{
  Request *r = page_request(page);
  const LevelsSum sum = levels_sum(request_txn(r), decision, request_now_us(r));

  if (request_now_us(r) < levels_end_us(decision)) {
    ui_paragraph(page,
                 .text = tr_fill(page,
                                 N_("What people say it was like is shown after {day}, where five"
                                    " or more have said it."),
                                 "day", group_day(page, levels_end_us(decision)), NULL));
    return;
  }
  if (sum.raters == 0) {
    ui_paragraph(page, .text = tr(page, N_("What it was like: too few have said it to tell.")));
    return;
  }
  put_level(page, tr(page, N_("What people say it was like, the middle of all answers:")),
            sum.median, "");
  for (int side = 0; side < SIDE_COUNT; side++)
    if (sum.side_median[side] != LEVEL_NONE)
      put_level(page,
                tr_fill(page, N_("{side}, the middle of their answers:"), "side",
                        tr(page, side_words((Side)side)), NULL),
                sum.side_median[side], "");
}

static void
put_taking_part(Page *page, const Decision *decision, bool is_in)
{
  Request *r = page_request(page);

  ui_card_open(page, .title = tr(page, N_("How far people take part")), .title_level = 2,
               .picture = "together");
  put_promises(page, decision);
  if (!decision->is_open)
    put_what_people_say(page, decision);
  put_ladder_credit(page);
  if (is_in &&
      levels_may_say(request_txn(r), decision, request_viewer(r)->member_id, request_now_us(r)))
    ui_button_link(page, .text = tr(page, N_("Say what it was like, in private")),
                   .is_secondary = true, .href = decision_path(r, decision, "/level"));
  ui_card_close(page);
}

/* ---- what became of it ---- */

static const char *
became_words(const DecisionChange *change)
{
  static const char *const words[BECAME_COUNT] = {
    [IT_STANDS] = N_("{day}: looked at again, and it stands"),
    [IT_CHANGED] = N_("{day}: changed"),
    [IT_STOPPED] = N_("{day}: stopped"),
    [IT_UNDONE] = N_("{day}: undone"),
  };

  return words[change->became];
}

static const char *
changed_by_words(DecidedBy by)
{
  static const char *const words[BY_COUNT] = {
    [BY_NOBODY] = "",
    [BY_GROUP] = N_("By this group"),
    [BY_BOTH] = N_("By people who use services and people at their work together"),
    [BY_OUTSIDE] = N_("From outside the group, by {body}"),
  };

  return words[by];
}

static void
put_changes(Page *page, const Decision *decision)
{
  Request *r = page_request(page);
  const DecisionChange *changes = decisions_changes(request_txn(r), request_arena(r), decision->id);

  if (!changes->id)
    return;
  ui_heading(page, 2, tr(page, N_("What became of it")));
  ui_list_open(page, LIST_RULED);
  for (; changes->id; changes++) {
    ui_picture_item_open(page, changes->became == IT_STANDS ? "tick" : "write");
    ui_strong(page, tr_fill(page, became_words(changes), "day",
                            group_day(page, changes->changed_us), NULL));
    ui_line_break(page);
    ui_words(page, tr_fill(page, changed_by_words(changes->by), "body", changes->body, NULL));
    ui_person_lines(page, changes->why);
    ui_picture_item_close(page);
  }
  ui_list_close(page);
}

/* ---- the side ---- */

static void
put_origin(Page *page, const Group *group, const Decision *decision)
{
  Request *r = page_request(page);
  char id[ID_TEXT_SIZE];

  if (decision->idea_id) {
    const IdeaViewer viewer = idea_viewer(r);
    const Idea *idea = ideas_find(request_txn(r), request_arena(r), decision->idea_id, &viewer);

    if (idea)
      put_group_link(page, "idea", tr(page, N_("The idea that it came of")),
                     idea_path(r, idea->id, ""));
  }
  if (decision->meeting_id && group->standing == GROUP_IN)
    put_group_link(page, "calendar",
                   tr_fill(page, N_("Decided at the meeting “{title}”"), "title",
                           decision->meeting_title, NULL),
                   group_path(r, group,
                              arena_format(request_arena(r), "/meetings/%s/minutes",
                                           id_to_text(decision->meeting_id, id))));
}

static void
put_facts(Page *page, const Group *group, const Decision *decision)
{
  ui_list_open(page, LIST_RULED);
  if (decision->is_open)
    ui_list_item(page, tr(page, N_("Not decided yet")));
  if (decision->opened_at_us)
    ui_list_item(page, tr_fill(page, N_("Announced on {day}"), "day",
                               group_day(page, decision->opened_at_us), NULL));
  if (!decision->is_open) {
    ui_list_item(
        page, tr_fill(page, decided_by_words(decision->decided_by), "body", decision->body, NULL));
    ui_list_item(page, tr_fill(page, N_("Decided on {day}"), "day",
                               group_day(page, decision->decided_us), NULL));
    ui_list_item(page, tr_fill(page, N_("Written down on {day}"), "day",
                               group_day(page, decision->written_at_us), NULL));
  }
  if (decision->next_us)
    ui_list_item(page, tr_fill(page, N_("We look at it again on {day}"), "day",
                               group_day(page, decision->next_us), NULL));
  ui_list_close(page);
  if (!decision->is_open && *decision->question) {
    ui_paragraph(page, .text = tr(page, N_("The question, as it was announced:")),
                 .is_strong = true);
    ui_person_lines(page, decision->question);
  }
  put_origin(page, group, decision);
}

static void
put_told(Page *page, const Decision *decision)
{
  const DecisionTold told = decision_told(request_txn(page_request(page)), decision->id);

  if (told.by_us)
    ui_paragraph(page, .text = tr_fill(page, N_("All who took part know of it since {day}."), "day",
                                       group_day(page, told.by_us), NULL));
  else if (told.people > 0)
    ui_paragraph(page, .text = tr(page, N_("Not all who took part have been told yet.")));
}

static void
put_public_yes(Page *page, const Decision *decision)
{
  Request *r = page_request(page);
  const bool is_asked = decision->asked_by && !decision->is_public;
  const bool is_mine = decision->asked_by == request_viewer(r)->member_id;

  ui_heading(page, 2, tr(page, N_("May everybody read it?")));
  if (decision->is_public)
    ui_paragraph(page, .text = tr(page, N_("It stands on the public register.")));
  else if (is_asked)
    ui_paragraph(page, .text = is_mine ? tr(page, N_("You want it on the public register. One more"
                                                     " yes of the group is needed."))
                                       : tr(page, N_("Somebody in the group wants it on the public"
                                                     " register. Do you too?")));
  ui_button_group_open(page);
  if (!decision->is_public && !(is_asked && is_mine))
    form_button(page, .action = decision_path(r, decision, "/public"),
                .button = tr(page, N_("Yes, everybody may read it")), .is_secondary = true);
  if (decision->asked_by)
    form_button(page, .action = decision_path(r, decision, "/inside"),
                .button = tr(page, N_("No, keep it in the group")), .is_secondary = true);
  ui_button_group_close(page);
}

static void
put_ways_on(Page *page, const Decision *decision)
{
  Request *r = page_request(page);

  if (decision->is_open) {
    ui_button_link(page, .text = tr(page, N_("Write down what was decided")),
                   .href = decision_path(r, decision, "/decided"));
    put_group_link(page, "write", tr(page, N_("Promise something else from now on")),
                   decision_path(r, decision, "/promise"));
    return;
  }
  put_group_link(page, "go-back", tr(page, N_("Write down what became of it")),
                 decision_path(r, decision, "/again"));
  if (meetings_may_arrange(request_txn(r), decision->group_id, request_viewer(r)->member_id))
    put_group_link(page, "phone", tr(page, N_("Whom to tell of the decision")),
                   decision_path(r, decision, "/told"));
  put_public_yes(page, decision);
}

/* ---- the page ---- */

static void
show_decision(Request *r)
{
  const Group *group = NULL;
  const Decision *decision = decision_in_path(r, &group, GROUP_TO_SEE);

  if (!decision)
    return;

  const bool is_in = group->standing == GROUP_IN;
  const char *words = decision->is_open ? decision->question : decision->what;
  const char *title = g_utf8_strlen(words, -1) > 120 || strchr(words, '\n')
                          ? lang_text(request_lang(r), N_("A decision"))
                          : words;
  Page *page = page_open(r, &(PageHead){ .title = title,
                                         .picture = "vote",
                                         .back = group_path(r, group, "/decisions"),
                                         .section = "/groups",
                                         .is_wide = true });

  ui_columns_open(page);
  if (decision->is_open && title != words)
    ui_person_lines(page, words);
  put_reasons(page, decision, title);
  put_side(page, tr(page, N_("If we do it")), "yes", decision->do_good, decision->do_bad);
  put_side(page, tr(page, N_("If we do not do it")), "no", decision->not_good, decision->not_bad);
  put_changes(page, decision);
  put_taking_part(page, decision, is_in);
  ui_columns_next(page);
  put_facts(page, group, decision);
  if (!decision->is_open)
    put_told(page, decision);
  if (is_in && !group->is_closed)
    put_ways_on(page, decision);
  ui_columns_close(page);
  page_close(page);
}

const Route decision_routes[] = {
  { "GET", "/groups/:group/decisions/:decision", may_see_group, show_decision },
  ROUTES_END,
};
