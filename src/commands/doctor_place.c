/* SPDX-License-Identifier: AGPL-3.0-or-later
 * doctor: the folder, the database, the keys. */
#include "commands/doctor.h"

#include "commands/place.h"
#include "db/migrations.h"
#include "log/log.h"
#include "people/community_keys.h"
#include "people/root_keys.h"
#include "people/sheet_asks.h"
#include "subjects.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define MB         ((int64_t)1024 * 1024)
#define ROOM_LEAST (200 * MB)
enum { COPIES = 3, OTHERS = S_IRWXG | S_IRWXO };

void
look_at_folder(Doctor *doctor, Finding *finding)
{
  struct stat about;

  if (stat(doctor->folder, &about) != 0) {
    finding_look(finding, "%s is not there", doctor->folder);
    finding_advise(finding, "Name the right one with --data, or begin a new one with commontable"
                            " serve");
  } else if (!S_ISDIR(about.st_mode) || access(doctor->folder, R_OK | W_OK | X_OK) != 0) {
    finding_look(finding, "%s cannot be written by you", doctor->folder);
    finding_advise(finding,
                   "Run this as the user that runs the site, or give the folder to them:"
                   " chown -R USER %s",
                   doctor->folder);
  } else if (about.st_mode & OTHERS) {
    finding_look(finding, "others on this machine can open %s", doctor->folder);
    finding_advise(finding, "chmod 700 %s", doctor->folder);
  } else {
    finding_fine(finding, "%s, open to its owner only", doctor->folder);
  }
}

/* A database that is not there yet must not be made by looking. */
static bool
is_missing(const Doctor *doctor)
{
  return g_str_has_prefix(doctor->url, "sqlite:") &&
         !g_file_test(doctor->url + strlen("sqlite:"), G_FILE_TEST_EXISTS);
}

void
look_at_database(Doctor *doctor, Finding *finding)
{
  g_autoptr(GError) err = NULL;

  if (is_missing(doctor)) {
    finding_look(finding, "there is none yet");
    finding_advise(finding, "Start the site once (commontable serve), or bring a backup back"
                            " (commontable restore)");
    return;
  }
  doctor->db = db_open(doctor->url, &(DbOptions){ .readers = 2 }, &err);
  if (!doctor->db || !db_verify(doctor->db, &err)) {
    finding_look(finding, "%s", err->message);
    finding_advise(finding, doctor->db ? "Stop the site. Bring the last good backup back into a new"
                                         " folder: commontable restore"
                                       : "Is the database server running? Is --database right?");
    return;
  }
  doctor->communities = place_communities(doctor->db, &err);
  if (doctor->communities)
    finding_fine(finding, "opens and is sound; communities here: %u", doctor->communities->len);
  else
    finding_look(finding, "%s", err->message);
}

void
look_at_migrations(Doctor *doctor, Finding *finding)
{
  g_autoptr(GError) err = NULL;
  int missing = 0;

  if (!doctor->communities) {
    finding_look(finding, "not looked at: see Database first");
    return;
  }
  if (!db_migrations_missing(doctor->db, subjects_migrations(), &missing, &err)) {
    finding_look(finding, "%s", err->message);
    finding_advise(finding, "Use the newest program");
  } else if (missing > 0) {
    finding_look(finding, "%d steps are still to be made", missing);
    finding_advise(finding, "Make a backup (commontable backup FILE), then start the site: it"
                            " makes them by itself");
  } else {
    doctor->is_current = true;
    finding_fine(finding, "as this program wants it (%s)", COMMONTABLE_VERSION);
  }
}

static int64_t
database_bytes(const Doctor *doctor)
{
  struct stat about;

  return g_str_has_prefix(doctor->url, "sqlite:") &&
                 stat(doctor->url + strlen("sqlite:"), &about) == 0
             ? (int64_t)about.st_size
             : 0;
}

void
look_at_disk(Doctor *doctor, Finding *finding)
{
  struct statvfs disk;
  const int64_t needed = MAX(ROOM_LEAST, COPIES * database_bytes(doctor));

  if (statvfs(doctor->folder, &disk) != 0) {
    finding_look(finding, "cannot be looked at: %s", g_strerror(errno));
    return;
  }

  const int64_t free_bytes = (int64_t)disk.f_bavail * (int64_t)disk.f_frsize;
  const int64_t all_bytes = (int64_t)disk.f_blocks * (int64_t)disk.f_frsize;

  if (free_bytes >= needed) {
    finding_fine(finding, "%" G_GINT64_FORMAT " MB of %" G_GINT64_FORMAT " MB are free",
                 free_bytes / MB, all_bytes / MB);
    return;
  }
  finding_look(finding, "%" G_GINT64_FORMAT " MB are free; %" G_GINT64_FORMAT " MB would be safe",
               free_bytes / MB, needed / MB);
  finding_advise(finding, "Keep fewer backups (Looking after this), or make room");
}

/* ---- keys ---- */

static bool
do_keys_open(Doctor *doctor)
{
  bool is_open = true;

  for (guint i = 0; i < doctor->communities->len && is_open; i++) {
    Txn *txn = db_begin_read(doctor->db, g_array_index(doctor->communities, int64_t, i));
    int version = 0;

    is_open = community_keys_open(txn, &version);
    db_end_read(txn);
  }
  return is_open;
}

void
look_at_key(Doctor *doctor, Finding *finding)
{
  g_autofree char *file = place_key_file();
  g_autoptr(GError) err = NULL;
  struct stat about;
  RootKeys keys;

  if (stat(file, &about) != 0) {
    finding_look(finding, "%s is not there", file);
    finding_advise(finding, "Put it back, or type the recovery sheet in: commontable keys"
                            " restore-from-sheet");
  } else if (!root_keys_read(file, &keys, &err)) {
    finding_look(finding, "%s", err->message);
    finding_advise(finding, "Put the right file there, or type the recovery sheet in: commontable"
                            " keys restore-from-sheet");
  } else if (about.st_mode & OTHERS) {
    root_keys_wipe(&keys);
    finding_look(finding, "others on this machine can read %s", file);
    finding_advise(finding, "chmod 600 %s", file);
  } else {
    root_keys_wipe(&keys);
    doctor->has_keys = root_keys_load(file, NULL) && doctor->is_current && do_keys_open(doctor);
    if (doctor->has_keys || !doctor->is_current) {
      finding_fine(finding, "%s, readable by its owner only%s", file,
                   doctor->has_keys ? ", and it opens these data" : "");
      return;
    }
    finding_look(finding, "%s is not the one that sealed these data", file);
    finding_advise(finding, "Put the right file there, or type the recovery sheet in: commontable"
                            " keys restore-from-sheet");
  }
}

void
look_at_sheet(Doctor *doctor, Finding *finding)
{
  int64_t asked_us = 0, sealed_us = 0;
  int counts[ROOT_VERSION_MAX + 1] = { 0 };

  for (guint i = 0; i < doctor->communities->len; i++) {
    Txn *txn = db_begin_read(doctor->db, g_array_index(doctor->communities, int64_t, i));

    asked_us = MAX(asked_us, sheet_last_asked_us(txn));
    community_keys_count(txn, counts, &sealed_us);
    db_end_read(txn);
  }
  if (doctor->communities->len > 1) {
    finding_fine(finding, "several communities share the key: whoever runs the machine keeps it");
  } else if (asked_us && asked_us >= sealed_us) {
    finding_fine(finding, "it was printed since the key was last changed");
  } else {
    finding_look(finding, asked_us ? "the key was changed since the last sheet"
                                   : "it was never printed. If this machine breaks, a backup alone"
                                     " is not enough");
    finding_advise(finding, "In the browser: Looking after this, The key, and its sheet");
  }
}

void
look_at_record(Doctor *doctor, Finding *finding)
{
  int64_t all = 0, bad = 0;
  bool is_read = true;

  for (guint i = 0; i < doctor->communities->len && !bad; i++) {
    Txn *txn = db_begin_read(doctor->db, g_array_index(doctor->communities, int64_t, i));
    int64_t entries = 0, bad_id = 0;

    if (!log_verify(txn, &entries, &bad_id))
      bad = bad_id ? bad_id : entries + 1;
    all += entries;
    is_read &= txn_trouble(txn) == TROUBLE_NONE;
    db_end_read(txn);
  }
  if (!is_read) {
    finding_look(finding, "it cannot be read");
    finding_advise(finding, "Run this once more; if it stays so, bring a backup back");
    return;
  }
  if (!bad) {
    finding_fine(finding, "whole, %" G_GINT64_FORMAT " entries", all);
    return;
  }
  finding_look(finding, "somebody changed it outside this program, at entry %" G_GINT64_FORMAT,
               bad);
  finding_advise(finding, "Ask who can get at the machine. Compare with a backup from before:"
                          " commontable verify");
}
