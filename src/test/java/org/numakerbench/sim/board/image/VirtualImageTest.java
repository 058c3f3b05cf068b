package org.numakerbench.sim.board.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.numakerbench.sim.board.program.Firmware;

class VirtualImageTest {
    private static final Path COMMITTED = Path.of("firmware-images", "virtual-m487-5.7.1");

    @Test
    void an_image_read_back_is_the_image_written() throws Exception {
        VirtualImage image = withFault(new Fault(FaultKind.BYTES_FLIPPED, "user", 7L, 0.5));

        assertThat(VirtualImage.decode(VirtualImage.encode(image))).isEqualTo(image);
    }

    @Test
    void an_image_starts_like_one_for_a_cortex_m() {
        byte[] file = VirtualImage.encode(SampleImages.g1());

        assertThat(Arrays.copyOf(file, 8)).containsExactly(0x00, 0x80, 0x02, 0x20, 0x01, 0x01, 0x00, 0x00);
    }

    @Property(tries = 200)
    void an_image_with_one_bit_flipped_is_refused(@ForAll @IntRange(min = 0, max = 5000) int bit) {
        byte[] file = VirtualImage.encode(SampleImages.g1());
        file[bit / 8] ^= (byte) (1 << bit % 8);

        assertThatThrownBy(() -> VirtualImage.decode(file)).isInstanceOf(BrokenImageException.class);
    }

    @Property(tries = 200)
    void an_image_cut_anywhere_is_refused(@ForAll @IntRange(min = 0, max = 900) int length) {
        byte[] whole = VirtualImage.encode(SampleImages.g1());

        assertThatThrownBy(() -> VirtualImage.decode(Arrays.copyOf(whole, Math.min(length, whole.length - 1))))
                .isInstanceOf(BrokenImageException.class);
    }

    @Test
    void the_catalogue_describes_every_fault_by_its_json_name() {
        assertThat(Faults.catalogue())
                .hasSize(FaultKind.values().length)
                .containsKeys("publish-not-sent", "unsuback-bug", "reset-ignored")
                .allSatisfy((name, description) -> {
                    assertThat(FaultKind.ofJsonName(name).jsonName()).isEqualTo(name);
                    assertThat(description).isNotBlank();
                });
    }

    /** Regenerate with {@code mvn test -Dtest=VirtualImageTest -Dgolden.update=true}, then read the diff. */
    @Test
    void the_committed_image_is_what_encode_gives_and_its_manifest_names_its_digest() throws Exception {
        byte[] expected = VirtualImage.encode(SampleImages.shipped());
        if (Boolean.getBoolean("golden.update")) {
            Files.write(COMMITTED.resolve("image.bin"), expected);
        }

        byte[] committed = Files.readAllBytes(COMMITTED.resolve("image.bin"));

        assertThat(committed).isEqualTo(expected);
        assertThat(VirtualImage.decode(committed)).isEqualTo(SampleImages.shipped());
        assertThat(Files.readString(COMMITTED.resolve("manifest.yaml")))
                .contains("sha256: "
                        + HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(committed)));
    }

    private static VirtualImage withFault(Fault fault) {
        VirtualImage clean = SampleImages.g1();
        return new VirtualImage(
                clean.target(),
                clean.mbedOs(),
                clean.buildId(),
                clean.identity(),
                clean.phases(),
                clean.heap(),
                List.of(fault));
    }

    @Test
    void aMacroThatIsNoNumberIsRefusedBeforeItRuns() {
        VirtualImage it = SampleImages.g1();
        VirtualImage slow = new VirtualImage(
                it.target(),
                it.mbedOs(),
                it.buildId(),
                it.identity(),
                it.phases(),
                it.heap(),
                it.faults(),
                Map.of("VIRTUAL_MQTT_CONNECT_DELAY_MS", "soon"),
                false);

        assertThatThrownBy(() -> Firmware.check(slow))
                .isInstanceOf(BrokenImageException.class)
                .hasMessage("macro VIRTUAL_MQTT_CONNECT_DELAY_MS is soon, must be a number of milliseconds");
    }
}
