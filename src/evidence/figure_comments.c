/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What people who use services say of a figure. */
#include "evidence/figure_comments.h"

#include "base/random.h"
#include "base/text.h"
#include "groups/places.h"
#include "lang/lang.h"

const FigureComment *
figure_comments(Txn *txn, Arena *arena, int64_t group_id, FigureKind figure)
{
  FigureComment *list = arena_new_of(arena, FigureComment, FIGURE_COMMENTS_SHOWN + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT figure, words, day_us FROM figure_comment WHERE community_id = ?1"
                    " AND group_id = ?2 AND (?3 = '' OR figure = ?3)"
                    " ORDER BY day_us DESC NULLS LAST, id LIMIT ?4");

  bind_int(q, 2, group_id);
  bind_text(q, 3, figure == FIGURE_COUNT ? "" : figure_code(figure));
  bind_int(q, 4, FIGURE_COMMENTS_SHOWN);
  while (count < FIGURE_COMMENTS_SHOWN && query_next(q)) {
    const FigureKind kind = figure_from_code(col_text(q, 0));

    if (kind < FIGURE_COUNT)
      list[count++] = (FigureComment){ kind, arena_text(arena, col_text(q, 1)), col_int(q, 2) };
  }
  list[count].figure = FIGURE_COUNT;
  return list;
}

bool
figure_may_comment(Txn *txn, Arena *arena, int64_t group_id, int64_t member_id)
{
  const Place *place = places_find(txn, arena, group_id, member_id);

  return place && place->standing == GROUP_IN && side_of_role(place->role) == SIDE_USES;
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
figure_comment_add(Txn *txn, const Act *act, int64_t group_id, FigureKind figure, const char *words,
                   int64_t day_us, Refusals *refusals)
{
  if (!*words)
    refuse(refusals, "words", N_("Write what you want to say"));
  if (text_length(words) > FIGURE_COMMENT_MAX)
    refuse(refusals, "words", N_("Make it shorter: 600 letters at most"));
  if (refusals_count(refusals) > 0)
    return;

  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO figure_comment (community_id, id, group_id, figure, words, day_us)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

  bind_int(q, 2, id_of_chance());
  bind_int(q, 3, group_id);
  bind_text(q, 4, figure_code(figure));
  bind_text(q, 5, words);
  bind_int(q, 6, day_us);
  query_run(q);
}
