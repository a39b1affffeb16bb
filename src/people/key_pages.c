/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The key that all else is sealed under: how it stands, and the recovery sheet, for organisers of
 * a place that has the machine to itself. */
#include "people/people_pages.h"

#include "base/ids.h"
#include "people/card_pages.h"
#include "people/rotation.h"
#include "people/sheet.h"
#include "people/sheet_asks.h"
#include "ui/components.h"
#include "ui/form.h"

#include <sodium.h>
#include <string.h>

enum { GROUPS_A_ROW = 4 };

static const Question sure_questions[] = {
  { .name = "alone",
    .picture = "lock",
    .kind = ASK_YES,
    .label = N_("Nobody else can see this screen, and I can print here"),
    .missing = N_("Tick this when nobody else can see the screen and you can print"),
    .is_needed = true },
  QUESTIONS_END,
};

/* ---- how it stands ---- */

static const char *
date_of(Page *page, int64_t at_us)
{
  Request *r = page_request(page);
  g_autofree char *date = lang_date(page_lang(page), at_us, request_time_zone(r));

  return arena_text(request_arena(r), date);
}

static void
put_state(Page *page)
{
  Request *r = page_request(page);
  Txn *txn = request_txn(r);
  int64_t asked_us = sheet_last_asked_us(txn), sealed_us = 0;
  int counts[ROOT_VERSION_MAX + 1] = { 0 };
  RotationState state = { 0 };
  uint8_t key[ROOT_KEY_BYTES];
  int version = root_key_get_current(key);

  sodium_memzero(key, sizeof(key));
  if (!rotation_state(txn, &state) || !community_keys_count(txn, counts, &sealed_us))
    return;

  const SummaryRow rows[] = {
    { .key.text = tr(page, N_("Version of the key")),
      .value.text = arena_format(request_arena(r), "%d", version) },
    { .key.text = tr(page, N_("People whose things are sealed under it")),
      .value.text = arena_format(request_arena(r), "%" G_GINT64_FORMAT, state.people) },
    { .key.text = tr(page, N_("Last sheet")),
      .value.text = asked_us ? date_of(page, asked_us) : tr(page, N_("None yet")) },
  };

  ui_summary_list(page, .rows = rows, .count = G_N_ELEMENTS(rows));
  if (!asked_us || asked_us < sealed_us)
    ui_warning_text(page, .text = asked_us ? tr(page, N_("The key was changed since the last sheet."
                                                         " Print a new one."))
                                           : tr(page, N_("There is no sheet yet. If this machine"
                                                         " breaks, a backup alone is not"
                                                         " enough.")));
}

static void
put_why(Page *page)
{
  ui_paragraph(page, .text = tr(page, N_("What people need, and how to reach them, is sealed. One"
                                         " key opens it. It is never in a backup.")));
  ui_list_open(page, LIST_BULLETS);
  ui_list_item(page, tr(page, N_("If this machine breaks, you need two things: a backup and this"
                                 " key.")));
  ui_list_item(page, tr(page, N_("Who has both can read everything.")));
  ui_list_item(page, tr(page, N_("Keep the sheet in another house than the backups.")));
  ui_list_item(page, tr(page, N_("Two people you all trust should know where it is.")));
  ui_list_close(page);
}

static void
draw_keys(Request *r)
{
  const Lang *lang = request_lang(r);
  Page *page = page_open(r, &(PageHead){ .title = lang_text(lang, N_("The key, and its sheet")),
                                         .back = "/upkeep",
                                         .section = "/upkeep" });

  put_why(page);
  put_state(page);
  if (request_shares_machine(r)) {
    ui_paragraph(page, .text = tr(page, N_("Several communities share this machine and its key."
                                           " Whoever runs the machine keeps the sheet.")));
  } else {
    ui_heading(page, 2, tr(page, N_("Print the recovery sheet")));
    ui_paragraph(page, .text = tr(page, N_("It is shown once. That it was asked for stands on the"
                                           " page of how powers were used.")));
    form_draw(page, .action = "/upkeep/keys", .questions = sure_questions, .data = r,
              .button = tr(page, N_("Show the sheet")));
  }
  page_close(page);
}

static void
ask_for_sheet(Request *r)
{
  char id[ID_TEXT_SIZE];

  if (request_shares_machine(r)) {
    reply_not_found(r);
    return;
  }
  if (!questions_check(sure_questions, request_answers(r), r, request_refusals(r))) {
    draw_keys(r);
    return;
  }
  reply_redirect(r, arena_format(request_arena(r), "/upkeep/keys/%s",
                                 id_to_text(sheet_ask(request_txn(r), request_act(r)), id)));
}

/* ---- the sheet ---- */

static void
put_groups(Page *page, const char *text)
{
  Arena *arena = request_arena(page_request(page));
  g_auto(GStrv) groups = g_strsplit(text, "-", -1);
  const Cell head[] = { { .text = tr(page, N_("Groups")) }, { .text = tr(page, N_("Letters")) } };
  const Table table = { .caption = tr(page, N_("The key, in groups of five letters")),
                        .head = head,
                        .head_count = G_N_ELEMENTS(head),
                        .is_first_cell_header = true,
                        .is_grid = true };

  ui_table_open(page, &table);
  for (int from = 0; from < SHEET_GROUPS_IN_ALL; from += GROUPS_A_ROW) {
    int to = MIN(from + GROUPS_A_ROW, SHEET_GROUPS_IN_ALL);
    g_autoptr(GString) row = g_string_sized_new(64); /* does not grow: nothing is left unwiped */

    for (int i = from; i < to; i++)
      g_string_append_printf(row, "%s%s", i > from ? "   " : "", groups[i]);

    const Cell cells[] = {
      { .text = arena_format(arena, "%d – %d", from + 1, to) },
      { .text = arena_text(arena, row->str) },
    };

    ui_table_row(page, &table, cells, G_N_ELEMENTS(cells));
    sodium_memzero(row->str, row->len);
  }
  ui_table_close(page);
}

static void
put_key(Page *page, const struct RootKey *key)
{
  char text[SHEET_TEXT_SIZE];

  sheet_from_key(key, text);
  ui_heading(page, 2,
             tr_fill(page, N_("Key, version {number}"), "number",
                     arena_format(request_arena(page_request(page)), "%d", key->version), NULL));
  put_groups(page, text);
  put_qr(page, text, tr(page, N_("The same letters as a code for a camera")));
  sodium_memzero(text, sizeof(text));
}

static void
put_how(Page *page)
{
  ui_heading(page, 2, tr(page, N_("How it is used")));
  ui_list_open(page, LIST_NUMBERS);
  ui_list_item(page, tr(page, N_("Install Commontable on the new machine.")));
  ui_list_item(page, tr(page, N_("Run: commontable keys restore-from-sheet. Type the letters. It"
                                 " says which group has a mistake.")));
  ui_list_item(page, tr(page, N_("Run: commontable restore, with the backup.")));
  ui_list_close(page);
  ui_heading(page, 2, tr(page, N_("Where it is kept")));
  ui_list_open(page, LIST_BULLETS);
  ui_list_item(page, tr(page, N_("In a sealed envelope, in another house than the backups.")));
  ui_list_item(page, tr(page, N_("Kept by (two names):")));
  ui_list_item(page, tr(page, N_("Never photographed, mailed or typed into anything else.")));
  ui_list_close(page);
}

static void
draw_gone(Request *r)
{
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("This sheet was shown already")),
                      .back = "/upkeep/keys",
                      .section = "/upkeep",
                      .status = 404 });

  ui_paragraph(page, .text = tr(page, N_("Each is shown once, for ten minutes, to who asked. You"
                                         " can ask for it again.")));
  page_close(page);
}

static void
show_sheet(Request *r)
{
  RootKeys keys;

  if (request_shares_machine(r) ||
      !sheet_may_be_shown(request_txn(r), request_viewer(r)->member_id,
                          request_id_in_path(r, "sheet"), request_now_us(r))) {
    draw_gone(r);
    return;
  }

  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Recovery sheet")),
                      .lead = lang_text(request_lang(r), N_("Print this page now. It is shown"
                                                            " once.")),
                      .back = "/upkeep/keys",
                      .section = "/upkeep" });

  root_keys_get_all(&keys);
  for (int i = keys.count - 1; i >= 0; i--)
    put_key(page, &keys.keys[i]);
  root_keys_wipe(&keys);
  put_how(page);
  page_close(page);
}

const Route key_routes[] = {
  { "GET", "/upkeep/keys", may_organise, draw_keys },
  { "POST", "/upkeep/keys", may_organise, ask_for_sheet, .per_minute = 20 },
  { "GET", "/upkeep/keys/:sheet", may_organise, show_sheet, .read_is_logged_as = SHEET_SHOWN },
  ROUTES_END,
};
