/* SPDX-License-Identifier: AGPL-3.0-or-later
 * "A new way in was added. Was that right?": on the start page and on top of my ways in; and what
 * to do when it was not. For organisers: another one's passkey that waits for a yes. */
#include "people/door_pages.h"

#include "base/ids.h"
#include "people/ways.h"
#include "ui/components.h"
#include "ui/form.h"

/* Somebody who is in with help is not asked: whoever helps them sits there too. */
static const NewWays *
find_new(Request *r)
{
  const Viewer *viewer = request_viewer(r);

  if (viewer->way == WAY_ASSISTED)
    return arena_new_of(request_arena(r), NewWays, 1);
  return new_ways(request_txn(r), request_arena(r),
                  &(NewWaysAsk){ .member_id = viewer->member_id,
                                 .key_id = request_session(r)->key_id,
                                 .now_us = request_now_us(r),
                                 .organises = may_organise(r) });
}

static const char *
note_in_words(Request *r, const DoorNote *note)
{
  const Lang *lang = request_lang(r);
  const char *what = lang_text(lang, note->words);
  g_autofree char *words = *note->actor_name
                               ? lang_fill(lang_text(lang, N_("{what}, by {name}.")), "what", what,
                                           "name", note->actor_name, NULL)
                               : lang_fill(lang_text(lang, N_("{what}.")), "what", what, NULL);

  return arena_text(request_arena(r), words);
}

static Waiting
passkey_to_vouch(Request *r, const DoorMember *member)
{
  const Lang *lang = request_lang(r);
  char id[ID_TEXT_SIZE];
  g_autofree char *title =
      lang_fill(lang_text(lang, N_("{name} added a passkey")), "name", member->name, NULL);

  return (Waiting){
    .title = arena_text(request_arena(r), title),
    .words = lang_text(lang, N_("They can organise with it once another organiser says yes.")),
    .button = lang_text(lang, N_("Look at the passkey")),
    .href = arena_format(request_arena(r), "/people/%s", id_to_text(member->id, id)),
    .urgency = WAITS_FOR_US,
  };
}

const Waiting *
new_ways_waiting(Request *r)
{
  const Lang *lang = request_lang(r);
  const NewWays *ways = find_new(r);
  Waiting *waiting = arena_new_of(request_arena(r), Waiting, PASSKEYS_WAITING_SHOWN + 2);
  int count = 0;

  if (ways->notes[0].words)
    waiting[count++] = (Waiting){
      .title = lang_text(lang, N_("A new way in was added")),
      .words = arena_format(request_arena(r), "%s %s", note_in_words(r, ways->notes),
                            lang_text(lang, N_("Was that right?"))),
      .button = lang_text(lang, N_("Look at my ways in")),
      .href = "/ways-in",
      .urgency = WAITS_FOR_ME,
    };
  for (const DoorMember *member = ways->waiting; member->id; member++)
    waiting[count++] = passkey_to_vouch(r, member);
  return waiting;
}

void
put_new_ways(Page *page)
{
  Request *r = page_request(page);
  const DoorNote *note = find_new(r)->notes;

  if (!note->words)
    return;
  ui_card_open(page, .title = tr(page, N_("New since you last said yes")), .is_warm = true,
               .picture = "bell");
  ui_list_open(page, LIST_RULED);
  for (; note->words; note++) {
    ui_list_item_open(page);
    ui_words(page, note_in_words(r, note));
    ui_line_break(page);
    ui_words(page, door_time(r, note->at_us));
    ui_list_item_close(page);
  }
  ui_list_close(page);
  ui_paragraph(page, .is_strong = true, .text = tr(page, N_("Was that right?")));
  ui_button_group_open(page);
  form_button(page, .action = "/ways-in/seen", .button = tr(page, N_("Yes, that was right")));
  ui_button_link(page, .text = tr(page, N_("That was not me")), .href = "/ways-in/not-me",
                 .is_secondary = true);
  ui_button_group_close(page);
  ui_card_close(page);
}

static void
say_seen(Request *r)
{
  if (request_viewer(r)->way != WAY_ASSISTED)
    new_ways_seen(request_txn(r), request_act(r), request_viewer(r)->member_id);
  reply_redirect(r, "/ways-in");
}

static void
show_not_me(Request *r)
{
  const Lang *lang = request_lang(r);
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(lang, N_("That was not me")),
                      .lead = lang_text(lang, N_("Then nobody else should be able to come in as"
                                                 " you.")),
                      .back = "/ways-in" });

  ui_paragraph(page, .text = tr(page, N_("We close for you, at once:")));
  ui_list_open(page, LIST_BULLETS);
  ui_list_item(page, tr(page, N_("links that were not used yet")));
  if (request_viewer(r)->way != WAY_CARD)
    ui_list_item(page, tr(page, N_("your key card: ask for a new one")));
  ui_list_item(page, tr(page, N_("wherever else you are signed in")));
  ui_list_close(page);
  form_button(page, .action = "/ways-in/not-me", .is_warning = true,
              .button = tr(page, N_("Close these now")));
  ui_paragraph(page, .text = tr(page, N_("Afterwards look at your passkeys and at who may help you"
                                         " come in. Take off what you do not know.")));
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("I am worried")), .href = "/worried", .is_large = true);
  ui_paragraph_close(page);
  page_close(page);
}

static void
close_others(Request *r)
{
  ways_close_others(request_txn(r), request_act(r), request_viewer(r)->member_id,
                    request_session(r)->id, request_viewer(r)->way);
  reply_redirect_saying(r, "/ways-in", N_("They are closed. Please tell an organiser too"), NULL);
}

static void
go_to_ways_in(Request *r)
{
  reply_redirect(r, "/ways-in");
}

const Route new_ways_routes[] = {
  { "GET", "/ways-in/seen", is_known, go_to_ways_in },
  { "POST", "/ways-in/seen", is_known, say_seen },
  { "GET", "/ways-in/not-me", is_known, show_not_me },
  { "POST", "/ways-in/not-me", is_known, close_others },
  ROUTES_END,
};
