/* SPDX-License-Identifier: AGPL-3.0-or-later
 * All that came of a meeting on one page, to be typed in from paper: who came, what was said and
 * decided; of a large group or a long agenda on several, one after the other. What it means is
 * minutes' (minutes.h); here is only the form. Of what nobody touched
 * nothing is written again, so that two who type at once do not undo each other. */
#include "meetings/day_pages.h"

#include "base/ids.h"
#include "lang/lang.h"
#include "meetings/minutes_pages.h"

#include <string.h>

enum {
  ITEMS_A_PAGE = 5, /* as many as most meetings have; further ones on a page of their own */
  QUESTIONS_AN_ITEM = 4,
  HASH_LEN = 32,
};

/* One page of the form. */
typedef struct {
  const Meeting *meeting;
  const Agenda *agenda;
  const Minutes *minutes;
  const CamePart *came; /* what it asks about people; NULL: they stood on parts before */
  const AgendaItem *items[ITEMS_A_PAGE + 1];
  const Question *questions;
  int part, count; /* part: from 1 */
  bool has_more;
} Entry;

/* ---- what is asked ---- */

static const char *
field_of(Request *r, const char *what, const AgendaItem *item)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "%s_%s", what, id_to_text(item->id, id));
}

static const char *
about(Request *r, const char *label, const AgendaItem *item)
{
  g_autofree char *words = lang_fill(lang_text(request_lang(r), label), "item", item->title, NULL);

  return arena_text(request_arena(r), words);
}

static void
add_questions(Request *r, const AgendaItem *item, Question *ret_questions)
{
  ret_questions[0] = (Question){ .name = field_of(r, "outcome", item),
                                 .kind = ASK_ONE_OF,
                                 .label = about(r, N_("“{item}”: did you talk about it?"), item),
                                 .picture = "clock",
                                 .choices = minutes_outcomes };
  ret_questions[1] = (Question){ .name = field_of(r, "said", item),
                                 .kind = ASK_LONG,
                                 .label = about(r, N_("“{item}”: what was said?"), item),
                                 .picture = "talk",
                                 .max_length = MINUTES_WORDS_MAX,
                                 .rows = 5 };
  ret_questions[2] = (Question){ .name = field_of(r, "decided", item),
                                 .kind = ASK_LONG,
                                 .label = about(r, N_("“{item}”: what was decided?"), item),
                                 .picture = "vote",
                                 .max_length = MINUTES_WORDS_MAX,
                                 .rows = 2 };
  ret_questions[3] =
      (Question){ .name = field_of(r, "named", item),
                  .kind = ASK_YES,
                  .label =
                      about(r, N_("“{item}”: a name stands there, as that person wishes"), item),
                  .picture = "person" };
}

static void
make_questions(Request *r, Entry *entry)
{
  const int most = CAME_QUESTIONS_MAX + ITEMS_A_PAGE * QUESTIONS_AN_ITEM + 1;
  Question *questions = arena_new_of(request_arena(r), Question, most);
  int count = entry->came ? minutes_came_questions(entry->came, questions) : 0;

  for (int i = 0; i < entry->count; i++, count += QUESTIONS_AN_ITEM)
    add_questions(r, entry->items[i], &questions[count]);
  entry->questions = questions;
}

/* The items of this part, from the last one on that asks about people: on a form that was sent,
 * those that it showed, whatever came of the agenda since. */
static void
choose_items(Request *r, Entry *entry, int came_parts)
{
  g_auto(GStrv) sent = g_strsplit(answers_text(request_answers(r), "_items"), ",", ITEMS_A_PAGE);
  const int first = (entry->part - came_parts) * ITEMS_A_PAGE;
  int nth = 0;

  if (entry->part < came_parts) {
    entry->has_more = true;
    return;
  }

  for (int i = 0; sent[i] && entry->count < ITEMS_A_PAGE; i++) {
    int64_t id = 0;
    const AgendaItem *item = id_from_text(sent[i], &id) ? agenda_item(entry->agenda, id) : NULL;

    if (item)
      entry->items[entry->count++] = item;
  }
  for (int i = 0; i < entry->agenda->count; i++) {
    const AgendaItem *item = &entry->agenda->items[i];

    if (item->is_connect || item->state == ITEM_BACK)
      continue;
    entry->has_more |= nth >= first + ITEMS_A_PAGE;
    if (!sent[0] && nth >= first && nth < first + ITEMS_A_PAGE)
      entry->items[entry->count++] = item;
    nth++;
  }
}

/* NULL: "not found" was answered. */
static Entry *
find_entry(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (!meeting)
    return NULL;

  const int part = minutes_part_sent(r);
  const CamePart *came = minutes_came_part(r, meeting, part);
  Entry *entry = arena_new_of(request_arena(r), Entry, 1);

  *entry = (Entry){ .meeting = meeting,
                    .agenda = agenda_find(request_txn(r), request_arena(r), meeting),
                    .minutes = minutes_find(request_txn(r), request_arena(r), meeting->id),
                    .came = part <= came->parts ? came : NULL,
                    .part = MIN(part, came->parts + AGENDA_ITEMS_MAX / ITEMS_A_PAGE) };
  choose_items(r, entry, came->parts);
  make_questions(r, entry);
  return entry;
}

/* ---- what was there when the form was shown ---- */

static const char *
hash_of(Request *r, const char *words)
{
  g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, words, -1);

  return arena_text_len(request_arena(r), hash, HASH_LEN);
}

static const char *
item_hash(Request *r, const Answers *answers, const AgendaItem *item)
{
  return hash_of(r, arena_format(request_arena(r), "%s\n%s\n\n%s",
                                 answers_text(answers, field_of(r, "outcome", item)),
                                 answers_text(answers, field_of(r, "said", item)),
                                 answers_text(answers, field_of(r, "decided", item))));
}

static int
compare_ids(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *
came_hash(Request *r, const Answers *answers)
{
  static const char *const numbers[] = { "others_use", "others_care", "others_near", "others_work",
                                         "others_else" };
  g_autoptr(GPtrArray) ids = g_ptr_array_new();
  g_autoptr(GString) words = g_string_new(answers_text(answers, "missing"));

  for (int i = 0; i < answers_count(answers, "came"); i++)
    g_ptr_array_add(ids, (void *)answers_nth(answers, "came", i));
  g_ptr_array_sort(ids, compare_ids);
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf(words, "\n%s", (const char *)ids->pdata[i]);
  for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
    g_string_append_printf(words, "\n%" G_GINT64_FORMAT, (gint64)answers_int(answers, numbers[i]));
  return hash_of(r, words->str);
}

static void
fill_item(Request *r, const Entry *entry, const AgendaItem *item)
{
  const char *said = "", *decided = "";
  Answers *answers = request_answers(r);

  minutes_join_texts(r, entry->minutes, item->id, &said, &decided);
  answers_set(answers, field_of(r, "said", item), said);
  answers_set(answers, field_of(r, "decided", item), decided);
  if (item->state == ITEM_NOT_REACHED || item->state == ITEM_TALKED)
    answers_set(answers, field_of(r, "outcome", item),
                item->state == ITEM_TALKED ? "talked" : "not-reached");
  answers_set(answers, field_of(r, "_seen", item), minutes_seen(r, entry->minutes, item->id));
  answers_set(answers, field_of(r, "_was", item), item_hash(r, answers, item));
}

static void
fill(Request *r, const Entry *entry)
{
  GString *ids = g_string_new("");

  if (entry->came) {
    minutes_came_fill(r, entry->came, entry->meeting, entry->minutes, request_answers(r));
    answers_set(request_answers(r), "_came", came_hash(r, request_answers(r)));
  }
  for (int i = 0; i < entry->count; i++) {
    char id[ID_TEXT_SIZE];

    fill_item(r, entry, entry->items[i]);
    g_string_append_printf(ids, "%s%s", i ? "," : "", id_to_text(entry->items[i]->id, id));
  }
  answers_set(request_answers(r), "_items", ids->str);
  g_string_free(ids, TRUE);
}

/* ---- the page ---- */

static void
pass_along(Page *page, const char *name)
{
  form_hidden(page, name, answers_text(request_answers(page_request(page)), name));
}

static void
draw_form(Page *page, const Entry *entry)
{
  Request *r = page_request(page);

  if (entry->came)
    minutes_came_say_part(page, entry->came);
  form_open(page, meeting_path(r, entry->meeting, "/day/enter"));
  if (entry->came)
    minutes_came_hidden(page, entry->came, entry->part);
  else
    form_hidden(page, "_part", arena_format(request_arena(r), "%d", entry->part));
  pass_along(page, "_items");
  if (entry->came)
    pass_along(page, "_came");
  for (int i = 0; i < entry->count; i++) {
    pass_along(page, field_of(r, "_seen", entry->items[i]));
    pass_along(page, field_of(r, "_was", entry->items[i]));
  }
  form_questions(page, entry->questions, (void *)entry->came);
  ui_button(page,
            .text = tr(page, entry->has_more ? N_("Keep this, and go on") : N_("Keep all this")));
  if (entry->came)
    minutes_came_buttons(page, entry->came, tr(page, N_("What was said")));
  form_close(page, NULL);
}

static void
draw_entry(Request *r, const Entry *entry)
{
  const Meeting *meeting = entry->meeting;
  const bool has_begun = meeting->starts_at_us && meeting->starts_at_us <= request_now_us(r);

  if (!request_is_post(r))
    fill(r, entry);

  Page *page = open_day_page(r, meeting, N_("Write it all in"), "write");

  if (meeting->state == MEETING_OFF || !has_begun) {
    ui_paragraph(page, .text = tr(page, meeting->state == MEETING_OFF
                                            ? N_("This meeting was called off")
                                            : N_("This meeting has not begun yet")));
  } else if (entry->minutes->state == MINUTES_AGREED) {
    ui_paragraph(page, .text = tr(page, N_("These minutes are agreed: nothing in them changes any"
                                           " more")));
  } else {
    if (!lang_is_easy_read(page_lang(page)))
      ui_paragraph(page, .text = tr(page, N_("Leave empty what you do not know. You can come back"
                                             " and go on.")));
    draw_form(page, entry);
    put_group_link(page, "talk", tr(page, N_("Add something else that you talked about")),
                   meeting_path(r, meeting, "/agenda/new"));
  }
  page_close(page);
}

static void
show_entry(Request *r)
{
  const Entry *entry = find_entry(r);

  if (entry)
    draw_entry(r, entry);
}

/* ---- keeping it ---- */

/* Somebody else wrote down others meanwhile: all of both are ticked, and somebody looks at it. */
static void
keep_came(Request *r, const Entry *entry)
{
  Answers *answers = request_answers(r);
  const char *was = answers_text(answers, "_came"), *typed = came_hash(r, answers);
  Answers *now = answers_new(request_arena(r), 200);

  if (strcmp(typed, was) == 0)
    return;
  minutes_came_fill(r, entry->came, entry->meeting, entry->minutes, now);

  const char *there = came_hash(r, now);

  if (!*was || strcmp(there, was) == 0 || strcmp(there, typed) == 0) {
    minutes_came_keep(r, entry->came, entry->meeting);
    return;
  }
  for (int i = 0; i < answers_count(now, "came"); i++) {
    const char *id = answers_nth(now, "came", i);

    if (!answers_have(answers, "came", id))
      answers_add(answers, "came", id, strlen(id));
  }
  answers_set(answers, "_came", there);
  refuse(request_refusals(r), "came",
         N_("Somebody else wrote down who came meanwhile. All of you are ticked now, with your"
            " numbers. Look whether it is right."));
}

/* What the rule refused, told beside the item's own questions. */
static void
pass_on(Request *r, const AgendaItem *item, const Refusals *refusals)
{
  for (int i = 0; i < refusals_count(refusals); i++) {
    const Refusal *one = refusals_nth(refusals, i);
    const char *field = *one->question ? field_of(r, one->question, item) : "";

    if (one->slots[0])
      refuse_with(request_refusals(r), field, one->message, one->slots[0], one->slots[1]);
    else
      refuse(request_refusals(r), field, one->message);
  }
}

static void
keep_item(Request *r, const Entry *entry, const AgendaItem *item)
{
  const Answers *answers = request_answers(r);
  const char *outcome = answers_text(answers, field_of(r, "outcome", item));
  const char *said = answers_text(answers, field_of(r, "said", item));
  const char *decided = answers_text(answers, field_of(r, "decided", item));
  Refusals *refusals = refusals_new(request_arena(r));
  int64_t seen[SEEN_MOST];

  if (!*outcome && !*said && !*decided)
    return;
  if (strcmp(item_hash(r, answers, item), answers_text(answers, field_of(r, "_was", item))) == 0)
    return;

  const int count = minutes_read_seen(answers_text(answers, field_of(r, "_seen", item)), seen);

  minutes_write(
      request_txn(r), request_act(r), entry->meeting,
      &(MinutesWish){ .item_id = item->id,
                      .seen = seen,
                      .seen_count = count,
                      .is_not_reached = strcmp(outcome, "not-reached") == 0,
                      .said = said,
                      .decided = decided,
                      .is_named = answers_have(answers, field_of(r, "named", item), "yes") },
      refusals);
  pass_on(r, item, refusals);
}

static void
keep_entry(Request *r)
{
  const Entry *entry = find_entry(r);

  if (!entry)
    return;

  const int go_to = minutes_part_next(r);

  if (questions_check(entry->questions, request_answers(r), (void *)entry->came,
                      request_refusals(r))) {
    if (entry->came)
      keep_came(r, entry);
    for (int i = 0; i < entry->count; i++)
      keep_item(r, entry, entry->items[i]);
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_entry(r, entry);
  else if (go_to || entry->has_more)
    reply_redirect_saying(r,
                          arena_format(request_arena(r), "%s?part=%d",
                                       meeting_path(r, entry->meeting, "/day/enter"),
                                       go_to ? go_to : entry->part + 1),
                          N_("It is kept. Here is the next part."), NULL);
  else
    reply_redirect_saying(r, meeting_path(r, entry->meeting, "/minutes"), N_("It is kept"), NULL);
}

const Route day_enter_routes[] = {
  { "GET", "/groups/:group/meetings/:meeting/day/enter", may_arrange_meetings, show_entry },
  { "POST", "/groups/:group/meetings/:meeting/day/enter", may_arrange_meetings, keep_entry,
    .fields_max = 200, .body_max = 512 * 1024 },
  ROUTES_END,
};
