/* SPDX-License-Identifier: AGPL-3.0-or-later
 * commontable doctor: goes through a place as a friendly technician would. A line each: fine, or
 * what to look at and what to do next. */
#include "commands/doctor.h"

#include "commands/command.h"
#include "commands/place.h"
#include "subjects.h"

#include <stdarg.h>

static int port_option;

static const struct {
  const char *name;
  void (*look)(Doctor *doctor, Finding *finding);
  bool needs_db;
} looks[] = {
  { "Data folder", look_at_folder, false },
  { "Database", look_at_database, false },
  { "Version of the data", look_at_migrations, false },
  { "Disk", look_at_disk, false },
  { "Root key", look_at_key, false },
  { "Recovery sheet", look_at_sheet, true },
  { "Record of acts", look_at_record, true },
  { "Backup", look_at_backup, true },
  { "Mail", look_at_mail, true },
  { "Work that runs by itself", look_at_outbox, true },
  { "Formats of papers", look_at_formats, false },
  { "Word files", look_at_word, false },
  { "Clock", look_at_clock, false },
  { "Port", look_at_port, false },
};

/* ---- findings ---- */

static void
set_words(char **words, const char *format, va_list args)
{
  g_free(*words);
  *words = g_strdup_vprintf(format, args);
}

void
finding_fine(Finding *finding, const char *format, ...)
{
  va_list args;

  va_start(args, format);
  set_words(&finding->words, format, args);
  va_end(args);
  finding->is_fine = true;
}

void
finding_look(Finding *finding, const char *format, ...)
{
  va_list args;

  va_start(args, format);
  set_words(&finding->words, format, args);
  va_end(args);
  finding->is_fine = false;
}

void
finding_advise(Finding *finding, const char *format, ...)
{
  va_list args;

  va_start(args, format);
  set_words(&finding->advice, format, args);
  va_end(args);
}

/* ---- going through ---- */

static bool
look_at_one(Doctor *doctor, size_t i)
{
  Finding finding = { .is_fine = false };

  if (looks[i].needs_db && !(doctor->communities && doctor->is_current))
    finding_look(&finding, "not looked at: see Database and Version of the data first");
  else
    looks[i].look(doctor, &finding);
  g_strdelimit(finding.words, "\n", ' '); /* an engine's own words may take several */
  g_print("%-13s %s: %s\n", finding.is_fine ? "fine" : "look at this", looks[i].name,
          finding.words);
  if (finding.advice)
    g_print("%-13s -> %s\n", "", finding.advice);
  g_free(finding.words);
  g_free(finding.advice);
  return finding.is_fine;
}

static int
chosen_port(void)
{
  const char *from_environment = g_getenv("PORT");
  guint64 port = 8080;

  if (port_option)
    return port_option;
  if (from_environment && *from_environment)
    g_ascii_string_to_unsigned(from_environment, 10, 1, 65535, &port, NULL);
  return (int)port;
}

static int
run(int argc, char **argv)
{
  Doctor doctor = { .port = chosen_port() };
  int found = 0;

  (void)argv;
  if (argc > 1)
    return command_fail("doctor takes no further words; see --help");
  subjects_register();
  doctor.folder = g_canonicalize_filename(place_folder(), NULL);
  doctor.url = place_database_url();
  place_tell(doctor.folder);
  for (size_t i = 0; i < G_N_ELEMENTS(looks); i++)
    found += !look_at_one(&doctor, i);
  g_print("\n%s\n", found == 0   ? "All is well."
                    : found == 1 ? "One thing needs a look: see above."
                                 : "Some things need a look: see above, from the top.");
  g_clear_pointer(&doctor.communities, g_array_unref);
  g_clear_pointer(&doctor.db, db_close);
  g_free(doctor.folder);
  g_free(doctor.url);
  return found ? 1 : 0;
}

static const GOptionEntry options[] = {
  { "port", 'p', 0, G_OPTION_ARG_INT, &port_option, "Port of the site (default: $PORT, or 8080)",
    "PORT" },
  { NULL },
};

const Command doctor_command = {
  .name = "doctor",
  .summary = "Looks whether all is well with a place, changes nothing, and says what to do next.",
  .options = options,
  .is_at_place = true,
  .run = run,
};
