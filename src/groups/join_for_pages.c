/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Somebody without a device joins: whoever is in the group reads out what it offers, or hands it
 * over on paper, and writes down what they say (R13, R97). */
#include "groups/joined_news.h"

#include "base/ids.h"
#include "groups/groups_pages.h"
#include "groups/role_pages.h"

#define WHO_QUESTION                                                                   \
  {                                                                                    \
    .name = "name", .kind = ASK_TEXT, .label = N_("Who wants to join?"),               \
    .hint = N_("Their name, as they are called here."), .missing = N_("Enter a name"), \
    .picture = "hello", .is_needed = true                                              \
  }

#define THEIR_ROLE_QUESTIONS                                                             \
  ROLE_QUESTIONS(N_("What do they say they are in this group?"),                         \
                 N_("Choose what they say themselves. They may say nothing."),           \
                 N_("Choose what they say they are, or that they would rather not say"), \
                 N_("May the group see their role? Ask them."),                          \
                 N_("Choose whether the group may see their role"))

#define WAY_QUESTION                                                                           \
  {                                                                                            \
    .name = "way", .kind = ASK_ONE_OF, .label = N_("How did they say it?"),                    \
    .missing = N_("Choose how they said it"), .picture = "phone", .choices = said_way_choices, \
    .is_needed = true                                                                          \
  }

static const Question open_questions[] = {
  WHO_QUESTION,
  THEIR_ROLE_QUESTIONS,
  WAY_QUESTION,
  QUESTIONS_END,
};

static const Question asked_questions[] = {
  WHO_QUESTION,
  THEIR_ROLE_QUESTIONS,
  { .name = "words",
    .kind = ASK_LONG,
    .label = N_("What do they want to tell the group?"),
    .hint = N_("You can leave it empty. The people in the group read it."),
    .picture = "write",
    .rows = 3,
    .max_length = PLACE_WORDS_MAX },
  WAY_QUESTION,
  QUESTIONS_END,
};

static const Question *
questions_of(const Group *group)
{
  return places_take_at_once(group) ? open_questions : asked_questions;
}

void
put_who_wrote_place(Page *page, const Place *mine)
{
  if (!*mine->way)
    return;
  ui_inset_text(
      page, .text = *mine->entered_by_name
                        ? tr_fill(page, N_("{name} wrote this down for you. You can change it."),
                                  "name", mine->entered_by_name, NULL)
                        : tr(page, N_("Somebody wrote this down for you. You can change it.")));
}

static void
draw_join_for(Request *r, const Group *group)
{
  const GroupOffer *offer = offers_newest(request_txn(r), request_arena(r), group->id);
  char id[ID_TEXT_SIZE];
  Page *page =
      open_group_page(r, group, N_("Write down that somebody wants to join"),
                      N_("For people who say it by telephone, on paper or when you meet."));

  ui_heading(page, 2, tr(page, N_("First read this out to them")));
  ui_paragraph(page, .is_quiet = true,
               .text = tr(page, N_("Or print this page and give it to them.")));
  ui_heading(page, 3, tr(page, N_("What people get who take part")));
  put_offer(page, offer);
  ui_paragraph(page, .text = tr(page, N_("What stands here is kept for them as it is now. They can"
                                         " leave at any time. Nobody asks why.")));
  ui_paragraph(page, .text = places_take_at_once(group)
                                 ? tr(page, N_("They are in the group at once."))
                                 : tr(page, N_("Then somebody in the group says yes or no. Who is"
                                               " invited is in at once.")));
  ui_heading(page, 2, tr(page, N_("Then write down what they say")));
  form_open(page, group_path(r, group, "/join-for"));
  form_hidden(page, "_offer", id_to_text(offer->id, id));
  form_questions(page, questions_of(group), r);
  form_close(page, tr(page, N_("Keep this")));
  ui_paragraph(page, .text = tr(page, N_("They get a mail about it where mail reaches them. If it"
                                         " does not, tell them what becomes of it.")));
  ui_paragraph(page,
               .text = tr(page, N_("Their role counts in “How shared is this?” once they say it"
                                   " here themself, or once somebody else than you writes"
                                   " down that they came to a meeting.")));
  page_close(page);
}

static void
show_join_for(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);

  if (group)
    draw_join_for(r, group);
}

static void
take_from_answers(Request *r, const Group *group)
{
  const Answers *answers = request_answers(r);
  int64_t offer_id = 0;

  id_from_text(answers_text(answers, "_offer"), &offer_id);

  const int64_t member_id = places_join_for(
      request_txn(r), request_act(r), group->id,
      &(HeardWish){
          .name = answers_text(answers, "name"),
          .way = answers_text(answers, "way"),
          .wish = { .role = role_from_answers(r),
                    .is_shown = role_is_shown_in_answers(r),
                    .words = places_take_at_once(group) ? "" : answers_text(answers, "words"),
                    .offer_id = offer_id } },
      request_refusals(r));

  if (member_id)
    joined_news_tell(request_txn(r), request_act(r), group->id, member_id, request_origin(r));
}

static void
join_for(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);

  if (!group)
    return;
  if (questions_check(questions_of(group), request_answers(r), r, request_refusals(r)))
    take_from_answers(r, group);
  if (refusals_count(request_refusals(r)) > 0)
    draw_join_for(r, group);
  else
    reply_redirect_saying(r, group_path(r, group, "/people"), N_("It is written down"), NULL);
}

const Route group_join_for_routes[] = {
  { "GET", "/groups/:group/join-for", may_change_group, show_join_for },
  { "POST", "/groups/:group/join-for", may_change_group, join_for, .per_minute = 20 },
  ROUTES_END,
};
