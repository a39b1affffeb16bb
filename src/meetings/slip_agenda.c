/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From the slip of a letter to the agenda of a meeting. */
#include "meetings/slip_agenda.h"

#include "base/ids.h"
#include "base/text.h"
#include "meetings/agenda.h"
#include "meetings/rules.h"

#include <string.h>

enum { MEETINGS_MOST = 20 };

/* Its title stands there for its group alone. */
static const char *
meeting_label(Arena *arena, const SlipMeetingsAsked *asked, const char *group, int64_t starts_at_us)
{
  g_autofree char *when =
      starts_at_us ? meeting_when_in_words(asked->lang, starts_at_us, asked->time_zone)
                   : g_strdup(lang_text(asked->lang, N_("The date is still to be found")));

  return arena_format(arena, "%s: %s", group, when);
}

static const Choice *
find_meetings(Txn *txn, Arena *arena, const SlipMeetingsAsked *asked)
{
  Choice *choices = arena_new_of(arena, Choice, MEETINGS_MOST + 1);
  int count = 0;
  g_autoptr(Query) q = db_query(
      txn, "SELECT m.id, g.name, COALESCE(m.starts_at_us, 0) FROM group_member i"
           " JOIN working_group g ON g.community_id = ?1 AND g.id = i.group_id"
           " JOIN meeting m ON m.community_id = ?1 AND m.group_id = i.group_id"
           " AND ((m.state = 'called' AND m.starts_at_us > ?4) OR m.state = 'to-find')"
           " LEFT JOIN meeting_paper p ON p.community_id = ?1 AND p.meeting_id = m.id"
           " AND p.paper_id = ?3"
           " LEFT JOIN group_member t ON t.community_id = ?1 AND t.group_id = i.group_id"
           " AND t.member_id = ?6 AND t.state = 'in'"
           " WHERE i.community_id = ?1 AND i.member_id = ?2 AND i.state = 'in'"
           " AND (g.seen_by = 'all' OR t.member_id IS NOT NULL)"
           " ORDER BY CASE WHEN p.paper_id IS NULL THEN 1 ELSE 0 END, m.starts_at_us NULLS LAST,"
           " m.id LIMIT ?5");

  bind_int(q, 2, asked->member_id);
  bind_int(q, 3, asked->paper_id);
  bind_int(q, 4, asked->now_us);
  bind_int(q, 5, MEETINGS_MOST);
  bind_int(q, 6, asked->typist_id);
  while (count < MEETINGS_MOST && query_next(q)) {
    char id[ID_TEXT_SIZE];

    choices[count++] =
        (Choice){ .value = arena_text(arena, id_to_text(col_int(q, 0), id)),
                  .label = meeting_label(arena, asked, col_text(q, 1), col_int(q, 2)) };
  }
  return choices;
}

/* Typed in once more, or taken back since: the same words of the same person. */
static bool
is_there(Txn *txn, const Meeting *meeting, int64_t member_id, const char *words)
{
  g_autoptr(Query) q = db_query(txn, "SELECT title, why FROM agenda_item WHERE community_id = ?1"
                                     " AND meeting_id = ?2 AND asked_by = ?3 AND kind = 'item'");

  bind_int(q, 2, meeting->id);
  bind_int(q, 3, member_id);
  while (query_next(q)) {
    const char *title = col_text(q, 0), *why = col_text(q, 1);
    g_autofree char *both = g_strdup_printf("%s\n%s", title, why);

    g_strstrip(both);
    if (strcmp(both, words) == 0 || strcmp(why, words) == 0)
      return true;
  }
  return false;
}

static int64_t
group_of(Txn *txn, int64_t meeting_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT group_id FROM meeting WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, meeting_id);
  return query_next(q) ? col_int(q, 0) : 0;
}

/* What the agenda refuses is told beside the slip's own questions. */
static void
pass_on(const Refusals *from, Refusals *refusals)
{
  for (int i = 0; i < refusals_count(from); i++) {
    const Refusal *one = refusals_nth(from, i);
    const bool is_words = strcmp(one->question, "title") == 0 || strcmp(one->question, "why") == 0;

    refuse(refusals, is_words ? "talk" : "meeting", one->message);
  }
}

static bool
put(Txn *txn, const Act *act, int64_t member_id, const char *meeting_id, const char *words,
    Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  g_autofree char *tidy = g_strstrip(g_strdup(words));
  Refusals *refused = refusals_new(arena);
  int64_t id = 0;
  const Meeting *meeting =
      id_from_text(meeting_id, &id) ? meetings_find(txn, arena, group_of(txn, id), id) : NULL;

  if (!meeting) {
    refuse(refusals, "meeting", N_("Choose at which meeting they can talk about it"));
    return false;
  }
  if (is_there(txn, meeting, member_id, tidy))
    return false;
  agenda_add_words(txn, act, meeting, member_id, tidy, "paper", refused);
  pass_on(refused, refusals);
  return refusals_count(refused) == 0;
}

const SlipAgenda meeting_slip_agenda = { .meetings = find_meetings, .put = put };
