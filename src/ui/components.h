/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The components of GOV.UK Frontend that our pages use (idea 6), one function each, checked against
 * every visible fixture of the npm package. Options carry the package's own names in our spelling.
 * Words come translated (tr). A slot is plain text, or a draw callback that calls components.
 *
 *   ui_button(p, .text = tr(p, "Save"), .name = "go");
 */
#pragma once

#include "ui/page.h"

/* text, or draw(page, data) when set. */
typedef struct {
  const char *text;
  void (*draw)(Page *page, void *data);
  void *data;
} Slot;
