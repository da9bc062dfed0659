#pragma once

// What is used of libmd4c 0, declared here so that building needs no header of its; .ci/check-declarations compares.
#ifdef GUST_LIBRARY_HEADERS
#include <md4c.h>
#else
typedef char MD_CHAR;
typedef unsigned MD_SIZE;

typedef enum MD_BLOCKTYPE { MD_BLOCK_CODE = 7, MD_BLOCK_TH = 14, MD_BLOCK_TD = 15 } MD_BLOCKTYPE;
typedef enum MD_SPANTYPE { MD_SPAN_A = 2 } MD_SPANTYPE;
typedef enum MD_TEXTTYPE {
  MD_TEXT_BR = 2,
  MD_TEXT_SOFTBR,
  MD_TEXT_ENTITY,
  MD_TEXT_CODE,
  MD_TEXT_HTML,
} MD_TEXTTYPE;

#define MD_FLAG_PERMISSIVEURLAUTOLINKS 0x0004
#define MD_FLAG_NOHTMLBLOCKS 0x0020
#define MD_FLAG_TABLES 0x0100
#define MD_FLAG_PERMISSIVEWWWAUTOLINKS 0x0400
#define MD_FLAG_TASKLISTS 0x0800

typedef struct MD_PARSER {
  unsigned abi_version;
  unsigned flags;
  int (*enter_block)(MD_BLOCKTYPE type, void *detail, void *userdata);
  int (*leave_block)(MD_BLOCKTYPE type, void *detail, void *userdata);
  int (*enter_span)(MD_SPANTYPE type, void *detail, void *userdata);
  int (*leave_span)(MD_SPANTYPE type, void *detail, void *userdata);
  int (*text)(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *userdata);
  void (*debug_log)(const char *msg, void *userdata);
  void (*syntax)(void);
} MD_PARSER;

int md_parse(const MD_CHAR *text, MD_SIZE size, const MD_PARSER *parser, void *userdata);
#endif

/// Loads libmd4c, which every other function here needs. Returns NULL, or why it failed (dlerror(3)). See late_loading.h.
const char *cmd4c_load(void);
