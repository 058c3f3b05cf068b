package org.numakerbench.uart.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.numakerbench.uart.ClaimKind.*;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.Wire;

/** One line of each row, as the firmware prints it. */
class FirmwareGrammarTest {
    private static Arguments line(String text, ClaimKind kind, Boolean ok, Object... fields) {
        Map<String, Object> expected = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            Object value = fields[i + 1];
            expected.put((String) fields[i], value instanceof Integer number ? Long.valueOf(number) : value);
        }
        return Arguments.of(text, kind, ok, expected);
    }

    static Stream<Arguments> lines() {
        return Stream.of(board(), provision(), wifi(), driver()).flatMap(it -> it);
    }

    private static Stream<Arguments> provision() {
        return Stream.of(
                provision("The device has not provisioned yet. Try to provision it...", null, "not-provisioned"),
                provision("Provision for development...", null, "started"),
                provision("Provision for development...OK", true, "done"),
                provision("Inject NV seed...", null, "injecting-seed"),
                provision("Inject NV seed...OK", true, "seed-injected"));
    }

    private static Arguments provision(String text, Boolean ok, String state) {
        return line(text, PROVISION, ok, "state", state);
    }

    private static Stream<Arguments> wifi() {
        return Stream.of(
                line("ESP8266: could not allocate memory for RX data", NETWORK, false),
                line("Could not allocate memory for RX data", NETWORK, false),
                line("Input WiFi SSID/PASSWD(Y/N):", NETWORK, null),
                line("WiFi SSID:", NETWORK, null),
                line("WiFi PASSWD:", NETWORK, null),
                line("Default SSID=home", NETWORK, null, "ssid", "home"),
                line(
                        "### Can't find any WiFi SSID from PSA storage or not assign SSID in mbed_app.json file ###",
                        NETWORK,
                        false),
                line("### Please input your WiFi -->  ", NETWORK, null));
    }

    private static Stream<Arguments> driver() {
        return Stream.of(
                driver("AT? ", "expects", null, "%d"),
                line("AT(Aborted)", AT_DRIVER, null, "mark", "aborted", "message", "Aborted"),
                driver("AT! ", "event", "link-not-open", "UNLINK"),
                driver("AT! ", "event", "error", "ERROR"),
                driver("AT< ", "line", "busy-processing", "busy p..."),
                driver("AT< ", "line", "already-connected", "ALREADY CONNECTED"),
                driver("AT< ", "line", "already-connected", "ALREADY CONNECT"),
                driver("AT< ", "line", "link-not-valid", "link is not valid"),
                driver("AT< ", "line", "link-not-valid", "link is not"),
                driver("AT< ", "line", "link-not-open", "UNLINK"),
                driver("AT< ", "line", "send-failed", "SEND FAIL"),
                driver("AT< ", "line", "dns-failed", "DNS Fail"),
                driver("AT< ", "line", "no-address", "no ip"),
                driver("AT< ", "line", "failed", "FAIL"),
                driver("AT< ", "line", "error", "ERROR"));
    }

    private static Arguments driver(String front, String mark, String error, String message) {
        return error == null
                ? line(front + message, AT_DRIVER, null, "mark", mark, "message", message)
                : line(front + message, AT_DRIVER, null, "mark", mark, "error", error, "message", message);
    }

    /** First lines of blocks, of which a test of their own tells the rest, and lines that nothing is read from. */
    private static Stream<String> others() {
        return Stream.of(
                "Verifying certificate at depth 0:",
                "No verification issue for this certificate",
                "** MBED THREAD STACK STATS **",
                "*****************************",
                "++ MbedOS Fault Handler ++",
                "++ MbedOS Error Info ++");
    }

    private static Stream<Arguments> board() {
        return Stream.of(
                line("Starting AWS IoT test", BOOT_BANNER, null),
                line("Using Mbed OS 6.17.0", MBED_OS_VERSION, null, "version", "6.17.0"),
                line("Using Mbed OS from master.", MBED_OS_VERSION, null, "version", "master"),
                line("The device has provisioned. Skip provision process", PROVISION, true, "state", "provisioned"),
                line("Reset kvstore...", PROVISION, null, "state", "resetting-kvstore"),
                line("Reset kvstore...OK", PROVISION, true, "state", "kvstore-reset"),
                line("[EasyConnect] IPv6 mode", NETWORK, null, "ipMode", "IPv6"),
                line(
                        "Connected to the network successfully. IP address: 192.168.8.105",
                        NETWORK,
                        true,
                        "address",
                        "192.168.8.105"),
                line("Connecting to the network failed. See serial output.", NETWORK, false),
                line("Connecting to the network failed -3004!", NETWORK, false, "code", -3004),
                line(
                        "ERROR - MBED_CONF_APP_WIFI_SSID is too long 40 vs. 32",
                        NETWORK,
                        false,
                        "setting",
                        "SSID",
                        "length",
                        40,
                        "limit",
                        32),
                line("Network interface get_ip_address(...) failed with -3004", NETWORK, false, "code", -3004),
                line("Opening network socket on network stack", NETWORK, null),
                line("Opens network socket on network stack OK", NETWORK, true),
                line("Opens network socket on network stack failed: -3005", NETWORK, false, "code", -3005),
                line("Disconnect from network interface failed -3012", NETWORK, false, "code", -3012),
                line("ESP8266: ERROR: Firmware incompatible with this driver.               ", NETWORK, false),
                line(
                        "Update to v2 - https://developer.mbed.org/x",
                        NETWORK,
                        null,
                        "version",
                        2,
                        "link",
                        "https://developer.mbed.org/x"),
                line("SSID=home", NETWORK, null, "ssid", "home"),
                line(
                        "DNS resolution for a.iot.us-east-1.amazonaws.com...",
                        DNS,
                        null,
                        "host",
                        "a.iot.us-east-1.amazonaws.com"),
                line(
                        "DNS resolution for h: 52.1.2.3:8883",
                        DNS,
                        true,
                        "host",
                        "h",
                        "address",
                        "52.1.2.3",
                        "port",
                        8883),
                line(
                        "DNS resolution for h: 2001:db8::1:8883",
                        DNS,
                        true,
                        "host",
                        "h",
                        "address",
                        "2001:db8::1",
                        "port",
                        8883),
                line("DNS resolution for h failed with -3009", DNS, false, "host", "h", "code", -3009),
                line("Connecting with h:8883", CONNECTING, null, "host", "h", "port", 8883),
                line("Connecting to h:8883", TCP_CONNECT, null, "host", "h", "port", 8883),
                line("Failed to connect", TCP_CONNECT, false),
                line("Starting the TLS handshake...", TLS_HANDSHAKE, null),
                line(
                        "mbedtls_ssl_handshake() failed: -0x7280 (-29312): SSL - The connection indicated an EOF",
                        TLS_HANDSHAKE,
                        false,
                        "call",
                        "mbedtls_ssl_handshake",
                        "code",
                        -29312,
                        "message",
                        "SSL - The connection indicated an EOF"),
                line(
                        "mbedtls_crt_drbg_init() failed: -0x0034 (-52): ",
                        TLS_HANDSHAKE,
                        false,
                        "call",
                        "mbedtls_crt_drbg_init",
                        "code",
                        -52,
                        "message",
                        ""),
                line(
                        "_tlssocket->read() failed: -0x0001 (-1): UNKNOWN ERROR CODE (0001)",
                        IO_ERROR,
                        false,
                        "call",
                        "_tlssocket->read",
                        "code",
                        -1,
                        "message",
                        "UNKNOWN ERROR CODE (0001)"),
                line("TLS connection to h:8883 established", TLS_ESTABLISHED, true, "host", "h", "port", 8883),
                line("Certificate verification passed", CERTIFICATE_VERIFIED, true),
                line("Certificate verification failed:", CERTIFICATE_VERIFIED, false),
                line("  ! The CRL is expired", CERTIFICATE_VERIFIED, false, "reason", "The CRL is expired"),
                line("Connects with h:8883 OK", CONNECTED, true, "host", "h", "port", 8883),
                line("Connects with h:8883 failed: -9984", CONNECTED, false, "host", "h", "port", 8883, "code", -9984),
                line("Connects with h:8883 failed", CONNECTED, false, "host", "h", "port", 8883),
                line(
                        "TLSSocket::set_root_ca_cert(...) returned -3003",
                        IO_ERROR,
                        false,
                        "call",
                        "set_root_ca_cert",
                        "code",
                        -3003),
                line("TLSSocket recv(1) failed with -3017", IO_ERROR, false, "call", "recv", "size", 1, "code", -3017),
                line(
                        "Resolved MQTT client ID: 00C05000-013C7CC7-00000000",
                        CLIENT_ID,
                        null,
                        "clientId",
                        "00C05000-013C7CC7-00000000"),
                line("MQTT connects OK", MQTT_CONNECT, true),
                line("MQTT connects failed: 5", MQTT_CONNECT, false, "code", 5),
                line("Subscribing/publishing DeleteThingShadow topic", PHASE_START, null, "phase", "shadow-delete"),
                line("MQTT subscribes to a OK b OK", MQTT_SUBSCRIBE, true, "filter", "a OK b"),
                line(
                        "MQTT subscribes to a failed: 1 failed: -1",
                        MQTT_SUBSCRIBE,
                        false,
                        "filter",
                        "a failed: 1",
                        "code",
                        -1),
                line("MQTT publishes message to t OK", MQTT_PUBLISH, true, "topic", "t"),
                line("MQTT publishes message to t failed: -1", MQTT_PUBLISH, false, "topic", "t", "code", -1),
                line(
                        "MQTT receives message with subscribed f...",
                        MQTT_RECEIVE,
                        null,
                        "state",
                        "waiting",
                        "filter",
                        "f"),
                line("MQTT receives message with subscribed f OK", MQTT_RECEIVE, true, "state", "ok", "filter", "f"),
                line(
                        "MQTT receives message with subscribed f TIMEOUT",
                        MQTT_RECEIVE,
                        false,
                        "state",
                        "timeout",
                        "filter",
                        "f"),
                line("MQTT unsubscribes from f OK", MQTT_UNSUBSCRIBE, true, "filter", "f"),
                line("MQTT unsubscribes from f failed: -1", MQTT_UNSUBSCRIBE, false, "filter", "f", "code", -1),
                line("Subscribes/publishes UpdateThingShadow topic OK", PHASE_END, true, "phase", "shadow-update"),
                line("MQTT disconnects OK", MQTT_DISCONNECT, true),
                line("MQTT disconnects failed -1", MQTT_DISCONNECT, false, "code", -1),
                line("snprintf failed: 700", BUFFER_TOO_SMALL, false, "code", 700),
                line(
                        "Updating thing shadow by publishing to Update Thing Shadow topic through HTTPS/POST",
                        HTTPS_STEP_START,
                        null,
                        "phase",
                        "shadow-update-topic"),
                line(
                        "Delete thing shadow RESTfully through HTTPS/DELETE OK",
                        HTTPS_STEP_END,
                        true,
                        "phase",
                        "shadow-delete-rest"),
                line("HTTPS: Received 253 chars from server", HTTPS_RECEIVED, null, "chars", 253),
                line("HTTPS: Received 200 OK status ... [OK]", HTTPS_STATUS, true),
                line("HTTPS: Received 200 OK status ... [FAIL]", HTTPS_STATUS, false),
                line("Current heap size: 1351", HEAP_CURRENT, null, "bytes", 1351),
                line("Max heap size: 63022", HEAP_MAX, null, "bytes", 63022),
                line("**** current_size: 12", HEAP_CURRENT, null, "bytes", 12),
                line("**** max_size    : 34", HEAP_MAX, null, "bytes", 34),
                line(
                        "Thread: 0x20001a40, Stack size: 4096, Max stack: 2100",
                        THREAD_STACK,
                        null,
                        "thread",
                        "0x20001a40",
                        "stackBytes",
                        4096,
                        "maxStackBytes",
                        2100),
                line("** MBED HEAP STATS **", TRACE, null, "level", "ornament"),
                line(
                        "CMSIS-RTOS error: Stack overflow (status: 0x1, task ID: 0x20000F00, task name: main)",
                        CRASH,
                        false,
                        "source",
                        "rtos",
                        "message",
                        "Stack overflow",
                        "status",
                        "0x1",
                        "task",
                        "0x20000F00",
                        "name",
                        "main"),
                line(
                        "Mutex 0x20001234 error -6: Not allowed in ISR context",
                        CRASH,
                        false,
                        "source",
                        "rtos",
                        "object",
                        "Mutex",
                        "address",
                        "0x20001234",
                        "code",
                        -6,
                        "message",
                        "Not allowed in ISR context"),
                line(
                        "Semaphore 0x20001234 error -4",
                        CRASH,
                        false,
                        "source",
                        "rtos",
                        "object",
                        "Semaphore",
                        "address",
                        "0x20001234",
                        "code",
                        -4),
                line(
                        "Kernel error -1: x",
                        CRASH,
                        false,
                        "source",
                        "rtos",
                        "object",
                        "Kernel",
                        "code",
                        -1,
                        "message",
                        "x"),
                line("Operator new[] out of memory", CRASH, false, "source", "allocation", "operator", "new[]"),
                line(
                        "mbed assertation failed: a == b, file: ./main.cpp, line 12 ",
                        CRASH,
                        false,
                        "source",
                        "assertion",
                        "message",
                        "a == b",
                        "file",
                        "./main.cpp",
                        "fileLine",
                        12),
                line("Exception", CRASH, false, "source", "c++"),
                line("= System will be rebooted due to a fatal error =", REBOOT_NOTICE, null),
                line(
                        "= Reboot count(=3) reached maximum, system will halt after rebooting =",
                        REBOOT_NOTICE,
                        null,
                        "count",
                        3),
                line("[INFO][TLSW]: hello", TRACE, null, "level", "INFO", "group", "TLSW", "message", "hello"),
                line(
                        "ssl_tls.c:6799: |2| handshake state: 0",
                        TRACE,
                        null,
                        "file",
                        "ssl_tls.c",
                        "fileLine",
                        6799,
                        "level",
                        2,
                        "message",
                        "handshake state: 0"),
                line(
                        "ssl_cli.c:1502: |1| bad server hello message",
                        TRACE,
                        null,
                        "file",
                        "ssl_cli.c",
                        "fileLine",
                        1502,
                        "level",
                        1,
                        "message",
                        "bad server hello message"),
                line(
                        "ssl_msg.c:4110: |1| mbedtls_ssl_fetch_input() returned -80",
                        TRACE,
                        null,
                        "file",
                        "ssl_msg.c",
                        "fileLine",
                        4110,
                        "level",
                        1,
                        "message",
                        "mbedtls_ssl_fetch_input() returned -80"),
                line(
                        "x509.c:77: |3| extension",
                        TRACE,
                        null,
                        "file",
                        "x509.c",
                        "fileLine",
                        77,
                        "level",
                        3,
                        "message",
                        "extension"),
                line("AT> AT+CIFSR", AT_DRIVER, null, "mark", "command", "message", "AT+CIFSR"),
                line("AT< busy s...", AT_DRIVER, null, "mark", "line", "error", "busy-sending", "message", "busy s..."),
                line("%n", AT_DRIVER, null, "mark", "expects", "message", "%n"),
                line("AT= p...", AT_DRIVER, null, "mark", "matches", "error", "busy-processing", "message", "p..."),
                line("AT= s...", AT_DRIVER, null, "mark", "matches", "error", "busy-sending", "message", "s..."),
                line("AT= OK", AT_DRIVER, null, "mark", "matches", "message", "OK"),
                line("AT! busy ", AT_DRIVER, null, "mark", "event", "message", "busy "),
                line(
                        "AT! ALREADY CONNECTED",
                        AT_DRIVER,
                        null,
                        "mark",
                        "event",
                        "error",
                        "already-connected",
                        "message",
                        "ALREADY CONNECTED"),
                line("AT! SEND FAIL", AT_DRIVER, null, "mark", "event", "error", "send-failed", "message", "SEND FAIL"),
                line("AT! SEND OK", AT_DRIVER, null, "mark", "event", "message", "SEND OK"),
                line(
                        "AT! wdt reset",
                        AT_DRIVER,
                        null,
                        "mark",
                        "event",
                        "error",
                        "module-reset",
                        "message",
                        "wdt reset"),
                line("AT< SEND OK", AT_DRIVER, null, "mark", "line", "message", "SEND OK"),
                line("AT(Timeout)", AT_DRIVER, null, "mark", "timeout", "message", "Timeout"));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void aLineOfTheFirmwareIsKnown(String text, ClaimKind kind, Boolean ok, Map<String, Object> fields) {
        List<Claim> claims = Wire.claims(text + "\r\n");

        assertThat(claims).hasSize(1);
        Claim claim = claims.get(0);
        assertThat(claim.kind()).isEqualTo(kind);
        assertThat(claim.ok()).isEqualTo(ok);
        assertThat(claim.text()).isEqualTo(text);
        assertThat(claim.fields())
                .containsExactlyInAnyOrderEntriesOf(
                        fields.containsKey("level") && fields.get("level").equals("ornament")
                                ? Map.of("level", "ornament")
                                : fields);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void aLineWithoutItsFirstByteIsNotThatLine(String text, ClaimKind kind) {
        List<Claim> claims = Wire.claims(text.substring(1) + "\r\n");

        assertThat(claims.get(0).text()).isNotEqualTo(text);
        assertThat(claims)
                .noneMatch(claim -> claim.kind() == kind
                        && claim.kind() != TRACE
                        && claim.kind() != AT_DRIVER
                        && claim.kind() != CERTIFICATE_VERIFIED
                        && claim.kind() != IO_ERROR);
    }

    @Test
    void everyRowIsReachedByALine() {
        LineMatcher matcher = new LineMatcher(Grammar.FIRMWARE);
        Stream<String> written = lines().map(it -> (String) it.get()[0]);
        Stream<String> recorded = Wire.SAMPLES.stream()
                .map(name -> new String(Wire.sample(name), StandardCharsets.UTF_8))
                .flatMap(text -> Stream.of(text.split("[\r\n]+")));
        Set<GrammarRow> reached = Stream.of(written, others(), recorded)
                .flatMap(it -> it)
                .map(Wire::bytes)
                .map(line -> matcher.find(line, 0, line.length))
                .filter(Objects::nonNull)
                .map(LinePattern::row)
                .collect(Collectors.toSet());

        assertThat(Grammar.FIRMWARE.rows())
                .filteredOn(row -> !reached.contains(row))
                .extracting(GrammarRow::where, GrammarRow::pattern)
                .as("rows of which no line is known; write one above")
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void aNumberThatIsNoneIsNotTaken(String text) {
        assertThat(Wire.claims(text + "\r\n").get(0).kind()).isEqualTo(UNRECOGNISED);
    }

    static Stream<String> numbers() {
        return Stream.of(
                "Max heap size: ",
                "Max heap size: -",
                "Max heap size: 12x",
                "Max heap size: 1234567890123456789",
                "Connecting with :1",
                "Using Mbed OS 5.7 x",
                "MQTT subscribes to  OK",
                "Thread: 0xg, Stack size: 1, Max stack: 2");
    }
}
