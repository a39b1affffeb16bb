/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Joining a group after reading what it offers, leaving, one's own place, and who is in it. */
#include "groups/places.h"

#include "base/ids.h"
#include "groups/groups_pages.h"
#include "groups/join_answers.h"
#include "groups/role_pages.h"
#include "people/profile.h"

#include <string.h>

enum { PEOPLE_A_PAGE = 50 };

const Choice *
others_to_choose(Arena *arena, void *data)
{
  Request *r = data;
  const Place *people =
      places_list(request_txn(r), arena, request_id_in_path(r, "group"), "", 0, GROUP_PEOPLE_MAX);
  Choice *choices = arena_new_of(arena, Choice, GROUP_PEOPLE_MAX + 1);
  int count = 0;

  for (; people->member_id; people++) {
    char id[ID_TEXT_SIZE];

    if (people->member_id != request_viewer(r)->member_id)
      choices[count++] = (Choice){ .value = arena_text(arena, id_to_text(people->member_id, id)),
                                   .label = people->name };
  }
  return choices;
}

/* ---- what is asked ---- */

#define OWN_ROLE_QUESTIONS                                                                  \
  ROLE_QUESTIONS(N_("What are you in this group?"),                                         \
                 N_("So that the group can see whether all sides are there."),              \
                 N_("Choose what you are in this group, or that you would rather not say"), \
                 N_("May the group see your role?"),                                        \
                 N_("Choose whether the group may see your role"))

static const Question join_questions[] = {
  OWN_ROLE_QUESTIONS,
  QUESTIONS_END,
};

static const Question ask_questions[] = {
  OWN_ROLE_QUESTIONS,
  { .name = "words",
    .kind = ASK_LONG,
    .label = N_("Do you want to tell the group something?"),
    .hint = N_("You can leave it empty. The people in the group read it."),
    .picture = "write",
    .rows = 3,
    .max_length = PLACE_WORDS_MAX },
  QUESTIONS_END,
};

static const Question place_questions[] = {
  OWN_ROLE_QUESTIONS,
  QUESTIONS_END,
};

/* R82: whoever was there is asked, also when they go; never why. */
static const Question leave_questions[] = {
  { .name = "words",
    .kind = ASK_LONG,
    .label = N_("What should the group know, to do better?"),
    .hint = N_("You can leave it empty. It stands there without your name. People may still guess"
               " that it is from you."),
    .picture = "write",
    .rows = 3,
    .max_length = GROUP_WORDS_MAX },
  QUESTIONS_END,
};

static const Question invite_questions[] = {
  { .name = "name",
    .kind = ASK_TEXT,
    .label = N_("Who do you want to invite?"),
    .hint = N_("Their name, as they are called here."),
    .missing = N_("Enter a name"),
    .picture = "hello",
    .is_needed = true },
  QUESTIONS_END,
};

/* ---- joining ---- */

/* Whoever joins an open group is in at once; an invitation is the group's yes already. */
static bool
is_in_at_once(Request *r, const Group *group)
{
  return group->is_open || group->standing == GROUP_INVITED ||
         groups_count_people(request_txn(r), group->id) == 0;
}

static const Group *
group_to_join(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_SEE);

  if (!group || (!group->is_closed && group->standing != GROUP_IN))
    return group;
  if (group->standing == GROUP_IN && request_is_post(r))
    reply_redirect(r, group_path(r, group, ""));
  else
    reply_not_found(r);
  return NULL;
}

static void
draw_join(Request *r, const Group *group)
{
  Txn *txn = request_txn(r);
  Arena *arena = request_arena(r);
  const GroupOffer *offer = offers_newest(txn, arena, group->id);
  const bool is_at_once = is_in_at_once(r, group);
  char id[ID_TEXT_SIZE];
  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Before you join")),
                                         .lead = group->name,
                                         .picture = "heart",
                                         .back = group_path(r, group, ""),
                                         .section = "/groups" });

  ui_heading(page, 2, tr(page, N_("What people get who take part")));
  put_offer(page, offer);
  ui_paragraph(page, .text = tr(page, N_("What stands here is kept for you as it is now.")));
  if (places_has_kept_away(txn, arena, group->id, request_viewer(r)->member_id))
    ui_inset_text(page, .text = tr(page, N_("Somebody you keep away from is in this group. Only you"
                                            " are told this.")));
  ui_heading(page, 2, tr(page, N_("Your place in the group")));
  form_open(page, group_path(r, group, "/join"));
  form_hidden(page, "_offer", id_to_text(offer->id, id));
  form_questions(page, is_at_once ? join_questions : ask_questions, r);
  form_close(page, is_at_once ? tr(page, N_("Join")) : tr(page, N_("Ask to join")));
  ui_paragraph(page, .text = tr(page, N_("You can leave at any time. Nobody asks why.")));
  page_close(page);
}

static void
show_join(Request *r)
{
  const Group *group = group_to_join(r);

  if (group)
    draw_join(r, group);
}

static void
join(Request *r)
{
  const Group *group = group_to_join(r);
  Answers *answers = request_answers(r);

  if (!group)
    return;

  const bool is_at_once = is_in_at_once(r, group);
  int64_t offer_id = 0;

  id_from_text(answers_text(answers, "_offer"), &offer_id);
  if (questions_check(is_at_once ? join_questions : ask_questions, answers, r, request_refusals(r)))
    places_join(request_txn(r), request_act(r), group->id,
                &(JoinWish){ .role = role_from_answers(r),
                             .is_shown = role_is_shown_in_answers(r),
                             .words = is_at_once ? "" : answers_text(answers, "words"),
                             .offer_id = offer_id },
                request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_join(r, group);
  else
    reply_redirect_saying(r, group_path(r, group, ""),
                          is_at_once ? N_("You are in the group") : N_("You have asked to join"),
                          NULL);
}

/* ---- leaving, saying no, taking back ---- */

static void
draw_leave(Request *r, const Group *group)
{
  Page *page =
      open_group_page(r, group, N_("Leave the group"), N_("Nobody asks why. You can come back."));

  ui_paragraph(page, .text = tr(page, N_("Your duties in the group end too. What you wrote together"
                                         " stays with the group.")));
  if (group->standing == GROUP_IN) {
    form_open(page, group_path(r, group, "/leave"));
    form_sent_at_last(page);
    form_questions(page, leave_questions, r);
    form_close(page, tr(page, N_("Leave the group")));
  } else {
    form_button(page, .action = group_path(r, group, "/leave"),
                .button = tr(page, N_("Leave the group")), .is_warning = true);
  }
  page_close(page);
}

static void
show_leave(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_SEE);

  if (group)
    draw_leave(r, group);
}

static void
leave(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_SEE);

  if (!group)
    return;
  if (group->standing == GROUP_IN &&
      questions_check(leave_questions, request_answers(r), r, request_refusals(r)))
    reviews_add_left(request_txn(r), request_act(r), group->id,
                     answers_text(request_answers(r), "words"), request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0) {
    draw_leave(r, group);
    return;
  }
  places_leave(request_txn(r), request_act(r), group->id);
  reply_redirect_saying(r, "/groups",
                        group->standing == GROUP_IN        ? N_("You have left the group")
                        : group->standing == GROUP_INVITED ? N_("You have said no")
                                                           : N_("You have taken it back"),
                        NULL);
}

/* ---- my place ---- */

static void
draw_place(Request *r, const Group *group)
{
  Txn *txn = request_txn(r);
  Arena *arena = request_arena(r);
  const Place *mine = places_find(txn, arena, group->id, request_viewer(r)->member_id);
  const GroupOffer *offer =
      mine && mine->offer_id ? offers_find(txn, arena, group->id, mine->offer_id) : NULL;

  if (!mine)
    return; /* trouble: the frame says so */
  if (!request_is_post(r))
    role_fill(r, mine);

  Page *page = open_group_page(r, group, N_("Your place in the group"), NULL);

  put_who_wrote_place(page, mine);
  ui_heading(page, 2, tr(page, N_("What was offered to you")));
  if (offer)
    put_offer(page, offer);
  else
    ui_paragraph(page, .text = tr(page, N_("Nothing was written when you joined.")));
  ui_heading(page, 2, tr(page, N_("Your role here")));
  if (*mine->way)
    ui_paragraph(page, .text = tr(page, N_("Is it right? Press “Keep this”: then it is your own"
                                           " word.")));
  form_draw(page, .action = group_path(r, group, "/me"), .questions = place_questions, .data = r,
            .button = tr(page, N_("Keep this")));
  put_group_link(page, "door", tr(page, N_("Leave the group")), group_path(r, group, "/leave"));
  page_close(page);
}

static void
show_place(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_READ);

  if (group)
    draw_place(r, group);
}

static void
change_place(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_READ);

  if (!group)
    return;
  if (questions_check(place_questions, request_answers(r), r, request_refusals(r)))
    places_set_role(request_txn(r), request_act(r), group->id, role_from_answers(r),
                    role_is_shown_in_answers(r), request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_place(r, group);
  else
    reply_redirect_saying(r, group_path(r, group, "/me"), N_("It is kept"), NULL);
}

/* ---- the people ---- */

static const char *
told_in_words(Page *page, SideTold told, int number)
{
  switch (told) {
  case SIDE_NUMBER:
    return arena_format(request_arena(page_request(page)), "%d", number);
  case SIDE_FEW:
    return tr(page, N_("fewer than 5"));
  case SIDE_NONE:
    return tr(page, N_("nobody yet"));
  case SIDE_NOT_TOLD:
    break;
  }
  return tr(page, N_("not told"));
}

/* For planning a role counts whoever wrote it down; in figures it does not (doc/decisions/0054). */
static void
put_heard(Page *page, const SideCounts *counts, const SideTold told[SIDE_COUNT])
{
  const SideTold heard = sides_tell_heard(counts, told);

  ui_paragraph(page, .is_quiet = true,
               .text = tr(page, N_("This is for planning. A role counts here whoever wrote it"
                                   " down.")));
  if (heard == SIDE_NUMBER)
    ui_paragraph(page, .is_quiet = true,
                 .text = tr_count(page,
                                  "{count} person has not said their role themself yet. Somebody"
                                  " else wrote it down.",
                                  "{count} people have not said their role themselves yet."
                                  " Somebody else wrote it down.",
                                  counts->heard));
  else if (heard == SIDE_FEW)
    ui_paragraph(page, .is_quiet = true,
                 .text = tr(page, N_("Fewer than 5 people have not said their role themselves yet."
                                     " Somebody else wrote it down.")));
}

/* That nobody is in another role, or has not said, is no news. */
static void
put_sides(Page *page, const Group *group)
{
  static const char *const pictures[SIDE_COUNT] = { "person",   "heart", "home",    "together",
                                                    "building", "write", "question" };
  SideCounts counts;
  SideTold told[SIDE_COUNT];
  SummaryRow rows[SIDE_COUNT];
  int count = 0;

  places_count_sides(request_txn(page_request(page)), group->id, &counts);
  ui_heading(page, 2, tr(page, N_("Which sides are at the table")));
  if (!sides_tell(&counts, told)) {
    ui_paragraph(page, .text = tr(page, N_("Numbers are told from five people on, so that they show"
                                           " nobody.")));
    return;
  }
  for (int i = 0; i < SIDE_COUNT; i++) {
    if (told[i] == SIDE_NONE && i >= SIDE_OTHER)
      continue;
    rows[count++] = (SummaryRow){ .key = { .text = tr(page, side_words((Side)i)) },
                                  .value = { .text = told_in_words(page, told[i], counts.all[i]) },
                                  .picture = pictures[i] };
  }
  ui_summary_list(page, .rows = rows, .count = count);
  ui_paragraph(page, .is_quiet = true,
               .text = tr(page, N_("Small numbers are not told, so that they show nobody.")));
  put_heard(page, &counts, told);
}

static void
put_people(Page *page, const Group *group)
{
  Request *r = page_request(page);
  int64_t after_id = 0;
  const bool is_next = id_from_text(request_query(r, "id"), &after_id);
  const Place *people =
      places_list(request_txn(r), request_arena(r), group->id,
                  is_next ? request_query(r, "after") : "", after_id, PEOPLE_A_PAGE + 1);
  int shown = 0;

  ui_heading(page, 2,
             tr_count(page, "{count} person is in it", "{count} people are in it",
                      groups_count_people(request_txn(r), group->id)));
  ui_list_open(page, LIST_RULED);
  for (; shown < PEOPLE_A_PAGE && people[shown].member_id; shown++) {
    ui_picture_item_open(page, "person");
    ui_person(page, people[shown].name);
    if (*people[shown].shown_role) {
      ui_words(page, ", ");
      ui_person(page, role_beside_name(people[shown].shown_role, page_lang(page)));
    }
    ui_picture_item_close(page);
  }
  ui_list_close(page);
  if (shown == PEOPLE_A_PAGE && people[shown].member_id) {
    const Place *last = &people[shown - 1];
    g_autofree char *key =
        g_uri_escape_string(groups_sort_key(request_arena(r), last->name), NULL, false);
    char id[ID_TEXT_SIZE];

    ui_page_links(page, NULL,
                  arena_format(request_arena(r), "%s?after=%s&id=%s",
                               group_path(r, group, "/people"), key,
                               id_to_text(last->member_id, id)));
  }
}

static void
draw_people(Request *r, const Group *group)
{
  Page *page = open_group_page(r, group, N_("Who is in it"),
                               N_("A role stands beside a name only where that person wants it."));

  if (!group->is_closed) {
    put_asking(page, group);
    put_answers_to_tell(page, group);
  }
  put_people(page, group);
  put_group_link(page, "person", tr(page, N_("Your place in the group")),
                 group_path(r, group, "/me"));
  put_sides(page, group);
  if (!group->is_closed) {
    ui_heading(page, 2, tr(page, N_("Invite somebody")));
    form_draw(page, .action = group_path(r, group, "/people"), .questions = invite_questions,
              .button = tr(page, N_("Invite")));
    put_group_link(page, "phone", tr(page, N_("Write down that somebody wants to join")),
                   group_path(r, group, "/join-for"));
  }
  page_close(page);
}

static void
show_people(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_READ);

  if (group)
    draw_people(r, group);
}

static void
invite(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);

  if (!group)
    return;
  if (questions_check(invite_questions, request_answers(r), r, request_refusals(r))) {
    const int64_t let_in_id =
        places_invite(request_txn(r), request_act(r), group->id,
                      answers_text(request_answers(r), "name"), request_refusals(r));

    join_answers_tell(request_txn(r), request_act(r), group->id, let_in_id, request_origin(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_people(r, group);
  else
    reply_redirect_saying(r, group_path(r, group, "/people"),
                          N_("They are invited. They can say no without a reason"), NULL);
}

/* ---- the start page ---- */

const Waiting *
groups_waiting(Request *r)
{
  const Lang *lang = request_lang(r);
  Waiting *waiting;
  int count = 0;

  if (!is_signed_in(r))
    return NULL;

  const PlacesWaiting found = places_waiting(request_txn(r), request_viewer(r)->member_id);
  const Group invited = { .id = found.invited_id }, asked = { .id = found.asked_id };

  if (!invited.id && !asked.id)
    return NULL;
  waiting = arena_new_of(request_arena(r), Waiting, 3);
  if (invited.id)
    waiting[count++] = (Waiting){ .title = lang_text(lang, N_("You are invited to a group")),
                                  .words = lang_text(lang, N_("You may say yes or no.")),
                                  .button = lang_text(lang, N_("Look at the group")),
                                  .href = group_path(r, &invited, ""),
                                  .urgency = WAITS_FOR_ME };
  if (asked.id)
    waiting[count++] = (Waiting){ .title = lang_text(lang, N_("Somebody asks to join your group")),
                                  .words = lang_text(lang, N_("Anybody in the group can answer.")),
                                  .button = lang_text(lang, N_("See who asks to join")),
                                  .href = group_path(r, &asked, "/people"),
                                  .urgency = WAITS_FOR_US };
  return waiting;
}

const Route group_join_routes[] = {
  { "GET", "/groups/:group/join", may_see_group, show_join },
  { "POST", "/groups/:group/join", may_see_group, join, .per_minute = 20 },
  { "GET", "/groups/:group/leave", may_see_group, show_leave },
  { "POST", "/groups/:group/leave", may_see_group, leave },
  { "GET", "/groups/:group/me", may_read_group, show_place },
  { "POST", "/groups/:group/me", may_read_group, change_place },
  { "GET", "/groups/:group/people", may_read_group, show_people },
  { "POST", "/groups/:group/people", may_change_group, invite, .per_minute = 20 },
  ROUTES_END,
};
