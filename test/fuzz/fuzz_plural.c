/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Plural rules from outside. */
#include "fuzz.h"

#include "lang/plural.h"

#include <limits.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup((const char *)data, size);
  g_autoptr(PluralRule) rule = plural_rule_parse(text);

  for (unsigned long n = 0; rule && n < 130; n++) {
    int form = plural_rule_pick(rule, n), last = plural_rule_pick(rule, ULONG_MAX - n);

    fuzz_assert(form >= 0 && form < plural_rule_forms(rule));
    fuzz_assert(last >= 0 && last < plural_rule_forms(rule));
  }
  return 0;
}
