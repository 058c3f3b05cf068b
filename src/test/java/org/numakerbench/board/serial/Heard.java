package org.numakerbench.board.serial;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.numakerbench.evidence.Bytes;

/** Remembers all that a port tells. */
class Heard implements SerialLink.Listener {
    final List<String> repairs = new CopyOnWriteArrayList<>();
    final List<String> gone = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    @Override
    public void received(Bytes bytes) {
        received.writeBytes(bytes.toByteArray()); // synchronized by itself
    }

    @Override
    public void settingsRepaired(String detail) {
        repairs.add(detail);
    }

    @Override
    public void gone(String reason) {
        gone.add(reason);
    }

    byte[] bytes() {
        return received.toByteArray();
    }
}
