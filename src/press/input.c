/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writing and reading the press's input. The reader trusts no length: every one is compared with
 * what is left before it is used. */
#include "press/input.h"

#include "base/text.h"
#include "lang/lang.h"
#include "press/job.h"

static const char magic[8] = { '\0', 'p', 'r', 'e', 's', 's', '1', '\n' };
enum { PART_HEAD = 6 };

bool
press_picture_name_ok(const char *name)
{
  size_t len = name ? strlen(name) : 0;

  if (len == 0 || len > PRESS_PICTURE_NAME_MAX)
    return false;
  for (size_t i = 0; i < len; i++)
    if (!g_ascii_islower(name[i]) && !g_ascii_isdigit(name[i]) && !strchr("._-", name[i]))
      return false;
  return true;
}

static void
put_part(Buffer *out, char kind, const char *name, const void *bytes, size_t len)
{
  const size_t name_len = strlen(name);
  const char head[PART_HEAD] = { kind,
                                 (char)name_len,
                                 (char)(len >> 24 & 0xff),
                                 (char)(len >> 16 & 0xff),
                                 (char)(len >> 8 & 0xff),
                                 (char)(len & 0xff) };

  buffer_put(out, head, sizeof(head));
  buffer_put(out, name, name_len);
  buffer_put(out, bytes, len);
}

bool
press_input_write(const char *text, size_t len, const PressPicture *pictures, size_t count,
                  Buffer *out)
{
  if (len > PRESS_SOURCE_MAX || count > PRESS_PICTURES_MAX)
    return false;
  buffer_put(out, magic, sizeof(magic));
  put_part(out, 'T', "", text, len);
  for (size_t i = 0; i < count; i++) {
    if (!press_picture_name_ok(pictures[i].name) || pictures[i].len > PRESS_PICTURE_MAX)
      return false;
    put_part(out, 'P', pictures[i].name, pictures[i].bytes, pictures[i].len);
  }
  put_part(out, 'E', "", "", 0);
  return !out->is_full && out->len <= PRESS_INPUT_MAX;
}

typedef struct {
  const unsigned char *at;
  size_t left;
} Reader;

typedef struct {
  char kind;
  const char *name; /* not NUL-terminated */
  size_t name_len;
  const char *bytes;
  size_t len;
} Part;

static bool
read_part(Reader *reader, Part *ret_part)
{
  const unsigned char *at = reader->at;

  if (reader->left < PART_HEAD)
    return false;

  const size_t name_len = at[1];
  const size_t len = (size_t)at[2] << 24 | (size_t)at[3] << 16 | (size_t)at[4] << 8 | at[5];
  const size_t left = reader->left - PART_HEAD;

  if (name_len > left || len > left - name_len)
    return false;
  *ret_part = (Part){ .kind = (char)at[0],
                      .name = (const char *)at + PART_HEAD,
                      .name_len = name_len,
                      .bytes = (const char *)at + PART_HEAD + name_len,
                      .len = len };
  reader->at += PART_HEAD + name_len + len;
  reader->left = left - name_len - len;
  return true;
}

static bool
take_picture(PressInput *input, const Part *part)
{
  g_autofree char *name = g_strndup(part->name, part->name_len);

  if (strlen(name) != part->name_len || !press_picture_name_ok(name) ||
      part->len > PRESS_PICTURE_MAX || input->pictures->len >= PRESS_PICTURES_MAX ||
      press_input_find(input, name))
    return false;

  const PressPicture picture = { .name = name, .bytes = part->bytes, .len = part->len };

  g_array_append_val(input->pictures, picture);
  g_ptr_array_add(input->names, g_steal_pointer(&name));
  return true;
}

static const char *
take_text(PressInput *input, const char *text, size_t len)
{
  static const char mark[] = "\xef\xbb\xbf";

  if (len > PRESS_SOURCE_MAX)
    return "The paper is too long.";
  if (len >= 3 && memcmp(text, mark, 3) == 0) {
    text += 3;
    len -= 3;
  }
  if (!text_is_clean(text, len))
    return N_("The paper has characters that are not text.");

  char *copy = g_malloc(len + 1);
  size_t used = 0;

  for (size_t i = 0; i < len; i++) {
    if (text[i] == '\r' && i + 1 < len && text[i + 1] == '\n')
      continue;
    copy[used++] = text[i] == '\r' ? '\n' : text[i];
  }
  copy[used] = '\0';
  input->text = copy;
  input->text_len = used;
  return NULL;
}

static const char *
take_bundle(PressInput *input, Reader *reader)
{
  static const char broken[] = N_("The paper and its pictures arrived damaged.");
  Part part;

  if (!read_part(reader, &part) || part.kind != 'T' || part.name_len != 0)
    return broken;

  const char *problem = take_text(input, part.bytes, part.len);

  if (problem)
    return problem;
  for (;;) {
    if (!read_part(reader, &part))
      return broken;
    if (part.kind == 'E')
      return part.name_len == 0 && part.len == 0 && reader->left == 0 ? NULL : broken;
    if (part.kind != 'P' || !take_picture(input, &part))
      return broken;
  }
}

PressInput *
press_input_read(GBytes *bytes, const char **ret_problem)
{
  g_autoptr(PressInput) input = g_new0(PressInput, 1);
  size_t len = 0;
  const char *data = g_bytes_get_data(bytes, &len);
  const char *problem = NULL;

  input->bytes = g_bytes_ref(bytes);
  input->pictures = g_array_new(FALSE, FALSE, sizeof(PressPicture));
  input->names = g_ptr_array_new_with_free_func(g_free);
  if (len > PRESS_INPUT_MAX) {
    problem = N_("The paper and its pictures are too big.");
  } else if (len >= sizeof(magic) && memcmp(data, magic, sizeof(magic)) == 0) {
    Reader reader = { (const unsigned char *)data + sizeof(magic), len - sizeof(magic) };

    problem = take_bundle(input, &reader);
  } else {
    problem = take_text(input, len > 0 ? data : "", len);
  }
  if (problem) {
    *ret_problem = problem;
    return NULL;
  }
  return g_steal_pointer(&input);
}

const PressPicture *
press_input_find(const PressInput *input, const char *name)
{
  for (guint i = 0; i < input->pictures->len; i++) {
    const PressPicture *picture = &g_array_index(input->pictures, PressPicture, i);

    if (strcmp(picture->name, name) == 0)
      return picture;
  }
  return NULL;
}

void
press_input_free(PressInput *input)
{
  if (!input)
    return;
  g_free(input->text);
  g_clear_pointer(&input->pictures, g_array_unref);
  g_clear_pointer(&input->names, g_ptr_array_unref);
  g_clear_pointer(&input->bytes, g_bytes_unref);
  g_free(input);
}
