/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading a list of members: which cell is what, and what is wrong with a line. */
#include "people/import.h"

#include "base/text.h"
#include "lang/lang.h"
#include "people/kinds.h"
#include "questions/csv.h"
#include "questions/questions.h"

#include <string.h>

enum { IMPORT_CELLS_MAX = 50, IMPORT_CELL_BYTES_MAX = 4000 };

typedef enum { COLUMN_NAME, COLUMN_REACH, COLUMN_CONTACT, COLUMN_FORMATS, COLUMN_COUNT } Column;

/* What people call the columns, folded by text_sort_key(). */
static const struct {
  const char *word;
  Column column;
} column_words[] = {
  { "name", COLUMN_NAME },          { "full name", COLUMN_NAME },    { "way", COLUMN_REACH },
  { "how to reach", COLUMN_REACH }, { "reach", COLUMN_REACH },       { "contact", COLUMN_CONTACT },
  { "email", COLUMN_CONTACT },      { "e-mail", COLUMN_CONTACT },    { "phone", COLUMN_CONTACT },
  { "telephone", COLUMN_CONTACT },  { "address", COLUMN_CONTACT },   { "formats", COLUMN_FORMATS },
  { "format", COLUMN_FORMATS },     { "papers as", COLUMN_FORMATS },
};

static const struct {
  const char *word;
  Reach reach;
} reach_words[] = {
  { "email", REACH_EMAIL },      { "e-mail", REACH_EMAIL },        { "mail", REACH_EMAIL },
  { "phone", REACH_PHONE },      { "telephone", REACH_PHONE },     { "post", REACH_POST },
  { "letter", REACH_POST },      { "in-person", REACH_IN_PERSON }, { "in person", REACH_IN_PERSON },
  { "person", REACH_IN_PERSON }, { "visit", REACH_IN_PERSON },
};

typedef struct {
  Txn *txn;
  Arena *arena;
  GArray *lines;             /* of ImportLine */
  GHashTable *emails;        /* folded addresses seen so far */
  int cell_of[COLUMN_COUNT]; /* -1: no such column */
  bool is_first;
} Reader;

static bool
find_column(const char *cell, Column *ret_column)
{
  g_autofree char *key = text_sort_key(cell);

  for (size_t i = 0; i < G_N_ELEMENTS(column_words); i++) {
    if (strcmp(column_words[i].word, key) == 0) {
      *ret_column = column_words[i].column;
      return true;
    }
  }
  return false;
}

/* True: the line names the columns. It must know them all, or a person called Page would be lost.
 */
static bool
read_head(Reader *reader, const CsvRow *row)
{
  int cell_of[COLUMN_COUNT] = { -1, -1, -1, -1 };

  for (int i = 0; i < row->count; i++) {
    Column column;

    if (!find_column(row->cells[i], &column))
      return false;
    if (cell_of[column] < 0)
      cell_of[column] = i;
  }
  if (cell_of[COLUMN_NAME] < 0)
    return false;
  memcpy(reader->cell_of, cell_of, sizeof(cell_of));
  return true;
}

static const char *
read_cell(const Reader *reader, const CsvRow *row, Column column)
{
  int cell = reader->cell_of[column];

  if (cell < 0 || cell >= row->count)
    return "";

  g_autofree char *tidy = text_tidy(row->cells[cell]);

  return arena_text(reader->arena, tidy);
}

/* "by post" too. */
static bool
find_reach(const char *words, Reach *ret_reach)
{
  g_autofree char *key = text_sort_key(words);
  const char *word = key + (g_str_has_prefix(key, "by ") ? strlen("by ") : 0);

  for (size_t i = 0; i < G_N_ELEMENTS(reach_words); i++) {
    if (strcmp(reach_words[i].word, word) == 0) {
      *ret_reach = reach_words[i].reach;
      return true;
    }
  }
  return false;
}

/* A way that stands where the address should is a way, not a place to write to. */
static bool
read_reach(const char *words, Member *member, Reach *ret_reach)
{
  const char *contact = member->contact;

  if (*words)
    return find_reach(words, ret_reach);
  if (find_reach(contact, ret_reach)) {
    member->contact = "";
    return true;
  }
  *ret_reach = strchr(contact, '@')         ? REACH_EMAIL
               : question_is_phone(contact) ? REACH_PHONE
               : *contact                   ? REACH_POST
                                            : REACH_IN_PERSON;
  return true;
}

/* The rules' own words for what does not fit, or NULL. */
static const char *
find_fault(Reader *reader, const Member *member)
{
  Refusals *refusals = refusals_new(reader->arena);

  people_check(reader->txn, member, refusals);
  if (refusals_count(refusals) > 0)
    return refusals_nth(refusals, 0)->message;
  if (member->reach == REACH_EMAIL &&
      !g_hash_table_add(reader->emails, g_utf8_casefold(member->contact, -1)))
    return N_("This e-mail address is in the list twice");
  return NULL;
}

static const char *
read_member(Reader *reader, const CsvRow *row, Member *ret_member)
{
  const char *formats = read_cell(reader, row, COLUMN_FORMATS);

  ret_member->name = read_cell(reader, row, COLUMN_NAME);
  ret_member->contact = read_cell(reader, row, COLUMN_CONTACT);
  if (!read_reach(read_cell(reader, row, COLUMN_REACH), ret_member, &ret_member->reach))
    return N_("Say how to reach this person: email, phone, post or in person");
  if (!format_wants_from_text(formats, &ret_member->wants))
    return N_("We do not know this format. Use: web page, text, large print 18, easy read, braille"
              " or audio");
  return find_fault(reader, ret_member);
}

static bool
take_row(const CsvRow *row, void *data)
{
  Reader *reader = data;
  ImportLine line = { .line = row->line, .member = { .name = "", .contact = "" } };
  bool is_first = reader->is_first;

  reader->is_first = false;
  if (is_first && !row->fault && read_head(reader, row))
    return true;
  line.fault = row->fault ? row->fault : read_member(reader, row, &line.member);
  g_array_append_val(reader->lines, line);
  return true;
}

/* What the box shows again; csv_read() takes the same encodings. */
static const char *
read_as_text(Arena *arena, const char *bytes, size_t len)
{
  const bool has_mark = len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0;
  const bool is_utf_16 =
      len >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0);
  size_t skipped = has_mark ? 3 : 0;

  if (!is_utf_16 && g_utf8_validate(bytes + skipped, (gssize)(len - skipped), NULL))
    return arena_text_len(arena, bytes + skipped, len - skipped);

  g_autofree char *text = g_convert(bytes, (gssize)len, "UTF-8",
                                    is_utf_16 ? "UTF-16" : "WINDOWS-1252", NULL, NULL, NULL);

  return arena_text(arena, text);
}

const Import *
people_read_import(Txn *txn, Arena *arena, const char *bytes, size_t len)
{
  const CsvLimits limits = { IMPORT_BYTES_MAX, IMPORT_LINES_MAX, IMPORT_CELLS_MAX,
                             IMPORT_CELL_BYTES_MAX };
  Import *import = arena_new_of(arena, Import, 1);
  g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(ImportLine));
  g_autoptr(GHashTable) emails = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  Reader reader = {
    .txn = txn,
    .arena = arena,
    .lines = lines,
    .emails = emails,
    .is_first = true,
    .cell_of = { [COLUMN_NAME] = 0,
                 [COLUMN_REACH] = -1,
                 [COLUMN_CONTACT] = 1,
                 [COLUMN_FORMATS] = 2 },
  };
  const char *fault = NULL;

  if (!csv_read(bytes, len, &limits, take_row, &reader, &fault)) {
    import->fault = fault;
    import->max = len > IMPORT_BYTES_MAX ? IMPORT_BYTES_MAX / 1024 : IMPORT_LINES_MAX;
  }
  import->text = read_as_text(arena, bytes, len);
  import->count = (int)lines->len;
  import->lines = arena_new_of(arena, ImportLine, lines->len + 1);
  for (guint i = 0; i < lines->len; i++) {
    import->lines[i] = g_array_index(lines, ImportLine, i);
    import->fault_count += import->lines[i].fault != NULL;
  }
  return import;
}

int
people_add_import(Txn *txn, const Act *act, const Import *import, Refusals *refusals)
{
  int added = 0;

  for (int i = 0; i < import->count; i++) {
    int64_t id = 0;

    if (import->lines[i].fault)
      continue;
    people_add(txn, act, &import->lines[i].member, refusals, &id);
    added += id != 0;
  }
  return added;
}
