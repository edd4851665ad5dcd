#include "chat/session.hpp"

#include <algorithm>
#include <atomic>
#include <deque>
#include <utility>

#include "platform/log/log.hpp"

namespace hurtrock::chat {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

/// Frames that come before the greeting is over wait for its end.
constexpr std::size_t kMostEarly = 64;
/// Messages that wait because one before them asks the shop for its product.
constexpr std::size_t kMostBehindProduct = SendLimit::kMost;
/// What was missed is sent piece by piece, so that a long absence does not look like a slow reader.
constexpr std::size_t kReplayPiece = 25;
constexpr std::size_t kReplayAhead = 256 * 1024;
/// Read marks and renewals; who types is told at most once a second.
constexpr int kMostOthers = 100;
constexpr auto kOthersWithin = 10s;
constexpr auto kTypingEvery = 1s;
constexpr std::int64_t kRetryLaterMs = 1'000;

/// What a greeting still has to send.
struct Replay {
  RoomId room;
  std::int64_t after, upto;
};
struct Greeting {
  Change position = 0;
  std::deque<Replay> replays;
};

/// Everything here runs on the socket's thread, except the functions that say otherwise.
class Session final : public websocket::Listener, public std::enable_shared_from_this<Session> {
 public:
  Session(Services& chat, std::shared_ptr<websocket::Peer> peer, std::shared_ptr<void> place, std::string request_id)
      : chat_(chat),
        peer_(std::move(peer)),
        request_id_(std::move(request_id)),
        opened_at_(SteadyClock::now()),
        place_(std::move(place)) {
    member_->peer = peer_;
  }

  void received(std::string text) override {
    auto frame = parse_frame(text);
    if (!frame && other_frames_wait()) return peer_->close(kClosePolicy, "too much nonsense");
    if (!frame) return refuse(frame.error());
    if (state_ == State::kSilent) {
      if (auto* const hello = std::get_if<Hello>(&*frame)) return greet(std::move(*hello));
      refuse({.problem = Problem::kUnauthorized});
      return peer_->close(kCloseUnauthorized, "hello first");
    }
    if (state_ == State::kGreeting) {
      if (early_.size() >= kMostEarly) return peer_->close(kClosePolicy, "too much at once");
      early_.push_back(*std::move(frame));
      return;
    }
    if (state_ == State::kLive) handle(*std::move(frame));
  }

  void drained() override {
    if (parked_) resume(std::exchange(parked_, nullptr));
  }

  void tick(SteadyClock::time_point now) override {
    if (state_ == State::kSilent && now - opened_at_ >= kHelloPatience) {
      state_ = State::kOver;
      return peer_->close(kCloseNoHello, "no hello");
    }
    if (state_ != State::kLive || chat_.clock.now() < token_.expires_at) return;
    state_ = State::kOver;
    refuse({.problem = Problem::kTokenExpired});
    peer_->close(kCloseUnauthorized, "token expired");
  }

  void closed() override {
    state_ = State::kOver;
    chat_.hub.leave(member_);
    place_.reset();
    parked_.reset();
    early_.clear();
    sends_.clear();
  }

 private:
  enum class State : std::uint8_t { kSilent, kGreeting, kLive, kOver };

  [[nodiscard]] const i18n::Texts& texts() const { return i18n::Texts::of(language_); }
  void refuse(const FrameError& error) { peer_->send(error_frame(error, texts())); }

  void handle(ClientFrame frame) {
    if (auto* const draft = std::get_if<Draft>(&frame)) return take(std::move(*draft));
    if (const auto* const typing = std::get_if<Typing>(&frame)) return tell_typing(typing->room);
    if (std::holds_alternative<Hello>(frame)) return peer_->close(kClosePolicy, "hello once");
    if (const auto wait = other_frames_wait()) {
      const auto* const read = std::get_if<Read>(&frame);
      return refuse({.problem = Problem::kRateLimited,
                     .room = read != nullptr ? std::optional{read->room} : std::nullopt,
                     .retry_after_ms = wait});
    }
    if (std::holds_alternative<Ping>(frame)) return peer_->send(pong_frame());
    if (const auto* const read = std::get_if<Read>(&frame)) return mark(*read);
    if (const auto* const renewal = std::get_if<Renewal>(&frame)) return renew(renewal->token);
  }

  // Greeting
  // -----------------------------------------------------------------------------------------------------------

  void greet(Hello hello) {
    auto token = accounts::read_chat_token(chat_.session_secret, hello.token, chat_.clock.now());
    if (!token) {
      ++chat_.counts.refused_tokens;
      state_ = State::kOver;
      const bool expired = token.error() == accounts::TokenRefusal::kExpired;
      refuse({.problem = expired ? Problem::kTokenExpired : Problem::kUnauthorized});
      return peer_->close(kCloseUnauthorized, expired ? "token expired" : "unauthorized");
    }
    keep(*std::move(token));
    state_ = State::kGreeting;
    in_pool([who = introduction(token_), missed = std::move(hello.resume)](Session& self) {
      self.prepare_greeting(who, missed);
    });
  }

  /// In the pool: the welcome, then what was missed, piece by piece.
  void prepare_greeting(const Introduction& who, const std::map<RoomId, std::int64_t>& seen) {
    const auto person = admit(chat_, who);
    if (!person) {
      refuse({.problem = Problem::kUnauthorized});
      return peer_->close(kCloseUnauthorized, "the guest has logged in");
    }
    auto greeting = std::make_shared<Greeting>();
    member_->person = *person;
    std::vector<RoomView> views;
    chat_.db.read([&](db::Tx& tx) {
      greeting->position = last_change(tx);
      views = list_rooms(tx, *person, {.spoken_only = true, .per_page = kMostRoomsAtOnce}).rooms;
      for (const auto& [room, seq] : seen) {
        const bool listed = std::ranges::any_of(views, [&](const RoomView& view) { return view.room.id == room; });
        if (listed) continue;
        if (auto view = find_room(tx, *person, room)) views.push_back(*std::move(view));
      }
    });
    std::vector<Greeted> rooms;
    const bool staff = is_staff(person->role);
    for (RoomView& view : views) {
      const Room& room = view.room;
      if (room.owner.id == person->id) member_->rooms.push_back(room.id);
      if (const auto known = seen.find(room.id); known != seen.end() && known->second < room.last_seq)
        greeting->replays.push_back({.room = room.id, .after = known->second, .upto = room.last_seq});
      const bool online = staff ? chat_.hub.is_online(room.owner.id) : chat_.hub.staff_is_online();
      rooms.push_back({.view = std::move(view), .online = online});
    }
    peer_->send(welcome_frame(*person, rooms));
    replay(std::move(greeting));
  }

  /// In the pool.
  void replay(std::shared_ptr<Greeting> greeting) {
    while (!greeting->replays.empty()) {
      if (peer_->waiting_bytes() > kReplayAhead) return park(std::move(greeting));
      Replay& next = greeting->replays.front();
      const auto piece = chat_.db.read([&](db::Tx& tx) {
        return messages(tx, next.room, {.before = next.upto + 1, .after = next.after, .limit = kReplayPiece});
      });
      std::vector<websocket::Frame> frames;
      for (const Message& message : piece) {
        const auto card = message.product_slug.empty() ? std::nullopt : chat_.cards.find(message.product_slug).card;
        frames.push_back(std::make_shared<const std::string>(message_frame(message, card)));
        next.after = message.seq;
      }
      const bool finished = piece.empty() || next.after >= next.upto;
      if (!frames.empty()) peer_->send(std::move(frames));
      if (finished) greeting->replays.pop_front();
    }
    if (!chat_.hub.join(member_, greeting->position)) {
      refuse({.problem = Problem::kTooManySockets});
      return peer_->close(kCloseTooMany, "too many sockets");
    }
    ++chat_.counts.greeted;
    peer_->post([self = shared_from_this()] { self->begin(); });
  }

  /// In the pool: goes on when what waits has left.
  void park(std::shared_ptr<Greeting> greeting) {
    peer_->post([self = shared_from_this(), greeting = std::move(greeting)]() mutable {
      if (self->peer_->waiting_bytes() == 0) return self->resume(std::move(greeting));
      self->parked_ = std::move(greeting);
    });
  }

  void resume(std::shared_ptr<Greeting> greeting) {
    in_pool([greeting = std::move(greeting)](Session& self) { self.replay(greeting); });
  }

  void begin() {
    if (state_ != State::kGreeting) return;
    state_ = State::kLive;
    while (!early_.empty() && state_ == State::kLive) {
      ClientFrame frame = std::move(early_.front());
      early_.pop_front();
      handle(std::move(frame));
    }
  }

  void renew(const std::string& text) {
    auto token = accounts::read_chat_token(chat_.session_secret, text, chat_.clock.now());
    const bool same = token && token->account == token_.account && token->guest_key == token_.guest_key;
    // Another role is another standing: that begins with a hello.
    if (!same || introduction(*token).role != member_->person.role) {
      const bool expired = !token && token.error() == accounts::TokenRefusal::kExpired;
      return refuse({.problem = expired ? Problem::kTokenExpired : Problem::kUnauthorized});
    }
    keep(*std::move(token));
  }

  void keep(accounts::ChatIdentity token) {
    language_ = token.language;
    token_ = std::move(token);
  }

  // Sending
  // ------------------------------------------------------------------------------------------------------------

  void take(Draft draft) {
    FrameError limited{.problem = Problem::kRateLimited, .client_id = draft.client_id, .room = draft.room};
    if (const auto wait = chat_.sends.take(member_->person.id)) {
      ++chat_.counts.rate_limited;
      limited.retry_after_ms = wait->count();
      return refuse(limited);
    }
    if (sends_.size() >= kMostBehindProduct) {
      limited.retry_after_ms = kRetryLaterMs;
      return refuse(limited);
    }
    sends_.push_back(std::move(draft));
    if (!asking_shop_) send_next();
  }

  /// In the order in which they came, also when one has to ask for its product first.
  void send_next() {
    while (!sends_.empty()) {
      Draft draft = std::move(sends_.front());
      sends_.pop_front();
      if (draft.product_slug.empty()) {
        submit(std::move(draft));
        continue;
      }
      asking_shop_ = true;
      return in_pool([draft = std::move(draft)](Session& self) { self.ask_for_product(draft); });
    }
  }

  /// In the pool. When the shop does not answer the product is believed to exist.
  void ask_for_product(const Draft& draft) {
    const bool unknown = chat_.cards.find(draft.product_slug).unknown;
    peer_->post([self = shared_from_this(), draft, unknown]() mutable {
      self->asking_shop_ = false;
      if (unknown)
        self->refuse({.problem = Problem::kUnknownProduct, .client_id = draft.client_id, .room = draft.room});
      else
        self->submit(std::move(draft));
      self->send_next();
    });
  }

  void submit(Draft draft) {
    const auto sending = std::make_shared<Sending>(chat_, member_->person, std::move(draft), texts());
    auto work = [sending](db::Tx& tx, Change change) { (*sending)(tx, change); };
    // On the writer's thread.
    auto done = [&chat = chat_, sending, peer = peer_, &texts = texts()](bool committed) {
      FrameError error{.client_id = sending->draft().client_id, .room = sending->draft().room};
      if (const auto& outcome = sending->outcome(); committed && outcome) {
        ++(outcome->repeated ? chat.counts.repeated : chat.counts.messages);
        return peer->send(ack_frame(sending->draft(), *outcome));
      }
      const bool is_about_file = !sending->outcome() && sending->outcome().error() == Refusal::kUnknownAttachment;
      error.problem = is_about_file ? Problem::kUnknownAttachment : Problem::kUnknownRoom;
      if (!committed) error.problem = Problem::kUnavailable;
      if (!committed) error.retry_after_ms = kRetryLaterMs;
      peer->send(error_frame(error, texts));
    };
    if (!chat_.writer.submit(std::move(work), std::move(done)))
      refuse({.problem = Problem::kUnavailable,
              .client_id = sending->draft().client_id,
              .room = sending->draft().room,
              .retry_after_ms = kRetryLaterMs});
  }

  // The rest
  // -----------------------------------------------------------------------------------------------------------

  void mark(const Read& read) {
    const auto refused = std::make_shared<bool>(false);
    auto work = [refused, reader = member_->person, read](db::Tx& tx, Change change) {
      *refused = !mark_read(tx, change, reader, read.room, read.seq);
    };
    auto done = [refused, read, peer = peer_, &texts = texts()](bool committed) {
      if (committed && !*refused) return;
      FrameError error{.problem = committed ? Problem::kUnknownRoom : Problem::kUnavailable, .room = read.room};
      if (!committed) error.retry_after_ms = kRetryLaterMs;
      peer->send(error_frame(error, texts));
    };
    if (!chat_.writer.submit(std::move(work), std::move(done)))
      refuse({.problem = Problem::kUnavailable, .room = read.room, .retry_after_ms = kRetryLaterMs});
  }

  void tell_typing(RoomId room) {
    const auto now = SteadyClock::now();
    if (now - typed_at_ < kTypingEvery) return;
    typed_at_ = now;
    in_pool([person = member_->person, room](Session& self) {
      const auto owner = self.chat_.db.read([&](db::Tx& tx) { return owner_if_allowed(tx, person, room); });
      if (!owner) return self.refuse({.problem = Problem::kUnknownRoom, .room = room});
      self.chat_.notifier.publish(
          {.kind = Signal::Kind::kTyping, .room = room, .room_owner = *owner, .person = person});
    });
  }

  /// Milliseconds to wait, when this socket has said too much.
  std::optional<std::int64_t> other_frames_wait() {
    const auto now = SteadyClock::now();
    if (now - others_since_ >= kOthersWithin) {
      others_since_ = now;
      others_ = 0;
    }
    if (++others_ <= kMostOthers) return std::nullopt;
    return std::chrono::ceil<std::chrono::milliseconds>(others_since_ + kOthersWithin - now).count();
  }

  /// Has the pool do what may wait. Whatever fails there ends the socket: its owner comes back and goes on from where
  /// it was.
  template <class Work>
  void in_pool(Work work) {
    http::ThreadPool::Task task = [self = shared_from_this(), work = std::move(work)](bool run) mutable {
      const log::RequestScope scope(self->request_id_);
      try {
        if (run) return work(*self);
      } catch (const std::exception& error) {
        log::warn("chat.socket.failed", {{"what", error.what()}});
      }
      self->refuse({.problem = Problem::kUnavailable, .retry_after_ms = kRetryLaterMs});
      self->peer_->close(kCloseTryLater, "try again later");
    };
    if (!chat_.pool.try_submit(task)) task(false);
  }

  Services& chat_;
  const std::shared_ptr<websocket::Peer> peer_;
  const std::string request_id_;
  const SteadyClock::time_point opened_at_;
  std::shared_ptr<void> place_;
  State state_ = State::kSilent;
  accounts::ChatIdentity token_;
  std::atomic<i18n::Language> language_ = i18n::Language::kIndonesian;
  /// Filled in by the greeting, in the pool; ours again once live.
  const std::shared_ptr<Member> member_ = std::make_shared<Member>();
  std::shared_ptr<Greeting> parked_;
  std::deque<ClientFrame> early_;
  std::deque<Draft> sends_;
  bool asking_shop_ = false;
  SteadyClock::time_point typed_at_{};
  SteadyClock::time_point others_since_{};
  int others_ = 0;
};

}  // namespace

std::shared_ptr<websocket::Listener> open_session(Services& chat, std::shared_ptr<websocket::Peer> peer,
                                                  std::shared_ptr<void> place, std::string request_id) {
  return std::make_shared<Session>(chat, std::move(peer), std::move(place), std::move(request_id));
}

}  // namespace hurtrock::chat
