#include <gtest/gtest.h>

#include <fstream>

#include "platform/http/server_fixture.hpp"

// Request bodies and uploads on the way in; files, encodings and conditions on the way out.
namespace hurtrock::http {
namespace {

class BodiesTest : public ServerTest {
 protected:
  static std::string read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  /// Takes uploads at /upload and answers what they hold.
  void route_uploads() {
    route(Method::kPost, "/upload", RunsOn::kWorker, [](const Request& request) {
      std::string found(request.form.value("title"));
      for (const Upload& upload : request.uploads) {
        found +=
            "|" + upload.field + "," + upload.filename + "," + std::to_string(upload.size) + "," + read(upload.path);
      }
      return html(200, found);
    });
    routes_.back().uploads = true;
  }
  static std::string multipart(std::string_view body) {
    return "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=XyZ\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
  }
  /// Serves a file of that content at /file.
  void route_file(std::string_view content) {
    const std::string path = folder_ / "file.bin";
    std::ofstream(path, std::ios::binary) << content;
    route(Method::kGet, "/file", RunsOn::kInline, [path](const Request&) {
      Response response;
      response.file = path;
      return response;
    });
  }
};

constexpr std::string_view kForm =
    "--XyZ\r\nContent-Disposition: form-data; name=title\r\n\r\nGitar\r\n"
    "--XyZ\r\nContent-Disposition: form-data; name=photo; filename=a.jpg\r\n\r\n\xFF\xD8 data\r\n"
    "--XyZ\r\nContent-Disposition: form-data; name=other; filename=\"\"\r\n\r\n\r\n--XyZ--\r\n";

TEST_F(BodiesTest, AChunkedBodyIsPutTogether) {
  start();
  RawClient client(port());
  EXPECT_EQ(client
                .ask("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                     "3\r\nabc\r\nA;note=1\r\n0123456789\r\n0\r\nX-Trailer: 1\r\n\r\n"
                     "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
                .body,
            "abc0123456789");
  EXPECT_EQ(client.receive().body, "hello");
}

TEST_F(BodiesTest, WhoMayNotUploadIsTurnedAwayBeforeTheBody) {
  route_uploads();
  routes_.back().access = Access::kStaff;
  routes_.back().body_limit = 1024 * 1024;
  start();
  const std::string_view head =
      "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=XyZ\r\n"
      "Content-Length: 1000000\r\n";
  RawClient stranger(port());
  EXPECT_EQ(stranger.ask(std::string(head) + "\r\n").status, 401);
  RawClient known(port());
  EXPECT_EQ(known.ask(std::string(head) + "Authorization: yes\r\nExpect: 100-continue\r\n\r\n").status, 100);
}

TEST_F(BodiesTest, AClientThatWaitsIsToldToContinue) {
  start();
  RawClient client(port());
  EXPECT_EQ(client.ask("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n").status,
            100);
  EXPECT_EQ(client.ask("abc").body, "abc");
}

TEST_F(BodiesTest, ASmallBodyNobodyWantsIsSkipped) {
  start();
  RawClient client(port());
  EXPECT_EQ(client.ask("POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc").status, 404);
  EXPECT_EQ(client.ask("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n").status, 200);
}

TEST_F(BodiesTest, ALargeBodyNobodyWantsEndsTheConnection) {
  start();
  RawClient client(port());
  const Reply reply = client.ask("POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nabc");
  EXPECT_EQ(reply.status, 404);
  EXPECT_EQ(reply.header("connection"), "close");
  EXPECT_TRUE(client.is_closed());
}

TEST_F(BodiesTest, UploadsReachTheHandlerAsFilesAndAreGoneAfterwards) {
  route_uploads();
  start();
  RawClient client(port());
  EXPECT_EQ(client.ask(multipart(kForm)).body, "Gitar|photo,a.jpg,7,\xFF\xD8 data");
  client.ask("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(upload_folder_is_empty());
}

TEST_F(BodiesTest, UploadsMayArriveByteByByte) {
  route_uploads();
  start();
  RawClient client(port());
  for (const char byte : multipart(kForm)) client.send({&byte, 1});
  EXPECT_EQ(client.receive().body, "Gitar|photo,a.jpg,7,\xFF\xD8 data");
}

TEST_F(BodiesTest, AnUploadBrokenOffLeavesNoFileBehind) {
  route_uploads();
  start();
  {
    const RawClient client(port());
    client.send(multipart(kForm).substr(0, 250));
  }
  stop();
  EXPECT_TRUE(upload_folder_is_empty());
}

TEST_F(BodiesTest, AnUploadThatCannotBeStoredIs500) {
  route_uploads();
  options_.upload_folder = folder_ / "missing";
  start();
  EXPECT_EQ(ask(multipart(kForm)).status, 500);
}

TEST_F(BodiesTest, AnUploadWithoutItsEndIs400) {
  route_uploads();
  start();
  EXPECT_EQ(ask(multipart(kForm.substr(0, kForm.size() - 6))).status, 400);
}

TEST_F(BodiesTest, ALargeFileIsSentWhole) {
  std::string content;
  while (content.size() < 5'000'000) content += std::to_string(content.size());
  route_file(content);
  start();
  const Reply reply = ask("GET /file HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.header("content-type"), "application/octet-stream");
  EXPECT_TRUE(reply.body == content);
}

TEST_F(BodiesTest, APartOfAFileIsSentOnDemand) {
  route_file("0123456789");
  start();
  RawClient client(port());
  const Reply part = client.ask("GET /file HTTP/1.1\r\nHost: a\r\nRange: bytes=2-4\r\n\r\n");
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.header("content-range"), "bytes 2-4/10");
  EXPECT_EQ(part.body, "234");
  const Reply beyond = client.ask("GET /file HTTP/1.1\r\nHost: a\r\nRange: bytes=10-\r\n\r\n");
  EXPECT_EQ(beyond.status, 416);
  EXPECT_EQ(beyond.header("content-range"), "bytes */10");
}

TEST_F(BodiesTest, APartIsOnlySentOfTheFileTheClientKnows) {
  route_file("0123456789");
  start();
  RawClient client(port());
  const std::string etag = client.ask("GET /file HTTP/1.1\r\nHost: a\r\n\r\n").header("etag");
  const std::string range = "GET /file HTTP/1.1\r\nHost: a\r\nRange: bytes=2-4\r\nIf-Range: ";
  EXPECT_EQ(client.ask(range + etag + "\r\n\r\n").status, 206);
  EXPECT_EQ(client.ask(range + "\"other\"\r\n\r\n").body, "0123456789");
}

TEST_F(BodiesTest, AFileTheClientHasIsNotSentAgain) {
  route_file("0123456789");
  start();
  RawClient client(port());
  const Reply first = client.ask("GET /file HTTP/1.1\r\nHost: a\r\n\r\n");
  const Reply second =
      client.ask("GET /file HTTP/1.1\r\nHost: a\r\nIf-None-Match: " + first.header("etag") + "\r\n\r\n");
  EXPECT_EQ(second.status, 304);
  EXPECT_EQ(second.header("etag"), first.header("etag"));
  const Reply third =
      client.ask("GET /file HTTP/1.1\r\nHost: a\r\nIf-Modified-Since: " + first.header("last-modified") + "\r\n\r\n");
  EXPECT_EQ(third.status, 304);
}

TEST_F(BodiesTest, AFileThatIsGoneIs404) {
  route_file("x");
  start();
  std::filesystem::remove(folder_ / "file.bin");
  EXPECT_EQ(ask("GET /file HTTP/1.1\r\nHost: a\r\n\r\n").status, 404);
}

TEST_F(BodiesTest, APageIsCompressedForWhoeverAcceptsThat) {
  route(Method::kGet, "/page", RunsOn::kWorker, [](const Request&) { return html(200, std::string(50'000, 'x')); });
  start();
  RawClient client(port());
  const std::string get = "GET /page HTTP/1.1\r\nHost: a\r\nAccept-Encoding: ";
  const Reply brotli = client.ask(get + "gzip, br\r\n\r\n");
  EXPECT_EQ(brotli.header("content-encoding"), "br");
  EXPECT_LT(brotli.body.size(), 500U);
  EXPECT_EQ(client.ask(get + "gzip\r\n\r\n").header("content-encoding"), "gzip");
  const Reply plain = client.ask(get + "identity\r\n\r\n");
  EXPECT_EQ(plain.body.size(), 50'000U);
  EXPECT_EQ(plain.header("vary"), "Accept-Encoding");
}

}  // namespace
}  // namespace hurtrock::http
