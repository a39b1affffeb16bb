/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How long things are kept, on pages: the times, what each would remove today, what was removed. */
#include "upkeep/upkeep_pages.h"

#include "base/clock.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"
#include "upkeep/retention.h"

#include <string.h>

enum { REMOVALS_SHOWN = 20 };

/* Few, since a page counts for each of them what it would remove. */
static const int times[] = { 1, 7, 30, 90, 180, 365, 2 * 365, 3 * 365, 6 * 365 };

static int64_t
older_than(Request *r, const KeepKind *kind, int days)
{
  return kind->count(request_txn(r), request_now_us(r) - days * US_PER_DAY);
}

/* ---- all kinds ---- */

static const char *
time_words(Page *page, int days, int64_t old)
{
  Request *r = page_request(page);

  if (old == 0)
    return tr_fill(page, N_("{time}. Nothing is older."), "time", upkeep_days(page, days), NULL);
  return tr_fill(page, N_("{time}. The next round removes {count}."), "time",
                 upkeep_days(page, days), "count",
                 arena_format(request_arena(r), "%" G_GINT64_FORMAT, old), NULL);
}

/* Easy Read: beside each kind of keep_kinds. */
static const char *
picture_of(const char *kind)
{
  static const struct {
    const char *kind, *picture;
  } pictures[] = { { "links", "key" },       { "mails", "email" },       { "backups", "lock" },
                   { "complaints", "talk" }, { "unplaced", "question" }, { "returns", "letter" },
                   { "answers", "talk" } };

  for (size_t i = 0; i < G_N_ELEMENTS(pictures); i++)
    if (strcmp(kind, pictures[i].kind) == 0)
      return pictures[i].picture;
  return "clock";
}

static void
put_kinds(Page *page)
{
  Request *r = page_request(page);
  SummaryRow rows[KEEP_KINDS_MOST];
  Action actions[KEEP_KINDS_MOST];
  int days[KEEP_KINDS_MOST], count = 0;
  int64_t old[KEEP_KINDS_MOST] = { 0 };

  keep_days(request_txn(r), days);
  keep_count_old(request_txn(r), days, request_now_us(r), old);
  for (const KeepKind *kind = keep_kinds; kind->kind; kind++, count++) {
    actions[count] =
        (Action){ .text = tr(page, N_("Change")),
                  .href = arena_format(request_arena(r), "/upkeep/keep/%s", kind->kind),
                  .spoken = tr(page, kind->name) };
    rows[count] = (SummaryRow){ .picture = picture_of(kind->kind),
                                .key.text = tr(page, kind->name),
                                .value.text = time_words(page, days[count], old[count]),
                                .actions = &actions[count],
                                .action_count = 1 };
  }
  ui_summary_list(page, .rows = rows, .count = count);
}

static void
put_removals(Page *page, const Removal *removal)
{
  const Cell head[] = {
    { .text = tr(page, N_("When")) },
    { .text = tr(page, N_("What")) },
    { .text = tr(page, N_("How many")), .format = "numeric" },
  };
  const Table table = { .caption = tr(page, N_("What was removed")),
                        .head = head,
                        .head_count = G_N_ELEMENTS(head),
                        .picture = "cross" };

  if (!removal->kind) {
    ui_paragraph(page, .text = tr(page, N_("Nothing was removed yet.")));
    return;
  }
  ui_table_open(page, &table);
  for (; removal->kind; removal++) {
    const Cell cells[] = {
      { .text = upkeep_date_and_time(page, removal->at_us) },
      { .text = tr(page, removal->kind->name) },
      { .text =
            arena_format(request_arena(page_request(page)), "%" G_GINT64_FORMAT, removal->removed),
        .format = "numeric" },
    };

    ui_table_row(page, &table, cells, G_N_ELEMENTS(cells));
  }
  ui_table_close(page);
}

static void
show_keep(Request *r)
{
  const Removal *removals = keep_removals(request_txn(r), request_arena(r), REMOVALS_SHOWN);
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("How long things are kept")),
                      .picture = "calendar",
                      .lead = lang_text(request_lang(r), N_("What is older goes by itself, once a"
                                                            " day.")),
                      .back = "/upkeep",
                      .section = "/upkeep" });

  put_kinds(page);
  form_button(page, .action = "/upkeep/keep", .button = tr(page, N_("Remove what is old now")),
              .is_secondary = true);
  ui_paragraph(page, .text = tr(page, N_("What people wrote and who they are is kept while they are"
                                         " here, and as long as you chose after they left. They can"
                                         " take it away or have it erased themselves.")));
  put_removals(page, removals);
  page_close(page);
}

static void
remove_now(Request *r)
{
  if (!outbox_has(request_txn(r), "keep"))
    outbox_add(request_txn(r), request_act(r), "keep", 0);
  reply_redirect_saying(r, "/upkeep/keep",
                        N_("What is old is being removed. Load this page again in a minute"), NULL);
}

/* ---- one kind ---- */

typedef struct {
  Request *r;
  const KeepKind *kind;
  const Choice *choices; /* counted once a page */
} Choosing;

/* Each time that is allowed, with what it would remove today. */
static const Choice *
time_choices(Arena *arena, void *data)
{
  Choosing *choosing = data;
  const KeepKind *kind = choosing->kind;

  if (choosing->choices)
    return choosing->choices;

  Choice *choices = arena_new_of(arena, Choice, G_N_ELEMENTS(times) + 1);
  const Lang *lang = request_lang(choosing->r);
  int count = 0;

  for (size_t i = 0; i < G_N_ELEMENTS(times); i++) {
    if (times[i] < kind->least_days || times[i] > kind->most_days)
      continue;

    const bool is_years = times[i] % 365 == 0;
    const unsigned long number = (unsigned long)(is_years ? times[i] / 365 : times[i]);
    const int64_t old = older_than(choosing->r, kind, times[i]);
    g_autofree char *number_text = g_strdup_printf("%lu", number);
    g_autofree char *old_text = g_strdup_printf("%" G_GINT64_FORMAT, old);
    g_autofree char *label =
        lang_fill(is_years ? lang_plural(lang, "{count} year", "{count} years", number)
                           : lang_plural(lang, "{count} day", "{count} days", number),
                  "count", number_text, NULL);
    g_autofree char *hint =
        lang_fill(lang_plural(lang, "Today this would remove {count}.",
                              "Today this would remove {count}.", (unsigned long)old),
                  "count", old_text, NULL);

    choices[count++] = (Choice){ .value = arena_format(arena, "%d", times[i]),
                                 .label = arena_text(arena, label),
                                 .hint = arena_text(arena, hint) };
  }
  choosing->choices = choices;
  return choices;
}

static const Question time_questions[] = {
  { .name = "days",
    .picture = "calendar",
    .kind = ASK_ONE_OF,
    .label = N_("For how long?"),
    .missing = N_("Choose one of these times"),
    .choices_from = time_choices,
    .is_needed = true },
  QUESTIONS_END,
};

static void
show_kind(Request *r)
{
  const KeepKind *kind = keep_find(request_text_in_path(r, "kind"));
  Choosing choosing = { .r = r, .kind = kind };

  if (!kind) {
    reply_not_found(r);
    return;
  }
  if (!request_is_post(r))
    answers_set(request_answers(r), "days",
                arena_format(request_arena(r), "%d", keep_days_of(request_txn(r), kind)));

  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), kind->name),
                                         .lead = lang_text(request_lang(r), kind->why),
                                         .back = "/upkeep/keep",
                                         .section = "/upkeep" });

  form_draw(page, .action = arena_format(request_arena(r), "/upkeep/keep/%s", kind->kind),
            .questions = time_questions, .data = &choosing,
            .button = tr(page, N_("Keep them so long")));
  page_close(page);
}

static void
change_kind(Request *r)
{
  const KeepKind *kind = keep_find(request_text_in_path(r, "kind"));
  Choosing choosing = { .r = r, .kind = kind };
  Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);

  if (!kind) {
    reply_not_found(r);
    return;
  }
  if (questions_check(time_questions, answers, &choosing, refusals))
    keep_change(request_txn(r), request_act(r), kind, answers_int(answers, "days"), refusals);
  if (refusals_count(refusals) > 0)
    show_kind(r);
  else
    reply_redirect_saying(r, "/upkeep/keep", N_("The changes are kept"), NULL);
}

const Route keep_routes[] = {
  { "GET", "/upkeep/keep", may_organise, show_keep },
  { "POST", "/upkeep/keep", may_organise, remove_now, .per_minute = 20 },
  { "GET", "/upkeep/keep/:kind", may_organise, show_kind },
  { "POST", "/upkeep/keep/:kind", may_organise, change_kind },
  ROUTES_END,
};
