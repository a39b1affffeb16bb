/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Formats made by people, for organisers: the list of a paper, asking for one, changing what was
 * asked. One by itself is made_one_pages.c. */
#include "papers/made_pages.h"

#include "base/clock.h"
#include "base/ids.h"
#include "lang/languages.h"
#include "papers/papers_pages.h"
#include "people/people_pages.h"
#include "questions/date.h"
#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

enum { MEMBERS_SHOWN = 1000 };

/* ---- the questions ---- */

static const Choice kind_choices[] = {
  { .value = "sign-film", .label = N_("A film in sign language") },
  { .value = "recording", .label = N_("A recording read by a person") },
  { .value = "translation", .label = N_("A translation"), .shows = "language" },
  { .value = "photo-story", .label = N_("A photo story") },
  { .value = "other", .label = N_("Something else"), .shows = "what" },
  { .value = NULL },
};

static const Choice instead_choices[] = {
  { .value = "beside", .label = N_("Beside the others") },
  { .value = "audio", .label = N_("In place of the computer voice") },
  { .value = "easy-read", .label = N_("In place of the Easy Read") },
  { .value = "large-print", .label = N_("In place of the large print") },
  { .value = "braille", .label = N_("In place of the braille") },
  { .value = NULL },
};

static const Choice who_choices[] = {
  { .value = "member", .label = N_("Somebody who takes part here"), .shows = "member" },
  { .value = "outside", .label = N_("Somebody else"), .shows = "outside" },
  { .value = "here", .label = N_("It is made already: I have it") },
  { .value = NULL },
};

/* In own words: a language that is not of the list. */
static const char other_language[] = "other";

static const Choice *
language_choices(Arena *arena, void *data)
{
  Request *r = data;
  int count = 0;

  while (language_names[count].tag)
    count++;

  Choice *choices = arena_new_of(arena, Choice, count + 2);

  for (int i = 0; i < count; i++)
    choices[i] = (Choice){ .value = language_names[i].tag, .label = language_names[i].name };
  choices[count] = (Choice){ .value = other_language,
                             .label = lang_text(request_lang(r), N_("Another language")) };
  return choices;
}

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

#define WHAT_QUESTIONS                                                                       \
  { .name = "kind",                                                                          \
    .kind = ASK_ONE_OF,                                                                      \
    .picture = "film",                                                                       \
    .label = N_("What is to be made?"),                                                      \
    .missing = N_("Choose what is to be made"),                                              \
    .choices = kind_choices,                                                                 \
    .is_needed = true },                                                                     \
      { .name = "language",                                                                  \
        .kind = ASK_SELECT,                                                                  \
        .picture = "language",                                                               \
        .label = N_("Into which language?"),                                                 \
        .missing = N_("Choose the language"),                                                \
        .choices_from = language_choices,                                                    \
        .shown_if = "kind=translation",                                                      \
        .is_needed = true },                                                                 \
      { .name = "tongue",                                                                    \
        .kind = ASK_TEXT,                                                                    \
        .picture = "language",                                                               \
        .label = N_("Which language, if it is not in the list?"),                            \
        .shown_if = "kind=translation" },                                                    \
  {                                                                                          \
    .name = "what", .kind = ASK_TEXT, .picture = "write", .label = N_("What is it?"),        \
    .hint = N_("For example: a model that can be touched"), .missing = N_("Say what it is"), \
    .shown_if = "kind=other", .is_needed = true                                              \
  }

#define OWNER_QUESTIONS(of_who)                                                            \
  { .name = "who",                                                                         \
    .kind = ASK_ONE_OF,                                                                    \
    .picture = "people",                                                                   \
    .label = N_("Who makes it?"),                                                          \
    .hint = N_("Ask them first. They can say at any time that they cannot."),              \
    .missing = N_("Choose who makes it"),                                                  \
    .choices = (of_who),                                                                   \
    .is_needed = true },                                                                   \
      { .name = "member",                                                                  \
        .kind = ASK_SELECT,                                                                \
        .picture = "person",                                                               \
        .label = N_("Who?"),                                                               \
        .missing = N_("Choose who makes it"),                                              \
        .choices_from = member_choices,                                                    \
        .shown_if = "who=member",                                                          \
        .is_needed = true },                                                               \
      { .name = "outside",                                                                 \
        .kind = ASK_TEXT,                                                                  \
        .picture = "person",                                                               \
        .max_length = MADE_WORDS_MAX,                                                      \
        .label = N_("Who is it?"),                                                         \
        .hint = N_("For example: the interpreters' office in town"),                       \
        .missing = N_("Write who makes it"),                                               \
        .shown_if = "who=outside",                                                         \
        .is_needed = true },                                                               \
      { .name = "day",                                                                     \
        .kind = ASK_DATE,                                                                  \
        .picture = "calendar",                                                             \
        .label = N_("By which day?"),                                                      \
        .hint = N_("For example: 27 3 2030. Leave it empty for what you have already.") }, \
  {                                                                                        \
    .name = "instead", .kind = ASK_ONE_OF, .picture = "books",                             \
    .label = N_("Beside the others, or in place of one?"),                                 \
    .missing = N_("Choose where it stands"), .choices = instead_choices, .is_needed = true \
  }

static const Question ask_questions[] = { WHAT_QUESTIONS, OWNER_QUESTIONS(who_choices),
                                          QUESTIONS_END };

static const Choice owner_choices[] = {
  { .value = "member", .label = N_("Somebody who takes part here"), .shows = "member" },
  { .value = "outside", .label = N_("Somebody else"), .shows = "outside" },
  { .value = NULL },
};

static const Question change_questions[] = { OWNER_QUESTIONS(owner_choices), QUESTIONS_END };

/* ---- in words ---- */

const char *
made_path(Request *r, int64_t made_id)
{
  char id[ID_TEXT_SIZE];

  return arena_join(request_arena(r), "/made/", id_to_text(made_id, id));
}

const char *
made_picture(MadeKind kind)
{
  static const char *const names[MADE_KIND_COUNT] = {
    [MADE_SIGN_FILM] = "film",     [MADE_RECORDING] = "sound", [MADE_TRANSLATION] = "language",
    [MADE_PHOTO_STORY] = "camera", [MADE_OTHER] = "file",
  };

  return names[kind];
}

const char *
made_kind_in_words(Page *page, MadeKind kind, const char *language)
{
  if (kind != MADE_TRANSLATION || !*language)
    return tr(page, made_kind_label(kind));
  return tr_fill(page, N_("A translation: {language}"), "language", language, NULL);
}

const char *
made_in_words(Page *page, const MadeFormat *made)
{
  const char *language = language_name(made->language);

  if (made->kind == MADE_OTHER)
    return made->what;
  return made_kind_in_words(page, made->kind, *language ? language : made->what);
}

const char *
made_state_in_words(Page *page, const MadeFormat *made)
{
  Request *r = page_request(page);
  const char *by = made->due_us ? date_in_words(page, made->due_us - 1) : "";

  if (made->state == MADE_NOT_TO_BE)
    return tr_fill(page, N_("It could not be made: {why}"), "why", made->why, NULL);
  if (made->state == MADE_HERE)
    return tr(page, N_("It is here"));
  if (!*made->owner_name)
    return tr(page, N_("It is not here yet"));
  if (made_is_late(made, request_now_us(r)))
    return tr_fill(page, N_("It is late. {name} said by {date}"), "name", made->owner_name, "date",
                   by, NULL);
  return tr_fill(page, N_("{name} makes it, by {date}"), "name", made->owner_name, "date", by,
                 NULL);
}

/* ---- the list ---- */

static void
put_made(Page *page, const MadeFormat *made)
{
  Request *r = page_request(page);

  ui_card_open(page, .title = made_in_words(page, made), .picture = made_picture(made->kind),
               .title_href = made_path(r, made->id),
               .is_warm = made_is_late(made, request_now_us(r)));
  ui_paragraph(page, .text = made_state_in_words(page, made));
  if (*made->credit)
    ui_paragraph(page, .text = tr_fill(page, N_("Made by {name}"), "name", made->credit, NULL));
  ui_card_close(page);
}

static void
show_list(Request *r)
{
  const Paper *paper = find_readable_paper(r);

  if (!paper)
    return;

  const MadeFormat *made = made_of_paper(request_txn(r), request_arena(r), paper->id);
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Formats made by people")),
                                .lead = paper->title,
                                .back = paper_path(r, paper->id),
                                .section = "/papers" });

  ui_paragraph(page, .text = tr(page, N_("The program makes some formats by itself. People make"
                                         " others, and often better ones.")));
  ui_button(page, .text = tr(page, N_("Ask for one, or add one")),
            .href = arena_format(request_arena(r), "%s/made/ask", paper_path(r, paper->id)));
  if (!made->id)
    ui_paragraph(page, .text = tr(page, N_("There are none yet.")));
  for (; made->id; made++)
    put_made(page, made);
  page_close(page);
}

/* ---- asking ---- */

/* The day is over at midnight there. 0: none was said. */
static int64_t
end_of_day(Request *r)
{
  g_autoptr(GTimeZone) known = g_time_zone_new_identifier(request_time_zone(r));
  g_autoptr(GTimeZone) zone = known ? g_time_zone_ref(known) : g_time_zone_new_utc();
  int year = 0, month = 0, day = 0;

  if (date_read(answers_text(request_answers(r), "day"), &year, &month, &day) != DATE_REAL)
    return 0;

  g_autoptr(GDateTime) start = g_date_time_new(zone, year, month, day, 0, 0, 0);
  g_autoptr(GDateTime) end = start ? g_date_time_add_days(start, 1) : NULL;

  return end ? g_date_time_to_unix(end) * US_PER_S : 0;
}

static void
read_owner(Request *r, MadeFormat *made)
{
  const Answers *answers = request_answers(r);
  const char *instead = answers_text(answers, "instead");

  made->owner_id = 0;
  made->owner_name = "";
  if (answers_have(answers, "who", "member"))
    id_from_text(answers_text(answers, "member"), &made->owner_id);
  if (answers_have(answers, "who", "outside"))
    made->owner_name = answers_text(answers, "outside");
  made->instead_of = strcmp(instead, "beside") == 0 ? "" : instead;
  made->due_us = answers_have(answers, "who", "here") ? 0 : end_of_day(r);
}

static MadeFormat
read_asked(Request *r, int64_t paper_id)
{
  const Answers *answers = request_answers(r);
  const char *language = answers_text(answers, "language");
  const bool is_other = strcmp(language, other_language) == 0;
  MadeFormat made = { .paper_id = paper_id, .what = "", .language = "", .instead_of = "" };

  made_kind_from_name(answers_text(answers, "kind"), &made.kind);
  if (made.kind == MADE_TRANSLATION) {
    made.language = is_other ? "" : language;
    made.what = is_other ? answers_text(answers, "tongue") : "";
  }
  if (made.kind == MADE_OTHER)
    made.what = answers_text(answers, "what");
  read_owner(r, &made);
  return made;
}

static void
draw_asking(Request *r, const Paper *paper)
{
  const char *path = arena_format(request_arena(r), "%s/made", paper_path(r, paper->id));
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("A format made by a person")),
                      .lead = paper->title,
                      .back = path,
                      .section = "/papers" });

  form_draw(page, .action = arena_format(request_arena(r), "%s/ask", path),
            .questions = ask_questions, .data = r, .button = tr(page, N_("Keep this")));
  page_close(page);
}

static void
show_ask(Request *r)
{
  const Paper *paper = find_readable_paper(r);

  if (paper)
    draw_asking(r, paper);
}

static void
ask(Request *r)
{
  const Paper *paper = find_readable_paper(r);
  int64_t id = 0;

  if (!paper)
    return;
  if (questions_check(ask_questions, request_answers(r), r, request_refusals(r))) {
    const MadeFormat made = read_asked(r, paper->id);

    made_ask(request_txn(r), request_act(r), &made, request_refusals(r), &id);
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_asking(r, paper);
  else if (answers_have(request_answers(r), "who", "here"))
    reply_redirect(r, arena_format(request_arena(r), "%s/here", made_path(r, id)));
  else
    reply_redirect_saying(r, made_path(r, id), N_("This is noted"), NULL);
}

/* ---- changing what was asked ---- */

static const MadeFormat *
find_made(Request *r)
{
  const MadeFormat *made =
      made_find(request_txn(r), request_arena(r), request_id_in_path(r, "made"));

  if (!made)
    reply_not_found(r);
  return made;
}

static void
fill_owner(Request *r, const MadeFormat *made)
{
  Answers *answers = request_answers(r);
  char id[ID_TEXT_SIZE];

  if (made->owner_id) {
    answers_set(answers, "who", "member");
    answers_set(answers, "member", id_to_text(made->owner_id, id));
  } else if (*made->owner_name) {
    answers_set(answers, "who", "outside");
    answers_set(answers, "outside", made->owner_name);
  }
  answers_set(answers, "instead", *made->instead_of ? made->instead_of : "beside");
  if (made->due_us) {
    g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(request_time_zone(r));
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc((made->due_us - 1) / US_PER_S);
    g_autoptr(GDateTime) there = zone ? g_date_time_to_timezone(utc, zone) : g_date_time_ref(utc);
    g_autofree char *text = g_date_time_format(there, "%Y-%m-%d");

    answers_set(answers, "day", text);
  }
}

static void
show_change(Request *r)
{
  const MadeFormat *made = find_made(r);

  if (!made)
    return;
  if (!request_is_post(r))
    fill_owner(r, made);

  const char *path = made_path(r, made->id);
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Who makes it, and when")),
                                .back = path,
                                .section = "/papers" });

  form_draw(page, .action = arena_format(request_arena(r), "%s/change", path),
            .questions = change_questions, .data = r, .button = tr(page, N_("Keep this")));
  page_close(page);
}

static void
change(Request *r)
{
  const MadeFormat *old = find_made(r);

  if (!old)
    return;
  if (questions_check(change_questions, request_answers(r), r, request_refusals(r))) {
    MadeFormat made = *old;

    read_owner(r, &made);
    made_change(request_txn(r), request_act(r), &made, request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    show_change(r);
  else
    reply_redirect_saying(r, made_path(r, old->id), N_("The changes are kept"), NULL);
}

const Route made_routes[] = {
  { "GET", "/papers/:paper/made", may_organise, show_list },
  { "GET", "/papers/:paper/made/ask", may_organise, show_ask },
  { "POST", "/papers/:paper/made/ask", may_organise, ask },
  { "GET", "/made/:made/change", may_organise, show_change },
  { "POST", "/made/:made/change", may_organise, change },
  ROUTES_END,
};
