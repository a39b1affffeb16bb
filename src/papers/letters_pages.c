/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Letters of all papers as one print, and the slips that come back. */
#include "papers/papers_pages.h"

#include "base/ids.h"
#include "papers/comment_pages.h"
#include "papers/easy_talk_pages.h"
#include "papers/paper_answers.h"
#include "papers/slips.h"
#include "papers/versions.h"
#include "people/me_pages.h"
#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

enum { LETTERS_SHOWN = 100, ENTERED_SHOWN = 20, CODE_TYPED_MAX = 40 };

/* ---- letters to post ---- */

static void
put_print(Page *page)
{
  Request *r = page_request(page);
  const char *problem = NULL;
  const PostPackState state =
      releases_post_pack_state(request_txn(r), request_arena(r), 0, &problem);

  if (problem)
    ui_warning_text(page, .text = tr_told(page, problem));
  if (state == POST_PACK_READY)
    ui_button(page, .text = tr(page, N_("Get the letters to print")), .href = "/letters/file");
  else if (state == POST_PACK_WAITING)
    ui_inset_text(page, .text = tr(page, N_("The letters are being made. Load this page again in a"
                                            " minute.")));
  else if (state == POST_PACK_NOT_MADE)
    form_button(page, .action = "/letters/file",
                .button = tr(page, N_("Make the letters to print")));
}

static void
put_waiting(Page *page, const WaitingLetter *letter)
{
  Request *r = page_request(page);
  char id[ID_TEXT_SIZE];

  ui_card_open(page, .title = letter->name, .picture = "letter", .is_warm = true);
  ui_paragraph(page, .text = letter->title);
  form_button(
      page,
      .action = arena_format(request_arena(r), "/letters/%s", id_to_text(letter->delivery_id, id)),
      .spoken = letter->name, .is_secondary = true, .button = tr(page, N_("Posted")));
  ui_card_close(page);
}

/* Only what this page showed: what comes meanwhile is not ticked off unseen. */
static void
put_all_posted(Page *page, const WaitingLetter *letters)
{
  int64_t newest = 0;
  char id[ID_TEXT_SIZE];

  for (const WaitingLetter *letter = letters; letter->delivery_id; letter++)
    newest = MAX(newest, letter->delivery_id);
  form_button(page, .action = "/letters/posted", .name = "newest", .value = id_to_text(newest, id),
              .button = tr(page, N_("All of these are posted")));
}

static void
show_letters(Request *r)
{
  Txn *txn = request_txn(r);
  int64_t papers = 0;
  const int64_t count = letters_count(txn, &papers);
  const WaitingLetter *letters = letters_waiting(txn, request_arena(r), LETTERS_SHOWN);
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Letters to post")),
                                .picture = "letter",
                                .lead = lang_text(request_lang(r),
                                                  N_("One print for all papers. Each letter has an"
                                                     " address sheet, and a slip for the answer.")),
                                .back = "/papers",
                                .section = "/papers" });

  if (!letters->delivery_id)
    ui_paragraph(page, .text = tr(page, N_("There is nothing to post yet")));
  else {
    ui_paragraph(page, .is_strong = true,
                 .text = arena_format(
                     request_arena(r), "%s %s",
                     tr_count(page, "{count} letter waits,", "{count} letters wait,", count),
                     tr_count(page, "for {count} paper.", "for {count} papers.", papers)));
    put_print(page);
    for (const WaitingLetter *letter = letters; letter->delivery_id; letter++)
      put_waiting(page, letter);
    put_all_posted(page, letters);
  }
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Type in a slip that came back")), .href = "/slips",
          .is_large = true);
  ui_paragraph_close(page);
  page_close(page);
}

static void
fetch_letters(Request *r)
{
  g_autoptr(GBytes) pack = releases_open_post_pack(request_txn(r), 0);

  if (pack)
    reply_bytes(r, "application/pdf", "letters.pdf", pack);
  else
    reply_redirect(r, "/letters");
}

static void
ask_for_letters(Request *r)
{
  const char *problem = NULL;

  if (releases_post_pack_state(request_txn(r), request_arena(r), 0, &problem) == POST_PACK_NOT_MADE)
    releases_ask_for_post_pack(request_txn(r), request_act(r), 0);
  reply_redirect_saying(r, "/letters", N_("The letters are on their way to this page"), NULL);
}

static bool
find_slip(Request *r, Slip *ret_slip)
{
  if (slip_find(request_txn(r), request_arena(r), request_id_in_path(r, "delivery"), ret_slip))
    return true;
  reply_not_found(r);
  return false;
}

static void
mark_posted(Request *r)
{
  Slip slip;

  if (!find_slip(r, &slip))
    return;
  releases_mark_done(request_txn(r), request_act(r), slip.delivery_id, true);
  reply_redirect(r, "/letters");
}

static void
mark_all_posted(Request *r)
{
  int64_t newest = 0;

  if (id_from_text(answers_text(request_answers(r), "newest"), &newest))
    letters_mark_posted(request_txn(r), request_act(r), newest);
  reply_redirect_saying(r, "/letters", N_("They are ticked off"), NULL);
}

/* ---- slips ---- */

static const Choice read_choices[] = {
  { .value = "yes", .label = N_("It is right for me") },
  { .value = "no", .label = N_("I cannot read it") },
  { .value = "none", .label = N_("Neither is ticked") },
  { .value = NULL },
};

/* The paper as the letter had it. */
static const Paper *
paper_of_slip(Request *r, Arena *arena)
{
  Slip slip;

  return slip_find(request_txn(r), arena, request_id_in_path(r, "delivery"), &slip)
             ? papers_find_version(request_txn(r), arena, slip.paper_id, slip.version)
             : NULL;
}

static const Choice *
parts_of_slip(Arena *arena, void *data)
{
  Request *r = data;
  const Paper *paper = paper_of_slip(r, arena);

  return with_easy_row_choices(r, arena, paper, part_choices(r, arena, paper));
}

static const Choice *
meetings_of_slip(Arena *arena, void *data)
{
  Request *r = data;
  Slip slip;

  if (!slip_find(request_txn(r), arena, request_id_in_path(r, "delivery"), &slip))
    slip = (Slip){ .member_id = 0 };
  return slip_meetings(request_txn(r), arena,
                       &(SlipMeetingsAsked){ .lang = request_lang(r),
                                             .time_zone = request_time_zone(r),
                                             .member_id = slip.member_id,
                                             .paper_id = slip.paper_id,
                                             .now_us = request_now_us(r),
                                             .typist_id = request_viewer(r)->member_id });
}

static const Question slip_questions[] = {
  { .name = "read",
    .picture = "yes",
    .kind = ASK_ONE_OF,
    .label = N_("Which box is ticked?"),
    .missing = N_("Choose which box is ticked"),
    .choices = read_choices,
    .is_needed = true },
  { .name = "need",
    .picture = "help",
    .kind = ASK_LONG,
    .label = N_("What stands at “I need”?"),
    .hint = N_("Type it as it is written. Leave it empty if there is nothing."),
    .max_length = 2000,
    .rows = 3,
    .says_length = true },
  { .name = "words",
    .picture = "talk",
    .kind = ASK_LONG,
    .label = N_("What stands at “I want to say”?"),
    .hint = N_("It goes with the paper, where others read it too."),
    .max_length = 5000,
    .says_length = true },
  { .name = "part",
    .picture = "file",
    .kind = ASK_SELECT,
    .label = N_("Which part of the paper is it about?"),
    .hint = N_("If the slip does not say, choose the whole paper. Numbers of Easy Read come after"
               " those of the paper."),
    .choices_from = parts_of_slip },
  { .name = "idea",
    .picture = "idea",
    .kind = ASK_LONG,
    .label = N_("Is there an idea on it?"),
    .hint = N_("Only what they call an idea. They are asked whether it is what they said, and it"
               " gets an answer."),
    .max_length = SLIP_IDEA_MAX,
    .rows = 3 },
  { .name = "talk",
    .picture = "clock",
    .kind = ASK_LONG,
    .label = N_("What stands at “I want to talk about”?"),
    .hint = N_("It goes on the agenda of a meeting, and they are asked whether it is what they"
               " said. The first line is what it is about."),
    .max_length = SLIP_TALK_MAX,
    .rows = 3 },
  { .name = "meeting",
    .picture = "people",
    .kind = ASK_SELECT,
    .label = N_("At which meeting of their groups?"),
    .hint = N_("Only if they want to talk about something."),
    .choices_from = meetings_of_slip },
  QUESTIONS_END,
};

static const char *
slip_path(Request *r, int64_t delivery_id)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "/slips/%s", id_to_text(delivery_id, id));
}

static void
show_slips(Request *r)
{
  const char *typed = request_query(r, "code");
  Slip slip;

  if (*typed && slip_find(request_txn(r), request_arena(r), slip_read_code(typed), &slip)) {
    reply_redirect(r, slip_path(r, slip.delivery_id));
    return;
  }

  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("A slip that came back")),
                      .picture = "letter",
                      .lead = lang_text(request_lang(r), N_("Type in its code, then what is ticked"
                                                            " and written on it.")),
                      .back = "/letters",
                      .section = "/papers" });

  if (*typed)
    ui_inset_text(page, .text = tr(page, N_("We do not know this code. Please compare it with the"
                                            " slip, letter by letter.")));
  ui_finder(page, .action = "/slips", .name = "code", .value = typed, .max_length = CODE_TYPED_MAX,
            .label = tr(page, N_("Code on the slip")), .button = tr(page, N_("Go on")));
  page_close(page);
}

static void
put_entered(Page *page, const Slip *slip)
{
  Request *r = page_request(page);
  const MailAnswer *answer = mail_answers_of_thing(request_txn(r), request_arena(r), slip->paper_id,
                                                   slip->delivery_id, ENTERED_SHOWN);

  if (!answer->id)
    return;
  ui_heading(page, 2, tr(page, N_("This is here already")));
  for (; answer->id; answer++)
    put_answer_of(page, answer);
  ui_heading(page, 2, tr(page, N_("Add what is not here yet")));
}

static void
draw_slip(Request *r, const Slip *slip)
{
  if (!request_is_post(r))
    answers_set(request_answers(r), "read", "none");

  Page *page = page_open(
      r, &(PageHead){
             .title = slip->title, .lead = slip->name, .back = "/slips", .section = "/papers" });

  put_entered(page, slip);
  form_draw(page, .action = slip_path(r, slip->delivery_id), .questions = slip_questions, .data = r,
            .button = tr(page, N_("Keep this")));
  page_close(page);
}

static void
show_slip(Request *r)
{
  Slip slip;

  if (find_slip(r, &slip))
    draw_slip(r, &slip);
}

static void
enter_slip(Request *r)
{
  Answers *answers = request_answers(r);
  Slip slip;
  int count = 0;

  if (!find_slip(r, &slip))
    return;
  if (questions_check(slip_questions, answers, r, request_refusals(r))) {
    EasyChosen chosen = { .part = answers_int(answers, "part"),
                          .words = answers_text(answers, "words") };

    easy_row_chosen(request_arena(r), paper_of_slip(r, request_arena(r)),
                    answers_text(answers, "part"), &chosen);
    slip_enter(request_txn(r), request_act(r), &slip,
               &(SlipWords){ .has_read = !answers_have(answers, "read", "none"),
                             .can_read = answers_have(answers, "read", "yes"),
                             .need = answers_text(answers, "need"),
                             .words = chosen.words,
                             .part = chosen.part,
                             .has_more =
                                 *answers_text(answers, "idea") || *answers_text(answers, "talk") },
               request_refusals(r), &count);
    if (refusals_count(request_refusals(r)) == 0)
      count += slip_keep_idea(request_txn(r), request_act(r), &slip, answers_text(answers, "idea"),
                              request_refusals(r));
    if (refusals_count(request_refusals(r)) == 0)
      count +=
          slip_keep_talk(request_txn(r), request_act(r), &slip, answers_text(answers, "meeting"),
                         answers_text(answers, "talk"), request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_slip(r, &slip);
  else
    reply_redirect_saying(
        r, "/slips", count ? N_("The slip is kept") : N_("All of this was here already"), NULL);
}

const Route letters_routes[] = {
  { "GET", "/letters", may_organise, show_letters },
  { "GET", "/letters/file", may_organise, fetch_letters, .read_is_logged_as = "contacts-read" },
  { "POST", "/letters/file", may_organise, ask_for_letters, .per_minute = 20 },
  { "POST", "/letters/posted", may_organise, mark_all_posted },
  { "POST", "/letters/:delivery", may_organise, mark_posted },
  { "GET", "/slips", may_organise, show_slips, .per_minute = 120 },
  { "GET", "/slips/:delivery", may_organise, show_slip, .read_is_logged_as = "answers-read" },
  { "POST", "/slips/:delivery", may_organise, enter_slip },
  ROUTES_END,
};
