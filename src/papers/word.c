/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How pandoc 2.17 is asked. */
#include "papers/word.h"

#include "commonmark/commonmark.h"

enum {
  WORD_MEMORY_MAX = 512 * 1024 * 1024, /* a 2 MB source takes about half of it */
  WORD_SECONDS_MAX = 20,
};

/* Without this pandoc writes "[TABLE]" where a cell holds more than one paragraph, and the words
 * would be lost. */
static const char tables_filter[] =
    "local joint = { pandoc.Space(), pandoc.Str('/'), pandoc.Space() }\n"
    "local function flat(blocks)\n"
    "  return { pandoc.Plain(pandoc.utils.blocks_to_inlines(blocks, joint)) }\n"
    "end\n"
    "function Table(t)\n"
    "  local simple = pandoc.utils.to_simple_table(t)\n"
    "  for i, cell in ipairs(simple.headers) do simple.headers[i] = flat(cell) end\n"
    "  for _, row in ipairs(simple.rows) do\n"
    "    for i, cell in ipairs(row) do row[i] = flat(cell) end\n"
    "  end\n"
    "  return pandoc.utils.from_simple_table(simple)\n"
    "end\n";

static const char *const arguments[] = {
  "pandoc",      "--sandbox",
  "--from=docx", "--to=gfm-raw_html+footnotes",
  "--wrap=none", "--lua-filter=/proc/self/fd/3",
  NULL,
};

static const char *const readable[] = {
  "/lib",
  "/lib64",
  "/usr/lib",
  "/usr/share/pandoc",
  "/usr/lib/locale",
  "/usr/share/locale",
  "/etc/ld.so.cache",
  NULL,
};

static GMutex one_at_a_time;

ChildResult
word_to_commonmark(const void *bytes, size_t len, char **ret_source, size_t *ret_len)
{
  const ChildJob job = {
    .program = "/usr/bin/pandoc",
    .arguments = arguments,
    .readable = readable,
    .extra = tables_filter,
    .memory_max = WORD_MEMORY_MAX,
    .output_max = SOURCE_BYTES_MAX,
    .seconds_max = WORD_SECONDS_MAX,
  };
  g_mutex_lock(&one_at_a_time);
  ChildResult result = child_run(&job, bytes, len, ret_source, ret_len);
  g_mutex_unlock(&one_at_a_time);
  return result;
}
