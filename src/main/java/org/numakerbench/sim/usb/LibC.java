package org.numakerbench.sim.usb;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;

/** The C library calls of a connection that the kernel gets the other end of. Constants are Linux's. */
final class LibC {
    static final int AF_UNIX = 1;
    static final int SOCK_STREAM = 1;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int SHUT_RDWR = 2;
    static final int MSG_NOSIGNAL = 0x4000;
    static final int O_RDWR_CLOEXEC = 0x80002;
    /** A control request of usbfs: _IOWR('U', 0, struct usbdevfs_ctrltransfer). */
    static final long USBDEVFS_CONTROL = 0xC0185500L;

    static {
        Native.register(LibC.class, "c");
    }

    private LibC() {}

    static native int socketpair(int domain, int type, int protocol, int[] pair) throws LastErrorException;

    static native NativeLong recv(int fd, byte[] into, NativeLong capacity, int flags) throws LastErrorException;

    static native NativeLong send(int fd, byte[] bytes, NativeLong length, int flags) throws LastErrorException;

    static native int shutdown(int fd, int how) throws LastErrorException;

    static native int open(String path, int flags) throws LastErrorException;

    static native int ioctl(int fd, NativeLong request, Pointer argument) throws LastErrorException;

    static native int close(int fd) throws LastErrorException;
}
