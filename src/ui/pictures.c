/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finding a picture by its name. The table is made from assets/pictures.list when building. */
#include "ui/pictures.h"

#include "web/web.h"

#include <string.h>

const Picture *
picture_find(const char *name)
{
  for (const Picture *picture = pictures; name && picture->name; picture++)
    if (strcmp(picture->name, name) == 0)
      return picture;
  return NULL;
}

const char *
picture_url(const char *name)
{
  const Picture *picture = picture_find(name);

  return picture ? asset_url(picture->asset) : NULL;
}
