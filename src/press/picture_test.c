/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Cleaning pictures, through the program and its sandbox: upright, small, and with nothing in the
 * file but what one sees, looked at by a reader of our own. Bombs and broken files are refused. */
#include "press/run.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static GBytes *
clean(GBytes *file, char **ret_problem)
{
  const PressOptions options = { .format = FORMAT_PICTURE };
  g_autoptr(GError) err = NULL;
  GBytes *made = NULL;

  press_run(&options, file, &made, &err);
  if (ret_problem)
    *ret_problem = err ? g_strdup(err->message) : NULL;
  else if (err)
    fail_msg("%s", err->message);
  return made;
}

/* Red at the top left, the rest blue. */
static GdkPixbuf *
drawing(int width, int height, bool has_alpha)
{
  GdkPixbuf *pixels = gdk_pixbuf_new(GDK_COLORSPACE_RGB, has_alpha, 8, width, height);
  GdkPixbuf *corner = gdk_pixbuf_new_subpixbuf(pixels, 0, 0, width / 2, height / 2);

  gdk_pixbuf_fill(pixels, has_alpha ? 0x0000ff80 : 0x0000ffff);
  gdk_pixbuf_fill(corner, 0xff0000ff);
  g_object_unref(corner);
  return pixels;
}

static GBytes *
save(GdkPixbuf *pixels, const char *type)
{
  char *bytes = NULL;
  gsize len = 0;

  assert_true(gdk_pixbuf_save_to_buffer(pixels, &bytes, &len, type, NULL, NULL));
  return g_bytes_new_take(bytes, len);
}

/* ---- what is in a file ---- */

static guint32
big_end(const guchar *at, int bytes)
{
  guint32 number = 0;

  while (bytes-- > 0)
    number = number << 8 | *at++;
  return number;
}

/* Names of a PNG's chunks, a space after each. */
static char *
png_parts(const guchar *bytes, gsize len)
{
  GString *parts = g_string_new(NULL);

  for (gsize at = 8; at + 12 <= len; at += 12 + big_end(bytes + at, 4))
    g_string_append_printf(parts, "%.4s ", (const char *)bytes + at + 4);
  return g_string_free(parts, FALSE);
}

/* Markers of a JPEG up to its pixels, in hex. */
static char *
jpeg_parts(const guchar *bytes, gsize len)
{
  GString *parts = g_string_new(NULL);

  for (gsize at = 2; at + 4 <= len && bytes[at] == 0xff; at += 2 + big_end(bytes + at + 2, 2)) {
    g_string_append_printf(parts, "%02x ", bytes[at + 1]);
    if (bytes[at + 1] == 0xda)
      break;
  }
  return g_string_free(parts, FALSE);
}

/* Only what pixels need: no Exif, no comment, no words, no thumbnail. */
static void
assert_bare(GBytes *made)
{
  gsize len = 0;
  const guchar *bytes = g_bytes_get_data(made, &len);
  const bool is_png = bytes[0] == 0x89;
  g_autofree char *parts = is_png ? png_parts(bytes, len) : jpeg_parts(bytes, len);
  g_auto(GStrv) each = g_strsplit(g_strstrip(parts), " ", -1);
  static const char allowed[] = " IHDR sBIT IDAT IEND e0 db c0 c2 c4 da ";

  for (char **part = each; *part; part++) {
    g_autofree char *wanted = g_strdup_printf(" %s ", *part);

    if (!strstr(allowed, wanted))
      fail_msg("the file has a part \"%s\"", *part);
  }
}

static GdkPixbuf *
read_back(GBytes *made)
{
  g_autoptr(GdkPixbufLoader) loader = gdk_pixbuf_loader_new();

  assert_true(gdk_pixbuf_loader_write_bytes(loader, made, NULL));
  assert_true(gdk_pixbuf_loader_close(loader, NULL));
  assert_null(gdk_pixbuf_get_option(gdk_pixbuf_loader_get_pixbuf(loader), "orientation"));
  return g_object_ref(gdk_pixbuf_loader_get_pixbuf(loader));
}

static bool
is_red(const GdkPixbuf *pixels, int x, int y)
{
  const guchar *pixel = gdk_pixbuf_read_pixels(pixels) +
                        (size_t)y * gdk_pixbuf_get_rowstride(pixels) +
                        (size_t)x * gdk_pixbuf_get_n_channels(pixels);

  return pixel[0] > 200 && pixel[2] < 60;
}

/* ---- a telephone's photograph ---- */

/* A JPEG with a block of Exif as telephones write it: which way is up, where it was taken, with
 * what. */
static GBytes *
photograph(int orientation)
{
  static const char maker[] = "Telephone of Seren";
  g_autoptr(GdkPixbuf) pixels = drawing(80, 40, false);
  g_autoptr(GBytes) plain = save(pixels, "jpeg");
  g_autoptr(GByteArray) exif = g_byte_array_new();
  guchar head[] = { 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 3,
                    /* 3 entries: maker (ASCII), orientation (SHORT), GPS block (LONG) */
                    0x01, 0x0f, 0, 2, 0, 0, 0, sizeof(maker), 0, 0, 0, 50, 0x01, 0x12, 0, 3, 0, 0,
                    0, 1, 0, 0, 0, 0, 0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 70, 0, 0, 0, 0 };
  guchar mark[] = { 0xff, 0xe1, 0, 0 };
  GByteArray *file = g_byte_array_new();
  gsize len = 0;
  const guchar *bytes = g_bytes_get_data(plain, &len);

  head[37] = (guchar)orientation;
  g_byte_array_append(exif, head, sizeof(head));
  g_byte_array_append(exif, (const guchar *)maker, sizeof(maker));
  g_byte_array_append(exif, (const guchar *)"GPS 51.507 N", 13);
  mark[3] = (guchar)(exif->len + 2);
  g_byte_array_append(file, bytes, 2);
  g_byte_array_append(file, mark, sizeof(mark));
  g_byte_array_append(file, exif->data, exif->len);
  g_byte_array_append(file, bytes + 2, (guint)(len - 2));
  return g_byte_array_free_to_bytes(file);
}

/* Where the red corner is after turning, for each of Exif's eight ways. */
static void
photographs_stand_upright_and_tell_nothing(void **state)
{
  static const struct {
    int orientation, x, y;
    bool is_turned; /* on its side: width and height change places */
  } ways[] = { { 1, 0, 0, false }, { 2, 1, 0, false }, { 3, 1, 1, false }, { 4, 0, 1, false },
               { 5, 0, 0, true },  { 6, 1, 0, true },  { 7, 1, 1, true },  { 8, 0, 1, true } };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
    g_autoptr(GBytes) file = photograph(ways[i].orientation);
    g_autoptr(GBytes) made = clean(file, NULL);
    g_autoptr(GdkPixbuf) pixels = read_back(made);
    const int width = gdk_pixbuf_get_width(pixels), height = gdk_pixbuf_get_height(pixels);

    assert_int_equal(width, ways[i].is_turned ? 40 : 80);
    assert_int_equal(height, ways[i].is_turned ? 80 : 40);
    assert_true(is_red(pixels, ways[i].x ? width - 4 : 4, ways[i].y ? height - 4 : 4));
    assert_false(is_red(pixels, ways[i].x ? 4 : width - 4, ways[i].y ? 4 : height - 4));
    assert_bare(made);
    assert_null(memmem(g_bytes_get_data(made, NULL), g_bytes_get_size(made), "Seren", 5));
    assert_null(memmem(g_bytes_get_data(made, NULL), g_bytes_get_size(made), "GPS", 3));
    assert_non_null(memmem(g_bytes_get_data(file, NULL), g_bytes_get_size(file), "GPS", 3));
  }
}

static void
large_ones_become_small_and_keep_their_shape(void **state)
{
  g_autoptr(GdkPixbuf) wide = drawing(4800, 1200, false);
  g_autoptr(GBytes) photo = save(wide, "jpeg"), sharp = save(wide, "png");
  g_autoptr(GBytes) made_photo = clean(photo, NULL), made_sharp = clean(sharp, NULL);
  g_autoptr(GdkPixbuf) first = read_back(made_photo), second = read_back(made_sharp);

  (void)state;
  assert_int_equal(gdk_pixbuf_get_width(first), 1200);
  assert_int_equal(gdk_pixbuf_get_height(first), 300);
  assert_int_equal(gdk_pixbuf_get_width(second), 1200);
  assert_true(is_red(first, 10, 10) && is_red(second, 10, 10));
  assert_memory_equal(g_bytes_get_data(made_photo, NULL), "\xff\xd8", 2);
  assert_memory_equal(g_bytes_get_data(made_sharp, NULL), "\x89PNG", 4);
  assert_bare(made_photo);
  assert_bare(made_sharp);
}

/* What is not all there is not made solid. */
static void
see_through_stays_see_through(void **state)
{
  g_autoptr(GdkPixbuf) pixels = drawing(60, 60, true);
  char *bytes = NULL;
  gsize len = 0;

  (void)state;
  assert_true(
      gdk_pixbuf_save_to_buffer(pixels, &bytes, &len, "png", NULL, "tEXt::Author", "Seren", NULL));
  g_autoptr(GBytes) file = g_bytes_new_take(bytes, len);
  g_autoptr(GBytes) made = clean(file, NULL);
  g_autoptr(GdkPixbuf) back = read_back(made);

  assert_true(gdk_pixbuf_get_has_alpha(back));
  assert_int_equal(gdk_pixbuf_read_pixels(back)[3], 255);
  assert_int_equal(
      gdk_pixbuf_read_pixels(back)[(size_t)50 * gdk_pixbuf_get_rowstride(back) + 50 * 4 + 3], 128);
  assert_bare(made);
}

static void
others_of_the_web_are_read(void **state)
{
  static const char *const files[] = {
    "R0lGODlhAQABAIAAAP8AAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==", /* GIF */
    "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA",     /* WebP */
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
    gsize len = 0;
    guchar *bytes = g_base64_decode(files[i], &len);
    g_autoptr(GBytes) file = g_bytes_new_take(bytes, len);
    g_autoptr(GBytes) made = clean(file, NULL);
    g_autoptr(GdkPixbuf) back = read_back(made);

    assert_int_equal(gdk_pixbuf_get_width(back), 1);
    assert_bare(made);
  }
}

/* ---- what is refused ---- */

/* A PNG of so many pixels a side, as far as its head says. */
static GBytes *
claims(guint32 side)
{
  guchar head[] =
      "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\0\0\0\0\0\x08\x02\0\0\0....\0\0\0\0IDAT....";

  for (int i = 0; i < 4; i++)
    head[16 + i] = head[20 + i] = (guchar)(side >> (24 - 8 * i));

  /* Its checksum, bit by bit (PNG specification, annex D). */
  guint32 sum = 0xffffffff;
  for (int i = 12; i < 29; i++) {
    sum ^= head[i];
    for (int bit = 0; bit < 8; bit++)
      sum = sum & 1 ? 0xedb88320 ^ (sum >> 1) : sum >> 1;
  }
  sum ^= 0xffffffff;
  for (int i = 0; i < 4; i++)
    head[29 + i] = (guchar)(sum >> (24 - 8 * i));
  return g_bytes_new(head, sizeof(head) - 1);
}

static void
assert_refused(GBytes *file, const char *part)
{
  g_autofree char *problem = NULL;
  g_autoptr(GBytes) made = clean(file, &problem);

  if (made)
    fail_msg("made, where it was to be refused: %s", part);
  if (!strstr(problem, part))
    fail_msg("\"%s\" says nothing of \"%s\"", problem, part);
}

static void
bombs_and_broken_ones_are_refused(void **state)
{
  g_autoptr(GdkPixbuf) pixels = drawing(300, 300, false);
  g_autoptr(GBytes) png = save(pixels, "png");
  g_autoptr(GBytes) photo = save(pixels, "jpeg");
  g_autoptr(GBytes) half_photo = g_bytes_new_from_bytes(photo, 0, g_bytes_get_size(photo) / 2);
  g_autoptr(GBytes) half = g_bytes_new_from_bytes(png, 0, g_bytes_get_size(png) / 2);
  g_autoptr(GBytes) bomb = claims(60000), near = claims(6400), drawn = g_bytes_new("<svg/>", 6);
  static const char gif[] =
      "GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\xff\xff\xff\xff\0\2";
  g_autoptr(GBytes) wide = g_bytes_new(gif, sizeof(gif) - 1);

  (void)state;
  assert_refused(bomb, "too many dots");
  assert_refused(near, "too many dots"); /* 41 million */
  assert_refused(wide, "too many dots");
  assert_refused(half, "broken");
  assert_refused(half_photo, "broken");
  assert_refused(drawn, "not a picture");
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(photographs_stand_upright_and_tell_nothing),
    cmocka_unit_test(large_ones_become_small_and_keep_their_shape),
    cmocka_unit_test(see_through_stays_see_through),
    cmocka_unit_test(others_of_the_web_are_read),
    cmocka_unit_test(bombs_and_broken_ones_are_refused),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
