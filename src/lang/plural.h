/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which plural form a number takes: the Plural-Forms line of a catalogue's header. The rule is a C
 * expression over `n` with ?: || && == != < > <= >= + - * / % ! and brackets, as the GNU gettext
 * manual gives it ("Additional functions for plural forms"). */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum { PLURAL_MAX_FORMS = 16, PLURAL_MAX_NODES = 250, PLURAL_MAX_DEPTH = 32 };

typedef struct PluralRule PluralRule;

/* From "nplurals=2; plural=(n != 1);". NULL: it does not parse, is too long or too deep. */
PluralRule *plural_rule_parse(const char *text);
void plural_rule_free(PluralRule *rule);
int plural_rule_forms(const PluralRule *rule);
/* 0 to forms - 1. A rule that divides by nought or points past the last form gives 0. */
int plural_rule_pick(const PluralRule *rule, unsigned long n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PluralRule, plural_rule_free)
