package org.numakerbench.sim.board;

import java.nio.file.Path;
import java.util.Optional;
import org.numakerbench.firmware.Target;
import org.numakerbench.sim.board.program.Wireless;

/**
 * What a virtual board is started with.
 *
 * @param name for threads and logs
 * @param directory where it makes {@code uart}, {@code volume/} and {@code reset.sock}; made if missing
 * @param baud pace of the UART in bits a second, 10 bits a byte; 0: as fast as it goes
 * @param endpoint host name of the cloud, as compiled into the firmware
 * @param ca PEM file of the root CA
 * @param certificate PEM file of the device's certificate
 * @param privateKey PEM file of the device's key
 * @param wireless its Wi-Fi module; empty: it has Ethernet
 */
public record VirtualBoardOptions(
        String name,
        Target target,
        Path directory,
        int baud,
        String endpoint,
        int mqttPort,
        int httpsPort,
        Path ca,
        Path certificate,
        Path privateKey,
        Optional<Wireless> wireless) {
    public VirtualBoardOptions {
        if (baud < 0) {
            throw new IllegalArgumentException("baud is " + baud + ", must be 0 (no pace) or more");
        }
    }

    /** A board with Ethernet. */
    public VirtualBoardOptions(
            String name,
            Target target,
            Path directory,
            int baud,
            String endpoint,
            int mqttPort,
            int httpsPort,
            Path ca,
            Path certificate,
            Path privateKey) {
        this(
                name,
                target,
                directory,
                baud,
                endpoint,
                mqttPort,
                httpsPort,
                ca,
                certificate,
                privateKey,
                Optional.empty());
    }
}
