/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Many members at once: paste or upload, look, mend or leave lines out, add. Looking stores
 * nothing. */
#include "people/import.h"
#include "people/people_pages.h"

#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

enum { LINES_SHOWN_MAX = 500 };

/* The faulty lines, as choices to leave out. `data` is the Request of the page. */
static const Choice *leave_out_choices(Arena *arena, void *data);

static const Question list_questions[] = {
  { .name = "file",
    .kind = ASK_FILE,
    .picture = "file",
    .label = N_("A list from a spreadsheet (CSV)"),
    .hint = N_("Or paste the lines below") },
  { .name = "lines",
    .kind = ASK_LONG,
    .picture = "people",
    .rows = 10,
    .max_length = IMPORT_BYTES_MAX,
    .is_kept_as_typed = true,
    .label = N_("One person a line"),
    .hint = N_("Name, then address or number, then formats. For example: Ann Example,"
               " ann@example.org, large print 24; audio") },
  { .name = "leave_out",
    .kind = ASK_ANY_OF,
    .picture = "no",
    .label = N_("Lines to leave out"),
    .hint = N_("These lines do not fit yet. Mend them above, or tick them to leave them out."),
    .choices_from = leave_out_choices },
  QUESTIONS_END,
};

/* What was pasted; an uploaded file takes its place, in the box too, so that it can be mended. */
static const Import *
read_list(Request *r)
{
  Answers *answers = request_answers(r);
  const AnswerFile *file = answers_file(answers, "file");
  const char *lines = answers_text(answers, "lines");
  const Import *import;

  if (!file || file->len == 0)
    return people_read_import(request_txn(r), request_arena(r), lines, strlen(lines));
  import = people_read_import(request_txn(r), request_arena(r), file->bytes, file->len);
  if (!import->fault)
    answers_set(answers, "lines", import->text);
  return import;
}

static const Choice *
leave_out_choices(Arena *arena, void *data)
{
  Request *r = data;
  const Import *import = request_is_post(r) ? read_list(r) : NULL;
  Choice *choices = arena_new_of(arena, Choice, (import ? import->fault_count : 0) + 1);
  int count = 0;

  for (int i = 0; import && i < import->count; i++) {
    const ImportLine *line = &import->lines[i];

    if (!line->fault)
      continue;
    g_autofree char *number = g_strdup_printf("%d", line->line);
    g_autofree char *label = lang_fill(lang_text(request_lang(r), N_("Line {line}: {name}")),
                                       "line", number, "name", line->member.name, NULL);

    choices[count].value = arena_text(arena, number);
    choices[count].hint = lang_text(request_lang(r), line->fault);
    choices[count++].label = arena_text(arena, label);
  }
  return choices;
}

static void
put_preview(Page *page, const Import *import)
{
  Arena *arena = request_arena(page_request(page));
  const Cell head[] = {
    { .text = tr(page, N_("Line")) },
    { .text = tr(page, N_("Name")) },
    { .text = tr(page, N_("How papers reach them")) },
  };
  const int good = import->count - import->fault_count;
  const Table table = {
    .caption = tr_count(page, "{count} person can be added", "{count} people can be added", good),
    .head = head,
    .head_count = G_N_ELEMENTS(head),
    .picture = "person",
  };

  ui_table_open(page, &table);
  for (int i = 0, shown = 0; i < import->count && shown < LINES_SHOWN_MAX; i++) {
    const ImportLine *line = &import->lines[i];

    if (line->fault)
      continue;
    const Cell cells[] = {
      { .text = arena_format(arena, "%d", line->line) },
      { .text = line->member.name },
      { .text = way_in_words(page, &line->member) },
    };

    ui_table_row(page, &table, cells, G_N_ELEMENTS(cells));
    shown++;
  }
  ui_table_close(page);
}

static void
draw_list_page(Request *r, const Import *import)
{
  const bool is_preview = import && import->count > 0 && !import->fault;
  Page *page = page_open(
      r,
      &(PageHead){ .title = lang_text(request_lang(r), is_preview ? N_("Look before you add")
                                                                  : N_("Paste or upload a list")),
                   .back = "/people",
                   .section = "/people" });

  if (is_preview)
    put_preview(page, import);
  form_open_for_files(page, is_preview ? "/people/list/add" : "/people/list");
  form_questions(page, list_questions, r);
  form_close(page,
             is_preview ? tr(page, N_("Add these people")) : tr(page, N_("Look at the list")));
  page_close(page);
}

static void
show_list(Request *r)
{
  draw_list_page(r, NULL);
}

/* Every faulty line must be mended or left out by the person, not by us. */
static void
check_left_out(Request *r, const Import *import)
{
  for (int i = 0; i < import->count; i++) {
    const ImportLine *line = &import->lines[i];
    g_autofree char *number = g_strdup_printf("%d", line->line);

    if (!line->fault || answers_have(request_answers(r), "leave_out", number))
      continue;
    refuse_with(request_refusals(r), "leave_out",
                N_("Line {line} does not fit yet. Mend it, or tick it to leave it out"), "line",
                number);
    return;
  }
}

/* Refuses what cannot be read at all; the list otherwise. */
static const Import *
check_list(Request *r)
{
  const Import *import = read_list(r);
  Refusals *refusals = request_refusals(r);
  g_autofree char *max = g_strdup_printf("%d", import->max);

  if (import->fault)
    refuse_with(refusals, "lines", import->fault, "max", max);
  else if (import->count == 0)
    refuse(refusals, "lines", N_("Paste at least one line, or choose a file"));
  else
    questions_check(list_questions, request_answers(r), r, refusals);
  return import;
}

static void
look_at_list(Request *r)
{
  draw_list_page(r, check_list(r));
}

static void
add_list(Request *r)
{
  Refusals *refusals = request_refusals(r);
  const Import *import = check_list(r);
  int added = 0;

  if (refusals_count(refusals) == 0)
    check_left_out(r, import);
  if (refusals_count(refusals) == 0)
    added = people_add_import(request_txn(r), request_act(r), import, refusals);
  if (refusals_count(refusals) > 0)
    draw_list_page(r, import);
  else
    reply_redirect_saying(r, "/people", N_("Added from the list: {name}"),
                          arena_format(request_arena(r), "%d", added));
}

enum { LIST_BODY_MAX = 2 * IMPORT_BYTES_MAX + 65536, LIST_FIELDS_MAX = IMPORT_LINES_MAX + 50 };

const Route import_routes[] = {
  { "GET", "/people/list", may_organise, show_list },
  { "POST", "/people/list", may_organise, look_at_list, .body_max = LIST_BODY_MAX,
    .fields_max = LIST_FIELDS_MAX },
  /* A refused form stands at this address: loading it again, or in another language, finds one. */
  { "GET", "/people/list/add", may_organise, show_list },
  { "POST", "/people/list/add", may_organise, add_list, .body_max = LIST_BODY_MAX,
    .fields_max = LIST_FIELDS_MAX },
  ROUTES_END,
};
