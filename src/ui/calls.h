/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Phone numbers in words, for components: pages write .to_call, or ui_words_to_call. */
#pragma once

#include "ui/page.h"

enum { CALL_NUMBER_SIZE = 17 };

/* Length of the phone number that starts here, 0: none does. 3 digits from 1 or 9, or 5 to 15, with
 * single spaces or dashes between. ret_number: as in a tel: address (RFC 3966). Pure. */
size_t call_number_at(const char *words, size_t len, char ret_number[static CALL_NUMBER_SIZE]);
/* Escaped, each number a link. */
void put_words_to_call(Page *page, const char *words, size_t len);
