/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What looking after this holds about a member. */
#pragma once

#include "people/my_data.h"

extern const PersonalData upkeep_personal_data;
