/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Fills an empty place (DATA, DATABASE as for serve) with communities to measure, by the subjects'
 * own rules, and writes what the load needs to sign in and post. Not installed.
 *   bench-fill COMMUNITIES PAPERS GUIDE.md POSTS_A_COMMUNITY SESSIONS POSTS [varied|meetings]
 * SESSIONS gets "host token organiser|member" a line; POSTS gets "host address token path body" a
 * line: each a form of its own, signed as the page that draws it signs it. "varied": members of
 * many formats and ways, and a long paper with Easy Read that waits to be sent. "meetings": two
 * groups of 200, whose paths are said on standard output ("few /groups/…"), and each form of POSTS
 * is somebody's answer to an invitation. */
#include "fill_meetings.h"

#include "base/clock.h"
#include "base/ids.h"
#include "base/random.h"
#include "base/text.h"
#include "commands/place.h"
#include "db/writer.h"
#include "outbox/outbox.h"
#include "papers/papers.h"
#include "papers/releases.h"
#include "people/people.h"
#include "subjects.h"
#include "web/request.h"
#include "web/sessions.h"
#include "web/web.h"

#include <string.h>

/* Organisers send links by mail; readers are sent every paper, as a web page, and told by phone. */
enum {
  READERS = 100,
  ORGANISERS = 400,
  MEMBERS = READERS + ORGANISERS,
  PAPERS_MAX = 60,
  INVITED = 200
};

typedef struct {
  int number;         /* from 0 */
  char *host, *guide; /* the guide: the last paper's words */
  int papers;
  bool is_varied, has_meetings;
  FilledMeetings meetings;
  int64_t id, members[MEMBERS];
  Token tokens[MEMBERS];
} Filled;

static void
check_refusals(const Refusals *refusals, const char *what)
{
  if (refusals_count(refusals) > 0)
    g_error("%s was refused", what);
}

/* What every ten of the varied members want, and how they are reached. */
static const struct {
  const char *wants;
  Reach reach;
} varied[] = {
  { "page", REACH_EMAIL },
  { "large print 18", REACH_EMAIL },
  { "large print 24", REACH_POST },
  { "easy read", REACH_EMAIL },
  { "easy read; audio", REACH_PHONE },
  { "audio", REACH_EMAIL },
  { "braille 2", REACH_POST },
  { "text", REACH_EMAIL },
  { "page", REACH_IN_PERSON },
  { "large print 28; audio", REACH_EMAIL },
};

static void
vary(Member *member, Arena *arena, int i)
{
  member->reach = varied[i % (int)G_N_ELEMENTS(varied)].reach;
  if (!format_wants_from_text(varied[i % (int)G_N_ELEMENTS(varied)].wants, &member->wants))
    g_error("no such format: %s", varied[i % (int)G_N_ELEMENTS(varied)].wants);
  if (member->reach == REACH_EMAIL)
    member->contact = arena_format(arena, "m%d@bench.example", i);
  else if (member->reach == REACH_POST)
    member->contact = arena_format(arena, "%d Broad Street\nRiverside", i + 1);
  else if (member->reach == REACH_PHONE)
    member->contact = arena_format(arena, "01632 960 %03d", i);
  else
    member->contact = "";
}

static void
add_member(Txn *txn, const Act *act, Arena *arena, Filled *filled, int i)
{
  Refusals *refusals = refusals_new(arena);
  const bool is_organiser = i >= READERS;
  Member member = {
    .name = arena_format(arena, "Morgan Riverside the %dth", i),
    .reach = is_organiser ? REACH_EMAIL : REACH_PHONE,
    .contact = is_organiser ? arena_format(arena, "m%d@bench.example", i)
                            : arena_format(arena, "01632 960 %03d", i),
    .is_organiser = is_organiser,
  };

  if (filled->is_varied)
    vary(&member, arena, i);
  people_add(txn, act, &member, refusals, &filled->members[i]);
  check_refusals(refusals, "a member");
  filled->tokens[i] = token_new();
  session_begin(txn, act, &(SessionStart){ .member_id = filled->members[i], .way = WAY_OPERATOR },
                &filled->tokens[i]);
}

static const char minutes[] =
    "# Minutes\n\nWe met in the hall.\n\n- The path by the river\n- The new lamps\n";

static void
add_paper(Txn *txn, const Act *act, Arena *arena, const Filled *filled, int number)
{
  Refusals *refusals = refusals_new(arena);
  int64_t paper_id = 0, release_id = 0;
  const Paper paper = {
    .title = arena_format(arena, "Minutes of the neighbourhood meeting no. %d", number),
    .source = number == filled->papers ? filled->guide : minutes,
    .easy_source = "",
    .language = "en-GB",
  };

  papers_add(txn, act, &paper, refusals, &paper_id);
  check_refusals(refusals, "a paper");
  releases_start(txn, act, paper_id, filled->members, READERS, "", refusals, &release_id);
  check_refusals(refusals, "starting to send");
  releases_release(txn, act, release_id, NULL, refusals);
  check_refusals(refusals, "sending");
}

enum { LONG_PAPER_GUIDES = 5 }; /* some 40 pages: the guide has 3,800 words */

/* Not sent: how long the sending of it takes is what is measured. */
static void
add_long_paper(Txn *txn, const Act *act, Arena *arena, const Filled *filled)
{
  Refusals *refusals = refusals_new(arena);
  g_autoptr(GString) source = g_string_new(""), easy = g_string_new("# A long paper\n\n");
  int64_t paper_id = 0;

  for (int i = 0; i < LONG_PAPER_GUIDES; i++)
    g_string_append_printf(source, "%s\n\n", filled->guide);
  for (int i = 0; i < 60; i++)
    g_string_append(easy, "![A calendar](calendar)\nWe meet on Monday.\nYou can come.\n\n");
  papers_add(txn, act,
             &(Paper){ .title = "A long paper",
                       .source = source->str,
                       .easy_source = easy->str,
                       .language = "en-GB" },
             refusals, &paper_id);
  check_refusals(refusals, "a long paper");
}

static bool
fill(Txn *txn, void *data)
{
  Filled *filled = data;
  g_autoptr(IdTape) ids = id_tape_new();
  g_autoptr(Arena) arena = arena_new(64 * 1024 * 1024);
  Act act = place_act(filled->id, ids);
  g_autofree char *name = g_strdup_printf("Riverside %d", filled->number + 1);

  community_add(txn, &act, filled->host, name, "Europe/London");
  community_set_up(txn, &act, name, "Europe/London");
  for (int i = 0; i < MEMBERS; i++)
    add_member(txn, &act, arena, filled, i);
  act.member_id = filled->members[READERS];
  act.role = ACT_AS_ORGANISER;
  for (int i = 0; i < filled->papers; i++)
    add_paper(txn, &act, arena, filled, i + 1);
  if (filled->is_varied)
    add_long_paper(txn, &act, arena, filled);
  if (filled->has_meetings)
    fill_meetings(txn, &act, &filled->members[READERS], INVITED, &filled->meetings);
  return !txn_trouble(txn);
}

static void
write_sessions(FILE *file, const Filled *filled)
{
  char token[TOKEN_HEX_SIZE];

  for (int i = 0; i < MEMBERS; i++) {
    token_to_hex(&filled->tokens[i], token);
    fprintf(file, "%s %s %s\n", filled->host, token, i < READERS ? "member" : "organiser");
  }
}

/* What is posted, and by how many of the organisers in turn. Address and fields: g_free. */
typedef struct {
  char *path, *fields;
  int senders;
} Form;

static Form
mail_link_form(const Filled *filled, int number)
{
  const int receiver = READERS + (number + 1 + number / ORGANISERS) % ORGANISERS;
  char id[ID_TEXT_SIZE];

  return (Form){ g_strdup_printf("/people/%s/mail-link", id_to_text(filled->members[receiver], id)),
                 g_strdup(""), ORGANISERS };
}

static Form
reply_form(const Filled *filled, int number)
{
  static const char *const answers[] = { "yes", "no", "online", "yes" };
  char group[ID_TEXT_SIZE], meeting[ID_TEXT_SIZE];

  return (Form){ g_strdup_printf("/groups/%s/meetings/%s/reply",
                                 id_to_text(filled->meetings.few_id, group),
                                 id_to_text(filled->meetings.coming_id, meeting)),
                 g_strdup_printf("answer=%s&", answers[(number / INVITED + number) % 4]), INVITED };
}

/* Each from an address of their own, as behind a proxy: how often one address and one account may
 * post stays as it always is. */
static void
write_post(FILE *file, const Filled *filled, int number)
{
  const Form form =
      filled->has_meetings ? reply_form(filled, number) : mail_link_form(filled, number);
  const int sender = READERS + number % form.senders;
  char token[TOKEN_HEX_SIZE], csrf[TOKEN_HEX_SIZE];
  uint8_t form_id[FORM_ID_BYTES];

  form_id_new(form_id);
  g_autofree char *form_text = text_from_bytes(form_id, sizeof(form_id));

  token_to_hex(&filled->tokens[sender], token);
  token_sign(&filled->tokens[sender], form_text, csrf);
  fprintf(file, "%s 10.%d.%d.%d %s %s %s" FIELD_CSRF_TOKEN "=%s&" FIELD_FORM_ID "=%s\n",
          filled->host, filled->number, sender / 250, 1 + sender % 250, token, form.path,
          form.fields, csrf, form_text);
  g_free(form.path);
  g_free(form.fields);
}

static void
say_groups(const FilledMeetings *meetings)
{
  char few[ID_TEXT_SIZE], many[ID_TEXT_SIZE];

  printf("few /groups/%s\nmany /groups/%s\n", id_to_text(meetings->few_id, few),
         id_to_text(meetings->many_id, many));
}

static FILE *
open_output(const char *path)
{
  FILE *file = fopen(path, "we");

  if (!file)
    g_error("%s cannot be written", path);
  return file;
}

static int
number_from(const char *text)
{
  return (int)g_ascii_strtoll(text, NULL, 10);
}

int
main(int argc, char **argv)
{
  g_autoptr(GError) err = NULL;

  const bool is_varied = argc == 8 && strcmp(argv[7], "varied") == 0;
  const bool has_meetings = argc == 8 && strcmp(argv[7], "meetings") == 0;

  if ((argc != 7 && !is_varied && !has_meetings) || number_from(argv[2]) > PAPERS_MAX) {
    g_printerr("usage: bench-fill COMMUNITIES PAPERS GUIDE.md POSTS_A_COMMUNITY SESSIONS POSTS"
               " [varied|meetings]\n");
    return 2;
  }
  subjects_register();

  g_autoptr(Place) place = place_open(&err);
  g_autofree char *guide = NULL;

  if (!place || !g_file_get_contents(argv[3], &guide, NULL, &err))
    g_error("%s", err->message);

  const int communities = number_from(argv[1]), posts = number_from(argv[4]);
  FILE *sessions_file = open_output(argv[5]), *posts_file = open_output(argv[6]);
  g_autofree Filled *all = g_new0(Filled, communities);

  for (int i = 0; i < communities; i++) {
    all[i] = (Filled){ .number = i,
                       .guide = guide,
                       .papers = number_from(argv[2]),
                       .is_varied = is_varied,
                       .has_meetings = has_meetings,
                       .id = ids_new() };
    all[i].host = i == 0 ? g_strdup("localhost") : g_strdup_printf("c%d.localhost", i + 1);
    if (db_write_and_wait(place->db, all[i].id, fill, &all[i], NULL) != WRITE_KEPT)
      g_error("%s could not be stored", all[i].host);
    /* What meetings of years ago leave to be done is not what is measured. */
    if (has_meetings)
      outbox_run_due(place->db, subject_handlers, all[i].id);
    write_sessions(sessions_file, &all[i]);
    if (has_meetings)
      say_groups(&all[i].meetings);
  }
  for (int n = 0; n < posts; n++) /* the communities by turns */
    for (int i = 0; i < communities; i++)
      write_post(posts_file, &all[i], n);
  for (int i = 0; i < communities; i++)
    g_free(all[i].host);
  return fclose(sessions_file) == 0 && fclose(posts_file) == 0 ? 0 : 1;
}
