/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Where a meeting is: a place that was used before, or a new one with what is there. */
#include "base/ids.h"
#include "lang/lang.h"
#include "meetings/meetings_pages.h"
#include "meetings/place_news.h"

#include <string.h>

/* What a form about places needs: read once, since every question of it asks for the choices. */
typedef struct {
  Request *r;
  const Venue *venues;
} VenueForm;

static VenueForm
venue_form(Request *r)
{
  return (VenueForm){ r, venues_list(request_txn(r), request_arena(r),
                                     request_id_in_path(r, "group")) };
}

static const Choice *
venues_or_new(Arena *arena, void *data)
{
  const VenueForm *form = data;
  Request *r = form->r;
  const Venue *venues = form->venues;
  Choice *choices = arena_new_of(arena, Choice, VENUES_MAX + 3);
  int count = 0;

  for (; venues->id; venues++) {
    char id[ID_TEXT_SIZE];

    choices[count++] =
        (Choice){ .value = arena_text(arena, id_to_text(venues->id, id)), .label = venues->name };
  }
  choices[count++] =
      (Choice){ .value = "new", .label = lang_text(request_lang(r), N_("A new place")) };
  choices[count] = (Choice){ .value = "none", .label = lang_text(request_lang(r), N_("No room")) };
  return choices;
}

#define VENUE_QUESTIONS(condition)                                                                 \
  { .name = "name",                                                                                \
    .kind = ASK_TEXT,                                                                              \
    .label = N_("What is the place called?"),                                                      \
    .missing = N_("Give the place a name"),                                                        \
    .picture = "place",                                                                            \
    .max_length = VENUE_NAME_MAX,                                                                  \
    .shown_if = (condition),                                                                       \
    .is_needed = true },                                                                           \
      { .name = "address",                                                                         \
        .kind = ASK_LONG,                                                                          \
        .label = N_("Its address"),                                                                \
        .picture = "home",                                                                         \
        .rows = 2,                                                                                 \
        .max_length = VENUE_WORDS_MAX,                                                             \
        .shown_if = (condition) },                                                                 \
      { .name = "way",                                                                             \
        .kind = ASK_LONG,                                                                          \
        .label = N_("How to get there and in"),                                                    \
        .hint = N_("For example: bus 12 stops 50 metres away. Ring at the green door."),           \
        .picture = "bus",                                                                          \
        .rows = 3,                                                                                 \
        .max_length = VENUE_WORDS_MAX,                                                             \
        .shown_if = (condition) },                                                                 \
      { .name = "has",                                                                             \
        .kind = ASK_ANY_OF,                                                                        \
        .label = N_("What is there?"),                                                             \
        .hint = N_("Tick only what somebody has seen."),                                           \
        .picture = "tick",                                                                         \
        .choices = venue_has_choices,                                                              \
        .shown_if = (condition) },                                                                 \
      { .name = "has_not",                                                                         \
        .kind = ASK_ANY_OF,                                                                        \
        .label = N_("What is not there?"),                                                         \
        .hint = N_("What you do not know, leave out of both."),                                    \
        .picture = "cross",                                                                        \
        .choices = venue_has_not_choices,                                                          \
        .shown_if = (condition) },                                                                 \
  {                                                                                                \
    .name = "for_all", .kind = ASK_YES, .label = N_("Other groups may see it and meet there too"), \
    .picture = "people", .shown_if = (condition)                                                   \
  }

static const Question place_questions[] = {
  { .name = "place",
    .kind = ASK_ONE_OF,
    .label = N_("Where do you meet?"),
    .missing = N_("Choose where you meet"),
    .picture = "place",
    .choices_from = venues_or_new,
    .is_needed = true },
  VENUE_QUESTIONS("place=new"),
  QUESTIONS_END,
};

static const Question venue_questions[] = {
  VENUE_QUESTIONS(NULL),
  QUESTIONS_END,
};

/* The ticks of a question as codes with commas between. */
static const char *
codes_from_answers(Request *r, const char *question)
{
  GString *codes = g_string_new(NULL);

  for (const VenueFact *fact = venue_facts; fact->code; fact++)
    if (answers_have(request_answers(r), question, fact->code))
      g_string_append_printf(codes, "%s%s", codes->len ? "," : "", fact->code);

  const char *kept = arena_text(request_arena(r), codes->str);

  g_string_free(codes, TRUE);
  return kept;
}

static Venue
venue_from_answers(Request *r, int64_t group_id)
{
  const Answers *answers = request_answers(r);

  return (Venue){ .group_id = group_id,
                  .name = answers_text(answers, "name"),
                  .address = answers_text(answers, "address"),
                  .words = answers_text(answers, "way"),
                  .has = codes_from_answers(r, "has"),
                  .has_not = codes_from_answers(r, "has_not"),
                  .is_for_all = answers_have(answers, "for_all", "yes") };
}

/* ---- of a meeting ---- */

static void
draw_place(Request *r, const Meeting *meeting)
{
  char id[ID_TEXT_SIZE];

  if (!request_is_post(r) && meeting->venue.id)
    answers_set(request_answers(r), "place", id_to_text(meeting->venue.id, id));

  VenueForm form = venue_form(r);
  Page *page = open_meeting_page(r, meeting, N_("Say where it is"), "place");

  form_draw(page, .action = meeting_path(r, meeting, "/place"), .questions = place_questions,
            .data = &form, .button = tr(page, N_("Keep this")));
  if (meeting->venue.id)
    put_group_link(page, "write", tr(page, N_("Mend what stands about this place")),
                   meeting_path(r, meeting, "/venue"));
  page_close(page);
}

static void
show_place(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (meeting)
    draw_place(r, meeting);
}

/* True: all are told. */
static bool
set_place(Request *r, const Meeting *meeting)
{
  const Answers *answers = request_answers(r);
  MeetingWish wish = { .title = meeting->title,
                       .about = meeting->about,
                       .breaks = meeting->breaks,
                       .online = meeting->online,
                       .dial_in = meeting->dial_in,
                       .kind = meeting->kind };

  if (answers_have(answers, "place", "new")) {
    const Venue venue = venue_from_answers(r, meeting->group_id);

    venues_add(request_txn(r), request_act(r), &venue, request_refusals(r), &wish.venue_id);
  } else if (!id_from_text(answers_text(answers, "place"), &wish.venue_id)) {
    wish.venue_id = 0;
  }
  if (refusals_count(request_refusals(r)) > 0 ||
      !meetings_change(request_txn(r), request_act(r), meeting, &wish, request_refusals(r)))
    return false;
  tell_group(r, meeting->group_id, meeting->id, NEWS_CHANGED);
  return true;
}

static void
choose_place(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (!meeting)
    return;

  VenueForm form = venue_form(r);
  const bool is_told =
      questions_check(place_questions, request_answers(r), &form, request_refusals(r)) &&
      set_place(r, meeting);

  if (refusals_count(request_refusals(r)) > 0)
    draw_place(r, meeting);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, ""),
                          is_told ? change_is_told : change_is_kept, NULL);
}

/* ---- the place itself ---- */

static void
fill_venue(Request *r, const Venue *venue)
{
  Answers *answers = request_answers(r);
  static const struct {
    const char *question;
    FactState state;
  } ticks[] = { { "has", FACT_YES }, { "has_not", FACT_NO } };

  answers_set(answers, "name", venue->name);
  answers_set(answers, "address", venue->address);
  answers_set(answers, "way", venue->words);
  if (venue->is_for_all)
    answers_set(answers, "for_all", "yes");
  for (size_t i = 0; i < G_N_ELEMENTS(ticks); i++)
    for (const VenueFact *fact = venue_facts; fact->code; fact++)
      if (venue_fact(venue, fact->code) == ticks[i].state)
        answers_add(answers, ticks[i].question, fact->code, strlen(fact->code));
}

static void
draw_venue(Request *r, const Meeting *meeting)
{
  if (!request_is_post(r))
    fill_venue(r, &meeting->venue);

  Page *page = open_meeting_page(r, meeting, N_("Mend what stands about this place"), "place");

  form_draw(page, .action = meeting_path(r, meeting, "/venue"), .questions = venue_questions,
            .data = r, .button = tr(page, N_("Keep this")));
  page_close(page);
}

/* NULL: not found was answered: the meeting has no place. */
static const Meeting *
meeting_with_venue(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (!meeting || meeting->venue.id)
    return meeting;
  reply_not_found(r);
  return NULL;
}

static void
show_venue(Request *r)
{
  const Meeting *meeting = meeting_with_venue(r);

  if (meeting)
    draw_venue(r, meeting);
}

static void
change_venue(Request *r)
{
  const Meeting *meeting = meeting_with_venue(r);

  if (!meeting)
    return;
  bool is_told = false;

  if (questions_check(venue_questions, request_answers(r), r, request_refusals(r))) {
    const NewsWish news = { NEWS_CHANGED, request_origin(r), request_time_zone(r) };
    Venue venue = venue_from_answers(r, meeting->group_id);

    venue.id = meeting->venue.id;
    venues_change(request_txn(r), request_act(r), &venue, request_refusals(r));
    is_told = refusals_count(request_refusals(r)) == 0 &&
              place_news_tell(request_txn(r), request_act(r), &meeting->venue, &venue, &news);
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_venue(r, meeting);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, ""),
                          is_told ? change_is_told : change_is_kept, NULL);
}

const Route meeting_venue_routes[] = {
  { "GET", "/groups/:group/meetings/:meeting/place", may_arrange_meetings, show_place },
  { "POST", "/groups/:group/meetings/:meeting/place", may_arrange_meetings, choose_place },
  { "GET", "/groups/:group/meetings/:meeting/venue", may_arrange_meetings, show_venue },
  { "POST", "/groups/:group/meetings/:meeting/venue", may_arrange_meetings, change_venue },
  ROUTES_END,
};
