package org.numakerbench.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Verdict;

/** Details that the device prints beside its claims: each wrong one is named. */
class DetailsJudgeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Connecting with a1fbcwaqfqeozo.|Connecting with b1fbcwaqfqeozo.",
                "Connecting to a1fbcwaqfqeozo.|Connecting to b1fbcwaqfqeozo.",
                "Connecting with a1fbcwaqfqeozo.iot.us-east-1.amazonaws.com:8443|Connecting with a1fbcwaqfqeozo.iot.us-east-1.amazonaws.com:8883",
                "Connecting to a1fbcwaqfqeozo.iot.us-east-1.amazonaws.com:8443|Connecting to a1fbcwaqfqeozo.iot.us-east-1.amazonaws.com:443",
                "Host: a1fbcwaqfqeozo.|Host: b1fbcwaqfqeozo.",
                "POST /things/Nuvoton-Mbed-D001/shadow|POST /things/Nuvoton-Mbed-D002/shadow",
                "GET /things/Nuvoton-Mbed-D001/shadow HTTP/1.1|GET /things/Nuvoton-Mbed-D001/shadow?name=x HTTP/1.1",
                "POST /topics/Nuvoton/Mbed/D001?qos=1|PUT /topics/Nuvoton/Mbed/D001?qos=1",
                "POST /topics/Nuvoton/Mbed/D001?qos=1|POST /topics/Nuvoton/Mbed/D001?qos=2",
                "\"desired\": { \"attribute1\": 1|\"desired\": { \"attribute1\": 7",
                "HTTP/1.1 200 OK|HTTP/1.1 200 failed: -1",
                "cert. version     : 3|cert. version     : 1",
                "key usage         : Digital Signature|key usage         : Key Agreement",
                "basic constraints : CA=false|basic constraints : CA=true",
                "TLS Web Server Authentication, TLS Web Client Authentication|TLS Web Client Authentication",
                "serial number     : 3C:AC|serial number     : 3C:AD",
            })
    void what_the_cloud_or_the_profile_says_otherwise_is_refuted(String said, String instead) {
        Judgement judgement = once(RunLog.https(), said, instead);

        assertThat(judgement.findings()).as(judgement.toString()).anyMatch(it -> it.verdict() == Verdict.REFUTED);
        assertThat(judgement.outcome()).isEqualTo(Outcome.MISMATCH);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Received 253 chars|Received 254 chars|has not the 254 characters that are announced",
                "content-length: 65|content-length: 64|1 bytes more than its content-length says",
                "Content-Length: 47|Content-Length: 48|the request announces 48 bytes, its body has 47",
                "Host: a1fbcwaqfqeozo|Hosu: a1fbcwaqfqeozo|no Host line",
                "connection: Keep-Alive|connection: close|all others \"Keep-Alive\"",
                "content-type: application/json|content-typf: application/json|no line \"content-type\"",
            })
    void what_does_not_fit_together_is_noted(String said, String instead, String note) {
        Judgement judgement = once(RunLog.https(), said, instead);

        assertThat(judgement.notes()).anyMatch(it -> it.contains(note));
        assertThat(judgement.findings()).noneMatch(it -> it.verdict() == Verdict.REFUTED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "qos 1, retained 0, dup 0, packetid 1|qos 2, retained 0, dup 0, packetid 1|qos 2, the witness with qos 1",
                "qos 1, retained 0, dup 0, packetid 1|qos 1, retained 1, dup 0, packetid 1|retained 1, the witness with retained 0",
                "qos 1, retained 0, dup 0, packetid 1|qos 1, retained 0, dup 1, packetid 1|dup 1: the device printed no such message",
                "qos 1, retained 0, dup 0, packetid 1|qos 1, retained 0, dup 0, packetid 0|packetid 0: a message with qos 1",
                "qos 1, retained 0, dup 0, packetid 1|qos 1, retained 0, dup 0, packetid 70000|packetid 70000: a message",
            })
    void flags_of_an_arrival_are_compared_with_the_witnesss_copy(String said, String instead, String note) {
        Judgement judgement = once(RunLog.clean(), said, instead);

        assertThat(judgement.notes()).anyMatch(it -> it.contains(note));
        assertThat(judgement.outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void a_certificate_line_that_is_missing_is_noted() {
        Judgement judgement = RunLog.clean()
                .uartReplacing("    key usage         : Digital Signature\r\n", "")
                .judge();

        assertThat(judgement.notes()).anyMatch(it -> it.contains("keyUsage is not printed"));
        assertThat(judgement.outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void another_certificate_of_the_endpoint_is_confirmed_and_noted() {
        Judgement judgement = RunLog.clean()
                .uartReplacing("3C:AC:B3:D3:3E:D8:6A:C9:2B:EF:D2:C5", "11:22:33:44:55:66:77:88:99:AA:BB:CC")
                .judge();

        assertThat(judgement.notes()).anyMatch(it -> it.contains("a certificate with serial 11:22:33"));
        assertThat(judgement.outcome()).isEqualTo(Outcome.PASS);
    }

    /** Judged with the first {@code said} on the wire replaced. */
    private static Judgement once(RunLog log, String said, String instead) {
        AtomicBoolean done = new AtomicBoolean();
        return log.uart(line ->
                        line.contains(said) && done.compareAndSet(false, true) ? line.replace(said, instead) : line)
                .judge();
    }
}
