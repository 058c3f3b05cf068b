package org.numakerbench.sim.usb;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an adapter is to the host. {@code 511d} and {@code 5200} have the descriptors that OpenOCD's documentation shows
 * (doc/usb_adapters/nulink); {@code 511e} is not published: {@code 511d} with a disk in place of the debug interface.
 */
public enum Personality {
    /** Nu-Link1, switch MSG ON: disk and serial port. */
    NU_LINK1_MASS_STORAGE(0x511e),
    /** Nu-Link1, switch MSG OFF: debug interface and serial port. */
    NU_LINK1_DEBUG(0x511d),
    /** Nu-Link2-Me: debug interfaces, serial port and disk; all of them have this serial number. */
    NU_LINK2(0x5200);

    private static final int VENDOR = 0x0416;
    private static final int BULK = 2;
    private static final int INTERRUPT = 3;
    private static final int DISK_OF_NU_LINK2 = 8;

    private final int product;

    Personality(int product) {
        this.product = product;
    }

    public int product() {
        return product;
    }

    boolean hasDisk() {
        return this != NU_LINK1_DEBUG;
    }

    UsbSpeed speed() {
        return this == NU_LINK2 ? UsbSpeed.HIGH : UsbSpeed.FULL;
    }

    /** Number of the endpoint that the host reads the disk's answers from; it writes to the next one. */
    int diskEndpoint() {
        return this == NU_LINK2 ? DISK_OF_NU_LINK2 : 1;
    }

    /** The interface that mass-storage requests go to. */
    int diskInterface() {
        return this == NU_LINK2 ? 4 : 0;
    }

    byte[] device() {
        boolean second = this == NU_LINK2;
        return bytes(
                18,
                1,
                second ? 0 : 0x10,
                second ? 2 : 1,
                0xEF,
                2,
                1,
                64,
                VENDOR & 0xFF,
                VENDOR >> 8,
                product & 0xFF,
                product >> 8,
                0,
                second ? 0 : 1,
                1,
                2,
                second ? 3 : 0,
                1);
    }

    /** @param takesBreak announces serial breaks, as neither published adapter does */
    byte[] configuration(boolean takesBreak) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int capabilities = takesBreak ? 4 : 0;
        switch (this) {
            case NU_LINK1_MASS_STORAGE -> {
                all.writeBytes(disk(0, 0x81, 0x02));
                all.writeBytes(serial(8, 255, 64, capabilities));
            }
            case NU_LINK1_DEBUG -> {
                all.writeBytes(hid(0, 28, 0x81, 0x02, 64, 1));
                all.writeBytes(serial(8, 255, 64, capabilities));
            }
            case NU_LINK2 -> {
                all.writeBytes(bytes(9, 4, 0, 0, 2, 255, 0, 0, 0));
                all.writeBytes(endpoint(0x81, BULK, 512, 0));
                all.writeBytes(endpoint(0x02, BULK, 512, 0));
                all.writeBytes(serial(64, 1, 256, capabilities));
                all.writeBytes(hid(3, 35, 0x86, 0x07, 1024, 4));
                all.writeBytes(disk(4, 0x88, 0x09));
            }
        }
        int length = 9 + all.size();
        byte[] head = bytes(9, 2, length & 0xFF, length >> 8, this == NU_LINK2 ? 5 : 3, 1, 0, 0x80, 50);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head);
        whole.writeBytes(all.toByteArray());
        return whole.toByteArray();
    }

    private static byte[] disk(int number, int in, int out) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(bytes(9, 4, number, 0, 2, 8, 6, 0x50, 0));
        all.writeBytes(endpoint(in, BULK, 64, 0));
        all.writeBytes(endpoint(out, BULK, 64, 0));
        return all.toByteArray();
    }

    /** "AT commands" in the protocol's place, which modem managers look for. */
    private static byte[] serial(int eventBytes, int eventInterval, int dataBytes, int capabilities) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(bytes(8, 11, 1, 2, 2, 2, 1, 0));
        all.writeBytes(bytes(9, 4, 1, 0, 1, 2, 2, 1, 0));
        all.writeBytes(bytes(5, 0x24, 0, 0x10, 1, 5, 0x24, 1, 0, 1, 4, 0x24, 2, capabilities, 5, 0x24, 6, 1, 2));
        all.writeBytes(endpoint(0x85, INTERRUPT, eventBytes, eventInterval));
        all.writeBytes(bytes(9, 4, 2, 0, 2, 10, 0, 0, 0));
        all.writeBytes(endpoint(0x83, BULK, dataBytes, 0));
        all.writeBytes(endpoint(0x04, BULK, dataBytes, 0));
        return all.toByteArray();
    }

    private static byte[] hid(int number, int reportBytes, int in, int out, int packet, int interval) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(bytes(9, 4, number, 0, 2, 3, 0, 0, 0));
        all.writeBytes(bytes(9, 33, 0x10, 1, 0, 1, 34, reportBytes, 0));
        all.writeBytes(endpoint(in, INTERRUPT, packet, interval));
        all.writeBytes(endpoint(out, INTERRUPT, packet, interval));
        return all.toByteArray();
    }

    private static byte[] endpoint(int address, int type, int packet, int interval) {
        return bytes(7, 5, address, type, packet & 0xFF, packet >> 8, interval);
    }

    /** The text with this number; null when there is none. */
    byte @Nullable [] text(int number) {
        if (number == 0) {
            return bytes(4, 3, 9, 4); // English
        }
        List<String> texts =
                List.of("Nuvoton", this == NU_LINK2 ? "Nu-Link2" : "Nu-Link", "13010000AAAAAAAAAAAAAAAAAAAAAAAA");
        if (number > texts.size()) {
            return null;
        }
        byte[] text = texts.get(number - 1).getBytes(StandardCharsets.UTF_16LE);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(2 + text.length);
        all.write(3);
        all.writeBytes(text);
        return all.toByteArray();
    }

    private static byte[] bytes(int... values) {
        byte[] all = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            all[i] = (byte) values[i];
        }
        return all;
    }
}
