package org.numakerbench.sim.board.program;

import java.nio.file.Path;

/**
 * What the firmware has compiled in about the cloud.
 *
 * @param host server name, as it is printed and verified
 * @param ca PEM file of the root CA
 * @param certificate PEM file of the device's certificate
 * @param privateKey PEM file of its key
 */
public record Endpoint(String host, int mqttPort, int httpsPort, Path ca, Path certificate, Path privateKey) {}
