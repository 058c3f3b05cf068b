package org.numakerbench.sim.board.wire;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;

/** The C library calls that make and serve a pseudo-terminal. Constants are Linux's. */
final class LibC {
    static final int O_RDWR = 0x2;
    static final int O_NOCTTY = 0x100;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;
    static final int TCSANOW = 0;
    static final short POLLIN = 0x1;
    static final short POLLOUT = 0x4;
    static final short POLLHUP = 0x10;
    static final int EINTR = 4;
    static final int EIO = 5;
    static final int EAGAIN = 11;

    static {
        Native.register(LibC.class, "c");
    }

    private LibC() {}

    static native int posix_openpt(int flags) throws LastErrorException;

    static native int grantpt(int fd) throws LastErrorException;

    static native int unlockpt(int fd) throws LastErrorException;

    /** Returns an error number instead of setting errno. */
    static native int ptsname_r(int fd, byte[] name, NativeLong capacity);

    static native int open(String path, int flags) throws LastErrorException;

    static native int close(int fd) throws LastErrorException;

    static native int tcgetattr(int fd, Pointer termios) throws LastErrorException;

    static native void cfmakeraw(Pointer termios);

    static native int tcsetattr(int fd, int when, Pointer termios) throws LastErrorException;

    static native int poll(Pointer pollfds, NativeLong count, int timeoutMs) throws LastErrorException;

    static native NativeLong read(int fd, byte[] into, NativeLong capacity) throws LastErrorException;

    static native NativeLong write(int fd, byte[] bytes, NativeLong length) throws LastErrorException;
}
