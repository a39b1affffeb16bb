/* SPDX-License-Identifier: AGPL-3.0-or-later
 * multipart/form-data (RFC 7578, as browsers write it: WHATWG HTML 4.10.21.8). */
#pragma once

#include "web/forms.h"

/* `parameters` is what follows the media type: `; boundary=…`. See form_parse. */
bool multipart_parse(const char *parameters, const char *body, size_t len, const FormSink *sink);
