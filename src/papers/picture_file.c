/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Files of pictures: which can be read, and cleaning them. */
#include "papers/picture_file.h"

#include "lang/lang.h"
#include "press/run.h"

#include <string.h>

enum { CLEANING_TRIES = 3 }; /* when it is the server that is at fault, not the picture */

typedef struct {
  const char *magic, *told; /* message id; NULL: we can read it */
  size_t at;
} Kind;

#define HEIC                                                                                     \
  N_("This picture is HEIC, as newer telephones make them. Share it as JPEG, or take a picture " \
     "of the screen, and send that")

static const Kind kinds[] = {
  { "\x89PNG", NULL, 0 },
  { "\xff\xd8\xff", NULL, 0 },
  { "GIF8", NULL, 0 },
  { "WEBP", NULL, 8 },
  { "ftyphei", HEIC, 4 },
  { "ftyphev", HEIC, 4 },
  { "ftypmif1", HEIC, 4 },
  { "ftypavif", N_("This picture is AVIF. Save it as JPEG or PNG, and send that"), 4 },
  { "%PDF", N_("This is a PDF. Take a picture of its page, and send that"), 0 },
  { "II*", N_("This picture is TIFF. Save it as JPEG or PNG, and send that"), 0 },
  { "MM", N_("This picture is TIFF. Save it as JPEG or PNG, and send that"), 0 },
};

const char *
picture_file_fault(const AnswerFile *file)
{
  if (!file || file->len == 0)
    return N_("Choose a picture");
  if (file->len > PICTURE_UPLOAD_MAX)
    return N_("This picture is too large: 15 MB at most");
  for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
    const size_t len = strlen(kinds[i].magic);

    if (file->len >= kinds[i].at + len &&
        memcmp((const char *)file->bytes + kinds[i].at, kinds[i].magic, len) == 0)
      return kinds[i].told;
  }
  if (g_strstr_len((const char *)file->bytes, (gssize)MIN(file->len, 2000), "<svg"))
    return N_("This is an SVG drawing. Save it as PNG, and send that");
  return N_("This is not a picture that we can read. Send a JPEG or PNG picture");
}

bool
picture_file_clean(GBytes *file, int attempt, GBytes **ret_made, char **ret_problem)
{
  static const PressOptions options = { .format = FORMAT_PICTURE };
  g_autoptr(GError) err = NULL;
  const bool is_made = press_run(&options, file, ret_made, &err);
  const bool is_bad = !is_made && g_error_matches(err, PRESS_ERROR, PRESS_ERROR_BAD_INPUT);

  if (!is_made && !is_bad && attempt < CLEANING_TRIES)
    return false;
  *ret_problem = g_strdup(is_made  ? ""
                          : is_bad ? err->message
                                   : N_("This picture could not be made ready. Try another one"));
  return true;
}

const char *
picture_file_media_type(GBytes *made)
{
  const unsigned char *bytes = g_bytes_get_data(made, NULL);

  return bytes[0] == 0x89 ? "image/png" : "image/jpeg"; /* all that the press makes */
}
