/* SPDX-License-Identifier: AGPL-3.0-or-later
 * "An archive to take along": asking for one, fetching it once, and how it comes in elsewhere. */
#include "upkeep/upkeep_pages.h"

#include "base/ids.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"
#include "upkeep/archives.h"

#include <fcntl.h>
#include <unistd.h>

static const Question archive_questions[] = {
  { .name = "passphrase",
    .picture = "key",
    .kind = ASK_TEXT,
    .label = N_("A passphrase for the archive"),
    .hint = N_("12 letters or more. Four words are good. Without it nobody can open the archive."),
    .missing = N_("Enter a passphrase"),
    .autocomplete = "off",
    .is_needed = true },
  { .name = "pass_again",
    .picture = "key",
    .kind = ASK_TEXT,
    .label = N_("The passphrase again"),
    .hint = N_("Write it down too. We do not keep it."),
    .missing = N_("Enter the passphrase again"),
    .autocomplete = "off",
    .is_needed = true },
  QUESTIONS_END,
};

/* ---- those that there are ---- */

static const char *
state_words(Page *page, const UpkeepArchive *archive, int64_t now_us)
{
  if (archive->state == ARCHIVE_WAITING)
    return tr(page, N_("It is being made. Load this page again in a minute."));
  if (archive->state == ARCHIVE_FAILED)
    return tr(page, N_("It could not be made. Is there room on the disk? Ask for it again."));
  if (archive_may_be_fetched(archive, now_us))
    return archive->fetched_at_us ? tr(page, N_("It was fetched. It can be fetched for one hour"
                                                " more, if the download broke."))
                                  : tr(page, N_("It is ready. It can be fetched once."));
  return tr(page, N_("It was fetched, and is not here any more."));
}

static void
put_archive(Page *page, const UpkeepArchive *archive)
{
  Request *r = page_request(page);
  const int64_t now_us = request_now_us(r);
  char id[ID_TEXT_SIZE];

  ui_card_open(page, .title = upkeep_date_and_time(page, archive->asked_at_us), .title_level = 3);
  ui_paragraph(page, .text = state_words(page, archive, now_us));
  if (archive_may_be_fetched(archive, now_us)) {
    ui_paragraph(page,
                 .text = tr_fill(
                     page, N_("In it: {people}, {papers}."), "people",
                     tr_count(page, "{count} person", "{count} people", archive->people), "papers",
                     tr_count(page, "{count} paper", "{count} papers", archive->papers), NULL));
    ui_paragraph_open(page);
    ui_link(page,
            .text = tr_fill(page, N_("Download the archive, {size}"), "size",
                            upkeep_bytes(page, archive->bytes), NULL),
            .is_large = true, .is_download = true,
            .href = arena_format(request_arena(r), "/upkeep/archive/%s/file",
                                 id_to_text(archive->id, id)));
    ui_paragraph_close(page);
  }
  ui_card_close(page);
}

static void
put_archives(Page *page, const UpkeepArchive *archive)
{
  if (!archive->id)
    return;
  ui_heading(page, 2, tr(page, N_("Archives here")));
  for (; archive->id; archive++)
    put_archive(page, archive);
}

/* ---- what it is ---- */

static void
put_what_it_is(Page *page)
{
  ui_paragraph(page, .text = tr(page, N_("With an archive you can move to another machine or"
                                         " another host. It is one file, sealed with a passphrase"
                                         " that you choose.")));
  ui_list_open(page, LIST_BULLETS);
  ui_list_item(page, tr(page, N_("In it: people and what they said of themselves, papers and their"
                                 " files, rules, settings, the record of acts.")));
  ui_list_item(page, tr(page, N_("Not in it: worries, pauses and their reasons, whom people keep"
                                 " away from. Only a backup holds those.")));
  ui_list_item(page, tr(page, N_("Not in it: ways to come in. Everybody gets a new link or card"
                                 " there.")));
  ui_list_close(page);
  ui_warning_text(page,
                  .text = tr(page, N_("Whoever has the file and the passphrase can read everything"
                                      " in it. Members can read that it was downloaded.")));
}

static void
put_how_it_comes_in(Page *page)
{
  ui_heading(page, 2, tr(page, N_("How it comes in at the new place")));
  ui_list_open(page, LIST_NUMBERS);
  upkeep_command(page,
                 tr(page, N_("Whoever looks after the new machine installs Commontable there and"
                             " starts it. It prints a link:")),
                 "commontable serve --data new");
  ui_list_item(page, tr(page, N_("Open that link, and choose “Bring a community here from an"
                                 " archive”.")));
  ui_list_item(page, tr(page, N_("Choose the file, type the passphrase, look what is in it, say"
                                 " yes. You come in, and make links and cards for the others.")));
  ui_list_item(page,
               tr(page, N_("When all is well there, this place is stopped. Do not use both: what"
                           " is done in one is not in the other.")));
  ui_list_close(page);
  ui_list_open(page, LIST_BULLETS);
  upkeep_command(page,
                 tr(page, N_("An archive of more than 64 MB comes in by command, before the new"
                             " place is started:")),
                 "commontable import --data new FILE.archive");
  ui_list_close(page);
}

static void
show_archive(Request *r)
{
  const UpkeepArchive *archives = archives_list(request_txn(r), request_arena(r));
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("An archive to take along")),
                      .picture = "suitcase",
                      .lead = lang_text(request_lang(r), N_("All that is yours, in one sealed"
                                                            " file.")),
                      .back = "/upkeep",
                      .section = "/upkeep" });

  put_what_it_is(page);
  put_archives(page, archives);
  ui_heading(page, 2, tr(page, N_("Make one")));
  form_draw(page, .action = "/upkeep/archive", .questions = archive_questions,
            .button = tr(page, N_("Make the archive")));
  put_how_it_comes_in(page);
  page_close(page);
}

static void
ask_archive(Request *r)
{
  Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);

  if (questions_check(archive_questions, answers, r, refusals))
    archives_ask(request_txn(r), request_act(r), answers_text(answers, "passphrase"),
                 answers_text(answers, "pass_again"), refusals);
  if (refusals_count(refusals) == 0) {
    reply_redirect_saying(r, "/upkeep/archive",
                          N_("An archive is being made. Load this page again in a minute"), NULL);
    return;
  }
  answers_set(answers, "passphrase", ""); /* never back onto a page */
  answers_set(answers, "pass_again", "");
  show_archive(r);
}

static void
give_archive(Request *r)
{
  const UpkeepArchive *archive =
      archives_find(request_txn(r), request_arena(r), request_id_in_path(r, "archive"));

  if (!archive || !archive_may_be_fetched(archive, request_now_us(r))) {
    reply_not_found(r);
    return;
  }

  g_autofree char *path = archives_path(archive->id);
  g_autoptr(GDateTime) made = g_date_time_new_from_unix_utc(archive->made_at_us / G_USEC_PER_SEC);
  g_autofree char *day = made ? g_date_time_format(made, "%Y-%m-%d") : g_strdup("");
  int fd = open(path, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    reply_not_found(r); /* dropped meanwhile */
  else
    reply_fd(r, "application/octet-stream",
             arena_format(request_arena(r), "commontable-%s.archive", day), fd);
}

const Route archive_routes[] = {
  { "GET", "/upkeep/archive", may_organise, show_archive },
  { "POST", "/upkeep/archive", may_organise, ask_archive, .per_minute = 10 },
  { "GET", "/upkeep/archive/:archive/file", may_organise, give_archive,
    .read_is_logged_as = ARCHIVE_FETCHED },
  ROUTES_END,
};
