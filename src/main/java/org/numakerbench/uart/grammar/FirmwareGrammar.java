package org.numakerbench.uart.grammar;

import static org.numakerbench.uart.ClaimKind.*;
import static org.numakerbench.uart.grammar.Generation.*;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.grammar.Row.Part;

/**
 * The lines of the firmware, all generations: add a row to teach the parser a line. Sources name the file of the example
 * firmware (or of Mbed OS, "OS", and the drivers it takes along) that prints the line.
 */
public final class FirmwareGrammar {
    private static final @Nullable Boolean SAYS = null;
    private static final Boolean SUCCESS = true;
    private static final Boolean FAILURE = false;

    private static final String TLS_CALLS = "{call|mbedtls_crt_drbg_init|mbedtls_ctr_drbg_seed|mbedtls_ctr_drbg_init"
            + "|mbedtls_x509_crt_parse|mbedtls_pk_parse_key|mbedtls_ssl_config_defaults|mbedtls_ssl_conf_own_cert"
            + "|mbedtls_ssl_set_hostname|mbedtls_ssl_setup|mbedtls_ssl_handshake}";
    private static final String MBEDTLS_ERROR = "() failed: -0x{:hex} ({code:int}): {message:any}";

    /** All of them. */
    public static final List<Row> ROWS = List.of(
            // boot
            row("Starting AWS IoT test", BOOT_BANNER, SAYS, G0, G7, "main.cpp main()"),
            row("Using Mbed OS {version:word}", MBED_OS_VERSION, SAYS, G0, G7, "main.cpp main()"),
            row("Using Mbed OS from {version|master}.", MBED_OS_VERSION, SAYS, G0, G7, "main.cpp main()"),
            provision("The device has provisioned. Skip provision process", "provisioned", SUCCESS),
            provision("The device has not provisioned yet. Try to provision it...", "not-provisioned", SAYS),
            provision("Provision for development...", "started", SAYS),
            provision("Provision for development...OK", "done", SUCCESS),
            provision("Reset kvstore...", "resetting-kvstore", SAYS),
            provision("Reset kvstore...OK", "kvstore-reset", SUCCESS),
            provision("Inject NV seed...", "injecting-seed", SAYS),
            provision("Inject NV seed...OK", "seed-injected", SUCCESS),

            // network
            row("[EasyConnect] {ipMode|IPv4|IPv6} mode", NETWORK, SAYS, G0, G1B, "easy-connect.cpp easy_connect()"),
            row(
                    "Connected to the network successfully. IP address: {address}",
                    NETWORK,
                    SUCCESS,
                    G2,
                    G7,
                    "main.cpp main()"),
            row("Connecting to the network failed. See serial output.", NETWORK, FAILURE, G0, G1C, "main.cpp main()"),
            row("Connecting to the network failed {code:int}!", NETWORK, FAILURE, G2, G7, "main.cpp main()"),
            row(
                    "ERROR - MBED_CONF_APP_WIFI_{setting|SSID|PASSWORD} is too long {length:int} vs. {limit:int}",
                    NETWORK,
                    FAILURE,
                    G0,
                    G1C,
                    "easy-connect.cpp"),
            part(
                    Part.TAIL,
                    "Network interface get_ip_address(...) failed with {code:int}",
                    NETWORK,
                    FAILURE,
                    G6,
                    G7,
                    "main.cpp main()"),
            row("Opening network socket on network stack", NETWORK, SAYS, G6, G7, "main.cpp start_test()"),
            row("Opens network socket on network stack OK", NETWORK, SUCCESS, G6, G7, "main.cpp start_test()"),
            row(
                    "Opens network socket on network stack failed: {code:int}",
                    NETWORK,
                    FAILURE,
                    G6,
                    G7,
                    "main.cpp start_test()"),
            row("Disconnect from network interface failed {code:int}", NETWORK, FAILURE, G5, G7, "main.cpp main()"),
            row(
                    "ESP8266: ERROR: Firmware incompatible with this driver.{:spaces}",
                    NETWORK,
                    FAILURE,
                    G0,
                    G7,
                    "ESP8266Interface.cpp"),
            row("Update to v{version:int} - {link}", NETWORK, SAYS, G0, G7, "ESP8266Interface.cpp"),
            row("ESP8266: could not allocate memory for RX data", NETWORK, FAILURE, G1C, G7, "ESP8266.cpp v1.5"),
            row("Could not allocate memory for RX data", NETWORK, FAILURE, G1B, G1B, "ESP8266.cpp"),
            row("Input WiFi SSID/PASSWD(Y/N):", NETWORK, SAYS, G7, G7, "Wi-Fi builds"),
            row("WiFi SSID:", NETWORK, SAYS, G7, G7, "Wi-Fi builds"),
            row("SSID={ssid:any}", NETWORK, SAYS, G7, G7, "Wi-Fi builds"),
            row("WiFi PASSWD:", NETWORK, SAYS, G7, G7, "Wi-Fi builds"),
            row("Default SSID={ssid:any}", NETWORK, SAYS, G7, G7, "Wi-Fi builds"),
            row(
                    "### Can't find any WiFi SSID from PSA storage or not assign SSID in mbed_app.json file ###",
                    NETWORK,
                    FAILURE,
                    G7,
                    G7,
                    "Wi-Fi builds"),
            row("### Please input your WiFi -->{:spaces}", NETWORK, SAYS, G7, G7, "Wi-Fi builds"),
            row("DNS resolution for {host}...", DNS, SAYS, G6, G7, "main.cpp start_test()"),
            row("DNS resolution for {host}: {address}:{port:int}", DNS, SUCCESS, G6, G7, "main.cpp start_test()"),
            row("DNS resolution for {host} failed with {code:int}", DNS, FAILURE, G6, G7, "main.cpp start_test()"),

            // TLS
            row("Connecting with {host:word}:{port:int}", CONNECTING, SAYS, G0, G7, "main.cpp start_test()"),
            row("Connecting to {host:word}:{port:int}", TCP_CONNECT, SAYS, G0, G5, "TLSSocket.h connect()"),
            row("Failed to connect", TCP_CONNECT, FAILURE, G0, G5, "TLSSocket.h connect()"),
            row("Starting the TLS handshake...", TLS_HANDSHAKE, SAYS, G0, G5, "TLSSocket.h connect()"),
            row(TLS_CALLS + MBEDTLS_ERROR, TLS_HANDSHAKE, FAILURE, G0, G5, "mbedtls_utils.h"),
            row(
                    "TLS connection to {host:word}:{port:int} established",
                    TLS_ESTABLISHED,
                    SUCCESS,
                    G0,
                    G5,
                    "TLSSocket.h"),
            part(Part.CERTIFICATE, "Server certificate:", SERVER_CERTIFICATE, SAYS, G0, G5, "TLSSocket.h"),
            part(
                    Part.CHAIN,
                    "Verifying certificate at depth {depth:int}:",
                    CERTIFICATE_VERIFIED,
                    SAYS,
                    G3,
                    G5,
                    "MyTLSSocket.cpp"),
            row("Certificate verification passed", CERTIFICATE_VERIFIED, SUCCESS, G0, G5, "TLSSocket.h"),
            row("Certificate verification failed:", CERTIFICATE_VERIFIED, FAILURE, G0, G5, "TLSSocket.h"),
            row("  ! {reason}", CERTIFICATE_VERIFIED, FAILURE, G0, G5, "mbedtls_x509_crt_verify_info"),
            row("No verification issue for this certificate", CERTIFICATE_VERIFIED, SUCCESS, G3, G5, "MyTLSSocket.cpp"),
            row("Connects with {host:word}:{port:int} OK", CONNECTED, SUCCESS, G0, G7, "main.cpp start_test()"),
            row(
                    "Connects with {host:word}:{port:int} failed: {code:int}",
                    CONNECTED,
                    FAILURE,
                    G1,
                    G7,
                    "main.cpp start_test()"),
            row("Connects with {host:word}:{port:int} failed", CONNECTED, FAILURE, G0, G0, "main.cpp start_test()"),
            row(
                    "TLSSocket::{call|set_root_ca_cert|set_client_cert_key}(...) returned {code:int}",
                    IO_ERROR,
                    FAILURE,
                    G6,
                    G7,
                    "main.cpp start_test()"),
            row(
                    "TLSSocket {call|recv|send}({size:int}) failed with {code:int}",
                    IO_ERROR,
                    FAILURE,
                    G6,
                    G7,
                    "MyTLSSocket.cpp"),
            row("{call:word}" + MBEDTLS_ERROR, IO_ERROR, FAILURE, G0, G5, "mbedtls_utils.h"),

            // MQTT
            row("Resolved MQTT client ID: {clientId}", CLIENT_ID, SAYS, G6, G7, "main.cpp start_test()"),
            progress("MQTT connecting", MQTT_CONNECT),
            row("MQTT connects OK", MQTT_CONNECT, SUCCESS, G0, G7, "main.cpp start_test()"),
            row("MQTT connects failed: {code:int}", MQTT_CONNECT, FAILURE, G0, G7, "main.cpp start_test()"),
            phase("Subscribing/publishing user topic", PHASE_START, SAYS, "user"),
            phase("Subscribing/publishing UpdateThingShadow topic", PHASE_START, SAYS, "shadow-update"),
            phase("Subscribing/publishing GetThingShadow topic", PHASE_START, SAYS, "shadow-get"),
            phase("Subscribing/publishing DeleteThingShadow topic", PHASE_START, SAYS, "shadow-delete"),
            progress("MQTT subscribing to {filter}", MQTT_SUBSCRIBE),
            row("MQTT subscribes to {filter} OK", MQTT_SUBSCRIBE, SUCCESS, G0, G7, "main.cpp sub_pub_topic()"),
            row(
                    "MQTT subscribes to {filter} failed: {code:int}",
                    MQTT_SUBSCRIBE,
                    FAILURE,
                    G0,
                    G7,
                    "main.cpp sub_pub_topic()"),
            part(Part.TO_PUBLISH, "Message to publish:", MESSAGE_TO_PUBLISH, SAYS, G0, G7, "main.cpp sub_pub_topic()"),
            progress("MQTT publishing message to {topic}", MQTT_PUBLISH),
            row("MQTT publishes message to {topic} OK", MQTT_PUBLISH, SUCCESS, G0, G7, "main.cpp sub_pub_topic()"),
            row(
                    "MQTT publishes message to {topic} failed: {code:int}",
                    MQTT_PUBLISH,
                    FAILURE,
                    G0,
                    G7,
                    "main.cpp sub_pub_topic()"),
            with(
                    "state",
                    "waiting",
                    row(
                            "MQTT receives message with subscribed {filter}...",
                            MQTT_RECEIVE,
                            SAYS,
                            G5,
                            G7,
                            "main.cpp sub_pub_topic()")),
            with(
                    "state",
                    "ok",
                    row(
                            "MQTT receives message with subscribed {filter} OK",
                            MQTT_RECEIVE,
                            SUCCESS,
                            G5,
                            G7,
                            "main.cpp sub_pub_topic()")),
            with(
                    "state",
                    "timeout",
                    row(
                            "MQTT receives message with subscribed {filter} TIMEOUT",
                            MQTT_RECEIVE,
                            FAILURE,
                            G5,
                            G7,
                            "main.cpp sub_pub_topic()")),
            part(
                    Part.ARRIVAL,
                    "Message arrived: qos {qos:int}, retained {retained:int}, dup {dup:int}, packetid {packetId:int}",
                    MESSAGE_ARRIVED,
                    SUCCESS,
                    G0,
                    G7,
                    "main.cpp message_arrived()"),
            part(Part.PAYLOAD, "Payload:", MESSAGE_ARRIVED, SUCCESS, G0, G7, "main.cpp message_arrived()"),
            progress("MQTT unsubscribing from {filter}", MQTT_UNSUBSCRIBE),
            row("MQTT unsubscribes from {filter} OK", MQTT_UNSUBSCRIBE, SUCCESS, G0, G7, "main.cpp sub_pub_topic()"),
            row(
                    "MQTT unsubscribes from {filter} failed: {code:int}",
                    MQTT_UNSUBSCRIBE,
                    FAILURE,
                    G0,
                    G7,
                    "main.cpp sub_pub_topic()"),
            phase("Subscribes/publishes user topic OK", PHASE_END, SUCCESS, "user"),
            phase("Subscribes/publishes UpdateThingShadow topic OK", PHASE_END, SUCCESS, "shadow-update"),
            phase("Subscribes/publishes GetThingShadow topic OK", PHASE_END, SUCCESS, "shadow-get"),
            phase("Subscribes/publishes DeleteThingShadow topic OK", PHASE_END, SUCCESS, "shadow-delete"),
            progress("MQTT disconnecting", MQTT_DISCONNECT),
            row("MQTT disconnects OK", MQTT_DISCONNECT, SUCCESS, G0, G7, "main.cpp start_test()"),
            row("MQTT disconnects failed {code:int}", MQTT_DISCONNECT, FAILURE, G0, G7, "main.cpp start_test()"),
            row("snprintf failed: {code:int}", BUFFER_TOO_SMALL, FAILURE, G0, G7, "main.cpp"),

            // HTTPS; the words differ from step to step, in the firmware too
            httpsStep("user-publish", "Publishing to user topic through HTTPS/POST"),
            httpsEnd("user-publish", "Publishes to user topic through HTTPS/POST OK"),
            httpsStep(
                    "shadow-update-topic",
                    "Updating thing shadow by publishing to Update Thing Shadow topic through HTTPS/POST"),
            httpsEnd(
                    "shadow-update-topic",
                    "Update thing shadow by publishing to Update Thing Shadow topic through HTTPS/POST OK"),
            httpsStep(
                    "shadow-get-topic",
                    "Getting thing shadow by publishing to GetThingShadow topic through HTTPS/POST"),
            httpsEnd(
                    "shadow-get-topic", "Get thing shadow by publishing to GetThingShadow topic through HTTPS/POST OK"),
            httpsStep(
                    "shadow-delete-topic",
                    "Deleting thing shadow by publishing to DeleteThingShadow topic through HTTPS/POST"),
            httpsEnd(
                    "shadow-delete-topic",
                    "Delete thing shadow by publishing to DeleteThingShadow topic through HTTPS/POST OK"),
            httpsStep("shadow-update-rest", "Updating thing shadow RESTfully through HTTPS/POST"),
            httpsEnd("shadow-update-rest", "Update thing shadow RESTfully through HTTPS/POST OK"),
            httpsStep("shadow-get-rest", "Getting thing shadow RESTfully through HTTPS/GET"),
            httpsEnd("shadow-get-rest", "Get thing shadow RESTfully through HTTPS/GET OK"),
            httpsStep("shadow-delete-rest", "Deleting thing shadow RESTfully through HTTPS/DELETE"),
            httpsEnd("shadow-delete-rest", "Delete thing shadow RESTfully through HTTPS/DELETE OK"),
            part(Part.REQUEST, "HTTPS: Request message:", HTTPS_REQUEST, SAYS, G0, G7, "main.cpp run_req_resp()"),
            row(
                    "HTTPS: Received {chars:int} chars from server",
                    HTTPS_RECEIVED,
                    SAYS,
                    G0,
                    G7,
                    "main.cpp run_req_resp()"),
            row("HTTPS: Received 200 OK status ... [OK]", HTTPS_STATUS, SUCCESS, G0, G7, "main.cpp run_req_resp()"),
            row("HTTPS: Received 200 OK status ... [FAIL]", HTTPS_STATUS, FAILURE, G0, G7, "main.cpp run_req_resp()"),
            part(Part.RESPONSE, "HTTPS: Received message:", HTTPS_RESPONSE, SAYS, G0, G7, "main.cpp run_req_resp()"),

            // memory
            row("Current heap size: {bytes:int}", HEAP_CURRENT, SAYS, G0, G2, "main.cpp main()"),
            row("Max heap size: {bytes:int}", HEAP_MAX, SAYS, G0, G2, "main.cpp main()"),
            part(Part.ASIDE, "**** current_size: {bytes:int}", HEAP_CURRENT, SAYS, G3, G7, "print_heap_stats()"),
            part(Part.ASIDE, "**** max_size    : {bytes:int}", HEAP_MAX, SAYS, G3, G7, "print_heap_stats()"),
            part(
                    Part.ASIDE,
                    "Thread: 0x{thread:hexText}, Stack size: {stackBytes:int}, Max stack: {maxStackBytes:int}",
                    THREAD_STACK,
                    SAYS,
                    G3,
                    G7,
                    "print_stack_statistics()"),
            ornament("** MBED HEAP STATS **"),
            ornament("** MBED THREAD STACK STATS **"),
            ornament("*****************************"),

            // the operating system's last words
            with(
                    "source",
                    "fault-handler",
                    part(
                            Part.CRASH_BLOCK,
                            "++ MbedOS Fault Handler ++",
                            CRASH,
                            FAILURE,
                            G1B,
                            G7,
                            "OS mbed_rtx_fault_handler.c")),
            with(
                    "source",
                    "error-info",
                    part(Part.CRASH_BLOCK, "++ MbedOS Error Info ++", CRASH, FAILURE, G1C, G7, "OS mbed_error.c")),
            with(
                    "source",
                    "rtos",
                    row(
                            "CMSIS-RTOS error: {message} (status: 0x{status:hexText}, task ID: 0x{task:hexText}, task name: {name:any})",
                            CRASH,
                            FAILURE,
                            G0,
                            G1B,
                            "OS mbed_rtx_handlers.c")),
            with(
                    "source",
                    "rtos",
                    row(
                            "{object|Mutex|Thread} {address:word} error {code:int}: {message}",
                            CRASH,
                            FAILURE,
                            G0,
                            G1B,
                            "OS mbed_rtx_handlers.c")),
            with(
                    "source",
                    "rtos",
                    row(
                            "{object|Semaphore|Memory Pool|Message Queue} {address:word} error {code:int}",
                            CRASH,
                            FAILURE,
                            G0,
                            G1B,
                            "OS mbed_rtx_handlers.c")),
            with(
                    "source",
                    "rtos",
                    row(
                            "{object|Kernel} error {code:int}: {message}",
                            CRASH,
                            FAILURE,
                            G0,
                            G1B,
                            "OS mbed_rtx_handlers.c")),
            with(
                    "source",
                    "allocation",
                    row("Operator {operator|new|new[]} out of memory", CRASH, FAILURE, G0, G7, "OS mbed_retarget.cpp")),
            with(
                    "source",
                    "assertion",
                    part(
                            Part.TAIL,
                            "mbed assertation failed: {message}, file: {file}, line {fileLine:int}{:spaces}",
                            CRASH,
                            FAILURE,
                            G0,
                            G1B,
                            "OS mbed_assert.c")),
            with("source", "c++", row("Exception", CRASH, FAILURE, G0, G1, "OS mbed_retarget.cpp")),
            row("= System will be rebooted due to a fatal error =", REBOOT_NOTICE, SAYS, G4, G7, "OS mbed_error.c"),
            row(
                    "= Reboot count(={count:int}) reached maximum, system will halt after rebooting =",
                    REBOOT_NOTICE,
                    SAYS,
                    G4,
                    G7,
                    "OS mbed_error.c"),

            // traces
            row("[{level|DBG |INFO|WARN|ERR }][{group}]: {message:any}", TRACE, SAYS, G0, G7, "mbed-trace"),
            row("{file:word}:{fileLine:int}: |{level:int}| {message:any}", TRACE, SAYS, G3, G5, "mbedtls debug"),
            at("AT> {message:any}", "command"),
            at("AT? {message:any}", "expects"),
            at("AT= {message:any}", "matches"),
            at("AT! {message:any}", "event"),
            at("AT({message|Timeout})", "timeout"),
            at("AT({message|Aborted})", "aborted"),
            at("AT< {message:any}", "line"),
            at("{message|%n}", "expects"),
            atOutOfBand("AT= {message| p...|p...}", "matches", "busy-processing"),
            atOutOfBand("AT= {message| s...|s...}", "matches", "busy-sending"),
            atOutOfBand("AT! {message|ALREADY CONNECTED}", "event", "already-connected"),
            atOutOfBand("AT! {message|UNLINK}", "event", "link-not-open"),
            atOutOfBand("AT! {message|SEND FAIL}", "event", "send-failed"),
            atOutOfBand("AT! {message|ERROR}", "event", "error"),
            atOutOfBand("AT! {message|wdt reset|Soft WDT reset}", "event", "module-reset"),
            atError("busy p...", "busy-processing"),
            atError("busy s...", "busy-sending"),
            atError("ALREADY CONNECTED", "already-connected"),
            atError("ALREADY CONNECT", "already-connected"),
            atError("link is not valid", "link-not-valid"),
            atError("link is not", "link-not-valid"),
            atError("UNLINK", "link-not-open"),
            atError("SEND FAIL", "send-failed"),
            atError("DNS Fail", "dns-failed"),
            atError("no ip", "no-address"),
            atError("FAIL", "failed"),
            atError("ERROR", "error"));

    static final RowIndex INDEX = new RowIndex(ROWS);

    private FirmwareGrammar() {}

    private static Row row(
            String pattern, ClaimKind kind, @Nullable Boolean ok, Generation first, Generation last, String source) {
        return part(Part.LINE, pattern, kind, ok, first, last, source);
    }

    private static Row part(
            Part part,
            String pattern,
            ClaimKind kind,
            @Nullable Boolean ok,
            Generation first,
            Generation last,
            String source) {
        return new Row(pattern, kind, ok, part, new String[0], first, last, source);
    }

    private static Row with(String name, String value, Row row) {
        return new Row(
                row.pattern(),
                row.kind(),
                row.ok(),
                row.part(),
                new String[] {name, value},
                row.first(),
                row.last(),
                row.source());
    }

    private static Row progress(String pattern, ClaimKind kind) {
        return part(Part.PROGRESS, pattern, kind, SAYS, G0, G7, "main.cpp");
    }

    private static Row phase(String pattern, ClaimKind kind, @Nullable Boolean ok, String phase) {
        return with("phase", phase, row(pattern, kind, ok, G0, G7, "main.cpp start_test()"));
    }

    private static Row httpsStep(String phase, String pattern) {
        return phase(pattern, HTTPS_STEP_START, SAYS, phase);
    }

    private static Row httpsEnd(String phase, String pattern) {
        return phase(pattern, HTTPS_STEP_END, SUCCESS, phase);
    }

    private static Row provision(String pattern, String state, @Nullable Boolean ok) {
        return with("state", state, row(pattern, PROVISION, ok, G4, G7, "pre-main/provision.cpp"));
    }

    private static Row ornament(String pattern) {
        return with("level", "ornament", part(Part.ASIDE, pattern, TRACE, SAYS, G3, G7, "memory reports"));
    }

    /** A debug line of the AT driver; {@code mark} is what it is about. */
    private static Row at(String pattern, String mark) {
        return with("mark", mark, row(pattern, AT_DRIVER, SAYS, G0, G7, "OS ATCmdParser.cpp"));
    }

    /**
     * The same from the driver of Mbed OS 5.11 and later, and that of the ESP32: it registers the module's refusals as
     * out-of-band words ({@code ESP8266::_oob_busy()} and others), so that the parser tells a word ({@code AT! busy}), and
     * what follows it as an expectation of its own.
     */
    private static Row atOutOfBand(String pattern, String mark, String error) {
        return new Row(
                pattern,
                AT_DRIVER,
                SAYS,
                Part.LINE,
                new String[] {"mark", mark, "error", error},
                G2,
                G7,
                "OS ESP8266.cpp, oob() of its constructor");
    }

    /** What the module answers when it does not do what it was told: Espressif's AT instruction set. */
    private static Row atError(String words, String error) {
        Row line = at("AT< {message|" + words + "}", "line");
        return new Row(
                line.pattern(),
                line.kind(),
                line.ok(),
                line.part(),
                new String[] {"mark", "line", "error", error},
                line.first(),
                line.last(),
                "ESP8266 AT firmware");
    }
}
