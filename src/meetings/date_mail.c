/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Asking by mail which times suit, and taking the answers. */
#include "meetings/date_mail.h"

#include "base/ids.h"
#include "db/writer.h"
#include "lang/lang.h"
#include "meetings/date_asks.h"
#include "meetings/invitations.h"
#include "meetings/rules.h"
#include "notices/bounces.h"
#include "notices/mail_numbers.h"
#include "people/people.h"

enum { ASKED_MOST = 500, ARENA_BYTES = 256 * 1024 };

#define LOOK    "meeting-dates"
#define ASKED   "dates"
#define KEPT    "dates-kept"
#define UNCLEAR "dates-unclear"

void
date_mail_plan(Txn *txn, const Act *act, int64_t meeting_id)
{
  outbox_add_once(txn, act, LOOK, meeting_id, act->at_us + DATE_MAIL_WAITS_US);
}

/* ---- looking ---- */

typedef struct {
  int64_t newest_id, newest_at_us, offered_by, last_us;
  char *origin;
} Offered;

/* False: no time is offered that is to come, or it has a date now. */
static bool
find_offered(Txn *txn, int64_t meeting_id, int64_t now_us, Offered *ret_offered)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT d.id, d.offered_at_us, d.offered_by, (SELECT max(l.starts_at_us)"
                    "  FROM meeting_date l WHERE l.community_id = ?1 AND l.meeting_id = ?2"
                    "  AND l.is_withdrawn = 0) FROM meeting_date d"
                    " JOIN meeting m ON m.community_id = ?1 AND m.id = d.meeting_id"
                    " AND m.state = 'to-find' WHERE d.community_id = ?1 AND d.meeting_id = ?2"
                    " AND d.is_withdrawn = 0 ORDER BY d.id DESC LIMIT 1");

  bind_int(q, 2, meeting_id);
  if (!query_next(q) || col_int(q, 3) <= now_us)
    return false;
  *ret_offered = (Offered){ .newest_id = col_int(q, 0),
                            .newest_at_us = col_int(q, 1),
                            .offered_by = col_int(q, 2) };
  return true;
}

/* Whom mails reach and who has not said something to each time; who offered the last one knows. */
static GArray *
find_to_ask(Txn *txn, int64_t meeting_id, int64_t offered_by)
{
  GArray *ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
  g_autoptr(Query) q = db_query(
      txn, "SELECT c.id FROM meeting m"
           " JOIN group_member i ON i.community_id = ?1 AND i.group_id = m.group_id"
           " AND i.state = 'in' AND i.member_id <> ?3"
           " JOIN member c ON c.community_id = ?1 AND c.id = i.member_id AND c.state = 'here'"
           " AND" MAILS_REACH_C " WHERE m.community_id = ?1 AND m.id = ?2"
           " AND EXISTS (SELECT 1 FROM meeting_date d WHERE d.community_id = ?1"
           "  AND d.meeting_id = ?2 AND d.is_withdrawn = 0 AND NOT EXISTS (SELECT 1"
           "   FROM meeting_date_word w WHERE w.community_id = ?1 AND w.date_id = d.id"
           "   AND w.member_id = c.id)) ORDER BY c.id LIMIT ?4");

  bind_int(q, 2, meeting_id);
  bind_int(q, 3, offered_by);
  bind_int(q, 4, ASKED_MOST);
  while (query_next(q)) {
    const int64_t id = col_int(q, 0);

    g_array_append_val(ids, id);
  }
  return ids;
}

static void
add_mail(Txn *txn, const Act *act, int64_t member_id, const char *kind, int64_t thing_id,
         int64_t meeting_id, const char *origin)
{
  digest_add(txn, act, member_id,
             &(DigestItem){
                 .kind = kind, .thing_id = thing_id, .group_id = meeting_id, .origin = origin });
}

void
date_mail_ask(Txn *txn, const Act *act, int64_t member_id, int64_t meeting_id, int64_t date_id)
{
  g_autofree char *origin = invitations_origin(txn, meeting_id);

  if (*origin)
    add_mail(txn, act, member_id, ASKED, date_id, meeting_id, origin);
}

static void
ask_all(Txn *txn, const Act *act, int64_t meeting_id, const Offered *offered)
{
  g_autofree char *origin = invitations_origin(txn, meeting_id);
  g_autoptr(GArray) ids = find_to_ask(txn, meeting_id, offered->offered_by);

  for (guint i = 0; *origin && i < ids->len; i++) {
    const int64_t member_id = g_array_index(ids, int64_t, i);

    if (!digest_has_had(txn, member_id, ASKED, offered->newest_id))
      add_mail(txn, act, member_id, ASKED, offered->newest_id, meeting_id, origin);
  }
}

static bool
look(Txn *txn, const Act *act, const OutboxTask *task)
{
  const int64_t meeting_id = task->thing_id;
  Offered offered;

  if (!find_offered(txn, meeting_id, act->at_us, &offered))
    return !txn_trouble(txn);
  if (offered.newest_at_us + DATE_MAIL_WAITS_US > act->at_us)
    return !txn_trouble(txn); /* that one has a task of its own */
  ask_all(txn, act, meeting_id, &offered);
  return !txn_trouble(txn);
}

OutboxResult
look_at_dates(Db *db, const OutboxTask *task, void *data)
{
  (void)data;
  return outbox_task_change(db, task, look);
}

/* ---- the mails ---- */

typedef struct {
  const Meeting *meeting;
  const OfferedDate *list;
  const char *zone;
} Known;

/* Of that time and whoever is in the group still; false: it has a date now, or is off. */
static bool
find_known(Txn *txn, Arena *arena, int64_t member_id, int64_t date_id, Known *ret_known)
{
  int64_t group_id = 0, meeting_id = 0;
  {
    g_autoptr(Query) q = db_query(
        txn, "SELECT m.group_id, m.id, COALESCE((SELECT n.time_zone FROM meeting_news n"
             "  WHERE n.community_id = ?1 AND n.meeting_id = m.id ORDER BY n.id DESC LIMIT 1), '')"
             " FROM meeting_date d JOIN meeting m ON m.community_id = ?1 AND m.id = d.meeting_id"
             " AND m.state = 'to-find' JOIN group_member i ON i.community_id = ?1"
             " AND i.group_id = m.group_id AND i.member_id = ?3 AND i.state = 'in'"
             " WHERE d.community_id = ?1 AND d.id = ?2");

    bind_int(q, 2, date_id);
    bind_int(q, 3, member_id);
    if (!query_next(q))
      return false;
    group_id = col_int(q, 0);
    meeting_id = col_int(q, 1);
    ret_known->zone = arena_text(arena, col_text(q, 2));
  }
  ret_known->meeting = meetings_find(txn, arena, group_id, meeting_id);
  if (!ret_known->meeting)
    return false;
  ret_known->list = dates_list(txn, arena, ret_known->meeting, member_id);
  return true;
}

/* The same words as on the page, for one line of a mail. */
static const char *
word_in_words(const Lang *lang, DateWord word)
{
  return word == DATE_UNSAID ? lang_text(lang, N_("you have not said"))
                             : lang_text(lang, date_word_choices[word - 1].label);
}

/* By number, as they were offered, up to this one. */
static void
put_dates(GString *words, const Lang *lang, const Known *known, int64_t date_id, bool has_own)
{
  for (int64_t number = 1; number <= MAIL_NUMBERS_MOST; number++)
    for (const OfferedDate *date = known->list; date->id; date++) {
      if (date->number != number || date->id > date_id)
        continue;

      g_autofree char *when = meeting_when_in_words(lang, date->starts_at_us, known->zone);

      g_string_append_printf(words, "\n%" G_GINT64_FORMAT ". %s", number, when);
      if (has_own)
        g_string_append_printf(words, ": %s", word_in_words(lang, date->own));
    }
}

/* `first`: message id. */
static bool
write_dates(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id, int64_t date_id,
            const char *first, bool has_own, DigestWords *ret_words)
{
  char group_id[ID_TEXT_SIZE], id[ID_TEXT_SIZE];
  Known known;

  if (!find_known(txn, arena, member_id, date_id, &known) || !known.list->id)
    return false;

  g_autoptr(GString) words = g_string_new(lang_text(lang, first));

  put_dates(words, lang, &known, date_id, has_own);
  ret_words->group_title = known.meeting->title;
  ret_words->words = arena_text(arena, words->str);
  ret_words->path = arena_format(arena, "/groups/%s/meetings/%s/dates/mine",
                                 id_to_text(known.meeting->group_id, group_id),
                                 id_to_text(known.meeting->id, id));
  return true;
}

static bool
write_asked(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id, int64_t date_id,
            DigestWords *ret_words)
{
  return date_asks_wait_for_mail(txn, member_id, date_id) &&
         write_dates(txn, arena, lang, member_id, date_id,
                     N_("We look for a date together. When can you come?"), false, ret_words);
}

static bool
write_kept(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id, int64_t date_id,
           DigestWords *ret_words)
{
  return write_dates(
      txn, arena, lang, member_id, date_id,
      N_("Thank you. This is what we understood. Is it not right? Then answer this mail."), true,
      ret_words);
}

static bool
write_unclear(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id, int64_t date_id,
              DigestWords *ret_words)
{
  return write_dates(txn, arena, lang, member_id, date_id,
                     N_("Thank you for your mail. We are not sure which times you mean. A person"
                        " will read it. If you like, answer once more, with the numbers. This is"
                        " what stands here for you now:"),
                     true, ret_words);
}

/* There are newer times, which come with a mail of their own; or none is to come. */
static bool
is_over(Txn *txn, const Act *act, int64_t date_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT max(d.id), max(d.starts_at_us) FROM meeting_date a"
                    " JOIN meeting_date d ON d.community_id = ?1 AND d.meeting_id = a.meeting_id"
                    " AND d.is_withdrawn = 0 WHERE a.community_id = ?1 AND a.id = ?2");

  bind_int(q, 2, date_id);
  return !query_next(q) || col_is_null(q, 0) || col_int(q, 0) > date_id ||
         col_int(q, 1) <= act->at_us;
}

const DigestKind date_digest_kinds[] = {
  { ASKED, MAIL_KIND_DATES, write_asked, date_asks_mark_mailed, is_over, NULL, NULL },
  { KEPT, MAIL_KIND_DATES, write_kept, NULL, NULL, NULL, NULL },
  { UNCLEAR, MAIL_KIND_DATES, write_unclear, NULL, NULL, NULL, NULL },
  { NULL, MAIL_KIND_NONE, NULL, NULL, NULL, NULL, NULL },
};

const char *
date_mail_how_to_answer(void)
{
  return N_("You can answer this mail. Write the number of each time, and YES, NO or MAYBE. For"
            " example:\n\n"
            "1 yes, 2 no, 3 maybe\n\n"
            "Or write only the numbers of the times when you can come.");
}

/* ---- answers ---- */

void
date_mail_find_about(Txn *txn, Arena *arena, const Return *mail, MailAnswer *answer,
                     const char **ret_title)
{
  invitation_find_about(txn, arena, mail, answer, ret_title);
  if (answer->about_id)
    answer->item_id = digest_find_thing(txn, mail->mail_id, answer->about_id);
}

/* The numbers that the mail answered had, and whether it had no others. */
static MailNumbers
numbers_asked(Txn *txn, Arena *arena, const Meeting *meeting, const MailAnswer *answer)
{
  const Member *member = people_find(txn, arena, answer->member_id, false);
  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM meeting_date WHERE community_id = ?1"
                                     " AND meeting_id = ?2 AND (?3 = 0 OR id <= ?3)");
  MailNumbers asked = { .knows_all = answer->item_id != 0, .name = member ? member->name : "" };

  bind_int(q, 2, meeting->id);
  bind_int(q, 3, answer->item_id);
  if (query_next(q))
    asked.highest = (int)MIN(col_int(q, 0), MAIL_NUMBERS_MOST);
  return asked;
}

/* What was said before of other times stays. -1: nothing of it is offered any more; else how many
 * words are new. */
static int
find_words(const OfferedDate *list, const NumberWord said[static MAIL_NUMBERS_MOST],
           DateWord words[static DATES_MOST])
{
  static const DateWord as_dates[] = { [NUMBER_UNSAID] = DATE_UNSAID,
                                       [NUMBER_YES] = DATE_CAN,
                                       [NUMBER_MAYBE] = DATE_COULD,
                                       [NUMBER_NO] = DATE_CANNOT };
  bool is_heard = false;
  int changed = 0;

  for (int i = 0; list[i].id; i++) {
    const DateWord now =
        list[i].number <= MAIL_NUMBERS_MOST ? as_dates[said[list[i].number - 1]] : DATE_UNSAID;

    is_heard |= now != DATE_UNSAID;
    words[i] = now;
    changed += now != DATE_UNSAID && now != list[i].own;
  }
  return is_heard ? changed : -1;
}

static int64_t
newest_of(const OfferedDate *list)
{
  int64_t id = 0;

  for (; list->id; list++)
    id = MAX(id, list->id);
  return id;
}

bool
date_mail_keep(Txn *txn, const Act *act, const Meeting *meeting, const MailAnswer *answer)
{
  g_autoptr(Arena) arena = arena_new(ARENA_BYTES);
  Refusals *refusals = refusals_new(arena);
  const MailNumbers asked = numbers_asked(txn, arena, meeting, answer);
  const OfferedDate *list = dates_list(txn, arena, meeting, answer->member_id);
  NumberWord said[MAIL_NUMBERS_MOST];
  DateWord words[DATES_MOST] = { DATE_UNSAID };

  if (!mail_numbers_read(answer->words, &asked, said))
    return false;

  const int changed = find_words(list, said, words);

  if (changed < 0)
    return false;
  if (changed > 0)
    dates_say(txn, act, meeting, list, answer->member_id, words, "mail", refusals);
  if (refusals_count(refusals) > 0)
    return false;
  if (changed > 0) /* what is said anew and is the same starts no talk between programs */
    add_mail(txn, act, answer->member_id, KEPT, newest_of(list), meeting->id, answer->origin);
  return true;
}

/* From another address, or with files, an organiser looks at it first, and a note says so. */
void
date_mail_take(Txn *txn, const Act *act, MailAnswer *answer)
{
  g_autoptr(Arena) arena = arena_new(ARENA_BYTES);
  const Meeting *meeting =
      answer->about_id ? meetings_find(txn, arena, answer->thing_id, answer->about_id) : NULL;

  answer->answer = ANSWER_COMMENT;
  answer->is_settled = false;
  if (!meeting || *answer->sender || answer->files)
    return;
  answer->is_settled = !answer->is_cut && date_mail_keep(txn, act, meeting, answer);
  if (answer->is_settled || !answer->item_id ||
      digest_had_since(txn, answer->member_id, UNCLEAR, act->at_us - US_PER_HOUR))
    return;
  add_mail(txn, act, answer->member_id, UNCLEAR, answer->item_id, meeting->id, answer->origin);
}
