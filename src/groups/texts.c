/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a group writes about itself, row by row. */
#include "groups/texts.h"

#include "base/clock.h"
#include "groups/rules.h"
#include "lang/lang.h"

#include <string.h>

enum { DAYS_A_YEAR = 365 };

const Choice saving_choices[] = {
  { .value = "none", .label = N_("No, it is not about saving money") },
  { .value = "target", .label = N_("Yes, money is to be saved"), .shows = "saving_words" },
  { .value = "unsaid", .label = N_("We do not know yet") },
  { .value = NULL },
};

const Choice offer_choices[] = {
  { .value = "expenses", .label = N_("Your expenses: travel, care for somebody, a helper") },
  { .value = "payment",
    .label = N_("Payment for your time"),
    .hint = N_("Payment can change benefits: people need advice first.") },
  { .value = "hours", .label = N_("Hours: help from others for the hours you give") },
  { .value = "training", .label = N_("Training") },
  { .value = "reference", .label = N_("A reference: a letter about what you did") },
  { .value = "nothing", .label = N_("Nothing of these") },
  { .value = NULL },
};

/* ---- purpose ---- */

const Purpose *
purposes_list(Txn *txn, Arena *arena, int64_t group_id)
{
  Purpose *list = arena_new_of(arena, Purpose, TEXTS_LIST_MAX + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT p.id, p.different, p.purpose, p.saving, p.saving_words, p.why, m.name,"
                    " p.made_at_us FROM group_purpose p"
                    " LEFT JOIN member m ON m.community_id = ?1 AND m.id = p.made_by"
                    " WHERE p.community_id = ?1 AND p.group_id = ?2 ORDER BY p.id DESC LIMIT ?3");

  bind_int(q, 2, group_id);
  bind_int(q, 3, TEXTS_LIST_MAX);
  while (count < TEXTS_LIST_MAX && query_next(q))
    list[count++] = (Purpose){ .id = col_int(q, 0),
                               .different = arena_text(arena, col_text(q, 1)),
                               .purpose = arena_text(arena, col_text(q, 2)),
                               .saving = arena_text(arena, col_text(q, 3)),
                               .saving_words = arena_text(arena, col_text(q, 4)),
                               .why = arena_text(arena, col_text(q, 5)),
                               .made_by = arena_text(arena, col_text(q, 6)),
                               .made_at_us = col_int(q, 7) };
  if (count == 0)
    list[0] =
        (Purpose){ 0, .different = "", .purpose = "", .saving = "unsaid", .saving_words = "" };
  return list;
}

static bool
is_same_purpose(const Purpose *one, const Purpose *other)
{
  return strcmp(one->different, other->different) == 0 &&
         strcmp(one->purpose, other->purpose) == 0 && strcmp(one->saving, other->saving) == 0 &&
         strcmp(one->saving_words, other->saving_words) == 0;
}

static void
check_purpose(const Purpose *purpose, bool is_first, Refusals *refusals)
{
  if (!*purpose->different)
    refuse(refusals, "different", N_("Write what you want to be different"));
  if (strcmp(purpose->saving, "target") == 0 && !*purpose->saving_words)
    refuse(refusals, "saving_words", N_("Say openly how much is to be saved, and who wants it"));
  if (!is_first && !*purpose->why)
    refuse(refusals, "why", N_("Write why it is changed"));
  group_words_fit("different", purpose->different, refusals);
  group_words_fit("purpose", purpose->purpose, refusals);
  group_words_fit("saving_words", purpose->saving_words, refusals);
  group_words_fit("why", purpose->why, refusals);
}

void
purposes_set(Txn *txn, const Act *act, int64_t group_id, const Purpose *purpose, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(2 * 1024 * 1024);
  const Purpose *old = purposes_list(txn, arena, group_id);

  if (old->id && is_same_purpose(old, purpose))
    return;
  check_purpose(purpose, old->id == 0, refusals);
  if (refusals_count(refusals) > 0)
    return;

  const int64_t id = act_new_id(act);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO group_purpose (community_id, id, group_id, different, purpose, saving,"
                " saving_words, why, made_by, made_at_us)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");

  bind_int(q, 2, id);
  bind_int(q, 3, group_id);
  bind_text(q, 4, purpose->different);
  bind_text(q, 5, purpose->purpose);
  bind_text(q, 6, purpose->saving);
  bind_text(q, 7, strcmp(purpose->saving, "target") == 0 ? purpose->saving_words : "");
  bind_text(q, 8, old->id ? purpose->why : "");
  bind_int(q, 9, act->member_id);
  bind_int(q, 10, act->at_us);
  query_run(q);
  if (old->id)
    group_note(txn, act, "group-purpose-changed", group_id);
}

/* ---- offers ---- */

bool
offer_gives(const GroupOffer *offer, const char *value)
{
  g_auto(GStrv) gives = g_strsplit(offer->gives, ",", -1);

  return g_strv_contains((const char *const *)gives, value);
}

/* Columns: id, gives, words, made. */
static GroupOffer
read_offer(Query *q, Arena *arena)
{
  return (GroupOffer){ col_int(q, 0), arena_text(arena, col_text(q, 1)),
                       arena_text(arena, col_text(q, 2)), col_int(q, 3) };
}

const GroupOffer *
offers_newest(Txn *txn, Arena *arena, int64_t group_id)
{
  GroupOffer *offer = arena_new_of(arena, GroupOffer, 1);
  g_autoptr(Query) q =
      db_query(txn, "SELECT id, gives, words, made_at_us FROM group_offer WHERE community_id = ?1"
                    " AND group_id = ?2 ORDER BY id DESC LIMIT 1");

  bind_int(q, 2, group_id);
  *offer = (GroupOffer){ .gives = "", .words = "" };
  if (query_next(q))
    *offer = read_offer(q, arena);
  return offer;
}

const GroupOffer *
offers_find(Txn *txn, Arena *arena, int64_t group_id, int64_t offer_id)
{
  GroupOffer *offer = arena_new_of(arena, GroupOffer, 1);
  g_autoptr(Query) q =
      db_query(txn, "SELECT id, gives, words, made_at_us FROM group_offer WHERE community_id = ?1"
                    " AND group_id = ?2 AND id = ?3");

  bind_int(q, 2, group_id);
  bind_int(q, 3, offer_id);
  if (!query_next(q))
    return NULL;
  *offer = read_offer(q, arena);
  return offer;
}

const GroupOffer *
offers_list(Txn *txn, Arena *arena, int64_t group_id)
{
  GroupOffer *list = arena_new_of(arena, GroupOffer, TEXTS_LIST_MAX + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT id, gives, words, made_at_us FROM group_offer WHERE community_id = ?1"
                    " AND group_id = ?2 ORDER BY id DESC LIMIT ?3");

  bind_int(q, 2, group_id);
  bind_int(q, 3, TEXTS_LIST_MAX);
  while (count < TEXTS_LIST_MAX && query_next(q))
    list[count++] = read_offer(q, arena);
  return list;
}

void
offers_set(Txn *txn, const Act *act, int64_t group_id, const char *gives, const char *words,
           Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(512 * 1024);
  const GroupOffer *old = offers_newest(txn, arena, group_id);
  const GroupOffer wish = { .gives = gives, .words = words };

  if (!*gives)
    refuse(refusals, "gives", N_("Choose what people get, or “Nothing of these”"));
  else if (offer_gives(&wish, "nothing") && strchr(gives, ','))
    refuse(refusals, "gives", N_("Choose “Nothing of these” alone, or not at all"));
  group_words_fit("offer_words", words, refusals);
  if (refusals_count(refusals) > 0)
    return;
  if (old->id && strcmp(old->gives, gives) == 0 && strcmp(old->words, words) == 0)
    return;

  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO group_offer (community_id, id, group_id, gives,"
                                 " words, made_by, made_at_us)"
                                 " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");

  bind_int(q, 2, act_new_id(act));
  bind_int(q, 3, group_id);
  bind_text(q, 4, gives);
  bind_text(q, 5, words);
  bind_int(q, 6, act->member_id);
  bind_int(q, 7, act->at_us);
  query_run(q);
  group_note(txn, act, "group-offer-changed", group_id);
}

/* ---- ground rules ---- */

const GroundRules *
ground_rules_list(Txn *txn, Arena *arena, int64_t group_id)
{
  GroundRules *list = arena_new_of(arena, GroundRules, TEXTS_LIST_MAX + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT id, words, made_at_us FROM group_rules WHERE community_id = ?1"
                    " AND group_id = ?2 ORDER BY id DESC LIMIT ?3");

  bind_int(q, 2, group_id);
  bind_int(q, 3, TEXTS_LIST_MAX);
  while (count < TEXTS_LIST_MAX && query_next(q))
    list[count++] =
        (GroundRules){ col_int(q, 0), arena_text(arena, col_text(q, 1)), col_int(q, 2) };
  if (count == 0)
    list[0].words = "";
  return list;
}

void
ground_rules_set(Txn *txn, const Act *act, int64_t group_id, const char *words, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);

  if (!*words)
    refuse(refusals, "words", N_("Write your ground rules"));
  group_words_fit("words", words, refusals);
  if (refusals_count(refusals) > 0 ||
      strcmp(ground_rules_list(txn, arena, group_id)->words, words) == 0)
    return;

  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO group_rules (community_id, id, group_id, words,"
                                 " made_by, made_at_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

  bind_int(q, 2, act_new_id(act));
  bind_int(q, 3, group_id);
  bind_text(q, 4, words);
  bind_int(q, 5, act->member_id);
  bind_int(q, 6, act->at_us);
  query_run(q);
  group_note(txn, act, "group-rules-changed", group_id);
}

/* ---- reviews ---- */

const GroupReview *
reviews_list(Txn *txn, Arena *arena, int64_t group_id)
{
  GroupReview *list = arena_new_of(arena, GroupReview, TEXTS_LIST_MAX + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT id, better, hard, celebrate, made_at_us, left_words FROM group_review"
                    " WHERE community_id = ?1 AND group_id = ?2 ORDER BY id DESC LIMIT ?3");

  bind_int(q, 2, group_id);
  bind_int(q, 3, TEXTS_LIST_MAX);
  while (count < TEXTS_LIST_MAX && query_next(q))
    list[count++] = (GroupReview){ col_int(q, 0),
                                   arena_text(arena, col_text(q, 1)),
                                   arena_text(arena, col_text(q, 2)),
                                   arena_text(arena, col_text(q, 3)),
                                   col_int(q, 4),
                                   arena_text(arena, col_text(q, 5)) };
  return list;
}

bool
review_is_due(int64_t last_us, int64_t now_us)
{
  return now_us - last_us >= DAYS_A_YEAR * US_PER_DAY;
}

static void
store_review(Txn *txn, const Act *act, int64_t group_id, const GroupReview *review)
{
  const int64_t id = act_new_id(act);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO group_review (community_id, id, group_id, better, hard, celebrate,"
                " made_by, made_at_us, left_words)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");

  bind_int(q, 2, id);
  bind_int(q, 3, group_id);
  bind_text(q, 4, review->better);
  bind_text(q, 5, review->hard);
  bind_text(q, 6, review->celebrate);
  bind_int(q, 7, act->member_id);
  bind_int(q, 8, act->at_us);
  bind_text(q, 9, review->left_words);
  query_run(q);
}

void
reviews_add(Txn *txn, const Act *act, int64_t group_id, const GroupReview *review,
            Refusals *refusals)
{
  if (!*review->better && !*review->hard && !*review->celebrate)
    refuse(refusals, "better", N_("Write something in one of the three boxes"));
  group_words_fit("better", review->better, refusals);
  group_words_fit("hard", review->hard, refusals);
  group_words_fit("celebrate", review->celebrate, refusals);
  if (refusals_count(refusals) > 0)
    return;

  GroupReview own = *review;

  own.left_words = "";
  store_review(txn, act, group_id, &own);
  group_note(txn, act, "group-reviewed", group_id);
}

/* Without a line of its own in the record of acts, which names who acted. */
void
reviews_add_left(Txn *txn, const Act *act, int64_t group_id, const char *words, Refusals *refusals)
{
  if (*words && group_words_fit("words", words, refusals))
    store_review(txn, act, group_id,
                 &(GroupReview){ .better = "", .hard = "", .celebrate = "", .left_words = words });
}
