# Writes OUTPUT, a C++ file holding every MIGRATIONS/{sqlite,postgres}/*.sql as a raw string, for the database SCHEMA.
set(delimiter "migration")
set(code "#include \"platform/db/embedded_migrations.hpp\"\n\nnamespace hurtrock::db {\n")

foreach(dialect sqlite postgres)
  file(GLOB files ${MIGRATIONS}/${dialect}/*.sql)
  list(SORT files)
  set(entries "")
  foreach(file IN LISTS files)
    get_filename_component(stem ${file} NAME_WE)
    file(READ ${file} sql)
    string(FIND "${sql}" ")${delimiter}\"" ends_early)
    if(NOT ends_early EQUAL -1)
      message(FATAL_ERROR "${file} holds the delimiter of the raw string it is packed in")
    endif()
    string(APPEND entries "    {\"${stem}\", R\"${delimiter}(${sql})${delimiter}\"},\n")
  endforeach()
  string(APPEND code
         "\nstd::span<const EmbeddedMigration> embedded_${SCHEMA}_${dialect}_migrations() {\n"
         "  static constexpr EmbeddedMigration kMigrations[] = {\n${entries}  };\n"
         "  return kMigrations;\n}\n")
endforeach()

string(APPEND code "\n}  // namespace hurtrock::db\n")
file(WRITE ${OUTPUT} "${code}")
