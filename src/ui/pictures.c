/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The address of a picture. */
#include "ui/pictures.h"

#include "web/web.h"

const char *
picture_url(const char *name)
{
  const Picture *picture = picture_find(name);

  return picture ? asset_url(picture->asset) : NULL;
}
