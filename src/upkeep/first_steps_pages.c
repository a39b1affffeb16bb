/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the first organiser does after setting up: a list of what is done and what is not. Each may
 * wait, none must be done. */
#include "upkeep/upkeep_pages.h"

#include "notices/mail_settings.h"
#include "people/people_pages.h"
#include "people/ways.h"
#include "safety/house_rules.h"
#include "safety/safety_pages.h"
#include "ui/components.h"
#include "upkeep/complaints.h"
#include "upkeep/first_steps.h"
#include "upkeep/mail_trial.h"
#include "upkeep/place.h"
#include "upkeep/privacy.h"

enum { STEPS = 9 };

static bool
is_mail_settled(Txn *txn, Arena *arena)
{
  MailSettings settings;
  const MailTrial test = mail_trial_newest(txn);
  const bool is_said = mail_settings_read(txn, arena, false, &settings);

  return (is_said && !settings.is_on) || (test.is_done && test.step == MAIL_ACCEPTED);
}

static void
show_first_steps(Request *r)
{
  Txn *txn = request_txn(r);
  Arena *arena = request_arena(r);
  const Privacy privacy = privacy_read(txn, arena);
  const FirstSteps looked = first_steps_look(txn);
  const struct {
    const char *picture, *title, *hint, *href;
    bool is_done;
  } steps[STEPS] = {
    { "door", N_("Make sure that you can come back"),
      N_("A passkey organises. A link by mail or a card only reads and answers"), "/ways-in",
      ways_can_organise(txn, request_viewer(r)->member_id) },
    { "people", N_("Add people"), N_("One by one, or paste a list"), "/people", looked.has_people },
    { "listen", N_("Name a second person for worries"),
      N_("In case it is about the first, or they are away"), "/safety",
      *safety_find_readers(txn, arena)->people[1].name != '\0' },
    { "heart", N_("Look at the house rules"), N_("There are some already. Make them yours"),
      "/safety/house-rules", house_rules_newest(txn, arena)->id != 0 },
    { "lock", N_("Make a backup"), N_("One file with everything. It takes a minute"),
      "/upkeep/backups", looked.has_backup || !upkeep_is_alone(txn) },
    { "key", N_("Print the sheet with the key"), N_("Without it a backup cannot be read"),
      "/upkeep/keys", looked.has_sheet },
    { "email", N_("Say how mails leave"), N_("Or that there is no mail here"), "/upkeep/mail",
      is_mail_settled(txn, arena) },
    { "person", N_("Say who answers for the data"), N_("The privacy notice is made from it"),
      "/upkeep/privacy", privacy.changed_at_us != 0 },
    { "write", N_("Think about what could go wrong"),
      N_("We write a start of the impact assessment"), "/upkeep/assessment",
      privacy.assessment_id != 0 },
  };
  Page *page = page_open(
      r,
      &(PageHead){ .title = lang_text(request_lang(r), N_("First steps")),
                   .picture = "hello",
                   .lead = lang_text(request_lang(r), N_("In any order, when it suits you. People"
                                                         " can come in already.")),
                   .back = "/upkeep",
                   .section = "/upkeep" });
  const Tag not_yet = { .text = tr(page, N_("Not yet")), .classes = "govuk-tag--blue" };
  Task tasks[STEPS];

  for (int i = 0; i < STEPS; i++) {
    tasks[i] = (Task){ .picture = steps[i].picture,
                       .title.text = tr(page, steps[i].title),
                       .hint.text = tr(page, steps[i].hint),
                       .href = steps[i].href };
    if (steps[i].is_done)
      tasks[i].status.text = tr(page, N_("Done"));
    else
      tasks[i].tag = &not_yet;
  }
  ui_task_list(page, .items = tasks, .count = STEPS);
  page_close(page);
}

Waiting
complaints_card(Request *r, const WaitingRow *row)
{
  const Lang *lang = request_lang(r);

  return (Waiting){ .title = lang_text(lang, N_("Complaints about data")),
                    .words = lang_text(lang, row->kind ? N_("An answer is overdue.")
                                                       : N_("Somebody waits for an answer.")),
                    .button = lang_text(lang, N_("Answer the complaints")),
                    .href = "/upkeep/complaints",
                    .urgency = row->kind ? WAITS_LATE : WAITS_FOR_US };
}

const Route first_steps_routes[] = {
  { "GET", "/upkeep/first-steps", may_organise, show_first_steps },
  ROUTES_END,
};
