/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a group decided: the list, the public register. One decision is decision_pages.c; writing is
 * record_write_pages.c. */
#include "decisions/record_pages.h"

#include "base/ids.h"
#include "decisions/told.h"
#include "lang/lang.h"
#include "meetings/meetings.h"

#include <string.h>

enum { DECISIONS_A_PAGE = 20, EASY_DECISIONS_A_PAGE = 6, BEGIN_LETTERS = 110 };

/* ---- shared ---- */

const char *
decision_path(Request *r, const Decision *decision, const char *rest)
{
  char group[ID_TEXT_SIZE], id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "/groups/%s/decisions/%s%s",
                      id_to_text(decision->group_id, group), id_to_text(decision->id, id), rest);
}

const Decision *
decision_in_path(Request *r, const Group **ret_group, GroupNeed need)
{
  const Group *group = group_in_path(r, need);
  const Decision *decision = group ? decisions_find(request_txn(r), request_arena(r), group->id,
                                                    request_id_in_path(r, "decision"))
                                   : NULL;

  if (decision)
    *ret_group = group;
  else if (group && !txn_trouble(request_txn(r)))
    reply_not_found(r);
  return decision;
}

const char *
decision_begin(Page *page, const Decision *decision)
{
  Arena *arena = request_arena(page_request(page));
  const char *words = decision->is_open ? decision->question : decision->what;
  const size_t len = strcspn(words, "\n");
  const char *line = arena_text_len(arena, words, len);

  if (g_utf8_strlen(line, -1) <= BEGIN_LETTERS)
    return words[len] ? arena_format(arena, "%s …", line) : line;
  return arena_format(arena, "%.*s…", (int)(g_utf8_offset_to_pointer(line, BEGIN_LETTERS) - line),
                      line);
}

Page *
open_decision_page(Request *r, const Decision *decision, const char *title, const char *picture)
{
  const char *words = decision->is_open ? decision->question : decision->what;

  return page_open(r, &(PageHead){ .title = lang_text(request_lang(r), title),
                                   .lead = g_utf8_strlen(words, -1) > 200 ? NULL : words,
                                   .picture = picture,
                                   .back = decision_path(r, decision, ""),
                                   .section = "/groups" });
}

const char *
decided_by_words(DecidedBy by)
{
  static const char *const words[BY_COUNT] = {
    [BY_NOBODY] = N_("Nobody has decided yet"),
    [BY_GROUP] = N_("This group decided"),
    [BY_BOTH] = N_("People who use services and people at their work decided together"),
    [BY_OUTSIDE] = N_("Decided outside the group, by {body}"),
  };

  return words[by];
}

void
put_ladder_credit(Page *page)
{
  ui_paragraph(page,
               .text = tr(page, N_("These are the rungs of the ladder of co-production by the"
                                   " National Co-production Advisory Group and Think Local Act"
                                   " Personal (TLAP).")));
}

/* ---- lists ---- */

static void
put_day(Page *page, const Decision *decision)
{
  ui_list_open(page, LIST_FACTS);
  if (decision->is_open) {
    ui_list_item(page, tr_fill(page, N_("Announced on {day}"), "day",
                               group_day(page, decision->opened_at_us), NULL));
  } else {
    ui_list_item(page, group_day(page, decision->decided_us));
    ui_list_item(
        page, tr_fill(page, decided_by_words(decision->decided_by), "body", decision->body, NULL));
  }
  ui_list_close(page);
}

/* What became of it, in a few words. */
static const char *
became_in_list(const Decision *decision)
{
  static const char *const words[BECAME_COUNT] = { [IT_STANDS] = N_("Looked at again: it stands"),
                                                   [IT_CHANGED] = N_("Changed later"),
                                                   [IT_STOPPED] = N_("Stopped later"),
                                                   [IT_UNDONE] = N_("Undone later") };
  static const char *const outside[BECAME_COUNT] = {
    [IT_STANDS] = N_("Looked at again: it stands"),
    [IT_CHANGED] = N_("Changed later, from outside"),
    [IT_STOPPED] = N_("Stopped later, from outside"),
    [IT_UNDONE] = N_("Undone later, from outside")
  };

  return decision->ended == BY_OUTSIDE ? outside[decision->became] : words[decision->became];
}

static void
put_decision_card(Page *page, const Decision *decision)
{
  ui_card_open(page, .title = decision_begin(page, decision),
               .title_href = decision_path(page_request(page), decision, ""),
               .picture = decision->is_open ? "question" : "vote", .is_warm = decision->is_open);
  if (decision->is_open)
    ui_paragraph(page, .text = tr(page, N_("Not decided yet")), .is_strong = true);
  put_day(page, decision);
  if (decision->ended != BY_NOBODY)
    ui_paragraph(page, .text = tr(page, became_in_list(decision)), .is_strong = true);
  ui_card_close(page);
}

static int64_t
before_in_query(Request *r)
{
  int64_t before_id = 0;

  id_from_text(request_query(r, "before"), &before_id);
  return before_id;
}

static void
put_next_link(Page *page, const char *path, const Decision *last)
{
  char id[ID_TEXT_SIZE];

  ui_page_links(page, NULL,
                arena_format(request_arena(page_request(page)), "%s%cbefore=%s", path,
                             strchr(path, '?') ? '&' : '?', id_to_text(last->id, id)));
}

static void
show_decisions(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_SEE);
  int shown = 0;

  if (!group)
    return;

  const int most = lang_is_easy_read(request_lang(r)) ? EASY_DECISIONS_A_PAGE : DECISIONS_A_PAGE;
  const Decision *list =
      decisions_list(request_txn(r), request_arena(r), group->id, before_in_query(r), most + 1);
  const bool may = group->standing == GROUP_IN && !group->is_closed;
  Page *page = open_group_page(r, group, N_("What we decided"),
                               N_("What, why, who decided, and what became of it. Nothing here is"
                                  " written over."));

  if (may) {
    ui_button_group_open(page);
    ui_button_link(page, .text = tr(page, N_("Write down a decision")),
                   .href = group_path(r, group, "/decisions/new"));
    ui_button_link(page, .text = tr(page, N_("Announce a question")), .is_secondary = true,
                   .href = group_path(r, group, "/decisions/announce"));
    ui_button_group_close(page);
  }
  if (!list->id)
    ui_paragraph(page, .text = tr(page, N_("Nothing is written yet.")));
  for (; shown < most && list[shown].id; shown++)
    put_decision_card(page, &list[shown]);
  if (list[shown].id)
    put_next_link(page, group_path(r, group, "/decisions"), &list[shown - 1]);
  page_close(page);
}

/* ---- the public register: no names of people, nothing of the group's own ---- */

static void
put_public(Page *page, const Decision *decision)
{
  ui_card_open(page, .title = decision->group_name, .title_level = 2, .picture = "vote");
  ui_person_lines(page, decision->what);
  ui_paragraph(page, .text = tr(page, N_("Because:")), .is_strong = true);
  ui_person_lines(page, decision->why);
  put_day(page, decision);
  if (decision->promised != LEVEL_NONE)
    ui_paragraph(page, .text = tr_fill(page, N_("Promised before: {level}"), "level",
                                       tr(page, level_words(decision->promised)), NULL));
  else if (!decision->is_promised)
    ui_paragraph(page, .text = tr(page, N_("No promise was made beforehand.")));
  if (decision->ended != BY_NOBODY)
    ui_paragraph(page, .text = tr(page, became_in_list(decision)), .is_strong = true);
  ui_card_close(page);
}

static void
show_register(Request *r)
{
  const Decision *list = decisions_register(request_txn(r), request_arena(r), 0, before_in_query(r),
                                            DECISIONS_A_PAGE + 1);
  int shown = 0;
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("What groups decided")),
                      .lead = lang_text(request_lang(r), N_("A public register. Each group chose to"
                                                            " stand here.")),
                      .picture = "vote",
                      .back = "/register",
                      .section = "/groups" });

  if (!list->id)
    ui_paragraph(page, .text = tr(page, N_("Nothing is written yet.")));
  for (; shown < DECISIONS_A_PAGE && list[shown].id; shown++)
    put_public(page, &list[shown]);
  if (list[shown].id)
    put_next_link(page, "/register/decisions", &list[shown - 1]);
  if (list->id)
    put_ladder_credit(page);
  page_close(page);
}

/* ---- what waits ---- */

Waiting
decision_card(Request *r, const WaitingRow *row)
{
  const Lang *lang = request_lang(r);
  const Decision decision = { .id = row->id, .group_id = row->group_id };

  if (row->kind)
    return (Waiting){ .title = lang_text(lang, N_("Somebody is to be told what was decided")),
                      .words = lang_text(lang, N_("No mail reaches them.")),
                      .button = lang_text(lang, N_("Whom to tell of the decision")),
                      .href = decision_path(r, &decision, "/told"),
                      .urgency = WAITS_FOR_US };
  return (Waiting){ .title = lang_text(lang, N_("Time to look at a decision again")),
                    .words = lang_text(lang, N_("Does it still stand?")),
                    .button = lang_text(lang, N_("Say what becomes of it")),
                    .href = decision_path(r, &decision, "/again"),
                    .urgency = WAITS_FOR_US };
}

/* ---- who is still to be told ---- */

bool
may_tell_decision(Request *r)
{
  return is_signed_in(r) && meetings_may_arrange(request_txn(r), request_id_in_path(r, "group"),
                                                 request_viewer(r)->member_id);
}

static void
put_to_tell(Page *page, const Decision *decision, const ToTell *one)
{
  static const char *const ways[REACH_COUNT] = { N_("No mail has reached them"), N_("By telephone"),
                                                 N_("By letter"), N_("When you meet") };
  Request *r = page_request(page);
  char id[ID_TEXT_SIZE];

  ui_picture_item_open(page, one->reach == REACH_POST ? "letter" : "phone");
  ui_person(page, one->name);
  ui_line_break(page);
  ui_words(page, tr(page, one->is_texted ? N_("By text message") : ways[one->reach]));
  form_button(page, .action = decision_path(r, decision, "/told"),
              .button = tr(page, N_("I told them")), .spoken = one->name, .name = "member",
              .value = arena_text(request_arena(r), id_to_text(one->member_id, id)),
              .is_secondary = true);
  ui_picture_item_close(page);
}

static void
show_told(Request *r)
{
  const Group *group = NULL;
  const Decision *decision = decision_in_path(r, &group, GROUP_TO_CHANGE);

  if (!decision)
    return;

  const ToTell *list =
      decision_to_tell(request_txn(r), request_arena(r), decision->id, request_now_us(r));
  Page *page = open_decision_page(r, decision, N_("Whom to tell of the decision"), "phone");

  if (!list->member_id)
    ui_paragraph(page, .text = tr(page, N_("Nobody is left to be told.")));
  else
    ui_list_open(page, LIST_RULED);
  for (const ToTell *one = list; one->member_id; one++)
    put_to_tell(page, decision, one);
  if (list->member_id)
    ui_list_close(page);
  put_way_to_hear_levels(page, decision);
  page_close(page);
}

static void
tell(Request *r)
{
  const Group *group = NULL;
  const Decision *decision = decision_in_path(r, &group, GROUP_TO_CHANGE);
  int64_t member_id = 0;

  if (!decision)
    return;
  if (id_from_text(answers_text(request_answers(r), "member"), &member_id))
    decision_mark_told(request_txn(r), request_act(r), decision->id, member_id);
  reply_redirect_saying(r, decision_path(r, decision, "/told"), N_("It is kept"), NULL);
}

const Route record_routes_of_groups[] = {
  { "GET", "/groups/:group/decisions", may_see_group, show_decisions },
  { "GET", "/groups/:group/decisions/:decision/told", may_tell_decision, show_told },
  { "POST", "/groups/:group/decisions/:decision/told", may_tell_decision, tell },
  { "GET", "/register/decisions", anyone, show_register },
  ROUTES_END,
};
