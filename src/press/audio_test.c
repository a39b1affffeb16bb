/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Speech, proven by another way: the tag is read back by a reader of its own, the sound is decoded
 * by mpg123, and where a chapter is said to begin there must be a pause before and a voice after.
 */
#include "press/chapters.h"
#include "press/id3.h"
#include "press/say_list.h"
#include "press/speech.h"
#include "press/test_job.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct {
  char *title;
  guint start_ms, end_ms;
} TagChapter;

typedef struct {
  GHashTable *texts; /* frame name → text */
  GArray *chapters;  /* of TagChapter */
  GPtrArray *contents;
  gsize len; /* of the whole tag */
} Tag;

static void
tag_clear(Tag *tag)
{
  for (guint i = 0; i < tag->chapters->len; i++)
    g_free(g_array_index(tag->chapters, TagChapter, i).title);
  g_array_unref(tag->chapters);
  g_hash_table_unref(tag->texts);
  g_ptr_array_unref(tag->contents);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Tag, tag_clear)

static guint
number_at(const guint8 *at)
{
  return (guint)at[0] << 24 | (guint)at[1] << 16 | (guint)at[2] << 8 | at[3];
}

static char *
text_of(const guint8 *body, gsize len)
{
  char *text = body[0] == 0 ? g_convert((const char *)body + 1, (gssize)len - 1, "UTF-8",
                                        "ISO-8859-1", NULL, NULL, NULL)
                            : g_convert((const char *)body + 1, (gssize)len - 1, "UTF-8", "UTF-16",
                                        NULL, NULL, NULL);

  assert_true(body[0] <= 1);
  assert_non_null(text);
  return text;
}

static void
read_chapter(Tag *tag, const guint8 *body, gsize len)
{
  const gsize id_len = strlen((const char *)body) + 1;
  const guint8 *inner = body + id_len + 16;
  const char *wanted = tag->contents->pdata[tag->chapters->len];

  assert_string_equal((const char *)body, wanted);
  assert_memory_equal(inner, "TIT2", 4);
  assert_int_equal(id_len + 16 + 10 + number_at(inner + 4), len);
  const TagChapter chapter = { .title = text_of(inner + 10, number_at(inner + 4)),
                               .start_ms = number_at(body + id_len),
                               .end_ms = number_at(body + id_len + 4) };
  g_array_append_val(tag->chapters, chapter);
}

static void
read_contents(Tag *tag, const guint8 *body, gsize len)
{
  const guint8 *at = body + strlen((const char *)body) + 3, *end = body + len;

  assert_int_equal(at[-2], 3); /* top of all, in order */
  const guint count = at[-1];
  while (at < end) {
    g_ptr_array_add(tag->contents, g_strdup((const char *)at));
    at += strlen((const char *)at) + 1;
  }
  assert_int_equal(tag->contents->len, count);
}

static Tag
read_tag(const guint8 *bytes, gsize len)
{
  Tag tag = { .texts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
              .chapters = g_array_new(FALSE, FALSE, sizeof(TagChapter)),
              .contents = g_ptr_array_new_with_free_func(g_free) };

  assert_true(len > 10);
  assert_memory_equal(bytes, "ID3\3\0\0", 6);
  for (int i = 6; i < 10; i++)
    assert_true(bytes[i] < 0x80);
  tag.len = 10 + ((gsize)bytes[6] << 21 | (gsize)bytes[7] << 14 | (gsize)bytes[8] << 7 | bytes[9]);
  assert_true(tag.len < len);
  for (gsize at = 10; at + 10 <= tag.len && bytes[at] != 0;) {
    g_autofree char *name = g_strndup((const char *)bytes + at, 4);
    const gsize body_len = number_at(bytes + at + 4);
    const guint8 *body = bytes + at + 10;

    assert_true(at + 10 + body_len <= tag.len);
    if (strcmp(name, "CHAP") == 0)
      read_chapter(&tag, body, body_len);
    else if (strcmp(name, "CTOC") == 0)
      read_contents(&tag, body, body_len);
    else
      g_hash_table_insert(tag.texts, g_steal_pointer(&name), text_of(body, body_len));
    at += 10 + body_len;
  }
  assert_int_equal(tag.chapters->len, tag.contents->len);
  return tag;
}

static GBytes *
audio_of(const char *text, PressOptions options)
{
  g_auto(TestJob) made = test_job(text, options);
  g_auto(Buffer) out = BUFFER_INIT(PRESS_OUTPUT_MAX);
  gsize len = 0;

  assert_int_equal(press_audio(&made.job, &out), PRESS_MADE);
  char *bytes = buffer_steal(&out, &len);
  return g_bytes_new_take(bytes, len);
}

/* Samples as mpg123 decodes them, without trimming: one channel of 22,050 a second. */
static GBytes *
decoded(GBytes *mp3)
{
  g_autofree char *path = NULL, *out = NULL;
  g_autoptr(GError) error = NULL;
  int status = 0;
  const int fd = g_file_open_tmp("audio-XXXXXX.mp3", &path, NULL);

  assert_true(fd >= 0);
  close(fd);
  assert_true(
      g_file_set_contents(path, g_bytes_get_data(mp3, NULL), (gssize)g_bytes_get_size(mp3), NULL));
  g_autofree char *pcm = g_strconcat(path, ".pcm", NULL);
  g_autofree char *line = g_strdup_printf("mpg123 -q --no-gapless -s -O %s %s", pcm, path);
  assert_true(g_spawn_command_line_sync(line, NULL, NULL, &status, &error));
  assert_int_equal(status, 0);
  gsize len = 0;
  assert_true(g_file_get_contents(pcm, &out, &len, NULL));
  unlink(path);
  unlink(pcm);
  return g_bytes_new_take(g_steal_pointer(&out), len);
}

/* How loud it is on average between two times. */
static double
loudness(GBytes *pcm, guint from_ms, guint to_ms)
{
  const gint16 *samples = g_bytes_get_data(pcm, NULL);
  const gsize count = g_bytes_get_size(pcm) / 2;
  const gsize first = (gsize)from_ms * SPEECH_RATE / 1000, last = (gsize)to_ms * SPEECH_RATE / 1000;
  double sum = 0;

  assert_true(first < last && last <= count);
  for (gsize i = first; i < last; i++)
    sum += (double)samples[i] * samples[i];
  return sqrt(sum / (double)(last - first));
}

static void
chapters_are_the_headings_and_begin_where_they_say(void **state)
{
  static const char *const titles[] = { "The street meeting", "What we heard", "What it would cost",
                                        "What we decided", "When we meet again" };
  enum { SILENT = 60, LOUD = 400, DELAY_MS = 50 }; /* of 32,768; LAME's own delay */
  g_autofree char *path = g_build_filename(g_getenv("TEST_PAPERS"), "meeting.md", NULL);
  g_autofree char *text = NULL;

  (void)state;
  assert_true(g_file_get_contents(path, &text, NULL, NULL));
  g_autoptr(GBytes) mp3 = audio_of(text, (PressOptions){ 0 });
  g_autoptr(GBytes) pcm = decoded(mp3);
  g_auto(Tag) tag = read_tag(g_bytes_get_data(mp3, NULL), g_bytes_get_size(mp3));
  const guint length_ms = (guint)(g_bytes_get_size(pcm) / 2 * 1000 / SPEECH_RATE);
  const guint said_ms = (guint)g_ascii_strtoull(g_hash_table_lookup(tag.texts, "TLEN"), NULL, 10);

  assert_string_equal(g_hash_table_lookup(tag.texts, "TIT2"), titles[0]);
  assert_string_equal(g_hash_table_lookup(tag.texts, "TLAN"), "eng");
  assert_true(ABS((int)length_ms - (int)said_ms) < 200);
  assert_in_range(said_ms, 90 * 1000, 240 * 1000); /* 480 words */
  assert_int_equal(tag.chapters->len, G_N_ELEMENTS(titles));
  for (guint i = 0; i < tag.chapters->len; i++) {
    const TagChapter *chapter = &g_array_index(tag.chapters, TagChapter, i);
    const guint start = chapter->start_ms + DELAY_MS;

    assert_string_equal(chapter->title, titles[i]);
    assert_true(chapter->end_ms > chapter->start_ms && chapter->end_ms <= said_ms);
    if (i > 0) {
      assert_int_equal(chapter->start_ms, chapter[-1].end_ms);
      assert_true(loudness(pcm, start - 900, start - 100) < SILENT);
    }
    assert_true(loudness(pcm, start, start + 800) > LOUD);
  }
  assert_int_equal(g_array_index(tag.chapters, TagChapter, tag.chapters->len - 1).end_ms, said_ms);
}

/* As the server reads them for its page, and cut off anywhere. */
static void
chapters_are_read_for_the_page(void **state)
{
  g_autoptr(GBytes) mp3 = audio_of("# Łódź\n\nhi\n\n## Two\n\nho\n", (PressOptions){ 0 });
  gsize len = 0;
  const guint8 *bytes = g_bytes_get_data(mp3, &len);
  g_auto(Tag) tag = read_tag(bytes, len);
  g_autoptr(GArray) chapters = chapters_read(bytes, len);

  (void)state;
  assert_int_equal(chapters->len, tag.chapters->len);
  for (guint i = 0; i < chapters->len; i++) {
    const Chapter *got = &g_array_index(chapters, Chapter, i);

    assert_string_equal(got->title, g_array_index(tag.chapters, TagChapter, i).title);
    assert_int_equal(got->start_ms, g_array_index(tag.chapters, TagChapter, i).start_ms);
  }
  for (gsize cut = 0; cut < tag.len; cut++) {
    g_autofree guint8 *copy = g_memdup2(bytes, MAX(cut, 1)); /* so that sanitizers see its end */
    g_autoptr(GArray) fewer = chapters_read(copy, cut);

    assert_true(fewer->len <= chapters->len);
  }
}

/* Walks the frames as a player does. */
static void
the_info_frame_says_what_follows(void **state)
{
  g_autoptr(GBytes) mp3 = audio_of("# One\n\ntwo words\n\n# Three\n", (PressOptions){ 0 });
  gsize len = 0;
  const guint8 *bytes = g_bytes_get_data(mp3, &len);
  g_auto(Tag) tag = read_tag(bytes, len);
  guint frames = 0;

  (void)state;
  for (gsize at = tag.len; at < len; frames++) {
    assert_true(len - at >= 4 && bytes[at] == 0xff && (bytes[at + 1] & 0xfe) == 0xf2);
    assert_int_equal(bytes[at + 2] >> 4, 5);     /* 40 kbit/s in MPEG-2 layer 3 */
    assert_int_equal(bytes[at + 2] >> 2 & 3, 0); /* 22,050 Hz */
    assert_int_equal(bytes[at + 3] >> 6, 3);     /* one channel */
    at += 130 + (bytes[at + 2] >> 1 & 1);
  }
  const guint8 *info = bytes + tag.len + 13;
  assert_memory_equal(info, "Info", 4);
  assert_int_equal(number_at(info + 4), 7);
  assert_int_equal(number_at(info + 8), frames - 1);
  assert_int_equal(number_at(info + 12), len - tag.len);
}

static void
a_paper_without_headings_is_one_chapter(void **state)
{
  (void)state;
  g_autoptr(GBytes) mp3 = audio_of("Only words.\n", (PressOptions){ .title = "Notiz – Łódź" });
  g_auto(Tag) tag = read_tag(g_bytes_get_data(mp3, NULL), g_bytes_get_size(mp3));
  assert_int_equal(tag.chapters->len, 1);
  assert_string_equal(g_array_index(tag.chapters, TagChapter, 0).title, "Notiz – Łódź");
  assert_string_equal(g_hash_table_lookup(tag.texts, "TIT2"), "Notiz – Łódź");

  g_autoptr(GBytes) other = audio_of("Before.\n\n## After\n", (PressOptions){ .lang = "cy-GB" });
  g_auto(Tag) two = read_tag(g_bytes_get_data(other, NULL), g_bytes_get_size(other));
  assert_int_equal(two.chapters->len, 2);
  assert_string_equal(g_hash_table_lookup(two.texts, "TLAN"), "wel");
}

static void
too_many_headings_keep_the_higher_ones(void **state)
{
  g_autoptr(GString) text = g_string_new("# Top\n\n");

  (void)state;
  for (int i = 0; i < 300; i++)
    g_string_append(text, i % 30 == 0 ? "## B\n\n" : "### c\n\n");
  g_autoptr(GBytes) mp3 = audio_of(text->str, (PressOptions){ 0 });
  g_auto(Tag) tag = read_tag(g_bytes_get_data(mp3, NULL), g_bytes_get_size(mp3));
  assert_int_equal(tag.chapters->len, 11);
}

/* The longer the text that is said, the longer the sound: marks and addresses add little. */
static guint
spoken_ms(const char *text)
{
  g_autoptr(GBytes) mp3 = audio_of(text, (PressOptions){ .title = "T" });
  g_auto(Tag) tag = read_tag(g_bytes_get_data(mp3, NULL), g_bytes_get_size(mp3));

  return (guint)g_ascii_strtoull(g_hash_table_lookup(tag.texts, "TLEN"), NULL, 10);
}

static void
marks_are_not_read_out(void **state)
{
  (void)state;
  const guint plain = spoken_ms("Read the long list of repairs today.\n");
  assert_in_range(spoken_ms("Read the **long** [list](https://a.example/b/c/d/e?f=g&h=i) of "
                            "`repairs` *today*.\n"),
                  plain - 50, plain + 50);
  assert_in_range(spoken_ms("Read the long list of repairs today ______________________.\n"),
                  plain - 50, plain + 400);
  const guint address = spoken_ms("See https://example.org\n");
  assert_in_range(
      spoken_ms("See https://www.example.org/a/very/long/path/of/things?with=many&more=things\n"),
      address - 50, address + 50);
  assert_true(spoken_ms("- one\n  1. two\n  2. three\n") >
              spoken_ms("- one\n  - two\n  - three\n"));
}

static guint
spoken_ms_at(SpeechSpeed speed)
{
  g_autoptr(GBytes) mp3 = audio_of("We meet on Monday.\n\nThere is tea.\n",
                                   (PressOptions){ .title = "T", .speed = speed });
  g_auto(Tag) tag = read_tag(g_bytes_get_data(mp3, NULL), g_bytes_get_size(mp3));

  return (guint)g_ascii_strtoull(g_hash_table_lookup(tag.texts, "TLEN"), NULL, 10);
}

static void
the_speed_is_heard(void **state)
{
  const guint slow = spoken_ms_at(SPEED_SLOW), normal = spoken_ms_at(SPEED_NORMAL);
  const guint fast = spoken_ms_at(SPEED_FAST);

  (void)state;
  assert_true(slow * 100 > normal * 125);
  assert_true(fast * 100 < normal * 85);
}

/* The list comes beside the paper, as the server sends it. */
static void
words_are_said_as_the_list_says(void **state)
{
  static const char text[] = "Ng.\n", lines[] = "Ng\tthe Netherton Grange\n";
  const PressPicture part = { SAY_LIST_NAME, lines, sizeof(lines) - 1 };
  g_auto(Buffer) bundle = BUFFER_INIT(10000), out = BUFFER_INIT(PRESS_OUTPUT_MAX);
  const char *problem = NULL;

  (void)state;
  assert_true(press_input_write(text, strlen(text), &part, 1, &bundle));

  g_autoptr(GBytes) bytes = g_bytes_new(bundle.data, bundle.len);
  g_autoptr(PressInput) input = press_input_read(bytes, &problem);
  g_auto(TestJob) made = test_job(input->text, (PressOptions){ .title = "T" });

  made.job.input = input;
  assert_int_equal(press_audio(&made.job, &out), PRESS_MADE);

  g_auto(Tag) tag = read_tag((const guint8 *)out.data, out.len);

  assert_true(g_ascii_strtoull(g_hash_table_lookup(tag.texts, "TLEN"), NULL, 10) >
              spoken_ms("Ng.\n") + 500);
}

static void
what_cannot_be_spoken_is_refused(void **state)
{
  g_auto(TestJob) klingon = test_job("qapla'\n", (PressOptions){ .lang = "zz" });
  g_auto(TestJob) longer =
      test_job("A few words that are too many for a small buffer.\n", (PressOptions){ 0 });
  g_auto(Buffer) out = BUFFER_INIT(1000000), small = BUFFER_INIT(5000);

  (void)state;
  assert_int_equal(press_audio(&klingon.job, &out), PRESS_BAD_INPUT);
  assert_int_equal(out.len, 0);
  assert_int_equal(press_audio(&longer.job, &small), PRESS_BAD_INPUT);

  g_auto(TestJob) wordless = test_job("[[[ -- !!\n", (PressOptions){ 0 });
  assert_int_equal(press_audio(&wordless.job, &out), PRESS_BAD_INPUT);
  g_autofree char *far_too_long = g_strnfill(1000000, 'a');
  g_auto(TestJob) book = test_job(far_too_long, (PressOptions){ 0 });
  assert_int_equal(press_audio(&book.job, &out), PRESS_BAD_INPUT);
  assert_int_equal(out.len, 0);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(chapters_are_the_headings_and_begin_where_they_say),
    cmocka_unit_test(chapters_are_read_for_the_page),
    cmocka_unit_test(the_info_frame_says_what_follows),
    cmocka_unit_test(a_paper_without_headings_is_one_chapter),
    cmocka_unit_test(too_many_headings_keep_the_higher_ones),
    cmocka_unit_test(marks_are_not_read_out),
    cmocka_unit_test(the_speed_is_heard),
    cmocka_unit_test(words_are_said_as_the_list_says),
    cmocka_unit_test(what_cannot_be_spoken_is_refused),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
