/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Replies to invitations. Words are sealed under the person's key. */
#include "meetings/replies.h"

#include "base/text.h"
#include "groups/places.h"
#include "lang/lang.h"
#include "meetings/needs.h"
#include "meetings/reminders.h"
#include "meetings/rules.h"
#include "people/find.h"
#include "people/seal.h"

#include <string.h>

enum { THOUGHTS_MOST = 100 };

#define WORDS_PLACE "meeting_reply.words"

const Choice reply_choices[] = {
  { .value = "yes", .label = N_("Yes, in the room") },
  { .value = "online", .label = N_("Yes, online or by telephone") },
  { .value = "if", .label = N_("Yes, if I get help with …") },
  { .value = "thoughts", .label = N_("I will send my thoughts") },
  { .value = "no", .label = N_("Not this time") },
  { .value = NULL },
};

ReplyAnswer
reply_from_name(const char *name)
{
  return (ReplyAnswer)(choice_place(reply_choices, name) + 1); /* after REPLY_NONE */
}

static const char *
reply_name(ReplyAnswer answer)
{
  return reply_choices[answer - 1].value;
}

/* ---- reading ---- */

/* Columns: key, sealed words, row id. */
static const char *
open_words(Txn *txn, Arena *arena, Query *q, int64_t member_id)
{
  size_t key_len = 0, len = 0;
  const void *key = col_blob(q, 0, &key_len);
  const void *sealed = col_blob(q, 1, &len);
  const char *words = len ? seal_open_with(txn, arena, key, key_len, member_id, WORDS_PLACE,
                                           col_int(q, 2), sealed, len)
                          : "";

  if (!words)
    txn_fail(txn, TROUBLE_DATABASE, "meetings: a seal does not open; is this the right root key?");
  return words ? words : "";
}

Reply
replies_find(Txn *txn, Arena *arena, int64_t meeting_id, int64_t member_id)
{
  Reply reply = { .words = "", .way = "", .entered_by_name = "" };
  g_autoptr(Query) q =
      db_query(txn, "SELECT k.sealed, r.words, r.id, r.answer, r.way, r.entered_by, r.at_us,"
                    " e.name FROM meeting_reply r"
                    " JOIN person_key k ON k.community_id = ?1 AND k.member_id = r.member_id"
                    " LEFT JOIN member e ON e.community_id = ?1 AND e.id = r.entered_by"
                    " WHERE r.community_id = ?1 AND r.meeting_id = ?2 AND r.member_id = ?3"
                    " AND" REPLY_COUNTS);

  bind_int(q, 2, meeting_id);
  bind_int(q, 3, member_id);
  if (!query_next(q))
    return reply;
  reply.answer = reply_from_name(col_text(q, 3));
  reply.way = arena_text(arena, col_text(q, 4));
  reply.entered_by = col_int(q, 5);
  reply.at_us = col_int(q, 6);
  reply.entered_by_name = arena_text(arena, col_text(q, 7));
  reply.words = open_words(txn, arena, q, member_id);
  return reply;
}

const char *const *
replies_thoughts(Txn *txn, Arena *arena, int64_t meeting_id)
{
  const char **list = arena_new_of(arena, const char *, THOUGHTS_MOST + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT k.sealed, r.words, r.id, r.member_id FROM meeting_reply r"
                    " JOIN person_key k ON k.community_id = ?1 AND k.member_id = r.member_id"
                    " WHERE r.community_id = ?1 AND r.meeting_id = ?2 AND r.answer = 'thoughts'"
                    " ORDER BY r.at_us, r.id LIMIT ?3");

  bind_int(q, 2, meeting_id);
  bind_int(q, 3, THOUGHTS_MOST);
  while (query_next(q)) {
    const char *words = open_words(txn, arena, q, col_int(q, 3));

    if (*words)
      list[count++] = words;
  }
  return list;
}

const Helped *
replies_helped(Txn *txn, Arena *arena, int64_t meeting_id)
{
  Helped *list = arena_new_of(arena, Helped, THOUGHTS_MOST + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT k.sealed, r.words, r.id, r.member_id, m.name FROM meeting_reply r"
                    " JOIN person_key k ON k.community_id = ?1 AND k.member_id = r.member_id"
                    " JOIN member m ON m.community_id = ?1 AND m.id = r.member_id"
                    " AND m.state = 'here'"
                    " WHERE r.community_id = ?1 AND r.meeting_id = ?2 AND r.answer = 'if'"
                    " AND" REPLY_COUNTS " ORDER BY r.at_us, r.id LIMIT ?3");

  bind_int(q, 2, meeting_id);
  bind_int(q, 3, THOUGHTS_MOST);
  while (count < THOUGHTS_MOST && query_next(q)) {
    const int64_t member_id = col_int(q, 3);

    list[count++] = (Helped){ .member_id = member_id,
                              .name = arena_text(arena, col_text(q, 4)),
                              .words = open_words(txn, arena, q, member_id) };
  }
  return list;
}

/* ---- giving one ---- */

static bool
is_in_group(Txn *txn, int64_t group_id, int64_t member_id)
{
  return groups_may(txn, group_id, member_id, GROUP_TO_READ);
}

/* Words are sealed under the number of their row. */
static int64_t
row_of(Txn *txn, const Act *act, int64_t meeting_id, int64_t member_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT id FROM meeting_reply WHERE community_id = ?1"
                                     " AND meeting_id = ?2 AND member_id = ?3");

  bind_int(q, 2, meeting_id);
  bind_int(q, 3, member_id);
  return query_next(q) ? col_int(q, 0) : act_new_id(act);
}

static void
put_reply(Txn *txn, const Act *act, int64_t meeting_id, int64_t member_id, const ReplyWish *wish)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const int64_t id = *wish->words ? row_of(txn, act, meeting_id, member_id) : act_new_id(act);
  size_t len = 0;
  const void *sealed =
      *wish->words ? seal_text(txn, arena, member_id, WORDS_PLACE, id, wish->words, &len) : NULL;
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO meeting_reply (community_id, id, meeting_id, member_id, answer, words,"
                " way, entered_by, at_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
                " ON CONFLICT (community_id, meeting_id, member_id) DO UPDATE"
                " SET answer = excluded.answer, words = excluded.words, way = excluded.way,"
                " entered_by = excluded.entered_by, at_us = excluded.at_us");

  bind_int(q, 2, id);
  bind_int(q, 3, meeting_id);
  bind_int(q, 4, member_id);
  bind_text(q, 5, reply_name(wish->answer));
  bind_blob(q, 6, sealed, len);
  bind_text(q, 7, wish->way);
  bind_int(q, 8, member_id == act->member_id ? 0 : act->member_id);
  bind_int(q, 9, act->at_us);
  query_run(q);
}

static bool
is_coming_answer(ReplyAnswer answer)
{
  return answer >= REPLY_YES && answer <= REPLY_IF;
}

void
replies_give(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id,
             const ReplyWish *wish, Refusals *refusals)
{
  /* Asked before it is needed: it is answered together with what follows. */
  g_autoptr(Query) reminder = is_coming_answer(wish->answer) ? reminders_ask(txn, member_id) : NULL;

  if (meeting->state == MEETING_OFF)
    refuse(refusals, "", N_("This meeting was called off"));
  else if (meeting->state == MEETING_TO_FIND)
    refuse(refusals, "", N_("The date is still to be found"));
  else if (meeting_is_over(meeting, act->at_us) || meeting->state == MEETING_HELD)
    refuse(refusals, "", N_("This meeting is over"));
  if (wish->answer == REPLY_NONE)
    refuse(refusals, "answer", N_("Choose an answer"));
  if (text_length(wish->words) > MEETING_WORDS_MAX)
    refuse(refusals, "words", N_("Make it shorter: 2,000 letters at most"));
  if (!is_in_group(txn, meeting->group_id, member_id))
    refuse(refusals, "", N_("Only who is in the group can answer"));
  if (refusals_count(refusals) > 0)
    return;
  put_reply(txn, act, meeting->id, member_id, wish);
  meeting_note_for(txn, act, "meeting-reply", meeting->id, member_id);
  if (wish->answer == REPLY_IF)
    meeting_needs_say(
        txn, act, meeting, member_id,
        &(HelpWish){ .kinds = wish->helps,
                     .words = wish->words,
                     .is_further = member_id != act->member_id || strcmp(wish->way, "mail") == 0 });
  if (reminder)
    reminders_plan(txn, act, meeting, reminder);
}

int64_t
replies_find_person(Txn *txn, int64_t group_id, const char *name, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  int64_t id = 0;
  int count = 0;

  for (const KnownMember *one = people_find_by_name(txn, arena, name); one->id; one++)
    if (one->is_here && is_in_group(txn, group_id, one->id)) {
      id = one->id;
      count++;
    }
  if (count == 1)
    return id;
  refuse(refusals, "name",
         count == 0 ? N_("Nobody in the group has this name. Look at how it is written.")
                    : N_("Several people in the group have this name."));
  return 0;
}

/* ---- counting ---- */

/* Who comes into the set. */
static ReplyCounts
count_answers(Txn *txn, const Meeting *meeting, GHashTable *coming)
{
  ReplyCounts counts = { { 0 } };
  g_autoptr(Query) q = db_query(
      txn, "SELECT i.member_id, COALESCE(r.answer, '') FROM group_member i"
           " JOIN member p ON p.community_id = ?1 AND p.id = i.member_id AND p.state = 'here'"
           " LEFT JOIN meeting_reply r ON r.community_id = ?1 AND r.meeting_id = ?3"
           " AND r.member_id = i.member_id AND" REPLY_COUNTS
           " WHERE i.community_id = ?1 AND i.group_id = ?2 AND i.state = 'in'");

  bind_int(q, 2, meeting->group_id);
  bind_int(q, 3, meeting->id);
  while (query_next(q)) {
    const int64_t id = col_int(q, 0);
    const ReplyAnswer answer = reply_from_name(col_text(q, 1));

    counts.answers[answer]++;
    if (answer == REPLY_YES || answer == REPLY_ONLINE || answer == REPLY_IF)
      g_hash_table_add(coming, g_memdup2(&id, sizeof(id)));
  }
  counts.coming = g_hash_table_size(coming);
  return counts;
}

static bool
is_coming(int64_t member_id, void *data)
{
  return g_hash_table_contains(data, &member_id);
}

ReplyCounts
replies_count(Txn *txn, const Meeting *meeting, SideCounts *ret_sides)
{
  g_autoptr(GHashTable) coming = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  const ReplyCounts counts = count_answers(txn, meeting, coming);

  places_count_sides_among(txn, meeting->group_id, is_coming, coming, ret_sides);
  return counts;
}

int
meeting_missing(const Meeting *meeting, bool is_group_peer_led, const SideCounts *counts)
{
  if (is_group_peer_led || meeting->kind != MEETING_SHARED)
    return MISSING_NONE;
  return (counts->all[SIDE_USES] < USES_LEAST ? MISSING_USES : 0) |
         (counts->all[SIDE_WORK] < 1 ? MISSING_WORK : 0);
}

/* ---- going ahead ---- */

static const char *const missing_names[] = { "", "uses", "work", "both" };

Ahead
aheads_find(Txn *txn, Arena *arena, int64_t meeting_id)
{
  Ahead ahead = { .why = "" };
  g_autoptr(Query) q =
      db_query(txn, "SELECT a.missing, a.why, a.made_at_us FROM meeting m"
                    " JOIN meeting_ahead a ON a.community_id = ?1 AND a.id =" AHEAD_COUNTS
                    " WHERE m.community_id = ?1 AND m.id = ?2");

  bind_int(q, 2, meeting_id);
  if (!query_next(q))
    return ahead;
  for (int i = MISSING_USES; i <= MISSING_BOTH; i++)
    if (strcmp(missing_names[i], col_text(q, 0)) == 0)
      ahead.missing = i;
  ahead.why = arena_text(arena, col_text(q, 1));
  ahead.at_us = col_int(q, 2);
  return ahead;
}

bool
ahead_covers(const Ahead *ahead, int missing)
{
  return (missing & ~ahead->missing) == 0;
}

void
aheads_decide(Txn *txn, const Act *act, const Meeting *meeting, int missing, const char *why,
              Refusals *refusals)
{
  if (missing == MISSING_NONE)
    refuse(refusals, "", N_("All sides can come: nothing is to be decided"));
  if (!*why)
    refuse(refusals, "why", N_("Say why, in a few words"));
  if (text_length(why) > MEETING_WORDS_MAX)
    refuse(refusals, "why", N_("Make it shorter: 2,000 letters at most"));
  if (refusals_count(refusals) > 0)
    return;

  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO meeting_ahead (community_id, id, meeting_id, missing,"
                                 " why, made_by, made_at_us)"
                                 " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");

  bind_int(q, 2, act_new_id(act));
  bind_int(q, 3, meeting->id);
  bind_text(q, 4, missing_names[missing]);
  bind_text(q, 5, why);
  bind_int(q, 6, act->member_id);
  bind_int(q, 7, act->at_us);
  query_run(q);
  meeting_note(txn, act, "meeting-ahead", meeting->id);
}
