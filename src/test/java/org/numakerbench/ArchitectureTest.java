package org.numakerbench;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import gg.jte.output.StringOutput;
import io.vertx.ext.web.Router;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.Timer;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.numakerbench.crosscheck.claim.Hearing;
import org.numakerbench.crosscheck.timeline.Timeline;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The rooms of the house and their rules; the design's list, held by the build. */
@AnalyzeClasses(packages = "org.numakerbench", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** From the top of the house to its bottom; a room may not exist yet. */
    private static final List<String> ROOMS = List.of(
            "cli",
            "web",
            "selftest",
            "doctor",
            "console",
            "bench",
            "report",
            "lab",
            "tune",
            "history",
            "run",
            "profile",
            "board",
            "cloud",
            "crosscheck",
            "uart",
            "firmware",
            "secret",
            "yaml",
            "evidence",
            "model",
            "scratch",
            "files",
            "text");

    /** What is a fold over the log. */
    private static final String[] JUDGING = {room("uart"), room("crosscheck"), room("run.loop")};

    @ArchTest
    static void importsRunOnlyDownwards(JavaClasses classes) {
        for (int level = 1; level < ROOMS.size(); level++) {
            String[] above =
                    ROOMS.subList(0, level).stream().map(ArchitectureTest::room).toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(room(ROOMS.get(level)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(above)
                    .because("imports run only downwards: " + String.join(", ", ROOMS))
                    .allowEmptyShould(true)
                    .check(classes);
        }
    }

    @ArchTest
    static final ArchRule EVERY_CLASS_HAS_A_ROOM = classes()
            .that()
            .doNotHaveSimpleName("package-info")
            .should()
            .resideInAnyPackage(Stream.concat(ROOMS.stream(), Stream.of("sim"))
                    .map(ArchitectureTest::room)
                    .toArray(String[]::new));

    @ArchTest
    static final ArchRule SIMULATORS_ARE_STARTED_BY_THE_BENCH_ALONE = noClasses()
            .that()
            .resideOutsideOfPackages(room("cli"), room("bench"), room("selftest"), room("sim"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(room("sim"));

    @ArchTest
    static final ArchRule SIMULATORS_SHARE_NO_CODE_WITH_THE_JUDGES = noClasses()
            .that()
            .resideInAPackage(room("sim"))
            .should(dependOnClassesThat(resideInAPackage("org.numakerbench..")
                    .and(not(resideInAnyPackage(room("sim"), room("firmware"), room("files"))))))
            .because("a mistake made once must not cancel itself out")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule HOW_LINES_ARE_READ_IS_KNOWN_TO_UART_ALONE = noClasses()
            .that()
            .resideOutsideOfPackage(room("uart"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(room("uart.grammar"), room("uart.block"))
            .because("what the device says are claims");

    /** But for the tables that come with the code, which are read once, as a class is. */
    @ArchTest
    static final ArchRule JUDGING_DOES_NO_INPUT_OR_OUTPUT = noClasses()
            .that()
            .resideInAnyPackage(JUDGING)
            .and()
            .doNotHaveFullyQualifiedName("org.numakerbench.uart.grammar.GrammarTable")
            .and()
            .doNotHaveFullyQualifiedName("org.numakerbench.uart.grammar.ResourceText")
            .should(dependOnClassesThat(
                    resideInAnyPackage("java.io", "java.nio.file..", "java.nio.channels..", "java.net..")
                            .and(not(type(Serializable.class)))
                            .and(not(type(java.io.ByteArrayOutputStream.class)))))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule RULES_ONLY_READ = noClasses()
            .that()
            .resideInAnyPackage(room("crosscheck.rule"))
            .should()
            .dependOnClassesThat(type(Hearing.class).or(type(Timeline.class)))
            .because("who has the hearing or the timeline writes; what a rule used stands in its ruling");

    @ArchTest
    static final ArchRule JUDGING_STARTS_NO_THREAD = noClasses()
            .that()
            .resideInAnyPackage(JUDGING)
            .should(dependOnClassesThat(
                    assignableTo(Thread.class).or(assignableTo(Executor.class)).or(assignableTo(Timer.class))))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule JUDGING_READS_NO_CLOCK_AND_ROLLS_NO_DICE = noClasses()
            .that()
            .resideInAnyPackage(JUDGING)
            .should()
            .callMethodWhere(target(nameMatching("now|nanoTime|currentTimeMillis|random|randomUUID"))
                    .and(target(owner(resideInAnyPackage("java.time..", "java.lang", "java.util")))))
            .orShould(dependOnClassesThat(assignableTo(Clock.class).or(assignableTo(Random.class))))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule JSON_IS_WRITTEN_IN_ONE_WAY = noClasses()
            .that()
            .resideOutsideOfPackages(room("text"), room("sim"))
            .should()
            .callMethod(JsonMapper.class, "shared")
            .orShould()
            .callMethod(JsonMapper.class, "builder")
            .orShould()
            .callConstructor(JsonMapper.class)
            .orShould()
            .callMethod(ObjectNode.class, "toString")
            .orShould()
            .callMethod(ArrayNode.class, "toString")
            .because("a terminal or a browser must not obey what stands in it: text.JsonText escapes");

    @ArchTest
    static final ArchRule PAGES_ARE_MADE_IN_ONE_WAY = noClasses()
            .that()
            .doNotHaveSimpleName("HtmlText")
            .should()
            .dependOnClassesThat(type(StringOutput.class))
            .because("report.HtmlText makes visible what nobody would see");

    @ArchTest
    static final ArchRule ONLY_FACES_PRINT_ON_STDOUT = noClasses()
            .that()
            .resideOutsideOfPackages(room("cli"), room("console"), room("report"))
            .should()
            .accessField(System.class, "out");

    @ArchTest
    static final ArchRule TEMPORARY_FILES_GO_WITH_THEIR_PROCESS = noClasses()
            .that()
            .resideOutsideOfPackage(room("scratch"))
            .should()
            .callMethod(Files.class, "createTempDirectory", String.class, FileAttribute[].class)
            .orShould()
            .callMethod(Files.class, "createTempFile", String.class, String.class, FileAttribute[].class)
            .orShould()
            .callMethod(File.class, "createTempFile", String.class, String.class)
            .orShould()
            .callMethod(File.class, "deleteOnExit")
            .because("a killed process leaves nothing behind for good: Scratch has a place for it");
    /** So no route can be added that is neither declared public nor guarded. */
    @ArchTest
    static final ArchRule ONE_CLASS_HAS_THE_ROUTER = noClasses()
            .that()
            .resideInAPackage(room("web"))
            .and()
            .doNotHaveSimpleName("AccessRouter")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Router.class);

    @Test
    void everyPackageSaysWhatItIsForAndIsNullMarked() throws IOException {
        Path sources = Path.of("src/main/java");
        try (Stream<Path> files = Files.walk(sources)) {
            List<Path> packages = files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .toList();
            assertThat(packages)
                    .isNotEmpty()
                    .allSatisfy(directory -> assertThat(directory.resolve("package-info.java"))
                            .content()
                            .startsWith("/**")
                            .contains("NullMarked"));
        }
    }

    private static String room(String name) {
        return "org.numakerbench." + name + "..";
    }
}
