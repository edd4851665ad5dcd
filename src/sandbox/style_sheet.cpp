#include "sandbox/style_sheet.hpp"

namespace hurtrock::sandbox {
namespace {

constexpr const char* kStyle = R"css(
:root { color-scheme: light dark; --ground: #eef1f5; --sheet: #fff; --ink: #1b2430; --quiet: #5a6675; --line: #d5dbe3; --main: #0a5ea8; --on-main: #fff; --notice: #fff4d6; --on-notice: #5c4200; }
@media (prefers-color-scheme: dark) { :root { --ground: #12161c; --sheet: #1b212a; --ink: #eef2f6; --quiet: #a5b1bf; --line: #36404d; --main: #6db5f5; --on-main: #08233b; --notice: #3b3115; --on-notice: #ffe6a3; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 1.5rem 1rem; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
.sheet { max-width: 30rem; margin: 0 auto; padding: 0 1.5rem 1.5rem; overflow: hidden; background: var(--sheet); border: 1px solid var(--line); border-radius: 0.75rem; }
.notice { margin: 0 -1.5rem; padding: 0.5rem 1.5rem; background: var(--notice); color: var(--on-notice); font-size: 0.875rem; }
.head { padding: 1.25rem 0; }
h1 { margin: 0; font-size: 1rem; font-weight: 600; }
.amount { margin: 0.25rem 0; font-size: 2rem; font-weight: 700; letter-spacing: -0.02em; }
.order { margin: 0; color: var(--quiet); font-size: 0.875rem; overflow-wrap: anywhere; }
.items, form { border-top: 1px solid var(--line); padding: 0.75rem 0; }
summary { min-height: 1.75rem; cursor: pointer; font-weight: 600; }
table { width: 100%; border-collapse: collapse; font-size: 0.875rem; }
th, td { padding: 0.375rem 0; text-align: right; vertical-align: top; }
th:first-child, td:first-child { text-align: left; overflow-wrap: anywhere; }
.state { margin: 0; padding: 0.75rem 0; border-top: 1px solid var(--line); font-weight: 600; }
fieldset { margin: 0 0 1rem; padding: 0; border: 0; }
legend { padding: 0 0 0.5rem; font-weight: 600; }
.method { display: flex; gap: 0.75rem; align-items: center; min-height: 2.75rem; padding: 0 0.75rem; border: 1px solid var(--line); margin-top: -1px; }
.method:has(:checked) { border-color: var(--main); position: relative; box-shadow: inset 0 0 0 1px var(--main); }
input { width: 1.125rem; height: 1.125rem; accent-color: var(--main); }
.button { min-height: 2.75rem; width: 100%; padding: 0.5rem 0.75rem; border: 1px solid var(--line); border-radius: 0.5rem; background: transparent; color: inherit; font: inherit; cursor: pointer; }
.button--main { background: var(--main); border-color: var(--main); color: var(--on-main); font-weight: 700; }
.others { display: grid; grid-template-columns: 1fr 1fr; gap: 0.5rem; margin-top: 0.5rem; }
.back { margin: 0; padding-top: 0.75rem; border-top: 1px solid var(--line); }
a { color: var(--main); }
:focus-visible { outline: 3px solid var(--main); outline-offset: 2px; }
)css";

}  // namespace

http::Response style_sheet(const http::Request&) {
  http::Response response{.body = kStyle};
  response.set("Content-Type", "text/css; charset=utf-8");
  return response;
}

}  // namespace hurtrock::sandbox
