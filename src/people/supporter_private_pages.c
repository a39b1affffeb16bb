/* SPDX-License-Identifier: AGPL-3.0-or-later
 * "… never my ballots, private feedback or worries unless I ask" (R9): the asking. Each private
 * area has a page and a question of its own, for the person alone; a new area adds a row here once
 * there is something in it. */
#include "people/supporter_pages.h"

#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

enum { POINTS_MOST = 5 };

static const Choice worry_choices[] = {
  { .value = "yes", .label = N_("Yes, they may help me with worries") },
  { .value = "no", .label = N_("No") },
  { .value = NULL },
};

static const Question worry_questions[] = {
  { .name = "may",
    .picture = "worried",
    .kind = ASK_ONE_OF,
    .label = N_("May this supporter help you with worries?"),
    .missing = N_("Choose yes or no"),
    .choices = worry_choices,
    .is_needed = true },
  QUESTIONS_END,
};

static const struct Private {
  const char *path, *title, *link;
  const char *points[POINTS_MOST]; /* what it means, ended by NULL */
  const Question *questions;       /* "may": "yes" or "no" */
  SupportArea area;
} privates[] = {
  { .path = "worries",
    .title = N_("Help with worries"),
    .link = N_("Worries: say whether they may help"),
    .points = { N_("They can tell a worry for you, in your name."),
                N_("They can read the answers to what they told for you."),
                N_("They never see what you wrote yourself, nor anything about them.") },
    .questions = worry_questions,
    .area = AREA_WORRIES },
};

void
put_private_links(Page *page, const Trust *trust)
{
  Request *r = page_request(page);

  for (size_t i = 0; i < G_N_ELEMENTS(privates); i++) {
    ui_paragraph_open(page);
    ui_link(page, .text = tr(page, privates[i].link), .is_large = true,
            .href = trust_path(r, "/me/supporters/", trust->id,
                               arena_format(request_arena(r), "/private/%s", privates[i].path)));
    ui_paragraph_close(page);
  }
}

/* NULL: not found was answered. */
static const struct Private *
private_in_path(Request *r)
{
  for (size_t i = 0; i < G_N_ELEMENTS(privates); i++)
    if (strcmp(privates[i].path, request_text_in_path(r, "area")) == 0)
      return &privates[i];
  reply_not_found(r);
  return NULL;
}

static void
draw_private(Request *r, const struct Private *what, const Trust *trust)
{
  const Lang *lang = request_lang(r);

  if (!request_is_post(r))
    answers_set(request_answers(r), "may", trust->levels[what->area] >= SUPPORT_ACT ? "yes" : "no");

  Page *page = page_open(r, &(PageHead){ .title = lang_text(lang, what->title),
                                         .lead = trust->supporter_name,
                                         .back = trust_path(r, "/me/supporters/", trust->id, "") });

  ui_paragraph(page, .is_strong = true, .text = tr(page, N_("If you say yes:")));
  ui_list_open(page, LIST_BULLETS);
  for (const char *const *point = what->points; *point; point++)
    ui_list_item(page, tr(page, *point));
  ui_list_item(page, tr(page, N_("You can end it here at once.")));
  ui_list_close(page);
  form_draw(page,
            .action = trust_path(r, "/me/supporters/", trust->id,
                                 arena_format(request_arena(r), "/private/%s", what->path)),
            .questions = what->questions, .data = r, .button = tr(page, N_("Keep this")));
  page_close(page);
}

static void
show_private(Request *r)
{
  const struct Private *what = private_in_path(r);
  const Trust *trust = what ? find_own_supporter(r) : NULL;

  if (trust)
    draw_private(r, what, trust);
}

static void
change_private(Request *r)
{
  const struct Private *what = private_in_path(r);
  const Trust *trust = what ? find_own_supporter(r) : NULL;
  Refusals *refusals = request_refusals(r);

  if (!trust)
    return;
  if (questions_check(what->questions, request_answers(r), r, refusals))
    supporters_open_private(request_txn(r), request_act(r), trust, what->area,
                            answers_have(request_answers(r), "may", "yes"), refusals);
  if (refusals_count(refusals) > 0)
    draw_private(r, what, trust);
  else
    reply_redirect_saying(r, trust_path(r, "/me/supporters/", trust->id, ""),
                          N_("The changes are kept"), NULL);
}

const Route supporter_private_routes[] = {
  { "GET", "/me/supporters/:supporter/private/:area", may_change_me, show_private },
  { "POST", "/me/supporters/:supporter/private/:area", may_change_me, change_private },
  ROUTES_END,
};
