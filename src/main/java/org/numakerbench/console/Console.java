package org.numakerbench.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.BoardDrivers;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.serial.SerialException;
import org.numakerbench.board.serial.SerialLink;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.Fact;
import org.numakerbench.text.SafeText;

/** One board's port on a terminal. Keys go to the board; {@value #HELP} */
public final class Console implements AutoCloseable {
    /** Ctrl-T, as in pyserial's miniterm. */
    private static final int MENU = 0x14;

    private static final int CTRL_C = 0x03;
    private static final int CTRL_D = 0x04;
    static final String HELP = "Ctrl-T then r resets, f flashes, h shows this, q ends; Ctrl-T twice sends it.";
    /** After so long a line without an end is shown as it is. */
    private static final long PARTIAL_MS = 300;

    private static final long REOPEN_MS = 100;

    private final BoardDrivers board;
    private final PrintStream screen;
    private final Writer log;
    private final ConsoleText text;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "console");
        thread.setDaemon(true);
        return thread;
    });
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable SerialLink link;
    private @Nullable Future<?> partial;

    /**
     * @param secrets regular expressions of what is not shown
     * @param screen takes what the board says
     * @param log takes the same, for a file
     */
    public Console(BoardDrivers board, List<String> secrets, PrintStream screen, Writer log) {
        this.board = board;
        this.screen = screen;
        this.log = log;
        this.text = new ConsoleText(secrets);
    }

    /**
     * Runs until the person ends it or the input ends.
     *
     * @param reopen how long a port that went away is waited for
     * @throws SerialException when the port cannot be opened, or stays away
     */
    public void run(InputStream keys, Duration reopen) throws SerialException, IOException, InterruptedException {
        link = board.opener().open(board.port(), board.baud(), listener(reopen));
        tell("connected to " + board.name() + " at " + board.baud() + " baud. " + HELP);
        Thread reader = new Thread(() -> read(keys), "keys");
        reader.setDaemon(true);
        reader.start();
        ended.await();
        print(text.take());
    }

    private SerialLink.Listener listener(Duration reopen) {
        return new SerialLink.Listener() {
            @Override
            public void received(Bytes bytes) {
                hear(bytes);
            }

            @Override
            public void settingsRepaired(String detail) {
                tell(detail);
            }

            @Override
            public void gone(String reason) {
                tell("the port went away (" + reason + "); waiting for it");
                long deadline = System.nanoTime() + reopen.toNanos();
                later.schedule(() -> reopen(reopen, deadline), REOPEN_MS, TimeUnit.MILLISECONDS);
            }
        };
    }

    private synchronized void hear(Bytes bytes) {
        if (later.isShutdown()) {
            return;
        }
        print(text.accept(bytes.latin1(), Instant.now()));
        if (partial != null) {
            partial.cancel(false);
        }
        partial = later.schedule(() -> print(text.take()), PARTIAL_MS, TimeUnit.MILLISECONDS);
    }

    private synchronized void reopen(Duration reopen, long deadline) {
        if (ended.getCount() == 0) {
            return;
        }
        try {
            SerialLink old = link;
            if (old != null) {
                old.close();
            }
            link = board.opener().open(board.port(), board.baud(), listener(reopen));
            tell("the port is back");
        } catch (SerialException notYet) {
            if (System.nanoTime() > deadline) {
                tell(notYet.getMessage() + "; " + notYet.remedy());
                ended.countDown();
            } else {
                later.schedule(() -> reopen(reopen, deadline), REOPEN_MS, TimeUnit.MILLISECONDS);
            }
        }
    }

    private void read(InputStream keys) {
        try {
            boolean menu = false;
            for (int key = keys.read(); key >= 0 && ended.getCount() > 0; key = keys.read()) {
                if (menu && key != MENU) {
                    command(key);
                    menu = false;
                } else if (key == MENU && !menu) {
                    menu = true;
                } else {
                    send(key);
                    menu = false;
                }
            }
        } catch (IOException failure) {
            tell(String.valueOf(failure.getMessage()));
        } finally {
            ended.countDown();
        }
    }

    private void command(int key) {
        switch (Character.toLowerCase(key)) {
            case 'q', CTRL_C, CTRL_D -> ended.countDown();
            case 'r' -> act("reset", () -> board.reset(linkOrFail(), this::tool));
            case 'f' -> act("flash", () -> tell(board.flash(this::tool).proof()));
            default -> tell(HELP);
        }
    }

    /** Something a driver does. */
    private interface Action {
        void run() throws DriverException, IOException, InterruptedException;
    }

    private void act(String what, Action action) {
        tell(what + " ...");
        try {
            action.run();
            tell(what + " done");
        } catch (DriverException failure) {
            tell(failure.getMessage() + "; " + failure.remedy());
        } catch (IOException failure) {
            tell(what + " failed: " + failure.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void tool(Fact fact) {
        if (fact instanceof Fact.ToolRan ran) {
            tell("ran " + String.join(" ", ran.commandLine()));
        }
    }

    private synchronized SerialLink linkOrFail() throws IOException {
        SerialLink open = link;
        if (open == null) {
            throw new IOException("the port is not open");
        }
        return open;
    }

    private void send(int key) throws IOException {
        try {
            linkOrFail().write(Bytes.of(new byte[] {(byte) key}));
        } catch (IOException away) {
            tell("not sent: " + away.getMessage());
        }
    }

    private void tell(String words) {
        print("--- " + SafeText.line(words) + "\n");
    }

    private synchronized void print(String lines) {
        if (lines.isEmpty()) {
            return;
        }
        // A raw terminal needs both.
        screen.print(lines.replace("\n", "\r\n"));
        screen.flush();
        try {
            log.write(lines);
            log.flush();
        } catch (IOException failure) {
            screen.print("--- the log cannot be written: " + failure.getMessage() + "\r\n");
        }
    }

    @Override
    public void close() {
        ended.countDown();
        SerialLink open = link;
        if (open != null) {
            open.close();
        }
        later.shutdownNow();
    }
}
