/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The page of a group for everybody: making it, two yeses, taking it back; the register of them;
 * one of them, and its files. */
#include "evidence/account_pages.h"

#include "base/ids.h"
#include "lang/lang.h"
#include "meetings/when.h"

#include <stdlib.h>
#include <string.h>

enum { KEPT_S = 300 };

static int
from_in_query(Request *r)
{
  guint64 from = 0;

  return g_ascii_string_to_unsigned(request_query(r, "from"), 10, 0, ACCOUNT_LIST_MOST, &from, NULL)
             ? (int)from
             : 0;
}

/* ---- for the group ---- */

static void
put_yeses(Page *page, const Group *group, const Account *waiting)
{
  Request *r = page_request(page);
  char id[ID_TEXT_SIZE];
  const bool is_mine = waiting->asked_by == request_viewer(r)->member_id;

  ui_paragraph(page,
               .text = tr(page, N_("Read it whole. No name of a person may be in it. Others may"
                                   " use it when they say where it is from (CC BY 4.0).")));
  if (waiting->asked_by)
    ui_paragraph(page, .text = is_mine ? tr(page, N_("You want everybody to read this. One more yes"
                                                     " of the group is needed."))
                                       : tr(page, N_("Somebody in the group wants everybody to read"
                                                     " this. Do you too?")));
  ui_button_group_open(page);
  if (!is_mine)
    form_button(page,
                .action =
                    arena_format(request_arena(r), "%s/%s/public", group_path(r, group, "/account"),
                                 id_to_text(waiting->id, id)),
                .button = tr(page, N_("Yes, everybody may read it")));
  form_button(page, .action = group_path(r, group, "/account/inside"),
              .button = tr(page, N_("No, keep it in the group")), .is_secondary = true);
  ui_button_group_close(page);
}

static void
put_public_state(Page *page, const Group *group, const Account *public)
{
  Request *r = page_request(page);
  char id[ID_TEXT_SIZE];

  if (!public) {
    ui_paragraph(page, .text = tr(page, N_("Nobody outside reads it now.")));
    return;
  }
  put_group_link(page, "look", tr(page, N_("The page that everybody reads now")),
                 arena_format(request_arena(r), "/register/groups/%s", id_to_text(group->id, id)));
  form_button(page, .action = group_path(r, group, "/account/inside"),
              .button = tr(page, N_("Take it back: nobody outside reads it any more")),
              .is_secondary = true);
}

static void
draw_inside(Request *r, const Group *group)
{
  g_autoptr(Account) waiting = account_waiting(request_txn(r), request_arena(r), group->id);
  g_autoptr(Account) public = account_public(request_txn(r), request_arena(r), group->id);
  const bool may = group->standing == GROUP_IN && !group->is_closed;
  Page *page = open_group_page(r, group, N_("Our page for everybody"),
                               N_("What people wanted, what was decided and why, what changed, and"
                                  " who was missing. Two of the group say yes before anybody"
                                  " outside reads it."));

  if (may && !waiting)
    put_public_state(page, group, public);
  if (may)
    form_button(page, .action = group_path(r, group, "/account"), .is_secondary = waiting != NULL,
                .button = waiting ? tr(page, N_("Put it together anew"))
                                  : tr(page, N_("Put it together from our records")));
  if (waiting) {
    ui_heading(page, 2, tr(page, N_("This waits for a yes")));
    if (may)
      put_yeses(page, group, waiting);
    put_account(page, &(AccountShown){ .body = waiting->body,
                                       .path = group_path(r, group, "/account"),
                                       .from = from_in_query(r) });
  }
  page_close(page);
}

static void
show_inside(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_READ);

  if (group)
    draw_inside(r, group);
}

static void
make(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);

  if (!group)
    return;
  account_make(request_txn(r), request_act(r), group, request_time_zone(r), request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_inside(r, group);
  else
    reply_redirect(r, group_path(r, group, "/account"));
}

/* Only to the very words that they have read. */
static void
agree(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);

  if (!group)
    return;

  g_autoptr(Account) waiting = account_waiting(request_txn(r), request_arena(r), group->id);

  if (!waiting || waiting->id != request_id_in_path(r, "account")) {
    if (!txn_trouble(request_txn(r)))
      reply_not_found(r);
    return;
  }
  account_agree(request_txn(r), request_act(r), waiting);
  reply_redirect_saying(r, group_path(r, group, "/account"), N_("It is kept"), NULL);
}

static void
take_back(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);

  if (!group)
    return;
  account_take_back(request_txn(r), request_act(r), group->id);
  reply_redirect_saying(r, group_path(r, group, "/account"), N_("It is kept"), NULL);
}

/* ---- for everybody ---- */

static const char *
public_path(Request *r, int64_t group_id, const char *rest)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "/register/groups/%s%s", id_to_text(group_id, id), rest);
}

static void
show_list(Request *r)
{
  int64_t before_id = 0;
  int shown = 0;

  id_from_text(request_query(r, "before"), &before_id);

  const AccountListed *list =
      accounts_list(request_txn(r), request_arena(r), before_id, ACCOUNTS_A_PAGE + 1);
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("What groups tell everybody")),
                      .lead = lang_text(request_lang(r), N_("A public register. Each group chose to"
                                                            " stand here.")),
                      .picture = "people",
                      .back = "/register",
                      .section = "/groups" });

  if (!list->id)
    ui_paragraph(page, .text = tr(page, N_("Nothing is written yet.")));
  for (; shown < ACCOUNTS_A_PAGE && list[shown].id; shown++)
    put_group_link(page, "people", list[shown].group_name,
                   public_path(r, list[shown].group_id, ""));
  if (list[shown].id) {
    char id[ID_TEXT_SIZE];

    ui_page_links(page, NULL,
                  arena_format(request_arena(r), "/register/groups?before=%s",
                               id_to_text(list[shown - 1].id, id)));
  }
  page_close(page);
}

/* NULL: "not found" was answered. */
static Account *
public_in_path(Request *r)
{
  Account *account =
      account_public(request_txn(r), request_arena(r), request_id_in_path(r, "group"));

  if (!account && !txn_trouble(request_txn(r)))
    reply_not_found(r);
  return account;
}

static const char *
agreed_on(Request *r, const Account *account)
{
  char day[DATE_TEXT_SIZE];

  when_local(account->agreed_at_us, request_time_zone(r), day);
  return arena_text(request_arena(r), day);
}

static void
put_files(Page *page, const Account *account)
{
  Request *r = page_request(page);
  char number[24];

  g_snprintf(number, sizeof(number), "%" G_GINT64_FORMAT, (gint64)account->number);
  ui_heading(page, 2, tr(page, N_("To take away")));
  ui_paragraph(page, .text = tr_fill(page,
                                     N_("Version {number}. The group said yes to it on {day}. You"
                                        " may use it when you say where it is from: licence CC BY"
                                        " 4.0."),
                                     "number", number, "day",
                                     group_day(page, account->agreed_at_us), NULL));
  put_group_link(page, "file", tr(page, N_("For a spreadsheet (CSV)")),
                 public_path(r, account->group_id, "/csv"));
  put_group_link(page, "file", tr(page, N_("For programs (JSON)")),
                 public_path(r, account->group_id, "/json"));
  put_group_link(page, "question", tr(page, N_("What the fields mean")), "/register/fields");
}

static void
show_public(Request *r)
{
  g_autoptr(Account) account = public_in_path(r);

  if (!account)
    return;

  Page *page = page_open(
      r, &(PageHead){ .title = account->group_name,
                      .lead = lang_text(request_lang(r), N_("What people wanted, what was decided"
                                                            " and why, what changed, and who was"
                                                            " missing.")),
                      .picture = "people",
                      .back = "/register/groups",
                      .section = "/groups" });

  put_account(page, &(AccountShown){ .body = account->body,
                                     .path = public_path(r, account->group_id, ""),
                                     .from = from_in_query(r) });
  put_files(page, account);
  page_close(page);
}

/* Programs that ask again and again get the answer once; the group may take it back at any time, so
 * it is not kept for long. */
static void
reply_file(Request *r, const char *media_type, const char *name,
           char *(*write)(const Account *account, const char *agreed_on))
{
  g_autoptr(Account) account = public_in_path(r);

  if (!account)
    return;

  char *text = write(account, agreed_on(r, account));
  const size_t len = strlen(text);
  g_autoptr(GBytes) bytes = g_bytes_new_with_free_func(text, len, free, text);

  reply_may_be_kept(r, KEPT_S);
  reply_bytes(r, media_type, name, bytes);
  reply_unless_known(r);
}

static void
give_json(Request *r)
{
  reply_file(r, "application/json", "group.json", account_json);
}

static void
give_csv(Request *r)
{
  reply_file(r, "text/csv; charset=utf-8", "group.csv", account_csv);
}

static void
show_fields(Request *r)
{
  const Lang *lang = request_lang(r);
  Page *page = page_open(
      r,
      &(PageHead){ .title = lang_text(lang, N_("What the fields mean")),
                   .lead = lang_text(lang, N_("Of what groups tell everybody, as CSV and JSON.")),
                   .picture = "question",
                   .back = "/register/groups",
                   .section = "/groups" });
  const Cell head[] = { { .text = tr(page, N_("Field")) },
                        { .text = tr(page, N_("What it holds")) } };
  const Table table = { .caption = tr(page, N_("The fields")),
                        .head = head,
                        .head_count = G_N_ELEMENTS(head),
                        .is_first_cell_header = true,
                        .picture = "file" };

  ui_table_open(page, &table);
  for (int i = 0; account_fields[i][0]; i++)
    ui_table_row(page, &table,
                 (const Cell[]){ { .text = account_fields[i][0] },
                                 { .text = tr(page, account_fields[i][1]) } },
                 2);
  ui_table_close(page);
  page_close(page);
}

const Route account_routes[] = {
  { "GET", "/groups/:group/account", may_read_group, show_inside },
  { "POST", "/groups/:group/account", may_change_group, make },
  { "POST", "/groups/:group/account/:account/public", may_change_group, agree },
  { "POST", "/groups/:group/account/inside", may_change_group, take_back },
  { "GET", "/register/groups", anyone, show_list },
  { "GET", "/register/groups/:group", anyone, show_public },
  { "GET", "/register/groups/:group/csv", anyone, give_csv },
  { "GET", "/register/groups/:group/json", anyone, give_json },
  { "GET", "/register/fields", anyone, show_fields },
  ROUTES_END,
};
