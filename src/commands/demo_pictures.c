/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Two drawings of the demo's people, from rectangles and circles, as GIF files. */
#include "commands/demo.h"

#include <string.h>

enum { WIDTH = 480, HEIGHT = 360, COLOURS = 128, RUN = 126 };

typedef enum { WHITE, GRASS, EARTH, LEAF, WOOD, PATH, SHADE, INK, SUN, WALL, CLOTH, PLATE } Colour;

static const unsigned char palette[][3] = {
  [WHITE] = { 255, 255, 255 }, [GRASS] = { 196, 223, 155 }, [EARTH] = { 122, 82, 48 },
  [LEAF] = { 52, 122, 56 },    [WOOD] = { 190, 132, 70 },   [PATH] = { 232, 220, 196 },
  [SHADE] = { 120, 168, 104 }, [INK] = { 40, 40, 48 },      [SUN] = { 246, 196, 60 },
  [WALL] = { 246, 238, 224 },  [CLOTH] = { 200, 62, 62 },   [PLATE] = { 120, 170, 210 },
};

/* A rectangle from x, y; or a circle around them, of radius `width`. All within the drawing. */
typedef struct {
  Colour colour;
  int x, y, width, height; /* height 0: a circle */
} Shape;

static const Shape garden[] = {
  { GRASS, 0, 0, WIDTH, HEIGHT }, { PATH, 200, 0, 80, HEIGHT }, { PATH, 0, 160, WIDTH, 60 },
  { WOOD, 24, 24, 152, 112 },     { EARTH, 34, 34, 132, 92 },   { WOOD, 304, 24, 152, 112 },
  { EARTH, 314, 34, 132, 92 },    { LEAF, 60, 60, 14, 0 },      { LEAF, 100, 60, 14, 0 },
  { LEAF, 140, 60, 14, 0 },       { LEAF, 60, 100, 14, 0 },     { LEAF, 100, 100, 14, 0 },
  { LEAF, 140, 100, 14, 0 },      { CLOTH, 340, 60, 11, 0 },    { SUN, 380, 60, 11, 0 },
  { CLOTH, 420, 60, 11, 0 },      { SUN, 340, 100, 11, 0 },     { CLOTH, 380, 100, 11, 0 },
  { SUN, 420, 100, 11, 0 },       { SHADE, 96, 292, 56, 0 },    { LEAF, 96, 292, 30, 0 },
  { WOOD, 300, 260, 150, 16 },    { WOOD, 300, 286, 150, 34 },  { INK, 310, 320, 10, 18 },
  { INK, 430, 320, 10, 18 },      { INK, 292, 256, 8, 64 },     { INK, 450, 256, 8, 64 },
  { WOOD, 40, 318, 112, 20 },     { INK, 46, 338, 8, 14 },      { INK, 138, 338, 8, 14 },
};

static const Shape kitchen[] = {
  { WALL, 0, 0, WIDTH, HEIGHT }, { PATH, 0, 220, WIDTH, 140 }, { PLATE, 330, 30, 110, 90 },
  { WHITE, 381, 30, 8, 90 },     { WHITE, 330, 71, 110, 8 },   { WOOD, 24, 100, 170, 120 },
  { INK, 24, 92, 170, 10 },      { INK, 60, 84, 22, 8 },       { CLOTH, 96, 62, 48, 30 },
  { INK, 90, 58, 60, 6 },        { SUN, 40, 112, 64, 96 },     { SUN, 114, 112, 64, 96 },
  { INK, 94, 154, 5, 0 },        { INK, 124, 154, 5, 0 },      { WOOD, 90, 230, 300, 26 },
  { INK, 106, 256, 14, 84 },     { INK, 360, 256, 14, 84 },    { WHITE, 150, 224, 22, 0 },
  { PLATE, 150, 224, 12, 0 },    { WHITE, 240, 224, 22, 0 },   { PLATE, 240, 224, 12, 0 },
  { WHITE, 330, 224, 22, 0 },    { PLATE, 330, 224, 12, 0 },   { CLOTH, 30, 270, 40, 12 },
  { INK, 30, 282, 6, 56 },       { INK, 64, 282, 6, 56 },      { CLOTH, 410, 270, 40, 12 },
  { INK, 410, 282, 6, 56 },      { INK, 444, 282, 6, 56 },     { CLOTH, 24, 214, 8, 56 },
  { CLOTH, 448, 214, 8, 56 },
};

static void
paint(unsigned char *points, const Shape *shape)
{
  const bool is_circle = shape->height == 0;
  const int reach = is_circle ? shape->width : 0;
  const int right = is_circle ? shape->x + reach + 1 : shape->x + shape->width;
  const int bottom = is_circle ? shape->y + reach + 1 : shape->y + shape->height;

  for (int y = shape->y - reach; y < bottom; y++)
    for (int x = shape->x - reach; x < right; x++) {
      const int dx = x - shape->x, dy = y - shape->y;

      if (!is_circle || dx * dx + dy * dy <= reach * reach)
        points[y * WIDTH + x] = (unsigned char)shape->colour;
    }
}

static void
put_number(GByteArray *out, int number)
{
  const unsigned char bytes[] = { (unsigned char)(number & 255), (unsigned char)(number >> 8) };

  g_byte_array_append(out, bytes, sizeof(bytes));
}

static void
put_head(GByteArray *out)
{
  static const unsigned char more[] = { 0xf6, 0, 0 }; /* a palette of 128 colours follows */
  unsigned char colours[COLOURS][3] = { { 0 } };

  memcpy(colours, palette, sizeof(palette));
  g_byte_array_append(out, (const unsigned char *)"GIF89a", 6);
  put_number(out, WIDTH);
  put_number(out, HEIGHT);
  g_byte_array_append(out, more, sizeof(more));
  g_byte_array_append(out, colours[0], sizeof(colours));
  g_byte_array_append(out, (const unsigned char *)",\0\0\0\0", 5);
  put_number(out, WIDTH);
  put_number(out, HEIGHT);
  g_byte_array_append(out, (const unsigned char *)"\0\7", 2);
}

/* Of 128 colours each code is one byte until the table of codes has grown to 256: it is cleared
 * before. So nothing is compressed, and there is nothing to get wrong. */
static void
put_points(GByteArray *out, const unsigned char *points, size_t count)
{
  for (size_t at = 0; at < count; at += RUN) {
    const size_t len = MIN((size_t)RUN, count - at);
    const unsigned char head[] = { (unsigned char)(len + 1), COLOURS };

    g_byte_array_append(out, head, sizeof(head));
    g_byte_array_append(out, points + at, (guint)len);
  }
  g_byte_array_append(out, (const unsigned char *)"\1\x81\0;", 4);
}

GByteArray *
demo_draw(const char *which)
{
  const bool is_garden = strcmp(which, "garden") == 0;
  const Shape *shapes = is_garden ? garden : kitchen;
  const size_t count = is_garden ? G_N_ELEMENTS(garden) : G_N_ELEMENTS(kitchen);
  g_autofree unsigned char *points = g_malloc0(WIDTH * HEIGHT);
  GByteArray *out = g_byte_array_new();

  for (size_t i = 0; i < count; i++)
    paint(points, &shapes[i]);
  put_head(out);
  put_points(out, points, WIDTH * HEIGHT);
  return out;
}
