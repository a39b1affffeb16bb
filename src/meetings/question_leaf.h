/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The question after a meeting as a sheet in somebody's next letter (R88, indicator 13): who came
 * and is reached by post. Nothing on it tells whose it is (doc/decisions/0050). */
#pragma once

#include "papers/post_leaves.h"

extern const PostLeafKind question_leaf_kind; /* its things are meetings */
