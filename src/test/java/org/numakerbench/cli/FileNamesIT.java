package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.cli.BenchProcess.Ended;

/** A locale that knows ASCII alone, as services and containers have it: names beyond it are one clear line. */
class FileNamesIT {
    @TempDir
    private Path scratch;

    private Ended inAscii(String... arguments) throws Exception {
        return BenchProcess.start(scratch, Map.of("LC_ALL", "C"), arguments).await(180);
    }

    @Test
    void aManifestsFileThatTheLocaleCannotNameIsOneLine() throws Exception {
        Path image = Files.createDirectories(scratch.resolve("images/one"));
        Files.writeString(
                image.resolve("manifest.yaml"),
                Files.readString(Path.of("firmware-images/virtual-m487-5.7.1/manifest.yaml"))
                        .replaceAll("(?m)^file: .*", "file: grün.bin"));

        Ended ended = inAscii(
                "firmware", "show", "one", "--images", scratch.resolve("images").toString());

        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(2);
        assertThat(ended.err().lines())
                .singleElement()
                .satisfies(it -> assertThat(it)
                        .contains("manifest.yaml:")
                        .contains(": file: ")
                        .contains("cannot be the name of a file under this locale, which knows US-ASCII alone")
                        .contains("LC_ALL=C.UTF-8"));
    }

    @Test
    void soIsAWordThatIsNoPathBySchema() throws Exception {
        Path profile = Files.writeString(scratch.resolve("p.yaml"), """
                bench: b
                images: .
                cloud: {local: {directory: cloud}}
                boards:
                  - name: one
                    target: NUMAKER_PFM_M487
                    serial: {port: /dev/null}
                    flash: {method: command, command: [/opt/grün/flash, "{image}"]}
                    reset: [{method: break, hold: 250ms}]
                """);

        Ended ended = inAscii("doctor", profile.toString());

        assertThat(ended.err()).doesNotContain("Exception", "\tat ");
        assertThat(ended.exitCode()).as(ended.err()).isIn(2, 3);
    }
}
