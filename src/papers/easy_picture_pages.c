/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Choosing the picture of an Easy Read row: all pictures, or those found by a word, each a button.
 */
#include "papers/easy_pages.h"

#include "base/text.h"
#include "papers/own_pictures.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"
#include "ui/pictures.h"

#include <string.h>

enum { WORDS_MAX = 60, OWN_SHOWN = 24 };

static const char no_picture[] = "-";

static bool
fits(Page *page, const Picture *picture, const char *key)
{
  g_autofree char *words =
      g_strdup_printf("%s %s %s", picture->name, picture->alt, tr(page, picture->alt));
  g_autofree char *own = text_sort_key(words);

  return strstr(own, key) != NULL;
}

static int
put_found(Page *page, const FoundPicture *found)
{
  int count = 0;

  for (; found->name; found++, count++)
    ui_picture_choice(page, "picture", found->name, found->href, tr(page, found->shows));
  return count;
}

/* Own ones that came last, then the program's in the order of its list. */
static void
put_all(Page *page)
{
  Request *r = page_request(page);
  const OwnPicture *own = own_pictures_list(request_txn(r), request_arena(r), false, 0, OWN_SHOWN);

  for (; own->id; own++)
    ui_picture_choice(page, "picture", own->name,
                      arena_format(request_arena(r), "/pictures/%s/file", own->name), own->shows);
  for (const Picture *picture = pictures; picture->name; picture++)
    ui_picture_choice(page, "picture", picture->name, NULL, tr(page, picture->alt));
}

/* By whole words; where none has them, by a piece of a word. */
static void
put_searched(Page *page, const char *typed)
{
  Request *r = page_request(page);
  g_autofree char *key = text_sort_key(typed);
  int count =
      put_found(page, pictures_search(request_txn(r), request_arena(r), typed, PICTURES_FIND_MAX));

  for (const Picture *picture = pictures; count == 0 && picture->name; picture++)
    if (fits(page, picture, key))
      ui_picture_choice(page, "picture", picture->name, NULL, tr(page, picture->alt));
}

static bool
has_any(Page *page, const char *typed)
{
  Request *r = page_request(page);
  g_autofree char *key = text_sort_key(typed);

  if (pictures_search(request_txn(r), request_arena(r), typed, 1)->name)
    return true;
  for (const Picture *picture = pictures; picture->name; picture++)
    if (fits(page, picture, key))
      return true;
  return false;
}

static void
put_choices(Page *page, const char *typed)
{
  if (*typed && !has_any(page, typed)) {
    ui_paragraph(page, .text = tr(page, N_("No picture shows that. Try another word.")));
    return;
  }
  ui_picture_choices_open(page);
  if (*typed)
    put_searched(page, typed);
  else
    put_all(page);
  ui_picture_choices_close(page);
}

static void
draw_pictures(Request *r, const EasyDraft *draft, int place)
{
  const EasyRow *row = draft->easy->rows->pdata[place];
  const char *typed = request_query(r, "words");
  const char *path = easy_row_path(r, draft->paper->id, place, "/picture");
  char print[EASY_PRINT_LEN + 1];
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Choose a picture")),
                                .back = easy_row_path(r, draft->paper->id, place, ""),
                                .section = "/papers" });

  easy_row_print(row, print);
  put_easy_row(page, row);
  ui_finder(page, .action = path, .name = "words", .value = typed, .max_length = WORDS_MAX,
            .label = tr(page, N_("What should the picture show?")),
            .button = tr(page, N_("Look for it")));
  form_open(page, path);
  form_hidden(page, FIELD_MARK, print);
  put_choices(page, typed);
  if (row->picture)
    ui_button(page, .name = "picture", .value = no_picture, .is_secondary = true,
              .text = tr(page, N_("No picture")));
  form_close(page, NULL);
  page_close(page);
}

/* The row of the address; NULL: answered already. */
static EasyDraft *
open_row(Request *r, int *ret_place)
{
  const Paper *paper = find_paper_to_change(r);

  if (!paper)
    return NULL;

  g_autoptr(EasyDraft) draft = easy_draft_open(paper);
  int place = easy_row_in_path(r);

  if (request_is_post(r) && place >= 0) {
    const int found = easy_draft_find(draft, place, answers_text(request_answers(r), FIELD_MARK));

    if (found < 0) {
      reply_redirect_saying(r, easy_path(r, paper->id, "change"),
                            N_("Somebody else changed this row, so nothing was done. Look at it"
                               " again"),
                            NULL);
      return NULL;
    }
    place = found;
  }
  if (place < 0 || place >= (int)draft->easy->rows->len ||
      ((EasyRow *)draft->easy->rows->pdata[place])->heading) {
    reply_not_found(r);
    return NULL;
  }
  *ret_place = place;
  return g_steal_pointer(&draft);
}

static void
show_pictures(Request *r)
{
  int place = 0;
  g_autoptr(EasyDraft) draft = open_row(r, &place);

  if (draft)
    draw_pictures(r, draft, place);
}

/* What the old picture showed does not hold for the new one. */
static void
set_picture(EasyRow *row, const FoundPicture *picture, const Lang *lang)
{
  if (picture && g_strcmp0(row->picture, picture->name) == 0)
    return;
  g_free(row->picture);
  g_free(row->alt);
  row->picture = picture ? g_strdup(picture->name) : NULL;
  row->alt = g_strdup(picture ? lang_text(lang, picture->shows) : "");
}

static void
choose_picture(Request *r)
{
  const char *name = answers_text(request_answers(r), "picture");
  const FoundPicture *picture = pictures_find(request_txn(r), request_arena(r), name);
  int place = 0;
  g_autoptr(EasyDraft) draft = open_row(r, &place);

  if (!draft)
    return;
  if (picture || strcmp(name, no_picture) == 0) {
    set_picture(draft->easy->rows->pdata[place], picture, lang_find(draft->paper->language));
    easy_draft_keep(request_txn(r), request_act(r), draft, request_refusals(r));
  } else {
    refuse(request_refusals(r), "", N_("Choose one of the pictures"));
  }
  if (refusals_count(request_refusals(r)) > 0) {
    g_autoptr(EasyDraft) unchanged = easy_draft_open(draft->paper);

    draw_pictures(r, unchanged, place);
  } else {
    reply_redirect(r, easy_row_path(r, draft->paper->id, place, ""));
  }
}

const Route easy_picture_routes[] = {
  { "GET", "/papers/:paper/easy/rows/:row/picture", may_organise, show_pictures },
  { "POST", "/papers/:paper/easy/rows/:row/picture", may_organise, choose_picture },
  ROUTES_END,
};
