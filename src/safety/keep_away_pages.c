/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Keeping away from somebody. */
#include "safety/keep_away.h"

#include "base/ids.h"
#include "safety/house_pages.h"
#include "ui/components.h"
#include "ui/form.h"

static const Question away_questions[] = {
  { .name = "name",
    .kind = ASK_TEXT,
    .label = N_("Who do you keep away from?"),
    .hint = N_("Their name, as they are called here. They are not told."),
    .missing = N_("Enter a name"),
    .picture = "stop",
    .is_needed = true },
  QUESTIONS_END,
};

static void
put_away(Page *page, const KnownMember *one)
{
  char id[ID_TEXT_SIZE];

  ui_picture_item_open(page, "stop");
  ui_person(page, one->name);
  form_button(page, .action = "/keep-away/stop", .button = tr(page, N_("Take off the list")),
              .name = "other", .value = id_to_text(one->id, id), .spoken = one->name,
              .is_secondary = true);
  ui_picture_item_close(page);
}

/* From a page where the two have met: of a member whose id the viewer was given there. */
static const char *
name_asked_for(Request *r)
{
  const KnownMember *member = NULL;
  int64_t id = 0;

  if (id_from_text(request_query(r, "person"), &id) && id != request_viewer(r)->member_id)
    member = people_find_known(request_txn(r), request_arena(r), id);
  return member && member->is_here ? member->name : "";
}

static void
draw_away(Request *r)
{
  const KnownMember *list =
      safety_blocks(request_txn(r), request_arena(r), request_viewer(r)->member_id);
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("People I keep away from")),
                      .lead = lang_text(request_lang(r), N_("What they ask of you does not reach"
                                                            " you. They are not told, and nobody"
                                                            " else sees this list.")),
                      .back = "/meeting-somebody" });

  if (list->id)
    ui_list_open(page, LIST_RULED);
  for (const KnownMember *one = list; one->id; one++)
    put_away(page, one);
  if (list->id)
    ui_list_close(page);
  if (!request_is_post(r))
    answers_set(request_answers(r), "name", name_asked_for(r));
  form_draw(page, .action = "/keep-away", .questions = away_questions,
            .button = tr(page, N_("Keep away from this person")));
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("You can always talk to somebody")), .href = "/worried",
          .is_large = true);
  ui_paragraph_close(page);
  page_close(page);
}

static void
keep_away(Request *r)
{
  if (questions_check(away_questions, request_answers(r), r, request_refusals(r)))
    safety_block(request_txn(r), request_act(r), answers_text(request_answers(r), "name"),
                 request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_away(r);
  else
    reply_redirect_saying(r, "/keep-away", N_("Your list is kept"), NULL);
}

static void
stop_keeping_away(Request *r)
{
  int64_t other_id = 0;

  if (id_from_text(answers_text(request_answers(r), "other"), &other_id))
    safety_unblock(request_txn(r), request_act(r), other_id);
  reply_redirect_saying(r, "/keep-away", N_("Your list is kept"), NULL);
}

const Route keep_away_routes[] = {
  { "GET", "/keep-away", is_signed_in, draw_away },
  { "POST", "/keep-away", is_signed_in, keep_away, .per_minute = 10 },
  { "GET", "/keep-away/stop", is_signed_in, draw_away },
  { "POST", "/keep-away/stop", is_signed_in, stop_keeping_away },
  ROUTES_END,
};
