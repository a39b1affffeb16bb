/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What people's own tables hold about a member. */
#include "people/my_data.h"

#include "lang/lang.h"
#include "people/asking.h"
#include "people/corrections.h"
#include "people/erasures.h"
#include "people/kinds.h"
#include "people/needs.h"
#include "people/profile.h"
#include "people/seal.h"

static const DataLabel labels[] = {
  { "name", N_("Name") },
  { "reach", N_("How we reach you") },
  { "reach=email", N_("By e-mail") },
  { "reach=phone", N_("By phone") },
  { "reach=post", N_("By post") },
  { "reach=in-person", N_("In person") },
  { "contact", N_("E-mail address, phone number or postal address") },
  { "formats", N_("Papers as") },
  { "is_organiser", N_("Organiser") },
  { "language", N_("Language of pages") },
  { "theme", N_("Colours of pages") },
  { "text_size", N_("Size of letters on pages") },
  { "spacing", N_("Space between letters and lines") },
  { "state", N_("Taking part") },
  { "state=here", N_("Yes") },
  { "state=suspended", N_("Paused by organisers") },
  { "state=removed", N_("Ended by organisers") },
  { "state=left", N_("You left") },
  { "state=died", N_("Has died") },
  { "added_at", N_("Added on") },
  { "joined_at", N_("First came in on") },
  { "needs", N_("What helps you take part") },
  { "kind", N_("About") },
  { "kind=contact", N_("How to be in touch with me") },
  { "kind=format", N_("How I read or listen") },
  { "kind=talk", N_("What helps us understand each other") },
  { "kind=professional", N_("Somebody trained who helps us talk") },
  { "kind=adjustment", N_("What helps me be there") },
  { "need", N_("What helps") },
  { "matters", N_("How much it matters") },
  { "matters=must", N_("I must have this") },
  { "matters=helps", N_("This helps") },
  { "who_may_know", N_("Who may know") },
  { "who_may_know=organisers", N_("Organisers who must act on it") },
  { "who_may_know=nobody", N_("Nobody yet") },
  { "ask_again_at", N_("Ask me again on") },
  { "strengths", N_("What I am good at") },
  { "strength", N_("I am good at") },
  { "likes", N_("Things I like to do") },
  { "like", N_("I like") },
  { "roles", N_("Roles I act in") },
  { "role", N_("Role") },
  { "shown", N_("Where your name is shown") },
  { "place", N_("Place") },
  { "place=members", N_("On the list of members") },
  { "roles_shown", N_("Roles shown beside your name") },
  { "asked_at_most", N_("How often I may be asked") },
  { "asked_at_most=any", N_("As often as it is useful") },
  { "asked_at_most=week", N_("Once a week at most") },
  { "asked_at_most=month", N_("Once a month at most") },
  { "asked_at_most=quarter", N_("Once in three months at most") },
  { "asked_at_most=own", N_("A number of times a month") },
  { "asked_at_most=never", N_("Please do not ask me") },
  { "times_a_month", N_("Times a month") },
  { "quiet_days", N_("Quiet days") },
  { "day", N_("Day") },
  { "day=monday", N_("Monday") },
  { "day=tuesday", N_("Tuesday") },
  { "day=wednesday", N_("Wednesday") },
  { "day=thursday", N_("Thursday") },
  { "day=friday", N_("Friday") },
  { "day=saturday", N_("Saturday") },
  { "day=sunday", N_("Sunday") },
  { "quiet_times", N_("Quiet times of the day") },
  { "time", N_("Time") },
  { "time=morning", N_("Mornings, 6 am to 12 noon") },
  { "time=afternoon", N_("Afternoons, 12 noon to 5 pm") },
  { "time=evening", N_("Evenings, 5 pm to 10 pm") },
  { "time=night", N_("Nights, 10 pm to 6 am") },
  { "asked", N_("When you were asked for something") },
  { "asked_at", N_("Asked on") },
  { "corrections", N_("What you said is wrong") },
  { "said", N_("You said") },
  { "said_at", N_("You said it on") },
  { "answer", N_("Answer") },
  { "answered_at", N_("Answered on") },
  { "links", N_("Links to come in") },
  { "made_at", N_("Made on") },
  { "expires_at", N_("Works until") },
  { "used_at", N_("Used on") },
  { NULL },
};

static void
collect_member(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const Member *member = people_find(txn, arena, member_id, true);
  g_autoptr(Query) q = db_query(txn, "SELECT language, theme, made_at_us, joined_at_us, text_size,"
                                     " spacing FROM member"
                                     " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, member_id);
  if (!member || !query_next(q))
    return;
  data_set_text(facts, "name", member->name);
  data_set_text(facts, "reach", reach_name(member->reach));
  data_set_text(facts, "contact", member->contact);
  data_set_text(facts, "formats", format_wants_to_text(&member->wants, arena));
  data_set_bool(facts, "is_organiser", member->is_organiser);
  data_set_text(facts, "state", member_state_name(member->state));
  data_set_text(facts, "language", col_text(q, 0));
  data_set_text(facts, "theme", col_text(q, 1));
  data_set_text(facts, "text_size", col_text(q, 4));
  data_set_text(facts, "spacing", col_text(q, 5));
  data_set_time(facts, "added_at", col_int(q, 2));
  if (!col_is_null(q, 3))
    data_set_time(facts, "joined_at", col_int(q, 3));
}

static void
collect_links(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT made_at_us, expires_at_us, spent_at_us FROM sign_in_link"
                    " WHERE community_id = ?1 AND member_id = ?2 ORDER BY id");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    json_t *link = data_add_row(facts, "links");

    data_set_time(link, "made_at", col_int(q, 0));
    data_set_time(link, "expires_at", col_int(q, 1));
    if (!col_is_null(q, 2))
      data_set_time(link, "used_at", col_int(q, 2));
  }
}

static void
collect(Txn *txn, int64_t member_id, json_t *facts)
{
  collect_member(txn, member_id, facts);
  needs_collect(txn, member_id, facts);
  profile_collect(txn, member_id, facts);
  asking_collect(txn, member_id, facts);
  corrections_collect(txn, member_id, facts);
  collect_links(txn, member_id, facts);
}

/* Rows that are theirs alone. */
static void
erase_rows(Txn *txn, const Act *act, int64_t member_id)
{
  Query *deletes[] = {
    db_change(txn, act,
              "DELETE FROM link_ask WHERE community_id = ?1 AND contact_blind ="
              " (SELECT m.contact_blind FROM member m WHERE m.community_id = ?1 AND m.id = ?2)"),
    db_change(txn, act, "DELETE FROM own_words WHERE community_id = ?1 AND member_id = ?2"),
    db_change(txn, act, "DELETE FROM shown WHERE community_id = ?1 AND member_id = ?2"),
    db_change(txn, act, "DELETE FROM ask WHERE community_id = ?1 AND member_id = ?2"),
    db_change(txn, act, "DELETE FROM correction WHERE community_id = ?1 AND member_id = ?2"),
    db_change(txn, act, "DELETE FROM sign_in_link WHERE community_id = ?1 AND member_id = ?2"),
  };

  for (size_t i = 0; i < G_N_ELEMENTS(deletes); i++) {
    bind_int(deletes[i], 2, member_id);
    query_run(deletes[i]);
    query_done(deletes[i]);
  }
}

static void
erase(Txn *txn, const Act *act, int64_t member_id)
{
  people_set_state(txn, act, member_id, MEMBER_FORMER);
  erase_rows(txn, act, member_id);

  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE member SET name = '', sort_key = '', reach = 'in-person', contact = ?3,"
                " contact_blind = NULL, wants = ?3, language = '', theme = '',"
                " text_size = '', spacing = ''"
                " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, member_id);
  bind_blob(q, 3, NULL, 0);
  query_run(q);
  seal_erase_person(txn, act, member_id);
}

static const char *const columns[] = {
  "member.id",
  "person_key.member_id",
  "sign_in_link.member_id",
  "erasure.member_id",
  "own_words.member_id",
  "shown.member_id",
  "ask.member_id",
  "correction.member_id",
  "correction.answered_by",
  NULL,
};

const PersonalData people_personal_data_row = {
  .name = "you",
  .title = N_("You"),
  .stays = N_("An empty place in the list, so that what others wrote still fits together"),
  .labels = labels,
  .columns = columns,
  .collect = collect,
  .erase = erase,
};
