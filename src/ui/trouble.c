/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The plain pages for when something is not there or went wrong. They say what happened, what was
 * kept and what to do next, and ask nothing of the database: not even who looks. */
#include "ui/components.h"
#include "ui/frame.h"

typedef struct {
  int status;
  const char *title, *picture;
  const char *lines[4]; /* message ids; ended by NULL */
  bool leads_nowhere;   /* no page of this site would be any better */
} PlainPage;

static const PlainPage plain_pages[] = {
  { 404,
    N_("Page not found"),
    "search",
    { N_("This page is not here. It may have moved, or it may be for other people."),
      N_("If you typed the address, please look at it again.") } },
  { 400,
    N_("We could not read that"),
    "question",
    { N_("What your browser sent did not arrive whole. Nothing was kept or changed."),
      N_("Please go back and try again.") } },
  { 403,
    N_("We could not take that"),
    "question",
    { N_("It came from another site, or your browser hides where it came from. Nothing was kept or"
         " changed."),
      N_("Open the page here again, and send it from there."),
      N_("If that does not help, use another browser, or ask an organiser.") } },
  { 405,
    N_("There is nothing to look at here"),
    "question",
    { N_("This address only takes what a form sends. Nothing was changed."),
      N_("Please go back, or start from the first page.") } },
  { 421,
    N_("There is no community at this address"),
    "search",
    { N_("Please look again at the address that you were given."),
      N_("A community has a name, not a number: for example riverside.example.org.") },
    true },
  { 413,
    N_("That is too big"),
    "file",
    { N_("The file or the text is bigger than we can take. Nothing was kept."),
      N_("Please go back and try a smaller one, or send it in parts.") } },
  { 429,
    N_("Please wait a little"),
    "clock",
    { N_("This came many times in a short while. To keep everybody safe we stop for a moment."),
      N_("Wait one minute. Then go back and try again.") } },
  { 503,
    N_("Please try again in a minute"),
    "clock",
    { N_("Many things are going on here just now. Nothing was changed."),
      N_("Wait one minute. Then go back and try again. What you typed is still there.") } },
  { 500,
    N_("Something went wrong here"),
    "tools",
    { N_("It was not your fault. What you sent last was not kept."),
      N_("Please go back and try again. What you typed is still there."),
      N_("If it happens again, tell the person who looks after this site.") } },
};

static void
put_line(Page *page, const char *picture, const char *words)
{
  if (lang_is_easy_read(page->lang))
    ui_picture_row(page, .text = tr(page, words), .picture = picture);
  else
    ui_paragraph(page, .text = tr(page, words));
}

static void
draw_plain(Request *r, const PlainPage *plain)
{
  const char *more = plain->status == 413 ? request_too_large_words(r) : NULL;
  Page *page = frame_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), plain->title), .status = plain->status },
      true);

  for (int i = 0; plain->lines[i]; i++)
    put_line(page, i == 0 || plain->leads_nowhere ? plain->picture : "go-back", plain->lines[i]);
  if (more)
    put_line(page, plain->picture, more);
  if (!plain->leads_nowhere) {
    ui_paragraph_open(page);
    ui_link(page, .text = tr(page, "Go to the first page"), .href = "/", .is_large = true);
    ui_paragraph_close(page);
  }
  page_close(page);
}

void
draw_trouble_page(Request *r, int status)
{
  size_t at = G_N_ELEMENTS(plain_pages) - 1; /* what has no words of its own is 500 */

  for (size_t i = 0; i < G_N_ELEMENTS(plain_pages); i++)
    if (plain_pages[i].status == status)
      at = i;
  draw_plain(r, &plain_pages[at]);
}

void
draw_not_found_page(Request *r)
{
  draw_trouble_page(r, 404);
}
