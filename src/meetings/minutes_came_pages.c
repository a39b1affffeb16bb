/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who came to a meeting: writing it down, alone or with all the rest (day_enter_pages.c). A large
 * group comes in parts, by name; each is kept before the next is shown, so nothing ticked is lost.
 */
#include "meetings/minutes_pages.h"

#include "base/ids.h"
#include "groups/places.h"
#include "lang/lang.h"
#include "meetings/came.h"

#include <string.h>

enum {
  PEOPLE_A_PART = 40,
  EASY_PEOPLE_A_PART = 20,
  FIRST_WORD_MAX = 14, /* letters of a name, where a part says from whom to whom it goes */
};

#define FIELD_PEOPLE "_people" /* who stood on the page */
#define FIELD_PART   "_part"
#define FIELD_GO     "_go" /* the part to show next */

/* ---- which part ---- */

static int
people_parts(Request *r, int count)
{
  const int most = lang_is_easy_read(request_lang(r)) ? EASY_PEOPLE_A_PART : PEOPLE_A_PART;

  return MAX(1, (count + most - 1) / most);
}

/* Those who stood on the page that was sent, whoever joined or left since. */
static void
choose_sent(CamePart *came, const Place *all, const char *sent)
{
  g_auto(GStrv) ids = g_strsplit(sent, ",", PEOPLE_A_PART + 1);

  for (int i = 0; ids[i] && came->count < PEOPLE_A_PART; i++) {
    int64_t id = 0;
    const Place *one = id_from_text(ids[i], &id) ? all : NULL;

    while (one && one->member_id && one->member_id != id)
      one++;
    if (one && one->member_id)
      came->people[came->count++] = *one;
  }
}

const CamePart *
minutes_came_part(Request *r, const Meeting *meeting, int part)
{
  Arena *arena = request_arena(r);
  const char *sent = answers_text(request_answers(r), FIELD_PEOPLE);
  const Place *all = places_list(request_txn(r), arena, meeting->group_id, "", 0, GROUP_PEOPLE_MAX);
  CamePart *came = arena_new_of(arena, CamePart, 1);
  int count = 0;

  while (all[count].member_id)
    count++;

  const int parts = people_parts(r, count);

  *came = (CamePart){ .all = all,
                      .all_count = count,
                      .people = arena_new_of(arena, Place, PEOPLE_A_PART + 1),
                      .parts = parts > 1 ? parts + 1 : 1 };
  came->part = CLAMP(part, 1, came->parts);
  came->asks_others = came->part == came->parts;
  if (*sent) {
    choose_sent(came, all, sent);
    return came;
  }
  for (int i = (came->part - 1) * count / parts;
       came->part <= parts && i < came->part * count / parts; i++)
    came->people[came->count++] = all[i];
  return came;
}

int
minutes_part_sent(Request *r)
{
  const char *sent = answers_text(request_answers(r), FIELD_PART);

  return (int)CLAMP(g_ascii_strtoll(*sent ? sent : request_query(r, "part"), NULL, 10), 1, 1000);
}

int
minutes_part_next(Request *r)
{
  return (int)CLAMP(g_ascii_strtoll(answers_text(request_answers(r), FIELD_GO), NULL, 10), 0, 1000);
}

/* ---- what is asked ---- */

static const Choice *
people_to_tick(Arena *arena, void *data)
{
  const CamePart *came = data;
  Choice *choices = arena_new_of(arena, Choice, came->count + 1);

  for (int i = 0; i < came->count; i++) {
    char id[ID_TEXT_SIZE];

    choices[i] = (Choice){ .value = arena_text(arena, id_to_text(came->people[i].member_id, id)),
                           .label = came->people[i].name };
  }
  return choices;
}

#define OTHERS_QUESTION(field, words, shows)                                             \
  {                                                                                      \
    .name = (field), .kind = ASK_NUMBER, .label = (words), .picture = (shows), .min = 0, \
    .max = OTHERS_MOST                                                                   \
  }

/* The people first, then what else is asked once. */
static const Question came_questions[] = {
  { .name = "came",
    .kind = ASK_ANY_OF,
    .label = N_("Who of the group came?"),
    .picture = "people",
    .choices_from = people_to_tick },
  OTHERS_QUESTION("others_use", N_("How many others came who use services?"), "person"),
  OTHERS_QUESTION("others_care", N_("How many other family carers?"), "carer"),
  OTHERS_QUESTION("others_near", N_("How many other neighbours?"), "home"),
  OTHERS_QUESTION("others_work", N_("How many others at their work?"), "worker"),
  OTHERS_QUESTION("others_else", N_("How many others in another role?"), "people"),
  { .name = "missing",
    .kind = ASK_LONG,
    .label = N_("Was a side missing, and why?"),
    .hint = N_("For example: no family carer came, the bus did not run."),
    .picture = "question",
    .rows = 3,
    .max_length = MEETING_WORDS_MAX },
  QUESTIONS_END,
};

G_STATIC_ASSERT(G_N_ELEMENTS(came_questions) == CAME_QUESTIONS_MAX + 1);

int
minutes_came_questions(const CamePart *came, Question *ret_questions)
{
  int count = 0;

  for (const Question *one = came_questions; one->name; one++)
    if (one == came_questions ? came->count > 0 : came->asks_others)
      ret_questions[count++] = *one;
  ret_questions[count] = (Question)QUESTIONS_END;
  return count;
}

/* ---- what is written down now ---- */

static void
set_number(Answers *answers, const char *name, int64_t number)
{
  if (number > 0)
    answers_set(answers, name,
                arena_format(answers_arena(answers), "%" G_GINT64_FORMAT, (gint64)number));
}

static bool
is_asked(const CamePart *came, int64_t member_id)
{
  for (int i = 0; i < came->count; i++)
    if (came->people[i].member_id == member_id)
      return true;
  return false;
}

void
minutes_came_fill(Request *r, const CamePart *came, const Meeting *meeting, const Minutes *minutes,
                  Answers *answers)
{
  const Present *present = minutes_present(request_txn(r), request_arena(r), meeting->id);

  for (; came->count > 0 && present->member_id; present++) {
    char id[ID_TEXT_SIZE];

    id_to_text(present->member_id, id);
    if (is_asked(came, present->member_id))
      answers_add(answers, "came", id, strlen(id));
  }
  if (!came->asks_others)
    return;
  set_number(answers, "others_use", minutes->others_use);
  set_number(answers, "others_care", minutes->others_care);
  set_number(answers, "others_near", minutes->others_near);
  set_number(answers, "others_work", minutes->others_work);
  set_number(answers, "others_else", minutes->others_else);
  answers_set(answers, "missing", minutes->absent);
}

/* ---- the form ---- */

void
minutes_came_hidden(Page *page, const CamePart *came, int part)
{
  g_autoptr(GString) ids = g_string_new("");

  for (int i = 0; i < came->count; i++) {
    char id[ID_TEXT_SIZE];

    g_string_append_printf(ids, "%s%s", i ? "," : "", id_to_text(came->people[i].member_id, id));
  }
  form_hidden(page, FIELD_PART, arena_format(request_arena(page_request(page)), "%d", part));
  form_hidden(page, FIELD_PEOPLE, ids->str);
}

/* People know one another by the first word of their names. */
static const char *
first_word(Arena *arena, const char *name)
{
  const char *space = strchr(name, ' ');
  g_autofree char *word = g_strndup(name, space ? (size_t)(space - name) : strlen(name));
  g_autofree char *begin = g_utf8_substring(word, 0, MIN(FIRST_WORD_MAX, g_utf8_strlen(word, -1)));

  return arena_text(arena, begin);
}

static const char *
part_words(Page *page, const CamePart *came, int part)
{
  Arena *arena = request_arena(page_request(page));
  const int parts = came->parts - 1;
  const Place *first = &came->all[(part - 1) * came->all_count / parts];
  const Place *last = &came->all[part * came->all_count / parts - 1];

  return tr_fill(page, N_("{first} to {last}"), "first", first_word(arena, first->name), "last",
                 first_word(arena, last->name), NULL);
}

void
minutes_came_say_part(Page *page, const CamePart *came)
{
  Arena *arena = request_arena(page_request(page));

  if (came->parts == 1 || came->part == came->parts)
    return;
  ui_paragraph(page, .is_strong = true, .text = part_words(page, came, came->part));
  ui_paragraph(page, .text = tr_fill(page,
                                     N_("Part {number} of {count}. What you tick is kept"
                                        " before the next part is shown."),
                                     "number", arena_format(arena, "%d", came->part), "count",
                                     arena_format(arena, "%d", came->parts), NULL));
}

void
minutes_came_buttons(Page *page, const CamePart *came, const char *last_words)
{
  Arena *arena = request_arena(page_request(page));

  if (came->parts == 1)
    return;
  ui_heading(page, 2, tr(page, N_("Keep this, and go to")));
  ui_words_to_press_open(page);
  for (int part = 1; part <= came->parts; part++)
    if (part != came->part)
      ui_word_to_press(page, FIELD_GO, arena_format(arena, "%d", part),
                       part == came->parts ? last_words : part_words(page, came, part), NULL);
  ui_words_to_press_close(page);
}

void
minutes_came_keep(Request *r, const CamePart *came, const Meeting *meeting)
{
  const Answers *answers = request_answers(r);
  const int ticked = answers_count(answers, "came");
  int64_t *members = arena_new_of(request_arena(r), int64_t, ticked + 1);
  int64_t *asked = arena_new_of(request_arena(r), int64_t, came->count + 1);
  const Minutes others = { .others_use = answers_int(answers, "others_use"),
                           .others_care = answers_int(answers, "others_care"),
                           .others_near = answers_int(answers, "others_near"),
                           .others_work = answers_int(answers, "others_work"),
                           .others_else = answers_int(answers, "others_else"),
                           .absent = answers_text(answers, "missing") };
  int count = 0;

  for (int i = 0; i < ticked; i++)
    if (id_from_text(answers_nth(answers, "came", i), &members[count]))
      count++;
  for (int i = 0; i < came->count; i++)
    asked[i] = came->people[i].member_id;
  came_set(request_txn(r), request_act(r), meeting,
           &(CameWish){ .asked = asked,
                        .asked_count = came->count,
                        .came = members,
                        .count = count,
                        .others = came->asks_others ? &others : NULL },
           request_refusals(r));
}

/* ---- the page ---- */

static void
draw_came(Request *r, const Meeting *meeting, const CamePart *came)
{
  Question questions[CAME_QUESTIONS_MAX + 1];
  const bool is_last = came->part == came->parts;

  minutes_came_questions(came, questions);
  if (!request_is_post(r))
    minutes_came_fill(r, came, meeting, minutes_find(request_txn(r), request_arena(r), meeting->id),
                      request_answers(r));

  Page *page = open_minutes_page(r, meeting, N_("Who came"), "people");

  minutes_came_say_part(page, came);
  form_open(page, meeting_path(r, meeting, "/minutes/came"));
  minutes_came_hidden(page, came, came->part);
  form_questions(page, questions, (void *)came);
  ui_button(page, .text = tr(page, is_last ? N_("Keep this") : N_("Keep this, and go on")));
  minutes_came_buttons(page, came, tr(page, N_("Who is not in the group")));
  form_close(page, NULL);
  page_close(page);
}

static void
show_came(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (meeting)
    draw_came(r, meeting, minutes_came_part(r, meeting, minutes_part_sent(r)));
}

static void
set_came(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);
  Question questions[CAME_QUESTIONS_MAX + 1];

  if (!meeting)
    return;

  const CamePart *came = minutes_came_part(r, meeting, minutes_part_sent(r));
  const int next = minutes_part_next(r) ? minutes_part_next(r) : came->part + 1;

  minutes_came_questions(came, questions);
  if (questions_check(questions, request_answers(r), (void *)came, request_refusals(r)))
    minutes_came_keep(r, came, meeting);
  if (refusals_count(request_refusals(r)) > 0)
    draw_came(r, meeting, came);
  else if (next <= came->parts)
    reply_redirect_saying(r,
                          arena_format(request_arena(r), "%s?part=%d",
                                       meeting_path(r, meeting, "/minutes/came"), next),
                          N_("It is kept. Here is the next part."), NULL);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, "/minutes"), N_("It is kept"), NULL);
}

const Route minutes_came_routes[] = {
  { "GET", "/groups/:group/meetings/:meeting/minutes/came", may_arrange_meetings, show_came },
  { "POST", "/groups/:group/meetings/:meeting/minutes/came", may_arrange_meetings, set_came,
    .fields_max = PEOPLE_A_PART + 40 },
  ROUTES_END,
};
