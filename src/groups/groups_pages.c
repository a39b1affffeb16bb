/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The list of groups, and what all pages of a group share. */
#include "groups/groups_pages.h"

#include "base/ids.h"
#include "lang/lang.h"

enum { GROUPS_A_PAGE = 20, MINE_ON_START = 5 };

/* ---- shared ---- */

#define REMEMBERED "group in path"

static bool
is_let(const Group *group, GroupNeed need)
{
  return group && (need == GROUP_TO_SEE || group->standing == GROUP_IN) &&
         (need != GROUP_TO_CHANGE || !group->is_closed);
}

/* A page shows what its access check found: one statement less. */
static const Group *
find_in_path(Request *r)
{
  const int64_t id = request_id_in_path(r, "group");
  const Group *group = request_remembered(r, REMEMBERED);

  if (group && group->id == id)
    return group;
  group = groups_find(request_txn(r), request_arena(r), id, request_viewer(r)->member_id);
  request_remember(r, REMEMBERED, group);
  return group;
}

static bool
may_do_with_group(Request *r, GroupNeed need)
{
  return is_signed_in(r) && is_let(find_in_path(r), need);
}

bool
may_see_group(Request *r)
{
  return may_do_with_group(r, GROUP_TO_SEE);
}

bool
may_read_group(Request *r)
{
  return may_do_with_group(r, GROUP_TO_READ);
}

bool
may_change_group(Request *r)
{
  return may_do_with_group(r, GROUP_TO_CHANGE);
}

const Group *
group_in_path(Request *r, GroupNeed need)
{
  const Group *group = find_in_path(r);

  if (is_let(group, need))
    return group;
  if (!txn_trouble(request_txn(r)))
    reply_not_found(r);
  return NULL;
}

const char *
group_path(Request *r, const Group *group, const char *rest)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "/groups/%s%s", id_to_text(group->id, id), rest);
}

Page *
open_group_page(Request *r, const Group *group, const char *title, const char *lead)
{
  return page_open(r, &(PageHead){ .title = lang_text(request_lang(r), title),
                                   .lead = lead ? lang_text(request_lang(r), lead) : group->name,
                                   .picture = "people",
                                   .back = group_path(r, group, ""),
                                   .section = "/groups" });
}

const char *
group_day(Page *page, int64_t at_us)
{
  Request *r = page_request(page);

  return lang_date_in(request_arena(r), page_lang(page), at_us, request_time_zone(r));
}

void
put_group_link(Page *page, const char *picture, const char *words, const char *href)
{
  if (lang_is_easy_read(page_lang(page))) {
    ui_lead_on(page, &(LeadOn){ picture, words, NULL, href }, 1);
    return;
  }
  ui_paragraph_open(page);
  ui_link(page, .text = words, .href = href, .is_large = true);
  ui_paragraph_close(page);
}

void
put_own_words(Page *page, const char *heading, const char *picture, const char *words)
{
  if (!*words)
    return;
  ui_card_open(page, .title = heading, .title_level = 2, .picture = picture);
  ui_person_lines(page, words);
  ui_card_close(page);
}

void
put_offer(Page *page, const GroupOffer *offer)
{
  if (!offer->id) {
    ui_paragraph(page, .text = tr(page, N_("The group has not written yet what people get.")));
    return;
  }
  ui_list_open(page, LIST_BULLETS);
  for (const Choice *choice = offer_choices; choice->value; choice++)
    if (offer_gives(offer, choice->value))
      ui_list_item(page, tr(page, choice->label));
  ui_list_close(page);
  if (*offer->words)
    ui_person_lines(page, offer->words);
  if (offer_gives(offer, "payment"))
    ui_paragraph(page,
                 .text = tr(page, N_("Payment can affect benefits. Get advice before you say yes:"
                                     " Citizens Advice gives it free of charge.")));
}

/* ---- the list ---- */

const char *
group_stage_in_words(Request *r, const char *stage)
{
  const char *label = choice_label(stage_choices, stage);

  return label ? lang_text(request_lang(r), label) : stage;
}

static const char *
standing_in_words(Page *page, const Group *group)
{
  if (group->is_closed)
    return tr(page, N_("Closed"));
  if (group->standing == GROUP_INVITED)
    return tr(page, N_("You are invited"));
  if (group->standing == GROUP_ASKED)
    return tr(page, N_("You asked to join"));
  return group_stage_in_words(page_request(page), group->stage);
}

static void
put_group_card(Page *page, const Group *group)
{
  ui_card_open(page, .title = group->name, .title_href = group_path(page_request(page), group, ""),
               .picture = group->is_peer_led ? "together" : "people",
               .is_warm = group->standing == GROUP_INVITED);
  if (*group->different) {
    ui_paragraph_open(page);
    ui_person(page, group->different);
    ui_paragraph_close(page);
  }
  ui_list_open(page, LIST_FACTS);
  ui_list_item(page, standing_in_words(page, group));
  if (group->is_peer_led)
    ui_list_item(page, tr(page, N_("Led by peers")));
  if (!group->is_for_all)
    ui_list_item(page, tr(page, N_("Only its members see it")));
  ui_list_close(page);
  ui_card_close(page);
}

static void
put_others(Page *page, bool is_closed, const char *more)
{
  Request *r = page_request(page);
  int64_t after_id = 0;
  const char *after = request_query(r, "after");
  const bool is_next = id_from_text(request_query(r, "id"), &after_id);
  const Group *others =
      groups_others(request_txn(r), request_arena(r), request_viewer(r)->member_id, is_closed,
                    is_next ? after : "", after_id, GROUPS_A_PAGE + 1);
  int shown = 0;

  for (; shown < GROUPS_A_PAGE && others[shown].id; shown++)
    put_group_card(page, &others[shown]);
  if (shown == 0)
    ui_paragraph(page, .text = tr(page, N_("There are none.")));
  if (shown == GROUPS_A_PAGE && others[shown].id) {
    const Group *last = &others[shown - 1];
    g_autofree char *key =
        g_uri_escape_string(groups_sort_key(request_arena(r), last->name), NULL, false);
    char id[ID_TEXT_SIZE];

    ui_page_links(
        page, NULL,
        arena_format(request_arena(r), "%s?after=%s&id=%s", more, key, id_to_text(last->id, id)));
  }
}

static void
show_groups(Request *r)
{
  const Group *mine = groups_mine(request_txn(r), request_arena(r), request_viewer(r)->member_id);
  const bool is_first_page = *request_query(r, "id") == '\0';
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Groups")),
                      .lead = lang_text(request_lang(r), N_("Groups plan and do things together."
                                                            " Everybody may start one.")),
                      .picture = "people",
                      .section = "/groups" });

  ui_button_link(page, .text = tr(page, N_("Start a group")), .href = "/groups/new");
  if (is_first_page && mine->id) {
    ui_heading(page, 2, tr(page, N_("Your groups")));
    for (; mine->id; mine++)
      put_group_card(page, mine);
  }
  ui_heading(page, 2, tr(page, N_("Other groups here")));
  put_others(page, false, "/groups");
  put_group_link(page, "vote", tr(page, N_("What groups may decide: the register")), "/register");
  put_group_link(page, "file", tr(page, N_("Groups that have closed")), "/groups/closed");
  page_close(page);
}

static void
show_closed(Request *r)
{
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Groups that have closed")),
                      .lead = lang_text(request_lang(r),
                                        N_("Nothing is thrown away. You can read what was.")),
                      .picture = "file",
                      .back = "/groups",
                      .section = "/groups" });

  put_others(page, true, "/groups/closed");
  page_close(page);
}

void
put_my_groups(Page *page)
{
  Request *r = page_request(page);
  const Group *mine = groups_mine(request_txn(r), request_arena(r), request_viewer(r)->member_id);
  int shown = 0;

  for (const Group *group = mine; group->id && shown < MINE_ON_START; group++) {
    if (group->standing != GROUP_IN || group->is_closed)
      continue;
    if (shown++ == 0) {
      ui_heading(page, 2, tr(page, N_("Your groups")));
      ui_list_open(page, LIST_RULED);
    }
    ui_picture_item_open(page, group->is_peer_led ? "together" : "people");
    ui_link(page, .text = group->name, .href = group_path(r, group, ""), .is_large = true);
    ui_picture_item_close(page);
  }
  if (shown > 0)
    ui_list_close(page);
}

const Route groups_routes[] = {
  { "GET", "/groups", is_signed_in, show_groups },
  { "GET", "/groups/closed", is_signed_in, show_closed },
  { "GET", "/groups/:group", may_see_group, show_group_home },
  ROUTES_END,
};
