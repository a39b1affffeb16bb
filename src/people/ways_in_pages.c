/* SPDX-License-Identifier: AGPL-3.0-or-later
 * My ways in: passkeys, key card, who may help me in, where I am signed in, what happened at the
 * door. */
#include "people/door_pages.h"

#include "base/ids.h"
#include "people/passkeys.h"
#include "people/ways.h"
#include "ui/components.h"
#include "ui/form.h"

static const Question helper_questions[] = {
  { .name = "helper",
    .kind = ASK_TEXT,
    .picture = "help",
    .label = N_("Who may help you come in?"),
    .hint = N_("The name of somebody here, as they write it"),
    .missing = N_("Enter the name of somebody here"),
    .max_length = MEMBER_NAME_MAX,
    .is_needed = true },
  QUESTIONS_END,
};

static const Question here_questions[] = {
  { .name = "here",
    .picture = "computer",
    .kind = ASK_TEXT,
    .label = N_("What do you call this phone or computer?"),
    .hint = N_("For example: the library. So that you know it again in the list."),
    .max_length = SIGN_IN_LABEL_MAX },
  QUESTIONS_END,
};

static const char *
path_of(Request *r, const char *what, int64_t id)
{
  char text[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "/ways-in/%s/%s", what, id_to_text(id, text));
}

/* ---- passkeys ---- */

static const char *
used_words(Page *page, int64_t used_at_us)
{
  return used_at_us ? tr_fill(page, N_("Last used {date}"), "date",
                              door_time(page_request(page), used_at_us), NULL)
                    : tr(page, N_("Not used yet"));
}

static void
put_passkey(Page *page, const Passkey *passkey, bool may_change)
{
  ui_picture_item_open(page, "finger");
  if (may_change)
    ui_link(page, .text = passkey->label,
            .href = path_of(page_request(page), "passkeys", passkey->id), .is_large = true);
  else
    ui_strong(page, passkey->label);
  ui_line_break(page);
  ui_words(page, used_words(page, passkey->used_at_us));
  if (!passkey->is_vouched && (request_viewer(page_request(page))->rights & RIGHT_IS_ORGANISER)) {
    ui_line_break(page);
    ui_words(page, tr(page, N_("Another organiser says yes to it before you organise with it.")));
  }
  ui_picture_item_close(page);
}

static void
put_passkeys(Page *page)
{
  Request *r = page_request(page);
  const bool may_change = may_change_me(r);
  const Passkey *list =
      passkeys_list(request_txn(r), request_arena(r), request_viewer(r)->member_id);

  ui_heading(page, 2, tr(page, N_("Passkeys")));
  ui_paragraph(page,
               .text = tr(page, N_("With a passkey you come in by the finger, face or PIN of your"
                                   " own phone or computer. Nobody else can use it.")));
  if (list->id) {
    ui_list_open(page, LIST_RULED);
    for (const Passkey *one = list; one->id; one++)
      put_passkey(page, one, may_change);
    ui_list_close(page);
  }
  if (!door_has_passkeys(r))
    put_no_passkeys(page);
  else if (may_change)
    form_button(page, .action = "/ways-in/new-passkey", .button = tr(page, N_("Add a passkey")));
}

/* ---- the card ---- */

static void
put_card(Page *page)
{
  Request *r = page_request(page);
  const KeyCard *card =
      card_of_member(request_txn(r), request_arena(r), request_viewer(r)->member_id);

  ui_heading(page, 2, tr(page, N_("Key card")));
  if (!card) {
    ui_paragraph(page,
                 .text = tr(page, N_("A printed card lets you in without e-mail. Whoever holds it"
                                     " can come in as you, read and answer.")));
    if (may_change_me(r))
      form_button(page, .action = "/ways-in/card", .is_secondary = true,
                  .button = tr(page, N_("Make a key card")));
    return;
  }
  ui_paragraph(page, .text = card->used_at_us
                                 ? tr_fill(page, N_("Your card was last used {date}."), "date",
                                           door_time(r, card->used_at_us), NULL)
                                 : tr(page, N_("Your card was not used yet.")));
  form_button(page, .action = "/ways-in/card/lost", .is_warning = true,
              .button = tr(page, N_("I lost my card")));
  ui_paragraph(page, .is_quiet = true,
               .text = tr(page, N_("Then it does not work any more, at once.")));
  if (!may_change_me(r))
    return;
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Print my card")), .href = "/ways-in/card", .is_large = true);
  ui_paragraph_close(page);
}

/* ---- helpers ---- */

static void
put_organisers_too(Page *page, bool may_change)
{
  Request *r = page_request(page);
  const bool is_only = door_only_named(request_txn(r), request_viewer(r)->member_id);

  ui_paragraph(page, .text = is_only ? tr(page, N_("Organisers cannot do it, unless you name them"
                                                   " here."))
                                     : tr(page, N_("Organisers can do it too.")));
  if (may_change)
    form_button(page, .action = "/ways-in/helpers/only", .is_secondary = true, .name = "only",
                .value = is_only ? "no" : "yes",
                .button = is_only ? tr(page, N_("Let organisers help me too"))
                                  : tr(page, N_("Only the people I name")));
}

static void
put_helpers(Page *page)
{
  Request *r = page_request(page);
  const bool may_change = may_change_me(r);
  const DoorMember *helpers =
      door_helpers(request_txn(r), request_arena(r), request_viewer(r)->member_id);

  ui_heading(page, 2, tr(page, N_("People who may help you come in")));
  ui_paragraph(page,
               .text = tr(page, N_("They can let you in on their phone or computer, for two hours."
                                   " You read here when they did.")));
  if (helpers->id) {
    ui_list_open(page, LIST_RULED);
    for (const DoorMember *one = helpers; one->id; one++) {
      ui_picture_item_open(page, "person");
      ui_person(page, one->name);
      if (may_change)
        form_button(
            page,
            .action = arena_format(request_arena(r), "%s/end", path_of(r, "helpers", one->id)),
            .is_secondary = true, .button = tr(page, N_("Take off the list")), .spoken = one->name);
      ui_picture_item_close(page);
    }
    ui_list_close(page);
  }
  put_organisers_too(page, may_change);
  if (may_change)
    form_draw(page, .action = "/ways-in/helpers", .questions = helper_questions,
              .button = tr(page, N_("Add this person")));
}

static void
put_helped(Page *page)
{
  Request *r = page_request(page);
  const DoorMember *helped =
      door_helped(request_txn(r), request_arena(r), request_viewer(r)->member_id);

  if (!helped->id || !may_change_me(r))
    return;
  ui_heading(page, 2, tr(page, N_("People you may help come in")));
  ui_list_open(page, LIST_RULED);
  for (const DoorMember *one = helped; one->id; one++) {
    char id[ID_TEXT_SIZE];

    ui_picture_item_open(page, "door");
    ui_link(page, .text = tr_fill(page, N_("Help {name} come in here"), "name", one->name, NULL),
            .href = arena_format(request_arena(r), "/help-in/%s", id_to_text(one->id, id)),
            .is_large = true);
    ui_picture_item_close(page);
  }
  ui_list_close(page);
}

/* ---- where I am signed in ---- */

static const char *
sign_in_way_in_words(Page *page, SignInWay way)
{
  static const char *const words[WAY_COUNT] = {
    [WAY_NONE] = "",
    [WAY_LINK] = N_("By a link"),
    [WAY_OPERATOR] = N_("By a link from the machine"),
    [WAY_PASSKEY] = N_("By passkey"),
    [WAY_CARD] = N_("With your key card"),
    [WAY_ASSISTED] = N_("With somebody's help"),
  };

  return tr(page, words[way]);
}

static void
put_sign_in(Page *page, const SignIn *one, bool is_here)
{
  Request *r = page_request(page);

  ui_picture_item_open(page, "computer");
  if (*one->label)
    ui_person(page, one->label);
  else
    ui_words(page, sign_in_way_in_words(page, one->way));
  if (is_here) {
    ui_words(page, " ");
    ui_tag(page, .text = tr(page, N_("Here, now")));
  }
  ui_line_break(page);
  if (*one->label) {
    ui_words(page, sign_in_way_in_words(page, one->way));
    ui_words(page, ". ");
  }
  ui_words(page, tr_fill(page, N_("Since {date}"), "date", door_time(r, one->made_at_us), NULL));
  if (!is_here)
    form_button(
        page, .action = arena_format(request_arena(r), "%s/end", path_of(r, "signed-in", one->id)),
        .is_secondary = true, .button = tr(page, N_("Sign out there")),
        .spoken = *one->label ? one->label : door_time(r, one->made_at_us));
  ui_picture_item_close(page);
}

static void
put_sign_ins(Page *page)
{
  Request *r = page_request(page);
  const int64_t here = request_session(r)->id;
  const SignIn *list = sign_ins_list(request_txn(r), request_arena(r), request_viewer(r)->member_id,
                                     request_now_us(r));
  int count = 0;

  ui_heading(page, 2, tr(page, N_("Where you are signed in")));
  ui_list_open(page, LIST_RULED);
  for (; list[count].id; count++)
    put_sign_in(page, &list[count], list[count].id == here);
  ui_list_close(page);
  if (count > 1)
    form_button(page, .action = "/ways-in/signed-in/end-others", .is_secondary = true,
                .button = tr(page, N_("Sign out everywhere else")));
  form_draw(page, .action = "/ways-in/here", .questions = here_questions,
            .button = tr(page, N_("Keep this name")));
  form_button(page, .action = "/sign-out", .is_secondary = true,
              .button = tr(page, N_("Sign out here")));
}

/* ---- what happened ---- */

static void
put_notes(Page *page)
{
  Request *r = page_request(page);
  const DoorNote *notes = door_notes(request_txn(r), request_arena(r), request_viewer(r)->member_id,
                                     request_now_us(r), DOOR_NOTES_SHOWN);

  ui_heading(page, 2, tr(page, N_("What happened at your door")));
  if (!notes->words)
    ui_paragraph(page, .text = tr(page, N_("Nothing yet.")));
  ui_list_open(page, LIST_RULED);
  for (const DoorNote *note = notes; note->words; note++) {
    ui_picture_item_open(page, "door");
    ui_words(page, tr(page, note->words));
    ui_line_break(page);
    ui_words(page, door_time(r, note->at_us));
    if (*note->actor_name) {
      ui_words(page, ", ");
      ui_person(page, note->actor_name);
    }
    ui_picture_item_close(page);
  }
  ui_list_close(page);
  ui_paragraph(page,
               .text = tr(page, N_("Something here was not you? End that way in above, and tell an"
                                   " organiser.")));
}

static void
show_ways_in(Request *r)
{
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("My ways in")),
                      .lead = lang_text(request_lang(r), N_("How you come in, and where you are"
                                                            " in.")),
                      .back = "/" });

  if (!may_change_me(r))
    ui_inset_text(page, .text = tr(page, N_("You came in with a card, or with somebody's help. To"
                                            " change your ways in, come in by a link or a"
                                            " passkey.")));
  put_new_ways(page);
  put_passkeys(page);
  put_card(page);
  put_sign_ins(page);
  put_helpers(page);
  put_helped(page);
  put_notes(page);
  page_close(page);
}

/* ---- changes ---- */

static void
add_helper(Request *r)
{
  Refusals *refusals = request_refusals(r);

  if (questions_check(helper_questions, request_answers(r), r, refusals))
    door_helper_add(request_txn(r), request_act(r), request_viewer(r)->member_id,
                    answers_text(request_answers(r), "helper"), refusals);
  if (refusals_count(refusals) > 0) {
    show_ways_in(r);
    return;
  }
  new_way_tell(request_txn(r), request_act(r), request_viewer(r)->member_id, request_origin(r));
  reply_redirect_saying(r, "/ways-in", N_("{name} may help you come in"),
                        answers_text(request_answers(r), "helper"));
}

static void
set_only_named(Request *r)
{
  const bool is_on = answers_have(request_answers(r), "only", "yes");

  door_set_only_named(request_txn(r), request_act(r), request_viewer(r)->member_id, is_on);
  reply_redirect_saying(r, "/ways-in",
                        is_on ? N_("Only the people you name may help you come in")
                              : N_("Organisers may help you come in too"),
                        NULL);
}

static void
end_helper(Request *r)
{
  door_helper_remove(request_txn(r), request_act(r), request_viewer(r)->member_id,
                     request_id_in_path(r, "helper"));
  reply_redirect_saying(r, "/ways-in", N_("They are off the list"), NULL);
}

static void
end_sign_in(Request *r)
{
  const int64_t id = request_id_in_path(r, "signed_in");

  if (sign_in_end(request_txn(r), request_act(r), request_viewer(r)->member_id, id))
    reply_redirect_saying(r, "/ways-in", N_("You are signed out there"), NULL);
  else
    reply_redirect(r, "/ways-in"); /* it is over already */
}

static void
end_others(Request *r)
{
  sign_ins_end_others(request_txn(r), request_act(r), request_viewer(r)->member_id,
                      request_session(r)->id);
  reply_redirect_saying(r, "/ways-in", N_("You are signed out everywhere else"), NULL);
}

static void
name_here(Request *r)
{
  if (!questions_check(here_questions, request_answers(r), r, request_refusals(r))) {
    show_ways_in(r);
    return;
  }
  sign_in_name(request_txn(r), request_act(r), request_viewer(r)->member_id, request_session(r)->id,
               answers_text(request_answers(r), "here"));
  reply_redirect_saying(r, "/ways-in", N_("The name is kept"), NULL);
}

const Route ways_in_routes[] = {
  { "GET", "/ways-in", is_known, show_ways_in },
  { "GET", "/ways-in/helpers", is_known, show_ways_in },
  { "POST", "/ways-in/helpers", may_change_me, add_helper, .per_minute = 10 },
  { "POST", "/ways-in/helpers/only", may_change_me, set_only_named },
  { "POST", "/ways-in/helpers/:helper/end", may_change_me, end_helper },
  { "POST", "/ways-in/signed-in/end-others", is_known, end_others },
  { "POST", "/ways-in/signed-in/:signed_in/end", is_known, end_sign_in },
  { "GET", "/ways-in/here", is_known, show_ways_in },
  { "POST", "/ways-in/here", is_known, name_here },
  ROUTES_END,
};
