/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Libraries that are opened only where they are needed, because the loader's work for them is felt
 * at each start. What wants one has a header of its own with the list of functions. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Fills `slots`, an array of function pointers, in the order of the names. False: the library or
 * one of its functions is not on this machine. Once a library; see LIBRARY_SLOT. */
bool library_open(const char *file, const char *const *names, size_t count, void *slots);

/* For lists of the form `#define FUNCTIONS(X) X(one) X(other)`. */
#define LIBRARY_SLOT(name) __typeof__(&name) name##_;
#define LIBRARY_NAME(name) #name,
