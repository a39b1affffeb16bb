/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Inside this folder: what is told of an archive, from its list. */
#pragma once

#include "archive/archive.h"
#include "archive/manifest.h"

void archive_note_facts(const Manifest *manifest, ArchiveFacts *ret_facts);
