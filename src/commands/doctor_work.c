/* SPDX-License-Identifier: AGPL-3.0-or-later
 * doctor: backups, mail, waiting work, formats, clock, port. */
#include "commands/doctor.h"

#include "base/clock.h"
#include "log/log.h"
#include "notices/mail_settings.h"
#include "notices/smtp.h"
#include "outbox/outbox.h"
#include "press/run.h"
#include "upkeep/backups.h"
#include "upkeep/mail_trial.h"
#include "upkeep/place.h"
#include "upkeep/upkeep_pages.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/timex.h>
#include <unistd.h>

enum { FRESH_DAYS = 2, FRESH_BY_HAND_DAYS = 8 };
#define AHEAD_MOST_US (5 * US_PER_MINUTE)

static Txn *
begin(Doctor *doctor, guint i)
{
  return db_begin_read(doctor->db, g_array_index(doctor->communities, int64_t, i));
}

/* ---- backups ---- */

typedef struct {
  int64_t good_us;
  bool is_daily, is_bad; /* is_bad: the newest one that was tried */
} Backups;

static Backups
read_backups(Doctor *doctor, Arena *arena)
{
  Txn *txn = begin(doctor, 0);
  Backups found = { .is_daily = backups_setting(txn).is_daily };
  bool is_first = true;

  for (const Backup *backup = backups_list(txn, arena); backup->id; backup++) {
    if (backup->state != BACKUP_MADE || !backup->is_there)
      continue;
    if (is_first)
      found.is_bad = backup->trial == TRIAL_BAD;
    is_first = false;
    if (backup->trial == TRIAL_GOOD)
      found.good_us = MAX(found.good_us, backup->made_at_us);
  }
  db_end_read(txn);
  return found;
}

void
look_at_backup(Doctor *doctor, Finding *finding)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Backups found = { 0 };

  if (doctor->communities->len != 1) {
    finding_fine(finding, "%s",
                 doctor->communities->len ? "several communities are here: the host makes them,"
                                            " with commontable backup"
                                          : "there is nothing to keep yet");
    return;
  }
  found = read_backups(doctor, arena);

  const int64_t fresh_days = found.is_daily ? FRESH_DAYS : FRESH_BY_HAND_DAYS;
  const int64_t age_days = (clock_now_us() - found.good_us) / US_PER_DAY;

  if (found.is_bad)
    finding_look(finding, "the newest one could not be opened when it was tried");
  else if (!found.good_us)
    finding_look(finding, "there is no good one yet: made, opened and found whole");
  else if (age_days >= fresh_days)
    finding_look(finding, "the last good one is %" G_GINT64_FORMAT " days old", age_days);
  else
    finding_fine(finding, "the last one was opened and found whole, %" G_GINT64_FORMAT " hours ago",
                 (int64_t)((clock_now_us() - found.good_us) / US_PER_HOUR));
  if (!finding->is_fine)
    finding_advise(finding, "In the browser: Looking after this, Backups, Make one now. Then fetch"
                            " it, and keep it in another house");
}

/* ---- mail ---- */

static void
knock(const MailConfig *config, Finding *finding)
{
  const MailStep step = smtp_knock(config);

  if (step == MAIL_ACCEPTED) {
    finding_fine(finding, "the mail server answers, and takes our name and password");
    return;
  }
  finding_look(finding, "%s", mail_step_words(step));
  finding_advise(finding, "%s", mail_step_advice(step));
}

void
look_at_mail(Doctor *doctor, Finding *finding)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  MailConfig config = *mail_program_config();
  MailSettings settings = { 0 };
  bool is_said = false;

  if (doctor->communities->len > 0) {
    Txn *txn = begin(doctor, 0);

    is_said = mail_settings_read(txn, arena, false, &settings);
    if (doctor->has_keys) /* the password must be opened */
      config = mail_config_of(txn, arena);
    db_end_read(txn);
  }
  if (config.server) {
    knock(&config, finding);
  } else if (is_said && !settings.is_on) {
    finding_fine(finding, "there is none here, and somebody said so");
  } else {
    finding_look(finding, is_said ? "its password does not open"
                                  : "nobody has said how mails leave: they wait in a folder");
    finding_advise(finding, is_said ? "See Root key, above"
                                    : "In the browser: Looking after this, Mail. No mail is an"
                                      " answer too");
  }
}

/* ---- waiting work ---- */

void
look_at_outbox(Doctor *doctor, Finding *finding)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  int64_t failing = 0, given_up = 0;
  const char *words = NULL;

  for (guint i = 0; i < doctor->communities->len; i++) {
    Txn *txn = begin(doctor, i);

    for (const OutboxKind *kind = outbox_kinds(txn, arena); kind->kind; kind++) {
      failing += kind->failing;
      given_up += kind->given_up;
      if (kind->failing || kind->given_up)
        words = work_kind_words(kind->kind) ? work_kind_words(kind->kind) : kind->kind;
    }
    db_end_read(txn);
  }
  if (!failing && !given_up) {
    finding_fine(finding, "nothing is stuck");
    return;
  }
  finding_look(finding,
               "%" G_GINT64_FORMAT " failed for good, %" G_GINT64_FORMAT " are tried again (%s)",
               given_up, failing, words);
  finding_advise(finding, "In the browser: Looking after this, What ran when. There is a button to"
                          " try again");
}

/* ---- formats ---- */

/* As the site does it: the program beside this one, in its sandbox, with its libraries. */
static bool
can_make(PaperFormat format, GError **err)
{
  const PressOptions options = { .format = format,
                                 .points =
                                     format == FORMAT_BRAILLE || format == FORMAT_AUDIO ? 0 : 18,
                                 .grade = format == FORMAT_BRAILLE ? 2 : 0,
                                 .title = "A test",
                                 .lang = "en-GB" };
  g_autoptr(GBytes) paper = g_bytes_new_static("# A test\n\nHello.\n", 17);
  g_autoptr(GBytes) made = NULL;

  return press_run(&options, paper, &made, err);
}

void
look_at_formats(Doctor *doctor, Finding *finding)
{
  static const PaperFormat formats[] = { FORMAT_LARGE_PRINT, FORMAT_BRAILLE, FORMAT_AUDIO };
  g_autoptr(GString) missing = g_string_new(NULL);
  g_autofree char *why = NULL;

  (void)doctor;
  for (size_t i = 0; i < G_N_ELEMENTS(formats); i++) {
    g_autoptr(GError) err = NULL;

    if (can_make(formats[i], &err))
      continue;
    g_string_append_printf(missing, "%s%s", missing->len ? ", " : "", format_name(formats[i]));
    if (!why)
      why = g_strdup(err->message);
  }
  if (!missing->len) {
    finding_fine(finding, "large print, braille and audio were made just now, in the sandbox");
    return;
  }
  finding_look(finding, "these cannot be made: %s. %s", missing->str, why);
  finding_advise(finding, "Is commontable-press beside commontable? Are all packages installed? See"
                          " script/packages");
}

void
look_at_word(Doctor *doctor, Finding *finding)
{
  g_autofree char *pandoc = g_find_program_in_path("pandoc");

  (void)doctor;
  if (pandoc) {
    finding_fine(finding, "%s reads them", pandoc);
    return;
  }
  finding_look(finding, "they cannot be read: pandoc is not installed");
  finding_advise(finding, "apt-get install pandoc. Until then people paste their words");
}

/* ---- clock ---- */

static int64_t
newest_us(Doctor *doctor)
{
  int64_t newest = 0;

  for (guint i = 0; doctor->is_current && i < doctor->communities->len; i++) {
    Txn *txn = begin(doctor, i);

    newest = MAX(newest, log_newest_us(txn));
    db_end_read(txn);
  }
  return newest;
}

void
look_at_clock(Doctor *doctor, Finding *finding)
{
  struct timex state = { .modes = 0 };
  const bool is_kept = adjtimex(&state) >= 0 && !(state.status & STA_UNSYNC);
  const int64_t now_us = clock_now_us();
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc(now_us / G_USEC_PER_SEC);
  g_autofree char *date = g_date_time_format(now, "%Y-%m-%d %H:%M UTC");

  if (now_us < upkeep_place()->built_us)
    finding_look(finding, "it shows %s, before this program was made", date);
  else if (newest_us(doctor) > now_us + AHEAD_MOST_US)
    finding_look(finding, "it shows %s, but newer things are on the record already", date);
  else
    finding_fine(finding, "it shows %s.%s", date,
                 is_kept ? " The network keeps it right"
                         : " Nothing sets it by itself: is it right?");
  if (!finding->is_fine)
    finding_advise(finding, "timedatectl set-ntp true");
}

/* ---- port ---- */

typedef enum { PORT_FREE, PORT_OURS, PORT_OTHERS, PORT_FORBIDDEN } PortState;

static bool
answers_as_we_do(int port)
{
  static const char asked[] =
      "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  const struct sockaddr_in address = { .sin_family = AF_INET,
                                       .sin_port = htons((uint16_t)port),
                                       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
  const struct timeval patience = { .tv_sec = 3 };
  char said[64] = "";
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  bool is_ours = false;

  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
  if (fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof(address)) == 0 &&
      send(fd, asked, sizeof(asked) - 1, MSG_NOSIGNAL) == (ssize_t)sizeof(asked) - 1)
    is_ours = recv(fd, said, sizeof(said) - 1, 0) > 0 && g_str_has_prefix(said, "HTTP/1.1 200");
  if (fd >= 0)
    close(fd);
  return is_ours;
}

static PortState
port_state(int port)
{
  const struct sockaddr_in address = { .sin_family = AF_INET,
                                       .sin_port = htons((uint16_t)port),
                                       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
  const int yes = 1;
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int why = 0;

  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
  if (fd < 0 || bind(fd, (const struct sockaddr *)&address, sizeof(address)) != 0)
    why = errno;
  if (fd >= 0)
    close(fd);
  if (why == EADDRINUSE)
    return answers_as_we_do(port) ? PORT_OURS : PORT_OTHERS;
  return why ? PORT_FORBIDDEN : PORT_FREE;
}

void
look_at_port(Doctor *doctor, Finding *finding)
{
  switch (port_state(doctor->port)) {
  case PORT_FREE:
    finding_fine(finding, "%d is free: the site can be started", doctor->port);
    break;
  case PORT_OURS:
    finding_fine(finding, "the site answers at %d", doctor->port);
    break;
  case PORT_OTHERS:
    finding_look(finding, "another program uses %d", doctor->port);
    finding_advise(finding, "Stop it, or start the site with another one: --port PORT");
    break;
  case PORT_FORBIDDEN:
    finding_look(finding, "%d may not be used by you", doctor->port);
    finding_advise(finding, "Choose one above 1023, with Caddy or nginx in front");
    break;
  }
}
