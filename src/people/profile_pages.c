/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Strengths, roles, where roles are shown, and the list of those who wish to be on it. */
#include "people/profile.h"

#include "base/ids.h"
#include "base/text.h"
#include "people/me_pages.h"

#include <string.h>

enum { MEMBERS_A_PAGE = 100 };

/* ---- strengths ---- */

static const Question strengths_questions[] = {
  { .name = "strengths",
    .kind = ASK_LONG,
    .label = N_("What are you good at?"),
    .hint = N_("One thing a line. For example: listening, mending bicycles, knowing the buses."),
    .picture = "yes",
    .max_length = 7000 },
  { .name = "likes",
    .kind = ASK_LONG,
    .label = N_("What do you like to do?"),
    .hint = N_("One thing a line."),
    .picture = "happy",
    .max_length = 7000 },
  QUESTIONS_END,
};

static void
show_strengths(Request *r)
{
  if (!request_is_post(r)) {
    const Strengths *strengths = strengths_read(request_txn(r), request_arena(r), my_id(r));

    answers_set(request_answers(r), "strengths", strengths->strengths);
    answers_set(request_answers(r), "likes", strengths->likes);
  }

  Page *page = open_me_page(r, N_("Your strengths, and what you like to do"),
                            N_("Everybody brings something. Only you can see this for now."));

  form_draw(page, .action = "/me/strengths", .questions = strengths_questions,
            .button = tr(page, N_("Keep this")));
  page_close(page);
}

static void
change_strengths(Request *r)
{
  Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);

  if (questions_check(strengths_questions, answers, r, refusals))
    strengths_change(
        request_txn(r), request_act(r), my_id(r),
        &(Strengths){ answers_text(answers, "strengths"), answers_text(answers, "likes") },
        refusals);
  if (refusals_count(refusals) > 0)
    show_strengths(r);
  else
    reply_redirect_saying(r, "/me", N_("Your strengths are kept"), NULL);
}

/* ---- roles ---- */

static const Question roles_questions[] = {
  { .name = "roles",
    .kind = ASK_ANY_OF,
    .label = N_("Which roles do you act in?"),
    .hint = N_("Tick as many as you like, or none."),
    .picture = "people",
    .choices = role_choices },
  { .name = "own_role",
    .picture = "write",
    .kind = ASK_TEXT,
    .label = N_("Another role, in your own words"),
    .max_length = OWN_ROLE_MAX },
  QUESTIONS_END,
};

/* Those of the person, with their own words for labels. */
static const Choice *
my_roles(Arena *arena, void *data)
{
  Request *r = data;
  const Roles *roles = roles_read(request_txn(r), arena, my_id(r));
  Choice *choices = arena_new_of(arena, Choice, ROLES_MAX + 1);

  for (int i = 0; i < roles->count; i++)
    choices[i] = (Choice){ .value = roles->roles[i],
                           .label = role_in_words(roles->roles[i], request_lang(r)) };
  return choices;
}

static const Choice listed_choices[] = {
  { .value = "yes", .label = N_("Yes, show my name"), .shows = "shown" },
  { .value = "no", .label = N_("No") },
  { .value = NULL },
};

#define LISTED_QUESTION                                                               \
  {                                                                                   \
    .name = "listed", .picture = "people", .kind = ASK_ONE_OF,                        \
    .label = N_("Do you want to be on the list of members?"),                         \
    .hint = N_("All members can read that list."), .missing = N_("Choose yes or no"), \
    .choices = listed_choices, .is_needed = true                                      \
  }

static const Question listed_questions[] = {
  LISTED_QUESTION,
  { .name = "shown",
    .picture = "look",
    .kind = ASK_ANY_OF,
    .label = N_("Which roles may stand beside your name there?"),
    .hint = N_("Nothing ticked: your name alone."),
    .choices_from = my_roles,
    .shown_if = "listed=yes" },
  QUESTIONS_END,
};

/* Without a role there is nothing to stand beside the name. */
static const Choice plain_listed_choices[] = {
  { .value = "yes", .label = N_("Yes, show my name") },
  { .value = "no", .label = N_("No") },
  { .value = NULL },
};

static const Question *
questions_of_list(Request *r)
{
  const Roles *roles = roles_read(request_txn(r), request_arena(r), my_id(r));
  Question *questions;

  if (roles->count > 0)
    return listed_questions;
  questions = arena_new_of(request_arena(r), Question, 2);
  questions[0] = (Question)LISTED_QUESTION;
  questions[0].choices = plain_listed_choices;
  return questions;
}

static bool
is_own_role(const char *role)
{
  for (const Choice *choice = role_choices; choice->value; choice++)
    if (strcmp(choice->value, role) == 0)
      return false;
  return true;
}

static void
fill_roles(Request *r)
{
  Answers *answers = request_answers(r);
  const Roles *roles = roles_read(request_txn(r), request_arena(r), my_id(r));
  const Roles *shown = roles_shown(request_txn(r), request_arena(r), my_id(r), PLACE_MEMBERS);

  for (int i = 0; i < roles->count; i++) {
    if (is_own_role(roles->roles[i]))
      answers_set(answers, "own_role", roles->roles[i]);
    else
      answers_add(answers, "roles", roles->roles[i], strlen(roles->roles[i]));
  }
  answers_set(answers, "listed", shown ? "yes" : "no");
  for (int i = 0; shown && i < shown->count; i++)
    answers_add(answers, "shown", shown->roles[i], strlen(shown->roles[i]));
}

static void
show_roles(Request *r)
{
  if (!request_is_post(r))
    fill_roles(r);

  Page *page = open_me_page(r, N_("Roles you act in"),
                            N_("Only you can see this, until you show it somewhere."));

  form_draw(page, .action = "/me/roles", .questions = roles_questions,
            .button = tr(page, N_("Keep my roles")));
  ui_heading(page, 2, tr(page, N_("Beside your name")));
  form_draw(page, .action = "/me/roles/shown", .questions = questions_of_list(r), .data = r,
            .button = tr(page, N_("Keep where I am shown")));
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Look at the list of members")), .href = "/members",
          .is_large = true);
  ui_paragraph_close(page);
  page_close(page);
}

static void
change_roles(Request *r)
{
  Answers *answers = request_answers(r);
  Roles roles = { .count = 0 };

  if (!questions_check(roles_questions, answers, r, request_refusals(r))) {
    show_roles(r);
    return;
  }
  for (const Choice *choice = role_choices; choice->value; choice++)
    if (answers_have(answers, "roles", choice->value))
      roles.roles[roles.count++] = choice->value;
  if (*answers_text(answers, "own_role"))
    roles.roles[roles.count++] = answers_text(answers, "own_role");
  roles_change(request_txn(r), request_act(r), my_id(r), &roles);
  reply_redirect_saying(r, "/me/roles", N_("Your roles are kept"), NULL);
}

static void
change_shown(Request *r)
{
  Answers *answers = request_answers(r);
  Roles roles = { .count = 0 };

  if (!questions_check(questions_of_list(r), answers, r, request_refusals(r))) {
    show_roles(r);
    return;
  }
  for (int i = 0; i < answers_count(answers, "shown") && roles.count < ROLES_MAX; i++)
    roles.roles[roles.count++] = answers_nth(answers, "shown", i);
  roles_show(request_txn(r), request_act(r), my_id(r), PLACE_MEMBERS,
             answers_have(answers, "listed", "yes") ? &roles : NULL);
  reply_redirect_saying(r, "/me/roles", N_("This is kept"), NULL);
}

/* ---- the list of members ---- */

static const char *
roles_in_words(Page *page, const Roles *roles)
{
  const char *words[ROLES_MAX];

  if (roles->count == 0)
    return "";
  for (int i = 0; i < roles->count; i++)
    words[i] = role_beside_name(roles->roles[i], page_lang(page));

  g_autofree char *list = lang_list(page_lang(page), words, (size_t)roles->count);

  return arena_text(request_arena(page_request(page)), list);
}

static const ShownMember *
list_after(Request *r, int64_t after_id)
{
  Txn *txn = request_txn(r);
  Arena *arena = request_arena(r);
  const Member *after = after_id ? people_find(txn, arena, after_id, false) : NULL;
  g_autofree char *sort_key = after ? text_sort_key(after->name) : NULL;

  return roles_list_shown(txn, arena, PLACE_MEMBERS, sort_key, after ? after_id : 0,
                          MEMBERS_A_PAGE + 1);
}

static void
put_list(Page *page, const ShownMember *members)
{
  char id[ID_TEXT_SIZE];
  int shown = 0;

  ui_list_open(page, LIST_RULED);
  for (; shown < MEMBERS_A_PAGE && members[shown].member_id; shown++) {
    const char *roles = roles_in_words(page, &members[shown].roles);

    ui_picture_item_open(page, "person");
    ui_person(page, members[shown].name);
    if (*roles) {
      ui_words(page, " – ");
      ui_person(page, roles);
    }
    ui_picture_item_close(page);
  }
  ui_list_close(page);
  if (members[shown].member_id)
    ui_page_links(page, NULL,
                  arena_format(request_arena(page_request(page)), "/members?after=%s",
                               id_to_text(members[shown - 1].member_id, id)));
}

static void
show_members(Request *r)
{
  int64_t after_id = 0;

  id_from_text(request_query(r, "after"), &after_id);

  const ShownMember *members = list_after(r, after_id);
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("The list of members")),
                      .picture = "people",
                      .lead = lang_text(request_lang(r),
                                        N_("Those who wish to be on it. There are more of us.")),
                      .section = "/members" });

  if (members->member_id)
    put_list(page, members);
  else
    ui_paragraph(page, .text = tr(page, N_("Nobody is on the list yet.")));
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Say if you want to be on the list")), .href = "/me/roles",
          .is_large = true);
  ui_paragraph_close(page);
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Keep away from somebody")), .href = "/keep-away",
          .is_large = true);
  ui_paragraph_close(page);
  page_close(page);
}

const Route profile_routes[] = {
  { "GET", "/me/strengths", is_known, show_strengths },
  { "POST", "/me/strengths", is_known, change_strengths },
  { "GET", "/me/roles", is_known, show_roles },
  { "POST", "/me/roles", is_known, change_roles },
  { "GET", "/me/roles/shown", is_known, show_roles },
  { "POST", "/me/roles/shown", is_known, change_shown },
  { "GET", "/members", is_signed_in, show_members },
  ROUTES_END,
};
