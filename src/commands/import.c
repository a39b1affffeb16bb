/* SPDX-License-Identifier: AGPL-3.0-or-later
 * commontable import: takes an archive in, whole or not at all; or only looks at one. */
#include "archive/archive.h"
#include "commands/command.h"
#include "commands/passphrase.h"
#include "commands/place.h"
#include "subjects.h"
#include "upkeep/arrive.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static char *passphrase_option, *open_option;
static gboolean check_option;

/* ---- taking in ---- */

static void
say_facts(const ArchiveFacts *facts)
{
  g_print("In it: %" G_GINT64_FORMAT " people, %" G_GINT64_FORMAT " papers, %" G_GINT64_FORMAT
          " files, %" G_GINT64_FORMAT " acts on the record.\n",
          facts->people, facts->papers, facts->files, facts->entries);
}

static void
say_next(Place *place, const ArchiveFacts *facts)
{
  say_facts(facts);
  if (facts->suspended > 0)
    g_print("%" G_GINT64_FORMAT " of them are paused or suspended. Why, and until when, did not"
            " come along: please look at Keeping people safe.\n",
            facts->suspended);
  g_print("Worries, whom people keep away from, ways to come in and mail settings did not come"
          " along.\nNext: commontable verify --data %s\nThen start the site (if it runs, start it"
          " anew): commontable serve --data %s --link\nThe link that it prints lets an organiser"
          " in. They can make links and cards for the others.\n",
          place->folder, place->folder);
}

static int
take_in(int fd, const char *passphrase)
{
  g_autoptr(GError) err = NULL;
  g_autoptr(Place) place = place_open(&err);
  const ArriveAt at = { .host = place_host() };
  Arrived arrived;

  if (!place || !community_arrive(place->db, fd, passphrase, &at, &arrived, &err))
    return command_fail("%s\nNothing was taken in, and nothing here was changed.", err->message);
  if (arrived.replaced_id)
    arrive_drop_replaced(place->db, arrived.replaced_id); /* else the site does it, when it runs */
  place_say_erasures(&arrived.erasures);
  if (!place_keep_erasures(place, &err))
    return command_fail("%s\nThe archive is taken in. Mend this, then start the site.",
                        err->message);
  g_print("The archive is taken in.\n");
  say_next(place, &arrived.facts);
  return 0;
}

/* ---- looking ---- */

static int
look(int fd, const char *passphrase)
{
  g_autoptr(GError) err = NULL;
  ArchiveFacts facts;
  int copy_fd = -1;

  if (open_option) {
    copy_fd = open(open_option, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (copy_fd < 0)
      return command_fail("%s cannot be made: %s", open_option, g_strerror(errno));
  }

  bool is_good = archive_check(fd, passphrase, subjects_migrations(), copy_fd, &facts, &err);

  if (copy_fd >= 0)
    close(copy_fd);
  if (!is_good && open_option)
    unlink(open_option);
  if (!is_good)
    return command_fail("%s", err->message);
  g_print("The archive is whole.\n");
  say_facts(&facts);
  if (open_option)
    g_print("Opened into %s, a tar file. Everybody who gets it can read it: delete it when you do"
            " not need it any more.\n",
            open_option);
  return 0;
}

static int
run(int argc, char **argv)
{
  g_autoptr(GError) err = NULL;

  if (argc != 2)
    return command_fail("say which archive: commontable import FILE");
  subjects_register();

  int fd = open(argv[1], O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    return command_fail("%s cannot be read: %s", argv[1], g_strerror(errno));

  char *passphrase = passphrase_get(passphrase_option, false, &err);
  const int code = !passphrase                   ? command_fail("%s", err->message)
                   : check_option || open_option ? look(fd, passphrase)
                                                 : take_in(fd, passphrase);

  passphrase_free(passphrase);
  close(fd);
  return code;
}

static const GOptionEntry options[] = {
  { "passphrase-file", 0, 0, G_OPTION_ARG_FILENAME, &passphrase_option,
    "Take the passphrase from the first line of this file (default: ask on the terminal)", "FILE" },
  { "check", 0, 0, G_OPTION_ARG_NONE, &check_option,
    "Only look whether the archive is whole and what is in it", NULL },
  { "open", 0, 0, G_OPTION_ARG_FILENAME, &open_option,
    "Only open the seal, into a tar file for other programs (doc/archive.md)", "TAR" },
  { NULL },
};

const Command import_command = {
  .name = "import",
  .arguments = "FILE",
  .summary = "Takes an archive in, into a place where that community is not yet.",
  .options = options,
  .is_at_place = true,
  .run = run,
};
