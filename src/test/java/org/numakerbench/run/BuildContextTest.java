package org.numakerbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.evidence.RunContext.BuildFacts;
import org.numakerbench.firmware.Identity;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.Manifest;
import org.numakerbench.firmware.Target;

class BuildContextTest {
    @TempDir
    private Path scratch;

    private Image image(Map<String, String> macros, String map, String mapSha256) throws Exception {
        Path file = Files.write(scratch.resolve("firmware.bin"), new byte[] {1, 2, 3});
        return new Image(
                "nightly-42",
                file,
                new Manifest(
                        "firmware.bin",
                        "00",
                        Target.NUMAKER_PFM_M487,
                        "b42",
                        "5.7.1",
                        "GCC_ARM 6.3.1",
                        List.of("mqtt"),
                        macros,
                        new Identity("t", "c", "a/b", "a/+"),
                        null,
                        false,
                        map,
                        mapSha256,
                        "abc1234",
                        42L));
    }

    @Test
    void secretMacrosAreNotRecorded() throws Exception {
        BuildFacts build = BuildContext.of(
                image(
                        Map.of("WIFI_PASSWORD", "hunter2", "MBEDTLS_PSK", "00ff", "TLS_CONTENT_BYTES", "4096"),
                        null,
                        null),
                "ethernet",
                null,
                Map.of());

        assertThat(build.macros())
                .containsEntry("TLS_CONTENT_BYTES", "4096")
                .containsEntry("WIFI_PASSWORD", "(not recorded)");
        assertThat(build.toString()).doesNotContain("hunter2").doesNotContain("00ff");
        assertThat(build.commit()).isEqualTo("abc1234");
        assertThat(build.commitNumber()).isEqualTo(42);
    }

    @Test
    void aMapOfAnotherImageCostsTheModulesAndNotTheRun() throws Exception {
        Files.writeString(scratch.resolve("firmware.map"), "another one");

        BuildFacts build =
                BuildContext.of(image(Map.of(), "firmware.map", "11".repeat(32)), "ethernet", null, Map.of());

        assertThat(build.modules()).isEmpty();
        assertThat(build.flashBytes()).isNull();
    }
}
