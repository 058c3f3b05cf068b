package org.numakerbench.sim.usb;

import java.util.Arrays;

/** One transfer that the host asks for (USB request block); it is answered once, or the host takes it back. */
final class Urb {
    /** The endpoint refuses the request (EPIPE). */
    private static final int STALL = -32;

    private final UsbIpConnection connection;
    private final int number;
    private final boolean in;
    private final int endpoint;
    private final int length;
    private final byte[] setup;
    private final byte[] data;

    /** @param data what the host sends; empty for transfers to the host */
    Urb(UsbIpConnection connection, int number, boolean in, int endpoint, int length, byte[] setup, byte[] data) {
        this.connection = connection;
        this.number = number;
        this.in = in;
        this.endpoint = endpoint;
        this.length = length;
        this.setup = setup;
        this.data = data;
    }

    int number() {
        return number;
    }

    boolean isIn() {
        return in;
    }

    int endpoint() {
        return endpoint;
    }

    /** How many bytes the host sends, or has room for. */
    int length() {
        return length;
    }

    byte[] data() {
        return data;
    }

    /** Byte {@code at} of the eight of a control request. */
    int setup(int at) {
        return setup[at] & 0xFF;
    }

    /** A little-endian number of a control request. */
    int setupWord(int at) {
        return setup(at) | setup(at + 1) << 8;
    }

    /** Sends bytes to the host, as many as it has room for. False when nobody waits for them any more. */
    boolean answer(byte[] bytes) {
        return connection.answer(this, 0, bytes.length <= length ? bytes : Arrays.copyOf(bytes, length));
    }

    /** The host's bytes were taken. */
    void taken() {
        connection.answer(this, 0, new byte[0]);
    }

    void stall() {
        connection.answer(this, STALL, new byte[0]);
    }
}
