/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What people upload: which kind of file it is, by its bytes rather than its name, and its words.
 * Touches no database. */
#pragma once

#include "commonmark/commonmark.h"
#include "papers/child.h"

typedef enum {
  UPLOAD_TEXT,  /* plain text or CommonMark */
  UPLOAD_WORD,  /* .docx */
  UPLOAD_OTHER, /* *ret_message says what to do instead */
} UploadKind;

/* *ret_message (a message id) is set for UPLOAD_OTHER only. */
UploadKind upload_look(const void *bytes, size_t len, const char **ret_message);
/* UTF-8, UTF-16 with a byte order mark, else Windows-1252; line ends become LF, form feeds a new
 * line. g_free. NULL: not text. */
char *upload_to_text(const void *bytes, size_t len, size_t *ret_len);
/* "The plan" from "C:\\papers\\The_plan.docx"; clean UTF-8, at most `letters` of them. g_free. */
char *upload_title(const char *file_name, size_t letters);

/* A message id; NULL when nothing is wrong. */
const char *word_fault_message(ChildResult result);
