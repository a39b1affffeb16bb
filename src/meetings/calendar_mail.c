/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Calendars in mails, out and in. */
#include "meetings/calendar_mail.h"

#include "meetings/calendar_events.h"
#include "meetings/replies.h"
#include "notices/returns.h"
#include "notices/sender_name.h"
#include "people/people.h"

/* ---- out ---- */

void
calendar_prepare_mail(Txn *txn, const Act *act, int64_t member_id, int64_t news_id,
                      const char *origin)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  const ReturnSetting setting = returns_setting(txn, arena);
  const Meeting *meeting =
      setting.is_on && setting.has_plus ? meetings_of_news(txn, arena, news_id) : NULL;

  for (; meeting && meeting->id; meeting++)
    if (!returns_find_of(txn, member_id, MAIL_KIND_MEETING, meeting->id))
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

static void
add_calendar(Txn *txn, Arena *arena, const Lang *lang, const Member *member, const Meeting *meeting,
             const char *origin, MailCalendars *calendars)
{
  const CalendarEvent event = calendar_event_of(arena, lang, origin, meeting);
  CalendarHead head = { .name = "",
                        .organizer = organizer_of(txn, arena, member->id, meeting->id),
                        .organizer_name = sender_name_of(txn, arena),
                        .attendee = "" };

  if (*head.organizer) {
    head.method = event.is_off ? CALENDAR_CANCEL : CALENDAR_REQUEST;
    head.attendee = member->contact;
  }

  g_autofree char *text = calendar_write(&head, &event, 1);

  if (text)
    calendars->list[calendars->count++] =
        (MailCalendar){ arena_text(arena, text), calendar_method_name(head.method) };
}

void
calendar_write_mail(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id, int64_t news_id,
                    const char *origin, MailCalendars *calendars)
{
  const Meeting *meeting = meetings_of_news(txn, arena, news_id);
  const Member *member = meeting->id ? people_find(txn, arena, member_id, true) : NULL;

  for (; member && meeting->id && calendars->count < MAIL_CALENDARS_MOST; meeting++)
    if (meeting->starts_at_us && meeting->state != MEETING_HELD)
      add_calendar(txn, arena, lang, member, meeting, origin, calendars);
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

/* Which one a program means: that of the address, or another one of those called together, since
 * programs may answer to where the mail came from. NULL: none of these. */
static const Meeting *
meeting_meant(Txn *txn, Arena *arena, const Meeting *meeting, const char *uid)
{
  const int64_t id = calendar_meeting_of(uid);

  if (id == meeting->id || !id || !meeting->series_id)
    return id == meeting->id ? meeting : NULL;

  const Meeting *other = meetings_find(txn, arena, meeting->group_id, id);

  return other && other->series_id == meeting->series_id ? other : NULL;
}

void
calendar_take_answer(Txn *txn, const Act *act, const Meeting *meeting, MailAnswer *answer,
                     Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  CalendarReply reply;

  if (!calendar_read_reply(answer->calendar, &reply))
    return;

  const Meeting *meant = meeting_meant(txn, arena, meeting, reply.uid);

  if (!meant)
    return;
  answer->about_id = meant->id;
  answer->answer = kind_of(reply.answer);
  answer->is_settled = true;
  if (meant->state == MEETING_OFF || reply.sequence < calendar_time_sequence(meant) ||
      reply.sequence > calendar_sequence(meant))
    return;
  replies_give(txn, act, meant, answer->member_id,
               &(ReplyWish){ .answer = answer_of(meant, reply.answer), .words = "", .way = "mail" },
               refusals);
  answer->is_settled = refusals_count(refusals) == 0;
}
