/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a group tells everybody, from its records. Ideas are in it whatever became of them,
 * decisions only where the group put them on the public register; how many are not in it is told
 * too, so that nothing looks better by leaving out. A text that holds a word of a name of the group
 * is left out, and says so. */
#include "evidence/account_draft.h"

#include "base/clock.h"
#include "decisions/ideas.h"
#include "decisions/record.h"
#include "groups/lines.h"
#include "groups/texts.h"
#include "meetings/when.h"

#include <string.h>

enum { NAME_LETTERS_LEAST = 3, NUMBER_LEAST = 5 };

typedef struct {
  const AccountDraft *draft;
  Txn *txn;
  Arena *arena;
  GHashTable *names; /* words of names; keys: arena */
} Drafting;

/* ---- names ---- */

/* The next run of letters at or after *at; false: none. */
static bool
next_word(const char **at, const char **ret_word, size_t *ret_len)
{
  const char *here = *at;

  while (*here && !g_unichar_isalpha(g_utf8_get_char(here)))
    here = g_utf8_next_char(here);
  *ret_word = here;
  while (*here && g_unichar_isalpha(g_utf8_get_char(here)))
    here = g_utf8_next_char(here);
  *ret_len = (size_t)(here - *ret_word);
  *at = here;
  return *ret_len > 0;
}

static void
note_names(Drafting *drafting)
{
  g_autoptr(Query) q = db_query(drafting->txn, "SELECT m.name FROM group_member g JOIN member m"
                                               " ON m.community_id = ?1 AND m.id = g.member_id"
                                               " WHERE g.community_id = ?1 AND g.group_id = ?2");

  bind_int(q, 2, drafting->draft->group->id);
  while (query_next(q)) {
    const char *at = col_text(q, 0), *word = NULL;
    size_t len = 0;

    while (next_word(&at, &word, &len))
      if (g_utf8_strlen(word, (gssize)len) >= NAME_LETTERS_LEAST)
        g_hash_table_add(drafting->names, (gpointer)arena_text_len(drafting->arena, word, len));
  }
}

static bool
names_somebody(const Drafting *drafting, const char *text)
{
  const char *at = text, *word = NULL;
  size_t len = 0;

  while (next_word(&at, &word, &len)) {
    g_autofree char *one = g_strndup(word, len);

    if (g_hash_table_contains(drafting->names, one))
      return true;
  }
  return false;
}

/* ---- small pieces ---- */

static void
set_text(json_t *into, const char *key, const char *text)
{
  json_object_set_new(into, key, json_string(text));
}

/* Of some texts that belong together: all of them, or none and that they are left out. Keys and
 * texts by turns, ended by NULL. */
static void
set_texts(const Drafting *drafting, json_t *into, const char *const *texts)
{
  bool is_left_out = false;

  for (int i = 0; texts[i]; i += 2)
    is_left_out = is_left_out || names_somebody(drafting, texts[i + 1]);
  if (is_left_out)
    json_object_set_new(into, "left_out", json_true());
  for (int i = 0; texts[i] && !is_left_out; i += 2)
    set_text(into, texts[i], texts[i + 1]);
}

static void
set_day(const Drafting *drafting, json_t *into, const char *key, int64_t at_us)
{
  char day[DATE_TEXT_SIZE];

  when_local(at_us, drafting->draft->time_zone, day);
  set_text(into, key, day);
}

/* 0: "none", 1 to 4: "some", else a number rounded down to fives. */
static void
set_number(json_t *into, const char *key, int64_t number)
{
  if (number < NUMBER_LEAST)
    set_text(into, key, number > 0 ? "some" : "none");
  else
    json_object_set_new(into, key, json_integer(number - number % NUMBER_LEAST));
}

static json_t *
add_to(json_t *list)
{
  json_t *one = json_object();

  json_array_append_new(list, one);
  return one;
}

/* ---- what people wanted ---- */

static void
add_idea(const Drafting *drafting, json_t *list, const Idea *idea)
{
  json_t *one = add_to(list);

  set_day(drafting, one, "day", idea->said_at_us);
  set_text(one, "answer", idea->outcome == IDEA_WAITS ? "waits" : idea_outcome_name(idea->outcome));
  set_texts(drafting, one,
            (const char *const[]){ "words", idea->words, "because", idea->because, NULL });
}

static json_t *
draft_wanted(const Drafting *drafting)
{
  const AccountDraft *draft = drafting->draft;
  const IdeaViewer viewer = { .member_id = draft->member_id, .now_us = draft->now_us };
  const IdeaFilter filter = { .show = "all", .group_id = draft->group->id };
  const Idea *ideas =
      ideas_list(drafting->txn, drafting->arena, &viewer, &filter, 0, ACCOUNT_LIST_MOST);
  const IdeasSum sum = ideas_sum(drafting->txn, &viewer, &filter);
  const Purpose *purpose = purposes_list(drafting->txn, drafting->arena, draft->group->id);
  json_t *wanted = json_object(), *list = json_array(), *own = json_object();
  int64_t told = 0;

  if (purpose->id)
    set_texts(
        drafting, own,
        (const char *const[]){ "words", purpose->different, "purpose", purpose->purpose, NULL });
  for (; ideas->id; ideas++) {
    if (!ideas->is_for_all || ideas->is_gone)
      continue;
    add_idea(drafting, list, ideas);
    told++;
  }
  json_object_set_new(wanted, "different", own);
  json_object_set_new(wanted, "ideas", list);
  set_number(wanted, "more_ideas", sum.all - told);
  return wanted;
}

/* ---- what was decided, what changed ---- */

static int64_t
count_decisions(const Drafting *drafting)
{
  g_autoptr(Query) q =
      db_query(drafting->txn, "SELECT count(*) FROM decision WHERE community_id = ?1"
                              " AND group_id = ?2 AND state = 'made'");

  bind_int(q, 2, drafting->draft->group->id);
  return query_next(q) ? col_int(q, 0) : 0;
}

static json_t *
draft_decided(const Drafting *drafting)
{
  const Decision *one = decisions_register(drafting->txn, drafting->arena,
                                           drafting->draft->group->id, 0, ACCOUNT_LIST_MOST);
  json_t *decided = json_object(), *list = json_array();
  int64_t told = 0;

  for (; one->id; one++, told++) {
    json_t *row = add_to(list);

    set_day(drafting, row, "day", one->decided_us);
    set_text(row, "decided_by", decided_by_name(one->decided_by));
    set_text(row, "became", one->ended == BY_NOBODY ? "" : became_name(one->became));
    set_texts(drafting, row,
              (const char *const[]){ "words", one->what, "because", one->why, NULL });
  }
  json_object_set_new(decided, "decisions", list);
  set_number(decided, "more_decisions", count_decisions(drafting) - told);
  return decided;
}

static int64_t
count_done(const Drafting *drafting)
{
  g_autoptr(Query) q =
      db_query(drafting->txn, "SELECT count(*) FROM group_action WHERE community_id = ?1"
                              " AND group_id = ?2 AND state = 'done' AND done_at_us >= ?3");

  bind_int(q, 2, drafting->draft->group->id);
  bind_int(q, 3, drafting->draft->now_us - MISSING_DAYS * US_PER_DAY);
  return query_next(q) ? col_int(q, 0) : 0;
}

static json_t *
draft_changed(const Drafting *drafting)
{
  const int64_t group_id = drafting->draft->group->id;
  const GroupReview *review = reviews_list(drafting->txn, drafting->arena, group_id);
  const Line *line = lines_list(drafting->txn, drafting->arena, group_id, LIST_STOPPED);
  json_t *changed = json_object(), *better = json_object(), *list = json_array();

  if (review->id)
    set_texts(drafting, better,
              (const char *const[]){ "words", review->better, "hard", review->hard, NULL });
  for (int i = 0; line->id && i < ACCOUNT_LIST_MOST; line++, i++)
    set_texts(drafting, add_to(list),
              (const char *const[]){ "words", line->words, "because", line->done_words, NULL });
  json_object_set_new(changed, "better", better);
  json_object_set_new(changed, "stopped", list);
  set_number(changed, "done", count_done(drafting));
  return changed;
}

/* ---- who was missing ---- */

static const struct {
  Side side;
  const char *name;
} told_sides[] = {
  { SIDE_USES, "uses-services" },  { SIDE_CARER, "family-carer" }, { SIDE_NEIGHBOUR, "neighbour" },
  { SIDE_PEER, "peer-supporter" }, { SIDE_WORK, "work" },
};

static const char *
people_word(SideTold told)
{
  switch (told) {
  case SIDE_NUMBER:
    return "at-least";
  case SIDE_FEW:
    return "some";
  case SIDE_NONE:
    return "nobody";
  case SIDE_NOT_TOLD:
    break;
  }
  return "not-told";
}

static json_t *
missing_to_json(const Drafting *drafting, const Missing *missing)
{
  static const char *const meetings[] = { [CAME_NOT_TOLD] = "not-told",
                                          [CAME_NEVER] = "none",
                                          [CAME_FEW] = "fewer-than-half",
                                          [CAME_MOST] = "half-or-more",
                                          [CAME_ALL] = "all" };
  json_t *facts = json_object(), *list = json_array();

  set_day(drafting, facts, "from", missing->from_us);
  set_day(drafting, facts, "until", missing->until_us);
  for (size_t i = 0; i < G_N_ELEMENTS(told_sides); i++) {
    const Side side = told_sides[i].side;
    const SideTold told = missing->is_told ? missing->told[side] : SIDE_NOT_TOLD;
    json_t *one = add_to(list);

    set_text(one, "side", told_sides[i].name);
    set_text(one, "people", people_word(told));
    if (told == SIDE_NUMBER)
      json_object_set_new(one, "at_least", json_integer(missing->least[side]));
    set_text(one, "meetings", meetings[missing->is_told ? missing->came_to[side] : CAME_NOT_TOLD]);
  }
  json_object_set_new(facts, "sides", list);
  return facts;
}

/* Where a new one would show somebody, the one before stands, with its own days. */
static json_t *
draft_missing(const Drafting *drafting, char **ret_basis)
{
  const AccountDraft *draft = drafting->draft;
  Missing missing;

  if (missing_find(drafting->txn, draft->group->id, draft->now_us, draft->basis_before, &missing,
                   ret_basis))
    return missing_to_json(drafting, &missing);
  *ret_basis = strdup(draft->basis_before ? draft->basis_before : "");
  return json_deep_copy(draft->missing_before);
}

json_t *
account_draft(Txn *txn, Arena *arena, const AccountDraft *draft, char **ret_basis)
{
  Drafting drafting = {
    .draft = draft, .txn = txn, .arena = arena, .names = g_hash_table_new(g_str_hash, g_str_equal)
  };
  json_t *body = json_object();

  note_names(&drafting);
  set_day(&drafting, body, "made_on", draft->now_us);
  set_text(body, "group", draft->group->name);
  json_object_set_new(body, "wanted", draft_wanted(&drafting));
  json_object_set_new(body, "decided", draft_decided(&drafting));
  json_object_set_new(body, "changed", draft_changed(&drafting));
  json_object_set_new(body, "missing", draft_missing(&drafting, ret_basis));
  g_hash_table_destroy(drafting.names);
  return body;
}
