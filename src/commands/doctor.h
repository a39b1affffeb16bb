/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Inside doctor*.c: what is looked at and what was found. Looking changes nothing. */
#pragma once

#include "db/db.h"

#include <glib.h>
#include <stdbool.h>

typedef struct {
  char *folder, *url;
  int port;
  Db *db;              /* NULL: it does not open */
  GArray *communities; /* int64_t; NULL: cannot be read */
  bool is_current;     /* the data are as this program wants them: they can be asked */
  bool has_keys;       /* the communities' keys open */
} Doctor;

typedef struct {
  bool is_fine;
  char *words;  /* what was found */
  char *advice; /* what to do next; NULL: nothing */
} Finding;

void finding_fine(Finding *finding, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* What is wrong; then finding_advise. */
void finding_look(Finding *finding, const char *format, ...) G_GNUC_PRINTF(2, 3);
void finding_advise(Finding *finding, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* The machine and the data: doctor_place.c. */
void look_at_folder(Doctor *doctor, Finding *finding);
void look_at_database(Doctor *doctor, Finding *finding);
void look_at_migrations(Doctor *doctor, Finding *finding);
void look_at_disk(Doctor *doctor, Finding *finding);
void look_at_key(Doctor *doctor, Finding *finding);
void look_at_sheet(Doctor *doctor, Finding *finding);
void look_at_record(Doctor *doctor, Finding *finding);
/* What it does: doctor_work.c. */
void look_at_backup(Doctor *doctor, Finding *finding);
void look_at_mail(Doctor *doctor, Finding *finding);
void look_at_outbox(Doctor *doctor, Finding *finding);
void look_at_formats(Doctor *doctor, Finding *finding);
void look_at_word(Doctor *doctor, Finding *finding);
void look_at_clock(Doctor *doctor, Finding *finding);
void look_at_port(Doctor *doctor, Finding *finding);
