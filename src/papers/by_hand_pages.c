/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What people do by hand so that a paper reaches everybody: ringing, visiting, text messages,
 * letters, reading aloud, and telling of a format that came later. One tap when it is done. */
#include "lang/languages.h"
#include "papers/late.h"
#include "papers/made_pages.h"
#include "papers/papers_pages.h"
#include "papers/rules.h"

#include "base/ids.h"
#include "papers/text_message.h"
#include "papers/text_message_pages.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

/* ---- what the lists share ---- */

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

  if (*release->why && !release->is_more)
    return tr_fill(page,
                   N_("Say: “The paper ‘{title}’ was changed. {why} Shall I read it to you, or"
                      " bring it?”"),
                   "title", release->paper_title, "why", release->why, NULL);
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

/* Their way may have changed since the paper was sent: an e-mail address is not to be rung, nor
 * written on a letter. */
static void
put_contact(Page *page, const Delivery *delivery)
{
  static const char *const now[REACH_COUNT] = {
    [REACH_EMAIL] = N_("{name} is reached by e-mail by now. Please write to them there:"),
    [REACH_PHONE] = N_("{name} is reached by phone by now. Please ring them:"),
    [REACH_POST] = N_("{name} is reached by post by now. Please send them a letter:"),
    [REACH_IN_PERSON] = N_("{name} is reached in person by now. Please tell them when you meet."),
  };

  if (delivery->reach_now != delivery->reach)
    ui_inset_text(page,
                  .text = tr_fill(page, now[delivery->reach_now], "name", delivery->name, NULL));
  if (!*delivery->contact)
    return;
  if (delivery->reach_now == REACH_PHONE)
    ui_person_lines_to_call(page, delivery->contact);
  else
    ui_person_lines(page, delivery->contact);
}

static void
put_call(Page *page, const Release *release, const Delivery *delivery)
{
  ui_card_open(page, .title = delivery->name, .is_warm = !delivery->is_done);
  put_contact(page, delivery);
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

/* What people brought stands beside what each person gets: to be told where it helps. */
static void
put_made_here(Page *page, const Release *release)
{
  const char *words[MADE_A_PAPER];
  int count = 0;

  for (int i = 0; i < release->made_count && count < MADE_A_PAPER; i++)
    if (release->made[i].made && release->made[i].made->state == MADE_HERE)
      words[count++] = made_in_words(page, release->made[i].made);
  if (count == 0)
    return;

  g_autofree char *list = lang_list(page_lang(page), words, (size_t)count);

  ui_inset_text(page, .text = tr_fill(page,
                                      N_("People made this of it too: {list}. Say so where it"
                                         " helps."),
                                      "list", list, NULL));
}

static void
show_calls(Request *r)
{
  static const HandList lists[] = { LIST_RING, LIST_VISIT };
  const Release *release = find_release(r);

  if (!release)
    return;

  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("People to ring or visit")),
                                .lead = release->paper_title,
                                .back = release_path(r, release->id),
                                .section = "/papers" });

  put_made_here(page, release);
  for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
    const Delivery *delivery =
        releases_by_hand(request_txn(r), request_arena(r), release->id, lists[i]);

    if (delivery->id)
      ui_heading(page, 2,
                 lists[i] == LIST_RING ? tr(page, N_("By phone")) : tr(page, N_("In person")));
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

/* ---- text messages ---- */

static void
put_text(Page *page, const Release *release, const Delivery *delivery)
{
  Request *r = page_request(page);
  g_autofree char *words = text_message_about(page_lang(page), request_community_name(r),
                                              release->paper_title, request_origin(r));

  ui_card_open(page, .title = delivery->name, .is_warm = !delivery->is_done, .picture = "talk");
  put_contact(page, delivery);
  if (!delivery->is_done && delivery->reach_now == REACH_PHONE)
    put_text_message(page, delivery->name, delivery->contact, words);
  else if (!delivery->is_done)
    ui_inset_text(page, .text = words);
  put_done_button(page, release, delivery, "texts");
  ui_card_close(page);
}

static void
show_texts(Request *r)
{
  const Release *release = find_release(r);

  if (!release)
    return;

  const Delivery *delivery =
      releases_by_hand(request_txn(r), request_arena(r), release->id, LIST_TEXT);
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Text messages to send")),
                                .lead = release->paper_title,
                                .back = release_path(r, release->id),
                                .section = "/papers" });

  put_how_to_text(page);
  put_each(page, release, delivery, put_text);
  page_close(page);
}

static void
mark_text(Request *r)
{
  mark_delivery(r, "texts");
}

/* ---- reading aloud ---- */

static void
put_reading(Page *page, const Release *release, const Delivery *delivery)
{
  Request *r = page_request(page);
  char id[ID_TEXT_SIZE];

  ui_card_open(page, .title = delivery->name, .is_warm = !delivery->is_read, .picture = "listen");
  form_button(page,
              .action = arena_format(request_arena(r), "%s/readings/%s",
                                     release_path(r, release->id), id_to_text(delivery->id, id)),
              .name = "done", .value = delivery->is_read ? "no" : "yes", .spoken = delivery->name,
              .is_secondary = delivery->is_read,
              .button = delivery->is_read ? tr(page, N_("Not read after all"))
                                          : tr(page, N_("It was read aloud")));
  ui_card_close(page);
}

static void
show_readings(Request *r)
{
  const Release *release = find_release(r);

  if (!release)
    return;

  const Delivery *deliveries =
      releases_by_hand(request_txn(r), request_arena(r), release->id, LIST_READ);
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("To be read aloud")),
                                .lead = release->paper_title,
                                .back = release_path(r, release->id),
                                .section = "/papers" });

  ui_paragraph(page, .text = tr(page, N_("They asked that somebody reads it to them at the"
                                         " meeting. Leave time for it, and for questions.")));
  for (int is_read = 0; is_read < 2; is_read++)
    for (const Delivery *delivery = deliveries; delivery->id; delivery++)
      if (delivery->is_read == is_read)
        put_reading(page, release, delivery);
  page_close(page);
}

static void
mark_reading(Request *r)
{
  const Release *release = find_release(r);

  if (!release)
    return;
  releases_mark_read(request_txn(r), request_act(r), request_id_in_path(r, "delivery"),
                     strcmp(answers_text(request_answers(r), "done"), "no") != 0);
  reply_redirect(r, arena_format(request_arena(r), "%s/readings", release_path(r, release->id)));
}

/* ---- what came later ---- */

static void
put_late(Page *page, const Release *release, const LateCopy *late)
{
  Request *r = page_request(page);
  const char *format = late->is_made
                           ? made_kind_in_words(page, late->kind, language_name(late->language))
                           : want_in_words(page, &late->want);
  char id[ID_TEXT_SIZE];

  ui_card_open(page, .title = late->name, .is_warm = !late->is_done, .picture = "bell");
  ui_paragraph(page, .text = reach_in_words(page, late->reach), .is_quiet = true);
  if (late->reach == REACH_PHONE)
    ui_person_lines_to_call(page, late->contact);
  else if (*late->contact)
    ui_person_lines(page, late->contact);
  if (!late->is_done)
    ui_paragraph(page, .text = tr_fill(page,
                                       N_("Say, or write: “The paper ‘{title}’ is here now:"
                                          " {format}. Sorry that it came later.”"),
                                       "title", release->paper_title, "format", format, NULL));
  form_button(page,
              .action = arena_format(request_arena(r), "%s/late/%s", release_path(r, release->id),
                                     id_to_text(late->id, id)),
              .name = "done", .value = late->is_done ? "no" : "yes", .spoken = late->name,
              .is_secondary = late->is_done,
              .button = late->is_done ? tr(page, N_("Not done after all")) : tr(page, N_("Done")));
  ui_card_close(page);
}

static void
show_late(Request *r)
{
  const Release *release = find_release(r);

  if (!release)
    return;

  const LateCopy *late = late_to_tell(request_txn(r), request_arena(r), release->id);
  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("What came later")),
                                         .lead = release->paper_title,
                                         .back = release_path(r, release->id),
                                         .section = "/papers" });

  if (!late->id)
    ui_paragraph(page, .text = tr(page, N_("There is nobody to tell.")));
  for (; late->id; late++)
    put_late(page, release, late);
  page_close(page);
}

static void
mark_late(Request *r)
{
  const Release *release = find_release(r);

  if (!release)
    return;
  late_mark_told(request_txn(r), request_act(r), request_id_in_path(r, "late"),
                 strcmp(answers_text(request_answers(r), "done"), "no") != 0);
  reply_redirect(r, arena_format(request_arena(r), "%s/late", release_path(r, release->id)));
}

/* ---- post ---- */

/* After an override a letter goes with what is ready (post_letters.c); the rest is named, so that
 * nobody looks for it in the envelope. Asks for each person, but only then. */
static void
put_missing(Page *page, const Release *release, const Delivery *delivery)
{
  Txn *txn = request_txn(page_request(page));
  FormatWants missing = { 0 };
  const MadeFormat *made = NULL;

  if (release->formats_ready == release->formats_count)
    return;
  for (int i = 0; i < delivery->wants.count; i++) {
    const FormatWant *want = &delivery->wants.wants[i];

    if (formats_state_of(txn, release->paper_id, release->version, want, NULL) == FORMAT_READY)
      continue;
    if (!made)
      made = made_of_paper(txn, request_arena(page_request(page)), release->paper_id);
    if (!made_instead(made, want->format))
      missing.wants[missing.count++] = *want;
  }
  if (missing.count > 0)
    ui_inset_text(page, .text = tr_fill(page, N_("Not in the letter yet: {format}."), "format",
                                        wants_in_words(page, &missing), NULL));
}

static void
put_letter(Page *page, const Release *release, const Delivery *delivery)
{
  ui_card_open(page, .title = delivery->name, .is_warm = !delivery->is_done, .picture = "letter");
  put_contact(page, delivery);
  ui_paragraph(page, .text = tr_fill(page, N_("Gets it as {format}."), "format",
                                     wants_in_words(page, &delivery->wants), NULL));
  put_missing(page, release, delivery);
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

  g_autoptr(GBytes) pack = releases_open_post_pack(request_txn(r), release->id);

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

const Route by_hand_routes[] = {
  { "GET", "/releases/:release/calls", may_organise, show_calls,
    .read_is_logged_as = "contacts-read" },
  { "POST", "/releases/:release/calls/:delivery", may_organise, mark_call },
  { "GET", "/releases/:release/texts", may_organise, show_texts,
    .read_is_logged_as = "contacts-read" },
  { "POST", "/releases/:release/texts/:delivery", may_organise, mark_text },
  { "GET", "/releases/:release/readings", may_organise, show_readings,
    .read_is_logged_as = "contacts-read" },
  { "POST", "/releases/:release/readings/:delivery", may_organise, mark_reading },
  { "GET", "/releases/:release/late", may_organise, show_late,
    .read_is_logged_as = "contacts-read" },
  { "POST", "/releases/:release/late/:late", may_organise, mark_late },
  { "GET", "/releases/:release/post", may_organise, show_post,
    .read_is_logged_as = "contacts-read" },
  { "POST", "/releases/:release/post/:delivery", may_organise, mark_letter },
  { "GET", "/releases/:release/post/letters", may_organise, fetch_post_pack,
    .read_is_logged_as = "contacts-read" },
  { "POST", "/releases/:release/post/letters", may_organise, ask_for_post_pack, .per_minute = 20 },
  ROUTES_END,
};
