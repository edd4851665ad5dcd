#include "chat/page_routes.hpp"

#include "chat/asked_of_shop.hpp"
#include "chat/pages.hpp"
#include "chat/views/chat_page.html.hpp"
#include "chat/views/panel.html.hpp"

namespace hurtrock::chat {
namespace {

http::Response show_chat(const http::Request& request, PageServices& shop) {
  const auto& texts = request.visitor.texts();
  ChatPage view{.frame = shop.frames.frame_for(request), .conversation = {}};
  view.conversation = conversation_in(*view.frame.shop, texts);
  view.frame.title = texts("chat.page.title");
  view.frame.description = texts("chat.page.description", {{"store", view.frame.shop->store.name}});
  view.frame.canonical = shop.public_url + "/chat";
  view.frame.chat = false;  // It is here already.
  std::string out;
  html::Writer writer(out, texts);
  views::chat_page(writer, view);
  return http::html(200, std::move(out));
}

http::Response show_panel(const http::Request& request, PageServices& shop) {
  const auto& texts = request.visitor.texts();
  const Panel view{.conversation = conversation_in(*shop.frames.frame_for(request).shop, texts)};
  std::string out;
  html::Writer writer(out, texts);
  views::panel(writer, view);
  return http::html(200, std::move(out));
}

}  // namespace

std::vector<http::Route> page_routes(PageServices& shop) {
  using enum http::Method;
  using http::Access;
  using http::bind;
  using http::RunsOn;
  return {
      {kGet, "/chat", Access::kAnyone, RunsOn::kInline, bind(show_chat, shop), http::Cached::kByCatalogue},
      {kGet, "/chat/panel", Access::kAnyone, RunsOn::kInline, bind(show_panel, shop), http::Cached::kByCatalogue},
      {kGet, "/internal/chat/hours", Access::kSigned, RunsOn::kWorker, bind(tell_hours, shop)},
      {kGet, "/internal/chat/staff/:id", Access::kSigned, RunsOn::kWorker, bind(tell_staff, shop)},
      {kPost, "/internal/chat/missed", Access::kSigned, RunsOn::kWorker, bind(mail_missed, shop)},
  };
}

}  // namespace hurtrock::chat
