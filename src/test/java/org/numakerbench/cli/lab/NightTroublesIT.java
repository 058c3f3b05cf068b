package org.numakerbench.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.history.store.Databases;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.VirtualLab;
import org.numakerbench.lab.night.AttemptRow;
import org.numakerbench.lab.night.ItemOutcome;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;
import org.numakerbench.model.Stage;
import org.numakerbench.sim.cloud.LocalCloud;

/** What goes wrong at night, made to happen for real: the night resumes what still works, and says what happened. */
class NightTroublesIT {
    /** Ten times as quick as the boards, slow enough to be disturbed in mid-run. */
    private static final int BAUD = 115_200;

    @TempDir
    private Path scratch;

    private Path out;
    private HistoryAddress lab;

    @BeforeEach
    void places() throws IOException {
        out = Files.createDirectories(scratch.resolve("runs"));
        lab = new HistoryAddress.Embedded(out.resolve("lab.db"));
    }

    private static boolean says(Fact fact, String text) {
        return fact instanceof Fact.MqttReceived it && it.topic().contains(text);
    }

    /** Every attempt's run directory is there, whole. */
    private void nothingIsLost(TestNight night) throws IOException {
        for (AttemptRow attempt : night.attempts()) {
            if (attempt.run() != null) {
                assertThat(out.resolve(attempt.run()).resolve("report.json")).exists();
                assertThat(out.resolve(attempt.run()).resolve("evidence.jsonl")).exists();
            }
        }
        try (Stream<Path> left = Files.list(out)) {
            assertThat(left.map(it -> it.getFileName().toString())).noneMatch(it -> it.startsWith(".partial-"));
        }
    }

    @Test
    void aBoardThatIsUnpluggedAndPluggedInAgainIsWaitedForAndTheOthersGoOn() throws Exception {
        VirtualLab boards = VirtualLab.in(scratch, "bench", BAUD, List.of("left", "right"));
        boards.images("n1");
        Path plan = boards.plan("unplugged", List.of("{board}-n1"), "repeats: 2", "patience: 2m");
        AtomicReference<TestNight> self = new AtomicReference<>();
        AtomicBoolean pulled = new AtomicBoolean();

        try (TestNight night = TestNight.begin(boards.profile(), plan, out, lab, 0, (run, entry) -> {
            if (run.contains("-left-")
                    && says(entry.fact(), "presence/connected/")
                    && self.get() != null
                    && pulled.compareAndSet(false, true)) {
                self.get().stations().attached("left").virtual().unplug();
            }
        })) {
            self.set(night);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> night.remarks().stream().anyMatch(it -> it.contains("its serial port is gone")));
            night.stations().attached("left").virtual().replug();
            night.await();

            assertThat(night.words("left")).containsExactlyInAnyOrder(ItemOutcome.FLAKY, ItemOutcome.PASS);
            assertThat(night.words("right")).containsExactly(ItemOutcome.PASS, ItemOutcome.PASS);
            AttemptRow cut = night.attempts().stream()
                    .filter(it -> !it.isPass())
                    .findFirst()
                    .orElseThrow();
            assertThat(cut.outcome()).isEqualTo(Outcome.BENCH_FAULT);
            assertThat(cut.stage()).isEqualTo(Stage.SERIAL);
            assertThat(night.remarks())
                    .anyMatch(it -> it.contains("bench/left: its serial port is gone"))
                    .anyMatch(it -> it.contains("bench/left: its serial port is back"));
            nothingIsLost(night);
        }
    }

    /** What nobody thought of, as a class that is missing, must not be taken for an interruption, and repeated for ever. */
    @Test
    void aDefectOfTheBenchIsAnAttemptThatFailed() throws Exception {
        VirtualLab boards = VirtualLab.in(scratch, "bench", 0, List.of("left"));
        boards.images("n1");
        Path plan = boards.plan("defect", List.of("{board}-n1"), "retries: {bench: 1}");
        TestNight.OnEntry defect = new TestNight.OnEntry() {
            @Override
            public void at(String run, EvidenceEntry entry) {}

            @Override
            public void complete() {
                throw new NoClassDefFoundError("a template");
            }
        };

        try (TestNight night = TestNight.begin(boards.profile(), plan, out, lab, 0, defect)) {
            night.await();

            assertThat(night.words("left")).containsExactly(ItemOutcome.BENCH_FAULT);
            assertThat(night.attempts()).hasSize(2).allSatisfy(it -> {
                assertThat(it.code()).isEqualTo(FailureCode.RECORD_FAILED.word());
                assertThat(it.reason()).startsWith("a defect of the bench ended the run");
            });
        }
    }

    @Test
    void anOutageOfTheBrokerIsWaitedOutAndNoBoardIsBlamed() throws Exception {
        VirtualLab boards = VirtualLab.in(scratch, "bench", BAUD, List.of("left", "right"));
        boards.images("n1");
        Path plan = boards.plan("outage", List.of("{board}-n1"), "repeats: 2", "patience: 2m");
        AtomicReference<TestNight> self = new AtomicReference<>();
        AtomicBoolean stopped = new AtomicBoolean();

        try (TestNight night = TestNight.begin(boards.profile(), plan, out, lab, 0, (run, entry) -> {
            if (says(entry.fact(), "presence/connected/") && self.get() != null && stopped.compareAndSet(false, true)) {
                self.get().stations().bench().cloud().stopMqtt();
            }
        })) {
            self.set(night);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> night.remarks().stream().anyMatch(it -> it.contains("is away")));
            night.stations().bench().cloud().startMqtt();
            night.await();

            assertThat(night.items()).extracting(it -> it.asWord()).containsOnly(ItemOutcome.PASS, ItemOutcome.FLAKY);
            assertThat(night.attempts())
                    .filteredOn(it -> !it.isPass())
                    .isNotEmpty()
                    .allSatisfy(it -> {
                        assertThat(it.outcome()).as(it.reason()).isIn(Outcome.CLOUD_FAULT, Outcome.INCONCLUSIVE);
                        assertThat(it.owner()).isEqualTo(Owner.CLOUD);
                    });
            assertThat(night.remarks())
                    .anyMatch(it -> it.contains("is away") && it.contains("runs wait for it"))
                    .anyMatch(it -> it.contains("is back"));
            nothingIsLost(night);
        }
    }

    /** As one whose host hung for longer than its heartbeats last, and that others gave up meanwhile. */
    @Test
    void aBoardThatWasFoundDeadStopsItsRunAndComesBack() throws Exception {
        VirtualLab boards = VirtualLab.in(scratch, "bench", 9600, List.of("left", "right"));
        boards.images("n1");
        Path plan = boards.plan("dead", List.of("{board}-n1"));
        AtomicReference<TestNight> self = new AtomicReference<>();
        AtomicBoolean dead = new AtomicBoolean();

        try (TestNight night = TestNight.begin(boards.profile(), plan, out, lab, 0, (run, entry) -> {
            if (run.contains("-left-")
                    && says(entry.fact(), "presence/connected/")
                    && self.get() != null
                    && dead.compareAndSet(false, true)) {
                giveUp(self.get().store(), "/bench/left");
            }
        })) {
            self.set(night);
            night.await();

            assertThat(night.words("left")).containsExactly(ItemOutcome.FLAKY);
            assertThat(night.words("right")).containsExactly(ItemOutcome.PASS);
            assertThat(night.attempts())
                    .filteredOn(it -> !it.isPass())
                    .singleElement()
                    .satisfies(it -> assertThat(it.reason()).startsWith("interrupted: its lease had ended"));
            nothingIsLost(night);
        }
    }

    /** What another host does when it finds a board dead. */
    private static void giveUp(LabStore store, String board) throws IOException {
        try (Connection open = store.database().source().getConnection();
                Statement statement = open.createStatement()) {
            statement.executeUpdate("delete from lease where holder like '%" + board + "'");
            statement.executeUpdate("delete from scheduled_tasks where task_instance like '%" + board + "'");
        } catch (SQLException failure) {
            throw new IOException(failure);
        }
    }

    /** Boards whose tools are somebody else's programs. */
    private Path profile(LocalCloud cloud, String boards) throws IOException {
        return Files.writeString(scratch.resolve("bench.yaml"), """
                bench: bench
                images: images
                cloud:
                  endpoint: %s
                  mqttPort: %d
                  httpsPort: %d
                  witness: {clientId: w, ca: %s, certificate: %s, privateKey: %s}
                limits: {firstByte: 5s, silence: 10s, messageWait: 3s, lifecycleWait: 5s}
                boards:
                %s""".formatted(
                        cloud.endpoint(),
                        cloud.mqttPort(),
                        cloud.httpsPort(),
                        cloud.credentials().ca(),
                        cloud.credentials().witnessCertificate(),
                        cloud.credentials().witnessKey(),
                        boards));
    }

    @Test
    void aToolThatHangsIsEndedThePowerIsCycledAndThenTheBoardIsOutOfTheNight() throws Exception {
        try (TestRack rack = TestRack.start(scratch, BAUD, "stuck", "well")) {
            Path power = scratch.resolve("power");
            Path profile = profile(
                    rack.cloud(),
                    rack.yaml(
                                    "stuck",
                                    "{method: command, command: [sleep, \"600\"], timeout: 1s}",
                                    "power: {method: command, command: [sh, -c, \"echo cycled >> " + power + "\"]}")
                            + rack.yaml("well", rack.massStorage("well")));
            VirtualLab images = VirtualLab.in(scratch, "images-only", BAUD, List.of("stuck", "well"));
            images.images("n1");
            Path plan = Files.writeString(
                    scratch.resolve("hang.plan.yaml"),
                    "night: hang\nprofile: bench.yaml\nimages: [\"{board}-n1\"]\nrepeats: 3\n"
                            + "retries: {bench: 1}\nquarantineAfter: 3\n");

            try (TestNight night = TestNight.begin(profile, plan, out, lab)) {
                night.await();

                assertThat(night.words("well")).containsExactly(ItemOutcome.PASS, ItemOutcome.PASS, ItemOutcome.PASS);
                assertThat(night.outcomes("stuck")).containsExactly("BENCH_FAULT", "BENCH_FAULT", "BENCH_FAULT");
                assertThat(night.attempts())
                        .filteredOn(it -> it.board().equals("stuck"))
                        .extracting(AttemptRow::stage)
                        .containsOnly(Stage.FLASH);
                assertThat(night.words("stuck"))
                        .as("tried twice, tried once and put out, never begun")
                        .containsExactly(ItemOutcome.BENCH_FAULT, ItemOutcome.BENCH_FAULT, ItemOutcome.NOT_RUN);
                assertThat(power).content(StandardCharsets.UTF_8).isEqualTo("cycled\n");
                assertThat(night.remarks())
                        .anyMatch(it -> it.contains("2 bench faults in a row; its power was cycled"))
                        .anyMatch(it -> it.startsWith("bench/stuck is in quarantine: 3 bench faults in a row"));
                nothingIsLost(night);
            }
        }
    }

    /** A board whose programmer only comes to its senses without power. */
    @Test
    void aPowerCycleThatHelpsSavesTheNight() throws Exception {
        try (TestRack rack = TestRack.start(scratch, BAUD, "stuck")) {
            Path powered = scratch.resolve("powered");
            String copy = "test -e " + powered + " && cp {image} "
                    + rack.board("stuck").volumePath() + "/image.bin && until test ! -e "
                    + rack.board("stuck").volumePath() + "/image.bin; do :; done";
            Path profile = profile(
                    rack.cloud(),
                    rack.yaml(
                            "stuck",
                            "{method: command, command: [sh, -c, \"" + copy + "\"], timeout: 10s}",
                            "power: {method: command, command: [touch, \"" + powered + "\"]}"));
            VirtualLab.in(scratch, "images-only", BAUD, List.of("stuck")).images("n1");
            Path plan = Files.writeString(
                    scratch.resolve("power.plan.yaml"),
                    "night: power\nprofile: bench.yaml\nimages: [\"{board}-n1\"]\nretries: {bench: 5}\n"
                            + "quarantineAfter: 3\n");

            try (TestNight night = TestNight.begin(profile, plan, out, lab)) {
                night.await();

                assertThat(night.outcomes("stuck")).containsExactly("BENCH_FAULT", "BENCH_FAULT", "PASS");
                assertThat(night.words("stuck")).containsExactly(ItemOutcome.FLAKY);
                nothingIsLost(night);
            }
        }
    }

    /** The runs, the lab's database and the history are all on that disk. */
    @Test
    void aFullDiskIsWaitedOutAndNothingIsLost() throws Exception {
        boolean mounted = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=24m", "none", out.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
        assumeTrue(mounted, "needs to mount a file system");
        VirtualLab boards = VirtualLab.in(scratch, "bench", BAUD, List.of("left", "right"));
        boards.images("n1");
        Path plan = boards.plan("full", List.of("{board}-n1"), "repeats: 2", "patience: 2m");
        Path ballast = out.resolve("ballast");
        AtomicBoolean filled = new AtomicBoolean();

        try (TestNight night = TestNight.begin(boards.profile(), plan, out, lab, 1_000_000, (run, entry) -> {
            if (says(entry.fact(), "presence/connected/") && filled.compareAndSet(false, true)) {
                fill(ballast);
            }
        })) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> night.remarks().stream()
                            .anyMatch(it -> it.contains("full") || it.contains("waits for the lab's database")));
            Files.delete(ballast);
            night.await();

            assertThat(night.items()).extracting(it -> it.asWord()).containsOnly(ItemOutcome.PASS, ItemOutcome.FLAKY);
            assertThat(night.attempts())
                    .filteredOn(it -> !it.isPass())
                    .isNotEmpty()
                    .allSatisfy(it -> {
                        assertThat(it.outcome()).as(it.reason()).isEqualTo(Outcome.BENCH_FAULT);
                        assertThat(it.stage()).isEqualTo(Stage.RECORD);
                    });
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> nothingIsLost(night));
        } finally {
            new ProcessBuilder("umount", "-l", out.toString()).start().waitFor();
        }
    }

    /** The bench's own credentials: nothing can be known of any board, and no board is blamed. */
    @Test
    void credentialsThatHaveExpiredAreTheBenchsAndTheNightEnds() throws Exception {
        try (TestRack rack = TestRack.start(scratch, BAUD, "well")) {
            Path old = OldCertificate.of(
                    rack.cloud().credentials().witnessCertificate(),
                    scratch.resolve("cloud/ca.pem"),
                    scratch.resolve("cloud/ca.key.pem"),
                    scratch.resolve("old.crt.pem"));
            Path profile = profile(rack.cloud(), rack.yaml("well", rack.massStorage("well")));
            Files.writeString(
                    profile,
                    Files.readString(profile)
                            .replace(
                                    rack.cloud()
                                            .credentials()
                                            .witnessCertificate()
                                            .toString(),
                                    old.toString()));
            VirtualLab.in(scratch, "images-only", BAUD, List.of("well")).images("n1");
            Path plan = Files.writeString(
                    scratch.resolve("old.plan.yaml"),
                    "night: old\nprofile: bench.yaml\nimages: [\"{board}-n1\"]\nrepeats: 2\nretries: {bench: 1}\n");

            try (TestNight night = TestNight.begin(profile, plan, out, lab)) {
                night.await();

                assertThat(night.words("well")).containsExactly(ItemOutcome.BENCH_FAULT, ItemOutcome.BENCH_FAULT);
                assertThat(night.attempts())
                        .as("tried once each: a further look would find the same")
                        .hasSize(2)
                        .allSatisfy(it -> {
                            assertThat(it.owner()).isEqualTo(Owner.BENCH);
                            assertThat(it.reason()).contains("old.crt.pem expired on", "create a new certificate");
                        });
                assertThat(night.remarks()).noneMatch(it -> it.contains("quarantine"));
                nothingIsLost(night);
            }
        }
    }

    @Test
    void anOutageOfTheLabsDatabaseStopsRunsBeforeTheirLeasesEndAndLosesNothing() throws Exception {
        HistoryAddress.Postgres real = (HistoryAddress.Postgres) Databases.fresh(Databases.Kind.POSTGRESQL, scratch);
        int server = Integer.parseInt(real.host().substring(real.host().indexOf(':') + 1));
        VirtualLab boards = VirtualLab.in(scratch, "bench", 9600, List.of("left", "right"));
        boards.images("n1");
        Path plan = boards.plan("cut", List.of("{board}-n1"), "repeats: 1", "patience: 2m");
        AtomicBoolean cut = new AtomicBoolean();
        try (CutWire wire = new CutWire(server)) {
            HistoryAddress through = HistoryAddress.parse(
                    "postgresql://" + real.user() + "@localhost:" + wire.port() + "/" + real.database());

            try (TestNight night = TestNight.begin(boards.profile(), plan, out, through, 0, (run, entry) -> {
                if (says(entry.fact(), "presence/connected/") && cut.compareAndSet(false, true)) {
                    wire.cut();
                }
            })) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> night.remarks().stream()
                                .anyMatch(it -> it.contains("cannot be reached") || it.contains("cannot be used")));
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> Files.list(out).anyMatch(it -> Files.exists(it.resolve("report.json"))));
                wire.mend();
                night.await();

                assertThat(night.items()).extracting(it -> it.asWord()).isSubsetOf(ItemOutcome.PASS, ItemOutcome.FLAKY);
                assertThat(night.attempts())
                        .filteredOn(it -> !it.isPass())
                        .isNotEmpty()
                        .allSatisfy(it ->
                                assertThat(it.reason()).startsWith("interrupted: the lab's database was out of reach"));
                nothingIsLost(night);
            }
        }
    }

    private static void fill(Path ballast) {
        byte[] block = new byte[1 << 16];
        try (OutputStream file = Files.newOutputStream(ballast)) {
            while (true) {
                file.write(block);
            }
        } catch (IOException full) {
            for (int bytes = 1 << 12; bytes > 0; bytes /= 4) {
                try (OutputStream file = Files.newOutputStream(ballast, StandardOpenOption.APPEND)) {
                    file.write(new byte[bytes]);
                } catch (IOException fuller) {
                    continue;
                }
            }
        }
    }
}
