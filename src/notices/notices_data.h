/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What notices hold about a member, and what can happen. */
#pragma once

#include "log/log.h"
#include "people/my_data.h"

extern const LogKind notices_log_kinds[];
extern const PersonalData notices_personal_data;
