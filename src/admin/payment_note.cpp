#include "admin/payment_note.hpp"

#include <fmt/format.h>

#include <optional>

#include "admin/text_or.hpp"
#include "orders/orders.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::string_view kInsteadOf = " for ";
constexpr std::string_view kBeforeReason = " · ";

/// "176000 IDR" as "Rp 176.000". Another currency stays as the provider told it.
std::optional<std::string> amount_in_words(std::string_view stored) {
  const std::size_t end = stored.find(' ');
  if (end == std::string_view::npos) return std::nullopt;
  const auto number = text::parse_integer(stored.substr(0, end), 0, INT64_MAX);
  if (!number) return std::nullopt;
  return stored.substr(end + 1) == "IDR" ? format_rupiah(Money{*number}) : std::string(stored);
}

}  // namespace

std::string amounts_note(std::string_view detail, const i18n::Texts& texts) {
  const std::size_t at = detail.find(kInsteadOf);
  const auto received = amount_in_words(detail.substr(0, at));
  if (!received) return std::string(detail);
  if (at == std::string_view::npos) return *received;
  const auto asked = amount_in_words(detail.substr(at + kInsteadOf.size()));
  return asked ? texts("admin.note.instead_of", {{"received", *received}, {"asked", *asked}}) : std::string(detail);
}

std::string refund_note(std::string_view detail, const i18n::Texts& texts) {
  const std::size_t at = detail.find(kBeforeReason);
  if (at == std::string_view::npos) return std::string(detail);
  return fmt::format("{}{}{}", detail.substr(0, at), kBeforeReason,
                     orders::refund_reason(detail.substr(at + kBeforeReason.size()), texts));
}

std::string payment_word_note(std::string_view detail, const i18n::Texts& texts) {
  return text_or("admin.payment_word." + std::string(detail), detail, texts);
}

std::string way_beside(std::string_view provider, std::string_view type, const i18n::Texts& texts) {
  return provider == "bank_transfer" && type == "transfer" ? std::string{} : payment_word_note(type, texts);
}

std::string captured_beside(Money captured, Money amount) {
  return captured > Money{} && captured != amount ? format_rupiah(captured) : std::string{};
}

}  // namespace hurtrock::admin
