/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is promised before a decision, what people say of that afterwards in private, and the yeses
 * to the public register. Writing a decision down is decision_write_pages.c. */
#include "decisions/levels.h"
#include "decisions/record_pages.h"
#include "lang/lang.h"

/* ---- what is asked ---- */

static const Choice promise_choices[] = {
  { .value = "co-production",
    .label = N_("Co-production: people decide and do it together, as equals") },
  { .value = "co-design", .label = N_("Co-design: people work it out together, others decide") },
  { .value = "engagement",
    .label = N_("Engagement: people can say what they think and change it a little") },
  { .value = "consultation", .label = N_("Consultation: people are asked what they think") },
  { .value = "informing", .label = N_("Informing: people are told about it") },
  { .value = "education", .label = N_("Education: people are helped to understand it") },
  { .value = "coercion", .label = N_("Coercion: people are told what to do") },
  { .value = "own", .label = N_("We say it in our own words") },
  { .value = NULL },
};

/* Without the last: what people say is to be put in order. */
const Choice level_choices[] = {
  { .value = "co-production",
    .label = N_("Co-production: people decide and do it together, as equals") },
  { .value = "co-design", .label = N_("Co-design: people work it out together, others decide") },
  { .value = "engagement",
    .label = N_("Engagement: people can say what they think and change it a little") },
  { .value = "consultation", .label = N_("Consultation: people are asked what they think") },
  { .value = "informing", .label = N_("Informing: people are told about it") },
  { .value = "education", .label = N_("Education: people are helped to understand it") },
  { .value = "coercion", .label = N_("Coercion: people are told what to do") },
  { .value = NULL },
};

#define PROMISE_QUESTIONS                                                                     \
  { .name = "level",                                                                          \
    .kind = ASK_ONE_OF,                                                                       \
    .label = N_("How far are people to take part?"),                                          \
    .hint = N_("This is a promise. It stays to be seen."),                                    \
    .missing = N_("Choose a rung of the ladder, or say it in your own words"),                \
    .picture = "together",                                                                    \
    .choices = promise_choices,                                                               \
    .is_needed = true },                                                                      \
  {                                                                                           \
    .name = "promised", .kind = ASK_LONG, .label = N_("What does that mean here?"),           \
    .hint = N_("In your own words. For example: we vote, and the council does what we say."), \
    .picture = "write", .rows = 3, .max_length = DECISION_WORDS_MAX                           \
  }

static const Question announce_questions[] = {
  { .name = "question",
    .kind = ASK_LONG,
    .label = N_("What is to be decided?"),
    .hint = N_("For example: which colour the day centre gets."),
    .missing = N_("Write what is to be decided"),
    .picture = "question",
    .rows = 3,
    .max_length = DECISION_WORDS_MAX,
    .is_needed = true },
  PROMISE_QUESTIONS,
  QUESTIONS_END,
};

static const Question promise_questions[] = {
  PROMISE_QUESTIONS,
  { .name = "why",
    .kind = ASK_LONG,
    .label = N_("Why is it something else now?"),
    .hint = N_("The first promise stays, and this one stands beside it."),
    .missing = N_("Write why something else is promised now"),
    .picture = "question",
    .rows = 3,
    .max_length = DECISION_WORDS_MAX,
    .is_needed = true },
  QUESTIONS_END,
};

static const Question level_questions[] = {
  { .name = "level",
    .kind = ASK_ONE_OF,
    .label = N_("What was it like?"),
    .hint = N_("Nobody sees what you say, and it cannot be changed later. You need not say"
               " anything."),
    .missing = N_("Choose what it was like"),
    .picture = "together",
    .choices = level_choices,
    .is_needed = true },
  QUESTIONS_END,
};

/* ---- from answers ---- */

static PromiseWish
promise_in(Request *r)
{
  PromiseWish wish = { .words = answers_text(request_answers(r), "promised"),
                       .why = answers_text(request_answers(r), "why") };

  level_from_name(answers_text(request_answers(r), "level"), &wish.level); /* "own": none */
  return wish;
}

/* ---- announcing ---- */

static void
draw_announce(Request *r, const Group *group)
{
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Announce a question")),
                      .lead = lang_text(request_lang(r), N_("Say before anything is decided how far"
                                                            " people are to take part.")),
                      .picture = "question",
                      .back = group_path(r, group, "/decisions"),
                      .section = "/groups" });

  form_draw(page, .action = group_path(r, group, "/decisions/announce"),
            .questions = announce_questions, .button = tr(page, N_("Announce it")));
  put_ladder_credit(page);
  page_close(page);
}

static void
show_announce(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);

  if (group)
    draw_announce(r, group);
}

static void
announce(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);
  Decision decision = { .group_id = group ? group->id : 0 };

  if (!group)
    return;
  if (questions_check(announce_questions, request_answers(r), r, request_refusals(r))) {
    const PromiseWish promise = promise_in(r);

    decisions_announce(request_txn(r), request_act(r), group->id,
                       answers_text(request_answers(r), "question"), &promise, request_refusals(r),
                       &decision.id);
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_announce(r, group);
  else
    reply_redirect_saying(r, decision_path(r, &decision, ""), N_("It is announced"), NULL);
}

/* ---- promising something else ---- */

static void
draw_promise(Request *r, const Decision *decision)
{
  Page *page = open_decision_page(r, decision, N_("Promise something else"), "together");

  form_draw(page, .action = decision_path(r, decision, "/promise"), .questions = promise_questions,
            .button = tr(page, N_("Keep this")));
  put_ladder_credit(page);
  page_close(page);
}

static void
show_promise(Request *r)
{
  const Group *group = NULL;
  const Decision *decision = decision_in_path(r, &group, GROUP_TO_CHANGE);

  if (decision)
    draw_promise(r, decision);
}

static void
promise(Request *r)
{
  const Group *group = NULL;
  const Decision *decision = decision_in_path(r, &group, GROUP_TO_CHANGE);

  if (!decision)
    return;
  if (questions_check(promise_questions, request_answers(r), r, request_refusals(r))) {
    const PromiseWish wish = promise_in(r);

    decisions_promise(request_txn(r), request_act(r), decision, &wish, request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_promise(r, decision);
  else
    reply_redirect_saying(r, decision_path(r, decision, ""), N_("It is kept"), NULL);
}

/* ---- how far people took part ---- */

static void
draw_level(Request *r, const Decision *decision)
{
  Page *page = open_decision_page(r, decision, N_("How far did people take part?"), "together");

  form_draw(page, .action = decision_path(r, decision, "/level"), .questions = level_questions,
            .button = tr(page, N_("Say so")));
  put_ladder_credit(page);
  page_close(page);
}

/* NULL: "not found" was answered, also to whoever may not (any more) say it. */
static const Decision *
decision_to_judge(Request *r)
{
  const Group *group = NULL;
  const Decision *decision = decision_in_path(r, &group, GROUP_TO_READ);

  if (!decision ||
      levels_may_say(request_txn(r), decision, request_viewer(r)->member_id, request_now_us(r)))
    return decision;
  reply_not_found(r);
  return NULL;
}

static void
show_level(Request *r)
{
  const Decision *decision = decision_to_judge(r);

  if (decision)
    draw_level(r, decision);
}

static void
keep_level(Request *r)
{
  const Decision *decision = decision_to_judge(r);

  if (!decision)
    return;
  if (questions_check(level_questions, request_answers(r), r, request_refusals(r))) {
    const PromiseWish said = promise_in(r);

    levels_say(request_txn(r), request_act(r), decision, said.level, request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_level(r, decision);
  else
    reply_redirect_saying(r, decision_path(r, decision, ""), N_("Thank you for saying so"), NULL);
}

/* ---- the public register ---- */

static void
change_yes(Request *r, void (*change)(Txn *txn, const Act *act, const Decision *decision))
{
  const Group *group = NULL;
  const Decision *decision = decision_in_path(r, &group, GROUP_TO_CHANGE);

  if (!decision)
    return;
  change(request_txn(r), request_act(r), decision);
  reply_redirect_saying(r, decision_path(r, decision, ""), N_("It is kept"), NULL);
}

static void
make_public(Request *r)
{
  change_yes(r, decisions_make_public);
}

static void
keep_inside(Request *r)
{
  change_yes(r, decisions_keep_inside);
}

#define DECISION "/groups/:group/decisions/:decision"

const Route record_write_routes[] = {
  { "GET", "/groups/:group/decisions/announce", may_change_group, show_announce },
  { "POST", "/groups/:group/decisions/announce", may_change_group, announce },
  { "GET", DECISION "/promise", may_change_group, show_promise },
  { "POST", DECISION "/promise", may_change_group, promise },
  { "GET", DECISION "/level", may_read_group, show_level },
  { "POST", DECISION "/level", may_read_group, keep_level },
  { "POST", DECISION "/public", may_change_group, make_public },
  { "POST", DECISION "/inside", may_change_group, keep_inside },
  ROUTES_END,
};
