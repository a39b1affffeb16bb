/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is new about ideas for one member, by mail (notices/digest.h). */
#pragma once

#include "notices/digest.h"

/* DigestKind: "idea-answer", "idea-joined", "idea-asked"; each an idea. */
extern const DigestKind idea_digest_kinds[];
