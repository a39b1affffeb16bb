/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Own pictures, and forms with files. */
#include "picture_scene.h"

#include "papers/word_pictures.h"

#include <string.h>

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

static bool
keep_word_picture(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(GPtrArray) pictures = g_ptr_array_new_with_free_func((GDestroyNotify)word_picture_free);
  g_autoptr(Arena) arena = arena_new(4 * PAPER_SOURCE_MAX);
  Refusals *refusals = refusals_new(arena);
  WordPicture *picture = g_new0(WordPicture, 1);

  picture->address = g_strdup("media/a.gif");
  picture->bytes = g_bytes_new_static("GIF89a", 6);
  g_ptr_array_add(pictures, picture);

  g_autofree char *named =
      word_pictures_keep(txn, act, scene->paper_id, "Words.\n\n![A plum](media/a.gif)", pictures);
  Paper paper = *papers_find(txn, arena, scene->paper_id);

  const char *at = strstr(named, "![A plum](a-plum"); /* further ones have numbers */

  paper.source = named;
  papers_change(txn, act, &paper, refusals);
  g_free(scene->fields);
  scene->fields = at ? g_strndup(strchr(at, '(') + 1, strcspn(strchr(at, '(') + 1, ")")) : NULL;
  return refusals_count(refusals) == 0 && at;
}

void
make_word_picture(Scene *scene)
{
  make_paper(scene);
  must_keep(scene, scene->site->community_id, keep_word_picture, scene);
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
