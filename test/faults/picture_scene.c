/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Own pictures, and forms with files. */
#include "picture_scene.h"

#include "papers/own_pictures.h"

static bool
add_picture(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);
  const OwnPicture picture = { .shows = "A tree", .words = "green", .credit = "", .consent = "" };
  const AnswerFile file = { .file_name = "a.gif", .bytes = "GIF89a", .len = 6 };
  const char *name = NULL;

  own_pictures_add(txn, act, &picture, &file, refusals, &name, arena);
  if (name) {
    g_free(scene->fields);
    scene->fields = g_strdup(name);
  }
  return name != NULL;
}

void
make_picture(Scene *scene)
{
  must_keep(scene, scene->site->community_id, add_picture, scene);
}

char *
form_body(const Browser *browser, const char *fields, const char **ret_type)
{
  if (g_str_has_prefix(fields, FORM_PART)) {
    *ret_type = "multipart/form-data; boundary=B";
    return g_strdup_printf(FORM_PART "\"%s\"\r\n\r\n%s\r\n" FORM_PART "\"%s\"\r\n\r\n%s\r\n%s",
                           FIELD_FORM_ID, browser->form_id, FIELD_CSRF_TOKEN, browser->csrf_token,
                           fields);
  }
  *ret_type = "application/x-www-form-urlencoded";
  return g_strdup_printf("%s=%s&%s=%s&%s", FIELD_FORM_ID, browser->form_id, FIELD_CSRF_TOKEN,
                         browser->csrf_token, fields);
}
