/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What ran when: each kind of work that runs by itself, the looks at database and record, the
 * version and how to bring in a newer one. */
#include "upkeep/upkeep_pages.h"

#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"
#include "upkeep/daily.h"
#include "upkeep/place.h"

#include <string.h>

enum { KINDS_SHOWN = 60 };

static const struct {
  const char *kind, *words;
} kind_words[] = {
  { "archive", N_("Making an archive to take along") },
  { "arrival", N_("Looking at an archive, or taking it in") },
  { "arrival-end", N_("Dropping an archive that was not taken in") },
  { "arrival-tidy", N_("Tidying up after an archive was taken in") },
  { "backup", N_("Making a backup") },
  { "backup-trial", N_("Trying a backup") },
  { "check", N_("Looking at database and record") },
  { "daily", N_("The daily round") },
  { "late-mail", N_("Mailing that a format came later") },
  { "link-ask", N_("Mailing links that were asked for") },
  { "keep", N_("Removing what was kept long enough") },
  { "mail-test", N_("Testing mail") },
  { "measure-mail", N_("Mailing about pauses and suspensions") },
  { "paper-format", N_("Making formats of papers") },
  { "digest", N_("Mailing what is new together, once a day or a week") },
  { "meeting-dates", N_("Asking which times of a meeting suit") },
  { "meeting-reminder", N_("Looking whom to remind of a meeting") },
  { "meeting-afterwards", N_("Looking whom to ask how a meeting was") },
  { "paper-mail", N_("Mailing papers") },
  { "paper-reading", N_("Reading uploaded papers") },
  { "paper-words", N_("Keeping the words by which papers are found") },
  { "picture-cleaning", N_("Making pictures ready") },
  { "receipt-cleaning", N_("Making pictures of receipts ready") },
  { "post-pack", N_("Making letters to print") },
  { "meeting-bag", N_("Making meeting bags to print") },
  { "sign-in-mail", N_("Mailing links to come in") },
  { "erasure", N_("Writing down whose key was erased") },
  { "reseal-people", N_("Changing keys") },
  { "answer-mail", N_("Mailing back to who answered a mail") },
  { "way-mail", N_("Mailing that a new way in was made") },
  { "supporter-mail", N_("Mailing about supporters") },
  { "measure-end", N_("Ending a pause on its day") },
  { "worry-mail", N_("Mailing that a worry waits") },
  { "complaint-known-mail", N_("Mailing that a complaint is here") },
  { "complaint-told-mail", N_("Mailing the answer to a complaint") },
  { "worry-due", N_("Looking at worries whose answer is due") },
};

const char *
work_kind_words(const char *kind)
{
  for (size_t i = 0; i < G_N_ELEMENTS(kind_words); i++)
    if (strcmp(kind_words[i].kind, kind) == 0)
      return kind_words[i].words;
  return NULL;
}

/* One that a newer program left behind is shown by its own name: better than not at all. */
static const char *
words_of(Page *page, const char *kind)
{
  const char *words = work_kind_words(kind);

  return words ? tr(page, words) : kind;
}

static const char *
how_it_is(Page *page, const OutboxKind *kind)
{
  if (kind->given_up)
    return tr_count(page, "{count} failed for good", "{count} failed for good", kind->given_up);
  if (kind->failing)
    return tr_count(page, "{count} runs, or failed and is tried again",
                    "{count} run, or failed and are tried again", kind->failing);
  if (kind->waiting)
    return tr_count(page, "Fine. {count} waits", "Fine. {count} wait", kind->waiting);
  return tr(page, N_("Fine"));
}

static void
draw_kind(Page *page, void *data)
{
  const OutboxKind *kind = data;

  ui_words(page, how_it_is(page, kind));
  ui_line_break(page);
  ui_words(page, kind->last_done_us ? tr_fill(page, N_("It worked last on {date}."), "date",
                                              upkeep_date_and_time(page, kind->last_done_us), NULL)
                                    : tr(page, N_("It did not run to its end yet.")));
  if (kind->last_run_us > kind->last_done_us) {
    ui_line_break(page);
    ui_words(page, tr_fill(page, N_("It failed last on {date}."), "date",
                           upkeep_date_and_time(page, kind->last_run_us), NULL));
  }
  if (kind->given_up)
    form_button(page, .action = "/upkeep/work/again", .name = "kind", .value = kind->kind,
                .button = tr(page, N_("Try again")), .spoken = words_of(page, kind->kind),
                .is_secondary = true);
}

static bool
is_among(const OutboxKind *kinds, const char *kind)
{
  for (; kinds->kind; kinds++)
    if (strcmp(kinds->kind, kind) == 0)
      return true;
  return false;
}

static bool
has_unused(const OutboxKind *kinds)
{
  for (size_t i = 0; i < G_N_ELEMENTS(kind_words); i++)
    if (!is_among(kinds, kind_words[i].kind))
      return true;
  return false;
}

/* What never had anything to do here, so that nobody wonders whether it is there. */
static void
draw_unused(Page *page, void *data)
{
  ui_list_open(page, LIST_BULLETS);
  for (size_t i = 0; i < G_N_ELEMENTS(kind_words); i++)
    if (!is_among(data, kind_words[i].kind))
      ui_list_item(page, tr(page, kind_words[i].words));
  ui_list_close(page);
}

static void
put_kinds(Page *page, const OutboxKind *kinds)
{
  const OutboxKind *all = kinds;
  SummaryRow rows[KINDS_SHOWN];
  int count = 0;

  ui_heading(page, 2, tr(page, N_("Work that runs by itself")));
  if (!kinds->kind)
    ui_paragraph(page, .text = tr(page, N_("Nothing ran yet.")));
  for (; kinds->kind && count < KINDS_SHOWN; kinds++)
    rows[count++] = (SummaryRow){ .key.text = words_of(page, kinds->kind),
                                  .value = { .draw = draw_kind, .data = (void *)kinds } };
  if (count)
    ui_summary_list(page, .rows = rows, .count = count);
  if (has_unused(all))
    ui_details(page, .summary.text = tr(page, N_("Work that did not run here yet")),
               .draw = draw_unused, .data = (void *)all);
}

static const char *
check_words(Page *page, const Check *check)
{
  if (!check->at_us)
    return tr(page, N_("Not looked at yet"));
  return check->is_good ? tr_fill(page, N_("Whole on {date}"), "date",
                                  upkeep_date_and_time(page, check->at_us), NULL)
                        : tr_fill(page, N_("Not whole on {date}"), "date",
                                  upkeep_date_and_time(page, check->at_us), NULL);
}

static void
put_checks(Page *page, Txn *txn)
{
  Check checks[CHECK_COUNT];

  checks_read(txn, checks);

  const SummaryRow rows[] = {
    { .key.text = tr(page, N_("Database")),
      .value.text = check_words(page, &checks[CHECK_DATABASE]) },
    { .key.text = tr(page, N_("Record of acts")),
      .value.text = check_words(page, &checks[CHECK_RECORD]) },
  };

  ui_heading(page, 2, tr(page, N_("Is everything whole?")));
  ui_summary_list(page, .rows = rows, .count = G_N_ELEMENTS(rows));
  if (checks[CHECK_RECORD].at_us && !checks[CHECK_RECORD].is_good)
    ui_paragraph(page, .text = tr(page, N_("Somebody changed the record outside this program. Ask"
                                           " who can get at the machine. Compare with a backup"
                                           " from before.")));
  form_button(page, .action = "/upkeep/work/check", .button = tr(page, N_("Look now")),
              .is_secondary = true);
}

static void
put_updates(Page *page)
{
  const UpkeepPlace *place = upkeep_place();
  const SummaryRow rows[] = {
    { .key.text = tr(page, N_("Version")), .value.text = place->version },
    { .key.text = tr(page, N_("Built")), .value.text = upkeep_date(page, place->built_us) },
  };

  ui_heading(page, 2, tr(page, N_("Updates")));
  ui_summary_list(page, .rows = rows, .count = G_N_ELEMENTS(rows));
  ui_list_open(page, LIST_NUMBERS);
  ui_list_item(page, tr(page, N_("Make a backup and download it.")));
  ui_list_item(page, tr(page, N_("Whoever looks after the machine puts the new version there.")));
  ui_list_item(page, tr(page, N_("They stop the program and start it again. It changes the"
                                 " database by itself.")));
  ui_list_item(page, tr(page, N_("Look at this page: the version is new, nothing failed.")));
  ui_list_close(page);
  ui_heading(page, 2, tr(page, N_("When the clock is wrong")));
  ui_paragraph(page, .text = tr(page, N_("Whoever looks after the machine sets it from the network:"
                                         " timedatectl set-ntp true. Links and dates go by it.")));
}

static void
show_work(Request *r)
{
  Txn *txn = request_txn(r);
  const OutboxKind *kinds = outbox_kinds(txn, request_arena(r));
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("What ran when, and updates")),
                      .back = "/upkeep",
                      .section = "/upkeep" });

  put_kinds(page, kinds);
  put_checks(page, txn);
  put_updates(page);
  page_close(page);
}

static void
try_again(Request *r)
{
  outbox_try_again(request_txn(r), request_act(r), answers_text(request_answers(r), "kind"));
  log_add(request_txn(r), request_act(r), &(LogEntry){ .kind = "work-again" });
  reply_redirect_saying(r, "/upkeep/work", N_("It is tried again"), NULL);
}

static void
check_now(Request *r)
{
  if (!outbox_has(request_txn(r), "check"))
    outbox_add(request_txn(r), request_act(r), "check", 0);
  reply_redirect_saying(r, "/upkeep/work", N_("We look now. Load this page again in a minute"),
                        NULL);
}

const Route work_routes[] = {
  { "GET", "/upkeep/work", may_organise, show_work },
  { "POST", "/upkeep/work/again", may_organise, try_again, .per_minute = 20 },
  { "POST", "/upkeep/work/check", may_organise, check_now, .per_minute = 20 },
  ROUTES_END,
};
