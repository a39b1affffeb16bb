/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Opening libraries. All their names are bound at once, as the program's own are. */
#include "base/library.h"

#include <dlfcn.h>
#include <string.h>

bool
library_open(const char *file, const char *const *names, size_t count, void *slots)
{
  void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);

  for (size_t i = 0; library && i < count; i++) {
    void *function = dlsym(library, names[i]);

    if (!function)
      return false;
    memcpy((char *)slots + i * sizeof(function), &function, sizeof(function));
  }
  return library != NULL;
}
