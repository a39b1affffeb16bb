/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Settings of glibc's malloc; see heap.h. */
#include "base/heap.h"

#include <glib.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23 /* Linux 5.14; Debian 12's headers lack it */
#endif

enum {
  KB = 1024,
  MB = 1024 * KB,
  AT_START = MB,
  BLOCK = 64 * KB,
  AT_HAND = 8 * MB, /* of each heap's addresses; memory comes when they are used */
  GIVE_BACK = 2 * AT_HAND,
  APART = MB /* what is as large as this is asked for, and given back, by itself */
};

/* Blocks from the heap's end; freed, they are one large piece of it that is there already. */
static void
fill_heap(void)
{
  void *blocks[AT_START / BLOCK] = { NULL };
  const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);

  for (size_t i = 0; i < G_N_ELEMENTS(blocks); i++)
    blocks[i] = g_malloc(BLOCK);

  uintptr_t start = (uintptr_t)blocks[0] & ~(page - 1);
  uintptr_t end = ((uintptr_t)blocks[G_N_ELEMENTS(blocks) - 1] + BLOCK) & ~(page - 1);

  if (end > start && end - start < 2 * (uintptr_t)AT_START)
    madvise((void *)start, end - start, MADV_POPULATE_WRITE);
  for (size_t i = 0; i < G_N_ELEMENTS(blocks); i++)
    g_free(blocks[i]);
}

void
heap_prepare(void)
{
  /* Naming one of them fixes the others, which glibc would move with what is freed. */
  mallopt(M_TOP_PAD, AT_HAND);
  mallopt(M_TRIM_THRESHOLD, GIVE_BACK);
  mallopt(M_MMAP_THRESHOLD, APART);
  fill_heap();
}
