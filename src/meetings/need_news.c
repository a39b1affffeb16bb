/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a mail says is looked up when it goes: what is settled by then, or not needed any more,
 * brings none. */
#include "meetings/need_news.h"

#include "base/ids.h"
#include "lang/lang.h"
#include "meetings/rules.h"
#include "notices/bounces.h"
#include "notices/mail_wishes.h"
#include "people/apart.h"

static void
tell(Txn *txn, const Act *act, int64_t member_id, MailKind mail_kind, DigestItem *item)
{
  g_autofree char *origin = invitations_origin(txn, item->group_id);

  if (!*origin || mail_way_to(txn, member_id, mail_kind) != MAIL_COMES)
    return;
  item->origin = origin;
  digest_add(txn, act, member_id, item);
}

void
need_news_asked(Txn *txn, const Act *act, const MeetingNeed *need, int64_t asked_id)
{
  if (asked_id == act->member_id || people_are_apart(txn, need->member_id, asked_id))
    return;
  tell(txn, act, asked_id, MAIL_KIND_ACTION,
       &(DigestItem){ .kind = "need-asked", .thing_id = need->id, .group_id = need->meeting.id });
}

/* Several of one meeting are one line. */
void
need_news_answered(Txn *txn, const Act *act, const MeetingNeed *need)
{
  if (need->member_id != act->member_id)
    tell(txn, act, need->member_id, MAIL_KIND_NEED,
         &(DigestItem){
             .kind = "need-answered", .thing_id = need->meeting.id, .group_id = need->meeting.id });
}

/* ---- by somebody ---- */

/* Of a need n of the meeting ?2: an answer for the time of now, of which its person knows nothing
 * yet as far as we know. Who saw to it themself knows. */
#define IS_NEWS                                                                    \
  " n.community_id = ?1 AND n.meeting_id = ?2 AND n.is_withdrawn = 0"              \
  " AND n.state IN ('ready', 'cannot') AND n.owner_id <> n.member_id"              \
  " AND (n.told_at_us IS NULL OR n.told_at_us < n.state_at_us)"                    \
  " AND n.state_at_us >= COALESCE((SELECT max(x.made_at_us) FROM meeting_change x" \
  "  WHERE x.community_id = ?1 AND x.meeting_id = ?2 AND x.change = 'moved'), 0)"

const ToTell *
need_news_to_tell(Txn *txn, Arena *arena, const Meeting *meeting, int64_t now_us)
{
  if (meeting->state != MEETING_CALLED || meeting->starts_at_us <= now_us)
    return arena_new_of(arena, ToTell, 1);

  g_autoptr(Query) q = db_query(
      txn,
      "SELECT" TO_TELL_COLUMNS " FROM member c"
      " JOIN group_member i ON i.community_id = ?1 AND i.group_id = ?3"
      " AND i.member_id = c.id AND i.state = 'in'"
      " JOIN meeting_reply r ON r.community_id = ?1 AND r.meeting_id = ?2"
      " AND r.member_id = c.id AND r.answer IN ('yes', 'online', 'if') AND" REPLY_COUNTS TO_TELL_KEY
      " WHERE c.community_id = ?1 AND c.state = 'here' AND NOT" MAILS_REACH_C
      " AND c.id IN (SELECT n.member_id FROM meeting_need n WHERE" IS_NEWS ")"
      " ORDER BY c.reach, c.sort_key, c.id LIMIT ?4");

  bind_int(q, 2, meeting->id);
  bind_int(q, 3, meeting->group_id);
  bind_int(q, 4, TO_TELL_MOST);
  return to_tell_read(txn, q, arena);
}

void
need_news_mark_told(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE meeting_need SET told_at_us = ?4 WHERE id IN"
                                 " (SELECT n.id FROM meeting_need n WHERE n.member_id = ?3"
                                 "  AND" IS_NEWS ") AND community_id = ?1");

  bind_int(q, 2, meeting->id);
  bind_int(q, 3, member_id);
  bind_int(q, 4, act->at_us);
  if (query_run(q) && query_changes(q) > 0)
    meeting_note_for(txn, act, "meeting-told", meeting->id, member_id);
}

/* ---- the mail ---- */

static const char *
meeting_address(Arena *arena, int64_t group_id, int64_t meeting_id)
{
  char group[ID_TEXT_SIZE], meeting[ID_TEXT_SIZE];

  return arena_format(arena, "/groups/%s/meetings/%s", id_to_text(group_id, group),
                      id_to_text(meeting_id, meeting));
}

static bool
write_asked(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id, int64_t need_id,
            DigestWords *ret_words)
{
  char id[ID_TEXT_SIZE];
  g_autoptr(Query) q =
      db_query(txn, "SELECT t.group_id, t.id, t.title FROM meeting_need n"
                    " JOIN meeting t ON t.community_id = ?1 AND t.id = n.meeting_id"
                    " AND t.state = 'called'"
                    " JOIN group_member i ON i.community_id = ?1 AND i.group_id = t.group_id"
                    " AND i.member_id = ?3 AND i.state = 'in'"
                    " WHERE n.community_id = ?1 AND n.id = ?2 AND n.asked_id = ?3"
                    " AND n.is_withdrawn = 0");

  bind_int(q, 2, need_id);
  bind_int(q, 3, member_id);
  if (!query_next(q))
    return false;
  ret_words->group_title = arena_text(arena, col_text(q, 2));
  ret_words->path =
      arena_format(arena, "%s/help/%s", meeting_address(arena, col_int(q, 0), col_int(q, 1)),
                   id_to_text(need_id, id));
  ret_words->words = lang_text(lang, N_("Would you see to something for this meeting? The page says"
                                        " what it is. Say yes or no. A no needs no reason."));
  return true;
}

/* Answered for the time that the meeting has. */
static bool
write_answered(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id, int64_t meeting_id,
               DigestWords *ret_words)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT t.group_id, t.title FROM meeting t WHERE t.community_id = ?1 AND t.id = ?2"
           " AND t.state = 'called' AND EXISTS (SELECT 1 FROM meeting_need n"
           "  WHERE n.community_id = ?1 AND n.meeting_id = t.id AND n.member_id = ?3"
           "  AND n.is_withdrawn = 0 AND n.state IN ('ready', 'cannot')"
           "  AND n.state_at_us >= COALESCE((SELECT max(h.made_at_us) FROM meeting_change h"
           "   WHERE h.community_id = ?1 AND h.meeting_id = t.id AND h.change = 'moved'), 0))");

  bind_int(q, 2, meeting_id);
  bind_int(q, 3, member_id);
  if (!query_next(q))
    return false;
  ret_words->group_title = arena_text(arena, col_text(q, 1));
  ret_words->path = meeting_address(arena, col_int(q, 0), meeting_id);
  ret_words->words = lang_text(lang, N_("There is an answer to what you asked for, so that you can"
                                        " come. The page says what it is."));
  return true;
}

const DigestKind need_digest_kinds[] = {
  { "need-asked", MAIL_KIND_ACTION, write_asked, NULL, NULL, NULL, NULL },
  { "need-answered", MAIL_KIND_NEED, write_answered, NULL, NULL, NULL, NULL },
  { NULL, MAIL_KIND_NONE, NULL, NULL, NULL, NULL, NULL },
};
