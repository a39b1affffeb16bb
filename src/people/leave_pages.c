/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Leaving and being erased, by the person alone; "no more letters" and erasing at somebody's wish,
 * by an organiser. */
#include "log/log.h"
#include "people/me_pages.h"

#include <string.h>

/* ---- leaving ---- */

/* True, and said: nobody could look after this place any more. */
static bool
refuse_last_organiser(Request *r, int64_t member_id)
{
  if (!people_is_last_organiser(request_txn(r), member_id))
    return false;
  refuse(request_refusals(r), "",
         N_("Somebody must look after this place. Make another member an organiser first"));
  return true;
}

static void
show_leave(Request *r)
{
  Page *page = open_me_page(r, N_("Leave, or be erased"),
                            N_("You can go at any time. Nobody will ask why. Thank you for having"
                               " been here."));

  ui_heading(page, 2, tr(page, N_("Leave")));
  ui_list_open(page, LIST_BULLETS);
  ui_list_item(page, tr(page, N_("No letters, papers, e-mails or calls reach you any more.")));
  ui_list_item(page, tr(page, N_("Your things stay sealed. Nobody needs them now.")));
  ui_list_item(page, tr(page, N_("You can come back: ask an organiser.")));
  ui_list_close(page);
  form_button(page, .action = "/me/leave", .button = tr(page, N_("Leave now")));
  ui_heading(page, 2, tr(page, N_("Leave and be erased")));
  ui_paragraph(page, .text = tr(page, N_("All that is recorded about you goes, for good. First you"
                                         " see what goes and what stays.")));
  ui_button(page, .text = tr(page, N_("Look at what would be erased")), .href = "/me/erase",
            .is_secondary = true);
  page_close(page);
}

static void
leave(Request *r)
{
  int64_t id = my_id(r);

  if (refuse_last_organiser(r, id)) {
    show_leave(r);
    return;
  }
  people_set_state(request_txn(r), request_act(r), id, MEMBER_LEFT);
  request_sign_out(r);
  reply_redirect_saying(r, "/", N_("You have left. You are welcome here again at any time."), NULL);
}

/* ---- being erased ---- */

static const Question sure_questions[] = {
  { .name = "sure",
    .kind = ASK_YES,
    .label = N_("Yes, erase it. I know that nobody can bring it back."),
    .missing = N_("Tick the box if you want this"),
    .picture = "warning",
    .is_needed = true },
  QUESTIONS_END,
};

static void
put_what_goes(Page *page)
{
  const PersonalData *const *subject;

  ui_heading(page, 2, tr(page, N_("What goes")));
  ui_list_open(page, LIST_BULLETS);
  ui_list_item(page, tr(page, N_("Your name, everywhere")));
  ui_list_item(page, tr(page, N_("How to reach you, and how papers reach you")));
  ui_list_item(page, tr(page, N_("What helps you take part, your strengths and your roles")));
  ui_list_item(page, tr(page, N_("All ways to come in as you")));
  ui_list_close(page);
  ui_heading(page, 2, tr(page, N_("What stays, without your name")));
  ui_list_open(page, LIST_BULLETS);
  for (subject = people_personal_data(); *subject; subject++)
    if ((*subject)->stays)
      ui_list_item(page, tr(page, (*subject)->stays));
  ui_list_item(page, tr(page, N_("Where somebody wrote your name into a text, it stands there"
                                 " still. Ask an organiser to look.")));
  ui_list_close(page);
  ui_paragraph(page, .text = tr(page, N_("Older backups lose it too: they cannot be opened for you"
                                         " any more.")));
}

static void
show_erase(Request *r)
{
  Page *page = page_open(
      r, &(PageHead){
             .title = lang_text(request_lang(r), N_("Be erased")),
             .lead = lang_text(request_lang(r), N_("Step 1 of 2. Nothing is erased on this page.")),
             .back = "/me/leave",
             .section = "/me" });

  put_what_goes(page);
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("First take a copy with you")), .href = "/me/record/file",
          .is_large = true);
  ui_paragraph_close(page);
  ui_button(page, .text = tr(page, N_("Go on")), .href = "/me/erase/sure");
  page_close(page);
}

static void
show_sure(Request *r)
{
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Erase all that is recorded about"
                                                             " you?")),
                      .lead = lang_text(request_lang(r), N_("Step 2 of 2.")),
                      .back = "/me/erase",
                      .section = "/me" });

  form_draw(page, .action = "/me/erase/sure", .questions = sure_questions,
            .button = tr(page, N_("Erase it all")));
  page_close(page);
}

static void
erase_me(Request *r)
{
  int64_t id = my_id(r);

  if (!questions_check(sure_questions, request_answers(r), r, request_refusals(r)) ||
      refuse_last_organiser(r, id)) {
    show_sure(r);
    return;
  }
  people_erase(request_txn(r), request_act(r), id);
  request_sign_out(r);
  reply_redirect_saying(r, "/", N_("All that was recorded about you is erased. Go well."), NULL);
}

/* ---- an organiser: no more letters ---- */

static const Choice gone_choices[] = {
  { .value = "left", .label = N_("This person has left") },
  { .value = "died", .label = N_("This person has died") },
  { .value = NULL },
};

static const Question gone_questions[] = {
  { .name = "state",
    .picture = "door",
    .kind = ASK_ONE_OF,
    .label = N_("What happened?"),
    .missing = N_("Choose what happened"),
    .choices = gone_choices,
    .is_needed = true },
  QUESTIONS_END,
};

static void
show_gone(Request *r)
{
  const Member *member = member_in_path(r, false);

  if (!member)
    return;

  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("No more letters")),
                      .lead = tr_words(r,
                                       N_("Nothing is sent to {name} any more: no e-mail, no"
                                          " letter, no paper, no call."),
                                       member->name),
                      .back = path_of_member(r, member->id, ""),
                      .section = "/people" });

  form_draw(page, .action = path_of_member(r, member->id, "/gone"), .questions = gone_questions,
            .button = tr(page, N_("Stop all letters")));
  ui_paragraph(page, .text = tr(page, N_("Has somebody died? Give yourselves time. A call to the"
                                         " family, or a card by hand, says more than a program"
                                         " can.")));
  ui_paragraph(page, .is_quiet = true,
               .text = tr(page, N_("It can be undone, if it was a mistake.")));
  page_close(page);
}

static void
mark_gone(Request *r)
{
  const Member *member = member_in_path(r, false);
  MemberState state = MEMBER_LEFT;

  if (!member)
    return;
  if (!questions_check(gone_questions, request_answers(r), r, request_refusals(r)) ||
      refuse_last_organiser(r, member->id)) {
    show_gone(r);
    return;
  }
  member_state_from_name(answers_text(request_answers(r), "state"), &state);
  people_set_state(request_txn(r), request_act(r), member->id, state);
  reply_redirect_saying(r, path_of_member(r, member->id, ""),
                        N_("Nothing is sent to {name} any more"), member->name);
}

/* Not after a removal: that is undone where it was decided. */
static void
bring_back(Request *r)
{
  const Member *member = member_in_path(r, false);

  if (!member)
    return;
  if (member->state == MEMBER_LEFT || member->state == MEMBER_DIED)
    people_set_state(request_txn(r), request_act(r), member->id, MEMBER_HERE);
  reply_redirect_saying(r, path_of_member(r, member->id, ""), N_("{name} is here again"),
                        member->name);
}

/* ---- an organiser: erased as they asked ---- */

static const Choice asked_choices[] = {
  { .value = "in-person", .label = N_("They said so to me") },
  { .value = "phone", .label = N_("They said so on the phone") },
  { .value = "writing", .label = N_("They wrote it") },
  { .value = "family", .label = N_("They have died, and their family asked") },
  { .value = NULL },
};

static const Question asked_questions[] = {
  { .name = "asked",
    .picture = "question",
    .kind = ASK_ONE_OF,
    .label = N_("How did they ask for it?"),
    .hint = N_("It stands on the page of how powers were used, without a name."),
    .missing = N_("Choose how they asked for it"),
    .choices = asked_choices,
    .is_needed = true },
  { .name = "sure",
    .picture = "warning",
    .kind = ASK_YES,
    .label = N_("Yes, erase it. I know that nobody can bring it back."),
    .missing = N_("Tick the box if this is right"),
    .is_needed = true },
  QUESTIONS_END,
};

static void
show_erase_member(Request *r)
{
  const Member *member = member_in_path(r, false);

  if (!member)
    return;

  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Erase as they asked")),
                      .lead = tr_words(r, N_("All that is recorded about {name} goes, for good."),
                                       member->name),
                      .back = path_of_member(r, member->id, ""),
                      .section = "/people" });

  put_what_goes(page);
  form_draw(page, .action = path_of_member(r, member->id, "/erase"), .questions = asked_questions,
            .button = tr(page, N_("Erase it all")));
  page_close(page);
}

static const char *
asked_in_words(const char *value)
{
  for (const Choice *choice = asked_choices; choice->value; choice++)
    if (strcmp(choice->value, value) == 0)
      return choice->label;
  return "";
}

static void
erase_member(Request *r)
{
  const Member *member = member_in_path(r, false);

  if (!member)
    return;
  if (!questions_check(asked_questions, request_answers(r), r, request_refusals(r)) ||
      refuse_last_organiser(r, member->id)) {
    show_erase_member(r);
    return;
  }
  log_add(request_txn(r), request_act(r),
          &(LogEntry){ .kind = "member-erased-as-asked",
                       .concerns_id = member->id,
                       .reason = asked_in_words(answers_text(request_answers(r), "asked")) });
  people_erase(request_txn(r), request_act(r), member->id);
  reply_redirect_saying(r, "/people", N_("All that was recorded about this person is erased"),
                        NULL);
}

/* ---- on the page of one member ---- */

static void
put_link(Page *page, const char *words, const char *href)
{
  ui_list_item_open(page);
  ui_link(page, .text = tr(page, words), .href = href, .is_large = true);
  ui_list_item_close(page);
}

void
put_member_links(Page *page, const Member *member)
{
  Request *r = page_request(page);
  const bool is_gone = member->state != MEMBER_HERE && member->state != MEMBER_SUSPENDED;

  ui_heading(page, 2, tr(page, N_("More")));
  ui_list_open(page, LIST_PLAIN);
  put_link(page, N_("What helps this person take part"), path_of_member(r, member->id, "/needs"));
  put_link(page, N_("What this person says is wrong"),
           path_of_member(r, member->id, "/corrections"));
  put_link(page, N_("A copy of all that is recorded, for this person"),
           path_of_member(r, member->id, "/file"));
  if (!is_gone)
    put_link(page, N_("No more letters: has left, or has died"),
             path_of_member(r, member->id, "/gone"));
  put_link(page, N_("Erase as they asked"), path_of_member(r, member->id, "/erase"));
  ui_list_close(page);
  if (member->state == MEMBER_LEFT || member->state == MEMBER_DIED)
    form_button(page, .action = path_of_member(r, member->id, "/back"), .is_secondary = true,
                .button = tr(page, N_("This was a mistake: send letters again")));
}

/* ---- those who are gone ---- */

static void
show_all_gone(Request *r)
{
  const Member *members = people_list_gone(request_txn(r), request_arena(r));
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Not here any more")),
                                .lead = lang_text(request_lang(r), N_("Nothing is sent to them.")),
                                .back = "/people",
                                .section = "/people" });

  if (!members->id)
    ui_paragraph(page, .text = tr(page, N_("Nobody.")));
  ui_list_open(page, LIST_RULED);
  for (; members->id; members++) {
    ui_list_item_open(page);
    ui_link(page, .text = members->name, .href = path_of_member(r, members->id, ""));
    ui_words(page, " – ");
    ui_words(page, tr(page, member_state_words(members->state)));
    ui_list_item_close(page);
  }
  ui_list_close(page);
  page_close(page);
}

const Route leave_routes[] = {
  { "GET", "/me/leave", may_change_me, show_leave },
  { "POST", "/me/leave", may_change_me, leave },
  { "GET", "/me/erase", may_change_me, show_erase },
  { "GET", "/me/erase/sure", may_change_me, show_sure },
  { "POST", "/me/erase/sure", may_change_me, erase_me },
  { "GET", "/people/gone", may_organise, show_all_gone },
  { "GET", "/people/:member/gone", may_organise, show_gone },
  { "POST", "/people/:member/gone", may_organise, mark_gone },
  { "GET", "/people/:member/back", may_organise, show_gone },
  { "POST", "/people/:member/back", may_organise, bring_back },
  { "GET", "/people/:member/erase", may_organise, show_erase_member },
  { "POST", "/people/:member/erase", may_organise, erase_member },
  ROUTES_END,
};
