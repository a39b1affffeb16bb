/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Figures in words, as a picture and as a table. */
#include "evidence/evidence_pages.h"
#include "meetings/feedback_pages.h"

#include "lang/lang.h"

#include <math.h>

enum { PARTS_MOST = 4, HUNDRED = 100 };

/* All message ids. */
typedef struct {
  const char *name, *picture;
  const char *cases, *share; /* with {yes}, {all}; with {percent} */
  const char *nothing;
  const char *yes, *rest, *unknown; /* parts of the picture; NULL: no such part */
  const char *definition;
} FigureWords;

static const FigureWords words[FIGURE_COUNT] = {
  [FIGURE_TOGETHER] = { .name = N_("All sides at the table"),
                        .picture = "together",
                        .cases = N_("All sides were together at {yes} of {all} meetings"),
                        .share = N_("All sides were together at {percent} in a hundred meetings"),
                        .nothing = N_("No meeting about shared business took place yet"),
                        .yes = N_("Together"),
                        .rest = N_("One side was missing"),
                        .unknown = N_("Not noted, or too few to tell"),
                        .definition = N_("A meeting counts as together when two people or more who "
                                         "use services were"
                                         " there, at least three in ten of all who came, and "
                                         "somebody at their work."
                                         " Meetings to prepare, and meetings led by peers, are "
                                         "left out. Where nobody"
                                         " noted who came, or so few came that it would show "
                                         "somebody's role, it counts"
                                         " as not together.") },
  [FIGURE_ASKED] = { .name = N_("Who asked for what"),
                     .picture = "hand",
                     .cases =
                         N_("People who use services asked for at least {yes} of {all} things we "
                            "talked about"),
                     .share = N_("People who use services asked for at least {percent} in a "
                                 "hundred things we talked about"),
                     .nothing = N_("Nothing that was talked about is written down yet"),
                     .yes = N_("Asked for by people who use services"),
                     .rest = N_("Asked for by others"),
                     .unknown = N_("By people who show no role, or by nobody's own word"),
                     .definition =
                         N_("Only what was really talked about counts. Whose wish it was, only that"
                            " person's own word says: they wrote it themselves, or said yes to what"
                            " somebody wrote down for them. What there was no time for does not "
                            "count. Names stand beside what people ask for. So only roles count "
                            "that they showed beside their name.") },
  [FIGURE_SAID] = { .name = N_("Who felt heard"),
                    .picture = "listen",
                    .cases = N_("{yes} of {all} people said that they were heard"),
                    .share = N_("{percent} in a hundred people said that they were heard"),
                    .nothing = N_("Too few have said yet whether they were heard"),
                    .yes = N_("Yes, I was heard"),
                    .rest = N_("Partly, or no"),
                    .definition = N_("After a meeting everybody is asked once, without their name. "
                                     "Answers are told"
                                     " when five people or more have answered, and by sides only "
                                     "when five people"
                                     " of each side have.") },
  [FIGURE_PAPERS] = { .name = N_("Papers in time"),
                      .picture = "file",
                      .cases = N_("{yes} of {all} papers reached people in time"),
                      .share = N_("{percent} in a hundred papers reached people in time"),
                      .nothing = N_("No paper belonged to a meeting yet"),
                      .yes = N_("In time, as each person needs it"),
                      .rest = N_("Late"),
                      .unknown = N_("Not at all"),
                      .definition = N_("Each paper of a meeting is counted once for each person in "
                                       "the group. In time"
                                       " is as many days before the meeting as the group wants, "
                                       "counted from the day"
                                       " the meeting was first called for. A format that came late "
                                       "makes it late,"
                                       " also when others had theirs. What was put on the agenda "
                                       "only after the"
                                       " meeting had begun counts as late.") },
  [FIGURE_IDEAS] = { .name = N_("Ideas answered"),
                     .picture = "idea",
                     .cases = N_("{yes} of {all} ideas were answered within four weeks"),
                     .share = N_("{percent} in a hundred ideas were answered within four weeks"),
                     .nothing = N_("No idea was due for an answer yet"),
                     .yes = N_("Answered within four weeks"),
                     .rest = N_("Answered later"),
                     .unknown = N_("Not answered yet"),
                     .definition = N_("An answer has a reason. The four weeks count from the day "
                                      "the idea was said,"
                                      " whatever day was promised later. Ideas that are younger "
                                      "than that and have"
                                      " no answer yet do not count.") },
  [FIGURE_ACTIONS] = { .name = N_("Done by its day"),
                       .picture = "tick",
                       .cases =
                           N_("{yes} of {all} things we said we would do were done by their day"),
                       .share = N_("{percent} in a hundred things we said we would do were done by "
                                   "their day"),
                       .nothing = N_("Nothing that we said we would do was due yet"),
                       .yes = N_("Done by the first day"),
                       .rest = N_("Done later"),
                       .unknown = N_("Not done"),
                       .definition = N_("Only things from meetings about shared business count. "
                                        "The first day that was"
                                        " said counts, whatever day was chosen later. What was "
                                        "dropped counts as not"
                                        " done.") },
  [FIGURE_TOLD] = { .name = N_("Decisions told to all"),
                    .picture = "talk",
                    .cases = N_("{yes} of {all} decisions were told to all within two weeks"),
                    .share =
                        N_("{percent} in a hundred decisions were told to all within two weeks"),
                    .nothing = N_("No decision was due to be told yet"),
                    .yes = N_("Told to all within two weeks"),
                    .rest = N_("Later, or not to all"),
                    .definition = N_("A decision counts when it is written down with why, and "
                                     "everybody who was in"
                                     " the group was told in their own way.") },
  [FIGURE_LEVELS] = { .name = N_("As far as was promised"),
                      .picture = "together",
                      .cases = N_("At {yes} of {all} decisions people took part as far as was "
                                  "promised"),
                      .share = N_("At {percent} in a hundred decisions people took part as far as "
                                  "was promised"),
                      .nothing = N_("No decision was due yet for which something was promised "
                                    "beforehand"),
                      .yes = N_("As far as was promised, or further"),
                      .rest = N_("Less far"),
                      .unknown = N_("Fewer than five people said how far"),
                      .definition = N_("Before a decision a group can promise how far people take "
                                       "part. The first promise"
                                       " counts. Four weeks after the decision it is looked at "
                                       "what those who took"
                                       " part said, each in private: the middle of all answers. "
                                       "Where fewer than five"
                                       " have said it, it counts as not kept.") },
  [FIGURE_NEEDS] = { .name = N_("Needs met"),
                     .picture = "hand",
                     .cases = N_("About {yes} of {all} needs for meetings were met"),
                     .share = N_("About {percent} in a hundred needs for meetings were met"),
                     .nothing = N_("Too few needs were said yet to tell"),
                     .yes = N_("Met, as the person says"),
                     .rest = N_("Met in part, or not"),
                     .unknown = N_("The person has not said"),
                     .definition = N_("Whether a need was met, only the person says who had it. "
                                      "While they have not"
                                      " said, it counts as not met. All numbers are rounded down "
                                      "to fives, so that"
                                      " nobody can be found out.") },
  [FIGURE_REWARD] = { .name = N_("Thanks and payment in time"),
                      .picture = "money",
                      .cases = N_("About {yes} of {all} times people got what was offered within "
                                  "two weeks"),
                      .share = N_("About {percent} in a hundred times people got what was offered "
                                  "within two weeks"),
                      .nothing = N_("Too few came to tell yet"),
                      .yes = N_("Settled within two weeks, or they said no thank you"),
                      .rest = N_("Later, not yet, or they have not said"),
                      .unknown = N_("Nothing was offered in writing"),
                      .definition = N_("Each person at each meeting counts once, but those at "
                                       "their work. What was"
                                       " offered has to be written down before the meeting. All "
                                       "numbers are rounded"
                                       " down to fives, so that nobody can be found out.") },
  [FIGURE_CONNECT] = { .name = N_("Time to connect"),
                       .picture = "tea",
                       .cases = N_("{yes} of {all} minutes of meetings were time to connect"),
                       .share =
                           N_("{percent} in a hundred minutes of meetings were time to connect"),
                       .nothing = N_("No meeting with an agenda and an end took place yet"),
                       .yes = N_("Minutes to connect"),
                       .rest = N_("Other minutes"),
                       .definition = N_("It is the time to connect that stood on the agenda "
                                        "before the meeting,"
                                        " beside the time from its start to its end. Meetings "
                                        "without such an agenda"
                                        " or without an end do not count.") },
  [FIGURE_LED] = { .name = N_("Who led the meetings"),
                   .picture = "people",
                   .cases = N_("People who use services led at least {yes} of {all} meetings"),
                   .share =
                       N_("People who use services led at least {percent} in a hundred meetings"),
                   .nothing = N_("No meeting took place yet"),
                   .yes = N_("Led by people who use services"),
                   .rest = N_("Led by others"),
                   .unknown = N_("Nobody took it on, or they show no role"),
                   .definition = N_("Whoever took on to lead a meeting, on its agenda. Nobody can "
                                    "write that down"
                                    " for another person. Only roles count that people showed "
                                    "beside their name then.") },
};

const char *
figure_name(FigureKind kind)
{
  return words[kind].name;
}

const char *
figure_picture(FigureKind kind)
{
  return words[kind].picture;
}

const char *
figure_definition(FigureKind kind)
{
  return words[kind].definition;
}

static const char *
in_digits(Page *page, int64_t value)
{
  return arena_format(request_arena(page_request(page)), "%" G_GINT64_FORMAT, (gint64)value);
}

static int64_t
percent(double share)
{
  return (int64_t)lround(share * HUNDRED);
}

static const char *
told_sentence(Page *page, const Figure *figure)
{
  const FigureWords *own = &words[figure->kind];

  if (figure->kind == FIGURE_SAID && figure->other_all > 0)
    return tr_fill(page,
                   N_("{yes} of {all} people who use services were heard, and {other_yes} of"
                      " {other_all} at their work"),
                   "yes", in_digits(page, figure->yes), "all", in_digits(page, figure->all),
                   "other_yes", in_digits(page, figure->other_yes), "other_all",
                   in_digits(page, figure->other_all), NULL);
  if (figure->tell == TELL_SHARE)
    return tr_fill(page, own->share, "percent",
                   in_digits(page, percent((double)figure->yes / (double)figure->all)), NULL);
  return tr_fill(page, own->cases, "yes", in_digits(page, figure->yes), "all",
                 in_digits(page, figure->all), NULL);
}

const char *
figure_sentence(Page *page, const Figure *figure)
{
  switch (figure->tell) {
  case TELL_CASES:
  case TELL_SHARE:
    return told_sentence(page, figure);
  case TELL_NOTHING:
    return tr(page, words[figure->kind].nothing);
  case TELL_FREE:
    return tr(page, N_("Peers lead this group, so sides need not be together"));
  case TELL_TOO_FEW:
    break;
  }
  return tr_fill(page, N_("{name}: too few to tell"), "name", tr(page, words[figure->kind].name),
                 NULL);
}

static bool
is_told(const Figure *figure)
{
  return figure->tell == TELL_CASES || figure->tell == TELL_SHARE;
}

/* The parts of the whole, in the viewer's words. */
static int
parts_of(Page *page, const Figure *figure, Share parts[static PARTS_MOST])
{
  const FigureWords *own = &words[figure->kind];
  const bool has_unknown = own->unknown != NULL;
  const bool has_carers = figure->kind == FIGURE_ASKED || figure->kind == FIGURE_LED;
  int count = 0;

  parts[count++] = (Share){ tr(page, own->yes), figure->yes };
  if (has_carers)
    parts[count++] = (Share){ tr(page, N_("By family carers")), figure->carers };
  parts[count++] = (Share){ tr(page, own->rest), figure->all - figure->yes - figure->carers -
                                                     (has_unknown ? figure->unknown : 0) };
  if (has_unknown)
    parts[count++] = (Share){ tr(page, own->unknown), figure->unknown };
  return count;
}

static void
put_sides(Page *page, const Figure *figure)
{
  const Share uses[] = { { tr(page, words[FIGURE_SAID].yes), figure->yes },
                         { tr(page, words[FIGURE_SAID].rest), figure->all - figure->yes } };
  const Share works[] = { { tr(page, words[FIGURE_SAID].yes), figure->other_yes },
                          { tr(page, words[FIGURE_SAID].rest),
                            figure->other_all - figure->other_yes } };

  ui_paragraph(page, .text = tr(page, N_("People who use services")), .is_strong = true);
  ui_shares(page, uses, G_N_ELEMENTS(uses));
  ui_paragraph(page, .text = tr(page, N_("People at their work")), .is_strong = true);
  ui_shares(page, works, G_N_ELEMENTS(works));
}

void
put_figure_picture(Page *page, const Figure *figure)
{
  Share parts[PARTS_MOST];

  if (!is_told(figure))
    return;
  if (figure->other_all > 0)
    put_sides(page, figure);
  else
    ui_shares(page, parts, parts_of(page, figure, parts));
}

void
put_figure_table(Page *page, const Figure *figure)
{
  const Cell head[] = { { .text = tr(page, N_("What")) },
                        { .text = tr(page, N_("How many")), .format = "numeric" } };
  const Table table = { .caption = tr(page, words[figure->kind].name),
                        .head = head,
                        .head_count = G_N_ELEMENTS(head),
                        .is_first_cell_header = true,
                        .picture = words[figure->kind].picture };
  Share parts[PARTS_MOST];

  if (!is_told(figure) || figure->kind == FIGURE_SAID)
    return; /* what was said has tables of its own */

  const int count = parts_of(page, figure, parts);

  ui_table_open(page, &table);
  for (int i = 0; i < count; i++)
    ui_table_row(
        page, &table,
        (const Cell[]){ { .text = parts[i].words },
                        { .text = in_digits(page, parts[i].number), .format = "numeric" } },
        2);
  ui_table_row(page, &table,
               (const Cell[]){ { .text = tr(page, N_("All together")) },
                               { .text = in_digits(page, figure->all), .format = "numeric" } },
               2);
  ui_table_close(page);
}

static void
put_sureness(Page *page, const Figure *figure)
{
  const char *low = in_digits(page, percent(figure->interval.low));
  const char *high = in_digits(page, percent(figure->interval.high));

  if (figure->tell != TELL_SHARE || figure->kind == FIGURE_CONNECT)
    return; /* minutes of the same meetings are no sample */
  ui_paragraph(page, .is_quiet = true,
               .text = tr_fill(page,
                               figure->other_all > 0
                                   ? N_("Between sides the difference may be anything from {low} to"
                                        " {high} in a hundred.")
                                   : N_("With so many cases it may really be anything from {low}"
                                        " to {high} in a hundred."),
                               "low", low, "high", high, NULL));
}

void
put_figure_beside(Page *page, const Figure *figure)
{
  put_sureness(page, figure);
  if (figure->kind == FIGURE_SAID)
    put_not_answered(page, figure->unknown);
  if (figure->not_asked > 0)
    ui_paragraph(page, .is_quiet = true,
                 .text = tr_count(page, "About {count} time somebody came who was asked nothing.",
                                  "About {count} times somebody came who was asked nothing.",
                                  figure->not_asked));
  if (figure->tell == TELL_TOO_FEW && figure->is_rounded)
    ui_paragraph(page, .is_quiet = true,
                 .text = tr_fill(page, N_("It is told when there are {least}."), "least",
                                 in_digits(page, figure->least), NULL));
  else if (figure->tell == TELL_TOO_FEW)
    ui_paragraph(page, .is_quiet = true,
                 .text = tr_fill(page, N_("There are {all}. From {least} on it is told."), "all",
                                 figure->kind == FIGURE_SAID ? tr(page, N_("fewer than five"))
                                                             : in_digits(page, figure->all),
                                 "least", in_digits(page, figure->least), NULL));
  if (figure->kind == FIGURE_TOGETHER && figure->left_out > 0)
    ui_paragraph(page, .is_quiet = true,
                 .text = tr_count(page, "{count} meeting to prepare or led by peers is left out.",
                                  "{count} meetings to prepare or led by peers are left out.",
                                  figure->left_out));
  if (figure->kind == FIGURE_LEVELS && figure->left_out > 0)
    ui_paragraph(page, .is_quiet = true,
                 .text = tr_count(page, "For {count} decision nothing was promised beforehand.",
                                  "For {count} decisions nothing was promised beforehand.",
                                  figure->left_out));
  if (figure->kind == FIGURE_CONNECT && figure->unknown > 0)
    ui_paragraph(page, .is_quiet = true,
                 .text = tr_count(page, "{count} meeting had no agenda or no end.",
                                  "{count} meetings had no agenda or no end.", figure->unknown));
}
