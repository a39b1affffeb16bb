/* SPDX-License-Identifier: AGPL-3.0-or-later
 * commontable mail-in: one mail on standard input, from the mail server. It is kept, or the server
 * hears that it must try again: no mail is lost here. Exit codes as in sysexits.h. */
#include "notices/mail_in.h"
#include "base/clock.h"
#include "base/journal.h"
#include "commands/command.h"
#include "commands/place.h"
#include "db/writer.h"
#include "subjects.h"
#include "web/web.h"

#include <errno.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

enum { READ_BYTES = 64 * 1024, NAMES_MAX = 8 };
#define DRAINED_MAX (256 * (int64_t)INCOMING_BYTES_MAX)

static char *to_option, *from_option;

/* The first INCOMING_BYTES_MAX bytes and one more; the rest is taken off the pipe unread, so that
 * the mail server does not see it break. NULL: reading failed. */
static GByteArray *
read_mail(void)
{
  g_autoptr(GByteArray) mail = g_byte_array_new();
  g_autofree guint8 *bytes = g_malloc(READ_BYTES);
  int64_t drained = 0;

  for (;;) {
    const ssize_t count = read(STDIN_FILENO, bytes, READ_BYTES);

    if (count < 0 && errno == EINTR)
      continue;
    if (count < 0)
      return NULL;
    if (count == 0 || drained > DRAINED_MAX)
      return g_steal_pointer(&mail);
    drained += count;
    if (mail->len <= INCOMING_BYTES_MAX)
      g_byte_array_append(mail, bytes, (guint)MIN(count, INCOMING_BYTES_MAX + 1 - mail->len));
  }
}

/* For whom the server says that it is: by option, or as Postfix and Exim tell a program. */
static void
name_recipients(const char *ret_names[static NAMES_MAX + 1])
{
  static const char *const variables[] = { "ORIGINAL_RECIPIENT", "RECIPIENT" };
  int count = 0;

  if (to_option && *to_option)
    ret_names[count++] = to_option;
  for (size_t i = 0; i < G_N_ELEMENTS(variables); i++)
    if (g_getenv(variables[i]))
      ret_names[count++] = g_getenv(variables[i]);
  ret_names[count] = NULL;
}

/* Postfix says MAILER-DAEMON where the envelope has no sender. */
static const char *
name_sender(void)
{
  const char *sender = from_option ? from_option : g_getenv("SENDER");

  return sender && (strcmp(sender, "MAILER-DAEMON") == 0 || strcmp(sender, "<>") == 0) ? ""
                                                                                       : sender;
}

/* ---- whose it is ---- */

static bool
is_of_address(const Incoming *incoming, const ReturnSetting *setting)
{
  for (guint i = 0; setting->is_on && i < incoming->recipients->len; i++)
    if (g_ascii_strcasecmp(g_ptr_array_index(incoming->recipients, i), setting->address) == 0)
      return true;
  return false;
}

typedef enum { OURS_NOT, OURS_BY_ADDRESS, OURS_BY_TOKEN } Ours;

static Trouble
look_at(Place *place, int64_t community_id, const Incoming *incoming, Ours *ret_ours)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Txn *txn = db_begin_read(place->db, community_id);
  const ReturnSetting setting = returns_setting(txn, arena);

  *ret_ours = mail_in_is_ours(txn, incoming)                                       ? OURS_BY_TOKEN
              : !returns_are_set_by_program() && is_of_address(incoming, &setting) ? OURS_BY_ADDRESS
                                                                                   : OURS_NOT;

  const Trouble trouble = txn_trouble(txn);

  db_end_read(txn);
  return trouble;
}

static int64_t
find_by_host(Place *place, const Incoming *incoming)
{
  int64_t found = 0;
  Txn *txn = db_begin_read(place->db, 0);

  for (guint i = 0; !found && i < incoming->recipients->len; i++) {
    const char *at = strrchr(g_ptr_array_index(incoming->recipients, i), '@');
    g_autoptr(Community) community = at ? community_find(txn, at + 1) : NULL;

    found = community ? community->id : 0;
  }
  db_end_read(txn);
  return found;
}

/* By its token; else by the address that it came to; else the one that --community names, or the
 * only one. 0: nobody's. -1: trouble. */
static int64_t
find_community(Place *place, const Incoming *incoming, GError **err)
{
  g_autoptr(GArray) communities = place_communities(place->db, err);
  int64_t by_address = 0;

  if (!communities)
    return -1;
  for (guint i = 0; i < communities->len; i++) {
    const int64_t id = g_array_index(communities, int64_t, i);
    Ours ours = OURS_NOT;

    if (look_at(place, id, incoming, &ours))
      return -1;
    if (ours == OURS_BY_TOKEN)
      return id;
    if (ours == OURS_BY_ADDRESS && !by_address)
      by_address = id;
  }
  if (!by_address)
    by_address = find_by_host(place, incoming);
  if (by_address || communities->len == 0)
    return by_address;
  if (communities->len > 1 && !place_host())
    return 0;
  return place_community(place, err);
}

/* ---- taking it ---- */

typedef struct {
  const Incoming *incoming;
  const GByteArray *mail;
  MailInResult result;
} TakeJob;

static bool
take(Txn *txn, void *data)
{
  TakeJob *job = data;
  g_autoptr(IdTape) ids = id_tape_new();
  Act act = place_act(txn_community(txn), ids);

  act.role = ACT_AS_PROGRAM;
  job->result =
      mail_in_take(txn, &act, job->incoming, (const char *)job->mail->data, job->mail->len);
  return job->result == MAIL_IN_TAKEN && !txn_trouble(txn);
}

static int
say(int code, const char *what)
{
  command_fail("%s", what);
  return code;
}

static int
deliver(Place *place, const GByteArray *mail, const Incoming *incoming)
{
  g_autoptr(GError) err = NULL;
  TakeJob job = { .incoming = incoming, .mail = mail };
  const int64_t community_id = find_community(place, incoming, &err);

  if (community_id < 0)
    return say(EX_TEMPFAIL, "the database cannot be read now: try again");
  if (community_id == 0)
    return say(EX_NOUSER, "there is no community that this mail is for");

  const WriteOutcome outcome = db_write_and_wait(place->db, community_id, take, &job, NULL);

  if (outcome == WRITE_TROUBLE)
    return say(EX_TEMPFAIL, "the database cannot be written now: try again");
  if (job.result == MAIL_IN_FULL)
    return say(EX_UNAVAILABLE, "too many mails that answer nothing wait to be read");
  return EX_OK;
}

/* A folder that is not there is not made: a slip in the mail server's settings would keep mails in
 * a place that nobody looks at. */
static int
run(int argc, char **argv)
{
  g_autoptr(GError) err = NULL;
  const char *recipients[NAMES_MAX + 1];

  (void)argv;
  if (argc > 1)
    return say(EX_USAGE, "mail-in takes no further words; see --help");

  g_autoptr(GByteArray) mail = read_mail();

  if (!mail)
    return say(EX_TEMPFAIL, "standard input cannot be read");
  if (!g_file_test(place_folder(), G_FILE_TEST_IS_DIR))
    return say(EX_TEMPFAIL, "there is no such data folder");
  subjects_register();
  name_recipients(recipients);

  g_autoptr(Incoming) incoming =
      incoming_read((const char *)mail->data, mail->len, recipients, name_sender());

  if (!incoming)
    return say(mail->len == 0 ? EX_DATAERR : EX_TEMPFAIL,
               mail->len == 0 ? "there is no mail on standard input" : "the mail cannot be read");

  g_autoptr(Place) place = place_open(&err);

  if (!place)
    return say(EX_TEMPFAIL, err->message);
  return deliver(place, mail, incoming);
}

static const GOptionEntry options[] = {
  { "to", 0, 0, G_OPTION_ARG_STRING, &to_option,
    "Whom the envelope names (default: $ORIGINAL_RECIPIENT and $RECIPIENT)", "ADDRESS" },
  { "from", 0, 0, G_OPTION_ARG_STRING, &from_option,
    "Who sends it, in the envelope (default: $SENDER)", "ADDRESS" },
  { NULL },
};

const Command mail_in_command = {
  .name = "mail-in",
  .summary = "Takes one mail on standard input: an answer, or one that came back.",
  .options = options,
  .is_at_place = true,
  .run = run,
};
