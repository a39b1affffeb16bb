/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Needs as an organiser sees them, who says first what for; and what the person sees of that: who
 * looked, when, what for (R9, R11). */
#include "people/need_words_pages.h"

#include "lang/languages.h"
#include "log/log.h"
#include "people/actors.h"
#include "people/me_pages.h"

#include <string.h>

enum { SEEN_MAX = 100 };

/* ---- needs in words ---- */

static const char *
label_of(NeedKind kind, const char *code)
{
  const char *label = choice_label(need_choices(kind), code);

  return label ? label : code;
}

/* "Another language: Polski" */
static const char *
need_in_words(Page *page, NeedKind kind, const NeedsOfKind *needs, const char *code)
{
  const char *label = tr(page, label_of(kind, code));
  const char *name = language_name(needs_language(needs));

  return strcmp(code, NEED_OTHER_LANGUAGE) == 0 && *name
             ? arena_format(request_arena(page_request(page)), "%s: %s", label, name)
             : label;
}

static void
put_need(Page *page, const char *words, bool is_must)
{
  ui_list_item_open(page);
  ui_person(page, words);
  ui_words(page, " – ");
  if (is_must)
    ui_strong(page, tr(page, N_("must have this")));
  else
    ui_words(page, tr(page, N_("this helps")));
  ui_list_item_close(page);
}

void
put_needs_of_kind(Page *page, NeedKind kind, const NeedsOfKind *needs)
{
  if (!needs_have_any(needs)) {
    ui_paragraph(page, .text = tr(page, N_("Nothing yet.")), .is_quiet = true);
    return;
  }
  ui_list_open(page, LIST_BULLETS);
  for (int i = 0; i < needs->count; i++)
    put_need(page, need_in_words(page, kind, needs, needs->needs[i].code), needs->needs[i].is_must);
  if (*needs->words)
    put_need(page, needs->words, needs->is_words_must);
  ui_list_close(page);
}

/* ---- an organiser looks ---- */

static void
show_what_for(Request *r)
{
  const Member *member = member_in_path(r, false);

  if (!member)
    return;

  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("What do you need it for?")),
                      .lead = lang_text(request_lang(r), N_("The person can read that you looked,"
                                                            " and what for.")),
                      .back = path_of_member(r, member->id, ""),
                      .section = "/people" });
  const LeadOn rows[] = {
    { "people", N_("To prepare a meeting"), N_("Place, breaks, people who help to talk."),
      path_of_member(r, member->id, "/needs/to-meet") },
    { "file", N_("To make papers or letters"), N_("How this person reads or listens."),
      path_of_member(r, member->id, "/needs/to-write") },
    { "talk", N_("To be in touch"), N_("How to call or write to this person."),
      path_of_member(r, member->id, "/needs/to-talk") },
  };

  ui_lead_on(page, rows, G_N_ELEMENTS(rows));
  page_close(page);
}

/* Only what serves the purpose (kinds in a bit set), and only what the person lets them know. */
static void
draw_needs_for(Request *r, unsigned kinds)
{
  const Member *member = member_in_path(r, false);
  int shown = 0;

  if (!member)
    return;

  const Needs *needs = needs_read(request_txn(r), request_arena(r), member->id, true);
  Page *page = page_open(
      r, &(PageHead){ .title = member->name,
                      .lead = lang_text(request_lang(r), N_("What helps this person take part")),
                      .back = path_of_member(r, member->id, "/needs"),
                      .section = "/people" });

  for (int i = 0; i < NEED_KIND_COUNT; i++) {
    if (!(kinds & 1U << i) || !needs_have_any(&needs->kinds[i]))
      continue;
    ui_heading(page, 2, tr(page, need_kind_title((NeedKind)i)));
    put_needs_of_kind(page, (NeedKind)i, &needs->kinds[i]);
    shown++;
  }
  if (shown == 0)
    ui_paragraph(page, .text = tr(page, N_("Nothing is shared with organisers for this. Ask the"
                                           " person.")));
  ui_paragraph(page, .is_quiet = true,
               .text = tr(page, N_("Use it for this only, and tell nobody who need not know.")));
  page_close(page);
}

static void
show_to_meet(Request *r)
{
  draw_needs_for(r, 1U << NEED_TALK | 1U << NEED_PROFESSIONAL | 1U << NEED_ADJUSTMENT |
                        1U << NEED_FORMAT);
}

static void
show_to_write(Request *r)
{
  draw_needs_for(r, 1U << NEED_FORMAT | 1U << NEED_CONTACT);
}

static void
show_to_talk(Request *r)
{
  draw_needs_for(r, 1U << NEED_CONTACT | 1U << NEED_TALK | 1U << NEED_PROFESSIONAL);
}

/* ---- the person sees who looked ---- */

static const char *const seen_kinds[] = { "needs-read-to-meet", "needs-read-to-write",
                                          "needs-read-to-talk", "member-read",
                                          "data-taken",         NULL };

static const char *
who_looked(Page *page, const Actors *actors, const LogAbout *entry)
{
  const char *name = actor_name(actors, entry->actor_id);

  if (entry->actor_id == my_id(page_request(page)))
    return tr(page, N_("You"));
  return name ? name : tr(page, FORMER_MEMBER);
}

static const char *
time_in_words(Request *r, int64_t at_us)
{
  g_autofree char *time = lang_time(request_lang(r), at_us, request_time_zone(r));

  return arena_format(request_arena(r), "%s, %s", day_in_words(r, at_us), time);
}

/* The same organiser at the same work the same day is one line. */
static bool
is_like_before(Request *r, const LogAbout *entry, const LogAbout *before)
{
  return before && entry->actor_id == before->actor_id && strcmp(entry->kind, before->kind) == 0 &&
         strcmp(day_in_words(r, entry->at_us), day_in_words(r, before->at_us)) == 0;
}

static void
put_seen(Page *page, const LogAbout *entries)
{
  Request *r = page_request(page);
  const Cell head[] = { { .text = tr(page, N_("Who")) },
                        { .text = tr(page, N_("When")) },
                        { .text = tr(page, N_("What for")) } };
  const Table table = { .caption = tr(page, N_("Who looked")),
                        .head = head,
                        .head_count = G_N_ELEMENTS(head),
                        .is_first_cell_header = true,
                        .picture = "look" };
  const Actors *actors = actors_of(request_txn(r), request_arena(r), my_id(r));

  ui_table_open(page, &table);
  for (int i = 0; entries[i].id; i++) {
    if (is_like_before(r, &entries[i], i > 0 ? &entries[i - 1] : NULL))
      continue;

    const Cell cells[] = { { .text = who_looked(page, actors, &entries[i]) },
                           { .text = time_in_words(r, entries[i].at_us) },
                           { .text = entries[i].words ? tr(page, entries[i].words) : "" } };

    ui_table_row(page, &table, cells, G_N_ELEMENTS(cells));
  }
  ui_table_close(page);
}

static void
show_seen(Request *r)
{
  const LogAbout *entries =
      log_about(request_txn(r), request_arena(r), my_id(r), seen_kinds, 0, SEEN_MAX);
  Page *page = open_me_page(r, N_("Who has seen what helps you"),
                            N_("Each time an organiser opens it, it is noted here."));

  if (entries->id)
    put_seen(page, entries);
  else
    ui_paragraph(page, .text = tr(page, N_("Nobody has looked.")));
  ui_paragraph(page, .is_quiet = true,
               .text = tr(page, N_("Organisers who bring papers to everybody also see how papers"
                                   " reach you. What else helps you is not in that list.")));
  page_close(page);
}

const Route seen_routes[] = {
  { "GET", "/me/seen", is_known, show_seen },
  { "GET", "/people/:member/needs", may_organise, show_what_for },
  { "GET", "/people/:member/needs/to-meet", may_organise, show_to_meet,
    .read_is_logged_as = "needs-read-to-meet" },
  { "GET", "/people/:member/needs/to-write", may_organise, show_to_write,
    .read_is_logged_as = "needs-read-to-write" },
  { "GET", "/people/:member/needs/to-talk", may_organise, show_to_talk,
    .read_is_logged_as = "needs-read-to-talk" },
  ROUTES_END,
};
