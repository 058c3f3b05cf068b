package org.numakerbench.uart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the tests put on the wire, and what must hold for the claims of any capture. */
public final class Wire {
    public static final List<String> SAMPLES = List.of(
            "https-5.7.log",
            "https-5.7.wire.log",
            "mqtt-5.7-early-delivery.wire.log",
            "mqtt-5.7-tcp-fail.wire.log",
            "mqtt-5.7-tls-verify-fail.wire.log",
            "mqtt-5.7-unsuback-unpatched.wire.log",
            "net-fail-5.7.wire.log",
            "seed-mqtt-5.7.log",
            "seed-mqtt-5.7.wire.log");

    public static final String BOOT = "\r\nStarting AWS IoT test\r\nUsing Mbed OS 5.7.1\r\n";
    public static final String USER_PHASE = "Subscribing/publishing user topic\r\n"
            + "MQTT subscribing to Nuvoton/Mbed/+\rMQTT subscribes to Nuvoton/Mbed/+ OK\r\n";

    private Wire() {}

    public static byte[] sample(String name) {
        try (InputStream in = Wire.class.getResourceAsStream("/uart-samples/" + name)) {
            assertThat(in).as(name).isNotNull();
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** All claims of a text, after checking that no byte is lost and that single bytes give the same claims. */
    public static List<Claim> claims(String text) {
        return claims(bytes(text));
    }

    public static List<Claim> claims(byte[] capture) {
        List<Claim> claims = UartParser.parse(capture);
        assertAllBytesAccountedFor(capture, claims);
        assertThat(inChunks(capture, 1)).isEqualTo(claims);
        return claims;
    }

    public static List<Claim> inChunks(byte[] capture, int size) {
        UartParser parser = new UartParser();
        List<Claim> claims = new ArrayList<>();
        for (int at = 0; at < capture.length; at += size) {
            claims.addAll(parser.accept(capture, at, Math.min(size, capture.length - at)));
        }
        claims.addAll(parser.end());
        return claims;
    }

    /** The only claim of its kind. */
    public static Claim only(List<Claim> claims, ClaimKind kind) {
        List<Claim> found = all(claims, kind);
        assertThat(found).as("claims of kind %s in %s", kind, claims).hasSize(1);
        return found.get(0);
    }

    public static List<Claim> all(List<Claim> claims, ClaimKind kind) {
        return claims.stream().filter(claim -> claim.kind() == kind).toList();
    }

    public static List<ClaimKind> kinds(List<Claim> claims) {
        return claims.stream().map(Claim::kind).toList();
    }

    /** Each byte is in one claim, or in the progress text that a result refers to, or is a line end. */
    public static void assertAllBytesAccountedFor(byte[] capture, List<Claim> claims) {
        List<long[]> ranges = new ArrayList<>();
        for (Claim claim : claims) {
            ranges.add(new long[] {claim.start(), claim.end()});
            Long progress = claim.number("progressStart");
            if (progress != null) {
                ranges.add(new long[] {progress, claim.number("progressEnd")});
            }
        }
        ranges.sort(Comparator.comparingLong(range -> range[0]));
        int at = 0;
        for (long[] range : ranges) {
            assertThat(range[0]).as("overlap in %s", claims).isGreaterThanOrEqualTo(at);
            assertThat(range[1]).isGreaterThan(range[0]);
            assertLineEnds(capture, at, (int) range[0]);
            at = (int) range[1];
        }
        assertLineEnds(capture, at, capture.length);
    }

    private static void assertLineEnds(byte[] capture, int from, int to) {
        for (int i = from; i < to; i++) {
            if (capture[i] != '\r' && capture[i] != '\n') {
                throw new AssertionError("byte %d at %d is in no claim".formatted(capture[i], i));
            }
        }
    }
}
