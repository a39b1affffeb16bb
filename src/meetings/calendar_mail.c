/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Calendars in mails, out and in. */
#include "meetings/calendar_mail.h"

#include "meetings/calendar_events.h"
#include "meetings/replies.h"
#include "notices/returns.h"
#include "notices/sender_name.h"
#include "people/people.h"

/* ---- out ---- */

static const Meeting *
meeting_of_news(Txn *txn, Arena *arena, int64_t news_id)
{
  int64_t group_id = 0, id = 0;
  {
    g_autoptr(Query) q = db_query(txn, "SELECT m.group_id, m.id FROM meeting_news n JOIN meeting m"
                                       " ON m.community_id = ?1 AND m.id = n.meeting_id"
                                       " WHERE n.community_id = ?1 AND n.id = ?2");

    bind_int(q, 2, news_id);
    if (!query_next(q))
      return NULL;
    group_id = col_int(q, 0);
    id = col_int(q, 1);
  }
  return meetings_find(txn, arena, group_id, id);
}

void
calendar_prepare_mail(Txn *txn, const Act *act, int64_t member_id, int64_t news_id,
                      const char *origin)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const ReturnSetting setting = returns_setting(txn, arena);
  const Meeting *meeting =
      setting.is_on && setting.has_plus ? meeting_of_news(txn, arena, news_id) : NULL;

  if (meeting && !returns_find_of(txn, member_id, MAIL_KIND_MEETING, meeting->id))
    returns_make(txn, act,
                 &(Return){ .mail_id = act_new_id(act),
                            .member_id = member_id,
                            .thing_id = meeting->id,
                            .kind = MAIL_KIND_MEETING,
                            .origin = origin });
}

/* Where answers go; "" where they could not be placed. */
static const char *
organizer_of(Txn *txn, Arena *arena, int64_t member_id, int64_t meeting_id)
{
  const ReturnSetting setting = returns_setting(txn, arena);
  const int64_t id = returns_find_of(txn, member_id, MAIL_KIND_MEETING, meeting_id);
  char token[RETURN_TOKEN_SIZE];

  return setting.is_on && setting.has_plus && id && returns_find_token(txn, id, token)
             ? returns_address(&setting, arena, "", token)
             : "";
}

const char *
calendar_write_mail(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id, int64_t news_id,
                    const char *origin, const char **ret_method)
{
  const Meeting *meeting = meeting_of_news(txn, arena, news_id);
  const Member *member = people_find(txn, arena, member_id, true);

  if (!meeting || !meeting->starts_at_us || !member || meeting->state == MEETING_HELD)
    return NULL;

  const CalendarEvent event = calendar_event_of(arena, lang, origin, meeting);
  CalendarHead head = { .name = "",
                        .organizer = organizer_of(txn, arena, member_id, meeting->id),
                        .organizer_name = sender_name_of(txn, arena),
                        .attendee = "" };

  if (*head.organizer) {
    head.method = event.is_off ? CALENDAR_CANCEL : CALENDAR_REQUEST;
    head.attendee = member->contact;
  }
  *ret_method = calendar_method_name(head.method);

  g_autofree char *text = calendar_write(&head, &event, 1);

  return text ? arena_text(arena, text) : NULL;
}

/* ---- in ---- */

/* Who is accepted where there is no room comes by the way that there is. Perhaps is a yes that
 * something would make sure. */
static ReplyAnswer
answer_of(const Meeting *meeting, CalendarAnswer answer)
{
  const bool has_way_in = *meeting->online || *meeting->dial_in;

  if (answer == CALENDAR_DECLINED)
    return REPLY_NO;
  if (answer == CALENDAR_TENTATIVE)
    return REPLY_IF;
  return !meeting->venue.id && has_way_in ? REPLY_ONLINE : REPLY_YES;
}

static AnswerKind
kind_of(CalendarAnswer answer)
{
  if (answer == CALENDAR_DECLINED)
    return ANSWER_NO;
  return answer == CALENDAR_TENTATIVE ? ANSWER_NEED : ANSWER_YES;
}

void
calendar_take_answer(Txn *txn, const Act *act, const Meeting *meeting, MailAnswer *answer,
                     Refusals *refusals)
{
  CalendarReply reply;

  if (!calendar_read_reply(answer->calendar, &reply) ||
      calendar_meeting_of(reply.uid) != meeting->id)
    return;
  answer->answer = kind_of(reply.answer);
  answer->is_settled = true;
  if (reply.sequence != calendar_sequence(meeting))
    return;
  replies_give(
      txn, act, meeting, answer->member_id,
      &(ReplyWish){ .answer = answer_of(meeting, reply.answer), .words = "", .way = "mail" },
      refusals);
  answer->is_settled = refusals_count(refusals) == 0;
}
