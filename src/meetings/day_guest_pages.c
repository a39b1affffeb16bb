/* SPDX-License-Identifier: AGPL-3.0-or-later
 * At the door, whoever is not in the group: they are counted by their side, as strokes on paper
 * are. The name that they write is shown to whoever arranges the meeting while it lasts, and kept
 * nowhere (web/live.h). */
#include "meetings/day_door_pages.h"

#include "base/ids.h"
#include "lang/lang.h"

#include <string.h>

enum { GUEST_NAME_MAX = 60 };

#define GUEST_KIND "guest-"

/* As answers, in the order of Guest. */
static const Choice guest_choices[] = {
  { .value = "use", .label = N_("I use services"), .picture = "person" },
  { .value = "care", .label = N_("I am a family carer"), .picture = "carer" },
  { .value = "near", .label = N_("I am a neighbour"), .picture = "home" },
  { .value = "work", .label = N_("I am here for my work"), .picture = "worker" },
  { .value = "else",
    .label = N_("Something else, or I would rather not say"),
    .picture = "people" },
  { .value = NULL },
};

static const Question guest_questions[] = {
  { .name = "name",
    .kind = ASK_TEXT,
    .label = N_("What is your name?"),
    .hint = N_("It is kept nowhere. Whoever arranges the meeting sees it today."),
    .missing = N_("Write your name, or what people should call you"),
    .picture = "person",
    .max_length = GUEST_NAME_MAX,
    .is_needed = true },
  { .name = "side",
    .kind = ASK_ONE_OF,
    .label = N_("How are you here?"),
    .hint = N_("Only numbers are kept, not who it was. You can leave it out."),
    .picture = "people",
    .choices = guest_choices },
  QUESTIONS_END,
};

static Guest
guest_from_name(const char *name)
{
  for (Guest guest = 0; guest < GUEST_ELSE; guest++)
    if (strcmp(guest_choices[guest].value, name) == 0)
      return guest;
  return GUEST_ELSE;
}

/* NULL: no guest of this number is known (any more). */
static const LiveNote *
find_guest(Request *r, const Meeting *meeting, int64_t guest_id)
{
  const LiveNote *notes = live_notes(r, meeting_topic(meeting));

  for (; notes->id; notes++)
    if (guest_id && notes->member_id == guest_id && g_str_has_prefix(notes->kind, GUEST_KIND))
      return notes;
  return NULL;
}

void
put_guests(Page *page, const Meeting *meeting)
{
  const LiveNote *notes = live_notes(page_request(page), meeting_topic(meeting));
  bool is_open = false;

  for (; notes->id; notes++) {
    if (!g_str_has_prefix(notes->kind, GUEST_KIND))
      continue;
    if (!is_open) {
      ui_heading(page, 2, tr(page, N_("Guests who wrote their name today")));
      ui_list_open(page, LIST_BULLETS);
    }
    is_open = true;
    ui_list_item_open(page);
    ui_person(page, notes->words);
    ui_list_item_close(page);
  }
  if (is_open)
    ui_list_close(page);
}

/* ---- signing in ---- */

static void
draw_form(Request *r, const Meeting *meeting, const Door *door)
{
  Page *page = open_meeting_door_page(
      r, meeting, door, lang_text(request_lang(r), N_("Welcome to our meeting")), true);

  form_draw(page, .action = meeting_door_path(r, door, "/guest"), .questions = guest_questions,
            .data = r, .button = tr(page, N_("Sign in")));
  page_close(page);
}

static void
show_form(Request *r)
{
  Door door;
  const Meeting *meeting = meeting_at_door(r, &door);

  if (meeting)
    draw_form(r, meeting, &door);
}

static const char *
guest_path(Request *r, const Door *door, int64_t guest_id)
{
  char id[ID_TEXT_SIZE];

  return meeting_door_path(r, door,
                           arena_format(request_arena(r), "/guest/%s", id_to_text(guest_id, id)));
}

static void
sign_guest_in(Request *r)
{
  Door door;
  const Meeting *meeting = meeting_at_door(r, &door);
  const Answers *answers = request_answers(r);

  if (!meeting)
    return;

  const Act act = act_at_door(r, &door);
  const Guest guest = guest_from_name(answers_text(answers, "side"));
  const int64_t guest_id = act_new_id(&act); /* of the note alone */

  if (questions_check(guest_questions, request_answers(r), r, request_refusals(r)))
    came_count_guest(request_txn(r), &act, meeting, guest, 1, request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0) {
    draw_form(r, meeting, &door);
    return;
  }
  live_put(r, meeting_topic(meeting), guest_id,
           arena_format(request_arena(r), GUEST_KIND "%s", guest_choices[guest].value),
           answers_text(answers, "name"));
  reply_redirect(r, guest_path(r, &door, guest_id));
}

/* ---- one guest ---- */

static void
draw_guest(Request *r, const Meeting *meeting, const Door *door, const LiveNote *note)
{
  g_autofree char *hello =
      note ? lang_fill(lang_text(request_lang(r), N_("Welcome, {name}")), "name", note->words, NULL)
           : g_strdup(lang_text(request_lang(r), N_("Welcome")));
  Page *page = open_meeting_door_page(r, meeting, door, hello, true);

  if (note)
    ui_sign(page, "tick", tr(page, N_("You are signed in")));
  else
    ui_paragraph(page, .text = tr(page, N_("You are not signed in.")));
  ui_button_link(page, .text = tr(page, N_("The next person")),
                 .href = meeting_door_path(r, door, ""));
  if (note)
    form_button(page, .action = guest_path(r, door, note->member_id),
                .button = tr(page, N_("This was a mistake: take it back")), .is_secondary = true);
  page_close(page);
}

static void
show_guest(Request *r)
{
  Door door;
  const Meeting *meeting = meeting_at_door(r, &door);

  if (meeting)
    draw_guest(r, meeting, &door, find_guest(r, meeting, request_id_in_path(r, "guest")));
}

/* Whoever is not known any more cannot be taken back twice; the number can be put right in the
 * minutes. */
static void
take_guest_back(Request *r)
{
  Door door;
  const Meeting *meeting = meeting_at_door(r, &door);
  const int64_t guest_id = request_id_in_path(r, "guest");
  const LiveNote *note = meeting ? find_guest(r, meeting, guest_id) : NULL;

  if (!meeting)
    return;
  if (note) {
    const Act act = act_at_door(r, &door);

    came_count_guest(request_txn(r), &act, meeting,
                     guest_from_name(note->kind + strlen(GUEST_KIND)), -1, request_refusals(r));
    live_take(r, meeting_topic(meeting), note->id, 0, NULL);
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_guest(r, meeting, &door, note);
  else
    reply_redirect(r, guest_path(r, &door, guest_id));
}

#define DOOR "/door/:group/:meeting/:opener/:token"

const Route day_guest_routes[] = {
  { "GET", DOOR "/guest", anyone, show_form },
  { "POST", DOOR "/guest", anyone, sign_guest_in },
  { "GET", DOOR "/guest/:guest", anyone, show_guest },
  { "POST", DOOR "/guest/:guest", anyone, take_guest_back },
  ROUTES_END,
};
