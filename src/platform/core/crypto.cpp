#include "platform/core/crypto.hpp"

#include <sodium.h>

#include <array>
#include <semaphore>
#include <stdexcept>

namespace hurtrock::crypto {
namespace {

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::string to_base64(std::string_view bytes, int variant) {
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes_of(bytes), bytes.size(), variant);
  text.pop_back();  // libsodium counts and writes a final NUL
  return text;
}

// Each derivation takes 19 MiB: without a bound, a burst of logins would take the machine's memory.
constexpr int kHashesAtOnce = 4;
constexpr unsigned long long kHashPasses = 2;
constexpr std::size_t kHashMemory = 19U * 1024 * 1024;

std::counting_semaphore<kHashesAtOnce>& hashing_turns() {
  static std::counting_semaphore<kHashesAtOnce> turns{kHashesAtOnce};
  return turns;
}

class HashingTurn {
 public:
  HashingTurn() { hashing_turns().acquire(); }
  ~HashingTurn() { hashing_turns().release(); }
  HashingTurn(const HashingTurn&) = delete;
  HashingTurn& operator=(const HashingTurn&) = delete;
};

class BoxKey {
 public:
  BoxKey(const Secret& master, std::string_view purpose) {
    static_assert(crypto_secretbox_KEYBYTES == crypto_auth_hmacsha256_BYTES);
    std::string derived = hmac_sha256(master, std::string("seal\0", 5).append(purpose));
    derived.copy(reinterpret_cast<char*>(key_.data()), key_.size());
    sodium_memzero(derived.data(), derived.size());
  }
  ~BoxKey() { sodium_memzero(key_.data(), key_.size()); }
  BoxKey(const BoxKey&) = delete;
  BoxKey& operator=(const BoxKey&) = delete;
  [[nodiscard]] const unsigned char* data() const { return key_.data(); }

 private:
  std::array<unsigned char, crypto_secretbox_KEYBYTES> key_{};
};

}  // namespace

void start() {
  if (sodium_init() < 0) throw std::runtime_error("the system gives no randomness (libsodium did not start)");
}

std::string random_bytes(std::size_t size) {
  std::string bytes(size, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

std::string random_token(std::size_t bytes) { return base64url(random_bytes(bytes)); }

std::uint32_t random_below(std::uint32_t below) { return randombytes_uniform(below); }

std::string random_uuid() {
  std::string bytes = random_bytes(16);
  unsigned char* const b = bytes_of(bytes);
  b[6] = static_cast<unsigned char>((b[6] & 0x0F) | 0x40);  // version 4, RFC 9562 section 5.4
  b[8] = static_cast<unsigned char>((b[8] & 0x3F) | 0x80);
  std::string text = hex(bytes);
  for (const std::size_t dash : {8U, 13U, 18U, 23U}) text.insert(dash, 1, '-');
  return text;
}

std::string sha256(std::string_view data) {
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(bytes_of(digest), bytes_of(data), data.size());
  return digest;
}

std::string hmac_sha256(const Secret& key, std::string_view data) {
  // The streaming form takes keys of any length; the one-shot form only 32 bytes.
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, bytes_of(std::string_view{key.reveal()}), key.reveal().size());
  crypto_auth_hmacsha256_update(&state, bytes_of(data), data.size());
  std::string mac(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256_final(&state, bytes_of(mac));
  return mac;
}

std::string sha256_hex(std::string_view data) { return hex(sha256(data)); }

std::string sha512_hex(std::string_view data) {
  std::string digest(crypto_hash_sha512_BYTES, '\0');
  crypto_hash_sha512(bytes_of(digest), bytes_of(data), data.size());
  return hex(digest);
}

struct Sha256::State : crypto_hash_sha256_state {};

Sha256::Sha256() : state_(std::make_unique<State>()) { crypto_hash_sha256_init(state_.get()); }
Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) { crypto_hash_sha256_update(state_.get(), bytes_of(bytes), bytes.size()); }

std::string Sha256::hex() {
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256_final(state_.get(), bytes_of(digest));
  return crypto::hex(digest);
}

bool equal(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string hex(std::string_view bytes) {
  std::string text(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes_of(bytes), bytes.size());
  text.pop_back();
  return text;
}

std::string base64url(std::string_view bytes) { return to_base64(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING); }

std::optional<std::string> from_base64url(std::string_view text) {
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  std::size_t size = 0;
  if (sodium_base642bin(bytes_of(bytes), bytes.size(), text.data(), text.size(), nullptr, &size, nullptr,
                        sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
    return std::nullopt;
  bytes.resize(size);
  return bytes;
}

std::string base64(std::string_view bytes) { return to_base64(bytes, sodium_base64_VARIANT_ORIGINAL); }

std::string hash_password(const Secret& password) {
  const HashingTurn turn;
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_str_alg(hash.data(), password.reveal().data(), password.reveal().size(), kHashPasses, kHashMemory,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw std::runtime_error("not enough memory to hash a password");
  return hash.data();
}

bool verify_password(const std::string& hash, const Secret& password) {
  const HashingTurn turn;
  return crypto_pwhash_str_verify(hash.c_str(), password.reveal().data(), password.reveal().size()) == 0;
}

std::string seal(const Secret& master, std::string_view purpose, std::string_view plain) {
  const BoxKey key{master, purpose};
  std::string box = random_bytes(crypto_secretbox_NONCEBYTES);
  box.resize(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + plain.size());
  unsigned char* const nonce = bytes_of(box);
  crypto_secretbox_easy(nonce + crypto_secretbox_NONCEBYTES, bytes_of(plain), plain.size(), nonce, key.data());
  return base64url(box);
}

std::optional<std::string> unseal(const Secret& master, std::string_view purpose, std::string_view box) {
  constexpr std::size_t kOverhead = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
  const std::optional<std::string> bytes = from_base64url(box);
  if (!bytes || bytes->size() < kOverhead) return std::nullopt;
  const BoxKey key{master, purpose};
  const unsigned char* const nonce = bytes_of(std::string_view{*bytes});
  std::string plain(bytes->size() - kOverhead, '\0');
  if (crypto_secretbox_open_easy(bytes_of(plain), nonce + crypto_secretbox_NONCEBYTES,
                                 bytes->size() - crypto_secretbox_NONCEBYTES, nonce, key.data()) != 0)
    return std::nullopt;
  return plain;
}

}  // namespace hurtrock::crypto
