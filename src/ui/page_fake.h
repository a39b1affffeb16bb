/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Test only: a request that was never sent, so that pages can be drawn without a server. */
#pragma once

#include "web/request.h"

typedef struct {
  const char *path, *theme, *text_size, *spacing, *language, *banner, *community_name;
  bool refused;    /* the query says so */
  bool is_nowhere; /* no community */
  bool is_post;
  const char *step; /* the button of a step; NULL: none */
} FakeRequest;

Request *fake_request_new(const FakeRequest *fake); /* the texts are borrowed */
void fake_request_free(Request *r);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Request, fake_request_free)

/* What was answered; NULL: nothing yet. */
const char *fake_reply_html(const Request *r);
int fake_reply_status(const Request *r);
