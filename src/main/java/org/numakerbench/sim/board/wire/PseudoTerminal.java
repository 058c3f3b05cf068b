package org.numakerbench.sim.board.wire;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A serial port made of a pseudo-terminal: raw from the start, reached through a symlink that stays the same when the
 * port is unplugged and plugged in again. All 256 byte values pass both ways. Safe for use by several threads.
 *
 * <p>The master end stays open until {@link #unplug} or {@link #close}: closing it throws away what the reader has not
 * yet fetched, as pulling a plug does.
 */
public final class PseudoTerminal implements SerialLine, AutoCloseable {
    private static final int UNPLUGGED = -1;
    /** Longest wait in one call, so that unplugging never waits longer. */
    private static final int LONGEST_POLL_MS = 20;
    /** struct termios is 60 bytes on Linux; spare room costs nothing. */
    private static final int TERMIOS_BYTES = 256;

    private static final int POLLFD_BYTES = 8;

    private final Path link;
    /** Calls on the file number hold the read lock, closing it the write lock: a number is never used after closing. */
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    private int master = UNPLUGGED;

    private PseudoTerminal(Path link) {
        this.link = link;
    }

    /**
     * Makes a port.
     *
     * @param link symlink to make; one that is there is replaced
     * @throws IOException when the system gives no pseudo-terminal, or the link cannot be made
     */
    public static PseudoTerminal open(Path link) throws IOException {
        PseudoTerminal terminal = new PseudoTerminal(link);
        terminal.replug();
        return terminal;
    }

    public Path link() {
        return link;
    }

    /** Makes a new pseudo-terminal and points the symlink to it in one step. Nothing happens when it is plugged in. */
    public void replug() throws IOException {
        lock.writeLock().lock();
        try {
            if (master != UNPLUGGED) {
                return;
            }
            int made = LibC.posix_openpt(LibC.O_RDWR | LibC.O_NOCTTY | LibC.O_CLOEXEC | LibC.O_NONBLOCK);
            try {
                LibC.grantpt(made);
                LibC.unlockpt(made);
                String device = deviceOf(made);
                makeRaw(device);
                Path fresh = link.resolveSibling(link.getFileName() + ".new");
                Files.deleteIfExists(fresh);
                Files.createSymbolicLink(fresh, Path.of(device));
                Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                master = made;
            } finally {
                if (master == UNPLUGGED) {
                    LibC.close(made);
                }
            }
        } catch (LastErrorException e) {
            throw new IOException("cannot make a pseudo-terminal for " + link + ": " + e.getMessage(), e);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private static String deviceOf(int master) throws IOException {
        byte[] name = new byte[128];
        int error = LibC.ptsname_r(master, name, new NativeLong(name.length));
        if (error != 0) {
            throw new IOException("ptsname_r failed with error " + error);
        }
        return Native.toString(name, StandardCharsets.US_ASCII.name());
    }

    /** A new pseudo-terminal echoes and converts line ends: whoever writes first would read itself. */
    private static void makeRaw(String device) {
        int slave = LibC.open(device, LibC.O_RDWR | LibC.O_NOCTTY | LibC.O_CLOEXEC);
        try (Memory termios = new Memory(TERMIOS_BYTES)) {
            termios.clear();
            LibC.tcgetattr(slave, termios);
            LibC.cfmakeraw(termios);
            LibC.tcsetattr(slave, LibC.TCSANOW, termios);
        } finally {
            LibC.close(slave);
        }
    }

    /** Pulls the plug: the port hangs up at once, the symlink goes, what was not read is lost. */
    public void unplug() throws IOException {
        lock.writeLock().lock();
        try {
            if (master != UNPLUGGED) {
                Files.deleteIfExists(link);
                int closing = master;
                master = UNPLUGGED;
                LibC.close(closing);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** True while somebody has the port open. */
    public boolean isOpenedByHost() {
        lock.readLock().lock();
        try {
            return master != UNPLUGGED && (poll(LibC.POLLOUT, 0) & LibC.POLLHUP) == 0;
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public int write(byte[] bytes, int from) throws IOException {
        lock.readLock().lock();
        try {
            if (master == UNPLUGGED) {
                return bytes.length - from;
            }
            short ready = poll(LibC.POLLOUT, LONGEST_POLL_MS);
            if ((ready & LibC.POLLHUP) != 0) {
                return bytes.length - from;
            }
            if ((ready & LibC.POLLOUT) == 0) {
                return 0;
            }
            byte[] part = from == 0 ? bytes : Arrays.copyOfRange(bytes, from, bytes.length);
            return LibC.write(master, part, new NativeLong(part.length)).intValue();
        } catch (LastErrorException e) {
            return switch (e.getErrorCode()) {
                case LibC.EAGAIN, LibC.EINTR -> 0;
                case LibC.EIO -> bytes.length - from;
                default -> throw new IOException("cannot write to " + link + ": " + e.getMessage(), e);
            };
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public int read(byte[] into) throws IOException {
        lock.readLock().lock();
        try {
            if (master == UNPLUGGED) {
                return NOBODY;
            }
            short ready = poll(LibC.POLLIN, LONGEST_POLL_MS);
            if ((ready & LibC.POLLIN) != 0) {
                return LibC.read(master, into, new NativeLong(into.length)).intValue();
            }
            return (ready & LibC.POLLHUP) != 0 ? NOBODY : 0;
        } catch (LastErrorException e) {
            return switch (e.getErrorCode()) {
                case LibC.EAGAIN, LibC.EINTR -> 0;
                case LibC.EIO -> NOBODY;
                default -> throw new IOException("cannot read from " + link + ": " + e.getMessage(), e);
            };
        } finally {
            lock.readLock().unlock();
        }
    }

    private short poll(short events, int timeoutMs) {
        try (Memory pollfd = new Memory(POLLFD_BYTES)) {
            pollfd.setInt(0, master);
            pollfd.setShort(4, events);
            pollfd.setShort(6, (short) 0);
            LibC.poll(pollfd, new NativeLong(1), timeoutMs);
            return pollfd.getShort(6);
        }
    }

    /** As {@link #unplug}: call it when the reader has closed, or has everything. */
    @Override
    public void close() throws IOException {
        unplug();
    }
}
