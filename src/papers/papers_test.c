/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Papers on both engines: writing, changing, files, lists (R11, R66, R97), with a failure at every
 * statement. Sending is releases_test.c. */
#include "papers/test_world.h"

#include "papers/import.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void
a_paper_comes_back_as_given(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  int64_t id = world_add_paper(world, "", "# The plan\n\nWords ü.\n");
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const Paper *paper = papers_find(txn, arena, id);

  assert_non_null(paper);
  assert_string_equal(paper->title, "The plan");
  assert_string_equal(paper->source, "# The plan\n\nWords ü.\n");
  assert_string_equal(paper->easy_source, "");
  assert_string_equal(paper->language, "en-GB");
  assert_int_equal(paper->reading, READING_DONE);
  assert_false(paper->is_sent);
  assert_int_equal(paper->changed_at_us, world->act.at_us);
  assert_null(papers_find(txn, arena, id + 1));
  db_end_read(txn);

  txn = db_begin_read(test_db(world->test), HILLTOP);
  assert_null(papers_find(txn, arena, id)); /* another community's */
  db_end_read(txn);
}

static void
what_is_no_paper_is_refused(void **state)
{
  World *world = *state;
  g_autofree char *long_title = g_strnfill(PAPER_TITLE_MAX + 1, 'a');
  g_autofree char *long_source = g_strnfill(PAPER_SOURCE_MAX + 1, 'a');
  const struct {
    Paper paper;
    const char *question;
  } rows[] = {
    { { .title = "A", .source = "" }, "source" },
    { { .title = "A", .source = "# \n\n---\n" }, "source" },
    { { .title = "", .source = "no heading" }, "title" },
    { { .title = " \n ", .source = "no heading" }, "title" },
    { { .title = long_title, .source = "words" }, "title" },
    { { .title = "two\nlines", .source = "words" }, "title" },
    { { .title = "A", .source = long_source }, "source" },
    { { .title = "A", .source = "words\x07" }, "source" },
    { { .title = "A", .source = "words", .language = "<x>" }, "language" },
    { { .title = "A", .source = "words", .easy_source = "not rows" }, "rows" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *question = world_refused_paper(world, &rows[i].paper);

    assert_string_equal(question, rows[i].question);
  }
  assert_int_equal(world_count(world, "paper"), 0);
}

/* A paper of 1 MB is a paper (issue: bad input and faults). */
static void
a_long_paper_is_kept_whole(void **state)
{
  World *world = *state;
  GString *source = g_string_new("# Long\n\n");

  while (source->len < 1024 * 1024 - 20)
    g_string_append(source, "word and word. ");

  int64_t id = world_add_paper(world, "", source->str);
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);

  assert_string_equal(papers_find(txn, arena, id)->source, source->str);
  db_end_read(txn);
  g_string_free(source, TRUE);
}

static void
lists_come_page_by_page(void **state)
{
  World *world = *state;
  int64_t ids[5];
  g_autoptr(Arena) arena = arena_new(1024 * 1024);

  for (int i = 0; i < 5; i++)
    ids[i] = world_add_paper(world, "Paper", "words");

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const Paper *first = papers_list(txn, arena, 0, 0, 3);
  const Paper *second = papers_list(txn, arena, 0, first[2].id, 3);

  for (int i = 0; i < 3; i++)
    assert_int_equal(first[i].id, ids[4 - i]);
  assert_int_equal(first[3].id, 0);
  assert_int_equal(second[0].id, ids[1]);
  assert_int_equal(second[1].id, ids[0]);
  assert_int_equal(second[2].id, 0);
  assert_int_equal(txn_statements(txn), 2);
  assert_int_equal(papers_list(txn, arena, 77, 0, 3)[0].id, 0); /* nothing was sent to them */
  db_end_read(txn);
}

/* ---- changing ---- */

static void
titles_are_found_by_id_and_only_here(void **state)
{
  enum { ASKED = 13 };
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  int64_t ids[ASKED];
  const char *titles[ASKED];

  for (int i = 0; i < ASKED - 1; i++) {
    g_autofree char *title = g_strdup_printf("Paper %d", i);

    ids[i] = world_add_paper(world, title, "Words");
  }
  ids[ASKED - 1] = ids[ASKED - 2] + 1; /* gone, or never there */

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  papers_find_titles(txn, arena, ids, ASKED, titles);
  db_end_read(txn);
  assert_string_equal(titles[0], "Paper 0");
  assert_string_equal(titles[11], "Paper 11");
  assert_null(titles[ASKED - 1]);

  txn = db_begin_read(test_db(world->test), HILLTOP);
  papers_find_titles(txn, arena, ids, ASKED, titles);
  db_end_read(txn);
  for (int i = 0; i < ASKED; i++)
    assert_null(titles[i]);
}

static void
a_draft_can_be_changed(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  Paper paper = { .id = world_add_paper(world, "A", "words"), .title = "B", .source = "others" };

  world_change_paper(world, &paper, true);
  paper.easy_source = "![]()\nWe meet on Monday.\n";
  world_change_paper(world, &paper, true);

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const Paper *found = papers_find(txn, arena, paper.id);

  assert_string_equal(found->title, "B");
  assert_string_equal(found->source, "others");
  assert_string_equal(found->easy_source, paper.easy_source);
  db_end_read(txn);
  assert_int_equal(world_count(world, "log_entry"), 3);
}

/* ---- files ---- */

#define BYTES(literal) (literal), sizeof(literal) - 1

static void
files_are_told_apart_by_their_bytes(void **state)
{
  (void)state;
  static const struct {
    const char *bytes;
    size_t len;
    UploadKind kind;
  } files[] = {
    { BYTES("words"), UPLOAD_TEXT },
    { BYTES("\xef\xbb\xbfwords"), UPLOAD_TEXT },
    { BYTES("\xff\xfew\0o\0"), UPLOAD_TEXT },
    { BYTES("caf\xe9 \x93quoted\x94"), UPLOAD_TEXT }, /* Windows-1252 */
    { BYTES(""), UPLOAD_OTHER },
    { BYTES("%PDF-1.7 ..."), UPLOAD_OTHER },
    { BYTES("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"), UPLOAD_OTHER },
    { BYTES("\x89PNG\r\n\x1a\n"), UPLOAD_OTHER },
    { BYTES("PK\x03\x04 .. mimetypeapplication/vnd.oasis.opendocument.text"), UPLOAD_OTHER },
    { BYTES("PK\x03\x04 .. word/document.xml"), UPLOAD_WORD },
    { BYTES("PK\x03\x04 .. xl/workbook.xml"), UPLOAD_OTHER },
    { BYTES("a\0b"), UPLOAD_OTHER },
    { "\x7f"
      "ELF\x02\x01",
      6, UPLOAD_OTHER },
    { BYTES("bad \x81 byte"), UPLOAD_OTHER }, /* no letter in Windows-1252 */
  };

  for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
    const char *message = NULL;

    assert_int_equal(upload_look(files[i].bytes, files[i].len, &message), files[i].kind);
    assert_int_equal(message != NULL, files[i].kind == UPLOAD_OTHER);
  }
}

static void
old_text_becomes_utf_8(void **state)
{
  (void)state;
  size_t len = 0;
  g_autofree char *western = upload_to_text("caf\xe9 \x93q\x94\r\nx", 11, &len);
  g_autofree char *wide = upload_to_text("\xff\xfe"
                                         "a\0\xe9\0",
                                         6, &len);
  g_autofree char *title = upload_title("C:\\papers\\The_plan.v2.docx", 200);
  g_autofree char *none = upload_title(".docx", 200);

  assert_string_equal(western, "café “q”\nx");
  assert_string_equal(wide, "aé");
  assert_int_equal(len, 3);
  assert_string_equal(title, "The plan.v2");
  assert_string_equal(none, ".docx");
}

static void
a_text_file_is_read_at_once(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  int64_t id = world_upload(world, "", "notes.txt", "caf\xe9", 4);
  int64_t given = world_upload(world, "Given", "x.md", "# Heading\n\nwords", 16);
  int64_t heading = world_upload(world, "", "x.md", "# Heading\n\nwords", 16);
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);

  assert_string_equal(papers_find(txn, arena, id)->title, "notes");
  assert_string_equal(papers_find(txn, arena, id)->source, "café");
  assert_string_equal(papers_find(txn, arena, given)->title, "Given");
  assert_string_equal(papers_find(txn, arena, heading)->title, "Heading");
  db_end_read(txn);
  assert_int_equal(world_upload(world, "", "x.pdf", "%PDF-1.4", 8), 0);
  assert_int_equal(world_count(world, "paper"), 3);
  assert_int_equal(world_count(world, "paper_file_part"), 3);
}

static const Paper *
paper_after_reading(World *world, Arena *arena, int64_t id)
{
  const OutboxHandler handlers[] = { { .kind = "paper-reading", .run = read_paper_file }, { 0 } };

  outbox_run_due(test_db(world->test), handlers, RIVERSIDE);

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const Paper *paper = papers_find(txn, arena, id);

  db_end_read(txn);
  return paper;
}

static void
a_word_file_is_read_after_the_commit(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  g_autofree char *word = NULL;
  size_t len = 0;

  world_make_word(world,
                  "# The plan\n\nWords *here*.[^1]\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
                  "[^1]: A note.\n",
                  &word, &len);

  int64_t id = world_upload(world, "", "File.docx", word, len);
  int64_t given = world_upload(world, "Given", "File.docx", word, len);
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);

  assert_int_equal(papers_find(txn, arena, id)->reading, READING_WAITING);
  assert_string_equal(papers_find(txn, arena, id)->title, "File");
  db_end_read(txn);

  const Paper *paper = paper_after_reading(world, arena, id);

  assert_int_equal(paper->reading, READING_DONE);
  assert_null(paper->reading_problem);
  assert_string_equal(paper->title, "The plan");
  assert_non_null(strstr(paper->source, "Words *here*.[^1]"));
  assert_non_null(strstr(paper->source, "[^1]: A note."));
  assert_non_null(strstr(paper->source, "| a"));
  assert_string_equal(paper_after_reading(world, arena, given)->title, "Given");
}

/* A hostile .docx gets a clear refusal, never a hang: not XML, an entity that reads a file. */
static void
a_hostile_word_file_is_refused(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  g_autofree char *word = NULL;
  size_t len = 0;

  world_make_word(world, "# Words\n\nand more\n", &word, &len);
  for (size_t cut = 600; cut < len; cut += len / 4) { /* spoilt somewhere, end kept */
    g_autofree char *spoilt = g_memdup2(word, len);

    for (size_t i = cut; i < MIN(len, cut + 200); i++)
      spoilt[i] = (char)(spoilt[i] ^ 0x5a);
    if (upload_look(spoilt, len, &(const char *){ NULL }) != UPLOAD_WORD)
      continue;

    const Paper *paper =
        paper_after_reading(world, arena, world_upload(world, "", "x.docx", spoilt, len));

    assert_int_not_equal(paper->reading, READING_WAITING);
    assert_int_equal(paper->reading_problem != NULL, paper->reading == READING_FAILED);
  }

  const char fake[] = "PK\x03\x04 word/document.xml and nothing else";
  const Paper *paper =
      paper_after_reading(world, arena, world_upload(world, "", "x.docx", fake, sizeof(fake)));

  assert_int_equal(paper->reading, READING_FAILED);
  assert_string_equal(paper->reading_problem, word_fault_message(CHILD_REFUSED));
}

/* Words typed while the file was being read stand. */
static void
typed_words_win_over_the_file(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  g_autofree char *word = NULL;
  size_t len = 0;

  world_make_word(world, "from the file", &word, &len);

  Paper paper = { .id = world_upload(world, "", "x.docx", word, len),
                  .title = "T",
                  .source = "typed" };

  world_change_paper(world, &paper, true);
  assert_string_equal(paper_after_reading(world, arena, paper.id)->source, "typed");
}

/* ---- faults ---- */

typedef struct {
  const char *title;
  AnswerFile file;
  int64_t id;
  int refused;
} Uploading;

static bool
upload(Txn *txn, const Act *act, void *data)
{
  Uploading *uploading = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  uploading->id = 0;
  papers_add_upload(txn, act, uploading->title, &uploading->file, refusals, &uploading->id);
  uploading->refused = refusals_count(refusals);
  return uploading->refused == 0;
}

/* Idea 4: a failure at any statement is never a success, never a refusal, never half a paper. */
static void
a_failure_at_any_statement_is_trouble(void **state)
{
  World *world = *state;
  const AnswerFile files[] = {
    { .file_name = "a.md", .bytes = "# Heading\n\nwords", .len = 16 },
    { .file_name = "b.docx", .bytes = "PK\x03\x04 word/document.xml", .len = 22 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
    Uploading uploading = { .title = "", .file = files[i] };

    world_fail_each_statement(world, upload, &uploading, "paper", &uploading.refused);
  }
}

int
main(void)
{
#define ON_BOTH(test) cmocka_unit_test_setup_teardown(test, world_set_up, world_tear_down)
  const struct CMUnitTest tests[] = {
    ON_BOTH(a_paper_comes_back_as_given),
    ON_BOTH(what_is_no_paper_is_refused),
    ON_BOTH(a_long_paper_is_kept_whole),
    ON_BOTH(lists_come_page_by_page),
    ON_BOTH(titles_are_found_by_id_and_only_here),
    ON_BOTH(a_draft_can_be_changed),
    cmocka_unit_test(files_are_told_apart_by_their_bytes),
    cmocka_unit_test(old_text_becomes_utf_8),
    ON_BOTH(a_text_file_is_read_at_once),
    ON_BOTH(a_word_file_is_read_after_the_commit),
    ON_BOTH(a_hostile_word_file_is_refused),
    ON_BOTH(typed_words_win_over_the_file),
    ON_BOTH(a_failure_at_any_statement_is_trouble),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
