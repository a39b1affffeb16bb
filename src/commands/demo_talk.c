/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the people of the demo say about papers and make of them, from assets/demo/talk.ini: each
 * line does what its person would do on a page. */
#include "base/clock.h"
#include "commands/demo.h"
#include "notices/digest.h"
#include "papers/comment_told.h"
#include "papers/comments.h"
#include "papers/easy_checks.h"
#include "papers/hard_words.h"
#include "papers/made.h"
#include "papers/own_pictures.h"
#include "papers/past.h"
#include "papers/versions.h"

#include <string.h>

enum { PARTS_MAX = 6, TALK_ARENA = 8 * 1024 * 1024 };
#define AT_US (14 * US_PER_HOUR)

/* One line: who did it, to which paper, with what. */
typedef struct {
  Demo *demo;
  Act act;
  Arena *arena;
  const char *paper, *name; /* of the group and the key in talk.ini */
  const char *who;
  const char *parts[PARTS_MAX]; /* after who; "" where the line ends before */
  int64_t paper_id;             /* 0: not there yet */
} Event;

/* ---- what lines name ---- */

static void
remember(const Event *event, int64_t id)
{
  g_hash_table_insert(event->demo->talk_ids, g_strconcat(event->paper, "/", event->name, NULL),
                      g_memdup2(&id, sizeof(id)));
}

static int64_t
named_before(const Event *event, const char *name)
{
  g_autofree char *key = g_strconcat(event->paper, "/", name, NULL);
  const int64_t *id = g_hash_table_lookup(event->demo->talk_ids, key);

  if (!id)
    g_error("demo: nobody said or made %s before", key);
  return *id;
}

static const Paper *
paper_of(const Event *event)
{
  return papers_find(event->demo->txn, event->arena, event->paper_id);
}

/* The part with these words; "": the whole paper. */
static int
part_with(const Event *event, const char *words)
{
  const Paper *paper = paper_of(event);
  g_autoptr(GPtrArray) parts = commonmark_parts_of(paper->source, paper->title);

  for (guint i = 0; *words && i < parts->len; i++) {
    const PaperPart *part = parts->pdata[i];

    if (part->level == 0 && strstr(part->words, words))
      return (int)i + 1;
  }
  if (*words)
    g_error("demo: %s has no part with “%s”", event->paper, words);
  return 0;
}

/* ---- saying ---- */

static void
comment(Event *event, const CommentWish *said)
{
  CommentWish wish = *said;
  int64_t id = 0;

  wish.paper_id = event->paper_id;
  comments_add(event->demo->txn, &event->act, &wish, event->demo->refusals, &id);
  remember(event, id);
}

static void
say(Event *event)
{
  comment(event,
          &(CommentWish){ .part = part_with(event, event->parts[0]), .words = event->parts[1] });
}

static void
say_nameless(Event *event)
{
  comment(event, &(CommentWish){ .part = part_with(event, event->parts[0]),
                                 .words = event->parts[1],
                                 .is_nameless = true });
}

static void
write_down(Event *event, CommentWay way)
{
  comment(event, &(CommentWish){ .part = part_with(event, event->parts[1]),
                                 .words = event->parts[2],
                                 .member_id = demo_person(event->demo, event->parts[0]),
                                 .way = way });
}

static void
say_by_slip(Event *event)
{
  write_down(event, COMMENT_BY_SLIP);
}

static void
say_by_phone(Event *event)
{
  write_down(event, COMMENT_BY_PHONE);
}

static void
say_by_mail(Event *event)
{
  event->act.member_id = 0;
  event->act.role = ACT_AS_PROGRAM;
  comment(event, &(CommentWish){ .part = part_with(event, event->parts[0]),
                                 .words = event->parts[1],
                                 .member_id = demo_person(event->demo, event->who),
                                 .way = COMMENT_BY_MAIL });
}

static void
answer(Event *event)
{
  const int64_t id = named_before(event, event->parts[0]);

  comments_answer(event->demo->txn, &event->act, id, event->parts[1], event->parts[2],
                  event->demo->refusals);
  /* Whom no mail tells, whoever answers it rings. */
  comment_answer_mark_told(event->demo->txn, &event->act, id, event->act.at_us,
                           event->demo->refusals);
}

static void
hide(Event *event)
{
  comments_hide(event->demo->txn, &event->act, named_before(event, event->parts[0]),
                event->parts[1], event->demo->refusals);
}

/* ---- the next version ---- */

/* Its Easy Read stays where the folder has none for it: then the program says which rows may be out
 * of date. */
static void
write_next(Event *event, const char *ending)
{
  Demo *demo = event->demo;
  Paper paper = *papers_find_next(demo->txn, event->arena, event->paper_id);
  const char *easy_ending = arena_join(event->arena, ending, ".easy");
  const char *easy = demo_paper_text(demo, event->arena, event->paper, easy_ending);

  paper.source = demo_paper_text(demo, event->arena, event->paper, ending);
  if (*easy)
    paper.easy_source = easy;
  papers_change(demo->txn, &event->act, &paper, demo->refusals);
}

static void
draft(Event *event)
{
  write_next(event, ".next");
}

static void
change(Event *event)
{
  write_next(event, ".2");
  demo_send(event->demo, &event->act, event->paper, event->paper_id, event->parts[0]);
}

/* ---- formats made by people ---- */

/* Of the members, else somebody outside. */
static int64_t
member_called(const Event *event, const char *name)
{
  const int64_t *id = g_hash_table_lookup(event->demo->ids, name);

  return id ? *id : 0;
}

static void
make(Event *event)
{
  MadeFormat made = {
    .paper_id = event->paper_id,
    .what = "",
    .language = event->parts[1],
    .instead_of = "",
    .owner_id = member_called(event, event->parts[2]),
    .owner_name = event->parts[2],
    .due_us = event->act.at_us + g_ascii_strtoll(event->parts[3], NULL, 10) * US_PER_DAY,
  };
  int64_t id = 0;

  if (!made_kind_from_name(event->parts[0], &made.kind))
    g_error("demo: there is no kind %s", event->parts[0]);
  made_ask(event->demo->txn, &event->act, &made, event->demo->refusals, &id);
  remember(event, id);
}

/* Who waited for it hears of it: the mail is long in their box. */
static void
bring(Event *event)
{
  const char *thing = event->parts[1];
  const bool is_address = g_str_has_prefix(thing, "https://");
  const int64_t mark = act_new_id(&event->act);

  made_bring(event->demo->txn, &event->act, named_before(event, event->parts[0]),
             &(MadeThing){ .url = is_address ? thing : "",
                           .words = is_address ? "" : demo_text(thing),
                           .credit = event->parts[2] },
             event->demo->refusals);
  outbox_drop_since(event->demo->txn, &event->act, "late-mail", mark);
}

static void
say_cannot(Event *event)
{
  made_give_up(event->demo->txn, &event->act, named_before(event, event->parts[0]), event->parts[1],
               event->demo->refusals);
}

static void
draw(Event *event)
{
  g_autoptr(GByteArray) bytes = demo_draw(event->parts[2]);
  const AnswerFile file = { .file_name = "drawing.gif",
                            .bytes = (const char *)bytes->data,
                            .len = bytes->len };
  const char *name = NULL;

  own_pictures_add(
      event->demo->txn, &event->act,
      &(OwnPicture){
          .shows = event->parts[0], .words = "", .credit = event->parts[1], .consent = "" },
      &file, event->demo->refusals, &name, event->arena);
}

/* ---- Easy Read, and hard words ---- */

static int64_t
noon_of(const Event *event)
{
  return event->act.at_us - event->act.at_us % US_PER_DAY + US_PER_DAY / 2;
}

static void
note_check(Event *event)
{
  easy_checks_add(event->demo->txn, &event->act, paper_of(event), event->parts[0], noon_of(event),
                  event->demo->refusals);
}

static void
say_clear(Event *event)
{
  easy_checks_say(event->demo->txn, &event->act, paper_of(event), event->parts[0], noon_of(event));
}

static void
say_hard(Event *event)
{
  easy_hard_say(event->demo->txn, &event->act, event->paper_id, event->parts[0], true);
}

static void
say_hard_nameless(Event *event)
{
  easy_hard_say(event->demo->txn, &event->act, event->paper_id, event->parts[0], false);
}

static void
ask_word(Event *event)
{
  hard_words_ask(event->demo->txn, &event->act, event->parts[0], false, event->demo->refusals);
}

static void
explain(Event *event)
{
  hard_words_add(event->demo->txn, &event->act, event->parts[0], event->parts[1],
                 event->demo->refusals);
}

static const struct {
  const char *verb;
  void (*happen)(Event *event);
} verbs[] = {
  { "drawn", draw },
  { "say", say },
  { "say-nameless", say_nameless },
  { "mail", say_by_mail },
  { "slip", say_by_slip },
  { "phone", say_by_phone },
  { "answer", answer },
  { "hide", hide },
  { "change", change },
  { "draft", draft },
  { "make", make },
  { "bring", bring },
  { "cannot", say_cannot },
  { "checked", note_check },
  { "clear", say_clear },
  { "hard", say_hard },
  { "hard-nameless", say_hard_nameless },
  { "ask-word", ask_word },
  { "explain", explain },
};

/* ---- a week ---- */

static void
let_happen(Event *event, const char *verb)
{
  for (size_t i = 0; i < G_N_ELEMENTS(verbs); i++)
    if (strcmp(verbs[i].verb, verb) == 0) {
      verbs[i].happen(event);
      return;
    }
  g_error("demo: nobody can %s a paper", verb);
}

/* "mabel=3|thu|phone|Rowan Field|Mabel Croft|…" */
static void
read_line(Demo *demo, const char *paper, const char *name, char **parts, int64_t at_us)
{
  g_autoptr(Arena) arena = arena_new(TALK_ARENA);
  const guint count = g_strv_length(parts);
  Event event = { .demo = demo,
                  .arena = arena,
                  .paper = paper,
                  .name = name,
                  .who = parts[3],
                  .act = demo_act_of(demo, parts[3], at_us) };
  const int64_t *id = g_hash_table_lookup(demo->paper_ids, paper);

  event.paper_id = id ? *id : 0;
  for (guint i = 0; i < PARTS_MAX; i++)
    event.parts[i] = i + 4 < count ? parts[i + 4] : "";
  let_happen(&event, parts[2]);
}

static void
live_through(Demo *demo, const char *paper, int week, const char *day, int64_t at_us)
{
  g_auto(GStrv) names = g_key_file_get_keys(demo->talk, paper, NULL, NULL);

  for (char **name = names; name && *name; name++) {
    g_autofree char *line = g_key_file_get_string(demo->talk, paper, *name, NULL);

    if (g_ascii_strtoll(line, NULL, 10) != week)
      continue;

    g_auto(GStrv) parts = g_strsplit(line, "|", -1);

    if (strcmp(parts[1], day) == 0)
      read_line(demo, paper, *name, parts, at_us);
  }
}

void
demo_talk_before(Demo *demo, const char *paper, int week, int64_t at_us)
{
  live_through(demo, paper, week, "pre", at_us);
}

void
demo_talk_of_week(Demo *demo, int week)
{
  static const char *const days[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
  g_auto(GStrv) papers = g_key_file_get_groups(demo->talk, NULL);
  const int64_t week_us = demo->monday_us - week * 7 * US_PER_DAY;

  for (size_t day = 0; day < G_N_ELEMENTS(days); day++)
    for (char **paper = papers; *paper; paper++)
      live_through(demo, *paper, week, days[day], week_us + (int64_t)day * US_PER_DAY + AT_US);
}
