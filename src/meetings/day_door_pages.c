/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Opening the door, and signing in by tapping one's name. The names of a large group do not stand
 * there for all who pass: they come by their first letters. Nothing else of anybody is shown. */
#include "meetings/day_door_pages.h"

#include "base/ids.h"
#include "base/text.h"
#include "groups/places.h"
#include "lang/lang.h"
#include "people/card_pages.h"

#include <string.h>

enum {
  NAMES_AT_ONCE = 12, /* a group in which everybody knows everybody */
  NAMES_SHOWN = 60,
  START_MAX = 40, /* letters of the start of a name */
};

/* ---- what the address says ---- */

const Meeting *
meeting_at_door(Request *r, Door *ret_door)
{
  const Meeting *meeting = NULL;
  const char *token = request_text_in_path(r, "token");

  *ret_door = (Door){ .group_id = request_id_in_path(r, "group"),
                      .meeting_id = request_id_in_path(r, "meeting"),
                      .opened_by = request_id_in_path(r, "opener") };
  if (strlen(token) == LINK_TOKEN_LEN) {
    g_strlcpy(ret_door->token, token, sizeof(ret_door->token));
    meeting = door_open(request_txn(r), request_arena(r), ret_door, request_now_us(r));
  }
  if (!meeting && !txn_trouble(request_txn(r)))
    reply_not_found(r);
  else if (meeting && request_is_post(r))
    live_tell(r, meeting_topic(meeting));
  return meeting;
}

const char *
meeting_door_path(Request *r, const Door *door, const char *rest)
{
  char group[ID_TEXT_SIZE], meeting[ID_TEXT_SIZE], opener[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "/door/%s/%s/%s/%s%s", id_to_text(door->group_id, group),
                      id_to_text(door->meeting_id, meeting), id_to_text(door->opened_by, opener),
                      door->token, rest);
}

Page *
open_meeting_door_page(Request *r, const Meeting *meeting, const Door *door, const char *title,
                       bool has_back)
{
  return page_open(r, &(PageHead){ .title = title,
                                   .lead = meeting->title,
                                   .picture = "door",
                                   .back = has_back ? meeting_door_path(r, door, "") : NULL });
}

Act
act_at_door(Request *r, const Door *door)
{
  Act act = *request_act(r);

  act.member_id = door->opened_by;
  act.role = ACT_AS_MEMBER;
  return act;
}

/* ---- the names ---- */

typedef struct {
  const Place *people;
  int count;
  const char *start; /* of the names to show, folded; "": all, or none of a large group */
} Names;

static Names
find_names(Request *r, const Meeting *meeting)
{
  Names names = { .people = places_list(request_txn(r), request_arena(r), meeting->group_id, "", 0,
                                        GROUP_PEOPLE_MAX) };
  const char *typed = request_query(r, "start");
  g_autofree char *folded = text_length(typed) <= START_MAX ? text_sort_key(typed) : g_strdup("");

  while (names.people[names.count].member_id)
    names.count++;
  names.start = arena_text(request_arena(r), folded);
  return names;
}

/* Of any word of the name: many go by their second one. */
static bool
begins_so(const char *name, const char *start)
{
  g_autofree char *folded = text_sort_key(name);
  g_auto(GStrv) words = g_strsplit(folded, " ", -1);

  if (g_str_has_prefix(folded, start))
    return true;
  for (int i = 0; words[i]; i++)
    if (g_str_has_prefix(words[i], start))
      return true;
  return false;
}

static void
put_letters(Page *page, const Names *names, const Door *door)
{
  Request *r = page_request(page);
  g_autofree char *before = g_strdup("");

  ui_heading(page, 2, tr(page, N_("How does your name begin?")));
  ui_letters_to_press_open(page);
  for (int i = 0; i < names->count; i++) {
    g_autofree char *folded = text_sort_key(names->people[i].name);
    g_autofree char *letter = g_utf8_substring(folded, 0, MIN(1, g_utf8_strlen(folded, -1)));
    g_autofree char *shown = g_utf8_strup(letter, -1);
    g_autofree char *escaped = g_uri_escape_string(letter, NULL, FALSE);
    g_autofree char *rest = g_strconcat("?start=", escaped, NULL);

    if (!*letter || strcmp(letter, before) == 0)
      continue;
    ui_letter_to_press(page, meeting_door_path(r, door, rest), shown);
    g_free(before);
    before = g_strdup(letter);
  }
  ui_words_to_press_close(page);
  ui_finder(page, .action = meeting_door_path(r, door, ""), .name = "start",
            .value = request_query(r, "start"), .label = tr(page, N_("Or write its first letters")),
            .button = tr(page, N_("Show the names")), .max_length = START_MAX);
}

static bool
is_among(const Present *present, int64_t member_id)
{
  for (; present->member_id; present++)
    if (present->member_id == member_id)
      return true;
  return false;
}

static void
put_names(Page *page, const Meeting *meeting, const Names *names, const Door *door)
{
  Request *r = page_request(page);
  const Present *present = minutes_present(request_txn(r), request_arena(r), meeting->id);
  int shown = 0;

  ui_heading(page, 2, tr(page, N_("Press your name")));
  form_open(page, meeting_door_path(r, door, ""));
  ui_words_to_press_open(page);
  for (int i = 0; i < names->count && shown < NAMES_SHOWN; i++) {
    const Place *one = &names->people[i];
    char id[ID_TEXT_SIZE];

    if (!begins_so(one->name, names->start))
      continue;
    shown++;
    ui_word_to_press(page, "member", id_to_text(one->member_id, id), one->name,
                     is_among(present, one->member_id) ? tr(page, N_("is here")) : NULL);
  }
  ui_words_to_press_close(page);
  form_close(page, NULL);
  if (shown == 0)
    ui_paragraph(page, .text = tr(page, N_("No name in this group begins so.")));
  if (shown == NAMES_SHOWN)
    ui_paragraph(page, .text = tr(page, N_("There are more. Write more letters of your name.")));
}

static void
draw_names(Request *r, const Meeting *meeting, const Door *door)
{
  const Names names = find_names(r, meeting);
  Page *page =
      open_meeting_door_page(r, meeting, door, lang_text(request_lang(r), N_("Welcome")), false);

  if (names.count <= NAMES_AT_ONCE || *names.start)
    put_names(page, meeting, &names, door);
  if (names.count > NAMES_AT_ONCE)
    put_letters(page, &names, door);
  ui_heading(page, 2, tr(page, N_("Your name is not here?")));
  ui_button_link(page, .text = tr(page, N_("I am not in this group")),
                 .href = meeting_door_path(r, door, "/guest"), .is_secondary = true);
  page_close(page);
}

static void
show_names(Request *r)
{
  Door door;
  const Meeting *meeting = meeting_at_door(r, &door);

  if (meeting)
    draw_names(r, meeting, &door);
}

/* ---- one person ---- */

/* NULL: nobody of the group is in the address, or was chosen. */
static const Place *
find_person(Request *r, const Meeting *meeting, int64_t member_id)
{
  const Place *place =
      member_id ? places_find(request_txn(r), request_arena(r), meeting->group_id, member_id)
                : NULL;

  return place && place->standing == GROUP_IN ? place : NULL;
}

static const char *
person_path(Request *r, const Door *door, int64_t member_id)
{
  char id[ID_TEXT_SIZE];

  return meeting_door_path(r, door,
                           arena_format(request_arena(r), "/%s", id_to_text(member_id, id)));
}

static void
sign_in_at_door(Request *r)
{
  Door door;
  const Meeting *meeting = meeting_at_door(r, &door);
  int64_t id = 0;

  if (!meeting)
    return;

  const Act act = act_at_door(r, &door);
  const Place *person = id_from_text(answers_text(request_answers(r), "member"), &id)
                            ? find_person(r, meeting, id)
                            : NULL;

  if (person)
    came_note(request_txn(r), &act, meeting, id, request_refusals(r));
  else
    refuse(request_refusals(r), "", N_("Press your name"));
  if (refusals_count(request_refusals(r)) > 0)
    draw_names(r, meeting, &door);
  else
    reply_redirect(r, person_path(r, &door, id));
}

static void
draw_person(Request *r, const Meeting *meeting, const Door *door, const Place *person)
{
  g_autofree char *hello =
      lang_fill(lang_text(request_lang(r), N_("Welcome, {name}")), "name", person->name, NULL);
  Page *page = open_meeting_door_page(r, meeting, door, hello, true);

  if (came_is_down(request_txn(r), meeting->id, person->member_id)) {
    ui_sign(page, "tick", tr(page, N_("You are signed in")));
    ui_button_link(page, .text = tr(page, N_("The next person")),
                   .href = meeting_door_path(r, door, ""));
    form_button(page, .action = person_path(r, door, person->member_id),
                .button = tr(page, N_("This was a mistake: take it back")), .is_secondary = true);
  } else {
    ui_paragraph(page, .text = tr(page, N_("You are not signed in.")));
    ui_button_link(page, .text = tr(page, N_("Back to the names")),
                   .href = meeting_door_path(r, door, ""));
  }
  page_close(page);
}

static void
show_person(Request *r)
{
  Door door;
  const Meeting *meeting = meeting_at_door(r, &door);
  const Place *person = meeting ? find_person(r, meeting, request_id_in_path(r, "person")) : NULL;

  if (person)
    draw_person(r, meeting, &door, person);
  else if (meeting && !txn_trouble(request_txn(r)))
    reply_not_found(r);
}

static void
take_person_back(Request *r)
{
  Door door;
  const Meeting *meeting = meeting_at_door(r, &door);
  const Place *person = meeting ? find_person(r, meeting, request_id_in_path(r, "person")) : NULL;

  if (!person) {
    if (meeting && !txn_trouble(request_txn(r)))
      reply_not_found(r);
    return;
  }

  const Act act = act_at_door(r, &door);

  came_take_back(request_txn(r), &act, meeting, person->member_id, request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_person(r, meeting, &door, person);
  else
    reply_redirect(r, person_path(r, &door, person->member_id));
}

/* ---- opening it ---- */

static void
put_address(Page *page, const Door *door)
{
  Request *r = page_request(page);
  const char *address =
      arena_format(request_arena(r), "%s%s", request_origin(r), meeting_door_path(r, door, ""));

  ui_heading(page, 2, tr(page, N_("On another screen")));
  ui_paragraph(page, .text = tr(page, N_("Open this address on a tablet, or let its camera look at"
                                         " the picture.")));
  put_qr(page, address, tr(page, N_("The address as a picture for a camera")));
  ui_paragraph_open(page);
  ui_address(page, address);
  ui_paragraph_close(page);
  ui_heading(page, 2, tr(page, N_("On this screen")));
  ui_paragraph(page, .text = tr(page, N_("You are signed out here first, so that nobody comes to"
                                         " your own pages.")));
  form_button(page, .action = request_path(r),
              .button = tr(page, N_("Sign me out, and open the door here")));
}

static void
draw_door(Request *r, const Meeting *meeting)
{
  const int64_t own_id = request_viewer(r)->member_id;
  Page *page = open_day_page(r, meeting, N_("Sign in on a screen"), "door");
  Door door;

  if (!meeting_is_on(meeting, request_now_us(r))) {
    ui_paragraph(page, .text = tr(page, N_("The door can be opened from two hours before the"
                                           " meeting, for a day.")));
  } else if (door_make(request_txn(r), meeting, own_id, &door)) {
    ui_paragraph(page, .text = tr(page, N_("People press their name as they come in. It counts as"
                                           " in the minutes. Nothing else of anybody is shown, and"
                                           " it ends with the day.")));
    put_address(page, &door);
    put_guests(page, meeting);
  } else if (!txn_trouble(request_txn(r))) {
    reply_trouble(r);
  }
  page_close(page);
}

static void
show_door(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (meeting)
    draw_door(r, meeting);
}

static void
open_door_here(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);
  Door door;

  if (!meeting)
    return;
  if (!meeting_is_on(meeting, request_now_us(r)))
    refuse(request_refusals(r), "",
           N_("The door can be opened from two hours before the meeting, for a day."));
  if (refusals_count(request_refusals(r)) > 0) {
    draw_door(r, meeting);
  } else if (door_make(request_txn(r), meeting, request_viewer(r)->member_id, &door)) {
    request_sign_out(r);
    reply_redirect(r, meeting_door_path(r, &door, ""));
  } else {
    reply_trouble(r);
  }
}

#define DOOR "/door/:group/:meeting/:opener/:token"

const Route day_door_routes[] = {
  { "GET", "/groups/:group/meetings/:meeting/day/door", may_arrange_meetings, show_door },
  { "POST", "/groups/:group/meetings/:meeting/day/door", may_arrange_meetings, open_door_here },
  { "GET", DOOR, anyone, show_names },
  { "POST", DOOR, anyone, sign_in_at_door, .per_minute = 300 },
  { "GET", DOOR "/:person", anyone, show_person },
  { "POST", DOOR "/:person", anyone, take_person_back },
  ROUTES_END,
};
