#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "platform/core/secret.hpp"

/// Randomness, digests, signatures, password hashes: libsodium behind strings. All thread-safe.
namespace hurtrock::crypto {

/// Must be called once before anything else here; throws when the system has no randomness.
void start();

/// `size` bytes from the system's generator.
std::string random_bytes(std::size_t size);
/// 128 bits or more as URL-safe text: session tokens, request ids. `bytes` of randomness, base64url without padding.
std::string random_token(std::size_t bytes = 32);
/// An unbiased number in [0, below).
std::uint32_t random_below(std::uint32_t below);
/// A version 4 UUID, lower case.
std::string random_uuid();

/// Raw digests.
std::string sha256(std::string_view data);
std::string hmac_sha256(const Secret& key, std::string_view data);
/// Lower-case hexadecimal.
std::string sha256_hex(std::string_view data);
std::string sha512_hex(std::string_view data);

/// The digest of bytes that come in pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void add(std::string_view bytes);
  /// Lower-case hexadecimal; once, after the last piece.
  std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// In time that depends only on the lengths.
bool equal(std::string_view a, std::string_view b);

std::string hex(std::string_view bytes);
std::string base64url(std::string_view bytes);
/// Nothing when `text` is not base64url without padding.
std::optional<std::string> from_base64url(std::string_view text);
/// Standard alphabet with padding, as HTTP's Basic scheme and MIME want it.
std::string base64(std::string_view bytes);

/// Argon2id, 2 passes, 19 MiB (OWASP Password Storage). Takes about 23 ms and 19 MiB; at most four run at once, others
/// wait their turn.
std::string hash_password(const Secret& password);
bool verify_password(const std::string& hash, const Secret& password);

/// Authenticated encryption under a key derived from `master` for `purpose`; the nonce travels in the box. The box is
/// base64url text, fit for a text column or a cookie. Nothing comes out of a box that was changed, or sealed with
/// another master or purpose.
std::string seal(const Secret& master, std::string_view purpose, std::string_view plain);
std::optional<std::string> unseal(const Secret& master, std::string_view purpose, std::string_view box);

}  // namespace hurtrock::crypto
