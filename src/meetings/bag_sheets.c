/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What stands on the sheets of a meeting bag. Whatever a sheet asks can be entered afterwards, and
 * asks for no more than that. */
#include "meetings/bag.h"

#include "base/clock.h"
#include "base/text.h"
#include "lang/lang.h"
#include "meetings/feedback.h"
#include "press/bag.h"

#include <string.h>

enum { SIGN_LINES = 26, SAID_LINES = 6, DECIDED_LINES = 3 };

typedef struct {
  Buffer *out;
  const Lang *lang;
  const char *zone;
} Writer;

static void
put_sheet(const Writer *w, const char *title, const char *how_many)
{
  bag_write(w->out, BAG_SHEET, lang_text(w->lang, title),
            how_many ? lang_text(w->lang, how_many) : NULL, NULL);
}

/* A sentence; with its picture where the sheets are in Easy Read. */
static void
put_say(const Writer *w, const char *picture, const char *sentence)
{
  if (lang_is_easy_read(w->lang))
    bag_write(w->out, BAG_PICTURE, picture, "", lang_text(w->lang, sentence));
  else
    bag_write(w->out, BAG_TEXT, lang_text(w->lang, sentence), NULL, NULL);
}

static void
put(const Writer *w, BagKind kind, const char *words)
{
  bag_write(w->out, kind, lang_text(w->lang, words), NULL, NULL);
}

static void
put_room(const Writer *w, const char *words, int lines)
{
  bag_write_room(w->out, lang_text(w->lang, words), lines);
}

/* ---- the first sheet ---- */

static void
put_when_and_where(const Writer *w, const Meeting *meeting)
{
  g_autofree char *day = lang_date(w->lang, meeting->starts_at_us, w->zone);
  g_autofree char *time = lang_time(w->lang, meeting->starts_at_us, w->zone);
  g_autofree char *when = g_strdup_printf("%s, %s", day, time);
  g_autofree char *where = g_strdup_printf(
      "%s%s%s", meeting->venue.name, *meeting->venue.address ? ", " : "", meeting->venue.address);

  if (meeting->starts_at_us)
    bag_write(w->out, BAG_STRONG, when, NULL, NULL);
  if (meeting->venue.id)
    bag_write(w->out, BAG_STRONG, where, NULL, NULL);
}

static void
put_cover(const Writer *w, const Meeting *meeting)
{
  bag_write(w->out, BAG_SHEET, meeting->title, NULL, NULL);
  put_when_and_where(w, meeting);
  put_say(w, "suitcase",
          N_("This is the meeting bag. It holds the sheets that a meeting needs where there is no"
             " internet."));
  put_say(w, "printer", N_("Here stands on which page each sheet begins, and how many you need:"));
  bag_write(w->out, BAG_CONTENTS, NULL, NULL, NULL);
  put_say(w, "write", N_("After the meeting, type it in on the page of the meeting."));
}

/* ---- who is here ---- */

static void
put_sign_in(const Writer *w)
{
  put_sheet(w, N_("Who is here"), N_("Print it once."));
  put_say(w, "write", N_("You can write your name here. Then the minutes say that you were here."));
  put_say(w, "cross", N_("You need not sign. Nobody asks why."));
  put_say(w, "person",
          N_("Write your name only: nothing about who you work for, or why you come."));
  put_room(w, N_("Name"), SIGN_LINES);
}

/* Apart from the names, so that no role stands beside one. */
static void
put_tally(const Writer *w)
{
  static const char *const sides[] = { N_("People who use services"), N_("Family carers"),
                                       N_("Neighbours"), N_("People at their work"),
                                       N_("In another role") };

  put_sheet(w, N_("How many of us are here"), N_("Print it once."));
  put_say(w, "people",
          N_("Are you not in the group, or have you not signed? Then make one stroke here."));
  put_say(w, "lock", N_("No names on this sheet. Only strokes."));
  for (size_t i = 0; i < G_N_ELEMENTS(sides); i++)
    put_room(w, sides[i], lang_is_easy_read(w->lang) ? 1 : 2); /* all on one page */
}

/* ---- what is talked about ---- */

static char *
item_facts(const Writer *w, const AgendaItem *item)
{
  g_autofree char *minutes = g_strdup_printf("%" G_GINT64_FORMAT, (gint64)item->minutes);
  g_autofree char *length =
      item->minutes ? lang_fill(lang_plural(w->lang, "{count} minute", "{count} minutes",
                                            (unsigned long)item->minutes),
                                "count", minutes, NULL)
                    : g_strdup("");
  /* Somebody's name stands there by their own word alone. */
  const bool is_theirs = !item->is_connect && *item->asked_by_name && item->asked_by &&
                         (item->word == WORD_OWN || item->word == WORD_YES);
  g_autofree char *asked = is_theirs ? lang_fill(lang_text(w->lang, N_("Asked by {name}")), "name",
                                                 item->asked_by_name, NULL)
                                     : g_strdup("");

  return g_strdup_printf("%s%s%s", length, *length && *asked ? ". " : "", asked);
}

static void
put_agenda(const Writer *w, const Meeting *meeting, const Agenda *agenda)
{
  int64_t at_us = meeting->starts_at_us;

  put_sheet(w, N_("What we talk about"), N_("One for each person who likes it."));
  for (int i = 0; i < agenda->count; i++) {
    const AgendaItem *item = &agenda->items[i];
    g_autofree char *time = at_us ? lang_time(w->lang, at_us, w->zone) : g_strdup("");
    g_autofree char *facts = item_facts(w, item);

    if (item->state == ITEM_BACK)
      continue;
    bag_write(w->out, BAG_ROW, time,
              item->is_connect ? lang_text(w->lang, N_("Time to connect: tea and hello"))
                               : item->title,
              facts);
    at_us = at_us && item->minutes ? at_us + item->minutes * US_PER_MINUTE : 0;
  }
  if (*meeting->breaks) {
    put(w, BAG_STRONG, N_("Breaks"));
    bag_write(w->out, BAG_TEXT, meeting->breaks, NULL, NULL);
  }
}

static void
put_papers(const Writer *w, const MeetingPaper *paper)
{
  if (!paper->paper_id)
    return;
  put_sheet(w, N_("What to read"), N_("Print it once, with the papers themselves."));
  put_say(w, "file", N_("These papers belong to the meeting:"));
  for (; paper->paper_id; paper++) {
    g_autofree char *day = lang_date(w->lang, paper->sent_at_us, w->zone);
    g_autofree char *sent = lang_fill(lang_text(w->lang, N_("Sent on {day}.")), "day", day, NULL);

    bag_write(w->out, BAG_STRONG, paper->title, NULL, NULL);
    if (paper->sent_at_us)
      bag_write(w->out, BAG_TEXT, sent, NULL, NULL);
  }
}

/* ---- for each person ---- */

static void
put_cards(const Writer *w)
{
  static const struct {
    BagCard card;
    const char *word, *says;
  } cards[] = {
    { CARD_STOP, N_("Stop"), N_("I want to say something, or something is not right.") },
    { CARD_SLOW, N_("Slow down"), N_("Please say it again, in easier words.") },
    { CARD_AGREE, N_("I agree"), N_("I like this. Let us do it.") },
  };

  put_sheet(w, N_("Cards to hold up"), N_("One for each person. In colour, if you can."));
  put(w, BAG_TEXT, N_("Cut them out. Nobody has to say why they hold one up."));
  for (size_t i = 0; i < G_N_ELEMENTS(cards); i++)
    bag_write(w->out, BAG_CARD, bag_card_name(cards[i].card), lang_text(w->lang, cards[i].word),
              lang_text(w->lang, cards[i].says));
}

static void
put_needs(const Writer *w)
{
  static const char *const helps[] = {
    N_("A break now and then"),  N_("Time to think before I speak"),  N_("Easier words"),
    N_("A seat near the door"),  N_("A seat from which I see faces"), N_("Somebody beside me"),
    N_("Not to be asked first"),
  };

  put_sheet(w, N_("What helps me today"), N_("One for each person who likes it."));
  put_say(w, "lock", N_("This sheet is yours. Show it to somebody here, or to nobody."));
  put_say(w, "bin", N_("Nobody collects it and nobody types it in. Take it home, or tear it up."));
  put(w, BAG_FOLD, N_("Fold it here, so that nobody else reads it."));
  for (size_t i = 0; i < G_N_ELEMENTS(helps); i++)
    put(w, BAG_TICK, helps[i]);
  put_room(w, N_("Something else:"), 1);
}

static void
put_faces(const Writer *w)
{
  put_say(w, "happy",
          N_("Draw a ring round a face. Leave out what you like. Do not write your"
             " name."));
  for (int i = 0; i < FEEDBACK_QUESTIONS; i++) {
    put(w, BAG_HEADING, feedback_question_words[i]);
    bag_write(w->out, BAG_FACES, lang_text(w->lang, face_choices[FACE_YES].label),
              lang_text(w->lang, face_choices[FACE_PARTLY].label),
              lang_text(w->lang, face_choices[FACE_NO].label));
  }
}

static void
put_feedback(const Writer *w)
{
  put_sheet(w, N_("How was it?"), N_("One for each person."));
  put_faces(w);
  put(w, BAG_HEADING, N_("As whom were you there?"));
  for (int i = 0; i < FEEDBACK_UNSAID; i++) /* leaving it empty says that */
    put(w, BAG_TICK, feedback_side_choices[i].label);
}

static void
put_claim(const Writer *w)
{
  static const char *const ways[] = { N_("By bus or train"), N_("By taxi"), N_("In my own car"),
                                      N_("Another way") };
  static const char *const wishes[] = { N_("In cash, today"), N_("Into my bank account"),
                                        N_("I do not want it back") };

  put_sheet(w, N_("What it cost you to come"), N_("One for each person who had costs."));
  put_say(w, "receipt",
          N_("Put tickets and receipts with this sheet. If you have none, ask all the"
             " same."));
  put_room(w, N_("Name"), 1);
  put(w, BAG_HEADING, N_("How did you come?"));
  for (size_t i = 0; i < G_N_ELEMENTS(ways); i++)
    put(w, BAG_TICK, ways[i]);
  put_room(w, N_("From where, and how many miles there and back?"), 1);
  put_room(w, N_("What did you pay to come?"), 1);
  put_room(w, N_("What did you pay for somebody to be looked after?"), 1);
  put_room(w, N_("What else did you pay?"), 1);
  put(w, BAG_HEADING, N_("How do you want the money?"));
  for (size_t i = 0; i < G_N_ELEMENTS(wishes); i++)
    put(w, BAG_TICK, wishes[i]);
}

/* ---- minutes ---- */

static void
put_minutes(const Writer *w, const Agenda *agenda)
{
  put_sheet(w, N_("Minutes"), N_("One for whoever writes."));
  put_say(w, "talk", N_("Write what was said without names, unless somebody asks for theirs."));
  for (int i = 0; i < agenda->count; i++) {
    const AgendaItem *item = &agenda->items[i];

    if (item->is_connect || item->state == ITEM_BACK)
      continue;
    bag_write(w->out, BAG_HEADING, item->title, NULL, NULL);
    put(w, BAG_TICK, N_("We talked about it"));
    put(w, BAG_TICK, N_("There was no time for it"));
    put_room(w, N_("What was said?"), SAID_LINES);
    put_room(w, N_("What was decided?"), DECIDED_LINES);
  }
  put(w, BAG_HEADING, N_("What else came up"));
  put_room(w, N_("Put it on the agenda afterwards, then type in what was said."), SAID_LINES);
}

void
meeting_bag_write(Buffer *out, const Meeting *meeting, const Agenda *agenda,
                  const MeetingPaper *papers, const Lang *lang, const char *zone)
{
  const Writer w = { out, lang, zone };

  put_cover(&w, meeting);
  put_sign_in(&w);
  put_tally(&w);
  put_agenda(&w, meeting, agenda);
  put_papers(&w, papers);
  put_cards(&w);
  put_needs(&w);
  put_feedback(&w);
  put_claim(&w);
  put_minutes(&w, agenda);
}

/* Of the few who answer by post, one role may be one person: it does not ask as whom. */
void
meeting_bag_write_to_post(Buffer *out, const Meeting *meeting, const Lang *lang, const char *zone)
{
  const Writer w = { out, lang, zone };
  g_autofree char *day = lang_date(lang, meeting->starts_at_us, zone);
  g_autofree char *which = g_strdup_printf("%s, %s", meeting->title, day);

  put_sheet(&w, N_("How was it?"), NULL);
  bag_write(out, BAG_STRONG, which, NULL, NULL);
  put_faces(&w);
  put_say(&w, "letter",
          N_("Send this sheet back in the envelope, or give it to somebody of the group. It has no"
             " name on it."));
}
