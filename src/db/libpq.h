/* SPDX-License-Identifier: AGPL-3.0-or-later
 * libpq, opened when a PostgreSQL database is: it brings twenty libraries more (Kerberos, LDAP,
 * TLS), half of what the loader has to do when the program starts, and most places use SQLite
 * (measured). Include this in place of <libpq-fe.h>; call libpq_open() first. */
#pragma once

#include "base/library.h"

#include <glib.h>
#include <libpq-fe.h>

/* False and err: it is not on this machine. From any thread, again and again. */
bool libpq_open(GError **err);

/* clang-format off */
#define LIBPQ_FUNCTIONS(X) \
  X(PQclear) X(PQcmdStatus) X(PQcmdTuples) X(PQconnectdb) X(PQconnectdbParams) \
  X(PQconninfoFree) X(PQconninfoParse) X(PQenterPipelineMode) X(PQerrorMessage) X(PQexec) \
  X(PQexitPipelineMode) X(PQfinish) X(PQftype) X(PQgetResult) X(PQgetisnull) X(PQgetlength) \
  X(PQgetvalue) X(PQnfields) X(PQntuples) X(PQpipelineSync) X(PQresultErrorField) \
  X(PQresultStatus) X(PQsendPrepare) X(PQsendQueryParams) X(PQsendQueryPrepared) \
  X(PQsetNoticeProcessor) X(PQstatus) X(PQtransactionStatus)

extern struct Libpq {
  LIBPQ_FUNCTIONS(LIBRARY_SLOT)
} libpq;

#define PQclear              libpq.PQclear_
#define PQcmdStatus          libpq.PQcmdStatus_
#define PQcmdTuples          libpq.PQcmdTuples_
#define PQconnectdb          libpq.PQconnectdb_
#define PQconnectdbParams    libpq.PQconnectdbParams_
#define PQconninfoFree       libpq.PQconninfoFree_
#define PQconninfoParse      libpq.PQconninfoParse_
#define PQenterPipelineMode  libpq.PQenterPipelineMode_
#define PQerrorMessage       libpq.PQerrorMessage_
#define PQexec               libpq.PQexec_
#define PQexitPipelineMode   libpq.PQexitPipelineMode_
#define PQfinish             libpq.PQfinish_
#define PQftype              libpq.PQftype_
#define PQgetResult          libpq.PQgetResult_
#define PQgetisnull          libpq.PQgetisnull_
#define PQgetlength          libpq.PQgetlength_
#define PQgetvalue           libpq.PQgetvalue_
#define PQnfields            libpq.PQnfields_
#define PQntuples            libpq.PQntuples_
#define PQpipelineSync       libpq.PQpipelineSync_
#define PQresultErrorField   libpq.PQresultErrorField_
#define PQresultStatus       libpq.PQresultStatus_
#define PQsendPrepare        libpq.PQsendPrepare_
#define PQsendQueryParams    libpq.PQsendQueryParams_
#define PQsendQueryPrepared  libpq.PQsendQueryPrepared_
#define PQsetNoticeProcessor libpq.PQsetNoticeProcessor_
#define PQstatus             libpq.PQstatus_
#define PQtransactionStatus  libpq.PQtransactionStatus_
/* clang-format on */
