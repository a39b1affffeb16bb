/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The question of formats, its answers, and a person's formats in words. */
#include "people/wants_questions.h"

#include "lang/lang.h"

#include <stdlib.h>
#include <string.h>

/* In this order the first that somebody wants is "theirs": what is made for few comes first. */
const Choice format_choices[] = {
  { .value = "easy-read", .label = N_("Easy Read: short words and pictures") },
  { .value = "large-print", .label = N_("Large print"), .shows = "points" },
  { .value = "audio", .label = N_("Sound, to listen to"), .shows = "speed" },
  { .value = "braille", .label = N_("Braille"), .shows = "grade" },
  { .value = "html", .label = N_("A web page") },
  { .value = "text", .label = N_("Plain text, for e-mail or a simple phone") },
  { .value = NULL },
};

const Choice points_choices[] = {
  { .value = "16", .label = N_("16 point") },
  { .value = "18", .label = N_("18 point, the usual large print") },
  { .value = "20", .label = N_("20 point") },
  { .value = "24", .label = N_("24 point") },
  { .value = "28", .label = N_("28 point") },
  { .value = NULL },
};

const Choice grade_choices[] = {
  { .value = "2", .label = N_("Contracted braille (grade 2)") },
  { .value = "1", .label = N_("Letter by letter (grade 1)") },
  { .value = NULL },
};

const Choice speed_choices[] = {
  { .value = "normal", .label = N_("As usual") },
  { .value = "slow", .label = N_("Slower") },
  { .value = "fast", .label = N_("Faster") },
  { .value = NULL },
};

const Choice extra_choices[] = {
  { .value = "attached",
    .label = N_("The file in the mail itself"),
    .hint = N_("Small files only. Others have a link, and mails once a day or once a week"
               " have only links.") },
  { .value = "text-message",
    .label = N_("A text message in place of a call"),
    .hint = N_("For papers that come by phone.") },
  { .value = "read-aloud", .label = N_("Somebody reads it to me at the meeting") },
  { .value = NULL },
};

void
wants_from_answers(const Answers *answers, FormatWants *ret_wants)
{
  FormatWants wants = { .count = 0 };

  for (const Choice *choice = format_choices; choice->value; choice++) {
    FormatWant want = { .grade = 0 };

    if (!answers_have(answers, "formats", choice->value) ||
        !format_from_name(choice->value, &want.format))
      continue;
    if (want.format == FORMAT_LARGE_PRINT)
      want.points = (int)answers_int(answers, "points");
    if (want.format == FORMAT_BRAILLE)
      want.grade = (int)answers_int(answers, "grade");
    if (want.format == FORMAT_AUDIO)
      speed_from_name(answers_text(answers, "speed"), &want.speed);
    wants.wants[wants.count++] = want;
  }
  wants.is_attached = answers_have(answers, "extras", "attached");
  wants.by_text = answers_have(answers, "extras", "text-message");
  wants.is_read_aloud = answers_have(answers, "extras", "read-aloud");
  *ret_wants = wants;
}

static void
set_number(Answers *answers, const char *name, int number)
{
  g_autofree char *text = g_strdup_printf("%d", number);

  if (number > 0)
    answers_set(answers, name, text);
}

static void
tick(Answers *answers, const char *extra, bool is_on)
{
  if (is_on)
    answers_add(answers, "extras", extra, strlen(extra));
}

void
wants_to_answers(const FormatWants *wants, Answers *answers)
{
  answers_drop(answers, "formats");
  for (int i = 0; i < wants->count; i++) {
    const char *name = format_name(wants->wants[i].format);

    answers_add(answers, "formats", name, strlen(name));
    set_number(answers, "points", wants->wants[i].points);
    set_number(answers, "grade", wants->wants[i].grade);
    if (wants->wants[i].format == FORMAT_AUDIO)
      answers_set(answers, "speed", speed_name(wants->wants[i].speed));
  }
  answers_drop(answers, "extras");
  tick(answers, "attached", wants->is_attached);
  tick(answers, "text-message", wants->by_text);
  tick(answers, "read-aloud", wants->is_read_aloud);
}
