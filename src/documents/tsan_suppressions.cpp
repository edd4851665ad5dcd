// What ThreadSanitizer need not tell about programs that draw documents. Pango has fontconfig look for fonts on a
// thread of its own and waits for it through GLib; none of the three is built with the sanitizer, which sees what they
// read and write, but not how they wait.

extern "C" const char* __tsan_default_suppressions();

extern "C" const char* __tsan_default_suppressions() { return "race:libfontconfig.so\n"; }
