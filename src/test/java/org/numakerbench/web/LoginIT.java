package org.numakerbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.web.ServedLab.Reply;

/** Who is let in, with a token. */
class LoginIT {
    private static final String HTML = "Accept: text/html";

    @TempDir
    private Path scratch;

    private ServedLab lab;

    @BeforeEach
    void serve() throws Exception {
        lab = ServedLab.withToken(scratch);
    }

    @AfterEach
    void end() throws Exception {
        lab.close();
    }

    private String here() {
        return "Origin: http://127.0.0.1:" + lab.dashboard.port();
    }

    @Test
    void withoutTheTokenThereIsNothingToSee() throws Exception {
        for (String path : new String[] {
            "/",
            "/runs",
            "/metrics",
            "/events",
            "/nights",
            "/heap",
            "/measurements",
            "/images",
            "/nothing",
            "/runs/a/b/events"
        }) {
            Reply program = lab.get(path);
            assertThat(program.status()).as(path).isEqualTo(401);
            assertThat(program.header("WWW-Authenticate")).isEqualTo("Bearer");
            Reply person = lab.get(path, HTML);
            assertThat(person.status()).isEqualTo(303);
            assertThat(person.header("Location")).startsWith("/login?next=%2F");
        }
        assertThat(lab.get("/healthz").status()).isEqualTo(200);
        assertThat(lab.get("/static/bench.css").status()).isEqualTo(200);
        assertThat(lab.get("/login", "Host: lab.example:8080").status())
                .as("with a token any name is served")
                .isEqualTo(200);
    }

    @Test
    void theRightTokenBeginsASessionWhoseCookieNoScriptSeesAndNoOtherSiteSends() throws Exception {
        Reply in = lab.tryLogIn(ServedLab.TOKEN);

        assertThat(in.status()).isEqualTo(303);
        assertThat(in.header("Location")).isEqualTo("/runs");
        assertThat(in.header("Set-Cookie"))
                .matches("bench-session=[A-Za-z0-9_-]{43}; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict");
        Reply page = lab.get("/runs", "Cookie: " + in.cookie("bench-session"));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("Log out");
        assertThat(lab.tryLogIn(ServedLab.TOKEN).cookie("bench-session")).isNotEqualTo(in.cookie("bench-session"));
    }

    @Test
    void aWrongTokenIsRefusedAndIsInNoAnswer() throws Exception {
        Reply wrong = lab.tryLogIn("wrong-token-of-somebody");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.all("Set-Cookie")).isEmpty();
        assertThat(wrong.body())
                .contains("This is not the token")
                .doesNotContain("wrong-token-of-somebody")
                .doesNotContain(ServedLab.TOKEN);
        assertThat(lab.get("/runs", "Cookie: bench-session=" + "A".repeat(43)).status())
                .isEqualTo(401);
    }

    @Test
    void aFormOfAnotherSiteIsRefused() throws Exception {
        Reply form = lab.get("/login");
        String cookie = "Cookie: " + form.cookie("bench-form");
        String body = "token=" + ServedLab.TOKEN + "&form=" + form.field("form");

        assertThat(lab.post("/login", body, cookie).status())
                .as("no word on where from")
                .isEqualTo(403);
        assertThat(lab.post("/login", body, cookie, "Origin: https://attacker.example")
                        .status())
                .isEqualTo(403);
        assertThat(lab.post("/login", body, cookie, "Origin: null").status()).isEqualTo(403);
        assertThat(lab.post("/login", body, cookie, here(), "Sec-Fetch-Site: cross-site")
                        .status())
                .isEqualTo(403);
        assertThat(lab.post("/login", body, cookie, "Sec-Fetch-Site: same-site").status())
                .isEqualTo(403);
        assertThat(lab.post("/login", body, here()).status()).as("no cookie").isEqualTo(403);
        assertThat(lab.post("/login", "token=" + ServedLab.TOKEN + "&form=x", cookie, here())
                        .status())
                .as("a form token that does not go with the cookie")
                .isEqualTo(403);
        assertThat(lab.post("/login", body, cookie, here()).status()).isEqualTo(303);
    }

    @Test
    void loggingInLeadsNowhereElse() throws Exception {
        for (String next : new String[] {
            "//attacker.example",
            "///attacker.example",
            "/%2Fattacker.example",
            "https://attacker.example",
            "https:attacker.example",
            "javascript:alert(1)",
            "/%5Cattacker.example",
            "%5C%5Cattacker.example",
            "/%09/attacker.example",
            "/%0A/attacker.example",
            "/.//attacker.example",
            "/..//attacker.example",
            "/runs//attacker.example",
            "/runs/../..//attacker.example",
            "/;@attacker.example",
            "/@attacker.example",
            "/%23@attacker.example",
            "/a%0D%0ASet-Cookie:x",
            "/runs?a%0D%0ASet-Cookie:x",
            "/runs%00",
            "/%E2%80%A8",
            "/static/../runs",
            "/login",
            "/login?next=/runs",
            "x",
            ""
        }) {
            Reply form = lab.get("/login?next=" + next);
            assertThat(form.field("next")).as(next).isEqualTo("/");
            Reply in = lab.post(
                    "/login",
                    "token=" + ServedLab.TOKEN + "&form=" + form.field("form") + "&next=" + next,
                    here(),
                    "Cookie: " + form.cookie("bench-form"));
            assertThat(in.header("Location")).as(next).isEqualTo("/");
        }
    }

    @Test
    void loggingInLeadsToWhereOneWanted() throws Exception {
        for (String page : new String[] {"/", "/runs?board=a+b&page=2", "/boards/desk/m487/", "/runs/b/2026_x.y-z"}) {
            Reply sent = lab.get(page, HTML);
            assertThat(sent.status()).isEqualTo(303);
            assertThat(lab.get(sent.header("Location")).field("next")).isEqualTo(page.replace("&", "&amp;"));
        }
    }

    @Test
    void loggingOutEndsTheSessionAndTakesAFormOfThisPage() throws Exception {
        String session = lab.logIn(ServedLab.TOKEN);
        Reply page = lab.get("/runs", "Cookie: " + session);
        String body = "form=" + page.field("form");

        assertThat(lab.post("/logout", body, "Cookie: " + session, "Origin: https://attacker.example")
                        .status())
                .isEqualTo(403);
        assertThat(lab.post("/logout", "form=x", "Cookie: " + session, here()).status())
                .isEqualTo(403);
        assertThat(lab.get("/logout", "Cookie: " + session).status()).isEqualTo(405);
        assertThat(lab.get("/runs", "Cookie: " + session).status()).isEqualTo(200);

        Reply out = lab.post("/logout", body, "Cookie: " + session, here());

        assertThat(out.status()).isEqualTo(303);
        assertThat(out.header("Set-Cookie")).startsWith("bench-session=; Path=/; Max-Age=0; HttpOnly");
        assertThat(lab.get("/runs", "Cookie: " + session).status()).isEqualTo(401);
    }

    @Test
    void aProgramShowsTheTokenEachTime() throws Exception {
        assertThat(lab.get("/metrics", "Authorization: Bearer " + ServedLab.TOKEN)
                        .status())
                .isEqualTo(200);
        assertThat(lab.get("/metrics", "Authorization: bearer " + ServedLab.TOKEN)
                        .status())
                .isEqualTo(200);
        assertThat(lab.get("/metrics", "Authorization: Bearer wrong").status()).isEqualTo(401);
        assertThat(lab.get("/metrics", "Authorization: Basic " + ServedLab.TOKEN)
                        .status())
                .isEqualTo(401);
        assertThat(lab.get("/metrics?token=" + ServedLab.TOKEN).status()).isEqualTo(401);
    }

    @Test
    void whoGuessesIsMadeToWaitWithTheRightTokenToo() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(lab.tryLogIn("wrong" + i).status()).isEqualTo(401);
        }

        Reply limited = lab.tryLogIn(ServedLab.TOKEN);

        assertThat(limited.status()).isEqualTo(429);
        assertThat(Integer.parseInt(limited.header("Retry-After"))).isBetween(1, 60);
        assertThat(limited.all("Set-Cookie")).isEmpty();
        assertThat(lab.get("/metrics", "Authorization: Bearer " + ServedLab.TOKEN)
                        .status())
                .as("by the other door, too")
                .isEqualTo(429);
        assertThat(lab.get("/healthz").status()).isEqualTo(200);
    }

    @Test
    void aSessionGoesOnWhileOthersGuess() throws Exception {
        String session = lab.logIn(ServedLab.TOKEN);
        for (int i = 0; i < 6; i++) {
            lab.get("/metrics", "Authorization: Bearer wrong");
        }

        assertThat(lab.get("/runs", "Cookie: " + session).status()).isEqualTo(200);
    }

    @Test
    void aFormIsSmall() throws Exception {
        assertThat(lab.post("/login", "token=" + "a".repeat(5000), here()).status())
                .isEqualTo(413);
    }
}
