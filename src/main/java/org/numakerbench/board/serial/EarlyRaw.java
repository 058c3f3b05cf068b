package org.numakerbench.board.serial;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A serial port made raw before anything is read from it. A port of a USB adapter begins each plug-in as a terminal with echo:
 * what the adapter still holds would go back to the board, and firmware that takes commands reads it. The library sets a port up
 * long after it has opened it; this does so in the next system call, and keeps the port open until the library has it.
 */
final class EarlyRaw implements AutoCloseable {
    private static final int RDWR_NOCTTY_NONBLOCK_CLOEXEC = 0x2 | 0x100 | 0x800 | 0x80000;
    /** Larger than struct termios of any Linux C library; c_cflag is its third word. */
    private static final int TERMIOS_BYTES = 256;

    private static final int C_CFLAG = 8;
    /** B9600, CS8, CREAD, HUPCL, CLOCAL: as the driver has them; the library sets the right speed. */
    private static final int AS_DRIVER = 0xd | 0x30 | 0x80 | 0x400 | 0x800;

    private int file;

    private EarlyRaw(int file) {
        this.file = file;
    }

    /** Does nothing where it is not possible: opening the port will tell why. */
    static EarlyRaw of(Path device) {
        if (!Platform.isLinux()) {
            return new EarlyRaw(-1);
        }
        try (Memory raw = new Memory(TERMIOS_BYTES)) {
            raw.clear();
            LibC.cfmakeraw(raw);
            raw.setInt(C_CFLAG, AS_DRIVER);
            String name = device.toString();
            set(-1, raw);
            int file = LibC.open(name, RDWR_NOCTTY_NONBLOCK_CLOEXEC);
            set(file, raw);
            return new EarlyRaw(file);
        } catch (LastErrorException refused) {
            return new EarlyRaw(-1);
        }
    }

    /** Called once for no file: the first call of a C function takes milliseconds, in which bytes would be echoed. */
    private static void set(int file, Pointer raw) {
        try {
            LibC.tcsetattr(file, 0, raw);
        } catch (LastErrorException noTerminal) {
            // Opening the port will tell.
        }
    }

    /** What the driver counts of the line's errors, to be closed by the caller; null where it does not. */
    @Nullable
    LineErrorCounter counter() {
        LineErrorCounter counter = file < 0 ? null : LineErrorCounter.of(file);
        file = counter == null ? file : -1;
        return counter;
    }

    @Override
    public void close() {
        if (file >= 0) {
            LibC.close(file);
        }
    }
}
