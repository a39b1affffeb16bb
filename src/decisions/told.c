/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who hears of a decision, how, and what waits because of it. */
#include "decisions/told.h"

#include "base/ids.h"
#include "decisions/rules.h"
#include "lang/lang.h"
#include "notices/mail_wishes.h"

#include <string.h>

enum { TITLE_LETTERS = 60, WORDS_LETTERS = 1000 };

/* ---- telling ---- */

typedef struct {
  int64_t id;
  bool is_by_mail; /* as they wish */
  bool is_mailed;  /* mails reach them */
} Person;

static GArray *
people_in(Txn *txn, int64_t group_id)
{
  GArray *people = g_array_new(FALSE, FALSE, sizeof(Person));
  g_autoptr(Query) q =
      db_query(txn, "SELECT c.id, c.reach, CASE WHEN" MAILS_REACH_C " THEN 1 ELSE 0 END"
                    " FROM group_member i JOIN member c ON c.community_id = ?1"
                    " AND c.id = i.member_id AND c.state = 'here'"
                    " WHERE i.community_id = ?1 AND i.group_id = ?2 AND i.state = 'in'"
                    " ORDER BY c.id");

  bind_int(q, 2, group_id);
  while (query_next(q)) {
    const Person person = { .id = col_int(q, 0),
                            .is_by_mail = strcmp(col_text(q, 1), "email") == 0,
                            .is_mailed = col_int(q, 2) != 0 };

    g_array_append_val(people, person);
  }
  return people;
}

static void
insert_told(Txn *txn, const Act *act, int64_t id, int64_t decision_id, int64_t member_id,
            bool is_told)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO decision_told (community_id, id, decision_id,"
                                 " member_id, told_at_us, told_by) VALUES (?1, ?2, ?3, ?4, ?5, 0)");

  bind_int(q, 2, id);
  bind_int(q, 3, decision_id);
  bind_int(q, 4, member_id);
  if (is_told)
    bind_int(q, 5, act->at_us);
  else
    bind_null(q, 5);
  query_run(q);
}

void
decision_tell(Txn *txn, const Act *act, int64_t group_id, int64_t decision_id, const char *origin)
{
  g_autoptr(GArray) people = people_in(txn, group_id);

  for (guint i = 0; i < people->len && !txn_trouble(txn); i++) {
    const Person *person = &g_array_index(people, Person, i);
    const int64_t id = act_new_id(act);
    const bool is_told =
        person->id == act->member_id ||
        (person->is_by_mail && (!*origin || !mail_is_wanted(txn, person->id, MAIL_KIND_DECISION)));

    insert_told(txn, act, id, decision_id, person->id, is_told);
    if (person->is_mailed && !is_told)
      digest_add(
          txn, act, person->id,
          &(DigestItem){
              .kind = "decision", .thing_id = id, .group_id = decision_id, .origin = origin });
  }
}

/* ---- the mail ---- */

/* Nothing any more for whoever has left the group. */
static bool
write_decision(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id, int64_t told_id,
               DigestWords *ret_words)
{
  char group_id[ID_TEXT_SIZE], id[ID_TEXT_SIZE];
  g_autoptr(Query) q =
      db_query(txn, "SELECT d.id, d.group_id, g.name, d.what, d.why FROM decision_told t"
                    " JOIN decision d ON d.community_id = ?1 AND d.id = t.decision_id"
                    " JOIN working_group g ON g.community_id = ?1 AND g.id = d.group_id"
                    " JOIN group_member i ON i.community_id = ?1 AND i.group_id = d.group_id"
                    " AND i.member_id = ?3 AND i.state = 'in'"
                    " WHERE t.community_id = ?1 AND t.id = ?2 AND t.member_id = ?3");

  bind_int(q, 2, told_id);
  bind_int(q, 3, member_id);
  if (!query_next(q))
    return false;

  g_autofree char *title = lang_fill(lang_text(lang, N_("{group} decided")), "group",
                                     arena_shorten(arena, col_text(q, 2), TITLE_LETTERS), NULL);
  g_autofree char *because = lang_fill(lang_text(lang, N_("Because: {words}")), "words",
                                       arena_shorten(arena, col_text(q, 4), WORDS_LETTERS), NULL);

  ret_words->group_title = arena_text(arena, title);
  ret_words->path =
      arena_format(arena, "/groups/%s/decisions/%s", id_to_text(col_int(q, 1), group_id),
                   id_to_text(col_int(q, 0), id));
  ret_words->words = arena_format(
      arena, "%s\n%s\n%s", arena_shorten(arena, col_text(q, 3), WORDS_LETTERS), because,
      lang_text(lang, N_("If you like, say on its page how far people took part.")));
  return true;
}

static void
set_told(Txn *txn, const Act *act, int64_t told_id, int64_t told_by)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE decision_told SET told_at_us = ?3, told_by = ?4"
                                 " WHERE community_id = ?1 AND id = ?2 AND told_at_us IS NULL");

  bind_int(q, 2, told_id);
  bind_int(q, 3, act->at_us);
  bind_int(q, 4, told_by);
  query_run(q);
}

static void
mark_sent(Txn *txn, const Act *act, const DigestSent *sent)
{
  set_told(txn, act, sent->thing_id, 0);
}

/* Who has said how far people took part has heard of it. */
static void
lose(Txn *txn, const Act *act, int64_t member_id, int64_t told_id)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE decision_told SET told_at_us = NULL WHERE community_id = ?1 AND id = ?2"
                " AND member_id = ?3 AND told_by = 0"
                " AND NOT EXISTS (SELECT 1 FROM decision_said s WHERE s.community_id = ?1"
                "  AND s.decision_id = decision_told.decision_id AND s.member_id = ?3)");

  bind_int(q, 2, told_id);
  bind_int(q, 3, member_id);
  query_run(q);
}

const DigestKind decision_digest_kinds[] = {
  { "decision", MAIL_KIND_DECISION, write_decision, mark_sent, .lose = lose },
  { NULL, MAIL_KIND_NONE, NULL, NULL, NULL },
};

/* ---- by somebody ---- */

const ToTell *
decision_to_tell(Txn *txn, Arena *arena, int64_t decision_id, int64_t now_us)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT" TO_TELL_COLUMNS " FROM decision_told t"
           " JOIN decision d ON d.community_id = ?1 AND d.id = t.decision_id"
           " JOIN group_member i ON i.community_id = ?1 AND i.group_id = d.group_id"
           " AND i.member_id = t.member_id AND i.state = 'in'"
           " JOIN member c ON c.community_id = ?1 AND c.id = t.member_id"
           " AND c.state = 'here'" TO_TELL_KEY " WHERE t.community_id = ?1 AND t.decision_id = ?2"
           " AND t.told_at_us IS NULL AND" DECISION_NO_MAIL
           " ORDER BY c.reach, c.sort_key, c.id LIMIT ?4");

  bind_int(q, 2, decision_id);
  bind_int(q, 3, now_us);
  bind_int(q, 4, TO_TELL_MOST);
  return to_tell_read(txn, q, arena);
}

void
decision_mark_told(Txn *txn, const Act *act, int64_t decision_id, int64_t member_id)
{
  int64_t told_id = 0;
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT id FROM decision_told WHERE community_id = ?1 AND decision_id = ?2"
                      " AND member_id = ?3 AND told_at_us IS NULL");

    bind_int(q, 2, decision_id);
    bind_int(q, 3, member_id);
    if (query_next(q))
      told_id = col_int(q, 0);
  }
  if (!told_id)
    return;
  set_told(txn, act, told_id, act->member_id);
  decisions_note(txn, act, "decision-told", decision_id, member_id);
}

DecisionTold
decision_told(Txn *txn, int64_t decision_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT count(*), count(told_at_us), max(told_at_us)"
                                     " FROM decision_told WHERE community_id = ?1"
                                     " AND decision_id = ?2");
  DecisionTold told = { 0 };

  bind_int(q, 2, decision_id);
  if (!query_next(q))
    return told;
  told = (DecisionTold){ .people = col_int(q, 0), .told = col_int(q, 1) };
  if (told.people > 0 && told.people == told.told)
    told.by_us = col_int(q, 2);
  return told;
}
