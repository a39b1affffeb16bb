/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whom somebody rings, writes to or meets because no mail reaches them: one list, whatever it is
 * about. Who wants text messages stands on a list of their own (text_pages.c). */
#pragma once

#include "meetings/meetings_pages.h"

typedef struct {
  const char *rest;   /* where the button leads, below the meeting: "/tell" */
  const char *name;   /* of the answer that says who it was */
  const char *button; /* message id: "I told them" */
  /* What stands with the person of this place in the list, on lines of its own; NULL: nothing. */
  void (*put_more)(Page *page, const Meeting *meeting, int place, const void *data);
  const void *data;
} RingList;

/* Each with how they are reached; their page for organisers, who find the number there. Nothing
 * where nobody of the list is rung. */
void put_ring_list(Page *page, const Meeting *meeting, const ToTell *list, const RingList *ring);
/* The way to those of a list who are texted; nothing for none. */
void put_texts_link(Page *page, const Meeting *meeting, int count);
