#include "platform/http/route.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace hurtrock::http {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

Route route(Method method, std::string_view pattern) {
  return {.method = method, .pattern = pattern, .access = Access::kAnyone, .runs_on = RunsOn::kInline, .handler = {}};
}

RouteTable shop_routes() {
  std::vector<Route> routes;
  routes.push_back(route(Method::kGet, "/"));
  routes.push_back(route(Method::kGet, "/product/:slug"));
  routes.push_back(route(Method::kGet, "/product/new"));
  routes.push_back(route(Method::kPost, "/product/:id"));
  routes.push_back(route(Method::kPost, "/orders/:number/lines/:line"));
  routes.push_back(route(Method::kGet, "/assets/*path"));
  return RouteTable(std::move(routes));
}

std::string_view found(const RouteTable& table, Method method, std::string_view path) {
  const auto match = table.find(method, path);
  return match.route == nullptr ? "" : match.route->pattern;
}

TEST(RouteTableTest, LiteralSegmentsWinOverParameters) {
  const RouteTable table = shop_routes();
  EXPECT_EQ(found(table, Method::kGet, "/product/new"), "/product/new");
  EXPECT_EQ(found(table, Method::kGet, "/product/newer"), "/product/:slug");
}

TEST(RouteTableTest, AParameterIsTriedWhereTheLiteralLacksTheMethod) {
  EXPECT_EQ(found(shop_routes(), Method::kPost, "/product/new"), "/product/:id");
}

TEST(RouteTableTest, ParametersAreNamedByTheRouteThatWasFound) {
  const RouteTable table = shop_routes();
  EXPECT_THAT(table.find(Method::kGet, "/product/les-paul").params, ElementsAre(Pair("slug", "les-paul")));
  EXPECT_THAT(table.find(Method::kPost, "/orders/17/lines/2").params,
              ElementsAre(Pair("number", "17"), Pair("line", "2")));
}

TEST(RouteTableTest, AStarTakesTheRestOfThePath) {
  const RouteTable table = shop_routes();
  EXPECT_THAT(table.find(Method::kGet, "/assets/css/shop.css").params, ElementsAre(Pair("path", "css/shop.css")));
  EXPECT_EQ(found(table, Method::kGet, "/assets/"), "");
}

TEST(RouteTableTest, HeadFindsTheGetRoute) { EXPECT_EQ(found(shop_routes(), Method::kHead, "/"), "/"); }

TEST(RouteTableTest, AMissingMethodAnswersTheOnesThatExist) {
  const auto match = shop_routes().find(Method::kDelete, "/product/new");
  EXPECT_EQ(match.route, nullptr);
  EXPECT_THAT(match.allowed, ElementsAre(Method::kGet, Method::kHead, Method::kPost));
}

TEST(RouteTableTest, AnUnknownPathAllowsNothing) {
  const RouteTable table = shop_routes();
  for (const char* path : {"/products", "/product", "/product/", "/product/a/b", "/orders//lines/2", ""}) {
    const auto match = table.find(Method::kGet, path);
    EXPECT_EQ(match.route, nullptr) << path;
    EXPECT_THAT(match.allowed, IsEmpty()) << path;
  }
}

TEST(RouteTableTest, TwoRoutesForTheSameRequestsStopTheProgram) {
  std::vector<Route> routes;
  routes.push_back(route(Method::kGet, "/product/:slug"));
  routes.push_back(route(Method::kGet, "/product/:id"));
  EXPECT_THROW(RouteTable(std::move(routes)), std::logic_error);
}

TEST(RouteTableTest, MatchesStayGoodWhenTheTableMoves) {
  RouteTable table = shop_routes();
  const Route* before = table.find(Method::kGet, "/").route;
  const RouteTable moved = std::move(table);
  EXPECT_EQ(moved.find(Method::kGet, "/").route, before);
}

}  // namespace
}  // namespace hurtrock::http
