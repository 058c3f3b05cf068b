package org.numakerbench.cli.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.numakerbench.firmware.Target;
import org.numakerbench.sim.board.VirtualBoard;
import org.numakerbench.sim.board.VirtualBoardOptions;
import org.numakerbench.sim.cloud.LocalCloud;
import org.numakerbench.sim.cloud.LocalCloudOptions;

/** Boards and a cloud that the bench knows by their device nodes, volumes and endpoint alone, as it does real ones. */
final class TestRack implements AutoCloseable {
    private final LocalCloud cloud;
    private final Map<String, VirtualBoard> boards = new LinkedHashMap<>();

    private TestRack(LocalCloud cloud) {
        this.cloud = cloud;
    }

    static TestRack start(Path scratch, int baud, String... names) throws IOException {
        TestRack rack = new TestRack(LocalCloud.start(LocalCloudOptions.in(scratch.resolve("cloud"))));
        for (String name : names) {
            rack.boards.put(
                    name,
                    VirtualBoard.start(new VirtualBoardOptions(
                            name,
                            Target.NUMAKER_PFM_M487,
                            scratch.resolve("b-" + name),
                            baud,
                            rack.cloud.endpoint(),
                            rack.cloud.mqttPort(),
                            rack.cloud.httpsPort(),
                            rack.cloud.credentials().ca(),
                            rack.cloud.credentials().deviceCertificate(),
                            rack.cloud.credentials().deviceKey(),
                            Optional.empty())));
        }
        return rack;
    }

    LocalCloud cloud() {
        return cloud;
    }

    VirtualBoard board(String name) {
        return boards.get(name);
    }

    String massStorage(String name) {
        return "{method: mass-storage, volume: " + board(name).volumePath() + "}";
    }

    /** Its lines in a profile. */
    String yaml(String name, String flash, String... more) {
        List<String> lines = new ArrayList<>(List.of(
                "- name: " + name,
                "  target: NUMAKER_PFM_M487",
                "  serial: {port: " + board(name).uartPath() + ", baud: 9600}",
                "  flash: " + flash,
                "  reset: [{method: socket, path: " + board(name).resetSocket() + "}]"));
        for (String each : more) {
            lines.add("  " + each);
        }
        return "  " + String.join("\n  ", lines) + "\n";
    }

    @Override
    public void close() throws IOException {
        for (VirtualBoard board : boards.values()) {
            board.close();
        }
        cloud.close();
    }
}
