/* SPDX-License-Identifier: AGPL-3.0-or-later
 * An archive brought by the browser to a place that nobody has set up: as its form sends it, and in
 * the states in which its page has buttons. */
#include "form_rows.h"
#include "web/request.h"

#include <string.h>

#define PART "part-of-the-form"

/* Looks like an archive by its first bytes: nothing more is asked of it before the worker comes. */
#define SOME_ARCHIVE "commontable archive 1\n0123456789"

static void
put_part(GString *body, const char *name, const char *more, const char *value)
{
  g_string_append_printf(
      body, "--" PART "\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n%s\r\n", name, more,
      value);
}

char *
file_form_body(const Browser *browser, const char *file, const char *fields)
{
  GString *body = g_string_new(NULL);
  g_auto(GStrv) pairs = g_strsplit(fields, "&", -1);

  put_part(body, FIELD_FORM_ID, "", browser->form_id);
  put_part(body, FIELD_CSRF_TOKEN, "", browser->csrf_token);
  put_part(body, file, "; filename=\"riverside.archive\"", SOME_ARCHIVE);
  for (char **pair = pairs; *pair; pair++) {
    char *mark = strchr(*pair, '=');

    if (!mark)
      continue;
    *mark = '\0';
    put_part(body, *pair, "", mark + 1);
  }
  g_string_append(body, "--" PART "--\r\n");
  return g_string_free(body, FALSE);
}

const char *
file_form_type(void)
{
  return "multipart/form-data; boundary=" PART;
}

typedef struct {
  const char *state, *problem;
} Stand;

static bool
set_stand(Txn *txn, const Act *act, void *data)
{
  const Stand *stand = data;
  g_autoptr(Query) q = db_change(
      txn, act, "UPDATE upkeep_arrival SET state = ?2, problem = ?3 WHERE community_id = ?1");

  bind_text(q, 2, stand->state);
  bind_text(q, 3, stand->problem);
  return query_run(q) && query_changes(q) == 1;
}

static void
bring(Scene *scene, const char *state, const char *problem)
{
  make_set_up_link(scene);

  Browser *browser = scene->browser;
  g_autofree char *path = g_strdup_printf("/set-up/%s/archive", scene->token);
  g_autofree char *page = browse(browser, path);
  g_autofree char *body = file_form_body(browser, "archive", "passphrase=four words are good");
  g_autofree char *address =
      g_strdup_printf("X-Forwarded-For: 10.7.0.%d\r\n", scene->site->made % 250);
  g_autofree char *reply = submit_as(browser, path, file_form_type(), body, address);

  if (reply_status(reply) != 303)
    g_error("not brought: %s", reply);
  must_keep(scene, scene->thing_id, set_stand, &(Stand){ state, problem });
}

void
make_arrival(Scene *scene)
{
  bring(scene, "checked", "");
}

void
make_closed_arrival(Scene *scene)
{
  bring(scene, "refused", "passphrase");
}

void
make_failed_arrival(Scene *scene)
{
  bring(scene, "refused", "trouble");
}
