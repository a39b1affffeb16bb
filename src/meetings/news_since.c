/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is new since somebody was told; see news_since.h. Each news keeps what was told with it. */
#include "meetings/news_since.h"

#include "meetings/rules.h"

#include <string.h>

enum { NEWS_MOST = 200 };

typedef struct {
  int64_t id, made_at_us, starts_at_us, ends_at_us;
  bool is_own; /* else it called those that this one was called together with */
  const char *title, *place, *online, *dial_in; /* no title: not kept */
} Told;

/* Ends with id 0, the oldest first. */
static const Told *
read_news(Txn *txn, Arena *arena, const Meeting *meeting)
{
  Told *list = arena_new_of(arena, Told, NEWS_MOST + 1);
  int count = 0;
  g_autoptr(Query) q = db_query(
      txn, "SELECT id, made_at_us, COALESCE(starts_at_us, 0), meeting_id, title, place,"
           " online, dial_in, COALESCE(ends_at_us, 0) FROM meeting_news WHERE community_id = ?1"
           " AND (meeting_id = ?2 OR (meeting_id = ?3 AND what = 'called'))"
           " ORDER BY id DESC LIMIT ?4");

  bind_int(q, 2, meeting->id);
  bind_int(q, 3, meeting->series_id);
  bind_int(q, 4, NEWS_MOST);
  while (count < NEWS_MOST && query_next(q))
    list[count++] = (Told){ .id = col_int(q, 0),
                            .made_at_us = col_int(q, 1),
                            .starts_at_us = col_int(q, 2),
                            .is_own = col_int(q, 3) == meeting->id,
                            .title = arena_text(arena, col_text(q, 4)),
                            .place = arena_text(arena, col_text(q, 5)),
                            .online = arena_text(arena, col_text(q, 6)),
                            .dial_in = arena_text(arena, col_text(q, 7)),
                            .ends_at_us = col_int(q, 8) };
  list[count].id = 0;
  return list;
}

typedef struct {
  int64_t news_id, answered_at_us;
} Heard;

/* By member id. */
static GHashTable *
read_heard(Txn *txn, const Meeting *meeting)
{
  GHashTable *heard = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr(Query) q =
      db_query(txn, "SELECT i.member_id, COALESCE((SELECT max(t.news_id) FROM meeting_told t"
                    "  JOIN meeting_news n ON n.community_id = ?1 AND n.id = t.news_id"
                    "  AND (n.meeting_id = ?3 OR (n.meeting_id = ?4 AND n.what = 'called'))"
                    "  WHERE t.community_id = ?1 AND t.member_id = i.member_id"
                    "  AND NOT" TOLD_IN_VAIN "), 0),"
                    " COALESCE((SELECT r.at_us FROM meeting_reply r WHERE r.community_id = ?1"
                    "  AND r.meeting_id = ?3 AND r.member_id = i.member_id), 0)"
                    " FROM group_member i WHERE i.community_id = ?1 AND i.group_id = ?2"
                    " AND i.state = 'in'");

  bind_int(q, 2, meeting->group_id);
  bind_int(q, 3, meeting->id);
  bind_int(q, 4, meeting->series_id);
  while (query_next(q)) {
    const int64_t id = col_int(q, 0);
    const Heard one = { col_int(q, 1), col_int(q, 2) };

    g_hash_table_insert(heard, g_memdup2(&id, sizeof(id)), g_memdup2(&one, sizeof(one)));
  }
  return heard;
}

/* The newest that they know; NULL: none. */
static const Told *
last_heard(const Told *news, const Heard *heard)
{
  for (; news->id; news++)
    if (news->id == heard->news_id || news->made_at_us <= heard->answered_at_us)
      return news;
  return NULL;
}

/* Those called together are alike but for their times, and the first time of each is known. */
static void
compare_times(const Meeting *meeting, const Told *told, NewsSince *since)
{
  const int64_t was_at_us = told->is_own ? told->starts_at_us : meeting->first_at_us;

  since->has_other_time =
      was_at_us != meeting->starts_at_us ||
      (told->is_own ? told->ends_at_us != meeting->ends_at_us : meeting->moves > 0);
  if (!since->has_other_time)
    return;
  since->was_at_us = was_at_us;
  since->was_ends_us = told->is_own ? told->ends_at_us : 0;
}

static NewsSince
compare(Arena *arena, const Meeting *meeting, const Told *told)
{
  NewsSince since = { .is_off = meeting->state == MEETING_OFF };

  if (since.is_off)
    return since;
  since.is_unknown = !*told->title;
  if (since.is_unknown)
    return since;
  compare_times(meeting, told, &since);
  since.has_other_title = strcmp(told->title, meeting->title) != 0;
  since.has_other_place = strcmp(told->place, meeting_place_line(arena, &meeting->venue)) != 0;
  since.has_other_online = strcmp(told->online, meeting->online) != 0;
  since.has_other_dial_in = strcmp(told->dial_in, meeting->dial_in) != 0;
  return since;
}

const NewsSince *
news_since(Txn *txn, Arena *arena, const Meeting *meeting, const ToTell *list)
{
  static const Heard nothing = { 0 };
  const Told *news = read_news(txn, arena, meeting);
  g_autoptr(GHashTable) heard = read_heard(txn, meeting);
  NewsSince *since = arena_new_of(arena, NewsSince, TO_TELL_MOST);

  for (int i = 0; i < TO_TELL_MOST && list[i].member_id; i++) {
    const Heard *one = g_hash_table_lookup(heard, &list[i].member_id);
    const Told *told = last_heard(news, one ? one : &nothing);

    since[i] = told ? compare(arena, meeting, told) : (NewsSince){ .is_first = true };
  }
  return since;
}
