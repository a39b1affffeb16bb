/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Minutes: what stands in them. Writing them is minutes_change.c. */
#include "meetings/minutes.h"

#include "lang/lang.h"
#include "meetings/rules.h"

#include <string.h>

const LogKind minutes_log_kinds[] = {
  { .kind = "minutes-written" },
  { .kind = "minutes-present" },
  { .kind = "minutes-opened" },
  { .kind = "minutes-corrected" },
  { .kind = "minutes-answered", .power = N_("A correction of minutes was answered") },
  { .kind = "minutes-paper" },
  { .kind = "minutes-agreed", .power = N_("Minutes were agreed") },
  { NULL },
};

static MinutesState
state_from_name(const char *name)
{
  if (strcmp(name, "agreed") == 0)
    return MINUTES_AGREED;
  return strcmp(name, "open") == 0 ? MINUTES_OPEN : MINUTES_DRAFT;
}

static int64_t
int_or_0(Query *q, int column)
{
  return col_is_null(q, column) ? 0 : col_int(q, column);
}

static const MinutesText *
find_texts(Txn *txn, Arena *arena, int64_t meeting_id)
{
  MinutesText *list = arena_new_of(arena, MinutesText, MINUTES_TEXTS_MAX + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT id, item_id, said, decided FROM minutes_text"
                    " WHERE community_id = ?1 AND meeting_id = ?2 AND replaced_by = 0"
                    " ORDER BY id LIMIT ?3");

  bind_int(q, 2, meeting_id);
  bind_int(q, 3, MINUTES_TEXTS_MAX);
  while (count < MINUTES_TEXTS_MAX && query_next(q))
    list[count++] = (MinutesText){ .id = col_int(q, 0),
                                   .item_id = col_int(q, 1),
                                   .said = arena_text(arena, col_text(q, 2)),
                                   .decided = arena_text(arena, col_text(q, 3)) };
  return list;
}

const Minutes *
minutes_find(Txn *txn, Arena *arena, int64_t meeting_id)
{
  Minutes *minutes = arena_new_of(arena, Minutes, 1);

  minutes->absent = minutes->ahead_why = "";
  minutes->texts = find_texts(txn, arena, meeting_id);

  g_autoptr(Query) q =
      db_query(txn, "SELECT n.state, n.opened_at_us, n.agreed_at_us, n.others_use, n.others_care,"
                    " n.others_near, n.others_work, n.others_else, n.missing, a.why FROM meeting m"
                    " LEFT JOIN meeting_minutes n ON n.community_id = ?1 AND n.meeting_id = m.id"
                    " LEFT JOIN meeting_ahead a ON a.community_id = ?1 AND a.id =" AHEAD_COUNTS
                    " WHERE m.community_id = ?1 AND m.id = ?2");

  bind_int(q, 2, meeting_id);
  if (!query_next(q))
    return minutes;
  minutes->ahead_why = arena_text(arena, col_text(q, 9));
  if (col_is_null(q, 0))
    return minutes;
  minutes->state = state_from_name(col_text(q, 0));
  minutes->opened_at_us = int_or_0(q, 1);
  minutes->agreed_at_us = int_or_0(q, 2);
  minutes->others_use = col_int(q, 3);
  minutes->others_care = col_int(q, 4);
  minutes->others_near = col_int(q, 5);
  minutes->others_work = col_int(q, 6);
  minutes->others_else = col_int(q, 7);
  minutes->absent = arena_text(arena, col_text(q, 8));
  return minutes;
}

const Present *
minutes_present(Txn *txn, Arena *arena, int64_t meeting_id)
{
  GArray *list = g_array_new(TRUE, TRUE, sizeof(Present));
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT m.id, m.name FROM meeting_presence p"
                      " JOIN member m ON m.community_id = ?1 AND m.id = p.member_id"
                      " WHERE p.community_id = ?1 AND p.meeting_id = ?2 ORDER BY m.sort_key, m.id");

    bind_int(q, 2, meeting_id);
    while (query_next(q)) {
      const Present one = { col_int(q, 0), arena_text(arena, col_text(q, 1)) };

      g_array_append_val(list, one);
    }
  }

  Present *kept = arena_new_of(arena, Present, list->len + 1);

  memcpy(kept, list->data, list->len * sizeof(Present));
  g_array_free(list, TRUE);
  return kept;
}

const MinutesCorrection *
minutes_corrections(Txn *txn, Arena *arena, int64_t meeting_id)
{
  MinutesCorrection *list = arena_new_of(arena, MinutesCorrection, MINUTES_CORRECTIONS_MAX + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT id, words, why, made_by, made_at_us, is_after, state"
                    " FROM minutes_correction WHERE community_id = ?1 AND meeting_id = ?2"
                    " ORDER BY id LIMIT ?3");

  bind_int(q, 2, meeting_id);
  bind_int(q, 3, MINUTES_CORRECTIONS_MAX);
  while (count < MINUTES_CORRECTIONS_MAX && query_next(q))
    list[count++] =
        (MinutesCorrection){ .id = col_int(q, 0),
                             .words = arena_text(arena, col_text(q, 1)),
                             .why = arena_text(arena, col_text(q, 2)),
                             .made_by = col_int(q, 3),
                             .made_at_us = col_int(q, 4),
                             .is_after = col_int(q, 5) != 0,
                             .state = strcmp(col_text(q, 6), "waiting") == 0 ? CORRECTION_WAITING
                                      : strcmp(col_text(q, 6), "beside") == 0
                                          ? CORRECTION_BESIDE
                                          : CORRECTION_TAKEN_IN };
  return list;
}
