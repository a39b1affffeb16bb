/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Hearing a paper: the player, its chapters with their times, and the voice slower or faster. */
#include "papers/papers_pages.h"

#include "people/people_pages.h"
#include "press/chapters.h"
#include "ui/components.h"
#include "ui/form.h"

#include <sys/stat.h>
#include <unistd.h>

static const struct {
  SpeechSpeed speed;
  const char *words;
} speeds[] = {
  { SPEED_SLOW, N_("Spoken slowly") },
  { SPEED_NORMAL, N_("Spoken as usual") },
  { SPEED_FAST, N_("Spoken fast") },
};

static const char *
path_at_speed(Request *r, int64_t paper_id, const char *end, SpeechSpeed speed)
{
  const char *path = arena_format(request_arena(r), "%s/%s", paper_path(r, paper_id), end);

  return speed == SPEED_NORMAL
             ? path
             : arena_format(request_arena(r), "%s?speed=%s", path, speed_name(speed));
}

const char *
listen_path(Request *r, int64_t paper_id, SpeechSpeed speed)
{
  return path_at_speed(r, paper_id, "listen", speed);
}

void
put_listen_link(Page *page, int64_t paper_id)
{
  ui_picture_item_open(page, format_picture(FORMAT_AUDIO));
  ui_link(page, .text = tr(page, N_("Listen to it")), .is_large = true,
          .href = listen_path(page_request(page), paper_id, SPEED_NORMAL));
  ui_picture_item_close(page);
}

/* False: no such speed. */
static bool
read_speed(Request *r, FormatWant *ret_want)
{
  const char *speed = request_query(r, "speed");

  *ret_want = (FormatWant){ .format = FORMAT_AUDIO };
  return !*speed || speed_from_name(speed, &ret_want->speed);
}

/* "1:05", as players show it. */
static const char *
time_in_figures(Request *r, uint32_t ms)
{
  const unsigned seconds = ms / 1000;

  return seconds < 3600 ? arena_format(request_arena(r), "%u:%02u", seconds / 60, seconds % 60)
                        : arena_format(request_arena(r), "%u:%02u:%02u", seconds / 3600,
                                       seconds / 60 % 60, seconds % 60);
}

static void
put_chapters(Page *page, const char *sound, int fd)
{
  Request *r = page_request(page);
  g_autofree char *front = g_malloc(CHAPTERS_TAG_MAX);
  const ssize_t len = pread(fd, front, CHAPTERS_TAG_MAX, 0);
  g_autoptr(GArray) chapters = chapters_read(front, len > 0 ? (size_t)len : 0);

  if (chapters->len < 2)
    return;
  ui_heading(page, 2, tr(page, N_("Chapters")));
  ui_list_open(page, LIST_RULED);
  for (guint i = 0; i < chapters->len; i++) {
    const Chapter *chapter = &g_array_index(chapters, Chapter, i);

    ui_list_item_open(page);
    ui_link(page, .is_large = true,
            .text = arena_format(request_arena(r), "%s – %s", time_in_figures(r, chapter->start_ms),
                                 chapter->title),
            .href = arena_format(request_arena(r), "%s#t=%u", sound, chapter->start_ms / 1000));
    ui_list_item_close(page);
  }
  ui_list_close(page);
}

static void
put_not_made(Page *page, const Paper *paper, const FormatWant *want)
{
  Request *r = page_request(page);
  const char *problem = NULL;
  const FormatState state = formats_state(request_txn(r), paper->id, want, &problem);

  if (state == FORMAT_NOT_READY && problem) {
    ui_inset_text(page, .text = tr_told(page, problem));
    return;
  }
  ui_paragraph(page, .text = tr(page, N_("This is not spoken yet. Ask for it here. It takes a"
                                         " minute. Then load this page again.")));
  form_button(page, .action = format_path(r, paper, want),
              .button = tr(page, N_("Make it for me")));
}

static void
put_speeds(Page *page, const Paper *paper, SpeechSpeed now)
{
  ui_heading(page, 2, tr(page, N_("Slower or faster")));
  ui_list_open(page, LIST_RULED);
  for (size_t i = 0; i < G_N_ELEMENTS(speeds); i++) {
    if (speeds[i].speed == now)
      continue;
    ui_list_item_open(page);
    ui_link(page, .text = tr(page, speeds[i].words), .is_large = true,
            .href = listen_path(page_request(page), paper->id, speeds[i].speed));
    ui_list_item_close(page);
  }
  ui_list_close(page);
}

static void
show_listen(Request *r)
{
  const Paper *paper = find_readable_paper(r);
  FormatWant want;

  if (!paper)
    return;
  if (paper->reading != READING_DONE || !read_speed(r, &want)) {
    reply_not_found(r);
    return;
  }

  const char *sound = path_at_speed(r, paper->id, "listen/sound", want.speed);
  const int fd =
      formats_open(papers_complete_for(request_txn(r), request_arena(r), paper, &want), &want);
  Page *page = page_open(r, &(PageHead){ .title = paper->title,
                                         .picture = "listen",
                                         .back = paper_path(r, paper->id),
                                         .section = "/papers" });

  for (size_t i = 0; i < G_N_ELEMENTS(speeds); i++)
    if (speeds[i].speed == want.speed)
      ui_paragraph(page, .is_strong = true, .text = tr(page, speeds[i].words));
  if (fd >= 0) {
    ui_audio(page, sound, paper->title);
    ui_paragraph(page, .text = tr(page, N_("A computer voice reads this.")));
    put_chapters(page, sound, fd);
    close(fd);
  } else {
    put_not_made(page, paper, &want);
  }
  put_speeds(page, paper, want.speed);
  page_close(page);
}

/* Without a name to keep it by: the browser plays it, from the time after "#t=". */
static void
play_sound(Request *r)
{
  const Paper *paper = find_readable_paper(r);
  FormatWant want;

  if (!paper)
    return;

  if (!read_speed(r, &want)) {
    reply_not_found(r);
    return;
  }

  const int fd =
      formats_open(papers_complete_for(request_txn(r), request_arena(r), paper, &want), &want);

  if (fd >= 0)
    reply_fd(r, format_media_type(FORMAT_AUDIO), NULL, fd);
  else
    reply_redirect(r, listen_path(r, paper->id, want.speed)); /* which says how to get it */
}

const Route listen_routes[] = {
  { "GET", "/papers/:paper/listen", is_signed_in, show_listen,
    .supporter = { SUPPORT_SEE, AREA_PAPERS, N_("Listened to a paper") } },
  { "GET", "/papers/:paper/listen/sound", is_signed_in, play_sound,
    .supporter = { SUPPORT_SEE, AREA_PAPERS, N_("Listened to a paper") } },
  ROUTES_END,
};
