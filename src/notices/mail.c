/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Composing mails and laying them into the folder. Sending to a server is in smtp.c. */
#include "notices/mail.h"

#include "base/clock.h"
#include "base/ids.h"
#include "notices/gmime.h"
#include "notices/sender_name.h"
#include "notices/smtp.h"

#include <glib/gstdio.h>
#include <string.h>

static MailConfig program_config = { .from =
                                         "commontable@localhost" }; /* set before threads start */

void
mail_set_config(const MailConfig *new_config)
{
  program_config = *new_config;
  if (!program_config.from)
    program_config.from = "commontable@localhost";
}

const MailConfig *
mail_program_config(void)
{
  return &program_config;
}

static void
add_address(GMimeMessage *message, GMimeAddressType type, const char *name, const char *address)
{
  g_autofree char *line = mail_head_name(name ? name : "");

  g_mime_message_add_mailbox(message, type, *line ? line : NULL, address);
}

/* GMime writes a long word in encoded pieces (RFC 2047), which in an address of the web no program
 * reads: this one stays as it is. A line may have 998 letters. */
static void
set_as_it_is(GMimeMessage *message, const char *name, const char *value)
{
  GMimeHeaderList *headers = g_mime_object_get_header_list(GMIME_OBJECT(message));
  g_autofree char *line = g_strdup_printf(" %s\n", value);

  g_mime_object_set_header(GMIME_OBJECT(message), name, "", NULL);
  g_mime_header_set_raw_value(g_mime_header_list_get_header(headers, name), line);
}

/* The button beside the sender's name in mail programs. RFC 8058 speaks of https only. */
static void
add_stop(GMimeMessage *message, const char *url)
{
  g_autofree char *list = g_strdup_printf("<%s>", url);

  set_as_it_is(message, "List-Unsubscribe", list);
  if (g_str_has_prefix(url, "https://"))
    g_mime_object_set_header(GMIME_OBJECT(message), "List-Unsubscribe-Post",
                             "List-Unsubscribe=One-Click", NULL);
}

static GMimePart *
part_of_file(const MailAttachment *file)
{
  g_auto(GStrv) type = g_strsplit(file->media_type, "/", 2);
  gsize len = 0;
  const char *bytes = g_bytes_get_data(file->bytes, &len);
  GMimePart *part = g_mime_part_new_with_type(type[0], type[0] && type[1] ? type[1] : "plain");
  GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, len);
  GMimeDataWrapper *content =
      g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);

  g_mime_object_set_disposition(GMIME_OBJECT(part), "attachment");
  g_mime_part_set_filename(part, file->name);
  g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_BASE64);
  g_mime_part_set_content(part, content);
  g_object_unref(content);
  g_object_unref(stream);
  return part;
}

/* Calendar programs look for the method beside the type (RFC 6047, 2.4). */
static GMimePart *
part_of_calendar(const MailCalendar *calendar)
{
  GMimePart *part = g_mime_part_new_with_type("text", "calendar");
  GMimeStream *stream = g_mime_stream_mem_new_with_buffer(calendar->text, strlen(calendar->text));
  GMimeDataWrapper *content =
      g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);

  g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset", "utf-8");
  g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "method", calendar->method);
  g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_BASE64);
  g_mime_part_set_content(part, content);
  g_object_unref(content);
  g_object_unref(stream);
  return part;
}

/* Lets go of the part. */
static void
add_part(GMimeMultipart *to, GMimeObject *part)
{
  g_mime_multipart_add(to, part);
  g_object_unref(part);
}

/* The first calendar says the same as the words, and stands beside them. Others cannot: each goes
 * along as a file, which programs offer to take too. */
static void
add_further(GMimeMultipart *to, const MailCalendars *calendars)
{
  for (int i = 1; i < calendars->count; i++) {
    GMimePart *part = part_of_calendar(&calendars->list[i]);
    g_autofree char *name = g_strdup_printf("meeting-%d.ics", i + 1);

    g_mime_object_set_disposition(GMIME_OBJECT(part), "attachment");
    g_mime_part_set_filename(part, name);
    add_part(to, GMIME_OBJECT(part));
  }
}

/* The words first, and the same as a calendar; then files. Lets go of the words. */
static void
set_parts(GMimeMessage *message, GMimeTextPart *words, const Mail *mail)
{
  static const MailCalendars none = { .count = 0 };
  const MailCalendars *calendars = mail->calendars ? mail->calendars : &none;
  const MailAttachment *file =
      mail->attachment && mail->attachment->bytes ? mail->attachment : NULL;
  GMimeObject *body = GMIME_OBJECT(words);

  if (calendars->count > 0) {
    GMimeMultipart *both = g_mime_multipart_new_with_subtype("alternative");

    add_part(both, body);
    add_part(both, GMIME_OBJECT(part_of_calendar(&calendars->list[0])));
    body = GMIME_OBJECT(both);
  }
  if (calendars->count > 1 || file) {
    GMimeMultipart *all = g_mime_multipart_new_with_subtype("mixed");

    add_part(all, body);
    add_further(all, calendars);
    if (file)
      add_part(all, GMIME_OBJECT(part_of_file(file)));
    body = GMIME_OBJECT(all);
  }
  g_mime_message_set_mime_part(message, body);
  g_object_unref(body);
}

static char *
compose(const MailConfig *config, const Mail *mail, const char *message_id)
{
  GMimeMessage *message = g_mime_message_new(TRUE);
  GMimeTextPart *part = g_mime_text_part_new_with_subtype("plain");
  g_autofree char *subject = mail_head_line(mail->subject, SUBJECT_MAX);
  g_autoptr(GDateTime) at = g_date_time_new_from_unix_utc(mail->at_us / US_PER_S);

  add_address(message, GMIME_ADDRESS_TYPE_FROM, mail->from_name, config->from);
  add_address(message, GMIME_ADDRESS_TYPE_TO, mail->to_name, mail->to_address);
  if (mail->reply_to)
    add_address(message, GMIME_ADDRESS_TYPE_REPLY_TO, mail->from_name, mail->reply_to);
  g_mime_message_set_subject(message, subject, "utf-8");
  g_mime_message_set_date(message, at);
  g_mime_message_set_message_id(message, message_id);
  /* Programs that answer every mail shall not answer this one (RFC 3834). */
  g_mime_object_set_header(GMIME_OBJECT(message), "Auto-Submitted", "auto-generated", NULL);
  if (mail->stop_url)
    add_stop(message, mail->stop_url);
  g_mime_text_part_set_charset(part, "utf-8");
  g_mime_text_part_set_text(part, mail->text);
  g_mime_part_set_content_encoding(GMIME_PART(part), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  set_parts(message, part, mail);

  char *text = g_mime_object_to_string(GMIME_OBJECT(message), NULL);

  g_object_unref(message);
  return text;
}

/* The same name each time, so that a mail laid twice is still one mail. */
static bool
lay_into_folder(const char *folder, const char *id, const char *text)
{
  g_autofree char *name = g_strconcat(id, ".eml", NULL);
  g_autofree char *path = folder ? g_build_filename(folder, name, NULL) : NULL;

  return path && g_mkdir_with_parents(folder, 0700) == 0 &&
         g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
}

MailStep
mail_send(const MailConfig *config, const Mail *mail)
{
  char id[ID_TEXT_SIZE];
  g_autofree char *message_id =
      g_strdup_printf("%s@%s", mail->token ? mail->token : id_to_text(mail->id, id), mail->host);

  if (!gmime_open())
    return MAIL_NO_PROGRAM;

  g_autofree char *text = compose(config, mail, message_id);

  id_to_text(mail->id, id);
  if (config->server)
    return smtp_send(config, mail->envelope ? mail->envelope : config->from, mail->to_address,
                     text);
  return lay_into_folder(config->folder, id, text) ? MAIL_ACCEPTED : MAIL_NO_PROGRAM;
}
