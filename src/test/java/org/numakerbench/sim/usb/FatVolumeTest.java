package org.numakerbench.sim.usb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.numakerbench.sim.usb.FatVolume.Copy;

class FatVolumeTest {
    private static final int LENGTH_OF_FIRST_FILE = (1 + 2 * 6) * 512 + 32 + 28;

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    @Test
    void aFileComesOutAsItWentIn() {
        byte[] content = bytes(300_001);
        byte[] blocks = FatVolume.make("NuMicro MCU", 2048, Map.of("FIRMWARE.BIN", content));
        Copy copy = new FatVolume(blocks).image(Set.of()).orElseThrow();

        assertThat(copy.name()).isEqualTo("FIRMWARE.BIN");
        assertThat(copy.content()).isEqualTo(content);
        assertThat(copy.hasAllItsBytes()).isTrue();
    }

    @Test
    void itsLabelIsWhereUdevReadsIt() {
        byte[] blocks = FatVolume.make("NuMicro MCU", 160, Map.of());

        assertThat(new String(blocks, 43, 11, StandardCharsets.US_ASCII)).isEqualTo("NuMicro MCU");
        assertThat(blocks).hasSize(160 * 1024);
    }

    @Test
    void otherFilesAndKnownOnesAreNoImage() {
        assertThat(new FatVolume(FatVolume.make("A", 160, Map.of("MBED.HTM", bytes(10)))).image(Set.of()))
                .isEmpty();
        assertThat(new FatVolume(FatVolume.make("A", 160, Map.of("A.HEX", bytes(10)))).image(Set.of("A.HEX")))
                .isEmpty();
    }

    @Test
    void aCopyWhoseBlocksAreNotAllChainedIsNotComplete() {
        byte[] blocks = FatVolume.make("A", 2048, Map.of("A.BIN", bytes(5000)));
        ByteBuffer.wrap(blocks).putInt(LENGTH_OF_FIRST_FILE, Integer.reverseBytes(50_000));

        assertThat(new FatVolume(blocks).image(Set.of()).orElseThrow().hasAllItsBytes())
                .isFalse();
    }
}
