/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What organisers do with comments: answering, hiding what breaks the house rules (in the open),
 * writing down what somebody said elsewhere. */
#include "papers/comment_pages.h"

#include "base/ids.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

enum { MEMBERS_SHOWN = 1000 };

static const Question answer_questions[] = {
  { .name = "answer",
    .kind = ASK_LONG,
    .picture = "talk",
    .label = N_("What do you answer?"),
    .hint = N_("Everybody who has this paper can read it."),
    .missing = N_("Write the answer"),
    .max_length = COMMENT_ANSWER_MAX,
    .is_needed = true },
  { .name = "did",
    .kind = ASK_LONG,
    .picture = "tick",
    .rows = 3,
    .label = N_("What did you do because of it?"),
    .hint = N_("You can leave this empty and say it later."),
    .max_length = COMMENT_ANSWER_MAX },
  QUESTIONS_END,
};

static const Question hide_questions[] = {
  { .name = "reason",
    .kind = ASK_TEXT,
    .picture = "stop",
    .label = N_("Which house rule does it break?"),
    .hint = N_("All members can read this reason. Leave out names."),
    .missing = N_("Say which house rule it breaks"),
    .max_length = COMMENT_REASON_MAX,
    .is_needed = true },
  QUESTIONS_END,
};

static const Choice said_ways[] = {
  { .value = "phone", .label = N_("On the telephone, or when we met") },
  { .value = "slip", .label = N_("On a reply slip, or in a letter") },
  { .value = "mail", .label = N_("In a mail") },
  { .value = NULL },
};

static const Choice *readers_of(Arena *arena, void *data), *parts_of(Arena *arena, void *data);

static const Question note_questions[] = {
  { .name = "member",
    .kind = ASK_SELECT,
    .picture = "people",
    .label = N_("Whose words are these?"),
    .missing = N_("Choose whose words these are"),
    .choices_from = readers_of,
    .is_needed = true },
  { .name = "way",
    .kind = ASK_ONE_OF,
    .picture = "phone",
    .label = N_("How did they say it?"),
    .missing = N_("Choose how they said it"),
    .choices = said_ways,
    .is_needed = true },
  { .name = "words",
    .kind = ASK_LONG,
    .picture = "write",
    .label = N_("What did they say?"),
    .hint = N_("In their own words. Read it back to them if you can."),
    .missing = N_("Write what they said"),
    .max_length = COMMENT_WORDS_MAX,
    .is_needed = true },
  { .name = "about",
    .kind = ASK_SELECT,
    .picture = "file",
    .label = N_("What is it about?"),
    .missing = N_("Choose what it is about"),
    .choices_from = parts_of,
    .is_needed = true },
  { .name = "nameless",
    .kind = ASK_YES,
    .picture = "people",
    .label = N_("They do not want their name shown") },
  QUESTIONS_END,
};

static const char *
comments_path(Request *r, const Paper *paper)
{
  return arena_format(request_arena(r), "%s/comments", paper_path(r, paper->id));
}

static Page *
open_page(Request *r, const Paper *paper, const char *title, const char *picture)
{
  return page_open(r, &(PageHead){ .title = lang_text(request_lang(r), title),
                                   .lead = paper->title,
                                   .picture = picture,
                                   .back = comments_path(r, paper),
                                   .section = "/papers" });
}

/* ---- answering ---- */

static void
draw_answering(Request *r, const Comment *comment, const Paper *paper)
{
  if (!request_is_post(r) && comment->answer) {
    answers_set(request_answers(r), "answer", comment->answer->words);
    answers_set(request_answers(r), "did", comment->answer->did);
  }

  Page *page = open_page(r, paper, N_("Answer this"), "talk");

  if (*comment->about)
    ui_paragraph(page,
                 .text = tr_fill(page, N_("About: “{words}”"), "words", comment->about, NULL));
  put_part_words(page, comment->words);
  form_draw(page, .action = comment_path(r, comment->id, "/answer"), .questions = answer_questions,
            .button = tr(page, N_("Send the answer")));
  page_close(page);
}

static void
show_answering(Request *r)
{
  const Paper *paper = NULL;
  const Comment *comment = find_readable_comment(r, &paper);

  if (comment)
    draw_answering(r, comment, paper);
}

static void
answer_comment(Request *r)
{
  Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);
  const Paper *paper = NULL;
  const Comment *comment = find_readable_comment(r, &paper);

  if (!comment)
    return;
  if (questions_check(answer_questions, answers, r, refusals))
    comments_answer(request_txn(r), request_act(r), comment->id, answers_text(answers, "answer"),
                    answers_text(answers, "did"), refusals);
  if (refusals_count(refusals) > 0)
    draw_answering(r, comment, paper);
  else
    reply_redirect_saying(r, comments_path(r, paper), N_("Your answer stands there now"), NULL);
}

/* ---- hiding ---- */

static void
draw_hiding(Request *r, const Comment *comment, const Paper *paper)
{
  Page *page = open_page(
      r, paper, comment->is_hidden ? N_("Show it again") : N_("Does it break a rule?"), "stop");

  put_part_words(page, comment->words);
  if (comment->is_hidden) {
    form_button(page, .action = comment_path(r, comment->id, "/show"),
                .button = tr(page, N_("Show it again")));
  } else {
    ui_paragraph(page, .text = tr(page, N_("Hide only what breaks the house rules, never what is"
                                           " hard to hear. Its writer still sees it, and everybody"
                                           " sees that it was hidden, and why.")));
    ui_paragraph_open(page);
    ui_link(page, .text = tr(page, N_("House rules")), .href = "/house-rules", .is_large = true);
    ui_paragraph_close(page);
    form_draw(page, .action = comment_path(r, comment->id, "/hide"), .questions = hide_questions,
              .button = tr(page, N_("Hide it")));
  }
  page_close(page);
}

static void
show_hiding(Request *r)
{
  const Paper *paper = NULL;
  const Comment *comment = find_readable_comment(r, &paper);

  if (comment)
    draw_hiding(r, comment, paper);
}

static void
hide_comment(Request *r)
{
  Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);
  const Paper *paper = NULL;
  const Comment *comment = find_readable_comment(r, &paper);

  if (!comment)
    return;
  if (questions_check(hide_questions, answers, r, refusals))
    comments_hide(request_txn(r), request_act(r), comment->id, answers_text(answers, "reason"),
                  refusals);
  if (refusals_count(refusals) > 0)
    draw_hiding(r, comment, paper);
  else
    reply_redirect_saying(r, comments_path(r, paper), N_("It is hidden. Everybody can read why"),
                          NULL);
}

static void
show_comment_again(Request *r)
{
  const Paper *paper = NULL;
  const Comment *comment = find_readable_comment(r, &paper);

  if (!comment)
    return;
  comments_show(request_txn(r), request_act(r), comment->id);
  reply_redirect_saying(r, comments_path(r, paper), N_("Everybody can read it again"), NULL);
}

/* ---- what somebody said elsewhere ---- */

/* Whoever takes part: whom the paper did not reach is refused in words. */
static const Choice *
readers_of(Arena *arena, void *data)
{
  const Member *members = people_list(request_txn(data), arena, NULL, 0, MEMBERS_SHOWN, false);
  int count = 0;

  while (members[count].id)
    count++;

  Choice *choices = arena_new_of(arena, Choice, count + 1);

  for (int i = 0; i < count; i++) {
    char id[ID_TEXT_SIZE];

    choices[i].value = arena_text(arena, id_to_text(members[i].id, id));
    choices[i].label = members[i].name;
  }
  return choices;
}

static const Choice *
parts_of(Arena *arena, void *data)
{
  Request *r = data;

  return part_choices(r, arena, papers_find(request_txn(r), arena, request_id_in_path(r, "paper")));
}

static void
draw_noting(Request *r, const Paper *paper)
{
  Page *page = open_page(r, paper, N_("Write down what somebody said"), "phone");

  ui_paragraph(page, .text = tr(page, N_("It stands with the others' words, under their name, and"
                                         " says that you wrote it down.")));
  form_draw(page, .action = arena_format(request_arena(r), "%s/note", comments_path(r, paper)),
            .questions = note_questions, .data = r, .button = tr(page, N_("Keep their words")));
  page_close(page);
}

static void
show_noting(Request *r)
{
  const Paper *paper = find_readable_paper(r);

  if (paper)
    draw_noting(r, paper);
}

static void
note_words(Request *r)
{
  Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);
  const Paper *paper = find_readable_paper(r);
  CommentWish wish = { .way = COMMENT_BY_PHONE };
  int64_t id = 0;

  if (!paper)
    return;
  if (questions_check(note_questions, answers, r, refusals)) {
    wish.paper_id = paper->id;
    wish.version = paper->version;
    wish.words = answers_text(answers, "words");
    wish.is_nameless = answers_have(answers, "nameless", "yes");
    wish.part = (int)answers_int(answers, "about");
    comment_way_from_name(answers_text(answers, "way"), &wish.way);
    id_from_text(answers_text(answers, "member"), &wish.member_id);
    comments_add(request_txn(r), request_act(r), &wish, refusals, &id);
  }
  if (refusals_count(refusals) > 0)
    draw_noting(r, paper);
  else
    reply_redirect_saying(r, comments_path(r, paper), N_("Their words stand there now"), NULL);
}

const Route comment_power_routes[] = {
  { "GET", "/papers/:paper/comments/note", may_organise, show_noting },
  { "POST", "/papers/:paper/comments/note", may_organise, note_words },
  { "GET", "/comments/:comment/answer", may_organise, show_answering },
  { "POST", "/comments/:comment/answer", may_organise, answer_comment },
  { "GET", "/comments/:comment/hide", may_organise, show_hiding },
  { "POST", "/comments/:comment/hide", may_organise, hide_comment },
  { "POST", "/comments/:comment/show", may_organise, show_comment_again },
  ROUTES_END,
};
