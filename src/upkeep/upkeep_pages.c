/* SPDX-License-Identifier: AGPL-3.0-or-later
 * "Looking after this": one calm page. First what needs something, each with one button; then what
 * is fine. */
#include "upkeep/upkeep_pages.h"

#include "base/clock.h"
#include "notices/mail_settings.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"
#include "upkeep/backups.h"
#include "upkeep/complaints.h"
#include "upkeep/daily.h"
#include "upkeep/machine.h"
#include "upkeep/mail_trial.h"
#include "upkeep/place.h"
#include "upkeep/privacy.h"

enum { DAYS_A_YEAR = 365, LINES_MOST = 12 };
#define FRESH_US         (2 * US_PER_DAY)
#define FRESH_BY_HAND_US (8 * US_PER_DAY)

/* ---- shared ---- */

const char *
upkeep_date(Page *page, int64_t at_us)
{
  Request *r = page_request(page);
  g_autofree char *date = lang_date(page_lang(page), at_us, request_time_zone(r));

  return arena_text(request_arena(r), date);
}

const char *
upkeep_date_and_time(Page *page, int64_t at_us)
{
  Request *r = page_request(page);
  g_autofree char *time = lang_time(page_lang(page), at_us, request_time_zone(r));

  return tr_fill(page, N_("{date}, {time}"), "date", upkeep_date(page, at_us), "time", time, NULL);
}

const char *
upkeep_bytes(Page *page, int64_t bytes)
{
  Arena *arena = request_arena(page_request(page));
  const int64_t kb = (bytes + 1023) / 1024, mb = (kb + 512) / 1024, gb = mb / 1024;

  if (gb >= 10)
    return arena_format(arena, "%" G_GINT64_FORMAT " GB", gb);
  if (mb >= 1)
    return arena_format(arena, "%" G_GINT64_FORMAT " MB", mb);
  return arena_format(arena, "%" G_GINT64_FORMAT " KB", kb);
}

const char *
upkeep_days(Page *page, int64_t days)
{
  if (days >= DAYS_A_YEAR && days % DAYS_A_YEAR == 0)
    return tr_count(page, "{count} year", "{count} years", days / DAYS_A_YEAR);
  return tr_count(page, "{count} day", "{count} days", days);
}

void
upkeep_link(Page *page, const char *href, const char *words)
{
  ui_paragraph_open(page);
  ui_link(page, .text = words, .href = href, .is_large = true);
  ui_paragraph_close(page);
}

void
upkeep_command(Page *page, const char *words, const char *command)
{
  ui_list_item_open(page);
  ui_words(page, words);
  ui_line_break(page);
  ui_strong(page, command);
  ui_list_item_close(page);
}

/* ---- the lines ---- */

typedef struct {
  const char *title, *words, *href, *button; /* in the viewer's words */
  const char *picture;
  bool is_fine, is_form; /* is_form: the button sends a form to href */
} Line;

typedef struct {
  Page *page;
  Line lines[LINES_MOST];
  int count;
} Lines;

static void
add_line(Lines *lines, Line line)
{
  if (lines->count < LINES_MOST)
    lines->lines[lines->count++] = line;
}

static const Backup *
newest_good(const Backup *backup)
{
  while (backup->id && !(backup->trial == TRIAL_GOOD && backup->is_there))
    backup++;
  return backup->id ? backup : NULL;
}

static void
look_at_backups(Lines *lines, Txn *txn, int64_t now_us, const Backup *list, const Backup *good)
{
  Page *page = lines->page;
  const BackupSetting setting = backups_setting(txn);
  const int64_t fresh_us = setting.is_daily ? FRESH_US : FRESH_BY_HAND_US;
  Line line = { .title = tr(page, N_("Backup")), .picture = "lock", .href = "/upkeep/backups" };

  if (!upkeep_is_alone(txn)) {
    line.is_fine = true;
    line.words = tr(page, N_("This place shares a database. The host makes the backups."));
  } else if (good && good->made_at_us > now_us - fresh_us) {
    line.is_fine = true;
    line.words = tr_fill(page, N_("The last good backup is from {date}."), "date",
                         upkeep_date_and_time(page, good->made_at_us), NULL);
  } else if (list->state == BACKUP_WAITING && list->id) {
    line.words = tr(page, N_("A backup is being made. Load this page again in a minute."));
    line.button = tr(page, N_("Look at it"));
  } else {
    line.words = good ? tr_fill(page, N_("The last good backup is old: from {date}."), "date",
                                upkeep_date_and_time(page, good->made_at_us), NULL)
                      : tr(page, N_("There is no good backup yet."));
    line.button = tr(page, N_("Make one now"));
    line.is_form = true;
  }
  add_line(lines, line);
}

static void
look_at_mail(Lines *lines, Txn *txn, Arena *arena)
{
  Page *page = lines->page;
  MailSettings settings;
  const bool is_said = mail_settings_read(txn, arena, false, &settings) || mail_is_set_by_program();
  const bool is_on = mail_is_set_by_program() || settings.is_on;
  const MailTrial test = mail_trial_newest(txn);
  Line line = { .title = tr(page, N_("Mail")), .picture = "email", .href = "/upkeep/mail" };

  if (!is_said) {
    line.words = tr(page, N_("Nobody has said yet how mails leave. They wait in a folder."));
    line.button = tr(page, N_("Say how, or that there is none"));
  } else if (!is_on) {
    line.is_fine = true;
    line.words = tr(page, N_("No mail here. People come in with links and cards."));
  } else if (test.is_done && test.step == MAIL_ACCEPTED) {
    line.is_fine = true;
    line.words = tr_fill(page, N_("The last test worked, on {date}."), "date",
                         upkeep_date(page, test.done_at_us), NULL);
  } else {
    line.words = test.is_done ? tr(page, mail_step_words(test.step))
                              : tr(page, N_("Mail was not tested yet."));
    line.button = tr(page, N_("Test it"));
    line.href = "/upkeep/mail/test";
  }
  add_line(lines, line);
}

static void
look_at_work(Lines *lines, Txn *txn, Arena *arena)
{
  Page *page = lines->page;
  int64_t failing = 0;
  Line line = { .title = tr(page, N_("Work that runs by itself")),
                .picture = "tools",
                .href = "/upkeep/work" };

  for (const OutboxKind *kind = outbox_kinds(txn, arena); kind->kind; kind++)
    failing += kind->failing + kind->given_up;
  line.is_fine = failing == 0;
  line.words = failing ? tr_count(page, "{count} piece of work failed.",
                                  "{count} pieces of work failed.", failing)
                       : tr(page, N_("It all ran."));
  line.button = tr(page, N_("Look what failed"));
  add_line(lines, line);
}

static void
look_at_checks(Lines *lines, Txn *txn)
{
  Page *page = lines->page;
  Check checks[CHECK_COUNT];
  Line line = { .title = tr(page, N_("Database and record of acts")),
                .picture = "books",
                .href = "/upkeep/work" };

  checks_read(txn, checks);
  if (!checks[CHECK_DATABASE].at_us) {
    line.is_fine = true;
    line.words = tr(page, N_("They are looked at each day. The first look is still to come."));
  } else if (!checks[CHECK_DATABASE].is_good) {
    line.words = tr(page, N_("The database is damaged. Bring back the last good backup."));
    line.href = "/upkeep/backups";
    line.button = tr(page, N_("See how"));
  } else if (!checks[CHECK_RECORD].is_good) {
    line.words = tr(page, N_("Somebody changed the record of acts from outside."));
    line.button = tr(page, N_("See what to do"));
  } else {
    line.is_fine = true;
    line.words = tr_fill(page, N_("Both were whole on {date}."), "date",
                         upkeep_date(page, checks[CHECK_DATABASE].at_us), NULL);
  }
  add_line(lines, line);
}

static void
look_at_machine(Lines *lines, Txn *txn, int64_t now_us, int64_t copy_bytes)
{
  Page *page = lines->page;
  const Machine machine = machine_look(txn, copy_bytes, now_us);

  add_line(lines, (Line){ .title = tr(page, N_("Room on the disk")),
                          .picture = "computer",
                          .is_fine = !machine.is_disk_low,
                          .words = tr_fill(page, N_("{free} of {all} are free."), "free",
                                           upkeep_bytes(page, machine.free_bytes), "all",
                                           upkeep_bytes(page, machine.all_bytes), NULL),
                          .button = tr(page, N_("Keep fewer backups")),
                          .href = "/upkeep/backups/keep" });
  add_line(
      lines,
      (Line){ .title = tr(page, N_("Clock")),
              .picture = "clock",
              .is_fine = !machine.is_clock_behind,
              .words =
                  machine.is_clock_behind
                      ? tr(page, N_("The clock is behind. Newer things are on the record already."))
                  : machine.is_clock_kept
                      ? tr_fill(page, N_("It shows {date}. The network keeps it right."), "date",
                                upkeep_date_and_time(page, now_us), NULL)
                      : tr_fill(page,
                                N_("It shows {date}. Is that right? Nothing sets it by itself."),
                                "date", upkeep_date_and_time(page, now_us), NULL),
              .button = tr(page, N_("See what to do")),
              .href = "/upkeep/work" });
}

static void
look_at_privacy(Lines *lines, Txn *txn, Arena *arena, int64_t now_us)
{
  Page *page = lines->page;
  const ComplaintCounts counts = complaints_count(txn, now_us);
  const bool is_said = privacy_read(txn, arena).changed_at_us != 0;

  add_line(lines, (Line){ .title = tr(page, N_("Who answers for the data")),
                          .picture = "person",
                          .is_fine = is_said,
                          .words = is_said ? tr(page, N_("It is said. Everybody can read it."))
                                           : tr(page, N_("Nobody has said it yet.")),
                          .button = tr(page, N_("Say it")),
                          .href = "/upkeep/privacy" });
  add_line(lines,
           (Line){ .title = tr(page, N_("Complaints about data")),
                   .picture = "talk",
                   .is_fine = counts.open == 0,
                   .words = counts.overdue ? tr_count(page, "{count} is overdue.",
                                                      "{count} are overdue.", counts.overdue)
                            : counts.open  ? tr_count(page, "{count} waits for an answer.",
                                                      "{count} wait for an answer.", counts.open)
                                           : tr(page, N_("None waits.")),
                   .button = tr(page, N_("Answer")),
                   .href = "/upkeep/complaints" });
}

/* ---- the page ---- */

static void
put_needing(Page *page, const Lines *lines)
{
  int count = 0;

  for (int i = 0; i < lines->count; i++)
    count += !lines->lines[i].is_fine;
  if (!count) {
    ui_inset_text(page, .text = tr(page, N_("All is well. Nothing needs you now.")));
    return;
  }
  ui_heading(page, 2, tr(page, N_("This needs something")));
  for (int i = 0; i < lines->count; i++) {
    const Line *line = &lines->lines[i];

    if (line->is_fine)
      continue;
    ui_card_open(page, .title = line->title, .title_level = 3, .is_warm = true,
                 .picture = line->picture);
    ui_paragraph(page, .text = line->words);
    if (line->is_form)
      form_button(page, .action = line->href, .button = line->button);
    else
      ui_button(page, .text = line->button, .href = line->href);
    ui_card_close(page);
  }
}

static void
put_fine(Page *page, const Lines *lines)
{
  SummaryRow rows[LINES_MOST];
  Action actions[LINES_MOST];
  int count = 0;

  for (int i = 0; i < lines->count; i++) {
    const Line *line = &lines->lines[i];

    if (!line->is_fine)
      continue;
    actions[count] =
        (Action){ .text = tr(page, N_("Look")), .href = line->href, .spoken = line->title };
    rows[count] = (SummaryRow){ .picture = line->picture,
                                .key.text = line->title,
                                .value.text = line->words,
                                .actions = &actions[count],
                                .action_count = 1 };
    count++;
  }
  if (count == 0)
    return;
  ui_heading(page, 2, tr(page, N_("This is fine")));
  ui_summary_list(page, .rows = rows, .count = count);
}

static void
put_more(Page *page)
{
  static const LeadOn rows[] = {
    { "tick", N_("First steps"), NULL, "/upkeep/first-steps" },
    { "lock", N_("Backups"), NULL, "/upkeep/backups" },
    { "file", N_("An archive to take along"), NULL, "/upkeep/archive" },
    { "key", N_("The key, and its sheet"), NULL, "/upkeep/keys" },
    { "email", N_("Mail"), NULL, "/upkeep/mail" },
    { "tools", N_("What ran when, and updates"), NULL, "/upkeep/work" },
    { "people", N_("Who may do what"), NULL, "/upkeep/rights" },
    { "clock", N_("Which clock counts here"), NULL, "/upkeep/clock" },
    { "calendar", N_("How long things are kept"), NULL, "/upkeep/keep" },
    { "person", N_("Who answers for the data"), NULL, "/upkeep/privacy" },
    { "talk", N_("Complaints about data"), NULL, "/upkeep/complaints" },
    { "write", N_("Impact assessment"), NULL, "/upkeep/assessment" },
  };

  ui_heading(page, 2, tr(page, N_("More")));
  ui_lead_on(page, rows, G_N_ELEMENTS(rows));
}

static void
show_upkeep(Request *r)
{
  Txn *txn = request_txn(r);
  Arena *arena = request_arena(r);
  const int64_t now_us = request_now_us(r);
  const Backup *backups = backups_list(txn, arena);
  const Backup *good = newest_good(backups);
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Looking after this")),
                      .picture = "tools",
                      .lead = lang_text(request_lang(r), N_("What is fine, and what needs you.")),
                      .section = "/upkeep" });
  Lines lines = { .page = page };

  look_at_backups(&lines, txn, now_us, backups, good);
  look_at_checks(&lines, txn);
  look_at_mail(&lines, txn, arena);
  look_at_work(&lines, txn, arena);
  look_at_privacy(&lines, txn, arena, now_us);
  look_at_machine(&lines, txn, now_us, good ? good->bytes : 0);
  put_needing(page, &lines);
  put_fine(page, &lines);
  put_more(page);
  page_close(page);
}

const Route upkeep_routes[] = {
  { "GET", "/upkeep", may_organise, show_upkeep },
  ROUTES_END,
};
