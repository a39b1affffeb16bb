/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Somebody's own picture, made fit to be shown: turned upright, no larger than a page needs, and
 * with nothing in it but what one sees. Where and when it was taken, with what and by whom goes:
 * only the pixels are written again. */
#include "lang/lang.h"
#include "press/press.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

enum {
  PIXELS_MAX = 100 * 1000 * 1000, /* of photographs, as the largest cameras make them */
  WHOLE_MAX = 40 * 1000 * 1000,   /* of others: they are read whole and made smaller then */
  SIDE_MAX = 1200,                /* pixels of the longer side, as it is kept */
  BLOCK = 64 * 1024,
  SHARP_BYTES_MAX = 400 * 1024, /* a drawing stays sharp (PNG) up to this size */
};

typedef struct {
  const char *type, *magic;
  size_t magic_len, at;
} Kind;

static const Kind kinds[] = {
  { "png", "\x89PNG\r\n\x1a\n", 8, 0 },
  { "jpeg", "\xff\xd8\xff", 3, 0 },
  { "gif", "GIF8", 4, 0 },
  { "webp", "WEBP", 4, 8 },
};

static const char *
kind_of(const char *bytes, size_t len)
{
  for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
    if (len >= kinds[i].at + kinds[i].magic_len &&
        memcmp(bytes + kinds[i].at, kinds[i].magic, kinds[i].magic_len) == 0)
      return kinds[i].type;
  return NULL;
}

/* GIF and WebP are read by modules, which nothing may load once the sandbox is up. */
bool
press_open_pictures(void)
{
  for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
    g_autoptr(GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type(kinds[i].type, NULL);

    if (!loader)
      return false;
    gdk_pixbuf_loader_close(loader, NULL); /* nothing was written: that is no fault here */
  }
  return true;
}

typedef struct {
  gint64 most; /* pixels */
  bool is_too_large;
} Size;

/* A JPEG is made smaller while it is read, so that a large one needs little memory. */
static void
limit_size(GdkPixbufLoader *loader, int width, int height, void *data)
{
  Size *size = data;
  const int longest = MAX(width, height);

  if (width < 1 || height < 1 || (gint64)width * height > size->most) {
    size->is_too_large = true;
    gdk_pixbuf_loader_set_size(loader, 1, 1);
  } else if (longest > SIDE_MAX) {
    gdk_pixbuf_loader_set_size(loader, MAX(1, (int)((gint64)width * SIDE_MAX / longest)),
                               MAX(1, (int)((gint64)height * SIDE_MAX / longest)));
  }
}

/* What GIF and PNG say of their size in their first bytes: their modules ask for memory for all of
 * it before they heed that it is to be made smaller. */
static bool
says_too_large(const char *type, const char *bytes, size_t len)
{
  const unsigned char *at = (const unsigned char *)bytes;
  gint64 width = 0, height = 0;

  if (g_str_equal(type, "gif") && len >= 10) {
    width = at[6] | at[7] << 8;
    height = at[8] | at[9] << 8;
  } else if (g_str_equal(type, "png") && len >= 24) {
    width = (gint64)at[16] << 24 | at[17] << 16 | at[18] << 8 | at[19];
    height = (gint64)at[20] << 24 | at[21] << 16 | at[22] << 8 | at[23];
  }
  return width > WHOLE_MAX || height > WHOLE_MAX || width * height > WHOLE_MAX;
}

/* In blocks, so that one that says it is too large is read no further. */
static bool
feed(GdkPixbufLoader *loader, const char *bytes, size_t len, const Size *size)
{
  for (size_t at = 0; at < len && !size->is_too_large; at += BLOCK)
    if (!gdk_pixbuf_loader_write(loader, (const guchar *)bytes + at, MIN(len - at, BLOCK), NULL))
      return false;
  return !size->is_too_large;
}

static const char *
find_last(const char *bytes, size_t len, const char *part, size_t part_len)
{
  const char *last = NULL;

  for (const char *at = bytes; (at = memmem(at, (size_t)(bytes + len - at), part, part_len)); at++)
    last = at;
  return last;
}

/* The libraries show what is there of a file that was cut short, and say nothing. */
static bool
has_its_end(const char *type, const char *bytes, size_t len)
{
  if (g_str_equal(type, "png"))
    return find_last(bytes, len, "IEND", 4) != NULL;
  if (g_str_equal(type, "jpeg"))
    return find_last(bytes, len, "\xff\xd9", 2) > find_last(bytes, len, "\xff\xda", 2);
  return true;
}

static GdkPixbuf *
read_upright(const char *type, const char *bytes, size_t len, bool *ret_is_too_large)
{
  g_autoptr(GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type(type, NULL);

  Size size = { .most = g_str_equal(type, "jpeg") ? PIXELS_MAX : WHOLE_MAX };

  if (!loader)
    return NULL;
  g_signal_connect(loader, "size-prepared", G_CALLBACK(limit_size), &size);

  const bool is_read = feed(loader, bytes, len, &size);
  const bool is_whole = gdk_pixbuf_loader_close(loader, NULL);
  GdkPixbuf *pixels = gdk_pixbuf_loader_get_pixbuf(loader);

  *ret_is_too_large = size.is_too_large;
  return is_read && is_whole && pixels ? gdk_pixbuf_apply_embedded_orientation(pixels) : NULL;
}

static bool
is_see_through(const GdkPixbuf *pixels)
{
  const int width = gdk_pixbuf_get_width(pixels), height = gdk_pixbuf_get_height(pixels);

  if (!gdk_pixbuf_get_has_alpha(pixels))
    return false;
  for (int y = 0; y < height; y++) {
    const guchar *row =
        gdk_pixbuf_read_pixels(pixels) + (size_t)y * gdk_pixbuf_get_rowstride(pixels);

    for (int x = 0; x < width; x++)
      if (row[(size_t)x * 4 + 3] != 255)
        return true;
  }
  return false;
}

static bool
put_as(GdkPixbuf *pixels, const char *type, Buffer *out)
{
  g_autofree char *bytes = NULL;
  gsize len = 0;
  const bool is_photo = g_str_equal(type, "jpeg");
  const bool is_made =
      is_photo ? gdk_pixbuf_save_to_buffer(pixels, &bytes, &len, type, NULL, "quality", "85", NULL)
               : gdk_pixbuf_save_to_buffer(pixels, &bytes, &len, type, NULL, NULL);

  if (is_made)
    buffer_put(out, bytes, len);
  return is_made;
}

/* A drawing stays sharp, a photograph small. */
static bool
put_fittest(GdkPixbuf *pixels, const char *type, Buffer *out)
{
  const bool is_photo = g_str_equal(type, "jpeg") || g_str_equal(type, "webp");
  g_auto(Buffer) sharp = BUFFER_INIT(PRESS_OUTPUT_MAX);

  if (is_see_through(pixels))
    return put_as(pixels, "png", out);
  if (is_photo)
    return put_as(pixels, "jpeg", out);
  if (!put_as(pixels, "png", &sharp))
    return false;
  if (sharp.len > SHARP_BYTES_MAX)
    return put_as(pixels, "jpeg", out);
  buffer_put(out, sharp.data, sharp.len);
  return true;
}

PressResult
press_picture(const PressJob *job, Buffer *out)
{
  gsize len = 0;
  const char *bytes = g_bytes_get_data(job->file, &len);
  const char *type = kind_of(bytes, len);
  bool is_too_large = false;

  if (!type)
    return press_refuse(N_("This is not a picture that we can read. Send a JPEG or PNG picture"));

  const bool is_wide = says_too_large(type, bytes, len);
  g_autoptr(GdkPixbuf) pixels = is_wide ? NULL : read_upright(type, bytes, len, &is_too_large);

  if (is_wide || is_too_large)
    return press_refuse(N_("This picture has too many dots. Make it smaller and send it again"));
  if (!pixels || !has_its_end(type, bytes, len))
    return press_refuse(N_("This picture is broken or not whole. Try to send it again"));
  return put_fittest(pixels, type, out) ? PRESS_MADE : press_fail("The picture is not written.");
}
