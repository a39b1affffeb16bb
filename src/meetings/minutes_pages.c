/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The minutes of a meeting: looking at them, writing what was said, and who came. */
#include "meetings/minutes_pages.h"

#include "base/ids.h"
#include "groups/places.h"
#include "lang/lang.h"
#include "meetings/actions_pages.h"

#include <string.h>

/* ---- shared ---- */

Page *
open_minutes_page(Request *r, const Meeting *meeting, const char *title, const char *picture)
{
  return page_open(r, &(PageHead){ .title = lang_text(request_lang(r), title),
                                   .lead = meeting->title,
                                   .picture = picture,
                                   .back = meeting_path(r, meeting, "/minutes"),
                                   .section = "/groups" });
}

static const char *
below_path(Request *r, const Meeting *meeting, const char *folder, int64_t id)
{
  char text[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "%s/%s", meeting_path(r, meeting, folder),
                      id_to_text(id, text));
}

/* ---- what was said ---- */

/* False: there is none. */
static bool
put_texts(Page *page, const Minutes *minutes, int64_t item_id)
{
  int count = 0;

  for (const MinutesText *text = minutes->texts; text->id; text++) {
    if (text->item_id != item_id)
      continue;
    if (count++ == 1)
      ui_paragraph(page, .is_strong = true,
                   .text = tr(page, N_("Two wrote at the same time. Both texts are kept:")));
    ui_person_lines(page, text->said);
    if (!*text->decided)
      continue;
    ui_paragraph(page, .text = tr(page, N_("Decided:")), .is_strong = true);
    ui_person_lines(page, text->decided);
  }
  return count > 0;
}

static bool
is_decided(const Minutes *minutes, int64_t item_id)
{
  for (const MinutesText *text = minutes->texts; text->id; text++)
    if (text->item_id == item_id && *text->decided)
      return true;
  return false;
}

/* What was decided can be the start of a decision on the group's record. */
static void
put_to_record(Page *page, const Group *group, const AgendaItem *item)
{
  Request *r = page_request(page);
  char id[ID_TEXT_SIZE];

  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Put it on the record of decisions")), .spoken = item->title,
          .is_large = true,
          .href = arena_format(request_arena(r), "%s?item=%s",
                               group_path(r, group, "/decisions/new"), id_to_text(item->id, id)));
  ui_paragraph_close(page);
}

static void
put_items(Page *page, const Group *group, const Meeting *meeting, const Agenda *agenda,
          const Minutes *minutes, bool may_write)
{
  Request *r = page_request(page);

  ui_list_open(page, LIST_RULED);
  for (int i = 1; i < agenda->count; i++) {
    const AgendaItem *item = &agenda->items[i];

    if (item->state == ITEM_BACK)
      continue;
    ui_picture_item_open(page, "talk");
    ui_strong(page, item->title);
    if (item->state == ITEM_NOT_REACHED) {
      ui_line_break(page);
      ui_words(page, tr(page, N_("Not reached")));
    }
    if (!put_texts(page, minutes, item->id) && !may_write && item->state != ITEM_NOT_REACHED) {
      ui_line_break(page);
      ui_words(page, tr(page, N_("Nothing was written down")));
    }
    if (!group->is_closed && is_decided(minutes, item->id))
      put_to_record(page, group, item);
    if (may_write) {
      ui_paragraph_open(page);
      ui_link(page, .text = tr(page, N_("Write what was said")), .spoken = item->title,
              .href = below_path(r, meeting, "/minutes/items", item->id), .is_large = true);
      ui_paragraph_close(page);
    }
    ui_picture_item_close(page);
  }
  ui_list_close(page);
  if (agenda->count < 2)
    ui_paragraph(page, .text = tr(page, N_("Nothing stands on the agenda. Add there what you talked"
                                           " about.")));
}

/* ---- who came ---- */

static void
put_others(Page *page, const Minutes *minutes)
{
  const struct {
    int64_t count;
    const char *words;
  } rows[] = {
    { minutes->others_use, N_("People who use services") },
    { minutes->others_care, N_("Family carers") },
    { minutes->others_near, N_("Neighbours") },
    { minutes->others_work, N_("People at their work") },
    { minutes->others_else, N_("In another role") },
  };

  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    if (rows[i].count == 0)
      continue;
    ui_picture_item_open(page, "people");
    ui_words(page, tr_fill(page, N_("Not in the group: {side}, {count}"), "side",
                           tr(page, rows[i].words), "count",
                           arena_format(request_arena(page_request(page)), "%" G_GINT64_FORMAT,
                                        (gint64)rows[i].count),
                           NULL));
    ui_picture_item_close(page);
  }
}

static void
put_who_came(Page *page, const Meeting *meeting, const Minutes *minutes, bool may_write)
{
  Request *r = page_request(page);
  const Present *present = minutes_present(request_txn(r), request_arena(r), meeting->id);

  ui_heading(page, 2, tr(page, N_("Who came")));
  if (!present->member_id)
    ui_paragraph(page, .text = tr(page, N_("Nobody has written it down yet.")));
  ui_list_open(page, LIST_RULED);
  for (; present->member_id; present++) {
    ui_picture_item_open(page, "person");
    ui_person(page, present->name);
    ui_picture_item_close(page);
  }
  put_others(page, minutes);
  ui_list_close(page);
  if (*minutes->ahead_why) {
    ui_paragraph(page,
                 .text = tr(page, N_("Before it, one side was missing among those who said"
                                     " they come. Why it went ahead:")),
                 .is_strong = true);
    ui_person_lines(page, minutes->ahead_why);
  }
  if (*minutes->absent) {
    ui_paragraph(page, .text = tr(page, N_("Who was missing, and why:")), .is_strong = true);
    ui_person_lines(page, minutes->absent);
  }
  if (may_write)
    put_group_link(page, "people", tr(page, N_("Write down who came")),
                   meeting_path(r, meeting, "/minutes/came"));
}

/* ---- the page ---- */

static const char *
state_in_words(Page *page, const Minutes *minutes)
{
  switch (minutes->state) {
  case MINUTES_OPEN:
    return tr_fill(page, N_("Open for corrections since {day}"), "day",
                   group_day(page, minutes->opened_at_us), NULL);
  case MINUTES_AGREED:
    return tr_fill(page, N_("Agreed at the meeting on {day}"), "day",
                   group_day(page, minutes->agreed_at_us), NULL);
  case MINUTES_NONE:
  case MINUTES_DRAFT:
    break;
  }
  return tr(page, N_("Being written"));
}

static void
put_correction(Page *page, const Meeting *meeting, const MinutesCorrection *correction,
               bool may_write)
{
  Request *r = page_request(page);

  ui_picture_item_open(page, "write");
  ui_person_lines(page, correction->words);
  if (correction->is_after)
    ui_paragraph(page, .text = tr_fill(page, N_("Said on {day}, after the minutes were agreed."),
                                       "day", group_day(page, correction->made_at_us), NULL));
  if (correction->state == CORRECTION_TAKEN_IN)
    ui_paragraph(page, .text = tr(page, N_("It is taken into the minutes.")));
  if (*correction->why) {
    ui_paragraph(page, .text = tr(page, N_("Why it stands beside:")), .is_strong = true);
    ui_person_lines(page, correction->why);
  }
  if (correction->state == CORRECTION_WAITING && may_write)
    ui_link(page, .text = tr(page, N_("Answer it")), .spoken = correction->words,
            .href = below_path(r, meeting, "/minutes/corrections", correction->id),
            .is_large = true);
  ui_picture_item_close(page);
}

static void
put_corrections(Page *page, const Group *group, const Meeting *meeting, const Minutes *minutes,
                bool may_write)
{
  Request *r = page_request(page);
  const MinutesCorrection *corrections =
      minutes_corrections(request_txn(r), request_arena(r), meeting->id);

  if (minutes->state != MINUTES_OPEN && minutes->state != MINUTES_AGREED)
    return;
  ui_heading(page, 2, tr(page, N_("Corrections")));
  if (!corrections->id)
    ui_paragraph(page, .text = tr(page, N_("There are no corrections.")));
  ui_list_open(page, LIST_RULED);
  for (; corrections->id; corrections++)
    put_correction(page, meeting, corrections, may_write);
  ui_list_close(page);
  if (!group->is_closed)
    put_group_link(page, "write", tr(page, N_("I was there, and want to put something right")),
                   meeting_path(r, meeting, "/minutes/correct"));
}

static void
put_next_step(Page *page, const Meeting *meeting, const Minutes *minutes)
{
  Request *r = page_request(page);

  if (minutes->state == MINUTES_DRAFT)
    form_button(page, .action = meeting_path(r, meeting, "/minutes/open"),
                .button = tr(page, N_("They are written: ask for corrections")));
  if (minutes->state == MINUTES_OPEN)
    ui_button_link(page, .text = tr(page, N_("Write down that they were agreed")),
                   .href = meeting_path(r, meeting, "/minutes/agree"), .is_secondary = true);
}

void
show_minutes(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_READ);

  if (!meeting)
    return;

  const Agenda *agenda = agenda_find(request_txn(r), request_arena(r), meeting);
  const Minutes *minutes = minutes_find(request_txn(r), request_arena(r), meeting->id);
  const bool may_answer = !group->is_closed && meeting->state != MEETING_OFF &&
                          meeting->starts_at_us && meeting->starts_at_us <= request_now_us(r) &&
                          may_arrange_meetings(r);
  const bool may_write = may_answer && minutes->state != MINUTES_AGREED;
  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Minutes")),
                                         .lead = meeting->title,
                                         .picture = "file",
                                         .back = meeting_path(r, meeting, ""),
                                         .section = "/groups",
                                         .is_wide = true });

  ui_columns_open(page);
  ui_paragraph(page, .text = state_in_words(page, minutes), .is_strong = true);
  put_items(page, group, meeting, agenda, minutes, may_write);
  if (may_write)
    put_next_step(page, meeting, minutes);
  put_minutes_actions(page, meeting, may_write);
  put_corrections(page, group, meeting, minutes, may_answer);
  ui_columns_next(page);
  put_who_came(page, meeting, minutes, may_write);
  if (minutes->state == MINUTES_OPEN || minutes->state == MINUTES_AGREED)
    put_group_link(page, "file", tr(page, N_("The minutes as a paper")),
                   meeting_path(r, meeting, "/minutes/paper"));
  ui_columns_close(page);
  page_close(page);
}

/* ---- writing ---- */

const Choice minutes_outcomes[] = {
  { .value = "talked", .label = N_("Yes") },
  { .value = "not-reached",
    .label = N_("No, there was no time"),
    .hint = N_("It can go on the next agenda.") },
  { .value = NULL },
};

static const Question text_questions[] = {
  { .name = "outcome",
    .kind = ASK_ONE_OF,
    .label = N_("Did you talk about it?"),
    .missing = N_("Choose whether you talked about it"),
    .picture = "clock",
    .choices = minutes_outcomes,
    .is_needed = true },
  { .name = "said",
    .kind = ASK_LONG,
    .label = N_("What was said?"),
    .hint = N_("Views stand without names."),
    .picture = "talk",
    .max_length = MINUTES_WORDS_MAX,
    .rows = 8 },
  { .name = "decided",
    .kind = ASK_LONG,
    .label = N_("What was decided?"),
    .hint = N_("Leave it empty when nothing was decided."),
    .picture = "vote",
    .max_length = MINUTES_WORDS_MAX,
    .rows = 4 },
  { .name = "named",
    .kind = ASK_YES,
    .label = N_("Whoever is named here asked for that"),
    .picture = "person" },
  QUESTIONS_END,
};

/* The texts of an item that stand, as they are sent along: what the writer had read. */
const char *
minutes_seen(Request *r, const Minutes *minutes, int64_t item_id)
{
  GString *seen = g_string_new("");
  int count = 0;

  for (const MinutesText *text = minutes->texts; text->id && count < SEEN_MOST; text++) {
    char id[ID_TEXT_SIZE];

    if (text->item_id != item_id)
      continue;
    g_string_append_printf(seen, "%s%s", count++ ? "," : "", id_to_text(text->id, id));
  }

  const char *kept = arena_text(request_arena(r), seen->str);

  g_string_free(seen, TRUE);
  return kept;
}

static void
join(Request *r, const char **text, const char *more)
{
  const char *between = **text && *more ? "\n\n" : "";

  *text = arena_format(request_arena(r), "%s%s%s", *text, between, more);
}

/* Two texts that stand at once are put below one another, to make one of them. */
void
minutes_join_texts(Request *r, const Minutes *minutes, int64_t item_id, const char **ret_said,
                   const char **ret_decided)
{
  *ret_said = *ret_decided = "";
  for (const MinutesText *text = minutes->texts; text->id; text++) {
    if (text->item_id != item_id)
      continue;
    join(r, ret_said, text->said);
    join(r, ret_decided, text->decided);
  }
}

static void
fill_text(Request *r, const Minutes *minutes, const AgendaItem *item)
{
  const char *said = "", *decided = "";

  minutes_join_texts(r, minutes, item->id, &said, &decided);
  answers_set(request_answers(r), "said", said);
  answers_set(request_answers(r), "decided", decided);
  if (item->state == ITEM_NOT_REACHED || item->state == ITEM_TALKED)
    answers_set(request_answers(r), "outcome",
                item->state == ITEM_TALKED ? "talked" : "not-reached");
}

static void
draw_text(Request *r, const Meeting *meeting, const AgendaItem *item)
{
  const Minutes *minutes = minutes_find(request_txn(r), request_arena(r), meeting->id);
  const char *typed = answers_text(request_answers(r), "_seen");
  const char *seen = *typed ? typed : minutes_seen(r, minutes, item->id);

  if (!request_is_post(r))
    fill_text(r, minutes, item);

  Page *page = page_open(r, &(PageHead){ .title = item->title,
                                         .lead = lang_text(request_lang(r), N_("What was said")),
                                         .picture = "write",
                                         .back = meeting_path(r, meeting, "/minutes"),
                                         .section = "/groups" });

  form_open(page, below_path(r, meeting, "/minutes/items", item->id));
  form_hidden(page, "_seen", seen);
  form_questions(page, text_questions, r);
  form_close(page, tr(page, N_("Keep this")));
  page_close(page);
}

/* The item of ":item"; NULL: "not found" was answered. */
static const AgendaItem *
item_in_path(Request *r, const Meeting **ret_meeting)
{
  const Group *group = NULL;

  *ret_meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);
  if (!*ret_meeting)
    return NULL;

  const AgendaItem *item = agenda_item(agenda_find(request_txn(r), request_arena(r), *ret_meeting),
                                       request_id_in_path(r, "item"));

  if (!item && !txn_trouble(request_txn(r)))
    reply_not_found(r);
  return item;
}

static void
show_text(Request *r)
{
  const Meeting *meeting = NULL;
  const AgendaItem *item = item_in_path(r, &meeting);

  if (item)
    draw_text(r, meeting, item);
}

int
minutes_read_seen(const char *seen, int64_t ret_seen[static SEEN_MOST])
{
  g_auto(GStrv) parts = g_strsplit(seen, ",", SEEN_MOST);
  int count = 0;

  for (int i = 0; parts[i] && count < SEEN_MOST; i++)
    if (id_from_text(parts[i], &ret_seen[count]))
      count++;
  return count;
}

static void
write_text(Request *r)
{
  const Answers *answers = request_answers(r);
  const Meeting *meeting = NULL;
  const AgendaItem *item = item_in_path(r, &meeting);
  int64_t seen[SEEN_MOST];

  if (!item)
    return;
  if (questions_check(text_questions, request_answers(r), r, request_refusals(r))) {
    const int count = minutes_read_seen(answers_text(answers, "_seen"), seen);

    minutes_write(request_txn(r), request_act(r), meeting,
                  &(MinutesWish){ .item_id = item->id,
                                  .seen = seen,
                                  .seen_count = count,
                                  .is_not_reached =
                                      strcmp(answers_text(answers, "outcome"), "not-reached") == 0,
                                  .said = answers_text(answers, "said"),
                                  .decided = answers_text(answers, "decided"),
                                  .is_named = answers_have(answers, "named", "yes") },
                  request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_text(r, meeting, item);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, "/minutes"), N_("It is kept"), NULL);
}

const Route minutes_routes[] = {
  { "GET", "/groups/:group/meetings/:meeting/minutes", may_read_group, show_minutes },
  { "GET", "/groups/:group/meetings/:meeting/minutes/items/:item", may_arrange_meetings,
    show_text },
  { "POST", "/groups/:group/meetings/:meeting/minutes/items/:item", may_arrange_meetings,
    write_text },
  ROUTES_END,
};
