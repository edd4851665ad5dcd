// How AddressSanitizer looks at programs that search. Within Xapian 1.4.22's Database::check() an object is deleted
// with another size than it was made with; the allocator does not look at it, and we cannot mend it here.

extern "C" const char* __asan_default_options();

extern "C" const char* __asan_default_options() { return "new_delete_type_mismatch=0"; }
