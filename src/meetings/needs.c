/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Needs of meetings: their kinds, what a place has of them, finding and counting them. Saying and
 * seeing to them is needs_change.c. */
#include "meetings/needs.h"

#include "base/clock.h"
#include "groups/groups.h"
#include "lang/lang.h"
#include "meetings/needs_rows.h"
#include "meetings/rules.h"
#include "meetings/took_place.h"
#include "notices/bounces.h"
#include "people/apart.h"
#include "people/needs.h"
#include "people/seal.h"

#include <string.h>

const HelpKind help_kinds[] = {
  { "interpreter",
    N_("An interpreter"),
    NULL,
    "talk",
    { "sign-interpreter", "lipspeaker", "deafblind", "language-interpreter" },
    28,
    false },
  { "typed",
    N_("Somebody who types or notes down what is said"),
    NULL,
    "write",
    { "speech-to-text", "note-taker" },
    21,
    false },
  { "care", N_("Somebody to care while I am away"), NULL, "heart", { "care-cover" }, 14, false },
  { "fares", N_("Fares paid before I go"), NULL, "money", { NULL }, 7, true },
  { "lift", N_("Somebody to take me there and back"), NULL, "bus", { "travel" }, 3, true },
  { "step-free",
    N_("A way in without steps"),
    "step-free",
    "accessible",
    { "step-free" },
    7,
    true },
  { "toilet", N_("An accessible toilet"), "toilet", "toilet", { "toilet" }, 7, true },
  { "loop", N_("A hearing loop"), "loop", "hearing-aid", { "hearing-loop" }, 7, true },
  { "quiet", N_("A quiet room to go to"), "quiet", "headphones", { "quiet-room" }, 7, true },
  { "aloud", N_("Papers read aloud to me"), NULL, "listen", { NULL }, 7, false },
  { "company", N_("Somebody to come with me"), NULL, "together", { "advocate" }, 7, false },
  { "other", N_("Something else"), NULL, "help", { NULL }, 7, false },
  { NULL, NULL, NULL, NULL, { NULL }, 0, false },
};

const LogKind needs_log_kinds[] = {
  { .kind = "meeting-need-said" },   { .kind = "meeting-need-withdrawn" },
  { .kind = "meeting-need-owned" },  { .kind = "meeting-need-laid-down" },
  { .kind = "meeting-need-ready" },  { .kind = "meeting-need-cannot" },
  { .kind = "meeting-need-asked" },  { .kind = "meeting-need-not-taken" },
  { .kind = "meeting-need-answer" }, { NULL },
};

const Choice help_had_choices[] = {
  { .value = "yes", .label = N_("Yes, I had it") },
  { .value = "partly", .label = N_("Partly") },
  { .value = "no", .label = N_("No") },
  { .value = NULL },
};

const char *const help_state_names[] = { "open", "owned", "ready", "cannot" };

int
help_kind_index(const char *code)
{
  for (int i = 0; help_kinds[i].code; i++)
    if (strcmp(help_kinds[i].code, code) == 0)
      return i;
  return -1;
}

HelpHad
help_had_from_name(const char *name)
{
  return (HelpHad)(choice_place(help_had_choices, name) + 1); /* after HAD_UNSAID */
}

/* ---- what the place has ---- */

bool
meeting_is_without_room(const Meeting *meeting)
{
  return !meeting->venue.id && (*meeting->online || *meeting->dial_in);
}

HelpMatch
help_match(const HelpKind *kind, const Meeting *meeting)
{
  if (kind->is_for_room && meeting_is_without_room(meeting))
    return MATCH_NO_ROOM;
  if (!kind->fact)
    return MATCH_NONE;
  if (!meeting->venue.id)
    return MATCH_NO_PLACE;
  switch (venue_fact(&meeting->venue, kind->fact)) {
  case FACT_YES:
    return MATCH_HAS;
  case FACT_NO:
    return MATCH_HAS_NOT;
  default:
    return MATCH_NOT_KNOWN;
  }
}

int64_t
help_needed_by_us(const HelpKind *kind, const Meeting *meeting)
{
  return meeting->starts_at_us ? meeting->starts_at_us - kind->lead_days * US_PER_DAY : 0;
}

bool
meeting_need_waits(const MeetingNeed *need)
{
  return !need->is_withdrawn && !need->is_resting && need->meeting.state == MEETING_CALLED &&
         (need->state == HELP_OPEN || need->state == HELP_OWNED) && need->match != MATCH_HAS &&
         need->match != MATCH_NO_ROOM;
}

bool
meeting_need_is_late(const MeetingNeed *need, int64_t now_us)
{
  return meeting_need_waits(need) && need->needed_by_us && need->needed_by_us < now_us;
}

/* ---- finding ---- */

/* What is not read here is not asked of a need's meeting. */
static Meeting
read_its_meeting(Query *q, Arena *arena, int at)
{
  const char *state = col_text(q, at + 4);

  return (Meeting){
    .id = col_int(q, at),
    .group_id = col_int(q, at + 1),
    .title = arena_text(arena, col_text(q, at + 2)),
    .starts_at_us = col_is_null(q, at + 3) ? 0 : col_int(q, at + 3),
    .state = strcmp(state, "called") == 0 ? MEETING_CALLED
             : strcmp(state, "held") == 0 ? MEETING_HELD
             : strcmp(state, "off") == 0  ? MEETING_OFF
                                          : MEETING_TO_FIND,
    .online = arena_text(arena, col_text(q, at + 5)),
    .dial_in = arena_text(arena, col_text(q, at + 6)),
    .venue = { .id = col_int(q, at + 7),
               .name = "",
               .address = "",
               .words = "",
               .has = arena_text(arena, col_text(q, at + 8)),
               .has_not = arena_text(arena, col_text(q, at + 9)) },
    .called_by_name = arena_text(arena, col_text(q, at + 10)),
    .ends_at_us = col_is_null(q, at + 11) ? 0 : col_int(q, at + 11),
    .about = "",
    .breaks = "",
    .why = "",
  };
}

static const char *
open_column(Txn *txn, Arena *arena, Query *q, int column, const char *place)
{
  size_t key_len = 0, len = 0;
  const void *key = col_blob(q, 2, &key_len);
  const void *sealed = col_blob(q, column, &len);
  const char *text = len ? seal_open_with(txn, arena, key, key_len, col_int(q, 1), place,
                                          col_int(q, 0), sealed, len)
                         : "";

  if (!text)
    txn_fail(txn, TROUBLE_DATABASE, "needs: a seal does not open; is this the right root key?");
  return text ? text : "";
}

/* Its kind and own words. */
static void
open_what(Txn *txn, Arena *arena, Query *q, MeetingNeed *need)
{
  const char *what = open_column(txn, arena, q, 3, NEED_WHAT_PLACE);
  const char *end = strchr(what, '\n');
  g_autofree char *code = end ? g_strndup(what, (gsize)(end - what)) : g_strdup(what);
  const int index = help_kind_index(code);

  need->kind = &help_kinds[index < 0 ? help_kind_index("other") : index];
  need->words = end ? end + 1 : "";
}

static HelpState
state_now(Query *q, int64_t moved_at_us, bool *ret_is_from_before)
{
  HelpState state = HELP_OPEN;

  for (int i = HELP_OPEN; i <= HELP_CANNOT; i++)
    if (strcmp(help_state_names[i], col_text(q, 4)) == 0)
      state = (HelpState)i;
  *ret_is_from_before =
      moved_at_us > col_int(q, 5) && (state == HELP_READY || state == HELP_CANNOT);
  return *ret_is_from_before ? (col_int(q, 6) ? HELP_OWNED : HELP_OPEN) : state;
}

/* Whoever is not in the group any more does not come either. */
static bool
is_resting(Query *q)
{
  const char *answer = col_text(q, 13);

  return !*answer || strcmp(answer, "no") == 0 || strcmp(answer, "thoughts") == 0 ||
         col_int(q, 18) == 0;
}

/* Columns as NEED_COLUMNS says. */
static MeetingNeed
read_need(Txn *txn, Arena *arena, Query *q)
{
  MeetingNeed need = { .id = col_int(q, 0),
                       .member_id = col_int(q, 1),
                       .owner_id = col_int(q, 6),
                       .owner_name = arena_text(arena, col_text(q, 7)),
                       .asked_id = col_int(q, 8),
                       .asked_name = arena_text(arena, col_text(q, 9)),
                       .is_withdrawn = col_int(q, 10) != 0,
                       .had = help_had_from_name(col_text(q, 11)),
                       .member_name = arena_text(arena, col_text(q, 12)),
                       .entered_by_name = arena_text(arena, col_text(q, 17)),
                       .meeting = read_its_meeting(q, arena, 19) };

  need.is_resting = is_resting(q);
  need.state = state_now(q, col_int(q, 14), &need.is_from_before);
  open_what(txn, arena, q, &need);
  need.why = open_column(txn, arena, q, 15, NEED_WHY_PLACE);
  need.instead = open_column(txn, arena, q, 16, NEED_INSTEAD_PLACE);
  need.match = help_match(need.kind, &need.meeting);
  need.needed_by_us = help_needed_by_us(need.kind, &need.meeting);
  return need;
}

/* The same for every list: read_need counts on it. */
#define NEED_COLUMNS                                                                         \
  "SELECT n.id, n.member_id, k.sealed, n.what, n.state, n.state_at_us, n.owner_id, o.name,"  \
  " n.asked_id, a.name, n.is_withdrawn, n.had, m.name, COALESCE(r.answer, ''),"              \
  " COALESCE((SELECT max(h.made_at_us) FROM meeting_change h WHERE h.community_id = ?1"      \
  "  AND h.meeting_id = n.meeting_id AND h.change = 'moved'), 0), n.why, n.instead, e.name," \
  " CASE WHEN i.id IS NULL THEN 0 ELSE 1 END, t.id, t.group_id, t.title, t.starts_at_us,"    \
  " t.state, t.online, t.dial_in, t.place_id, COALESCE(v.has, ''), COALESCE(v.has_not, '')," \
  " c.name, t.ends_at_us"                                                                    \
  " FROM meeting_need n"                                                                     \
  " JOIN meeting t ON t.community_id = ?1 AND t.id = n.meeting_id"                           \
  " JOIN person_key k ON k.community_id = ?1 AND k.member_id = n.member_id"                  \
  " JOIN member m ON m.community_id = ?1 AND m.id = n.member_id AND m.state = 'here'"        \
  " LEFT JOIN member o ON o.community_id = ?1 AND o.id = n.owner_id AND o.state = 'here'"    \
  " LEFT JOIN member a ON a.community_id = ?1 AND a.id = n.asked_id AND a.state = 'here'"    \
  " LEFT JOIN member e ON e.community_id = ?1 AND e.id = n.entered_by"                       \
  " LEFT JOIN member c ON c.community_id = ?1 AND c.id = t.called_by"                        \
  " LEFT JOIN meeting_place v ON v.community_id = ?1 AND v.id = t.place_id"                  \
  " LEFT JOIN group_member i ON i.community_id = ?1 AND i.group_id = t.group_id"             \
  "  AND i.member_id = n.member_id AND i.state = 'in'"                                       \
  " LEFT JOIN meeting_reply r ON r.community_id = ?1 AND r.meeting_id = n.meeting_id"        \
  "  AND r.member_id = n.member_id AND" REPLY_COUNTS " WHERE n.community_id = ?1"

/* In the arena; ended by id 0. */
static const MeetingNeed *
keep_list(Arena *arena, const GArray *found)
{
  MeetingNeed *list = arena_new_of(arena, MeetingNeed, found->len + 1);

  if (found->len)
    memcpy(list, found->data, sizeof(MeetingNeed) * found->len);
  return list;
}

static const MeetingNeed *
read_list(Txn *txn, Arena *arena, Query *q)
{
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(MeetingNeed));

  while (query_next(q)) {
    const MeetingNeed need = read_need(txn, arena, q);

    g_array_append_val(found, need);
  }
  return keep_list(arena, found);
}

const MeetingNeed *
meeting_needs_list(Txn *txn, Arena *arena, const Meeting *meeting)
{
  g_autoptr(Query) q =
      db_query(txn, NEED_COLUMNS " AND n.meeting_id = ?2 ORDER BY m.sort_key, n.member_id, n.id"
                                 " LIMIT ?3");

  bind_int(q, 2, meeting->id);
  bind_int(q, 3, MEETING_NEEDS_MAX);
  return read_list(txn, arena, q);
}

const MeetingNeed *
meeting_needs_own(Txn *txn, Arena *arena, const Meeting *meeting, int64_t member_id,
                  int64_t *ret_all)
{
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(MeetingNeed));
  g_autoptr(Query) q =
      db_query(txn, NEED_COLUMNS " AND n.meeting_id = ?2 AND n.is_withdrawn = 0 ORDER BY n.id");
  int64_t all = 0;

  bind_int(q, 2, meeting->id);
  while (query_next(q)) {
    all += !is_resting(q);
    if (col_int(q, 1) == member_id) {
      const MeetingNeed need = read_need(txn, arena, q);

      g_array_append_val(found, need);
    }
  }
  *ret_all = all;
  return keep_list(arena, found);
}

const MeetingNeed *
meeting_needs_find(Txn *txn, Arena *arena, const Meeting *meeting, int64_t need_id)
{
  g_autoptr(Query) q = db_query(txn, NEED_COLUMNS " AND n.meeting_id = ?2 AND n.id = ?3");

  bind_int(q, 2, meeting->id);
  bind_int(q, 3, need_id);
  if (!query_next(q))
    return NULL;

  MeetingNeed *need = arena_new_of(arena, MeetingNeed, 1);

  *need = read_need(txn, arena, q);
  return need;
}

const MeetingNeed *
meeting_needs_coming(Txn *txn, Arena *arena, int64_t member_id, int64_t now_us, int limit)
{
  g_autoptr(Query) q =
      db_query(txn, NEED_COLUMNS " AND n.member_id = ?2 AND n.is_withdrawn = 0"
                                 " AND t.state = 'called' AND t.starts_at_us > ?3"
                                 " ORDER BY t.starts_at_us NULLS LAST, n.id LIMIT ?4");

  bind_int(q, 2, member_id);
  bind_int(q, 3, now_us);
  bind_int(q, 4, limit);
  return read_list(txn, arena, q);
}

/* ---- what waits ---- */

const MeetingNeed *
meeting_needs_waiting(Txn *txn, Arena *arena, int64_t member_id, int64_t now_us, int limit)
{
  enum { LOOKED_AT = 60 };
  MeetingNeed *list = arena_new_of(arena, MeetingNeed, limit + 1);
  const MeetingNeed *found = NULL;
  PeoplePair pairs[LOOKED_AT] = { { 0, 0 } };
  bool is_apart[LOOKED_AT];
  int all = 0, kept = 0;
  {
    g_autoptr(Query) q =
        db_query(txn, NEED_COLUMNS " AND" MEETING_NEEDS_WAIT
                                   " ORDER BY t.starts_at_us NULLS LAST, n.id LIMIT ?4");

    bind_int(q, 2, member_id);
    bind_int(q, 3, now_us);
    bind_int(q, 4, LOOKED_AT);
    found = read_list(txn, arena, q);
  }
  for (; found[all].id; all++)
    pairs[all] = (PeoplePair){ found[all].member_id, member_id };
  people_find_apart(txn, pairs, all, is_apart);
  /* Who keeps away from whom is told to neither: it is as if nobody had been asked. */
  for (int i = 0; i < all && kept < limit; i++)
    if (meeting_need_waits(&found[i]) && (found[i].owner_id == member_id || !is_apart[i]))
      list[kept++] = found[i];
  return list;
}

/* ---- known beforehand ---- */

static bool
is_known_as(const HelpKind *kind, const char *code)
{
  for (size_t i = 0; i < G_N_ELEMENTS(kind->known_as) && kind->known_as[i]; i++)
    if (strcmp(kind->known_as[i], code) == 0)
      return true;
  return false;
}

unsigned
meeting_needs_known(Txn *txn, const Meeting *meeting, int64_t member_id)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  const Needs *needs = needs_read(txn, arena, member_id, false);
  unsigned kinds = 0;

  for (int i = 0; help_kinds[i].code; i++)
    for (int kind = 0; kind < NEED_KIND_COUNT; kind++)
      for (int j = 0; j < needs->kinds[kind].count; j++)
        if (is_known_as(&help_kinds[i], needs->kinds[kind].needs[j].code) &&
            help_match(&help_kinds[i], meeting) != MATCH_NO_ROOM)
          kinds |= 1U << i;
  return kinds;
}

/* ---- counting ---- */

#define IN_WINDOW                                                                               \
  " m.community_id = ?1 AND m.group_id = ?2 AND" MEETING_TOOK_PLACE " AND m.starts_at_us >= ?3" \
  " AND m.starts_at_us < ?4"

static void
bind_window(Query *q, int64_t group_id, int64_t from_us, int64_t until_us)
{
  bind_int(q, 2, group_id);
  bind_int(q, 3, from_us);
  bind_int(q, 4, until_us);
}

/* Of meetings called together the first speaks for all (invitations.h). */
#define TOLD_OF_IT       \
  "(s.meeting_id = m.id" \
  " OR (m.series_id <> 0 AND s.meeting_id = m.series_id AND s.what = 'called'))"

static void
count_came(Txn *txn, int64_t group_id, int64_t from_us, int64_t until_us, NeedsCounts *counts)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT count(*), CAST(COALESCE(sum(CASE WHEN"
           " EXISTS (SELECT 1 FROM meeting_reply r WHERE r.community_id = ?1"
           "  AND r.meeting_id = m.id AND r.member_id = p.member_id)"
           " OR EXISTS (SELECT 1 FROM meeting_need n WHERE n.community_id = ?1"
           "  AND n.meeting_id = m.id AND n.member_id = p.member_id)"
           " OR EXISTS (SELECT 1 FROM meeting_news s JOIN meeting_told d ON d.community_id = ?1"
           "  AND d.news_id = s.id AND d.member_id = p.member_id WHERE s.community_id = ?1"
           "  AND " TOLD_OF_IT ")"
           " OR (m.is_written_after = 0 AND m.called_by = p.member_id)"
           " OR EXISTS (SELECT 1 FROM meeting_news s JOIN member c ON c.community_id = ?1"
           "  AND c.id = p.member_id AND" MAILS_REACH_C " JOIN group_member i"
           "  ON i.community_id = ?1 AND i.group_id = m.group_id AND i.member_id = p.member_id"
           "  AND i.since_us <= s.made_at_us WHERE s.community_id = ?1 AND " TOLD_OF_IT ")"
           " THEN 0 ELSE 1 END), 0) AS BIGINT)"
           " FROM meeting m JOIN meeting_presence p ON p.community_id = ?1 AND p.meeting_id = m.id"
           " WHERE" IN_WINDOW);

  bind_window(q, group_id, from_us, until_us);
  if (!query_next(q))
    return;
  counts->came = col_int(q, 0);
  counts->never_asked = col_int(q, 1);
}

static int64_t
count_others(Txn *txn, int64_t group_id, int64_t from_us, int64_t until_us)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT CAST(COALESCE(sum(x.others_use + x.others_care + x.others_near + x.others_work"
           " + x.others_else), 0) AS BIGINT) FROM meeting m"
           " JOIN meeting_minutes x ON x.community_id = ?1 AND x.meeting_id = m.id"
           " WHERE" IN_WINDOW);

  bind_window(q, group_id, from_us, until_us);
  return query_next(q) ? col_int(q, 0) : 0;
}

static void
count_said(Txn *txn, int64_t group_id, int64_t from_us, int64_t until_us,
           int64_t ret_of_had[static HAD_COUNT])
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT n.had, count(*) FROM meeting m JOIN meeting_need n"
                    " ON n.community_id = ?1 AND n.meeting_id = m.id AND n.is_withdrawn = 0"
                    " WHERE" IN_WINDOW " GROUP BY n.had");

  bind_window(q, group_id, from_us, until_us);
  while (query_next(q))
    ret_of_had[help_had_from_name(col_text(q, 0))] += col_int(q, 1);
}

NeedsCounts
meeting_needs_count(Txn *txn, int64_t group_id, int64_t from_us, int64_t until_us)
{
  NeedsCounts counts = { 0 };
  int64_t of_had[HAD_COUNT] = { 0 };

  count_said(txn, group_id, from_us, until_us, of_had);
  counts.unanswered = of_had[HAD_UNSAID];
  counts.met = of_had[HAD_YES];
  counts.partly = of_had[HAD_PARTLY];
  counts.not_met = of_had[HAD_NO];
  counts.stated = counts.unanswered + counts.met + counts.partly + counts.not_met;
  count_came(txn, group_id, from_us, until_us, &counts);
  counts.others_came = count_others(txn, group_id, from_us, until_us);
  return counts;
}
