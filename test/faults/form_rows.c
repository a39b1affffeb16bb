/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which files have rows of forms. */
#include "form_rows.h"

const FormRow *const form_rows[] = {
  site_form_rows,
  easy_form_rows,
  mail_form_rows,
  group_form_rows,
  meeting_form_rows,
  day_form_rows,
  idea_form_rows,
  agenda_form_rows,
  action_form_rows,
  hard_form_rows,
  cost_form_rows,
  record_form_rows,
  NULL,
};
