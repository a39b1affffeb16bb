/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A page being made: what subjects' pages hold. They open it, call components, close it; they
 * never write HTML. Words given to components are already in the viewer's language: use tr(). */
#pragma once

#include "web/routes.h"

typedef struct Page Page;

typedef struct {
  const char *title;   /* the h1 and, with the community's name, the <title>; plain text */
  const char *lead;    /* one sentence under it, or NULL */
  const char *picture; /* beside the lead in Easy Read, or NULL */
  const char *back;    /* path for "Back", or NULL */
  const char *section; /* path of the menu row that is current: "/papers", or NULL */
  int status;          /* 0: 200, or 422 when there are refusals */
  bool is_hello;       /* the linen band of the home page round title and lead */
  bool is_wide;        /* no two-thirds column */
} PageHead;

/* Everything up to and inside <main>: head, top links, header, menu, back link, banner shown once,
 * error summary from the request's refusals, heading. Lives in the request. */
Page *page_open(Request *r, const PageHead *head);
/* Footer; sends the page (reply_html). A page that outgrew its limit becomes trouble. */
void page_close(Page *page);

Request *page_request(const Page *page);
const Lang *page_lang(const Page *page);

/* The viewer's words for a message id (an en-GB literal), from page or request; arena memory. */
#define tr(page, id) lang_text(page_lang(page), (id))
/* What lang_told() reads: a message id with its values behind tabs. Arena memory. */
const char *tr_told(Page *page, const char *told);
/* With {slots} filled: tr_fill(p, "{name} is here", "name", n, NULL). Arena memory. */
const char *tr_fill(Page *page, const char *id, ...) G_GNUC_NULL_TERMINATED;
/* {count} is filled with n. */
const char *tr_count(Page *page, const char *one, const char *many, int64_t n);

/* The menu: registered once by src/subjects.c. Ended by a NULL path. */
typedef struct {
  const char *path, *label; /* label: message id */
  AccessRight may_see;      /* the row is left out for others */
} MenuRow;

void ui_set_menu(const MenuRow *rows);
/* Further links at the foot of every page ("Help from a person"), likewise; "How I like things" is
 * there already. */
void ui_set_footer(const MenuRow *rows);

/* Ready plain pages for WebOptions. */
void draw_not_found_page(Request *r);
void draw_trouble_page(Request *r, int status);
