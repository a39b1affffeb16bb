/* SPDX-License-Identifier: AGPL-3.0-or-later
 * QR codes by libqrencode, drawn by ui as plain squares. */
#include "people/card_pages.h"

#include "ui/components.h"

#include <qrencode.h>

void
put_qr(Page *page, const char *text, const char *alt)
{
  QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);

  if (!code)
    return;

  const size_t count = (size_t)code->width * (size_t)code->width;
  unsigned char *fields = arena_alloc(request_arena(page_request(page)), count);

  for (size_t i = 0; i < count; i++)
    fields[i] = code->data[i] & 1; /* the other bits say what a field is for */
  ui_fields(page, fields, code->width, alt);
  QRcode_free(code);
}
