/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A file sealed with a passphrase: Argon2id makes the key, libsodium's secretstream
 * (XChaCha20-Poly1305) seals it in pieces of 64 KB, so that nothing large is held in memory and a
 * piece that was changed, moved or cut off is noticed. doc/archive.md says what stands where. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { PASSPHRASE_LETTERS_LEAST = 12, PASSPHRASE_LETTERS_MOST = 200 };

#define ARCHIVE_ERROR (archive_error_quark())
GQuark archive_error_quark(void);
/* What is wrong with an archive; the message says it in plain English. */
typedef enum {
  ARCHIVE_NOT_ONE,    /* something else than an archive */
  ARCHIVE_NEWER,      /* made by a newer program */
  ARCHIVE_PASSPHRASE, /* it does not open */
  ARCHIVE_DAMAGED,    /* cut, changed, or not as its list says */
  ARCHIVE_OUTSIDE,    /* a name that leads out of it */
  ARCHIVE_TOO_LARGE,
  ARCHIVE_DOES_NOT_FIT, /* whole, but it cannot be taken in here */
  ARCHIVE_HERE_ALREADY, /* whole, but that community lives here */
  ARCHIVE_TROUBLE       /* a disk, a database, memory: not the archive's fault */
} ArchiveError;

/* NULL: it will do; else what is wrong with it, a message id. */
const char *passphrase_fault(const char *passphrase);

/* By its first bytes: cheap, and before anybody is asked for a passphrase. */
bool sealed_file_is_one(const void *bytes, size_t len);

/* ---- writing ---- */

typedef struct SealedWriter SealedWriter;

/* Takes 64 MB and a tenth of a second to work out the key. `fd` stays the caller's. */
SealedWriter *sealed_writer_new(int fd, const char *passphrase, GError **err);
bool sealed_writer_put(SealedWriter *writer, const void *bytes, size_t len, GError **err);
/* The last piece; the file is on disk when it returns. */
bool sealed_writer_end(SealedWriter *writer, GError **err);
void sealed_writer_free(SealedWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SealedWriter, sealed_writer_free)

/* What the key costs from here on, in passes and KB: for tests that seal fifty files. Readers take
 * it from the file. */
void sealed_writer_set_cost_for_test(uint32_t ops, uint32_t memory_kb);

/* ---- reading ---- */

typedef struct SealedReader SealedReader;

SealedReader *sealed_reader_new(int fd, const char *passphrase, GError **err);
/* Fewer bytes than asked for only at the end. -1: err. */
ssize_t sealed_reader_take(SealedReader *reader, void *ret_bytes, size_t len, GError **err);
bool sealed_reader_rewind(SealedReader *reader, GError **err);
void sealed_reader_free(SealedReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SealedReader, sealed_reader_free)
