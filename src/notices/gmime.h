/* SPDX-License-Identifier: AGPL-3.0-or-later
 * GMime, opened with the first mail: it brings GIO, GPG and ten libraries more, which the loader
 * would otherwise bind whenever the program starts (measured). Include this in place of
 * <gmime/gmime.h>; call gmime_open() first. */
#pragma once

#include "base/library.h"

#define G_DISABLE_CAST_CHECKS /* they would need GObject before it is there */
#include <gmime/gmime.h>

/* False: it is not on this machine. From any thread, again and again. */
bool gmime_open(void);

/* clang-format off */
#define GMIME_FUNCTIONS(X) \
  X(g_mime_content_type_get_parameter) X(g_mime_content_type_is_type) \
  X(g_mime_data_wrapper_new_with_stream) X(g_mime_data_wrapper_write_to_stream) \
  X(g_mime_header_list_get_header) X(g_mime_header_set_raw_value) X(g_mime_init) \
  X(g_mime_message_add_mailbox) X(g_mime_message_get_from) X(g_mime_message_get_message_id) \
  X(g_mime_message_get_mime_part) X(g_mime_message_get_subject) X(g_mime_message_new) \
  X(g_mime_message_set_date) X(g_mime_message_set_message_id) X(g_mime_message_set_mime_part) \
  X(g_mime_message_set_subject) X(g_mime_multipart_add) X(g_mime_multipart_get_count) \
  X(g_mime_multipart_get_part) X(g_mime_multipart_get_type) X(g_mime_multipart_new_with_subtype) \
  X(g_mime_object_get_content_type) X(g_mime_object_get_header) X(g_mime_object_get_header_list) \
  X(g_mime_object_set_content_type_parameter) X(g_mime_object_set_disposition) \
  X(g_mime_object_set_header) X(g_mime_object_to_string) \
  X(g_mime_parser_construct_message) X(g_mime_parser_new_with_stream) X(g_mime_part_get_content) \
  X(g_mime_part_get_type) X(g_mime_part_is_attachment) X(g_mime_part_new_with_type) \
  X(g_mime_part_set_content) X(g_mime_part_set_content_encoding) X(g_mime_part_set_filename) \
  X(g_mime_stream_mem_get_byte_array) X(g_mime_stream_mem_new) \
  X(g_mime_stream_mem_new_with_buffer) X(g_mime_text_part_get_text) X(g_mime_text_part_get_type) \
  X(g_mime_text_part_new_with_subtype) X(g_mime_text_part_set_charset) \
  X(g_mime_text_part_set_text) X(g_object_unref) X(g_type_check_instance_is_a) \
  X(internet_address_list_get_address) X(internet_address_list_length) \
  X(internet_address_mailbox_get_addr) X(internet_address_mailbox_get_type)

extern struct GMimeLibrary {
  GMIME_FUNCTIONS(LIBRARY_SLOT)
} gmime;

#define g_mime_content_type_get_parameter   gmime.g_mime_content_type_get_parameter_
#define g_mime_content_type_is_type         gmime.g_mime_content_type_is_type_
#define g_mime_data_wrapper_new_with_stream gmime.g_mime_data_wrapper_new_with_stream_
#define g_mime_data_wrapper_write_to_stream gmime.g_mime_data_wrapper_write_to_stream_
#define g_mime_header_list_get_header       gmime.g_mime_header_list_get_header_
#define g_mime_header_set_raw_value         gmime.g_mime_header_set_raw_value_
#define g_mime_init                         gmime.g_mime_init_
#define g_mime_message_add_mailbox          gmime.g_mime_message_add_mailbox_
#define g_mime_message_get_from             gmime.g_mime_message_get_from_
#define g_mime_message_get_message_id       gmime.g_mime_message_get_message_id_
#define g_mime_message_get_mime_part        gmime.g_mime_message_get_mime_part_
#define g_mime_message_get_subject          gmime.g_mime_message_get_subject_
#define g_mime_message_new                  gmime.g_mime_message_new_
#define g_mime_message_set_date             gmime.g_mime_message_set_date_
#define g_mime_message_set_message_id       gmime.g_mime_message_set_message_id_
#define g_mime_message_set_mime_part        gmime.g_mime_message_set_mime_part_
#define g_mime_message_set_subject          gmime.g_mime_message_set_subject_
#define g_mime_multipart_add                gmime.g_mime_multipart_add_
#define g_mime_multipart_get_count          gmime.g_mime_multipart_get_count_
#define g_mime_multipart_get_part           gmime.g_mime_multipart_get_part_
#define g_mime_multipart_get_type           gmime.g_mime_multipart_get_type_
#define g_mime_multipart_new_with_subtype   gmime.g_mime_multipart_new_with_subtype_
#define g_mime_object_get_content_type      gmime.g_mime_object_get_content_type_
#define g_mime_object_get_header            gmime.g_mime_object_get_header_
#define g_mime_object_get_header_list       gmime.g_mime_object_get_header_list_
#define g_mime_object_set_content_type_parameter \
  gmime.g_mime_object_set_content_type_parameter_
#define g_mime_object_set_disposition       gmime.g_mime_object_set_disposition_
#define g_mime_object_set_header            gmime.g_mime_object_set_header_
#define g_mime_object_to_string             gmime.g_mime_object_to_string_
#define g_mime_parser_construct_message     gmime.g_mime_parser_construct_message_
#define g_mime_parser_new_with_stream       gmime.g_mime_parser_new_with_stream_
#define g_mime_part_get_content             gmime.g_mime_part_get_content_
#define g_mime_part_get_type                gmime.g_mime_part_get_type_
#define g_mime_part_is_attachment           gmime.g_mime_part_is_attachment_
#define g_mime_part_new_with_type           gmime.g_mime_part_new_with_type_
#define g_mime_part_set_content             gmime.g_mime_part_set_content_
#define g_mime_part_set_content_encoding    gmime.g_mime_part_set_content_encoding_
#define g_mime_part_set_filename            gmime.g_mime_part_set_filename_
#define g_mime_stream_mem_get_byte_array    gmime.g_mime_stream_mem_get_byte_array_
#define g_mime_stream_mem_new               gmime.g_mime_stream_mem_new_
#define g_mime_stream_mem_new_with_buffer   gmime.g_mime_stream_mem_new_with_buffer_
#define g_mime_text_part_get_text           gmime.g_mime_text_part_get_text_
#define g_mime_text_part_get_type           gmime.g_mime_text_part_get_type_
#define g_mime_text_part_new_with_subtype   gmime.g_mime_text_part_new_with_subtype_
#define g_mime_text_part_set_charset        gmime.g_mime_text_part_set_charset_
#define g_mime_text_part_set_text           gmime.g_mime_text_part_set_text_
#define g_object_unref                      gmime.g_object_unref_
#define g_type_check_instance_is_a          gmime.g_type_check_instance_is_a_
#define internet_address_list_get_address   gmime.internet_address_list_get_address_
#define internet_address_list_length        gmime.internet_address_list_length_
#define internet_address_mailbox_get_addr   gmime.internet_address_mailbox_get_addr_
#define internet_address_mailbox_get_type   gmime.internet_address_mailbox_get_type_
/* clang-format on */
