/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Members, for organisers: the list, one person, adding and changing. */
#include "people/people_pages.h"

#include "base/clock.h"
#include "base/ids.h"
#include "base/text.h"
#include "people/corrections.h"
#include "people/door_pages.h"
#include "people/me_pages.h"
#include "people/wants_questions.h"
#include "people/ways.h"
#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

enum { MEMBERS_A_PAGE = 100, EASY_MEMBERS_A_PAGE = 20, WAITING_SHOWN = 5 };
#define CARD_LASTS_US (30 * US_PER_DAY)

static const Choice reach_choices[] = {
  { .value = "email", .label = N_("By e-mail") },
  { .value = "phone", .label = N_("By phone") },
  { .value = "post", .label = N_("By post") },
  { .value = "in-person", .label = N_("In person") },
  { .value = NULL },
};

static const Question member_questions[] = {
  { .name = "name",
    .kind = ASK_TEXT,
    .picture = "person",
    .label = N_("Name"),
    .hint = N_("As they like to be called here"),
    .missing = N_("Enter the name"),
    .is_needed = true },
  { .name = "reach",
    .kind = ASK_ONE_OF,
    .picture = "talk",
    .label = N_("How do we reach them?"),
    .missing = N_("Choose how to reach this person"),
    .choices = reach_choices,
    .is_needed = true },
  { .name = "contact",
    .kind = ASK_LONG,
    .picture = "letter",
    .rows = 3,
    .max_length = MEMBER_CONTACT_MAX,
    .label = N_("E-mail address, phone number or postal address"),
    .hint = N_("Leave this empty if you see each other in person. It is kept sealed.") },
  WANTS_QUESTIONS,
  { .name = "is_organiser",
    .kind = ASK_YES,
    .picture = "key",
    .label = N_("This person is an organiser"),
    .hint = N_("Organisers add people and send papers. Members can read that this was given.") },
  QUESTIONS_END,
};

const char *
reach_in_words(Page *page, Reach reach)
{
  return tr(page, reach_choices[reach].label);
}

const char *
reach_to_tell_in_words(Page *page, Reach reach)
{
  static const char *const ways[REACH_COUNT] = { N_("Mails to them come back"), N_("By telephone"),
                                                 N_("By letter"), N_("When you meet") };

  return tr(page, ways[reach]);
}

static const char *
reach_picture(Reach reach)
{
  static const char *const names[] = { [REACH_EMAIL] = "email",
                                       [REACH_PHONE] = "phone",
                                       [REACH_POST] = "letter",
                                       [REACH_IN_PERSON] = "talk" };

  return names[reach];
}

static const char *
member_path(Request *r, int64_t member_id)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "/people/%s", id_to_text(member_id, id));
}

/* ---- the list ---- */

static void
draw_link(Page *page, void *data)
{
  ui_draw_link(page, data);
}

static void
put_member(Page *page, const Table *table, const Member *member)
{
  Request *r = page_request(page);
  Link name = { .text = member->name, .href = member_path(r, member->id) };
  const Cell cells[] = {
    { .draw = draw_link, .data = &name, .picture = reach_picture(member->reach) },
    { .text = way_in_words(page, member) },
    { .text = member->has_joined ? tr(page, N_("Yes")) : tr(page, N_("Not yet")) },
  };

  ui_table_row(page, table, cells, G_N_ELEMENTS(cells));
}

/* In Easy Read a person takes a quarter of a phone's screen. */
static int
members_a_page(Request *r)
{
  return lang_is_easy_read(request_lang(r)) ? EASY_MEMBERS_A_PAGE : MEMBERS_A_PAGE;
}

/* Where in the list a page starts: after somebody, whose id alone stands in the address (no name
 * does), or at a letter. */
typedef struct {
  const char *sort_key; /* NULL: at the start */
  int64_t id;
} ListStart;

static ListStart
read_list_start(Request *r)
{
  int64_t after_id = 0;

  id_from_text(request_query(r, "after"), &after_id);

  const Member *after =
      after_id ? people_find(request_txn(r), request_arena(r), after_id, false) : NULL;
  g_autofree char *key = text_sort_key(after ? after->name : request_query(r, "letter"));

  if (!after && g_utf8_strlen(key, -1) != 1)
    return (ListStart){ .sort_key = NULL };
  return (ListStart){ .sort_key = arena_text(request_arena(r), key), .id = after ? after_id : 0 };
}

static void
put_list_links(Page *page, const ListStart *start, const Member *last)
{
  Request *r = page_request(page);
  const char *before = NULL, *next = NULL;
  char id[ID_TEXT_SIZE];

  if (start->sort_key) {
    const int64_t before_id =
        people_cursor_before(request_txn(r), start->sort_key, start->id, members_a_page(r));

    before = before_id ? arena_join(request_arena(r), "/people?after=", id_to_text(before_id, id))
                       : "/people";
  }
  if (last)
    next = arena_join(request_arena(r), "/people?after=", id_to_text(last->id, id));
  ui_page_links(page, before, next);
}

/* Of a list longer than a page: to each letter that somebody's name begins with. */
static void
put_letters(Page *page)
{
  Request *r = page_request(page);
  const char *const *letters = people_initials(request_txn(r), request_arena(r));

  ui_list_open(page, LIST_FACTS);
  for (; *letters; letters++) {
    g_autofree char *capital = g_utf8_strup(*letters, -1);
    g_autofree char *escaped = g_uri_escape_string(*letters, NULL, false);

    ui_list_item_open(page);
    ui_link(page, .text = arena_text(request_arena(r), capital), .is_large = true,
            .spoken = tr(page, N_("names that begin so")),
            .href = arena_join(request_arena(r), "/people?letter=", escaped));
    ui_list_item_close(page);
  }
  ui_list_close(page);
}

/* Who says that something is wrong and has no answer yet. */
static void
put_waiting(Page *page)
{
  Request *r = page_request(page);
  const CorrectionWaiting *waiting =
      corrections_waiting(request_txn(r), request_arena(r), WAITING_SHOWN);

  if (!waiting->member_id)
    return;
  ui_card_open(page, .title = tr(page, N_("Something is wrong, somebody says")), .is_warm = true,
               .picture = "warning");
  ui_list_open(page, LIST_PLAIN);
  for (; waiting->member_id; waiting++) {
    ui_list_item_open(page);
    ui_link(page, .text = waiting->name, .is_large = true,
            .href = path_of_member(r, waiting->member_id, "/corrections"));
    ui_list_item_close(page);
  }
  ui_list_close(page);
  ui_card_close(page);
}

static void
show_people(Request *r)
{
  const ListStart start = read_list_start(r);
  const int a_page = members_a_page(r);
  const Member *members =
      people_list(request_txn(r), request_arena(r), start.sort_key, start.id, a_page + 1, true);
  int64_t count = people_count(request_txn(r));
  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("People")),
                                         .section = "/people",
                                         .is_wide = true });
  const Cell head[] = {
    { .text = tr(page, N_("Name")) },
    { .text = tr(page, N_("How papers reach them")) },
    { .text = tr(page, N_("Has been here")) },
  };
  const Table table = {
    .caption = tr_count(page, "{count} person", "{count} people", count),
    .head = head,
    .head_count = G_N_ELEMENTS(head),
    .is_first_cell_header = true,
  };
  int shown = 0;

  put_waiting(page);
  ui_button_group_open(page);
  ui_button(page, .text = tr(page, N_("Add a person")), .href = "/people/new");
  ui_button(page, .text = tr(page, N_("Paste or upload a list")), .href = "/people/list",
            .is_secondary = true);
  ui_button_group_close(page);
  if (count > a_page)
    put_letters(page);
  ui_table_open(page, &table);
  for (; shown < a_page && members[shown].id; shown++)
    put_member(page, &table, &members[shown]);
  ui_table_close(page);
  put_list_links(page, &start, members[shown].id ? &members[shown - 1] : NULL);
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("People who are not here any more")), .href = "/people/gone",
          .is_large = true);
  ui_paragraph_close(page);
  page_close(page);
}

/* ---- adding and changing ---- */

static Member
read_answers(Request *r, int64_t id)
{
  Answers *answers = request_answers(r);
  Member member = {
    .id = id,
    .name = answers_text(answers, "name"),
    .contact = answers_text(answers, "contact"),
    .is_organiser = answers_have(answers, "is_organiser", "yes"),
  };

  reach_from_name(answers_text(answers, "reach"), &member.reach);
  wants_from_answers(answers, &member.wants);
  return member;
}

static void
show_new_member(Request *r)
{
  Page *page = page_open(
      r, &(PageHead){
             .title = lang_text(request_lang(r), N_("Add a person")),
             .picture = "person",
             .lead = lang_text(request_lang(r), N_("A name and one way to reach them is enough.")),
             .back = "/people",
             .section = "/people" });

  form_draw(page, .action = "/people/new", .questions = member_questions, .data = r,
            .button = tr(page, N_("Add this person")));
  page_close(page);
}

static void
add_member(Request *r)
{
  Refusals *refusals = request_refusals(r);
  int64_t id = 0;

  if (questions_check(member_questions, request_answers(r), r, refusals)) {
    Member member = read_answers(r, 0);

    people_add(request_txn(r), request_act(r), &member, refusals, &id);
  }
  if (refusals_count(refusals) > 0)
    show_new_member(r);
  else
    reply_redirect_saying(r, member_path(r, id), N_("{name} is added"),
                          answers_text(request_answers(r), "name"));
}

static void
show_change_member(Request *r)
{
  const Member *member =
      people_find(request_txn(r), request_arena(r), request_id_in_path(r, "member"), true);

  if (!member) {
    reply_not_found(r);
    return;
  }
  if (!request_is_post(r)) {
    Answers *answers = request_answers(r);

    answers_set(answers, "name", member->name);
    answers_set(answers, "reach", reach_name(member->reach));
    answers_set(answers, "contact", member->contact);
    if (member->is_organiser)
      answers_set(answers, "is_organiser", "yes");
    wants_to_answers(&member->wants, answers);
  }

  const char *path = member_path(r, member->id);
  Page *page =
      page_open(r, &(PageHead){ .title = member->name, .back = path, .section = "/people" });

  form_draw(page, .action = arena_format(request_arena(r), "%s/change", path),
            .questions = member_questions, .data = r, .button = tr(page, N_("Keep the changes")));
  page_close(page);
}

static void
change_member(Request *r)
{
  Refusals *refusals = request_refusals(r);
  int64_t id = request_id_in_path(r, "member");

  if (!people_find(request_txn(r), request_arena(r), id, false)) {
    reply_not_found(r);
    return;
  }
  if (questions_check(member_questions, request_answers(r), r, refusals)) {
    Member member = read_answers(r, id);

    people_change(request_txn(r), request_act(r), &member, refusals);
  }
  if (refusals_count(refusals) > 0)
    show_change_member(r);
  else
    reply_redirect_saying(r, member_path(r, id), N_("The changes are kept"), NULL);
}

/* ---- one person ---- */

static void
put_contact(Page *page, void *data)
{
  const Member *member = data;

  if (*member->contact)
    ui_person_lines(page, member->contact);
  else
    ui_words(page, tr(page, N_("None")));
}

/* The page is safety's. */
static void
put_stop(Page *page, const Member *member)
{
  Request *r = page_request(page);
  char id[ID_TEXT_SIZE];

  if (member->id == request_viewer(r)->member_id)
    return;
  ui_heading(page, 2, tr(page, N_("When this person cannot go on taking part")));
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Pause, suspend or remove")), .is_large = true,
          .href = arena_format(request_arena(r), "/safety/stop/%s", id_to_text(member->id, id)));
  ui_paragraph_close(page);
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Keep away from this person")), .is_large = true,
          .href =
              arena_format(request_arena(r), "/keep-away?person=%s", id_to_text(member->id, id)));
  ui_paragraph_close(page);
}

static void
show_member(Request *r)
{
  const Member *member =
      people_find(request_txn(r), request_arena(r), request_id_in_path(r, "member"), true);

  if (!member) {
    reply_not_found(r);
    return;
  }

  Page *page =
      page_open(r, &(PageHead){ .title = member->name, .back = "/people", .section = "/people" });
  const SummaryRow rows[] = {
    { .picture = "people",
      .key.text = tr(page, N_("Taking part")),
      .value.text = tr(page, member_state_words(member->state)) },
    { .picture = reach_picture(member->reach),
      .key.text = tr(page, N_("Reached")),
      .value.text = reach_in_words(page, member->reach) },
    { .picture = "home",
      .key.text = tr(page, N_("Address or number")),
      .value = { .draw = put_contact, .data = (void *)member } },
    { .picture = "file",
      .key.text = tr(page, N_("Gets papers as")),
      .value.text = wants_whole_in_words(page, &member->wants) },
    { .picture = "key",
      .key.text = tr(page, N_("Organiser")),
      .value.text = member->is_organiser ? tr(page, N_("Yes")) : tr(page, N_("No")) },
  };

  ui_summary_list(page, .rows = rows, .count = G_N_ELEMENTS(rows));
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Change this")), .is_large = true,
          .href = arena_format(request_arena(r), "%s/change", member_path(r, member->id)));
  ui_paragraph_close(page);
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("A supporter for this person")), .is_large = true,
          .href = arena_format(request_arena(r), "%s/supporter", member_path(r, member->id)));
  ui_paragraph_close(page);
  put_person_ways(page, member);
  put_member_links(page, member);
  put_stop(page, member);
  page_close(page);
}

static void
make_member_link(Request *r)
{
  char id[ID_TEXT_SIZE];
  int64_t member_id = request_id_in_path(r, "member");

  if (!people_find(request_txn(r), request_arena(r), member_id, false)) {
    reply_not_found(r);
    return;
  }

  int64_t link_id =
      people_make_link(request_txn(r), request_act(r), member_id, request_origin(r), CARD_LASTS_US);

  if (member_id != request_viewer(r)->member_id)
    new_way_tell(request_txn(r), request_act(r), member_id, request_origin(r));
  reply_redirect(r, arena_format(request_arena(r), "/links/%s", id_to_text(link_id, id)));
}

const Route people_routes[] = {
  { "GET", "/people", may_organise, show_people, .read_is_logged_as = "contacts-read" },
  { "GET", "/people/new", may_organise, show_new_member },
  { "POST", "/people/new", may_organise, add_member },
  { "GET", "/people/:member", may_organise, show_member, .read_is_logged_as = "member-read" },
  { "GET", "/people/:member/change", may_organise, show_change_member,
    .read_is_logged_as = "member-read" },
  { "POST", "/people/:member/change", may_organise, change_member },
  { "POST", "/people/:member/link", may_organise, make_member_link },
  ROUTES_END,
};
