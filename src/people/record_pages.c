/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is recorded about me: to read, to take away (UK GDPR articles 15 and 20), and "this is
 * wrong" (16). Pages draw what the subjects collect, with the labels that each brings along. */
#include "base/text.h"
#include "people/corrections.h"
#include "people/me_pages.h"
#include "people/needs.h"
#include "people/own_words.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_SHOWN = 2000, ROWS_SHOWN = 50, FACTS_SHOWN = 100, DOWNLOAD_INDENT = 2 };

/* ---- one value in words ---- */

static const char *
find_label(const PersonalData *subject, const char *key)
{
  for (const DataLabel *label = subject->labels; label->key; label++)
    if (strcmp(label->key, key) == 0)
      return label->words;
  return NULL;
}

static const char *
label_in_words(Page *page, const PersonalData *subject, const char *key)
{
  const char *label = find_label(subject, key);

  return label ? tr(page, label) : key;
}

static const char *
time_in_words(Page *page, const char *text)
{
  Request *r = page_request(page);
  g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(text, NULL);

  return time ? day_in_words(r, g_date_time_to_unix(time) * G_USEC_PER_SEC) : text;
}

static const char *
formats_in_words(Page *page, const char *text)
{
  FormatWants wants;

  return format_wants_from_text(text, &wants) ? wants_whole_in_words(page, &wants) : text;
}

static const char *
shortened(Page *page, const char *text)
{
  Arena *arena = request_arena(page_request(page));

  if (text_length(text) <= TEXT_SHOWN)
    return text;
  return arena_format(
      arena, "%s …\n%s",
      arena_text_len(arena, text, (size_t)(g_utf8_offset_to_pointer(text, TEXT_SHOWN) - text)),
      tr(page, N_("The rest is in the file that you can take with you.")));
}

static const char *
text_in_words(Page *page, const PersonalData *subject, const char *key, const char *text)
{
  const char *known =
      find_label(subject, arena_format(request_arena(page_request(page)), "%s=%s", key, text));

  if (known)
    return tr(page, known);
  if (strcmp(key, "at") == 0 || g_str_has_suffix(key, "_at"))
    return time_in_words(page, text);
  if (strcmp(key, "what") == 0)
    return tr(page, text);
  if (strcmp(key, "need") == 0 && need_label(text)) /* else own words */
    return tr(page, need_label(text));
  if (strcmp(key, "formats") == 0)
    return formats_in_words(page, text);
  if (strcmp(key, "language") == 0 && lang_find(text))
    return lang_name(lang_find(text));
  return shortened(page, text);
}

static const char *
value_in_words(Page *page, const PersonalData *subject, const char *key, const json_t *value)
{
  if (json_is_string(value))
    return text_in_words(page, subject, key, json_string_value(value));
  if (json_is_integer(value))
    return arena_format(request_arena(page_request(page)), "%" JSON_INTEGER_FORMAT,
                        json_integer_value(value));
  return json_is_true(value) ? tr(page, N_("Yes")) : tr(page, N_("No"));
}

/* ---- one subject ---- */

static void
put_value(Page *page, void *data)
{
  ui_person_lines(page, data);
}

static void
put_facts(Page *page, const PersonalData *subject, json_t *facts)
{
  SummaryRow *rows = arena_new_of(request_arena(page_request(page)), SummaryRow, FACTS_SHOWN);
  const char *key;
  json_t *value;
  int count = 0;

  json_object_foreach(facts, key, value)
  {
    if (json_is_array(value) || count == FACTS_SHOWN)
      continue;
    rows[count].key.text = label_in_words(page, subject, key);
    rows[count].value =
        (Slot){ .draw = put_value, .data = (void *)value_in_words(page, subject, key, value) };
    count++;
  }
  if (count > 0)
    ui_summary_list(page, .rows = rows, .count = count);
}

static void
put_row(Page *page, const PersonalData *subject, json_t *row)
{
  const char *key;
  json_t *value;
  bool is_first = true;

  ui_list_item_open(page);
  json_object_foreach(row, key, value)
  {
    if (!is_first)
      ui_line_break(page);
    is_first = false;
    ui_strong(page, arena_format(request_arena(page_request(page)),
                                 "%s:", label_in_words(page, subject, key)));
    ui_words(page, " ");
    if (strcmp(key, "picture") == 0)
      ui_photo(page, json_string_value(value), label_in_words(page, subject, key));
    else
      ui_person(page, value_in_words(page, subject, key, value));
  }
  ui_list_item_close(page);
}

static void
put_list(Page *page, const PersonalData *subject, const char *key, const json_t *list)
{
  size_t count = json_array_size(list);

  ui_heading(page, 3, label_in_words(page, subject, key));
  ui_list_open(page, LIST_RULED);
  for (size_t i = 0; i < MIN(count, ROWS_SHOWN); i++)
    put_row(page, subject, json_array_get(list, i));
  ui_list_close(page);
  if (count > ROWS_SHOWN)
    ui_paragraph(page, .is_quiet = true,
                 .text = tr(page, N_("There is more in the file that you can take with you.")));
}

static void
put_subject(Page *page, const PersonalData *subject, json_t *facts)
{
  const char *key;
  json_t *value;

  if (json_object_size(facts) == 0)
    return;
  ui_heading(page, 2, tr(page, subject->title));
  put_facts(page, subject, facts);
  json_object_foreach(facts, key, value)
  {
    if (json_is_array(value))
      put_list(page, subject, key, value);
  }
}

/* ---- the page ---- */

static const Question wrong_questions[] = {
  { .name = "words",
    .kind = ASK_LONG,
    .rows = 4,
    .max_length = CORRECTION_WORDS_MAX,
    .label = N_("What is wrong, and what is right?"),
    .missing = N_("Write what is wrong"),
    .picture = "write",
    .is_needed = true },
  QUESTIONS_END,
};

static void
put_everything(Page *page, json_t *all)
{
  const PersonalData *const *first = people_personal_data(), *const *subject = first;

  while (*subject)
    subject++;
  while (subject-- > first) /* what is their own comes last there, since it is erased last */
    put_subject(page, *subject, json_object_get(all, (*subject)->name));
}

static void
put_wrong(Page *page)
{
  ui_heading(page, 2, tr(page, N_("Is something wrong?")));
  ui_paragraph(page, .text = tr(page, N_("Most things you can change yourself, at once.")));
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Change what you said of yourself")), .href = "/me",
          .is_large = true);
  ui_paragraph_close(page);
  ui_paragraph(page, .text = tr(page, N_("For everything else, tell the organisers. They answer"
                                         " here.")));
  form_draw(page, .action = "/me/record/wrong", .questions = wrong_questions,
            .button = tr(page, N_("Tell the organisers")));
}

static void
show_record(Request *r)
{
  g_autoptr(json_t) all = people_collect(request_txn(r), my_id(r));
  Page *page = open_me_page(r, N_("What is recorded about you"),
                            N_("All of it. What is sealed, only you can read here."));

  ui_button(page, .text = tr(page, N_("Take it with you")), .href = "/me/record/file");
  ui_paragraph(page, .is_quiet = true,
               .text = tr(page, N_("A file with everything, that other programs can read.")));
  put_everything(page, all);
  put_wrong(page);
  page_close(page);
}

/* ---- the file ---- */

/* What somebody keeps to themselves is not for an organiser either who hands the file on: they were
 * promised that nobody knows. */
static void
keep_back(Request *r, json_t *all, json_t *file)
{
  json_t *needs = json_object_get(json_object_get(all, people_personal_data_row.name), "needs");
  const size_t before = json_array_size(needs);

  for (size_t i = before; i-- > 0;) {
    const json_t *who = json_object_get(json_array_get(needs, i), "who_may_know");

    if (!who || strcmp(json_string_value(who), "nobody") == 0)
      json_array_remove(needs, i);
  }
  if (json_array_size(needs) < before)
    data_set_text(file, "left_out",
                  lang_text(request_lang(r), N_("What they keep to themselves. Only they can get"
                                                " it here, when they have come in.")));
}

/* What the person says only to themselves: an organiser who hands them a copy does not get it. */
static void
leave_out_private(json_t *all)
{
  static const char *const own[] = { "strengths", "likes", "roles", "corrections" };
  json_t *you = json_object_get(all, "you"), *needs = json_object_get(you, "needs");

  for (size_t i = json_array_size(needs); i-- > 0;)
    if (strcmp(json_text(json_array_get(needs, i), "who_may_know"), "nobody") == 0)
      json_array_remove(needs, i);
  for (size_t i = 0; i < G_N_ELEMENTS(own); i++)
    json_object_del(you, own[i]);
  for (const PersonalData *const *row = people_personal_data(); *row; row++)
    if ((*row)->is_private)
      json_object_del(all, (*row)->name);
  data_set_text(you, "left_out", "what only this person may read: they can fetch it themselves");
}

static void
reply_file(Request *r, int64_t member_id)
{
  const bool is_mine = member_id == my_id(r);
  json_t *all = is_mine ? people_collect_with_files(request_txn(r), member_id)
                        : people_collect(request_txn(r), member_id);
  json_t *file = json_object();

  if (!is_mine)
    leave_out_private(all);
  data_set_text(file, "community", request_community_name(r));
  data_set_time(file, "made_at", request_now_us(r));
  if (member_id != my_id(r))
    keep_back(r, all, file);
  json_object_update(file, all);
  json_decref(all);

  char *text = json_dumps(file, JSON_INDENT(DOWNLOAD_INDENT));

  json_decref(file);
  if (!text) {
    reply_trouble(r);
    return;
  }

  GBytes *bytes = g_bytes_new(text, strlen(text));

  free(text);
  reply_bytes(r, "application/json", "what-is-recorded-about-me.json", bytes);
}

static void
fetch_file(Request *r)
{
  reply_file(r, my_id(r));
}

/* For somebody who has asked for it and cannot fetch it themselves. */
static void
fetch_file_of_member(Request *r)
{
  const Member *member = member_in_path(r, false);

  if (member)
    reply_file(r, member->id);
}

static void
say_wrong(Request *r)
{
  Refusals *refusals = request_refusals(r);

  if (questions_check(wrong_questions, request_answers(r), r, refusals))
    corrections_add(request_txn(r), request_act(r), my_id(r),
                    answers_text(request_answers(r), "words"), refusals);
  if (refusals_count(refusals) > 0)
    show_record(r);
  else
    reply_redirect_saying(r, "/me/record", N_("The organisers are told. They answer here."), NULL);
}

/* ---- organisers answer ---- */

static const Question answer_questions[] = {
  { .name = "answer",
    .picture = "write",
    .kind = ASK_LONG,
    .rows = 3,
    .max_length = CORRECTION_WORDS_MAX,
    .label = N_("Your answer"),
    .hint = N_("Put right what is wrong first. Then say what you did, or why it stays."),
    .missing = N_("Write an answer"),
    .is_needed = true },
  QUESTIONS_END,
};

/* One answer a page, so that each box has its own address. The oldest that waits comes first. */
static const Correction *
first_waiting(const Correction *corrections)
{
  const Correction *waiting = NULL;

  for (; corrections->id; corrections++)
    if (!corrections->answered_at_us)
      waiting = corrections;
  return waiting;
}

static void
show_corrections(Request *r)
{
  const Member *member = member_in_path(r, false);

  if (!member)
    return;

  const Correction *all = corrections_of(request_txn(r), request_arena(r), member->id);
  const Correction *waiting = first_waiting(all);
  Page *page = page_open(
      r, &(PageHead){ .title = member->name,
                      .lead = lang_text(request_lang(r), N_("What this person says is wrong")),
                      .back = path_of_member(r, member->id, ""),
                      .section = "/people" });

  if (waiting) {
    ui_paragraph(page, .text = tr_fill(page, N_("Said on {date}:"), "date",
                                       day_in_words(r, waiting->made_at_us), NULL));
    ui_person_lines(page, waiting->words);
    form_draw(page, .action = path_of_member(r, member->id, "/corrections"),
              .questions = answer_questions, .button = tr(page, N_("Answer")));
  } else {
    ui_paragraph(page, .text = tr(page, N_("Nothing waits for an answer.")));
  }
  page_close(page);
}

static void
answer_correction(Request *r)
{
  Refusals *refusals = request_refusals(r);
  const Member *member = member_in_path(r, false);

  if (!member)
    return;

  const Correction *waiting =
      first_waiting(corrections_of(request_txn(r), request_arena(r), member->id));

  if (questions_check(answer_questions, request_answers(r), r, refusals))
    corrections_answer(request_txn(r), request_act(r), member->id, waiting ? waiting->id : 0,
                       answers_text(request_answers(r), "answer"), refusals);
  if (refusals_count(refusals) > 0)
    show_corrections(r);
  else
    reply_redirect_saying(r, path_of_member(r, member->id, ""), N_("Your answer is kept"), NULL);
}

const Route record_routes[] = {
  { "GET", "/me/record", may_change_me, show_record },
  { "GET", "/me/record/file", may_change_me, fetch_file },
  { "GET", "/me/record/wrong", may_change_me, show_record },
  { "POST", "/me/record/wrong", may_change_me, say_wrong },
  { "GET", "/people/:member/file", may_organise, fetch_file_of_member,
    .read_is_logged_as = "data-taken" },
  { "GET", "/people/:member/corrections", may_organise, show_corrections,
    .read_is_logged_as = "member-read" },
  { "POST", "/people/:member/corrections", may_organise, answer_correction },
  ROUTES_END,
};
