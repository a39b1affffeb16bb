/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the programs share that attack the whole site. Include after cmocka. */
#pragma once

#include "http/site_fixture.h"
#include "real_site.h"

#define FORM_TYPE "application/x-www-form-urlencoded"

/* Somebody new, a link for them, and a browser that has never been here. */
void set_link(Scene *scene, RealSite *site);
/* A request as written, with `headers` added; the reply. g_free. */
char *ask(const Scene *scene, const char *method, const char *path, const char *headers);
/* The form of the page last seen, from this address. */
char *send_from(Browser *browser, const char *path, const char *fields, const char *address);
char *use_link(Browser *browser, const char *token, const char *address);
void assert_is_in(Browser *browser, bool is_in);
