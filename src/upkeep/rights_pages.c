/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who may do what: made from the tables of routes themselves, so that it cannot say anything else
 * than what the program does. */
#include "upkeep/upkeep_pages.h"

#include "evidence/evidence_pages.h"
#include "groups/groups_pages.h"
#include "lang/lang.h"
#include "meetings/feedback_pages.h"
#include "meetings/meetings_pages.h"
#include "people/people_pages.h"
#include "safety/safety_pages.h"
#include "ui/components.h"
#include "upkeep/rights.h"

#include <string.h>

enum { AREAS_MOST = 60 };

static const Route *const *all_routes; /* set before threads start */

void
rights_set_routes(const Route *const *routes)
{
  all_routes = routes;
}

/* Whoever a right lets in, the widest first. */
static const struct {
  AccessRight right;
  const char *who;
} rights[] = {
  { anyone, N_("Anybody") },
  { is_signed_in, N_("Everybody who has come in") },
  { is_known, N_("Each person, on their own things") },
  { may_change_me, N_("Each person who came in by themselves") },
  { may_organise, N_("Organisers") },
  { may_see_group, N_("Whoever may see the group") },
  { may_read_group, N_("Members of the group") },
  { may_change_group, N_("Members of the group, while it goes on") },
  { may_arrange_meetings, N_("Who holds a duty in the group; all in it while nobody does") },
  { may_say_afterwards, N_("Who came to the meeting, or was invited") },
  { may_say_of_figures, N_("Members of the group who use services") },
  { may_read_worries, N_("People named for worries") },
  { may_tell_for, N_("Supporters whose person asked for it") },
};
enum { RIGHTS = G_N_ELEMENTS(rights), OTHERS = RIGHTS }; /* OTHERS: people named for it */

/* By the first part of the address. */
static const struct {
  const char *segment, *words;
} areas[] = {
  { "", N_("The start page") },
  { "afterwards", N_("After meetings") },
  { "card", N_("Coming in with a key card") },
  { "calendar", N_("Meetings for a calendar program") },
  { "cards", N_("Key cards for others") },
  { "door", N_("Signing in at the door of a meeting") },
  { "groups", N_("Groups") },
  { "costs", N_("What taking part costs") },
  { "comments", N_("What people say about papers") },
  { "ideas", N_("Ideas, and what happened to them") },
  { "hand-back", N_("Ending a sign-in with help") },
  { "hard", N_("What is asked in private in a group") },
  { "outside", N_("Somebody from outside who leads a meeting") },
  { "help-in", N_("Helping somebody come in") },
  { "house-rules", N_("House rules") },
  { "how-i-like-things", N_("How I like things") },
  { "in", N_("Links to come in") },
  { "introductions", N_("Bringing people together") },
  { "keep-away", N_("Keeping away from somebody") },
  { "language", N_("Languages") },
  { "links", N_("Links and cards for others") },
  { "made", N_("Formats made by people") },
  { "me", N_("What is mine") },
  { "meeting-somebody", N_("Meeting somebody for the first time") },
  { "members", N_("Who is here, as they show themselves") },
  { "answers", N_("What people answered") },
  { "letters", N_("Letters to post") },
  { "slips", N_("Slips that came back") },
  { "papers", N_("Papers") },
  { "pictures", N_("Our pictures") },
  { "passkey", N_("Coming in by passkey") },
  { "people", N_("People") },
  { "powers", N_("How powers were used") },
  { "privacy", N_("Who runs this, and complaints about data") },
  { "register", N_("What groups may decide") },
  { "releases", N_("Sending papers") },
  { "safety", N_("Keeping people safe") },
  { "set-up", N_("Setting up, once") },
  { "sign-in", N_("Coming in") },
  { "sign-out", N_("Going out") },
  { "stop-mail", N_("Stopping a kind of mail") },
  { "supporting", N_("Supporting somebody else") },
  { "thanks", N_("Paying thank-yous") },
  { "told", N_("What was decided about me, and my appeal") },
  { "upkeep", N_("Looking after this") },
  { "ways-in", N_("My ways in") },
  { "waiting", N_("All that waits for me") },
  { "worried", N_("I am worried") },
};

typedef struct {
  char *segment;
  bool may_look[RIGHTS + 1], may_do[RIGHTS + 1];
} Area;

static Area *
area_for(Arena *arena, Area *list, int *count, const char *path)
{
  const char *start = *path == '/' ? path + 1 : path;
  char *segment = arena_text_len(arena, start, strcspn(start, "/"));

  for (int i = 0; i < *count; i++)
    if (strcmp(list[i].segment, segment) == 0)
      return &list[i];
  if (*count == AREAS_MOST)
    return &list[AREAS_MOST - 1];
  list[*count].segment = segment;
  return &list[(*count)++];
}

static int
who_of(AccessRight right)
{
  int who = 0;

  while (who < (int)RIGHTS && rights[who].right != right)
    who++;
  return who;
}

static int
read_areas(Arena *arena, Area *list)
{
  int count = 0;

  for (int t = 0; all_routes && all_routes[t]; t++)
    for (const Route *route = all_routes[t]; route->method; route++) {
      Area *area = area_for(arena, list, &count, route->path);
      const int who = who_of(route->access);

      if (strcmp(route->method, "POST") == 0)
        area->may_do[who] = true;
      else
        area->may_look[who] = true;
    }
  return count;
}

const char *
rights_area_words(const char *path)
{
  const char *start = *path == '/' ? path + 1 : path;
  const size_t len = strcspn(start, "/");

  for (size_t i = 0; i < G_N_ELEMENTS(areas); i++)
    if (strlen(areas[i].segment) == len && strncmp(areas[i].segment, start, len) == 0)
      return areas[i].words;
  return NULL;
}

static const char *
area_words(Page *page, const char *segment)
{
  const char *words = rights_area_words(segment);

  return words ? tr(page, words) : segment;
}

static void
draw_area(Page *page, void *data)
{
  const Area *area = data;
  bool is_first = true;

  for (int who = 0; who <= (int)OTHERS; who++) {
    if (!area->may_look[who] && !area->may_do[who])
      continue;
    if (!is_first)
      ui_line_break(page);
    is_first = false;
    ui_strong(page, tr(page, who < (int)RIGHTS ? rights[who].who : N_("People named for it")));
    ui_words(page, ": ");
    ui_words(page, area->may_look[who] && area->may_do[who] ? tr(page, N_("look and change"))
                   : area->may_do[who]                      ? tr(page, N_("change"))
                                                            : tr(page, N_("look")));
  }
}

static void
put_areas(Page *page)
{
  Arena *arena = request_arena(page_request(page));
  Area *list = arena_new_of(arena, Area, AREAS_MOST);
  SummaryRow *rows = arena_new_of(arena, SummaryRow, AREAS_MOST);
  const int count = read_areas(arena, list);

  for (int i = 0; i < count; i++)
    rows[i] = (SummaryRow){ .key.text = area_words(page, list[i].segment),
                            .value = { .draw = draw_area, .data = &list[i] } };
  ui_heading(page, 2, tr(page, N_("What each may do")));
  ui_paragraph(page, .text = tr(page, N_("This list is made from the program itself.")));
  ui_summary_list(page, .rows = rows, .count = count);
}

static void
put_readers(Page *page, const SafetyReaders *readers)
{
  bool is_anybody = false;

  ui_list_open(page, LIST_BULLETS);
  for (int i = 0; i < SAFETY_PEOPLE; i++) {
    if (!*readers->people[i].name)
      continue;
    is_anybody = true;
    ui_list_item_open(page);
    ui_person(page, readers->people[i].name);
    ui_list_item_close(page);
  }
  if (!is_anybody)
    ui_list_item(page, tr(page, N_("Nobody is named yet")));
  ui_list_close(page);
}

static void
show_rights(Request *r)
{
  Txn *txn = request_txn(r);
  const char *const *names = rights_organisers(txn, request_arena(r));
  const SafetyReaders *readers = safety_find_readers(txn, request_arena(r));
  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Who may do what")),
                                         .back = "/upkeep",
                                         .section = "/upkeep" });

  ui_heading(page, 2, tr(page, N_("Organisers")));
  ui_list_open(page, LIST_BULLETS);
  for (; *names; names++) {
    ui_list_item_open(page);
    ui_person(page, *names);
    ui_list_item_close(page);
  }
  ui_list_close(page);
  upkeep_link(page, "/people", tr(page, N_("Make somebody an organiser, or end it")));
  ui_heading(page, 2, tr(page, N_("When somebody is worried")));
  put_readers(page, readers);
  put_areas(page);
  page_close(page);
}

const Route rights_routes[] = {
  { "GET", "/upkeep/rights", may_organise, show_rights },
  ROUTES_END,
};
