/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The choices and answers of ROLE_QUESTIONS. */
#include "groups/role_pages.h"

#include "lang/lang.h"
#include "people/profile.h"

#include <string.h>

enum { ROLE_CHOICES_MAX = 16 };

const Choice *
role_choices_to_ask(Arena *arena, void *data)
{
  Request *r = data;
  Choice *choices = arena_new_of(arena, Choice, ROLE_CHOICES_MAX + 1);
  int count = 0;

  for (const Choice *role = role_choices; role->value && count < ROLE_CHOICES_MAX - 2; role++)
    choices[count++] =
        (Choice){ .value = role->value, .label = lang_text(request_lang(r), role->label) };
  choices[count++] = (Choice){ .value = "own",
                               .label = lang_text(request_lang(r), N_("Another role")),
                               .shows = "own_role" };
  choices[count++] = (Choice){ .value = "none",
                               .label = lang_text(request_lang(r), N_("I would rather not say")) };
  return choices;
}

const Choice role_show_choices[] = {
  { .value = "no", .label = N_("No: only numbers are told, where they show nobody") },
  { .value = "yes", .label = N_("Yes, beside my name, in this group") },
  { .value = NULL },
};

const char *
role_from_answers(Request *r)
{
  const char *role = answers_text(request_answers(r), "role");

  if (strcmp(role, "own") == 0)
    return answers_text(request_answers(r), "own_role");
  return strcmp(role, "none") == 0 ? "" : role;
}

bool
role_is_shown_in_answers(Request *r)
{
  return answers_have(request_answers(r), "show", "yes") && *role_from_answers(r);
}

void
role_fill(Request *r, const Place *place)
{
  Answers *answers = request_answers(r);
  bool is_code = false;

  for (const Choice *role = role_choices; role->value; role++)
    is_code |= strcmp(role->value, place->role) == 0;
  answers_set(answers, "role", is_code ? place->role : *place->role ? "own" : "none");
  if (!is_code && *place->role)
    answers_set(answers, "own_role", place->role);
  answers_set(answers, "show", *place->shown_role ? "yes" : "no");
}
