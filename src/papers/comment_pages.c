/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What people say about a paper: all of it, one part with what was said about it,
 * saying something. One's own words are own_comment_pages.c, what organisers do is
 * comment_power_pages.c. */
#include "papers/comment_pages.h"

#include "base/ids.h"
#include "papers/easy_pages.h"
#include "papers/easy_talk_pages.h"
#include "papers/rules.h"
#include "people/my_data.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

/* Which version the person has before them. */
#define FIELD_VERSION "_version"

enum { COMMENTS_A_PAGE = 20, EASY_COMMENTS_A_PAGE = 5 };

const Question comment_questions[] = {
  { .name = "words",
    .kind = ASK_LONG,
    .picture = "talk",
    .label = N_("What do you want to say?"),
    .hint = N_("Everybody who has this paper can read it."),
    .missing = N_("Write what you want to say"),
    .max_length = COMMENT_WORDS_MAX,
    .is_needed = true },
  { .name = "nameless",
    .kind = ASK_YES,
    .picture = "people",
    .label = N_("Do not show my name"),
    .hint =
        N_("Nobody here sees whose words these are. The program keeps it, so that you can change"
           " them.") },
  QUESTIONS_END,
};

/* ---- shared ---- */

CommentViewer
comment_viewer(Request *r)
{
  return (CommentViewer){ .member_id = request_viewer(r)->member_id,
                          .is_organiser = may_organise(r) };
}

const char *
part_path(Request *r, int64_t paper_id, int part)
{
  return arena_format(request_arena(r), "%s/parts/%d", paper_path(r, paper_id), part);
}

const char *
comment_path(Request *r, int64_t comment_id, const char *after)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "/comments/%s%s", id_to_text(comment_id, id), after);
}

GPtrArray *
parts_now(const Paper *paper)
{
  return commonmark_parts_of(paper->source, paper->title);
}

enum { PART_WORDS_SHOWN = 60 };

const Choice *
part_choices(Request *r, Arena *arena, const Paper *paper)
{
  g_autoptr(GPtrArray) parts = paper ? parts_now(paper) : g_ptr_array_new();
  Choice *choices = arena_new_of(arena, Choice, parts->len + 2);

  choices[0] = (Choice){ .value = "0", .label = lang_text(request_lang(r), N_("The whole paper")) };
  for (guint i = 0; i < parts->len; i++) {
    g_autofree char *start = commonmark_part_start(parts->pdata[i], PART_WORDS_SHOWN);

    choices[i + 1].value = arena_format(arena, "%u", i + 1);
    choices[i + 1].label = arena_format(arena, "%u: %s", i + 1, start);
  }
  return choices;
}

const Comment *
find_readable_comment(Request *r, const Paper **ret_paper)
{
  const CommentViewer viewer = comment_viewer(r);
  const Comment *comment =
      comments_find(request_txn(r), request_arena(r), request_id_in_path(r, "comment"), &viewer);
  const bool may_read =
      comment &&
      (viewer.is_organiser || papers_reached(request_txn(r), comment->paper_id, viewer.member_id));
  const Paper *paper =
      may_read ? papers_find(request_txn(r), request_arena(r), comment->paper_id) : NULL;

  if (!paper) {
    reply_not_found(r);
    return NULL;
  }
  *ret_paper = paper;
  return comment;
}

static void
draw_lines(Page *page, void *data)
{
  ui_person_lines(page, data);
}

void
put_part_words(Page *page, const char *words)
{
  ui_inset_text(page, .draw = draw_lines, .data = (void *)words);
}

/* ---- one comment ---- */

static const char *
speaker(Page *page, const Comment *comment)
{
  if (!comment->name)
    return tr(page, N_("Somebody, without their name"));
  return *comment->name ? comment->name : tr(page, FORMER_MEMBER);
}

static const char *
way_in_comment(Page *page, const Comment *comment)
{
  static const char *const ways[COMMENT_WAY_COUNT] = {
    [COMMENT_BY_MAIL] = N_("{date}, by mail"),
    [COMMENT_BY_SLIP] = N_("{date}, by reply slip"),
    [COMMENT_BY_PHONE] = N_("{date}, by telephone"),
  };

  if (!ways[comment->way])
    return date_in_words(page, comment->said_at_us);
  return tr_fill(page, ways[comment->way], "date", date_in_words(page, comment->said_at_us), NULL);
}

static void
put_when(Page *page, const Comment *comment)
{
  ui_paragraph_open(page);
  ui_words(page, way_in_comment(page, comment));
  if (comment->changed_at_us) {
    ui_words(page, ". ");
    ui_words(page, tr(page, N_("Changed since")));
  }
  if (comment->noted_name) {
    ui_words(page, ". ");
    ui_words(page,
             tr_fill(page, N_("Written down by {name}"), "name",
                     *comment->noted_name ? comment->noted_name : tr(page, FORMER_MEMBER), NULL));
  }
  if (comment->is_own && comment->is_nameless) {
    ui_words(page, ". ");
    ui_words(page, tr(page, N_("Others do not see your name")));
  }
  ui_paragraph_close(page);
}

static void
put_said(Page *page, const Comment *comment)
{
  if (comment->is_gone) {
    ui_paragraph(page, .is_quiet = true, .text = tr(page, N_("These words were taken back.")));
    return;
  }
  if (!comment->is_hidden) {
    ui_person_lines(page, comment->words);
    return;
  }
  ui_paragraph_open(page);
  ui_words(page, tr(page, N_("An organiser hid this, because it breaks the house rules:")));
  ui_words(page, " ");
  ui_person(page, comment->hidden_why);
  ui_paragraph_close(page);
  if (*comment->words)
    ui_details(page, .summary.text = tr(page, N_("Read what was hidden")), .draw = draw_lines,
               .data = (void *)comment->words);
}

static void
draw_answer(Page *page, void *data)
{
  const CommentAnswer *answer = data;

  ui_paragraph(page, .is_strong = true,
               .text = tr_fill(page, N_("Answer from {name}, {date}"), "name",
                               *answer->by_name ? answer->by_name : tr(page, FORMER_MEMBER), "date",
                               date_in_words(page, answer->at_us), NULL));
  ui_person_lines(page, answer->words);
  if (*answer->did) {
    ui_paragraph(page, .is_strong = true, .text = tr(page, N_("What we did")));
    ui_person_lines(page, answer->did);
  }
}

static void
put_about(Page *page, const Comment *comment, const GPtrArray *parts)
{
  Request *r = page_request(page);
  const int now = comment->part ? commonmark_find_part(parts, comment->part, comment->print) : 0;

  if (!comment->part)
    return;
  ui_paragraph_open(page);
  if (now) {
    ui_link(page, .text = tr_fill(page, N_("About: “{words}”"), "words", comment->about, NULL),
            .href = part_path(r, comment->paper_id, now));
  } else {
    ui_words(page, tr(page, N_("About an earlier version:")));
    ui_words(page, " ");
    ui_person(page, comment->about);
  }
  ui_paragraph_close(page);
}

static void
put_own_actions(Page *page, const Comment *comment)
{
  Request *r = page_request(page);

  if (!comment->is_own || comment->is_gone)
    return;
  ui_button_group_open(page);
  ui_button(page, .text = tr(page, N_("Change your words")), .is_secondary = true,
            .href = comment_path(r, comment->id, "/change"));
  ui_button(page, .text = tr(page, N_("Take your words back")), .is_secondary = true,
            .href = comment_path(r, comment->id, "/take-back"));
  ui_button_group_close(page);
}

static void
put_power_actions(Page *page, const Comment *comment)
{
  Request *r = page_request(page);

  if (!may_organise(r) || comment->is_gone)
    return;
  ui_list_open(page, LIST_FACTS);
  ui_list_item_open(page);
  ui_link(page, .text = tr(page, comment->answer ? N_("Answer again") : N_("Answer this")),
          .href = comment_path(r, comment->id, "/answer"), .spoken = speaker(page, comment),
          .is_large = true);
  ui_list_item_close(page);
  ui_list_item_open(page);
  ui_link(page,
          .text = tr(page, comment->is_hidden ? N_("Show it again") : N_("Does it break a rule?")),
          .href = comment_path(r, comment->id, "/hide"), .spoken = speaker(page, comment),
          .is_large = true);
  ui_list_item_close(page);
  ui_list_close(page);
}

void
put_comment(Page *page, const Comment *comment, const GPtrArray *parts)
{
  ui_card_open(page, .title = speaker(page, comment), .picture = "talk");
  if (parts)
    put_about(page, comment, parts);
  put_said(page, comment);
  put_when(page, comment);
  if (comment->answer)
    ui_inset_text(page, .draw = draw_answer, .data = (void *)comment->answer);
  put_own_actions(page, comment);
  put_power_actions(page, comment);
  ui_card_close(page);
}

/* ---- all of a paper ---- */

static int
a_page(Request *r)
{
  return lang_is_easy_read(request_lang(r)) ? EASY_COMMENTS_A_PAGE : COMMENTS_A_PAGE;
}

static void
show_comments(Request *r)
{
  const CommentViewer viewer = comment_viewer(r);
  const Paper *paper = find_readable_paper(r);
  const int most = a_page(r);
  int64_t before_id = 0;
  int shown = 0;

  if (!paper)
    return;
  id_from_text(request_query(r, "before"), &before_id);

  g_autoptr(GPtrArray) parts = parts_now(paper);
  const Comment *comments =
      comments_of_paper(request_txn(r), request_arena(r), paper->id, &viewer, before_id, most + 1);
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("What people say about it")),
                                .lead = paper->title,
                                .picture = "talk",
                                .back = paper_path(r, paper->id),
                                .section = "/papers" });

  if (paper->is_sent)
    ui_button(page, .text = tr(page, N_("Say something about this paper")),
              .href = part_path(r, paper->id, 0));
  if (viewer.is_organiser && paper->is_sent)
    ui_lead_on(page,
               &(LeadOn){ .picture = "phone",
                          .label = N_("Write down what somebody said"),
                          .hint = N_("On the telephone, on paper, or when you met"),
                          .href = arena_format(request_arena(r), "%s/comments/note",
                                               paper_path(r, paper->id)) },
               1);
  if (!comments->id)
    ui_paragraph(page, .text = tr(page, N_("Nobody has said anything yet.")));
  for (; shown < most && comments[shown].id; shown++)
    put_comment(page, &comments[shown], parts);
  if (comments[shown].id) {
    char id[ID_TEXT_SIZE];

    ui_page_links(page, NULL,
                  arena_format(request_arena(r), "%s/comments?before=%s", paper_path(r, paper->id),
                               id_to_text(comments[shown - 1].id, id)));
  }
  page_close(page);
}

/* One comment, from where somebody found it. */
static void
show_comment(Request *r)
{
  const Paper *paper = NULL;
  const Comment *comment = find_readable_comment(r, &paper);

  if (!comment)
    return;

  g_autoptr(GPtrArray) parts = parts_now(paper);
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("What somebody said")),
                                .lead = paper->title,
                                .picture = "talk",
                                .back = paper_path(r, paper->id),
                                .section = "/papers" });

  put_comment(page, comment, parts);
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("What people say about it")), .is_large = true,
          .href = arena_format(request_arena(r), "%s/comments", paper_path(r, paper->id)));
  ui_paragraph_close(page);
  page_close(page);
}

/* ---- one part ---- */

/* The number of ":part"; false: none such. *ret_part NULL: the whole paper. */
static bool
find_part(Request *r, const GPtrArray *parts, int *ret_number, const PaperPart **ret_part)
{
  const char *text = request_text_in_path(r, "part");
  gint64 number = 0;

  if (!g_ascii_string_to_signed(text, 10, 0, parts->len, &number, NULL))
    return false;
  *ret_number = (int)number;
  *ret_part = number ? parts->pdata[number - 1] : NULL;
  return true;
}

static void
put_said_about(Page *page, const Paper *paper, const GPtrArray *parts, int number,
               const char *print)
{
  Request *r = page_request(page);
  const CommentViewer viewer = comment_viewer(r);
  const int most = a_page(r);
  int64_t after_id = 0;

  id_from_text(request_query(r, "after"), &after_id);

  const Comment *comments = comments_of_part(request_txn(r), request_arena(r), paper->id, print,
                                             &viewer, after_id, most + 1);
  int at = 0;

  for (; at < most && comments[at].id; at++)
    if (!number || commonmark_find_part(parts, comments[at].part, print) == number)
      put_comment(page, &comments[at], NULL);
  if (comments[at].id) {
    char id[ID_TEXT_SIZE];

    ui_page_links(page, NULL,
                  arena_format(request_arena(r), "%s?after=%s", part_path(r, paper->id, number),
                               id_to_text(comments[at - 1].id, id)));
  }
}

static void
put_form(Page *page, const Paper *paper, int number, const EasyAsked *asked)
{
  Request *r = page_request(page);

  ui_heading(page, 2, tr(page, N_("Say something")));
  form_open(page,
            arena_format(request_arena(r), "%s%s", part_path(r, paper->id, number), asked->query));
  form_hidden(page, FIELD_VERSION, arena_format(request_arena(r), "%d", paper->version));
  form_questions(page, comment_questions, r);
  form_close(page, tr(page, N_("Send this")));
}

/* Beside a row of the Easy Read: the row, then the words of the paper that it says. */
static void
put_row_and_said(Page *page, const Paper *paper, const GPtrArray *parts, const EasyAsked *asked)
{
  put_easy_row(page, asked->row);
  for (int i = 0; i < asked->count; i++) {
    const PaperPart *part = parts->pdata[asked->parts[i] - 1];

    ui_details(page, .summary.text = tr(page, N_("The words of the paper")), .draw = draw_lines,
               .data = part->words);
    put_said_about(page, paper, parts, asked->parts[i], part->print);
  }
  if (asked->count == 0)
    put_said_about(page, paper, parts, 0, "");
}

/* What is said beside a row that is not linked says which row it means. */
static void
quote_row(Request *r, const EasyAsked *asked)
{
  if (asked->row && asked->count == 0 && !request_is_post(r))
    answers_set(request_answers(r), "words",
                arena_format(request_arena(r), "“%s”\n", asked->row->sentences[0]));
}

static const char *
part_title(Request *r, const EasyAsked *asked, const PaperPart *part)
{
  return lang_text(request_lang(r), asked->row ? N_("About this part of the Easy Read")
                                    : part     ? N_("About this part")
                                               : N_("About the whole paper"));
}

static void
draw_part(Request *r, const Paper *paper, const GPtrArray *parts, int number, const PaperPart *part)
{
  g_auto(EasyAsked) asked = easy_row_asked(r, paper, number);
  const char *back =
      arena_format(request_arena(r), part ? "%s#part-%d" : "%s", paper_path(r, paper->id), number);
  Page *page = page_open(r, &(PageHead){ .title = part_title(r, &asked, part),
                                         .lead = paper->title,
                                         .picture = "talk",
                                         .back = asked.row ? paper_easy_path(r, paper->id) : back,
                                         .section = "/papers" });

  quote_row(r, &asked);
  if (asked.row) {
    put_row_and_said(page, paper, parts, &asked);
  } else {
    if (part)
      put_part_words(page, part->words);
    put_said_about(page, paper, parts, number, part ? part->print : "");
  }
  if (paper->is_sent)
    put_form(page, paper, number, &asked);
  page_close(page);
}

static void
show_part(Request *r)
{
  const Paper *paper = find_readable_paper(r);
  const PaperPart *part = NULL;
  int number = 0;

  if (!paper)
    return;

  g_autoptr(GPtrArray) parts = parts_now(paper);

  if (find_part(r, parts, &number, &part))
    draw_part(r, paper, parts, number, part);
  else
    reply_not_found(r);
}

static void
say_something(Request *r)
{
  Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);
  const Paper *paper = find_readable_paper(r);
  gint64 version = 0, number = 0;
  int64_t id = 0;

  if (!paper)
    return;
  g_ascii_string_to_signed(answers_text(answers, FIELD_VERSION), 10, 0, INT32_MAX, &version, NULL);
  if (!g_ascii_string_to_signed(request_text_in_path(r, "part"), 10, 0, INT32_MAX, &number, NULL)) {
    reply_not_found(r);
    return;
  }
  if (questions_check(comment_questions, answers, r, refusals))
    comments_add(request_txn(r), request_act(r),
                 &(CommentWish){ .paper_id = paper->id,
                                 .version = (int)version,
                                 .part = (int)number,
                                 .words = answers_text(answers, "words"),
                                 .is_nameless = answers_have(answers, "nameless", "yes") },
                 refusals, &id);
  if (refusals_count(refusals) > 0) {
    show_part(r);
    return;
  }

  g_auto(EasyAsked) asked = easy_row_asked(r, paper, (int)number);

  reply_redirect_saying(
      r, arena_format(request_arena(r), "%s%s", part_path(r, paper->id, (int)number), asked.query),
      N_("Thank you. What you said stands here now"), NULL);
}

const Route comment_routes[] = {
  { "GET", "/papers/:paper/comments", is_signed_in, show_comments,
    .supporter = { SUPPORT_SEE, AREA_PAPERS, N_("Read what people say about a paper") } },
  { "GET", "/comments/:comment", is_signed_in, show_comment,
    .supporter = { SUPPORT_SEE, AREA_PAPERS, N_("Read what people say about a paper") } },
  { "GET", "/papers/:paper/parts/:part", is_signed_in, show_part,
    .supporter = { SUPPORT_SEE, AREA_PAPERS, N_("Read what people say about a paper") } },
  { "POST", "/papers/:paper/parts/:part", is_signed_in, say_something, .per_minute = 20,
    .supporter = { SUPPORT_ACT, AREA_PAPERS, N_("Said something about a paper") } },
  ROUTES_END,
};
