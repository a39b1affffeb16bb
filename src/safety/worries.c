/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Worries: raising, finding, adding to them. Who may read one is in readers.c; the mails that say
 * something waits are in worry_mail.c. */
#include "safety/worry_rows.h"

#include "base/clock.h"
#include "base/ids.h"
#include "base/text.h"
#include "lang/lang.h"
#include "log/log.h"
#include "outbox/outbox.h"
#include "people/seal.h"

#include <string.h>

enum { CODE_DIGITS = 16, CODE_GROUP = 4, ENTRIES_MAX = 500, TOLD_MAX = 10, LOOKED_AT = 50 };

static const char *const kind_names[WORRY_KIND_COUNT] = { "answer", "note", "handed-over", "more" };
static const char *const log_kinds[WORRY_KIND_COUNT] = { "worry-answered", "worry-noted",
                                                         "worry-handed-over", "worry-added-to" };

/* ---- the code ---- */

/* Digits only: they can be typed on any telephone and read out without spelling. Sixteen of them
 * are 53 bits, and a few tries a minute are taken. */
static void
write_code(const char digits[static CODE_DIGITS], char ret_code[static WORRY_CODE_SIZE])
{
  char *to = ret_code;

  for (int i = 0; i < CODE_DIGITS; i++) {
    if (i > 0 && i % CODE_GROUP == 0)
      *to++ = ' ';
    *to++ = digits[i];
  }
  *to = '\0';
}

void
worry_code_from(const char *hex, char ret_code[static WORRY_CODE_SIZE])
{
  char digits[CODE_DIGITS];

  for (int i = 0; i < CODE_DIGITS; i++)
    digits[i] =
        (char)('0' +
               (g_ascii_xdigit_value(hex[2 * i]) * 16 + g_ascii_xdigit_value(hex[2 * i + 1])) % 10);
  write_code(digits, ret_code);
}

bool
worry_code_tidy(const char *typed, char ret_code[static WORRY_CODE_SIZE])
{
  char digits[CODE_DIGITS];
  int count = 0;

  for (int digit; (digit = text_next_of_code(&typed)) != 0;) {
    if (count == CODE_DIGITS || digit < 0 || !g_ascii_isdigit((char)digit))
      return false;
    digits[count++] = (char)digit;
  }
  if (count < CODE_DIGITS)
    return false;
  write_code(digits, ret_code);
  return true;
}

/* ---- raising ---- */

static void
keep_from(GString *kept, int64_t member_id)
{
  char id[ID_TEXT_SIZE];

  if (kept->len < (gsize)(WORRY_KEPT_FROM_MAX - 2) * ID_TEXT_SIZE)
    g_string_append_printf(kept, "%s%s", kept->len > 0 ? " " : "", id_to_text(member_id, id));
}

/* Those whom it is about, as far as the program can tell today: so that changing one's name later
 * opens nothing. */
static const char *
find_kept_from(Txn *txn, Arena *arena, const SafetyReaders *readers, const Worry *worry)
{
  g_autoptr(GString) kept = g_string_new(worry->kept_from);

  for (int i = 0; i < SAFETY_PEOPLE; i++)
    if (readers->people[i].id && names_may_meet(worry->who, readers->people[i].name))
      keep_from(kept, readers->people[i].id);
  for (const KnownMember *one = readers->organisers; one->id; one++)
    if (names_may_meet(worry->who, one->name))
      keep_from(kept, one->id);
  if (*worry->who)
    for (const KnownMember *one = people_find_by_name(txn, arena, worry->who); one->id; one++)
      keep_from(kept, one->id);
  return arena_text(arena, kept->str);
}

static void
bind_words(Query *q, int slot, Txn *txn, Arena *arena, int64_t id, const char *place,
           const char *words)
{
  size_t len = 0;
  const void *sealed = seal_text(txn, arena, id, place, id, words, &len);

  bind_blob(q, slot, sealed, len);
}

static void
store(Txn *txn, const Act *act, Arena *arena, const Worry *worry, const char *code)
{
  uint8_t blind[BLIND_BYTES];
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO worry (community_id, id, code_blind, about, words, who, kept_from, name,"
      " contact, hear, origin, made_at_us, due_us)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");

  seal_blind(txn, "worry.code", code, blind);
  bind_int(q, 2, worry->id);
  bind_blob(q, 3, blind, sizeof(blind));
  bind_words(q, 4, txn, arena, worry->id, "worry.about", worry->about);
  bind_words(q, 5, txn, arena, worry->id, "worry.words", worry->words);
  bind_words(q, 6, txn, arena, worry->id, "worry.who", worry->who);
  bind_words(q, 7, txn, arena, worry->id, "worry.kept_from", worry->kept_from);
  bind_words(q, 8, txn, arena, worry->id, "worry.name", worry->name);
  bind_words(q, 9, txn, arena, worry->id, "worry.contact", worry->contact);
  bind_text(q, 10, worry->hear);
  bind_text(q, 11, worry->origin);
  bind_int(q, 12, worry->made_at_us);
  bind_int(q, 13, worry->due_us);
  query_run(q);
}

static void
log_worry(Txn *txn, const Act *act, const char *kind, int64_t worry_id)
{
  log_add(txn, act, &(LogEntry){ .kind = kind, .thing_id = worry_id });
}

int64_t
worries_raise(Txn *txn, const Act *act, const Worry *given, const char *code, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  Worry worry = *given;

  g_assert(act->member_id == 0);
  if (!*worry.about && !*worry.words) {
    refuse(refusals, "words", N_("Choose one of these, or write a few words"));
    return 0;
  }

  const SafetyReaders *readers = safety_find_readers(txn, arena);

  worry.id = act_new_id(act);
  worry.made_at_us = act->at_us;
  worry.due_us = act->at_us + readers->answer_days * US_PER_DAY;
  worry.kept_from = find_kept_from(txn, arena, readers, given);
  seal_make_person_key(txn, act, worry.id);
  store(txn, act, arena, &worry, code);
  log_worry(txn, act, "worry-raised", worry.id);
  worries_tell(txn, act, worry.id, 0);
  outbox_add_later(txn, act, "worry-due", worry.id, worry.due_us);
  return worry.id;
}

/* ---- reading ---- */

static const char *
open_words(Txn *txn, Query *q, Arena *arena, int64_t worry_id, int column, const char *place)
{
  size_t key_len = 0, len = 0;
  const void *key = col_blob(q, 0, &key_len);
  const void *sealed = col_blob(q, column, &len);
  const char *words =
      seal_open_with(txn, arena, key, key_len, worry_id, place, worry_id, sealed, len);

  if (words)
    return words;
  txn_fail(txn, TROUBLE_DATABASE, "safety: a seal does not open; is this the right root key?");
  return "";
}

Worry
worry_read_row(Txn *txn, Query *q, Arena *arena)
{
  const int64_t id = col_int(q, 1);

  return (Worry){
    .id = id,
    .about = open_words(txn, q, arena, id, 2, "worry.about"),
    .words = open_words(txn, q, arena, id, 3, "worry.words"),
    .who = open_words(txn, q, arena, id, 4, "worry.who"),
    .kept_from = open_words(txn, q, arena, id, 5, "worry.kept_from"),
    .name = open_words(txn, q, arena, id, 6, "worry.name"),
    .contact = open_words(txn, q, arena, id, 7, "worry.contact"),
    .hear = arena_text(arena, col_text(q, 8)),
    .origin = arena_text(arena, col_text(q, 9)),
    .made_at_us = col_int(q, 10),
    .due_us = col_int(q, 11),
    .answered_at_us = col_is_null(q, 12) ? 0 : col_int(q, 12),
  };
}

static const Worry *
read_one(Txn *txn, Query *q, Arena *arena)
{
  if (!query_next(q))
    return NULL;

  Worry *worry = arena_new_of(arena, Worry, 1);

  *worry = worry_read_row(txn, q, arena);
  return txn_trouble(txn) ? NULL : worry;
}

static const Worry *
find(Txn *txn, Arena *arena, int64_t worry_id)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT k.sealed, w.id, w.about, w.words, w.who, w.kept_from, w.name, w.contact, w.hear,"
           " w.origin, w.made_at_us, w.due_us, w.answered_at_us FROM worry w"
           " JOIN person_key k ON k.community_id = ?1 AND k.member_id = w.id"
           " WHERE w.community_id = ?1 AND w.id = ?2");

  bind_int(q, 2, worry_id);
  return read_one(txn, q, arena);
}

const Worry *
worries_find(Txn *txn, Arena *arena, const SafetyReaders *readers, int64_t worry_id,
             int64_t reader_id)
{
  const Worry *worry = find(txn, arena, worry_id);

  return worry && worry_may_be_read_by(worry, readers, reader_id) ? worry : NULL;
}

const Worry *
worries_find_by_code(Txn *txn, Arena *arena, const char *code)
{
  uint8_t blind[BLIND_BYTES];
  g_autoptr(Query) q = db_query(
      txn, "SELECT k.sealed, w.id, w.about, w.words, w.who, w.kept_from, w.name, w.contact, w.hear,"
           " w.origin, w.made_at_us, w.due_us, w.answered_at_us FROM worry w"
           " JOIN person_key k ON k.community_id = ?1 AND k.member_id = w.id"
           " WHERE w.community_id = ?1 AND w.code_blind = ?2");

  seal_blind(txn, "worry.code", code, blind);
  bind_blob(q, 2, blind, sizeof(blind));
  return read_one(txn, q, arena);
}

const Worry *
worries_list(Txn *txn, Arena *arena, const SafetyReaders *readers, int64_t reader_id,
             bool is_answered, int64_t before_id, int limit, int64_t *ret_next)
{
  Worry *list = arena_new_of(arena, Worry, limit + 1);
  g_autoptr(Query) q = db_query(
      txn, "SELECT k.sealed, w.id, w.about, w.words, w.who, w.kept_from, w.name, w.contact, w.hear,"
           " w.origin, w.made_at_us, w.due_us, w.answered_at_us FROM worry w"
           " JOIN person_key k ON k.community_id = ?1 AND k.member_id = w.id"
           " WHERE w.community_id = ?1 AND w.id < ?2"
           " AND CASE WHEN w.answered_at_us IS NULL THEN 0 ELSE 1 END = ?4"
           " ORDER BY w.id DESC LIMIT ?3");
  int count = 0, looked_at = 0;
  int64_t last_id = 0;

  bind_int(q, 2, before_id ? before_id : INT64_MAX);
  bind_int(q, 3, limit);
  bind_int(q, 4, is_answered);
  while (looked_at < limit && query_next(q)) {
    Worry worry = worry_read_row(txn, q, arena);

    looked_at++;
    last_id = worry.id;
    if (worry_may_be_read_by(&worry, readers, reader_id))
      list[count++] = worry;
  }
  *ret_next = looked_at == limit ? last_id : 0;
  return list;
}

int
worries_count_waiting(Txn *txn, const SafetyReaders *readers, int64_t reader_id, int limit)
{
  int64_t next = 0;
  int count = 0;

  /* However many newer ones are for somebody else: none that waits is passed over. */
  do {
    g_autoptr(Arena) arena = arena_new(16 * 1024 * 1024);

    for (const Worry *one =
             worries_list(txn, arena, readers, reader_id, false, next, LOOKED_AT, &next);
         one->id && count < limit; one++)
      count++;
  } while (next && count < limit);
  return count;
}

/* ---- what is added ---- */

static WorryKind
kind_from_name(const char *name)
{
  for (int i = 0; i < WORRY_KIND_COUNT; i++)
    if (strcmp(kind_names[i], name) == 0)
      return (WorryKind)i;
  return WORRY_NOTE; /* the kind that is shown to fewest */
}

const WorryEntry *
worries_entries(Txn *txn, Arena *arena, int64_t worry_id)
{
  WorryEntry *entries = arena_new_of(arena, WorryEntry, ENTRIES_MAX + 1);
  g_autoptr(Query) q = db_query(
      txn, "SELECT k.sealed, e.id, e.kind, e.member_id, e.made_at_us, e.words FROM worry_entry e"
           " JOIN person_key k ON k.community_id = ?1 AND k.member_id = e.worry_id"
           " WHERE e.community_id = ?1 AND e.worry_id = ?2 ORDER BY e.id LIMIT ?3");
  int count = 0;

  bind_int(q, 2, worry_id);
  bind_int(q, 3, ENTRIES_MAX);
  while (count < ENTRIES_MAX && query_next(q)) {
    size_t key_len = 0, len = 0;
    const void *key = col_blob(q, 0, &key_len);
    const void *sealed = col_blob(q, 5, &len);
    const char *words = seal_open_with(txn, arena, key, key_len, worry_id, "worry_entry.words",
                                       col_int(q, 1), sealed, len);

    if (!words)
      txn_fail(txn, TROUBLE_DATABASE, "safety: a seal does not open; is this the right root key?");
    entries[count++] = (WorryEntry){ .kind = kind_from_name(col_text(q, 2)),
                                     .member_id = col_int(q, 3),
                                     .made_at_us = col_int(q, 4),
                                     .words = words ? words : "" };
  }
  return entries;
}

void
worries_add(Txn *txn, const Act *act, int64_t worry_id, WorryKind kind, const char *words,
            Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  const int64_t id = act_new_id(act);
  size_t len = 0;

  if (!*words) {
    refuse(refusals, "words", N_("Write a few words"));
    return;
  }

  const void *sealed = seal_text(txn, arena, worry_id, "worry_entry.words", id, words, &len);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO worry_entry (community_id, id, worry_id, kind, member_id, words,"
                " made_at_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");

  bind_int(q, 2, id);
  bind_int(q, 3, worry_id);
  bind_text(q, 4, kind_names[kind]);
  bind_int(q, 5, act->member_id);
  bind_blob(q, 6, sealed, len);
  bind_int(q, 7, act->at_us);
  query_run(q);
  log_worry(txn, act, log_kinds[kind], worry_id);
  if (kind != WORRY_ANSWER)
    return;

  g_autoptr(Query) answered = db_change(txn, act,
                                        "UPDATE worry SET answered_at_us = ?3"
                                        " WHERE community_id = ?1 AND id = ?2"
                                        " AND answered_at_us IS NULL");

  bind_int(answered, 2, worry_id);
  bind_int(answered, 3, act->at_us);
  query_run(answered);
}

/* ---- telling readers that something waits ---- */

/* False: there is such a row already. *ret_id: the new row's. */
static bool
add_notice(Txn *txn, const Act *act, int64_t worry_id, int64_t member_id, int round,
           int64_t *ret_id)
{
  const int64_t id = act_new_id(act);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO worry_notice (community_id, id, worry_id, member_id, round)"
                " VALUES (?1, ?2, ?3, ?4, ?5)"
                " ON CONFLICT (community_id, worry_id, member_id, round) DO NOTHING");

  bind_int(q, 2, id);
  bind_int(q, 3, worry_id);
  bind_int(q, 4, member_id);
  bind_int(q, 5, round);
  *ret_id = id;
  return query_run(q) && query_changes(q) > 0;
}

bool
worries_tell(Txn *txn, const Act *act, int64_t worry_id, int round)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  const SafetyReaders *readers = safety_find_readers(txn, arena);
  const Worry *worry = find(txn, arena, worry_id);
  int64_t ids[TOLD_MAX], notice_id = 0;
  int count = worry ? worry_readers(worry, readers, ids, TOLD_MAX) : 0;

  if (!worry || !add_notice(txn, act, worry_id, 0, round, &notice_id))
    return false;
  /* The date has passed for the first time: the alternate, where they may read it, looks after it.
   */
  if (round == 1 && count == 2 && ids[1] == readers->people[1].id)
    ids[0] = ids[--count];
  for (int i = 0; i < count; i++)
    if (add_notice(txn, act, worry_id, ids[i], round, &notice_id))
      outbox_add(txn, act, "worry-mail", notice_id);
  return true;
}
