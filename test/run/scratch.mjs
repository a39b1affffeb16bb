// SPDX-License-Identifier: AGPL-3.0-or-later
// Where tests put their databases, servers and browsers: in memory where the machine has a folder
// for that with room. What they prove does not hang on the disk (no test pulls its plug), and a
// slow disk made them several times as long.
import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'

const TMPFS = 0x01021994 // its mark among file systems: linux/magic.h
const ROOM_LEAST = 3 * 1024 ** 3

/** A new folder in `parent` when that is in memory and has room; else null: use the usual place. */
export function scratchFolder(parent = '/dev/shm', least = ROOM_LEAST) {
  try {
    const { type, bavail, bsize } = statfsSync(parent)
    if (type !== TMPFS || bavail * bsize < least) return null
    const folder = mkdtempSync(join(parent, 'commontable-'))
    chmodSync(folder, 0o711) // servers that refuse to run as root have folders of their own in it
    return folder
  } catch (error) {
    if (['ENOENT', 'EACCES', 'EROFS', 'ENOTDIR'].includes(error.code)) return null
    throw error
  }
}

export function removeScratch(folder) {
  if (folder) rmSync(folder, { recursive: true, force: true })
}
