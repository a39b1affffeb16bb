/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Text messages about a meeting, for who is reached by telephone and wants to be texted rather than
 * rung: the words, made to fit, and a link that opens them on a phone. One list each of whatever
 * others are rung for. */
#include "base/ids.h"
#include "lang/lang.h"
#include "meetings/date_asks.h"
#include "meetings/feedback.h"
#include "meetings/need_news.h"
#include "meetings/reminders.h"
#include "meetings/ring_pages.h"
#include "papers/text_message.h"
#include "papers/text_message_pages.h"
#include "people/people_pages.h"

typedef struct {
  const char *name; /* of the answer that says who it was sent to */
  const char *heading;
  const ToTell *(*find)(Txn *txn, Arena *arena, const Meeting *meeting, int64_t now_us);
  MarkPerson mark;
  const char *words; /* message id; NULL: as the newest news */
  const char *then;  /* message id: what comes of an answer; NULL: nothing to say */
} TextList;

static bool
is_among(const ToTell *list, int64_t member_id)
{
  while (list->member_id && list->member_id != member_id)
    list++;
  return list->member_id != 0;
}

/* Who is asked of times hears of the meeting by that: one message, not two. */
static const ToTell *
find_untold(Txn *txn, Arena *arena, const Meeting *meeting, int64_t now_us)
{
  const ToTell *untold = invitations_to_tell(txn, arena, meeting);

  if (meeting->state != MEETING_TO_FIND)
    return untold;

  const ToTell *asked = date_asks_list(txn, arena, meeting, now_us);
  ToTell *list = arena_new_of(arena, ToTell, TO_TELL_MOST + 1);
  int count = 0;

  for (; untold->member_id; untold++)
    if (!is_among(asked, untold->member_id))
      list[count++] = *untold;
  list[count] = (ToTell){ 0 };
  return list;
}

/* Nothing says what somebody needs: a phone may be read by others. */
static const TextList lists[] = {
  { "member", N_("What is new about the meeting"), find_untold, invitations_mark_told, NULL, NULL },
  { "answered", N_("Who asked for help to come"), need_news_to_tell, need_news_mark_told,
    N_("{place}: you asked for something, so that you can come to \"{title}\". There is an answer."
       " See {url} or ring us."),
    NULL },
  { "reminded", N_("Whom to remind"), reminders_to_tell, reminders_mark_told,
    N_("{place}: soon: \"{title}\". {when}. You cannot come, or need help? Ring us, or see "
       "{url}") },
  { "asked", N_("Whom to ask when they can"), date_asks_list, date_asks_mark,
    N_("{place}: we look for a date for \"{title}\". When can you come? See {url} or ring us."),
    NULL },
  { "afterwards", N_("Whom to ask how it was"), feedback_to_ask, feedback_mark_asked,
    N_("{place}: how was \"{title}\"? Did you have what you needed? Were you heard? Was it worth "
       "it?"
       " Text back yes, partly or no to each. Or nothing."),
    N_("Write what they answer on a slip without a name, as when you ring them.") },
};

/* Message id. */
static const char *
words_of_news(MeetingNews what, const Meeting *meeting)
{
  if (what == NEWS_OFF)
    return meeting->starts_at_us
               ? N_("{place}: \"{title}\" was called off. It was to be: {when}. See {url} or ring"
                    " us.")
               : N_("{place}: \"{title}\" was called off. See {url} or ring us.");
  if (!meeting->starts_at_us)
    return N_("{place}: you are invited to \"{title}\". We look for a date together. See {url} or"
              " ring us.");
  if (what == NEWS_MOVED)
    return N_("{place}: \"{title}\" is at another time: {when}. Can you come? See {url} or ring"
              " us.");
  if (what == NEWS_CHANGED)
    return N_("{place}: something about \"{title}\" is new. {when}. See {url} or ring us.");
  return N_("{place}: you are invited to \"{title}\". {when}. Will you come? See {url} or ring"
            " us.");
}

static char *
write_message(Page *page, const Meeting *meeting, const TextList *list)
{
  Request *r = page_request(page);
  MeetingNews what = NEWS_CALLED;

  if (!list->words)
    invitations_newest(request_txn(r), meeting->id, &what);
  return text_message_write(
      page_lang(page),
      &(TextMessage){ .words = list->words ? list->words : words_of_news(what, meeting),
                      .place = request_community_name(r),
                      .title = meeting->title,
                      .when = meeting_when(page, meeting),
                      .origin = request_origin(r) });
}

/* Numbers are the organisers' to see; whoever else arranges the meeting knows the person. */
static void
put_person(Page *page, const Meeting *meeting, const TextList *list, const ToTell *one,
           const char *words)
{
  Request *r = page_request(page);
  const char *contact = may_organise(r) ? one->contact : "";
  char id[ID_TEXT_SIZE];

  ui_card_open(page, .title = one->name, .title_level = 3, .is_warm = true, .picture = "talk");
  if (*contact)
    ui_person_lines_to_call(page, contact);
  put_text_message(page, one->name, contact, words);
  form_button(page, .action = meeting_path(r, meeting, "/texts"),
              .button = tr(page, N_("I sent it")), .spoken = one->name, .name = list->name,
              .value = arena_text(request_arena(r), id_to_text(one->member_id, id)),
              .is_secondary = true);
  ui_card_close(page);
}

/* How many there are. */
static int
put_list(Page *page, const Meeting *meeting, const TextList *list)
{
  Request *r = page_request(page);
  const ToTell *one = list->find(request_txn(r), request_arena(r), meeting, request_now_us(r));
  const int count = to_tell_count_texted(one);

  if (count == 0)
    return 0;

  g_autofree char *words = write_message(page, meeting, list);

  ui_heading(page, 2, tr(page, list->heading));
  if (list->then)
    ui_paragraph(page, .text = tr(page, list->then));
  for (; one->member_id; one++)
    if (one->is_texted)
      put_person(page, meeting, list, one, words);
  return count;
}

static void
show_texts(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);
  int count = 0;

  if (!meeting)
    return;

  Page *page = open_meeting_page(r, meeting, N_("Text messages to send"), "talk");

  put_how_to_text(page);
  for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
    count += put_list(page, meeting, &lists[i]);
  if (count == 0)
    ui_paragraph(page, .text = tr(page, N_("There is no text message to send.")));
  put_group_link(page, "phone", tr(page, N_("Whom to tell by telephone or letter")),
                 meeting_path(r, meeting, "/tell"));
  page_close(page);
}

static void
mark_sent(Request *r)
{
  size_t which = 0;

  while (which + 1 < G_N_ELEMENTS(lists) && !*answers_text(request_answers(r), lists[which].name))
    which++;
  meeting_mark_person(r, lists[which].name, lists[which].mark, "/texts");
}

#define TEXTS "/groups/:group/meetings/:meeting/texts"

const Route meeting_text_routes[] = {
  { "GET", TEXTS, may_arrange_meetings, show_texts, .read_is_logged_as = "contacts-read" },
  { "POST", TEXTS, may_arrange_meetings, mark_sent },
  ROUTES_END,
};
