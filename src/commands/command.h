/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The command line: one row a command. main.c parses the options, so that --help of each is made
 * from its row. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
  const char *name;
  const char *arguments; /* "FILE.md", or NULL */
  const char *summary;   /* one sentence: what it is for */
  const GOptionEntry *options;
  bool is_at_place; /* takes --data, --database, --key too (place.h) */
  /* Arguments that are left, argv[0] being the command's name. Returns the exit code. */
  int (*run)(int argc, char **argv);
} Command;

extern const Command serve_command, demo_command, format_command, link_command;
extern const Command backup_command, restore_command, verify_command, keys_command;
extern const Command export_command, import_command, doctor_command, mail_in_command;

/* "commontable: what went wrong" on standard error; returns 1. Frees nothing. */
int command_fail(const char *format, ...) G_GNUC_PRINTF(1, 2);
