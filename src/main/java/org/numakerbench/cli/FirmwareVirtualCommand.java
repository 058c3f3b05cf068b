package org.numakerbench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.UsageException;
import org.numakerbench.bench.VirtualLines;
import org.numakerbench.firmware.Identity;
import org.numakerbench.firmware.Target;
import org.numakerbench.sim.board.image.Fault;
import org.numakerbench.sim.board.image.FaultKind;
import org.numakerbench.sim.board.image.HeapModel;
import org.numakerbench.sim.board.image.VirtualImage;
import org.numakerbench.text.JsonText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** {@code bench firmware virtual}: stands where a compiler does, for virtual boards. */
@Command(
        name = "virtual",
        description =
                "Make an image for virtual boards from an mbed_app.json, as a compiler makes one for real boards.",
        mixinStandardHelpOptions = true)
final class FirmwareVirtualCommand implements Callable<Integer> {
    private static final Pattern HEAP = Pattern.compile("(\\d{1,10}),(\\d{1,10})");

    @Option(names = "--app", paramLabel = "FILE", description = "The mbed_app.json; its macros count.")
    private @Nullable Path app;

    @Option(
            names = "--target",
            required = true,
            converter = TargetName.class,
            completionCandidates = TargetName.Candidates.class,
            description = "Mbed target name.")
    private Target target = Target.NUMAKER_PFM_M487;

    @Option(names = "--mbed-os", defaultValue = "5.7.1", description = "Mbed OS version; default: ${DEFAULT-VALUE}.")
    private String mbedOs = "";

    @Option(names = "--thing", required = true, description = "Thing name to compile in.")
    private String thing = "";

    @Option(names = "--client-id", required = true, description = "MQTT client ID to compile in.")
    private String clientId = "";

    @Option(names = "--topic", required = true, description = "User topic, and the filter for it.")
    private String topic = "";

    @Option(names = "--loop", description = "Test in a while (true) loop.")
    private boolean loops;

    @Option(
            names = "--lines",
            paramLabel = "FILE",
            description = "What it prints and does beside the example firmware, or in its place, a YAML file.")
    private @Nullable Path lines;

    @Option(
            names = "--heap",
            paramLabel = "NOW,PEAK",
            description = "What it prints of its heap, in bytes; default: 1351,63022.")
    private @Nullable String heap;

    @Option(
            names = "--fault",
            paramLabel = "FAULT",
            converter = FaultName.class,
            completionCandidates = FaultName.Candidates.class,
            description = "What it does wrong, any number of them: ${COMPLETION-CANDIDATES}.")
    private List<FaultKind> faults = new ArrayList<>();

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The image.")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException {
        VirtualLines own = lines == null ? VirtualLines.NONE : VirtualLines.read(lines);
        Files.write(out, VirtualImage.encode(image(own)));
        return 0;
    }

    private VirtualImage image(VirtualLines own) throws IOException {
        Map<String, String> macros = macros();
        try {
            return new VirtualImage(
                    target,
                    mbedOs,
                    "virtual",
                    new Identity(thing, clientId, topic, topic),
                    List.of(VirtualImage.MQTT),
                    heapModel(),
                    faults.stream().map(Fault::of).toList(),
                    macros,
                    loops,
                    own.lines(),
                    own.fromScratch());
        } catch (IllegalArgumentException wrong) {
            throw new UsageException((lines == null ? "" : lines + ": ") + wrong.getMessage(), wrong);
        }
    }

    private HeapModel heapModel() {
        if (heap == null) {
            return HeapModel.README;
        }
        Matcher figures = HEAP.matcher(heap);
        if (!figures.matches()) {
            throw new UsageException(
                    "--heap " + heap + ": give the bytes now and at the peak, as in --heap 1351,63022");
        }
        return new HeapModel(Long.parseLong(figures.group(1)), Long.parseLong(figures.group(2)));
    }

    private Map<String, String> macros() throws IOException {
        if (app == null) {
            return Map.of();
        }
        JsonNode tree;
        try {
            tree = JsonText.MAPPER.readTree(Files.readAllBytes(app));
        } catch (JacksonException wrong) {
            throw new UsageException(app + ": not JSON: " + wrong.getOriginalMessage(), wrong);
        }
        Map<String, String> macros = new TreeMap<>();
        for (JsonNode macro : tree.path("macros")) {
            String[] parts = macro.asString("").split("=", 2);
            macros.put(parts[0], parts.length == 2 ? parts[1] : "1");
        }
        return macros;
    }
}
