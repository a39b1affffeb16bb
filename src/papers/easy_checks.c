/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who understood an Easy Read, and what is hard in it. */
#include "papers/easy_checks.h"

#include "base/random.h"
#include "base/text.h"
#include "lang/lang.h"
#include "papers/rules.h"
#include "press/easy_read.h"

#include <string.h>

enum { CHECKS_MAX = 50, CHECKS_PRINTED = 10 };

/* Of the rows as readers get them: links are not theirs. */
static void
print_of_rows(const Paper *paper, char ret_print[static EASY_PRINT_LEN + 1])
{
  g_autofree char *problem = NULL;
  g_autoptr(EasyRead) easy =
      *paper->easy_source ? easy_read_parse(paper->easy_source, &problem) : NULL;
  g_autofree char *text = easy ? easy_read_write(easy, false) : g_strdup("");

  easy_print(text, ret_print);
}

const EasyCheck *
easy_checks_list(Txn *txn, Arena *arena, const Paper *paper)
{
  EasyCheck *list = arena_new_of(arena, EasyCheck, CHECKS_MAX + 1);
  char print[EASY_PRINT_LEN + 1];
  int count = 0;

  list[0] = (EasyCheck){ 0 };
  if (!*paper->easy_source)
    return list;

  g_autoptr(Query) q = db_query(txn, "SELECT id, member_id, who, rows_print, checked_us"
                                     " FROM easy_check WHERE community_id = ?1 AND paper_id = ?2"
                                     " ORDER BY checked_us, id LIMIT ?3");

  print_of_rows(paper, print);
  bind_int(q, 2, paper->id);
  bind_int(q, 3, CHECKS_MAX);
  while (count < CHECKS_MAX && query_next(q))
    list[count++] = (EasyCheck){
      .id = col_int(q, 0),
      .member_id = col_int(q, 1),
      .who = arena_text(arena, col_text(q, 2)),
      .is_before_last_change = strcmp(col_text(q, 3), print) != 0,
      .at_us = col_int(q, 4),
    };
  list[count] = (EasyCheck){ 0 };
  return list;
}

static void
store_check(Txn *txn, const Act *act, const Paper *paper, int64_t member_id, const char *who,
            int64_t at_us)
{
  const int64_t id = act_new_id(act);
  char print[EASY_PRINT_LEN + 1];
  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO easy_check (community_id, id, paper_id, member_id,"
                                 " made_by, who, rows_print, checked_us)"
                                 " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");

  print_of_rows(paper, print);
  bind_int(q, 2, id);
  bind_int(q, 3, paper->id);
  bind_int(q, 4, member_id);
  bind_int(q, 5, act->member_id);
  bind_text(q, 6, who);
  bind_text(q, 7, print);
  bind_int(q, 8, at_us);
  query_run(q);
  papers_log(txn, act, "easy-checked", paper->id);
  formats_ask_again(txn, act, paper, true); /* it stands at the end of the file */
}

/* False: as many as there may be, and the list could not show one more. */
static bool
has_room(Txn *txn, int64_t paper_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT count(*) FROM easy_check WHERE community_id = ?1 AND paper_id = ?2");

  bind_int(q, 2, paper_id);
  return query_next(q) && col_int(q, 0) < CHECKS_MAX;
}

void
easy_checks_add(Txn *txn, const Act *act, const Paper *paper, const char *who, int64_t at_us,
                Refusals *refusals)
{
  g_autofree char *plain = text_tidy(who);

  if (!*plain)
    refuse(refusals, "who", N_("Write who read it: a name, or words such as “a group of four”"));
  else if (text_length(plain) > CHECKED_BY_MAX || strchr(plain, '\n'))
    refuse(refusals, "who", N_("Make this shorter: 100 letters at most"));
  else if (!*paper->easy_source)
    refuse(refusals, "", N_("There are no Easy Read rows yet."));
  else if (!has_room(txn, paper->id))
    refuse(refusals, "", N_("Many people have checked this. There is no room for more"));
  if (refusals_count(refusals) == 0)
    store_check(txn, act, paper, 0, plain, at_us);
}

static void
make_again(Txn *txn, const Act *act, int64_t paper_id)
{
  g_autoptr(Arena) arena = arena_new(16 * PAPER_SOURCE_MAX);
  const Paper *paper = papers_find(txn, arena, paper_id);

  if (paper)
    formats_ask_again(txn, act, paper, true);
}

static bool
delete_own(Txn *txn, const Act *act, int64_t paper_id, int64_t member_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "DELETE FROM easy_check WHERE community_id = ?1 AND paper_id = ?2"
                                 " AND member_id = ?3");

  bind_int(q, 2, paper_id);
  bind_int(q, 3, member_id);
  query_run(q);
  return query_changes(q) > 0;
}

void
easy_checks_say(Txn *txn, const Act *act, const Paper *paper, const char *who, int64_t at_us)
{
  delete_own(txn, act, paper->id, act->member_id);
  if (*paper->easy_source && has_room(txn, paper->id))
    store_check(txn, act, paper, act->member_id, who, at_us);
}

void
easy_checks_take_back(Txn *txn, const Act *act, int64_t paper_id, int64_t member_id)
{
  if (!delete_own(txn, act, paper_id, member_id))
    return;
  papers_log(txn, act, "easy-check-removed", paper_id);
  make_again(txn, act, paper_id);
}

void
easy_checks_remove(Txn *txn, const Act *act, int64_t paper_id, int64_t check_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "DELETE FROM easy_check WHERE community_id = ?1 AND paper_id = ?2"
                                 " AND id = ?3");

  bind_int(q, 2, paper_id);
  bind_int(q, 3, check_id);
  query_run(q);
  if (query_changes(q) == 0)
    return;
  papers_log(txn, act, "easy-check-removed", paper_id);
  make_again(txn, act, paper_id);
}

static void
write_check_row(GString *rows, const Lang *lang, const EasyCheck *check)
{
  g_autofree char *date = lang_date(lang, check->at_us, "UTC");
  g_autofree char *who = lang_fill(*check->who ? lang_text(lang, N_("Checked by {who}."))
                                               : lang_text(lang, N_("Somebody checked this.")),
                                   "who", check->who, NULL);
  g_autofree char *when = lang_fill(lang_text(lang, N_("That was on {date}.")), "date", date, NULL);

  g_string_append_printf(rows, "\n![](tick)\nfrom: -\n%s\n%s\n", who, when);
  if (check->is_before_last_change)
    g_string_append_printf(rows, "%s\n",
                           lang_text(lang, N_("That was before the last change of this paper.")));
}

const char *
easy_checks_rows(Txn *txn, Arena *arena, const Paper *paper)
{
  const Lang *lang = lang_find(paper->language);
  const EasyCheck *check = easy_checks_list(txn, arena, paper);
  g_autoptr(GString) rows = g_string_new(NULL);

  if (!check->id)
    return "";
  g_string_append_printf(rows, "\n## %s\n",
                         lang_text(lang, N_("People who checked this Easy Read")));
  for (int i = 0; check[i].id && i < CHECKS_PRINTED; i++)
    write_check_row(rows, lang, &check[i]);
  g_string_append_printf(rows, "\n![](hand)\n%s\n", lang_text(lang, N_("We say thank you.")));
  return arena_text(arena, rows->str);
}

/* ---- what is hard ---- */

const EasyHard *
easy_hard_list(Txn *txn, Arena *arena, int64_t paper_id, int limit)
{
  EasyHard *list = arena_new_of(arena, EasyHard, limit + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT h.id, COALESCE(m.name, ''), h.words FROM easy_hard h"
                    " LEFT JOIN member m ON m.community_id = ?1 AND m.id = h.member_id"
                    " WHERE h.community_id = ?1 AND h.paper_id = ?2 ORDER BY h.id LIMIT ?3");

  bind_int(q, 2, paper_id);
  bind_int(q, 3, limit);
  while (count < limit && query_next(q))
    list[count++] = (EasyHard){ col_int(q, 0), arena_text(arena, col_text(q, 1)),
                                arena_text(arena, col_text(q, 2)) };
  list[count] = (EasyHard){ 0 };
  return list;
}

/* Of chance alone: an id that grows with time would say who was there then. */
static int64_t
id_of_chance(void)
{
  int64_t id = 0;

  random_bytes(&id, sizeof(id));
  id &= INT64_MAX;
  return id ? id : 1;
}

void
easy_hard_say(Txn *txn, const Act *act, int64_t paper_id, const char *words, bool has_name)
{
  g_autofree char *plain = text_tidy(words);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO easy_hard (community_id, id, paper_id, member_id, words)"
                " VALUES (?1, ?2, ?3, ?4, ?5)");

  bind_int(q, 2, id_of_chance());
  bind_int(q, 3, paper_id);
  bind_int(q, 4, has_name ? act->member_id : 0);
  bind_text(q, 5, plain);
  query_run(q);
}

void
easy_hard_remove(Txn *txn, const Act *act, int64_t paper_id, int64_t hard_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "DELETE FROM easy_hard WHERE community_id = ?1 AND paper_id = ?2"
                                 " AND id = ?3");

  bind_int(q, 2, paper_id);
  bind_int(q, 3, hard_id);
  query_run(q);
  if (query_changes(q) > 0)
    papers_log(txn, act, "easy-hard-done", paper_id);
}
