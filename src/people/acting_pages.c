/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Acting for somebody: who looks at a page then, the banner on every page, what is closed, and what
 * can be done (R9). Naming and answering are in supporter_pages.c and supporting_pages.c. */
#include "people/supporter_pages.h"

#include "ui/components.h"
#include "ui/form.h"
#include "ui/frame_notice.h"

bool
people_load_acting(Txn *txn, int64_t supporter_id, int64_t acting_id, Arena *arena,
                   Viewer *ret_viewer)
{
  const Session own = { .member_id = supporter_id, .way = WAY_ASSISTED };
  ActingFor acting;

  if (!supporters_find_acting(txn, arena, supporter_id, acting_id, &acting) ||
      !people_load_viewer(txn, &own, arena, ret_viewer))
    return false;
  /* Words and looks stay those of whoever sits there. */
  ret_viewer->member_id = acting.member_id;
  ret_viewer->name = acting.member_name;
  ret_viewer->rights = acting.takes_part ? RIGHT_TAKE_PART : 0;
  ret_viewer->acting = (Acting){ .id = acting_id, .supporter_id = supporter_id };
  memcpy(ret_viewer->acting.levels, acting.levels, sizeof(acting.levels));
  return true;
}

void
people_note_acting(Txn *txn, const Act *act, const ActedNote *note)
{
  supporters_note(txn, act, note->acting_id,
                  &(TrustAct){ .words = note->words,
                               .is_done = note->is_done,
                               .area = note->area,
                               .thing_id = note->thing_id,
                               .detail = note->detail });
}

bool
people_acting_notice(Request *r, FrameNotice *ret_notice)
{
  const char *name = request_acting_name(r);
  const Lang *lang = request_lang(r);
  const char *id = N_("You are acting for {name}.");

  if (!name)
    return false;
  if (!*name)
    id = N_("You were acting for somebody. That is over.");
  else if (request_viewer(r)->acting.id == 0)
    id = N_("You are acting for {name}. On this page you are yourself.");

  g_autofree char *words = lang_fill(lang_text(lang, id), "name", name, NULL);

  *ret_notice = (FrameNotice){
    .words = arena_text(request_arena(r), words),
    .action = "/supporting/stop",
    .button = lang_text(lang, *name ? N_("Stop") : N_("Go on as yourself")),
    .spoken = *name ? lang_text(lang, N_("acting for somebody")) : NULL,
  };
  return true;
}

/* ---- what can be done ---- */

static void
put_way(Page *page, const char *picture, const char *words, const char *href)
{
  ui_picture_item_open(page, picture);
  ui_link(page, .text = words, .href = href, .is_large = true);
  ui_picture_item_close(page);
}

static void
put_ways(Page *page)
{
  const uint8_t *levels = request_viewer(page_request(page))->acting.levels;

  ui_heading(page, 2, tr(page, N_("What is open to you")));
  ui_list_open(page, LIST_RULED);
  if (levels[AREA_PAPERS] >= SUPPORT_SEE)
    put_way(page, "file", tr(page, N_("Their papers")), "/papers");
  if (levels[AREA_DETAILS] >= SUPPORT_SEE)
    put_way(page, "colours",
            levels[AREA_DETAILS] >= SUPPORT_ACT
                ? tr(page, N_("How papers reach them: look or change"))
                : tr(page, N_("How papers reach them: look")),
            "/how-i-like-things/papers");
  if (levels[AREA_DETAILS] >= SUPPORT_SEE)
    put_way(page, "help", tr(page, N_("What helps them take part")), "/me/needs");
  if (levels[AREA_IDEAS] >= SUPPORT_SEE)
    put_way(page, "idea", tr(page, N_("Their ideas, and what happened to them")), "/me/ideas");
  if (levels[AREA_IDEAS] >= SUPPORT_ACT)
    put_way(page, "write", tr(page, N_("Share an idea in their name")), "/ideas/new");
  if (levels[AREA_COSTS] >= SUPPORT_SEE)
    put_way(page, "coin", tr(page, N_("Their costs, and what became of them")), "/me/costs");
  if (levels[AREA_COSTS] >= SUPPORT_ACT)
    put_way(page, "write", tr(page, N_("Ask for money back in their name")), "/me/costs/new");
  if (levels[AREA_WORRIES] >= SUPPORT_ACT)
    put_way(page, "worried", tr(page, N_("Their worries: tell one, read the answers")),
            "/worried/for");
  ui_list_close(page);
  ui_paragraph(page, .text = tr_fill(page, N_("{name} can read all that you look at and do here."),
                                     "name", request_viewer(page_request(page))->name, NULL));
}

void
draw_acting_home(Request *r)
{
  g_autofree char *title = lang_fill(lang_text(request_lang(r), N_("For {name}")), "name",
                                     request_viewer(r)->name, NULL);
  Page *page =
      page_open(r, &(PageHead){ .title = arena_text(request_arena(r), title), .section = "/" });

  put_ways(page);
  page_close(page);
}

static void
draw_over(Request *r)
{
  const Lang *lang = request_lang(r);
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(lang, N_("You act for nobody any more")),
                      .lead = lang_text(lang, N_("This was ended. Nothing more is open to you.")),
                      .status = 403 });

  form_button(page, .action = "/supporting/stop", .button = tr(page, N_("Go on as yourself")));
  page_close(page);
}

void
draw_acting_denied(Request *r)
{
  const Viewer *viewer = request_viewer(r);

  if (viewer->acting.is_over) {
    draw_over(r);
    return;
  }

  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("This is not open to you")),
                                .back = "/",
                                .status = 403 });

  ui_paragraph(page,
               .text = tr_fill(page, N_("{name} has not opened this to you. Nothing was changed."),
                               "name", viewer->name, NULL));
  put_ways(page);
  page_close(page);
}
