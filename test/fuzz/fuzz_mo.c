/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Catalogues from outside. */
#include "fuzz.h"

#include "lang/lang.h"

static void
assert_utf8(const char *text)
{
  fuzz_assert(text && g_utf8_validate(text, -1, NULL));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static const char *const ids[] = { "Save", "Monday", "", "a", "\xc3\xa9" };
  g_autoptr(GError) err = NULL;
  Lang *lang = lang_from_mo("cy", NULL, data, size, NULL, &err);

  fuzz_assert((lang == NULL) == (err != NULL));
  if (!lang)
    return 0;
  assert_utf8(lang_name(lang));
  for (size_t i = 0; i < G_N_ELEMENTS(ids); i++) {
    assert_utf8(lang_text(lang, ids[i]));
    assert_utf8(lang_text_in(lang, "menu", ids[i]));
    for (unsigned long n = 0; n < 12; n++)
      assert_utf8(lang_plural(lang, ids[i], "many", n));
  }
  lang_free(lang);
  return 0;
}
