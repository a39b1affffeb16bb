/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Making a paper of minutes. */
#include "meetings/minutes_paper.h"

#include "base/ids.h"
#include "meetings/actions.h"
#include "meetings/rules.h"
#include "papers/versions.h"

#include <string.h>

typedef struct {
  GString *text;
  Arena *arena;
  const MinutesPaperSetting *setting;
} Writing;

/* ---- words into CommonMark ---- */

static const char *
say(const Writing *w, const char *id)
{
  return lang_text(w->setting->lang, id);
}

static const char *
day_of(const Writing *w, int64_t at_us)
{
  return lang_date_in(w->arena, w->setting->lang, at_us, w->setting->time_zone);
}

static const char *
filled(const Writing *w, const char *words, const char *name, const char *value)
{
  g_autofree char *text = lang_fill(words, name, value, NULL);

  return arena_text(w->arena, text);
}

/* "&amp;" and its like would be read as one sign. */
static bool
is_entity(const char *at)
{
  const size_t len = strcspn(at, "; \n");

  return at[len] == ';' && len > 1;
}

static void
put_sign(GString *text, const char *line, const char *at)
{
  const bool is_inside = at > line && g_ascii_isalnum(at[-1]) && g_ascii_isalnum(at[1]);

  if (strchr("\\`*[]<~|", *at) || (*at == '_' && !is_inside) || (*at == '&' && is_entity(at)))
    g_string_append_c(text, '\\');
  g_string_append_c(text, *at);
}

/* What would make a heading, a line or a quotation of it; a list may stay one. */
static void
put_line(GString *text, const char *line)
{
  line += strspn(line, " \t");

  const size_t digits = strspn(line, "0123456789");
  const bool is_list = (*line == '-' || *line == '*') && line[1] == ' ';

  if (is_list) {
    g_string_append(text, "- ");
    line += 2;
  } else if (*line && strchr("#>+-=", *line)) {
    g_string_append_c(text, '\\');
  } else if (digits && (line[digits] == '.' || line[digits] == ')')) {
    g_string_append_len(text, line, (gssize)digits);
    g_string_append_c(text, '\\');
    line += digits;
  }
  for (const char *at = line; *at; at++)
    put_sign(text, line, at);
}

/* One line, such as a title. */
static const char *
as_line(const Writing *w, const char *words)
{
  g_autoptr(GString) text = g_string_new("");
  g_autofree char *flat = g_strdelimit(g_strdup(words), "\n\r", ' ');

  put_line(text, flat);
  return arena_text(w->arena, text->str);
}

static void
put_heading(const Writing *w, int level, const char *words)
{
  g_string_append_printf(w->text, "%s %s\n\n", level == 2 ? "##" : "###", words);
}

static void
put_paragraph(const Writing *w, const char *words)
{
  g_string_append_printf(w->text, "%s\n\n", words);
}

/* What people wrote: each line stands by itself. */
static void
put_own_words(const Writing *w, const char *words)
{
  g_auto(GStrv) lines = g_strsplit(words, "\n", -1);

  for (int i = 0; lines[i]; i++) {
    g_strchomp(lines[i]);
    if (!*lines[i])
      continue;
    put_line(w->text, lines[i]);
    g_string_append(w->text, "\n\n");
  }
}

/* ---- what stands in it ---- */

static void
put_state(const Writing *w, const Minutes *minutes)
{
  if (minutes->state == MINUTES_AGREED)
    put_paragraph(w, filled(w, say(w, N_("Agreed at the meeting on {day}")), "day",
                            day_of(w, minutes->agreed_at_us)));
  else
    put_paragraph(w, filled(w, say(w, N_("Open for corrections since {day}")), "day",
                            day_of(w, minutes->opened_at_us)));
}

static void
put_item(const Writing *w, const AgendaItem *item, const Minutes *minutes)
{
  int count = 0;

  put_heading(w, 2, as_line(w, item->title));
  if (item->state == ITEM_NOT_REACHED)
    put_paragraph(w, say(w, N_("Not reached")));
  for (const MinutesText *text = minutes->texts; text->id; text++) {
    if (text->item_id != item->id)
      continue;
    if (count++ == 1)
      put_paragraph(w, say(w, N_("Two wrote at the same time. Both texts are kept:")));
    put_own_words(w, text->said);
    if (!*text->decided)
      continue;
    put_paragraph(w, filled(w, "**{words}**", "words", say(w, N_("Decided:"))));
    put_own_words(w, text->decided);
  }
}

/* Whose task it is, the group knows; a paper goes further. */
static const char *
action_in_words(const Writing *w, const GroupAction *action)
{
  switch (action->state) {
  case ACTION_DONE:
    return filled(w, say(w, N_("Done on {day}")), "day", day_of(w, action->done_at_us));
  case ACTION_PARTLY:
    return say(w, N_("Done in part"));
  case ACTION_NOT:
    return say(w, N_("Not done"));
  case ACTION_DROPPED:
    return say(w, N_("We let it go"));
  case ACTION_OPEN:
  case ACTION_TWO:
    break;
  }
  return action->owner == ACTION_NOBODY ? say(w, N_("Nobody yet")) : "";
}

static void
put_actions(const Writing *w, const GroupAction *actions)
{
  if (!actions->id)
    return;
  put_heading(w, 2, say(w, N_("What we said we would do")));
  for (; actions->id; actions++) {
    const char *by = filled(w, say(w, N_("By {day}")), "day", day_of(w, actions->first_due_us));
    const char *state = action_in_words(w, actions);

    g_string_append_printf(w->text, "- %s. %s%s%s\n", as_line(w, actions->words), by,
                           *state ? ". " : "", state);
  }
  g_string_append_c(w->text, '\n');
}

static const char *
as_number(const Writing *w, int64_t count)
{
  return arena_format(w->arena, "%" G_GINT64_FORMAT, (gint64)count);
}

static void
put_others(const Writing *w, int64_t count, const char *side)
{
  g_autofree char *line = lang_fill(say(w, N_("Not in the group: {side}, {count}")), "side",
                                    say(w, side), "count", as_number(w, count), NULL);

  if (count > 0)
    g_string_append_printf(w->text, "- %s\n", line);
}

/* By number, as the minutes say it. */
static void
put_who_came(const Writing *w, const Minutes *minutes, const Present *present)
{
  int64_t count = 0;

  for (; present->member_id; present++)
    count++;
  put_heading(w, 2, say(w, N_("Who came")));
  g_string_append_printf(w->text, "- %s\n",
                         filled(w,
                                lang_plural(w->setting->lang, "{count} person of the group",
                                            "{count} people of the group", (unsigned long)count),
                                "count", as_number(w, count)));
  put_others(w, minutes->others_use, N_("People who use services"));
  put_others(w, minutes->others_care, N_("Family carers"));
  put_others(w, minutes->others_near, N_("Neighbours"));
  put_others(w, minutes->others_work, N_("People at their work"));
  put_others(w, minutes->others_else, N_("In another role"));
  g_string_append_c(w->text, '\n');
  if (*minutes->ahead_why) {
    put_paragraph(w, say(w, N_("Before it, one side was missing among those who said they come. Why"
                               " it went ahead:")));
    put_own_words(w, minutes->ahead_why);
  }
  if (!*minutes->absent)
    return;
  put_paragraph(w, say(w, N_("Who was missing, and why:")));
  put_own_words(w, minutes->absent);
}

/* Those taken in stand in the text of their item. */
static void
put_corrections(const Writing *w, const MinutesCorrection *one)
{
  bool has_any = false;

  for (; one->id; one++) {
    if (one->state == CORRECTION_TAKEN_IN)
      continue;
    if (!has_any)
      put_heading(w, 2, say(w, N_("Corrections")));
    has_any = true;
    put_own_words(w, one->words);
    if (one->state == CORRECTION_WAITING)
      put_paragraph(w, say(w, N_("It waits for an answer.")));
    if (!*one->why)
      continue;
    put_paragraph(w, say(w, N_("Why it stands beside:")));
    put_own_words(w, one->why);
  }
}

static void
put_where(const Writing *w, const Meeting *meeting)
{
  char group[ID_TEXT_SIZE], id[ID_TEXT_SIZE];

  put_paragraph(w, arena_format(w->arena, "[%s](%s/groups/%s/meetings/%s/minutes)",
                                say(w, N_("The minutes, and what became of it since")),
                                w->setting->origin, id_to_text(meeting->group_id, group),
                                id_to_text(meeting->id, id)));
}

const char *
minutes_paper_title(Arena *arena, const Meeting *meeting, const MinutesPaperSetting *setting)
{
  g_autofree char *title =
      lang_fill(lang_text(setting->lang, N_("Minutes of {day}: {title}")), "day",
                lang_date_in(arena, setting->lang, meeting->starts_at_us, setting->time_zone),
                "title", meeting->title, NULL);

  return arena_text(arena, title);
}

const char *
minutes_paper_source(Txn *txn, Arena *arena, const Meeting *meeting,
                     const MinutesPaperSetting *setting)
{
  g_autoptr(GString) text = g_string_new("");
  const Writing w = { text, arena, setting };
  const Agenda *agenda = agenda_find(txn, arena, meeting);
  const Minutes *minutes = minutes_find(txn, arena, meeting->id);

  put_state(&w, minutes);
  for (int i = 1; i < agenda->count; i++)
    if (agenda->items[i].state != ITEM_BACK)
      put_item(&w, &agenda->items[i], minutes);
  put_actions(&w, actions_of_meeting(txn, arena, meeting->id));
  put_who_came(&w, minutes, minutes_present(txn, arena, meeting->id));
  put_corrections(&w, minutes_corrections(txn, arena, meeting->id));
  put_where(&w, meeting);
  return arena_text(arena, text->str);
}

/* ---- the paper ---- */

static int64_t
paper_of(Txn *txn, int64_t meeting_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT paper_id FROM minutes_paper WHERE community_id = ?1"
                                     " AND meeting_id = ?2");

  bind_int(q, 2, meeting_id);
  return query_next(q) ? col_int(q, 0) : 0;
}

const Paper *
minutes_paper_find(Txn *txn, Arena *arena, int64_t meeting_id)
{
  const int64_t paper_id = paper_of(txn, meeting_id);

  return paper_id ? papers_find_next(txn, arena, paper_id) : NULL;
}

static int64_t
add_paper(Txn *txn, const Act *act, int64_t meeting_id, const Paper *paper, Refusals *refusals)
{
  int64_t id = 0;

  papers_add(txn, act, paper, refusals, &id);
  if (!id || refusals_count(refusals) > 0)
    return 0;

  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO minutes_paper (community_id, meeting_id, paper_id,"
                                 " made_by, made_at_us) VALUES (?1, ?2, ?3, ?4, ?5)");

  bind_int(q, 2, meeting_id);
  bind_int(q, 3, id);
  bind_int(q, 4, act->member_id);
  bind_int(q, 5, act->at_us);
  query_run(q);
  return id;
}

void
minutes_paper_make(Txn *txn, const Act *act, const Meeting *meeting,
                   const MinutesPaperSetting *setting, Refusals *refusals, int64_t *ret_id)
{
  g_autoptr(Arena) arena = arena_new(8 * PAPER_SOURCE_MAX);
  const Paper *before = minutes_paper_find(txn, arena, meeting->id);
  const MinutesState state = minutes_find(txn, arena, meeting->id)->state;
  Paper paper = { .title = minutes_paper_title(arena, meeting, setting),
                  .source = minutes_paper_source(txn, arena, meeting, setting),
                  .easy_source = "",
                  .language = lang_html_tag(setting->lang) };

  if (state != MINUTES_OPEN && state != MINUTES_AGREED)
    refuse(refusals, "", N_("These minutes are still being written"));
  else if (before && strcmp(before->source, paper.source) == 0)
    refuse(refusals, "", N_("The paper says already what the minutes say"));
  if (refusals_count(refusals) > 0 || txn_trouble(txn))
    return;
  if (before) {
    Paper next = *before;

    next.title = paper.title;
    next.source = paper.source;
    next.easy_source = NULL; /* as they are: people wrote them */
    papers_change(txn, act, &next, refusals);
    *ret_id = before->id;
  } else {
    *ret_id = add_paper(txn, act, meeting->id, &paper, refusals);
  }
  if (refusals_count(refusals) == 0)
    meeting_note(txn, act, "minutes-paper", meeting->id);
}
