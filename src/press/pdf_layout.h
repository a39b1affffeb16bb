/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The flow of a large-print paper: blocks under one another, over sheets, so that no heading is
 * left alone at a foot, no single line of a paragraph stands apart, and nothing is ever made
 * smaller. */
#pragma once

#include "press/pdf_words.h"

typedef struct TablePlan TablePlan;
typedef struct Figures Figures;

typedef struct {
  Sheets *sheets;
  const char *lang;
  double left;         /* where words begin: further in inside lists and quotations */
  double gap;          /* to be left before the next line, unless it comes first on its sheet */
  double leading;      /* from line to line of body text */
  Tag *tag;            /* new tags go into this one */
  GPtrArray *labels;   /* FlowLabel *: of list items whose first line has not come yet */
  GArray *bars;        /* FlowBar: quotations we are inside of */
  int bookmarks[7];    /* id by heading level; [0] is the top */
  cmark_node *planned; /* the table that `plan` is for */
  TablePlan *plan;
  bool has_title;      /* the title stands, with its line */
  Figures *figures;    /* pictures that can be shown (pdf_figures.h); NULL: all are words */
  GHashTable *numbers; /* node to the number of its part; NULL: they are not printed */
  int number;          /* to stand in the margin beside the next line; 0: none */
} Flow;

typedef struct {
  double points, leading;
  bool is_bold, is_code;
  PdfColour colour;
  bool is_whole; /* all its lines on one sheet, if a sheet can hold them */
  double follow; /* room that must be left for what comes next */
} FlowStyle;

void flow_start(Flow *flow, Sheets *sheets, const char *lang);
void flow_clear(Flow *flow);
FlowStyle flow_body(const Flow *flow);
/* `height` more from here on, after the gap; a new sheet when there is no room. */
void flow_need(Flow *flow, double height);
/* At least this much before the next line. */
void flow_gap(Flow *flow, double gap);
/* Lines of words for `tag`, widows and orphans minded. */
void flow_words(Flow *flow, const Words *words, const FlowStyle *style, Tag *tag);
double flow_words_height(Flow *flow, const Words *words, const FlowStyle *style);
/* A heading of level 1 to 6, with its bookmark; the first one of level 1 gets the warm line. */
void flow_heading(Flow *flow, const Words *words, int level, double follow);
/* A short warm line across: something new begins. */
void flow_rule(Flow *flow);
/* A bar at the left of all that comes until its end: quotations, pictures told in words. */
void flow_bar_start(Flow *flow, PdfColour colour);
void flow_bar_end(Flow *flow);
/* Everything inside `parent`. */
void flow_blocks(Flow *flow, cmark_node *parent);
/* One item of a list: its label hangs to the left of whatever comes first. */
void flow_item_start(Flow *flow, Tag *list, const char *label, double indent, Tag **ret_outer);
void flow_item_end(Flow *flow, double indent, Tag *outer);
/* Labels that wait for a first line are hung beside this one, the outermost first; so is the number
 * of the part, in the margin. */
void flow_labels(Flow *flow, double baseline);

/* ---- pdf_tables.c ---- */
TablePlan *table_plan(Flow *flow, cmark_node *table);
void table_plan_free(TablePlan *plan);
double table_plan_head_height(const TablePlan *plan); /* header row and first row, never parted */
void flow_table(Flow *flow, const TablePlan *plan);
