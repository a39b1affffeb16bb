/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who reads worries: the pure rule, and the two people that two organisers set. */
#include "safety/readers.h"

#include "base/ids.h"
#include "base/text.h"
#include "lang/lang.h"
#include "log/log.h"
#include "people/people.h"
#include "safety/worries.h"

#include <string.h>

/* ---- the rule ---- */

/* Words of letters and digits of a folded text, a space before and after each: "Mrs. O’Neil" is
 * " mrs o neil ". */
static char *
fold_words(const char *text)
{
  g_autofree char *folded = text_sort_key(text);
  GString *words = g_string_new(" ");

  for (const char *at = folded; *at; at = g_utf8_next_char(at)) {
    const gunichar letter = g_utf8_get_char(at);

    if (g_unichar_isalnum(letter))
      g_string_append_unichar(words, letter);
    else if (words->str[words->len - 1] != ' ')
      g_string_append_c(words, ' ');
  }
  if (words->str[words->len - 1] != ' ')
    g_string_append_c(words, ' ');
  return g_string_free(words, FALSE);
}

/* Some languages are written without spaces, and some names get an ending. */
static bool
stands_within_a_word(const char *words, char *name)
{
  return !g_str_is_ascii(name) && strstr(words, g_strstrip(name));
}

/* A single letter says nothing, unless it is the whole name. */
bool
names_may_meet(const char *who, const char *name)
{
  g_autofree char *words = fold_words(who), *whole = fold_words(name);
  g_auto(GStrv) names = g_strsplit(whole, " ", -1);

  if (strcmp(whole, " ") == 0)
    return false;
  if (strstr(words, whole))
    return true;
  for (char **one = names; *one; one++) {
    g_autofree char *word = g_strconcat(" ", *one, " ", NULL);

    if (g_utf8_strlen(*one, -1) > 1 && strstr(words, word))
      return true;
  }
  return stands_within_a_word(words, whole);
}

bool
worry_is_kept_from(const Worry *worry, int64_t member_id, const char *name, bool organises)
{
  g_auto(GStrv) kept = g_strsplit(worry->kept_from, " ", WORRY_KEPT_FROM_MAX);
  char id[ID_TEXT_SIZE];

  if (organises && g_strv_contains((const char *const *)kept, "organisers"))
    return true;
  return g_strv_contains((const char *const *)kept, id_to_text(member_id, id)) ||
         names_may_meet(worry->who, name);
}

bool
safety_organises(const SafetyReaders *readers, int64_t member_id)
{
  for (const KnownMember *one = readers->organisers; one->id; one++)
    if (one->id == member_id)
      return true;
  return false;
}

static bool
is_one_of_the_two(const SafetyReaders *readers, int64_t member_id)
{
  for (int i = 0; i < SAFETY_PEOPLE; i++)
    if (readers->people[i].id == member_id)
      return true;
  return false;
}

/* One of the two, by place. */
static bool
may_person_read(const Worry *worry, const SafetyReaders *readers, int place)
{
  const SafetyPerson *one = &readers->people[place];

  return one->is_here &&
         !worry_is_kept_from(worry, one->id, one->name, safety_organises(readers, one->id));
}

static bool
may_organiser_read(const Worry *worry, const SafetyReaders *readers, const KnownMember *one)
{
  return !is_one_of_the_two(readers, one->id) &&
         !worry_is_kept_from(worry, one->id, one->name, true);
}

int
worry_readers(const Worry *worry, const SafetyReaders *readers, int64_t *ret_ids, int max)
{
  int count = 0;

  for (int i = 0; i < SAFETY_PEOPLE && count < max; i++)
    if (may_person_read(worry, readers, i))
      ret_ids[count++] = readers->people[i].id;
  if (count > 0 || !readers->is_else_organisers)
    return count;
  for (const KnownMember *one = readers->organisers; one->id && count < max; one++)
    if (may_organiser_read(worry, readers, one))
      ret_ids[count++] = one->id;
  return count;
}

bool
worry_may_be_read_by(const Worry *worry, const SafetyReaders *readers, int64_t member_id)
{
  bool is_somebody_s = false;

  for (int i = 0; i < SAFETY_PEOPLE && member_id; i++) {
    const bool may_read = may_person_read(worry, readers, i);

    if (may_read && readers->people[i].id == member_id)
      return true;
    is_somebody_s = is_somebody_s || may_read;
  }
  if (is_somebody_s || !readers->is_else_organisers)
    return false;
  for (const KnownMember *one = readers->organisers; one->id; one++)
    if (one->id == member_id)
      return may_organiser_read(worry, readers, one);
  return false;
}

bool
safety_is_reader(const SafetyReaders *readers, int64_t member_id)
{
  for (int i = 0; i < SAFETY_PEOPLE; i++)
    if (readers->people[i].is_here && readers->people[i].id == member_id)
      return true;
  return readers->is_else_organisers && safety_organises(readers, member_id);
}

/* ---- the two people ---- */

const SafetyReaders *
safety_find_readers(Txn *txn, Arena *arena)
{
  SafetyReaders *readers = arena_new_of(arena, SafetyReaders, 1);
  g_autoptr(Query) q = db_query(
      txn, "SELECT c.name, c.phone, c.member_id,"
           " (SELECT m.name FROM member m WHERE m.community_id = ?1 AND m.id = c.member_id"
           "  AND m.state = 'here'),"
           " c.other_name, c.other_phone, c.other_member_id,"
           " (SELECT o.name FROM member o WHERE o.community_id = ?1 AND o.id = c.other_member_id"
           "  AND o.state = 'here'),"
           " c.answer_days, c.else_to FROM safety_contact c WHERE c.community_id = ?1");

  *readers =
      (SafetyReaders){ .people = { { .name = "", .phone = "" }, { .name = "", .phone = "" } },
                       .answer_days = 3,
                       .is_else_organisers = true };
  if (query_next(q)) {
    for (int i = 0; i < SAFETY_PEOPLE; i++)
      readers->people[i] = (SafetyPerson){
        .id = col_int(q, 4 * i + 2),
        .name = arena_text(arena, col_text(q, col_is_null(q, 4 * i + 3) ? 4 * i : 4 * i + 3)),
        .phone = arena_text(arena, col_text(q, 4 * i + 1)),
        .is_here = !col_is_null(q, 4 * i + 3),
      };
    readers->answer_days = (int)col_int(q, 8);
    readers->is_else_organisers = strcmp(col_text(q, 9), "organisers") == 0;
  }
  query_done(g_steal_pointer(&q));
  readers->organisers = people_organisers(txn, arena);
  return readers;
}

/* The one member of this name; 0: none. Refuses when there are several. */
static int64_t
member_named(Txn *txn, Arena *arena, const char *name, const char *question, Refusals *refusals)
{
  const KnownMember *found = people_find_by_name(txn, arena, name);
  int64_t id = 0;
  int here = 0;

  for (; found->id; found++) {
    if (!found->is_here)
      continue;
    id = found->id;
    here++;
  }
  if (here > 1)
    refuse(refusals, question,
           N_("Several people here have this name. Give one of them a fuller name first."));
  return here == 1 ? id : 0;
}

/* Both rows have the same columns. */
typedef struct {
  const SafetyWish *wish;
  int64_t ids[SAFETY_PEOPLE];
} Setting;

static void
bind_setting(Query *q, const Setting *setting)
{
  const SafetyWish *wish = setting->wish;

  bind_text(q, 2, wish->name);
  bind_text(q, 3, wish->phone);
  bind_int(q, 4, setting->ids[0]);
  bind_text(q, 5, wish->other_name);
  bind_text(q, 6, wish->other_phone);
  bind_int(q, 7, setting->ids[1]);
  bind_int(q, 8, wish->answer_days);
  bind_text(q, 9, wish->is_else_organisers ? "organisers" : "nobody");
}

static void
put_in_force(Txn *txn, const Act *act, const Setting *setting, const char *kind)
{
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO safety_contact (community_id, name, phone, member_id, other_name, other_phone,"
      " other_member_id, answer_days, else_to) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
      " ON CONFLICT (community_id) DO UPDATE"
      " SET name = excluded.name, phone = excluded.phone, member_id = excluded.member_id,"
      " other_name = excluded.other_name, other_phone = excluded.other_phone,"
      " other_member_id = excluded.other_member_id, answer_days = excluded.answer_days,"
      " else_to = excluded.else_to");

  bind_setting(q, setting);
  query_run(q);

  g_autoptr(Query) drop =
      db_change(txn, act, "DELETE FROM safety_contact_change WHERE community_id = ?1");

  query_run(drop);
  for (int i = 0; i < SAFETY_PEOPLE; i++)
    if (setting->ids[i])
      people_stand_by_address(txn, act, setting->ids[i]);
  log_add(txn, act, &(LogEntry){ .kind = kind });
}

static void
keep_proposal(Txn *txn, const Act *act, const Setting *setting)
{
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO safety_contact_change (community_id, name, phone, member_id, other_name,"
      " other_phone, other_member_id, answer_days, else_to, by_member_id, made_at_us)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
      " ON CONFLICT (community_id) DO UPDATE"
      " SET name = excluded.name, phone = excluded.phone, member_id = excluded.member_id,"
      " other_name = excluded.other_name, other_phone = excluded.other_phone,"
      " other_member_id = excluded.other_member_id, answer_days = excluded.answer_days,"
      " else_to = excluded.else_to, by_member_id = excluded.by_member_id,"
      " made_at_us = excluded.made_at_us");

  bind_setting(q, setting);
  bind_int(q, 10, act->member_id);
  bind_int(q, 11, act->at_us);
  query_run(q);
  log_add(txn, act, &(LogEntry){ .kind = "worry-contact-proposed" });
}

static bool
has_other_organiser(Txn *txn, Arena *arena, int64_t member_id)
{
  for (const KnownMember *one = people_organisers(txn, arena); one->id; one++)
    if (one->id != member_id)
      return true;
  return false;
}

static bool
are_same(const SafetyWish *wish, const int64_t ids[static SAFETY_PEOPLE])
{
  g_autofree char *name = text_sort_key(wish->name);
  g_autofree char *other = text_sort_key(wish->other_name);

  return (ids[0] && ids[0] == ids[1]) || strcmp(name, other) == 0;
}

void
safety_propose_people(Txn *txn, const Act *act, const SafetyWish *wish, Refusals *refusals,
                      bool *ret_is_done)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Setting setting = { .wish = wish };
  const int before = refusals_count(refusals);

  if (!*wish->name)
    refuse(refusals, "name", N_("Enter the name of somebody people can talk to"));
  if (!*wish->phone)
    refuse(refusals, "phone", N_("Enter the phone number of that person"));
  if (!*wish->other_name && *wish->other_phone)
    refuse(refusals, "other_name", N_("Enter the name of the second person"));
  if (wish->answer_days < 1 || wish->answer_days > ANSWER_DAYS_MAX)
    refuse(refusals, "answer_days", N_("Enter a number of days from 1 to 28"));
  setting.ids[0] = member_named(txn, arena, wish->name, "name", refusals);
  if (*wish->other_name)
    setting.ids[1] = member_named(txn, arena, wish->other_name, "other_name", refusals);
  if (*wish->other_name && are_same(wish, setting.ids))
    refuse(refusals, "other_name", N_("Name two different people"));
  if (refusals_count(refusals) > before)
    return;
  *ret_is_done = !has_other_organiser(txn, arena, act->member_id);
  if (*ret_is_done)
    put_in_force(txn, act, &setting, "worry-contact-set-alone");
  else
    keep_proposal(txn, act, &setting);
}

const SafetyProposal *
safety_find_proposal(Txn *txn, Arena *arena)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT name, phone, other_name, other_phone, answer_days, else_to,"
                    " by_member_id, made_at_us FROM safety_contact_change WHERE community_id = ?1");

  if (!query_next(q))
    return NULL;

  SafetyProposal *proposal = arena_new_of(arena, SafetyProposal, 1);

  *proposal = (SafetyProposal){
    .wish = { .name = arena_text(arena, col_text(q, 0)),
              .phone = arena_text(arena, col_text(q, 1)),
              .other_name = arena_text(arena, col_text(q, 2)),
              .other_phone = arena_text(arena, col_text(q, 3)),
              .answer_days = (int)col_int(q, 4),
              .is_else_organisers = strcmp(col_text(q, 5), "organisers") == 0 },
    .by_member_id = col_int(q, 6),
    .made_at_us = col_int(q, 7),
  };
  return proposal;
}

void
safety_decide_people(Txn *txn, const Act *act, int64_t made_at_us, bool is_agreed,
                     Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  const SafetyProposal *proposal = safety_find_proposal(txn, arena);

  if (!proposal || proposal->made_at_us != made_at_us) {
    refuse(refusals, "", N_("This was decided or changed meanwhile. Look at it again."));
    return;
  }
  if (is_agreed && proposal->by_member_id == act->member_id) {
    refuse(refusals, "", N_("You proposed this. Another organiser must agree to it."));
    return;
  }
  if (!is_agreed) {
    g_autoptr(Query) drop =
        db_change(txn, act, "DELETE FROM safety_contact_change WHERE community_id = ?1");

    query_run(drop);
    log_add(txn, act, &(LogEntry){ .kind = "worry-contact-declined" });
    return;
  }

  /* Names may mean somebody else by now: looked up anew. */
  Setting setting = { .wish = &proposal->wish };

  setting.ids[0] = member_named(txn, arena, proposal->wish.name, "", refusals);
  if (*proposal->wish.other_name)
    setting.ids[1] = member_named(txn, arena, proposal->wish.other_name, "", refusals);
  if (refusals_count(refusals) == 0)
    put_in_force(txn, act, &setting, "worry-contact-set");
}
