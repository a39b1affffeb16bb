/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What people answered, for the organisers who see to it: answers to papers, mails that nobody can
 * place, mails that came back. And for each person, what they answered themself. */
#include "papers/papers_pages.h"

#include "base/ids.h"
#include "notices/bounces.h"
#include "papers/came_back.h"
#include "papers/paper_answers.h"
#include "people/me_pages.h"
#include "ui/components.h"
#include "ui/form.h"

enum { ANSWERS_A_PAGE = 10, UNPLACED_SHOWN = 10, STOPPED_SHOWN = 20, CAME_BACK_SHOWN = 20 };

/* ---- one answer ---- */

static const char *
answer_in_words(Page *page, const MailAnswer *answer)
{
  static const char *const words[ANSWER_COUNT] = {
    [ANSWER_YES] = N_("Yes, I can read it"),
    [ANSWER_NO] = N_("No, I cannot read it"),
    [ANSWER_NEED] = N_("I need something"),
    [ANSWER_COMMENT] = N_("I want to say something"),
  };

  return tr(page, words[answer->answer]);
}

static void
put_about(Page *page, const MailAnswer *answer, const PaperTitle *titles)
{
  for (; titles->id; titles++)
    if (titles->id == answer->about_id) {
      ui_paragraph_open(page);
      ui_link(page, .text = titles->title, .href = paper_path(page_request(page), titles->id));
      ui_paragraph_close(page);
    }
}

/* Of meetings: the group stands with it. */
static bool
is_about_meeting(const MailAnswer *answer)
{
  return answer->about_id && answer->thing_id &&
         (answer->kind == MAIL_KIND_MEETING || answer->kind == MAIL_KIND_DATES ||
          answer->kind == MAIL_KIND_REMINDER);
}

static void
put_meeting_link(Page *page, const MailAnswer *answer)
{
  char group_id[ID_TEXT_SIZE], id[ID_TEXT_SIZE];

  if (!is_about_meeting(answer))
    return;
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Look at the meeting")), .spoken = answer->name,
          .href = arena_format(request_arena(page_request(page)), "/groups/%s/meetings/%s",
                               id_to_text(answer->thing_id, group_id),
                               id_to_text(answer->about_id, id)));
  ui_paragraph_close(page);
}

/* A mail asks its person too; it may wait, or come back, or have been one too many in an hour. */
static void
put_other_address(Page *page, const MailAnswer *answer, bool is_own)
{
  ui_inset_text(page, .text = tr_fill(page,
                                      is_own ? N_("It came from another address: {address}. Was it"
                                                  " not you? Please tell an organiser.")
                                             : N_("It came from another address: {address}. Please"
                                                  " ask {name} if it was them."),
                                      "address", answer->sender, "name", answer->name, NULL));
}

/* How it came, and what of it is not here. */
static void
put_how(Page *page, const MailAnswer *answer, bool is_own)
{
  const char *date = date_in_words(page, answer->got_at_us);

  ui_paragraph(page, .is_quiet = true,
               .text = answer->is_by_slip
                           ? tr_fill(page, N_("On a slip, typed in on {date}"), "date", date, NULL)
                           : tr_fill(page, N_("By mail on {date}"), "date", date, NULL));
  if (answer->paragraph > 0)
    ui_paragraph(page, .text = tr_count(page, "About part {count}", "About part {count}",
                                        answer->paragraph));
  if (*answer->sender)
    put_other_address(page, answer, is_own);
  if (answer->files > 0)
    ui_paragraph(page, .text = tr_count(page,
                                        "{count} file came with it. We do not keep files"
                                        " from mails.",
                                        "{count} files came with it. We do not keep files from"
                                        " mails.",
                                        answer->files));
  if (answer->is_cut)
    ui_paragraph(page, .text = tr(page, N_("It was very long. The end is missing.")));
}

static void
draw_rest(Page *page, void *data)
{
  ui_person_lines(page, data);
}

/* What came from another address waits until an organiser has looked whose words these are. */
static bool
may_stand_with_paper(const MailAnswer *answer)
{
  return answer->answer == ANSWER_COMMENT && answer->about_id && *answer->words &&
         !is_about_meeting(answer);
}

static void
put_answer(Page *page, const MailAnswer *answer, const PaperTitle *titles, bool is_own)
{
  Request *r = page_request(page);
  char id[ID_TEXT_SIZE];

  ui_card_open(page, .title = is_own ? answer_in_words(page, answer) : answer->name,
               .title_href = is_own ? NULL : path_of_member(r, answer->member_id, ""),
               .picture = answer->is_by_slip ? "letter" : "email", .is_warm = !is_own);
  if (!is_own)
    ui_paragraph(page, .is_strong = true, .text = answer_in_words(page, answer));
  put_about(page, answer, titles);
  put_meeting_link(page, answer);
  if (*answer->words)
    ui_person_lines(page, answer->words);
  put_how(page, answer, is_own);
  if (*answer->rest)
    ui_details(page, .summary.text = tr(page, N_("What stood around these words")),
               .draw = draw_rest, .data = (void *)answer->rest);
  put_need_link(page, answer, is_own);
  if (!is_own && may_stand_with_paper(answer))
    form_button(
        page,
        .action = arena_format(request_arena(r), "/answers/%s/comment", id_to_text(answer->id, id)),
        .spoken = answer->name, .button = tr(page, N_("Put their words with the paper")));
  if (!is_own)
    form_button(page,
                .action =
                    arena_format(request_arena(r), "/answers/%s/done", id_to_text(answer->id, id)),
                .spoken = answer->name, .is_secondary = may_stand_with_paper(answer),
                .button = tr(page, N_("Seen to")));
  ui_card_close(page);
}

void
put_answer_of(Page *page, const MailAnswer *answer)
{
  static const PaperTitle none = { 0 };

  put_answer(page, answer, &none, true);
}

/* ---- for organisers ---- */

static void
put_stopped(Page *page, const StoppedAddress *stopped)
{
  Request *r = page_request(page);
  char id[ID_TEXT_SIZE];

  if (stopped->member_id)
    ui_heading(page, 2, tr(page, N_("Mails that came back")));
  for (; stopped->member_id; stopped++) {
    ui_card_open(page, .title = stopped->name, .is_warm = true, .picture = "email",
                 .title_href = path_of_member(r, stopped->member_id, ""));
    ui_paragraph(page, .text = tr_fill(page,
                                       N_("A mail to {name} came back on {date}. Please ask for"
                                          " another address. Until then nothing goes there."),
                                       "name", stopped->name, "date",
                                       date_in_words(page, stopped->at_us), NULL));
    ui_button_group_open(page);
    ui_button_link(page, .text = tr(page, N_("Change the address")),
                   .href = path_of_member(r, stopped->member_id, "/change"));
    form_button(page,
                .action = arena_format(request_arena(r), "/answers/addresses/%s/right",
                                       id_to_text(stopped->member_id, id)),
                .spoken = stopped->name, .is_secondary = true,
                .button = tr(page, N_("The address is right")));
    ui_button_group_close(page);
    ui_card_close(page);
  }
}

static void
put_unplaced(Page *page, const UnplacedMail *mail)
{
  Request *r = page_request(page);
  char id[ID_TEXT_SIZE];

  if (!mail->id)
    return;
  ui_heading(page, 2, tr(page, N_("Mails that we cannot place")));
  ui_paragraph(page, .text = tr(page, N_("They came here, and nobody can say what they answer. They"
                                         " go after 30 days.")));
  for (; mail->id; mail++) {
    ui_card_open(page, .title = *mail->sender ? mail->sender : tr(page, N_("No address")),
                 .picture = "email");
    ui_person_lines(page, mail->words);
    ui_paragraph(page, .is_quiet = true, .text = date_in_words(page, mail->got_at_us));
    form_button(page,
                .action = arena_format(request_arena(r), "/answers/mails/%s/done",
                                       id_to_text(mail->id, id)),
                .spoken = mail->sender, .is_secondary = true, .button = tr(page, N_("Remove it")));
    ui_card_close(page);
  }
}

static const MailAnswer *
put_answers(Page *page, const MailAnswer *answer, const PaperTitle *titles, bool is_own)
{
  int shown = 0;

  for (; shown < ANSWERS_A_PAGE && answer->id; shown++, answer++)
    put_answer(page, answer, titles, is_own);
  if (answer->id) {
    char id[ID_TEXT_SIZE];

    ui_page_links(page, NULL,
                  arena_format(request_arena(page_request(page)), "%s?before=%s",
                               is_own ? "/me/answers" : "/answers", id_to_text(answer[-1].id, id)));
  }
  return answer;
}

static int64_t
before_id(Request *r)
{
  int64_t id = 0;

  id_from_text(request_query(r, "before"), &id);
  return id;
}

static void
show_answers(Request *r)
{
  Txn *txn = request_txn(r);
  Arena *arena = request_arena(r);
  const StoppedAddress *stopped = bounces_list(txn, arena, STOPPED_SHOWN);
  const UnplacedMail *unplaced = unplaced_list(txn, arena, UNPLACED_SHOWN);
  const MailAnswer *answer = mail_answers_open(txn, arena, before_id(r), ANSWERS_A_PAGE + 1);
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("What people answered")),
                                .lead = lang_text(request_lang(r), N_("By mail, and by the slips of"
                                                                      " letters.")),
                                .back = "/papers",
                                .section = "/papers" });

  if (!answer->id && !stopped->member_id && !unplaced->id)
    ui_paragraph(page, .text = tr(page, N_("Nothing waits here. All is seen to.")));
  put_stopped(page, stopped);
  if (answer->id && (stopped->member_id || unplaced->id))
    ui_heading(page, 2, tr(page, N_("Answers")));
  put_answers(page, answer, paper_answer_titles(txn, arena, 0), false);
  put_unplaced(page, unplaced);
  page_close(page);
}

static void
set_done(Request *r)
{
  mail_answers_set_done(request_txn(r), request_act(r), request_id_in_path(r, "answer"));
  reply_redirect(r, "/answers");
}

/* What the rules of comments refuse, such as words that are too long, can be written down shorter.
 */
static void
put_with_paper(Request *r)
{
  Txn *txn = request_txn(r);
  Arena *arena = request_arena(r);
  const int64_t id = request_id_in_path(r, "answer");
  const MailAnswer *found = mail_answers_open(txn, arena, id + 1, 1);
  Refusals *refusals = refusals_new(arena);

  if (found->id != id || !may_stand_with_paper(found)) {
    reply_not_found(r);
    return;
  }

  MailAnswer answer = *found;

  paper_answer_comment(txn, request_act(r), &answer, refusals);
  if (refusals_count(refusals) > 0) {
    reply_redirect_saying(
        r, arena_format(arena, "%s/comments/note", paper_path(r, answer.about_id)),
        N_("These words do not fit as they are. You can write down what they said"), NULL);
    return;
  }
  mail_answers_set_done(txn, request_act(r), id);
  reply_redirect_saying(r, "/answers", N_("Their words stand there now"), NULL);
}

static void
remove_mail(Request *r)
{
  unplaced_remove(request_txn(r), request_act(r), request_id_in_path(r, "mail"));
  reply_redirect(r, "/answers");
}

static void
say_right(Request *r)
{
  const Member *member = member_in_path(r, false);

  if (!member)
    return;
  bounces_clear(request_txn(r), request_act(r), member->id);
  paper_mails_again(request_txn(r), request_act(r), member->id);
  reply_redirect_saying(r, "/answers", N_("Mails go there again"), NULL);
}

Waiting
answers_card(Request *r, const WaitingRow *row)
{
  const Lang *lang = request_lang(r);

  (void)row;
  return (Waiting){ .title = lang_text(lang, N_("Answers wait to be seen to")),
                    .words = lang_text(lang, N_("People answered by mail or by slip, or a"
                                                " mail came back.")),
                    .button = lang_text(lang, N_("Look at the answers")),
                    .href = "/answers",
                    .urgency = WAITS_FOR_US };
}

/* ---- of one sending ---- */

/* Plain cases: who said what stands with the answers. */
void
put_what_came(Page *page, const Release *release)
{
  Request *r = page_request(page);
  int64_t said[ANSWER_COUNT];
  const CameBack *back =
      releases_came_back(request_txn(r), request_arena(r), release->id, CAME_BACK_SHOWN);

  mail_answers_count(request_txn(r), release->paper_id, said);
  if (said[ANSWER_YES] + said[ANSWER_NO] + said[ANSWER_NEED] + said[ANSWER_COMMENT] > 0) {
    ui_heading(page, 2, tr(page, N_("What people answered")));
    ui_list_open(page, LIST_BULLETS);
    if (said[ANSWER_YES])
      ui_list_item(page, tr_count(page, "{count} person can read it", "{count} people can read it",
                                  said[ANSWER_YES]));
    if (said[ANSWER_NO])
      ui_list_item(page, tr_count(page, "{count} person cannot read it",
                                  "{count} people cannot read it", said[ANSWER_NO]));
    if (said[ANSWER_NEED])
      ui_list_item(page, tr_count(page, "{count} person needs something",
                                  "{count} people need something", said[ANSWER_NEED]));
    if (said[ANSWER_COMMENT])
      ui_list_item(page, tr_count(page, "{count} person said something",
                                  "{count} people said something", said[ANSWER_COMMENT]));
    ui_list_close(page);
    ui_paragraph_open(page);
    ui_link(page, .text = tr(page, N_("Look at the answers")), .href = "/answers",
            .is_large = true);
    ui_paragraph_close(page);
  }
  if (back->delivery_id)
    ui_heading(page, 2, tr(page, N_("Mails that came back")));
  for (; back->delivery_id; back++)
    ui_paragraph(page, .text = tr_fill(page,
                                       N_("A mail to {name} came back on {date}. Please ask for"
                                          " another address."),
                                       "name", back->name, "date", date_in_words(page, back->at_us),
                                       NULL));
}

/* ---- one's own ---- */

static void
say_own_right(Request *r)
{
  bounces_clear(request_txn(r), request_act(r), my_id(r));
  paper_mails_again(request_txn(r), request_act(r), my_id(r));
  reply_redirect_saying(r, "/me/mails", N_("Mails go to your address again"), NULL);
}

static void
show_my_answers(Request *r)
{
  Txn *txn = request_txn(r);
  Arena *arena = request_arena(r);
  const MailAnswer *answer =
      mail_answers_of_member(txn, arena, my_id(r), before_id(r), ANSWERS_A_PAGE + 1);
  Page *page = open_me_page(r, N_("What I answered"), N_("By mail, and by the slips of letters."));

  if (!answer->id)
    ui_paragraph(page, .text = tr(page, N_("There is nothing yet.")));
  put_answers(page, answer, paper_answer_titles(txn, arena, my_id(r)), true);
  page_close(page);
}

const Route answers_routes[] = {
  { "GET", "/answers", may_organise, show_answers, .read_is_logged_as = "answers-read" },
  { "POST", "/answers/:answer/done", may_organise, set_done },
  { "POST", "/answers/:answer/comment", may_organise, put_with_paper },
  { "POST", "/answers/mails/:mail/done", may_organise, remove_mail },
  { "POST", "/answers/addresses/:member/right", may_organise, say_right },
  { "GET", "/me/answers", is_known, show_my_answers },
  { "POST", "/me/mails/right", is_known, say_own_right },
  ROUTES_END,
};
