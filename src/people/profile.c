/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Strengths and roles, and where roles are shown. */
#include "people/profile.h"

#include "base/ids.h"
#include "base/text.h"
#include "lang/lang.h"
#include "people/kinds.h"
#include "people/my_data.h"
#include "people/own_words.h"

#include <string.h>

const Choice role_choices[] = {
  { .value = "uses-services", .label = N_("I use services") },
  { .value = "family-carer", .label = N_("Family carer") },
  { .value = "neighbour", .label = N_("Neighbour") },
  { .value = "front-line-worker", .label = N_("Front-line worker") },
  { .value = "manager", .label = N_("Manager") },
  { .value = "commissioner", .label = N_("Commissioner: I choose and pay for services") },
  { .value = "provider", .label = N_("Provider: I run a service") },
  { .value = "researcher", .label = N_("Researcher") },
  { .value = "peer-supporter", .label = N_("Peer supporter") },
  { .value = NULL },
};

/* As it stands beside a name, in the same order. */
static const char *const beside_names[] = {
  N_("uses services"), N_("family carer"), N_("neighbour"),  N_("front-line worker"), N_("manager"),
  N_("commissioner"),  N_("provider"),     N_("researcher"), N_("peer supporter"),
};

const char *
role_in_words(const char *role, const Lang *lang)
{
  for (const Choice *choice = role_choices; choice->value; choice++)
    if (strcmp(choice->value, role) == 0)
      return lang_text(lang, choice->label);
  return role;
}

const char *
role_beside_name(const char *role, const Lang *lang)
{
  for (size_t i = 0; i < G_N_ELEMENTS(beside_names); i++)
    if (strcmp(role_choices[i].value, role) == 0)
      return lang_text(lang, beside_names[i]);
  return role;
}

/* ---- strengths ---- */

const Strengths *
strengths_read(Txn *txn, Arena *arena, int64_t member_id)
{
  Strengths *strengths = arena_new_of(arena, Strengths, 1);
  g_autoptr(json_t) sheet = own_words_read(txn, member_id, OWN_STRENGTHS);

  strengths->strengths = arena_text(arena, json_text(sheet, "strengths"));
  strengths->likes = arena_text(arena, json_text(sheet, "likes"));
  return strengths;
}

/* Lines that say something, tidied; with a refusal when there are too many or one is too long. */
static char *
tidy_lines(const char *text, const char *question, Refusals *refusals)
{
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  GString *tidy = g_string_new(NULL);
  int count = 0;

  for (char **line = lines; *line; line++) {
    g_autofree char *words = text_tidy(*line);

    if (!*words)
      continue;
    if (++count == OWN_LINES_MAX + 1)
      refuse(refusals, question, N_("Write 30 lines at most"));
    if (text_length(words) > OWN_LINE_MAX && !refusals_for(refusals, question))
      refuse(refusals, question, N_("Make each line shorter: 200 letters at most"));
    g_string_append_printf(tidy, "%s%s", tidy->len ? "\n" : "", words);
  }
  return g_string_free(tidy, FALSE);
}

void
strengths_change(Txn *txn, const Act *act, int64_t member_id, const Strengths *strengths,
                 Refusals *refusals)
{
  g_autofree char *own = tidy_lines(strengths->strengths, "strengths", refusals);
  g_autofree char *likes = tidy_lines(strengths->likes, "likes", refusals);

  if (refusals_count(refusals) > 0)
    return;

  g_autoptr(json_t) sheet = json_pack("{s:s, s:s}", "strengths", own, "likes", likes);

  own_words_write(txn, act, member_id, OWN_STRENGTHS, sheet);
  people_log(txn, act, "strengths-changed", member_id);
}

/* ---- roles ---- */

static bool
has_role(const Roles *roles, const char *role)
{
  for (int i = 0; i < roles->count; i++)
    if (strcmp(roles->roles[i], role) == 0)
      return true;
  return false;
}

const Roles *
roles_read(Txn *txn, Arena *arena, int64_t member_id)
{
  Roles *roles = arena_new_of(arena, Roles, 1);
  g_autoptr(json_t) sheet = own_words_read(txn, member_id, OWN_ROLES);
  const json_t *list = json_object_get(sheet, "roles");

  for (size_t i = 0; i < json_array_size(list) && roles->count < ROLES_MAX; i++)
    roles->roles[roles->count++] = arena_text(arena, json_string_value(json_array_get(list, i)));
  return roles;
}

static Roles
roles_from_lines(Arena *arena, const char *lines)
{
  Roles roles = { .count = 0 };
  g_auto(GStrv) parts = g_strsplit(lines, "\n", -1);

  for (char **part = parts; *part && roles.count < ROLES_MAX; part++)
    if (**part)
      roles.roles[roles.count++] = arena_text(arena, *part);
  return roles;
}

/* "a\nb": those of `wanted` that stand in `own` too. */
static char *
lines_of_both(const Roles *wanted, const Roles *own)
{
  GString *lines = g_string_new(NULL);

  for (int i = 0; i < wanted->count; i++)
    if (has_role(own, wanted->roles[i]))
      g_string_append_printf(lines, "%s%s", lines->len ? "\n" : "", wanted->roles[i]);
  return g_string_free(lines, FALSE);
}

typedef struct {
  int64_t place_id;
  char *lines;
} Shown;

static void
free_shown(gpointer data)
{
  g_free(((Shown *)data)->lines);
}

static void
store_shown(Txn *txn, const Act *act, int64_t member_id, int64_t place_id, const char *lines)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO shown (community_id, place_id, member_id, roles)"
                                 " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (community_id, place_id,"
                                 " member_id) DO UPDATE SET roles = excluded.roles");

  bind_int(q, 2, place_id);
  bind_int(q, 3, member_id);
  bind_text(q, 4, lines);
  query_run(q);
}

/* Nobody goes on being shown in a role that they have laid down. */
static void
show_less(Txn *txn, const Act *act, int64_t member_id, const Roles *roles)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(Shown));

  g_array_set_clear_func(all, free_shown);
  {
    g_autoptr(Query) q = db_query(
        txn, "SELECT place_id, roles FROM shown WHERE community_id = ?1 AND member_id = ?2");

    bind_int(q, 2, member_id);
    while (query_next(q)) {
      Roles shown = roles_from_lines(arena, col_text(q, 1));
      Shown row = { col_int(q, 0), lines_of_both(&shown, roles) };

      g_array_append_val(all, row);
    }
  }
  for (guint i = 0; i < all->len; i++) {
    const Shown *row = &g_array_index(all, Shown, i);

    store_shown(txn, act, member_id, row->place_id, row->lines);
  }
}

void
roles_change(Txn *txn, const Act *act, int64_t member_id, const Roles *roles)
{
  json_t *list = json_array();
  g_autoptr(json_t) sheet = json_pack("{s:o}", "roles", list);

  for (int i = 0; i < roles->count; i++)
    json_array_append_new(list, json_string(roles->roles[i]));
  own_words_write(txn, act, member_id, OWN_ROLES, sheet);
  show_less(txn, act, member_id, roles);
  people_log(txn, act, "roles-changed", member_id);
}

void
roles_show(Txn *txn, const Act *act, int64_t member_id, int64_t place_id, const Roles *roles)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);

  if (roles) {
    g_autofree char *lines = lines_of_both(roles, roles_read(txn, arena, member_id));

    store_shown(txn, act, member_id, place_id, lines);
  } else {
    g_autoptr(Query) q = db_change(
        txn, act, "DELETE FROM shown WHERE community_id = ?1 AND place_id = ?2 AND member_id = ?3");

    bind_int(q, 2, place_id);
    bind_int(q, 3, member_id);
    query_run(q);
  }
  people_log(txn, act, roles ? "roles-shown" : "roles-hidden", member_id);
}

const Roles *
roles_shown(Txn *txn, Arena *arena, int64_t member_id, int64_t place_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT roles FROM shown WHERE community_id = ?1"
                                     " AND place_id = ?2 AND member_id = ?3");

  bind_int(q, 2, place_id);
  bind_int(q, 3, member_id);
  if (!query_next(q))
    return NULL;

  Roles *roles = arena_new_of(arena, Roles, 1);

  *roles = roles_from_lines(arena, col_text(q, 0));
  return roles;
}

const ShownMember *
roles_list_shown(Txn *txn, Arena *arena, int64_t place_id, const char *after_sort_key,
                 int64_t after_id, int limit)
{
  ShownMember *members = arena_new_of(arena, ShownMember, limit + 1);
  g_autoptr(Query) q =
      db_query(txn, "SELECT m.id, m.name, s.roles FROM shown s"
                    " JOIN member m ON m.community_id = ?1 AND m.id = s.member_id"
                    " WHERE s.community_id = ?1 AND s.place_id = ?2 AND m.state = 'here'"
                    " AND (m.sort_key, m.id) > (?3, ?4) ORDER BY m.sort_key, m.id LIMIT ?5");
  int count = 0;

  bind_int(q, 2, place_id);
  bind_text(q, 3, after_sort_key ? after_sort_key : "");
  bind_int(q, 4, after_id);
  bind_int(q, 5, limit);
  while (count < limit && query_next(q))
    members[count++] = (ShownMember){ .member_id = col_int(q, 0),
                                      .name = arena_text(arena, col_text(q, 1)),
                                      .roles = roles_from_lines(arena, col_text(q, 2)) };
  return members;
}

/* ---- what is recorded ---- */

static void
collect_lines(json_t *facts, const char *list, const char *key, const char *text)
{
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

  for (char **line = lines; *line; line++)
    if (**line)
      data_set_text(data_add_row(facts, list), key, *line);
}

/* Every place where they are shown: the list of members, and groups by id. */
static void
collect_shown(Txn *txn, Arena *arena, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q = db_query(txn, "SELECT place_id, roles FROM shown WHERE community_id = ?1"
                                     " AND member_id = ?2 ORDER BY place_id");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    json_t *row = data_add_row(facts, "shown");
    Roles roles = roles_from_lines(arena, col_text(q, 1));
    char id[ID_TEXT_SIZE];

    data_set_text(row, "place",
                  col_int(q, 0) == PLACE_MEMBERS ? "members" : id_to_text(col_int(q, 0), id));
    for (int i = 0; i < roles.count; i++)
      data_set_text(data_add_row(facts, "roles_shown"), "role", roles.roles[i]);
  }
}

void
profile_collect(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  const Strengths *strengths = strengths_read(txn, arena, member_id);
  const Roles *roles = roles_read(txn, arena, member_id);

  collect_lines(facts, "strengths", "strength", strengths->strengths);
  collect_lines(facts, "likes", "like", strengths->likes);
  for (int i = 0; i < roles->count; i++)
    data_set_text(data_add_row(facts, "roles"), "role", roles->roles[i]);
  collect_shown(txn, arena, member_id, facts);
}
