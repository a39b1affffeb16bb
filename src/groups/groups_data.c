/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What groups hold about a member: where they are, as what, what was offered to them, their duties.
 * What they wrote for a group is the group's, and says not whose it is once they are erased. */
#include "groups/groups_data.h"

#include "groups/duties.h"
#include "groups/rules.h"
#include "lang/lang.h"

#include <string.h>

enum { PLACES_MOST = 500 };

static const DataLabel labels[] = {
  { "groups", N_("Your groups") },
  { "name", N_("Name") },
  { "standing", N_("Where you stand") },
  { "standing=asked", N_("You asked to join") },
  { "standing=invited", N_("You are invited") },
  { "standing=in", N_("You are in it") },
  { "standing=left", N_("You have left") },
  { "role", N_("Your role there") },
  { "shown", N_("The group sees your role") },
  { "words", N_("What you wrote to the group") },
  { "offered", N_("What was offered to you") },
  { "is_noted", N_("Somebody wrote it down for you") },
  { "since_at", N_("Since") },
  { "sides", N_("In which role you were there, for sums that show nobody") },
  { "side", N_("Counted among") },
  { "side=u", N_("People who use services") },
  { "side=c", N_("Family carers") },
  { "side=n", N_("Neighbours") },
  { "side=p", N_("Peer supporters") },
  { "side=w", N_("People at their work") },
  { "side=o", N_("In another role") },
  { "gone_at", N_("Left") },
  { "answers", N_("The answers when you asked to join") },
  { "is_yes", N_("The answer was yes") },
  { "answered_at", N_("Answered on") },
  { "told_at", N_("Told on") },
  { "duties", N_("Duties you hold or held") },
  { "duty", N_("Duty") },
  { "interests", N_("Your own stake, as you said") },
  { "from_at", N_("From") },
  { "until_at", N_("Until") },
  { "left", N_("What you said when you left a group") },
  { "written", N_("Texts and lines you wrote for groups") },
  { NULL },
};

/* What stood on the offer when they joined. */
static void
add_offered(json_t *row, const char *gives, const char *words)
{
  g_autofree char *text = g_strconcat(gives, *words ? "; " : "", words, NULL);

  data_set_text(row, "offered", text);
}

static void
add_place(Txn *txn, Query *q, Arena *arena, int64_t member_id, json_t *row)
{
  const int64_t id = col_int(q, 3);

  data_set_text(row, "name", col_text(q, 4));
  data_set_text(row, "standing", col_text(q, 5));
  data_set_text(row, "role", place_open_sealed(txn, q, arena, 1, member_id, PLACE_ROLE_SEAL, id));
  if (*col_text(q, 6))
    data_set_bool(row, "shown", true);
  data_set_text(row, "words", place_open_sealed(txn, q, arena, 2, member_id, PLACE_WORDS_SEAL, id));
  data_set_time(row, "since_at", col_int(q, 7));
  if (*col_text(q, 8))
    data_set_bool(row, "is_noted", true);
  if (!col_is_null(q, 9))
    add_offered(row, col_text(q, 9), col_text(q, 10));
}

/* All in one statement, however many groups there are. */
static void
collect_places(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  g_autoptr(Query) q =
      db_query(txn, "SELECT k.sealed, i.role, i.words, i.id, g.name, i.state, i.shown_role,"
                    " i.since_us, i.way, o.gives, o.words FROM group_member i"
                    " JOIN working_group g ON g.community_id = ?1 AND g.id = i.group_id"
                    " JOIN person_key k ON k.community_id = ?1 AND k.member_id = i.member_id"
                    " LEFT JOIN group_offer o ON o.community_id = ?1 AND o.group_id = i.group_id"
                    " AND o.id = i.offer_id"
                    " WHERE i.community_id = ?1 AND i.member_id = ?2 ORDER BY g.id LIMIT ?3");

  bind_int(q, 2, member_id);
  bind_int(q, 3, PLACES_MOST);
  while (query_next(q))
    add_place(txn, q, arena, member_id, data_add_row(facts, "groups"));
}

static void
collect_side(const char *group_name, Side side, bool is_in, int64_t from_us, void *facts)
{
  json_t *row = data_add_row(facts, "sides");

  data_set_text(row, "name", group_name);
  data_set_text(row, "side", group_side_code(side));
  data_set_time(row, is_in ? "since_at" : "gone_at", from_us);
}

static void
collect_duties(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q = db_query(txn, "SELECT duty, interests, from_us,"
                                     " COALESCE(ended_at_us, until_us) FROM group_duty"
                                     " WHERE community_id = ?1 AND member_id = ?2 ORDER BY id");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    json_t *row = data_add_row(facts, "duties");

    data_set_text(row, "duty", col_text(q, 0));
    data_set_text(row, "interests", col_text(q, 1));
    data_set_time(row, "from_at", col_int(q, 2));
    data_set_time(row, "until_at", col_int(q, 3));
  }
}

static void
collect_answers(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT g.name, a.is_yes, a.answered_at_us, COALESCE(a.told_at_us, 0)"
                    " FROM group_answer a"
                    " JOIN working_group g ON g.community_id = ?1 AND g.id = a.group_id"
                    " WHERE a.community_id = ?1 AND a.member_id = ?2 ORDER BY a.id");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    json_t *row = data_add_row(facts, "answers");

    data_set_text(row, "name", col_text(q, 0));
    data_set_bool(row, "is_yes", col_int(q, 1) != 0);
    data_set_time(row, "answered_at", col_int(q, 2));
    if (col_int(q, 3))
      data_set_time(row, "told_at", col_int(q, 3));
  }
}

static void
collect_left(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT g.name, v.left_words FROM group_review v"
                    " JOIN working_group g ON g.community_id = ?1 AND g.id = v.group_id"
                    " WHERE v.community_id = ?1 AND v.made_by = ?2 AND v.left_words <> ''"
                    " ORDER BY v.id");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    json_t *row = data_add_row(facts, "left");

    data_set_text(row, "name", col_text(q, 0));
    data_set_text(row, "words", col_text(q, 1));
  }
}

/* How many: the texts are the group's, and stand on its pages. */
static void
collect_written(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT (SELECT count(*) FROM group_purpose WHERE community_id = ?1 AND made_by = ?2)"
           " + (SELECT count(*) FROM group_offer WHERE community_id = ?1 AND made_by = ?2)"
           " + (SELECT count(*) FROM group_rules WHERE community_id = ?1 AND made_by = ?2)"
           " + (SELECT count(*) FROM group_mandate WHERE community_id = ?1 AND made_by = ?2)"
           " + (SELECT count(*) FROM group_line WHERE community_id = ?1 AND made_by = ?2)"
           " + (SELECT count(*) FROM group_review WHERE community_id = ?1 AND made_by = ?2)");

  bind_int(q, 2, member_id);
  if (query_next(q) && col_int(q, 0) > 0)
    data_set_int(facts, "written", col_int(q, 0));
}

static void
collect(Txn *txn, int64_t member_id, json_t *facts)
{
  collect_places(txn, member_id, facts);
  collect_answers(txn, member_id, facts);
  group_sides_of(txn, member_id, collect_side, facts);
  collect_duties(txn, member_id, facts);
  collect_left(txn, member_id, facts);
  collect_written(txn, member_id, facts);
}

static void
erase(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) sides =
      db_change(txn, act, "DELETE FROM group_side WHERE community_id = ?1 AND member_id = ?2");
  g_autoptr(Query) places =
      db_change(txn, act, "DELETE FROM group_member WHERE community_id = ?1 AND member_id = ?2");
  g_autoptr(Query) answers =
      db_change(txn, act, "DELETE FROM group_answer WHERE community_id = ?1 AND member_id = ?2");
  g_autoptr(Query) duties = db_change(txn, act,
                                      "UPDATE group_duty SET member_id = 0, interests = '',"
                                      " ended_at_us = COALESCE(ended_at_us, ?3)"
                                      " WHERE community_id = ?1 AND member_id = ?2");
  g_autoptr(Query) next = db_change(
      txn, act, "UPDATE group_duty SET next_id = 0 WHERE community_id = ?1 AND next_id = ?2");

  bind_int(sides, 2, member_id);
  query_run(sides);
  bind_int(places, 2, member_id);
  query_run(places);
  bind_int(answers, 2, member_id);
  query_run(answers);
  bind_int(duties, 2, member_id);
  bind_int(duties, 3, act->at_us);
  query_run(duties);
  bind_int(next, 2, member_id);
  query_run(next);
}

static const char *const columns[] = {
  "working_group.made_by",    "working_group.closed_by",
  "group_member.member_id",   "group_member.invited_by",
  "group_member.entered_by",  "group_side.member_id",
  "group_side.heard_by",      "group_answer.member_id",
  "group_answer.answered_by", "group_answer.told_by",
  "group_purpose.made_by",    "group_offer.made_by",
  "group_rules.made_by",      "group_duty.member_id",
  "group_duty.next_id",       "group_duty.made_by",
  "group_mandate.made_by",    "group_mandate.asked_by",
  "group_mandate.agreed_by",  "group_line.made_by",
  "group_review.made_by",     NULL,
};

const PersonalData groups_personal_data = {
  .name = "groups",
  .title = N_("Groups"),
  .stays = N_("What you wrote together with a group stays with the group, without your name."),
  .labels = labels,
  .columns = columns,
  .collect = collect,
  .erase = erase,
};
