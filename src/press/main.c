/* SPDX-License-Identifier: AGPL-3.0-or-later
 * commontable-press: a paper on standard input, a rich format on standard output. Here: the command
 * line, which format may read what, and the order of things (lock in, read, make, write). */
#include "lang/lang.h"
#include "press/libraries.h"
#include "press/press.h"
#include "press/sandbox.h"

#include <errno.h>
#include <unistd.h>

enum { MB = 1024 * 1024, TITLE_MAX = 1000, LANG_MAX = 35, USAGE = 1, PICTURE_SECONDS_MAX = 30 };

#ifdef __SANITIZE_ADDRESS__
/* The leak check would need calls that the sandbox refuses; unit tests check the makers for leaks.
 */
const char *__asan_default_options(void);
const char *
__asan_default_options(void)
{
  return "detect_leaks=0";
}
#endif

/* What the input's text is; letters and bags are read by their maker. */
typedef enum { SOURCE_PAPER, SOURCE_ROWS, SOURCE_LETTERS, SOURCE_PICTURE } MakerSource;

typedef struct {
  PaperFormat format;
  PressResult (*make)(const PressJob *job, Buffer *out);
  MakerSource source;
  size_t memory_max;           /* bytes */
  const char *const *readable; /* what its libraries open while they work */
  bool (*open)(void);          /* its own library, before the sandbox closes; NULL: none */
  unsigned seconds_max;        /* 0: PRESS_SECONDS_MAX */
} Maker;

static const char *const braille_tables[] = { "/usr/share/liblouis/tables", NULL };

/* Fonts, and what fontconfig and Pango read to choose among them. */
static const char *const fonts[] = {
  "/usr/share/fonts",      "/usr/local/share/fonts", "/etc/fonts",
  "/usr/share/fontconfig", "/var/cache/fontconfig",  NULL
};

/* Where Debian keeps espeak-ng's voices, by architecture. */
static const char *const voices[] = { "/usr/lib/x86_64-linux-gnu/espeak-ng-data",
                                      "/usr/lib/aarch64-linux-gnu/espeak-ng-data",
                                      "/usr/share/espeak-ng-data", NULL };

/* One row a format. */
static const Maker makers[] = {
  { FORMAT_LARGE_PRINT, press_large_print, SOURCE_PAPER, 1024UL * MB, fonts },
  { FORMAT_EASY_READ, press_easy_read, SOURCE_ROWS, 1024UL * MB, fonts, rsvg_open },
  { FORMAT_BRAILLE, press_braille, SOURCE_PAPER, 512UL * MB, braille_tables },
  { FORMAT_AUDIO, press_audio, SOURCE_PAPER, 512UL * MB, voices, espeak_open },
  { FORMAT_POST_PACK, press_post_pack, SOURCE_LETTERS, 1024UL * MB, fonts, rsvg_open },
  { FORMAT_MEETING_BAG, press_meeting_bag, SOURCE_LETTERS, 1024UL * MB, fonts, rsvg_open },
  { FORMAT_PICTURE, press_picture, SOURCE_PICTURE, 384UL * MB, NULL, press_open_pictures,
    PICTURE_SECONDS_MAX },
  { FORMAT_COUNT }, /* ends the table */
};

static const Maker *
maker_for(const char *name)
{
  PaperFormat format = FORMAT_COUNT;

  if (!format_from_name(name, &format))
    return NULL;
  for (const Maker *maker = makers; maker->make; maker++)
    if (maker->format == format)
      return maker;
  return NULL;
}

static bool
is_size_known(PaperFormat format, int points)
{
  static const int sizes[] = { 16, 18, 20, 24, 28 };

  if (format == FORMAT_EASY_READ)
    return points >= 16 && points <= 40;
  for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++)
    if (points == sizes[i])
      return true;
  return false;
}

static bool
is_lang(const char *lang)
{
  const size_t len = strlen(lang);

  for (size_t i = 0; i < len; i++)
    if (!g_ascii_isalnum(lang[i]) && lang[i] != '-')
      return false;
  return len >= 2 && len <= LANG_MAX;
}

/* Fills in what was left open. NULL when all is well, else what is wrong. */
static const char *
settle_options(PressOptions *options)
{
  if (options->points == 0)
    options->points = 18;
  if (options->grade == 0)
    options->grade = 2;
  if (!options->lang)
    options->lang = "en-GB";
  if (!is_size_known(options->format, options->points))
    return "--points is 16, 18, 20, 24 or 28";
  if (options->grade != 1 && options->grade != 2)
    return "--grade is 1 or 2";
  if (!is_lang(options->lang))
    return "--lang is a language tag like en-GB";
  if (options->title &&
      (strlen(options->title) > TITLE_MAX || !g_utf8_validate(options->title, -1, NULL)))
    return "--title is too long or not UTF-8";
  return NULL;
}

/* NULL when standard input cannot be read or is longer than any input may be. */
static GBytes *
read_everything(void)
{
  g_auto(Buffer) all = BUFFER_INIT(PRESS_INPUT_MAX);
  g_autofree char *block = g_malloc(MB);

  for (;;) {
    const ssize_t got = read(STDIN_FILENO, block, MB);
    size_t len = 0;

    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0 || all.is_full)
      return NULL;
    if (got > 0) {
      buffer_put(&all, block, (size_t)got);
      continue;
    }

    char *bytes = buffer_steal(&all, &len);

    return g_bytes_new_take(bytes, len);
  }
}

static bool
write_everything(const Buffer *out)
{
  for (size_t done = 0; done < out->len;) {
    const ssize_t put = write(STDOUT_FILENO, out->data + done, out->len - done);

    if (put < 0 && errno != EINTR)
      return false;
    if (put > 0)
      done += (size_t)put;
  }
  return true;
}

static PressResult
make(const Maker *maker, PressJob *job)
{
  g_auto(Buffer) out = BUFFER_INIT(PRESS_OUTPUT_MAX);
  g_autofree char *own_title = NULL;

  if (!job->options.title) {
    own_title = job->rows ? g_strdup(job->rows->title) : NULL;
    job->options.title = own_title ? own_title : "";
  }

  const PressResult result = maker->make(job, &out);

  job->options.title = NULL;
  if (result != PRESS_MADE)
    return result;
  if (out.is_full)
    return press_refuse(
        N_("The paper is too long for this format. Send it as two or more papers."));
  return write_everything(&out) ? PRESS_MADE : press_fail("The result could not be written.");
}

static PressResult
run(const Maker *maker, const PressOptions *options)
{
  PressJob job = { .options = *options };
  g_autoptr(PressInput) input = NULL;
  g_autoptr(EasyRead) rows = NULL;
  g_autofree char *row_problem = NULL;
  const char *problem = NULL;
  g_autoptr(GBytes) bytes = read_everything();

  if (!bytes)
    return press_refuse(N_("The paper and its pictures are too big."));
  if (maker->source == SOURCE_PICTURE) {
    job.file = bytes;
    return make(maker, &job);
  }
  input = press_input_read(bytes, &problem);
  if (!input)
    return press_refuse(problem);
  job.input = input;
  if (maker->source == SOURCE_LETTERS)
    return make(maker, &job);
  if (maker->source == SOURCE_ROWS) {
    job.rows = rows = easy_read_parse(input->text, &row_problem);
    return rows ? make(maker, &job) : press_refuse(row_problem);
  }

  g_autofree char *title = NULL;
  g_autoptr(cmark_node) paper =
      press_read_paper(input->text, input->text_len, options->title, &title, &problem);

  job.paper = paper;
  job.options.title = title;
  return paper ? make(maker, &job) : press_refuse(problem);
}

int
main(int argc, char **argv)
{
  PressOptions options = { 0 };
  gboolean has_numbers = FALSE;
  g_autofree char *to = NULL, *title = NULL, *lang = NULL, *speed = NULL;
  const GOptionEntry entries[] = {
    { "to", 't', 0, G_OPTION_ARG_STRING, &to,
      "large-print, easy-read, braille, audio, post-pack, meeting-bag or picture", "NAME" },
    { "points", 'p', 0, G_OPTION_ARG_INT, &options.points, "Size of print (18)", "POINTS" },
    { "grade", 'g', 0, G_OPTION_ARG_INT, &options.grade, "Grade of braille, 1 or 2 (2)", "GRADE" },
    { "speed", 's', 0, G_OPTION_ARG_STRING, &speed, "Speed of the voice: slow, normal or fast",
      "NAME" },
    { "numbers", 'n', 0, G_OPTION_ARG_NONE, &has_numbers,
      "Large print: number the parts in the margin", NULL },
    { "numbered-rows", 0, 0, G_OPTION_ARG_INT, &options.numbered_rows,
      "Easy Read: number the first so many rows in the margin", "ROWS" },
    { "title", 0, 0, G_OPTION_ARG_STRING, &title, "Title (the first heading)", "WORDS" },
    { "lang", 'l', 0, G_OPTION_ARG_STRING, &lang, "Language of the paper (en-GB)", "TAG" },
    { NULL },
  };
  g_autoptr(GOptionContext) context = g_option_context_new("< PAPER.md > RESULT");
  g_autoptr(GError) error = NULL;
  const char *problem = NULL;

  g_option_context_set_summary(context, "Makes a paper into a format that somebody can use.");
  g_option_context_add_main_entries(context, entries, NULL);
  if (!g_option_context_parse(context, &argc, &argv, &error)) {
    fprintf(stderr, "%s\n", error->message);
    return USAGE;
  }

  const Maker *maker = maker_for(to);

  options.format = maker ? maker->format : FORMAT_COUNT;
  options.title = title && *g_strstrip(title) ? title : NULL;
  options.lang = lang;
  options.has_numbers = has_numbers;
  problem = !maker                                             ? "--to NAME is needed; see --help"
            : speed && !speed_from_name(speed, &options.speed) ? "--speed is slow, normal or fast"
                                                               : settle_options(&options);
  if (problem) {
    fprintf(stderr, "%s\n", problem);
    return USAGE;
  }
  if (maker->open && !maker->open())
    return press_fail("A library that this format needs is not on this machine.");
  if (!sandbox_enter(&(SandboxLimits){ .readable = maker->readable,
                                       .memory_max = maker->memory_max,
                                       .file_max = PRESS_OUTPUT_MAX,
                                       .seconds_max = maker->seconds_max ? maker->seconds_max
                                                                         : PRESS_SECONDS_MAX }))
    return press_fail("The sandbox could not be put up, so nothing was read.");
  return run(maker, &options);
}
