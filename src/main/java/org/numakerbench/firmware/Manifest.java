package org.numakerbench.firmware;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.numakerbench.profile.Target;

/**
 * {@code firmware-images/<id>/manifest.yaml}.
 *
 * @param file name of the image file beside the manifest
 * @param sha256 of the image file, 64 lower-case hex digits
 * @param mbedOs version as the firmware prints it, {@code 5.7.1}
 * @param phases what it is built to test: {@code mqtt}, {@code https}
 * @param macros build macros
 * @param staticBytes static RAM by the MAP file
 * @param hostCommands true for firmware from Mbed OS 5.14.2 on, which prints its memory report only when the host sends
 *     {@code h} and {@code s}
 */
public record Manifest(
        String file,
        String sha256,
        Target target,
        @Nullable String buildId,
        @Nullable String mbedOs,
        @Nullable String toolchain,
        List<String> phases,
        Map<String, String> macros,
        Identity identity,
        @Nullable Long staticBytes,
        boolean hostCommands) {
    public Manifest {
        phases = List.copyOf(phases);
        macros = Map.copyOf(macros);
    }
}
