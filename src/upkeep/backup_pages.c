/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Backups on pages: the list, one of them, how many are kept, how to bring one back. */
#include "upkeep/upkeep_pages.h"

#include "base/ids.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"
#include "upkeep/backups.h"
#include "upkeep/place.h"

#include <fcntl.h>
#include <unistd.h>

static const Question keep_questions[] = {
  { .name = "kept",
    .picture = "books",
    .kind = ASK_NUMBER,
    .label = N_("How many backups are kept?"),
    .hint = N_("The oldest goes when a new one comes. None is kept longer than 90 days."),
    .missing = N_("Enter how many to keep: a number from 1 to 60"),
    .min = 1,
    .max = BACKUPS_KEPT_MOST,
    .is_needed = true },
  { .name = "is_daily",
    .picture = "clock",
    .kind = ASK_YES,
    .label = N_("Make one each day by itself") },
  QUESTIONS_END,
};

static const char *
backup_path(Page *page, int64_t id, const char *end)
{
  char text[ID_TEXT_SIZE];

  return arena_format(request_arena(page_request(page)), "/upkeep/backups/%s%s",
                      id_to_text(id, text), end);
}

static const char *
state_words(Page *page, const Backup *backup)
{
  static const char *const trials[] = {
    [TRIAL_NONE] = N_("Made, not tried yet"),
    [TRIAL_WAITING] = N_("Is being tried"),
    [TRIAL_GOOD] = N_("Good: it was opened and is whole"),
    [TRIAL_BAD] = N_("Bad: it could not be opened"),
    [TRIAL_UNABLE] = N_("Made. There was no room to try it"),
  };

  if (backup->state == BACKUP_WAITING)
    return tr(page, N_("Is being made"));
  if (backup->state == BACKUP_FAILED)
    return tr(page, N_("Failed"));
  if (!backup->is_there)
    return tr(page, N_("Its file is not here any more"));
  return tr(page, trials[backup->trial]);
}

/* ---- the list ---- */

static void
draw_link(Page *page, void *data)
{
  ui_draw_link(page, data);
}

static void
put_backup(Page *page, const Table *table, const Backup *backup)
{
  Link link = { .text = upkeep_date_and_time(page, backup->asked_at_us),
                .href = backup_path(page, backup->id, "") };
  const Cell cells[] = {
    { .draw = draw_link, .data = &link },
    { .text = state_words(page, backup) },
    { .text = backup->is_there ? upkeep_bytes(page, backup->bytes) : "–", .format = "numeric" },
  };

  ui_table_row(page, table, cells, G_N_ELEMENTS(cells));
}

static void
put_list(Page *page, const Backup *backup)
{
  const Cell head[] = {
    { .text = tr(page, N_("When")) },
    { .text = tr(page, N_("How it is")) },
    { .text = tr(page, N_("Size")), .format = "numeric" },
  };
  const Table table = { .caption = tr(page, N_("Backups here")),
                        .head = head,
                        .head_count = G_N_ELEMENTS(head),
                        .is_first_cell_header = true,
                        .picture = "lock" };

  if (!backup->id) {
    ui_paragraph(page, .text = tr(page, N_("There is none yet.")));
    return;
  }
  ui_table_open(page, &table);
  for (; backup->id; backup++)
    put_backup(page, &table, backup);
  ui_table_close(page);
}

static void
put_how_to_restore(Page *page)
{
  ui_heading(page, 2, tr(page, N_("How to bring one back")));
  ui_paragraph(page, .text = tr(page, N_("A backup comes back into a new folder. What is in use"
                                         " stays as it is until you are sure.")));
  ui_list_open(page, LIST_NUMBERS);
  ui_list_item(page, tr(page, N_("Download the backup, and keep the root key at hand. It is not"
                                 " in the backup.")));
  ui_list_item(page, tr(page, N_("Copy the key and the list of who was erased beside the new"
                                 " folder: new.key and new.erasures.")));
  upkeep_command(page, tr(page, N_("Type this where the program runs:")),
                 "commontable restore --data new FILE.backup");
  upkeep_command(page, tr(page, N_("Look whether it is whole:")), "commontable verify --data new");
  upkeep_command(page, tr(page, N_("Stop the old one. Start the new one:")),
                 "commontable serve --data new --link");
  ui_list_item(page, tr(page, N_("Sign in with the link it prints, and look around. Keep the old"
                                 " folder for a week.")));
  ui_list_close(page);
}

static void
show_backups(Request *r)
{
  Txn *txn = request_txn(r);
  const bool is_alone = upkeep_is_alone(txn);
  const BackupSetting setting = backups_setting(txn);
  const Backup *backups = backups_list(txn, request_arena(r));
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Backups")),
                      .picture = "books",
                      .lead = lang_text(request_lang(r), N_("A backup is one file with all that is"
                                                            " kept here.")),
                      .back = "/upkeep",
                      .section = "/upkeep" });

  if (is_alone) {
    form_button(page, .action = "/upkeep/backups", .button = tr(page, N_("Make one now")));
    put_list(page, backups);
    ui_paragraph(page, .text = setting.is_daily ? tr(page, N_("One is made each day by itself."))
                                                : tr(page, N_("None is made by itself.")));
    ui_paragraph(page, .text = tr_count(page, "{count} is kept, at most 90 days.",
                                        "{count} are kept, at most 90 days.", setting.kept));
    upkeep_link(page, "/upkeep/backups/keep", tr(page, N_("Change how many are kept")));
  } else {
    ui_paragraph(page, .text = tr(page, N_("This place shares its database with other communities."
                                           " So its host makes the backups: ask there.")));
  }
  put_how_to_restore(page);
  page_close(page);
}

static void
ask_backup(Request *r)
{
  Refusals *refusals = request_refusals(r);

  backups_ask(request_txn(r), request_act(r), refusals);
  if (refusals_count(refusals) > 0)
    show_backups(r);
  else
    reply_redirect_saying(r, "/upkeep/backups",
                          N_("A backup is being made. Load this page again in a minute"), NULL);
}

/* ---- one ---- */

static const Backup *
find_backup(Request *r)
{
  Txn *txn = request_txn(r);
  const Backup *backup = upkeep_is_alone(txn)
                             ? backups_find(txn, request_arena(r), request_id_in_path(r, "backup"))
                             : NULL;

  if (!backup)
    reply_not_found(r);
  return backup;
}

static void
put_facts(Page *page, const Backup *backup)
{
  SummaryRow rows[8];
  int count = 0;

  rows[count++] = (SummaryRow){ .key.text = tr(page, N_("How it is")),
                                .value.text = state_words(page, backup) };
  if (backup->problem)
    rows[count++] =
        (SummaryRow){ .key.text = tr(page, N_("Why")), .value.text = tr(page, backup->problem) };
  rows[count++] =
      (SummaryRow){ .key.text = tr(page, N_("Asked for")),
                    .value.text = backup->is_daily ? tr(page, N_("By itself, once a day"))
                                                   : tr(page, N_("By an organiser")) };
  if (backup->is_there)
    rows[count++] = (SummaryRow){ .key.text = tr(page, N_("Size")),
                                  .value.text = upkeep_bytes(page, backup->bytes) };
  if (backup->trial == TRIAL_GOOD) {
    rows[count++] = (SummaryRow){ .key.text = tr(page, N_("Tried")),
                                  .value.text = upkeep_date_and_time(page, backup->tried_at_us) };
    rows[count++] = (SummaryRow){
      .key.text = tr(page, N_("What is in it")),
      .value.text =
          tr_fill(page, N_("{people}, {papers}, {acts}"), "people",
                  tr_count(page, "{count} person", "{count} people", backup->members), "papers",
                  tr_count(page, "{count} paper", "{count} papers", backup->papers), "acts",
                  tr_count(page, "{count} act on the record", "{count} acts on the record",
                           backup->entries),
                  NULL)
    };
  }
  ui_summary_list(page, .rows = rows, .count = count);
}

static void
show_backup(Request *r)
{
  const Backup *backup = find_backup(r);

  if (!backup)
    return;

  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("A backup")),
                                         .back = "/upkeep/backups",
                                         .section = "/upkeep" });

  ui_paragraph(page, .is_strong = true, .text = upkeep_date_and_time(page, backup->asked_at_us));
  put_facts(page, backup);
  if (backup->is_there) {
    ui_button_group_open(page);
    form_button(page, .action = backup_path(page, backup->id, "/try"),
                .button = tr(page, N_("Try this backup")));
    ui_link(page, .text = tr(page, N_("Download it")), .is_large = true, .is_download = true,
            .href = backup_path(page, backup->id, "/file"));
    ui_button_group_close(page);
    ui_paragraph(page, .text = tr(page, N_("To try it opens it in a place of its own. What is in"
                                           " use is not touched.")));
    ui_warning_text(page, .text = tr(page, N_("The file holds everything about everybody here."
                                              " Keep it where only you can open it. Members can"
                                              " read that a backup was downloaded.")));
  }
  page_close(page);
}

static void
ask_trial(Request *r)
{
  const Backup *backup = find_backup(r);
  char id[ID_TEXT_SIZE];

  if (!backup)
    return;
  if (backup->trial != TRIAL_WAITING)
    backups_ask_trial(request_txn(r), request_act(r), backup->id);
  reply_redirect_saying(
      r, arena_format(request_arena(r), "/upkeep/backups/%s", id_to_text(backup->id, id)),
      N_("The backup is being tried. Load this page again in a minute"), NULL);
}

static void
give_file(Request *r)
{
  const Backup *backup = find_backup(r);

  if (!backup)
    return;

  g_autofree char *path = backups_path(backup->id);
  g_autoptr(GDateTime) made = g_date_time_new_from_unix_utc(backup->made_at_us / G_USEC_PER_SEC);
  g_autofree char *day = made ? g_date_time_format(made, "%Y-%m-%d") : g_strdup("");
  int fd = open(path, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    reply_not_found(r); /* dropped meanwhile */
  else
    reply_fd(r, "application/octet-stream",
             arena_format(request_arena(r), "commontable-%s.backup", day), fd);
}

/* ---- how many ---- */

static void
show_keep(Request *r)
{
  Answers *answers = request_answers(r);

  if (!request_is_post(r)) {
    const BackupSetting setting = backups_setting(request_txn(r));

    answers_set(answers, "kept", arena_format(request_arena(r), "%" G_GINT64_FORMAT, setting.kept));
    if (setting.is_daily)
      answers_set(answers, "is_daily", "yes");
  }

  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("How backups are kept")),
                                .back = "/upkeep/backups",
                                .section = "/upkeep" });

  form_draw(page, .action = "/upkeep/backups/keep", .questions = keep_questions,
            .button = tr(page, N_("Keep this")));
  page_close(page);
}

static void
change_keep(Request *r)
{
  Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);

  if (questions_check(keep_questions, answers, r, refusals))
    backups_change_setting(request_txn(r), request_act(r),
                           (BackupSetting){ .kept = answers_int(answers, "kept"),
                                            .is_daily = answers_have(answers, "is_daily", "yes") },
                           refusals);
  if (refusals_count(refusals) > 0)
    show_keep(r);
  else
    reply_redirect_saying(r, "/upkeep/backups", N_("The changes are kept"), NULL);
}

const Route backup_routes[] = {
  { "GET", "/upkeep/backups", may_organise, show_backups },
  { "POST", "/upkeep/backups", may_organise, ask_backup, .per_minute = 20 },
  { "GET", "/upkeep/backups/keep", may_organise, show_keep },
  { "POST", "/upkeep/backups/keep", may_organise, change_keep },
  { "GET", "/upkeep/backups/:backup", may_organise, show_backup },
  { "POST", "/upkeep/backups/:backup/try", may_organise, ask_trial },
  { "GET", "/upkeep/backups/:backup/file", may_organise, give_file,
    .read_is_logged_as = "backup-fetched" },
  ROUTES_END,
};
