/* SPDX-License-Identifier: AGPL-3.0-or-later
 * commontable format: one paper from a file into one format, without any data folder. */
#include "commands/command.h"
#include "commands/place.h"
#include "lang/lang.h"
#include "papers/formats.h"
#include "subjects.h"

#include <string.h>

static char *to_option, *output_option, *title_option, *lang_option, *speed_option;
static int points_option, grade_option;

static char *
read_text(const char *path, GError **err)
{
  g_autofree char *bytes = NULL;
  gsize len = 0;

  if (!g_file_get_contents(path, &bytes, &len, err))
    return NULL;
  if (len > PAPER_SOURCE_MAX) {
    g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s is longer than a paper can be (1 MB)",
                path);
    return NULL;
  }
  if (!g_utf8_validate(bytes, (gssize)len, NULL)) {
    g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s is not UTF-8 text", path);
    return NULL;
  }
  return g_steal_pointer(&bytes);
}

static int
write_output(GBytes *made)
{
  g_autoptr(GError) err = NULL;
  gsize len = 0;
  const char *bytes = g_bytes_get_data(made, &len);

  if (!output_option || strcmp(output_option, "-") == 0)
    return fwrite(bytes, 1, len, stdout) == len && fflush(stdout) == 0
               ? 0
               : command_fail("the output could not be written");
  if (!g_file_set_contents(output_option, bytes, (gssize)len, &err))
    return command_fail("%s", err->message);
  return 0;
}

/* Sizes and grades are those that people can ask for (people/wants.c). */
static bool
can_be_asked_for(const char *format, int number)
{
  g_autofree char *words = g_strdup_printf("%s %d", format, number);
  FormatWants wants;

  return number == 0 || format_wants_from_text(words, &wants);
}

static int
run(int argc, char **argv)
{
  g_autoptr(GError) err = NULL;
  FormatWant want = { .points = points_option, .grade = grade_option };

  if (argc != 2)
    return command_fail("say which file: commontable format --to large-print FILE.md -o OUT");
  if (!to_option || !format_from_name(to_option, &want.format))
    return command_fail("say --to html, text, large-print, easy-read, braille or audio");
  if (speed_option && !speed_from_name(speed_option, &want.speed))
    return command_fail("--speed is slow, normal or fast");
  if (!can_be_asked_for("large print", points_option))
    return command_fail("--points is 16, 18, 20, 24 or 28");
  if (!can_be_asked_for("braille grade", grade_option))
    return command_fail("--grade is 1 or 2");
  subjects_register();
  place_without_folder();

  g_autofree char *source = read_text(argv[1], &err);
  const bool is_easy = want.format == FORMAT_EASY_READ;

  if (!source)
    return command_fail("%s", err->message);

  g_autoptr(GBytes) made = formats_make(&(Paper){ .title = title_option ? title_option : "",
                                                  .source = is_easy ? "" : source,
                                                  .easy_source = is_easy ? source : "",
                                                  .language = lang_option ? lang_option : "en-GB" },
                                        &want, &err);

  if (made)
    return write_output(made);

  g_autofree char *why = lang_told(NULL, err->message);

  return command_fail("%s", why);
}

static const GOptionEntry options[] = {
  { "to", 't', 0, G_OPTION_ARG_STRING, &to_option,
    "html, text, large-print, easy-read, braille or audio", "FORMAT" },
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output_option,
    "File to write (default: standard output)", "OUT" },
  { "points", 0, 0, G_OPTION_ARG_INT, &points_option,
    "Large print and Easy Read: 16, 18, 20, 24 or 28 (default: 18)", "POINTS" },
  { "grade", 0, 0, G_OPTION_ARG_INT, &grade_option, "Braille: 1 or 2 (default: 2)", "GRADE" },
  { "speed", 0, 0, G_OPTION_ARG_STRING, &speed_option,
    "Audio: slow, normal or fast (default: normal)", "SPEED" },
  { "title", 0, 0, G_OPTION_ARG_STRING, &title_option, "Title (default: the first heading)",
    "WORDS" },
  { "lang", 0, 0, G_OPTION_ARG_STRING, &lang_option, "Language of the paper (default: en-GB)",
    "TAG" },
  { NULL },
};

const Command format_command = {
  .name = "format",
  .arguments = "FILE.md",
  .summary = "Makes one format of a paper (Easy Read: of its rows, see doc/easy-read.md).",
  .options = options,
  .run = run,
};
