/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who gets a paper: at first, and later who else (R11, R66). How far a sending is stands in
 * release_pages.c. Only groups that the organiser is in can be chosen: who is in another is known
 * to its members alone. */
#include "papers/papers_pages.h"

#include "base/ids.h"
#include "groups/places.h"
#include "papers/reached.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

enum { MEMBERS_SHOWN = 1000 };

typedef struct {
  Request *r;
  const Paper *paper;
  const Reached *people; /* everybody here */
  const Group *groups;   /* of the viewer */
  const Sending *sendings;
  int having, lacking, new_ones; /* people */
} SendForm;

static const Choice *who_choices(Arena *arena, void *data);
static const Choice *member_choices(Arena *arena, void *data);
static const Choice *group_choices(Arena *arena, void *data);

static const Question send_questions[] = {
  { .name = "to",
    .kind = ASK_ONE_OF,
    .picture = "people",
    .label = N_("Who gets this paper?"),
    .missing = N_("Choose who gets this paper"),
    .choices_from = who_choices,
    .is_needed = true },
  { .name = "group",
    .kind = ASK_ONE_OF,
    .picture = "people",
    .label = N_("Which group?"),
    .choices_from = group_choices,
    .shown_if = "to=group" },
  { .name = "members",
    .kind = ASK_ANY_OF,
    .picture = "people",
    .label = N_("Who?"),
    .choices_from = member_choices,
    .shown_if = "to=some" },
  QUESTIONS_END,
};

/* ---- what can be chosen ---- */

static bool
may_choose_group(const Group *group)
{
  return group->standing == GROUP_IN;
}

static bool
has_groups(const SendForm *form)
{
  for (const Group *group = form->groups; group->id; group++)
    if (may_choose_group(group))
      return true;
  return false;
}

static const char *
new_ones_in_words(Arena *arena, const SendForm *form)
{
  const char *words = lang_plural(request_lang(form->r), "{count} person who came since",
                                  "{count} people who came since", (unsigned long)form->new_ones);
  g_autofree char *count = g_strdup_printf("%d", form->new_ones);
  g_autofree char *filled = lang_fill(words, "count", count, NULL);

  return arena_text(arena, filled);
}

static const Choice *
who_choices(Arena *arena, void *data)
{
  const SendForm *form = data;
  const Lang *lang = request_lang(form->r);
  const bool is_more = form->paper->is_sent;
  Choice *choices = arena_new_of(arena, Choice, 5);
  int count = 0;

  if (is_more && form->new_ones > 0)
    choices[count++] = (Choice){ .value = "new", .label = new_ones_in_words(arena, form) };
  if (!is_more)
    choices[count++] = (Choice){ .value = "all", .label = lang_text(lang, N_("Everybody here")) };
  if (has_groups(form))
    choices[count++] =
        (Choice){ .value = "group", .label = lang_text(lang, N_("A group")), .shows = "group" };
  choices[count++] =
      (Choice){ .value = "some", .label = lang_text(lang, N_("Some people")), .shows = "members" };
  if (is_more)
    choices[count++] =
        (Choice){ .value = "all",
                  .label = lang_text(lang, N_("Everybody here who does not have it yet")) };
  return choices;
}

static const Choice *
member_choices(Arena *arena, void *data)
{
  const SendForm *form = data;
  Choice *choices = arena_new_of(arena, Choice, MEMBERS_SHOWN + 1);
  int count = 0;

  for (const Reached *one = form->people; one->member_id && count < MEMBERS_SHOWN; one++) {
    char id[ID_TEXT_SIZE];

    if (!one->has_it)
      choices[count++] = (Choice){ .value = arena_text(arena, id_to_text(one->member_id, id)),
                                   .label = one->name };
  }
  return choices;
}

static const Choice *
group_choices(Arena *arena, void *data)
{
  const SendForm *form = data;
  int count = 0;

  for (const Group *group = form->groups; group->id; group++)
    count++;

  Choice *choices = arena_new_of(arena, Choice, count + 1);

  count = 0;
  for (const Group *group = form->groups; group->id; group++) {
    char id[ID_TEXT_SIZE];

    if (may_choose_group(group))
      choices[count++] =
          (Choice){ .value = arena_text(arena, id_to_text(group->id, id)), .label = group->name };
  }
  return choices;
}

/* ---- the page ---- */

static SendForm
read_form(Request *r, const Paper *paper)
{
  Txn *txn = request_txn(r);
  Arena *arena = request_arena(r);
  SendForm form = { .r = r,
                    .paper = paper,
                    .people = papers_who_has_it(txn, arena, paper->id),
                    .groups = groups_mine(txn, arena, request_viewer(r)->member_id),
                    .sendings = papers_sendings(txn, arena, paper->id) };

  for (const Reached *one = form.people; one->member_id; one++) {
    form.having += one->has_it;
    form.lacking += !one->has_it;
    form.new_ones += one->is_new && !one->has_it;
  }
  return form;
}

/* One that was only prepared gives way to this one: it should not do so unseen. */
static void
put_prepared(Page *page, const SendForm *form)
{
  Request *r = form->r;

  for (const Sending *one = form->sendings; one->id; one++) {
    if (one->released_at_us)
      continue;
    ui_inset_text(page,
                  .text = tr(page, N_("Another sending of this paper is being prepared. It goes"
                                      " away when you prepare a new one.")));
    ui_paragraph_open(page);
    ui_link(page, .text = tr(page, N_("Look at the one that is being prepared")), .is_large = true,
            .href = release_path(r, one->id));
    ui_paragraph_close(page);
    return;
  }
}

static void
put_who_has_it(Page *page, const SendForm *form)
{
  ui_paragraph(page, .text = tr_count(page, "{count} person here has this paper.",
                                      "{count} people here have this paper.", form->having));
  if (form->lacking > 0)
    ui_paragraph(
        page, .text = tr(page, N_("They do not get it again. The others get its newest version.")));
  else
    ui_paragraph(page, .is_strong = true, .text = tr(page, N_("Everybody here has it.")));
}

static void
draw_send(SendForm *form)
{
  Request *r = form->r;
  const Paper *paper = form->paper;
  const char *path = paper_path(r, paper->id);
  Page *page = page_open(
      r,
      &(PageHead){ .title = lang_text(request_lang(r), paper->is_sent ? N_("Send it to more people")
                                                                      : N_("Send this paper")),
                   .lead = paper->title,
                   .back = path,
                   .section = "/papers" });

  put_prepared(page, form);
  if (paper->is_sent)
    put_who_has_it(page, form);
  if (form->lacking > 0) {
    ui_paragraph(page,
                 .text = tr(page, N_("Next we make every format that somebody needs. Nothing is"
                                     " sent until you say so.")));
    form_draw(page, .action = arena_format(request_arena(r), "%s/send", path),
              .questions = send_questions, .data = form,
              .button = tr(page, N_("Make the formats")));
  }
  page_close(page);
}

static void
show_send(Request *r)
{
  const Paper *paper = find_readable_paper(r);

  if (!paper)
    return;

  SendForm form = read_form(r, paper);

  draw_send(&form);
}

/* ---- who was chosen ---- */

static void
add_id(GArray *ids, int64_t id)
{
  g_array_append_val(ids, id);
}

static void
take_ticked(const SendForm *form, GArray *ids)
{
  const Answers *answers = request_answers(form->r);

  for (int i = 0; i < answers_count(answers, "members"); i++) {
    int64_t id = 0;

    id_from_text(answers_nth(answers, "members", i), &id);
    add_id(ids, id);
  }
  if (ids->len == 0)
    refuse(request_refusals(form->r), "members", N_("Choose at least one person"));
}

static bool
lacks_it(const SendForm *form, int64_t member_id)
{
  for (const Reached *one = form->people; one->member_id; one++)
    if (one->member_id == member_id)
      return !one->has_it;
  return false;
}

static void
take_group(const SendForm *form, GArray *ids)
{
  Request *r = form->r;
  int64_t group_id = 0;

  if (!id_from_text(answers_text(request_answers(r), "group"), &group_id)) {
    refuse(request_refusals(r), "group", N_("Choose a group"));
    return;
  }

  const Place *place =
      places_list(request_txn(r), request_arena(r), group_id, "", 0, GROUP_PEOPLE_MAX);

  for (; place->member_id; place++)
    if (lacks_it(form, place->member_id))
      add_id(ids, place->member_id);
  if (ids->len == 0)
    refuse(request_refusals(r), "group", N_("Everybody in this group has it already"));
}

static void
take_new(const SendForm *form, GArray *ids)
{
  for (const Reached *one = form->people; one->member_id; one++)
    if (one->is_new && !one->has_it)
      add_id(ids, one->member_id);
}

static void
start_release(Request *r)
{
  Refusals *refusals = request_refusals(r);
  const Paper *paper = find_readable_paper(r);
  g_autoptr(GArray) ids = g_array_new(TRUE, TRUE, sizeof(int64_t));
  int64_t release_id = 0;

  if (!paper)
    return;

  SendForm form = read_form(r, paper);

  if (questions_check(send_questions, request_answers(r), &form, refusals)) {
    const char *to = answers_text(request_answers(r), "to");

    if (strcmp(to, "some") == 0)
      take_ticked(&form, ids);
    else if (strcmp(to, "group") == 0)
      take_group(&form, ids);
    else if (strcmp(to, "new") == 0)
      take_new(&form, ids);
    if (refusals_count(refusals) == 0)
      releases_start(request_txn(r), request_act(r), paper->id,
                     strcmp(to, "all") == 0 ? NULL : &g_array_index(ids, int64_t, 0), (int)ids->len,
                     request_origin(r), refusals, &release_id);
  }
  if (refusals_count(refusals) > 0)
    draw_send(&form);
  else
    reply_redirect(r, release_path(r, release_id));
}

const Route send_routes[] = {
  { "GET", "/papers/:paper/send", may_organise, show_send },
  { "POST", "/papers/:paper/send", may_organise, start_release, .fields_max = MEMBERS_SHOWN + 50 },
  ROUTES_END,
};
