package org.numakerbench.tune.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.ExternalProgram;
import org.numakerbench.evidence.Fact;
import org.numakerbench.files.DurableDirectory;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.firmware.Images;
import org.numakerbench.firmware.NewImage;
import org.numakerbench.model.Stage;
import org.numakerbench.profile.Profile.BoardProfile;
import org.numakerbench.text.SafeText;
import org.numakerbench.tune.experiment.Experiment.Build;
import org.numakerbench.tune.search.Setting;

/**
 * Images made by a build command, one at a time and beside the boards' work. What it depends on names the image: nothing
 * is built twice, in this experiment or a later one.
 */
public final class BuiltImages implements SettingImages {
    private static final int LAST_LINES = 12;

    private final Build build;
    private final Map<String, String> macros;
    private final Path cache;
    private final Consumer<String> told;
    private final ExecutorService compiler = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "build");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Future<Image>> images = new ConcurrentHashMap<>();

    /**
     * @param macros that every build has
     * @param cache directory of images that were built
     * @param told takes a line for each build that begins
     */
    public BuiltImages(Build build, Map<String, String> macros, Path cache, Consumer<String> told) {
        this.build = build;
        this.macros = new TreeMap<>(macros);
        this.cache = cache;
        this.told = told;
    }

    @Override
    public void expect(List<Wanted> wanted) {
        for (Wanted each : wanted) {
            begin(each.setting(), each.board());
        }
    }

    @Override
    public Image of(Setting setting, BoardProfile board) throws BuildFailedException, InterruptedException {
        try {
            return begin(setting, board).get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof BuildFailedException failed) {
                throw failed;
            }
            throw new BuildFailedException(String.valueOf(failure.getCause().getMessage()));
        }
    }

    private Future<Image> begin(Setting setting, BoardProfile board) {
        // Boards of one identity share an image.
        String place = setting.id() + " " + board.target() + " " + build.identity(board.name());
        return images.computeIfAbsent(place, key -> compiler.submit(() -> image(setting, board)));
    }

    private Image image(Setting setting, BoardProfile board)
            throws BuildFailedException, IOException, InterruptedException {
        Map<String, String> all = new TreeMap<>(macros);
        setting.values().forEach((name, value) -> all.put(name, String.valueOf(value)));
        String app = AppConfig.with(build.app(), all);
        String id = "build-" + digest(app, board).substring(0, 20);
        try {
            if (Files.isDirectory(cache.resolve(id))) {
                return Images.find(cache, id);
            }
            told.accept("building " + setting + " for " + board.name());
            return compile(id, app, all, board);
        } catch (ImageException wrong) {
            throw new BuildFailedException(String.valueOf(wrong.getMessage()));
        }
    }

    private Image compile(String id, String app, Map<String, String> all, BoardProfile board)
            throws BuildFailedException, ImageException, IOException, InterruptedException {
        // By its ID: what a killed bench left is taken away by the next, which builds the same image.
        Path out = cache.resolve(".building-" + id);
        DurableDirectory.deleteTree(out);
        Files.createDirectories(out);
        try {
            Path config = Files.writeString(out.resolve("mbed_app.json"), app);
            List<String> command = ExternalProgram.fill(
                    build.command(),
                    Map.of(
                            "app", config.toString(),
                            "out", out.toString(),
                            "board", board.name(),
                            "target", board.target().name()));
            Fact.ToolRan ran = ExternalProgram.run(Stage.FLASH, "build", command, build.timeout());
            Integer exit = ran.exitCode();
            if (ran.timedOut() || exit == null || exit != 0) {
                throw new BuildFailedException((ran.timedOut()
                                ? "the build took longer than "
                                        + build.timeout().toSeconds() + " s"
                                : "the build ended with exit code " + exit)
                        + ": " + String.join(" ", command) + "\n" + lastLines(ran));
            }
            Path image = out.resolve(build.image());
            if (!Files.isRegularFile(image)) {
                throw new BuildFailedException("the build made no " + build.image() + " in {out}: "
                        + String.join(" ", command) + "\n" + lastLines(ran));
            }
            return new NewImage(
                            id,
                            image,
                            board.target(),
                            Optional.of(id),
                            build.mbedOs(),
                            Optional.empty(),
                            build.phases(),
                            build.identity(board.name()),
                            Optional.empty(),
                            false,
                            Optional.empty(),
                            OptionalLong.empty(),
                            all)
                    .addTo(cache);
        } catch (DriverException cannotStart) {
            throw new BuildFailedException(cannotStart.getMessage() + "; " + cannotStart.remedy());
        } finally {
            DurableDirectory.deleteTree(out);
        }
    }

    private static String lastLines(Fact.ToolRan ran) {
        List<String> lines = ran.output().utf8().lines().map(SafeText::line).toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    private String digest(String app, BoardProfile board) throws IOException {
        MessageDigest digest = DigestUtils.getSha256Digest();
        for (String part : List.of(
                app,
                String.join("\0", build.command()),
                build.image(),
                board.target().name(),
                build.identity(board.name()).toString(),
                String.valueOf(build.mbedOs()),
                String.valueOf(build.phases()),
                build.command().toString().contains("{board}") ? board.name() : "")) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        for (Path input : build.inputs()) {
            digest(digest, input);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void digest(MessageDigest digest, Path input) throws IOException {
        if (!Files.exists(input)) {
            throw new IOException("build.inputs: no such file or directory: " + input);
        }
        try (Stream<Path> files = Files.walk(input)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                digest.update(input.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(file));
            }
        }
    }

    @Override
    public void close() {
        compiler.shutdownNow();
    }
}
