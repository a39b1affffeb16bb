/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Somebody known lets a person in on this device (R11, R95): an organiser, or whom the person
 * named. The helper's own sign-in ends here first, so that neither acts as the other by mistake. It
 * is noted for the person, ends by itself after two hours and at once by a button. */
#include "people/door_pages.h"

#include "people/kinds.h"
#include "people/ways.h"
#include "ui/components.h"
#include "ui/form.h"
#include "ui/frame_notice.h"

/* Whatever the reason is, an organiser reads the same: that somebody keeps away is not told. */
static void
draw_cannot(Request *r, const Member *member)
{
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Help somebody in")),
                                .lead = member->name,
                                .back = "/people",
                                .status = 403 });

  ui_paragraph(page, .text = tr(page, N_("You cannot let this person in on this device. People can"
                                         " choose who helps them come in, and do not have to say"
                                         " why.")));
  ui_paragraph(page, .text = tr(page, N_("They can come in by a link or with their key card, or"
                                         " somebody else can help.")));
  page_close(page);
}

/* The person in the path whom the viewer may let in; NULL and a reply: none. */
static const Member *
find_helped(Request *r)
{
  const Viewer *viewer = request_viewer(r);
  const bool is_organiser = may_organise(r);
  const Member *member =
      people_find(request_txn(r), request_arena(r), request_id_in_path(r, "member"), false);
  const bool is_there = member && member->id != viewer->member_id && member->state == MEMBER_HERE;

  if (is_there && door_may_help(request_txn(r), viewer->member_id, is_organiser, member->id))
    return member;
  if (is_there && is_organiser && !txn_trouble(request_txn(r)))
    draw_cannot(r, member);
  else
    reply_not_found(r);
  return NULL;
}

static void
show_help_in(Request *r)
{
  const Member *member = find_helped(r);

  if (!member)
    return;

  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Help somebody in")),
                                .lead = member->name,
                                .back = may_organise(r) ? "/people" : "/ways-in" });

  ui_paragraph(page,
               .text = tr(page, N_("Is this person here with you, and do you know them? Then they"
                                   " can come in on this phone or computer.")));
  ui_list_open(page, LIST_BULLETS);
  ui_list_item(page, tr(page, N_("You are signed out here, and they are signed in.")));
  ui_list_item(page,
               tr(page, N_("It ends after two hours, or when they press the button at the top.")));
  ui_list_item(page, tr(page, N_("They read that you helped, and when.")));
  ui_list_item(page, tr(page, N_("Afterwards you come in again as you usually do.")));
  ui_list_close(page);
  form_button(page, .action = request_path(r),
              .button =
                  tr_fill(page, N_("I know {name}. Let them in"), "name", member->name, NULL));
  page_close(page);
}

static void
help_in(Request *r)
{
  const Member *member = find_helped(r);

  if (!member)
    return;
  people_note_joined(request_txn(r), request_act(r), member->id);
  people_log(request_txn(r), request_act(r), "helped-in", member->id);
  new_way_tell(request_txn(r), request_act(r), member->id, request_origin(r));
  request_begin_session(r, &(SessionStart){ .member_id = member->id,
                                            .way = WAY_ASSISTED,
                                            .helper_id = request_viewer(r)->member_id,
                                            .lasts_us = HELPED_SIGN_IN_LASTS_US });
  reply_redirect(r, "/");
}

/* On every page: this is not the helper's own sign-in any more. */
bool
people_helped_notice(Request *r, FrameNotice *ret_notice)
{
  const Viewer *viewer = request_viewer(r);
  const Lang *lang = request_lang(r);

  if (viewer->way != WAY_ASSISTED || request_session(r)->ends_at_us == 0)
    return false;

  g_autofree char *until = lang_time(lang, request_session(r)->ends_at_us, request_time_zone(r));
  g_autofree char *words = lang_fill(
      lang_text(lang, N_("You are in as {name}, with somebody's help. It ends at {time}.")), "name",
      viewer->name, "time", until, NULL);

  *ret_notice = (FrameNotice){
    .words = arena_text(request_arena(r), words),
    .action = "/hand-back",
    .button = lang_text(lang, N_("I am finished: hand the device back")),
  };
  return true;
}

static void
hand_back(Request *r)
{
  request_sign_out(r);
  reply_redirect_saying(r, "/sign-in", N_("You are signed out. Now your helper can come in again"),
                        NULL);
}

static void
go_home(Request *r)
{
  reply_redirect(r, "/");
}

const Route help_in_routes[] = {
  { "GET", "/help-in/:member", may_change_me, show_help_in },
  { "POST", "/help-in/:member", may_change_me, help_in, .per_minute = 20 },
  { "GET", "/hand-back", is_known, go_home },
  { "POST", "/hand-back", is_known, hand_back },
  ROUTES_END,
};
