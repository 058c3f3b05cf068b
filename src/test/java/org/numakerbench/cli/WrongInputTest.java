package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person easily gives a command instead of what it takes: told what it is, and what would be right. */
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class WrongInputTest {
    private static final String PROFILE = "bench-profiles/virtual.yaml";
    private static final String PLAN = "bench-profiles/nightly/virtual.yaml";
    private static final String EXPERIMENT = "bench-profiles/experiments/esp8266-timeouts.yaml";

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @CsvSource({
        "run, " + PLAN + ", a night's plan, bench nightly",
        "run, " + EXPERIMENT + ", a timeout experiment, bench tune",
        "nightly, " + PROFILE + ", a bench profile, bench run",
        "nightly, " + EXPERIMENT + ", a timeout experiment, bench tune",
        "submit, " + PROFILE + ", a bench profile, bench run",
        "tune, " + PROFILE + ", a bench profile, bench run",
        "tune, " + PLAN + ", a night's plan, bench nightly",
    })
    void aFileOfAnotherKindIsNamedWithTheCommandThatTakesIt(String command, String file, String kind, String right) {
        BenchCall call = BenchCall.of(command, file);

        assertThat(call.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(call.text().lines())
                .singleElement()
                .asString()
                .startsWith(file + ": this is " + kind)
                .contains("did you mean " + right + " " + file + "?");
    }

    @Test
    void whereAProfileIsWantedThatOfThePlanIsProposed() {
        assertThat(BenchCall.of("doctor", PLAN).text()).contains("Its profile is " + PROFILE);
    }

    @ParameterizedTest
    @CsvSource({
        "rnu, run",
        "nigthly, nightly",
        "docter, doctor",
        "heap trand, trend",
        "nightly-report, nightly",
        "replya, replay"
    })
    void anUnknownCommandIsAnsweredWithTheNearest(String typed, String meant) {
        BenchCall call = BenchCall.of(typed.split(" "));

        assertThat(call.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(call.text().lines()).singleElement().asString().contains("did you mean " + meant + "?");
    }

    @Test
    void anUnknownOptionIsAnsweredWithTheNearest() {
        assertThat(BenchCall.of("run", PROFILE, "--repeats=3").text())
                .startsWith("bench run: there is no option --repeats; did you mean --repeat?");
    }

    @Test
    void allMissingCredentialsAreNamedAtOnce() throws IOException {
        Path profile = Files.writeString(scratch.resolve("real.yaml"), """
                bench: real
                images: %s
                cloud:
                  endpoint: localhost
                  witness: {clientId: witness, ca: ca.pem, certificate: witness.pem, privateKey: witness.key}
                boards:
                  - name: left
                    target: NUMAKER_PFM_M487
                    image: virtual-m487-5.7.1
                    certificate: left.pem
                    serial: {port: /dev/null}
                    flash: {method: none}
                    reset: [{method: manual}]
                """.formatted(
                        Path.of("firmware-images").toAbsolutePath()));

        BenchCall call = BenchCall.of(
                "run", profile.toString(), "--out", scratch.resolve("runs").toString());

        assertThat(call.code()).isEqualTo(ExitCodes.USAGE);
        for (String file : List.of("ca.pem", "witness.pem", "witness.key", "left.pem")) {
            assertThat(call.text().lines().filter(it -> it.contains(scratch.resolve(file) + " ")))
                    .as(file + " in " + call.text())
                    .hasSize(1);
        }
    }

    @Test
    void ofACopiedProfileItIsSaidWhereItsImagesAreLookedFor() throws IOException {
        Path copy = Files.copy(Path.of(PROFILE), scratch.resolve("copy.yaml"));

        BenchCall call = BenchCall.of(
                "run", copy.toString(), "--out", scratch.resolve("runs").toString());

        assertThat(call.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(call.text())
                .contains("no directory of images at ")
                .contains("images: in a profile names it as seen from the profile's own directory");
    }

    /** Whatever stands where a file should be, Java's names for it reach nobody. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "run %s",
                "doctor %s",
                "nightly %s",
                "submit %s",
                "tune %s",
                "agent %s",
                "parse --firmware %s bench-profiles/firmware/example-with-sensor.raw",
                "replay %s",
                "policy %s --account 123456789012",
                "policy bench-profiles/virtual.yaml --check %s",
                "firmware add %s",
                "firmware show x --images %s",
                "firmware list --images %s",
                "firmware learn %s",
                "firmware try %s %s",
                "firmware virtual --app %s --target NUMAKER_PFM_M487 --thing t --client-id c --topic t --out %s",
                "credentials check --ca %s --certificate %s --private-key %s",
                "credentials embed --ca %s --certificate %s --private-key %s",
                "credentials create --directory %s",
                "history import %s --image virtual-m487-5.7.1 --date 2018-01-03",
                "history rebuild --out %s",
                "heap trend --out %s",
                "heap check --out %s",
                "trend --out %s",
                "nightly report --out %s",
                "selftest --edits %s",
                "serve --port 0 --token-file %s --bind 0.0.0.0",
                "run bench-profiles/virtual.yaml --out %s"
            })
    void noExceptionOfJavasReachesAPerson(String line) throws IOException {
        Path bytes = Files.write(scratch.resolve("bytes"), new byte[] {0, (byte) 0xff, '\r', '{', (byte) 0x80});
        Path directory = Files.createDirectory(scratch.resolve("directory"));
        List<Path> wrong = line.matches(".*--(out|directory) %s.*") && !line.contains("--app")
                // A directory that is not there yet would be made.
                ? List.of(bytes, bytes.resolve("below-a-file"))
                : List.of(
                        scratch.resolve("missing"),
                        bytes,
                        bytes.resolve("below-a-file"),
                        directory.resolve("manifest.yaml").resolve("deeper"));
        for (Path file : wrong) {
            BenchCall call = BenchCall.of(line.replace("%s", file.toString()).split(" "));

            assertThat(call.text())
                    .as(line + " with " + file)
                    .doesNotContainPattern("\\w(Exception|Error)\\b")
                    .doesNotContain("a mistake in the bench")
                    .doesNotContain("(null)");
            assertThat(call.code())
                    .as(line + " with " + file + ": " + call.text())
                    .isNotZero();
        }
    }
}
