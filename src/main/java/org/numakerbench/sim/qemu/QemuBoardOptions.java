package org.numakerbench.sim.qemu;

import java.nio.file.Path;
import java.util.List;

/**
 * An emulated board and the cloud it is to find.
 *
 * @param name for messages and threads
 * @param directory where its port, sockets and configuration go; its path must be short (Unix sockets)
 * @param executable QEMU's program, by name or path
 * @param machine QEMU's name of the machine
 * @param arguments more arguments for QEMU
 * @param baud pace of its UART in bits a second; 0: as fast as it goes
 * @param endpoint name that the firmware connects to and checks
 * @param ca PEM file of the root CA that the firmware trusts
 * @param certificate PEM file of the device's certificate
 * @param privateKey PEM file of its private key
 */
public record QemuBoardOptions(
        String name,
        Path directory,
        String executable,
        String machine,
        List<String> arguments,
        int baud,
        String endpoint,
        int mqttPort,
        int httpsPort,
        Path ca,
        Path certificate,
        Path privateKey) {
    public QemuBoardOptions {
        arguments = List.copyOf(arguments);
    }
}
