# Files of a component compiled several at a time, as one: what they include is parsed once for all of them, and templates
# that they have in common are made once. What stands in an anonymous namespace is then seen by the component's other files:
# a name means one thing in a component. The build `debug` compiles file by file, and fails where one does not include what
# it uses.
option(HURTROCK_JOINED "Compile several files of a component as one" ON)

# More at a time save little, and make each change compile more.
set(hurtrock_joined_at_a_time 8)

# These stand alone: bodies of libraries and tables, which are large, and what a sanitizer looks for in every program: that
# must not come into several of a program's libraries along with what else is there.
set(hurtrock_alone
  ${CMAKE_SOURCE_DIR}/src/platform/http/asio_and_beast.cpp
  ${CMAKE_SOURCE_DIR}/src/documents/lsan_options.cpp
  ${CMAKE_SOURCE_DIR}/src/documents/tsan_suppressions.cpp
  ${CMAKE_SOURCE_DIR}/src/catalog/search/asan_options.cpp
  ${CMAKE_BINARY_DIR}/generated/texts.cpp
  ${CMAKE_BINARY_DIR}/web/out/assets_table.cpp)

# hurtrock_join(TARGET): of a component, or of its tests.
function(hurtrock_join target)
  if(NOT HURTROCK_JOINED)
    return()
  endif()
  # The property is one of the folder that asks, not of the file.
  set_source_files_properties(${hurtrock_alone} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${hurtrock_joined_at_a_time})
endfunction()
