/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What lets people come: what can be ticked, how far it is, and the list for whoever arranges the
 * meeting. One need, and what is asked afterwards, is help_pages.c. */
#include "meetings/needs_pages.h"

#include "base/ids.h"
#include "lang/lang.h"
#include "meetings/came.h"
#include "meetings/replies.h"

#include <string.h>

/* ---- ticking ---- */

static const char *
match_hint(const HelpKind *kind, const Meeting *meeting)
{
  switch (help_match(kind, meeting)) {
  case MATCH_HAS:
    return N_("The place has this.");
  case MATCH_HAS_NOT:
    return N_("The place does not have it. Tick it, and somebody sees what can be done.");
  default:
    return NULL;
  }
}

const Choice *
helps_to_choose(Arena *arena, void *data)
{
  const HelpAsk *ask = data;
  const Lang *lang = request_lang(ask->r);
  Choice *choices = arena_new_of(arena, Choice, HELP_KINDS_MOST + 1);
  int count = 0;

  for (const HelpKind *kind = help_kinds; kind->code; kind++) {
    const char *hint = match_hint(kind, ask->meeting);

    if (help_match(kind, ask->meeting) != MATCH_NO_ROOM)
      choices[count++] = (Choice){ .value = kind->code,
                                   .label = lang_text(lang, kind->label),
                                   .hint = hint ? lang_text(lang, hint) : NULL };
  }
  return choices;
}

unsigned
helps_from_answers(Request *r)
{
  unsigned kinds = 0;

  for (int i = 0; help_kinds[i].code; i++)
    if (answers_have(request_answers(r), "helps", help_kinds[i].code))
      kinds |= 1U << i;
  return kinds;
}

void
fill_helps(Request *r, unsigned kinds)
{
  for (int i = 0; help_kinds[i].code; i++)
    if (kinds & (1U << i))
      answers_add(request_answers(r), "helps", help_kinds[i].code, strlen(help_kinds[i].code));
}

unsigned
helps_beforehand(Request *r, const Meeting *meeting)
{
  int64_t all = 0;
  unsigned kinds = 0;
  const int64_t me = request_viewer(r)->member_id;

  for (const MeetingNeed *own =
           meeting_needs_own(request_txn(r), request_arena(r), meeting, me, &all);
       own->id; own++)
    kinds |= 1U << (own->kind - help_kinds);
  return kinds ? kinds : meeting_needs_known(request_txn(r), meeting, me);
}

/* ---- how far it is ---- */

static const char *
not_ready_in_words(Page *page, const MeetingNeed *need, bool is_own)
{
  const char *caller = need->meeting.called_by_name;

  if (*need->owner_name && need->is_from_before)
    return tr_fill(page, N_("It was ready for the time before. {name} looks whether it still is."),
                   "name", need->owner_name, NULL);
  if (*need->owner_name)
    return tr_fill(page, N_("Not ready yet. {name} sees to it."), "name", need->owner_name, NULL);
  if (!is_own)
    return tr(page, N_("Nobody sees to it yet."));
  if (*caller)
    return tr_fill(page, N_("Not yet. Ask {name}."), "name", caller, NULL);
  return tr(page, N_("Not yet."));
}

const char *
help_state_in_words(Page *page, const MeetingNeed *need, bool is_own)
{
  if (need->match == MATCH_NO_ROOM)
    return tr(page, N_("The meeting has no room: this is not needed."));
  if (need->state == HELP_READY)
    return tr(page, N_("It is booked or ready."));
  if (need->state == HELP_CANNOT)
    return tr(page, N_("It cannot be had."));
  if (need->match == MATCH_HAS)
    return tr(page, N_("The place has this."));
  return not_ready_in_words(page, need, is_own);
}

static void
put_instead(Page *page, const MeetingNeed *need)
{
  if (need->state != HELP_CANNOT)
    return;
  ui_person_lines(page, need->why);
  ui_paragraph(page, .text = tr(page, N_("Instead:")));
  ui_person_lines(page, need->instead);
}

static void
put_own_need(Page *page, const MeetingNeed *need)
{
  ui_picture_item_open(page, need->kind->picture);
  ui_strong(page, tr(page, need->kind->label));
  ui_line_break(page);
  if (need->match == MATCH_HAS_NOT) {
    ui_words(page, tr(page, N_("The place does not have it.")));
    ui_line_break(page);
  }
  ui_words(page, help_state_in_words(page, need, true));
  put_instead(page, need);
  ui_picture_item_close(page);
}

static void
put_own_needs(Page *page, const MeetingNeed *own)
{
  ui_card_open(page, .title = tr(page, N_("What you need to come")), .title_level = 2,
               .picture = "help");
  if (own->is_resting)
    ui_paragraph(page, .text = tr(page, N_("It waits until you say that you come.")));
  ui_list_open(page, LIST_RULED);
  for (; own->id; own++)
    put_own_need(page, own);
  ui_list_close(page);
  ui_card_close(page);
}

/* Few are never told by number, also not to who takes their own away: it would show who it is. */
static void
put_how_many(Page *page, int64_t all, const MeetingNeed *own)
{
  for (; own->id; own++)
    all -= !own->is_resting;

  const char *number = all < HELP_FEW ? tr(page, N_("fewer than 5"))
                                      : arena_format(request_arena(page_request(page)),
                                                     "%" G_GINT64_FORMAT, (gint64)all);

  ui_paragraph(page, .is_quiet = true,
               .text = tr_fill(page, N_("Things to see to, so that others can come: {number}"),
                               "number", number, NULL));
}

void
put_my_needs(Page *page, const Meeting *meeting, bool may_arrange)
{
  Request *r = page_request(page);
  int64_t all = 0;
  const bool has_begun = meeting->starts_at_us && meeting->starts_at_us <= request_now_us(r);

  if (meeting->state == MEETING_OFF && may_arrange)
    put_group_link(page, "help", tr(page, N_("What would let people come")),
                   meeting_path(r, meeting, "/help"));
  if (meeting->state == MEETING_TO_FIND || (meeting->state == MEETING_OFF && !has_begun) ||
      !meeting_took_place(request_txn(r), meeting))
    return;

  const MeetingNeed *own = meeting_needs_own(request_txn(r), request_arena(r), meeting,
                                             request_viewer(r)->member_id, &all);

  if (!has_begun) {
    if (own->id)
      put_own_needs(page, own);
    put_how_many(page, all, own);
  } else if (own->id) {
    ui_card_open(page, .title = tr(page, N_("Did you have what you needed?")), .title_level = 2,
                 .is_warm = own->had == HAD_UNSAID, .picture = "help");
    put_group_link(
        page, "write",
        tr(page, own->had == HAD_UNSAID ? N_("Say what you had") : N_("Look at what you said")),
        meeting_path(r, meeting, "/had"));
    ui_card_close(page);
  }
}

void
put_way_to_had(Page *page, int64_t group_id, int64_t meeting_id)
{
  Request *r = page_request(page);
  const Meeting meeting = { .id = meeting_id, .group_id = group_id };
  int64_t all = 0;
  const MeetingNeed *own = meeting_needs_own(request_txn(r), request_arena(r), &meeting,
                                             request_viewer(r)->member_id, &all);

  while (own->id && own->had != HAD_UNSAID)
    own++;
  if (own->id)
    put_group_link(page, "help", tr(page, N_("You asked for help to come. Say what you had.")),
                   meeting_path(r, &meeting, "/had"));
}

void
put_need_lines(Page *page, const MeetingNeed *needs, int64_t meeting_id)
{
  bool is_open = false;

  for (; needs->id; needs++) {
    if (needs->meeting.id != meeting_id || needs->is_resting)
      continue;
    if (!is_open)
      ui_list_open(page, LIST_BULLETS);
    is_open = true;
    ui_list_item(page, tr_fill(page, N_("{need}: {state}"), "need", tr(page, needs->kind->label),
                               "state", help_state_in_words(page, needs, true), NULL));
  }
  if (is_open)
    ui_list_close(page);
}

/* ---- the list ---- */

static const char *
need_path(Request *r, const MeetingNeed *need, const char *rest)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "%s/%s%s", meeting_path(r, &need->meeting, "/help"),
                      id_to_text(need->id, id), rest);
}

static void
put_line(Page *page, const char *words)
{
  ui_line_break(page);
  ui_words(page, words);
}

const char *
help_by_when(Page *page, const MeetingNeed *need)
{
  if (meeting_need_is_late(need, request_now_us(page_request(page))))
    return tr_count(page, "Still to do. It usually takes {count} day: please start now.",
                    "Still to do. It usually takes {count} days: please start now.",
                    need->kind->lead_days);
  return tr_fill(page, N_("See to it by {day}."), "day", group_day(page, need->needed_by_us), NULL);
}

/* What is to be done, and by when. Past its day nobody is blamed. */
static void
put_to_do(Page *page, const MeetingNeed *need)
{
  const int64_t now_us = request_now_us(page_request(page));

  if (need->match == MATCH_HAS_NOT)
    put_line(page, tr(page, N_("The place does not have it.")));
  else if (need->match == MATCH_NOT_KNOWN)
    put_line(page, tr(page, N_("Somebody should look whether the place has it.")));
  else if (need->match == MATCH_NO_PLACE)
    put_line(page, tr(page, N_("The place is not chosen yet.")));
  if (!meeting_need_waits(need))
    return;
  if (*need->asked_name)
    put_line(page,
             tr_fill(page, N_("{name} was asked to see to it."), "name", need->asked_name, NULL));
  if (meeting_need_is_late(need, now_us)) {
    ui_line_break(page);
    ui_strong(page, help_by_when(page, need));
  } else {
    put_line(page, help_by_when(page, need));
  }
}

static void
put_listed(Page *page, const MeetingNeed *need)
{
  Request *r = page_request(page);
  const char *label = tr(page, need->kind->label);

  ui_picture_item_open(page, need->kind->picture);
  ui_strong(page, label);
  if (need->is_withdrawn) {
    put_line(page, tr(page, N_("Not needed any more.")));
  } else if (need->is_resting) {
    put_line(page, tr(page, N_("Nothing is to be done, until they say that they come.")));
  } else {
    put_line(page, help_state_in_words(page, need, false));
    put_to_do(page, need);
  }
  if (need->state == HELP_CANNOT)
    put_line(page, need->instead);
  if (!need->is_withdrawn && need->meeting.state == MEETING_CALLED) {
    ui_line_break(page);
    ui_link(page, .text = tr(page, N_("Say how far it is")), .href = need_path(r, need, ""),
            .spoken = arena_format(request_arena(r), "%s, %s", label, need->member_name));
  }
  ui_picture_item_close(page);
}

/* A withdrawn one only while somebody has seen to it: they may have to send it back. */
static bool
is_to_be_seen(const MeetingNeed *need)
{
  return !need->is_withdrawn || need->owner_id;
}

/* All of one person; returns the next one's first. */
static const MeetingNeed *
put_person(Page *page, const MeetingNeed *list)
{
  const int64_t member_id = list->member_id;
  const MeetingNeed *shown = list;

  while (shown->id && shown->member_id == member_id && !is_to_be_seen(shown))
    shown++;
  if (!shown->id || shown->member_id != member_id)
    return shown;
  ui_card_open(page, .title = list->member_name, .title_level = 2, .picture = "person");
  if (*shown->words)
    ui_person_lines(page, shown->words);
  ui_list_open(page, LIST_RULED);
  for (; shown->id && shown->member_id == member_id; shown++)
    if (is_to_be_seen(shown))
      put_listed(page, shown);
  ui_list_close(page);
  ui_card_close(page);
  return shown;
}

/* Of answers from before needs were written down one by one. */
static void
put_only_words(Page *page, const MeetingNeed *list, const Helped *helped)
{
  for (; helped->member_id; helped++) {
    const MeetingNeed *need = list;

    while (need->id && need->member_id != helped->member_id)
      need++;
    if (need->id)
      continue;
    ui_card_open(page, .title = helped->name, .title_level = 2, .picture = "help");
    ui_person_lines(page, helped->words);
    ui_card_close(page);
  }
}

static void
show_list(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (!meeting)
    return;

  const MeetingNeed *list = meeting_needs_list(request_txn(r), request_arena(r), meeting);
  const Helped *helped = replies_helped(request_txn(r), request_arena(r), meeting->id);
  Page *page = open_meeting_page(r, meeting, N_("What would let people come"), "help");

  ui_paragraph(page, .text = meeting_when(page, meeting), .is_strong = true);
  if (meeting->state == MEETING_OFF)
    ui_paragraph(page, .text = tr(page, N_("The meeting was called off. Tell those whom you had"
                                           " booked.")));
  if (!list->id && !helped->member_id)
    ui_paragraph(page, .text = tr(page, N_("Nobody has asked for help yet.")));
  else
    ui_paragraph(page, .text = tr(page, N_("This is only for arranging it. Others do not see"
                                           " it.")));
  for (const MeetingNeed *next = list; next->id;)
    next = put_person(page, next);
  put_only_words(page, list, helped);
  page_close(page);
}

/* ---- the start page ---- */

static const char *
filled(Request *r, const char *message, const MeetingNeed *need)
{
  const Lang *lang = request_lang(r);
  g_autofree char *words =
      lang_fill(lang_text(lang, message), "what", lang_text(lang, need->kind->label), "meeting",
                need->meeting.title, NULL);

  return arena_text(request_arena(r), words);
}

const Waiting *
meeting_needs_waiting_for_me(Request *r)
{
  enum { LOOKED_AT = 20, CARDS = 2 };
  const int64_t me = request_viewer(r)->member_id;
  const Lang *lang = request_lang(r);
  const MeetingNeed *need =
      meeting_needs_waiting(request_txn(r), request_arena(r), me, request_now_us(r), LOOKED_AT);
  Waiting cards[CARDS] = { { NULL } }; /* the first of each sort: nobody is to be overrun */
  Waiting *waiting = arena_new_of(request_arena(r), Waiting, CARDS + 1);
  int count = 0;

  for (; need->id; need++) {
    if (need->owner_id == me && !cards[0].title)
      cards[0] =
          (Waiting){ filled(r, N_("You see to this for {meeting}"), need),
                     lang_text(lang, need->kind->label), lang_text(lang, N_("Say how far it is")),
                     need_path(r, need, ""),
                     meeting_need_is_late(need, request_now_us(r)) ? WAITS_LATE : WAITS_FOR_ME };
    else if (need->asked_id == me && !cards[1].title)
      cards[1] = (Waiting){ filled(r, N_("Would you see to something? {meeting}"), need),
                            lang_text(lang, need->kind->label),
                            lang_text(lang, N_("Say if you can see to it")), need_path(r, need, ""),
                            WAITS_FOR_ME };
  }
  for (int i = 0; i < CARDS; i++)
    if (cards[i].title)
      waiting[count++] = cards[i];
  return count ? waiting : NULL;
}

const Route meeting_needs_routes[] = {
  { "GET", "/groups/:group/meetings/:meeting/help", may_arrange_meetings, show_list,
    .read_is_logged_as = "meeting-help-read" },
  ROUTES_END,
};
