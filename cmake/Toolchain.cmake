# How every file of the project is compiled: language level, warnings, sanitizers, linker, cache.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

# Some libraries ask for it, and files that share precompiled headers must agree.
add_compile_options(-pthread)

set(HURTROCK_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize=")

find_program(CCACHE ccache)
if(CCACHE)
  # Paths below the checkout count as relative ones, so that a second clone finds what the first has compiled.
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
               CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# -O2 -g1: line tables for profiles and crash reports at a third of the debug information's size.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g -fno-omit-frame-pointer")

add_library(hurtrock_warnings INTERFACE)
target_compile_options(hurtrock_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Werror
  -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast
  -Wcast-qual -Woverloaded-virtual -Wimplicit-fallthrough -Wextra-semi -Wformat=2
  -Wno-missing-field-initializers) # designated initialisers name the fields that differ from their default

if(HURTROCK_SANITIZE)
  add_compile_options(-fsanitize=${HURTROCK_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${HURTROCK_SANITIZE})
else()
  add_compile_options($<$<CONFIG:RelWithDebInfo>:-D_FORTIFY_SOURCE=2> -fstack-protector-strong)
endif()

# Programs that are handed on: addresses of libraries' functions are looked up at the start and write-protected then.
add_library(hurtrock_hardened INTERFACE)
target_link_options(hurtrock_hardened INTERFACE -Wl,-z,relro,-z,now)
