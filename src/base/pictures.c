/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finding a picture by its name. The table is made by pictures_main.c when building. */
#include "base/pictures.h"

#include <stddef.h>
#include <string.h>

const Picture *
picture_find(const char *name)
{
  for (const Picture *picture = pictures; name && picture->name; picture++)
    if (strcmp(picture->name, name) == 0)
      return picture;
  return NULL;
}
