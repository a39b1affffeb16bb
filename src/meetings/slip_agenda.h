/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What somebody wrote on the slip of a letter that they want to talk about (R64, R66; issue 5: an
 * agenda that anybody adds to by paper). */
#pragma once

#include "papers/slips.h"

extern const SlipAgenda meeting_slip_agenda;
