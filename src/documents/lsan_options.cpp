// What LeakSanitizer need not tell about programs that draw documents. Fontconfig keeps what it has read of a font
// behind offsets instead of pointers, which the sanitizer does not follow: it takes it for lost.

extern "C" const char* __lsan_default_suppressions();

extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig.so\n"; }
