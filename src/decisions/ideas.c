/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Ideas themselves: who may read which, putting one, placing one. */
#include "decisions/ideas.h"

#include "base/text.h"
#include "decisions/rules.h"
#include "groups/groups.h"
#include "lang/lang.h"
#include "people/find.h"

#include <string.h>

enum { MERGED_MOST = 50 };

const LogKind decisions_log_kinds[] = {
  { .kind = "idea-put" },
  { .kind = "idea-noted", .you = N_("An idea was written down for you") },
  { .kind = "idea-confirmed" },
  { .kind = "idea-taken-back" },
  { .kind = "idea-placed", .power = N_("An idea was given to a group") },
  { .kind = "idea-asked", .you = N_("You were asked to answer an idea") },
  { .kind = "idea-agreed" },
  { .kind = "idea-declined" },
  { .kind = "idea-answered", .power = N_("An idea was answered") },
  { .kind = "idea-replied" },
  { .kind = "idea-appealed", .power = N_("Another group was asked about an idea") },
  { .kind = "idea-told", .you = N_("You were told what happened to your idea") },
  { NULL },
};

const Choice idea_way_choices[] = {
  { .value = "phone", .label = N_("By telephone") },
  { .value = "paper", .label = N_("On paper") },
  { .value = "talk", .label = N_("In a talk, or at a meeting") },
  { .value = NULL },
};

static const char *const outcome_names[IDEA_OUTCOMES] = { "", "adopted", "partly", "not",
                                                          "merged" };
static const char *const owner_names[OWNER_STATES] = { "none", "asked", "yes", "no" };

const char *
idea_outcome_name(IdeaOutcome outcome)
{
  return outcome_names[outcome];
}

bool
idea_outcome_from_name(const char *name, IdeaOutcome *ret_outcome)
{
  for (int i = 0; i < IDEA_OUTCOMES; i++)
    if (strcmp(outcome_names[i], name) == 0) {
      *ret_outcome = (IdeaOutcome)i;
      return true;
    }
  return false;
}

static OwnerState
owner_state_from_name(const char *name)
{
  for (int i = 0; i < OWNER_STATES; i++)
    if (strcmp(owner_names[i], name) == 0)
      return (OwnerState)i;
  return OWNER_NONE;
}

/* ---- shared ---- */

int64_t
act_person(const Act *act)
{
  return act->on_behalf_of ? act->on_behalf_of : act->member_id;
}

void
decisions_note(Txn *txn, const Act *act, const char *kind, int64_t thing_id, int64_t concerns_id)
{
  log_add(txn, act, &(LogEntry){ .kind = kind, .thing_id = thing_id, .concerns_id = concerns_id });
}

int64_t
person_named(Txn *txn, const char *question, const char *name, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  int64_t id = 0;
  int count = 0;

  for (const KnownMember *one = people_find_by_name(txn, arena, name); one->id; one++)
    if (one->is_here) {
      id = one->id;
      count++;
    }
  if (count == 1)
    return id;
  refuse(refusals, question,
         count == 0 ? N_("Nobody here is called so. Look at the list of members.")
                    : N_("Several people are called so. Please tell an organiser."));
  return 0;
}

bool
words_fit(const char *question, const char *words, int most, Refusals *refusals)
{
  if (text_length(words) <= (size_t)most)
    return true;
  refuse(refusals, question, N_("Make it shorter: 2,000 letters at most"));
  return false;
}

bool
words_are_there(const char *question, const char *words, const char *missing, Refusals *refusals)
{
  if (!*words) {
    refuse(refusals, question, missing);
    return false;
  }
  return words_fit(question, words, IDEA_WORDS_MAX, refusals);
}

static bool
is_going(Txn *txn, int64_t group_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT state FROM working_group WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, group_id);
  return query_next(q) && strcmp(col_text(q, 0), "going") == 0;
}

bool
group_can_be_asked(Txn *txn, int64_t group_id, int64_t person_id, Refusals *refusals)
{
  if (groups_may(txn, group_id, person_id, GROUP_TO_SEE) && is_going(txn, group_id))
    return true;
  refuse(refusals, "group", N_("Choose a group that goes on"));
  return false;
}

/* ---- reading ---- */

/* The same everywhere, because read_idea counts on it. ?2 is the viewer, ?3 is 1 where they
 * organise. */
#define IDEA_COLUMNS                                                                     \
  "SELECT i.id, i.group_id, i.asked_id,"                                                 \
  " CASE WHEN (g.seen_by = 'all' OR gm.state IN ('in', 'invited')) THEN g.name END,"     \
  " CASE WHEN (w.seen_by = 'all' OR wm.state IN ('in', 'invited')) THEN w.name END,"     \
  " i.round, i.words, a.name, n.name, o.name, i.way, i.author_id, i.noted_by,"           \
  " i.owner_id, i.into_id, i.owner_state, i.outcome, i.said_at_us, i.due_us,"            \
  " i.first_due_us, i.answered_at_us, i.seen_by, i.is_nameless, i.is_theirs,"            \
  " i.gone_at_us, wm.state, w.state, w.seen_by,"                                         \
  " (SELECT x.because FROM idea_answer x WHERE x.community_id = ?1 AND x.idea_id = i.id" \
  "  ORDER BY x.round DESC LIMIT 1), COALESCE(g.seen_by, 'all'), h.name, i.helped_by"
#define IDEA_TABLES                                                                     \
  " FROM idea i LEFT JOIN working_group g ON g.community_id = ?1 AND g.id = i.group_id" \
  " LEFT JOIN group_member gm ON gm.community_id = ?1 AND gm.group_id = i.group_id"     \
  " AND gm.member_id = ?2"                                                              \
  " LEFT JOIN working_group w ON w.community_id = ?1 AND w.id = i.asked_id"             \
  " LEFT JOIN group_member wm ON wm.community_id = ?1 AND wm.group_id = i.asked_id"     \
  " AND wm.member_id = ?2"
#define IDEA_PEOPLE                                                   \
  " LEFT JOIN member a ON a.community_id = ?1 AND a.id = i.author_id" \
  " LEFT JOIN member n ON n.community_id = ?1 AND n.id = i.noted_by"  \
  " LEFT JOIN member o ON o.community_id = ?1 AND o.id = i.owner_id"  \
  " LEFT JOIN member h ON h.community_id = ?1 AND h.id = i.helped_by"
/* Who may know of it. */
#define IDEA_IS_SEEN                                                    \
  " WHERE i.community_id = ?1 AND (i.author_id = ?2 OR i.noted_by = ?2" \
  " OR (i.owner_id = ?2 AND i.owner_state IN ('asked', 'yes'))"         \
  " OR gm.state = 'in' OR wm.state = 'in'"                              \
  " OR (i.seen_by = 'all' AND COALESCE(g.seen_by, 'all') = 'all')"      \
  " OR (?3 = 1 AND i.asked_id = 0))"

/* Who may see to it that somebody answers. */
static void
read_rights(Query *q, const IdeaViewer *viewer, Idea *idea)
{
  const bool has_group = !col_is_null(q, 26);
  const bool is_going = has_group && strcmp(col_text(q, 26), "going") == 0;
  const bool is_open = idea->is_for_all && strcmp(col_text(q, 27), "all") == 0;

  if (idea->outcome != IDEA_WAITS || idea->is_gone)
    return;
  idea->may_place = viewer->is_organiser &&
                    (!has_group || (is_open && (!is_going || idea->owner_state == OWNER_NO)));
  idea->may_steer = idea->may_place || (is_going && strcmp(col_text(q, 25), "in") == 0);
}

static void
read_people(Query *q, Arena *arena, const IdeaViewer *viewer, Idea *idea)
{
  const bool is_told = !idea->is_nameless || idea->is_own || col_int(q, 12) == viewer->member_id;

  idea->author_id = is_told ? col_int(q, 11) : 0;
  idea->name = is_told ? arena_text(arena, col_text(q, 7)) : NULL;
  idea->noted_by = col_int(q, 12);
  idea->noted_name = idea->noted_by ? arena_text(arena, col_text(q, 8)) : NULL;
  idea->helped_name = is_told && col_int(q, 31) ? arena_text(arena, col_text(q, 30)) : NULL;
  idea->owner_id = col_int(q, 13);
  idea->owner_name = arena_text(arena, col_text(q, 9));
  idea->owner_state = owner_state_from_name(col_text(q, 15));
}

static Idea
read_idea(Query *q, Arena *arena, const IdeaViewer *viewer)
{
  Idea idea = {
    .id = col_int(q, 0),
    .group_id = col_int(q, 1),
    .asked_id = col_int(q, 2),
    .group_name = arena_text(arena, col_text(q, 3)),
    .asked_name = arena_text(arena, col_text(q, 4)),
    .round = (int)col_int(q, 5),
    .words = arena_text(arena, col_text(q, 6)),
    .way = arena_text(arena, col_text(q, 10)),
    .into_id = col_int(q, 14),
    .said_at_us = col_int(q, 17),
    .due_us = col_int(q, 18),
    .first_due_us = col_int(q, 19),
    .answered_at_us = col_is_null(q, 20) ? 0 : col_int(q, 20),
    .is_for_all = strcmp(col_text(q, 21), "all") == 0 && strcmp(col_text(q, 29), "all") == 0,
    .is_nameless = col_int(q, 22) != 0,
    .is_theirs = col_int(q, 23) != 0,
    .is_gone = !col_is_null(q, 24),
    .is_own = col_int(q, 11) == viewer->member_id,
    .because = arena_text(arena, col_text(q, 28)),
  };

  idea_outcome_from_name(col_text(q, 16), &idea.outcome);
  read_people(q, arena, viewer, &idea);
  idea.is_late = idea.outcome == IDEA_WAITS && !idea.is_gone && idea.first_due_us < viewer->now_us;
  read_rights(q, viewer, &idea);
  return idea;
}

static const Idea *
read_ideas(Query *q, Arena *arena, const IdeaViewer *viewer, int limit)
{
  Idea *list = arena_new_of(arena, Idea, limit + 1);
  int count = 0;

  while (count < limit && query_next(q))
    list[count++] = read_idea(q, arena, viewer);
  return list;
}

static void
bind_viewer(Query *q, const IdeaViewer *viewer)
{
  bind_int(q, 2, viewer->member_id);
  bind_int(q, 3, viewer->is_organiser);
}

const Idea *
ideas_find(Txn *txn, Arena *arena, int64_t idea_id, const IdeaViewer *viewer)
{
  g_autoptr(Query) q =
      db_query(txn, IDEA_COLUMNS IDEA_TABLES IDEA_PEOPLE IDEA_IS_SEEN " AND i.id = ?4");

  bind_viewer(q, viewer);
  bind_int(q, 4, idea_id);

  const Idea *found = read_ideas(q, arena, viewer, 1);

  return found->id ? found : NULL;
}

/* Of a group's or a person's; what was taken back and never answered is in no list. */
#define IDEA_IS_OF                                                                       \
  " AND (?4 = 0 OR i.group_id = ?4 OR i.asked_id = ?4) AND (?5 = 0 OR i.author_id = ?5)" \
  " AND (i.gone_at_us IS NULL OR i.outcome <> '')"

const Idea *
ideas_list(Txn *txn, Arena *arena, const IdeaViewer *viewer, const IdeaFilter *filter,
           int64_t before_id, int limit)
{
  g_autoptr(Query) q = db_query(txn, IDEA_COLUMNS IDEA_TABLES IDEA_PEOPLE IDEA_IS_SEEN IDEA_IS_OF
                                " AND (?6 = 'all' OR (?6 = 'waiting' AND i.outcome = '')"
                                " OR (?6 = 'late' AND i.outcome = '' AND i.first_due_us < ?7)"
                                " OR i.outcome = ?6) AND i.id < ?8 ORDER BY i.id DESC LIMIT ?9");

  bind_viewer(q, viewer);
  bind_int(q, 4, filter->group_id);
  bind_int(q, 5, filter->author_id);
  bind_text(q, 6, filter->show);
  bind_int(q, 7, viewer->now_us);
  bind_int(q, 8, before_id ? before_id : INT64_MAX);
  bind_int(q, 9, limit);
  return read_ideas(q, arena, viewer, limit);
}

const Idea *
ideas_merged_into(Txn *txn, Arena *arena, int64_t idea_id, const IdeaViewer *viewer)
{
  g_autoptr(Query) q = db_query(txn, IDEA_COLUMNS IDEA_TABLES IDEA_PEOPLE IDEA_IS_SEEN
                                " AND i.into_id = ?4 ORDER BY i.id LIMIT ?5");

  bind_viewer(q, viewer);
  bind_int(q, 4, idea_id);
  bind_int(q, 5, MERGED_MOST);
  return read_ideas(q, arena, viewer, MERGED_MOST);
}

IdeasSum
ideas_sum(Txn *txn, const IdeaViewer *viewer, const IdeaFilter *filter)
{
  IdeasSum sum = { 0 };
  g_autoptr(Query) q =
      db_query(txn, "SELECT i.outcome, count(*),"
                    " CAST(sum(CASE WHEN i.outcome = '' AND i.first_due_us < ?6 THEN 1 ELSE 0 END)"
                    " AS BIGINT)" IDEA_TABLES IDEA_IS_SEEN IDEA_IS_OF " GROUP BY i.outcome");

  bind_viewer(q, viewer);
  bind_int(q, 4, filter->group_id);
  bind_int(q, 5, filter->author_id);
  bind_int(q, 6, viewer->now_us);
  while (query_next(q)) {
    IdeaOutcome outcome = IDEA_WAITS;

    idea_outcome_from_name(col_text(q, 0), &outcome);
    sum.of[outcome] = col_int(q, 1);
    sum.all += col_int(q, 1);
    sum.late += col_int(q, 2);
  }
  return sum;
}

IdeasKept
ideas_kept(Txn *txn, int64_t group_id, int64_t since_us, int64_t now_us)
{
  IdeasKept kept = { .due = 0 };
  g_autoptr(Query) q =
      db_query(txn, "SELECT i.said_at_us, a.made_at_us, a.reply FROM idea i"
                    " LEFT JOIN idea_answer a ON a.community_id = ?1 AND a.idea_id = i.id"
                    " AND a.round = 1 WHERE i.community_id = ?1 AND i.group_id = ?2"
                    " AND i.said_at_us >= ?3 AND i.gone_at_us IS NULL");

  bind_int(q, 2, group_id);
  bind_int(q, 3, since_us);
  while (query_next(q)) {
    const int64_t due_us = col_int(q, 0) + IDEA_ANSWER_US;
    const bool is_answered = !col_is_null(q, 1);

    if (!is_answered && due_us > now_us)
      continue;
    kept.due++;
    if (!is_answered)
      continue;
    kept.in_time += col_int(q, 1) <= due_us;
    kept.answered++;
    kept.answers_me += strcmp(col_text(q, 2), "yes") == 0;
    kept.not_really += strcmp(col_text(q, 2), "no") == 0;
  }
  kept.unsaid = kept.answered - kept.answers_me - kept.not_really;
  return kept;
}

/* ---- putting one ---- */

int64_t
ideas_count_waiting_of(Txn *txn, int64_t author_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM idea WHERE community_id = ?1"
                                     " AND author_id = ?2 AND outcome = '' AND gone_at_us IS NULL");

  bind_int(q, 2, author_id);
  return query_next(q) ? col_int(q, 0) : 0;
}

void
idea_insert(Txn *txn, const Act *act, int64_t id, int64_t author_id, const IdeaWish *wish)
{
  const int64_t noted_by = act_person(act) == author_id ? 0 : act_person(act);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO idea (community_id, id, group_id, asked_id, round, words, seen_by,"
                " is_nameless, author_id, noted_by, way, is_theirs, said_at_us, owner_id,"
                " owner_state, due_us, first_due_us, outcome, into_id, helped_by)"
                " VALUES (?1, ?2, ?3, ?3, 1, ?4, ?5, CAST(?6 AS INTEGER), ?7, ?8, ?9,"
                " CAST(?10 AS INTEGER), ?11, 0, 'none', ?12, ?12, '', 0, ?13)");

  bind_int(q, 2, id);
  bind_int(q, 3, wish->group_id);
  bind_text(q, 4, wish->words);
  bind_text(q, 5, wish->is_for_all ? "all" : "group");
  bind_int(q, 6, wish->is_nameless);
  bind_int(q, 7, author_id);
  bind_int(q, 8, noted_by);
  bind_text(q, 9, wish->way);
  bind_int(q, 10, act_person(act) == author_id);
  bind_int(q, 11, act->at_us);
  bind_int(q, 12, act->at_us + IDEA_ANSWER_US);
  bind_int(q, 13, act->on_behalf_of && act->on_behalf_of == author_id ? act->member_id : 0);
  query_run(q);
}

void
ideas_add(Txn *txn, const Act *act, const IdeaWish *wish, Refusals *refusals, int64_t *ret_id)
{
  const int64_t id = act_new_id(act);
  int64_t author_id = act_person(act);

  if (*wish->for_name)
    author_id = person_named(txn, "for_name", wish->for_name, refusals);
  words_are_there("words", wish->words, N_("Write what your idea is"), refusals);
  if (wish->group_id)
    group_can_be_asked(txn, wish->group_id, act_person(act), refusals);
  if (author_id && ideas_count_waiting_of(txn, author_id) >= IDEAS_WAITING_MAX)
    refuse(refusals, "", N_("Many ideas wait for an answer already. Please tell an organiser."));
  if (refusals_count(refusals) > 0)
    return;
  idea_insert(txn, act, id, author_id, wish);
  decisions_note(txn, act, author_id == act_person(act) ? "idea-put" : "idea-noted", id,
                 author_id == act_person(act) ? 0 : author_id);
  *ret_id = id;
}

void
ideas_confirm(Txn *txn, const Act *act, const Idea *idea)
{
  if (!idea->is_own || idea->is_theirs || idea->is_gone)
    return;

  g_autoptr(Query) q =
      db_change(txn, act, "UPDATE idea SET is_theirs = 1 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, idea->id);
  query_run(q);
  decisions_note(txn, act, "idea-confirmed", idea->id, 0);
}

void
ideas_take_back(Txn *txn, const Act *act, const Idea *idea)
{
  if (!idea->is_own || idea->is_gone)
    return;

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE idea SET words = '', gone_at_us = ?3"
                                 " WHERE community_id = ?1 AND id = ?2");

  txn_leave_no_trace(txn);
  bind_int(q, 2, idea->id);
  bind_int(q, 3, act->at_us);
  query_run(q);
  decisions_note(txn, act, "idea-taken-back", idea->id, 0);
}

void
idea_set_owner(Txn *txn, const Act *act, int64_t idea_id, int64_t owner_id, OwnerState state)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE idea SET owner_id = ?3, owner_state = ?4"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, idea_id);
  bind_int(q, 3, owner_id);
  bind_text(q, 4, owner_names[state]);
  query_run(q);
}

/* The group that it was put to first is the group that has it, in the first round. */
void
ideas_place(Txn *txn, const Act *act, const Idea *idea, int64_t group_id, Refusals *refusals)
{
  if (!idea->may_place || !group_can_be_asked(txn, group_id, act->member_id, refusals))
    return;

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE idea SET asked_id = ?3, group_id ="
                                 " CASE WHEN round = 1 THEN ?3 ELSE group_id END"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, idea->id);
  bind_int(q, 3, group_id);
  query_run(q);
  idea_set_owner(txn, act, idea->id, 0, OWNER_NONE);
  decisions_note(txn, act, "idea-placed", idea->id, 0);
}
