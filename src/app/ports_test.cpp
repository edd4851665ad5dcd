#include "app/ports.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <vector>

#include "app/port_holder.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::app {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// Holds a free port of an address, and answers nobody.
class HeldPort {
 public:
  explicit HeldPort(const char* on = "127.0.0.1") {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    EXPECT_EQ(::inet_pton(AF_INET, on, &address.sin_addr), 1);
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof(address);
    EXPECT_EQ(::bind(socket_, any, size), 0);
    EXPECT_EQ(::listen(socket_, 8), 0);
    EXPECT_EQ(::getsockname(socket_, any, &size), 0);
    number = ntohs(address.sin_port);
  }
  ~HeldPort() { ::close(socket_); }
  HeldPort(const HeldPort&) = delete;
  HeldPort& operator=(const HeldPort&) = delete;

  std::uint16_t number = 0;

 private:
  const int socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
};

std::uint16_t nobodys_port() { return HeldPort().number; }

class PortsTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { crypto::start(); }
  void SetUp() override {
    config_.host = "127.0.0.1";
    config_.port = nobodys_port();
    config_.chat_port = nobodys_port();
    config_.sandbox_port = nobodys_port();
    config_.data_dir =
        (std::filesystem::temp_directory_path() / ("hurtrock-ports-" + crypto::random_token(6))).string();
    config_.session_secret = Secret{"secret"};
  }
  void TearDown() override { std::filesystem::remove_all(config_.data_dir); }

  [[nodiscard]] std::vector<std::string> troubles() const {
    return lasting_port_troubles(service_ports(config_), config_);
  }

  Config config_;
};

TEST_F(PortsTest, free_ports_are_no_trouble) { EXPECT_THAT(troubles(), IsEmpty()); }

TEST_F(PortsTest, a_taken_port_names_itself_its_setting_and_the_process_that_has_it) {
  const HeldPort held;
  config_.chat_port = held.number;
  EXPECT_THAT(troubles(), ElementsAre(AllOf(HasSubstr("port " + std::to_string(held.number) + " is taken by"),
                                            HasSubstr("another program, process " + std::to_string(::getpid()) + " ("),
                                            HasSubstr("set CHAT_PORT (--chat-port) to another port"))));
}

TEST_F(PortsTest, every_taken_port_is_told_at_once) {
  const HeldPort of_shop, of_sandbox;
  config_.port = of_shop.number;
  config_.sandbox_port = of_sandbox.number;
  EXPECT_THAT(troubles(), ElementsAre(HasSubstr("SANDBOX_PORT (--sandbox-port)"), HasSubstr("set PORT (--port)")));
}

TEST_F(PortsTest, a_port_that_nothing_will_listen_on_may_be_taken) {
  const HeldPort held;
  config_.sandbox_port = held.number;
  config_.environment = Environment::kProduction;
  EXPECT_THAT(troubles(), IsEmpty());
}

TEST_F(PortsTest, development_runs_the_sandbox_whoevers_keys_are_set_and_production_never) {
  config_.uses_sandbox = false;
  EXPECT_THAT(service_ports(config_), Contains(Field(&ServicePort::part, "sandbox")));
  config_.environment = Environment::kProduction;
  EXPECT_THAT(service_ports(config_), Not(Contains(Field(&ServicePort::part, "sandbox"))));
}

TEST_F(PortsTest, two_parts_cannot_have_one_port) {
  config_.chat_port = config_.port;
  EXPECT_THAT(troubles(), ElementsAre(HasSubstr("PORT and CHAT_PORT are both")));
  config_.host = "0.0.0.0";
  config_.chat_port = config_.sandbox_port;
  EXPECT_THAT(troubles(), ElementsAre(HasSubstr("SANDBOX_PORT and CHAT_PORT are both")));
  config_.host = "127.1";
  EXPECT_THAT(shared_port_trouble(chat_port(config_), service_ports(config_)),
              testing::Optional(HasSubstr("SANDBOX_PORT and CHAT_PORT are both")));
  EXPECT_EQ(shared_port_trouble(shop_port(config_), service_ports(config_)), std::nullopt);
}

TEST_F(PortsTest, an_address_that_may_still_come_is_told_and_no_reason_to_give_up) {
  config_.host = "192.0.2.1";
  EXPECT_THAT(troubles(), IsEmpty());
  EXPECT_THAT(*port_trouble(shop_port(config_), config_), HasSubstr("HOST 192.0.2.1 is not an address"));
}

TEST_F(PortsTest, nobody_answers_at_a_port_that_is_merely_held) {
  const HeldPort held;
  config_.port = held.number;
  EXPECT_FALSE(is_ours(shop_port(config_), config_));
}

TEST(PortHolder, a_port_of_nobody_has_no_holder) { EXPECT_FALSE(holder_of_port("0.0.0.0", nobodys_port())); }

TEST(PortHolder, a_port_is_held_on_an_address_or_on_all) {
  const HeldPort of_one, of_all("0.0.0.0");
  for (const char* const address : {"127.0.0.1", "0.0.0.0", "::", ""})
    EXPECT_TRUE(holder_of_port(address, of_one.number)) << address;
  for (const char* const address : {"127.0.0.2", "::1"})
    EXPECT_FALSE(holder_of_port(address, of_one.number)) << address;
  EXPECT_TRUE(holder_of_port("127.0.0.2", of_all.number));
}

/// `cat` by other names, which waits for more from us.
class NamedProcess {
 public:
  explicit NamedProcess(std::vector<const char*> arguments) {
    arguments.push_back(nullptr);
    std::array<int, 2> to{}, from{};
    EXPECT_EQ(::pipe2(to.data(), O_CLOEXEC), 0);
    EXPECT_EQ(::pipe2(from.data(), O_CLOEXEC), 0);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, to[0], STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, from[1], STDOUT_FILENO);
    EXPECT_EQ(::posix_spawn(&pid, "/bin/cat", &actions, nullptr, const_cast<char**>(arguments.data()), environ), 0);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(to[0]);
    ::close(from[1]);
    to_ = to[1];
    // Who answers has its new name.
    char echo = 0;
    EXPECT_EQ(::write(to_, "x", 1), 1);
    EXPECT_EQ(::read(from[0], &echo, 1), 1);
    ::close(from[0]);
  }
  ~NamedProcess() {
    ::close(to_);
    ::waitpid(pid, nullptr, 0);
  }
  NamedProcess(const NamedProcess&) = delete;
  NamedProcess& operator=(const NamedProcess&) = delete;

  pid_t pid = 0;

 private:
  int to_ = -1;
};

TEST(PortHolder, no_more_than_the_first_argument_of_a_process_is_told) {
  EXPECT_EQ(process_of(NamedProcess({"/usr/bin/toko", "-", "-"}).pid)->command, "toko -");
  EXPECT_EQ(process_of(NamedProcess({"toko: serves with --password=geheim"}).pid)->command, "cat");
}

TEST(SettingsForParts, parts_are_given_the_address_and_show_the_name) {
  Config config;
  config.host = "127.0.0.1";
  config.public_url = "http://toko.local:5000";
  config.chat_public_url = "http://toko.local:8000";
  EXPECT_THAT(settings_for_parts(config),
              ElementsAre(testing::Pair("HOST", "127.0.0.1"), testing::Pair("PUBLIC_URL", "http://toko.local:5000"),
                          testing::Pair("CHAT_PUBLIC_URL", "http://toko.local:8000")));
}

TEST(PortHolder, no_name_of_a_process_commands_a_terminal) {
  EXPECT_EQ(process_of(NamedProcess({"t\u00f6k\u009b31mo\x1b", "-"}).pid)->command, "t\u00f6k?31mo? -");
}

TEST(PortHolder, a_process_is_told_by_program_and_folder) {
  const auto self = process_of(::getpid());
  ASSERT_TRUE(self);
  EXPECT_EQ(self->pid, ::getpid());
  EXPECT_EQ(self->folder, std::filesystem::current_path().string());
  EXPECT_EQ(to_text({.pid = 7, .command = "hurtrock shop", .folder = "/srv/toko"}),
            "process 7 (hurtrock shop in /srv/toko)");
  EXPECT_EQ(to_text({.pid = 7, .command = "hurtrock shop", .folder = {}}), "process 7 (hurtrock shop)");
}

TEST(PortHolder, there_may_be_no_such_process) { EXPECT_FALSE(process_of(0)); }

}  // namespace
}  // namespace hurtrock::app
