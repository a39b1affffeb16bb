/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Test only: a request that was never sent, so that pages can be drawn without a server. */
#pragma once

#include "web/request.h"

typedef struct {
  const char *path, *theme, *language, *banner, *community_name;
  const char *tag, *next; /* in the path and in the query */
  bool refused;           /* the query says so */
} FakeRequest;

Request *fake_request_new(const FakeRequest *fake); /* the texts are borrowed */
void fake_request_free(Request *r);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Request, fake_request_free)

/* What was answered; NULL: nothing yet. */
const char *fake_reply_html(const Request *r);
int fake_reply_status(const Request *r);
const char *fake_reply_path(const Request *r); /* of the redirect */
const char *fake_cookie(const Request *r);     /* value of the last one set */
