/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Introductions. A no, a silent block and nobody of that name all look like waiting to whoever
 * asked. */
#include "safety/introductions.h"

#include "base/clock.h"
#include "lang/lang.h"
#include "people/seal.h"
#include "safety/keep_away.h"

#include <string.h>

enum { LIST_MAX = 50 };

static const char *const state_names[] = { "asked", "passed-on", "yes", "no" };

/* ---- who passes it on ---- */

static bool
is_one_of_them(const Introduction *one, int64_t member_id)
{
  return member_id == one->asker_id || member_id == one->other_id;
}

static bool
has_fit_organiser(const Introduction *one, const SafetyReaders *readers)
{
  for (const KnownMember *organiser = readers->organisers; organiser->id; organiser++)
    if (!is_one_of_them(one, organiser->id))
      return true;
  return false;
}

static bool
is_fit_person(const Introduction *one, const SafetyPerson *person)
{
  return person->id && person->is_here && !is_one_of_them(one, person->id);
}

bool
introduction_may_be_passed_on_by(const Introduction *one, const SafetyReaders *readers,
                                 int64_t member_id)
{
  if (has_fit_organiser(one, readers))
    return !is_one_of_them(one, member_id) && safety_organises(readers, member_id);
  for (int i = 0; i < SAFETY_PEOPLE; i++)
    if (readers->people[i].id == member_id)
      return is_fit_person(one, &readers->people[i]);
  return false;
}

IntroductionWay
introduction_way(const Introduction *one, const SafetyReaders *readers)
{
  if (has_fit_organiser(one, readers))
    return INTRODUCE_BY_ORGANISER;
  for (int i = 0; i < SAFETY_PEOPLE; i++)
    if (is_fit_person(one, &readers->people[i]))
      return INTRODUCE_BY_PERSON;
  /* An organiser is there to be asked by everybody. */
  if (one->other_id != one->asker_id && safety_organises(readers, one->other_id))
    return INTRODUCE_DIRECTLY;
  return INTRODUCE_BY_NOBODY;
}

/* ---- asking, passing on, answering ---- */

static void
bind_words(Query *q, int slot, Txn *txn, Arena *arena, int64_t asker_id, const char *place,
           int64_t id, const char *words)
{
  size_t len = 0;
  const void *sealed = seal_text(txn, arena, asker_id, place, id, words, &len);

  bind_blob(q, slot, sealed, len);
}

/* The one member of that name, who is here and not oneself; 0: none, or several. */
static int64_t
other_named(Txn *txn, Arena *arena, int64_t asker_id, const char *name)
{
  int64_t id = 0;
  int count = 0;

  for (const KnownMember *one = people_find_by_name(txn, arena, name); one->id; one++)
    if (one->is_here && one->id != asker_id) {
      id = one->id;
      count++;
    }
  return count == 1 ? id : 0;
}

static int64_t
count_open(Txn *txn, int64_t asker_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT count(*) FROM introduction WHERE community_id = ?1 AND asker_id = ?2"
                    " AND state IN ('asked', 'passed-on')");

  bind_int(q, 2, asker_id);
  return query_next(q) ? col_int(q, 0) : 0;
}

void
introductions_ask(Txn *txn, const Act *act, const char *who, const char *words, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(128 * 1024);
  const int64_t id = act_new_id(act);

  const int64_t other_id = other_named(txn, arena, act->member_id, who);
  const Introduction wish = { .asker_id = act->member_id, .other_id = other_id };

  if (!*who)
    refuse(refusals, "who", N_("Enter whom you want to meet"));
  else if (introduction_way(&wish, safety_find_readers(txn, arena)) == INTRODUCE_BY_NOBODY)
    refuse(refusals, "",
           N_("Nobody else here can pass this on. Make a second organiser in People first, or name"
              " somebody for worries."));
  else if (count_open(txn, act->member_id) >= INTRODUCTIONS_OPEN_MAX)
    refuse(refusals, "", N_("You have asked for five people already. Please wait for an answer."));
  if (refusals_count(refusals) > 0)
    return;

  const bool is_blocked = other_id && safety_is_blocked(txn, act->member_id, other_id);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO introduction (community_id, id, asker_id, who, words, other_id,"
                " passed_by, state, made_at_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?8, ?7)");

  bind_int(q, 2, id);
  bind_int(q, 3, act->member_id);
  bind_words(q, 4, txn, arena, act->member_id, "introduction.who", id, who);
  bind_words(q, 5, txn, arena, act->member_id, "introduction.words", id, words);
  bind_int(q, 6, other_id);
  bind_int(q, 7, act->at_us);
  bind_text(q, 8, is_blocked ? "no" : "asked"); /* nobody is told of the no */
  query_run(q);
}

/* Columns: key, id, asker, asker's name, who, words, other, other's name, state, made,
 * passed by. */
static const Introduction *
read_list(Txn *txn, Query *q, Arena *arena)
{
  Introduction *list = arena_new_of(arena, Introduction, LIST_MAX + 1);
  int count = 0;

  while (count < LIST_MAX && query_next(q)) {
    Introduction *one = &list[count++];
    size_t key_len = 0, who_len = 0, words_len = 0;
    const void *key = col_blob(q, 0, &key_len);
    const void *who = col_blob(q, 4, &who_len);
    const void *words = col_blob(q, 5, &words_len);

    *one = (Introduction){ .id = col_int(q, 1),
                           .asker_id = col_int(q, 2),
                           .asker_name = arena_text(arena, col_text(q, 3)),
                           .other_id = col_int(q, 6),
                           .other_name = arena_text(arena, col_text(q, 7)),
                           .made_at_us = col_int(q, 9),
                           .passed_by = col_int(q, 10) };
    one->who = seal_open_with(txn, arena, key, key_len, one->asker_id, "introduction.who", one->id,
                              who, who_len);
    one->words = seal_open_with(txn, arena, key, key_len, one->asker_id, "introduction.words",
                                one->id, words, words_len);
    if (!one->who || !one->words)
      txn_fail(txn, TROUBLE_DATABASE, "safety: a seal does not open; is this the right root key?");
    for (size_t i = 0; i < G_N_ELEMENTS(state_names); i++)
      if (strcmp(state_names[i], col_text(q, 8)) == 0)
        one->state = (IntroductionState)i;
  }
  return list;
}

const Introduction *
introductions_by(Txn *txn, Arena *arena, int64_t asker_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT k.sealed, i.id, i.asker_id, a.name, i.who, i.words, i.other_id, o.name,"
                    " i.state, i.made_at_us, i.passed_by FROM introduction i"
                    " JOIN person_key k ON k.community_id = ?1 AND k.member_id = i.asker_id"
                    " JOIN member a ON a.community_id = ?1 AND a.id = i.asker_id"
                    " LEFT JOIN member o ON o.community_id = ?1 AND o.id = i.other_id"
                    " WHERE i.community_id = ?1 AND i.asker_id = ?2 ORDER BY i.id DESC LIMIT ?3");

  bind_int(q, 2, asker_id);
  bind_int(q, 3, LIST_MAX);
  return read_list(txn, q, arena);
}

/* What they may not see falls out of the list. */
typedef bool (*IntroductionTest)(const Introduction *one, const SafetyReaders *readers,
                                 int64_t member_id);

static const Introduction *
keep_only(const Introduction *list, Arena *arena, IntroductionTest fits,
          const SafetyReaders *readers, int64_t member_id)
{
  Introduction *kept = arena_new_of(arena, Introduction, LIST_MAX + 1);
  int count = 0;

  for (; list->id; list++)
    if (fits(list, readers, member_id))
      kept[count++] = *list;
  return kept;
}

static bool
is_theirs_to_answer(const Introduction *one, const SafetyReaders *readers, int64_t member_id)
{
  (void)member_id;
  return one->state == INTRODUCE_PASSED_ON || introduction_way(one, readers) == INTRODUCE_DIRECTLY;
}

const Introduction *
introductions_to(Txn *txn, Arena *arena, const SafetyReaders *readers, int64_t other_id)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT k.sealed, i.id, i.asker_id, a.name, i.who, i.words, i.other_id, o.name,"
           " i.state, i.made_at_us, i.passed_by FROM introduction i"
           " JOIN person_key k ON k.community_id = ?1 AND k.member_id = i.asker_id"
           " JOIN member a ON a.community_id = ?1 AND a.id = i.asker_id AND a.state = 'here'"
           " LEFT JOIN member o ON o.community_id = ?1 AND o.id = i.other_id"
           " WHERE i.community_id = ?1 AND i.other_id = ?2 AND i.state IN ('asked', 'passed-on')"
           " ORDER BY i.state DESC, i.id DESC LIMIT ?3");

  bind_int(q, 2, other_id);
  bind_int(q, 3, LIST_MAX);
  return keep_only(read_list(txn, q, arena), arena, is_theirs_to_answer, readers, other_id);
}

const Introduction *
introductions_waiting(Txn *txn, Arena *arena, const SafetyReaders *readers, int64_t member_id)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT k.sealed, i.id, i.asker_id, a.name, i.who, i.words, i.other_id, o.name,"
           " i.state, i.made_at_us, i.passed_by FROM introduction i"
           " JOIN person_key k ON k.community_id = ?1 AND k.member_id = i.asker_id"
           " JOIN member a ON a.community_id = ?1 AND a.id = i.asker_id AND a.state = 'here'"
           " LEFT JOIN member o ON o.community_id = ?1 AND o.id = i.other_id"
           " WHERE i.community_id = ?1 AND i.state = 'asked' AND i.asker_id <> ?2"
           " AND i.other_id <> ?2 ORDER BY i.id DESC LIMIT ?3");

  bind_int(q, 2, member_id);
  bind_int(q, 3, LIST_MAX);
  return keep_only(read_list(txn, q, arena), arena, introduction_may_be_passed_on_by, readers,
                   member_id);
}

const Introduction *
introductions_agreed(Txn *txn, Arena *arena, int64_t passed_by, int64_t now_us)
{
  const Introduction *list = NULL;
  Introduction *kept = arena_new_of(arena, Introduction, LIST_MAX + 1);
  PeoplePair pairs[LIST_MAX] = { { 0, 0 } };
  bool is_blocked[LIST_MAX];
  int all = 0, count = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT k.sealed, i.id, i.asker_id, a.name, i.who, i.words, i.other_id, o.name,"
                    " i.state, i.made_at_us, i.passed_by FROM introduction i"
                    " JOIN person_key k ON k.community_id = ?1 AND k.member_id = i.asker_id"
                    " JOIN member a ON a.community_id = ?1 AND a.id = i.asker_id"
                    " AND a.state = 'here'"
                    " JOIN member o ON o.community_id = ?1 AND o.id = i.other_id"
                    " AND o.state = 'here'"
                    " WHERE i.community_id = ?1 AND i.passed_by = ?2 AND i.state = 'yes'"
                    " AND i.answered_at_us > ?4 ORDER BY i.id DESC LIMIT ?3");

  bind_int(q, 2, passed_by);
  bind_int(q, 3, LIST_MAX);
  bind_int(q, 4, now_us - AGREED_DAYS * US_PER_DAY);
  list = read_list(txn, q, arena);
  query_done(g_steal_pointer(&q));
  /* Who keeps away since is not brought together with anybody. */
  for (; list[all].id; all++)
    pairs[all] = (PeoplePair){ list[all].asker_id, list[all].other_id };
  safety_find_blocked(txn, pairs, all, is_blocked);
  for (int i = 0; i < all; i++)
    if (!is_blocked[i])
      kept[count++] = list[i];
  return kept;
}

static const Introduction *
find_in(const Introduction *list, int64_t id)
{
  for (; list->id; list++)
    if (list->id == id)
      return list;
  return NULL;
}

void
introductions_pass_on(Txn *txn, const Act *act, int64_t id, const char *name, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(512 * 1024);
  const SafetyReaders *readers = safety_find_readers(txn, arena);
  const Introduction *one = find_in(introductions_waiting(txn, arena, readers, act->member_id), id);
  int64_t other_id = one ? one->other_id : 0;

  if (!one) {
    refuse(refusals, "", N_("This was passed on already"));
    return;
  }
  if (!other_id)
    other_id = other_named(txn, arena, one->asker_id, name);
  if (!other_id) {
    refuse(refusals, "name", N_("Enter the name as it stands in People"));
    return;
  }

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE introduction SET other_id = ?3, passed_by = ?4,"
                                 " state = ?5 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, id);
  bind_int(q, 3, other_id);
  bind_int(q, 4, act->member_id);
  bind_text(q, 5, safety_is_blocked(txn, one->asker_id, other_id) ? "no" : "passed-on");
  query_run(q);
}

void
introductions_answer(Txn *txn, const Act *act, int64_t id, bool is_yes, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(512 * 1024);

  const SafetyReaders *readers = safety_find_readers(txn, arena);

  if (!find_in(introductions_to(txn, arena, readers, act->member_id), id)) {
    refuse(refusals, "", N_("You have answered this already"));
    return;
  }

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE introduction SET state = ?3, answered_at_us = ?4"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, id);
  bind_text(q, 3, is_yes ? "yes" : "no");
  bind_int(q, 4, act->at_us);
  query_run(q);
}
