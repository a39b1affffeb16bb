/* SPDX-License-Identifier: AGPL-3.0-or-later
 * "You, as you wish": one calm page that leads on; and name and ways to be reached. */
#include "people/me_pages.h"

#include "base/ids.h"
#include "people/needs.h"

/* ---- shared by the pages under /me ---- */

int64_t
my_id(Request *r)
{
  return request_viewer(r)->member_id;
}

Page *
open_me_page(Request *r, const char *title, const char *lead)
{
  const Lang *lang = request_lang(r);

  return page_open(r, &(PageHead){ .title = lang_text(lang, title),
                                   .lead = lead ? lang_text(lang, lead) : NULL,
                                   .back = "/me",
                                   .section = "/me" });
}

const char *
day_in_words(Request *r, int64_t at_us)
{
  g_autofree char *date = lang_date(request_lang(r), at_us, request_time_zone(r));

  return arena_text(request_arena(r), date);
}

const char *
tr_words(Request *r, const char *id, const char *name)
{
  g_autofree char *words = lang_fill(lang_text(request_lang(r), id), "name", name, NULL);

  return arena_text(request_arena(r), words);
}

const char *
member_state_words(MemberState state)
{
  static const char *const words[MEMBER_STATE_COUNT] = {
    [MEMBER_HERE] = N_("Takes part"),
    [MEMBER_SUSPENDED] = N_("Paused by organisers"),
    [MEMBER_REMOVED] = N_("Ended by organisers"),
    [MEMBER_LEFT] = N_("Has left"),
    [MEMBER_DIED] = N_("Has died"),
    [MEMBER_FORMER] = FORMER_MEMBER,
  };

  return words[state];
}

const char *
path_of_member(Request *r, int64_t member_id, const char *rest)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "/people/%s%s", id_to_text(member_id, id), rest);
}

const Member *
member_in_path(Request *r, bool is_opened)
{
  const Member *member =
      people_find(request_txn(r), request_arena(r), request_id_in_path(r, "member"), is_opened);

  if (!member)
    reply_not_found(r);
  return member;
}

/* ---- the page that leads on ---- */

static const LeadOn about_me[] = {
  { "person", N_("Your name, and how to reach you"),
    N_("This is all we need. Everything else may stay empty."), "/me/name" },
  { "help", N_("What helps you take part?"), N_("Kept sealed. You say who may know."),
    "/me/needs" },
  { "happy", N_("Your strengths, and what you like to do"), N_("In your own words."),
    "/me/strengths" },
  { "people", N_("Roles you act in"),
    N_("Nobody sees them unless you switch it on, place by place."), "/me/roles" },
  { "clock", N_("How often you may be asked, and quiet times"), N_("You set the limit."),
    "/me/asking" },
  { "letter", N_("Which mails I get"), N_("Stop some, or turn them on again."), "/me/mails" },
  { "calendar", N_("Your meetings in your own calendar"),
    N_("They move there when they move here."), "/me/calendar" },
  { "coin", N_("My costs for meetings"), N_("Ask for your money back, and see what came of it."),
    "/me/costs" },
  { "clock", N_("Reminders of meetings"), N_("When we remind you, or never."), "/me/reminders" },
  { "idea", N_("What happened to my ideas"), N_("The answers, also to ideas told for you."),
    "/me/ideas" },
  { "together", N_("My supporters"), N_("Somebody you trust, with limits that you set."),
    "/me/supporters" },
  { "colours", N_("How you like things"), N_("Colours, and how papers reach you."),
    "/how-i-like-things" },
  { "key", N_("My ways in"), N_("Passkeys, key card, and where you are signed in."), "/ways-in" },
};

static const LeadOn my_record[] = {
  { "look", N_("Who has seen what helps you"), N_("Names, days, and what for."), "/me/seen" },
  { "file", N_("What is recorded about you"),
    N_("Read it, take it with you, or say that something is wrong."), "/me/record" },
  { "door", N_("Leave, or be erased"), N_("You can go at any time. Nobody will ask why."),
    "/me/leave" },
};

/* The standard's sixth step: review, on the day that the person set. */
static bool
is_time_to_look_again(Request *r)
{
  const Needs *needs = needs_read(request_txn(r), request_arena(r), my_id(r), false);

  return needs->ask_again_at_us && needs->ask_again_at_us <= request_now_us(r);
}

static void
show_me(Request *r)
{
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("You, as you wish")),
                                .picture = "person",
                                .lead = lang_text(request_lang(r),
                                                  N_("You decide what is known about you here.")),
                                .section = "/me" });

  if (is_time_to_look_again(r)) {
    ui_card_open(page, .title = tr(page, N_("Does what helps you still fit?")),
                 .title_href = "/me/needs", .title_level = 2, .is_warm = true);
    ui_paragraph(page, .text = tr(page, N_("You wrote this some time ago. Please look if it still"
                                           " fits.")));
    ui_card_close(page);
  }
  ui_lead_on(page, about_me, G_N_ELEMENTS(about_me));
  ui_heading(page, 2, tr(page, N_("Your own record")));
  ui_lead_on(page, my_record, G_N_ELEMENTS(my_record));
  page_close(page);
}

/* ---- name and how to be reached ---- */

static const Choice my_reach_choices[] = {
  { .value = "email", .label = N_("By e-mail") },
  { .value = "phone", .label = N_("By phone") },
  { .value = "post", .label = N_("By post") },
  { .value = "in-person", .label = N_("In person") },
  { .value = NULL },
};

static const Question name_questions[] = {
  { .name = "name",
    .kind = ASK_TEXT,
    .label = N_("Your name"),
    .hint = N_("As you like to be called here."),
    .missing = N_("Enter your name"),
    .autocomplete = "name",
    .picture = "person",
    .is_needed = true },
  { .name = "reach",
    .kind = ASK_ONE_OF,
    .label = N_("How do we reach you?"),
    .missing = N_("Choose how to reach you"),
    .choices = my_reach_choices,
    .picture = "talk",
    .is_needed = true },
  { .name = "contact",
    .picture = "letter",
    .kind = ASK_LONG,
    .rows = 3,
    .max_length = MEMBER_CONTACT_MAX,
    .label = N_("Your e-mail address, phone number or postal address"),
    .hint = N_("Leave this empty if we see each other in person. It is kept sealed.") },
  QUESTIONS_END,
};

static void
show_name(Request *r)
{
  const Member *me = people_find(request_txn(r), request_arena(r), my_id(r), true);

  if (!me) {
    reply_not_found(r);
    return;
  }
  if (!request_is_post(r)) {
    answers_set(request_answers(r), "name", me->name);
    answers_set(request_answers(r), "reach", reach_name(me->reach));
    answers_set(request_answers(r), "contact", me->contact);
  }

  Page *page = open_me_page(r, N_("Your name, and how to reach you"), NULL);

  form_draw(page, .action = "/me/name", .questions = name_questions,
            .button = tr(page, N_("Keep this")));
  page_close(page);
}

static void
change_name(Request *r)
{
  Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);
  const Member *me = people_find(request_txn(r), request_arena(r), my_id(r), true);

  if (me && questions_check(name_questions, answers, r, refusals)) {
    Member changed = *me;

    changed.name = answers_text(answers, "name");
    changed.contact = answers_text(answers, "contact");
    reach_from_name(answers_text(answers, "reach"), &changed.reach);
    changed.is_own_way = (request_viewer(r)->rights & RIGHT_CAME_OWN_WAY) != 0;
    people_change(request_txn(r), request_act(r), &changed, refusals);
  }
  if (!me || refusals_count(refusals) > 0)
    show_name(r);
  else
    reply_redirect_saying(r, "/me", N_("This is kept"), NULL);
}

const Route me_routes[] = {
  { "GET", "/me", is_known, show_me },
  { "GET", "/me/name", may_change_me, show_name },
  { "POST", "/me/name", may_change_me, change_name },
  ROUTES_END,
};
