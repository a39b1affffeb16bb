/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What people's own tables hold about a member. */
#include "people/my_data.h"

#include "lang/lang.h"
#include "people/erasures.h"
#include "people/kinds.h"
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
  { "state", N_("Taking part") },
  { "state=here", N_("Yes") },
  { "state=suspended", N_("Paused by organisers") },
  { "state=removed", N_("Ended by organisers") },
  { "state=left", N_("You left") },
  { "state=died", N_("Has died") },
  { "added_at", N_("Added on") },
  { "joined_at", N_("First came in on") },
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
  g_autoptr(Query) q = db_query(txn, "SELECT language, theme, made_at_us, joined_at_us FROM member"
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
  collect_links(txn, member_id, facts);
}

static void
erase(Txn *txn, const Act *act, int64_t member_id)
{
  people_set_state(txn, act, member_id, MEMBER_FORMER);

  g_autoptr(Query) links =
      db_change(txn, act, "DELETE FROM sign_in_link WHERE community_id = ?1 AND member_id = ?2");

  bind_int(links, 2, member_id);
  query_run(links);

  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE member SET name = '', sort_key = '', reach = 'in-person', contact = ?3,"
                " contact_blind = NULL, wants = ?3, language = '', theme = ''"
                " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, member_id);
  bind_blob(q, 3, NULL, 0);
  query_run(q);
  seal_erase_person(txn, act, member_id);
}

static const char *const columns[] = { "member.id", "person_key.member_id",
                                       "sign_in_link.member_id", "erasure.member_id", NULL };

const PersonalData people_personal_data_row = {
  .name = "you",
  .title = N_("You"),
  .stays = N_("An empty place in the list, so that what others wrote still fits together"),
  .labels = labels,
  .columns = columns,
  .collect = collect,
  .erase = erase,
};
