package org.numakerbench.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However much there is to hide in, and however much it looks like a secret. */
class SecretTextTimeIT {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "noise",
                "-----BEGIN",
                "-----BEGIN PRIVATE KEY-----",
                "A",
                "M",
                "MII",
                "\"",
                "\\",
                "%",
                "=",
                "password=",
                "password=\"",
                "AT+CWJAP=\"",
                "://a:b",
                "y",
                "\n",
                "{\"password\":\"x\",\"value\":\"y\"}\n"
            })
    @Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void timeIsLinearInTheText(String piece) {
        String small = filled(piece, 1_000_000);
        String large = filled(piece, 10_000_000);
        SecretText.BUILT_IN.hide(small);
        long one = nanos(small);
        long ten = nanos(large);
        // Ten times as much, and as much again for a busy host and its collector; a square would be a hundred.
        assertThat(ten).as(piece + ": " + ten / 1_000_000 + " ms").isLessThan(30 * Math.max(one, 10_000_000));
    }

    private static String filled(String piece, int length) {
        if (piece.equals("noise")) {
            byte[] noise = new byte[length];
            new Random(1).nextBytes(noise);
            return new String(noise, StandardCharsets.ISO_8859_1);
        }
        return piece.repeat(length / piece.length() + 1).substring(0, length);
    }

    /** Of this thread's processor time, which no busy host makes longer. */
    private static long nanos(String text) {
        long from = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        SecretText.BUILT_IN.hide(text);
        long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - from;
        if (text.length() > 1_000_000 && Boolean.getBoolean("secrets.figures")) {
            System.out.printf(Locale.ROOT, "%s... %d ms%n", text.substring(0, 8).strip(), took / 1_000_000);
        }
        return took;
    }
}
