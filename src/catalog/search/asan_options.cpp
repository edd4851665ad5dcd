// How AddressSanitizer looks at programs that search. Xapian 1.4.22's Database::check() frees a database under its base
// class, which has another size; the allocator does not ask for it.

extern "C" const char* __asan_default_options();

extern "C" const char* __asan_default_options() { return "new_delete_type_mismatch=0"; }
