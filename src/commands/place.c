/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Data folder, database, root key. */
#include "commands/place.h"

#include "base/clock.h"
#include "base/ids.h"
#include "db/migrations.h"
#include "db/writer.h"
#include "notices/mail.h"
#include "notices/returns.h"
#include "papers/formats.h"
#include "people/community_keys.h"
#include "people/erasures.h"
#include "subjects.h"
#include "ui/pictures.h"
#include "upkeep/place.h"
#include "web/web.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <time.h>

static char *folder_option, *database_option, *key_option, *host_option;
static int batch_option;

const GOptionEntry place_options[] = {
  { "data", 'd', 0, G_OPTION_ARG_FILENAME, &folder_option,
    "Folder for everything that is kept (default: $DATA, or data)", "FOLDER" },
  { "database", 0, 0, G_OPTION_ARG_STRING, &database_option,
    "sqlite:FILE or postgresql://... (default: $DATABASE, or a file in the data folder)", "URL" },
  { "key", 0, 0, G_OPTION_ARG_FILENAME, &key_option,
    "File of the root key, kept apart from the data (default: the data folder's name and .key)",
    "FILE" },
  { "community", 0, 0, G_OPTION_ARG_STRING, &host_option,
    "Host name of the community meant (default: the first one)", "HOST" },
  /* Hidden: with 1, script/bench shows what sharing commits brings. */
  { "batch", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_INT, &batch_option,
    "Forms that share one commit at most (default: 64, on PostgreSQL 32)", "FORMS" },
  { NULL },
};

const char *
place_folder(void)
{
  const char *from_environment = g_getenv("DATA");

  if (folder_option)
    return folder_option;
  return from_environment && *from_environment ? from_environment : "data";
}

const char *
place_host(void)
{
  return host_option;
}

char *
place_database_url(void)
{
  const char *from_environment = g_getenv("DATABASE");

  if (database_option)
    return g_strdup(database_option);
  if (from_environment && *from_environment)
    return g_strdup(from_environment);

  g_autofree char *absolute = g_canonicalize_filename(place_folder(), NULL);

  return g_strdup_printf("sqlite:%s/commontable.db", absolute);
}

/* systemd hands credentials over in a folder of its own; else beside the data folder, never in it.
 */
char *
place_key_file(void)
{
  const char *credentials = g_getenv("CREDENTIALS_DIRECTORY");

  if (key_option)
    return g_strdup(key_option);
  if (credentials) {
    g_autofree char *path = g_build_filename(credentials, "root-key", NULL);

    if (g_file_test(path, G_FILE_TEST_EXISTS))
      return g_steal_pointer(&path);
  }

  g_autofree char *absolute = g_canonicalize_filename(place_folder(), NULL);

  return g_strconcat(absolute, ".key", NULL);
}

/* Beside the root key, where the key lies in a folder of its own; a credential's folder is gone
 * after the run, so then beside the data. */
char *
place_erasures_file(void)
{
  g_autofree char *key_file = place_key_file();
  const char *credentials = g_getenv("CREDENTIALS_DIRECTORY");
  g_autofree char *data = g_canonicalize_filename(place_folder(), NULL);

  if (!key_option && credentials && g_str_has_prefix(key_file, credentials))
    return g_strconcat(data, ".erasures", NULL);
  if (g_str_has_suffix(key_file, ".key"))
    key_file[strlen(key_file) - strlen(".key")] = '\0';
  return g_strconcat(key_file, ".erasures", NULL);
}

static bool
find_picture(const char *name, const void **ret_bytes, size_t *ret_len)
{
  const Picture *picture = picture_find(name);

  return picture && asset_find(picture->asset, ret_bytes, ret_len);
}

/* When this file was compiled: the compiler says "Nov 26 2026" (by SOURCE_DATE_EPOCH where set). */
static int64_t
build_day_us(void)
{
  struct tm day = { 0 };

  return strptime(__DATE__, "%b %d %Y", &day) ? (int64_t)timegm(&day) * G_USEC_PER_SEC : 0;
}

/* What subjects need to know of this machine: where made formats and unsent mails lie. Kept for the
 * life of the program. */
void
place_tell(const char *folder)
{
  static PapersPlace papers;
  static UpkeepPlace upkeep;
  MailConfig mail = {
    .folder = g_build_filename(folder, "mail", NULL),
    .server = g_getenv("SMTP_SERVER"),
    .user = g_getenv("SMTP_USER"),
    .password = g_getenv("SMTP_PASSWORD"),
    .from = g_getenv("MAIL_FROM"),
    .ca_file = g_getenv("SMTP_CA_FILE"),
    .safety = MAIL_AS_OFFERED,
  };

  papers = (PapersPlace){ .cache_folder = g_build_filename(folder, "cache", NULL),
                          .find_picture = find_picture };
  g_autofree char *erasures = place_erasures_file();

  upkeep = (UpkeepPlace){ .folder = g_strdup(folder),
                          .backup_folder = g_build_filename(folder, "backups", NULL),
                          .archive_folder = g_build_filename(folder, "archives", NULL),
                          .mail_folder = mail.folder,
                          .version = COMMONTABLE_VERSION,
                          .built_us = build_day_us(),
                          .migrations = subjects_migrations(),
                          .count_communities = community_count,
                          .take_host = community_take_host,
                          .note_communities = communities_note_change };
  papers_set_place(&papers);
  upkeep_set_place(&upkeep);
  mail_set_config(&mail);
  returns_set_program(g_getenv("MAIL_REPLIES"));
  erasures_set_file(erasures);
}

void
place_without_folder(void)
{
  static const PapersPlace papers = { .find_picture = find_picture };

  papers_set_place(&papers);
}

static Place *
open_place(bool writer_waits, GError **err)
{
  g_autoptr(Place) place = g_new0(Place, 1);
  const DbOptions options = { .batch_max = batch_option, .writer_waits = writer_waits };

  place->folder = g_canonicalize_filename(place_folder(), NULL);
  place->url = place_database_url();
  if (g_mkdir_with_parents(place->folder, 0700) < 0) {
    g_set_error(err, G_FILE_ERROR, g_file_error_from_errno(errno),
                "The data folder %s cannot be made: %s", place->folder, g_strerror(errno));
    return NULL;
  }
  place_tell(place->folder);
  place->db = db_open(place->url, &options, err);
  if (!place->db || !db_migrate(place->db, subjects_migrations(), err) ||
      !place_load_keys(place, err))
    return NULL;
  return g_steal_pointer(&place);
}

Place *
place_open(GError **err)
{
  return open_place(false, err);
}

Place *
place_open_to_serve(GError **err)
{
  return open_place(true, err);
}

Place *
place_open_existing(GError **err)
{
  g_autofree char *url = place_database_url();
  const char *file = g_str_has_prefix(url, "sqlite:") ? url + strlen("sqlite:") : NULL;

  if (!file || g_file_test(file, G_FILE_TEST_EXISTS))
    return place_open(err);
  g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_NOENT,
              "there is no place here: %s is missing. Name its folder with --data (a new place"
              " begins with commontable serve)",
              file);
  return NULL;
}

void
place_close(Place *place)
{
  if (!place)
    return;
  if (place->db)
    db_close(place->db);
  g_free(place->url);
  g_free(place->folder);
  g_free(place);
}

char *
place_path(const Place *place, const char *name)
{
  return g_build_filename(place->folder, name, NULL);
}

Act
place_act(int64_t community_id, IdTape *ids)
{
  return (Act){
    .community_id = community_id,
    .role = ACT_AS_OPERATOR,
    .at_us = clock_now_us(),
    .request_id = ids_new(),
    .ids = ids,
  };
}

int64_t
place_community(Place *place, GError **err)
{
  Txn *txn = db_begin_read(place->db, 0);
  g_autoptr(Community) community =
      host_option ? community_find(txn, host_option) : community_first(txn);
  Trouble trouble = txn_trouble(txn);

  db_end_read(txn);
  if (trouble)
    g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_IO, "The database cannot be read");
  else if (!community && host_option)
    g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_NOENT, "There is no community at %s", host_option);
  return community ? community->id : 0;
}

typedef struct {
  int64_t community_id;
  const char *name;
} FirstCommunity;

static bool
add_first_community(Txn *txn, void *data)
{
  const FirstCommunity *first = data;
  g_autoptr(IdTape) ids = id_tape_new();
  const Act act = place_act(first->community_id, ids);

  community_add(txn, &act, host_option ? host_option : "localhost", first->name, "Europe/London");
  community_keys_ensure(txn, &act);
  return !txn_trouble(txn);
}

int64_t
place_first_community(Place *place, const char *name, GError **err)
{
  g_autoptr(GError) trouble = NULL;
  FirstCommunity first = { .community_id = place_community(place, &trouble), .name = name };

  if (first.community_id)
    return first.community_id;
  if (trouble && !host_option) {
    g_propagate_error(err, g_steal_pointer(&trouble));
    return 0;
  }
  first.community_id = ids_new();
  if (db_write_and_wait(place->db, first.community_id, add_first_community, &first, NULL) ==
      WRITE_KEPT)
    return first.community_id;
  g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_IO, "The first community could not be stored");
  return 0;
}
