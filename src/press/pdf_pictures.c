/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pictures for the page, by librsvg and gdk-pixbuf. Where they stand: pdf_easy.c. */
#include "press/pdf_pictures.h"

#include "press/libraries.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(RsvgHandle, g_object_unref)

struct Picture {
  RsvgHandle *drawing;    /* drawn as lines and faces, sharp at every size; or */
  cairo_surface_t *image; /* as pixels */
  double width, height;   /* only their ratio counts */
};

void
picture_free(Picture *picture)
{
  if (!picture)
    return;
  g_clear_object(&picture->drawing);
  g_clear_pointer(&picture->image, cairo_surface_destroy);
  g_free(picture);
}

typedef struct {
  int side;
  bool is_refused;
} SizeLimit;

/* Larger than any paper needs is made smaller while it is read; absurdly large is refused. */
static void
limit_size(GdkPixbufLoader *loader, int width, int height, void *data)
{
  SizeLimit *limit = data;
  const int longest = MAX(width, height);

  if (width < 1 || height < 1 || (gint64)width * height > PICTURE_PIXELS_MAX) {
    limit->is_refused = true;
    gdk_pixbuf_loader_set_size(loader, 1, 1);
    return;
  }
  if (longest > limit->side)
    gdk_pixbuf_loader_set_size(loader, MAX(1, (int)((gint64)width * limit->side / longest)),
                               MAX(1, (int)((gint64)height * limit->side / longest)));
}

static GdkPixbuf *
read_pixels(const void *bytes, size_t len, const char *type, int side)
{
  g_autoptr(GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type(type, NULL);
  SizeLimit limit = { .side = side };

  if (!loader)
    return NULL;
  g_signal_connect(loader, "size-prepared", G_CALLBACK(limit_size), &limit);

  const bool is_read = gdk_pixbuf_loader_write(loader, bytes, len, NULL) && !limit.is_refused;
  const bool is_closed = gdk_pixbuf_loader_close(loader, NULL);
  GdkPixbuf *pixels = gdk_pixbuf_loader_get_pixbuf(loader);

  if (!is_read || !is_closed || limit.is_refused || !pixels)
    return NULL;
  return gdk_pixbuf_apply_embedded_orientation(pixels);
}

static guint32
premultiplied(const guchar *pixel, bool has_alpha)
{
  const guint alpha = has_alpha ? pixel[3] : 255;
  const guint red = pixel[0] * alpha / 255, green = pixel[1] * alpha / 255,
              blue = pixel[2] * alpha / 255;

  return alpha << 24 | red << 16 | green << 8 | blue;
}

static cairo_surface_t *
image_from_pixels(const GdkPixbuf *pixels)
{
  const int width = gdk_pixbuf_get_width(pixels), height = gdk_pixbuf_get_height(pixels);
  const bool has_alpha = gdk_pixbuf_get_has_alpha(pixels);
  const int channels = gdk_pixbuf_get_n_channels(pixels);
  cairo_surface_t *image = cairo_image_surface_create(
      has_alpha ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24, width, height);
  unsigned char *to = cairo_image_surface_get_data(image);

  if (!to)
    return image;
  for (int y = 0; y < height; y++) {
    const guchar *from =
        gdk_pixbuf_read_pixels(pixels) + (size_t)y * gdk_pixbuf_get_rowstride(pixels);
    guint32 *row = (guint32 *)(void *)(to + (size_t)y * cairo_image_surface_get_stride(image));

    for (int x = 0; x < width; x++)
      row[x] = premultiplied(from + (size_t)x * channels, has_alpha);
  }
  cairo_surface_mark_dirty(image);
  return image;
}

/* A photograph stays a JPEG in the PDF: as bare pixels it would be ten times as large. */
static void
keep_as_jpeg(cairo_surface_t *image, GdkPixbuf *pixels)
{
  char *bytes = NULL;
  gsize len = 0;

  if (gdk_pixbuf_get_has_alpha(pixels) ||
      !gdk_pixbuf_save_to_buffer(pixels, &bytes, &len, "jpeg", NULL, "quality", "85", NULL))
    return;
  if (cairo_surface_set_mime_data(image, CAIRO_MIME_TYPE_JPEG, (unsigned char *)bytes, len, g_free,
                                  bytes) != CAIRO_STATUS_SUCCESS)
    g_free(bytes);
}

static Picture *
open_pixels(const void *bytes, size_t len, const char *type, int side)
{
  g_autoptr(GdkPixbuf) pixels = read_pixels(bytes, len, type, side);

  if (!pixels)
    return NULL;

  Picture *picture = g_new0(Picture, 1);

  picture->image = image_from_pixels(pixels);
  picture->width = gdk_pixbuf_get_width(pixels);
  picture->height = gdk_pixbuf_get_height(pixels);
  if (g_str_equal(type, "jpeg"))
    keep_as_jpeg(picture->image, pixels);
  return picture;
}

/* Draws it into a picture of pixels whose longer side is `side`. NULL when it cannot be drawn. */
static cairo_surface_t *
draw_pixels(RsvgHandle *drawing, double width, double height, double side)
{
  const double scale = side / MAX(width, height);
  cairo_surface_t *image = cairo_image_surface_create(
      CAIRO_FORMAT_ARGB32, MAX(1, (int)(width * scale + 0.5)), MAX(1, (int)(height * scale + 0.5)));
  cairo_t *cairo = cairo_create(image);
  const RsvgRectangle all = { 0, 0, width * scale, height * scale };
  const bool is_drawn = rsvg_handle_render_document(drawing, cairo, &all, NULL) &&
                        cairo_status(cairo) == CAIRO_STATUS_SUCCESS;

  cairo_destroy(cairo);
  if (is_drawn)
    return image;
  cairo_surface_destroy(image);
  return NULL;
}

/* Drawings that could write more into the PDF than lines and faces (links, what a document type
 * may hide, filters as big as the page) go in as pixels. */
static bool
is_plain_drawing(const char *bytes, size_t len)
{
  static const char *const risky[] = {
    "<!DOCTYPE", "<!ENTITY", "<a ",  "<a>",    "<a\n", "<a\t",  "<a\r",   ":a ",   ":a>",
    ":a\n",      ":a\t",     ":a\r", "filter", "mask", "image", "script", "<text", ":text"
  };

  for (size_t i = 0; i < G_N_ELEMENTS(risky); i++)
    if (g_strstr_len(bytes, (gssize)len, risky[i]))
      return false;
  return true;
}

static bool
drawing_size(RsvgHandle *drawing, double *ret_width, double *ret_height)
{
  gboolean has_width = FALSE, has_height = FALSE, has_box = FALSE;
  RsvgLength width, height;
  RsvgRectangle box;
  double own_width = 0, own_height = 0;

  rsvg_handle_get_intrinsic_dimensions(drawing, &has_width, &width, &has_height, &height, &has_box,
                                       &box);
  if (has_box) {
    own_width = box.width;
    own_height = box.height;
  } else if (!rsvg_handle_get_intrinsic_size_in_pixels(drawing, &own_width, &own_height)) {
    return false;
  }
  if (!(own_width > 0 && own_height > 0 && own_width < 1e6 && own_height < 1e6))
    return false;
  *ret_width = own_width;
  *ret_height = own_height;
  return true;
}

static Picture *
open_drawing(const void *bytes, size_t len)
{
  enum { TRIAL_SIDE = 48 };
  g_autoptr(RsvgHandle) drawing = rsvg_open() ? rsvg_handle_new_from_data(bytes, len, NULL) : NULL;
  const bool is_plain = is_plain_drawing(bytes, len);
  double width = 0, height = 0;

  if (!drawing || !drawing_size(drawing, &width, &height))
    return NULL;

  /* A small trial first: what fails must fail here, and not in the middle of the paper. */
  cairo_surface_t *image =
      draw_pixels(drawing, width, height, is_plain ? TRIAL_SIDE : PICTURE_SIDE_PIXELS);

  if (!image)
    return NULL;

  Picture *picture = g_new0(Picture, 1);

  picture->width = width;
  picture->height = height;
  if (is_plain) {
    picture->drawing = g_steal_pointer(&drawing);
    cairo_surface_destroy(image);
  } else {
    picture->image = image;
  }
  return picture;
}

static const char *
type_of_pixels(const void *bytes, size_t len)
{
  if (len >= 8 && memcmp(bytes, "\x89PNG\r\n\x1a\n", 8) == 0)
    return "png";
  return len >= 3 && memcmp(bytes, "\xff\xd8\xff", 3) == 0 ? "jpeg" : NULL;
}

bool
picture_is_pixels(const void *bytes, size_t len)
{
  return type_of_pixels(bytes, len) != NULL;
}

Picture *
picture_open(const void *bytes, size_t len, int side)
{
  const char *type = type_of_pixels(bytes, len);

  if (type)
    return open_pixels(bytes, len, type, side);
  return len > 0 ? open_drawing(bytes, len) : NULL;
}

double
picture_width(const Picture *picture)
{
  return picture->width;
}

double
picture_height(const Picture *picture)
{
  return picture->height;
}

double
picture_fit(const Picture *picture, double side, double *ret_width)
{
  const double scale = side / MAX(picture->width, picture->height);

  *ret_width = picture->width * scale;
  return picture->height * scale;
}

void
picture_draw(const Picture *picture, Sheets *sheets, double x, double y, double width,
             double height)
{
  cairo_t *cairo = sheets->cairo;

  cairo_save(cairo);
  if (picture->drawing) {
    const RsvgRectangle place = { x, y, width, height };

    rsvg_handle_render_document(picture->drawing, cairo, &place, NULL);
  } else {
    const int across = cairo_image_surface_get_width(picture->image);
    const int down = cairo_image_surface_get_height(picture->image);

    cairo_translate(cairo, x, y);
    cairo_scale(cairo, width / across, height / down);
    cairo_set_source_surface(cairo, picture->image, 0, 0);
    /* Not cairo_paint: as a sheet's first act it makes Cairo forget the mark before it. */
    cairo_rectangle(cairo, 0, 0, across, down);
    cairo_fill(cairo);
  }
  cairo_restore(cairo);
}
