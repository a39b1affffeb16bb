/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Saying what one needs for a meeting, seeing to it, and whether it was there. */
#include "base/text.h"
#include "lang/lang.h"
#include "meetings/came.h"
#include "meetings/need_news.h"
#include "meetings/needs_rows.h"
#include "meetings/rules.h"
#include "people/seal.h"

#include <string.h>

/* ---- saying ---- */

typedef struct {
  int64_t id;
  const HelpKind *kind;
  bool is_withdrawn;
} SaidBefore;

static int
find_said(Txn *txn, Arena *arena, const Meeting *meeting, int64_t member_id,
          SaidBefore ret_said[static HELP_KINDS_MOST])
{
  int count = 0;
  const MeetingNeed *list = meeting_needs_list(txn, arena, meeting);

  for (; list->id; list++)
    if (list->member_id == member_id && count < HELP_KINDS_MOST)
      ret_said[count++] = (SaidBefore){ list->id, list->kind, list->is_withdrawn };
  return count;
}

static const void *
seal_what(Txn *txn, Arena *arena, int64_t member_id, int64_t id, const HelpKind *kind,
          const char *words, size_t *ret_len)
{
  return seal_text(txn, arena, member_id, NEED_WHAT_PLACE, id,
                   arena_format(arena, "%s\n%s", kind->code, words), ret_len);
}

static void
add_need(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id, const HelpKind *kind,
         const char *words)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const int64_t id = act_new_id(act);
  size_t len = 0;
  const void *what = seal_what(txn, arena, member_id, id, kind, words, &len);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO meeting_need (community_id, id, meeting_id, member_id, what,"
                " entered_by, stated_at_us, is_withdrawn, state, state_at_us, owner_id, asked_id,"
                " why, instead, had, had_at_us)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, 'open', ?7, 0, 0, ?8, ?8, '', NULL)");

  bind_int(q, 2, id);
  bind_int(q, 3, meeting->id);
  bind_int(q, 4, member_id);
  bind_blob(q, 5, what, len);
  bind_int(q, 6, member_id == act->member_id ? 0 : act->member_id);
  bind_int(q, 7, act->at_us);
  bind_blob(q, 8, NULL, 0);
  query_run(q);
  meeting_note_for(txn, act, "meeting-need-said", id, member_id);
}

/* Said again: with the newest words; what was seen to stays so. */
static void
say_again(Txn *txn, const Act *act, int64_t member_id, const SaidBefore *said, const char *words)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  size_t len = 0;
  const void *what = seal_what(txn, arena, member_id, said->id, said->kind, words, &len);
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE meeting_need SET what = ?3, is_withdrawn = 0"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, said->id);
  bind_blob(q, 3, what, len);
  query_run(q);
  if (said->is_withdrawn)
    meeting_note_for(txn, act, "meeting-need-said", said->id, member_id);
}

static void
withdraw(Txn *txn, const Act *act, int64_t member_id, const SaidBefore *said)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE meeting_need SET is_withdrawn = 1, asked_id = 0"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, said->id);
  query_run(q);
  meeting_note_for(txn, act, "meeting-need-withdrawn", said->id, member_id);
}

void
meeting_needs_say(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id,
                  const HelpWish *wish)
{
  g_autoptr(Arena) arena = arena_new(8 * 1024 * 1024);
  SaidBefore before[HELP_KINDS_MOST];
  const int count = find_said(txn, arena, meeting, member_id, before);
  const unsigned kinds =
      wish->kinds || !*wish->words ? wish->kinds : 1U << help_kind_index("other");

  for (int i = 0; help_kinds[i].code; i++) {
    const SaidBefore *said = NULL;

    for (int j = 0; j < count; j++)
      if (before[j].kind == &help_kinds[i])
        said = &before[j];
    if (!(kinds & (1U << i))) {
      if (said && !said->is_withdrawn && !wish->is_further)
        withdraw(txn, act, member_id, said);
    } else if (said) {
      say_again(txn, act, member_id, said, wish->words);
    } else {
      add_need(txn, act, meeting, member_id, &help_kinds[i], wish->words);
    }
  }
}

/* ---- seeing to it ---- */

bool
meeting_need_may_change(Txn *txn, const MeetingNeed *need, int64_t member_id)
{
  return need->owner_id == member_id ||
         meetings_may_arrange(txn, need->meeting.group_id, member_id);
}

static bool
may_go_on(Txn *txn, const Act *act, const MeetingNeed *need, Refusals *refusals)
{
  if (!meeting_need_may_change(txn, need, act->member_id))
    refuse(refusals, "", N_("Only who arranges the meeting or sees to this can change it"));
  else if (need->meeting.state == MEETING_OFF)
    refuse(refusals, "", N_("This meeting was called off"));
  else if (meeting_is_over(&need->meeting, act->at_us))
    refuse(refusals, "", N_("This meeting is over"));
  else if (need->is_withdrawn)
    refuse(refusals, "", N_("This is not needed any more"));
  return refusals_count(refusals) == 0;
}

typedef struct {
  HelpState state;
  int64_t owner_id, asked_id;
  const char *why, *instead;
} NeedStep;

static void
bind_words(Txn *txn, Arena *arena, Query *q, int slot, const MeetingNeed *need, const char *place,
           const char *words)
{
  size_t len = 0;
  const void *sealed =
      words && *words ? seal_text(txn, arena, need->member_id, place, need->id, words, &len) : NULL;

  bind_blob(q, slot, sealed, len);
}

static void
set_step(Txn *txn, const Act *act, const MeetingNeed *need, const NeedStep *step, const char *noted)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  g_autoptr(Query) q = db_change(
      txn, act,
      "UPDATE meeting_need SET state = ?3, state_at_us = ?4, owner_id = ?5, asked_id = ?6,"
      " why = ?7, instead = ?8 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, need->id);
  bind_text(q, 3, help_state_names[step->state]);
  bind_int(q, 4, act->at_us);
  bind_int(q, 5, step->owner_id);
  bind_int(q, 6, step->asked_id);
  bind_words(txn, arena, q, 7, need, NEED_WHY_PLACE, step->why);
  bind_words(txn, arena, q, 8, need, NEED_INSTEAD_PLACE, step->instead);
  query_run(q);
  meeting_note_for(txn, act, noted, need->id, need->member_id);
}

void
meeting_need_take(Txn *txn, const Act *act, const MeetingNeed *need, Refusals *refusals)
{
  if (may_go_on(txn, act, need, refusals))
    set_step(txn, act, need, &(NeedStep){ .state = HELP_OWNED, .owner_id = act->member_id },
             "meeting-need-owned");
}

void
meeting_need_lay_down(Txn *txn, const Act *act, const MeetingNeed *need, Refusals *refusals)
{
  if (may_go_on(txn, act, need, refusals))
    set_step(txn, act, need, &(NeedStep){ .state = HELP_OPEN }, "meeting-need-laid-down");
}

void
meeting_need_ready(Txn *txn, const Act *act, const MeetingNeed *need, Refusals *refusals)
{
  if (may_go_on(txn, act, need, refusals)) {
    set_step(txn, act, need,
             &(NeedStep){ .state = HELP_READY,
                          .owner_id = need->owner_id ? need->owner_id : act->member_id },
             "meeting-need-ready");
    need_news_answered(txn, act, need);
  }
}

static void
check_words(const char *question, const char *words, const char *missing, Refusals *refusals)
{
  if (!*words)
    refuse(refusals, question, missing);
  else if (text_length(words) > MEETING_WORDS_MAX)
    refuse(refusals, question, N_("Make it shorter: 2,000 letters at most"));
}

void
meeting_need_cannot(Txn *txn, const Act *act, const MeetingNeed *need, const char *why,
                    const char *instead, Refusals *refusals)
{
  check_words("why", why, N_("Say why it cannot be had"), refusals);
  check_words("instead", instead, N_("Say what there is instead"), refusals);
  if (may_go_on(txn, act, need, refusals)) {
    set_step(txn, act, need,
             &(NeedStep){ .state = HELP_CANNOT,
                          .owner_id = need->owner_id ? need->owner_id : act->member_id,
                          .why = why,
                          .instead = instead },
             "meeting-need-cannot");
    need_news_answered(txn, act, need);
  }
}

void
meeting_need_ask(Txn *txn, const Act *act, const MeetingNeed *need, int64_t member_id,
                 Refusals *refusals)
{
  if (!groups_may(txn, need->meeting.group_id, member_id, GROUP_TO_READ))
    refuse(refusals, "who", N_("Choose somebody in the group"));
  if (may_go_on(txn, act, need, refusals)) {
    set_step(txn, act, need, &(NeedStep){ .state = HELP_OPEN, .asked_id = member_id },
             "meeting-need-asked");
    need_news_asked(txn, act, need, member_id);
  }
}

void
meeting_need_answer(Txn *txn, const Act *act, const MeetingNeed *need, bool is_yes)
{
  const NeedStep yes = { .state = HELP_OWNED, .owner_id = act->member_id };
  const NeedStep no = { .state = HELP_OPEN };

  if (need->asked_id != act->member_id || need->is_withdrawn)
    return;
  set_step(txn, act, need, is_yes ? &yes : &no,
           is_yes ? "meeting-need-owned" : "meeting-need-not-taken");
}

/* ---- whether it was there ---- */

static void
set_had(Txn *txn, const Act *act, const MeetingNeed *need, HelpHad had)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE meeting_need SET had = ?3, had_at_us = ?4"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, need->id);
  bind_text(q, 3, had == HAD_UNSAID ? "" : help_had_choices[had - 1].value);
  bind_int(q, 4, act->at_us);
  query_run(q);
  meeting_note_for(txn, act, "meeting-need-answer", need->id, need->member_id);
}

void
meeting_needs_had(Txn *txn, const Act *act, const Meeting *meeting,
                  const HelpHad had[static HELP_KINDS_MOST], Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(2 * 1024 * 1024);
  int64_t all = 0;

  if (!meeting_took_place(txn, meeting))
    refuse(refusals, "", N_("This meeting was called off"));
  else if (!meeting->starts_at_us || meeting->starts_at_us > act->at_us)
    refuse(refusals, "", N_("This meeting has not begun"));
  if (refusals_count(refusals) > 0)
    return;

  const MeetingNeed *own = meeting_needs_own(txn, arena, meeting, act->member_id, &all);

  for (; own->id; own++) {
    const HelpHad said = had[own->kind - help_kinds];

    if (said != own->had)
      set_had(txn, act, own, said);
  }
}
