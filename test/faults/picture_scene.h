/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Own pictures for the tests of the whole site: one that is there, and a form that brings one. */
#pragma once

#include "real_site.h"

void make_picture(Scene *scene);      /* {fields} is its name */
void make_word_picture(Scene *scene); /* likewise of one that a Word file brought, not said yet */

/* Fields of a form with a file: those start so. */
#define FORM_PART "--B\r\nContent-Disposition: form-data; name="
#define PICTURE_FORM                                                   \
  FORM_PART "\"file\"; filename=\"a.gif\"\r\n\r\nGIF89a\r\n" FORM_PART \
            "\"shows\"\r\n\r\nA tree\r\n" FORM_PART "\"people\"\r\n\r\nnone\r\n--B--\r\n"

/* The whole form, as a page just seen would send it, and its media type. g_free. */
char *form_body(const Browser *browser, const char *fields, const char **ret_type);
