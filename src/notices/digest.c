/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Putting together and sending. */
#include "notices/digest.h"

#include "base/clock.h"
#include "base/ids.h"
#include "db/writer.h"
#include "notices/bounces.h"
#include "notices/letter.h"
#include "people/asking.h"
#include "people/people.h"

#include <string.h>

enum { ITEMS_MOST = 200, DIGEST_ARENA = 256 * 1024 };
#define LINK_LASTS_US (30 * US_PER_DAY)

static const DigestKind *kinds;
static const char *(*how_to_answer)(MailKind kind, int groups);

void
digest_set_kinds(const DigestKind *new_kinds, const char *(*new_how)(MailKind kind, int groups))
{
  kinds = new_kinds;
  how_to_answer = new_how;
}

static DigestZone find_zone;

void
digest_set_zone(DigestZone new_find)
{
  find_zone = new_find;
}

/* Who never chose has no place of their own on record. */
static int64_t
find_morning(Txn *txn, const MailWish *wish, int64_t at_us)
{
  MailWish there = *wish;

  if (!*there.time_zone && find_zone)
    find_zone(txn, there.time_zone);
  return mail_wish_next_us(&there, at_us);
}

const DigestKind *
digest_kind_find(const char *name)
{
  for (const DigestKind *kind = kinds; kind && kind->kind; kind++)
    if (strcmp(kind->kind, name) == 0)
      return kind;
  return NULL;
}

/* ---- asking for it ---- */

static int64_t
find_open(Txn *txn, int64_t member_id, MailPace pace)
{
  g_autoptr(Query) q = db_query(txn, "SELECT id FROM digest WHERE community_id = ?1"
                                     " AND member_id = ?2 AND is_open = 1 AND pace = ?3 LIMIT 1");

  bind_int(q, 2, member_id);
  bind_text(q, 3, mail_pace_name(pace));
  return query_next(q) ? col_int(q, 0) : 0;
}

static int64_t
open_digest(Txn *txn, const Act *act, int64_t member_id, const MailWish *wish, const char *origin)
{
  const int64_t id = act_new_id(act);
  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO digest (community_id, id, member_id, origin, pace,"
                                 " is_open, link_id) VALUES (?1, ?2, ?3, ?4, ?5, 1, 0)");

  bind_int(q, 2, id);
  bind_int(q, 3, member_id);
  bind_text(q, 4, origin);
  bind_text(q, 5, mail_pace_name(wish->pace));
  query_run(q);
  outbox_add_later(txn, act, "digest", id,
                   wish->pace == PACE_AT_ONCE ? act->at_us : find_morning(txn, wish, act->at_us));
  return id;
}

void
digest_add(Txn *txn, const Act *act, int64_t member_id, const DigestItem *item)
{
  const MailWish wish = mail_wish_read(txn, member_id, digest_kind_find(item->kind)->mail_kind);
  int64_t digest_id = 0;

  if (wish.pace == PACE_NEVER)
    return;
  if (wish.pace != PACE_AT_ONCE) {
    if (mail_wish_read(txn, member_id, MAIL_KIND_TOGETHER).pace == PACE_NEVER)
      return;
    digest_id = find_open(txn, member_id, wish.pace);
  }
  if (!digest_id)
    digest_id = open_digest(txn, act, member_id, &wish, item->origin);

  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO digest_item (community_id, id, member_id, digest_id, kind, thing_id,"
                " group_id, at_us, number) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0)"
                " ON CONFLICT (community_id, digest_id, kind, thing_id) DO NOTHING");

  bind_int(q, 2, act_new_id(act));
  bind_int(q, 3, member_id);
  bind_int(q, 4, digest_id);
  bind_text(q, 5, item->kind);
  bind_int(q, 6, item->thing_id);
  bind_int(q, 7, item->group_id);
  bind_int(q, 8, act->at_us);
  query_run(q);
}

/* ---- reading it ---- */

typedef struct {
  int64_t id, member_id, link_id;
  bool is_open;
  MailPace pace;
  const char *origin;
} Digest;

typedef struct {
  int64_t id, thing_id, group_id, number;
  const DigestKind *kind;
} Item;

static bool
find_digest(Txn *txn, Arena *arena, int64_t id, Digest *ret_digest)
{
  g_autoptr(Query) q = db_query(txn, "SELECT member_id, is_open, pace, link_id, origin FROM digest"
                                     " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, id);
  if (!query_next(q))
    return false;
  *ret_digest = (Digest){ .id = id,
                          .member_id = col_int(q, 0),
                          .is_open = col_int(q, 1) != 0,
                          .link_id = col_int(q, 3),
                          .origin = arena_text(arena, col_text(q, 4)) };
  mail_pace_from_name(col_text(q, 2), &ret_digest->pace);
  return true;
}

/* The newest first; of a closed one by number: a group stands together. */
static GArray *
read_items(Txn *txn, int64_t digest_id)
{
  GArray *items = g_array_new(FALSE, TRUE, sizeof(Item));
  g_autoptr(Query) q = db_query(txn, "SELECT id, kind, thing_id, group_id, number FROM digest_item"
                                     " WHERE community_id = ?1 AND digest_id = ?2"
                                     " ORDER BY number, at_us DESC, id DESC LIMIT ?3");

  bind_int(q, 2, digest_id);
  bind_int(q, 3, ITEMS_MOST);
  while (query_next(q)) {
    const Item item = { .id = col_int(q, 0),
                        .kind = digest_kind_find(col_text(q, 1)),
                        .thing_id = col_int(q, 2),
                        .group_id = col_int(q, 3),
                        .number = col_int(q, 4) };

    if (item.kind)
      g_array_append_val(items, item);
  }
  return items;
}

static void
drop_digest(Txn *txn, const Act *act, int64_t id)
{
  g_autoptr(Query) items =
      db_change(txn, act, "DELETE FROM digest_item WHERE community_id = ?1 AND digest_id = ?2");
  g_autoptr(Query) q =
      db_change(txn, act, "DELETE FROM digest WHERE community_id = ?1 AND id = ?2");

  bind_int(items, 2, id);
  query_run(items);
  bind_int(q, 2, id);
  query_run(q);
}

void
digests_forget(Txn *txn, const Act *act, int64_t mark)
{
  g_autoptr(Query) items =
      db_change(txn, act, "DELETE FROM digest_item WHERE community_id = ?1 AND digest_id > ?2");
  g_autoptr(Query) q =
      db_change(txn, act, "DELETE FROM digest WHERE community_id = ?1 AND id > ?2");

  outbox_drop_since(txn, act, "digest", mark);
  bind_int(items, 2, mark);
  query_run(items);
  bind_int(q, 2, mark);
  query_run(q);
}

/* ---- closing it ---- */

typedef struct {
  const OutboxTask *task;
  IdTape *ids;
  bool is_due;
} Mailing;

/* In somebody's quiet time it waits for the first morning after it. */
static bool
is_quiet(Txn *txn, const Act *act, const Digest *digest)
{
  const int64_t until_us = people_quiet_until(txn, digest->member_id, act->at_us);
  MailWish next = mail_wish_read(txn, digest->member_id, MAIL_KIND_PAPER);

  if (!until_us)
    return false;
  next.pace = PACE_DAILY; /* its hour and place; a week's mail does not wait another week */

  const int64_t due_us = find_morning(txn, &next, until_us - 1);
  const bool is_morning_quiet = people_quiet_until(txn, digest->member_id, due_us) != 0;

  outbox_add_later(txn, act, "digest", digest->id,
                   is_morning_quiet || digest->pace == PACE_AT_ONCE ? until_us : due_us);
  return true;
}

/* Still wanted, still to be mailed, still something to say. */
static bool
is_live(Txn *txn, const Act *act, Arena *arena, const Digest *digest, const Item *item)
{
  DigestWords words = { .words = "" };

  return mail_wish_read(txn, digest->member_id, item->kind->mail_kind).pace != PACE_NEVER &&
         !(item->kind->is_dropped && item->kind->is_dropped(txn, act, item->thing_id)) &&
         item->kind->write(txn, arena, lang_find(NULL), digest->member_id, item->thing_id, &words);
}

static void
number_item(Txn *txn, const Act *act, int64_t item_id, int64_t number)
{
  g_autoptr(Query) q =
      number ? db_change(txn, act,
                         "UPDATE digest_item SET number = ?3 WHERE community_id = ?1 AND id = ?2")
             : db_change(txn, act, "DELETE FROM digest_item WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, item_id);
  if (number)
    bind_int(q, 3, number);
  query_run(q);
}

/* The groups get their numbers, the newest first; what has nothing to say goes. How many groups. */
static int
number_groups(Txn *txn, const Act *act, const Digest *digest)
{
  g_autoptr(GArray) items = read_items(txn, digest->id);
  g_autoptr(GArray) groups = g_array_new(FALSE, FALSE, sizeof(int64_t));

  for (guint i = 0; i < items->len; i++) {
    g_autoptr(Arena) arena = arena_new(DIGEST_ARENA);
    const Item *item = &g_array_index(items, Item, i);
    guint group = 0;

    if (!is_live(txn, act, arena, digest, item)) {
      number_item(txn, act, item->id, 0);
      continue;
    }
    while (group < groups->len && g_array_index(groups, int64_t, group) != item->group_id)
      group++;
    if (group == groups->len)
      g_array_append_val(groups, item->group_id);
    number_item(txn, act, item->id, group + 1);
  }
  return (int)groups->len;
}

/* Of one that was tried before. */
static int
count_live(Txn *txn, const Act *act, const Digest *digest)
{
  g_autoptr(GArray) items = read_items(txn, digest->id);
  int count = 0;

  for (guint i = 0; i < items->len; i++) {
    g_autoptr(Arena) arena = arena_new(DIGEST_ARENA);

    count += is_live(txn, act, arena, digest, &g_array_index(items, Item, i));
  }
  return count;
}

static void
prepare_calendars(Txn *txn, const Act *act, const Digest *digest)
{
  g_autoptr(GArray) items = read_items(txn, digest->id);

  for (guint i = 0; i < items->len && i < MAIL_CALENDARS_MOST; i++) {
    const Item *item = &g_array_index(items, Item, i);

    if (item->kind->prepare_calendar)
      item->kind->prepare_calendar(txn, act, digest->member_id, item->thing_id, digest->origin);
  }
}

/* From here on it is about the same things, however often it is tried. */
static void
close_digest(Txn *txn, const Act *act, const Digest *digest)
{
  const int64_t link_id =
      people_make_link(txn, act, digest->member_id, digest->origin, LINK_LASTS_US);
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE digest SET is_open = 0, link_id = ?3"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, digest->id);
  bind_int(q, 3, link_id);
  query_run(q);
}

static bool
is_unwanted(Txn *txn, const Digest *digest)
{
  return !mail_reaches(txn, digest->member_id) ||
         (digest->pace != PACE_AT_ONCE &&
          mail_wish_read(txn, digest->member_id, MAIL_KIND_TOGETHER).pace == PACE_NEVER);
}

/* Who is reached otherwise by now gets there what can go there: the subject sees to it as it drops
 * it from the mail. */
static void
drop_items(Txn *txn, const Act *act, const Digest *digest)
{
  g_autoptr(GArray) items = read_items(txn, digest->id);

  for (guint i = 0; i < items->len; i++) {
    const Item *item = &g_array_index(items, Item, i);

    if (item->kind->is_dropped)
      item->kind->is_dropped(txn, act, item->thing_id);
  }
}

static bool
prepare(Txn *txn, void *data)
{
  Mailing *mailing = data;
  const Act act = outbox_task_act(mailing->task, mailing->ids);
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  Digest digest;

  id_tape_rewind(mailing->ids);
  mailing->is_due = false;
  if (!find_digest(txn, arena, mailing->task->thing_id, &digest))
    return true; /* it had nothing to say */
  if (is_unwanted(txn, &digest)) {
    if (people_find_state(txn, digest.member_id) == MEMBER_HERE)
      drop_items(txn, &act, &digest);
    drop_digest(txn, &act, digest.id);
    return true;
  }
  if (digest.is_open && is_quiet(txn, &act, &digest))
    return true;
  if ((digest.is_open ? number_groups(txn, &act, &digest) : count_live(txn, &act, &digest)) == 0) {
    drop_digest(txn, &act, digest.id);
    return true;
  }
  if (digest.is_open) {
    close_digest(txn, &act, &digest);
    prepare_calendars(txn, &act, &digest);
  }
  mailing->is_due = true;
  return true;
}

/* ---- writing it ---- */

typedef struct {
  GString *text;
  const char *title, *path;
  MailCalendars *calendars;
  int groups;
  MailKind kind; /* the one kind of all, or MAIL_KIND_TOGETHER */
} Draft;

/* Each line two spaces in. */
static void
put_words(GString *text, const char *words)
{
  g_auto(GStrv) lines = g_strsplit(words, "\n", -1);

  for (int i = 0; *words && lines[i]; i++)
    g_string_append_printf(text, "   %s\n", lines[i]);
}

static void
put_item(Draft *draft, const Item *item, const DigestWords *words, int64_t *last)
{
  if (item->number != *last) {
    g_string_append_printf(draft->text, "%s%" G_GINT64_FORMAT ". %s\n", draft->groups ? "\n" : "",
                           item->number, words->group_title);
    if (++draft->groups == 1) {
      draft->title = words->group_title;
      draft->path = words->path;
    }
    *last = item->number;
  }
  put_words(draft->text, words->words);
  if (draft->kind != item->kind->mail_kind)
    draft->kind = draft->kind ? MAIL_KIND_TOGETHER : item->kind->mail_kind;
}

static void
write_items(Txn *txn, Arena *arena, const Digest *digest, Draft *draft)
{
  g_autoptr(GArray) items = read_items(txn, digest->id);
  MemberLooks looks = { .language = "" };
  int64_t last = 0;

  people_find_looks(txn, arena, digest->member_id, 0, &looks);

  const Lang *lang = lang_find(*looks.language ? looks.language : NULL);

  for (guint i = 0; i < items->len; i++) {
    const Item *item = &g_array_index(items, Item, i);
    DigestWords words = { .words = "" };

    if (!item->kind->write(txn, arena, lang, digest->member_id, item->thing_id, &words))
      continue;
    put_item(draft, item, &words, &last);
    if (item->kind->write_calendars)
      item->kind->write_calendars(txn, arena, lang, digest->member_id, item->thing_id,
                                  digest->origin, draft->calendars);
  }
}

static const char about_papers[] = N_("Hello {name},\n\nthis came for you:\n\n{words}\n"
                                      "This is your own link to it. It works once:\n\n{url}\n\n"
                                      "You find it there in the format you asked for.\n");
static const char about_meeting[] = N_("Hello {name},\n\nthis came for you:\n\n{words}\n"
                                       "This is your own link to it. It works once:\n\n{url}\n\n"
                                       "You can say there whether you come, and what you need.\n");

static const char about_dates[] = N_("Hello {name},\n\nthis came for you:\n\n{words}\n"
                                     "This is your own link to it. It works once:\n\n{url}\n\n"
                                     "You can say there, too, when you can come.\n");

static const char about_reminder[] = N_("Hello {name},\n\nthis is soon:\n\n{words}\n"
                                        "This is your own link to it. It works once:\n\n{url}\n\n"
                                        "You can say there if you cannot come, or need help.\n");

static const char *
text_about(MailKind kind)
{
  if (kind == MAIL_KIND_REMINDER)
    return about_reminder;
  if (kind == MAIL_KIND_DATES)
    return about_dates;
  return kind == MAIL_KIND_MEETING ? about_meeting : about_papers;
}

static const char *
subject_about(const Draft *draft)
{
  if (draft->groups > 1)
    return N_("New for you: {title}, and more");
  return draft->kind == MAIL_KIND_REMINDER ? N_("Soon: {title}") : N_("New for you: {title}");
}

static bool
write_letter(Txn *txn, Arena *arena, const OutboxTask *task, Letter *ret_letter)
{
  Digest digest;
  Draft draft = { .text = g_string_new(NULL), .calendars = arena_new_of(arena, MailCalendars, 1) };

  if (!find_digest(txn, arena, task->thing_id, &digest)) {
    g_string_free(draft.text, TRUE);
    return false;
  }

  const SignInLink *link = people_find_link(txn, arena, digest.link_id, task->at_us);

  write_items(txn, arena, &digest, &draft);
  ret_letter->words = arena_text(arena, draft.text->str);
  g_string_free(draft.text, TRUE);
  if (draft.groups == 0 || !link)
    return false;
  ret_letter->kind = draft.kind;
  if (digest.pace != PACE_AT_ONCE)
    ret_letter->why = N_("You get this mail because something came for you, and you want such"
                         " things together in one mail.");
  ret_letter->how_to_answer = how_to_answer ? how_to_answer(draft.kind, draft.groups) : NULL;
  ret_letter->mail_id = digest.id;
  ret_letter->member_id = digest.member_id;
  ret_letter->origin = digest.origin;
  ret_letter->title = draft.title;
  ret_letter->calendars = draft.calendars;
  ret_letter->url = arena_format(arena, "%s/in/%s?to=%s", link->origin, link->token,
                                 draft.groups == 1 ? draft.path : "/papers");
  ret_letter->subject = subject_about(&draft);
  ret_letter->text = text_about(draft.kind);
  return true;
}

/* ---- sending it ---- */

/* The items stay, so that an answer "2 yes" finds what the second was. */
static bool
mark_sent(Txn *txn, void *data)
{
  const Mailing *mailing = data;
  const Act act = outbox_task_act(mailing->task, mailing->ids);
  const int64_t id = mailing->task->thing_id;
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  g_autoptr(GArray) items = read_items(txn, id);
  Digest digest;

  id_tape_rewind(mailing->ids);
  if (!find_digest(txn, arena, id, &digest))
    return true;
  for (guint i = 0; i < items->len; i++) {
    const Item *item = &g_array_index(items, Item, i);

    if (item->kind->mark_sent)
      item->kind->mark_sent(txn, &act, &(DigestSent){ digest.member_id, item->thing_id, id });
  }

  g_autoptr(Query) q =
      db_change(txn, &act, "DELETE FROM digest WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, id);
  query_run(q);
  return true;
}

OutboxResult
send_digest(Db *db, const OutboxTask *task, void *data)
{
  g_autoptr(IdTape) first_ids = id_tape_new(), then_ids = id_tape_new();
  Mailing mailing = { .task = task, .ids = first_ids };

  (void)data;
  if (db_write_and_wait(db, task->community_id, prepare, &mailing, NULL) != WRITE_KEPT)
    return OUTBOX_RETRY;
  if (!mailing.is_due)
    return OUTBOX_DONE;

  LetterFate fate;
  const OutboxResult result = letter_send_saying(db, task, write_letter, &fate);

  if (result != OUTBOX_DONE)
    return result;
  if (fate == LETTER_NOBODY) /* changed since it was looked at: look again */
    return OUTBOX_RETRY;
  mailing.ids = then_ids;
  return db_write_and_wait(db, task->community_id, mark_sent, &mailing, NULL) == WRITE_KEPT
             ? OUTBOX_DONE
             : OUTBOX_RETRY;
}
