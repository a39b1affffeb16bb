/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Long pages in parts: tabs, accordion, task list. All work without a script: tabs are a list of
 * contents with every panel below it, an accordion stands open. */
#pragma once

#include "ui/messages.h"

typedef struct {
  const char *label;
  const char *id; /* else id_prefix-1, id_prefix-2 … */
  Slot panel;     /* .text becomes a paragraph; begin it with a heading: all panels may show */
  const Attribute *attributes, *panel_attributes;
} Tab;

typedef struct {
  const Tab *items;
  int count;
  const char *title; /* "Contents" unless given */
  const char *id, *id_prefix, *classes;
  const Attribute *attributes;
} Tabs;

typedef struct {
  Slot heading, summary;
  Slot content; /* .text becomes a paragraph */
  bool is_expanded;
} AccordionSection;

typedef struct {
  const char *id; /* needed: the sections' ids are made from it */
  const AccordionSection *items;
  int count;
  int heading_level; /* 0: 2 */
  const char *classes;
  const Attribute *attributes;
} Accordion;

typedef struct {
  Slot title, hint;
  const char *href; /* NULL: it cannot be started yet */
  Slot status;      /* words; or a tag: */
  const Tag *tag;
  const char *classes, *title_classes, *status_classes;
  bool is_cannot_start; /* the status is quiet */
  bool is_left_out;     /* not for this person; the others keep their ids */
  const char *picture;  /* Easy Read: beside it, where all tasks have one */
} Task;

typedef struct {
  const Task *items;
  int count;
  const char *id_prefix; /* "task-list" unless given */
  const char *classes;
  const Attribute *attributes;
} TaskList;

void ui_draw_tabs(Page *page, const Tabs *tabs);
void ui_draw_accordion(Page *page, const Accordion *accordion);
void ui_draw_task_list(Page *page, const TaskList *list);

#define ui_tabs(page, ...)      ui_draw_tabs((page), &(Tabs){ __VA_ARGS__ })
#define ui_accordion(page, ...) ui_draw_accordion((page), &(Accordion){ __VA_ARGS__ })
#define ui_task_list(page, ...) ui_draw_task_list((page), &(TaskList){ __VA_ARGS__ })
