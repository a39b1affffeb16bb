/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The client of the tiny site: sockets, replies, and as much of a browser as forms need. */
#include "base/ids.h"
#include "tiny_site.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int
dial(int port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((guint16)port) };
  struct timeval patience = { .tv_sec = 20 };
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  if (connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0) {
    close(fd);
    return -1;
  }
  return fd;
}

char *
reply_header(const char *reply, const char *name)
{
  const char *end = strstr(reply, "\r\n\r\n");
  size_t len = strlen(name);

  for (const char *at = reply; end && at < end;) {
    at = strstr(at, "\r\n") + 2;
    if (g_ascii_strncasecmp(at, name, len) == 0 && at[len] == ':')
      return g_strndup(at + len + 2, strcspn(at + len + 2, "\r"));
  }
  return NULL;
}

const char *
reply_body(const char *reply)
{
  const char *end = strstr(reply, "\r\n\r\n");

  return end ? end + 4 : "";
}

int
reply_status(const char *reply)
{
  return reply && g_str_has_prefix(reply, "HTTP/1.1 ") ? (int)g_ascii_strtoll(reply + 9, NULL, 10)
                                                       : 0;
}

/* How many whole replies stand in the text. */
static int
count_replies(const char *text, size_t len)
{
  int count = 0;

  for (;;) {
    const char *end = strstr(text, "\r\n\r\n");

    if (!end)
      return count;
    g_autofree char *head = g_strndup(text, (gsize)(end + 4 - text));
    g_autofree char *length = reply_header(head, "Content-Length");
    size_t whole = strlen(head) + (length ? (size_t)g_ascii_strtoll(length, NULL, 10) : 0);

    if (whole > len)
      return count;
    if (reply_status(head) >= 200)
      count++;
    text += whole;
    len -= whole;
  }
}

char *
hear(int fd, int replies)
{
  GString *text = g_string_new(NULL);
  char piece[16384];
  ssize_t got;

  while ((replies == 0 || count_replies(text->str, text->len) < replies) &&
         (got = recv(fd, piece, sizeof(piece), 0)) > 0)
    g_string_append_len(text, piece, got);
  return g_string_free(text, FALSE);
}

char *
talk(int port, const char *bytes, size_t len, int replies)
{
  int fd = dial(port);

  if (fd < 0)
    return g_strdup("");
  for (size_t sent = 0; sent < len;) {
    ssize_t now = send(fd, bytes + sent, len - sent, MSG_NOSIGNAL);

    if (now <= 0)
      break;
    sent += (size_t)now;
  }
  char *reply = hear(fd, replies);
  close(fd);
  return reply;
}

Browser *
browser_new(Site *site, const char *host)
{
  Browser *browser = g_new0(Browser, 1);

  browser->site = site;
  browser->host = host;
  browser->cookies = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  return browser;
}

void
browser_free(Browser *browser)
{
  g_hash_table_unref(browser->cookies);
  g_free(browser->form_id);
  g_free(browser->csrf_token);
  g_free(browser);
}

static char *
cookie_line(Browser *browser)
{
  GString *line = g_string_new(NULL);
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init(&iter, browser->cookies);
  while (g_hash_table_iter_next(&iter, &name, &value))
    g_string_append_printf(line, "%s%s=%s", line->len ? "; " : "Cookie: ", (char *)name,
                           (char *)value);
  if (line->len > 0)
    g_string_append(line, "\r\n");
  return g_string_free(line, FALSE);
}

static void
keep_hidden(const char *reply, const char *name, char **place)
{
  /* The tiny site writes no quotation marks, the real one does. */
  g_autofree char *mark = g_strdup_printf("name=%s value=", name);
  g_autofree char *quoted = g_strdup_printf("name=\"%s\" value=\"", name);
  const char *at = strstr(reply, mark);

  if (at)
    at += strlen(mark);
  else if ((at = strstr(reply, quoted)))
    at += strlen(quoted);
  else
    return;
  g_free(*place);
  *place = g_strndup(at, strcspn(at, "\">"));
}

static void
learn(Browser *browser, const char *reply)
{
  const char *at = reply;

  while ((at = strstr(at, "\r\nSet-Cookie: "))) {
    at += strlen("\r\nSet-Cookie: ");
    g_autofree char *line = g_strndup(at, strcspn(at, "\r"));
    g_autofree char *pair = g_strndup(line, strcspn(line, ";"));
    char *mark = strchr(pair, '=');

    *mark = '\0';
    if (strstr(line, "Max-Age=0"))
      g_hash_table_remove(browser->cookies, pair);
    else
      g_hash_table_insert(browser->cookies, g_strdup(pair), g_strdup(mark + 1));
  }
  keep_hidden(reply, FIELD_FORM_ID, &browser->form_id);
  keep_hidden(reply, FIELD_CSRF_TOKEN, &browser->csrf_token);
}

char *
browse(Browser *browser, const char *path)
{
  g_autofree char *cookies = cookie_line(browser);
  g_autofree char *request = g_strdup_printf(
      "GET %s HTTP/1.1\r\nHost: %s\r\n%sConnection: close\r\n\r\n", path, browser->host, cookies);
  char *reply = talk(browser->site->port, request, strlen(request), 0);

  learn(browser, reply);
  return reply;
}

int
open_page(Browser *browser, const char *path)
{
  g_autofree char *cookies = cookie_line(browser);
  g_autofree char *request =
      g_strdup_printf("GET %s HTTP/1.1\r\nHost: %s\r\n%s\r\n", path, browser->host, cookies);
  const int fd = dial(browser->site->port);

  if (send(fd, request, strlen(request), MSG_NOSIGNAL) != (ssize_t)strlen(request))
    g_error("a request of one piece was not taken");
  return fd;
}

char *
submit_as(Browser *browser, const char *path, const char *type, const char *body,
          const char *more_headers)
{
  g_autofree char *cookies = cookie_line(browser);
  g_autofree char *request =
      g_strdup_printf("POST %s HTTP/1.1\r\nHost: %s\r\n%sContent-Type: %s\r\n%s"
                      "Content-Length: %zu\r\nConnection: close\r\n\r\n%s",
                      path, browser->host, cookies, type, more_headers, strlen(body), body);
  char *reply = talk(browser->site->port, request, strlen(request), 0);

  learn(browser, reply);
  return reply;
}

char *
submit(Browser *browser, const char *path, const char *fields)
{
  g_autofree char *body = g_strdup_printf("%s=%s&%s=%s&%s", FIELD_FORM_ID, browser->form_id,
                                          FIELD_CSRF_TOKEN, browser->csrf_token, fields);

  return submit_as(browser, path, "application/x-www-form-urlencoded", body, "");
}

void
sign_in(Browser *browser, int64_t member_id)
{
  char id[ID_TEXT_SIZE];
  g_autofree char *home = browse(browser, "/");
  g_autofree char *fields = g_strdup_printf("member=%s", id_to_text(member_id, id));
  g_autofree char *reply = submit(browser, "/sign-in", fields);

  if (reply_status(reply) != 303)
    g_error("signing in: %s", reply);
  g_autofree char *notes = browse(browser, "/notes");
}
