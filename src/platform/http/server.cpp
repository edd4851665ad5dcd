#include "platform/http/server.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <csignal>
#include <system_error>
#include <thread>

#include "platform/http/io_thread.hpp"

namespace hurtrock::http {
namespace {

using asio::ip::tcp;

tcp::endpoint resolve(asio::io_context& context, const ServerOptions& options) {
  tcp::resolver resolver(context);
  return resolver.resolve(options.host, std::to_string(options.port), tcp::resolver::passive).begin()->endpoint();
}

/// With SO_REUSEPORT the kernel would let two servers of ours share a port without a word. A socket without the option
/// finds the other one.
void require_free(asio::io_context& context, const tcp::endpoint& endpoint) {
  if (endpoint.port() == 0) return;
  tcp::acceptor probe(context, endpoint.protocol());
  probe.set_option(tcp::acceptor::reuse_address(true));
  probe.bind(endpoint);
  probe.listen();
}

}  // namespace

struct Server::Impl {
  Impl(ServerOptions options, Gate& gate) : state(std::move(options), gate) {}

  void listen() {
    asio::io_context context;
    tcp::endpoint endpoint = resolve(context, state.options);
    require_free(context, endpoint);
    for (unsigned i = 0; i < std::max(1U, state.options.io_threads); ++i) {
      threads.push_back(std::make_unique<IoThread>(state, endpoint));
      endpoint = threads.front()->endpoint();
    }
    port = endpoint.port();
  }

  ServerState state;
  std::vector<std::unique_ptr<IoThread>> threads;
  std::uint16_t port = 0;
};

Server::Server(ServerOptions options, Gate& gate) : impl_(std::make_unique<Impl>(std::move(options), gate)) {
  try {
    impl_->listen();
  } catch (const boost::system::system_error& error) {
    throw std::system_error(error.code(),
                            "listen on " + impl_->state.options.host + ":" + std::to_string(impl_->state.options.port));
  }
}

Server::~Server() = default;

std::uint16_t Server::port() const { return impl_->port; }

void Server::run() {
  // sendfile to a client that has gone would otherwise end the process.
  std::signal(SIGPIPE, SIG_IGN);
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < impl_->threads.size(); ++i) {
    others.emplace_back([&thread = *impl_->threads[i]] { thread.run(); });
  }
  impl_->threads.front()->run();
}

void Server::stop() {
  for (const auto& thread : impl_->threads) thread->request_drain();
}

Server::Stats Server::stats() const {
  const ServerState& state = impl_->state;
  return {.connections = state.connections,
          .requests = state.requests,
          .in_flight = state.in_flight,
          .refused = state.refused,
          .worker_queue = static_cast<std::int64_t>(state.workers.waiting()),
          .gateway_queue = static_cast<std::int64_t>(state.gateways.waiting()),
          .picture_queue = static_cast<std::int64_t>(state.pictures.waiting())};
}

}  // namespace hurtrock::http
