/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading a mail with GMime. What a bounce says is incoming_bounce.c. */
#include "notices/incoming.h"

#include "base/text.h"
#include "notices/gmime.h"
#include "notices/incoming_parts.h"
#include "notices/return_token.h"

#include <string.h>

enum { DEPTH_MAX = 16, PARTS_MAX = 200, REST_MAX = 4 * INCOMING_WORDS_MAX, TEXT_MAX = 256 * 1024 };

void
incoming_free(Incoming *incoming)
{
  if (!incoming)
    return;
  g_free(incoming->status);
  g_free(incoming->message_id);
  g_free(incoming->sender);
  g_free(incoming->said);
  g_free(incoming->subject);
  g_free(incoming->rest);
  g_free(incoming->calendar);
  g_ptr_array_unref(incoming->tokens);
  g_ptr_array_unref(incoming->recipients);
  g_free(incoming);
}

/* ---- the parts ---- */

char *
parts_read(GMimeObject *part)
{
  GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(part));
  GMimeStream *stream = g_mime_stream_mem_new();
  bool is_broken = false;
  char *text = NULL;

  if (content) {
    g_mime_data_wrapper_write_to_stream(content, stream);

    const GByteArray *bytes = g_mime_stream_mem_get_byte_array((GMimeStreamMem *)stream);

    text = text_mend((const char *)bytes->data, MIN(bytes->len, TEXT_MAX), &is_broken);
  }
  g_object_unref(stream);
  return text ? text : g_strdup("");
}

/* In UTF-8, whatever it was in. */
static char *
read_text(GMimeObject *part)
{
  g_autofree char *raw = g_mime_text_part_get_text((GMimeTextPart *)part);
  bool is_broken = false;

  if (!raw)
    return parts_read(part); /* of a set of letters that this machine does not know */
  return text_mend(raw, MIN(strlen(raw), TEXT_MAX), &is_broken);
}

bool
parts_is(GMimeObject *part, const char *type, const char *subtype)
{
  GMimeContentType *about = g_mime_object_get_content_type(part);

  return about && g_mime_content_type_is_type(about, type, subtype);
}

static bool
is_of(GMimeObject *part, GType type)
{
  return part && g_type_check_instance_is_a((GTypeInstance *)part, type);
}

static void
take_text(Parts *parts, GMimeObject *part)
{
  const bool is_html = parts_is(part, "text", "html");
  g_autofree char *text = read_text(part);
  g_autofree char *plain = is_html ? mail_text_from_html(text, strlen(text)) : NULL;

  if (parts->text->len < TEXT_MAX)
    g_string_append_printf(parts->text, "%s%s", parts->text->len ? "\n" : "", plain ? plain : text);
}

static bool
is_calendar(GMimeObject *part)
{
  return is_of(part, g_mime_part_get_type()) &&
         (parts_is(part, "text", "calendar") || parts_is(part, "application", "ics"));
}

/* Only an answer is kept: the invitation itself, sent back with what was quoted, says nothing. */
static void
take_calendar(Parts *parts, GMimeObject *part)
{
  g_autofree char *text = parts->calendar ? NULL : parts_read(part);

  if (text && strstr(text, "METHOD:REPLY"))
    parts->calendar = g_steal_pointer(&text);
}

static void take_part(Parts *parts, GMimeObject *part, int depth);

/* The same words several times over: plain ones before HTML. */
static void
take_alternative(Parts *parts, GMimeMultipart *multipart, int depth)
{
  const int count = g_mime_multipart_get_count(multipart);
  GMimeObject *best = NULL;

  for (int i = 0; i < count && i < PARTS_MAX; i++) {
    GMimeObject *part = g_mime_multipart_get_part(multipart, i);

    if (part && is_calendar(part))
      take_calendar(parts, part);
    else if (part && (!best || parts_is(part, "text", "plain")))
      best = part;
  }
  take_part(parts, best, depth + 1);
}

static void
take_multipart(Parts *parts, GMimeObject *part, int depth)
{
  GMimeMultipart *multipart = (GMimeMultipart *)part;
  const int count = g_mime_multipart_get_count(multipart);

  if (parts_is(part, "multipart", "alternative")) {
    take_alternative(parts, multipart, depth);
    return;
  }
  for (int i = 0; i < count; i++)
    take_part(parts, g_mime_multipart_get_part(multipart, i), depth + 1);
}

static void
take_part(Parts *parts, GMimeObject *part, int depth)
{
  if (!part || depth > DEPTH_MAX || ++parts->count > PARTS_MAX)
    return;
  if (is_of(part, g_mime_multipart_get_type())) {
    take_multipart(parts, part, depth);
  } else if (parts_is(part, "message", "delivery-status") && is_of(part, g_mime_part_get_type())) {
    g_free(parts->delivery);
    parts->delivery = parts_read(part);
  } else if (is_of(part, g_mime_text_part_get_type()) &&
             (parts_is(part, "text", "plain") || parts_is(part, "text", "html")) &&
             !g_mime_part_is_attachment(GMIME_PART(part))) {
    take_text(parts, part);
  } else if (is_calendar(part)) {
    take_calendar(parts, part);
  } else {
    parts->files++;
  }
}

/* ---- the headers ---- */

const char *
parts_header(const Parts *parts, const char *name)
{
  const char *value = g_mime_object_get_header(GMIME_OBJECT(parts->message), name);

  return value ? value : "";
}

static char *
read_sender(const Parts *parts)
{
  InternetAddressList *list = g_mime_message_get_from(parts->message);

  for (int i = 0; list && i < internet_address_list_length(list); i++) {
    InternetAddress *address = internet_address_list_get_address(list, i);
    const char *found =
        g_type_check_instance_is_a((GTypeInstance *)address, internet_address_mailbox_get_type())
            ? internet_address_mailbox_get_addr((InternetAddressMailbox *)address)
            : NULL;

    if (found && g_utf8_validate(found, -1, NULL))
      return text_tidy(found);
  }
  return g_strdup("");
}

/* Everything that looks like an address: exactly what stands there matters little, since a token
 * decides. */
static void
add_addresses(Incoming *incoming, const char *header)
{
  g_auto(GStrv) words = g_strsplit_set(header, " ,;<>\"\t\r\n()", 0);

  for (int i = 0; words[i] && incoming->recipients->len < INCOMING_TOKENS_MAX; i++)
    if (strchr(words[i], '@') && g_utf8_validate(words[i], -1, NULL))
      g_ptr_array_add(incoming->recipients, g_ascii_strdown(words[i], -1));
}

static void
find_tokens(Incoming *incoming, const char *text)
{
  return_token_find(text, strlen(text), incoming->tokens, INCOMING_TOKENS_MAX);
}

/* Where it went first, then what it answers, then its words. */
static void
read_headers(Incoming *incoming, const Parts *parts, const char *const *recipients)
{
  static const char *const to[] = {
    "Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc", NULL
  };
  static const char *const answers[] = { "In-Reply-To", "References", NULL };
  const char *subject = g_mime_message_get_subject(parts->message);

  for (; recipients && *recipients; recipients++) {
    find_tokens(incoming, *recipients);
    add_addresses(incoming, *recipients);
  }
  for (int i = 0; to[i]; i++) {
    find_tokens(incoming, parts_header(parts, to[i]));
    add_addresses(incoming, parts_header(parts, to[i]));
  }
  for (int i = 0; answers[i]; i++)
    find_tokens(incoming, parts_header(parts, answers[i]));
  if (subject)
    find_tokens(incoming, subject);
  incoming->subject = g_utf8_make_valid(subject ? subject : "", -1);
  find_tokens(incoming, parts->text->str);
  incoming->sender = read_sender(parts);

  const char *id = g_mime_message_get_message_id(parts->message);

  incoming->message_id = id && *id ? g_utf8_make_valid(id, -1) : NULL;
}

/* ---- the words ---- */

/* What does not fit goes on at the start of the rest. */
static void
set_words(Incoming *incoming, const Parts *parts)
{
  g_autofree char *said = NULL, *rest = NULL;

  mail_text_split(parts->text->str, &said, &rest);

  const size_t length = text_length(said);
  const char *over =
      length > INCOMING_WORDS_MAX ? g_utf8_offset_to_pointer(said, INCOMING_WORDS_MAX) : NULL;
  g_autofree char *whole_rest = over ? g_strconcat(over, "\n", rest, NULL) : g_strdup(rest);

  incoming->said = over ? g_strndup(said, (gsize)(over - said)) : g_steal_pointer(&said);
  incoming->is_cut |= over != NULL;
  if (text_length(whole_rest) > REST_MAX)
    *g_utf8_offset_to_pointer(whole_rest, REST_MAX) = '\0';
  incoming->rest = g_steal_pointer(&whole_rest);
}

static GMimeMessage *
parse(const char *bytes, size_t len)
{
  GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, len);
  GMimeParser *parser = g_mime_parser_new_with_stream(stream);
  GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);

  g_object_unref(parser);
  g_object_unref(stream);
  return message;
}

Incoming *
incoming_read(const char *bytes, size_t len, const char *const *recipients, const char *sender)
{
  const size_t kept = MIN(len, INCOMING_BYTES_MAX);
  GMimeMessage *message = kept > 0 && gmime_open() ? parse(bytes, kept) : NULL;

  if (!message)
    return NULL;

  Parts parts = { .message = message, .text = g_string_new(NULL), .envelope_sender = sender };
  Incoming *incoming = g_new0(Incoming, 1);

  incoming->tokens = g_ptr_array_new_with_free_func(g_free);
  incoming->recipients = g_ptr_array_new_with_free_func(g_free);
  incoming->is_cut = len > kept;
  take_part(&parts, g_mime_message_get_mime_part(message), 0);
  read_headers(incoming, &parts, recipients);
  set_words(incoming, &parts);
  incoming_read_kind(incoming, &parts);
  if (incoming->kind == INCOMING_BOUNCE) /* our mail is in it somewhere, whole or its headers */
    return_token_find(bytes, kept, incoming->tokens, INCOMING_TOKENS_MAX);
  incoming->files = parts.files;
  incoming->calendar = parts.calendar;
  g_string_free(parts.text, TRUE);
  g_free(parts.delivery);
  g_object_unref(message);
  return incoming;
}
