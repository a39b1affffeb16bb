/* SPDX-License-Identifier: AGPL-3.0-or-later
 * commontable export: the portable archive of a community, sealed with a passphrase. */
#include "archive/archive.h"
#include "commands/command.h"
#include "commands/passphrase.h"
#include "commands/place.h"
#include "subjects.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static char *passphrase_option;

static bool
write_archive(Place *place, int64_t community_id, const char *file, const char *passphrase,
              ArchiveFacts *ret_facts, GError **err)
{
  int fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  bool is_written = false;

  if (fd < 0) {
    g_set_error(err, G_FILE_ERROR, g_file_error_from_errno(errno), "%s cannot be made: %s", file,
                g_strerror(errno));
    return false;
  }
  is_written =
      archive_write(place->db, subjects_migrations(), community_id, fd, passphrase, ret_facts, err);
  if (close(fd) != 0 && is_written) {
    g_set_error(err, G_FILE_ERROR, g_file_error_from_errno(errno), "%s cannot be written: %s", file,
                g_strerror(errno));
    is_written = false;
  }
  if (!is_written)
    unlink(file);
  return is_written;
}

static int
export_to(Place *place, const char *file)
{
  g_autoptr(GError) err = NULL;
  ArchiveFacts facts;
  int64_t community_id = place_community(place, &err);

  if (!community_id)
    return command_fail("%s", err ? err->message : "there is no community here yet");
  if (!place_keep_erasures(place, &err)) /* who was erased must not come along */
    return command_fail("%s", err->message);

  char *passphrase = passphrase_get(passphrase_option, true, &err);
  const bool is_written =
      passphrase && write_archive(place, community_id, file, passphrase, &facts, &err);

  passphrase_free(passphrase);
  if (!is_written)
    return command_fail("%s", err->message);
  g_print("Written: %s\nIn it: %" G_GINT64_FORMAT " people, %" G_GINT64_FORMAT
          " papers, %" G_GINT64_FORMAT " files, %" G_GINT64_FORMAT " acts on the record.\n"
          "Whoever has the file and the passphrase can read all of it. Without the passphrase"
          " nobody can.\nNot in it: worries, pauses and their reasons, whom people keep away from,"
          " ways to come in, mail settings.\nThose move with commontable backup only.\n",
          file, facts.people, facts.papers, facts.files, facts.entries);
  return 0;
}

static int
run(int argc, char **argv)
{
  g_autoptr(GError) err = NULL;

  if (argc != 2)
    return command_fail("say which file to write: commontable export FILE");
  if (g_file_test(argv[1], G_FILE_TEST_EXISTS))
    return command_fail("%s is there already: choose another name", argv[1]);
  subjects_register();

  g_autoptr(Place) place = place_open_existing(&err);

  return place ? export_to(place, argv[1]) : command_fail("%s", err->message);
}

static const GOptionEntry options[] = {
  { "passphrase-file", 0, 0, G_OPTION_ARG_FILENAME, &passphrase_option,
    "Take the passphrase from the first line of this file (default: ask on the terminal)", "FILE" },
  { NULL },
};

const Command export_command = {
  .name = "export",
  .arguments = "FILE",
  .summary = "Writes a community into one sealed archive, to take to another place.",
  .options = options,
  .is_at_place = true,
  .run = run,
};
