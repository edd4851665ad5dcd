#pragma once

#include "payments/gateway.hpp"

/// An ordinary order for tests.
namespace hurtrock::payments {

inline constexpr Time kSampleNow{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + std::chrono::hours{15}};

inline PaymentRequest sample_request(std::string reference = "HRT-7K3M-9XQ2-1") {
  return {.reference = std::move(reference),
          .amount = Money{320'000},
          .items = {{.id = "STR-010", .name = "Senar gitar 10-46", .price = Money{150'000}, .quantity = 2},
                    {.id = "SHIPPING", .name = "Ongkos kirim JNE REG", .price = Money{30'000}},
                    {.id = "DISCOUNT", .name = "Voucher ROCK10", .price = Money{-10'000}}},
          .contact = {.name = "Budi Pratama", .email = "budi@example.com", .phone = "+628111222333"},
          .shipping_address = {.street = "Jl. Sudirman 1", .city = "Kota Bandung", .postal_code = "40111"},
          .expires_at = kSampleNow + std::chrono::hours{24},
          .finish_url = "https://shop.example.id/payment/return",
          .language = "id"};
}

}  // namespace hurtrock::payments
