package org.numakerbench.sim.usb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A removable disk with one medium, by the SCSI commands that Linux sends to a USB stick (SBC-2, SPC-3). */
final class ScsiDisk {
    static final int BLOCK_BYTES = 512;

    /** Sense key, additional code and qualifier of why a command failed (SPC-3, 4.5.6). */
    private enum Sense {
        NONE(0, 0),
        NO_MEDIUM(2, 0x3A),
        WRONG_COMMAND(5, 0x20),
        OUT_OF_RANGE(5, 0x21),
        MEDIUM_MAY_HAVE_CHANGED(6, 0x28),
        WRITE_PROTECTED(7, 0x27);

        private final int key;
        private final int code;

        Sense(int key, int code) {
            this.key = key;
            this.code = code;
        }
    }

    /** Told of each block as it comes, on the thread that serves the host: what it does is done in the middle of a write. */
    interface Watcher {
        void written(int block);
    }

    private final Watcher watcher;
    private byte @Nullable [] medium;
    private boolean writeProtected;
    private Sense pending = Sense.NONE;
    private int writeAt;
    private int writeBlocks;

    ScsiDisk(Watcher watcher) {
        this.watcher = watcher;
    }

    /** Puts a medium in, or takes it out (null): the host is told that it may have changed. */
    synchronized void insert(byte @Nullable [] blocks, boolean readOnly) {
        medium = blocks;
        writeProtected = readOnly;
        pending = blocks == null ? Sense.NONE : Sense.MEDIUM_MAY_HAVE_CHANGED;
    }

    /** A device that has just been plugged in says nothing of a change. */
    synchronized void powerOn() {
        pending = Sense.NONE;
    }

    /** Changes the blocks under the host, which is told nothing. */
    synchronized void replace(byte[] blocks) {
        byte[] old = medium;
        if (old != null) {
            System.arraycopy(blocks, 0, old, 0, Math.min(old.length, blocks.length));
        }
    }

    /** A copy of the blocks as they are; null without a medium. */
    synchronized byte @Nullable [] blocks() {
        byte[] now = medium;
        return now == null ? null : now.clone();
    }

    /**
     * @param bytes what goes to the host
     * @param good false: the host will ask why
     */
    record Reply(byte[] bytes, boolean good) {
        private static final Reply DONE = new Reply(new byte[0], true);
        private static final Reply REFUSED = new Reply(new byte[0], false);
    }

    /** Does a command; for WRITE the data come by {@link #write} afterwards. */
    synchronized Reply command(byte[] command) {
        int operation = command[0] & 0xFF;
        if (operation == 0x12) {
            return new Reply(inquiry(), true);
        }
        if (operation == 0x03) {
            return new Reply(sense(), true);
        }
        if (pending != Sense.NONE) {
            return Reply.REFUSED;
        }
        byte[] disk = medium;
        if (disk == null) {
            return operation == 0x1E ? Reply.DONE : refused(Sense.NO_MEDIUM);
        }
        return switch (operation) {
            case 0x00, 0x1B, 0x1E, 0x2F, 0x35 -> Reply.DONE;
            case 0x1A -> new Reply(new byte[] {3, 0, (byte) (writeProtected ? 0x80 : 0), 0}, true);
            case 0x25 ->
                new Reply(
                        ByteBuffer.allocate(8)
                                .putInt(disk.length / BLOCK_BYTES - 1)
                                .putInt(BLOCK_BYTES)
                                .array(),
                        true);
            case 0x28 -> read(disk, command);
            case 0x2A -> prepareWrite(disk, command);
            default -> refused(Sense.WRONG_COMMAND);
        };
    }

    private Reply refused(Sense why) {
        pending = why;
        return Reply.REFUSED;
    }

    private static byte[] inquiry() {
        byte[] answer = new byte[36];
        answer[1] = (byte) 0x80; // removable
        answer[2] = 2;
        answer[3] = 2;
        answer[4] = 31;
        byte[] names = "Nuvoton NuMicro MCU     1.00".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(names, 0, answer, 8, names.length);
        return answer;
    }

    private byte[] sense() {
        byte[] answer = new byte[18];
        answer[0] = 0x70;
        answer[2] = (byte) pending.key;
        answer[7] = 10;
        answer[12] = (byte) pending.code;
        pending = Sense.NONE;
        return answer;
    }

    private Reply read(byte[] disk, byte[] command) {
        int from = block(command);
        int count = count(command);
        if (isOutside(disk, from, count)) {
            return refused(Sense.OUT_OF_RANGE);
        }
        return new Reply(Arrays.copyOfRange(disk, from * BLOCK_BYTES, (from + count) * BLOCK_BYTES), true);
    }

    private Reply prepareWrite(byte[] disk, byte[] command) {
        if (writeProtected) {
            return refused(Sense.WRITE_PROTECTED);
        }
        writeAt = block(command);
        writeBlocks = count(command);
        return isOutside(disk, writeAt, writeBlocks) ? refused(Sense.OUT_OF_RANGE) : Reply.DONE;
    }

    /** The data of the last WRITE, or the next of them: whole blocks. */
    void write(byte[] data) {
        for (int at = 0; at + BLOCK_BYTES <= data.length; at += BLOCK_BYTES) {
            int block;
            synchronized (this) {
                byte[] disk = medium;
                if (disk == null || writeBlocks == 0) {
                    return;
                }
                block = writeAt++;
                writeBlocks--;
                System.arraycopy(data, at, disk, block * BLOCK_BYTES, BLOCK_BYTES);
            }
            watcher.written(block);
        }
    }

    private static int block(byte[] command) {
        return ByteBuffer.wrap(command).getInt(2);
    }

    private static int count(byte[] command) {
        return ByteBuffer.wrap(command).getShort(7) & 0xFFFF;
    }

    private static boolean isOutside(byte[] disk, int from, int count) {
        return from < 0 || from + count > disk.length / BLOCK_BYTES;
    }
}
