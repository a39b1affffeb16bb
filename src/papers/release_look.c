/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One release as a whole: who needs what, by count, worked out by opening what is sealed, and how
 * far each is (R66). */
#include "papers/releases.h"

#include "lang/languages.h"
#include "papers/rules.h"
#include "people/needs.h"
#include "people/own_words.h"
#include "people/seal.h"

#include <string.h>

/* ---- the copies ---- */

/* What people said helps them read or listen, and the format made by people that is it. */
static const struct {
  const char *need;
  MadeKind kind;
} made_needs[] = {
  { "sign-film", MADE_SIGN_FILM },
  { NEED_OTHER_LANGUAGE, MADE_TRANSLATION },
};

static void
take_needs(const NeedsOfKind *needs, Copy *copy)
{
  for (size_t i = 0; i < G_N_ELEMENTS(made_needs); i++) {
    const MadeKind kind = made_needs[i].kind;

    copy->made[kind] = needs_have(needs, made_needs[i].need, &copy->must[kind]);
  }
  copy->language = language_of_list(needs_language(needs));
}

/* Columns in the order of releases_copies(). */
static Copy
read_copy(Txn *txn, Arena *arena, Query *q)
{
  Copy copy = { .id = col_int(q, 0),
                .member_id = col_int(q, 1),
                .way = REACH_IN_PERSON,
                .is_done = !col_is_null(q, 3),
                .is_here = strcmp(col_text(q, 6), "here") == 0,
                .is_read = !col_is_null(q, 7),
                .no_mails = !col_is_null(q, 9),
                .is_overtaken = !col_is_null(q, 10) };
  size_t key_len = 0, len = 0, needs_len = 0;
  const void *key = col_blob(q, 5, &key_len), *sealed = col_blob(q, 4, &len);
  const void *sheet = col_blob(q, 8, &needs_len);
  const char *text = seal_open_with(txn, arena, key, key_len, copy.member_id, "delivery.formats",
                                    copy.id, sealed, len);

  reach_from_name(col_text(q, 2), &copy.way);
  if (!text || !format_wants_from_text(text, &copy.wants))
    copy.wants =
        (FormatWants){ .count = 0 }; /* the person's key is gone, and with it their wants */

  const NeedsOfKind needs =
      needs_open_shared(txn, arena, key, key_len, copy.member_id, sheet, needs_len, NEED_FORMAT);

  take_needs(&needs, &copy);
  return copy;
}

GArray *
releases_copies(Txn *txn, int64_t release_id)
{
  GArray *copies = g_array_new(FALSE, TRUE, sizeof(Copy));
  g_autoptr(Arena) arena = arena_new(16 * 1024 * 1024);
  g_autoptr(Query) q =
      db_query(txn, "SELECT d.id, d.member_id, d.way, d.done_at_us, d.formats, k.sealed, m.state,"
                    " d.read_at_us, w.content, n.pace, d.overtaken_at_us FROM delivery d"
                    " JOIN member m ON m.community_id = ?1 AND m.id = d.member_id"
                    " LEFT JOIN person_key k ON k.community_id = ?1 AND k.member_id = d.member_id"
                    " LEFT JOIN own_words w ON w.community_id = ?1 AND w.member_id = d.member_id"
                    " AND w.topic = ?3"
                    " LEFT JOIN mail_wish n ON n.community_id = ?1 AND n.member_id = d.member_id"
                    " AND n.kind = ?4 AND n.pace = ?5"
                    " WHERE d.community_id = ?1 AND d.release_id = ?2 ORDER BY d.id");

  bind_int(q, 2, release_id);
  bind_text(q, 3, OWN_NEEDS);
  bind_text(q, 4, mail_kind_row(MAIL_KIND_PAPER)->name);
  bind_text(q, 5, mail_pace_name(PACE_NEVER));
  while (query_next(q)) {
    const Copy copy = read_copy(txn, arena, q);

    g_array_append_val(copies, copy);
    arena_clear(arena);
  }
  return copies;
}

/* ---- counting ---- */

static void
count_want(GArray *formats, FormatWant want)
{
  FormatWant whole = format_want_whole(want);
  guint i = 0;

  for (; i < formats->len; i++) {
    ReleaseFormat *format = &g_array_index(formats, ReleaseFormat, i);

    if (format_wants_are_same(&format->want, &whole)) {
      format->people++;
      return;
    }
    if (format->want.format > whole.format ||
        (format->want.format == whole.format &&
         format->want.points + format->want.grade > whole.points + whole.grade))
      break; /* kept in order, so that pages need not sort */
  }

  ReleaseFormat fresh = { .want = whole, .people = 1 };

  g_array_insert_val(formats, i, fresh);
}

/* Gone since, or a newer version goes to them instead: nothing is left to do. */
static void
count_copy(Release *release, GArray *formats, const Copy *copy)
{
  const bool is_text = format_wants_are_texted(&copy->wants, copy->way);
  const bool is_only_read = copy_is_only_read(copy->way, &copy->wants);

  release->people++;
  if (!copy->is_here)
    return;
  for (int i = 0; i < copy->wants.count; i++)
    count_want(formats, copy->wants.wants[i]);
  if (copy->is_overtaken || release->is_slip)
    return;
  release->posts += copy->way == REACH_POST;
  release->waiting_posts += copy->way == REACH_POST && !copy->is_done;
  release->texts += is_text;
  release->waiting_texts += is_text && !copy->is_done;
  release->readings += copy->wants.is_read_aloud;
  release->waiting_readings += copy->wants.is_read_aloud && !copy->is_read;
  release->no_mails += copy->way == REACH_EMAIL && copy->no_mails;
  release->waiting_calls += (copy->way == REACH_PHONE || copy->way == REACH_IN_PERSON) &&
                            !copy->is_done && !is_text && !is_only_read;
}

/* Of one kind, of a translation also into one language. */
typedef struct {
  MadeKind kind;
  const char *language;
  int people, musts;
} MadeNeed;

static int
by_kind(gconstpointer a, gconstpointer b)
{
  const MadeNeed *one = a, *other = b;

  return one->kind != other->kind ? (int)one->kind - (int)other->kind
                                  : strcmp(one->language, other->language);
}

static MadeNeed *
find_need(GArray *needs, MadeKind kind, const char *language)
{
  const MadeNeed fresh = { .kind = kind, .language = language };

  for (guint i = 0; i < needs->len; i++) {
    MadeNeed *need = &g_array_index(needs, MadeNeed, i);

    if (need->kind == kind && strcmp(need->language, language) == 0)
      return need;
  }
  g_array_append_val(needs, fresh);
  return &g_array_index(needs, MadeNeed, needs->len - 1);
}

static void
count_made(GArray *needs, const Copy *copy)
{
  for (int kind = 0; kind < MADE_KIND_COUNT && copy->is_here; kind++) {
    if (!copy->made[kind])
      continue;

    MadeNeed *need =
        find_need(needs, (MadeKind)kind, kind == MADE_TRANSLATION ? copy->language : "");

    need->people++;
    need->musts += copy->must[kind];
  }
}

/* ---- how far ---- */

static void
look_at_formats(Txn *txn, Release *release, GArray *formats, const MadeFormat *made)
{
  g_autoptr(GArray) rows = formats_rows(txn, release->paper_id, release->version);

  for (guint i = 0; i < formats->len; i++) {
    ReleaseFormat *format = &g_array_index(formats, ReleaseFormat, i);

    format->state = formats_state_in(rows, &format->want, &format->problem);
    if (made_instead(made, format->want.format)) {
      format->state = FORMAT_READY;
      format->problem = NULL;
    }
    release->formats_ready += format->state == FORMAT_READY;
  }
  release->formats_count = (int)formats->len;
}

static void
add_made(Release *release, ReleaseMade *lines, const ReleaseMade *line)
{
  lines[release->made_count++] = *line;
  release->made_missing += line->is_missing;
}

static int
people_served(const GArray *needs, const MadeFormat *made)
{
  int people = 0;

  for (guint i = 0; i < needs->len; i++) {
    const MadeNeed *need = &g_array_index(needs, MadeNeed, i);

    if (need->kind == made->kind && language_serves(made->language, need->language))
      people += need->people;
  }
  return people;
}

static bool
is_being_made(const MadeFormat *made, const MadeNeed *need)
{
  for (; made->id; made++)
    if (made->kind == need->kind && made->state != MADE_NOT_TO_BE &&
        language_serves(made->language, need->language))
      return true;
  return false;
}

/* Each that was asked for; of a kind (and language) that somebody needs and nobody makes, one line
 * that says so. */
static void
look_at_made(Arena *arena, Release *release, const GArray *needs, const MadeFormat *made)
{
  ReleaseMade *lines = arena_new_of(arena, ReleaseMade, MADE_A_PAPER + needs->len + 1);

  for (const MadeFormat *one = made; one->id; one++)
    add_made(release, lines,
             &(ReleaseMade){ .made = one,
                             .kind = one->kind,
                             .language = one->language,
                             .people = people_served(needs, one),
                             .is_missing = one->state == MADE_ASKED });
  for (guint i = 0; i < needs->len; i++) {
    const MadeNeed *need = &g_array_index(needs, MadeNeed, i);

    if (!is_being_made(made, need))
      add_made(release, lines,
               &(ReleaseMade){ .kind = need->kind,
                               .language = need->language,
                               .people = need->people,
                               .is_missing = need->musts > 0 });
  }
  release->made = lines;
}

static bool
read_release(Txn *txn, Arena *arena, Release *release)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT r.paper_id, COALESCE(v.title, d.title, p.title), r.released_at_us,"
                    " r.override_reason, r.version, r.is_slip, COALESCE(v.why, d.why, ''),"
                    " CASE WHEN EXISTS (SELECT 1 FROM release o WHERE o.community_id = ?1"
                    " AND o.paper_id = r.paper_id AND o.id < r.id AND o.version = r.version"
                    " AND o.released_at_us IS NOT NULL) THEN 1 ELSE 0 END"
                    " FROM release r JOIN paper p ON p.community_id = ?1 AND p.id = r.paper_id"
                    " LEFT JOIN paper_version v ON v.community_id = ?1 AND v.paper_id = r.paper_id"
                    " AND v.number = r.version"
                    " LEFT JOIN paper_draft d ON d.community_id = ?1 AND d.paper_id = r.paper_id"
                    " AND r.version > 1 AND v.number IS NULL"
                    " WHERE r.community_id = ?1 AND r.id = ?2");

  bind_int(q, 2, release->id);
  if (!query_next(q))
    return false;
  release->paper_id = col_int(q, 0);
  release->paper_title = arena_text(arena, col_text(q, 1));
  release->is_released = !col_is_null(q, 2);
  release->released_at_us = col_int(q, 2);
  release->override_reason = *col_text(q, 3) ? arena_text(arena, col_text(q, 3)) : NULL;
  release->version = (int)col_int(q, 4);
  release->is_slip = col_int(q, 5) != 0;
  release->why = arena_text(arena, col_text(q, 6));
  release->is_more = col_int(q, 7) != 0;
  return true;
}

const Release *
releases_find(Txn *txn, Arena *arena, int64_t release_id)
{
  Release *release = arena_new_of(arena, Release, 1);
  g_autoptr(GArray) formats = g_array_new(FALSE, TRUE, sizeof(ReleaseFormat));
  g_autoptr(GArray) needs = g_array_new(FALSE, FALSE, sizeof(MadeNeed));

  release->id = release_id;
  if (!read_release(txn, arena, release))
    return NULL;

  const MadeFormat *made = made_of_paper(txn, arena, release->paper_id);
  g_autoptr(GArray) copies = releases_copies(txn, release_id);

  for (guint i = 0; i < copies->len; i++) {
    count_copy(release, formats, &g_array_index(copies, Copy, i));
    count_made(needs, &g_array_index(copies, Copy, i));
  }
  look_at_formats(txn, release, formats, made);
  g_array_sort(needs, by_kind);
  look_at_made(arena, release, needs, made);

  ReleaseFormat *kept = arena_new_of(arena, ReleaseFormat, formats->len + 1);

  if (formats->len)
    memcpy(kept, formats->data, formats->len * sizeof(ReleaseFormat));
  release->formats = kept;
  return txn_trouble(txn) ? NULL : release;
}
