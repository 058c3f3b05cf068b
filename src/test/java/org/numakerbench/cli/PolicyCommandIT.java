package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.bench.RunPlans;
import org.numakerbench.bench.VirtualBench;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.Images;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Verdict;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.ProfileReader;
import org.numakerbench.report.run.RunReports;
import org.numakerbench.run.BenchRun;
import org.numakerbench.run.RunListener;
import org.numakerbench.sim.cloud.LocalCloud;
import org.numakerbench.sim.cloud.tls.CertificateRole;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code bench policy} prints, at work on a cloud; and what it forbids, forbidden by that cloud. */
class PolicyCommandIT {
    @TempDir
    private Path directory;

    private Path profile;
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeEach
    void writeProfile() throws IOException {
        profile = Files.writeString(directory.resolve("p.yaml"), """
                bench: test
                images: %s
                cloud:
                  local: {directory: cloud}
                boards:
                  - {name: v, target: NUMAKER_PFM_M487, image: virtual-m487-5.7.1, virtual: {baud: 0}}
                limits: {messageWait: 500ms, lifecycleWait: 700ms, silence: 2s}
                """.formatted(
                        Path.of("firmware-images").toAbsolutePath()));
    }

    private int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        CommandLine bench = Bench.commandLine();
        bench.setOut(new PrintWriter(out, true));
        bench.setErr(new PrintWriter(err, true));
        return bench.execute(arguments);
    }

    private int part(String owner, int part) {
        return run(
                "policy",
                profile.toString(),
                "--for",
                owner,
                "--region",
                "us-east-1",
                "--account",
                "123456789012",
                "--part",
                String.valueOf(part));
    }

    @Test
    void each_part_is_one_document() {
        for (String owner : List.of("device", "witness")) {
            int parts = 0;
            while (part(owner, parts + 1) == 0) {
                parts++;
                JsonNode document = JsonMapper.shared().readTree(out.toString());
                assertThat(document.path("Version").asString()).isEqualTo("2012-10-17");
                assertThat(out.toString().replaceAll("\\s", "").length()).isLessThanOrEqualTo(2048);
            }
            assertThat(parts).as(owner).isPositive();
            assertThat(err.toString()).contains("--part " + (parts + 1) + ": there ");
            if (parts > 1) {
                assertThat(part(owner, 1)).isZero();
                assertThat(err.toString()).contains("part 1 of " + parts, "attach all");
            }
        }
    }

    /** The local cloud has one document a certificate: statements of all documents together. */
    private String written(String owner) {
        StringBuilder documents = new StringBuilder();
        for (int part = 1; part(owner, part) == 0; part++) {
            documents.append(out);
        }
        String all = documents.toString();
        return all.replaceAll("(?s)\\]\\s*\\}\\s*\\{\\s*\"Version\"[^\\[]*\\[", ",");
    }

    private Judgement judged(String device, String witness) throws Exception {
        Profile read = ProfileReader.read(profile);
        Image image = Images.find(read.images(), "virtual-m487-5.7.1");
        try (VirtualBench bench = VirtualBench.start(read)) {
            LocalCloud cloud = bench.cloud();
            cloud.setPolicy(CertificateRole.DEVICE, device);
            cloud.setPolicy(CertificateRole.WITNESS, witness);
            try (VirtualBench.AttachedBoard board = bench.attach(read.boards().get(0))) {
                return new BenchRun(
                                RunPlans.plan(bench.profile(), board.profile(), image, directory.resolve("runs")),
                                RunListener.SILENT,
                                RunReports::write)
                        .execute()
                        .record()
                        .judgement();
            }
        }
    }

    @Test
    void a_run_passes_under_the_policies_it_prints() throws Exception {
        Judgement judgement = judged(written("device"), written("witness"));

        assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.PASS);
        assertThat(judgement.findings())
                .filteredOn(it -> it.verdict() == Verdict.CONFIRMED)
                .hasSizeGreaterThan(50);
    }

    @Test
    void what_a_check_forbids_is_what_the_cloud_then_refuses() throws Exception {
        String all =
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"iot:*\",\"Resource\":\"*\"}";
        String denying = all + ",{\"Effect\":\"Deny\",\"Action\":\"iot:UpdateThingShadow\",\"Resource\":\"*\"}]}";
        Path file = Files.writeString(directory.resolve("policy.json"), denying);

        assertThat(run("policy", profile.toString(), "--check", file.toString()))
                .isEqualTo(2);

        List<String> forbidden = out.toString()
                .lines()
                .filter(line -> line.startsWith("forbidden"))
                .toList();
        assertThat(forbidden).singleElement().asString().contains("https.shadow-update-rest", "statement 2 denies it");
        Judgement judgement = judged(denying, all + "]}");
        Optional<Finding> failed = judgement.findings().stream()
                .filter(it -> String.valueOf(it.claim()).contains("[FAIL]"))
                .findFirst();
        assertThat(failed).map(Finding::step).contains("https.shadow-update-rest");
    }

    @Test
    void a_good_policy_checks_out() throws Exception {
        Path file = Files.writeString(directory.resolve("good.json"), written("witness"));

        assertThat(run("policy", profile.toString(), "--for", "witness", "--check", file.toString(), "--json"))
                .isZero();
        assertThat(out.toString().lines()).allMatch(line -> line.contains("\"answer\":\"ALLOWED\""));
    }

    @Test
    void wrong_arguments_say_what_would_be_right() throws Exception {
        assertThat(run("policy", profile.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("--account is missing; give the 12 digits");
        assertThat(run("policy", profile.toString(), "--account", "12")).isEqualTo(2);
        assertThat(err.toString()).contains("must be 12 digits");
        assertThat(run("policy", profile.toString(), "--check", "none.json")).isEqualTo(2);
        assertThat(err.toString()).contains("none.json: cannot be read (no such file");
        assertThat(run("policy", profile.toString(), "--board", "x", "--account", "*"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("has no such board; it has v");
        Path broken = Files.writeString(directory.resolve("broken.json"), "{");
        assertThat(run("policy", profile.toString(), "--check", broken.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("broken.json: line 1: not JSON");
    }
}
