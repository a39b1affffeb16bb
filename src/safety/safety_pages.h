/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pages of safety: routes, and the access rights they own. */
#pragma once

#include "questions/questions.h"
#include "safety/worries.h"
#include "ui/waiting.h"
#include "web/routes.h"

extern const Route worried_routes[];     /* "I am worried", for everybody */
extern const Route receipt_routes[];     /* … what comes after it: the number, the answer */
extern const Route worried_for_routes[]; /* … for supporters whose person asked for it */
extern const Route worries_routes[];     /* … for those who read them */
extern const Route safety_routes[];      /* for organisers: who reads worries, numbers to call */

bool may_read_worries(Request *r);
/* The same where the readers are known already: no statement. */
bool may_read_worries_as(Request *r, const SafetyReaders *readers);
/* Somebody acts here; what the person opened to them is asked before. */
bool may_tell_for(Request *r);
/* Something for the start page of those who read worries. */
const Waiting *worries_waiting(Request *r);

/* Shared by these pages. */
typedef struct Page Page;
const char *worry_about_in_words(Page *page, const Worry *worry);
/* "Thursday 26 November 2026"; arena. */
const char *safety_date(Page *page, int64_t at_us);
/* Whom to call: in danger now, and the numbers of the place. */
void worried_put_emergency(Page *page);
void worried_put_numbers(Page *page);
/* Who would read a worry that is about nobody here; who can read this one, and by when. */
void worried_put_who_reads(Page *page, const SafetyReaders *readers);
void worried_put_where_it_is(Page *page, const Worry *worry);
/* Nothing of a note for the readers. */
void worried_put_answer(Page *page, const WorryEntry *entry);
/* Those who would read it here: each can be left out. `data`: the request. */
const Choice *worried_reader_choices(Arena *arena, void *data);
/* Asked of everybody who tells a worry, for themself or for another. */
#define WORRY_ABOUT_WHOM                                                                     \
  { .name = "who",                                                                           \
    .kind = ASK_TEXT,                                                                        \
    .label = N_("Who is it about?"),                                                         \
    .hint = N_("You can leave this empty. A person you name here does not get to read it."), \
    .picture = "person" },                                                                   \
  {                                                                                          \
    .name = "kept_from", .kind = ASK_ANY_OF, .label = N_("Who must not read it?"),           \
    .hint = N_("Tick a name if it is about that person. You can leave this empty."),         \
    .picture = "lock", .choices_from = worried_reader_choices                                \
  }
/* The ids that were ticked there, as Worry.kept_from. */
const char *worried_kept_from(Request *r);
/* The request's act with nobody in it; the reply to the form is kept without a name too. */
Act worried_unnamed_act(Request *r);
enum { WORRY_CODE_SHOWN_HOURS = 1 };
/* Of a worry that this browser sent by that form. */
void worry_code_of(Request *r, const char *form_id, char ret_code[static WORRY_CODE_SIZE]);
