/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Needs: what can be ticked, and their sealed sheet:
 * { "contact": { "needs": { "phone": "must" }, "words": "…", "words_matter": "helps",
 *   "is_shared": true, "language": "pl" }, …, "ask_again_months": 12, "ask_again_at_us": …,
 *   "noted_at_us": … } */
#include "people/needs.h"

#include "lang/lang.h"
#include "lang/languages.h"
#include "people/kinds.h"
#include "people/my_data.h"
#include "people/own_words.h"
#include "people/seal.h"

#include <string.h>

static const Choice contact_choices[] = {
  { .value = "text-message", .label = N_("Text messages"), .shows = "must-text-message" },
  { .value = "phone", .label = N_("Phone calls"), .shows = "must-phone" },
  { .value = "e-mail", .label = N_("E-mail"), .shows = "must-e-mail" },
  { .value = "letter", .label = N_("Letters by post"), .shows = "must-letter" },
  { .value = "relay", .label = N_("Relay UK: a person reads and types"), .shows = "must-relay" },
  { .value = "sign-video",
    .label = N_("A video call in sign language"),
    .shows = "must-sign-video" },
  { .value = "through-somebody",
    .label = N_("Through somebody I trust"),
    .shows = "must-through-somebody" },
  { .value = NULL },
};

static const Choice format_choices[] = {
  { .value = "easy-read", .label = N_("Easy Read"), .shows = "must-easy-read" },
  { .value = "large-print", .label = N_("Large print"), .shows = "must-large-print" },
  { .value = "braille", .label = N_("Braille"), .shows = "must-braille" },
  { .value = "sound", .label = N_("Sound, to listen to"), .shows = "must-sound" },
  { .value = "sign-film", .label = N_("A film in sign language"), .shows = "must-sign-film" },
  { .value = "coloured-paper", .label = N_("Coloured paper"), .shows = "must-coloured-paper" },
  { .value = NEED_OTHER_LANGUAGE, .label = N_("Another language"), .shows = "must-other-language" },
  { .value = NULL },
};

static const Choice talk_choices[] = {
  { .value = "more-time", .label = N_("More time to think and answer"), .shows = "must-more-time" },
  { .value = "plain-words",
    .label = N_("Plain words, one thing at a time"),
    .shows = "must-plain-words" },
  { .value = "lip-reading",
    .label = N_("I lip-read: please face me"),
    .shows = "must-lip-reading" },
  { .value = "hearing-loop", .label = N_("A hearing loop"), .shows = "must-hearing-loop" },
  { .value = "pictures", .label = N_("Pictures, signs or objects"), .shows = "must-pictures" },
  { .value = "write-down",
    .label = N_("Important things written down"),
    .shows = "must-write-down" },
  { .value = "beforehand",
    .label = N_("Questions sent to me beforehand"),
    .shows = "must-beforehand" },
  { .value = NULL },
};

static const Choice professional_choices[] = {
  { .value = "sign-interpreter",
    .label = N_("A sign language interpreter"),
    .shows = "must-sign-interpreter" },
  { .value = "lipspeaker", .label = N_("A lipspeaker"), .shows = "must-lipspeaker" },
  { .value = "speech-to-text",
    .label = N_("Somebody who types what is said"),
    .shows = "must-speech-to-text" },
  { .value = "deafblind", .label = N_("A deafblind interpreter"), .shows = "must-deafblind" },
  { .value = "language-interpreter",
    .label = N_("An interpreter for my language"),
    .shows = "must-language-interpreter" },
  { .value = "note-taker", .label = N_("Somebody who takes notes"), .shows = "must-note-taker" },
  { .value = "advocate", .label = N_("An advocate"), .shows = "must-advocate" },
  { .value = NULL },
};

static const Choice adjustment_choices[] = {
  { .value = "step-free", .label = N_("A way in without steps"), .shows = "must-step-free" },
  { .value = "toilet", .label = N_("An accessible toilet near by"), .shows = "must-toilet" },
  { .value = "breaks", .label = N_("Breaks"), .shows = "must-breaks" },
  { .value = "quiet-room", .label = N_("A quiet place to go to"), .shows = "must-quiet-room" },
  { .value = "time-of-day", .label = N_("Certain times of the day"), .shows = "must-time-of-day" },
  { .value = "travel", .label = N_("Help to get there and back"), .shows = "must-travel" },
  { .value = "care-cover",
    .label = N_("Somebody to care while I am away"),
    .shows = "must-care-cover" },
  { .value = "food", .label = N_("Certain food"), .shows = "must-food" },
  { .value = "assistance-dog",
    .label = N_("Room for my assistance dog"),
    .shows = "must-assistance-dog" },
  { .value = NULL },
};

static const struct {
  const char *name, *title;
  const Choice *choices;
} kinds[NEED_KIND_COUNT] = {
  [NEED_CONTACT] = { "contact", N_("How to be in touch with me"), contact_choices },
  [NEED_FORMAT] = { "format", N_("How I read or listen"), format_choices },
  [NEED_TALK] = { "talk", N_("What helps us understand each other"), talk_choices },
  [NEED_PROFESSIONAL] = { "professional", N_("Somebody trained who helps us talk"),
                          professional_choices },
  [NEED_ADJUSTMENT] = { "adjustment", N_("What helps me be there"), adjustment_choices },
};

const char *
need_kind_name(NeedKind kind)
{
  return kinds[kind].name;
}

bool
need_kind_from_name(const char *name, NeedKind *ret_kind)
{
  for (int i = 0; i < NEED_KIND_COUNT; i++) {
    if (strcmp(kinds[i].name, name) == 0) {
      *ret_kind = (NeedKind)i;
      return true;
    }
  }
  return false;
}

const char *
need_kind_title(NeedKind kind)
{
  return kinds[kind].title;
}

const char *
need_label(const char *code)
{
  for (int i = 0; i < NEED_KIND_COUNT; i++)
    for (const Choice *choice = kinds[i].choices; choice->value; choice++)
      if (strcmp(choice->value, code) == 0)
        return choice->label;
  return NULL;
}

const Choice *
need_choices(NeedKind kind)
{
  return kinds[kind].choices;
}

bool
needs_have_any(const NeedsOfKind *needs)
{
  return needs->count > 0 || (needs->words && *needs->words);
}

static bool
is_must(const json_t *object, const char *key)
{
  return strcmp(json_text(object, key), "must") == 0;
}

static void
read_kind(Arena *arena, NeedKind kind, const json_t *sheet, NeedsOfKind *needs)
{
  const json_t *of_kind = json_object_get(sheet, kinds[kind].name);
  const json_t *ticked = json_object_get(of_kind, "needs");

  needs->words = arena_text(arena, json_text(of_kind, "words"));
  needs->language = arena_text(arena, json_text(of_kind, "language"));
  needs->is_words_must = is_must(of_kind, "words_matter");
  needs->is_shared = json_is_true(json_object_get(of_kind, "is_shared"));
  for (const Choice *choice = kinds[kind].choices; choice->value; choice++) {
    if (json_object_get(ticked, choice->value) && needs->count < NEEDS_A_KIND)
      needs->needs[needs->count++] = (Need){ choice->value, is_must(ticked, choice->value) };
  }
}

const Needs *
needs_read(Txn *txn, Arena *arena, int64_t member_id, bool is_shared_only)
{
  Needs *needs = arena_new_of(arena, Needs, 1);
  g_autoptr(json_t) sheet = own_words_read(txn, member_id, OWN_NEEDS);
  const json_t *months = json_object_get(sheet, "ask_again_months");

  for (int i = 0; i < NEED_KIND_COUNT; i++) {
    read_kind(arena, (NeedKind)i, sheet, &needs->kinds[i]);
    if (is_shared_only && !needs->kinds[i].is_shared)
      needs->kinds[i] = (NeedsOfKind){ .words = "" };
  }
  needs->ask_again_months = months ? (int)json_integer_value(months) : ASK_AGAIN_MONTHS;
  needs->ask_again_at_us = json_integer_value(json_object_get(sheet, "ask_again_at_us"));
  needs->noted_at_us = json_integer_value(json_object_get(sheet, "noted_at_us"));
  return needs;
}

NeedsOfKind
needs_open_shared(Txn *txn, Arena *arena, const void *person_key, size_t key_len, int64_t member_id,
                  const void *sealed, size_t len, NeedKind kind)
{
  NeedsOfKind needs = { .words = "" };

  if (len == 0)
    return needs;

  const char *text = seal_open_with(txn, arena, person_key, key_len, member_id,
                                    "own_words." OWN_NEEDS, member_id, sealed, len);
  g_autoptr(json_t) sheet = text ? json_loads(text, 0, NULL) : NULL;

  if (sheet)
    read_kind(arena, kind, sheet, &needs);
  return needs.is_shared ? needs : (NeedsOfKind){ .words = "" };
}

bool
needs_have(const NeedsOfKind *needs, const char *code, bool *ret_is_must)
{
  for (int i = 0; i < needs->count; i++) {
    if (strcmp(needs->needs[i].code, code) != 0)
      continue;
    if (ret_is_must)
      *ret_is_must = needs->needs[i].is_must;
    return true;
  }
  return false;
}

static int64_t
months_from(int64_t at_us, int months)
{
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc(at_us / G_USEC_PER_SEC);
  g_autoptr(GDateTime) then = now ? g_date_time_add_months(now, months) : NULL;

  return then ? g_date_time_to_unix(then) * G_USEC_PER_SEC : 0;
}

/* A day of one's own stays until it has come. */
static void
set_ask_again(json_t *sheet, const Act *act, int months)
{
  if (months == ASK_AGAIN_OWN_DAY) {
    if (json_integer_value(json_object_get(sheet, "ask_again_at_us")) > act->at_us)
      return;
    months = ASK_AGAIN_MONTHS;
  }
  json_object_set_new(sheet, "ask_again_months", json_integer(months));
  json_object_set_new(sheet, "ask_again_at_us",
                      json_integer(months > 0 ? months_from(act->at_us, months) : 0));
}

const char *
needs_language(const NeedsOfKind *needs)
{
  return needs->language && needs_have(needs, NEED_OTHER_LANGUAGE, NULL) ? needs->language : "";
}

static json_t *
kind_to_json(const NeedsOfKind *needs)
{
  json_t *ticked = json_object();

  for (int i = 0; i < needs->count; i++)
    json_object_set_new(ticked, needs->needs[i].code,
                        json_string(needs->needs[i].is_must ? "must" : "helps"));
  return json_pack("{s:o, s:s, s:s, s:s, s:b}", "needs", ticked, "language", needs_language(needs),
                   "words", needs->words, "words_matter", needs->is_words_must ? "must" : "helps",
                   "is_shared", needs->is_shared);
}

static void
note_who(json_t *sheet, const Act *act, int64_t member_id)
{
  if (act->member_id == member_id || act->on_behalf_of == member_id)
    json_object_del(sheet, "noted_at_us");
  else
    json_object_set_new(sheet, "noted_at_us", json_integer(act->at_us));
}

void
needs_change(Txn *txn, const Act *act, int64_t member_id, NeedKind kind, const NeedsOfKind *needs)
{
  g_autoptr(json_t) sheet = own_words_read(txn, member_id, OWN_NEEDS);
  const json_t *months = json_object_get(sheet, "ask_again_months");

  json_object_set_new(sheet, kinds[kind].name, kind_to_json(needs));
  set_ask_again(sheet, act, months ? (int)json_integer_value(months) : ASK_AGAIN_MONTHS);
  note_who(sheet, act, member_id);
  own_words_write(txn, act, member_id, OWN_NEEDS, sheet);
  people_log(txn, act, "needs-changed", member_id);
}

void
needs_ask_again_in(Txn *txn, const Act *act, int64_t member_id, int months)
{
  g_autoptr(json_t) sheet = own_words_read(txn, member_id, OWN_NEEDS);

  set_ask_again(sheet, act, CLAMP(months, 0, ASK_AGAIN_MONTHS_MAX));
  note_who(sheet, act, member_id);
  own_words_write(txn, act, member_id, OWN_NEEDS, sheet);
}

void
needs_ask_again_on(Txn *txn, const Act *act, int64_t member_id, int year, int month, int day,
                   Refusals *refusals)
{
  /* Noon: the same day in the time zone of nearly every place. */
  g_autoptr(GDateTime) then = g_date_time_new_utc(year, month, day, 12, 0, 0);
  const int64_t at_us = then ? g_date_time_to_unix(then) * G_USEC_PER_SEC : 0;

  if (at_us <= act->at_us)
    refuse(refusals, "day", N_("Enter a day that is still to come"));
  else if (at_us > months_from(act->at_us, ASK_AGAIN_MONTHS_MAX))
    refuse(refusals, "day", N_("Enter a day within the next five years"));
  if (refusals_count(refusals) > 0)
    return;

  g_autoptr(json_t) sheet = own_words_read(txn, member_id, OWN_NEEDS);

  json_object_set_new(sheet, "ask_again_months", json_integer(ASK_AGAIN_OWN_DAY));
  json_object_set_new(sheet, "ask_again_at_us", json_integer(at_us));
  note_who(sheet, act, member_id);
  own_words_write(txn, act, member_id, OWN_NEEDS, sheet);
}

static void
collect_need(json_t *facts, NeedKind kind, const char *need, bool is_needed, bool is_shared)
{
  json_t *row = data_add_row(facts, "needs");

  data_set_text(row, "kind", kinds[kind].name);
  data_set_text(row, "need", need);
  data_set_text(row, "matters", is_needed ? "must" : "helps");
  data_set_text(row, "who_may_know", is_shared ? "organisers" : "nobody");
}

void
needs_collect(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  const Needs *needs = needs_read(txn, arena, member_id, false);

  for (int i = 0; i < NEED_KIND_COUNT; i++) {
    const NeedsOfKind *of_kind = &needs->kinds[i];

    for (int n = 0; n < of_kind->count; n++)
      collect_need(facts, (NeedKind)i, of_kind->needs[n].code, of_kind->needs[n].is_must,
                   of_kind->is_shared);
    if (*needs_language(of_kind))
      collect_need(facts, (NeedKind)i, language_name(needs_language(of_kind)), false,
                   of_kind->is_shared);
    if (*of_kind->words)
      collect_need(facts, (NeedKind)i, of_kind->words, of_kind->is_words_must, of_kind->is_shared);
  }
  if (needs->ask_again_at_us)
    data_set_time(facts, "ask_again_at", needs->ask_again_at_us);
}
