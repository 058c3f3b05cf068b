package org.numakerbench.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.numakerbench.bench.Descriptions;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceJson;
import org.numakerbench.evidence.EvidenceReader;
import org.numakerbench.evidence.ExpectedLine;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.HostText;
import org.numakerbench.history.Acceptance;
import org.numakerbench.history.Metric;
import org.numakerbench.history.RunRow;
import org.numakerbench.history.SeriesKey;
import org.numakerbench.run.Replay;
import org.numakerbench.sim.cloud.policy.Policy;
import tools.jackson.databind.json.JsonMapper;

/** Good inputs: the examples and test resources of this repository, and small files of formats that it has none of. */
final class Seeds {
    static final String[] PRESENCE = {
        "{\"clientId\":\"d\",\"timestamp\":1,\"eventType\":\"disconnected\",\"sessionIdentifier\":\"s\","
                + "\"principalIdentifier\":\"p\",\"disconnectReason\":\"CLIENT_INITIATED_DISCONNECT\",\"versionNumber\":0}",
        "{\"clientId\":\"d\",\"eventType\":\"subscribed\",\"sessionIdentifier\":\"s\",\"topics\":[\"a/b\",\"c/+\"]}"
    };
    static final String[] SHADOW = {
        "{\"state\":{\"desired\":{\"a\":1},\"reported\":{\"b\":[1,{\"c\":null}]}},\"version\":3,\"clientToken\":\"t\"}",
        "{\"previous\":{\"state\":{},\"version\":1},\"current\":{\"state\":{\"desired\":{}},\"version\":2},\"timestamp\":5}",
        "{\"code\":404,\"message\":\"No shadow exists\",\"timestamp\":5,\"clientToken\":\"t\"}",
        ""
    };
    static final String SETTINGS = "{\"retries\":{\"device\":1,\"cloud\":2,\"bench\":3},\"quarantineAfter\":3,"
            + "\"patienceMs\":1000,\"failOnFlaky\":false,\"failOnHeapRegression\":true}";
    static final String JOURNAL = "{\"kind\":\"begun\",\"at\":\"2026-01-01T00:00:00Z\",\"plan\":\"p\"}\n"
            + "{\"kind\":\"loop\",\"loop\":{\"visit\":1,\"number\":0,\"passed\":true,\"consequence\":false,"
            + "\"hung\":false,\"last\":false,\"disturbed\":\"stall 2500 ms\",\"pattern\":\"stall\","
            + "\"durationMs\":5,\"waits\":[{\"kind\":\"open\",\"ms\":3,\"ended\":true}]}}\n"
            + "{\"kind\":\"visit-done\",\"visit\":1}\n{\"kind\":\"build-failed\",\"visit\":2,\"subject\":\"s\","
            + "\"words\":\"w\"}\n{\"kind\":\"ended\",\"words\":\"w\"}\n";
    static final String DETAILS = "# DAPLink Firmware\r\nUnique ID: 1304000012345678\r\nTarget ID: 1302\r\n";
    static final String TOOL = "Open On-Chip Debugger 0.12.0\nError: unable to open CMSIS-DAP device 0xd28:0x204\n"
            + "Error: No J-Link device found\n** Programming Failed **\nusb.core.USBError: [Errno 13] Access denied\n";

    static final String IMAGE = "firmware-images/virtual-m487-5.7.1";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path RUNS = Path.of("src/test/resources/recorded-runs");

    private Seeds() {}

    /** The files of a directory whose names end so, in order. */
    static List<byte[]> files(String directory, String end) {
        try (Stream<Path> files = Files.list(Path.of(directory))) {
            return files.filter(it -> Files.isRegularFile(it) && it.toString().endsWith(end))
                    .sorted()
                    .map(Seeds::bytes)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static List<byte[]> texts(String... texts) {
        return Stream.of(texts).map(it -> it.getBytes(StandardCharsets.UTF_8)).toList();
    }

    /** Recorded runs: one each that passed, lied, crashed and met a dead cloud. */
    static List<byte[]> logs() {
        return Stream.concat(
                        Stream.of("clean", "publish-not-sent", "hard-fault", "cloud-gone", "image-corrupt")
                                .map(Seeds::log),
                        Stream.of(describedLog()))
                .toList();
    }

    /** A log with a description of the firmware in it, with what it expects, and what was sent. */
    private static byte[] describedLog() {
        FirmwareDescription read = Descriptions.read(Path.of("bench-profiles/firmware/example-with-sensor.yaml"))
                .description();
        FirmwareDescription sensor = new FirmwareDescription(
                read.name(),
                read.base(),
                read.banner(),
                read.end(),
                read.lines(),
                read.listen(),
                List.of(new ExpectedLine(
                        "MQTT connects OK", null, Duration.ofSeconds(60), null, null, 1, 2, "mqtt.connect")),
                List.of("ASSERT"),
                List.of(new HostText("Using Mbed OS {:word}", "h", "MQTT connecting", Duration.ofSeconds(2), null)));
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        for (EvidenceEntry it : entries("clean")) {
            Fact fact = it.fact() instanceof Fact.RunStarted started
                    ? new Fact.RunStarted(started.context().of(sensor))
                    : it.fact();
            if (fact instanceof Fact.CaptureEnded) {
                fact = new Fact.UartSent(Bytes.latin1("h"), 0);
            }
            log.writeBytes(EvidenceJson.line(new EvidenceEntry(it.seq(), it.at(), it.monoNanos(), fact)));
        }
        return log.toByteArray();
    }

    static byte[] log(String name) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(RUNS.resolve(name + ".jsonl.gz")))) {
            return in.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static List<EvidenceEntry> entries(String name) {
        Path file = Scratch.file(name + ".jsonl");
        try {
            Files.write(file, log(name));
            return EvidenceReader.readAll(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static List<byte[]> manifests() {
        return files(IMAGE, "manifest.yaml");
    }

    static List<byte[]> maps() {
        return Stream.of("maps", "fuzz/map")
                .flatMap(it -> files("src/test/resources/" + it, ".map").stream())
                .toList();
    }

    static List<byte[]> policies() {
        return texts(
                Policy.EXAMPLE,
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"a\",\"Effect\":\"Deny\",\"NotAction\":\"iot:Publish\","
                        + "\"NotResource\":[\"arn:aws:iot:us-east-1:123456789012:topic/${iot:ClientId}/*\"],\"Condition\":"
                        + "{\"StringEquals\":{\"iot:ClientId\":[\"a\",\"b\"]},\"Bool\":{\"iot:Connection.Thing.IsAttached\":"
                        + "[\"true\"]},\"IpAddress\":{\"aws:SourceIp\":\"10.0.0.0/8\"},"
                        + "\"ForAllValues:StringLike\":{\"iot:ConnectAttributes\":[\"Last*\"]}}}]}");
    }

    static List<byte[]> acceptances() {
        Acceptance one = new Acceptance(
                new SeriesKey("t", "n", "gcc", "mqtt", "i"), Metric.MAX, "ab", 5, "why", "who", Instant.EPOCH);
        return List.of((JSON.writeValueAsString(one) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static List<byte[]> figures() {
        return logs().stream()
                .map(log -> {
                    Path file = Scratch.file("seed/evidence.jsonl");
                    try {
                        Files.write(file, log);
                        return JSON.writeValueAsBytes(RunRow.of(Replay.of(file.getParent())));
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                })
                .toList();
    }

    static List<byte[]> hex() {
        return texts(
                ":020000040000FA\r\n:10000000001000200101000000000000000000001E\r\n"
                        + ":0400000500000101F5\r\n:00000001FF\r\n",
                ":020000021000EC\n:0300300002337A1E\n:020000040030CA\n:04000000FFFFFFFF00\n:00000001FF\n");
    }

    /** Puts the right checksum behind every record. */
    static byte[] repairedHex(byte[] hex) {
        StringBuilder repaired = new StringBuilder();
        for (String line : new String(hex, StandardCharsets.ISO_8859_1).split("(?<=\n)", -1)) {
            String digits = line.strip();
            if (digits.matches(":(?:[0-9A-Fa-f]{2}){5,}")) {
                int sum = 0;
                for (int at = 1; at < digits.length() - 2; at += 2) {
                    sum += Integer.parseInt(digits.substring(at, at + 2), 16);
                }
                repaired.append(digits, 0, digits.length() - 2)
                        .append(String.format("%02X", -sum & 0xff))
                        .append('\n');
            } else {
                repaired.append(line);
            }
        }
        return repaired.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** One segment, one section and the names of sections. */
    static List<byte[]> elf() {
        ByteBuffer elf = ByteBuffer.allocate(0x200).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(new byte[] {0x7f, 'E', 'L', 'F', 1, 1, 1})
                .putShort(16, (short) 2)
                .putShort(18, (short) 40);
        elf.putInt(28, 52).putInt(32, 0x100).putShort(42, (short) 32).putShort(44, (short) 1);
        elf.putShort(46, (short) 40).putShort(48, (short) 3).putShort(50, (short) 2);
        elf.putInt(52, 1).putInt(56, 0x80).putInt(68, 0x20).putInt(72, 0x20);
        elf.putInt(0x80, 0x20001000).putInt(0x84, 0x101);
        elf.putInt(0x128, 1)
                .putInt(0x12c, 1)
                .putInt(0x130, 2)
                .putInt(0x138, 0x80)
                .putInt(0x13c, 0x20);
        elf.putInt(0x150, 7).putInt(0x154, 3).putInt(0x160, 0x1c0).putInt(0x164, 0x11);
        elf.position(0x1c0);
        elf.put("\0.text\0.shstrtab\0".getBytes(StandardCharsets.US_ASCII));
        return List.of(elf.array());
    }

    /** The recorded device's captures, without what the bench saw besides. */
    static List<byte[]> captures() {
        return files("src/test/resources/uart-samples", ".log");
    }

    /** CONNECT, SUBSCRIBE, PUBLISH, PINGREQ, UNSUBSCRIBE and DISCONNECT of a device. */
    static List<byte[]> mqtt() {
        ByteArrayOutputStream session = new ByteArrayOutputStream();
        packet(session, 0x10, "\0\4MQTT\4\2\0\36\0\5board");
        packet(session, 0x82, "\0\1\0\15$aws/things/+\1\0\5a/b/#\0");
        packet(session, 0x32, "\0\3a/b\0\2{\"x\":1}");
        packet(session, 0x32, "\0\36$aws/things/board/shadow/update\0\3{\"state\":{\"desired\":{\"a\":1}}}");
        packet(session, 0xc0, "");
        packet(session, 0xa2, "\0\4\0\5a/b/#");
        packet(session, 0xe0, "");
        ByteArrayOutputStream will = new ByteArrayOutputStream();
        packet(will, 0x10, "\0\4MQTT\4\56\0\0\0\1w\0\3a/w\0\4gone");
        packet(will, 0x31, "\0\3a/bkept");
        packet(will, 0x40, "\0\1");
        return List.of(session.toByteArray(), will.toByteArray());
    }

    private static void packet(ByteArrayOutputStream out, int first, String rest) {
        byte[] bytes = rest.getBytes(StandardCharsets.ISO_8859_1);
        out.write(first);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }

    static List<byte[]> http() {
        return texts(
                "POST /topics/a/b?qos=1&retain=true HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi"
                        + "GET /things/t/shadow?name=n HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /things/t/shadow HTTP/1.1\r\nHost: x\r\nContent-Length: 35\r\n\r\n"
                        + "{\"state\":{\"desired\":{\"a\":[1,\"b\"]}}}"
                        + "DELETE /things/t/shadow HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
                "GET /api/things/shadow/ListNamedShadowsForThing/t?pageSize=1&nextToken=1 HTTP/1.1\r\n\r\n"
                        + "GET /retainedMessage/a%2Fb HTTP/1.1\r\n\r\nGET /retainedMessage?maxResults=2 HTTP/1.1\r\n\r\n");
    }

    private static byte[] bytes(Path file) {
        try {
            byte[] all = Files.readAllBytes(file);
            return all.length > 64 * 1024 ? Arrays.copyOf(all, 64 * 1024) : all;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
