/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The frame round every page: head, top strip, header, menu, what was refused or done, heading,
 * footer. It knows no subject: menu and footer rows are registered. */
#include "ui/frame.h"

#include "ui/components.h"
#include "ui/form.h"
#include "ui/frame_notice.h"
#include "web/web.h"

enum { USUAL_BYTES = 32 * 1024 };

static const MenuRow nothing[] = { { .path = NULL } };
static const MenuRow *menu = nothing, *footer = nothing; /* configuration: set before threads */

static FrameNoticeFinder find_notice;

void
ui_set_menu(const MenuRow *rows)
{
  menu = rows;
}

void
ui_set_footer(const MenuRow *rows)
{
  footer = rows;
}

void
ui_set_notice(FrameNoticeFinder finder)
{
  find_notice = finder;
}

/* What the reader likes; what is usual is not said: for the theme the browser's own wish decides
 * (_themes.scss). */
static void
looks_draw(Page *page)
{
  static const char *const names[LOOK_COUNT] = { " data-theme=\"", " data-text-size=\"",
                                                 " data-spacing=\"" };

  for (PageLook look = 0; look < LOOK_COUNT; look++) {
    const char *word = request_look(page->request, look);

    if (look_is_known(look, word) && strcmp(word, look_usual(look)) != 0)
      attribute_after(page, names[look], word);
  }
}

static void
head_draw(Page *page, const PageHead *head, const char *place, bool is_refused)
{
  html(page, "<!DOCTYPE html>\n<html class=\"govuk-template\"");
  attribute(page, "lang", lang_html_tag(page->lang));
  looks_draw(page);
  if (lang_is_easy_read(page->lang))
    html(page, " data-variant=\"easy-read\"");
  html(page, ">\n<head>\n<meta charset=\"utf-8\">\n<title>");
  if (is_refused) {
    text(page, tr(page, "Error"));
    html(page, ": ");
  }
  text(page, head->title);
  if (place && *place) {
    html(page, " – ");
    text(page, place);
  }
  html(page, " – Commontable</title>\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<link rel=\"stylesheet\"");
  attribute(page, "href", asset_url("app.css"));
  html(page, ">\n<link rel=\"icon\" type=\"image/svg+xml\"");
  attribute(page, "href", asset_url("favicon.svg"));
  html(page, ">\n</head>\n<body class=\"govuk-template__body\">\n");
}

static void
languages_draw(Page *page)
{
  const Lang *const *offered = lang_offered();
  LanguageLink *items;
  int count = 0;

  while (offered[count])
    count++;
  if (count < 2)
    return;
  items = arena_new_of(page->arena, LanguageLink, count);
  for (int i = 0; i < count; i++)
    items[i] = (LanguageLink){
      .text = lang_name(offered[i]),
      .href = request_address_in(page->request, lang_tag(offered[i])),
      .lang = lang_html_tag(offered[i]),
      .is_current = offered[i] == page->lang,
    };
  ui_language_navigation(page, .items = items, .count = count);
}

static void
strip_draw(Page *page)
{
  html(page, "<div class=\"ct-strip\"><div class=\"govuk-width-container\">\n");
  languages_draw(page);
  if (request_community(page->request) == 0) { /* no place: nothing of it to lead to */
    html(page, "</div></div>\n");
    return;
  }
  html(page, "<nav class=\"ct-strip__you\"");
  attribute(page, "aria-label", tr(page, "For you"));
  html(page, ">\n");
  ui_link(page, .text = tr(page, "How I like things"), .href = "/how-i-like-things");
  html(page, "\n");
  ui_link(page, .text = tr(page, "I am worried"), .href = "/worried");
  html(page, "</nav>\n</div></div>\n");
}

static void
logo_draw(Page *page, void *data)
{
  const char *place = data;

  html(page, "<svg class=\"ct-mark\" width=\"40\" height=\"40\" viewBox=\"0 0 48 48\""
             " aria-hidden=\"true\" focusable=\"false\">"
             "<circle class=\"ct-mark__table\" cx=\"24\" cy=\"24\" r=\"11\"/>"
             "<circle cx=\"40.5\" cy=\"33.5\" r=\"4.6\"/><circle cx=\"24\" cy=\"43\" r=\"4.6\"/>"
             "<circle cx=\"7.5\" cy=\"33.5\" r=\"4.6\"/><circle cx=\"7.5\" cy=\"14.5\" r=\"4.6\"/>"
             "<circle cx=\"24\" cy=\"5\" r=\"4.6\"/><circle cx=\"40.5\" cy=\"14.5\" r=\"4.6\"/>"
             "</svg><span>Commontable</span>");
  if (!place || !*place)
    return;
  html(page, "<span class=\"ct-place\" dir=\"auto\">");
  text(page, place);
  html(page, "</span>");
}

static void
menu_draw(Page *page, const char *section)
{
  const char *path = request_path(page->request);
  NavigationItem *items;
  int rows = 0, count = 0;

  while (menu[rows].path)
    rows++;
  items = arena_new_of(page->arena, NavigationItem, rows + 1);
  for (int i = 0; i < rows; i++) {
    const bool is_here = section && strcmp(section, menu[i].path) == 0;

    if (!request_may_go_to(page->request, menu[i].path) ||
        (menu[i].may_see && !menu[i].may_see(page->request)))
      continue;
    items[count++] = (NavigationItem){ .text = tr(page, menu[i].label),
                                       .href = menu[i].path,
                                       .is_current = is_here && strcmp(path, section) == 0,
                                       .is_active = is_here };
  }
  if (count > 0)
    ui_service_navigation(page, .items = items, .count = count, .collapse = SAID_NO);
}

static void
notice_draw(Page *page)
{
  FrameNotice notice;

  if (!find_notice || !find_notice(page->request, &notice))
    return;
  html(page, "<div class=\"ct-notice\"><div class=\"govuk-width-container\">\n<p>");
  text(page, notice.words);
  html(page, "</p>\n");
  form_button(page, .action = notice.action, .button = notice.button, .spoken = notice.spoken,
              .is_secondary = true);
  html(page, "</div></div>\n");
}

static void
refusals_draw(Page *page)
{
  const Refusals *refusals = request_refusals(page->request);
  const int count = refusals_count(refusals);
  ErrorLine *lines = arena_new_of(page->arena, ErrorLine, count + 1);
  /* The browser moves the reader here when the page opens: no script needed. */
  static const Attribute focus[] = { { "tabindex", "-1" }, { "autofocus", NULL }, { NULL, NULL } };

  for (int i = 0; i < count; i++) {
    const Refusal *refusal = refusals_nth(refusals, i);

    lines[i].slot.text = refusal_text(refusal, page->lang, page->arena);
    if (refusal->question && *refusal->question)
      lines[i].href = arena_format(page->arena, "#%s", refusal->question);
  }
  if (count > 0)
    ui_error_summary(page, .title = { tr(page, "Please look at this again") }, .lines = lines,
                     .count = count, .attributes = focus);
}

static void
banner_draw(Page *page)
{
  const char *words = request_banner(page->request);

  if (words)
    ui_notification_banner(page, .text = words, .title = { tr(page, "Done") }, .is_success = true);
}

static void
heading_draw(Page *page, const PageHead *head)
{
  html(page, "<h1 class=\"govuk-heading-xl\">");
  text(page, head->title);
  html(page, "</h1>\n");
  if (head->lead && head->picture && lang_is_easy_read(page->lang))
    ui_picture_row(page, .picture = head->picture, .text = head->lead);
  else if (head->lead)
    ui_paragraph(page, .text = head->lead, .is_lead = true);
}

static void
main_open(Page *page, const PageHead *head, bool is_plain)
{
  html(page, "<main id=\"main\">\n<div class=\"govuk-width-container ct-main");
  if (!head->is_wide && !head->is_hello)
    html(page, " ct-main--column");
  html(page, "\">\n");
  if (head->back)
    ui_back_link(page, .href = head->back);
  if (!is_plain) {
    refusals_draw(page);
    banner_draw(page);
  }
  if (head->is_hello)
    html(page, "</div>\n<div class=\"ct-hello\"><div class=\"govuk-width-container\">\n");
  heading_draw(page, head);
  if (head->is_hello)
    html(page, "</div></div>\n<div class=\"govuk-width-container ct-main\">\n");
}

static void
frame_begin(Page *page)
{
  const PageHead *head = &page->head;
  const char *place = request_community_name(page->request);
  const bool is_refused = !page->is_plain && refusals_count(request_refusals(page->request)) > 0;

  page->status = head->status ? head->status : is_refused ? 422 : 200;
  head_draw(page, head, place, is_refused);
  ui_skip_link(page, .text = tr(page, "Skip to main content"), .href = "#main");
  html(page, "<header>\n");
  strip_draw(page);
  ui_generic_header(page, .logo = { .draw = logo_draw, .data = (void *)place });
  if (!page->is_plain)
    menu_draw(page, head->section);
  notice_draw(page);
  html(page, "</header>\n");
  main_open(page, head, page->is_plain);
}

Page *
frame_open(Request *r, const PageHead *head, bool is_plain)
{
  Page *page = arena_new_of(request_arena(r), Page, 1);

  page_init_bare(page, request_arena(r), request_lang(r), PAGE_BYTES_MAX);
  buffer_grow(&page->out, USUAL_BYTES); /* nearly all pages fit: nothing is moved as they grow */
  if (!page->lang)
    page->lang = lang_find(NULL);
  page->request = r;
  page->head = *head;
  page->is_plain = is_plain;
  frame_begin(page);
  return page;
}

void
frame_restart(Page *page)
{
  buffer_cut(&page->out, 0);
  page->heading = 1;
  page->cards_with_day = page->lists_numbered = page->items_pictured = 0;
  page->is_table_boxed = page->is_table_easy = page->has_pictures = false;
  frame_begin(page);
}

Page *
page_open(Request *r, const PageHead *head)
{
  return frame_open(r, head, false);
}

static void
footer_draw(Page *page)
{
  if (request_community(page->request) == 0)
    return;
  html(page, "<footer class=\"ct-foot\"><div class=\"govuk-width-container\">\n<ul>\n<li>");
  ui_link(page, .text = tr(page, "Text size, colours and how papers reach you"),
          .href = "/how-i-like-things");
  html(page, "</li>\n");
  for (const MenuRow *row = page->is_plain ? nothing : footer; row->path; row++) {
    if (!request_may_go_to(page->request, row->path) ||
        (row->may_see && !row->may_see(page->request)))
      continue;
    html(page, "<li>");
    ui_link(page, .text = tr(page, row->label), .href = row->path);
    html(page, "</li>\n");
  }
  html(page, "</ul>\n");
  if (page->has_pictures) {
    html(page, "<p>");
    text(page, tr(page, "Pictures: OpenMoji, CC BY-SA 4.0"));
    html(page, "</p>\n");
  }
  html(page, "</div></footer>\n");
}

void
page_close(Page *page)
{
  if (page->taken_at > 0)
    buffer_cut(&page->out, page->taken_at);
  html(page, "</div>\n</main>\n");
  footer_draw(page);
  html(page, "</body>\n</html>\n");
  if (page->out.is_full || (arena_is_full(page->arena) && !page->is_plain)) {
    buffer_clear(&page->out);
    reply_trouble(page->request);
    return;
  }
  reply_html(page->request, page->status, &page->out);
}
