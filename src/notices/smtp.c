/* SPDX-License-Identifier: AGPL-3.0-or-later
 * SMTP by libcurl. The library is opened when the first mail goes: linked in, it would double the
 * server's start and memory (measured: 17 ms and 10 MB against 10 ms and 4 MB) for places that
 * never send a mail. */
#include "notices/smtp.h"

#include "base/clock.h"
#include "base/library.h"

#include <curl/curl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
  CONNECT_SECONDS = 20,
  PATIENCE_SECONDS = 40, /* RFC 5321 has minutes; who relays mails for others answers in seconds */
  END_TIMES = 3,    /* after the whole text: it may be looked through, and must not come twice */
  WHOLE_TIMES = 12, /* for one mail, however large */
  REST_TIMES = 3,
  RESTS_MAX = 48 /* in patiences */
};

static int patience_s = PATIENCE_SECONDS;

/* The few functions used, in the order of their names below. */
typedef struct {
  CURLcode (*global_init)(long flags);
  CURL *(*easy_init)(void);
  CURLcode (*easy_setopt)(CURL *handle, CURLoption option, ...);
  CURLcode (*easy_perform)(CURL *handle);
  void (*easy_cleanup)(CURL *handle);
  struct curl_slist *(*slist_append)(struct curl_slist *list, const char *text);
  void (*slist_free_all)(struct curl_slist *list);
} Curl;

static const char *const curl_names[] = {
  "curl_global_init",  "curl_easy_init",    "curl_easy_setopt",    "curl_easy_perform",
  "curl_easy_cleanup", "curl_slist_append", "curl_slist_free_all",
};
G_STATIC_ASSERT(sizeof(Curl) == G_N_ELEMENTS(curl_names) * sizeof(void *));

static const Curl *
open_curl(void)
{
  static GMutex lock;
  static Curl curl;
  static bool is_open;

  g_mutex_lock(&lock);
  if (!is_open)
    is_open = library_open("libcurl.so.4", curl_names, G_N_ELEMENTS(curl_names), &curl) &&
              curl.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  g_mutex_unlock(&lock);
  return is_open ? &curl : NULL;
}

typedef struct {
  const char *text;
  size_t left;
} Source;

static size_t
read_text(char *to, size_t size, size_t count, void *data)
{
  Source *source = data;
  size_t len = MIN(size * count, source->left);

  memcpy(to, source->text, len);
  source->text += len;
  source->left -= len;
  return len;
}

/* What we said last to the server tells where it got stuck better than curl's codes, which are the
 * same for a sender and a recipient that is refused. */
typedef struct {
  MailStep step;
  bool is_address_gone; /* the server's last word: there is no such address */
} Course;

/* "550 5.1.1 …": only where it says so itself. A bare 550 may mean that it does not know us, and
 * then every address would be taken for dead. */
static bool
says_no_address(const char *bytes, size_t size)
{
  static const char *const codes[] = { " 5.1.1 ", " 5.1.10 ", " 5.2.1 ", "-5.1.1 " };

  if (size < 4 || *bytes != '5')
    return false;
  for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
    if (size > 3 + strlen(codes[i]) && strncmp(bytes + 3, codes[i], strlen(codes[i])) == 0)
      return true;
  return false;
}

/* ---- slow servers ---- */

typedef struct {
  int64_t until_us, rest_us;
} Rest;

static GMutex rests_lock;
static GHashTable *rests; /* server → Rest */

void
smtp_set_patience(int seconds)
{
  g_mutex_lock(&rests_lock);
  patience_s = seconds;
  g_clear_pointer(&rests, g_hash_table_unref);
  g_mutex_unlock(&rests_lock);
}

static bool
is_resting(const char *server)
{
  g_mutex_lock(&rests_lock);
  const Rest *rest = rests ? g_hash_table_lookup(rests, server) : NULL;
  const bool is_now = rest && clock_monotonic_us() < rest->until_us;
  g_mutex_unlock(&rests_lock);
  return is_now;
}

static void
let_rest(const char *server)
{
  const int64_t patience_us = patience_s * (int64_t)US_PER_S;

  g_mutex_lock(&rests_lock);
  if (!rests)
    rests = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

  const Rest *before = g_hash_table_lookup(rests, server);
  Rest rest = { .rest_us = before ? MIN(before->rest_us * 2, RESTS_MAX * patience_us)
                                  : REST_TIMES * patience_us };

  rest.until_us = clock_monotonic_us() + rest.rest_us;
  g_hash_table_replace(rests, g_strdup(server), g_memdup2(&rest, sizeof(rest)));
  g_mutex_unlock(&rests_lock);
}

static void
end_rest(const char *server)
{
  g_mutex_lock(&rests_lock);
  if (rests)
    g_hash_table_remove(rests, server);
  g_mutex_unlock(&rests_lock);
}

/* Of one mail: when it last got on. Words that a server drips are no getting on. */
typedef struct {
  const Source *source; /* NULL: only a knock */
  size_t left;
  int64_t moved_us;
  int fd; /* of the connection; -1: none */
} Watch;

static curl_socket_t
open_socket(void *data, curlsocktype purpose, struct curl_sockaddr *address)
{
  Watch *mail = data;

  (void)purpose;
  mail->fd = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  return mail->fd;
}

static int
close_socket(void *data, curl_socket_t fd)
{
  Watch *mail = data;

  if (mail->fd == fd)
    mail->fd = -1;
  return close(fd);
}

/* libcurl asks about once a second. Not 0: enough. */
static int
watch(void *data, curl_off_t down, curl_off_t downed, curl_off_t up, curl_off_t upped)
{
  Watch *mail = data;
  const int64_t now_us = clock_monotonic_us();
  int64_t limit_us = patience_s * (int64_t)US_PER_S;

  (void)down, (void)downed, (void)up, (void)upped;
  if (mail->source && mail->source->left < mail->left) {
    mail->left = mail->source->left;
    mail->moved_us = now_us;
  }
  if (mail->source && mail->left == 0)
    limit_us *= END_TIMES;
  if (now_us - mail->moved_us <= limit_us)
    return 0;
  /* libcurl itself would say QUIT, and wait two minutes more for a word of farewell. */
  if (mail->fd >= 0)
    shutdown(mail->fd, SHUT_RDWR);
  return 1;
}

static bool
was_slow(CURLcode code)
{
  return code == CURLE_ABORTED_BY_CALLBACK || code == CURLE_OPERATION_TIMEDOUT;
}

static int
note_course(CURL *handle, curl_infotype type, char *bytes, size_t size, void *data)
{
  static const struct {
    const char *said;
    MailStep step;
  } rows[] = {
    { "EHLO", MAIL_NO_SENSE },   { "HELO", MAIL_NO_SENSE },       { "STARTTLS", MAIL_NO_TLS },
    { "AUTH", MAIL_NO_SIGN_IN }, { "MAIL FROM", MAIL_NO_SENDER }, { "RCPT TO", MAIL_NO_RECIPIENT },
    { "DATA", MAIL_NO_TEXT },
  };
  Course *course = data;

  (void)handle;
  if (type == CURLINFO_HEADER_IN)
    course->is_address_gone |= course->step == MAIL_NO_RECIPIENT && says_no_address(bytes, size);
  for (size_t i = 0; type == CURLINFO_HEADER_OUT && i < G_N_ELEMENTS(rows); i++)
    if (size >= strlen(rows[i].said) &&
        g_ascii_strncasecmp(bytes, rows[i].said, strlen(rows[i].said)) == 0)
      course->step = rows[i].step;
  return 0;
}

static MailStep
step_of(CURLcode code, const Course *course)
{
  switch (code) {
  case CURLE_OK:
    return MAIL_ACCEPTED;
  case CURLE_COULDNT_RESOLVE_HOST:
    return MAIL_NO_NAME;
  case CURLE_COULDNT_CONNECT:
    return MAIL_NO_CONNECTION;
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_USE_SSL_FAILED:
  case CURLE_SSL_CERTPROBLEM:
  case CURLE_SSL_CIPHER:
  case CURLE_SSL_CACERT_BADFILE:
    return MAIL_NO_TLS;
  case CURLE_LOGIN_DENIED:
  case CURLE_AUTH_ERROR:
    return MAIL_NO_SIGN_IN;
  case CURLE_OPERATION_TIMEDOUT:
  case CURLE_ABORTED_BY_CALLBACK:
    return course->step == MAIL_NO_CONNECTION ? MAIL_NO_CONNECTION : MAIL_NO_SENSE;
  default:
    if (course->is_address_gone)
      return MAIL_NO_ADDRESS;
    return course->step == MAIL_NO_CONNECTION ? MAIL_NO_SENSE : course->step;
  }
}

static void
set_safety(const Curl *curl, CURL *handle, const MailConfig *config)
{
  long level = config->safety == MAIL_PLAIN                         ? CURLUSESSL_NONE
               : config->safety == MAIL_AS_OFFERED && !config->user ? CURLUSESSL_TRY
                                                                    : CURLUSESSL_ALL;

  if (config->user) {
    curl->easy_setopt(handle, CURLOPT_USERNAME, config->user);
    curl->easy_setopt(handle, CURLOPT_PASSWORD, config->password ? config->password : "");
    level = CURLUSESSL_ALL; /* no password in clear */
  }
  curl->easy_setopt(handle, CURLOPT_USE_SSL, level);
  if (config->ca_file)
    curl->easy_setopt(handle, CURLOPT_CAINFO, config->ca_file);
}

static void
set_all(const Curl *curl, CURL *handle, const MailConfig *config, Course *course, Watch *mail)
{
  mail->fd = -1;
  mail->moved_us = clock_monotonic_us();
  curl->easy_setopt(handle, CURLOPT_URL, config->server);
  curl->easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set_safety(curl, handle, config);
  curl->easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl->easy_setopt(handle, CURLOPT_NOPROXY, "*");
  curl->easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
  curl->easy_setopt(handle, CURLOPT_TIMEOUT, (long)patience_s * WHOLE_TIMES);
  curl->easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl->easy_setopt(handle, CURLOPT_OPENSOCKETDATA, mail);
  curl->easy_setopt(handle, CURLOPT_CLOSESOCKETFUNCTION, close_socket);
  curl->easy_setopt(handle, CURLOPT_CLOSESOCKETDATA, mail);
  curl->easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
  curl->easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, watch);
  curl->easy_setopt(handle, CURLOPT_XFERINFODATA, mail);
  curl->easy_setopt(handle, CURLOPT_VERBOSE, 1L); /* to note_course alone: nothing is printed */
  curl->easy_setopt(handle, CURLOPT_DEBUGFUNCTION, note_course);
  curl->easy_setopt(handle, CURLOPT_DEBUGDATA, course);
}

MailStep
smtp_send(const MailConfig *config, const char *from, const char *to_address, const char *text)
{
  const Curl *curl = open_curl();
  Source source = { .text = text, .left = strlen(text) };
  Course course = { .step = MAIL_NO_CONNECTION };
  Watch mail = { .source = &source, .left = source.left };

  if (!curl)
    return MAIL_NO_PROGRAM;
  if (!config->is_insisting && is_resting(config->server))
    return MAIL_NO_SENSE;

  CURL *handle = curl->easy_init();
  struct curl_slist *recipients = curl->slist_append(NULL, to_address);

  set_all(curl, handle, config, &course, &mail);
  curl->easy_setopt(handle, CURLOPT_MAIL_FROM, from);
  curl->easy_setopt(handle, CURLOPT_MAIL_RCPT, recipients);
  curl->easy_setopt(handle, CURLOPT_READFUNCTION, read_text);
  curl->easy_setopt(handle, CURLOPT_READDATA, &source);
  curl->easy_setopt(handle, CURLOPT_UPLOAD, 1L);

  CURLcode code = curl->easy_perform(handle);

  curl->slist_free_all(recipients);
  curl->easy_cleanup(handle);
  if (was_slow(code))
    let_rest(config->server);
  else if (code == CURLE_OK)
    end_rest(config->server);
  return step_of(code, &course);
}

MailStep
smtp_knock(const MailConfig *config)
{
  const Curl *curl = open_curl();
  Course course = { .step = MAIL_NO_CONNECTION };
  Watch mail = { .source = NULL };

  if (!curl)
    return MAIL_NO_PROGRAM;

  CURL *handle = curl->easy_init();

  set_all(curl, handle, config, &course, &mail);
  curl->easy_setopt(handle, CURLOPT_CUSTOMREQUEST, "NOOP");
  curl->easy_setopt(handle, CURLOPT_NOBODY, 1L);

  CURLcode code = curl->easy_perform(handle);

  curl->easy_cleanup(handle);
  return step_of(code, &course);
}
