/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sending a paper: to whom, how far, all at once; calls and post (R66, indicator 9). Formats are
 * shown by count, never by person. */
#include "papers/papers_pages.h"

#include "base/ids.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

enum { MEMBERS_SHOWN = 1000 };

static const Choice to_choices[] = {
  { .value = "all", .label = N_("Everybody here") },
  { .value = "some", .label = N_("Some people"), .shows = "members" },
  { .value = NULL },
};

static const Choice *member_choices(Arena *arena, void *data);

static const Question send_questions[] = {
  { .name = "to",
    .kind = ASK_ONE_OF,
    .picture = "people",
    .label = N_("Who gets this paper?"),
    .missing = N_("Choose who gets this paper"),
    .choices = to_choices,
    .is_needed = true },
  { .name = "members",
    .kind = ASK_ANY_OF,
    .picture = "people",
    .label = N_("Who?"),
    .choices_from = member_choices,
    .shown_if = "to=some" },
  QUESTIONS_END,
};

static const Question override_questions[] = {
  { .name = "reason",
    .kind = ASK_LONG,
    .picture = "write",
    .rows = 3,
    .max_length = 500,
    .label = N_("Why send it before every format is ready?"),
    .hint =
        N_("All members can read this reason. Write no names, and not which format is missing."),
    .missing = N_("Write the reason: all members can read it"),
    .is_needed = true },
  QUESTIONS_END,
};

const char *
release_path(Request *r, int64_t release_id)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "/releases/%s", id_to_text(release_id, id));
}

/* ---- to whom ---- */

static const Choice *
member_choices(Arena *arena, void *data)
{
  const Member *members = people_list(request_txn(data), arena, NULL, 0, MEMBERS_SHOWN, false);
  int count = 0;

  while (members[count].id)
    count++;

  Choice *choices = arena_new_of(arena, Choice, count + 1);

  for (int i = 0; i < count; i++) {
    char id[ID_TEXT_SIZE];

    choices[i].value = arena_text(arena, id_to_text(members[i].id, id));
    choices[i].label = members[i].name;
  }
  return choices;
}

static void
draw_send(Request *r, const Paper *paper)
{
  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Send this paper")),
                                         .lead = paper->title,
                                         .back = paper_path(r, paper->id),
                                         .section = "/papers" });

  ui_paragraph(page, .text = tr(page, N_("Next we make every format that somebody needs. Nothing is"
                                         " sent until you say so.")));
  form_draw(page, .action = arena_format(request_arena(r), "%s/send", paper_path(r, paper->id)),
            .questions = send_questions, .data = r, .button = tr(page, N_("Make the formats")));
  page_close(page);
}

static void
show_send(Request *r)
{
  const Paper *paper = find_readable_paper(r);

  if (paper)
    draw_send(r, paper);
}

static int64_t *
chosen_members(Request *r, int *ret_count)
{
  Answers *answers = request_answers(r);
  int count = answers_count(answers, "members");
  int64_t *ids = arena_new_of(request_arena(r), int64_t, count + 1);

  for (int i = 0; i < count; i++)
    id_from_text(answers_nth(answers, "members", i), &ids[i]);
  *ret_count = count;
  return ids;
}

static void
start_release(Request *r)
{
  Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);
  const Paper *paper = find_readable_paper(r);
  const bool is_some = strcmp(answers_text(answers, "to"), "some") == 0;
  int64_t release_id = 0;
  int count = 0;

  if (!paper)
    return;
  if (questions_check(send_questions, answers, r, refusals)) {
    const int64_t *ids = is_some ? chosen_members(r, &count) : NULL;

    if (is_some && count == 0)
      refuse(refusals, "members", N_("Choose at least one person"));
    else
      releases_start(request_txn(r), request_act(r), paper->id, ids, count, request_origin(r),
                     refusals, &release_id);
  }
  if (refusals_count(refusals) > 0)
    draw_send(r, paper);
  else
    reply_redirect(r, release_path(r, release_id));
}

/* ---- how far ---- */

static void
put_format(Page *page, const Table *table, const ReleaseFormat *format)
{
  static const char *const states[] = {
    [FORMAT_WAITING] = N_("Being made"),
    [FORMAT_READY] = N_("Ready"),
    [FORMAT_NOT_READY] = N_("Not ready"),
  };
  Arena *arena = request_arena(page_request(page));
  const char *state = tr(page, states[format->state]);
  const Cell cells[] = {
    { .text = want_in_words(page, &format->want), .picture = format_picture(format->want.format) },
    { .text = arena_format(arena, "%d", format->people), .format = "numeric" },
    { .text = format->problem ? arena_format(arena, "%s. %s", state, tr_told(page, format->problem))
                              : state },
  };

  ui_table_row(page, table, cells, G_N_ELEMENTS(cells));
}

static void
put_formats(Page *page, const Release *release)
{
  const Cell head[] = {
    { .text = tr(page, N_("Format")) },
    { .text = tr(page, N_("People")), .format = "numeric" },
    { .text = tr(page, N_("How far")) },
  };
  const Table table = {
    .caption = tr_count(page, "{count} person gets this paper", "{count} people get this paper",
                        release->people),
    .head = head,
    .head_count = G_N_ELEMENTS(head),
    .is_first_cell_header = true,
  };

  ui_table_open(page, &table);
  for (int i = 0; i < release->formats_count; i++)
    put_format(page, &table, &release->formats[i]);
  ui_table_close(page);
}

static void
put_release_choice(Page *page, const Release *release)
{
  Request *r = page_request(page);
  const char *path = release_path(r, release->id);

  if (release->formats_ready == release->formats_count) {
    ui_paragraph(page, .is_strong = true, .text = tr(page, N_("Everything is ready.")));
    form_button(page, .action = arena_format(request_arena(r), "%s/release", path),
                .button = tr(page, N_("Send it to everybody now")));
    return;
  }
  ui_inset_text(page, .text = tr(page, N_("Nobody gets it before all can get it.")));
  ui_button(page, .text = tr(page, N_("Look again")), .href = path);
  ui_heading(page, 2, tr(page, N_("It cannot wait?")));
  form_draw(page, .action = arena_format(request_arena(r), "%s/override", path),
            .questions = override_questions, .button = tr(page, N_("Send what is ready now")));
}

static void
put_what_is_left(Page *page, const Release *release)
{
  Request *r = page_request(page);
  const char *path = release_path(r, release->id);

  ui_paragraph(page, .text = tr_fill(page, N_("Sent on {date}"), "date",
                                     date_in_words(page, release->released_at_us), NULL));
  if (release->override_reason) {
    ui_paragraph_open(page);
    ui_words(page, tr(page, N_("It was sent before every format was ready. Reason given:")));
    ui_words(page, " ");
    ui_person(page, release->override_reason);
    ui_paragraph_close(page);
  }
  ui_list_open(page, LIST_RULED);
  if (release->posts > 0) {
    ui_picture_item_open(page, "letter");
    ui_link(page, .is_large = true, .href = arena_format(request_arena(r), "%s/post", path),
            .text = tr_count(page, "Print and post: {count} person",
                             "Print and post: {count} people", release->posts));
    ui_picture_item_close(page);
  }
  ui_picture_item_open(page, "phone");
  ui_link(page, .is_large = true, .href = arena_format(request_arena(r), "%s/calls", path),
          .text = release->waiting_calls > 0
                      ? tr_count(page, "Ring or visit: {count} person",
                                 "Ring or visit: {count} people", release->waiting_calls)
                      : tr(page, N_("Ring or visit: all done")));
  ui_picture_item_close(page);
  ui_list_close(page);
}

static void
draw_release(Request *r, const Release *release)
{
  Page *page = page_open(r, &(PageHead){ .title = release->paper_title,
                                         .back = paper_path(r, release->paper_id),
                                         .section = "/papers" });

  if (release->is_released) {
    put_what_is_left(page, release);
    put_what_came(page, release);
  }
  put_formats(page, release);
  if (!release->is_released)
    put_release_choice(page, release);
  page_close(page);
}

static const Release *
find_release(Request *r)
{
  const Release *release =
      releases_find(request_txn(r), request_arena(r), request_id_in_path(r, "release"));

  if (!release)
    reply_not_found(r);
  return release;
}

static void
show_release(Request *r)
{
  const Release *release = find_release(r);

  if (release)
    draw_release(r, release);
}

static void
release_with(Request *r, const char *reason)
{
  const Release *release = find_release(r);

  if (!release)
    return;
  if (refusals_count(request_refusals(r)) == 0)
    releases_release(request_txn(r), request_act(r), release->id, reason, request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_release(r, release);
  else
    reply_redirect_saying(r, release_path(r, release->id), N_("The paper is on its way"), NULL);
}

static void
release_all(Request *r)
{
  release_with(r, NULL);
}

static void
release_over(Request *r)
{
  questions_check(override_questions, request_answers(r), r, request_refusals(r));
  release_with(r, answers_text(request_answers(r), "reason"));
}

/* ---- calls, visits, letters ---- */

static void
put_done_button(Page *page, const Release *release, const Delivery *delivery, const char *way)
{
  Request *r = page_request(page);
  char id[ID_TEXT_SIZE];

  form_button(page,
              .action = arena_format(request_arena(r), "%s/%s/%s", release_path(r, release->id),
                                     way, id_to_text(delivery->id, id)),
              .name = "done", .value = delivery->is_done ? "no" : "yes", .spoken = delivery->name,
              .is_secondary = delivery->is_done,
              .button =
                  delivery->is_done ? tr(page, N_("Not done after all")) : tr(page, N_("Done")));
}

/* Who asked for no format of their own is offered none: a web page is no help on the telephone. */
static const char *
words_to_say(Page *page, const Release *release, const Delivery *delivery)
{
  const FormatWants *wants = &delivery->wants;

  if (wants->count == 1 && wants->wants[0].format == FORMAT_HTML)
    return tr_fill(page,
                   N_("Say: “There is a new paper, ‘{title}’. Shall I read it to you, or bring"
                      " it?”"),
                   "title", release->paper_title, NULL);
  return tr_fill(page,
                 N_("Say: “There is a new paper, ‘{title}’. You can have it as"
                    " {format}. Shall I read it to you, or bring it?”"),
                 "title", release->paper_title, "format", wants_in_words(page, wants), NULL);
}

static void
put_call(Page *page, const Release *release, const Delivery *delivery)
{
  ui_card_open(page, .title = delivery->name, .is_warm = !delivery->is_done);
  if (*delivery->contact)
    ui_person_lines(page, delivery->contact);
  if (!delivery->is_done)
    ui_paragraph(page, .text = words_to_say(page, release, delivery));
  put_done_button(page, release, delivery, "calls");
  ui_card_close(page);
}

/* What is still to be done comes first: among many it would be lost. */
static void
put_each(Page *page, const Release *release, const Delivery *deliveries,
         void (*put)(Page *page, const Release *release, const Delivery *delivery))
{
  for (int is_done = 0; is_done < 2; is_done++)
    for (const Delivery *delivery = deliveries; delivery->id; delivery++)
      if (delivery->is_done == is_done)
        put(page, release, delivery);
}

static void
show_calls(Request *r)
{
  static const Reach ways[] = { REACH_PHONE, REACH_IN_PERSON };
  const Release *release = find_release(r);

  if (!release)
    return;

  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("People to ring or visit")),
                                .lead = release->paper_title,
                                .back = release_path(r, release->id),
                                .section = "/papers" });

  for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
    const Delivery *delivery =
        releases_deliveries(request_txn(r), request_arena(r), release->id, ways[i]);

    if (delivery->id)
      ui_heading(page, 2,
                 ways[i] == REACH_PHONE ? tr(page, N_("By phone")) : tr(page, N_("In person")));
    put_each(page, release, delivery, put_call);
  }
  page_close(page);
}

static void
mark_delivery(Request *r, const char *way)
{
  const Release *release = find_release(r);
  const char *done = answers_text(request_answers(r), "done");

  if (!release)
    return;
  releases_mark_done(request_txn(r), request_act(r), request_id_in_path(r, "delivery"),
                     strcmp(done, "no") != 0);
  reply_redirect(r, arena_format(request_arena(r), "%s/%s", release_path(r, release->id), way));
}

static void
mark_call(Request *r)
{
  mark_delivery(r, "calls");
}

/* ---- post ---- */

static void
put_letter(Page *page, const Release *release, const Delivery *delivery)
{
  ui_card_open(page, .title = delivery->name, .is_warm = !delivery->is_done, .picture = "letter");
  ui_person_lines(page, delivery->contact);
  ui_paragraph(page, .text = tr_fill(page, N_("Gets it as {format}."), "format",
                                     wants_in_words(page, &delivery->wants), NULL));
  put_done_button(page, release, delivery, "post");
  ui_card_close(page);
}

static void
put_letters(Page *page, const Release *release)
{
  Request *r = page_request(page);
  const char *problem = NULL;
  PostPackState state =
      releases_post_pack_state(request_txn(r), request_arena(r), release->id, &problem);
  const char *path =
      arena_format(request_arena(r), "%s/post/letters", release_path(r, release->id));

  if (state == POST_PACK_EMPTY) {
    ui_paragraph(page, .text = tr(page, N_("There is nothing to post yet")));
    return;
  }
  ui_paragraph(page, .text = tr(page, N_("One file holds everybody's letter, each with a sheet"
                                         " for the address.")));
  if (problem)
    ui_warning_text(page, .text = tr_told(page, problem));
  if (state == POST_PACK_READY)
    ui_button(page, .text = tr(page, N_("Get the letters to print")), .href = path);
  else if (state == POST_PACK_WAITING)
    ui_inset_text(page, .text = tr(page, N_("The letters are being made. Load this page again in a"
                                            " minute.")));
  else
    form_button(page, .action = path, .button = tr(page, N_("Make the letters to print")));
}

static void
show_post(Request *r)
{
  const Release *release = find_release(r);

  if (!release)
    return;

  const Delivery *delivery =
      releases_deliveries(request_txn(r), request_arena(r), release->id, REACH_POST);
  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Print and post")),
                                         .lead = release->paper_title,
                                         .back = release_path(r, release->id),
                                         .section = "/papers" });

  put_letters(page, release);
  put_each(page, release, delivery, put_letter);
  page_close(page);
}

static void
mark_letter(Request *r)
{
  mark_delivery(r, "post");
}

static void
fetch_post_pack(Request *r)
{
  const Release *release = find_release(r);

  if (!release)
    return;

  g_autoptr(GBytes) pack = releases_open_post_pack(request_txn(r), request_arena(r), release->id);

  if (pack)
    reply_bytes(r, "application/pdf", "post.pdf", pack);
  else
    reply_redirect(r, arena_format(request_arena(r), "%s/post", release_path(r, release->id)));
}

static void
ask_for_post_pack(Request *r)
{
  const Release *release = find_release(r);
  const char *problem = NULL;

  if (!release)
    return;
  if (releases_post_pack_state(request_txn(r), request_arena(r), release->id, &problem) ==
      POST_PACK_NOT_MADE)
    releases_ask_for_post_pack(request_txn(r), request_act(r), release->id);
  reply_redirect_saying(r, arena_format(request_arena(r), "%s/post", release_path(r, release->id)),
                        N_("The letters are on their way to this page"), NULL);
}

const Route release_routes[] = {
  { "GET", "/papers/:paper/send", may_organise, show_send },
  { "POST", "/papers/:paper/send", may_organise, start_release, .fields_max = MEMBERS_SHOWN + 50 },
  { "GET", "/releases/:release", may_organise, show_release },
  /* A refused form stands at this address: loading it again, or in another language, finds one. */
  { "GET", "/releases/:release/release", may_organise, show_release },
  { "GET", "/releases/:release/override", may_organise, show_release },
  { "POST", "/releases/:release/release", may_organise, release_all },
  { "POST", "/releases/:release/override", may_organise, release_over },
  { "GET", "/releases/:release/calls", may_organise, show_calls,
    .read_is_logged_as = "contacts-read" },
  { "POST", "/releases/:release/calls/:delivery", may_organise, mark_call },
  { "GET", "/releases/:release/post", may_organise, show_post,
    .read_is_logged_as = "contacts-read" },
  { "POST", "/releases/:release/post/:delivery", may_organise, mark_letter },
  { "GET", "/releases/:release/post/letters", may_organise, fetch_post_pack,
    .read_is_logged_as = "contacts-read" },
  { "POST", "/releases/:release/post/letters", may_organise, ask_for_post_pack, .per_minute = 20 },
  ROUTES_END,
};
