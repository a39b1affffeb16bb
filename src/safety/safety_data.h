/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What safety holds about a member, for "what is recorded about me". */
#pragma once

#include "people/my_data.h"

extern const PersonalData safety_personal_data;
