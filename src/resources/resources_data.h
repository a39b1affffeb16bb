/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What claims hold about a member: for people/my_data.h. */
#pragma once

#include "people/my_data.h"

extern const PersonalData resources_personal_data;
