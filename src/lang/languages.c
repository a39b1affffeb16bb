/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The list of languages. */
#include "lang/languages.h"

#include <string.h>

/* The languages that councils in the United Kingdom are asked for most, each as its readers call
 * it, so that nobody has to know its English name. */
const LanguageName language_names[] = {
  { "cy", "Cymraeg" },    { "gd", "Gàidhlig" },  { "ga", "Gaeilge" },    { "ar", "العربية" },
  { "bn", "বাংলা" },      { "bg", "Български" }, { "zh-Hans", "中文" },  { "cs", "Čeština" },
  { "en", "English" },    { "fr", "Français" },  { "de", "Deutsch" },    { "el", "Ελληνικά" },
  { "gu", "ગુજરાતી" },     { "hi", "हिन्दी" },     { "hu", "Magyar" },     { "it", "Italiano" },
  { "ckb", "کوردی" },     { "lt", "Lietuvių" },  { "lv", "Latviešu" },   { "ne", "नेपाली" },
  { "ps", "پښتو" },       { "fa", "فارسی" },     { "pl", "Polski" },     { "pt", "Português" },
  { "pa", "ਪੰਜਾਬੀ" },      { "ro", "Română" },    { "ru", "Русский" },    { "sk", "Slovenčina" },
  { "so", "Soomaali" },   { "es", "Español" },   { "sw", "Kiswahili" },  { "ta", "தமிழ்" },
  { "ti", "ትግርኛ" },       { "tr", "Türkçe" },    { "uk", "Українська" }, { "ur", "اردو" },
  { "vi", "Tiếng Việt" }, { "sq", "Shqip" },     { "am", "አማርኛ" },       { NULL },
};

static const LanguageName *
find(const char *tag)
{
  static const LanguageName none = { "", "" };

  for (const LanguageName *language = language_names; language->tag; language++)
    if (strcmp(language->tag, tag) == 0)
      return language;
  return &none;
}

const char *
language_name(const char *tag)
{
  return find(tag)->name;
}

const char *
language_of_list(const char *tag)
{
  return find(tag)->tag;
}

bool
language_serves(const char *made, const char *needed)
{
  return !*made || !*needed || strcmp(made, needed) == 0;
}
