/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Archives that are not whole, not right or not for here: each is refused with its own word, and
 * nothing of it is left behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "archive/manifest.h"
#include "archive/sealed_file.h"
#include "archive/tar.h"
#include "data/archive_world.h"
#include "subjects.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

typedef struct {
  Place *from, *to;
  ArchiveWorld world;
  char *archive;
  GBytes *tar;
} Bad;

static int
set_up(void **state)
{
  Bad *bad = g_new0(Bad, 1);

  subjects_register();
  bad->from = place_new(subjects_migrations(), true);
  bad->to = place_new(subjects_migrations(), false);
  archive_world_fill(bad->from, &bad->world);
  sealed_writer_set_cost_for_test(1, 8); /* dear keys are tried in archive_test.c */
  bad->archive = place_pack(bad->from);
  bad->tar = archive_open(bad->archive, subjects_migrations());
  *state = bad;
  return 0;
}

static int
tear_down(void **state)
{
  Bad *bad = *state;

  archive_drop(bad->archive);
  g_bytes_unref(bad->tar);
  place_free(bad->from);
  place_free(bad->to);
  g_free(bad);
  return 0;
}

static void
must_refuse(Bad *bad, const char *archive, int code)
{
  assert_int_equal(place_unpack(bad->to, archive, PASSPHRASE, NULL), code);
  assert_int_equal(place_rows(bad->to), 0);
}

/* ---- the seal ---- */

static void
a_wrong_passphrase(void **state)
{
  Bad *bad = *state;

  assert_int_equal(place_unpack(bad->to, bad->archive, "four words are bad", NULL),
                   ARCHIVE_PASSPHRASE);
  assert_int_equal(place_rows(bad->to), 0);
}

/* The same letters, written by another keyboard. */
static void
the_same_passphrase_in_other_bytes(void **state)
{
  Bad *bad = *state;
  gsize len = 0;
  const void *bytes = g_bytes_get_data(bad->tar, &len);
  int fd = -1;
  g_autofree char *path = NULL;
  ArchiveFacts facts;

  fd = g_file_open_tmp("archive-XXXXXX", &path, NULL);
  {
    g_autoptr(SealedWriter) writer = sealed_writer_new(fd, "caf\xc3\xa9 au lait 123", NULL);

    assert_true(sealed_writer_put(writer, bytes, len, NULL));
    assert_true(sealed_writer_end(writer, NULL));
  }
  assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
  assert_true(
      archive_check(fd, "cafe\xcc\x81 au lait 123", subjects_migrations(), -1, &facts, NULL));
  assert_int_equal(facts.people, 6);
  assert_int_equal(facts.suspended, 1);
  assert_int_equal(facts.files, 3); /* a paper, a format that somebody made, a picture */
  close(fd);
  g_unlink(path);
}

typedef struct {
  char *bytes;
  gsize len;
} Sealed;

static Sealed
read_sealed(Bad *bad)
{
  Sealed sealed = { NULL, 0 };

  assert_true(g_file_get_contents(bad->archive, &sealed.bytes, &sealed.len, NULL));
  return sealed;
}

static void
must_refuse_bytes(Bad *bad, const char *bytes, gsize len, int code)
{
  char *path = NULL;
  int fd = g_file_open_tmp("archive-XXXXXX", &path, NULL);

  close(fd);
  assert_true(g_file_set_contents(path, bytes, (gssize)len, NULL));
  must_refuse(bad, path, code);
  archive_drop(path);
}

static void
a_cut_file(void **state)
{
  Bad *bad = *state;
  Sealed sealed = read_sealed(bad);

  must_refuse_bytes(bad, sealed.bytes, sealed.len - 1, ARCHIVE_DAMAGED);
  must_refuse_bytes(bad, sealed.bytes, sealed.len / 2, ARCHIVE_DAMAGED);
  must_refuse_bytes(bad, sealed.bytes, 70 + 65536 + 17, ARCHIVE_DAMAGED); /* at a piece's end */
  must_refuse_bytes(bad, sealed.bytes, 70, ARCHIVE_DAMAGED);
  must_refuse_bytes(bad, sealed.bytes, 40, ARCHIVE_DAMAGED);
  must_refuse_bytes(bad, sealed.bytes, 0, ARCHIVE_NOT_ONE);
  g_free(sealed.bytes);
}

static void
a_changed_byte(void **state)
{
  Bad *bad = *state;
  Sealed sealed = read_sealed(bad);
  static const struct {
    gsize at;
    int code;
  } rows[] = { { 0, ARCHIVE_NOT_ONE },      { 21, ARCHIVE_NEWER },      { 25, ARCHIVE_PASSPHRASE },
               { 41, ARCHIVE_PASSPHRASE },  { 50, ARCHIVE_PASSPHRASE }, { 100, ARCHIVE_PASSPHRASE },
               { 200000, ARCHIVE_DAMAGED }, { 900000, ARCHIVE_DAMAGED } };

  assert_true(sealed.len > 900000);
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    sealed.bytes[rows[i].at] ^= 2;
    must_refuse_bytes(bad, sealed.bytes, sealed.len, rows[i].code);
    sealed.bytes[rows[i].at] ^= 2;
  }
  sealed.bytes[42] ^= 0x40; /* a gigabyte of memory, and more */
  must_refuse_bytes(bad, sealed.bytes, sealed.len, ARCHIVE_DAMAGED);
  g_free(sealed.bytes);
}

static void
something_behind_the_end(void **state)
{
  Bad *bad = *state;
  Sealed sealed = read_sealed(bad);
  g_autofree char *longer = g_malloc(sealed.len + 1);

  memcpy(longer, sealed.bytes, sealed.len);
  longer[sealed.len] = 'x';
  must_refuse_bytes(bad, longer, sealed.len + 1, ARCHIVE_DAMAGED);
  must_refuse_bytes(bad, "PK\3\4 something else", 20, ARCHIVE_NOT_ONE);
  g_free(sealed.bytes);
}

/* ---- under the seal, by somebody who knows the passphrase ---- */

/* The files under the seal, one after another, each with its header's name. */
typedef struct {
  GPtrArray *names; /* char * */
  GPtrArray *parts; /* GString * */
} Unpacked;

static void
free_part(gpointer part)
{
  g_string_free(part, TRUE);
}

static Unpacked
unpack(GBytes *tar)
{
  gsize len = 0;
  const char *bytes = g_bytes_get_data(tar, &len);
  Unpacked all = { g_ptr_array_new_with_free_func(g_free),
                   g_ptr_array_new_with_free_func(free_part) };
  TarHead head;

  for (gsize at = 0; tar_read_head((const uint8_t *)bytes + at, &head) == TAR_FILE;) {
    at += TAR_BLOCK;
    g_ptr_array_add(all.names, g_strdup(head.name));
    g_ptr_array_add(all.parts, g_string_new_len(bytes + at, (gssize)head.bytes));
    at += (gsize)(head.bytes + tar_padding(head.bytes));
  }
  return all;
}

static GString *
part_of(Unpacked *all, const char *name)
{
  for (guint i = 0; i < all->names->len; i++)
    if (strcmp(all->names->pdata[i], name) == 0)
      return all->parts->pdata[i];
  fail_msg("no %s", name);
  return NULL;
}

static char *
pack(Unpacked *all)
{
  g_autoptr(GString) tar = g_string_new(NULL);
  static const char zeros[2 * TAR_BLOCK];

  for (guint i = 0; i < all->names->len; i++) {
    const GString *part = all->parts->pdata[i];
    TarHead head = { .bytes = (int64_t)part->len };
    uint8_t block[TAR_BLOCK];

    g_strlcpy(head.name, all->names->pdata[i], sizeof(head.name));
    tar_write_head(&head, block);
    g_string_append_len(tar, (char *)block, TAR_BLOCK);
    g_string_append_len(tar, part->str, (gssize)part->len);
    g_string_append_len(tar, zeros, tar_padding(head.bytes));
  }
  g_string_append_len(tar, zeros, sizeof(zeros));
  g_ptr_array_unref(all->names);
  g_ptr_array_unref(all->parts);
  return archive_seal(tar->str, tar->len);
}

/* The list says again what is there, as whoever makes an archive by hand would do. */
static void
list_anew(Unpacked *all, const char *name)
{
  GString *manifest = part_of(all, MANIFEST_NAME), *part = part_of(all, name);
  json_t *list = json_loadb(manifest->str, manifest->len, 0, NULL), *entry;
  size_t i;

  json_array_foreach(json_object_get(list, "entries"), i, entry)
  {
    g_autofree char *hash =
        g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)part->str, part->len);
    int64_t rows = 0;

    if (strcmp(json_string_value(json_object_get(entry, "name")), name) != 0)
      continue;
    for (gsize at = 0; at < part->len; at++)
      rows += part->str[at] == '\n';
    json_object_set_new(entry, "sha256", json_string(hash));
    json_object_set_new(entry, "bytes", json_integer((json_int_t)part->len));
    if (json_object_get(entry, "rows"))
      json_object_set_new(entry, "rows", json_integer(rows));
  }
  char *text = json_dumps(list, JSON_INDENT(1));

  g_string_assign(manifest, text);
  free(text);
  json_decref(list);
}

/* `change` in one part, said in the list or not. */
static void
must_refuse_change(Bad *bad, const char *name, const char *was, const char *is, bool is_listed,
                   int code)
{
  Unpacked all = unpack(bad->tar);
  char *archive = NULL;

  if (g_string_replace(part_of(&all, name), was, is, 1) != 1)
    fail_msg("%s holds no %s", name, was);
  if (is_listed)
    list_anew(&all, name);
  archive = pack(&all);
  must_refuse(bad, archive, code);
  archive_drop(archive);
}

static void
an_archive_put_together_anew_is_taken(void **state)
{
  Bad *bad = *state;
  Unpacked all = unpack(bad->tar);
  Place *other = place_new(subjects_migrations(), true);
  char *archive = NULL;

  list_anew(&all, "tables/member.jsonl"); /* what the tests below change, they change alone */
  archive = pack(&all);
  assert_int_equal(place_unpack(other, archive, PASSPHRASE, NULL), -1);
  archive_drop(archive);
  place_free(other);
}

static void
a_newer_version(void **state)
{
  Bad *bad = *state;

  must_refuse_change(bad, MANIFEST_NAME, "\"version\": 1", "\"version\": 2", false, ARCHIVE_NEWER);
  must_refuse_change(bad, MANIFEST_NAME, "\"log\": 1", "\"log\": 2", false, ARCHIVE_NEWER);
  must_refuse_change(bad, MANIFEST_NAME, "\"log\": 1", "\"log\": 1, \"moon\": 1", false,
                     ARCHIVE_NEWER);
  must_refuse_change(bad, MANIFEST_NAME, "commontable-archive", "another", false, ARCHIVE_NOT_ONE);
}

static void
a_path_outside(void **state)
{
  Bad *bad = *state;
  static const char *const names[] = { "../../etc/passwd", "/etc/passwd", "tables/../../x.jsonl",
                                       "tables//x.jsonl",  "C:/x",        "tables/a b.jsonl" };

  for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
    Unpacked all = unpack(bad->tar);
    char *archive = NULL;

    must_refuse_change(bad, MANIFEST_NAME, "tables/paper.jsonl", names[i], false, ARCHIVE_OUTSIDE);
    for (guint n = 0; n < all.names->len; n++) /* and in the tar alone */
      if (strcmp(all.names->pdata[n], "tables/paper.jsonl") == 0) {
        g_free(all.names->pdata[n]);
        all.names->pdata[n] = g_strdup(names[i]);
      }
    archive = pack(&all);
    must_refuse(bad, archive, ARCHIVE_OUTSIDE);
    archive_drop(archive);
  }
}

static void
a_wrong_hash(void **state)
{
  Bad *bad = *state;

  must_refuse_change(bad, "tables/paper.jsonl", "The weir", "The wear", false, ARCHIVE_DAMAGED);
  must_refuse_change(bad, "tables/paper.jsonl", "The weir", "The weirs", false, ARCHIVE_DAMAGED);
}

static void
a_table_that_is_none(void **state)
{
  Bad *bad = *state;

  must_refuse_change(bad, MANIFEST_NAME, "tables/paper.jsonl", "tables/session.jsonl", false,
                     ARCHIVE_DAMAGED);
  must_refuse_change(bad, MANIFEST_NAME, "tables/paper.jsonl", "tables/nothing.jsonl", false,
                     ARCHIVE_DAMAGED);
  must_refuse_change(bad, MANIFEST_NAME, "tables/paper.jsonl", "tables/log_entry.jsonl", false,
                     ARCHIVE_DAMAGED); /* twice, and out of order */
  must_refuse_change(bad, MANIFEST_NAME, "\"community\": \"11\"", "\"community\": \"0\"", false,
                     ARCHIVE_DAMAGED);
}

static void
rows_that_do_not_fit(void **state)
{
  Bad *bad = *state;
  static const struct {
    const char *name, *was, *is;
  } rows[] = {
    { "tables/member.jsonl", "\"is_organiser\":1", "\"is_organiser\":2" },
    { "tables/member.jsonl", "\"is_organiser\":1", "\"is_organiser\":\"1\"" },
    { "tables/member.jsonl", "\"is_organiser\":1", "\"is_organiser\":1.5" },
    { "tables/member.jsonl", "\"state\":\"here\"", "\"state\":\"king\"" },
    { "tables/member.jsonl", "\"state\":\"here\"", "\"state\":null" },
    { "tables/member.jsonl", "\"state\":\"here\"", "\"stat\":\"here\"" },
    { "tables/member.jsonl", "\"state\":\"here\",", "" },
    { "tables/member.jsonl", "\"state\":\"here\"", "\"state\":\"here\",\"more\":1" },
    { "tables/member.jsonl", "\"state\":\"here\"", "\"state\":\"here\",\"state\":\"here\"" },
    { "tables/member.jsonl", "\"contact\":\"", "\"contact\":true,\"x\":\"" },
    { "tables/member.jsonl", "\"name\":\"Rowan", "\"name\":\"\\u0000Rowan" },
    { "tables/member.jsonl", "\"name\":\"Rowan", "\"name\":\"\xff" },
    { "tables/member.jsonl", "{", "[" },
    { "tables/member.jsonl", WORLD_EMAIL, "rowan@riverside.example" },    /* two of one address */
    { "tables/paper_file.jsonl", "\"paper_id\":\"", "\"paper_id\":\"-" }, /* of no paper */
    { "tables/log_entry.jsonl", "\"kind\":\"member-added\"", "\"kind\":\"member-left\"" },
    { "tables/log_entry.jsonl", "\"hash\":\"", "\"hash\":\"0" },
    { "tables/erasure.jsonl", "\"member_id\":\"", "\"member_id\":\"99999999999999999999" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
    must_refuse_change(bad, rows[i].name, rows[i].was, rows[i].is, true, ARCHIVE_DOES_NOT_FIT);
}

/* Somebody's words put back beside the note that they were erased. */
static void
the_erased_do_not_come_back(void **state)
{
  Bad *bad = *state;
  g_autofree char *was =
      g_strdup_printf("{\"member_id\":\"%" G_GINT64_FORMAT "\"", (gint64)bad->world.erased_id);
  g_autofree char *is =
      g_strdup_printf("{\"member_id\":\"%" G_GINT64_FORMAT "\"", (gint64)bad->world.member_id);

  must_refuse_change(bad, "tables/erasure.jsonl", was, is, true, ARCHIVE_DOES_NOT_FIT);
}

static void
too_large(void **state)
{
  Bad *bad = *state;
  Unpacked all = unpack(bad->tar);
  g_autofree char *line = g_strnfill(LINE_BYTES_MAX + 1, 'a');
  char *archive = NULL;

  g_string_prepend(part_of(&all, "tables/paper.jsonl"), line);
  list_anew(&all, "tables/paper.jsonl");
  archive = pack(&all);
  must_refuse(bad, archive, ARCHIVE_TOO_LARGE);
  archive_drop(archive);
  must_refuse_change(bad, MANIFEST_NAME, "\"bytes\": 8", "\"bytes\": 99999999998", false,
                     ARCHIVE_TOO_LARGE);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_wrong_passphrase),
    cmocka_unit_test(the_same_passphrase_in_other_bytes),
    cmocka_unit_test(a_cut_file),
    cmocka_unit_test(a_changed_byte),
    cmocka_unit_test(something_behind_the_end),
    cmocka_unit_test(an_archive_put_together_anew_is_taken),
    cmocka_unit_test(a_newer_version),
    cmocka_unit_test(a_path_outside),
    cmocka_unit_test(a_wrong_hash),
    cmocka_unit_test(a_table_that_is_none),
    cmocka_unit_test(rows_that_do_not_fit),
    cmocka_unit_test(the_erased_do_not_come_back),
    cmocka_unit_test(too_large),
  };

  return cmocka_run_group_tests(tests, set_up, tear_down);
}
