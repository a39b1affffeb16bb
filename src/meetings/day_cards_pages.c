/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Live cards and turns (R64, R70): stop, slow down, I agree, I would like to speak. They are notes
 * on the meeting's topic (web/live.h): shown while they are up, counted nowhere, stored nowhere, in
 * no log. A card has no name and needs no reason; of who would like to speak the first name is
 * shown when the person chose that. */
#include "meetings/day_pages.h"

#include "base/ids.h"
#include "lang/lang.h"

#include <string.h>

#define SWITCH "on"
#define TURN   "turn"

static const struct {
  const char *kind, *picture, *words;
} cards[] = {
  { "stop", "stop", N_("Stop") },
  { "slow", "hourglass", N_("Slow down") },
  { "agree", "yes", N_("I agree") },
};

/* ---- what is up ---- */

static const LiveNote *
find_note(const LiveNote *notes, int64_t member_id, const char *kind)
{
  for (; notes->id; notes++)
    if (strcmp(notes->kind, kind) == 0 && (!member_id || notes->member_id == member_id))
      return notes;
  return NULL;
}

static bool
is_turn(const LiveNote *note)
{
  return strcmp(note->kind, TURN) == 0;
}

static void
put_turns(Page *page, const LiveNote *notes)
{
  if (!find_note(notes, 0, TURN))
    return;
  ui_heading(page, 2, tr(page, N_("Who would like to speak")));
  ui_list_open(page, LIST_NUMBERS);
  for (; notes->id; notes++) {
    if (!is_turn(notes))
      continue;
    ui_list_item_open(page);
    if (*notes->words)
      ui_person(page, notes->words);
    else
      ui_words(page, tr(page, N_("Somebody")));
    ui_list_item_close(page);
  }
  ui_list_close(page);
}

void
put_raised(Page *page, const Meeting *meeting)
{
  const LiveNote *notes = live_notes(page_request(page), meeting_topic(meeting));

  if (!find_note(notes, 0, SWITCH))
    return;
  for (size_t i = 0; i < G_N_ELEMENTS(cards); i++)
    if (find_note(notes, 0, cards[i].kind))
      ui_sign(page, cards[i].picture, tr(page, cards[i].words));
  put_turns(page, notes);
}

void
take_cards_down(Request *r, const Meeting *meeting)
{
  for (size_t i = 0; i < G_N_ELEMENTS(cards); i++)
    live_take(r, meeting_topic(meeting), 0, 0, cards[i].kind);
}

/* ---- the page ---- */

/* The member's first name; of somebody who acts for nobody. */
static const char *
first_name(Request *r)
{
  const char *name = request_viewer(r)->name;

  return arena_text_len(request_arena(r), name, strcspn(name, " "));
}

static void
put_own_card(Page *page, const Meeting *meeting, const LiveNote *notes)
{
  Request *r = page_request(page);
  const int64_t own_id = request_viewer(r)->member_id;
  const char *action = meeting_path(r, meeting, "/day/cards"), *up = NULL;

  for (size_t i = 0; i < G_N_ELEMENTS(cards); i++)
    if (find_note(notes, own_id, cards[i].kind))
      up = cards[i].words;
  ui_heading(page, 2, tr(page, N_("Hold up a card")));
  ui_paragraph(page, .text = tr(page, N_("All see the card at once. Nobody sees whose it is. You"
                                         " need no reason.")));
  form_open(page, action);
  for (size_t i = 0; i < G_N_ELEMENTS(cards); i++)
    ui_sign_button(page, "card", cards[i].kind, cards[i].picture, tr(page, cards[i].words));
  form_close(page, NULL);
  if (!up)
    return;
  ui_inset_text(page,
                .text = tr_fill(page, N_("Your card is up: {card}"), "card", tr(page, up), NULL));
  form_button(page, .action = action, .name = "card", .value = "down",
              .button = tr(page, N_("Take my card down")), .is_secondary = true);
}

static void
put_own_turn(Page *page, const Meeting *meeting, const LiveNote *notes)
{
  Request *r = page_request(page);
  const char *action = meeting_path(r, meeting, "/day/cards");

  ui_heading(page, 2, tr(page, N_("Say that you would like to speak")));
  if (find_note(notes, request_viewer(r)->member_id, TURN)) {
    ui_inset_text(page, .text = tr(page, N_("You are on the list of who would like to speak.")));
    form_button(page, .action = action, .name = "card", .value = "no-turn",
                .button = tr(page, N_("Take it back: I do not want to speak now")),
                .is_secondary = true);
    return;
  }
  form_open(page, action);
  ui_sign_button(page, "card", "turn-named", "speaking",
                 tr_fill(page, N_("I would like to speak: show my name, {name}"), "name",
                         first_name(r), NULL));
  ui_sign_button(page, "card", "turn", "hand",
                 tr(page, N_("I would like to speak, without my name")));
  form_close(page, NULL);
}

static void
put_lead_button(Page *page, const Meeting *meeting, const char *value, const char *words)
{
  form_button(page, .action = meeting_path(page_request(page), meeting, "/day/cards/lead"),
              .name = "do", .value = value, .button = tr(page, words), .is_secondary = true);
}

static void
put_leading(Page *page, const Meeting *meeting, const LiveNote *notes)
{
  const bool is_on = find_note(notes, 0, SWITCH) != NULL;
  const LiveNote *first = is_on ? find_note(notes, 0, TURN) : NULL;
  char id[ID_TEXT_SIZE];

  ui_heading(page, 2, tr(page, N_("For whoever leads it through")));
  if (!is_on) {
    put_lead_button(page, meeting, "on", N_("Switch cards and turns on"));
    return;
  }
  ui_button_group_open(page);
  if (first)
    put_lead_button(page, meeting, id_to_text(first->id, id),
                    N_("The first on the list has spoken"));
  put_lead_button(page, meeting, "down", N_("Take all cards down"));
  put_lead_button(page, meeting, "off", N_("Switch cards and turns off"));
  ui_button_group_close(page);
}

static void
draw_cards(Request *r, const Group *group, const Meeting *meeting)
{
  const LiveNote *notes = live_notes(r, meeting_topic(meeting));
  const bool is_on = find_note(notes, 0, SWITCH) != NULL;
  const bool leads =
      may_lead_meeting(r, group, agenda_find(request_txn(r), request_arena(r), meeting));
  Page *page = open_day_page(r, meeting, N_("Cards and turns"), "colours");

  if (!meeting_is_on(meeting, request_now_us(r))) {
    ui_paragraph(page, .text = tr(page, N_("Cards and turns are for the day of the meeting.")));
    page_close(page);
    return;
  }
  ui_live_open(page, "cards", false);
  if (is_on) {
    put_own_card(page, meeting, notes);
    put_own_turn(page, meeting, notes);
    put_raised(page, meeting);
  } else {
    ui_paragraph(page, .text = tr(page, N_("Cards and turns are switched off. Whoever leads the"
                                           " meeting through can switch them on.")));
  }
  if (leads)
    put_leading(page, meeting, notes);
  ui_live_close(page);
  ui_paragraph(page, .is_quiet = true,
               .text = tr(page, N_("Cards and turns are counted nowhere and kept nowhere.")));
  put_load_again(page, meeting, "/day/cards");
  put_day_live(page, meeting);
  load_again_when_asked(r);
  page_close(page);
}

static void
show_cards(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_READ);

  if (meeting)
    draw_cards(r, group, meeting);
}

/* ---- one's own ---- */

/* One card at a time: another one takes its place. */
static void
put_card_up(Request *r, const Meeting *meeting, const char *chosen)
{
  const int64_t own_id = request_viewer(r)->member_id;

  for (size_t i = 0; i < G_N_ELEMENTS(cards); i++) {
    if (strcmp(cards[i].kind, chosen) == 0)
      live_put(r, meeting_topic(meeting), own_id, cards[i].kind, "");
    else
      live_take(r, meeting_topic(meeting), 0, own_id, cards[i].kind);
  }
}

static bool
is_card(const char *chosen)
{
  for (size_t i = 0; i < G_N_ELEMENTS(cards); i++)
    if (strcmp(cards[i].kind, chosen) == 0)
      return true;
  return strcmp(chosen, "down") == 0;
}

static void
take_choice(Request *r, const Meeting *meeting)
{
  const char *chosen = answers_text(request_answers(r), "card");
  const LiveTopic topic = meeting_topic(meeting);
  const int64_t own_id = request_viewer(r)->member_id;

  if (!meeting_is_on(meeting, request_now_us(r)))
    refuse(request_refusals(r), "", N_("Cards and turns are for the day of the meeting."));
  else if (!find_note(live_notes(r, topic), 0, SWITCH))
    refuse(request_refusals(r), "", N_("Cards and turns are switched off now"));
  else if (is_card(chosen))
    put_card_up(r, meeting, chosen);
  else if (strcmp(chosen, "turn") == 0)
    live_put(r, topic, own_id, TURN, "");
  else if (strcmp(chosen, "turn-named") == 0)
    live_put(r, topic, own_id, TURN, first_name(r));
  else if (strcmp(chosen, "no-turn") == 0)
    live_take(r, topic, 0, own_id, TURN);
  else
    refuse(request_refusals(r), "", N_("Press one of the buttons"));
}

static void
raise_card(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (!meeting)
    return;
  take_choice(r, meeting);
  if (refusals_count(request_refusals(r)) > 0)
    draw_cards(r, group, meeting);
  else
    reply_redirect(r, meeting_path(r, meeting, "/day/cards"));
}

/* ---- for whoever leads ---- */

static void
take_lead_choice(Request *r, const Meeting *meeting)
{
  const char *chosen = answers_text(request_answers(r), "do");
  const LiveTopic topic = meeting_topic(meeting);
  int64_t id = 0;

  if (!meeting_is_on(meeting, request_now_us(r)))
    refuse(request_refusals(r), "", N_("Cards and turns are for the day of the meeting."));
  else if (strcmp(chosen, "on") == 0)
    live_put(r, topic, request_viewer(r)->member_id, SWITCH, "");
  else if (strcmp(chosen, "off") == 0)
    live_take(r, topic, 0, 0, SWITCH);
  else if (id_from_text(chosen, &id)) /* its own turn: pressed twice, no second one is lost */
    live_take(r, topic, id, 0, TURN);
  else if (strcmp(chosen, "down") != 0)
    refuse(request_refusals(r), "", N_("Press one of the buttons"));
  if (strcmp(chosen, "down") == 0 || strcmp(chosen, "off") == 0)
    take_cards_down(r, meeting);
  if (strcmp(chosen, "off") == 0)
    live_take(r, topic, 0, 0, TURN);
}

static void
lead_cards(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (!meeting)
    return;
  if (!may_lead_meeting(r, group, agenda_find(request_txn(r), request_arena(r), meeting))) {
    if (!txn_trouble(request_txn(r)))
      reply_not_found(r);
    return;
  }
  take_lead_choice(r, meeting);
  if (refusals_count(request_refusals(r)) > 0)
    draw_cards(r, group, meeting);
  else
    reply_redirect(r, meeting_path(r, meeting, "/day/cards"));
}

/* ---- listening ---- */

static void
listen_to_meeting(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_READ);

  if (!meeting)
    return;
  if (meeting_is_on(meeting, request_now_us(r)))
    reply_live(r, meeting_topic(meeting));
  else
    reply_not_found(r); /* nothing of it is live */
}

const Route day_cards_routes[] = {
  { "GET", "/groups/:group/meetings/:meeting/day/cards", may_read_group, show_cards },
  /* A hall full of people may share one address. */
  { "POST", "/groups/:group/meetings/:meeting/day/cards", may_read_group, raise_card,
    .keeps_nothing = true, .per_minute = 600 },
  { "POST", "/groups/:group/meetings/:meeting/day/cards/lead", may_read_group, lead_cards,
    .keeps_nothing = true },
  { "GET", "/groups/:group/meetings/:meeting/day/live", may_read_group, listen_to_meeting },
  ROUTES_END,
};
