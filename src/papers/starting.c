/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Starting to send: who gets a paper, or a change of it, in which formats. Letting it out is
 * releases.c. */
#include "papers/releases.h"

#include "base/text.h"
#include "lang/lang.h"
#include "papers/compare.h"
#include "papers/rules.h"
#include "papers/versions.h"
#include "people/seal.h"

#include <string.h>

enum { PEOPLE_AT_ONCE = 200 };

typedef struct {
  Txn *txn;
  const Act *act;
  int64_t release_id;
  const Paper *paper; /* the version that is sent */
  bool is_slip;
  GHashTable *reached; /* ids of members who have it already */
  GHashTable *only;    /* of those who are to get it; NULL: anybody */
  GArray *wants;       /* FormatWant, each once */
  int count;
} Starting;

/* As they want it; on paper there is large print at least, since 16 point is the smallest size that
 * most people can read (UKAAF). */
FormatWants
wants_by_way(const FormatWants *given, Reach reach)
{
  FormatWants wants = *given;
  bool is_by_hand = reach == REACH_POST || reach == REACH_IN_PERSON;
  bool can_be_printed = false;

  for (int i = 0; i < wants.count; i++)
    can_be_printed |= wants.wants[i].format != FORMAT_HTML && wants.wants[i].format != FORMAT_TEXT;
  if (is_by_hand && !can_be_printed && wants.count < FORMAT_COUNT)
    wants.wants[wants.count++] = (FormatWant){ .format = FORMAT_LARGE_PRINT, .points = 16 };
  if (wants.count == 0)
    wants.wants[wants.count++] = (FormatWant){ .format = FORMAT_HTML };
  return wants;
}

static void
note_want(GArray *wants, FormatWant want)
{
  FormatWant whole = format_want_whole(want);

  for (guint i = 0; i < wants->len; i++)
    if (format_wants_are_same(&g_array_index(wants, FormatWant, i), &whole))
      return;
  g_array_append_val(wants, whole);
}

static void
add_delivery(Starting *starting, Arena *arena, const Member *member)
{
  FormatWants wants = wants_by_way(&member->wants, member->reach);
  int64_t id = act_new_id(starting->act);
  size_t len = 0;
  const void *sealed = seal_text(starting->txn, arena, member->id, "delivery.formats", id,
                                 format_wants_to_text(&wants, arena), &len);
  g_autoptr(Query) q = db_change(
      starting->txn, starting->act,
      "INSERT INTO delivery (community_id, id, release_id, paper_id, member_id, way, formats,"
      " link_id, done_by, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, 0, ?8)");

  bind_int(q, 2, id);
  bind_int(q, 3, starting->release_id);
  bind_int(q, 4, starting->paper->id);
  bind_int(q, 5, member->id);
  bind_text(q, 6, reach_name(member->reach));
  bind_blob(q, 7, sealed, len);
  bind_int(q, 8, starting->paper->version);
  query_run(q);
  for (int i = 0; i < wants.count; i++)
    note_want(starting->wants, wants.wants[i]);
  starting->count++;
}

/* Once each, also when chosen twice or reached before; only those who take part. */
static void
take_member(Starting *starting, Arena *arena, const Member *member)
{
  if (member->state != MEMBER_HERE ||
      (starting->only && !g_hash_table_contains(starting->only, &member->id)))
    return;

  int64_t *id = g_memdup2(&member->id, sizeof(member->id));

  if (g_hash_table_add(starting->reached, id))
    add_delivery(starting, arena, member);
}

static void
take_everybody(Starting *starting)
{
  g_autofree char *after_key = NULL;
  int64_t after_id = 0;

  for (bool is_more = true; is_more && !txn_trouble(starting->txn);) {
    g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
    const Member *member =
        people_list(starting->txn, arena, after_key, after_id, PEOPLE_AT_ONCE, true);

    is_more = false;
    for (int i = 0; member->id; i++, member++) {
      take_member(starting, arena, member);
      is_more = i == PEOPLE_AT_ONCE - 1;
      after_id = member->id;
      g_free(after_key);
      after_key = text_sort_key(member->name);
    }
  }
}

static void
take_chosen(Starting *starting, const int64_t *member_ids, int count, Refusals *refusals)
{
  for (int i = 0; i < count && !txn_trouble(starting->txn); i++) {
    g_autoptr(Arena) arena = arena_new(64 * 1024);
    const Member *member = people_find(starting->txn, arena, member_ids[i], true);

    if (member) {
      take_member(starting, arena, member);
    } else if (!txn_trouble(starting->txn)) {
      refuse(refusals, "members", N_("Somebody you chose is not here any more. Choose again"));
      return;
    }
  }
}

static void
note_members(Query *q, GHashTable *ids)
{
  while (query_next(q)) {
    int64_t id = col_int(q, 0);

    g_hash_table_add(ids, g_memdup2(&id, sizeof(id)));
  }
}

static void
note_reached(Starting *starting)
{
  g_autoptr(Query) q =
      db_query(starting->txn, "SELECT member_id FROM delivery WHERE community_id = ?1"
                              " AND paper_id = ?2");

  bind_int(q, 2, starting->paper->id);
  note_members(q, starting->reached);
}

/* Whom a change is for: whoever has the paper. */
static void
note_who_has_it(Starting *starting)
{
  g_autoptr(Query) q =
      db_query(starting->txn, "SELECT DISTINCT member_id FROM delivery WHERE community_id = ?1"
                              " AND paper_id = ?2 AND released_at_us IS NOT NULL");

  bind_int(q, 2, starting->paper->id);
  note_members(q, starting->only);
}

/* Choosing again takes the place of what was only prepared. */
void
releases_drop_prepared(Txn *txn, const Act *act, int64_t paper_id)
{
  g_autoptr(Query) deliveries =
      db_change(txn, act,
                "DELETE FROM delivery WHERE community_id = ?1 AND paper_id = ?2 AND release_id IN"
                " (SELECT id FROM release WHERE community_id = ?1 AND paper_id = ?2"
                " AND released_at_us IS NULL)");

  bind_int(deliveries, 2, paper_id);
  query_run(deliveries);

  g_autoptr(Query) releases =
      db_change(txn, act,
                "DELETE FROM release WHERE community_id = ?1 AND paper_id = ?2"
                " AND released_at_us IS NULL");

  bind_int(releases, 2, paper_id);
  query_run(releases);
}

static void
add_release(Starting *starting, const char *origin)
{
  g_autoptr(Query) q =
      db_change(starting->txn, starting->act,
                "INSERT INTO release (community_id, id, paper_id, made_by, made_at_us, origin,"
                " override_reason, version, is_slip) VALUES (?1, ?2, ?3, ?4, ?5, ?6, '', ?7, ?8)");

  bind_int(q, 2, starting->release_id);
  bind_int(q, 3, starting->paper->id);
  bind_int(q, 4, starting->act->member_id);
  bind_int(q, 5, starting->act->at_us);
  bind_text(q, 6, origin);
  bind_int(q, 7, starting->paper->version);
  bind_int(q, 8, starting->is_slip);
  query_run(q);
}

static void
fill_release(Starting *starting, const int64_t *member_ids, int count, const char *origin,
             Refusals *refusals)
{
  int before = refusals_count(refusals);

  releases_drop_prepared(starting->txn, starting->act, starting->paper->id);
  if (starting->only)
    note_who_has_it(starting);
  else
    note_reached(starting);
  add_release(starting, origin);
  if (member_ids)
    take_chosen(starting, member_ids, count, refusals);
  else
    take_everybody(starting);
  if (txn_trouble(starting->txn) || refusals_count(refusals) > before)
    return;
  if (starting->count == 0) {
    refuse(refusals, "members",
           N_("There is nobody to send it to: choose people who do not have it yet"));
    return;
  }
  for (guint i = 0; i < starting->wants->len; i++)
    formats_ask_for(starting->txn, starting->act, starting->paper,
                    g_array_index(starting->wants, FormatWant, i));
  papers_log(starting->txn, starting->act, "release-started", starting->release_id);
}

static GHashTable *
new_ids(void)
{
  return g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
}

/* False: refused, or trouble. */
static bool
run_start(Starting *starting, const int64_t *member_ids, int count, const char *origin,
          Refusals *refusals)
{
  const int before = refusals_count(refusals);
  g_autoptr(GHashTable) reached = new_ids();
  g_autoptr(GHashTable) only = starting->paper->is_change ? new_ids() : NULL;
  g_autoptr(GArray) wants = g_array_new(FALSE, FALSE, sizeof(FormatWant));

  starting->release_id = act_new_id(starting->act);
  starting->reached = reached;
  starting->only = only;
  starting->wants = wants;
  fill_release(starting, member_ids, count, origin, refusals);
  return !txn_trouble(starting->txn) && refusals_count(refusals) == before;
}

void
releases_start(Txn *txn, const Act *act, int64_t paper_id, const int64_t *member_ids, int count,
               const char *origin, Refusals *refusals, int64_t *ret_id)
{
  g_autoptr(Arena) arena = arena_new(16 * PAPER_SOURCE_MAX);
  const Paper *paper = papers_find(txn, arena, paper_id);

  if (!paper) /* trouble, or the page's address was made up */
    return;
  if (paper->reading != READING_DONE) {
    refuse(refusals, "", N_("This paper has no words yet, so there is nothing to send"));
    return;
  }

  Starting starting = { .txn = txn, .act = act, .paper = paper };

  if (run_start(&starting, member_ids, count, origin, refusals))
    *ret_id = starting.release_id;
}

/* ---- a change ---- */

static ChangeSize
size_of_words(const char *before, const char *now)
{
  g_autoptr(GArray) words = papers_compare_words(before, now);

  return papers_words_size(words);
}

static ChangeSize
size_of_change(const Paper *before, const Paper *now)
{
  g_autoptr(GPtrArray) old_parts = commonmark_parts_of(before->source, before->title);
  g_autoptr(GPtrArray) parts = commonmark_parts_of(now->source, now->title);
  g_autoptr(GPtrArray) changes = papers_compare(old_parts, parts);
  ChangeSize size = papers_change_size(changes, old_parts, parts);
  const ChangeSize title = size_of_words(before->title, now->title);
  const ChangeSize rows = size_of_words(before->easy_source, now->easy_source);

  size.words += title.words + rows.words;
  size.has_number |= title.has_number || rows.has_number;
  return size;
}

/* Nobody is told of a slip, so it is small, and no number: people go by those. */
static void
check_slip(const Paper *now, const Paper *draft, Refusals *refusals)
{
  const ChangeSize size = size_of_change(now, draft);

  if (size.has_number)
    refuse(refusals, "told",
           N_("A number is changed, such as a date or a price. People go by it, so tell them"));
  else if (size.parts > 0 || size.words > SLIP_WORDS_MAX)
    refuse(refusals, "told", N_("This is more than a slip of a few words, so tell everybody"));
}

static bool
are_same(const Paper *one, const Paper *other)
{
  return strcmp(one->title, other->title) == 0 && strcmp(one->source, other->source) == 0 &&
         strcmp(one->easy_source, other->easy_source) == 0 &&
         strcmp(one->language, other->language) == 0;
}

static void
check_change(Txn *txn, const Paper *now, const Paper *draft, const char *why, bool is_slip,
             Refusals *refusals)
{
  if (!draft || are_same(now, draft))
    refuse(refusals, "", N_("Nothing is changed yet, so there is nothing to send"));
  else if (is_slip)
    check_slip(now, draft, refusals);
  if (!*why)
    refuse(refusals, "why", N_("Say what changed and why"));
  else if (text_length(why) > PAPER_WHY_MAX)
    refuse(refusals, "why", N_("Make it shorter: 500 letters at most"));
  else if (is_slip && papers_names_a_member(txn, why) && !txn_trouble(txn)) /* public */
    refuse(refusals, "why", N_("Everybody can read this. Leave out names"));
}

void
releases_start_change(Txn *txn, const Act *act, int64_t paper_id, const char *why, bool is_slip,
                      const char *origin, Refusals *refusals, int64_t *ret_id)
{
  g_autoptr(Arena) arena = arena_new(32 * PAPER_SOURCE_MAX);
  const Paper *now = papers_find(txn, arena, paper_id);
  const Paper *draft = papers_find_draft(txn, arena, paper_id);
  g_autofree char *tidy = text_tidy(why);
  const int before = refusals_count(refusals);

  if (!now || txn_trouble(txn))
    return;
  check_change(txn, now, draft, tidy, is_slip, refusals);
  if (!draft || refusals_count(refusals) > before || txn_trouble(txn))
    return;

  Starting starting = { .txn = txn, .act = act, .paper = draft, .is_slip = is_slip };

  papers_set_draft_why(txn, act, paper_id, tidy);
  if (run_start(&starting, NULL, 0, origin, refusals))
    *ret_id = starting.release_id;
}
