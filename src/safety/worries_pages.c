/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Worries, for the two people who read them, and for organisers when neither of the two may. Each
 * reading is on the record; nothing can be taken away, only added. */
#include "safety/safety_pages.h"

#include "base/ids.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

enum { WORRIES_A_PAGE = 50 };

static const SafetyReaders *
readers_of(Request *r)
{
  return safety_find_readers(request_txn(r), request_arena(r));
}

/* Not by a card that lies about, nor with somebody else at the screen, nor by a link or passkey
 * that an organiser alone can have brought about. */
static bool
has_come_for_worries(Request *r)
{
  return is_signed_in(r) && may_change_me(r) &&
         (request_viewer(r)->rights & RIGHT_CAME_OWN_WAY) != 0;
}

bool
may_read_worries_as(Request *r, const SafetyReaders *readers)
{
  return has_come_for_worries(r) && safety_is_reader(readers, request_viewer(r)->member_id);
}

bool
may_read_worries(Request *r)
{
  return has_come_for_worries(r) && may_read_worries_as(r, readers_of(r));
}

static const char *
worry_path(Request *r, int64_t worry_id)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "/safety/worries/%s", id_to_text(worry_id, id));
}

/* ---- the start page ---- */

const Waiting *
worries_waiting(Request *r)
{
  Txn *txn = request_txn(r);
  Arena *arena = request_arena(r);
  const Lang *lang = request_lang(r);

  const SafetyReaders *readers = readers_of(r);

  if (!safety_is_reader(readers, request_viewer(r)->member_id) ||
      worries_count_waiting(txn, readers, request_viewer(r)->member_id, 1) == 0)
    return NULL;

  Waiting *waiting = arena_new_of(arena, Waiting, 2);

  waiting[0] = (Waiting){ .title = lang_text(lang, N_("Somebody is worried")),
                          .words = lang_text(lang, N_("They wait for an answer from you.")),
                          .button = lang_text(lang, N_("Read the worry and answer")),
                          .href = "/safety/worries",
                          .urgency = WAITS_FIRST };
  if (!has_come_for_worries(r)) {
    waiting[0].button = lang_text(lang, N_("How to come in for this"));
    waiting[0].href = "/worried";
  }
  return waiting;
}

/* ---- the list ---- */

static const char *
status_in_words(Page *page, const Worry *worry)
{
  const int64_t now_us = request_now_us(page_request(page));

  if (worry->answered_at_us)
    return tr(page, N_("Answered"));
  return tr_fill(page,
                 worry->due_us < now_us ? N_("Late: the answer was due on {date}")
                                        : N_("Waits for an answer, by {date}"),
                 "date", safety_date(page, worry->due_us), NULL);
}

static const char *
when_in_words(Page *page, int64_t at_us)
{
  Request *r = page_request(page);
  g_autofree char *time = lang_time(page_lang(page), at_us, request_time_zone(r));

  return arena_format(request_arena(r), "%s, %s", safety_date(page, at_us), time);
}

static void
put_worry(Page *page, const Worry *worry)
{
  Request *r = page_request(page);

  ui_picture_item_open(page, "worried");
  ui_link(page, .text = when_in_words(page, worry->made_at_us), .href = worry_path(r, worry->id),
          .is_large = true);
  ui_line_break(page);
  ui_words(page, status_in_words(page, worry));
  ui_picture_item_close(page);
}

static void
put_list(Page *page, const Worry *worries)
{
  if (!worries->id) {
    ui_paragraph(page, .text = tr(page, N_("There are none here.")));
    return;
  }
  ui_list_open(page, LIST_RULED);
  for (; worries->id; worries++)
    put_worry(page, worries);
  ui_list_close(page);
}

/* Those that wait, and on a page of their own those that were answered; each in pages. */
static void
draw_list(Request *r, bool is_answered)
{
  const char *path = is_answered ? "/safety/worries?answered=yes" : "/safety/worries?answered=no";
  int64_t before_id = 0, next_id = 0;
  char id[ID_TEXT_SIZE];

  id_from_text(request_query(r, "before"), &before_id);

  const Worry *worries =
      worries_list(request_txn(r), request_arena(r), readers_of(r), request_viewer(r)->member_id,
                   is_answered, before_id, WORRIES_A_PAGE, &next_id);
  Page *page = page_open(
      r, &(PageHead){ .title = is_answered
                                   ? lang_text(request_lang(r), N_("Worries that were answered"))
                                   : lang_text(request_lang(r), N_("Worries sent to you")),
                      .picture = "listen",
                      .lead = lang_text(request_lang(r), N_("Each time you open one is noted.")),
                      .back = before_id     ? path
                              : is_answered ? "/safety/worries"
                                            : "/worried" });

  if (!is_answered)
    ui_heading(page, 2, tr(page, N_("They wait for an answer")));
  put_list(page, worries);
  if (next_id)
    ui_page_links(page, NULL,
                  arena_format(request_arena(r), "%s&before=%s", path, id_to_text(next_id, id)));
  if (!is_answered) {
    ui_paragraph_open(page);
    ui_link(page, .text = tr(page, N_("Worries that were answered")),
            .href = "/safety/worries?answered=yes", .is_large = true);
    ui_paragraph_close(page);
  }
  page_close(page);
}

static void
show_worries(Request *r)
{
  draw_list(r, strcmp(request_query(r, "answered"), "yes") == 0);
}

/* ---- one ---- */

/* NULL: not for this reader, and that is answered. */
static const Worry *
worry_in_path(Request *r)
{
  const Worry *worry = worries_find(request_txn(r), request_arena(r), readers_of(r),
                                    request_id_in_path(r, "worry"), request_viewer(r)->member_id);

  if (!worry && !txn_trouble(request_txn(r)))
    reply_not_found(r);
  return worry;
}

static const char *
hear_in_words(Page *page, const Worry *worry)
{
  if (strcmp(worry->hear, "contact") == 0)
    return tr_fill(page, N_("Reach them: {contact}"), "contact", worry->contact, NULL);
  if (strcmp(worry->hear, "nothing") == 0)
    return tr(page, N_("They do not want to be contacted. They may still look here."));
  return tr(page, N_("They look here for the answer."));
}

static const char *
helper_in_words(Page *page, const Worry *worry)
{
  Request *r = page_request(page);
  const char *name = worries_helper(request_txn(r), request_arena(r), worry->id);

  return name ? tr_fill(page, N_("Told by {name}, their supporter"), "name", name, NULL)
              : tr(page, N_("Nobody"));
}

static void
draw_how_to_tell(Page *page, void *data)
{
  ui_words_to_call(page, hear_in_words(page, data));
}

static void
put_facts(Page *page, const Worry *worry)
{
  const char *nothing = tr(page, N_("Not said"));
  const SummaryRow rows[] = {
    { .key.text = tr(page, N_("It came")), .value.text = when_in_words(page, worry->made_at_us) },
    { .key.text = tr(page, N_("How far")), .value.text = status_in_words(page, worry) },
    { .key.text = tr(page, N_("What about")), .value.text = worry_about_in_words(page, worry) },
    { .key.text = tr(page, N_("Who it is about")),
      .value.text = *worry->who ? worry->who : nothing },
    { .key.text = tr(page, N_("Who wrote it")),
      .value.text = *worry->name ? worry->name : nothing },
    { .key.text = tr(page, N_("Who helped to write it")),
      .value.text = helper_in_words(page, worry) },
    { .key.text = tr(page, N_("How to tell them")),
      .value = { .draw = draw_how_to_tell, .data = (void *)worry } },
  };

  ui_summary_list(page, .rows = rows, .count = G_N_ELEMENTS(rows));
}

static void
put_entry(Page *page, const WorryEntry *entry)
{
  static const char *const heads[WORRY_KIND_COUNT] = {
    [WORRY_ANSWER] = N_("Answer, {date}"),
    [WORRY_NOTE] = N_("Note for those who read this, {date}"),
    [WORRY_HANDED_OVER] = N_("Handed over to somebody outside, {date}"),
    [WORRY_MORE] = N_("They said more, {date}"),
  };

  ui_heading(
      page, 2,
      tr_fill(page, heads[entry->kind], "date", when_in_words(page, entry->made_at_us), NULL));
  ui_person_lines(page, entry->words);
}

static void
show_worry(Request *r)
{
  const Worry *worry = worry_in_path(r);

  if (!worry)
    return;

  const WorryEntry *entries = worries_entries(request_txn(r), request_arena(r), worry->id);
  const char *path = worry_path(r, worry->id);
  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("A worry")),
                                         .back = "/safety/worries" });

  if (*worry->words)
    ui_person_lines(page, worry->words);
  put_facts(page, worry);
  for (const WorryEntry *entry = entries; entry->words; entry++)
    put_entry(page, entry);
  ui_button_group_open(page);
  ui_button(page, .text = tr(page, N_("Answer")),
            .href = arena_format(request_arena(r), "%s/answer", path));
  ui_button(page, .text = tr(page, N_("Add a note")), .is_secondary = true,
            .href = arena_format(request_arena(r), "%s/note", path));
  ui_button(page, .text = tr(page, N_("Hand it over to somebody outside")), .is_secondary = true,
            .href = arena_format(request_arena(r), "%s/hand-over", path));
  ui_button_group_close(page);
  page_close(page);
}

/* ---- adding ---- */

static const Question answer_questions[] = {
  { .name = "words",
    .kind = ASK_LONG,
    .label = N_("Your answer"),
    .hint = N_("What you did, or will do, and by when. The person who wrote reads it."),
    .missing = N_("Write a few words"),
    .picture = "write",
    .max_length = WORRY_WORDS_MAX,
    .is_needed = true },
  QUESTIONS_END,
};

static const Question note_questions[] = {
  { .name = "words",
    .kind = ASK_LONG,
    .label = N_("Your note"),
    .hint = N_("Only those who read this worry see it."),
    .missing = N_("Write a few words"),
    .picture = "write",
    .max_length = WORRY_WORDS_MAX,
    .is_needed = true },
  QUESTIONS_END,
};

static const Question hand_over_questions[] = {
  { .name = "words",
    .kind = ASK_TEXT,
    .label = N_("Who did you tell?"),
    .hint = N_("For example: the council's adult safeguarding team. The person who wrote sees it."),
    .missing = N_("Enter who you told"),
    .picture = "phone",
    .is_needed = true },
  QUESTIONS_END,
};

/* What a reader can do, by the end of its address. */
static const struct Doing {
  const char *path, *title, *button, *done;
  const Question *questions;
  WorryKind kind;
} doings[] = {
  { "answer", N_("Answer"), N_("Keep this answer"), N_("Your answer is there"), answer_questions,
    WORRY_ANSWER },
  { "note", N_("Add a note"), N_("Keep this note"), N_("Your note is kept"), note_questions,
    WORRY_NOTE },
  { "hand-over", N_("Hand it over to somebody outside"), N_("Keep this"),
    N_("It is noted who was told"), hand_over_questions, WORRY_HANDED_OVER },
};

static const struct Doing *
doing_in_path(Request *r)
{
  for (size_t i = 0; i < G_N_ELEMENTS(doings); i++)
    if (strcmp(doings[i].path, request_text_in_path(r, "what")) == 0)
      return &doings[i];
  reply_not_found(r);
  return NULL;
}

static void
draw_doing(Request *r, const struct Doing *doing, const Worry *worry)
{
  const char *path = worry_path(r, worry->id);
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), doing->title), .back = path });

  form_draw(page, .action = arena_format(request_arena(r), "%s/%s", path, doing->path),
            .questions = doing->questions, .button = tr(page, doing->button));
  page_close(page);
}

static void
show_doing(Request *r)
{
  const struct Doing *doing = doing_in_path(r);
  const Worry *worry = doing ? worry_in_path(r) : NULL;

  if (worry)
    draw_doing(r, doing, worry);
}

static void
do_it(Request *r)
{
  const struct Doing *doing = doing_in_path(r);
  const Worry *worry = doing ? worry_in_path(r) : NULL;

  if (!worry)
    return;
  if (questions_check(doing->questions, request_answers(r), r, request_refusals(r)))
    worries_add(request_txn(r), request_act(r), worry->id, doing->kind,
                answers_text(request_answers(r), "words"), request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_doing(r, doing, worry);
  else
    reply_redirect_saying(r, worry_path(r, worry->id), doing->done, NULL);
}

const Route worries_routes[] = {
  { "GET", "/safety/worries", may_read_worries, show_worries },
  { "GET", "/safety/worries/:worry", may_read_worries, show_worry,
    .read_is_logged_as = "worry-read" },
  { "GET", "/safety/worries/:worry/:what", may_read_worries, show_doing },
  { "POST", "/safety/worries/:worry/:what", may_read_worries, do_it },
  ROUTES_END,
};
