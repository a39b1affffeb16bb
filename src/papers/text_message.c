/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Fitting words into one text message. */
#include "papers/text_message.h"

#include <stdbool.h>
#include <string.h>

/* The GSM 7-bit default alphabet but for Greek capitals and ESC, and its extension table. */
static const char gsm[] =
    "@£$¥èéùìòÇ\nØø\rÅå_ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà";
static const char twice[] = "^{}\\[~]|€";

static bool
is_in(const char *alphabet, gunichar sign)
{
  return g_utf8_strchr(alphabet, -1, sign) != NULL;
}

size_t
text_message_length(const char *text, size_t *ret_most)
{
  size_t plain = 0, wide = 0;
  bool is_gsm = true;

  for (const char *at = text; *at; at = g_utf8_next_char(at)) {
    const gunichar sign = g_utf8_get_char(at);

    plain += is_in(twice, sign) ? 2 : 1;
    wide += sign > 0xffff ? 2 : 1;
    is_gsm &= is_in(gsm, sign) || is_in(twice, sign);
  }
  *ret_most = is_gsm ? TEXT_MESSAGE_MOST : TEXT_MESSAGE_WIDE_MOST;
  return is_gsm ? plain : wide;
}

/* Signs that word processors put in place of plain ones, and that would halve what fits. */
static char *
make_plain(const char *text)
{
  static const char *const pairs[][2] = { { "’", "'" },   { "‘", "'" },     { "“", "\"" },
                                          { "”", "\"" },  { "–", "-" },     { "—", "-" },
                                          { "…", "..." }, { "\u00a0", " " } };
  GString *plain = g_string_new(text);

  for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++)
    g_string_replace(plain, pairs[i][0], pairs[i][1], 0);
  return g_string_free(plain, FALSE);
}

static char *
fill(const Lang *lang, const TextMessage *message, const char *title)
{
  g_autofree char *words =
      lang_fill(lang_text(lang, message->words), "place", message->place, "title", title, "when",
                message->when ? message->when : "", "url", message->origin, NULL);

  return make_plain(words);
}

char *
text_message_write(const Lang *lang, const TextMessage *message)
{
  glong letters = g_utf8_strlen(message->title, -1);
  char *words = fill(lang, message, message->title);
  size_t most = 0;

  while (text_message_length(words, &most) > most && letters > 1) {
    letters--;

    g_autofree char *start = g_utf8_substring(message->title, 0, letters);
    g_autofree char *shorter = g_strconcat(g_strchomp(start), "...", NULL);

    g_free(words);
    words = fill(lang, message, shorter);
  }
  return words;
}

char *
text_message_about(const Lang *lang, const char *place, const char *title, const char *origin)
{
  return text_message_write(
      lang, &(TextMessage){ .words = N_("{place}: a new paper for you, \"{title}\". See {url} or"
                                        " ring us, and we read it to you."),
                            .place = place,
                            .title = title,
                            .origin = origin });
}

char *
text_message_address(const char *number, const char *text)
{
  GString *address = g_string_new("sms:");
  g_autofree char *body = g_uri_escape_string(text, NULL, FALSE);

  for (const char *at = number; *at && *at != '\n'; at++)
    if (g_ascii_isdigit(*at) || (*at == '+' && address->len == strlen("sms:")))
      g_string_append_c(address, *at);
  g_string_append_printf(address, "?body=%s", body);
  return g_string_free(address, FALSE);
}
