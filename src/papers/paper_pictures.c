/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which pictures a paper has. */
#include "papers/paper_pictures.h"

#include "papers/picture_rows.h"
#include "press/input.h"

#include <string.h>

static void
add_name(GPtrArray *names, const char *name, guint most)
{
  if (!name || names->len >= most)
    return;
  for (guint i = 0; i < names->len; i++)
    if (strcmp(names->pdata[i], name) == 0)
      return;
  g_ptr_array_add(names, (void *)name);
}

static PaperPictures
find_names(Txn *txn, Arena *arena, const GPtrArray *names)
{
  const char **kept = arena_new_of(arena, const char *, names->len + 1);

  for (guint i = 0; i < names->len; i++)
    kept[i] = names->pdata[i];
  return (PaperPictures){ kept, pictures_find_all(txn, arena, kept, (int)names->len),
                          (int)names->len };
}

PaperPictures
pictures_in_source(Txn *txn, Arena *arena, const char *source)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new();

  for (const char *at = strstr(source, "]("); at; at = strstr(at + 2, "](")) {
    const size_t len = strspn(at + 2, "abcdefghijklmnopqrstuvwxyz0123456789._-");

    if (len > 0 && len <= PRESS_PICTURE_NAME_MAX && at[2 + len] == ')')
      add_name(names, arena_text_len(arena, at + 2, len), PAPER_PICTURES_MAX);
  }
  return find_names(txn, arena, names);
}

PaperPictures
pictures_in_rows(Txn *txn, Arena *arena, const EasyRead *easy)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new();

  for (guint i = 0; i < easy->rows->len; i++) {
    const EasyRow *row = easy->rows->pdata[i];

    add_name(names, row->picture ? arena_text(arena, row->picture) : NULL, EASY_ROWS_MAX);
  }
  return find_names(txn, arena, names);
}

const FoundPicture *
pictures_among(const PaperPictures *pictures, const char *name)
{
  for (int i = 0; name && i < pictures->count; i++)
    if (pictures->found[i].name && strcmp(pictures->names[i], name) == 0)
      return &pictures->found[i];
  return NULL;
}

const char *
paper_picture_address(const char *name, const void *data)
{
  const FoundPicture *found = pictures_among(data, name);

  return found ? found->href : NULL;
}

const char *
pictures_missing(const PaperPictures *pictures)
{
  for (int i = 0; i < pictures->count; i++)
    if (pictures->found[i].is_not_there)
      return pictures->names[i];
  return NULL;
}

static const OwnPictureFile *
own_among(Arena *arena, const PaperPictures *pictures)
{
  OwnPictureFile *files = arena_new_of(arena, OwnPictureFile, pictures->count + 1);
  int count = 0;

  for (int i = 0; i < pictures->count; i++)
    if (pictures->found[i].id)
      files[count++] = (OwnPictureFile){ .name = pictures->names[i], .id = pictures->found[i].id };
  files[count] = (OwnPictureFile){ .name = NULL };
  return count > 0 ? files : NULL;
}

const OwnPictureFile *
own_pictures_of_rows(Txn *txn, Arena *arena, const EasyRead *easy)
{
  const PaperPictures pictures = pictures_in_rows(txn, arena, easy);

  return own_among(arena, &pictures);
}

const OwnPictureFile *
own_pictures_of_source(Txn *txn, Arena *arena, const char *source)
{
  const PaperPictures pictures = pictures_in_source(txn, arena, source);

  return own_among(arena, &pictures);
}

const Paper *
papers_with_pictures(Txn *txn, Arena *arena, const Paper *paper)
{
  size_t all = 0;
  int count = 0;

  if (!paper || !paper->own_pictures)
    return paper;
  while (paper->own_pictures[count].name)
    count++;

  OwnPictureFile *files = arena_new_of(arena, OwnPictureFile, count + 1);
  Paper *whole = arena_new_of(arena, Paper, 1);

  for (int i = 0; i < count; i++) {
    g_autoptr(GByteArray) bytes = picture_parts_read(txn, paper->own_pictures[i].id);

    files[i] = paper->own_pictures[i];
    if (all + bytes->len > PAPER_PICTURES_BYTES_MAX)
      continue;
    all += bytes->len;
    files[i].bytes = arena_text_len(arena, (const char *)bytes->data, bytes->len);
    files[i].len = bytes->len;
  }
  *whole = *paper;
  whole->own_pictures = files;
  whole->is_with_pictures = true;
  return whole;
}
