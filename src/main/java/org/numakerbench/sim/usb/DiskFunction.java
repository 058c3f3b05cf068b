package org.numakerbench.sim.usb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The adapter's disk on the wire: commands, data and statuses over two bulk pipes (USB Mass Storage Bulk-Only 1.0). */
final class DiskFunction {
    private static final int COMMAND_SIGNATURE = 0x43425355;
    private static final int STATUS_SIGNATURE = 0x53425355;
    private static final int COMMAND_BYTES = 31;
    private static final int STATUS_BYTES = 13;
    private static final int GET_MAX_LUN = 0xFE;

    private final ScsiDisk disk;
    /** What goes to the host: a command's data, then its status. */
    private final InPipe toHost = new InPipe();

    private int tag;
    private int expected;
    private int toCome;
    private boolean good = true;

    DiskFunction(ScsiDisk disk) {
        this.disk = disk;
    }

    void control(Urb urb) {
        if (urb.setup(1) == GET_MAX_LUN) {
            urb.answer(new byte[1]);
        } else {
            reset();
            urb.taken();
        }
    }

    void reset() {
        toHost.reset();
        toCome = 0;
    }

    void unlinked(Urb urb) {
        toHost.unlinked(urb);
    }

    void in(Urb urb) {
        toHost.in(urb);
    }

    void out(Urb urb) {
        byte[] bytes = urb.data();
        if (toCome > 0) {
            toCome -= bytes.length;
            if (good) {
                disk.write(bytes);
            }
            urb.taken();
            if (toCome <= 0) {
                finish(0);
            }
        } else if (bytes.length == COMMAND_BYTES) {
            urb.taken();
            command(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        } else {
            urb.stall();
        }
    }

    private void command(ByteBuffer wrapper) {
        if (wrapper.getInt(0) != COMMAND_SIGNATURE) {
            return;
        }
        tag = wrapper.getInt(4);
        expected = wrapper.getInt(8);
        boolean isIn = (wrapper.get(12) & 0x80) != 0;
        ScsiDisk.Reply reply = disk.command(Arrays.copyOfRange(wrapper.array(), 15, COMMAND_BYTES));
        good = reply.good();
        if (isIn && expected > 0) {
            byte[] data = reply.bytes().length > expected ? Arrays.copyOf(reply.bytes(), expected) : reply.bytes();
            toHost.send(data);
            finish(expected - data.length);
        } else if (expected > 0) {
            toCome = expected;
        } else {
            finish(0);
        }
    }

    private void finish(int residue) {
        toCome = 0;
        toHost.send(ByteBuffer.allocate(STATUS_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(STATUS_SIGNATURE)
                .putInt(tag)
                .putInt(residue)
                .put((byte) (good ? 0 : 1))
                .array());
    }
}
