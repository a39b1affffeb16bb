/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Was it written by a person, by a program, or did a mail of ours come back? (RFC 3834, RFC 3464,
 * RFC 3463; and the bounces of servers older than those.) */
#include "notices/incoming_parts.h"

#include <string.h>

/* ---- by a program ---- */

static bool
starts(const char *text, const char *start)
{
  return g_ascii_strncasecmp(text + strspn(text, " \t"), start, strlen(start)) == 0;
}

static bool
starts_with_one_of(const char *text, const char *const *list)
{
  for (; *list; list++)
    if (starts(text, *list))
      return true;
  return false;
}

/* RFC 3834, and what programs did before it. */
static bool
is_automatic(const Incoming *incoming, const Parts *parts)
{
  static const char *const there[] = { "X-Autoreply", "X-Autorespond", "X-Autoresponder",
                                       "X-Vacation",  "List-Id",       "List-Unsubscribe",
                                       "X-Loop",      "Feedback-ID",   NULL };
  static const char *const precedence[] = { "bulk", "junk", "list", "auto_reply", NULL };
  static const char *const senders[] = { "mailer-daemon@", "postmaster@", "noreply@",
                                         "no-reply@",      "donotreply@", NULL };
  static const char *const subjects[] = {
    "Out of office", "Automatic reply",   "Auto:", "Autoreply", "Auto reply",
    "Auto-reply",    "Abwesenheitsnotiz", NULL
  };
  const char *automatic = parts_header(parts, "Auto-Submitted");

  if ((*automatic && !starts(automatic, "no")) ||
      starts_with_one_of(parts_header(parts, "Precedence"), precedence) ||
      starts_with_one_of(incoming->sender, senders) ||
      starts_with_one_of(parts_header(parts, "Subject"), subjects))
    return true;
  for (int i = 0; there[i]; i++)
    if (*parts_header(parts, there[i]))
      return true;
  return false;
}

/* ---- a bounce ---- */

/* So do servers; so do programs that answer while somebody is away. */
static bool
is_from_nobody(const Parts *parts)
{
  return starts(parts_header(parts, "Return-Path"), "<>") ||
         (parts->envelope_sender && !*parts->envelope_sender);
}

static bool
is_from_server(const Incoming *incoming)
{
  static const char *const senders[] = { "mailer-daemon", "postmaster", NULL };

  return starts_with_one_of(incoming->sender, senders);
}

/* "5.1.1" where such a thing stands in `text`; g_free, NULL: nowhere. */
static char *
find_status(const char *text)
{
  g_autoptr(GRegex) regex = g_regex_new("\\b([245])\\.(\\d{1,3})\\.(\\d{1,3})\\b", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  return g_regex_match(regex, text, 0, &match) ? g_match_info_fetch(match, 0) : NULL;
}

/* "550" said by a server, which older ones say alone; g_free. */
static char *
find_code(const char *text)
{
  g_autoptr(GRegex) regex =
      g_regex_new("(?:^|[\\s:#(])([45][0-5]\\d)[ -]", G_REGEX_MULTILINE, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  if (!g_regex_match(regex, text, 0, &match))
    return NULL;

  g_autofree char *code = g_match_info_fetch(match, 1);

  return g_strdup_printf("%c.0.0", *code);
}

/* RFC 3463: 5.1.* and 5.2.1 are about the address, 5.4.4 says that its domain is not there. 5.0.0
 * says nothing: then the words decide, and only words that are about the address. */
static BounceKind
kind_of_status(const char *status, const char *words)
{
  static const char *const about_mail[] = { "full",       "quota",        "spam",
                                            "policy",     "too large",    "blocked",
                                            "reputation", "rejected due", NULL };
  g_autofree char *lower = g_ascii_strdown(words, -1);

  if (*status == '4')
    return BOUNCE_LATE;
  if (strncmp(status, "5.1.", 4) == 0 || strcmp(status, "5.2.1") == 0 ||
      strcmp(status, "5.4.4") == 0)
    return strcmp(status, "5.1.7") == 0 || strcmp(status, "5.1.8") == 0 ? BOUNCE_MAIL /* of us */
                                                                        : BOUNCE_ADDRESS;
  if (strcmp(status, "5.0.0") != 0)
    return BOUNCE_MAIL;
  for (int i = 0; about_mail[i]; i++)
    if (strstr(lower, about_mail[i]))
      return BOUNCE_MAIL;
  return BOUNCE_ADDRESS;
}

/* "Action: failed" → "failed"; g_free, NULL: no such field. */
static char *
find_field(const char *delivery, const char *name)
{
  g_autofree char *pattern = g_strdup_printf("^%s:[ \\t]*(.*(?:\\n[ \\t].*)*)$", name);
  g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_CASELESS | G_REGEX_MULTILINE, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  return g_regex_match(regex, delivery, 0, &match) ? g_strstrip(g_match_info_fetch(match, 1))
                                                   : NULL;
}

static void
read_report(Incoming *incoming, const Parts *parts)
{
  g_autofree char *delivery = g_strdelimit(g_strdup(parts->delivery), "\r", ' ');
  g_autofree char *action = find_field(delivery, "Action");
  g_autofree char *said = find_field(delivery, "Status");
  g_autofree char *words = find_field(delivery, "Diagnostic-Code");
  g_autofree char *status = find_status(said ? said : "");
  /* Some say 5.0.0 and put the true status into the other server's words. */
  g_autofree char *better = words ? find_status(words) : NULL;

  if (!status || strcmp(status + 1, ".0.0") == 0) {
    g_free(status);
    status = better ? g_steal_pointer(&better) : g_strdup("5.0.0");
  }
  incoming->bounce = action && g_ascii_strcasecmp(action, "failed") == 0
                         ? kind_of_status(status, words ? words : "")
                         : BOUNCE_LATE;
  incoming->status = g_steal_pointer(&status);
}

/* From a server older than reports: its words. Where they say nothing, the mail came back, and the
 * address stays. */
static void
read_old_bounce(Incoming *incoming, const Parts *parts)
{
  char *status = find_status(parts->text->str);

  if (!status)
    status = find_code(parts->text->str);
  incoming->bounce = status ? kind_of_status(status, parts->text->str) : BOUNCE_MAIL;
  incoming->status = status ? status : g_strdup("");
}

/* A receipt ("it was read"), or a complaint that it is spam. */
static bool
is_other_report(const Parts *parts)
{
  GMimeObject *top = g_mime_message_get_mime_part(parts->message);
  GMimeContentType *about = top ? g_mime_object_get_content_type(top) : NULL;
  const char *report = about ? g_mime_content_type_get_parameter(about, "report-type") : NULL;

  return top && parts_is(top, "multipart", "report") &&
         (!report || g_ascii_strcasecmp(report, "delivery-status") != 0);
}

void
incoming_read_kind(Incoming *incoming, const Parts *parts)
{
  const bool is_other = is_other_report(parts);

  if (parts->delivery) {
    incoming->kind = INCOMING_BOUNCE;
    read_report(incoming, parts);
  } else if (!is_other && is_from_server(incoming)) {
    incoming->kind = INCOMING_BOUNCE;
    read_old_bounce(incoming, parts);
  } else if (is_other || is_from_nobody(parts) ||
             (!parts->calendar && is_automatic(incoming, parts))) { /* a person pressed a button */
    incoming->kind = INCOMING_AUTOMATIC;
  }
  if (!incoming->status)
    incoming->status = g_strdup("");
}
