package org.numakerbench.sim.usb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScsiDiskTest {
    private static final byte[] TEST_UNIT_READY = new byte[16];
    private static final byte[] REQUEST_SENSE = command(0x03, 0, 0);

    private final List<Integer> written = new ArrayList<>();
    private final ScsiDisk disk = new ScsiDisk(written::add);

    private static byte[] command(int operation, int block, int count) {
        return ByteBuffer.allocate(16)
                .put(0, (byte) operation)
                .putInt(2, block)
                .putShort(7, (short) count)
                .array();
    }

    /** Sense key and code of the last refusal. */
    private String why() {
        byte[] sense = disk.command(REQUEST_SENSE).bytes();
        return String.format("%d/%02x", sense[2], sense[12]);
    }

    @Test
    void withoutAMediumItIsNotReady() {
        assertThat(disk.command(TEST_UNIT_READY).good()).isFalse();
        assertThat(why()).isEqualTo("2/3a");
    }

    @Test
    void aChangedMediumIsToldOnce() {
        disk.insert(new byte[4096], false);

        assertThat(disk.command(TEST_UNIT_READY).good()).isFalse();
        assertThat(why()).isEqualTo("6/28");
        assertThat(disk.command(TEST_UNIT_READY).good()).isTrue();
    }

    @Test
    void whatIsWrittenIsReadAgainAndEachBlockIsSeen() {
        disk.insert(new byte[4096], false);
        disk.powerOn();
        byte[] data = new byte[1024];
        data[600] = 7;

        assertThat(disk.command(command(0x2A, 3, 2)).good()).isTrue();
        disk.write(data);

        assertThat(disk.command(command(0x28, 3, 2)).bytes()).isEqualTo(data);
        assertThat(written).containsExactly(3, 4);
    }

    @Test
    void nothingIsWrittenToAProtectedOneOrBehindItsEnd() {
        disk.insert(new byte[4096], true);
        disk.powerOn();
        assertThat(disk.command(command(0x2A, 0, 1)).good()).isFalse();
        assertThat(why()).isEqualTo("7/27");

        disk.insert(new byte[4096], false);
        disk.powerOn();
        assertThat(disk.command(command(0x2A, 7, 2)).good()).isFalse();
        assertThat(why()).isEqualTo("5/21");
    }
}
