/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Forms that are taken, one row a route: what the tests of faults send. Most stand in
 * site_rows.c, those of groups in group_rows.c, of meetings in meeting_rows.c and day_rows.c, of
 * ideas in idea_scenes.c, of actions in action_rows.c, those of Easy Read in easy_scenes.c, those
 * of answers and letters in mail_scenes.c. */
#pragma once

#include "real_site.h"

/* A form that is taken: {names} stand for what `make` has made. */
typedef struct {
  const char *route, *path;
  MakeScene make;
  const char *fields;
  bool is_only_a_look; /* answers with a page and stores nothing */
  bool keeps_nothing;  /* answers as one that is kept, and stores nothing (web/live.h) */
  int when_lost;       /* 0: 303. The answer when its commit was lost on its way back */
  int reads_after;     /* statements after the commit: the list of communities is read again */
  const char *file;    /* this field is a file, and the form is sent as forms with files are */
} FormRow;

/* Such a form: as the browser has it on its page. g_free. Fields: no signs that need quoting. */
char *file_form_body(const Browser *browser, const char *file, const char *fields);
const char *file_form_type(void);

/* Ended by a NULL route. */
extern const FormRow site_form_rows[];
extern const FormRow group_form_rows[];
extern const FormRow meeting_form_rows[];
extern const FormRow day_form_rows[];
extern const FormRow idea_form_rows[];
extern const FormRow agenda_form_rows[];
extern const FormRow record_form_rows[];
extern const FormRow action_form_rows[];
extern const FormRow hard_form_rows[];
extern const FormRow cost_form_rows[];
extern const FormRow easy_form_rows[];
extern const FormRow mail_form_rows[];
/* All of these, ended by NULL: site_form_rows first, while there is one community only. */
extern const FormRow *const form_rows[];

/* A meeting of theirs that has begun: the door; its group: the thing; the member is in it too. */
void make_begun_meeting(Scene *scene);
/* A group of whoever acts and the member. */
int64_t start_shared_group(Txn *txn, const Act *own, int64_t member_id, Refusals *refusals);
