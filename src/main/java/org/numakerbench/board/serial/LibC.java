package org.numakerbench.board.serial;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** The C library's calls for what the serial library does not offer; constants are Linux's. */
final class LibC {
    static {
        Native.register(LibC.class, "c");
    }

    private LibC() {}

    static native int open(String path, int flags) throws LastErrorException;

    static native void cfmakeraw(Pointer termios);

    static native int tcsetattr(int fd, int when, Pointer termios) throws LastErrorException;

    static native int ioctl(int fd, int request, Pointer into) throws LastErrorException;

    static native int close(int fd);
}
