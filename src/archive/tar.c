/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Headers of tar, written in one way and read with care. */
#include "archive/tar.h"

#include <glib.h>
#include <string.h>

/* Where the fields stand. */
enum {
  AT_NAME = 0,
  AT_MODE = 100,
  AT_UID = 108,
  AT_GID = 116,
  AT_SIZE = 124,
  AT_TIME = 136,
  AT_SUM = 148,
  AT_TYPE = 156,
  AT_MAGIC = 257,
  SUM_LEN = 8,
  SIZE_LEN = 12
};

/* The name of the form, its end, and its version. */
static const uint8_t magic[] = { 'u', 's', 't', 'a', 'r', 0, '0', '0' };

/* Octal digits that fill all but the last byte of the field. */
static void
put_octal(uint8_t *field, int len, int64_t number)
{
  for (int i = len - 2; i >= 0; i--, number >>= 3)
    field[i] = (uint8_t)('0' + (number & 7));
  field[len - 1] = '\0';
}

/* -1: not digits and then an end. */
static int64_t
read_octal(const uint8_t *field, int len)
{
  int64_t number = 0;
  int i = 0;

  for (; i < len && field[i] >= '0' && field[i] <= '7'; i++)
    number = number << 3 | (field[i] - '0');
  return i > 0 && i < len && (field[i] == '\0' || field[i] == ' ') ? number : -1;
}

/* Of all bytes, those of the sum itself being spaces. */
static int64_t
sum_of(const uint8_t block[static TAR_BLOCK])
{
  int64_t sum = 0;

  for (int i = 0; i < TAR_BLOCK; i++)
    sum += i >= AT_SUM && i < AT_SUM + SUM_LEN ? ' ' : block[i];
  return sum;
}

void
tar_write_head(const TarHead *head, uint8_t ret_block[static TAR_BLOCK])
{
  memset(ret_block, 0, TAR_BLOCK);
  for (int i = 0; i < TAR_NAME_MAX && head->name[i]; i++)
    ret_block[AT_NAME + i] = (uint8_t)head->name[i];
  put_octal(ret_block + AT_MODE, 8, 0600);
  put_octal(ret_block + AT_UID, 8, 0);
  put_octal(ret_block + AT_GID, 8, 0);
  put_octal(ret_block + AT_SIZE, SIZE_LEN, head->bytes);
  put_octal(ret_block + AT_TIME, 12, 0);
  ret_block[AT_TYPE] = '0';
  memcpy(ret_block + AT_MAGIC, magic, sizeof(magic));
  put_octal(ret_block + AT_SUM, SUM_LEN - 1, sum_of(ret_block));
  ret_block[AT_SUM + SUM_LEN - 1] = ' ';
}

static bool
is_zero(const uint8_t block[static TAR_BLOCK])
{
  for (int i = 0; i < TAR_BLOCK; i++)
    if (block[i])
      return false;
  return true;
}

TarKind
tar_read_head(const uint8_t block[static TAR_BLOCK], TarHead *ret_head)
{
  TarHead head = { .bytes = read_octal(block + AT_SIZE, SIZE_LEN) };

  if (is_zero(block))
    return TAR_END;
  memcpy(head.name, block + AT_NAME, TAR_NAME_MAX);
  if (block[AT_NAME + TAR_NAME_MAX] != 0 || !*head.name || head.bytes < 0 ||
      block[AT_TYPE] != '0' || memcmp(block + AT_MAGIC, magic, 5) != 0 ||
      read_octal(block + AT_SUM, SUM_LEN) != sum_of(block))
    return TAR_DAMAGED;
  *ret_head = head;
  return TAR_FILE;
}

int
tar_padding(int64_t bytes)
{
  return (int)((TAR_BLOCK - bytes % TAR_BLOCK) % TAR_BLOCK);
}

bool
tar_name_is_inside(const char *name)
{
  g_auto(GStrv) parts = g_strsplit(name, "/", -1);

  if (!*name || strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-./") != strlen(name))
    return false;
  for (char **part = parts; *part; part++)
    if (!**part || **part == '.')
      return false;
  return true;
}
