#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

/// Asio's types over the one executor that the servers use; any other would double the time to compile them.
namespace hurtrock::http {

namespace asio = boost::asio;

using IoExecutor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, IoExecutor>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, IoExecutor>;
using SteadyClock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<SteadyClock, asio::wait_traits<SteadyClock>, IoExecutor>;
template <class T = void>
using Awaitable = asio::awaitable<T, IoExecutor>;
using ErrorCode = boost::system::error_code;

inline constexpr asio::use_awaitable_t<IoExecutor> kAwait{};
/// Errors come as the first element of a tuple instead of as exceptions.
inline constexpr auto kAwaitWithError = asio::as_tuple(kAwait);

}  // namespace hurtrock::http
