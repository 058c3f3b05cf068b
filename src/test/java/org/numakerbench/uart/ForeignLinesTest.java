package org.numakerbench.uart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of other builds and other drivers, and lines that are nobody's. */
class ForeignLinesTest {
    private static List<Claim> parse(String text) {
        return UartParser.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Claim> file(String name) throws IOException {
        return UartParser.parse(Files.readAllBytes(Path.of("src/test/resources/uart-foreign", name)));
    }

    private static Claim crash(List<Claim> claims) {
        return claims.stream()
                .filter(it -> it.kind() == ClaimKind.CRASH)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void linesThatAreNotTheFirmwaresAreNobodysDamage() throws Exception {
        assertThat(file("innocent-lines.log"))
                .filteredOn(it -> it.kind() == ClaimKind.UNRECOGNISED)
                .hasSize(4)
                .allMatch(it -> it.string("resembles") == null);
    }

    /** The kind: words in common, other words where a number or a name would be, another frame of a trace. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connecting the dots",
                "Connecting to the other side now",
                "Max heap size: unlimited",
                "[WARN] [NET] link is slow",
                "[DBG] timer: 5",
                "Thread: main, Stack size: big, Max stack: small"
            })
    void aLineOfOtherWordsResemblesNone(String text) {
        assertThat(parse(text + "\r\n")).singleElement().satisfies(it -> {
            assertThat(it.kind()).isEqualTo(ClaimKind.UNRECOGNISED);
            assertThat(it.string("resembles")).isNull();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connecting to a1fbcwaq.iot.us-east-1.amaz\u0000naws.com;8883",
                "Conn\u0000cting to a1fbcwaq.iot.us-east-1.amazonaws.com:8883",
                "Max heap sze: 63022",
                "Max heap size: 63\u000022",
                "MQTT subscribs to Nuvoton/Mbed/+ OK",
                "MQTT conncts OK"
            })
    void aLineThatLostOrChangedABytesStillDoes(String text) {
        assertThat(parse(text + "\r\n"))
                .anyMatch(it -> it.kind() == ClaimKind.UNRECOGNISED && it.string("resembles") != null);
    }

    @Test
    void theThreadInFrontOfAnErrorInfosLinesIsKeptAsItsName() throws Exception {
        Claim crash = crash(file("error-info-with-thread-prefix.log"));

        assertThat(crash.string("location")).isEqualTo("0x2A40");
        assertThat(crash.string("value")).isEqualTo("0xFFFFFFFE");
        assertThat(crash.string("message")).isEqualTo("Mutex lock failed");
        assertThat(crash.string("thread")).isEqualTo("Worker");
    }

    @Test
    void everyLineOfTheBlockMayHaveThePrefix() {
        Claim crash = crash(parse("""
                ++ MbedOS Error Info ++
                main: Error Status: 0x80FF013D Code: 317 Module: 255
                main: Error Message: Assertion failed: a == b
                main: Location: 0x4F3D
                main: R0   : 0000001F
                main: Current Thread: rtx  Id: 0x20001234 Entry: 0x4D3 StackSize: 0x1000
                main: For more info, visit: https://mbed.com/s/error?error=0x80FF013D
                main: -- MbedOS Error Info --
                """));

        assertThat(crash.string("status")).isEqualTo("0x80FF013D");
        assertThat(crash.number("code")).isEqualTo(317);
        assertThat(crash.string("message")).isEqualTo("Assertion failed: a == b");
        assertThat(crash.string("location")).isEqualTo("0x4F3D");
        assertThat(crash.fields().get("registers")).isEqualTo(List.of("R0=0000001F"));
        assertThat(crash.string("thread")).startsWith("rtx  Id: 0x20001234");
        assertThat(crash.fields().get("complete")).isEqualTo(true);
    }

    @Test
    void theNewerDriversRefusalIsAnErrorAndItsTraceIsAllKnown() throws Exception {
        List<Claim> claims = file("esp8266-busy-out-of-band.log");

        assertThat(claims).allMatch(it -> it.kind() == ClaimKind.AT_DRIVER);
        assertThat(claims)
                .filteredOn(it -> it.string("error") != null)
                .extracting(it -> it.string("error"))
                .containsExactly("busy-processing");
    }
}
