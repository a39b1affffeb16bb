/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Answering who asks to join a group, and telling them where no mail does. */
#include "base/ids.h"
#include "groups/groups_pages.h"
#include "groups/join_answers.h"
#include "people/people_pages.h"

#include <string.h>

/* ---- who asks ---- */

static void
put_how_said(Page *page, const Place *asking)
{
  for (const Choice *way = said_way_choices; way->value; way++)
    if (strcmp(way->value, asking->way) == 0)
      ui_paragraph(page, .is_quiet = true,
                   .text = tr_fill(page, N_("How they said it: {way}. Tell them what you answer."),
                                   "way", tr(page, way->label), NULL));
}

void
put_asking(Page *page, const Group *group)
{
  Request *r = page_request(page);
  const Place *asking =
      places_asking(request_txn(r), request_arena(r), group->id, request_viewer(r)->member_id);

  if (!asking->member_id)
    return;
  ui_heading(page, 2, tr(page, N_("They ask to join")));
  for (; asking->member_id; asking++) {
    char id[ID_TEXT_SIZE];
    const char *answer = group_path(r, group, "/people/answer");

    ui_card_open(page, .title = asking->name, .title_level = 3, .is_warm = true,
                 .picture = "person");
    if (*asking->words)
      ui_person_lines(page, asking->words);
    put_how_said(page, asking);
    id_to_text(asking->member_id, id);
    ui_button_group_open(page);
    form_button(page, .action = answer, .button = tr(page, N_("Yes, welcome")), .name = "yes",
                .value = arena_text(request_arena(r), id), .spoken = asking->name);
    form_button(page, .action = answer, .button = tr(page, N_("Not this time")), .name = "no",
                .value = arena_text(request_arena(r), id), .spoken = asking->name,
                .is_secondary = true);
    ui_button_group_close(page);
    ui_card_close(page);
  }
}

static void
answer(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);
  const Answers *answers = request_answers(r);
  int64_t member_id = 0;

  if (!group)
    return;

  const bool is_yes = id_from_text(answers_text(answers, "yes"), &member_id);

  if (is_yes || id_from_text(answers_text(answers, "no"), &member_id)) {
    places_answer(request_txn(r), request_act(r), group->id, member_id, is_yes);
    join_answers_tell(request_txn(r), request_act(r), group->id, member_id, request_origin(r));
  }
  reply_redirect_saying(r, group_path(r, group, "/people"), N_("The answer is given"), NULL);
}

/* ---- who is to be told ---- */

static void
put_to_tell(Page *page, const Group *group, const JoinAnswer *one)
{
  Request *r = page_request(page);
  char id[ID_TEXT_SIZE];

  ui_picture_item_open(page, one->reach == REACH_POST ? "letter" : "phone");
  ui_person(page, one->name);
  ui_line_break(page);
  ui_words(page, reach_to_tell_in_words(page, one->reach));
  ui_line_break(page);
  ui_words(page, tr(page, one->is_yes ? N_("Say: the answer is yes, you are in the group.")
                                      : N_("Say: the answer is not this time.")));
  form_button(page, .action = group_path(r, group, "/people/told"),
              .button = tr(page, N_("I told them")), .spoken = one->name, .name = "member",
              .value = arena_text(request_arena(r), id_to_text(one->member_id, id)),
              .is_secondary = true);
  ui_picture_item_close(page);
}

void
put_answers_to_tell(Page *page, const Group *group)
{
  Request *r = page_request(page);
  const JoinAnswer *one = join_answers_to_tell(request_txn(r), request_arena(r), group->id,
                                               request_viewer(r)->member_id);

  if (!one->member_id)
    return;
  ui_heading(page, 2, tr(page, N_("Tell them the answer")));
  ui_paragraph(page, .text = tr(page, N_("They asked to join. No mail tells them the answer, so"
                                         " somebody in the group does. No reason is needed.")));
  ui_list_open(page, LIST_RULED);
  for (; one->member_id; one++)
    put_to_tell(page, group, one);
  ui_list_close(page);
}

static void
mark_told(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);
  int64_t member_id = 0;

  if (!group)
    return;
  if (id_from_text(answers_text(request_answers(r), "member"), &member_id))
    join_answers_mark_told(request_txn(r), request_act(r), group->id, member_id);
  reply_redirect_saying(r, group_path(r, group, "/people"), N_("It is noted that they know"), NULL);
}

Waiting
join_answer_card(Request *r, const WaitingRow *row)
{
  const Lang *lang = request_lang(r);
  const Group group = { .id = row->group_id };
  g_autofree char *title = lang_fill(lang_text(lang, N_("Tell somebody the answer of {group}")),
                                     "group", row->title, NULL);

  return (Waiting){ .title = arena_text(request_arena(r), title),
                    .words = lang_text(lang, N_("They asked to join, and no mail tells them.")),
                    .button = lang_text(lang, N_("See whom to tell")),
                    .href = group_path(r, &group, "/people"),
                    .urgency = WAITS_FOR_ME };
}

const Route group_answer_routes[] = {
  { "POST", "/groups/:group/people/answer", may_change_group, answer },
  { "POST", "/groups/:group/people/told", may_change_group, mark_told },
  ROUTES_END,
};
