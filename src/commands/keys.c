/* SPDX-License-Identifier: AGPL-3.0-or-later
 * commontable keys: which keys are in use, changing them while the site runs, and the recovery
 * sheet typed back in. */
#include "base/clock.h"
#include "base/ids.h"
#include "commands/command.h"
#include "commands/key_file.h"
#include "commands/place.h"
#include "db/writer.h"
#include "log/log.h"
#include "people/rotation.h"
#include "people/sheet.h"
#include "subjects.h"

#include <sodium.h>
#include <string.h>

enum { BACKUP_DAYS = 90 };

static gboolean communities_option, now_option;

/* ---- looking ---- */

typedef struct {
  int counts[ROOT_VERSION_MAX + 1]; /* community keys under each version of the root key */
  int64_t newest_us;                /* when the last of them was sealed */
} InUse;

static bool
count_in_use(Place *place, const GArray *communities, InUse *ret_in_use, GError **err)
{
  *ret_in_use = (InUse){ .newest_us = 0 };
  for (guint i = 0; i < communities->len; i++) {
    Txn *txn = db_begin_read(place->db, g_array_index(communities, int64_t, i));
    bool is_read = community_keys_count(txn, ret_in_use->counts, &ret_in_use->newest_us);

    db_end_read(txn);
    if (!is_read) {
      g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_IO, "The communities' keys cannot be read");
      return false;
    }
  }
  return true;
}

/* Backups made before the keys were last sealed anew still need the version from before. */
static char *
backups_gone_on(const InUse *in_use)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(
      (in_use->newest_us + BACKUP_DAYS * US_PER_DAY) / G_USEC_PER_SEC);

  return g_date_time_format(time, "%Y-%m-%d");
}

static void
say_root_key(const RootKeys *keys, const InUse *in_use, const char *file)
{
  g_autofree char *date = backups_gone_on(in_use);

  g_print("Root key: %s\n", file);
  for (int i = keys->count - 1; i >= 0; i--) {
    int version = keys->keys[i].version;

    g_print("  version %d%s: seals %d community keys\n", version,
            i == keys->count - 1 ? " (the current one)" : "", in_use->counts[version]);
    if (i == keys->count - 1)
      continue;
    if (in_use->counts[version] > 0)
      g_print("    It must stay: run commontable keys rotate\n");
    else
      g_print("    These data do not need it any more. It may go when no backup from before the"
              " change is\n    needed (kept %d days: until %s): commontable keys forget %d\n",
              BACKUP_DAYS, date, version);
  }
}

static bool
say_community(Place *place, int64_t community_id, int number, GError **err)
{
  Txn *txn = db_begin_read(place->db, community_id);
  RotationState state;
  int64_t closed = 0;
  bool is_read = rotation_state(txn, &state) && rotation_count_closed(txn, &closed);

  db_end_read(txn);
  if (!is_read) {
    g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_IO, "The persons' keys cannot be read");
    return false;
  }
  g_print("Community %d: key version %d, persons' keys: %" G_GINT64_FORMAT
          ", waiting for this version: %" G_GINT64_FORMAT ", not opening: %" G_GINT64_FORMAT "\n",
          number, state.version, state.people, state.waiting, closed);
  return true;
}

static int
show_status(Place *place, const GArray *communities, const char *file)
{
  g_autoptr(GError) err = NULL;
  InUse in_use;
  RootKeys keys;

  if (!count_in_use(place, communities, &in_use, &err) || !root_keys_read(file, &keys, &err))
    return command_fail("%s", err->message);
  say_root_key(&keys, &in_use, file);
  root_keys_wipe(&keys);
  for (guint i = 0; i < communities->len; i++)
    if (!say_community(place, g_array_index(communities, int64_t, i), (int)i + 1, &err))
      return command_fail("%s", err->message);
  return 0;
}

/* ---- changing ---- */

/* In the file before anything is sealed under it: cut off after that, the next run takes it up. */
static bool
add_root_key(const char *file, const InUse *in_use, GError **err)
{
  RootKeys keys;
  bool is_good = root_keys_read(file, &keys, err);

  if (!is_good)
    return false;
  if (in_use->counts[keys.keys[keys.count - 1].version] == 0 && keys.count > 1) {
    g_print("Version %d is in the file and not in use yet: taking it up.\n",
            keys.keys[keys.count - 1].version);
  } else if (!root_keys_add_new(&keys)) {
    is_good = false;
    g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_FAILED,
                "%s holds %d versions already. Let old ones go first: commontable keys forget",
                file, keys.count);
  } else if (!root_keys_write(file, &keys, err)) {
    is_good = false;
    g_prefix_error(err, "The new key could not be written, and nothing was changed. If the key is"
                        " a systemd credential, name its own file with --key. ");
  }
  root_keys_wipe(&keys);
  return is_good && root_keys_load(file, err);
}

static bool
reseal(Txn *txn, void *data)
{
  int *count = data;
  g_autoptr(IdTape) ids = id_tape_new();
  const Act act = place_act(txn_community(txn), ids);

  *count = community_keys_reseal(txn, &act);
  if (*count > 0)
    log_add(txn, &act, &(LogEntry){ .kind = "root-key-changed" });
  return *count >= 0;
}

static bool
start(Txn *txn, void *data)
{
  int *version = data;
  g_autoptr(IdTape) ids = id_tape_new();
  const Act act = place_act(txn_community(txn), ids);

  *version = rotation_start(txn, &act);
  return *version > 0;
}

static bool
rotate_community(Place *place, int64_t community_id, int number, GError **err)
{
  int sealed = 0, version = 0;
  int64_t people = 0;

  if (db_write_and_wait(place->db, community_id, reseal, &sealed, NULL) != WRITE_KEPT) {
    g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_IO,
                "The keys of community %d could not be sealed anew. Run it again", number);
    return false;
  }
  g_print("Community %d: keys sealed anew: %d\n", number, sealed);
  if (!communities_option)
    return true;
  if (db_write_and_wait(place->db, community_id, start, &version, NULL) != WRITE_KEPT) {
    g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_IO, "Community %d could not take a new key",
                number);
    return false;
  }
  if (!rotation_finish(place->db, community_id, &people, err))
    return false;
  g_print("Community %d: key version %d, persons' keys sealed anew: %" G_GINT64_FORMAT "\n", number,
          version, people);
  return true;
}

static int
rotate(Place *place, const GArray *communities, const char *file)
{
  g_autoptr(GError) err = NULL;
  g_autoptr(KeyFileLock) lock = key_file_lock(file, &err);
  InUse in_use;

  if (!lock || !count_in_use(place, communities, &in_use, &err) ||
      !add_root_key(file, &in_use, &err))
    return command_fail("%s", err->message);
  for (guint i = 0; i < communities->len; i++)
    if (!rotate_community(place, g_array_index(communities, int64_t, i), (int)i + 1, &err))
      return command_fail("%s", err->message);
  g_print("Done. Print a new recovery sheet: the old one does not open what is sealed from now on."
          "\nThe old version stays in the file for older backups. See commontable keys status.\n");
  return 0;
}

/* ---- letting an old one go ---- */

static bool
may_forget(const RootKeys *keys, const InUse *in_use, int version, GError **err)
{
  g_autofree char *date = backups_gone_on(in_use);
  const char *why = NULL;

  if (!root_keys_find(keys, version))
    why = "it is not in the file";
  else if (version == keys->keys[keys->count - 1].version)
    why = "it is the current one";
  else if (in_use->counts[version] > 0)
    why = "these data need it. Run commontable keys rotate first";
  if (why)
    g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_FAILED, "Version %d stays: %s", version, why);
  else if (!now_option && in_use->newest_us + BACKUP_DAYS * US_PER_DAY > clock_now_us())
    g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_FAILED,
                "Version %d stays: backups from before the change need it until %s. If none of"
                " them is needed, say --now",
                version, date);
  else
    return true;
  return false;
}

static void
take_out(RootKeys *keys, int version)
{
  int at = 0;

  for (int i = 0; i < keys->count; i++)
    if (keys->keys[i].version != version)
      keys->keys[at++] = keys->keys[i];
  keys->count = at;
}

static int
forget(Place *place, const GArray *communities, const char *file, const char *words)
{
  g_autoptr(GError) err = NULL;
  g_autoptr(KeyFileLock) lock = key_file_lock(file, &err);
  InUse in_use;
  RootKeys keys;
  gint64 version = 0;

  if (!g_ascii_string_to_signed(words, 10, 1, ROOT_VERSION_MAX, &version, NULL))
    return command_fail("say which version: commontable keys forget 1");
  if (!lock || !count_in_use(place, communities, &in_use, &err) ||
      !root_keys_read(file, &keys, &err))
    return command_fail("%s", err->message);

  bool is_good = may_forget(&keys, &in_use, (int)version, &err);

  if (is_good) {
    take_out(&keys, (int)version);
    is_good = root_keys_write(file, &keys, &err);
  }
  root_keys_wipe(&keys);
  if (!is_good)
    return command_fail("%s", err->message);
  g_print("Version %d of the root key is gone from %s.\n", (int)version, file);
  return 0;
}

/* ---- the command ---- */

static int
run_at_place(int argc, char **argv)
{
  g_autoptr(GError) err = NULL;
  g_autofree char *file = place_key_file();
  g_autoptr(Place) place = place_open_existing(&err);
  g_autoptr(GArray) communities = place ? place_communities(place->db, &err) : NULL;

  if (!communities)
    return command_fail("%s", err->message);
  if (strcmp(argv[1], "status") == 0)
    return show_status(place, communities, file);
  if (strcmp(argv[1], "rotate") == 0)
    return rotate(place, communities, file);
  return forget(place, communities, file, argc > 2 ? argv[2] : "");
}

static int
run(int argc, char **argv)
{
  static const char *const words[] = { "status", "rotate", "forget", "restore-from-sheet", NULL };
  const char *word = argc > 1 ? argv[1] : "";
  int most = strcmp(word, "forget") == 0 ? 3 : 2;

  if (argc > most || !g_strv_contains(words, word))
    return command_fail("say what to do: keys status, keys rotate, keys forget VERSION, or"
                        " keys restore-from-sheet; see --help");
  subjects_register();
  return strcmp(word, "restore-from-sheet") == 0 ? key_file_from_sheet() : run_at_place(argc, argv);
}

static const GOptionEntry options[] = {
  { "communities", 0, 0, G_OPTION_ARG_NONE, &communities_option,
    "rotate: also give each community a new key and seal persons' keys anew under it", NULL },
  { "now", 0, 0, G_OPTION_ARG_NONE, &now_option,
    "forget: also when backups from the last 90 days could not be read any more", NULL },
  { NULL },
};

const Command keys_command = {
  .name = "keys",
  .arguments = "status | rotate | forget VERSION | restore-from-sheet",
  .summary = "Shows which keys are in use, and changes them, also while the site runs.",
  .options = options,
  .is_at_place = true,
  .run = run,
};
