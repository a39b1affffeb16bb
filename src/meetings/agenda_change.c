/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writing on agendas. */
#include "meetings/agenda.h"

#include "base/text.h"
#include "lang/lang.h"
#include "meetings/rules.h"

#include <string.h>

/* What is fixed with the first thing that is written: the days, and time to connect. */
static void
begin(Txn *txn, const Act *act, const Meeting *meeting)
{
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT 1 FROM meeting_agenda WHERE community_id = ?1 AND meeting_id = ?2");

    bind_int(q, 2, meeting->id);
    if (query_next(q))
      return;
  }

  const int64_t days = agenda_paper_days_for(txn, meeting);
  g_autoptr(Query) agenda = db_change(txn, act,
                                      "INSERT INTO meeting_agenda (community_id, meeting_id,"
                                      " paper_days, facilitator_id, interests)"
                                      " VALUES (?1, ?2, ?3, 0, '')");
  g_autoptr(Query) connect = db_change(
      txn, act,
      "INSERT INTO agenda_item (community_id, id, meeting_id, place_in_order, kind, title, why,"
      " minutes, asked_by, entered_by, way, word, state, from_id, made_at_us)"
      " VALUES (?1, ?2, ?3, 0, 'connect', '', '', ?4, 0, 0, 'page', 'own', 'open', 0, ?5)");

  bind_int(agenda, 2, meeting->id);
  bind_int(agenda, 3, days);
  query_run(agenda);
  bind_int(connect, 2, act_new_id(act));
  bind_int(connect, 3, meeting->id);
  bind_int(connect, 4, CONNECT_USUAL);
  bind_int(connect, 5, act->at_us);
  query_run(connect);
}

/* ---- items ---- */

static bool
is_in_group(Txn *txn, int64_t group_id, int64_t member_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT 1 FROM group_member g"
                    " JOIN member m ON m.community_id = ?1 AND m.id = g.member_id"
                    " AND m.state = 'here'"
                    " WHERE g.community_id = ?1 AND g.group_id = ?2 AND g.member_id = ?3"
                    " AND g.state = 'in'");

  bind_int(q, 2, group_id);
  bind_int(q, 3, member_id);
  return query_next(q);
}

static bool
is_way(const char *way)
{
  for (const Choice *one = agenda_ways; one->value; one++)
    if (strcmp(one->value, way) == 0)
      return true;
  return strcmp(way, "page") == 0;
}

/* The place after the last, and whether there is room. */
static int64_t
next_place(Txn *txn, int64_t meeting_id, bool *ret_is_full)
{
  g_autoptr(Query) q = db_query(txn, "SELECT count(*), COALESCE(max(place_in_order), 0) + 1"
                                     " FROM agenda_item WHERE community_id = ?1"
                                     " AND meeting_id = ?2");

  bind_int(q, 2, meeting_id);
  *ret_is_full = !query_next(q) || col_int(q, 0) >= AGENDA_ITEMS_MAX;
  return *ret_is_full ? 0 : col_int(q, 1);
}

static bool
is_agreed(Txn *txn, int64_t meeting_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT 1 FROM meeting_minutes WHERE community_id = ?1 AND meeting_id = ?2"
                    " AND state = 'agreed'");

  bind_int(q, 2, meeting_id);
  return query_next(q);
}

/* What stands on it changes no more once the minutes are agreed. */
static void
check_open(Txn *txn, const Meeting *meeting, Refusals *refusals)
{
  if (meeting->state == MEETING_OFF)
    refuse(refusals, "", N_("This meeting was called off"));
  else if (is_agreed(txn, meeting->id))
    refuse(refusals, "", N_("These minutes are agreed: nothing in them changes any more"));
}

static void
check_wish(Txn *txn, const Meeting *meeting, const AgendaWish *wish, Refusals *refusals)
{
  if (!*wish->title)
    refuse(refusals, "title", N_("Say in a few words what you want to talk about"));
  else if (text_length(wish->title) > AGENDA_TITLE_MAX)
    refuse(refusals, "title", N_("Make it shorter: 120 letters at most"));
  if (text_length(wish->why) > MEETING_WORDS_MAX)
    refuse(refusals, "why", N_("Make it shorter: 2,000 letters at most"));
  if (wish->minutes < 0 || wish->minutes > AGENDA_MINUTES_MAX)
    refuse(refusals, "minutes", N_("Enter up to 240 minutes, or leave it empty"));
  if (!is_in_group(txn, meeting->group_id, wish->asked_by))
    refuse(refusals, "asked_by", N_("Choose somebody from the list"));
  if (!is_way(wish->way))
    refuse(refusals, "way", N_("Choose how you heard of it"));
  check_open(txn, meeting, refusals);
}

static void
insert_item(Txn *txn, const Act *act, int64_t meeting_id, int64_t place, const AgendaItem *item)
{
  static const char *const words[] = { "own", "waiting", "yes", "no" };
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO agenda_item (community_id, id, meeting_id, place_in_order, kind, title, why,"
      " minutes, asked_by, entered_by, way, word, state, from_id, made_at_us)"
      " VALUES (?1, ?2, ?3, ?4, 'item', ?5, ?6, ?7, ?8, ?9, ?10, ?11, 'open', ?12, ?13)");

  bind_int(q, 2, act_new_id(act));
  bind_int(q, 3, meeting_id);
  bind_int(q, 4, place);
  bind_text(q, 5, item->title);
  bind_text(q, 6, item->why);
  bind_int(q, 7, item->minutes);
  bind_int(q, 8, item->asked_by);
  bind_int(q, 9, act->member_id);
  bind_text(q, 10, item->way);
  bind_text(q, 11, words[item->word]);
  bind_int(q, 12, item->id); /* of the earlier meeting, or 0 */
  bind_int(q, 13, act->at_us);
  query_run(q);
}

void
agenda_add(Txn *txn, const Act *act, const Meeting *meeting, const AgendaWish *wish,
           Refusals *refusals)
{
  const bool is_own = wish->asked_by == act->member_id && !act->on_behalf_of;
  bool is_full = false;

  check_wish(txn, meeting, wish, refusals);
  if (refusals_count(refusals) > 0)
    return;
  begin(txn, act, meeting);

  const int64_t place = next_place(txn, meeting->id, &is_full);

  if (is_full) {
    refuse(refusals, "", N_("The agenda is full. Keep it for another meeting."));
    return;
  }
  insert_item(txn, act, meeting->id, place,
              &(AgendaItem){ .title = wish->title,
                             .why = wish->why,
                             .minutes = wish->minutes,
                             .asked_by = wish->asked_by,
                             .way = is_own ? "page" : wish->way,
                             .word = is_own ? WORD_OWN : WORD_WAITING });
  if (is_own)
    meeting_note(txn, act, "agenda-item-added", meeting->id);
  else
    meeting_note_for(txn, act, "agenda-item-for-other", meeting->id, wish->asked_by);
}

void
agenda_add_words(Txn *txn, const Act *act, const Meeting *meeting, int64_t asked_by,
                 const char *words, const char *way, Refusals *refusals)
{
  g_autoptr(GString) title = g_string_new_len(words, (gssize)strcspn(words, "\n"));
  const char *why = words + title->len;

  if (g_utf8_strlen(title->str, -1) > AGENDA_TITLE_MAX) {
    g_string_truncate(
        title, (gsize)(g_utf8_offset_to_pointer(title->str, AGENDA_TITLE_MAX - 1) - title->str));
    g_string_append(title, "…");
    why = words;
  }
  agenda_add(
      txn, act, meeting,
      &(AgendaWish){
          .title = title->str, .why = why + strspn(why, "\n"), .asked_by = asked_by, .way = way },
      refusals);
}

void
agenda_confirm(Txn *txn, const Act *act, const AgendaItem *item, bool is_theirs)
{
  if (item->asked_by != act->member_id || act->on_behalf_of || item->word != WORD_WAITING)
    return;

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE agenda_item SET word = ?3, asked_by = ?4"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, item->id);
  bind_text(q, 3, is_theirs ? "yes" : "no");
  bind_int(q, 4, is_theirs ? item->asked_by : 0);
  query_run(q);
  meeting_note(txn, act, "agenda-item-confirmed", item->meeting_id);
}

bool
agenda_is_writers(const AgendaItem *item, int64_t member_id)
{
  return item->entered_by == member_id && (item->word == WORD_WAITING || item->word == WORD_NO);
}

void
agenda_take_back(Txn *txn, const Act *act, const AgendaItem *item, Refusals *refusals)
{
  const bool is_writers = agenda_is_writers(item, act->member_id);

  if (item->asked_by != act->member_id && !is_writers)
    refuse(refusals, "", N_("Only the person who asked for it can take it back"));
  else if (item->state != ITEM_OPEN)
    refuse(refusals, "", N_("It was talked about already, or taken back"));
  if (refusals_count(refusals) > 0)
    return;

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE agenda_item SET state = 'back'"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, item->id);
  query_run(q);
  meeting_note(txn, act, "agenda-item-back", item->meeting_id);
}

/* ---- order ---- */

static void
set_place(Txn *txn, const Act *act, int64_t item_id, int64_t place)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE agenda_item SET place_in_order = ?3"
                                 " WHERE community_id = ?1 AND id = ?2 AND kind = 'item'");

  bind_int(q, 2, item_id);
  bind_int(q, 3, place);
  query_run(q);
}

void
agenda_move(Txn *txn, const Act *act, const Agenda *agenda, const AgendaItem *item, bool is_earlier)
{
  const int at = (int)(item - agenda->items), other = is_earlier ? at - 1 : at + 1;

  if (item->is_connect || item->state == ITEM_BACK || other >= agenda->count ||
      agenda->items[other].is_connect || agenda->items[other].state == ITEM_BACK)
    return;
  set_place(txn, act, item->id, agenda->items[other].place);
  set_place(txn, act, agenda->items[other].id, item->place);
  meeting_note(txn, act, "agenda-order", item->meeting_id);
}

void
agenda_set_connect(Txn *txn, const Act *act, const Meeting *meeting, int64_t minutes,
                   const char *why, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  const Agenda *agenda = agenda_find(txn, arena, meeting);

  if (minutes < CONNECT_LEAST || minutes > CONNECT_MOST)
    refuse(refusals, "minutes", N_("Enter between 10 and 90 minutes"));
  if (minutes < agenda->items[0].minutes && !*why)
    refuse(refusals, "why", N_("Say why there is less time to connect"));
  if (text_length(why) > MEETING_WORDS_MAX)
    refuse(refusals, "why", N_("Make it shorter: 2,000 letters at most"));
  check_open(txn, meeting, refusals);
  if (refusals_count(refusals) == 0 && meeting_is_over(meeting, act->at_us))
    refuse(refusals, "", N_("This meeting is over: its time to connect was as it stands here"));
  if (refusals_count(refusals) > 0)
    return;
  begin(txn, act, meeting);

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE agenda_item SET minutes = ?3, why = ?4"
                                 " WHERE community_id = ?1 AND meeting_id = ?2"
                                 " AND kind = 'connect'");

  bind_int(q, 2, meeting->id);
  bind_int(q, 3, minutes);
  bind_text(q, 4, why);
  query_run(q);
  meeting_note(txn, act, "agenda-connect", meeting->id);
}

/* ---- who leads it through ---- */

static void
set_facilitator(Txn *txn, const Act *act, int64_t meeting_id, int64_t member_id,
                const char *interests)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE meeting_agenda SET facilitator_id = ?3, interests = ?4"
                                 " WHERE community_id = ?1 AND meeting_id = ?2");

  bind_int(q, 2, meeting_id);
  bind_int(q, 3, member_id);
  bind_text(q, 4, interests);
  query_run(q);
  meeting_note(txn, act, "agenda-facilitator", meeting_id);
}

void
agenda_facilitate(Txn *txn, const Act *act, const Meeting *meeting, const char *interests,
                  Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  const Agenda *agenda = agenda_find(txn, arena, meeting);

  if (agenda->facilitator_id && agenda->facilitator_id != act->member_id &&
      *agenda->facilitator_name)
    refuse_with(refusals, "", N_("{name} leads this meeting through"), "name",
                agenda->facilitator_name);
  if (text_length(interests) > MEETING_WORDS_MAX)
    refuse(refusals, "interests", N_("Make it shorter: 2,000 letters at most"));
  check_open(txn, meeting, refusals);
  if (refusals_count(refusals) > 0)
    return;
  begin(txn, act, meeting);
  set_facilitator(txn, act, meeting->id, act->member_id, interests);
}

void
agenda_lay_down(Txn *txn, const Act *act, const Agenda *agenda, const Meeting *meeting)
{
  if (agenda->facilitator_id && agenda->facilitator_id == act->member_id &&
      !meeting_is_over(meeting, act->at_us))
    set_facilitator(txn, act, meeting->id, 0, "");
}

/* ---- once more ---- */

static bool
is_carried_over(Txn *txn, int64_t item_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT 1 FROM agenda_item WHERE community_id = ?1 AND from_id = ?2");

  bind_int(q, 2, item_id);
  return query_next(q);
}

void
agenda_carry_over(Txn *txn, const Act *act, const AgendaItem *item, const Meeting *next,
                  Refusals *refusals)
{
  bool is_full = false;

  if (!next || next->id == item->meeting_id)
    refuse(refusals, "", N_("No later meeting is planned yet. Call one first."));
  else if (item->state != ITEM_NOT_REACHED && item->state != ITEM_OPEN)
    refuse(refusals, "", N_("It was talked about already, or taken back"));
  else if (is_carried_over(txn, item->id))
    refuse(refusals, "", N_("It stands on a later agenda already"));
  if (!next || refusals_count(refusals) > 0)
    return;
  begin(txn, act, next);

  const int64_t place = next_place(txn, next->id, &is_full);

  if (is_full) {
    refuse(refusals, "", N_("The agenda is full. Keep it for another meeting."));
    return;
  }
  insert_item(txn, act, next->id, place, item);
  meeting_note(txn, act, "agenda-carried-over", next->id);
}

/* ---- papers ---- */

void
agenda_set_paper_days(Txn *txn, const Act *act, int64_t group_id, int64_t days, Refusals *refusals)
{
  if (days < 1 || days > PAPER_DAYS_MOST) {
    refuse(refusals, "days", N_("Enter between 1 and 30 days"));
    return;
  }

  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO group_paper_day (community_id, group_id, from_us, days, changed_by)"
                " VALUES (?1, ?2, ?5, ?3, ?4) ON CONFLICT (community_id, group_id, from_us)"
                " DO UPDATE SET days = excluded.days, changed_by = excluded.changed_by");

  bind_int(q, 2, group_id);
  bind_int(q, 3, days);
  bind_int(q, 4, act->member_id);
  bind_int(q, 5, act->at_us);
  query_run(q);
  meeting_note(txn, act, "agenda-paper-days", group_id);
}

/* May be told of here: it went out to the member. Already there, or too many: `ret_count`. */
static bool
has_paper(Txn *txn, int64_t meeting_id, int64_t paper_id, int64_t member_id, int64_t *ret_count)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT (SELECT count(*) FROM delivery WHERE community_id = ?1 AND paper_id = ?2"
           "  AND member_id = ?3 AND released_at_us IS NOT NULL),"
           " (SELECT count(*) FROM meeting_paper WHERE community_id = ?1 AND meeting_id = ?4)");

  bind_int(q, 2, paper_id);
  bind_int(q, 3, member_id);
  bind_int(q, 4, meeting_id);
  if (!query_next(q))
    return false;
  *ret_count = col_int(q, 1);
  return col_int(q, 0) > 0;
}

void
agenda_add_paper(Txn *txn, const Act *act, const Meeting *meeting, int64_t paper_id,
                 Refusals *refusals)
{
  int64_t count = 0;

  if (!has_paper(txn, meeting->id, paper_id, act->member_id, &count))
    refuse(refusals, "paper", N_("Choose a paper from the list"));
  else if (count >= MEETING_PAPERS_MAX)
    refuse(refusals, "paper", N_("There are 20 papers already: nobody can read more"));
  check_open(txn, meeting, refusals);
  if (refusals_count(refusals) > 0)
    return;
  begin(txn, act, meeting);

  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO meeting_paper (community_id, meeting_id, paper_id, chosen_by,"
                " chosen_at_us) VALUES (?1, ?2, ?3, ?4, ?5)"
                " ON CONFLICT (community_id, meeting_id, paper_id) DO NOTHING");

  bind_int(q, 2, meeting->id);
  bind_int(q, 3, paper_id);
  bind_int(q, 4, act->member_id);
  bind_int(q, 5, act->at_us);
  query_run(q);
  meeting_note(txn, act, "agenda-paper", meeting->id);
}
