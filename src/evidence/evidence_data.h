/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What evidence holds about a member. */
#pragma once

#include "people/my_data.h"

extern const PersonalData evidence_personal_data;
