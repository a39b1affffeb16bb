/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What kind of file somebody brings: by its first bytes, never by its name or by what a browser
 * says of it. Touches no database. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef enum {
  MEDIA_FILM,
  MEDIA_SOUND,
  MEDIA_PICTURE,
  MEDIA_PAGES, /* PDF, Word, plain text */
} MediaFamily;

typedef struct {
  MediaFamily family;
  const char *type;      /* what it is sent as: "video/mp4" */
  const char *extension; /* "mp4" */
} MediaKind;

/* NULL: none that is taken here. Formats that carry scripts (SVG, HTML) are text and sent as such.
 * Signatures: RFC 8794 (Matroska, WebM), ISO/IEC 14496-12 (ftyp), RFC 3533 (Ogg), and the WHATWG
 * standard on MIME sniffing. */
const MediaKind *media_look(const void *bytes, size_t len);
/* A kind by what it is sent as; NULL: none of ours. */
const MediaKind *media_of_type(const char *type);
