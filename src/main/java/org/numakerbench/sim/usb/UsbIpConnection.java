package org.numakerbench.sim.usb;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device on the bus: the USB/IP protocol from the moment when the device is imported
 * [Documentation/usb/usbip_protocol.rst]. Requests are handed to the device in their order; each is answered once, at any time.
 */
final class UsbIpConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UsbIpConnection.class);
    private static final int HEADER_BYTES = 48;
    private static final int SUBMIT = 1;
    private static final int UNLINK = 2;
    private static final int SUBMITTED = 3;
    private static final int UNLINKED = 4;
    private static final int ECONNRESET = 104;

    /** What is plugged in. */
    interface Device {
        /** A request of the host's; called by one thread. */
        void submit(Urb urb);

        /** The host does not want this one any more. */
        void unlinked(Urb urb);

        /** Off the bus: no request will come, none can be answered. */
        void gone();
    }

    private final int socket;
    private final Device device;
    private final Thread reader;
    private final Map<Integer, Urb> open = new ConcurrentHashMap<>();
    private boolean closed;

    private UsbIpConnection(int socket, Device device, String name) {
        this.socket = socket;
        this.device = device;
        this.reader = new Thread(this::read, name + "-usb");
        reader.setDaemon(true);
    }

    /** @throws IOException when the kernel has no such port, or something else is plugged in there */
    static UsbIpConnection plug(UsbPort port, UsbSpeed speed, Device device, String name) throws IOException {
        int[] pair = new int[2];
        LibC.socketpair(LibC.AF_UNIX, LibC.SOCK_STREAM | LibC.SOCK_CLOEXEC, 0, pair);
        UsbIpConnection connection = new UsbIpConnection(pair[0], device, name);
        // Before the kernel has its end: it may ask at once.
        connection.reader.start();
        try {
            port.attach(pair[1], speed);
            return connection;
        } catch (IOException refused) {
            connection.close();
            throw refused;
        } finally {
            LibC.close(pair[1]);
        }
    }

    private void read() {
        try {
            while (true) {
                ByteBuffer header = ByteBuffer.wrap(receive(HEADER_BYTES));
                int command = header.getInt(0);
                int number = header.getInt(4);
                if (command == SUBMIT) {
                    submit(header, number);
                } else if (command == UNLINK) {
                    unlink(number, header.getInt(20));
                } else {
                    throw new IOException("unknown command " + command);
                }
            }
        } catch (IOException | LastErrorException ended) {
            LOG.debug("off the bus: {}", ended.getMessage());
        } finally {
            // Under the lock: the system gives the number to somebody else at once.
            synchronized (this) {
                closed = true;
                LibC.close(socket);
            }
            open.clear();
            device.gone();
        }
    }

    private void submit(ByteBuffer header, int number) throws IOException {
        boolean in = header.getInt(12) == 1;
        int length = header.getInt(24);
        byte[] data = in ? new byte[0] : receive(length);
        byte[] setup = Arrays.copyOfRange(header.array(), 40, HEADER_BYTES);
        Urb urb = new Urb(this, number, in, header.getInt(16), length, setup, data);
        open.put(number, urb);
        device.submit(urb);
    }

    private void unlink(int number, int unwanted) {
        Urb urb = open.remove(unwanted);
        if (urb != null) {
            device.unlinked(urb);
        }
        ByteBuffer reply = ByteBuffer.allocate(HEADER_BYTES);
        reply.putInt(UNLINKED).putInt(number).putInt(20, urb == null ? 0 : -ECONNRESET);
        send(reply.array());
    }

    /** False when the request was taken back, or the device is off the bus. */
    boolean answer(Urb urb, int status, byte[] toHost) {
        if (!open.remove(urb.number(), urb)) {
            return false;
        }
        ByteBuffer reply = ByteBuffer.allocate(HEADER_BYTES + toHost.length);
        reply.putInt(SUBMITTED).putInt(urb.number());
        reply.putInt(20, status).putInt(24, urb.isIn() ? toHost.length : status == 0 ? urb.length() : 0);
        reply.position(HEADER_BYTES);
        reply.put(toHost);
        return send(reply.array());
    }

    private byte[] receive(int count) throws IOException {
        byte[] all = new byte[count];
        for (int at = 0; at < count; ) {
            byte[] part = at == 0 ? all : new byte[count - at];
            int got = LibC.recv(socket, part, new NativeLong(part.length), 0).intValue();
            if (got <= 0) {
                throw new EOFException("the host has closed");
            }
            if (part != all) {
                System.arraycopy(part, 0, all, at, got);
            }
            at += got;
        }
        return all;
    }

    private synchronized boolean send(byte[] all) {
        try {
            for (int at = 0; at < all.length && !closed; ) {
                byte[] part = at == 0 ? all : Arrays.copyOfRange(all, at, all.length);
                at += LibC.send(socket, part, new NativeLong(part.length), LibC.MSG_NOSIGNAL)
                        .intValue();
            }
            return !closed;
        } catch (LastErrorException gone) {
            LOG.debug("off the bus: {}", gone.getMessage());
            return false;
        }
    }

    /** Pulls the plug, whatever is under way. Returns at once; may be called by the device itself. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            LibC.shutdown(socket, LibC.SHUT_RDWR);
        } catch (LastErrorException hungUp) {
            LOG.debug("shutdown: {}", hungUp.getMessage());
        }
    }
}
