/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How pandoc 2.17 is asked. */
#include "papers/word.h"

#include "commonmark/commonmark.h"

#include <string.h>

enum {
  WORD_MEMORY_MAX = 512 * 1024 * 1024, /* a 2 MB source takes about half of it */
  WORD_SECONDS_MAX = 20,
  WORD_HEADS_MAX = 64 * 1024, /* of the lines before the pictures */
  WORD_NAME_MAX = 100,
};

/* Without the second part pandoc writes "[TABLE]" where a cell holds more than one paragraph, and
 * the words would be lost. The first part writes the pictures' bytes before the words, so that the
 * child needs no place for files: "638 media/a.png", a line end, 638 bytes, and so on; then an
 * empty line. A title beside the description is of no use to readers. The last part puts back what
 * Word calls the file's title, subtitle, author, date and summary, which pandoc takes out of the
 * words: the title becomes the first heading, and the other headings stand below it. %d: how many
 * pictures, and how many bytes. */
static const char filter[] =
    "local left, room, seen = %d, %d, {}\n"
    "function Image(image)\n"
    "  local name = image.src\n"
    "  image.title = ''\n"
    "  if seen[name] or left == 0 or not name:match('^media/[%%w._-]+$') then return image end\n"
    "  local kind, bytes = pandoc.mediabag.lookup(name)\n"
    "  if bytes and #bytes > 0 and #bytes <= room then\n"
    "    seen[name], left, room = true, left - 1, room - #bytes\n"
    "    io.stdout:write(#bytes, ' ', name, '\\n', bytes)\n"
    "  end\n"
    "  return image\n"
    "end\n"
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
    "end\n"
    "local function put(value, blocks)\n"
    "  local kind = pandoc.utils.type(value)\n"
    "  if kind == 'Inlines' then blocks:insert(pandoc.Para(value)) end\n"
    "  if kind == 'Blocks' then blocks:extend(value) end\n"
    "  for _, one in ipairs(kind == 'List' and value or {}) do put(one, blocks) end\n"
    "end\n"
    "function Pandoc(doc)\n"
    "  io.stdout:write('\\n')\n"
    "  io.stdout:flush()\n"
    "  local body, blocks = pandoc.Div(doc.blocks), pandoc.List()\n"
    "  if pandoc.utils.type(doc.meta.title) == 'Inlines' then\n"
    "    blocks:insert(pandoc.Header(1, doc.meta.title))\n"
    "    body = pandoc.walk_block(body, { Header = function(header)\n"
    "      header.level = math.min(header.level + 1, 6)\n"
    "      return header\n"
    "    end })\n"
    "  end\n"
    "  for _, name in ipairs({ 'subtitle', 'author', 'date', 'abstract' }) do\n"
    "    put(doc.meta[name], blocks)\n"
    "  end\n"
    "  blocks:extend(body.content)\n"
    "  return pandoc.Pandoc(blocks, doc.meta)\n"
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

void
word_picture_free(WordPicture *picture)
{
  g_free(picture->address);
  g_bytes_unref(picture->bytes);
  g_free(picture);
}

/* "media/a.png", as the filter lets it through. */
static bool
is_address(const char *text, size_t len)
{
  static const char start[] = "media/";

  if (len <= strlen(start) || len > WORD_NAME_MAX || memcmp(text, start, strlen(start)) != 0)
    return false;
  for (size_t i = strlen(start); i < len; i++)
    if (!g_ascii_isalnum(text[i]) && !strchr("._-", text[i]))
      return false;
  return true;
}

/* The picture that starts at *at, which is moved behind it. NULL: it is not as the filter writes
 * them. */
static WordPicture *
take_picture(const char **at, const char *end)
{
  const char *head_end = memchr(*at, '\n', (size_t)(end - *at));
  g_autofree char *head = head_end ? g_strndup(*at, (size_t)(head_end - *at)) : NULL;
  char *space = head ? strchr(head, ' ') : NULL;
  guint64 len = 0;

  if (!space || head_end + 1 == end || !is_address(space + 1, strlen(space + 1)))
    return NULL;
  *space = '\0';
  if (!g_ascii_string_to_unsigned(head, 10, 1, (guint64)(end - head_end - 1), &len, NULL))
    return NULL;

  WordPicture *picture = g_new0(WordPicture, 1);

  picture->address = g_strdup(space + 1);
  picture->bytes = g_bytes_new(head_end + 1, len);
  *at = head_end + 1 + len;
  return picture;
}

bool
word_take_apart(const char *output, size_t len, GPtrArray *pictures, char **ret_source,
                size_t *ret_len)
{
  const char *at = output, *end = output + len;

  while (at < end && *at != '\n') {
    WordPicture *picture = take_picture(&at, end);

    if (!picture)
      return false;
    g_ptr_array_add(pictures, picture);
  }
  if (at == end)
    return false;
  *ret_len = (size_t)(end - at - 1);
  *ret_source = g_malloc(*ret_len + 1);
  memcpy(*ret_source, at + 1, *ret_len);
  (*ret_source)[*ret_len] = '\0';
  return true;
}

ChildResult
word_to_commonmark(const void *bytes, size_t len, GPtrArray *pictures, char **ret_source,
                   size_t *ret_len)
{
  g_autofree char *lua = g_strdup_printf(filter, WORD_PICTURES_MAX, WORD_PICTURES_BYTES_MAX);
  g_autofree char *output = NULL;
  size_t output_len = 0;
  const ChildJob job = {
    .program = "/usr/bin/pandoc",
    .arguments = arguments,
    .readable = readable,
    .extra = lua,
    .memory_max = WORD_MEMORY_MAX,
    .output_max = SOURCE_BYTES_MAX + WORD_PICTURES_BYTES_MAX + WORD_HEADS_MAX,
    .seconds_max = WORD_SECONDS_MAX,
  };
  g_mutex_lock(&one_at_a_time);
  ChildResult result = child_run(&job, bytes, len, &output, &output_len);
  g_mutex_unlock(&one_at_a_time);
  if (result == CHILD_DONE && !word_take_apart(output, output_len, pictures, ret_source, ret_len))
    return CHILD_REFUSED;
  return result;
}
