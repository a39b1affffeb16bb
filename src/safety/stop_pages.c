/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Proposing that somebody is paused, suspended or removed, for organisers. */
#include "safety/measures_pages.h"

#include "base/ids.h"
#include "people/people_pages.h"
#include "safety/safety_pages.h"
#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

static const Choice grounds_choices[] = {
  { .value = "hurt", .label = N_("Somebody was hurt, or could be") },
  { .value = "threats", .label = N_("Shouting, threats or bullying") },
  { .value = "rules", .label = N_("A house rule was broken again and again") },
  { .value = "money", .label = N_("Money or things of others") },
  { .value = "other", .label = N_("Something else") },
  { .value = NULL },
};

const char *
measure_grounds_in_words(Page *page, const Measure *measure)
{
  const char *label = choice_label(grounds_choices, measure->grounds);

  return tr(page, label ? label : N_("Not said"));
}

static const Choice what_choices[] = {
  { .value = "pause",
    .label = N_("Pause now, for 3 days at most"),
    .hint = N_("You alone can do this in an emergency. It ends by itself."),
    .shows = "pause_days" },
  { .value = "suspend",
    .label = N_("Suspend for some time"),
    .hint = N_("A second organiser must agree before it begins."),
    .shows = "days" },
  { .value = "remove",
    .label = N_("Remove from this place"),
    .hint = N_("A second organiser must agree before it happens.") },
  { .value = NULL },
};

static const Question stop_questions[] = {
  { .name = "what",
    .kind = ASK_ONE_OF,
    .label = N_("What do you want to do?"),
    .missing = N_("Choose what you want to do"),
    .picture = "stop",
    .choices = what_choices,
    .is_needed = true },
  { .name = "pause_days",
    .kind = ASK_NUMBER,
    .label = N_("Paused for how many days?"),
    .missing = N_("Enter how many days"),
    .picture = "calendar",
    .shown_if = "what=pause",
    .is_needed = true },
  { .name = "days",
    .kind = ASK_NUMBER,
    .label = N_("Suspended for how many days?"),
    .missing = N_("Enter how many days"),
    .picture = "calendar",
    .shown_if = "what=suspend",
    .is_needed = true },
  { .name = "grounds",
    .kind = ASK_ONE_OF,
    .label = N_("Why?"),
    .missing = N_("Choose why"),
    .picture = "question",
    .choices = grounds_choices,
    .is_needed = true },
  { .name = "words",
    .kind = ASK_LONG,
    .label = N_("The reason, in your words"),
    .hint = N_("The person reads this. Say what happened, and when. Name nobody who raised a"
               " worry."),
    .missing = N_("Write the reason. The person reads it."),
    .picture = "write",
    .max_length = MEASURE_WORDS_MAX,
    .is_needed = true },
  QUESTIONS_END,
};

static void
put_only_one(Page *page, const SafetyReaders *readers)
{
  if (readers->organisers[0].id && readers->organisers[1].id)
    return;
  ui_inset_text(page, .text = tr(page, N_("You are the only organiser. You can pause somebody for 3"
                                          " days. To suspend or remove, make a second organiser in"
                                          " People first. Nobody trusted yet? Ask whoever runs the"
                                          " computer.")));
}

static void
draw_stop(Request *r, const KnownMember *member)
{
  char id[ID_TEXT_SIZE];
  const char *text = id_to_text(member->id, id);
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Pause, suspend or remove")),
                                .back = arena_format(request_arena(r), "/people/%s", text),
                                .section = "/people" });

  if (!request_is_post(r))
    answers_set(request_answers(r), "pause_days", "3");
  ui_paragraph(page, .is_lead = true, .text = member->name);
  ui_paragraph(page, .text = tr(page, N_("The person is told what, why, until when, and how to say"
                                         " that it is wrong. Members read that it happened, without"
                                         " a name.")));
  if (member->is_organiser)
    ui_inset_text(page, .text = tr(page, N_("This person is an organiser. To suspend or remove ends"
                                            " that. It does not come back by itself: when they are"
                                            " back, an organiser can choose it again in"
                                            " People.")));
  put_only_one(page, safety_find_readers(request_txn(r), request_arena(r)));
  form_draw(page, .action = arena_format(request_arena(r), "/safety/stop/%s", text),
            .questions = stop_questions, .data = r, .button = tr(page, N_("Go on")));
  page_close(page);
}

/* NULL: nobody, or oneself; that is answered. */
static const KnownMember *
member_in_path(Request *r)
{
  const int64_t id = request_id_in_path(r, "member");
  const KnownMember *member = people_find_known(request_txn(r), request_arena(r), id);

  if ((!member || id == request_viewer(r)->member_id) && !txn_trouble(request_txn(r))) {
    reply_not_found(r);
    return NULL;
  }
  return member;
}

static void
show_stop(Request *r)
{
  const KnownMember *member = member_in_path(r);

  if (member)
    draw_stop(r, member);
}

static void
propose(Request *r)
{
  const KnownMember *member = member_in_path(r);
  const Answers *answers = request_answers(r);
  int64_t id = 0;

  if (!member)
    return;
  if (questions_check(stop_questions, request_answers(r), r, request_refusals(r))) {
    Measure wish = { .member_id = member->id,
                     .grounds = answers_text(answers, "grounds"),
                     .words = answers_text(answers, "words"),
                     .origin = request_origin(r) };

    measure_kind_from_name(answers_text(answers, "what"), &wish.kind);
    wish.days = (int)CLAMP(answers_int(answers, wish.kind == MEASURE_PAUSE ? "pause_days" : "days"),
                           0, 10000);
    measures_propose(request_txn(r), request_act(r), &wish, request_refusals(r), &id);
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_stop(r, member);
  else
    reply_redirect_saying(r, measure_path(r, id),
                          answers_have(answers, "what", "pause")
                              ? N_("The pause has begun")
                              : N_("It is proposed. Another organiser must agree"),
                          NULL);
}

const Route stop_routes[] = {
  { "GET", "/safety/stop/:member", may_organise, show_stop },
  { "POST", "/safety/stop/:member", may_organise, propose },
  ROUTES_END,
};
