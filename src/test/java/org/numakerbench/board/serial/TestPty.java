package org.numakerbench.board.serial;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The board's end of a serial port, raw from the start. */
final class TestPty implements AutoCloseable {
    private static final int RDWR_NOCTTY_CLOEXEC = 2 | 0x100 | 0x80000;
    /** struct termios of glibc on Linux: c_cc begins at 17; VTIME and VMIN are its elements 5 and 6. */
    private static final int VTIME = 17 + 5;

    private static final int VMIN = 17 + 6;

    private final int master;
    private final Path device;
    private boolean open = true;

    TestPty() {
        master = C.posix_openpt(RDWR_NOCTTY_CLOEXEC);
        C.grantpt(master);
        C.unlockpt(master);
        byte[] name = new byte[64];
        C.ptsname_r(master, name, new NativeLong(name.length));
        device = Path.of(Native.toString(name, StandardCharsets.US_ASCII.name()));
        settings(true);
    }

    /** What another program does that opens the port with its own ideas: reads return at once. */
    void setReadsToReturnAtOnce() {
        settings(false);
    }

    private void settings(boolean raw) {
        int slave = C.open(device.toString(), RDWR_NOCTTY_CLOEXEC);
        try (Memory termios = new Memory(256)) {
            termios.clear();
            C.tcgetattr(slave, termios);
            if (raw) {
                C.cfmakeraw(termios);
            } else {
                termios.setByte(VMIN, (byte) 0);
                termios.setByte(VTIME, (byte) 0);
            }
            C.tcsetattr(slave, 0, termios);
        } finally {
            C.close(slave);
        }
    }

    Path device() {
        return device;
    }

    void send(byte[] bytes) {
        for (int from = 0; from < bytes.length; ) {
            byte[] rest = java.util.Arrays.copyOfRange(bytes, from, bytes.length);
            from += C.write(master, rest, new NativeLong(rest.length)).intValue();
        }
    }

    byte[] receive(int count) {
        byte[] all = new byte[count];
        for (int have = 0; have < count; ) {
            byte[] some = new byte[count - have];
            int got = C.read(master, some, new NativeLong(some.length)).intValue();
            System.arraycopy(some, 0, all, have, got);
            have += got;
        }
        return all;
    }

    /** Bytes that the bench's end has received and nobody has read (FIONREAD). */
    int unread() {
        int slave = C.open(device.toString(), RDWR_NOCTTY_CLOEXEC);
        try (Memory count = new Memory(4)) {
            C.ioctl(slave, new NativeLong(0x541B), count);
            return count.getInt(0);
        } finally {
            C.close(slave);
        }
    }

    void unplug() {
        if (open) {
            open = false;
            C.close(master);
        }
    }

    @Override
    public void close() {
        unplug();
    }

    private static final class C {
        static {
            Native.register(C.class, "c");
        }

        private C() {}

        static native int posix_openpt(int flags) throws LastErrorException;

        static native int grantpt(int fd) throws LastErrorException;

        static native int unlockpt(int fd) throws LastErrorException;

        static native int ptsname_r(int fd, byte[] name, NativeLong length) throws LastErrorException;

        static native int open(String path, int flags) throws LastErrorException;

        static native int close(int fd) throws LastErrorException;

        static native NativeLong read(int fd, byte[] bytes, NativeLong count) throws LastErrorException;

        static native NativeLong write(int fd, byte[] bytes, NativeLong count) throws LastErrorException;

        static native int ioctl(int fd, NativeLong request, Memory argument) throws LastErrorException;

        static native int tcgetattr(int fd, Memory termios) throws LastErrorException;

        static native int tcsetattr(int fd, int when, Memory termios) throws LastErrorException;

        static native void cfmakeraw(Memory termios);
    }
}
