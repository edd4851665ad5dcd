#include "accounts/easy_passwords.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "platform/core/text.hpp"

namespace hurtrock::accounts {
namespace {

// What a piece costs whoever guesses, about one for every character of a random password.
constexpr std::size_t kCostOfWord = 2;  ///< one of a few hundred
constexpr std::size_t kCostOfRun = 1;   ///< also a year, a repetition, and a character of its own
/// Made of pieces that cost no more, a password is a first guess: two words and a year, a word and three digits.
constexpr std::size_t kEasy = 5;

constexpr std::size_t kShortestRun = 3;
constexpr std::size_t kShortestWord = 3;
/// "abcdabcd"; longer ones are rare.
constexpr std::size_t kLongestRepeated = 8;
/// Of a longer password the beginning tells enough.
constexpr std::size_t kLookedAt = 64;

/// Read in either direction.
constexpr std::string_view kRows[] = {
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "azertyuiop",
    "!@#$%^&*()",
    "00112233445566778899",
    "aabbccddeeffgghh",
    "a1b2c3d4e5f6g7h8",
    "1a2b3c4d5e6f7g8h",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "qazwsxedcrfvtgbyhnujm",
    "zaq1xsw2cde3vfr4bgt5nhy6mju7",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "1q1q2w2w3e3e",
    "24680",
    "13579",
    "147258369",
    "159753",
    "456852",
    "987412365",
};

/// In small letters, without digits and signs; of the trade, what ASVS 6.2.11 calls words of the context.
constexpr std::string_view kWords =
    // Passwords about passwords, and what systems come with.
    "password passwd passphrase pass passcode katasandi kata sandi katakunci kunci rahasia rahasiaku secret "
    "private letmein login logmein masuk welcome selamat datang hello halo admin administrator admins root "
    "superuser super user users username guest tamu test testing tester tes coba cobacoba demo sample contoh "
    "default changeme change ganti gantisaya temp sementara server system sistem master access akses security "
    "keamanan account akun akunku email gmail yahoo google facebook instagram tiktok whatsapp youtube shopee "
    "tokopedia lazada gojek windows android samsung iphone xiaomi internet computer komputer wifi hotspot "
    // Of this trade.
    "hurtrock hurt rock music musik store shop toko tokomusik jual beli belanja pembeli penjual staf staff kasir "
    "gudang owner pemilik manager manajer gitar guitar bass drum drums piano keyboard biola violin ukulele "
    "gamelan angklung suling saxophone trumpet gitaris guitarist drummer band anakband metal punk rocknroll "
    "rockstar dangdut jazz blues reggae pop hiphop musician musisi fender gibson ibanez yamaha roland marshall "
    "stratocaster telecaster lespaul metallica nirvana slipknot beatles queen slank dewa noah peterpan "
    // Usual words of English passwords.
    "love loveyou iloveyou ilove mylove lovely lover baby babygirl angel princess prince king god jesus sunshine "
    "flower butterfly rainbow summer winter spring autumn monday friday sunday january december dragon monkey "
    "tiger lion eagle panda dolphin chicken kitty puppy shadow ninja samurai warrior killer hunter soldier hacker "
    "gamer player pokemon naruto batman superman spiderman ironman starwars matrix minecraft freefire "
    "mobilelegends football soccer basketball baseball badminton chelsea arsenal liverpool barcelona manchester "
    "united juventus milan madrid freedom forever nothing whatever trustno family friend friends mother father "
    "money lucky happy smile sweet cookie chocolate banana apple orange cherry coffee pepper ginger purple yellow "
    "silver golden diamond pretty beautiful hottie sexy mustang ferrari corvette yankees michael jordan daniel "
    "jessica ashley charlie thomas andrew michelle jennifer the one you "
    // Usual words of Indonesian passwords.
    "indonesia merdeka garuda pancasila nusantara jakarta bandung surabaya semarang medan jogja yogyakarta malang "
    "bali bogor bekasi depok tangerang makassar jawa sunda persib persija persebaya arema bismillah alhamdulillah "
    "allah allahuakbar assalamualaikum insyaallah muhammad muslim islam tuhan yesus cinta cintaku sayang sayangku "
    "akusayangkamu akucintakamu kamu aku saya kita kangen rindu bahagia bintang bulan matahari langit bunga mawar "
    "melati anggrek pelangi hujan laut gunung kucing anjing macan harimau naga kelinci ayam burung ikan mama papa "
    "ibu ibuku ayah bapak bunda adik kakak keluarga anakku istriku suamiku sahabat teman pacar mantan cantik "
    "ganteng manis imut keren sukses semangat juara jagoan bebas bahaya sepeda motor mobil rumah rumahku sekolah "
    "kampus kantor kerja uang duit kaya bola sepakbola bakso sate rendang kopi kopihitam susu coklat nasi "
    "nasigoreng merah putih merahputih biru hitam kuning hijau ungu satu dua tiga empat lima senin jumat minggu "
    "januari agustus desember budi agus andi dewi putri putra sari siti nur rizky dimas bayu eko fitri ratna "
    "wahyu yanti ayu indah";

/// Digits and signs as the letters that they are written for.
std::string as_letters(std::string_view text) {
  std::string letters = text::lower(text);
  constexpr std::string_view kWritten = "013457@$!", kMeant = "oieastasi";
  for (char& c : letters)
    if (const auto at = kWritten.find(c); at != std::string_view::npos) c = kMeant[at];
  return letters;
}

/// What an owner is called, whole and in parts.
std::vector<std::string> words_about(const PasswordOwner& owner) {
  std::vector<std::string> words;
  const auto add = [&](std::string_view text, std::string_view separators) {
    std::string together, part;
    for (const char c : as_letters(text)) {
      if (separators.find(c) == std::string_view::npos) {
        part += c;
        together += c;
      } else {
        words.push_back(std::move(part));
        part.clear();
      }
    }
    words.push_back(std::move(part));
    words.push_back(std::move(together));
  };
  const std::string_view local = owner.email.substr(0, owner.email.find('@'));
  words.push_back(as_letters(owner.email));
  words.push_back(as_letters(local));
  add(local, ".-_+");
  add(owner.name, " .-'");
  add(owner.shop_name, " .-'");
  std::erase_if(words, [](const std::string& word) { return word.size() < kShortestWord; });
  return words;
}

std::size_t alike(std::string_view a, std::string_view b) {
  return static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

/// How much of the beginning runs along one of the rows.
std::size_t run_length(std::string_view rest) {
  std::size_t longest = 0;
  for (const std::string_view row : kRows) {
    const std::string back(row.rbegin(), row.rend());
    for (const std::string_view way : {row, std::string_view(back)})
      for (auto at = way.find(rest[0]); at != std::string_view::npos; at = way.find(rest[0], at + 1))
        longest = std::max(longest, alike(rest, way.substr(at)));
  }
  return longest;
}

bool begins_with_year(std::string_view rest) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return rest.size() >= 4 && (rest.starts_with("19") || rest.starts_with("20")) && is_digit(rest[2]) &&
         is_digit(rest[3]);
}

/// The cheapest way to put a password together, from its beginning.
class Cheapest {
 public:
  explicit Cheapest(std::size_t length) : cost_(length + 1, length + 1) { cost_[0] = 0; }
  /// A piece from `at` on.
  void take(std::size_t at, std::size_t length, std::size_t cost) {
    cost_[at + length] = std::min(cost_[at + length], cost_[at] + cost);
  }
  [[nodiscard]] std::size_t whole() const { return cost_.back(); }

 private:
  std::vector<std::size_t> cost_;
};

}  // namespace

bool is_easy_to_guess(const Secret& password, const PasswordOwner& owner) {
  const std::string whole = text::lower(std::string_view(password.reveal()).substr(0, kLookedAt));
  const std::string letters = as_letters(whole);
  static const std::vector<std::string_view> words = text::split(kWords, ' ');
  const auto about = words_about(owner);
  Cheapest way(whole.size());
  for (std::size_t at = 0; at < whole.size(); ++at) {
    const std::string_view rest = std::string_view(whole).substr(at);
    way.take(at, 1, kCostOfRun);
    const auto take_word = [&](std::string_view word) {
      if (std::string_view(letters).substr(at).starts_with(word)) way.take(at, word.size(), kCostOfWord);
    };
    std::ranges::for_each(words, take_word);
    std::ranges::for_each(about, take_word);
    for (std::size_t length = run_length(rest); length >= kShortestRun; --length) way.take(at, length, kCostOfRun);
    if (begins_with_year(rest)) way.take(at, 4, kCostOfRun);
    // What stood just before, once more, and as often as it goes on.
    for (std::size_t unit = 1; unit <= std::min(at, kLongestRepeated); ++unit)
      for (std::size_t length = alike(rest, std::string_view(whole).substr(at - unit)); length >= unit; --length)
        if (length % unit == 0) way.take(at, length, kCostOfRun);
  }
  return way.whole() <= kEasy;
}

}  // namespace hurtrock::accounts
