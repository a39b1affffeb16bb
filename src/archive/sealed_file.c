/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sealing and opening with a passphrase. All cryptography is libsodium's. */
#include "archive/sealed_file.h"

#include "base/random.h"
#include "base/text.h"
#include "lang/lang.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#define MAGIC "commontable archive "

enum {
  VERSION = 1,
  MAGIC_LEN = sizeof(MAGIC) - 1,
  SALT_AT = MAGIC_LEN + 2, /* "1\n" */
  SALT_LEN = crypto_pwhash_SALTBYTES,
  OPS_AT = SALT_AT + SALT_LEN,
  MEMORY_AT = OPS_AT + 4,
  STREAM_AT = MEMORY_AT + 4,
  HEAD_LEN = STREAM_AT + crypto_secretstream_xchacha20poly1305_HEADERBYTES,
  PIECE = 64 * 1024,
  PIECE_SEALED = PIECE + crypto_secretstream_xchacha20poly1305_ABYTES,
  KEY_LEN = crypto_secretstream_xchacha20poly1305_KEYBYTES,
  /* Of Argon2id: twice OWASP's advice, and what a small machine has to spare. */
  OPS = 3,
  MEMORY_KB = 64 * 1024,
  OPS_MOST = 16,
  MEMORY_KB_MOST = 1024 * 1024
};

static uint32_t cost_ops = OPS, cost_memory_kb = MEMORY_KB;

void
sealed_writer_set_cost_for_test(uint32_t ops, uint32_t memory_kb)
{
  cost_ops = ops;
  cost_memory_kb = memory_kb;
}

GQuark
archive_error_quark(void)
{
  return g_quark_from_static_string("commontable-archive");
}

const char *
passphrase_fault(const char *passphrase)
{
  if (!g_utf8_validate(passphrase, -1, NULL))
    return N_("The passphrase holds signs that are no text");
  if (text_length(passphrase) < PASSPHRASE_LETTERS_LEAST)
    return N_("Make the passphrase longer: 12 letters or more. Four words are good");
  if (text_length(passphrase) > PASSPHRASE_LETTERS_MOST)
    return N_("Make the passphrase shorter: 200 letters at most");
  return NULL;
}

bool
sealed_file_is_one(const void *bytes, size_t len)
{
  return len >= MAGIC_LEN && memcmp(bytes, MAGIC, MAGIC_LEN) == 0;
}

static void
put_number(uint8_t *bytes, uint32_t number)
{
  for (int i = 0; i < 4; i++)
    bytes[i] = (uint8_t)(number >> (24 - 8 * i));
}

static uint32_t
take_number(const uint8_t *bytes)
{
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* The same letters give the same key whichever keyboard wrote them. */
static bool
derive_key(const char *passphrase, const uint8_t head[static HEAD_LEN], uint8_t ret_key[KEY_LEN],
           GError **err)
{
  g_autofree char *normal = g_utf8_normalize(passphrase, -1, G_NORMALIZE_NFC);
  const int made =
      normal && sodium_init() >= 0
          ? crypto_pwhash(ret_key, KEY_LEN, normal, strlen(normal), head + SALT_AT,
                          take_number(head + OPS_AT), (size_t)take_number(head + MEMORY_AT) * 1024,
                          crypto_pwhash_ALG_ARGON2ID13)
          : -1;

  if (normal)
    sodium_memzero(normal, strlen(normal));
  if (made != 0)
    g_set_error(err, ARCHIVE_ERROR, ARCHIVE_TROUBLE,
                "There is not enough memory to work out the key of the archive");
  return made == 0;
}

/* ---- writing ---- */

struct SealedWriter {
  int fd;
  uint8_t head[HEAD_LEN];
  crypto_secretstream_xchacha20poly1305_state state;
  bool is_first;
  uint8_t piece[PIECE];
  size_t len;
};

static bool
write_all(int fd, const uint8_t *bytes, size_t len, GError **err)
{
  while (len > 0) {
    ssize_t written = write(fd, bytes, len);

    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0) {
      g_set_error(err, ARCHIVE_ERROR, ARCHIVE_TROUBLE, "The archive cannot be written: %s",
                  g_strerror(errno));
      return false;
    }
    bytes += written;
    len -= (size_t)written;
  }
  return true;
}

SealedWriter *
sealed_writer_new(int fd, const char *passphrase, GError **err)
{
  g_autoptr(SealedWriter) writer = g_new0(SealedWriter, 1);
  uint8_t key[KEY_LEN];

  writer->fd = fd;
  writer->is_first = true;
  memcpy(writer->head, MAGIC "1\n", SALT_AT);
  random_bytes(writer->head + SALT_AT, SALT_LEN);
  put_number(writer->head + OPS_AT, cost_ops);
  put_number(writer->head + MEMORY_AT, cost_memory_kb);
  if (!derive_key(passphrase, writer->head, key, err))
    return NULL;
  crypto_secretstream_xchacha20poly1305_init_push(&writer->state, writer->head + STREAM_AT, key);
  sodium_memzero(key, sizeof(key));
  return write_all(fd, writer->head, HEAD_LEN, err) ? g_steal_pointer(&writer) : NULL;
}

/* The head is bound to the first piece: none of it can be changed without it being noticed. */
static bool
put_piece(SealedWriter *writer, uint8_t tag, GError **err)
{
  uint8_t sealed[PIECE_SEALED];
  unsigned long long len = 0;

  crypto_secretstream_xchacha20poly1305_push(&writer->state, sealed, &len, writer->piece,
                                             writer->len, writer->is_first ? writer->head : NULL,
                                             writer->is_first ? HEAD_LEN : 0, tag);
  writer->is_first = false;
  writer->len = 0;
  return write_all(writer->fd, sealed, (size_t)len, err);
}

/* A full piece waits until more comes: the last one, which says that it is, is never empty twice.
 */
bool
sealed_writer_put(SealedWriter *writer, const void *bytes, size_t len, GError **err)
{
  const uint8_t *at = bytes;

  while (len > 0) {
    if (writer->len == PIECE &&
        !put_piece(writer, crypto_secretstream_xchacha20poly1305_TAG_MESSAGE, err))
      return false;

    const size_t part = MIN(len, PIECE - writer->len);

    memcpy(writer->piece + writer->len, at, part);
    writer->len += part;
    at += part;
    len -= part;
  }
  return true;
}

bool
sealed_writer_end(SealedWriter *writer, GError **err)
{
  if (!put_piece(writer, crypto_secretstream_xchacha20poly1305_TAG_FINAL, err))
    return false;
  if (fsync(writer->fd) == 0 || errno == EINVAL) /* a pipe cannot be synced */
    return true;
  g_set_error(err, ARCHIVE_ERROR, ARCHIVE_TROUBLE, "The archive cannot be written to disk: %s",
              g_strerror(errno));
  return false;
}

void
sealed_writer_free(SealedWriter *writer)
{
  if (!writer)
    return;
  sodium_memzero(writer, sizeof(*writer));
  g_free(writer);
}

/* ---- reading ---- */

struct SealedReader {
  int fd;
  uint8_t head[HEAD_LEN], key[KEY_LEN];
  crypto_secretstream_xchacha20poly1305_state state;
  bool is_first, is_over;
  uint8_t piece[PIECE];
  size_t len, at;
  int64_t pieces;
};

/* How many there were, fewer than asked for at the end of the file only. */
static ssize_t
read_up_to(int fd, uint8_t *bytes, size_t len)
{
  size_t have = 0;

  while (have < len) {
    ssize_t count = read(fd, bytes + have, len - have);

    if (count < 0 && errno == EINTR)
      continue;
    if (count < 0)
      return -1;
    if (count == 0)
      break;
    have += (size_t)count;
  }
  return (ssize_t)have;
}

static bool
check_head(const uint8_t *head, ssize_t len, GError **err)
{
  if (len < (ssize_t)MAGIC_LEN || memcmp(head, MAGIC, MAGIC_LEN) != 0)
    g_set_error(err, ARCHIVE_ERROR, ARCHIVE_NOT_ONE, "This file is not an archive of Commontable");
  else if (len >= (ssize_t)SALT_AT && memcmp(head + MAGIC_LEN, "1\n", 2) != 0)
    g_set_error(err, ARCHIVE_ERROR, ARCHIVE_NEWER,
                "This archive was made by a newer Commontable. Bring this one up to date first");
  else if (len < (ssize_t)HEAD_LEN)
    g_set_error(err, ARCHIVE_ERROR, ARCHIVE_DAMAGED, "The archive was cut off: get it again");
  else if (take_number(head + OPS_AT) < crypto_pwhash_OPSLIMIT_MIN ||
           take_number(head + OPS_AT) > OPS_MOST || take_number(head + MEMORY_AT) < 8 ||
           take_number(head + MEMORY_AT) > MEMORY_KB_MOST)
    g_set_error(err, ARCHIVE_ERROR, ARCHIVE_DAMAGED,
                "The archive is damaged in its first bytes: get it again");
  else
    return true;
  return false;
}

static bool
start(SealedReader *reader, GError **err)
{
  reader->is_first = true;
  reader->is_over = false;
  reader->len = reader->at = 0;
  reader->pieces = 0;
  if (crypto_secretstream_xchacha20poly1305_init_pull(&reader->state, reader->head + STREAM_AT,
                                                      reader->key) == 0)
    return true;
  g_set_error(err, ARCHIVE_ERROR, ARCHIVE_DAMAGED, "The archive is damaged in its first bytes");
  return false;
}

static bool take_piece(SealedReader *reader, GError **err);

SealedReader *
sealed_reader_new(int fd, const char *passphrase, GError **err)
{
  g_autoptr(SealedReader) reader = g_new0(SealedReader, 1);
  ssize_t len = read_up_to(fd, reader->head, HEAD_LEN);

  reader->fd = fd;
  if (len < 0)
    g_set_error(err, ARCHIVE_ERROR, ARCHIVE_TROUBLE, "The archive cannot be read: %s",
                g_strerror(errno));
  if (len < 0 || !check_head(reader->head, len, err) ||
      !derive_key(passphrase, reader->head, reader->key, err) || !start(reader, err) ||
      !take_piece(reader, err))
    return NULL;
  return g_steal_pointer(&reader);
}

static void
say_why_closed(const SealedReader *reader, ssize_t len, GError **err)
{
  if (reader->is_first && len > 0)
    g_set_error(err, ARCHIVE_ERROR, ARCHIVE_PASSPHRASE,
                "The archive does not open. Is the passphrase right? If it is, the file is damaged:"
                " get it again");
  else if (len <= 0)
    g_set_error(err, ARCHIVE_ERROR, ARCHIVE_DAMAGED, "The archive was cut off: get it again");
  else
    g_set_error(err, ARCHIVE_ERROR, ARCHIVE_DAMAGED,
                "The archive was changed or cut off after %" G_GINT64_FORMAT " KB: get it again",
                reader->pieces * (PIECE / 1024));
}

static bool
take_piece(SealedReader *reader, GError **err)
{
  uint8_t sealed[PIECE_SEALED], tag = 0;
  ssize_t len = read_up_to(reader->fd, sealed, PIECE_SEALED);
  unsigned long long plain = 0;

  if (len < (ssize_t)crypto_secretstream_xchacha20poly1305_ABYTES ||
      crypto_secretstream_xchacha20poly1305_pull(
          &reader->state, reader->piece, &plain, &tag, sealed, (unsigned long long)len,
          reader->is_first ? reader->head : NULL, reader->is_first ? HEAD_LEN : 0) != 0) {
    say_why_closed(reader, len, err);
    return false;
  }
  reader->is_first = false;
  reader->is_over = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
  reader->len = (size_t)plain;
  reader->at = 0;
  reader->pieces++;
  if (reader->is_over && read_up_to(reader->fd, sealed, 1) != 0) {
    g_set_error(err, ARCHIVE_ERROR, ARCHIVE_DAMAGED,
                "Something was added behind the end of the archive: get it again");
    return false;
  }
  return true;
}

ssize_t
sealed_reader_take(SealedReader *reader, void *ret_bytes, size_t len, GError **err)
{
  uint8_t *to = ret_bytes;
  size_t have = 0;

  while (have < len) {
    const size_t part = MIN(len - have, reader->len - reader->at);

    memcpy(to + have, reader->piece + reader->at, part);
    reader->at += part;
    have += part;
    if (have == len || (reader->at == reader->len && reader->is_over))
      break;
    if (!take_piece(reader, err))
      return -1;
  }
  return (ssize_t)have;
}

bool
sealed_reader_rewind(SealedReader *reader, GError **err)
{
  if (lseek(reader->fd, HEAD_LEN, SEEK_SET) != HEAD_LEN) {
    g_set_error(err, ARCHIVE_ERROR, ARCHIVE_TROUBLE,
                "The archive must be a file that can be read twice");
    return false;
  }
  return start(reader, err) && take_piece(reader, err);
}

void
sealed_reader_free(SealedReader *reader)
{
  if (!reader)
    return;
  sodium_memzero(reader, sizeof(*reader));
  g_free(reader);
}
