/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A group's home: first what waits for me, then what the group is for and where it stands, then the
 * ways to the rest. */
#include "groups/duties.h"
#include "groups/groups_pages.h"
#include "groups/lines.h"
#include "groups/mandates.h"
#include "groups/places.h"
#include "lang/lang.h"

#include <string.h>

enum { MANDATES_SHOWN = 3 };

static void (*put_part)(Page *page, const Group *group); /* configuration: set before threads */

void
groups_set_home_part(void (*put)(Page *page, const Group *group))
{
  put_part = put;
}

/* ---- what waits ---- */

static void
put_invitation(Page *page, const Group *group)
{
  Request *r = page_request(page);

  if (group->is_closed || group->standing == GROUP_IN)
    return;
  if (group->standing == GROUP_ASKED) {
    const Place *mine =
        places_find(request_txn(r), request_arena(r), group->id, request_viewer(r)->member_id);

    ui_card_open(page, .title = tr(page, N_("You asked to join")), .title_level = 2,
                 .picture = "clock");
    if (mine)
      put_who_wrote_place(page, mine);
    ui_paragraph(page,
                 .text = tr(page, N_("Somebody in the group answers. You will see it here.")));
    form_button(page, .action = group_path(r, group, "/leave"),
                .button = tr(page, N_("Take this back")), .is_secondary = true);
    ui_card_close(page);
    return;
  }

  const bool is_invited = group->standing == GROUP_INVITED;

  ui_card_open(page,
               .title = is_invited ? tr(page, N_("You are invited"))
                                   : tr(page, N_("Do you want to take part?")),
               .title_level = 2, .is_warm = true, .picture = "hand");
  ui_paragraph(page, .text = tr(page, N_("First read what people get who take part.")));
  ui_button_link(page, .text = tr(page, N_("Read it, and join if you like")),
                 .href = group_path(r, group, "/join"));
  if (is_invited)
    form_button(page, .action = group_path(r, group, "/leave"),
                .button = tr(page, N_("No, thank you")), .is_secondary = true);
  ui_card_close(page);
}

/* Read alone it says also with what. */
static void
put_card_link(Page *page, const char *words, const char *href, const char *title)
{
  ui_button_link(page, .text = words, .href = href,
                 .spoken = arena_format(request_arena(page_request(page)), ": %s", title));
}

static void
put_who_asks(Page *page, const Group *group)
{
  Request *r = page_request(page);

  ui_card_open(page, .title = tr(page, N_("Somebody asks to join")), .title_level = 2,
               .is_warm = true, .picture = "door");
  put_card_link(page, tr(page, N_("Read and answer")), group_path(r, group, "/people"),
                tr(page, N_("Somebody asks to join")));
  ui_card_close(page);
}

/* A duty that is handed over to me, or mine whose term has passed. `is_apart`: who holds each. */
static void
put_duties_waiting(Page *page, const Group *group, const Duty *duties, const bool *is_apart)
{
  Request *r = page_request(page);
  const int64_t me = request_viewer(r)->member_id;

  for (int i = 0; duties[i].id; i++) {
    const char *name = duty_in_words(duties[i].duty, page_lang(page));
    const bool is_next = duties[i].next_id == me;
    const bool is_over = duties[i].member_id == me && duty_is_over(&duties[i], request_now_us(r));

    if (!is_over && (!is_next || is_apart[i]))
      continue;
    ui_card_open(page, .title = name, .title_level = 2, .is_warm = true, .picture = "hand");
    ui_paragraph(page, .text = is_next
                                   ? tr(page, N_("Would you take over this duty? You can say no."))
                                   : tr(page, N_("Your term is over. Hand over, or say again"
                                                 " until when.")));
    put_card_link(page, tr(page, N_("Look at it")), group_path(r, group, "/duties"), name);
    ui_card_close(page);
  }
}

/* Whoever keeps away from whom is looked up once for all of it. */
static void
put_what_waits(Page *page, const Group *group, const Duty *duties)
{
  Request *r = page_request(page);
  const int64_t me = request_viewer(r)->member_id;
  FurtherPairs held = { .count = 0 };

  if (group->is_closed)
    return;
  while (duties[held.count].id)
    held.count++;

  PeoplePair *pairs = arena_new_of(request_arena(r), PeoplePair, held.count + 1);

  for (int i = 0; i < held.count; i++)
    pairs[i] = (PeoplePair){ me, duties[i].member_id };
  held.pairs = pairs;
  held.is_apart = arena_new_of(request_arena(r), bool, held.count + 1);
  if (places_first_asking(request_txn(r), group->id, me, &held))
    put_who_asks(page, group);
  put_duties_waiting(page, group, duties, held.is_apart);
}

/* ---- what it is for ---- */

static const char *
saving_in_words(Page *page, const Purpose *purpose)
{
  if (strcmp(purpose->saving, "target") == 0)
    return tr(page, N_("Money is to be saved:"));
  if (strcmp(purpose->saving, "none") == 0)
    return tr(page, N_("It is not about saving money."));
  return tr(page, N_("Whether money is to be saved: not said yet."));
}

static void
put_purpose(Page *page, const Group *group, const Purpose *purpose)
{
  put_own_words(page, tr(page, N_("What we want to be different")), "idea", purpose->different);
  put_own_words(page, tr(page, N_("What the group is for")), "people", purpose->purpose);
  ui_card_open(page, .title = saving_in_words(page, purpose), .title_level = 2, .picture = "money");
  if (strcmp(purpose->saving, "target") == 0)
    ui_person_lines(page, purpose->saving_words);
  ui_card_close(page);
  put_group_link(page, "clock", tr(page, N_("How this came about")),
                 group_path(page_request(page), group, "/purpose"));
}

static void
put_last_word(Page *page, const Group *group)
{
  if (!group->is_closed)
    return;
  ui_card_open(page, .title = tr(page, N_("This group has closed")), .title_level = 2,
               .picture = "heart");
  ui_paragraph(page, .text = tr_fill(page, N_("On {day}."), "day",
                                     group_day(page, group->closed_at_us), NULL));
  ui_person_lines(page, group->last_word);
  if (*group->carried_on) {
    ui_paragraph(page, .text = tr(page, N_("What becomes of what was begun:")), .is_strong = true);
    ui_person_lines(page, group->carried_on);
  }
  ui_card_close(page);
}

/* ---- the side ---- */

static void
put_duties(Page *page, const Group *group, const Duty *duties)
{
  ui_heading(page, 2, tr(page, N_("Duties")));
  if (duties->id)
    ui_list_open(page, LIST_RULED);
  for (; duties->id; duties++) {
    ui_picture_item_open(page, "person");
    ui_strong(page, duty_in_words(duties->duty, page_lang(page)));
    ui_line_break(page);
    ui_person(page, *duties->name ? duties->name : tr(page, N_("a former member")));
    ui_line_break(page);
    ui_words(page, duty_is_over(duties, request_now_us(page_request(page)))
                       ? tr(page, N_("the term is over"))
                       : tr_fill(page, N_("until {day}"), "day", group_day(page, duties->until_us),
                                 NULL));
    ui_picture_item_close(page);
    if (!duties[1].id)
      ui_list_close(page);
  }
  put_group_link(page, "hand", tr(page, N_("Who does what, until when")),
                 group_path(page_request(page), group, "/duties"));
}

static void
put_people(Page *page, const Group *group, int64_t people)
{
  Request *r = page_request(page);

  ui_heading(page, 2,
             tr_count(page, "{count} person is in it", "{count} people are in it", people));
  put_group_link(page, "people", tr(page, N_("Who is in it")), group_path(r, group, "/people"));
  put_group_link(page, "person", tr(page, N_("Your place in the group")),
                 group_path(r, group, "/me"));
  put_group_link(page, "coin", tr(page, N_("Costs for something else")),
                 group_path(r, group, "/costs"));
  put_group_link(page, "look", tr(page, N_("How shared is this?")),
                 group_path(r, group, "/shared"));
}

static void
put_mandates(Page *page, const Group *group, const Mandate *mandates)
{
  const bool has_any = mandates->id && !mandates->ended_at_us;

  if (!has_any && group->standing != GROUP_IN)
    return;
  ui_heading(page, 2, tr(page, N_("What this group may decide")));
  if (has_any)
    ui_list_open(page, LIST_RULED);
  for (int i = 0; i < MANDATES_SHOWN && mandates[i].id && !mandates[i].ended_at_us; i++) {
    ui_picture_item_open(page, "vote");
    ui_person(page, mandates[i].words);
    ui_picture_item_close(page);
  }
  if (has_any)
    ui_list_close(page);
  put_group_link(page, "vote",
                 has_any ? tr(page, N_("All that it may decide"))
                         : tr(page, N_("Nothing is written yet")),
                 group_path(page_request(page), group, "/decides"));
}

static void
put_within(Page *page, const Group *group, const Group *within)
{
  Request *r = page_request(page);
  const Group parent = { .id = group->within_id };

  if (!group->within_id && !within->id)
    return;
  ui_heading(page, 2, tr(page, N_("Groups that belong together")));
  ui_list_open(page, LIST_RULED);
  if (group->within_id) {
    ui_picture_item_open(page, "people");
    ui_words(page, tr(page, N_("A part of")));
    ui_words(page, " ");
    ui_link(page, .text = group->within_name, .href = group_path(r, &parent, ""));
    ui_picture_item_close(page);
  }
  for (; within->id; within++) {
    ui_picture_item_open(page, "people");
    ui_link(page, .text = within->name, .href = group_path(r, within, ""));
    ui_picture_item_close(page);
  }
  ui_list_close(page);
}

/* ---- the ways on ---- */

static const char *
count_hint(Page *page, int64_t open, const char *one, const char *many)
{
  return open > 0 ? tr_count(page, one, many, open) : NULL;
}

static void
put_ways_on(Page *page, const Group *group, const LinesSum *sum, bool is_review_due)
{
  Request *r = page_request(page);
  const LeadOn rows[] = {
    { "hello", N_("First meeting together"), N_("A list to go by, and your ground rules."),
      group_path(r, group, "/first-meeting") },
    { "idea", N_("What happened to our ideas"), N_("Share an idea, read the answers."),
      group_path(r, group, "/ideas") },
    { "hand", N_("What we said we would do"), N_("Who does it, by when, and how it went."),
      group_path(r, group, "/actions") },
    { "vote", N_("What we decided"), N_("What, why, who decided, and what became of it."),
      group_path(r, group, "/decisions") },
    { "talk", N_("What each side needs of the other"),
      count_hint(page, sum->open[LIST_NEEDS], "{count} is open", "{count} are open"),
      group_path(r, group, "/lists/needs") },
    { "stop", N_("What is stuck"),
      sum->late > 0
          ? count_hint(page, sum->late, "{count} is past its day", "{count} are past their day")
          : count_hint(page, sum->open[LIST_STUCK], "{count} is open", "{count} are open"),
      group_path(r, group, "/lists/stuck") },
    { "tick", N_("What we stopped doing"), NULL, group_path(r, group, "/lists/stopped") },
    { "heart", N_("When it gets hard"), N_("Ask for a pause, a talk or help, in private."),
      group_path(r, group, "/hard") },
    { "happy", N_("How is it going?"),
      is_review_due ? N_("A year has passed: look back together.")
                    : N_("What is better, what was hard, what we celebrate."),
      group_path(r, group, "/review") },
  };

  ui_heading(page, 2, tr(page, N_("Working together")));
  ui_lead_on(page, rows, G_N_ELEMENTS(rows));
}

/* What is seldom needed: small, at the side. */
static void
put_looking_after(Page *page, const Group *group)
{
  Request *r = page_request(page);
  const LeadOn rows[] = {
    { "heart", N_("What people get who take part"), NULL, group_path(r, group, "/offer") },
    { "tools", N_("Name, stage and who may join"), NULL, group_path(r, group, "/settings") },
    { "door", N_("Close the group well"), NULL, group_path(r, group, "/close") },
  };

  ui_heading(page, 2, tr(page, N_("Looking after the group")));
  ui_lead_on(page, rows, group->is_closed ? 1 : (int)G_N_ELEMENTS(rows));
}

static void
put_reopen(Page *page, const Group *group)
{
  if (!group->is_closed)
    return;
  form_button(page, .action = group_path(page_request(page), group, "/open"),
              .button = tr(page, N_("Open the group again")), .is_secondary = true);
}

/* ---- the page ---- */

/* For its members, in two columns. */
static void
draw_inside(Page *page, const Group *group, const Purpose *purpose)
{
  Request *r = page_request(page);
  Txn *txn = request_txn(r);
  Arena *arena = request_arena(r);
  const Duty *duties = duties_now(txn, arena, group->id);
  const LinesSum sum = lines_sum(txn, group->id, request_now_us(r));
  const int64_t reviewed_us = sum.reviewed_us;
  const bool is_due =
      !group->is_closed &&
      review_is_due(reviewed_us ? reviewed_us : group->made_at_us, request_now_us(r));

  ui_columns_open(page);
  put_last_word(page, group);
  put_what_waits(page, group, duties);
  if (put_part)
    put_part(page, group);
  put_purpose(page, group, purpose);
  put_ways_on(page, group, &sum, is_due);
  put_reopen(page, group);
  ui_columns_next(page);
  put_people(page, group, sum.people);
  put_duties(page, group, duties);
  put_mandates(page, group, mandates_of(txn, arena, group->id));
  put_within(page, group, groups_within(txn, arena, group->id, request_viewer(r)->member_id));
  put_looking_after(page, group);
  ui_columns_close(page);
}

/* For others: what they need to know before they join. */
static void
draw_outside(Page *page, const Group *group, const Purpose *purpose)
{
  Request *r = page_request(page);

  put_last_word(page, group);
  put_invitation(page, group);
  put_purpose(page, group, purpose);
  put_group_link(page, "idea", tr(page, N_("What happened to our ideas")),
                 group_path(r, group, "/ideas"));
  put_group_link(page, "vote", tr(page, N_("What we decided")), group_path(r, group, "/decisions"));
  put_mandates(page, group, mandates_of(request_txn(r), request_arena(r), group->id));
  put_within(
      page, group,
      groups_within(request_txn(r), request_arena(r), group->id, request_viewer(r)->member_id));
}

void
show_group_home(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_SEE);

  if (!group)
    return;

  const bool is_in = group->standing == GROUP_IN;
  const Purpose *purpose = purposes_list(request_txn(r), request_arena(r), group->id);
  Page *page = page_open(r, &(PageHead){ .title = group->name,
                                         .lead = group_stage_in_words(r, group->stage),
                                         .picture = group->is_peer_led ? "together" : "people",
                                         .back = "/groups",
                                         .section = "/groups",
                                         .is_wide = is_in });

  if (is_in)
    draw_inside(page, group, purpose);
  else
    draw_outside(page, group, purpose);
  page_close(page);
}
