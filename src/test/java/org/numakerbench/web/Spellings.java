package org.numakerbench.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Ways to ask for one address that some reader on the way may take for another one. */
final class Spellings {
    /** Stands in each request where the headers of whoever asks belong. */
    static final String WHO = "<who>";

    private Spellings() {}

    /** Whole requests for {@code path}, as they go over the wire, one byte a character. */
    static List<String> of(String path) {
        List<String> requests = new ArrayList<>();
        for (String target : targets(path)) {
            requests.add(request("GET", target, "HTTP/1.1"));
        }
        for (String method : List.of(
                "HEAD",
                "POST",
                "PUT",
                "DELETE",
                "PATCH",
                "OPTIONS",
                "TRACE",
                "CONNECT",
                "PROPFIND",
                "get",
                "GET/",
                "\r\nGET")) {
            requests.add(request(method, path, "HTTP/1.1"));
        }
        requests.add("GET " + path + " HTTP/1.0\r\n" + WHO + "\r\n");
        requests.add("GET /static/.." + path + " HTTP/1.0\r\n" + WHO + "\r\n");
        requests.add("GET http://localhost/static/.." + path + " HTTP/1.0\r\n" + WHO + "\r\n");
        requests.add("GET " + path + " HTTP/1.1\r\nConnection: close\r\n" + WHO + "\r\n");
        requests.add("GET " + path + "\r\n\r\n");
        requests.add(request("GET", path, "HTTP/2.0"));
        requests.add(request("GET", path, "http/1.1"));
        for (String header : headers(path)) {
            requests.add(request("GET", path, "HTTP/1.1").replace(WHO, header + "\r\n" + WHO));
            requests.add(request("GET", "/login", "HTTP/1.1").replace(WHO, header + "\r\n" + WHO));
        }
        String second = request("GET", path, "HTTP/1.1");
        String open = "GET /login HTTP/1.1\r\nHost: localhost\r\n";
        requests.add(open + "\r\n" + second);
        requests.add(open + "Content-Length: 0\r\n\r\n" + second);
        requests.add(open + "Content-Length: 4\r\n\r\n" + second);
        requests.add(open + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + second);
        requests.add(open + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + second);
        return requests;
    }

    private static String request(String method, String target, String version) {
        return method + " " + target + " " + version + "\r\nHost: localhost\r\nConnection: close\r\n" + WHO + "\r\n";
    }

    private static List<String> targets(String path) {
        List<String> targets = new ArrayList<>(List.of(path));
        for (String open :
                List.of("/static", "/static/x/..", "/login", "/healthz", "/favicon.ico", "/static/bench.css/..")) {
            targets.add(open + "/.." + path);
            targets.add(open + "/%2e%2e" + path);
        }
        for (String up : List.of(
                "/.%2e",
                "/%2E.",
                "/%252e%252e",
                "/%25252e%25252e",
                "/%c0%ae%c0%ae",
                "/%e0%80%ae%e0%80%ae",
                "/%f0%80%80%ae.",
                "/\u00c0\u00ae\u00c0\u00ae",
                "/%ef%bc%8e%ef%bc%8e",
                "/%u002e%u002e",
                "\\..",
                "/..\\",
                "/..%5c",
                "%5c..",
                "/..;",
                "/..;x=y",
                ";/..",
                ";a=b/..",
                "/%00/..",
                "/..%00",
                "/\u0000/..",
                "/./..",
                "//..",
                "/x//../..",
                "/..%2f",
                "%2f..",
                "%252f..",
                "/..%c0%af",
                "/ ..",
                "/.. ",
                "/%20/..",
                "/...",
                "/..#",
                "/..?")) {
            targets.add("/static" + up + path);
        }
        targets.addAll(List.of(
                "/" + path,
                "//" + path,
                path.replace("/", "//"),
                path.replace("/", "/./"),
                path.replace("/", "%2f"),
                path.replace("/", "\\"),
                "/." + path,
                "/.." + path,
                "/%2e" + path,
                "/;" + path,
                path + "/",
                path + "//",
                path + "/.",
                path + "/./",
                path + "/x/..",
                path + ".",
                path + "%2e",
                path + "..",
                path + "%20",
                path + " ",
                path + "\t",
                path + "%09",
                path + "%0a",
                path + "%0d%0ax",
                path + "\u0000",
                path + "%00",
                path + "%00.css",
                path + ";",
                path + ";.css",
                path + ";jsessionid=1",
                path + "?",
                path + "??",
                path + "?next=/login",
                path + "?/static/bench.css",
                path + "?token=" + ServedLab.TOKEN,
                path + "%3f/static/bench.css",
                path + "#",
                path + "#/static/bench.css",
                path + "%23/login",
                path + "/bench.css",
                path + ".css",
                path.toUpperCase(Locale.ROOT),
                path.substring(0, 1) + path.substring(1).toUpperCase(Locale.ROOT),
                encoded(path),
                encoded(path).replace("%", "%25"),
                path.substring(1),
                "*",
                "*" + path,
                "http://localhost" + path,
                "http://localhost/static/.." + path,
                "HTTP://x@localhost:80" + path,
                "http:" + path,
                "http://" + path,
                "https://localhost" + path,
                "file://" + path,
                "//localhost" + path,
                "\\\\localhost" + path,
                "localhost:80"));
        return targets;
    }

    /** Every letter and digit percent-encoded. */
    private static String encoded(String path) {
        StringBuilder text = new StringBuilder();
        for (char each : path.toCharArray()) {
            text.append(each == '/' ? "/" : String.format("%%%02x", (int) each));
        }
        return text.toString();
    }

    private static List<String> headers(String path) {
        return List.of(
                "Accept: text/html",
                "X-Original-URL: " + path,
                "X-Rewrite-URL: " + path,
                "X-HTTP-Method-Override: GET",
                "X-Method-Override: PUT",
                "X-Forwarded-Prefix: /static",
                "X-Forwarded-Path: /login",
                "X-Forwarded-For: 127.0.0.1",
                "Forwarded: for=127.0.0.1;host=localhost;path=/login",
                "X-Forwarded-Host: localhost",
                "Host: 127.0.0.1/static",
                "Referer: http://localhost/login",
                "Origin: http://localhost",
                "Upgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13",
                "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA",
                "Expect: 100-continue",
                "Range: bytes=0-100",
                "Authorization: Bearer ",
                "Authorization: Bearer",
                "Authorization: bearer null",
                "Authorization: Basic Og==",
                "Cookie: bench-session=",
                "Cookie: bench-session=; bench-session=\"\"",
                "Last-Event-ID: 0.0",
                "Content-Length: 0",
                "X-Folded: a\r\n b");
    }
}
