# hurtrock_component(NAME dependencies...): the folder it is called in, as one static library `NAME` and, from its
# *_test.cpp files, one test program `NAME_test`. Templates under views/*.html are compiled to C++ and linked in.
# Dependencies are other components or libraries; tools/check_includes holds the dependency table itself.
set(HURTROCK_GENERATED ${CMAKE_BINARY_DIR}/generated)

# Tests are compiled oftener than run: they are half of the build. What they test is optimised all the same.
function(hurtrock_test_options target)
  target_compile_options(${target} PRIVATE $<$<CONFIG:RelWithDebInfo>:-O0 -U_FORTIFY_SOURCE>)
endfunction()

function(hurtrock_component name)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  set(test_sources ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER test_sources INCLUDE REGEX "_test\\.cpp$")

  file(RELATIVE_PATH folder ${CMAKE_SOURCE_DIR}/src ${CMAKE_CURRENT_SOURCE_DIR})
  file(GLOB views CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/views/*.html)
  foreach(view IN LISTS views)
    get_filename_component(stem ${view} NAME_WE)
    set(generated ${HURTROCK_GENERATED}/${folder}/views/${stem}.html)
    add_custom_command(
      OUTPUT ${generated}.hpp ${generated}.cpp
      COMMAND template_compiler --texts ${HURTROCK_TEXT_KEYS} --namespace ${folder}
              --header ${generated}.hpp --source ${generated}.cpp ${view}
      DEPENDS ${view} template_compiler ${HURTROCK_TEXT_KEYS}
      VERBATIM)
    list(APPEND sources ${generated}.cpp)
    list(APPEND generated_headers ${generated}.hpp)
  endforeach()

  add_library(${name} STATIC ${sources} ${generated_headers})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR}/src ${HURTROCK_GENERATED})
  target_link_libraries(${name} PUBLIC ${ARGN} PRIVATE hurtrock_warnings)
  hurtrock_precompile(${name} src)
  hurtrock_join(${name})
  set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX)

  if(HURTROCK_TESTS AND test_sources)
    add_executable(${name}_test ${test_sources})
    target_link_libraries(${name}_test PRIVATE ${name} GTest::gmock GTest::gtest_main hurtrock_warnings)
    hurtrock_test_options(${name}_test)
    hurtrock_precompile(${name}_test test)
    hurtrock_join(${name}_test)
    add_test(NAME ${name} COMMAND ${name}_test)
  endif()
endfunction()
