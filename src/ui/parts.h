/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the controls share inside ui/: the group round a control, its label, hint and error, and the
 * ids that tie them together. */
#pragma once

#include "ui/controls.h"
#include "ui/draw.h"

/* Described: the ids of hint and error, as aria-describedby wants them. Arena; NULL when none. */
const char *described_by_ids(Page *page, const char *own, const char *id, const Hint *hint,
                             const ErrorMessage *error);
const char *id_with(Page *page, const char *id, const char *suffix);

void form_group_open(Page *page, const FormGroup *group, const ErrorMessage *error);
void form_group_close(Page *page);
/* Label for `id`, then hint and error with ids made from it. */
void control_words(Page *page, const char *id, const Label *label, const Hint *hint,
                   const ErrorMessage *error);
void hint_and_error(Page *page, const char *id, const Hint *hint, const ErrorMessage *error);
void fieldset_open(Page *page, const Fieldset *fieldset, const char *described_by);
void fieldset_close(Page *page);
