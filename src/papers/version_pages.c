/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The versions of a paper: which there are, reading an older one, what changed; and, for
 * organisers, looking at a change, sending it, dropping it. */
#include "papers/version_pages.h"

#include "people/my_data.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

enum { VERSIONS_A_PAGE = 20 };

static const Choice told_choices[] = {
  { .value = "all",
    .label = N_("Everybody who has the paper"),
    .hint = N_("Each in the way they are reached, with what changed and why.") },
  { .value = "nobody",
    .label = N_("Nobody: it is a small slip, such as a spelling mistake"),
    .hint = N_("A few words, no numbers. Everybody can read in the list of versions that you did"
               " this.") },
  { .value = NULL },
};

static const Question change_questions[] = {
  { .name = "why",
    .kind = ASK_LONG,
    .picture = "write",
    .rows = 3,
    .max_length = PAPER_WHY_MAX,
    .label = N_("What changed, and why?"),
    .hint = N_("A short word to everybody who has the paper."),
    .missing = N_("Say what changed and why"),
    .is_needed = true },
  { .name = "told",
    .kind = ASK_ONE_OF,
    .picture = "people",
    .label = N_("Who is told?"),
    .missing = N_("Choose who is told"),
    .choices = told_choices,
    .is_needed = true },
  QUESTIONS_END,
};

/* ---- shared ---- */

const char *
version_path(Request *r, int64_t paper_id, int version)
{
  return arena_format(request_arena(r), "%s/versions/%d", paper_path(r, paper_id), version);
}

static const char *
changes_path(Request *r, int64_t paper_id, int from, int to)
{
  return arena_format(request_arena(r), "%s/changes?from=%d&to=%d", paper_path(r, paper_id), from,
                      to);
}

static int
number_from(const char *text)
{
  gint64 number = 0;

  return g_ascii_string_to_signed(text, 10, 1, INT32_MAX, &number, NULL) ? (int)number : 0;
}

static Page *
open_page(Request *r, const Paper *paper, const char *title, const char *picture)
{
  return page_open(r, &(PageHead){ .title = title,
                                   .lead = paper->title,
                                   .picture = picture,
                                   .back = paper_path(r, paper->id),
                                   .section = "/papers" });
}

static const char *
version_name(Page *page, int number)
{
  return tr_fill(page, N_("Version {number}"), "number",
                 arena_format(request_arena(page_request(page)), "%d", number), NULL);
}

static const char *
by_name(Page *page, const PaperVersion *version)
{
  return *version->by_name ? version->by_name : tr(page, FORMER_MEMBER);
}

/* ---- on the paper's page ---- */

static void
put_versions_link(Page *page, const Paper *paper)
{
  Request *r = page_request(page);

  ui_paragraph_open(page);
  ui_link(page, .is_large = true, .text = tr(page, N_("All versions of this paper")),
          .href = arena_format(request_arena(r), "%s/versions", paper_path(r, paper->id)));
  ui_paragraph_close(page);
}

static void
draw_since(Page *page, void *data)
{
  const ChangedSince *since = data;
  Request *r = page_request(page);

  ui_paragraph(page, .is_strong = true,
               .text = tr_fill(page, N_("Changed since you got it on {date}"), "date",
                               date_in_words(page, since->had_at_us), NULL));
  ui_paragraph(page, .text = tr_fill(page, N_("What changed and why, by {name} on {date}:"), "name",
                                     by_name(page, &since->now), "date",
                                     date_in_words(page, since->now.sent_at_us), NULL));
  ui_person_lines(page, since->now.why);
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("See what changed")), .is_large = true,
          .href = changes_path(r, request_id_in_path(r, "paper"), since->had, since->now.number));
  ui_paragraph_close(page);
}

void
put_versions(Page *page, const Paper *paper)
{
  Request *r = page_request(page);
  ChangedSince since;

  if (paper->version <= 1)
    return;
  if (papers_changed_since(request_txn(r), request_arena(r), paper->id,
                           request_viewer(r)->member_id, &since)) {
    ui_inset_text(page, .draw = draw_since, .data = &since);
  } else {
    const PaperVersion *newest = papers_versions(request_txn(r), request_arena(r), paper->id, 0, 1);

    ui_paragraph(page, .text = tr_fill(page,
                                       newest->is_slip ? N_("A slip was put right on {date}")
                                                       : N_("Changed on {date}"),
                                       "date", date_in_words(page, newest->sent_at_us), NULL));
  }
  put_versions_link(page, paper);
}

static void
draw_change_state(Page *page, void *data)
{
  Request *r = page_request(page);
  const Paper *draft = data;
  const char *path = paper_path(r, draft->id);

  ui_paragraph(page, .is_strong = true, .text = tr(page, N_("A change is being written")));
  ui_paragraph(page, .text = tr(page, N_("People go on reading what was sent, until the change is"
                                         " sent too.")));
  ui_button_group_open(page);
  ui_button(page, .text = tr(page, N_("Send the change")),
            .href = arena_format(request_arena(r), "%s/change/send", path));
  ui_button(page, .text = tr(page, N_("Change more")), .is_secondary = true,
            .href = arena_format(request_arena(r), "%s/change", path));
  ui_button_group_close(page);
}

const Paper *
put_change_state(Page *page, const Paper *paper)
{
  Request *r = page_request(page);
  const Paper *draft =
      paper->has_change ? papers_find_draft(request_txn(r), request_arena(r), paper->id) : NULL;

  if (draft)
    ui_inset_text(page, .draw = draw_change_state, .data = (void *)draft);
  return draft ? draft : paper;
}

/* ---- which there are ---- */

static void
put_version(Page *page, const Paper *paper, const PaperVersion *version)
{
  Request *r = page_request(page);

  ui_card_open(page, .title = version_name(page, version->number), .picture = "file",
               .title_href = version->number == paper->version
                                 ? paper_path(r, paper->id)
                                 : version_path(r, paper->id, version->number));
  ui_paragraph(page, .text = tr_fill(page, N_("Sent on {date} by {name}"), "date",
                                     date_in_words(page, version->sent_at_us), "name",
                                     by_name(page, version), NULL));
  if (version->is_slip)
    ui_paragraph(page, .text = tr(page, N_("A slip was put right. Nobody was told.")));
  if (*version->why)
    ui_person_lines(page, version->why);
  if (version->number > 1) {
    ui_paragraph_open(page);
    ui_link(page, .text = tr(page, N_("See what changed")),
            .spoken = version_name(page, version->number), .is_large = true,
            .href = changes_path(r, paper->id, version->number - 1, version->number));
    ui_paragraph_close(page);
  }
  ui_card_close(page);
}

static void
show_versions(Request *r)
{
  const Paper *paper = find_readable_paper(r);
  int shown = 0;

  if (!paper)
    return;

  const PaperVersion *versions =
      papers_versions(request_txn(r), request_arena(r), paper->id,
                      number_from(request_query(r, "before")), VERSIONS_A_PAGE + 1);
  Page *page =
      open_page(r, paper, lang_text(request_lang(r), N_("Versions of this paper")), "file");

  if (!versions->number)
    ui_paragraph(page, .text = tr(page, N_("It was not sent yet.")));
  for (; shown < VERSIONS_A_PAGE && versions[shown].number; shown++)
    put_version(page, paper, &versions[shown]);
  if (versions[shown].number)
    ui_page_links(page, NULL,
                  arena_format(request_arena(r), "%s/versions?before=%d", paper_path(r, paper->id),
                               versions[shown - 1].number));
  page_close(page);
}

static void
show_version(Request *r)
{
  const Paper *paper = find_readable_paper(r);
  const int number = number_from(request_text_in_path(r, "version"));

  if (!paper)
    return;

  const Paper *version =
      paper->is_sent ? papers_find_version(request_txn(r), request_arena(r), paper->id, number)
                     : NULL;

  if (!version) {
    reply_not_found(r);
    return;
  }
  if (number == paper->version) {
    reply_redirect(r, paper_path(r, paper->id));
    return;
  }

  Page *page = page_open(r, &(PageHead){ .title = version->title,
                                         .back = arena_format(request_arena(r), "%s/versions",
                                                              paper_path(r, paper->id)),
                                         .section = "/papers" });

  ui_inset_text(page,
                .text = tr_fill(page,
                                N_("This is version {number}. The paper was changed"
                                   " since."),
                                "number", arena_format(request_arena(r), "%d", number), NULL));
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Read the newest version")), .is_large = true,
          .href = paper_path(r, paper->id));
  ui_paragraph_close(page);
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("See what changed since")), .is_large = true,
          .href = changes_path(r, paper->id, number, paper->version));
  ui_paragraph_close(page);
  put_paper_words(page, version, false);
  page_close(page);
}

/* ---- what changed ---- */

static void
put_other_pairs(Page *page, const Paper *paper, int from, int to)
{
  Request *r = page_request(page);
  const PaperVersion *versions =
      papers_versions(request_txn(r), request_arena(r), paper->id, 0, VERSIONS_A_PAGE);

  if (!versions[0].number || !versions[1].number || !versions[2].number)
    return; /* these two are all there are */
  ui_heading(page, 2, tr(page, N_("Compare other versions")));
  ui_list_open(page, LIST_RULED);
  for (; versions->number; versions++) {
    const int one = versions->number;

    if (one == from || one == to)
      continue;
    ui_list_item_open(page);
    ui_link(page, .is_large = true,
            .text = tr_fill(page, N_("{one} and {other}"), "one", version_name(page, MIN(one, to)),
                            "other", version_name(page, MAX(one, to)), NULL),
            .href = changes_path(r, paper->id, MIN(one, to), MAX(one, to)));
    ui_list_item_close(page);
    ui_list_item_open(page);
    ui_link(page, .is_large = true,
            .text =
                tr_fill(page, N_("{one} and {other}"), "one", version_name(page, MIN(one, from)),
                        "other", version_name(page, MAX(one, from)), NULL),
            .href = changes_path(r, paper->id, MIN(one, from), MAX(one, from)));
    ui_list_item_close(page);
  }
  ui_list_close(page);
}

static void
show_changes(Request *r)
{
  const Paper *paper = find_readable_paper(r);

  if (!paper)
    return;

  const int to = *request_query(r, "to") ? number_from(request_query(r, "to")) : paper->version;
  const int from = *request_query(r, "from") ? number_from(request_query(r, "from")) : to - 1;
  const Paper *now = papers_find_version(request_txn(r), request_arena(r), paper->id, to);
  const Paper *before = papers_find_version(request_txn(r), request_arena(r), paper->id, from);

  if (!paper->is_sent || !now || !before) {
    reply_not_found(r);
    return;
  }

  Page *page = open_page(r, paper, lang_text(request_lang(r), N_("What changed")), "write");

  ui_paragraph(page,
               .text = tr_fill(page, N_("From {one} to {other}."), "one", version_name(page, from),
                               "other", version_name(page, to), NULL));
  if (!put_changes(page, before, now, changes_path(r, paper->id, from, to)))
    ui_paragraph(page, .text = tr(page, N_("Both say the same.")));
  put_other_pairs(page, paper, from, to);
  page_close(page);
}

/* ---- sending a change ---- */

/* NULL: not found was answered. */
static const Paper *
find_change(Request *r, const Paper **ret_now)
{
  const int64_t id = request_id_in_path(r, "paper");
  const Paper *draft = papers_find_draft(request_txn(r), request_arena(r), id);

  *ret_now = draft ? papers_find(request_txn(r), request_arena(r), id) : NULL;
  if (*ret_now)
    return draft;
  reply_not_found(r);
  return NULL;
}

static void
draw_send_change(Request *r, const Paper *now, const Paper *draft)
{
  const char *address = arena_format(request_arena(r), "%s/change/send", paper_path(r, draft->id));

  if (!request_is_post(r))
    answers_set(request_answers(r), "why",
                papers_draft_why(request_txn(r), request_arena(r), draft->id));

  Page *page = open_page(r, now, lang_text(request_lang(r), N_("Send the change")), "letter");

  ui_paragraph(page, .text = tr(page, N_("Next we make every format again. Nothing is sent until"
                                         " you say so.")));
  form_draw(page, .action = address, .questions = change_questions,
            .button = tr(page, N_("Make the formats")));
  ui_heading(page, 2, tr(page, N_("This is what changes")));
  if (!put_changes(page, now, draft, address))
    ui_paragraph(page, .text = tr(page, N_("No word is changed.")));
  ui_button_group_open(page);
  ui_button(page, .text = tr(page, N_("Change more")), .is_secondary = true,
            .href = arena_format(request_arena(r), "%s/change", paper_path(r, draft->id)));
  ui_button(page, .text = tr(page, N_("Drop this change")), .is_secondary = true,
            .href = arena_format(request_arena(r), "%s/change/drop", paper_path(r, draft->id)));
  ui_button_group_close(page);
  page_close(page);
}

static void
show_send_change(Request *r)
{
  const Paper *now = NULL, *draft = find_change(r, &now);

  if (draft)
    draw_send_change(r, now, draft);
}

static void
start_change(Request *r)
{
  Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);
  const Paper *now = NULL, *draft = find_change(r, &now);
  int64_t release_id = 0;

  if (!draft)
    return;
  if (questions_check(change_questions, answers, r, refusals))
    releases_start_change(request_txn(r), request_act(r), draft->id, answers_text(answers, "why"),
                          strcmp(answers_text(answers, "told"), "nobody") == 0, request_origin(r),
                          refusals, &release_id);
  if (refusals_count(refusals) > 0)
    draw_send_change(r, now, draft);
  else
    reply_redirect(r, release_path(r, release_id));
}

static void
show_drop(Request *r)
{
  const Paper *now = NULL, *draft = find_change(r, &now);

  if (!draft)
    return;

  Page *page = open_page(r, now, lang_text(request_lang(r), N_("Drop this change?")), "stop");

  ui_paragraph(page, .text = tr(page, N_("What you wrote of the change is deleted. People go on"
                                         " reading what was sent.")));
  form_button(page,
              .action = arena_format(request_arena(r), "%s/change/drop", paper_path(r, draft->id)),
              .button = tr(page, N_("Drop this change")));
  page_close(page);
}

static void
drop_change(Request *r)
{
  const Paper *paper;

  if (refusals_count(request_refusals(r)) > 0) { /* an old form */
    show_drop(r);
    return;
  }
  paper = find_readable_paper(r);
  if (!paper)
    return;
  papers_drop_draft(request_txn(r), request_act(r), paper->id);
  reply_redirect_saying(r, paper_path(r, paper->id), N_("The change is dropped"), NULL);
}

const Route version_routes[] = {
  { "GET", "/papers/:paper/versions", is_signed_in, show_versions,
    .supporter = { SUPPORT_SEE, AREA_PAPERS, N_("Read what changed in a paper") } },
  { "GET", "/papers/:paper/versions/:version", is_signed_in, show_version,
    .supporter = { SUPPORT_SEE, AREA_PAPERS, N_("Read an older version of a paper") } },
  { "GET", "/papers/:paper/changes", is_signed_in, show_changes,
    .supporter = { SUPPORT_SEE, AREA_PAPERS, N_("Read what changed in a paper") } },
  { "GET", "/papers/:paper/change/send", may_organise, show_send_change },
  { "POST", "/papers/:paper/change/send", may_organise, start_change },
  { "GET", "/papers/:paper/change/drop", may_organise, show_drop },
  { "POST", "/papers/:paper/change/drop", may_organise, drop_change },
  ROUTES_END,
};
