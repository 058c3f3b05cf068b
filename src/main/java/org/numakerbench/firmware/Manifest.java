package org.numakerbench.firmware;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code firmware-images/<id>/manifest.yaml}.
 *
 * @param file name of the image file beside the manifest
 * @param sha256 of the image file, 64 lower-case hex digits
 * @param mbedOs version as the firmware prints it, {@code 5.7.1}
 * @param phases what it is built to test: {@code mqtt}, {@code https}
 * @param macros build macros
 * @param staticBytes static RAM by the map file, global data and reserved stack:
 *     {@link org.numakerbench.firmware.footprint.Footprint#staticBytes}
 * @param hostCommands true for firmware from Mbed OS 5.14.2 on, which prints its memory report only when the host sends
 *     {@code h} and {@code s}
 * @param map name of the linker's map file beside the manifest
 * @param mapSha256 of the map file, 64 lower-case hex digits
 * @param commit what it was built from
 * @param commitNumber how many commits lead to it ({@code git rev-list --count COMMIT}); builds are ordered by it
 * @param firmware description of what it prints, a YAML file; null: it is the example firmware
 */
@JsonIgnoreProperties("targets")
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
        boolean hostCommands,
        @Nullable String map,
        @Nullable String mapSha256,
        @Nullable String commit,
        @Nullable Long commitNumber,
        @Nullable Path firmware) {
    public Manifest {
        phases = List.copyOf(phases);
        macros = Map.copyOf(macros);
    }

    /** Without a map, and of no known commit. */
    public Manifest(
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
        this(
                file,
                sha256,
                target,
                buildId,
                mbedOs,
                toolchain,
                phases,
                macros,
                identity,
                staticBytes,
                hostCommands,
                null,
                null,
                null,
                null);
    }

    /** Of the example firmware. */
    public Manifest(
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
            boolean hostCommands,
            @Nullable String map,
            @Nullable String mapSha256,
            @Nullable String commit,
            @Nullable Long commitNumber) {
        this(
                file,
                sha256,
                target,
                buildId,
                mbedOs,
                toolchain,
                phases,
                macros,
                identity,
                staticBytes,
                hostCommands,
                map,
                mapSha256,
                commit,
                commitNumber,
                null);
    }
}
