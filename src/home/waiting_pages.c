/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What waits for a person: the most urgent on the start page, all of it on /waiting. */
#include "home/waiting_pages.h"
#include "home/home_pages.h"
#include "people/people_pages.h"
#include "ui/components.h"

#include <string.h>

enum { SOURCES_MAX = 40, A_PAGE = 20 };

static const WaitingSource no_sources[] = { { .part = NULL } };
static const WaitingSource *sources = no_sources; /* configuration: set before threads */
static int source_count;
static WaitingGlance glance_at_all; /* with them */

void
home_set_waiting(const WaitingSource *list, WaitingGlance glance)
{
  sources = list;
  glance_at_all = glance;
  source_count = 0;
  while (sources[source_count].part && source_count < SOURCES_MAX)
    source_count++;
}

/* ---- finding ---- */

typedef struct {
  Request *r;
  Waiting *rows[SOURCES_MAX]; /* of those that need not be asked; NULL: none */
  int counts[SOURCES_MAX];
  bool may_wait[SOURCES_MAX]; /* of the others */
} Glanced;

static void
take_row(void *data, int source, const WaitingRow *row)
{
  Glanced *glanced = data;

  if (source >= source_count)
    return;
  if (!row) {
    glanced->may_wait[source] = true;
    return;
  }
  if (!glanced->rows[source])
    glanced->rows[source] = arena_new_of(request_arena(glanced->r), Waiting, WAITING_MAX + 1);
  if (glanced->counts[source] == WAITING_MAX)
    return;

  const Waiting card = sources[source].card(glanced->r, row);

  if (card.title)
    glanced->rows[source][glanced->counts[source]++] = card;
}

/* What a source has; NULL: nothing. Asked only where the glance says that it may have something. */
static const Waiting *
things_of(Glanced *glanced, int source, WaitingList *found)
{
  if (!sources[source].ask)
    return glanced->rows[source];
  found->asked += sources[source].statements;
  return sources[source].ask(glanced->r);
}

/* Room for all that the sources may have from here on. */
static int
most_of(const Glanced *glanced, int from)
{
  int most = 0;

  for (int i = from; i < source_count; i++)
    most += glanced->may_wait[i] ? WAITING_MAX : glanced->counts[i];
  return most;
}

static void
add_things(WaitingList *found, Waiting *list, const Waiting *things, const char *part)
{
  for (int i = 0; things && things[i].title && i < WAITING_MAX; i++) {
    found->parts[found->count] = part;
    list[found->count++] = things[i];
  }
}

/* For a source that is not asked here; NULL: nothing. */
static const Waiting *
stand_in(Request *r, int source)
{
  const Lang *lang = request_lang(r);
  Waiting *card = arena_new_of(request_arena(r), Waiting, 2);

  if (!sources[source].unasked)
    return NULL;
  card[0] = (Waiting){ .title = lang_text(lang, sources[source].unasked),
                       .button = lang_text(lang, N_("See what it is")),
                       .href = arena_format(request_arena(r), "/waiting?from=%d", source),
                       .urgency = WAITS_FOR_ME };
  return card;
}

const WaitingList *
waiting_find(Request *r, int from, int asked_most, int a_page)
{
  Arena *arena = request_arena(r);
  WaitingList *found = arena_new_of(arena, WaitingList, 1);
  Glanced glanced = { .r = r };

  if (glance_at_all)
    glance_at_all(r, take_row, &glanced);

  const int most = most_of(&glanced, from);
  Waiting *list = arena_new_of(arena, Waiting, most + 1);

  *found = (WaitingList){ .list = list,
                          .parts = arena_new_of(arena, const char *, most + 1),
                          .is_all = true };
  for (int i = from; i < source_count; i++) {
    const bool is_asked = sources[i].ask && glanced.may_wait[i];
    const bool is_too_much = is_asked && found->asked + sources[i].statements > asked_most;

    if (!is_asked && glanced.counts[i] == 0)
      continue;
    found->is_all &= !is_too_much;
    if (a_page && (is_too_much || found->count >= a_page)) {
      found->next = i;
      found->is_all = false;
      break;
    }
    add_things(found, list, is_too_much ? stand_in(r, i) : things_of(&glanced, i, found),
               sources[i].part);
  }
  return found;
}

/* ---- drawing ---- */

/* The button says what can be done, and read alone also with what (WCAG 2.4.9): several invitations
 * have the same words on it. */
static void
put_card(Page *page, const Waiting *row)
{
  ui_card_open(page, .title = row->title, .title_level = 3, .is_warm = true, .picture = "bell");
  if (row->words)
    ui_paragraph(page, .text = row->words);
  ui_button_link(page, .text = row->button, .href = row->href,
                 .spoken = arena_format(request_arena(page_request(page)), ": %s", row->title));
  ui_card_close(page);
}

const char *
waiting_in_words(Request *r, const WaitingList *found)
{
  const Lang *lang = request_lang(r);

  if (found->count == 0 && found->is_all)
    return lang_text(lang, N_("Nothing waits for you."));
  if (found->count > WAITING_ON_START || !found->is_all)
    return lang_text(lang, N_("Some things wait for you. One at a time is enough."));

  g_autofree char *number = g_strdup_printf("%d", found->count);
  g_autofree char *filled =
      lang_fill(lang_plural(lang, "{count} thing waits for you.", "{count} things wait for you.",
                            (unsigned long)found->count),
                "count", number, NULL);

  return arena_text(request_arena(r), filled);
}

/* The number only where it is known without asking more. */
static void
put_way_to_all(Page *page, const WaitingList *found)
{
  Request *r = page_request(page);

  ui_paragraph_open(page);
  ui_link(page, .href = "/waiting", .is_large = true,
          .text = found->is_all ? tr_count(page, "See all that waits ({count})",
                                           "See all that waits ({count})", found->count)
                                : lang_text(request_lang(r), N_("See all that waits")));
  ui_paragraph_close(page);
}

void
put_first_waiting(Page *page, const WaitingList *found)
{
  int shown = 0;

  if (found->count == 0 && found->is_all)
    return;
  ui_heading(page, 2, tr(page, N_("Waiting for you")));
  for (int urgency = WAITS_FIRST; urgency < WAITS_URGENCIES; urgency++)
    for (int i = 0; i < found->count; i++)
      if (found->list[i].urgency == (WaitingUrgency)urgency &&
          (shown < WAITING_ON_START || urgency == WAITS_FIRST)) {
        put_card(page, &found->list[i]);
        shown++;
      }
  if (shown < found->count || !found->is_all)
    put_way_to_all(page, found);
}

/* ---- all of it ---- */

static int
source_in_query(Request *r)
{
  const int64_t from = g_ascii_strtoll(request_query(r, "from"), NULL, 10);

  return from > 0 && from < source_count ? (int)from : 0;
}

static void
show_waiting(Request *r)
{
  const WaitingList *found = waiting_find(r, source_in_query(r), WAITING_ASKED_A_PAGE, A_PAGE);
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("All that waits for you")),
                      .lead = lang_text(request_lang(r),
                                        found->count || found->next
                                            ? N_("Take what you like, when you like. Much of it can"
                                                 " wait, and some of it others can do too.")
                                            : N_("Nothing waits for you.")),
                      .picture = "bell",
                      .back = "/",
                      .section = "/" });
  const char *part = NULL;

  for (int i = 0; i < found->count; i++) {
    if (!part || strcmp(part, found->parts[i]) != 0)
      ui_heading(page, 2, tr_told(page, found->parts[i]));
    part = found->parts[i];
    put_card(page, &found->list[i]);
  }
  if (found->next)
    ui_page_links(page, NULL, arena_format(request_arena(r), "/waiting?from=%d", found->next));
  page_close(page);
}

const Route waiting_routes[] = {
  { "GET", "/waiting", is_signed_in, show_waiting },
  ROUTES_END,
};
