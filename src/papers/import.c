/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Telling files apart, and text out of bytes. */
#include "papers/import.h"

#include "base/text.h"
#include "lang/lang.h"

#include <stdbool.h>
#include <string.h>

static const char not_word[] =
    N_("We cannot read this kind of file. Save it as a Word file (.docx), or paste the words");
static const char picture[] = N_("This is a picture. A paper is made of words: type or paste what "
                                 "it says, and say what the picture shows");
static const char recording[] =
    N_("This is a recording. A paper starts from words: type or paste what is said in it");

/* First bytes of files that are not words. An old Word file (.doc) and one with a password look
 * the same from outside. */
static const struct {
  size_t at, len;
  const char *bytes, *message;
} others[] = {
  { 0, 5, "%PDF-",
    N_("We cannot turn a PDF into other formats. Upload the Word file it was made from, or paste "
       "the words") },
  { 0, 8, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    N_("This is an older Word file (.doc), or one with a password. Open it, save it as .docx "
       "without a password, and upload that") },
  { 0, 5, "{\\rtf", not_word },
  { 0, 4, "\x89PNG", picture },
  { 0, 3, "\xff\xd8\xff", picture },
  { 0, 4, "GIF8", picture },
  { 8, 4, "WEBP", picture },
  { 4, 8, "ftypheic", picture },
  { 0, 4, "II*\0", picture },
  { 0, 4, "MM\0*", picture },
  { 4, 4, "ftyp", recording },
  { 0, 3, "ID3", recording },
  { 0, 4, "OggS", recording },
  { 8, 4, "WAVE", recording },
};

static bool
has(const char *bytes, size_t len, const char *part)
{
  return memmem(bytes, len, part, strlen(part)) != NULL;
}

/* Names of a zip file's parts stand readable in it. */
static UploadKind
look_into_zip(const char *bytes, size_t len, const char **ret_message)
{
  if (has(bytes, len, "word/document.xml"))
    return UPLOAD_WORD;
  if (has(bytes, len, "ppt/presentation.xml"))
    *ret_message = N_("These are slides. Paste their words, or save them as a Word file (.docx)");
  else if (has(bytes, len, "xl/workbook.xml"))
    *ret_message = N_("This is a spreadsheet. Paste what people need to read of it");
  else
    *ret_message = not_word; /* OpenDocument too: pandoc 2.17 loses the first row of its tables */
  return UPLOAD_OTHER;
}

UploadKind
upload_look(const void *bytes, size_t len, const char **ret_message)
{
  const char *start = bytes ? bytes : "";

  if (len == 0) {
    *ret_message = N_("This file is empty. Choose another one, or paste the words");
    return UPLOAD_OTHER;
  }
  if (len >= 4 && memcmp(start, "PK\x03\x04", 4) == 0)
    return look_into_zip(start, len, ret_message);
  for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
    size_t end = others[i].at + others[i].len;

    if (len < end || memcmp(start + others[i].at, others[i].bytes, others[i].len) != 0)
      continue;
    *ret_message = others[i].message;
    return UPLOAD_OTHER;
  }

  size_t text_len = 0;
  g_autofree char *text = upload_to_text(bytes, len, &text_len);

  if (text)
    return UPLOAD_TEXT;
  *ret_message = not_word;
  return UPLOAD_OTHER;
}

static char *
convert(const char *bytes, size_t len, const char *from, size_t *ret_len)
{
  gsize len_out = 0;
  char *text = g_convert(bytes, (gssize)len, "UTF-8", from, NULL, &len_out, NULL);

  *ret_len = len_out;
  return text;
}

static char *
decode(const char *bytes, size_t len, size_t *ret_len)
{
  if (len >= 2 && memcmp(bytes, "\xff\xfe", 2) == 0)
    return convert(bytes + 2, len - 2, "UTF-16LE", ret_len);
  if (len >= 2 && memcmp(bytes, "\xfe\xff", 2) == 0)
    return convert(bytes + 2, len - 2, "UTF-16BE", ret_len);
  if (len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
    bytes += 3;
    len -= 3;
  }
  if (!g_utf8_validate_len(bytes, len, NULL))
    return memchr(bytes, '\0', len) ? NULL : convert(bytes, len, "WINDOWS-1252", ret_len);
  *ret_len = len;
  return g_strndup(bytes, len);
}

char *
upload_to_text(const void *bytes, size_t len, size_t *ret_len)
{
  size_t text_len = 0;
  g_autofree char *text = decode(bytes, len, &text_len);

  if (!text || memchr(text, '\0', text_len))
    return NULL;
  for (char *c = text; *c; c++)
    if (*c == '\f' || *c == '\v' || *c == '\x1a')
      *c = '\n'; /* page breaks, and the mark that old systems end a file with */
  if (!text_is_clean(text, text_len))
    return NULL;

  char *tidy = text_tidy(text);

  *ret_len = strlen(tidy);
  return tidy;
}

char *
upload_title(const char *file_name, size_t letters)
{
  const char *slash = strrchr(file_name, '/'), *backslash = strrchr(file_name, '\\');
  const char *start = MAX(slash, backslash) ? MAX(slash, backslash) + 1 : file_name;
  const char *dot = strrchr(start, '.');
  g_autofree char *stem =
      g_strndup(start, dot && dot > start ? (gsize)(dot - start) : strlen(start));
  g_autofree char *valid = g_utf8_make_valid(stem, -1);

  g_strdelimit(valid, "_", ' ');
  g_strdelimit(valid, "\r\n\t", ' ');

  g_autofree char *tidy = text_tidy(valid);

  return g_utf8_substring(tidy, 0, MIN(g_utf8_strlen(tidy, -1), (glong)letters));
}

const char *
word_fault_message(ChildResult result)
{
  switch (result) {
  case CHILD_DONE:
    return NULL;
  case CHILD_REFUSED:
    return N_("We could not read this Word file. It may be damaged, or too large. Open it, copy "
              "the words and paste them here");
  case CHILD_OVER:
    return N_("Reading this Word file took too long. Open it, copy the words and paste them here");
  case CHILD_TROUBLE:
    break;
  }
  return N_("This server cannot read Word files at the moment. Copy the words and paste them here");
}
