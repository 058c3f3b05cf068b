package org.numakerbench.sim.board.program;

import static org.numakerbench.sim.board.image.FaultKind.HTTPS_ANSWER_TOO_LONG;
import static org.numakerbench.sim.board.image.FaultKind.HTTPS_BODY_INVENTED;
import static org.numakerbench.sim.board.image.FaultKind.HTTPS_DELETE_KEPT;
import static org.numakerbench.sim.board.image.FaultKind.HTTPS_HANG;
import static org.numakerbench.sim.board.image.FaultKind.HTTPS_NOT_SENT;
import static org.numakerbench.sim.board.image.FaultKind.HTTPS_OTHER_BYTES;
import static org.numakerbench.sim.board.image.FaultKind.HTTPS_REFUSAL_HIDDEN;
import static org.numakerbench.sim.board.image.FaultKind.HTTPS_UPDATE_UNCLAIMED;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.numakerbench.sim.board.image.Faults;
import org.numakerbench.sim.board.image.VirtualImage;
import org.numakerbench.sim.board.wire.HaltLine;
import org.numakerbench.sim.board.wire.Uart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The firmware's HTTPS test, {@code main.cpp}: connect, seven requests over one connection, close without a word. */
final class HttpsTest {
    private static final Logger LOG = LoggerFactory.getLogger(HttpsTest.class);

    /** {@code snprintf} into the user buffer; longer ones are refused before anything is sent. */
    private static final int REQUEST_BYTES = 599;

    private final Uart uart;
    private final HaltLine halt;
    private final Network network;
    private final VirtualImage image;
    private final Generation generation;
    private final Faults faults;
    private final Endpoint endpoint;
    private final HttpBuffer buffer = new HttpBuffer();
    private long shadowVersion = 1;

    HttpsTest(
            Uart uart,
            HaltLine halt,
            Network network,
            VirtualImage image,
            Generation generation,
            Faults faults,
            Endpoint endpoint) {
        this.uart = uart;
        this.halt = halt;
        this.network = network;
        this.image = image;
        this.generation = generation;
        this.faults = faults;
        this.endpoint = endpoint;
    }

    void run() {
        uart.print("Connecting with %s:%d\n", endpoint.host(), endpoint.httpsPort());
        TlsConnection connection =
                new TlsConnection(uart, halt, network, faults, endpoint, endpoint.httpsPort(), generation.provisions());
        int error = connection.open();
        if (error != 0) {
            uart.print("Connects with %s:%d failed: %d\n", endpoint.host(), endpoint.httpsPort(), error);
            return;
        }
        uart.print("Connects with %s:%d OK\n\n", endpoint.host(), endpoint.httpsPort());
        for (HttpsStep step : HttpsStep.all(image.identity())) {
            HttpsStep asked = faults.has(HTTPS_ANSWER_TOO_LONG, step.name()) ? step.withBody(Lies.RICH_STATE) : step;
            uart.print("%s\n", asked.opening());
            if (!runRequest(connection.socket(), asked)) {
                break;
            }
            uart.print("%s OK\n\n", asked.closing());
            if (faults.has(HTTPS_UPDATE_UNCLAIMED, step.name())) {
                updateBehindTheBack(connection.socket());
            }
        }
        connection.close();
    }

    /** False when the firmware leaves the test; a status other than 200 is no reason for it. */
    private boolean runRequest(Socket socket, HttpsStep step) {
        String request = step.request(endpoint.host(), step.body());
        if (request.length() > REQUEST_BYTES) {
            uart.print("snprintf failed: %d\n", request.length());
            return false;
        }
        uart.print("HTTPS: Request message:\n");
        uart.print("%s\n", request);
        try {
            exchange(socket, step);
        } catch (IOException e) {
            halt.check();
            LOG.debug("HTTPS {}: {}", step.name(), e.getMessage());
            uart.print("%s() failed: -0x%04x (%d): %s\r\n", "_tlssocket->read", 1, -1, "UNKNOWN ERROR CODE (0001)");
            return false;
        }
        uart.print("HTTPS: Received %d chars from server\n", buffer.length());
        uart.print("HTTPS: Received 200 OK status ... %s\n", buffer.ok() ? "[OK]" : "[FAIL]");
        uart.print("HTTPS: Received message:\n");
        uart.printBytes(upToNul(buffer.content()));
        uart.print("\n");
        return true;
    }

    private void exchange(Socket socket, HttpsStep step) throws IOException {
        if (faults.has(HTTPS_NOT_SENT, step.name()) || faults.has(HTTPS_DELETE_KEPT, step.name())) {
            buffer.pretend(Lies.answer(step, shadowVersion));
            return;
        }
        if (faults.has(HTTPS_REFUSAL_HIDDEN, step.name())) {
            send(socket, step.request(endpoint.host(), Lies.REFUSED_STATE));
            buffer.read(socket.getInputStream());
            buffer.pretend(Lies.answer(step, shadowVersion));
            return;
        }
        String body = faults.has(HTTPS_OTHER_BYTES, step.name()) ? Lies.otherBytes(step.body()) : step.body();
        String request = step.request(endpoint.host(), body);
        if (faults.has(HTTPS_HANG, step.name())) {
            send(socket, request.substring(0, request.length() - 2));
        } else {
            send(socket, request);
        }
        buffer.read(socket.getInputStream());
        String answer = new String(buffer.content(), StandardCharsets.UTF_8);
        shadowVersion = Lies.version(answer, shadowVersion);
        if (faults.has(HTTPS_BODY_INVENTED, step.name())) {
            buffer.pretend(Lies.otherDocument(answer));
        }
    }

    private void updateBehindTheBack(Socket socket) {
        HttpsStep update = HttpsStep.all(image.identity()).stream()
                .filter(step -> step.name().equals(HttpsStep.UPDATE_REST))
                .findFirst()
                .orElseThrow();
        try {
            send(socket, update.request(endpoint.host(), Lies.UNCLAIMED_STATE));
            new HttpBuffer().read(socket.getInputStream());
        } catch (IOException e) {
            halt.check();
            LOG.debug("HTTPS behind the back: {}", e.getMessage());
        }
    }

    private static void send(Socket socket, String request) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(request.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** {@code %s} stops at a NUL byte. */
    private static byte[] upToNul(byte[] text) {
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return Arrays.copyOf(text, end);
    }
}
