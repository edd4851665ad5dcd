// How ThreadSanitizer looks at programs that use libvips. libvips hands pictures to worker threads through GLib, and
// neither is built with the sanitizer: it would see what they copy and free, but not the locks in between.

extern "C" const char* __tsan_default_options();

extern "C" const char* __tsan_default_options() { return "ignore_noninstrumented_modules=1"; }
