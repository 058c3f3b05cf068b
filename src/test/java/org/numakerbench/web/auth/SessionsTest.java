package org.numakerbench.web.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Sessions sessions = new Sessions(() -> now);
    private final LoginLimit limit = new LoginLimit(() -> now);

    @Test
    void aSessionEndsByItself() {
        String cookie = sessions.begin();
        assertThat(sessions.isOpen(cookie)).isTrue();

        now = now.plus(Sessions.LIFE);

        assertThat(sessions.isOpen(cookie)).isFalse();
    }

    @Test
    void thereAreNeverMoreThanAThousandAndTheOldestGoes() {
        String first = sessions.begin();
        String second = sessions.begin();
        for (int i = 2; i < Sessions.MOST; i++) {
            sessions.begin();
        }
        assertThat(sessions.isOpen(first)).isTrue();

        sessions.begin();

        assertThat(sessions.size()).isEqualTo(Sessions.MOST);
        assertThat(sessions.isOpen(first)).isFalse();
        assertThat(sessions.isOpen(second)).isTrue();
    }

    @Test
    void endedOnesTakeNoRoom() {
        sessions.begin();
        sessions.begin();
        now = now.plus(Sessions.LIFE);

        sessions.begin();

        assertThat(sessions.size()).isEqualTo(1);
    }

    @Test
    void nobodyHasAnEmptySession() {
        assertThat(sessions.isOpen("")).isFalse();
        assertThat(sessions.isOpen("x")).isFalse();
    }

    @Test
    void afterFiveWrongTokensAnAddressWaitsForTheRestOfAMinute() {
        for (int i = 0; i < LoginLimit.FAILURES; i++) {
            assertThat(limit.wait("192.0.2.1")).isZero();
            limit.failed("192.0.2.1");
            now = now.plusSeconds(1);
        }

        assertThat(limit.wait("192.0.2.1")).isEqualTo(Duration.ofSeconds(55));
        assertThat(limit.wait("192.0.2.2")).isZero();
        now = now.plusSeconds(55);
        assertThat(limit.wait("192.0.2.1")).isZero();
    }

    @Test
    void aWholeNetworkOfOneHostIsOneAddress() {
        for (int i = 0; i < LoginLimit.FAILURES; i++) {
            limit.failed("2001:db8:1:2:0:0:0:" + i);
        }

        assertThat(limit.wait("2001:db8:1:2:ffff:0:0:1")).isPositive();
        assertThat(limit.wait("2001:db8:1:3:0:0:0:1")).isZero();
    }

    @Test
    void rememberedAddressesAreBounded() {
        for (int i = 0; i < LoginLimit.MOST + 500; i++) {
            limit.failed("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255));
        }

        assertThat(limit.size()).isEqualTo(LoginLimit.MOST);
    }
}
