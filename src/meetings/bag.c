/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Asking for the meeting bag, making it, keeping it for a day. What stands on its sheets:
 * bag_sheets.c. */
#include "meetings/bag.h"

#include "db/writer.h"
#include "lang/lang.h"
#include "papers/formats.h"
#include "papers/sealed_files.h"
#include "press/bag.h"
#include "press/input.h"
#include "press/run.h"

#include <string.h>

enum { ARENA = 8 * 1024 * 1024, SHEETS_LEN_MAX = 1024 * 1024, TRIES = 3, BAG_PICTURES_MAX = 40 };

static const char place[] = "meeting.bag";
static const char *const sheets_names[] = { "all", "to-post" };
static bool (*find_zone)(Txn *txn, char ret_zone[static BAG_ZONE_SIZE]);

void
meeting_bag_set_zone(bool (*new_find)(Txn *txn, char ret_zone[static BAG_ZONE_SIZE]))
{
  find_zone = new_find;
}

/* ---- its text, and where the file lies ---- */

typedef struct {
  Buffer text;
  SealedFile file;
} Sheets;

static void
sheets_clear(Sheets *sheets)
{
  buffer_clear(&sheets->text);
  sealed_file_clear(&sheets->file);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Sheets, sheets_clear)

static void
get_zone(Txn *txn, char ret_zone[static BAG_ZONE_SIZE])
{
  if (!find_zone || !find_zone(txn, ret_zone))
    g_strlcpy(ret_zone, "UTC", BAG_ZONE_SIZE);
}

void
meeting_bag_write_sheet(Txn *txn, Buffer *out, const Meeting *meeting, const Lang *lang)
{
  char zone[BAG_ZONE_SIZE] = "";

  get_zone(txn, zone);
  meeting_bag_write_to_post(out, meeting, lang, zone);
}

/* False: trouble. The file's name changes with whatever stands on the sheets. */
static bool
gather(Txn *txn, Arena *arena, const Meeting *meeting, MeetingSheets which, const Lang *lang,
       Sheets *ret_sheets)
{
  if (which == SHEETS_TO_POST) {
    meeting_bag_write_sheet(txn, &ret_sheets->text, meeting, lang);
  } else {
    const Agenda *agenda = agenda_find(txn, arena, meeting);
    char zone[BAG_ZONE_SIZE] = "";

    get_zone(txn, zone);
    meeting_bag_write(&ret_sheets->text, meeting, agenda,
                      agenda_papers(txn, arena, meeting, agenda, 0), lang, zone);
  }
  if (txn_trouble(txn) || !sealed_file_start(txn, place, meeting->id, &ret_sheets->file))
    return false;
  sealed_file_add(&ret_sheets->file, lang_tag(lang), strlen(lang_tag(lang)) + 1);
  sealed_file_add(&ret_sheets->file, ret_sheets->text.data, ret_sheets->text.len);
  sealed_file_name(&ret_sheets->file);
  return true;
}

GBytes *
meeting_bag_open(Txn *txn, const Meeting *meeting, MeetingSheets which, const Lang *lang)
{
  g_autoptr(Arena) arena = arena_new(ARENA);
  g_auto(Sheets) sheets = { .text = BUFFER_INIT(SHEETS_LEN_MAX) };

  return gather(txn, arena, meeting, which, lang, &sheets) ? sealed_file_open(&sheets.file) : NULL;
}

/* ---- how far it is ---- */

typedef struct {
  int64_t id, round; /* id 0: nobody asked for it */
  const char *state, *problem;
} BagRow;

static BagRow
find_row(Txn *txn, Arena *arena, int64_t meeting_id, MeetingSheets which, const char *language)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT id, round, state, problem FROM meeting_bag WHERE community_id = ?1"
                    " AND meeting_id = ?2 AND language = ?3 AND sheets = ?4");

  bind_int(q, 2, meeting_id);
  bind_text(q, 3, language);
  bind_text(q, 4, sheets_names[which]);
  if (!query_next(q))
    return (BagRow){ .state = "", .problem = "" };
  return (BagRow){ col_int(q, 0), col_int(q, 1), arena_text(arena, col_text(q, 2)),
                   arena_text(arena, col_text(q, 3)) };
}

MeetingBagState
meeting_bag_state(Txn *txn, Arena *arena, const Meeting *meeting, MeetingSheets which,
                  const Lang *lang, const char **ret_problem)
{
  g_autoptr(Arena) room = arena_new(ARENA);
  g_auto(Sheets) sheets = { .text = BUFFER_INIT(SHEETS_LEN_MAX) };
  const BagRow row = find_row(txn, arena, meeting->id, which, lang_tag(lang));

  *ret_problem = NULL;
  if (!row.id || !gather(txn, room, meeting, which, lang, &sheets))
    return MEETING_BAG_NOT_MADE;
  if (strcmp(row.state, "waiting") == 0)
    return MEETING_BAG_WAITING;
  if (strcmp(row.state, "ready") == 0)
    return sealed_file_is_there(&sheets.file) ? MEETING_BAG_READY : MEETING_BAG_CHANGED;
  *ret_problem = row.problem;
  return MEETING_BAG_NOT_MADE;
}

static void
add_row(Txn *txn, const Act *act, int64_t id, int64_t meeting_id, MeetingSheets which,
        const char *language)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO meeting_bag (community_id, id, meeting_id, language, sheets,"
                " state, problem, round) VALUES (?1, ?2, ?3, ?4, ?5, 'waiting', '', 1)");

  bind_int(q, 2, id);
  bind_int(q, 3, meeting_id);
  bind_text(q, 4, language);
  bind_text(q, 5, sheets_names[which]);
  query_run(q);
}

void
meeting_bag_ask(Txn *txn, const Act *act, const Meeting *meeting, MeetingSheets which,
                const Lang *lang)
{
  g_autoptr(Arena) arena = arena_new(ARENA);
  const BagRow row = find_row(txn, arena, meeting->id, which, lang_tag(lang));
  const int64_t id = row.id ? row.id : act_new_id(act);

  if (strcmp(row.state, "waiting") == 0)
    return;
  if (row.id) {
    g_autoptr(Query) q = db_change(txn, act,
                                   "UPDATE meeting_bag SET state = 'waiting', problem = '',"
                                   " round = round + 1 WHERE community_id = ?1 AND id = ?2");

    bind_int(q, 2, id);
    query_run(q);
  } else {
    add_row(txn, act, id, meeting->id, which, lang_tag(lang));
  }
  outbox_add(txn, act, "meeting-bag", id);
}

/* ---- making it ---- */

/* What a task is about; meeting NULL: it is gone. */
typedef struct {
  const Meeting *meeting;
  MeetingSheets which;
  const Lang *lang;
  int64_t round;
} Wanted;

static Wanted
find_wanted(Txn *txn, Arena *arena, int64_t row_id)
{
  int64_t meeting_id = 0, group_id = 0;
  Wanted wanted = { 0 };
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT b.meeting_id, m.group_id, b.language, b.round, b.sheets"
                      " FROM meeting_bag b"
                      " JOIN meeting m ON m.community_id = ?1 AND m.id = b.meeting_id"
                      " WHERE b.community_id = ?1 AND b.id = ?2");

    bind_int(q, 2, row_id);
    if (!query_next(q))
      return wanted;
    meeting_id = col_int(q, 0);
    group_id = col_int(q, 1);
    wanted.lang = lang_find(col_text(q, 2));
    wanted.round = col_int(q, 3);
    wanted.which =
        strcmp(col_text(q, 4), sheets_names[SHEETS_TO_POST]) == 0 ? SHEETS_TO_POST : SHEETS_ALL;
  }
  if (!wanted.lang) /* a language that this program no longer has */
    wanted.lang = lang_find(NULL);
  wanted.meeting = meetings_find(txn, arena, group_id, meeting_id);
  return wanted;
}

static bool
is_among(const GArray *pictures, const char *name)
{
  for (guint i = 0; i < pictures->len; i++)
    if (strcmp(g_array_index(pictures, PressPicture, i).name, name) == 0)
      return true;
  return false;
}

static GArray *
find_pictures(const GPtrArray *lines)
{
  GArray *pictures = g_array_new(FALSE, TRUE, sizeof(PressPicture));

  for (guint i = 0; lines && i < lines->len && pictures->len < BAG_PICTURES_MAX; i++) {
    const BagLine *line = g_ptr_array_index(lines, i);
    PressPicture picture = { .name = line->texts[0] };

    if (line->kind == BAG_PICTURE && !is_among(pictures, picture.name) &&
        papers_find_picture(picture.name, &picture.bytes, &picture.len))
      g_array_append_val(pictures, picture);
  }
  return pictures;
}

GBytes *
meeting_bag_press(const Buffer *text, const char *title, const Lang *lang, GError **err)
{
  g_autofree char *sheets = g_strndup(text->data, text->len), *problem = NULL;
  g_autoptr(GPtrArray) lines = bag_parse(sheets, &problem);
  g_autoptr(GArray) pictures = find_pictures(lines);
  g_auto(Buffer) bundle = BUFFER_INIT(PRESS_INPUT_MAX);
  const PressOptions options = { .format = FORMAT_MEETING_BAG,
                                 .title = title,
                                 .lang = lang_html_tag(lang) };

  if (!lines || text->is_full ||
      !press_input_write(text->data, text->len, (const PressPicture *)(const void *)pictures->data,
                         pictures->len, &bundle)) {
    g_set_error_literal(err, PRESS_ERROR, PRESS_ERROR_BAD_INPUT,
                        problem ? problem : N_("There is too much for one meeting bag."));
    return NULL;
  }

  size_t len = 0;
  char *bytes = buffer_steal(&bundle, &len);
  g_autoptr(GBytes) input = g_bytes_new_take(bytes, len);
  GBytes *made = NULL;

  return press_run(&options, input, &made, err) ? made : NULL;
}

typedef struct {
  const OutboxTask *task;
  int64_t round;
  const char *state, *problem;
} Made;

static bool
store_made(Txn *txn, void *data)
{
  const Made *made = data;
  const Act act = outbox_task_act(made->task, NULL);
  g_autoptr(Query) q = db_change(txn, &act,
                                 "UPDATE meeting_bag SET state = ?3, problem = ?4"
                                 " WHERE community_id = ?1 AND id = ?2 AND round = ?5");

  bind_int(q, 2, made->task->thing_id);
  bind_text(q, 3, made->state);
  bind_text(q, 4, made->problem);
  bind_int(q, 5, made->round);
  query_run(q);
  return true;
}

OutboxResult
make_meeting_bag(Db *db, const OutboxTask *task, void *data)
{
  g_autoptr(Arena) arena = arena_new(ARENA);
  g_auto(Sheets) sheets = { .text = BUFFER_INIT(SHEETS_LEN_MAX) };
  g_autoptr(GError) err = NULL;
  Txn *txn = db_begin_read(db, task->community_id);
  const Wanted wanted = find_wanted(txn, arena, task->thing_id);
  const bool is_there =
      wanted.meeting && gather(txn, arena, wanted.meeting, wanted.which, wanted.lang, &sheets);
  Made made = { .task = task, .round = wanted.round, .state = "ready", .problem = "" };
  Trouble trouble = txn_trouble(txn);

  (void)data;
  db_end_read(txn);
  if (trouble)
    return OUTBOX_RETRY;
  if (!is_there)
    return OUTBOX_GIVE_UP;

  g_autoptr(GBytes) bytes =
      meeting_bag_press(&sheets.text, wanted.meeting->title, wanted.lang, &err);
  const bool is_kept = bytes && sealed_file_keep(&sheets.file, bytes);
  const bool is_over =
      task->attempt >= TRIES || (err && g_error_matches(err, PRESS_ERROR, PRESS_ERROR_BAD_INPUT));

  if (!is_kept) { /* also while it is tried again: whoever waits is told */
    made.state = "not-ready";
    made.problem = err ? err->message : N_("There is no room to keep it on the server");
  }
  if (db_write_and_wait(db, task->community_id, store_made, &made, &trouble) != WRITE_KEPT)
    return OUTBOX_RETRY;
  return is_kept ? OUTBOX_DONE : is_over ? OUTBOX_GIVE_UP : OUTBOX_RETRY;
}
