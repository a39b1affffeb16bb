/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The people of the demo community, from assets/demo/people.ini: each says of themself what a real
 * person would type. Nobody in it is real. */
#include "base/clock.h"
#include "base/support.h"
#include "commands/demo.h"
#include "people/asking.h"
#include "people/needs.h"
#include "people/people.h"
#include "people/profile.h"
#include "people/supporters.h"

#include <string.h>

static char *
text_of(const Demo *demo, const char *name, const char *key)
{
  char *text = g_key_file_get_string(demo->people, name, key, NULL);

  return text ? text : g_strdup("");
}

static char **
list_of(const Demo *demo, const char *name, const char *key)
{
  char **list = g_key_file_get_string_list(demo->people, name, key, NULL, NULL);

  return list ? list : g_new0(char *, 1);
}

static bool
has(const Demo *demo, const char *name, const char *key)
{
  return g_key_file_has_key(demo->people, name, key, NULL);
}

/* ---- what helps ---- */

static bool
is_choice(const Choice *choices, const char *value)
{
  for (; choices->value; choices++)
    if (strcmp(choices->value, value) == 0)
      return true;
  return false;
}

static void
say_what_helps(Demo *demo, const Act *act, const char *name, NeedKind kind)
{
  const char *key = need_kind_name(kind);
  g_autofree char *words_key = g_strconcat(key, "-words", NULL);
  g_autofree char *words = text_of(demo, name, words_key);
  g_auto(GStrv) codes = list_of(demo, name, key);
  g_auto(GStrv) closed = list_of(demo, name, "closed");
  NeedsOfKind needs = {
    .words = words,
    .is_shared = !g_strv_contains((const char *const *)closed, key),
  };

  for (char **code = codes; *code && needs.count < NEEDS_A_KIND; code++) {
    const bool is_must = g_str_has_suffix(*code, "!");

    (*code)[strlen(*code) - is_must] = '\0';
    if (!is_choice(need_choices(kind), *code))
      g_error("demo: %s: nothing is called %s", name, *code);
    needs.needs[needs.count++] = (Need){ *code, is_must };
  }
  if (needs_have_any(&needs))
    needs_change(demo->txn, act, act->member_id, kind, &needs);
}

/* ---- strengths, roles, limits ---- */

static void
say_strengths(Demo *demo, const Act *act, const char *name)
{
  g_autofree char *strengths = text_of(demo, name, "strengths");
  g_autofree char *likes = text_of(demo, name, "likes");

  if (*strengths || *likes)
    strengths_change(demo->txn, act, act->member_id,
                     &(Strengths){ g_strdelimit(strengths, ";", '\n'), likes }, demo->refusals);
}

static void
say_roles(Demo *demo, const Act *act, const char *name)
{
  g_auto(GStrv) list = list_of(demo, name, "roles");
  Roles roles = { .count = 0 };

  for (char **role = list; *role && roles.count < ROLES_MAX; role++)
    roles.roles[roles.count++] = *role;
  if (roles.count > 0)
    roles_change(demo->txn, act, act->member_id, &roles);
  if (has(demo, name, "shown"))
    roles_show(demo->txn, act, act->member_id, PLACE_MEMBERS, &roles);
}

static void
tick_quiet(AskWishes *wishes, const char *when)
{
  for (int day = 0; day < 7; day++)
    wishes->quiet_days[day] |= strcmp(when, quiet_day_name(day)) == 0;
  for (int part = 0; part < PART_COUNT; part++)
    wishes->quiet_parts[part] |= strcmp(when, day_part_name((DayPart)part)) == 0;
}

static void
say_limits(Demo *demo, const Act *act, const char *name)
{
  g_autofree char *asked = text_of(demo, name, "asked");
  g_auto(GStrv) quiet = list_of(demo, name, "quiet");
  AskWishes wishes = {
    .times = g_key_file_get_integer(demo->people, name, "times", NULL),
    .time_zone = "Europe/London",
  };

  if (!*asked && !*quiet)
    return;
  for (int limit = 0; limit < ASK_LIMIT_COUNT; limit++)
    if (strcmp(asked, ask_limit_name((AskLimit)limit)) == 0)
      wishes.limit = (AskLimit)limit;
  for (char **when = quiet; *when; when++)
    tick_quiet(&wishes, *when);
  asking_change(demo->txn, act, act->member_id, &wishes, demo->refusals);
}

/* ---- coming ---- */

static int64_t
add_person(Demo *demo, const Act *act, const char *name, Reach *ret_reach)
{
  g_autofree char *reach = text_of(demo, name, "reach");
  g_autofree char *address = text_of(demo, name, "address");
  g_autofree char *reads = text_of(demo, name, "reads");
  Member member = { .name = name, .contact = address, .is_organiser = demo->organiser_id == 0 };
  int64_t id = 0;

  if (!reach_from_name(reach, &member.reach) || !format_wants_from_text(reads, &member.wants))
    g_error("demo: %s: %s, %s", name, reach, reads);
  people_add(demo->txn, act, &member, demo->refusals, &id);
  *ret_reach = member.reach;
  return id;
}

/* By a link in a mail, as most do. */
static void
look_in(Demo *demo, const Act *own)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  const Act organiser = demo_act(demo, own->at_us);
  const int64_t link_id =
      people_make_link(demo->txn, &organiser, own->member_id, demo->origin, US_PER_DAY);
  const SignInLink *link = people_find_link(demo->txn, arena, link_id, own->at_us);
  int64_t member_id = 0;

  if (link)
    people_spend_link(demo->txn, own, link->token, &member_id);
}

static void
come(Demo *demo, const char *name, int64_t at_us)
{
  const Act organiser = demo_act(demo, at_us);
  Reach reach = REACH_IN_PERSON;
  const int64_t id = add_person(demo, &organiser, name, &reach);

  if (!id)
    return; /* refused, or trouble: the whole demo is not kept */

  g_hash_table_insert(demo->ids, g_strdup(name), g_memdup2(&id, sizeof(id)));
  demo->people_count++;
  if (!demo->organiser_id)
    demo->organiser_id = id;

  Act own = demo_act(demo, at_us + US_PER_HOUR);

  own.member_id = id;
  own.role = ACT_AS_MEMBER;
  if (reach == REACH_EMAIL && !has(demo, name, "not-yet"))
    look_in(demo, &own);
  for (int kind = 0; kind < NEED_KIND_COUNT; kind++)
    say_what_helps(demo, &own, name, (NeedKind)kind);
  say_strengths(demo, &own, name);
  say_roles(demo, &own, name);
  say_limits(demo, &own, name);
}

void
demo_people_of_week(Demo *demo, int week)
{
  g_auto(GStrv) names = g_key_file_get_groups(demo->people, NULL);
  const int64_t at_us = demo->monday_us - week * 7 * US_PER_DAY + 9 * US_PER_HOUR;

  for (char **name = names; *name; name++)
    if (g_key_file_get_integer(demo->people, *name, "since", NULL) == week)
      come(demo, *name, at_us);
}

/* ---- trust ---- */

static void
trust(Demo *demo, const char *name, const char *supporter, bool has_answered)
{
  Act act = demo_act(demo, demo->monday_us - 5 * US_PER_DAY);
  Trust wish = {
    .member_id = demo_person(demo, name),
    .supporter_id = demo_person(demo, supporter),
    .origin = demo->origin,
    .levels = { [AREA_PAPERS] = SUPPORT_SEE, [AREA_DETAILS] = SUPPORT_SEE },
  };

  act.member_id = wish.member_id;
  act.role = ACT_AS_MEMBER;
  wish.id = supporters_name(demo->txn, &act, &wish, demo->refusals);
  if (!wish.id || !has_answered)
    return;
  act.member_id = wish.supporter_id;
  act.at_us += US_PER_HOUR;
  supporters_answer(demo->txn, &act, &wish, true);
}

void
demo_supporters(Demo *demo)
{
  g_auto(GStrv) names = g_key_file_get_groups(demo->people, NULL);

  for (char **name = names; *name; name++) {
    g_autofree char *supporter = text_of(demo, *name, "supporter");
    g_autofree char *asked = text_of(demo, *name, "still-asked");

    if (*supporter)
      trust(demo, *name, supporter, true);
    if (*asked)
      trust(demo, *name, asked, false);
  }
}
