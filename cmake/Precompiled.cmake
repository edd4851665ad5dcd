# Headers that stand still and that nearly every file reads, parsed once for all of them: parsing them anew was half of the
# build. Two sets, since tests are compiled with other options than what they test. Every file still includes what it uses:
# the build `debug` does without, and fails where one does not.
option(HURTROCK_PRECOMPILED "Parse the standard library's headers once for all files" ON)

set(hurtrock_still_headers
  <algorithm> <array> <charconv> <chrono> <cstdint> <deque> <expected> <filesystem> <functional> <limits> <map> <memory>
  <mutex> <numeric> <optional> <set> <span> <sstream> <stdexcept> <string> <string_view> <thread> <unordered_map> <utility>
  <variant> <vector> <boost/json.hpp> <fmt/format.h>)

# hurtrock_precompile(TARGET src|test): the target's files, compiled with the options of that set, need not parse them.
function(hurtrock_precompile target set)
  if(NOT HURTROCK_PRECOMPILED)
    return()
  endif()
  set(owner hurtrock_precompiled_${set})
  if(NOT TARGET ${owner})
    # Of the same kind as those that reuse its headers: code of libraries and of programs is not addressed alike.
    set(file ${CMAKE_BINARY_DIR}/generated/precompiled_${set}.cpp)
    file(GENERATE OUTPUT ${file} CONTENT "int main() {}\n")
    if(set STREQUAL src)
      add_library(${owner} STATIC EXCLUDE_FROM_ALL ${file})
    else()
      add_executable(${owner} EXCLUDE_FROM_ALL ${file})
    endif()
    target_link_libraries(${owner} PRIVATE fmt::fmt Boost::json hurtrock_warnings)
    target_precompile_headers(${owner} PRIVATE ${hurtrock_still_headers})
    if(set STREQUAL test)
      target_link_libraries(${owner} PRIVATE GTest::gmock)
      target_precompile_headers(${owner} PRIVATE <gmock/gmock.h> <gtest/gtest.h>)
      hurtrock_test_options(${owner})
      # Not to be taken for a test program itself.
      set_target_properties(${owner} PROPERTIES OUTPUT_NAME precompiled_for_tests)
    endif()
    # Templates they use are made once as well. Without the time of day the cache of compiled files knows the headers again
    # when they are made anew.
    target_compile_options(${owner} PRIVATE -Xclang -fno-pch-timestamp -fpch-instantiate-templates)
  endif()
  # Whoever reads fmt's header takes it for a shared library's, or nobody may.
  target_link_libraries(${target} PRIVATE fmt::fmt)
  target_precompile_headers(${target} REUSE_FROM ${owner})
endfunction()
