/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What comes of the demo's meetings: who does what, what was decided and how far people took part,
 * costs and thanks, what people say afterwards, dates that are looked for. By what the pages call,
 * as all of the demo is (doc/decisions/0027). */
#include "commands/demo_event.h"

#include "base/clock.h"
#include "decisions/levels.h"
#include "decisions/told.h"
#include "evidence/account.h"
#include "evidence/figure_comments.h"
#include "meetings/actions.h"
#include "meetings/dates.h"
#include "meetings/feedback.h"
#include "meetings/needs.h"
#include "resources/thanks.h"

#include <string.h>

/* "Joe Marsh=…;Elsie Lock=…": calls this for each, with their own act. */
static void
for_each(Event *event, const char *list,
         void (*happen)(Event *event, const Act *own, const char *const *said))
{
  g_auto(GStrv) all = g_strsplit(list, ";", -1);

  for (char **one = all; *one; one++) {
    g_auto(GStrv) said = g_strsplit(*one, "=", 5);
    const Act own = demo_act_of(event->demo, said[0] + (said[0][0] == '*'), event->act.at_us);

    happen(event, &own, (const char *const *)said);
  }
}

/* Of a list in the order of its values. */
static int
place_in(const Choice *choices, const char *value)
{
  const int place = choice_place(choices, value);

  if (place < 0)
    g_error("demo: %s cannot be chosen", value);
  return place;
}

/* ---- what we said we would do ---- */

/* name|words|day|owner, or "=Somebody outside"|how their yes was heard|item */
static void
add_action(Event *event)
{
  const char *owner = event->parts[3];
  const bool is_outside = *owner == '=';
  const ActionWish wish = {
    .words = event->parts[1],
    .due_us = event_day_end(event, event->parts[2]),
    .owner_id = *owner && !is_outside ? demo_person(event->demo, owner) : 0,
    .outside = is_outside ? owner + 1 : "",
    .yes_by = event->parts[4],
    .meeting_id = event_meeting(event)->id,
    .item_id = *event->parts[5] ? event_item(event, event->parts[5])->id : 0,
  };
  int64_t id = 0;

  actions_add(event->demo->txn, &event->act, event->group_id, &wish, event->demo->refusals, &id);
  event_keep(event, event->parts[0], id);
}

static const GroupAction *
action_of(const Event *event)
{
  const GroupAction *action = actions_find(event->demo->txn, event->arena, event->group_id,
                                           event_id(event, event->parts[0]));

  if (!action)
    g_error("demo: nothing is to be done called %s", event->parts[0]);
  return action;
}

/* name|done, partly, not or dropped|why */
static void
tell_action(Event *event)
{
  const GroupAction *action = action_of(event);
  const ActionWord *words = actions_words(event->demo->txn, event->arena, action->id);
  int64_t seen[ACTION_TOLD_MAX];
  ActionTold told = { .why = event->parts[2], .way = "page", .seen = seen };

  for (; words->id && told.seen_count < ACTION_TOLD_MAX; words++)
    seen[told.seen_count++] = words->id;
  if (!action_state_from_name(event->parts[1], &told.state))
    g_error("demo: nothing goes %s", event->parts[1]);
  actions_tell(event->demo->txn, &event->act, action, &told, event->demo->refusals);
}

/* name|day|why */
static void
set_day(Event *event)
{
  actions_set_day(event->demo->txn, &event->act, action_of(event),
                  event_day_end(event, event->parts[1]), event->parts[2], event->demo->refusals);
}

/* ---- decisions ---- */

/* name|question|level|in own words */
static void
announce(Event *event)
{
  PromiseWish promise = { .words = event->parts[3], .why = "" };
  int64_t id = 0;

  if (!level_from_name(event->parts[2], &promise.level))
    g_error("demo: there is no level %s", event->parts[2]);
  decisions_announce(event->demo->txn, &event->act, event->group_id, event->parts[1], &promise,
                     event->demo->refusals, &id);
  event_keep(event, event->parts[0], id);
}

static const Decision *
decision_of(const Event *event)
{
  const Decision *decision = decisions_find(event->demo->txn, event->arena, event->group_id,
                                            event_id(event, event->parts[0]));

  if (!decision)
    g_error("demo: nothing was decided called %s", event->parts[0]);
  return decision;
}

/* name ("!": announced before)|by|day|what|why|good if we do|bad|good if not|bad|look again|item.
 * The mails of the past went: whom one reaches knows. */
static void
decide(Event *event)
{
  Demo *demo = event->demo;
  const bool is_announced = *event->parts[0] == '!';
  DecisionWish wish = { .what = event->parts[3],
                        .why = event->parts[4],
                        .do_good = event->parts[5],
                        .do_bad = event->parts[6],
                        .not_good = event->parts[7],
                        .not_bad = event->parts[8],
                        .body = "",
                        .decided_us = event_day_end(event, event->parts[2]),
                        .again_us = event_day_end(event, event->parts[9]),
                        .item_id =
                            *event->parts[10] ? event_item(event, event->parts[10])->id : 0 };
  int64_t id = 0;

  event->parts[0] += is_announced;
  if (!decided_by_from_name(event->parts[1], &wish.decided_by))
    g_error("demo: %s decides nothing", event->parts[1]);
  decisions_write(demo->txn, &event->act, event->group_id, is_announced ? decision_of(event) : NULL,
                  &wish, "", demo->refusals, &id);
  event_keep(event, event->parts[0], id);
}

/* name: whoever no mail reaches is told. */
static void
tell_decision(Event *event)
{
  const Decision *decision = decision_of(event);
  const ToTell *list =
      decision_to_tell(event->demo->txn, event->arena, decision->id, event->act.at_us);

  for (; list->member_id; list++)
    decision_mark_told(event->demo->txn, &event->act, decision->id, list->member_id);
}

static void
say_level(Event *event, const Act *own, const char *const *said)
{
  Level level = LEVEL_NONE;

  if (!said[1] || !level_from_name(said[1], &level))
    g_error("demo: %s names no level", said[0]);
  levels_say(event->demo->txn, own, decision_of(event), level, event->demo->refusals);
}

/* name|who=level;… */
static void
say_levels(Event *event)
{
  for_each(event, event->parts[1], say_level);
}

/* name|stands, changed, stopped or undone|by|outside: who|why|look again */
static void
look_again(Event *event)
{
  ChangeWish wish = { .body = event->parts[3],
                      .why = event->parts[4],
                      .changed_us = event->act.at_us,
                      .again_us = *event->parts[5] ? event_day_end(event, event->parts[5]) : 0 };

  if (!became_from_name(event->parts[1], &wish.became) ||
      !decided_by_from_name(event->parts[2], &wish.by))
    g_error("demo: nothing becomes %s by %s", event->parts[1], event->parts[2]);
  decisions_change(event->demo->txn, &event->act, decision_of(event), &wish, event->demo->refusals);
}

/* ---- costs and thanks ---- */

/* "Joe Marsh=fare=240=Bus 12"; with a star whoever does this wrote it down, by telephone. */
static void
send_claim(Event *event, const Act *own, const char *const *said)
{
  const bool is_heard = **said == '*';
  ClaimWish wish = { .member_id = own->member_id, .way = is_heard ? "telephone" : "page" };
  int64_t id = 0;

  for (int i = 0; i < COST_KINDS; i++)
    wish.costs[i] = (Cost){ .rate_pence = -1, .words = "" };
  wish.costs[place_in(cost_kind_choices, said[1])] =
      (Cost){ .is_there = true,
              .pence = g_ascii_strtoll(said[2], NULL, 10),
              .rate_pence = -1,
              .words = said[3] };
  claims_send(event->demo->txn, is_heard ? &event->act : own, event_meeting(event), &wish,
              event->demo->refusals, &id);
}

static void
send_claims(Event *event)
{
  for_each(event, event->parts[0], send_claim);
}

/* All that was asked for at this meeting is agreed, and paid in cash; whose|pence|why: less. */
static void
settle_claims(Event *event)
{
  Demo *demo = event->demo;
  const CostViewer viewer = { event->act.member_id, event->act.role == ACT_AS_ORGANISER };
  const Claim *list = claims_waiting(demo->txn, event->arena, &viewer);
  const int64_t meeting_id = event_meeting(event)->id;

  for (; list->id; list++) {
    if (list->meeting_id != meeting_id)
      continue;

    const bool is_less = strcmp(list->name, event->parts[0]) == 0;

    claims_agree(demo->txn, &event->act, &viewer,
                 claims_find(demo->txn, event->arena, list->id, &viewer),
                 is_less ? g_ascii_strtoll(event->parts[1], NULL, 10) : list->pence,
                 is_less ? event->parts[2] : "", demo->refusals);
    claims_pay(demo->txn, &event->act, &viewer,
               claims_find(demo->txn, event->arena, list->id, &viewer), "cash", demo->refusals);
  }
}

/* pence|words: for each meeting from now on */
static void
offer_fee(Event *event)
{
  const CostViewer viewer = { event->act.member_id, event->act.role == ACT_AS_ORGANISER };

  fees_set(event->demo->txn, &event->act, &viewer, event_meeting(event), true,
           g_ascii_strtoll(event->parts[0], NULL, 10), event->parts[1], event->demo->refusals);
}

/* "Joe Marsh=take", "=decline", or "=give=The garden"; for good. */
static void
choose_thanks(Event *event, const Act *own, const char *const *said)
{
  thanks_choose(event->demo->txn, own, event_meeting(event), thanks_from_name(said[1]),
                said[2] ? said[2] : "", true, event->demo->refusals);
}

static void
choose_all_thanks(Event *event)
{
  for_each(event, event->parts[0], choose_thanks);
}

/* Whoever came and takes it, or gives it away. */
static void
pay_thanks(Event *event)
{
  Demo *demo = event->demo;
  const CostViewer viewer = { event->act.member_id, event->act.role == ACT_AS_ORGANISER };
  const ToThank *list = thanks_waiting(demo->txn, event->arena, &viewer);
  const int64_t meeting_id = event_meeting(event)->id;

  for (; list->meeting_id; list++)
    if (list->meeting_id == meeting_id)
      thanks_pay(demo->txn, &event->act, &viewer, meeting_id, list->member_id, "bank",
                 demo->refusals);
}

/* ---- afterwards ---- */

/* "Joe Marsh=uses=yes=partly=yes": what they needed, heard, worth it. */
static void
give_faces(Event *event, const Act *own, const char *const *said)
{
  const FeedbackAsk *ask = feedback_ask_find(
      event->demo->txn, event->arena, event_meeting(event)->id, own->member_id, event->act.at_us);
  FeedbackAnswer answer = { .side = (FeedbackSide)place_in(feedback_side_choices, said[1]) };

  if (!ask)
    g_error("demo: %s is not asked how it was", said[0]);
  for (int i = 0; i < FEEDBACK_QUESTIONS; i++)
    answer.faces[i] = said[i + 2] ? place_in(face_choices, said[i + 2]) : -1;
  feedback_give(event->demo->txn, own, ask, &answer);
}

static void
give_all_faces(Event *event)
{
  for_each(event, event->parts[0], give_faces);
}

/* What this person needs, somebody sees to and has ready. */
static void
see_to_needs(Event *event)
{
  const int64_t member_id = demo_person(event->demo, event->parts[0]);
  const MeetingNeed *list =
      meeting_needs_list(event->demo->txn, event->arena, event_meeting(event));

  for (; list->id; list++) {
    if (list->member_id != member_id)
      continue;
    meeting_need_take(event->demo->txn, &event->act, list, event->demo->refusals);
    meeting_need_ready(
        event->demo->txn, &event->act,
        meeting_needs_find(event->demo->txn, event->arena, event_meeting(event), list->id),
        event->demo->refusals);
  }
}

/* By the person: yes, partly, no */
static void
say_had(Event *event)
{
  HelpHad had[HELP_KINDS_MOST];

  for (int i = 0; i < HELP_KINDS_MOST; i++)
    had[i] = help_had_from_name(event->parts[0]);
  meeting_needs_had(event->demo->txn, &event->act, event_meeting(event), had,
                    event->demo->refusals);
}

/* figure|words: by one who uses services, without their name */
static void
comment(Event *event)
{
  figure_comment_add(event->demo->txn, &event->act, event->group_id,
                     figure_from_code(event->parts[0]), event->parts[1],
                     event->act.at_us / US_PER_DAY * US_PER_DAY, event->demo->refusals);
}

/* Puts the group's page for everybody together and wants it public; the second one says yes to it.
 */
static void
tell_everybody(Event *event)
{
  Txn *txn = event->demo->txn;
  const Group *group = groups_find(txn, event->arena, event->group_id, event->act.member_id);

  if (!account_waiting(txn, event->arena, event->group_id))
    account_make(txn, &event->act, group, ZONE, event->demo->refusals);

  const Account *waiting = account_waiting(txn, event->arena, event->group_id);

  if (waiting)
    account_agree(txn, &event->act, waiting);
}

/* ---- a date is looked for ---- */

static void
offer_date(Event *event)
{
  int64_t starts_at_us = 0, ends_at_us = 0;

  event_when(event, event->parts[0], &starts_at_us, &ends_at_us);
  dates_offer(event->demo->txn, &event->act, event_meeting(event), starts_at_us, ends_at_us,
              event->demo->refusals);
}

/* "Joe Marsh=can=could=cannot", to the earliest first; with a star somebody wrote it down. */
static void
say_dates(Event *event, const Act *own, const char *const *said)
{
  const bool is_heard = **said == '*';
  const OfferedDate *list =
      dates_list(event->demo->txn, event->arena, event_meeting(event), own->member_id);
  DateWord words[DATES_MOST] = { DATE_UNSAID };

  for (int i = 0; i < DATES_MOST && said[i + 1]; i++)
    words[i] = date_word_from_name(said[i + 1]);
  dates_say(event->demo->txn, is_heard ? &event->act : own, event_meeting(event), list,
            own->member_id, words, is_heard ? "telephone" : "page", event->demo->refusals);
}

static void
say_all_dates(Event *event)
{
  for_each(event, event->parts[0], say_dates);
}

const EventVerb demo_after_verbs[] = {
  { "action", add_action },
  { "went", tell_action },
  { "day", set_day },
  { "announce", announce },
  { "decide", decide },
  { "told", tell_decision },
  { "levels", say_levels },
  { "looked-again", look_again },
  { "claims", send_claims },
  { "settle", settle_claims },
  { "fee", offer_fee },
  { "thanks", choose_all_thanks },
  { "thank", pay_thanks },
  { "faces", give_all_faces },
  { "see-to", see_to_needs },
  { "had", say_had },
  { "comment", comment },
  { "date", offer_date },
  { "dates", say_all_dates },
  { "everybody", tell_everybody },
  { NULL, NULL },
};
