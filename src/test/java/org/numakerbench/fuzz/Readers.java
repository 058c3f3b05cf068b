package org.numakerbench.fuzz;

import static org.numakerbench.fuzz.FuzzReader.of;
import static org.numakerbench.fuzz.FuzzReader.ofFile;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.numakerbench.evidence.EvidenceReader;
import org.numakerbench.evidence.EvidenceTail;
import org.numakerbench.firmware.EmbeddedStrings;
import org.numakerbench.firmware.FirmwareFile;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.firmware.Images;
import org.numakerbench.firmware.footprint.LinkMap;
import org.numakerbench.firmware.footprint.MapException;
import org.numakerbench.history.Acceptances;
import org.numakerbench.history.HistoryException;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.plan.NightPlanReader;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.profile.ProfileReader;
import org.numakerbench.run.Replay;
import org.numakerbench.sim.board.image.BrokenImageException;
import org.numakerbench.sim.board.image.VirtualImage;
import org.numakerbench.tune.experiment.ExperimentReader;
import org.numakerbench.uart.TerminalLog;
import org.numakerbench.uart.TerminalLogException;
import org.numakerbench.web.auth.Origins;

/**
 * The readers of what others wrote: each with good inputs, what it may refuse the bad ones with, and how it is called. A
 * new reader is one more row.
 */
final class Readers {
    private static final Set<Class<? extends Exception>> YAML = Set.of(ProfileException.class);
    private static final Set<Class<? extends Exception>> IMAGE = Set.of(ImageException.class);
    private static final Set<Class<? extends Exception>> FILE = Set.of(IOException.class);
    /** Whatever comes is read. */
    private static final Set<Class<? extends Exception>> NONE = Set.of();

    static final List<FuzzReader> ALL = List.of(
            ofFile("profile", "bench.yaml", () -> Seeds.files("bench-profiles", ".yaml"), YAML, ProfileReader::read),
            ofFile(
                    "plan",
                    "plan.yaml",
                    () -> Seeds.files("bench-profiles/nightly", ".yaml"),
                    YAML,
                    NightPlanReader::read),
            ofFile(
                    "description",
                    "firmware.yaml",
                    () -> Seeds.files("bench-profiles/firmware", ".yaml"),
                    YAML,
                    Calls::description),
            ofFile("webhook", "hook.txt", () -> Seeds.texts("https://h.example/a\n"), YAML, Calls::webhook),
            ofFile(
                    "experiment",
                    "experiment.yaml",
                    () -> Seeds.files("bench-profiles/experiments", ".yaml"),
                    YAML,
                    ExperimentReader::read),
            ofFile(
                    "mbed-app",
                    "mbed_app.json",
                    () -> Seeds.files("bench-profiles/experiments", ".json"),
                    FILE,
                    it -> Inside.call("tune.build.AppConfig", "with", it, Map.of("A", "1"))),
            ofFile(
                    "manifest",
                    "images/x/manifest.yaml",
                    Seeds::manifests,
                    IMAGE,
                    it -> Images.find(it.getParent().getParent(), "x")),
            ofFile("hex", "firmware.hex", Seeds::hex, IMAGE, Calls::image).repairedBy(Seeds::repairedHex),
            ofFile("elf", "firmware.elf", Seeds::elf, IMAGE, Calls::elf),
            ofFile("bin", "firmware.bin", () -> Seeds.files(Seeds.IMAGE, ".bin"), IMAGE, it -> {
                Calls.image(it);
                EmbeddedStrings.of(FirmwareFile.read(it));
            }),
            of(
                    "virtual-image",
                    () -> Seeds.files(Seeds.IMAGE, ".bin"),
                    Set.of(BrokenImageException.class),
                    VirtualImage::decode),
            of("map", Seeds::maps, Set.of(MapException.class), it -> LinkMap.read(new StringReader(utf8(it)))),
            of("pem", Calls::pem, NONE, Calls::credentials),
            of("policy", Seeds::policies, Set.of(org.numakerbench.cloud.policy.PolicyException.class), Calls::policy),
            of(
                    "cloud-policy",
                    Seeds::policies,
                    Set.of(org.numakerbench.sim.cloud.policy.PolicyException.class),
                    Calls::cloudPolicy),
            ofFile("evidence", "evidence.jsonl", Seeds::logs, FILE, it -> EvidenceReader.forEach(it, entry -> {})),
            ofFile("tail", "evidence.jsonl", Seeds::logs, FILE, it -> {
                try (EvidenceTail tail = new EvidenceTail(it)) {
                    tail.next();
                }
            }),
            ofFile("replay", "run/evidence.jsonl", Seeds::logs, FILE, it -> Calls.reported(Replay.of(it.getParent()))),
            of("packed-log", Seeds::logs, FILE, it -> Inside.call("lab.logs.PackedLog", "unpack", Calls.gzip(it))),
            of("uart", Seeds::captures, NONE, Calls::uart),
            of("terminal-log", Seeds::captures, Set.of(TerminalLogException.class), it -> new TerminalLog().all(it)),
            of("judged-uart", Seeds::captures, NONE, it -> Calls.judged(Calls.capture(it))),
            of("presence", () -> Seeds.texts(Seeds.PRESENCE), NONE, it -> Calls.judged(Calls.events(it))),
            of("shadow-message", () -> Seeds.texts(Seeds.SHADOW), NONE, it -> Calls.judged(Calls.shadows(it))),
            of("message", () -> Seeds.texts("{\"a\":1}", "hello"), NONE, it -> Calls.judged(Calls.messages(it))),
            of("mqtt", Seeds::mqtt, NONE, Calls::mqtt),
            of("http", Seeds::http, NONE, Calls::http),
            of("shadow", () -> Seeds.texts(Seeds.SHADOW), NONE, Calls::shadow),
            of(
                    "search",
                    () -> Seeds.texts("?board=b1&from=2026-01-31&to=2026-02-01&page=2&outcome=pass"),
                    Set.of(IllegalArgumentException.class),
                    it -> Calls.search(utf8(it))),
            of("origin", () -> Seeds.texts("localhost:8080", "https://a.b:1/c"), NONE, it -> {
                Origins.isLoopback(utf8(it));
                Origins.isSame("a.b", utf8(it), null);
            }),
            of(
                    "history-address",
                    () -> Seeds.texts("postgresql://u@h:1/d?x=1", "a/b.db"),
                    Set.of(HistoryException.class),
                    it -> HistoryAddress.parse(utf8(it))),
            of("night-settings", () -> Seeds.texts(Seeds.SETTINGS), Set.of(LabException.class), Calls::settings),
            ofFile(
                    "acceptances",
                    "heap-accepted.jsonl",
                    Seeds::acceptances,
                    FILE,
                    it -> List.copyOf(Acceptances.read(it.getParent()))),
            ofFile("kept-figures", "run/history.json", Seeds::figures, FILE, Calls::figures),
            ofFile("journal", "journal.jsonl", () -> Seeds.texts(Seeds.JOURNAL), FILE, Calls::journal),
            ofFile(
                    "adapter-volume",
                    "DETAILS.TXT",
                    () -> Seeds.texts(Seeds.DETAILS),
                    NONE,
                    it -> Inside.call("board.usb.VolumeFiles", "target", it.getParent())),
            ofFile(
                    "fail-text",
                    "FAIL.TXT",
                    () -> Seeds.texts("type: target\nerror: x\n"),
                    NONE,
                    it -> Inside.call("board.flash.FailText", "on", it.getParent())),
            of("tool-output", () -> Seeds.texts(Seeds.TOOL), NONE, Calls::tool));

    private Readers() {}

    static FuzzReader named(String name) {
        return ALL.stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no reader " + name + "; there are "
                        + ALL.stream().map(FuzzReader::name).toList()));
    }

    static String utf8(byte[] text) {
        return new String(text, StandardCharsets.UTF_8);
    }
}
