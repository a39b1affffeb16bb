/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Setting a community up: the link that the machine printed, five questions, done. */
#include "home/home_pages.h"

#include "people/people_pages.h"
#include "safety/safety.h"
#include "ui/components.h"
#include "ui/form.h"
#include "upkeep/arrivals.h"
#include "upkeep/daily.h"
#include "web/web.h"

static const Question set_up_questions[] = {
  { .name = "place",
    .kind = ASK_TEXT,
    .picture = "home",
    .label = N_("What is your community called?"),
    .hint = N_("For example: Riverside"),
    .missing = N_("Enter what your community is called"),
    .max_length = 80,
    .is_needed = true },
  { .name = "name",
    .kind = ASK_TEXT,
    .picture = "person",
    .label = N_("Your name"),
    .missing = N_("Enter your name"),
    .autocomplete = "name",
    .is_needed = true },
  { .name = "contact",
    .kind = ASK_EMAIL,
    .picture = "email",
    .label = N_("Your e-mail address, if you have one"),
    .autocomplete = "email" },
  { .name = "worry_name",
    .kind = ASK_TEXT,
    .picture = "listen",
    .label = N_("Who can people talk to when they are worried?"),
    .hint = N_("A person everybody trusts. You can change this later."),
    .missing = N_("Enter the name of somebody people can talk to"),
    .is_needed = true },
  { .name = "worry_phone",
    .kind = ASK_PHONE,
    .picture = "phone",
    .label = N_("Their phone number"),
    .missing = N_("Enter the phone number of that person"),
    .is_needed = true },
  QUESTIONS_END,
};

/* Beside it: what there was elsewhere comes here. */
static void
put_other_way(Page *page)
{
  static const char *const words =
      N_("Then make an archive there, under “Looking after this”. All of"
         " it can come here.");
  Request *r = page_request(page);

  ui_heading(page, 2, tr(page, N_("Or is your community somewhere else already?")));
  if (lang_is_easy_read(page_lang(page)))
    ui_picture_row(page, .text = tr(page, words), .picture = "suitcase");
  else
    ui_paragraph(page, .text = tr(page, words));
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Bring a community here from an archive")), .is_large = true,
          .href = arena_format(request_arena(r), "/set-up/%s/archive",
                               request_text_in_path(r, "token")));
  ui_paragraph_close(page);
}

static void
draw_set_up(Request *r)
{
  const Lang *lang = request_lang(r);
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(lang, N_("Set up your table")),
                                .picture = "home",
                                .lead = lang_text(lang, N_("Five questions, and people can come."
                                                           " You become the first organiser.")) });

  form_draw(page,
            .action =
                arena_format(request_arena(r), "/set-up/%s", request_text_in_path(r, "token")),
            .questions = set_up_questions, .button = tr(page, N_("Set up")));
  if (!*request_step(r))
    put_other_way(page);
  page_close(page);
}

/* The link that the machine printed, while nobody is here yet. In a community that was brought here
 * meanwhile it is somebody's way in. */
const SignInLink *
set_up_link(Request *r)
{
  const SignInLink *link = NULL;
  LinkState state = people_look_at_link(request_txn(r), request_arena(r),
                                        request_text_in_path(r, "token"), request_now_us(r), &link);

  if (state == LINK_GOOD && link->member_id) {
    reply_redirect(r, arena_format(request_arena(r), "/in/%s?to=/upkeep/first-steps", link->token));
    return NULL;
  }
  if (state == LINK_GOOD && people_count(request_txn(r)) > 0)
    state = LINK_SPENT; /* somebody else set it up meanwhile */
  if (state != LINK_GOOD)
    draw_dead_link(r, state);
  return state == LINK_GOOD ? link : NULL;
}

static void
show_set_up(Request *r)
{
  if (set_up_link(r))
    draw_set_up(r);
}

static void
set_up(Request *r)
{
  Txn *txn = request_txn(r);
  const Act *act = request_act(r);
  Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);
  int64_t member_id = 0, nobody = 0;

  if (!set_up_link(r))
    return;
  if (questions_check(set_up_questions, answers, r, refusals))
    people_set_up_first(txn, act, answers_text(answers, "name"), answers_text(answers, "contact"),
                        refusals, &member_id);
  if (refusals_count(refusals) > 0) {
    draw_set_up(r);
    return;
  }
  arrivals_drop(txn, act); /* brought, and not agreed to */
  community_set_up(txn, act, answers_text(answers, "place"), request_time_zone(r));
  safety_set_contact(txn, act, answers_text(answers, "worry_name"),
                     answers_text(answers, "worry_phone"));
  people_spend_link(txn, act, request_text_in_path(r, "token"), &nobody);
  request_sign_in(r, member_id, WAY_OPERATOR);
  daily_start(txn, act);
  reply_redirect_saying(r, "/upkeep/first-steps", N_("Your table is set up. Now add people"), NULL);
}

const Route set_up_routes[] = {
  { "GET", "/set-up/:token", anyone, show_set_up, .supporter = { SUPPORT_AS_SELF } },
  { "POST", "/set-up/:token", anyone, set_up, .per_minute = 20, .supporter = { SUPPORT_AS_SELF } },
  ROUTES_END,
};
